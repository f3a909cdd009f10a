"""A ledger that is whole has no problems; whatever is broken by hand is found and named."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text as sql
from sqlalchemy import update
from tests.ledger.test_store import TEXT, URL, made

from sayso.ledger import schema
from sayso.ledger.check import find_problems
from sayso.ledger.engine import reading_from, writing_to
from sayso.ledger.ledger import Ledger
from sayso.ledger.stats import count_all
from sayso.ledger.text import pack


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger with versions, a text without address, and corrections, one taken back."""
    ledger.add_reading(made(url=URL, published="2024-05-02"))
    ledger.add_reading(made(TEXT.replace("safe", "sound"), url=URL, published="2024-05-03"))
    ledger.add_reading(made(TEXT + " Or so."))
    [number] = ledger.correct(5, who="ed", stance="doubted", holder="Ada Brandt")[:1]
    ledger.correct(6, who="ed", verdict="rejected")
    ledger.undo(number, who="ed")
    return ledger


def problems(ledger: Ledger) -> list[str]:
    return [str(one) for one in find_problems(ledger.engine)]


def change(ledger: Ledger, table: Any, where: Any = None, **values: Any) -> None:
    with writing_to(ledger.engine) as connection:
        statement = update(table).values(**values)
        connection.execute(statement if where is None else statement.where(where))


def test_a_whole_ledger_has_no_problems(filled: Ledger) -> None:
    assert problems(filled) == []


def test_an_empty_ledger_has_no_problems(ledger: Ledger) -> None:
    assert problems(ledger) == []


ATTRIBUTION, VERSION, READING = schema.attribution.c, schema.version.c, schema.reading.c


@pytest.mark.parametrize(
    ("table", "where", "values", "said"),
    [
        (schema.version, VERSION.id == 1, {"is_latest": True}, "article 1: has 2 latest versions"),
        (schema.version, VERSION.id == 2, {"is_latest": False}, "article 1: has 0 latest versions"),
        (schema.version, VERSION.id == 1, {"text": b"zip"}, "version 1: its text or details cannot"),
        (schema.version, VERSION.id == 1, {"text": pack("Other")}, "version 1: its text is not the one"),
        (schema.version, VERSION.id == 3, {"published": "2020-01-01"}, "attribution 5: its date is not"),
        (schema.reading, READING.id == 1, {"is_current": False}, "version 1: has 0 current readings"),
        (schema.reading, READING.id == 1, {"n_attributions": 7}, "reading 1: says it has 7 attributions"),
        (schema.attribution, ATTRIBUTION.id == 1, {"live": True}, "attribution 1: does not stand"),
        (schema.attribution, ATTRIBUTION.id == 3, {"live": False}, "attribution 3: stands, and searches"),
        (schema.attribution, ATTRIBUTION.id == 6, {"live": True}, "attribution 6: does not stand"),
        (
            schema.attribution,
            ATTRIBUTION.id == 1,
            {"stance": "hedged"},
            "attribution 1: what searches look at",
        ),
        (schema.attribution, ATTRIBUTION.id == 1, {"entity_id": 2}, "attribution 1: its holder belongs to"),
        (
            schema.attribution,
            ATTRIBUTION.id == 1,
            {"corrected": True},
            "attribution 1: is marked as corrected",
        ),
        (schema.article, schema.article.c.id == 1, {"key": "other"}, "article 1: its key is neither"),
        (schema.correction, None, {"article_id": 1}, "correction 1: stands on an attribution of another"),
        (schema.source, schema.source.c.id == 1, {"merged_into": 1}, "source 1: is merged into itself"),
    ],
)
def test_what_is_broken_is_found(
    filled: Ledger, table: Any, where: Any, values: dict[str, Any], said: str
) -> None:
    change(filled, table, where, **values)
    found = problems(filled)
    assert any(one.startswith(said) for one in found), found


def test_a_span_outside_its_text_is_found(filled: Ledger) -> None:
    with reading_from(filled.engine) as connection:
        details = dict(connection.execute(sql("SELECT id, detail FROM attribution")).all())
    change(filled, schema.attribution, ATTRIBUTION.id == 1, detail=details[1].replace('"end":', '"end":1000'))
    assert any(one.startswith("attribution 1: its spans do not fit") for one in problems(filled))


def test_a_full_text_index_that_lags_behind_is_found(filled: Ledger) -> None:
    with writing_to(filled.engine) as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(
                sql("DELETE FROM attribution_text WHERE rowid IN (SELECT place FROM attribution)")
            )
        else:
            connection.execute(sql("UPDATE attribution SET words = ''::tsvector"))
    assert any("index" in one or "words" in one for one in problems(filled))


def test_counts_are_those_of_what_stands(filled: Ledger) -> None:
    counts = count_all(filled.engine)
    assert {name: counts[name] for name in ("articles", "versions", "attributions", "attributions_kept")} == {
        "articles": 2,
        "versions": 3,
        "attributions": 3,
        "attributions_kept": 6,
    }
    assert (counts["corrections"], counts["failures"]) == (2, 0)
    assert (counts["first_published"], counts["last_published"]) == ("2024-05-03", "2024-05-03")
    assert counts["bytes"] > 0
