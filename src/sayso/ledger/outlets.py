"""The outlets in a ledger, and what they rely on: unnamed holders, nobody, agencies."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, distinct, func, or_, select

from sayso.ledger import schema
from sayso.ledger.filters import Filters, range_of
from sayso.ledger.numbers import check_limit
from sayso.ledger.tally import NO_OUTLET, NO_SOURCE, What
from sayso.records import Identity

_ROWS = schema.attribution.c
_TALLY = schema.tally.c
# Channels, and credits, that are named for an outlet, at most.
MOST = 3
# Names with how many.
_Named = tuple[tuple[str, int], ...]
_Relied = dict[int, _Named]


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


def count_outlets(connection: Connection, *, since: str | None = None, limit: int = 20) -> list[OutletCount]:
    """The outlets with most articles, and what they rely on.

    They are counted already (see :mod:`sayso.ledger.tally`); only since a day, all that was published from
    then on is gone over.

    Args:
        connection: In a transaction.
        since: Articles of this day or later only.
        limit: At most so many outlets.

    Raises:
        UsageError: A value cannot be.
    """
    check_limit(limit)
    low, _ = range_of(Filters(since=since))
    counts: _Kept | _Since = _Since(connection, low, since) if since else _Kept(connection)
    n_articles = counts.articles(limit)
    shares = counts.shares(n_articles)
    columns = schema.source.c
    known = {
        row.id: row for row in connection.execute(select(schema.source).where(columns.id.in_(n_articles)))
    }
    via, credits = counts.relied_on(n_articles)
    names = _names(connection, {label for named in via.values() for label, _ in named})
    return [
        OutletCount(
            outlet_id=number if number != NO_OUTLET else None,
            name=known[number].name if number in known else None,
            domain=known[number].domain if number in known else "",
            n_articles=n,
            n_attributions=sum(shares.get(number, {}).values()),
            n_unnamed=shares.get(number, {}).get(Identity.UNNAMED.value, 0),
            n_nobody=shares.get(number, {}).get(Identity.NONE.value, 0),
            via=tuple((names[label], n) for label, n in via.get(number, ())),
            credits=credits.get(number, ()),
        )
        for number, n in n_articles.items()
    ]


def _names(connection: Connection, labels: Iterable[str]) -> dict[str, str]:
    """How the earliest article writes each folded name of a channel."""
    columns = schema.channel.c
    its = (_TALLY.what == What.VIA.value, _TALLY.source_id == NO_SOURCE, _TALLY.label.in_(sorted(labels)))
    counted = select(_TALLY.label).distinct().where(*its).subquery()
    first = select(columns.name).where(columns.folded == counted.c.label)
    name = first.order_by(columns.place, columns.position).limit(1).scalar_subquery().label("name")
    return {row.label: row.name for row in connection.execute(select(counted, name))}


@dataclass(frozen=True, slots=True)
class _Kept:
    """Counts of the whole ledger, as they are kept."""

    connection: Connection

    def articles(self, limit: int) -> dict[int, int]:
        """The outlets with most latest versions, in order."""
        asked = select(_TALLY.outlet_id, _TALLY.n).where(_TALLY.what == What.ARTICLE.value, _TALLY.n > 0)
        asked = asked.order_by(_TALLY.n.desc(), _TALLY.outlet_id).limit(limit)
        return {row.outlet_id: row.n for row in self.connection.execute(asked)}

    def shares(self, outlets: Iterable[int]) -> dict[int, dict[str, int]]:
        """Attributions of outlets by identity."""
        asked = select(_TALLY.outlet_id, _TALLY.identity, _TALLY.n).where(
            _TALLY.what == What.SHARE.value, _TALLY.outlet_id.in_(list(outlets))
        )
        return _by_outlet(self.connection.execute(asked))

    def relied_on(self, outlets: Collection[int]) -> tuple[_Relied, _Relied]:
        """For each outlet the folded names of most channels, and the names that most articles credit."""
        order = (_TALLY.n.desc(), _TALLY.label)
        rank = func.row_number().over(partition_by=(_TALLY.what, _TALLY.outlet_id), order_by=order)
        ranked = select(*_TALLY, rank.label("rank")).where(
            _TALLY.what.in_((What.VIA.value, What.CREDIT.value)),
            _TALLY.outlet_id.in_(list(outlets)),
            _TALLY.identity == "",
            _TALLY.n > 0,
        )
        found = ranked.subquery()
        asked = select(found).where(found.c.rank <= MOST).order_by(found.c.rank)
        via: _Relied = {}
        credits: _Relied = {}
        for row in self.connection.execute(asked):
            of_it = via if row.what == What.VIA else credits
            of_it[row.outlet_id] = (*of_it.get(row.outlet_id, ()), (row.label, row.n))
        return via, credits


@dataclass(frozen=True, slots=True)
class _Since:
    """The same of what was published since a day, counted now."""

    connection: Connection
    low: int
    since: str

    def articles(self, limit: int) -> dict[int, int]:
        """The outlets with most latest versions, in order."""
        # By the column itself, as its index has it, and only then by what stands for no outlet.
        number, n = schema.version.c.outlet_id, func.count().label("n")
        counted = select(number, n).where(*self._of_versions()).group_by(number).subquery().c
        outlet = func.coalesce(counted.outlet_id, NO_OUTLET).label("outlet")
        asked = select(outlet, counted.n).order_by(counted.n.desc(), outlet).limit(limit)
        return {row.outlet: row.n for row in self.connection.execute(asked)}

    def shares(self, outlets: Iterable[int]) -> dict[int, dict[str, int]]:
        """Attributions of outlets by identity; of all, since their index is walked by date."""
        judged = (*(one.value for one in Identity), "")
        sums = (func.sum(case((func.coalesce(_ROWS.identity, "") == one, 1), else_=0)) for one in judged)
        asked = select(_ROWS.outlet_id, *sums).where(*self._of_rows()).group_by(_ROWS.outlet_id)
        return {
            row.outlet_id or NO_OUTLET: dict(zip(judged, row[1:], strict=True))
            for row in self.connection.execute(asked)
        }

    def relied_on(self, outlets: Collection[int]) -> tuple[_Relied, _Relied]:
        """For each outlet the folded names of most channels, and the names that most articles credit."""
        return self._channels(outlets), {outlet: self._credits(outlet) for outlet in outlets}

    def _channels(self, outlets: Collection[int]) -> _Relied:
        channels, n = schema.channel.c, func.count().label("n")
        # What the index by outlet holds: on SQLite the number of the row too.
        is_sqlite = self.connection.dialect.name == "sqlite"
        its = _ROWS.id == channels.attribution_id if is_sqlite else _ROWS.place == channels.place
        of_these: ColumnElement[bool] = _ROWS.outlet_id.in_(
            [outlet for outlet in outlets if outlet != NO_OUTLET]
        )
        if NO_OUTLET in outlets:
            of_these = or_(of_these, _ROWS.outlet_id.is_(None))
        asked = select(_ROWS.outlet_id, channels.folded, n).join_from(schema.channel, schema.attribution, its)
        asked = asked.where(*self._of_rows(), of_these).group_by(_ROWS.outlet_id, channels.folded)
        if not is_sqlite:
            asked = asked.where(channels.place >= self.low)
        found: dict[int, list[tuple[str, int]]] = {}
        for row in self.connection.execute(asked.order_by(n.desc(), channels.folded)):
            found.setdefault(row.outlet_id or NO_OUTLET, []).append((row.folded, row.n))
        return {outlet: tuple(named[:MOST]) for outlet, named in found.items()}

    def _credits(self, outlet: int) -> _Named:
        credits = schema.credit.c
        n = func.count(distinct(credits.version_id)).label("n")
        asked = select(credits.name, n).join_from(schema.credit, schema.version)
        asked = asked.where(*self._of_versions(), _is(schema.version.c.outlet_id, outlet))
        asked = asked.group_by(credits.name).order_by(n.desc(), credits.name).limit(MOST)
        return tuple((row.name, row.n) for row in self.connection.execute(asked))

    def _of_versions(self) -> tuple[ColumnElement[bool], ...]:
        return schema.version.c.is_latest, schema.version.c.published >= self.since

    def _of_rows(self) -> tuple[ColumnElement[bool], ...]:
        return _ROWS.live, _ROWS.place >= self.low


def _is(column: ColumnElement[Any], outlet: int) -> ColumnElement[bool]:
    return column.is_(None) if outlet == NO_OUTLET else column == outlet


def _by_outlet(counted: Iterable[Row[Any]]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for row in counted:
        outlet, identity, n = tuple(row)
        found.setdefault(outlet, {})[identity] = n
    return found
