"""The steps lead to just the tables that the code works with, and from an older form to a newer one."""

from __future__ import annotations

import re
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, select, text
from tests.ledger.test_store import URL, live, made

from sayso.errors import LedgerError
from sayso.ledger import open_engine, open_ledger, schema, upgrade
from sayso.ledger.check import find_problems
from sayso.ledger.engine import reading_from, writing_to
from sayso.ledger.ledger import Ledger

TABLES = sorted(schema.metadata.tables)


def found_in(connection: Connection) -> dict[str, Any]:
    """What a database itself says of the tables that the schema names."""
    seen, found = inspect(connection), {}
    warnings.simplefilter("ignore")  # SQLAlchemy does not see indexes over expressions on SQLite; we do below
    for name in TABLES:
        found[name] = {
            "columns": [
                (one["name"], str(one["type"]), one["nullable"], one["default"])
                for one in seen.get_columns(name)
            ],
            "key": seen.get_pk_constraint(name),
            "refers": sorted(map(str, seen.get_foreign_keys(name))),
            "unique": sorted(map(str, seen.get_unique_constraints(name))),
            "checks": sorted(map(str, seen.get_check_constraints(name))),
            "indexes": _indexes(connection, name),
        }
    return found


def _indexes(connection: Connection, table: str) -> dict[str, str]:
    """The statements that make a table's indexes, but for those of words."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name"
    else:
        asked = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = :name"
    rows = connection.execute(text(asked), {"name": table})
    return {name: re.sub(r"\s+", " ", sql or "") for name, sql in rows if name != "ix_attribution_words"}


def test_the_steps_lead_to_the_tables_of_the_schema(ledger: Ledger, another_address: str) -> None:
    with reading_from(ledger.engine) as connection:
        by_steps = found_in(connection)
    with writing_to(open_engine(another_address)) as connection:
        schema.metadata.create_all(connection)
        assert by_steps == found_in(connection)
    assert by_steps["attribution"]["indexes"].keys() >= {"ix_attribution_voice", "ix_attribution_judged"}


def test_alembic_finds_no_difference_but_what_only_one_database_has(ledger: Ledger) -> None:
    with reading_from(ledger.engine) as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it cannot compare indexes over expressions on SQLite
        told = compare_metadata(MigrationContext.configure(connection), schema.metadata)
    differences = {(what, of.name) for what, of, *_ in told}
    if ledger.engine.dialect.name == "sqlite":
        of_words = re.compile(r"(attribution|due)_text(_\w+)?")
        assert all(what == "remove_table" and of_words.fullmatch(name) for what, name in differences)
    else:
        assert differences == {("remove_table", "tally_change"), ("remove_index", "ix_attribution_words")}


NEXT = '''"""A column more."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("article", sa.Column("rank", sa.Integer(), nullable=False, server_default="7"))
    {more}
'''


@pytest.fixture
def next_step(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    """Makes the code one that knows another form."""

    def add(more: str = "") -> None:
        steps = tmp_path / "steps"
        shutil.copytree(upgrade._STEPS, steps)
        (steps / "versions" / "0003_next.py").write_text(NEXT.format(more=more), "utf-8")
        for name, value in (("_STEPS", steps), ("CURRENT", "0003"), ("_KNOWN", ("0001", "0002", "0003"))):
            monkeypatch.setattr(upgrade, name, value)

    return add


def test_an_older_ledger_is_brought_to_the_newer_form(
    ledger: Ledger, address: str, next_step: Callable[..., None]
) -> None:
    ledger.add_reading(made(url=URL))
    ledger.correct(1, who="ada", kind="opinion")
    before = live(ledger)
    next_step()
    with pytest.raises(LedgerError) as raised:
        open_ledger(address)
    assert raised.value.code == "ledger_older"
    assert upgrade.upgrade(ledger.engine) == ("0002", "0003")
    with open_ledger(address) as newer:
        assert live(newer) == before
        with reading_from(newer.engine) as connection:
            assert connection.execute(text("SELECT rank FROM article")).scalars().all() == [7]
        assert newer.search(kind="opinion").hits[0].id == 1
        assert list(find_problems(newer.engine)) == []
    assert upgrade.upgrade(ledger.engine) == ("0003", "0003")


def test_a_ledger_of_the_first_form_becomes_a_current_one(
    another_address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    steps = shutil.copytree(upgrade._STEPS, tmp_path / "steps")
    for later in (steps / "versions").glob("000[2-9]*"):
        later.unlink()
    with monkeypatch.context() as first:
        for name, value in (("_STEPS", steps), ("CURRENT", "0001"), ("_KNOWN", ("0001",))):
            first.setattr(upgrade, name, value)
        with open_ledger(another_address) as ledger:
            ledger.add_reading(made(url=URL))
            before = live(ledger)
    with pytest.raises(LedgerError, match="sayso db upgrade") as raised:
        open_ledger(another_address)
    assert raised.value.code == "ledger_older"
    assert upgrade.upgrade(open_engine(another_address)) == ("0001", upgrade.CURRENT)
    with open_ledger(another_address) as upgraded:
        assert live(upgraded) == before
        assert list(find_problems(upgraded.engine)) == []


def test_a_step_that_fails_leaves_the_older_form(
    ledger: Ledger, address: str, next_step: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.add_reading(made(url=URL))
    next_step("raise RuntimeError('no room')")
    with pytest.raises(RuntimeError, match="no room"):
        upgrade.upgrade(ledger.engine)
    monkeypatch.undo()
    with open_ledger(address) as same, reading_from(same.engine) as connection:
        assert "rank" not in {one["name"] for one in inspect(connection).get_columns("article")}
        assert connection.execute(select(schema.article.c.url)).scalars().all() == [URL]
