"""Who speaks in a ledger, how often and where, and what its outlets rely on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, case, distinct, func, select

from sayso.errors import UsageError
from sayso.ledger import schema
from sayso.ledger.filters import Filters, conditions, range_of
from sayso.ledger.places import LAST
from sayso.records import Identity

_ROWS = schema.attribution.c
# Channels that are named for an outlet, at most.
CHANNELS = 3


@dataclass(frozen=True, slots=True)
class SourceCount:
    """Somebody who speaks.

    Attributes:
        source_id: Number of the source; None for one that cannot be told across articles.
        name: Name, or the description that articles give; None for what nobody is said to hold.
        identity: Whether it is named.
        type: What it is.
        n_attributions: How often it speaks.
        n_outlets: In how many outlets.
        first: Date of the first article, or None.
        last: Date of the latest, or None.
    """

    source_id: int | None
    name: str | None
    identity: str | None
    type: str | None
    n_attributions: int
    n_outlets: int
    first: str | None
    last: str | None

    def to_dict(self) -> dict[str, Any]:
        """The source as JSON."""
        return {**asdict(self), "source_id": self.source_id and f"s{self.source_id}"}


@dataclass(frozen=True, slots=True)
class OutletCount:
    """An outlet and what it relies on.

    Attributes:
        outlet_id: Number of the outlet as a source; None for articles whose outlet is not known.
        name: Its name.
        domain: Its domain, or empty.
        n_articles: Articles, by their latest versions.
        n_attributions: Attributions in them.
        n_unnamed: Of these, by holders who are not named.
        n_nobody: Of these, held by nobody.
        via: Channels that most statements came through, each with how many.
        credits: Outlets and agencies that most articles credit, each with how many.
    """

    outlet_id: int | None
    name: str | None
    domain: str
    n_articles: int
    n_attributions: int
    n_unnamed: int
    n_nobody: int
    via: tuple[tuple[str, int], ...] = ()
    credits: tuple[tuple[str, int], ...] = ()

    @property
    def unnamed_share(self) -> float:
        """Share of attributions by holders who are not named, 0 to 1."""
        return self.n_unnamed / self.n_attributions if self.n_attributions else 0.0

    @property
    def nobody_share(self) -> float:
        """Share of attributions that nobody is said to hold, 0 to 1."""
        return self.n_nobody / self.n_attributions if self.n_attributions else 0.0

    def to_dict(self) -> dict[str, Any]:
        """The outlet as JSON."""
        return {
            **asdict(self),
            "outlet_id": self.outlet_id and f"s{self.outlet_id}",
            "unnamed_share": round(self.unnamed_share, 4),
            "nobody_share": round(self.nobody_share, 4),
            "via": [{"name": name, "n": n} for name, n in self.via],
            "credits": [{"name": name, "n": n} for name, n in self.credits],
        }


def count_sources(
    connection: Connection,
    *,
    outlet: str | None = None,
    identity: str | None = None,
    since: str | None = None,
    limit: int = 20,
) -> list[SourceCount]:
    """Those who speak most, the most frequent first.

    Args:
        connection: In a transaction.
        outlet: In this outlet only.
        identity: ``named``, ``unnamed`` or ``none`` only.
        since: In articles of this day or later.
        limit: At most so many.

    Raises:
        UsageError: A value cannot be.
    """
    if limit < 1:
        raise UsageError(f"limit is {limit}; give 1 or more")
    filters = Filters(outlet=outlet, identity=identity, since=since)
    where = conditions(connection, filters)
    if where.is_empty:
        return []
    low, _ = range_of(filters)
    told = _ROWS.source_id.is_not(None)
    name = case((told, None), else_=_ROWS.holder)
    kind = case((told, None), else_=_ROWS.identity)
    n = func.count().label("n")
    asked = select(
        _ROWS.source_id,
        name.label("name"),
        kind.label("identity"),
        n,
        func.count(distinct(_ROWS.outlet_id)).label("n_outlets"),
        func.min(_ROWS.published).label("first"),
        func.max(_ROWS.published).label("last"),
        func.max(_ROWS.type).label("type"),
    ).where(*where.rows)
    if low:
        asked = asked.where(_ROWS.place >= low, _ROWS.place < LAST)
    asked = asked.group_by(_ROWS.source_id, name, kind).order_by(n.desc(), _ROWS.source_id, name).limit(limit)
    rows = connection.execute(asked).all()
    known = _sources(connection, [row.source_id for row in rows if row.source_id is not None])
    return [_source_count(row, known) for row in rows]


def _source_count(row: Row[Any], known: Mapping[int, Row[Any]]) -> SourceCount:
    source = known.get(row.source_id)
    return SourceCount(
        source_id=row.source_id,
        name=source.name if source else row.name,
        identity=Identity.NAMED.value if source else row.identity,
        type=source.type if source else row.type,
        n_attributions=row.n,
        n_outlets=row.n_outlets,
        first=row.first,
        last=row.last,
    )


def _sources(connection: Connection, numbers: Sequence[int]) -> dict[int, Row[Any]]:
    columns = schema.source.c
    return {
        row.id: row for row in connection.execute(select(schema.source).where(columns.id.in_(list(numbers))))
    }


def count_outlets(connection: Connection, *, since: str | None = None, limit: int = 20) -> list[OutletCount]:
    """The outlets with most articles, and what they rely on.

    Args:
        connection: In a transaction.
        since: Articles of this day or later only.
        limit: At most so many outlets.

    Raises:
        UsageError: A value cannot be.
    """
    if limit < 1:
        raise UsageError(f"limit is {limit}; give 1 or more")
    low, _ = range_of(Filters(since=since))
    versions = schema.version.c
    n = func.count().label("n")
    articles = select(versions.outlet_id, n).where(versions.is_latest)
    if since:
        articles = articles.where(versions.published >= since)
    articles = articles.group_by(versions.outlet_id).order_by(n.desc(), versions.outlet_id).limit(limit)
    counted = {row.outlet_id: row.n for row in connection.execute(articles)}
    known = _sources(connection, [number for number in counted if number is not None])
    shares = _shares(connection, low)
    made = []
    for number, n_articles in counted.items():
        source = known.get(number) if number is not None else None
        by_identity = shares.get(number, {})
        made.append(
            OutletCount(
                outlet_id=number,
                name=source.name if source else None,
                domain=source.domain if source else "",
                n_articles=n_articles,
                n_attributions=sum(by_identity.values()),
                n_unnamed=by_identity.get(Identity.UNNAMED.value, 0),
                n_nobody=by_identity.get(Identity.NONE.value, 0),
                via=_channels(connection, number, low),
                credits=_credits(connection, number, since),
            )
        )
    return made


def _shares(connection: Connection, low: int) -> dict[int | None, dict[str | None, int]]:
    asked = select(_ROWS.outlet_id, _ROWS.identity, func.count().label("n")).where(_ROWS.live)
    if low:
        asked = asked.where(_ROWS.place >= low)
    found: dict[int | None, dict[str | None, int]] = {}
    for row in connection.execute(asked.group_by(_ROWS.outlet_id, _ROWS.identity)):
        found.setdefault(row.outlet_id, {})[row.identity] = row.n
    return found


def _channels(connection: Connection, outlet: int | None, low: int) -> tuple[tuple[str, int], ...]:
    channels = schema.channel.c
    n = func.count(distinct(channels.attribution_id)).label("n")
    asked = (
        select(func.min(channels.name).label("name"), n)
        .join_from(schema.channel, schema.attribution)
        .where(_ROWS.live, _ROWS.outlet_id == outlet if outlet is not None else _ROWS.outlet_id.is_(None))
    )
    if low:
        asked = asked.where(_ROWS.place >= low)
    asked = asked.group_by(channels.folded).order_by(n.desc(), channels.folded).limit(CHANNELS)
    return tuple((row.name, row.n) for row in connection.execute(asked))


def _credits(connection: Connection, outlet: int | None, since: str | None) -> tuple[tuple[str, int], ...]:
    credits, versions = schema.credit.c, schema.version.c
    n = func.count(distinct(credits.version_id)).label("n")
    asked = (
        select(credits.name, n)
        .join_from(schema.credit, schema.version)
        .where(
            versions.is_latest,
            versions.outlet_id == outlet if outlet is not None else versions.outlet_id.is_(None),
        )
    )
    if since:
        asked = asked.where(versions.published >= since)
    asked = asked.group_by(credits.name).order_by(n.desc(), credits.name).limit(CHANNELS)
    return tuple((row.name, row.n) for row in connection.execute(asked))
