"""Every text, and every span that counts into it, against what is kept beside them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Text, bindparam, select

from sayso.ledger import schema
from sayso.ledger.columns import folded_parts, judged_columns, words_of
from sayso.ledger.compact import compact, expand
from sayso.ledger.corrections.standing import load_standing
from sayso.ledger.places import place_of
from sayso.ledger.text import unpack
from sayso.records import Article, Attribution, Entity

# Versions that are looked at together.
_BATCH = 100
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, zlib.error)

Complaint = tuple[str, int, str]


def check_texts(connection: Connection) -> Iterator[Complaint]:
    """Look at all texts with their readings, entities and attributions.

    Yields:
        Table, number of the row, and what is wrong.
    """
    columns, last = schema.version.c, 0
    while True:
        asked = select(schema.version).where(columns.id > last).order_by(columns.id).limit(_BATCH)
        versions = connection.execute(asked).all()
        if not versions:
            return
        last = versions[-1].id
        yield from _batch(connection, versions)


def _batch(connection: Connection, versions: Sequence[Row[Any]]) -> Iterator[Complaint]:
    texts: dict[int, str] = {}
    for version in versions:
        try:
            texts[version.id] = unpack(version.text)
            compact(expand(json.loads(version.detail), texts[version.id]), texts[version.id])
        except _BROKEN as error:
            yield "version", version.id, f"its text or details cannot be taken out ({error})"
            continue
        if Article(texts[version.id]).id != version.text_hash:
            yield "version", version.id, "its text is not the one it was made of"
    latest = {version.id: version.is_latest for version in versions}
    readings = schema.reading.c
    asked = select(schema.reading).where(readings.version_id.in_(list(texts))).order_by(readings.id)
    found = connection.execute(asked).all()
    for reading in found:
        try:
            compact(expand(json.loads(reading.detail), texts[reading.version_id]), texts[reading.version_id])
        except _BROKEN as error:
            yield "reading", reading.id, f"its details do not fit its text ({error})"
    text_of = {reading.id: texts[reading.version_id] for reading in found}
    stands = {reading.id: bool(reading.is_current and latest[reading.version_id]) for reading in found}
    yield from _entities(connection, text_of)
    yield from _attributions(connection, text_of, stands)


def _entities(connection: Connection, text_of: dict[int, str]) -> Iterator[Complaint]:
    columns = schema.entity.c
    asked = select(columns.id, columns.reading_id, columns.detail).where(
        columns.reading_id.in_(list(text_of))
    )
    for row in connection.execute(asked.order_by(columns.id)):
        try:
            data = expand(json.loads(row.detail), text_of[row.reading_id])
            compact(data, text_of[row.reading_id])
            Entity.from_dict(data)
        except _BROKEN as error:
            yield "entity", row.id, f"its mentions do not fit its text ({error})"


def _attributions(
    connection: Connection, text_of: dict[int, str], stands: dict[int, bool]
) -> Iterator[Complaint]:
    columns = schema.attribution.c
    asked = select(schema.attribution).where(columns.reading_id.in_(list(text_of)))
    rows = connection.execute(asked.order_by(columns.reading_id, columns.id)).all()
    for reading_id, group in groupby(rows, key=lambda row: row.reading_id):
        for row in group:
            try:
                yield from _attribution(connection, row, text_of[reading_id], stands[reading_id])
            except _BROKEN as error:
                yield "attribution", row.id, f"its spans do not fit its text ({error})"
    if connection.dialect.name != "sqlite":
        yield from _words(connection, rows)


def _attribution(connection: Connection, row: Row[Any], text: str, stands: bool) -> Iterator[Complaint]:
    data = expand(json.loads(row.detail), text)
    compact(data, text)
    attribution = Attribution.from_dict(data)
    if row.corrected:
        standing = load_standing(connection, row.id)
        attribution, stands = standing.attribution, standing.is_live
    columns = judged_columns(attribution)
    wrong = sorted(name for name, value in columns.items() if getattr(row, name) != value)
    if wrong:
        yield "attribution", row.id, f"what searches look at is not what stands: {', '.join(wrong)}"
    if row.live != stands:
        should = "stands, and searches do not find it" if stands else "does not stand, and searches find it"
        yield "attribution", row.id, should
    if row.place != place_of(row.published, row.id):
        yield "attribution", row.id, "its place is not that of its date and number"


def _words(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Complaint]:
    """PostgreSQL's words of each row against the row."""
    columns = schema.attribution.c
    parts = {name: bindparam(name, type_=Text) for name in ("content", "cue", "holder")}
    same = select(columns.words.is_not_distinct_from(words_of(parts))).where(
        columns.id == bindparam("number")
    )
    for row in rows:
        given = {**folded_parts(dict(row._mapping)), "number": row.id}
        if not connection.execute(same, given).scalar():
            yield "attribution", row.id, "is not found by its own words"
