"""A ledger is copied while it is in use, tidied, and opened by the release that knows its form."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from tests.ledger.test_store import URL, live, made

from sayso.errors import LedgerError, UsageError
from sayso.ledger import open_engine, open_ledger
from sayso.ledger.check import find_problems
from sayso.ledger.engine import explain, to_url, writing_to
from sayso.ledger.ledger import Ledger
from sayso.ledger.upkeep import back_up, vacuum


def test_a_copy_made_while_another_writes_is_whole(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with open_ledger(tmp_path / "sayso.db") as ledger:
        ledger.add_reading(made(url=URL))
        with writing_to(ledger.engine) as connection:
            connection.execute(text("UPDATE version SET outlet = 'not yet'"))
            assert back_up(ledger.engine, copy) == copy.stat().st_size
        assert sorted(path.name for path in tmp_path.glob("*copy*")) == ["copy.db"]
    with open_ledger(copy, create=False) as copied:
        assert live(copied) == ["the bridge was safe", "to be old"]
        assert list(find_problems(copied.engine)) == []


def test_a_copy_replaces_nothing(tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("my letters", "utf-8")
    with open_ledger(tmp_path / "sayso.db") as ledger, pytest.raises(UsageError, match="already"):
        back_up(ledger.engine, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text("utf-8") == "my letters"


def test_a_damaged_ledger_is_named_as_the_fault_not_the_folder_of_the_copy(tmp_path: Path) -> None:
    path, copy = tmp_path / "sayso.db", tmp_path / "copy.db"
    with open_ledger(path) as ledger:
        ledger.add_reading(made(url=URL))
    whole = bytearray(path.read_bytes())
    whole[0:16] = b"Dear editor, yes"
    path.write_bytes(bytes(whole))
    engine = open_engine(path)
    with pytest.raises(LedgerError, match=r"sayso\.db") as raised:
        back_up(engine, copy)
    assert raised.value.code == "ledger_damaged"
    assert not copy.exists()


def test_a_copy_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "sayso.db") as ledger, pytest.raises(LedgerError) as raised:
        back_up(ledger.engine, tmp_path / "no" / "copy.db")
    assert raised.value.code == "ledger_unwritable"


def test_there_is_nothing_to_copy_where_nothing_is(tmp_path: Path) -> None:
    with pytest.raises(LedgerError) as raised:
        back_up(open_engine(tmp_path / "none.db"), tmp_path / "copy.db")
    assert raised.value.code == "no_ledger"
    assert list(tmp_path.iterdir()) == []


def test_postgresql_has_its_own_tool() -> None:
    pytest.importorskip("psycopg")
    engine = open_engine("postgresql://ed:secret@127.0.0.1/news")
    with pytest.raises(UsageError, match="pg_dump") as raised:
        back_up(engine, Path("copy.db"))
    assert "secret" not in raised.value.message


def test_tidying_changes_nothing(ledger: Ledger) -> None:
    ledger.add_reading(made(url=URL))
    vacuum(ledger.engine)
    assert live(ledger) == ["the bridge was safe", "to be old"]
    assert list(find_problems(ledger.engine)) == []


def _give_form(ledger: Ledger, form: str) -> None:
    with writing_to(ledger.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :form"), {"form": form})


def test_a_newer_form_is_refused(ledger: Ledger, address: str) -> None:
    _give_form(ledger, "9999")
    with pytest.raises(LedgerError, match="newer") as raised:
        open_ledger(address)
    assert raised.value.code == "ledger_newer"


def test_an_older_form_says_how_to_upgrade_and_can_be_copied_before(tmp_path: Path) -> None:
    path = tmp_path / "sayso.db"
    with open_ledger(path) as ledger:
        _give_form(ledger, "0001")
        with pytest.raises(LedgerError, match="sayso db upgrade") as raised:
            open_ledger(path)
        assert raised.value.code == "ledger_older"
        back_up(ledger.engine, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").exists()


def test_a_full_disk_is_told_from_a_server_that_is_gone() -> None:
    psycopg = pytest.importorskip("psycopg")
    said = psycopg.errors.DiskFull('could not extend file "base/5/16630": wrote only 4096 of 8192 bytes')
    error = explain(to_url("postgresql://desk@news/ledger"), OperationalError("INSERT", {}, said))
    assert error.code == "ledger_full"
    gone = OperationalError("INSERT", {}, psycopg.OperationalError("connection refused"))
    assert explain(to_url("postgresql://desk@news/ledger"), gone).code == "ledger_unreachable"
