"""A reading becomes rows: one transaction, nothing twice, nothing overwritten."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update

from sayso import __version__
from sayso.errors import LedgerError
from sayso.ledger import schema
from sayso.ledger.columns import insert_attributions, judged_columns, write_channels
from sayso.ledger.compact import compact
from sayso.ledger.corrections import reapply
from sayso.ledger.dialects import insert_all, insert_new
from sayso.ledger.sources import link_entities, outlet_id
from sayso.ledger.text import as_key, maybe_storable, pack, storable
from sayso.records import Article, Reading

# Codes of errors that are about an article, not about the ledger: the next article may well come in.
OF_THE_ARTICLE = frozenset({"span_mismatch", "not_storable"})
# Name of the reader of readings that people made; no machine's reading takes their place by itself.
BY_HAND = "brat"


class Outcome(StrEnum):
    """What adding an article did."""

    NEW = "new"
    VERSION = "version"
    REREAD = "reread"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Added:
    """What adding an article did.

    Attributes:
        outcome: A new article, a new version of one, a new reading of a text that was there, or nothing.
        article_id: Number of the article.
        version_id: Number of the version.
        n_attributions: How many attributions its current reading has.
    """

    outcome: Outcome
    article_id: int
    version_id: int
    n_attributions: int


def find_known(connection: Connection, article: Article, reader_digest: str) -> Added | None:
    """What is there of an article already read by this reader in this release, or by people; None where there
    is nothing.

    A text without an address is known wherever it was found before.
    """
    of_text = schema.version.c.text_hash == article.id
    if not article.url:
        return known_of(connection, of_text, reader_digest)
    same = select(schema.article.c.id).where(schema.article.c.key == as_key(article.url)).scalar_subquery()
    return known_of(connection, and_(of_text, schema.version.c.article_id == same), reader_digest)


def known_of(connection: Connection, which: ColumnElement[bool], reader_digest: str) -> Added | None:
    """What is there of versions if reading them again would change nothing: the first that is its article's
    latest, and whose reading was made by this reader in this release, or by people.

    Args:
        connection: In a transaction.
        which: The versions.
        reader_digest: Of the reader.
    """
    versions, readings = schema.version.c, schema.reading.c
    is_same = and_(readings.reader_digest == reader_digest, readings.release == __version__)
    is_kept = or_(is_same, readings.reader_name == BY_HAND)
    asked = (
        select(versions.article_id, versions.id, readings.n_attributions)
        .join_from(schema.version, schema.reading)
        .where(which, versions.is_latest, readings.is_current, is_kept)
        .order_by(versions.id)
    )
    row = connection.execute(asked).first()
    return Added(Outcome.KNOWN, row.article_id, row.id, row.n_attributions) if row else None


def write_reading(connection: Connection, reading: Reading, *, now: str) -> Added:
    """Write a reading and what it takes: article, version, entities, attributions.

    Args:
        connection: In a transaction of its own.
        reading: What was read.
        now: UTC time as ISO 8601.

    Raises:
        LedgerError: A span of the reading does not say what stands in the text.
    """
    known = find_known(connection, reading.article, reading.reader.digest)
    return known or put_reading(connection, reading, now=now)


def put_reading(connection: Connection, reading: Reading, *, now: str, release: str = __version__) -> Added:
    """Write a reading, or find it, and let it stand for its version, and that for its article.

    Args:
        connection: In a transaction of its own.
        reading: What was read.
        now: UTC time as ISO 8601.
        release: Release of Sayso that the reader ran in.

    Raises:
        LedgerError: A span of the reading does not say what stands in the text.
    """
    try:
        rows = _Rows(reading)
    except ValueError as error:
        raise LedgerError(
            f"{reading.article.path or reading.article.id}: {error}; the reading was not written",
            code="span_mismatch",
        ) from None
    article_id, is_new = _article(connection, reading.article, now)
    found = None if is_new else _earlier_version(connection, article_id, reading.article)
    version_id = found or _version(connection, article_id, rows, now, is_first=is_new)
    is_version = found is None
    reading_id, is_reading = _reading(connection, version_id, rows, now, release, is_first=is_version)
    if is_reading:
        _attributions(connection, reading_id, version_id, rows)
    if not is_new:
        reapply(connection, article_id, reading_id, reading)
    outcome = Outcome.NEW if is_new else Outcome.VERSION if is_version else Outcome.REREAD
    return Added(outcome, article_id, version_id, len(reading.attributions))


class _Rows:
    """The parts of a reading in the form that the tables keep.

    Raises:
        ValueError: A span does not say what stands in the text.
    """

    def __init__(self, reading: Reading) -> None:
        text = reading.article.text
        data = compact(reading.to_dict(), text)
        self.reading = reading
        self.text = text
        of_reading = ("headline", "findings")
        of_others = (*of_reading, "schema", "id", "text", "attributions", "entities", "relays", "reader")
        self.article_detail = _dump({name: item for name, item in data.items() if name not in of_others})
        self.reading_detail = _dump({name: data[name] for name in of_reading})
        self.entity_details = list(map(_dump, data["entities"]))
        self.attribution_details = list(map(_dump, data["attributions"]))


def _article(connection: Connection, article: Article, now: str) -> tuple[int, bool]:
    """Number of the article's row, and whether it is new."""
    key = as_key(article.url or article.id)
    row = {"key": key, "url": maybe_storable(article.url), "added_at": now}
    made = insert_new(connection, schema.article, row)
    if made is not None:
        return made, True
    same = select(schema.article.c.id).where(schema.article.c.key == key)
    if connection.dialect.name != "sqlite":
        same = same.with_for_update()
    return int(connection.execute(same).scalar_one()), False


