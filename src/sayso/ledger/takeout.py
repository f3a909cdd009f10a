"""What a ledger holds, article by article, for everything that writes it elsewhere.

Readings come one at a time, in the order of their articles, all from one state of the ledger, however much is
written meanwhile; no more than one reading and a page of numbers is in memory, however large the ledger is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, and_, case, func, or_, select

from sayso.ledger import schema
from sayso.ledger.corrections.history import rows_of_article, to_correction
from sayso.ledger.engine import explained
from sayso.ledger.handles import Kind, parse_handle
from sayso.ledger.load import load_reading
from sayso.ledger.merges import merges_with_ends
from sayso.ledger.numbers import can_be
from sayso.ledger.text import storable
from sayso.ledger.words import fold
from sayso.records import Reading

# Readings whose numbers are fetched at once.
_PAGE = 500
# Versions in the order in which they came, but for what stands for an article, which is the last of it.
_STANDS = case((and_(schema.version.c.is_latest, schema.reading.c.is_current), 1), else_=0)
_CURRENT = case((schema.reading.c.is_current, 1), else_=0)
_ORDER: tuple[ColumnElement[Any], ...] = (
    schema.article.c.id,
    _STANDS,
    schema.version.c.number,
    _CURRENT,
    schema.reading.c.id,
)


class Scope(StrEnum):
    """Which readings of an article are taken: the one that stands for it, those too that corrections stand on
    or were made on, or all of all versions."""

    STANDING = "standing"
    CORRECTED = "corrected"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which articles are taken; all of them where nothing is chosen.

    Attributes:
        outlet: Name of the outlet, its domain, or its number as a source, such as ``s5``.
        since: First day of publication, ``YYYY-MM-DD``; articles without a date are left out then.
        until: Last day of publication.
        holder: Name, or number as a source, of somebody who must say something in the article.
    """

    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """One reading with what the ledger knows of it.

    Attributes:
        reading: As the reader made it.
        number: Its number, for corrections to refer to.
        article: Number of the article.
        version: Number of the version in the ledger.
        version_number: 1 for the first version of its article.
        latest: Whether it is the latest version.
        current: Whether it is the reading that stands for its version.
        release: Release of Sayso that the reader ran in.
        article_added_at: UTC time as ISO 8601, as are the next two.
        added_at: When the version was added.
        read_at: When the reading was made.
        corrections: With the reading that stands for an article, all that people said of it, in order.
    """

    reading: Reading
    number: int
    article: int
    version: int
    version_number: int
    latest: bool
    current: bool
    release: str
    article_added_at: str
    added_at: str
    read_at: str
    corrections: Sequence[Mapping[str, Any]]

    @property
    def stands(self) -> bool:
        """Whether it is what stands for its article."""
        return self.latest and self.current

    def to_dict(self) -> dict[str, Any]:
        """The reading in schema ``sayso/1``, with what the ledger adds under two keys of their own."""
        return {
            **self.reading.to_dict(),
            "ledger": {
                "article": self.article,
                "version": self.version_number,
                "reading": self.number,
                "latest": self.latest,
                "current": self.current,
                "release": self.release,
                "article_added_at": self.article_added_at,
                "added_at": self.added_at,
                "read_at": self.read_at,
            },
            "corrections": list(self.corrections),
        }


