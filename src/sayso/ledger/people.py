"""Who speaks in a ledger, how often and in how many outlets, from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, Subquery, case, func, select

from sayso.ledger import schema, voices
from sayso.ledger.filters import Filters, range_of, source_numbers
from sayso.ledger.numbers import check_limit, in_parts
from sayso.ledger.people_since import Scope, most_since
from sayso.ledger.places import day_of, start_of
from sayso.ledger.tally import NO_SOURCE, What
from sayso.ledger.voices import Voice

_ROWS = schema.attribution.c
_TALLY = schema.tally.c


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

    They are counted already (see :mod:`sayso.ledger.tally`), but for since a day
    (:mod:`sayso.ledger.people_since`).

    Args:
        connection: In a transaction.
        outlet: In this outlet only.
        identity: ``named``, ``unnamed`` or ``none`` only.
        since: In articles of this day or later.
        limit: At most so many.

    Raises:
        UsageError: A value cannot be.
        NotFound: There is no outlet of the number that is given.
    """
    check_limit(limit)
    low, _ = range_of(Filters(outlet=outlet, identity=identity, since=since))
    outlets = None if outlet is None else source_numbers(connection, outlet, is_outlet=True)
    if outlets == []:
        return []
    if low:
        found = most_since(connection, Scope(low, outlets, identity), limit)
    else:
        asked = _with_places(voices.most(outlets, identity, limit).subquery("voice"), outlets)
        found = [Voice(*row) for row in connection.execute(asked)]
    return _source_counts(connection, found)


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
    ).order_by(*voices.order(voice.c))


def _end(
    voice: Subquery, outlets: Sequence[int] | None, order: ColumnElement[Any], *where: ColumnElement[bool]
) -> ColumnElement[int]:
    """The first place of a voice in some order, from the index that has its places."""

    def first(*of_it: ColumnElement[bool]) -> ScalarSelect[int]:
        asked = select(_ROWS.place).where(*of_it, *where)
        if outlets is not None:
            # The sum keeps databases from walking through all of an outlet for one voice in it.
            asked = asked.where((_ROWS.outlet_id + 0).in_(outlets))
        return asked.order_by(order).limit(1).correlate(voice).scalar_subquery()

    told = voices.of_source(voice.c.source_id)
    untold = voices.of_description(voice.c.label, voice.c.identity)
    return case((voice.c.source_id != NO_SOURCE, first(*told)), else_=first(*untold))


def _source_counts(connection: Connection, spoken: Sequence[Voice]) -> list[SourceCount]:
    sources, told = schema.source.c, [row.source_id for row in spoken if row.source_id != NO_SOURCE]
    known = {
        row.id: row
        for some in in_parts(told)
        for row in connection.execute(select(schema.source).where(sources.id.in_(some)))
    }
    ends = [row.last for row in spoken if row.source_id == NO_SOURCE]
    types = {
        row.place: row.type
        for some in in_parts(ends)
        for row in connection.execute(select(_ROWS.place, _ROWS.type).where(_ROWS.place.in_(some)))
    }
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
        for row in spoken
    ]
