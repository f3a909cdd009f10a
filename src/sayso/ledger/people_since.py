"""Who speaks most in a ledger since a day.

Over all days together voices are counted already (see :mod:`sayso.ledger.tally`), and since a day none of
them speaks more often than that. So they are counted from the most frequent on, until those that are left
cannot come among the first any more: the threshold algorithm of Fagin, Lotem and Naor (2003). Where few rows
are that new, they are gone over instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, case, distinct, func, literal, select

from sayso.ledger import schema, voices
from sayso.ledger.places import LAST
from sayso.ledger.tally import NO_SOURCE
from sayso.ledger.voices import Voice

# So many rows are gone over sooner than the most frequent voices are counted.
FEW = 20_000
# So many voices are counted at first; as many again if those do not tell.
FIRST = 60
_ROWS = schema.attribution.c
_COUNTS = (
    func.count().label("n"),
    func.count(distinct(_ROWS.outlet_id)).label("n_outlets"),
    func.min(_ROWS.place).label("first"),
    func.max(_ROWS.place).label("last"),
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows count.

    Attributes:
        low: First place that counts.
        outlets: In these outlets only.
        identity: Of voices of this identity only.
    """

    low: int
    outlets: Sequence[int] | None = None
    identity: str | None = None

    @property
    def rows(self) -> tuple[ColumnElement[bool], ...]:
        """What the rows are like, whosesoever they are."""
        new = (_ROWS.place >= self.low, _ROWS.place < LAST)
        # The sum keeps databases from walking through all of an outlet for one voice in it.
        return new if self.outlets is None else (*new, (_ROWS.outlet_id + 0).in_(self.outlets))


def most_since(connection: Connection, scope: Scope, limit: int) -> list[Voice]:
    """The most frequent voices."""
    if _are_few(connection, scope):
        return [Voice(*row) for row in connection.execute(_gone_over(scope, limit))]
    best: list[Any] = []
    seen, step = 0, max(FIRST, 2 * limit)
    while True:
        counted = connection.execute(_counted(scope, seen, step)).all()
        best = sorted((*best, *(row for row in counted if row.n)), key=_key)[:limit]
        seen += len(counted)
        if len(counted) < step or (len(best) == limit and best[-1].n > counted[-1].n_ever):
            break
        step = seen
    return [_told(connection, scope, row) for row in best]


def _key(row: Any) -> tuple[Any, ...]:
    """As :func:`sayso.ledger.voices.order` has it."""
    return -row.n, row.source_id, row.label, row.identity


def _are_few(connection: Connection, scope: Scope) -> bool:
    new = select(literal(1)).where(_ROWS.live, _ROWS.place >= scope.low)
    if scope.outlets is not None:
        new = new.where(_ROWS.outlet_id.in_(scope.outlets))
    some = new.limit(FEW + 1).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one()) <= FEW


def _gone_over(scope: Scope, limit: int) -> Select[Any]:
    """From the rows themselves."""
    voice = voices.of_rows()
    every = select(*voice, *_COUNTS).where(_ROWS.live, _ROWS.place >= scope.low, _ROWS.place < LAST)
    if scope.outlets is not None:
        every = every.where(_ROWS.outlet_id.in_(scope.outlets))
    found = every.group_by(*voice).subquery()
    asked = select(found).order_by(*voices.order(found.c)).limit(limit)
    return asked if scope.identity is None else asked.where(found.c.identity == scope.identity)


def _counted(scope: Scope, skip: int, limit: int) -> Select[Any]:
    """Some voices, those first that speak most at all (``n_ever``), and how often since the day (``n``)."""
    voice = voices.most(scope.outlets, scope.identity, limit, skip=skip).subquery("voice")

    def count(*where: ColumnElement[bool]) -> ScalarSelect[int]:
        return select(func.count()).where(*where, *scope.rows).correlate(voice).scalar_subquery()

    told = voices.of_source(voice.c.source_id)
    untold = voices.of_description(voice.c.label, voice.c.identity)
    n = case((voice.c.source_id != NO_SOURCE, count(*told)), else_=count(*untold))
    names = (voice.c.source_id, voice.c.label, voice.c.identity)
    return select(*names, voice.c.n.label("n_ever"), n.label("n")).order_by(*voices.order(voice.c))


def _told(connection: Connection, scope: Scope, row: Any) -> Voice:
    """All that is to be told of one voice."""
    if row.source_id != NO_SOURCE:
        where = voices.of_source(row.source_id)
    else:
        where = voices.of_description(literal(row.label), literal(row.identity))
    counts = connection.execute(select(*_COUNTS).where(*where, *scope.rows)).one()
    return Voice(row.source_id, row.label, row.identity, *counts)
