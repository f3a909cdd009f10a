"""What people corrected becomes gold: texts with their attributions as people left them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, select

from sayso.ledger import schema
from sayso.ledger.corrections.carry import numbers_of, place_of, versions_of
from sayso.ledger.corrections.fields import VERDICT
from sayso.ledger.corrections.history import rows_of_article
from sayso.ledger.corrections.standing import in_place, load_standing, to_layer
from sayso.ledger.load import current_reading_id, load_reading
from sayso.records import Attribution, Reading


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """An attribution as it stands.

    Attributes:
        attribution: Its spans, judgements, channels and due time.
        holder: Name of its holder, or None.
        is_checked: Whether somebody accepted or corrected it.
    """

    attribution: Attribution
    holder: str | None
    is_checked: bool


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """A version of an article that people looked at.

    Attributes:
        id: Key of the article and number of the version; the same in every export.
        reading: As the reader made it.
        attributions: In text order; rejected ones are left out.
    """

    id: str
    reading: Reading
    attributions: tuple[GoldAttribution, ...]


def corrected_articles(connection: Connection) -> list[int]:
    """Numbers of the articles with corrections in force."""
    columns = schema.correction.c
    asked = select(columns.article_id).where(columns.undone_at.is_(None)).distinct()
    return sorted(connection.execute(asked).scalars())


def gold_of(connection: Connection, article_id: int) -> Iterator[GoldArticle]:
    """The versions of an article that corrections in force were made on, or stand on."""
    versions = schema.version.c
    rows = [row for row in rows_of_article(connection, article_id) if row.undone_at is None]
    version_of = versions_of(connection, rows)
    asked = (
        select(versions.id, versions.number, schema.article.c.key)
        .join_from(schema.version, schema.article)
        .where(versions.id.in_(sorted(set(version_of.values()))))
        .order_by(versions.number)
    )
    for version in connection.execute(asked).all():
        number = current_reading_id(connection, version.id)
        reading = load_reading(connection, number)
        number_of = numbers_of(connection, number)
        placed = _placed(connection, rows, version.id, number_of, reading, version_of)
        if placed:
            kept = tuple(_attributions(connection, number_of, reading, placed))
            yield GoldArticle(f"{version.key}#{version.number}", reading, kept)


def _placed(
    connection: Connection,
    rows: Iterable[Row[Any]],
    version_id: int,
    number_of: Mapping[str, int],
    reading: Reading,
    version_of: Mapping[int | None, int],
) -> dict[int, list[Row[Any]]]:
    """The corrections by the attributions that they are about in this version."""
    placed: dict[int, list[Row[Any]]] = {}
    for row in rows:
        number = place_of(connection, row, reading, number_of, version_of, version_id)
        if number is not None:
            placed.setdefault(number, []).append(row)
    return placed


def _attributions(
    connection: Connection,
    number_of: Mapping[str, int],
    reading: Reading,
    placed: Mapping[int, Sequence[Row[Any]]],
) -> Iterator[GoldAttribution]:
    """All attributions as they stand, those that the reading lacks among them."""
    names = {entity.id: entity.name for entity in reading.entities}
    found = [
        GoldAttribution(one, names.get(one.holder) if one.holder else None, False)
        for one in reading.attributions
        if number_of[one.id] not in placed
    ]
    for number, rows in placed.items():
        standing = load_standing(connection, number)
        layers = in_place(map(to_layer, rows), standing.original, standing.text)
        standing = replace(standing, layers=layers)
        if standing.values[VERDICT] != "rejected":
            found.append(GoldAttribution(standing.attribution, standing.holder, True))
    yield from sorted(found, key=lambda one: (one.attribution.start, -one.attribution.end))
