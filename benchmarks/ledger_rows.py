"""Readings become the rows of a large ledger: written once by the ledger itself, then copied with new dates.

Each copy of an article has another address, another date out of ten years and another outlet; what is said
in it, by whom, stays as it was read. Days on which something falls due move in the columns that searches look
at, not in the reading beside them: ``sayso db check`` tells of those, and of nothing else.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    case,
    func,
    insert,
    select,
    text,
)

from benchmarks.corpora import EXAMPLES
from sayso import read_many
from sayso.ledger import open_ledger, schema
from sayso.ledger.columns import insertion
from sayso.ledger.engine import reading_from, writing_to
from sayso.ledger.ledger import Ledger
from sayso.ledger.places import start_of
from sayso.records import Reading

N_OUTLETS = 40
FIRST_DAY = date(2015, 1, 1)
N_DAYS = 3650
# Days until what has a due date falls due, at most.
_DUE_DAYS = 700
_SEED = 20150101
Rows = list[dict[str, Any]]
Base = Mapping[str, Rows]
# Tables whose rows are copied, parents first, and which column says what each of them belongs to.
_COPIED: Mapping[str, Mapping[str, str]] = {
    "article": {"id": "article"},
    "version": {"id": "version", "article_id": "article"},
    "reading": {"id": "reading", "version_id": "version"},
    "entity": {"id": "entity", "reading_id": "reading"},
    "attribution": {"id": "attribution", "reading_id": "reading", "entity_id": "entity"},
    "channel": {"attribution_id": "attribution"},
    "credit": {"version_id": "version"},
}
_NUMBERED = tuple(name for name, columns in _COPIED.items() if "id" in columns)
_DATES = Table(
    "dates",
    MetaData(),
    Column("version_id", Integer, primary_key=True),
    Column("published", String),
    Column("start", BigInteger),
    Column("due", String),
    Column("outlet_id", Integer),
    prefixes=["TEMPORARY"],
)


def base_readings(path: Path | None) -> Iterator[Reading]:
    """Readings that ``sayso read --format jsonl`` wrote to a file; without one, those of the examples."""
    if path is None:
        for item in read_many(sorted(EXAMPLES.glob("*.txt"))):
            if isinstance(item, Reading):
                yield item
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if "error" not in (data := json.loads(line)):
                yield Reading.from_dict(data)


def base_rows(readings: Iterator[Reading]) -> Base:
    """What a ledger of these readings has in its tables; article by article from one outlet to the next."""
    with TemporaryDirectory() as folder, open_ledger(Path(folder) / "base.db") as ledger:
        for number, reading in enumerate(readings):
            host = f"outlet-{number % N_OUTLETS + 1}"
            given = replace(
                reading.article,
                outlet=host.replace("-", " ").capitalize(),
                url=f"https://{host}.example/{number}",
                published=FIRST_DAY.isoformat(),
            )
            ledger.add_reading(replace(reading, article=given))
        with reading_from(ledger.engine) as connection:
            return {
                name: [
                    dict(row) for row in connection.execute(select(schema.metadata.tables[name])).mappings()
                ]
                for name in ("source", *_COPIED)
            }


def fill(ledger: Ledger, base: Base, n_attributions: int) -> int:
    """Write a base and copies of it until there are so many attributions; returns how many there are."""
    per_copy = len(base["attribution"])
    if not per_copy:
        raise SystemExit("the readings hold no attribution to copy")
    with writing_to(ledger.engine) as connection:
        for name in ("source", *_COPIED):
            _insert(connection, schema.metadata.tables[name], base[name])
    strides = {name: max((row["id"] for row in base[name]), default=0) for name in _NUMBERED}
    outlets = sorted({row["outlet_id"] for row in base["version"]})
    versions = [row["id"] for row in base["version"]]
    numbers = random.Random(_SEED)
    n_copies = max(1, round(n_attributions / per_copy))
    for copy in range(1, n_copies):
        with writing_to(ledger.engine) as connection:
            _copy(connection, copy, strides, _dates(versions, outlets, numbers))
        if copy % 10 == 0:
            print(f"  {(copy + 1) * per_copy:,} attributions", file=sys.stderr, flush=True)
    with writing_to(ledger.engine) as connection:
        _settle(connection)
    return n_copies * per_copy


def _dates(versions: Sequence[int], outlets: Sequence[int], numbers: random.Random) -> Rows:
    """For each version the date, the outlet and the due date of its copy."""
    made = []
    for version in versions:
        day = FIRST_DAY + timedelta(days=numbers.randrange(N_DAYS))
        due = day + timedelta(days=numbers.randrange(1, _DUE_DAYS))
        made.append(
            {
                "version_id": version,
                "published": day.isoformat(),
                "start": start_of(day.isoformat()),
                "due": due.isoformat(),
                "outlet_id": numbers.choice(outlets),
            }
        )
    return made


def _copy(connection: Connection, copy: int, strides: Mapping[str, int], dates: Rows) -> None:
    """Copy the rows of the base, with other numbers and dates, inside the database."""
    _DATES.drop(connection, checkfirst=True)
    _DATES.create(connection)
    connection.execute(insert(_DATES), dates)
    for name, columns in _COPIED.items():
        table, new = schema.metadata.tables[name], _DATES.c
        values: dict[str, Any] = {column.name: column for column in table.c}
        for column, of in columns.items():
            values[column] = table.c[column] + copy * strides[of]
        base = select(table)
        if name == "article":
            values["key"] = values["url"] = table.c.url + f"/{copy}"
        elif name == "version":
            base = base.join(_DATES, new.version_id == table.c.id)
            values |= {"published": new.published, "outlet_id": new.outlet_id}
        elif name in ("attribution", "channel"):
            rows, readings = schema.attribution, schema.reading
            if name == "channel":
                base = base.join(rows, rows.c.id == table.c.attribution_id)
            base = base.join(readings, readings.c.id == rows.c.reading_id)
            base = base.join(_DATES, new.version_id == readings.c.version_id)
            values["place"] = new.start + rows.c.id + copy * strides["attribution"]
        if name == "attribution":
            is_due = table.c.due_value.is_not(None)
            values |= {
                "published": new.published,
                "outlet_id": new.outlet_id,
                "due_earliest": case((is_due, new.published)),
                "due_latest": case((is_due, new.due)),
            }
        key, of = next(iter(columns.items()))
        base = base.where(table.c[key] <= strides[of])
        connection.execute(insert(table).from_select(list(values), base.with_only_columns(*values.values())))


def _insert(connection: Connection, table: Table, rows: Rows) -> None:
    if table is schema.attribution:
        without_words = [{name: row[name] for name in row if name != "words"} for row in rows]
        connection.execute(*insertion(connection, without_words))
    elif rows:
        connection.execute(insert(table), rows)


def _settle(connection: Connection) -> None:
    """Let PostgreSQL count on from the rows that are there; let both know how the values are spread."""
    if connection.dialect.name != "sqlite":
        for name in ("source", *_NUMBERED):
            table = schema.metadata.tables[name]
            last = select(func.max(table.c.id)).scalar_subquery()
            connection.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), last)))
    connection.execute(text("ANALYZE"))
