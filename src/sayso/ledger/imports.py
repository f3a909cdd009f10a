"""Readings that a ledger gave out, or ``sayso read`` wrote, are taken into another: nothing twice.

What a ledger adds to a reading (see :meth:`sayso.ledger.takeout.Taken.to_dict`) is kept: versions with their
order, superseded readings, times, corrections with who, when and why. An article is one transaction; the
corrections come last, in one of their own and in the order in which they were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import DataError, InterfaceError, StatementError

from sayso.errors import LedgerError
from sayso.ledger import schema
from sayso.ledger.corrections import apply
from sayso.ledger.corrections.carry import carry_over
from sayso.ledger.engine import writing_to
from sayso.ledger.imported_article import ArticleIntake, Brought
from sayso.ledger.imported_lines import Line, to_line
from sayso.ledger.imported_merges import checked_merge, write_merges
from sayso.ledger.store import OF_THE_ARTICLE
from sayso.ledger.text import in_one_line
from sayso.records import SCHEMA, Failure

_MISFIT = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


def bring(engine: Engine, name: str, objects: Iterable[Any], *, now: str) -> Iterator[Brought]:
    """Take in readings.

    Args:
        engine: Where to.
        name: What to call the file in messages.
        objects: Parsed JSON, one for each line, or an exception in the place of what cannot be parsed.
        now: UTC time as ISO 8601, for readings that come without times.

    Yields:
        What has come in up to now, after each article; the last one is all of it.
    """
    brought = Brought()
    corrections: list[dict[str, Any]] = []
    fresh: set[int] = set()
    merged: list[Mapping[str, Any]] = []
    lines = _lines(name, objects, brought, merged, now)
    for _, group in groupby(lines, key=lambda line: line.group):
        article = list(group)
        try:
            with writing_to(engine) as connection:
                done = ArticleIntake(connection, article, now).write()
        except (LedgerError, DataError, InterfaceError, StatementError, *_MISFIT) as error:
            if isinstance(error, LedgerError) and error.code not in OF_THE_ARTICLE:
                raise
            brought.failures.append(_failure(name, article[0].number, error))
            continue
        brought.add(done.brought)
        corrections += done.corrections
        if done.is_new and done.corrections:
            fresh.add(done.article_id)
        yield brought
    if corrections or merged:
        with writing_to(engine) as connection:
            brought.corrections += _write_corrections(connection, corrections, fresh)
            brought.merges += write_merges(connection, merged)
    yield brought


def _lines(
    name: str, objects: Iterable[Any], brought: Brought, merged: list[Mapping[str, Any]], now: str
) -> Iterator[Line]:
    """The readings; what is none is noted down."""
    number = 0
    for number, data in enumerate(objects, 1):
        try:
            if isinstance(data, Exception):
                raise data
            if data["schema"] != SCHEMA:
                raise ValueError(f"its schema is {data['schema']!r}")
            if "merges" in data:
                merged.extend(map(checked_merge, data["merges"]))
            elif "error" in data:
                error = data["error"]
                brought.failures.append(Failure(str(data["path"]), str(error["code"]), str(error["message"])))
            else:
                yield to_line(number, data, now)
        except (OSError, *_MISFIT) as error:
            brought.failures.append(_failure(name, number, error))
    if number == 0:
        brought.failures.append(
            Failure(name, "bad_readings", f"{name}: holds no readings; make some with `sayso export`")
        )


def _failure(name: str, number: int, error: Exception) -> Failure:
    reason = error.message if isinstance(error, LedgerError) else f"{type(error).__name__}: {error}"
    reason = in_one_line(reason)[:300]
    return Failure(
        name,
        "bad_readings",
        f"{name}: reading {number} cannot be taken in ({reason}); make it anew with `sayso export`",
    )


def _write_corrections(connection: Connection, rows: Sequence[dict[str, Any]], fresh: set[int]) -> int:
    """Write corrections that are not there, in the order in which they were made; returns how many."""
    columns = schema.correction.c
    n_written = 0
    touched: set[int] = set()
    others: set[int] = set()
    for row in sorted(rows, key=lambda row: int(row["number"])):
        row = {name: value for name, value in row.items() if name != "number"}
        told_by = ("article_id", "made_on", "field", "new", "who", "made_at")
        same = select(columns.id, columns.undone_at).where(*(columns[name] == row[name] for name in told_by))
        there = connection.execute(same.order_by(columns.id)).first()
        if there is None:
            connection.execute(insert(schema.correction), row)
            n_written += 1
        elif row["undone_at"] and not there.undone_at:
            undone = {name: row[name] for name in ("undone_at", "undone_by")}
            connection.execute(update(schema.correction).where(columns.id == there.id).values(**undone))
        else:
            continue
        if row["article_id"] not in fresh:
            others.add(row["article_id"])
        elif row["attribution_id"] and not row["undone_at"]:
            touched.add(row["attribution_id"])
    for number in sorted(touched):
        apply(connection, number)
    for number in sorted(others):
        carry_over(connection, number)
    return n_written
