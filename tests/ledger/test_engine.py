"""Addresses of ledgers that cannot be are refused in a line, and what databases say is put in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from tests.databases import Server
from typer.testing import CliRunner

from sayso.cli.app import app
from sayso.errors import LedgerError, UsageError
from sayso.ledger import open_engine, open_ledger
from sayso.ledger.engine import address_of, explain, show, to_url

SERVER = "postgresql://desk@127.0.0.1:1/news"


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:///x.db?timeout=abc",
        "sqlite:///x.db?timeout=1&timeout=2",
        "sqlite:///x.db?check_same_thread=maybe",
        "sqlite:///x.db?detect_types=x",
        "sqlite:///x.db?plugin=x",
        "sqlite:///x.db?mode=ro&uri=true",
        "sqlite://server/x.db",
        "a\x00b.db",
        "\ud800.db",
        f"{SERVER}?foo=bar",
        f"{SERVER}?port=abc",
        f"{SERVER}?plugin=x",
        f"{SERVER}?autocommit=1",
        f"{SERVER}?row_factory=x",
        f"{SERVER}?prepare_threshold=x",
        "postgresql://desk@127.0.0.1:1/ne%00ws",
        "postgresql://desk@[::1/news",
        "postgresql://\ud800/news",
        "mysql://server/news",
    ],
)
def test_an_address_that_cannot_be_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["sources", "--db", address])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    with pytest.raises(UsageError):
        open_ledger(address)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address",
    ["x.db", "a?b%41#c.db", "\udcff.db", ":memory:", "sqlite:///sqlite://x.db", f"{SERVER}?sslmode=require",
     SERVER.replace("desk", "desk:h%40ush")],
)  # fmt: skip
def test_an_address_leads_to_the_same_ledger_in_another_process(address: str) -> None:
    url = to_url(address)
    again = to_url(address_of(url))
    assert [*map(str, again[:6]), again.query] == [*map(str, url[:6]), url.query]


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+pysqlite", "sqlite+aiosqlite"])
def test_a_file_may_be_written_as_an_address(tmp_path: Path, scheme: str) -> None:
    with open_ledger(f"{scheme}:///{tmp_path}/x.db") as ledger:
        assert ledger.name == f"{tmp_path}/x.db"
    assert (tmp_path / "x.db").exists()


@pytest.mark.parametrize("address", [SERVER.replace("desk", "desk:hush"), f"{SERVER}?password=hush"])
def test_nobody_sees_a_password(address: str) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(LedgerError) as raised:
        open_ledger(address)
    assert "hush" not in raised.value.message
    with pytest.raises(UsageError) as refused:
        to_url("postgresql://desk:hush@[::1/news")
    assert "hush" not in refused.value.message


@pytest.mark.parametrize("options", ["application_name=sayso", "client_encoding=latin1", "connect_timeout=x"])
def test_an_address_may_have_options_of_libpq(postgresql: Server, options: str) -> None:
    with (
        open_ledger(f"{postgresql.new_database()}?{options}") as ledger,
        ledger.engine.connect() as connection,
    ):
        assert connection.execute(text("SHOW client_encoding")).scalar() == "UTF8"


def test_a_database_that_is_not_there_can_be_made(postgresql: Server) -> None:
    with pytest.raises(LedgerError, match="`createdb full`") as raised:
        open_ledger(f"{postgresql.address}/full")
    assert raised.value.code == "ledger_unreachable"


@pytest.mark.parametrize("setting", ["default_transaction_read_only=on", "search_path=nowhere"])
def test_what_a_server_does_not_allow_is_said(postgresql: Server, setting: str) -> None:
    with pytest.raises(LedgerError, match="does not let this user") as raised:
        open_ledger(f"{postgresql.new_database()}?options=-c%20{setting}")
    assert raised.value.code == "ledger_unwritable"


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_without_all_letters_is_refused(postgresql: Server, encoding: str) -> None:
    name = f"letters_{encoding.lower()}"
    engine = open_engine(f"{postgresql.address}/postgres")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        how = f"ENCODING '{encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
        connection.execute(text(f"CREATE DATABASE {name} {how}"))
    engine.dispose()
    with pytest.raises(LedgerError, match=f"keeps {encoding}.*--encoding=UTF8"):
        open_ledger(f"{postgresql.address}/{name}")


def test_who_may_not_read_is_told(postgresql: Server) -> None:
    address = postgresql.new_database()
    with open_ledger(address) as ledger, ledger.engine.begin() as connection:
        connection.execute(text("CREATE ROLE stranger LOGIN"))
    try:
        with pytest.raises(LedgerError, match="does not let this user") as raised:
            open_ledger(address.replace("postgres@", "stranger@"))
        assert raised.value.code == "ledger_unwritable"
    finally:
        with open_engine(address).begin() as connection:
            connection.execute(text("DROP ROLE stranger"))


@pytest.mark.parametrize("name", ["full", "locked", "busy", "readonly", "not a database"])
def test_a_name_in_what_a_server_says_means_nothing(name: str) -> None:
    psycopg = pytest.importorskip("psycopg")
    error = OperationalError("SELECT", {}, psycopg.OperationalError(f'role "{name}" does not exist'))
    assert explain(to_url(SERVER), error).code == "ledger_unreachable"


@pytest.mark.parametrize("address", ["/dev/null", "/dev/full"])
def test_a_device_is_no_ledger(address: str) -> None:
    with pytest.raises(LedgerError, match="is a device or pipe") as raised:
        open_ledger(address)
    assert raised.value.code == "ledger_unwritable"


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=f"such as {tmp_path}/sayso.db") as raised:
        open_ledger(tmp_path)
    assert raised.value.code == "ledger_unwritable"
    assert show(to_url(tmp_path)) == str(tmp_path)
