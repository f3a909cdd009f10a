"""Corrections reach the rows that searches look at, and follow their words into new readings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, update

from sayso.ledger import schema
from sayso.ledger.columns import judged_columns, rewrite_channels, words_column
from sayso.ledger.corrections.anchors import anchor_of, find_again, with_face
from sayso.ledger.corrections.fields import VERDICT
from sayso.ledger.corrections.history import rows_of_article
from sayso.ledger.corrections.standing import Standing, load_standing, to_layer
from sayso.ledger.corrections.values import covered, placed
from sayso.ledger.load import current_reading_id, load_reading
from sayso.ledger.sources import source_id, top
from sayso.ledger.text import storable
from sayso.records import Attribution, HolderType, Identity, Reading


def apply(connection: Connection, attribution_id: int) -> Standing:
    """Make the columns of an attribution say what stands: the reader's word and the corrections over it."""
    standing = load_standing(connection, attribution_id)
    attribution = standing.attribution
    row = {
        **judged_columns(attribution),
        **_holder_columns(connection, standing, attribution),
        "verdict": standing.values[VERDICT],
        "corrected": bool(standing.layers),
        "live": standing.is_live,
    }
    connection.execute(
        update(schema.attribution)
        .where(schema.attribution.c.id == attribution_id)
        .values(**row, **words_column(connection, row))
    )
    rewrite_channels(connection, attribution_id, attribution.channels)
    _refresh(connection, standing, attribution)
    return standing


def _holder_columns(connection: Connection, standing: Standing, attribution: Attribution) -> dict[str, Any]:
    """The columns that name the holder."""
    name = standing.holder
    if not name:
        return {"holder": None, "entity_id": None, "source_id": None}
    columns = schema.entity.c
    same = select(columns.id, columns.source_id).where(columns.reading_id == standing.reading_id)
    is_read = name == standing.base["holder"] and attribution.holder
    of_it = columns.local_id == attribution.holder if is_read else columns.name == storable(name)
    found = connection.execute(same.where(of_it).order_by(columns.id)).first()
    source = top(connection, found.source_id) if found and found.source_id else None
    if not is_read and source is None and attribution.identity is Identity.NAMED:
        type_ = attribution.type or HolderType.PERSON
        source = top(connection, source_id(connection, storable(name), type_.value, ""))
    return {"holder": storable(name), "entity_id": found.id if found else None, "source_id": source}


def _refresh(connection: Connection, standing: Standing, attribution: Attribution) -> None:
    """Write down what each correction covers now, and by which words it can be found."""
    columns = schema.correction.c
    below = covered(standing.base, standing.layers, standing.known)
    for layer in standing.layers:
        anchor = with_face(with_face(layer.anchor, standing.original), attribution)
        connection.execute(
            update(schema.correction)
            .where(columns.id == layer.id)
            .values(old=json.dumps(below[layer.id]), anchor=json.dumps(anchor))
        )


def lock_article(connection: Connection, article_id: int) -> None:
    """Let nobody else correct or add readings to an article before this transaction ends."""
    if connection.dialect.name != "sqlite":  # where writers queue anyway
        columns = schema.article.c
        connection.execute(select(columns.id).where(columns.id == article_id).with_for_update())


def carry_over(connection: Connection, article_id: int) -> None:
    """Carry the corrections of an article over to the current reading of its latest version."""
    columns = schema.version.c
    latest = select(columns.id).where(columns.article_id == article_id, columns.is_latest)
    number = current_reading_id(connection, connection.execute(latest).scalar_one())
    reapply(connection, article_id, number, load_reading(connection, number))


def reapply(connection: Connection, article_id: int, reading_id: int, reading: Reading) -> None:
    """Carry the corrections of an article over to its new reading.

    One that finds nothing there stays where it is, if that is in the same text: the reader has changed its
    mind, but people outrank it. In another text it is orphaned.
    """
    rows = rows_of_article(connection, article_id)
    if not rows:
        return
    version_of = versions_of(connection, rows)
    number_of = numbers_of(connection, reading_id)
    if not all(one.id in number_of for one in reading.attributions):  # read earlier, and otherwise
        reading = load_reading(connection, reading_id)
    version_id = connection.execute(
        select(schema.reading.c.version_id).where(schema.reading.c.id == reading_id)
    ).scalar_one()
    touched = {row.attribution_id for row in rows}
    for row in rows:
        number = place_of(connection, row, reading, number_of, version_of, version_id)
        if number is None and row.undone_at is not None:
            continue
        connection.execute(
            update(schema.correction).where(schema.correction.c.id == row.id).values(attribution_id=number)
        )
        touched.add(number)
    for one in sorted(filter(None, touched)):
        apply(connection, one)


def numbers_of(connection: Connection, reading_id: int) -> dict[str, int]:
    """Numbers of the attributions of a reading, by their ids in it."""
    columns = schema.attribution.c
    rows = connection.execute(select(columns.local_id, columns.id).where(columns.reading_id == reading_id))
    return {row.local_id: row.id for row in rows}


def place_of(
    connection: Connection,
    row: Row[Any],
    reading: Reading,
    number_of: Mapping[str, int],
    version_of: Mapping[int | None, int],
    version_id: int,
) -> int | None:
    """Where a correction belongs in a version.

    Args:
        connection: In a transaction.
        row: The correction.
        reading: The current reading of the version.
        number_of: Numbers of its attributions, by their ids.
        version_of: Versions of the attributions that corrections stand on or were made on.
        version_id: The version.

    Returns:
        Number of an attribution of the reading, or of an earlier one of the same text where this one has
        nothing in its place; None where the words do not stand.
    """
    here = [one for one in (row.attribution_id, row.made_on) if version_of.get(one) == version_id]
    found = _found(row, reading, same_text=version_of[row.made_on] == version_id)
    if not found and here:
        found = _beside(connection, here[0], reading)
    if found:
        return number_of[found.id]
    return here[0] if here else None


def versions_of(connection: Connection, rows: Sequence[Row[Any]]) -> Mapping[int | None, int]:
    """For each attribution that corrections stand on or were made on, the version that it belongs to."""
    wanted = {number for row in rows for number in (row.attribution_id, row.made_on) if number is not None}
    columns = schema.attribution.c
    found = connection.execute(
        select(columns.id, schema.reading.c.version_id)
        .join_from(schema.attribution, schema.reading)
        .where(columns.id.in_(sorted(wanted)))
    )
    return {row.id: row.version_id for row in found}


def _found(row: Row[Any], reading: Reading, *, same_text: bool) -> Attribution | None:
    """The attribution of a reading that a correction belongs to; None where its own words do not stand."""
    layer, text = to_layer(row), reading.article.text
    found = find_again(layer.anchor, reading.attributions, text, same_text=same_text)
    return found if found and placed(layer, found, text) else None


def _beside(connection: Connection, attribution_id: int, reading: Reading) -> Attribution | None:
    """What a reading has in the place of an attribution of the same text."""
    text = reading.article.text
    anchor = anchor_of(load_standing(connection, attribution_id).original, text)
    return find_again(anchor, reading.attributions, text, same_text=True)