@contextmanager
def one_state(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the ledger until it is closed.

    Raises:
        LedgerError: The database is locked, gone or damaged.
    """
    with explained(engine), engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def take(
    connection: Connection, choice: Choice | None = None, *, scope: Scope = Scope.STANDING
) -> Iterator[Taken]:
    """The readings of a ledger, article by article; what stands for an article comes as its last.

    Args:
        connection: From :func:`one_state`.
        choice: Which articles.
        scope: Which readings of each.
    """
    asked = _asked(choice or Choice(), scope)
    after: tuple[Any, ...] | None = None
    while True:
        page = connection.execute(_after(asked, after).limit(_PAGE)).all()
        for row in page:
            yield _taken(connection, row)
        if len(page) < _PAGE:
            return
        last = page[-1]
        stands = int(last.is_latest and last.is_current)
        after = (last.article_id, stands, last.number, int(last.is_current), last.id)


def taken_of_text(connection: Connection, text_id: str) -> list[Taken]:
    """The readings that stand for articles whose latest version has this text.

    Args:
        connection: In a transaction.
        text_id: ``sha256:`` and the digest of the text.
    """
    asked = _asked(Choice(), Scope.STANDING).where(schema.version.c.text_hash == text_id)
    return [_taken(connection, row) for row in connection.execute(asked).all()]


def article_numbers(connection: Connection, choice: Choice) -> set[int]:
    """Numbers of the articles that are chosen."""
    chosen = _asked(choice, Scope.STANDING).order_by(None).subquery()
    return set(connection.execute(select(chosen.c.article_id)).scalars())


def count(connection: Connection, choice: Choice | None = None, *, scope: Scope = Scope.STANDING) -> int:
    """How many readings :func:`take` gives."""
    chosen = _asked(choice or Choice(), scope).order_by(None).subquery()
    return int(connection.execute(select(func.count()).select_from(chosen)).scalar_one())


def merges(connection: Connection) -> list[dict[str, Any]]:
    """Sources that people took for one, in the order in which they did, also those taken apart again."""
    return [
        {
            **{
                end: {name: getattr(row, f"{end}_{name}") for name in ("name", "type", "domain")}
                for end in ("source", "into")
            },
            **{name: getattr(row, name) for name in ("who", "why", "made_at", "undone_at")},
        }
        for row in connection.execute(merges_with_ends().order_by(schema.source_merge.c.id))
    ]


def _asked(choice: Choice, scope: Scope) -> Select[Any]:
    articles, versions, readings = schema.article.c, schema.version.c, schema.reading.c
    asked = (
        select(
            readings.id,
            readings.is_current,
            readings.release,
            readings.made_at,
            versions.id.label("version_id"),
            versions.number,
            versions.is_latest,
            versions.added_at,
            articles.id.label("article_id"),
            articles.added_at.label("article_added_at"),
        )
        .join_from(schema.article, schema.version)
        .join(schema.reading)
        .order_by(*_ORDER)
    )
    standing = and_(versions.is_latest, readings.is_current)
    chosen = _chosen(choice)
    if scope is Scope.STANDING:
        return asked.where(standing, *chosen)
    if chosen:  # by what stands for an article; the rest of it comes along
        of_chosen = select(versions.article_id).join_from(schema.version, schema.reading)
        asked = asked.where(articles.id.in_(of_chosen.where(standing, *chosen)))
    return asked if scope is Scope.ALL else asked.where(or_(standing, readings.id.in_(_corrected())))


def _corrected() -> Select[Any]:
    """Readings that corrections stand on or were made on."""
    corrections, attributions = schema.correction.c, schema.attribution.c
    numbers = select(corrections.attribution_id).where(corrections.attribution_id.is_not(None))
    return select(attributions.reading_id).where(
        attributions.id.in_(numbers.union(select(corrections.made_on)))
    )


def _chosen(choice: Choice) -> list[Any]:
    versions, sources = schema.version.c, schema.source.c
    chosen: list[Any] = []
    if choice.outlet:
        of_domain = sources.domain == storable(choice.outlet).casefold()
        known = _with_merged(or_(_is_called(choice.outlet), of_domain))
        chosen.append(or_(versions.outlet == storable(choice.outlet), versions.outlet_id.in_(known)))
    if choice.since:
        chosen.append(versions.published >= choice.since)
    if choice.until:
        chosen.append(versions.published <= choice.until)
    if choice.holder:
        attributions, others = schema.attribution.c, schema.reading.alias()
        says = (
            select(attributions.id)
            .join(others, others.c.id == attributions.reading_id)
            .where(others.c.version_id == versions.id, attributions.live, holds(choice.holder))
        )
        chosen.append(says.correlate(schema.version).exists())
    return chosen


def holds(name: str) -> ColumnElement[bool]:
    """Whether an attribution has a holder of this name, or one that it was merged with."""
    columns = schema.attribution.c
    known = _with_merged(_is_called(name))
    return or_(columns.holder == storable(name), columns.source_id.in_(known))


def _is_called(name: str) -> ColumnElement[bool]:
    """Whether a source has this name, or this number, such as ``s5``."""
    handle = parse_handle(name)
    if handle and handle.kind is Kind.SOURCE and can_be(handle.number):
        return schema.source.c.id == handle.number
    return schema.source.c.folded == fold(name)


def _with_merged(these: ColumnElement[bool]) -> Select[Any]:
    """The numbers of some sources, and of those that stand for them."""
    sources = schema.source.c
    merged = select(sources.merged_into).where(these, sources.merged_into.is_not(None))
    return select(sources.id).where(or_(these, sources.id.in_(merged)))


def _after(asked: Select[Any], after: tuple[Any, ...] | None) -> Select[Any]:
    """What comes after a row, in the order of the columns that it is told by."""
    if after is None:
        return asked
    steps = [
        and_(*(_ORDER[at] == after[at] for at in range(place)), column > after[place])
        for place, column in enumerate(_ORDER)
    ]
    return asked.where(_ORDER[0] >= after[0], or_(*steps))


def _taken(connection: Connection, row: Row[Any]) -> Taken:
    stands = bool(row.is_latest and row.is_current)
    return Taken(
        reading=load_reading(connection, row.id),
        number=row.id,
        article=row.article_id,
        version=row.version_id,
        version_number=row.number,
        latest=bool(row.is_latest),
        current=bool(row.is_current),
        release=row.release,
        article_added_at=row.article_added_at,
        added_at=row.added_at,
        read_at=row.made_at,
        corrections=_corrections(connection, row.article_id) if stands else (),
    )


def _corrections(connection: Connection, article_id: int) -> list[dict[str, Any]]:
    rows = rows_of_article(connection, article_id)
    if not rows:
        return []
    places = _places(connection, {number for row in rows for number in (row.attribution_id, row.made_on)})
    return [
        {
            "number": one.id,
            "stands_on": places.get(row.attribution_id),
            "made_on": places.get(one.made_on),
            "field": one.field,
            "old": one.old,
            "new": one.new,
            "anchor": json.loads(row.anchor),
            **{name: getattr(one, name) for name in ("who", "why", "made_at", "undone_at", "undone_by")},
        }
        for row, one in zip(rows, map(to_correction, rows), strict=True)
    ]


def _places(connection: Connection, numbers: set[int | None]) -> dict[int, str]:
    """For attributions, by their numbers, where they are: number of the reading, and id in it."""
    columns = schema.attribution.c
    rows = connection.execute(
        select(columns.id, columns.reading_id, columns.local_id).where(
            columns.id.in_(sorted(number for number in numbers if number is not None))
        )
    )
    return {row.id: f"{row.reading_id}/{row.local_id}" for row in rows}
