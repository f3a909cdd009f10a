"""Who speaks in a ledger, how often and in how many outlets, from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    Subquery,
    case,
    distinct,
    func,
    literal_column,
    select,
    union_all,
)

from sayso.errors import UsageError
from sayso.ledger import schema
from sayso.ledger.filters import Filters, range_of, source_numbers
from sayso.ledger.places import LAST, day_of, start_of
from sayso.ledger.tally import EVERYWHERE, NO_SOURCE, What
from sayso.records import Identity

_ROWS = schema.attribution.c
_TALLY = schema.tally.c
_LABEL: ColumnElement[str] = literal_column(schema.VOICE_LABEL)
_IDENTITY: ColumnElement[str] = literal_column(schema.VOICE_IDENTITY)
# Identities of voices; what was not judged has none.
_IDENTITIES = (*(one.value for one in Identity), "")


@dataclass(frozen=True, slots=True)
class SourceCount:
    """Somebody who speaks.

    Attributes:
        source_id: Number of the source; None for one that cannot be told across articles.
        name: Name, or the description that articles give, by the first 400 characters of which they are told
            apart; None for what nobody is said to hold.
        identity: Whether it is named.
        type: What it is; of one that cannot be told across articles, in the latest of them.
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


def count_sources(
    connection: Connection,
    *,
    outlet: str | None = None,
    identity: str | None = None,
    since: str | None = None,
    limit: int = 20,
) -> list[SourceCount]:
    """Those who speak most, the most frequent first.

    They are counted already (see :mod:`sayso.ledger.tally`); only since a day, all that was published from
    then on is gone over.

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
    low, _ = range_of(Filters(outlet=outlet, identity=identity, since=since))
    outlets = None if outlet is None else source_numbers(connection, outlet, is_outlet=True)
    if outlets == []:
        return []
    if low:
        asked = _counted(low, outlets, identity, limit)
    else:
        asked = _with_places(_most(outlets, identity, limit).subquery("voice"), outlets)
    return _source_counts(connection, connection.execute(asked).all())


def _order(voices: Any) -> tuple[ColumnElement[Any], ...]:
    return voices.n.desc(), voices.source_id, voices.label, voices.identity


def _most(outlets: Sequence[int] | None, identity: str | None, limit: int) -> Select[Any]:
    """The voices that are counted most often, in all outlets or in some."""
    scopes = [EVERYWHERE] if outlets is None else list(outlets)
    voice = (_TALLY.source_id, _TALLY.label, _TALLY.identity)
    is_voice = (_TALLY.what == What.VOICE.value, _TALLY.n > 0)
    if len(scopes) > 1:
        n = func.sum(_TALLY.n).label("n")
        every = select(*voice, n).where(*is_voice, _TALLY.outlet_id.in_(scopes)).group_by(*voice)
        if identity is not None:
            every = every.where(_TALLY.identity == identity)
        found = every.subquery()
    else:  # the index gives the most frequent of each identity
        every_first = [
            select(*voice, _TALLY.n)
            .where(*is_voice, _TALLY.outlet_id == scopes[0], _TALLY.identity == one)
            .order_by(*_order(_TALLY))
            .limit(limit)
            .subquery()
            for one in (_IDENTITIES if identity is None else (identity,))
        ]
        found = union_all(*map(select, every_first)).subquery()
    return select(found).order_by(*_order(found.c)).limit(limit)


def _with_places(voice: Subquery, outlets: Sequence[int] | None) -> Select[Any]:
    """Voices with their first and last places, and how many outlets they speak in."""
    its = (_TALLY[name] == voice.c[name] for name in ("source_id", "label", "identity"))
    in_outlets = _TALLY.outlet_id > 0 if outlets is None else _TALLY.outlet_id.in_(outlets)
    n_outlets = select(func.count()).where(_TALLY.what == What.VOICE.value, *its, in_outlets, _TALLY.n > 0)
    dated = _ROWS.place >= start_of("0001-01-01")
    return select(
        voice,
        n_outlets.scalar_subquery().label("n_outlets"),
        _end(voice, outlets, _ROWS.place, dated).label("first"),
        _end(voice, outlets, _ROWS.place.desc()).label("last"),
    ).order_by(*_order(voice.c))


def _end(
    voice: Subquery, outlets: Sequence[int] | None, order: ColumnElement[Any], *where: ColumnElement[bool]
) -> ColumnElement[int]:
    """The first place of a voice in some order, from the index that has its places."""

    def first(*of_it: ColumnElement[bool]) -> ScalarSelect[int]:
        asked = select(_ROWS.place).where(_ROWS.live, *of_it, *where)
        if outlets is not None:
            # The sum keeps databases from walking through all of an outlet for one voice in it.
            asked = asked.where((_ROWS.outlet_id + 0).in_(outlets))
        return asked.order_by(order).limit(1).correlate(voice).scalar_subquery()

    # SQLite's index over expressions answers to expressions only: columns want their own kind of value.
    untold = (
        _ROWS.source_id.is_(None),
        voice.c.label.concat("") == _LABEL,
        voice.c.identity.concat("") == _IDENTITY,
    )
    is_told = voice.c.source_id != NO_SOURCE
    return case((is_told, first(_ROWS.source_id == voice.c.source_id)), else_=first(*untold))


def _counted(low: int, outlets: Sequence[int] | None, identity: str | None, limit: int) -> Select[Any]:
    """The same as :func:`_with_places` from the rows themselves, from a place on."""
    is_told = _ROWS.source_id.is_not(None)
    voice = (
        func.coalesce(_ROWS.source_id, NO_SOURCE).label("source_id"),
        case((is_told, ""), else_=_LABEL).label("label"),
        case((is_told, Identity.NAMED.value), else_=_IDENTITY).label("identity"),
    )
    every = select(
        *voice,
        func.count().label("n"),
        func.count(distinct(_ROWS.outlet_id)).label("n_outlets"),
        func.min(_ROWS.place).label("first"),
        func.max(_ROWS.place).label("last"),
    ).where(_ROWS.live, _ROWS.place >= low, _ROWS.place < LAST)
    if outlets is not None:
        every = every.where(_ROWS.outlet_id.in_(outlets))
    found = every.group_by(*voice).subquery()
    asked = select(found).order_by(*_order(found.c)).limit(limit)
    return asked if identity is None else asked.where(found.c.identity == identity)


def _source_counts(connection: Connection, voices: Sequence[Row[Any]]) -> list[SourceCount]:
    sources, told = schema.source.c, [row.source_id for row in voices if row.source_id != NO_SOURCE]
    known = {row.id: row for row in connection.execute(select(schema.source).where(sources.id.in_(told)))}
    ends = [row.last for row in voices if row.source_id == NO_SOURCE]
    asked = select(_ROWS.place, _ROWS.type).where(_ROWS.place.in_(ends))
    types = {row.place: row.type for row in connection.execute(asked)}
    return [
        SourceCount(
            source_id=row.source_id if row.source_id != NO_SOURCE else None,
            name=known[row.source_id].name if row.source_id != NO_SOURCE else row.label or None,
            identity=row.identity or None,
            type=known[row.source_id].type if row.source_id != NO_SOURCE else types.get(row.last),
            n_attributions=row.n,
            n_outlets=row.n_outlets,
            first=day_of(row.first),
            last=day_of(row.last),
        )
        for row in voices
    ]
