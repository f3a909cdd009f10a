"""Rows become records again: readings as they were written, span for span."""

from __future__ import annotations

import json

from sqlalchemy import Connection, select

from sayso.errors import NotFound
from sayso.ledger import schema
from sayso.ledger.compact import expand
from sayso.ledger.numbers import can_be
from sayso.ledger.text import unpack
from sayso.records import SCHEMA, Attribution, Reading


def load_reading(connection: Connection, reading_id: int) -> Reading:
    """A reading as it was written; corrections are not in it.

    Raises:
        NotFound: There is none of this number.
    """
    row = connection.execute(select(schema.reading).where(schema.reading.c.id == reading_id)).first()
    if row is None:
        raise NotFound(f"there is no reading {reading_id}")
    version = connection.execute(select(schema.version).where(schema.version.c.id == row.version_id)).one()
    text = unpack(version.text)
    entities = connection.execute(
        select(schema.entity).where(schema.entity.c.reading_id == reading_id).order_by(schema.entity.c.id)
    )
    attributions = connection.execute(
        select(schema.attribution.c.detail)
        .where(schema.attribution.c.reading_id == reading_id)
        .order_by(schema.attribution.c.id)
    )
    data = {
        "schema": SCHEMA,
        "text": text,
        **expand(json.loads(version.detail), text),
        **expand(json.loads(row.detail), text),
        "attributions": [expand(json.loads(detail), text) for detail in attributions.scalars()],
        "entities": [expand(json.loads(item.detail), text) for item in entities],
        "reader": {"name": row.reader_name, "version": row.reader_version, "digest": row.reader_digest},
    }
    return Reading.from_dict(data)


def current_reading_id(connection: Connection, version_id: int) -> int:
    """The reading that stands for a version.

    Raises:
        NotFound: There is no such version.
    """
    columns = schema.reading.c
    asked = select(columns.id).where(columns.version_id == version_id, columns.is_current)
    found = connection.execute(asked).scalar() if can_be(version_id) else None
    if found is None:
        raise NotFound(f"there is no version {version_id}")
    return int(found)


def load_attribution(detail: str, text: str) -> Attribution:
    """An attribution as the reader made it."""
    return Attribution.from_dict(expand(json.loads(detail), text))