def _earlier_version(connection: Connection, article_id: int, article: Article) -> int | None:
    """Number of the version that has this text already, which becomes the latest; none is the latest else."""
    columns = schema.version.c
    of_article = columns.article_id == article_id
    found = connection.execute(select(columns.id).where(of_article, columns.text_hash == article.id)).scalar()
    connection.execute(update(schema.version).where(of_article, columns.is_latest).values(is_latest=False))
    _retire(connection, select(columns.id).where(of_article))
    if found is not None:
        connection.execute(update(schema.version).where(columns.id == found).values(is_latest=True))
    return found


def _version(connection: Connection, article_id: int, rows: _Rows, now: str, *, is_first: bool) -> int:
    """Number of the row of a new version, the latest of its article."""
    article, columns = rows.reading.article, schema.version.c
    n_before = 0
    if not is_first:
        counted = select(func.count()).select_from(schema.version).where(columns.article_id == article_id)
        n_before = connection.execute(counted).scalar_one()
    made = connection.execute(
        insert(schema.version).returning(columns.id),
        {
            "article_id": article_id,
            "number": n_before + 1,
            "is_latest": True,
            "text_hash": article.id,
            "text": pack(rows.text),
            "title": maybe_storable(article.title),
            "outlet": maybe_storable(article.outlet),
            "outlet_id": outlet_id(connection, article.outlet, article.url),
            "byline": maybe_storable(article.byline),
            "published": article.published,
            "language": article.language,
            "path": maybe_storable(article.path),
            "detail": rows.article_detail,
            "added_at": now,
        },
    ).scalar_one()
    credits = [
        {"version_id": made, "position": position, "name": as_key(credit.name), "how": credit.how}
        for position, credit in enumerate(article.credits)
    ]
    if credits:
        connection.execute(insert(schema.credit), credits)
    return int(made)


def _retire(connection: Connection, versions: Any) -> None:
    """No attribution of these versions is live any more."""
    readings = select(schema.reading.c.id).where(schema.reading.c.version_id.in_(versions))
    columns = schema.attribution.c
    connection.execute(
        update(schema.attribution).where(columns.reading_id.in_(readings), columns.live).values(live=False)
    )


def _reading(
    connection: Connection, version_id: int, rows: _Rows, now: str, release: str, *, is_first: bool
) -> tuple[int, bool]:
    """Number of the reading's row, and whether it is new; it becomes the current one of its version."""
    reading, columns = rows.reading, schema.reading.c
    of_version = columns.version_id == version_id
    if not is_first:
        current = update(schema.reading).where(of_version, columns.is_current)
        connection.execute(current.values(is_current=False))
        same = of_version & (columns.reader_digest == reading.reader.digest) & (columns.release == release)
        found = connection.execute(select(columns.id).where(same)).scalar()
        if found is not None:
            _revive(connection, int(found))
            return int(found), False
    row = {
        "version_id": version_id,
        "is_current": True,
        "reader_name": reading.reader.name,
        "reader_version": reading.reader.version,
        "reader_digest": reading.reader.digest,
        "release": release,
        "n_attributions": len(reading.attributions),
        "detail": rows.reading_detail,
        "made_at": now,
    }
    return int(connection.execute(insert(schema.reading).returning(columns.id), row).scalar_one()), True


def _revive(connection: Connection, reading_id: int) -> None:
    """A reading made earlier stands again, as its version has come back."""
    connection.execute(
        update(schema.reading).where(schema.reading.c.id == reading_id).values(is_current=True)
    )
    columns = schema.attribution.c
    connection.execute(
        update(schema.attribution)
        .where(columns.reading_id == reading_id, func.coalesce(columns.verdict, "") != "rejected")
        .values(live=True)
    )


def _attributions(connection: Connection, reading_id: int, version_id: int, rows: _Rows) -> None:
    reading = rows.reading
    linked = link_entities(connection, reading.entities)
    numbers = _entities(connection, reading_id, rows, linked)
    entity_ids = dict(zip((one.id for one in reading.entities), numbers, strict=True))
    names = {entity.id: storable(entity.name) for entity in reading.entities}
    columns = schema.version.c
    outlet = connection.execute(select(columns.outlet_id).where(columns.id == version_id)).scalar_one()
    made = [
        {
            "reading_id": reading_id,
            "local_id": one.id,
            "live": True,
            **judged_columns(one),
            "holder": names.get(one.holder) if one.holder else None,
            "entity_id": entity_ids.get(one.holder) if one.holder else None,
            "source_id": linked.get(one.holder) if one.holder else None,
            "outlet_id": outlet,
            "published": reading.article.published,
            "detail": detail,
        }
        for one, detail in zip(reading.attributions, rows.attribution_details, strict=True)
    ]
    numbers = insert_attributions(connection, made)
    write_channels(
        connection, dict(zip(numbers, (one.channels for one in reading.attributions), strict=True))
    )


def _entities(connection: Connection, reading_id: int, rows: _Rows, linked: Mapping[str, int]) -> list[int]:
    """Numbers of the rows of a reading's entities, in order."""
    made = [
        {
            "reading_id": reading_id,
            "local_id": entity.id,
            "name": storable(entity.name),
            "identity": entity.identity.value,
            "type": entity.type.value,
            "source_id": linked.get(entity.id),
            "detail": detail,
        }
        for entity, detail in zip(rows.reading.entities, rows.entity_details, strict=True)
    ]
    return insert_all(connection, schema.entity, made)


def _dump(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
