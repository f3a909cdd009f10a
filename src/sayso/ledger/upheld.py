"""A reading and what people said of it become the reading that stands, for whatever shows or exports it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Select, or_, select

from sayso.ledger import schema
from sayso.ledger.corrections.standing import load_standing
from sayso.ledger.entities import entity_of, free_id
from sayso.ledger.takeout import Taken, holds
from sayso.records import Attribution, AttributionId, HeadlineCheck, Reading


@dataclass(frozen=True, slots=True)
class Upheld:
    """A reading as it stands after corrections.

    Attributes:
        taken: Where it comes from.
        reading: Corrections laid over it; rejected attributions are left out.
        numbers: The ledger's numbers of the attributions, by their ids.
        verified: Ids of attributions that people accepted.
        corrected: Ids of attributions that people said anything of.
    """

    taken: Taken
    reading: Reading
    numbers: Mapping[AttributionId, int]
    verified: frozenset[AttributionId]
    corrected: frozenset[AttributionId]


def uphold(connection: Connection, taken: Taken) -> Upheld:
    """Lay the corrections over a reading that stands for its version.

    An attribution that people upheld against a newer reading of the same text is in it as well.
    """
    made = _Made(taken.reading)
    rows = connection.execute(_rows_of(taken.number, taken.version)).all()
    original = {attribution.id: attribution for attribution in taken.reading.attributions}
    for row in rows:
        own = original.get(AttributionId(row.local_id)) if row.reading_id == taken.number else None
        if own and not row.corrected:
            made.put(own, row.id)
        elif row.verdict != "rejected":
            standing = load_standing(connection, row.id)
            made.put_corrected(standing.attribution, standing.holder, row.id, is_own=own is not None)
            if row.verdict:
                made.verified.add(made.kept[-1].id)
    return Upheld(
        taken,
        made.reading(),
        made.numbers,
        frozenset(made.verified),
        frozenset(made.corrected),
    )


def _rows_of(reading: int, version: int) -> Select[tuple[int, str, int, str | None, bool]]:
    """The attributions of a reading, rejected ones too, and those that stand of others of its version."""
    columns, readings = schema.attribution.c, schema.reading.c
    of_version = select(readings.id).where(readings.version_id == version)
    return (
        select(columns.id, columns.local_id, columns.reading_id, columns.verdict, columns.corrected)
        .where(columns.reading_id.in_(of_version), or_(columns.reading_id == reading, columns.live))
        .order_by(columns.reading_id != reading, columns.id)
    )


class _Made:
    """Attributions that stand, and the entities that they lead to, in the making."""

    def __init__(self, original: Reading) -> None:
        self.original = original
        self.kept: list[Attribution] = []
        self.entities = list(original.entities)
        self.numbers: dict[AttributionId, int] = {}
        self.verified: set[AttributionId] = set()
        self.corrected: set[AttributionId] = set()
        self.used = {attribution.id for attribution in original.attributions}

    def put(self, attribution: Attribution, number: int) -> None:
        """Take one as it is."""
        self.kept.append(attribution)
        self.numbers[attribution.id] = number

    def put_corrected(
        self, attribution: Attribution, holder: str | None, number: int, *, is_own: bool
    ) -> None:
        """Take one that people said something of, or one of another reading."""
        if not is_own:
            fresh = AttributionId(free_id("a", self.used))
            self.used.add(fresh)
            attribution = replace(attribution, id=fresh, within=None, holder=None)
        entity = None if holder is None else entity_of(holder, attribution, self.entities)
        attribution = replace(attribution, holder=entity)
        self.put(attribution, number)
        self.corrected.add(attribution.id)

    def reading(self) -> Reading:
        """The whole."""
        ids = {attribution.id for attribution in self.kept}
        outer = {attribution.id: attribution.within for attribution in self.original.attributions}
        kept = (replace(one, within=_within(one.within, ids, outer)) for one in self.kept)
        return replace(
            self.original,
            attributions=tuple(kept),
            entities=tuple(self.entities),
            headline=_supported(self.original.headline, ids),
        )


def held_by(connection: Connection, upheld: Upheld, holder: str) -> Upheld:
    """The same with what this holder says alone."""
    columns = schema.attribution.c
    asked = select(columns.id).where(columns.id.in_(sorted(upheld.numbers.values())), holds(holder))
    numbers = set(connection.execute(asked).scalars())
    return only(upheld, (one for one, number in upheld.numbers.items() if number in numbers))


def only(upheld: Upheld, ids: Iterable[AttributionId]) -> Upheld:
    """The same with these attributions alone."""
    wanted = set(ids)
    reading = upheld.reading
    outer = {attribution.id: attribution.within for attribution in reading.attributions}
    kept = tuple(
        replace(one, within=_within(one.within, wanted, outer))
        for one in reading.attributions
        if one.id in wanted
    )
    headline = _supported(reading.headline, wanted)
    return replace(upheld, reading=replace(reading, attributions=kept, headline=headline))


def _within(
    within: AttributionId | None,
    kept: set[AttributionId],
    outer: Mapping[AttributionId, AttributionId | None],
) -> AttributionId | None:
    """The innermost attribution around another that is kept."""
    while within is not None and within not in kept:
        within = outer.get(within)
    return within


def _supported(check: HeadlineCheck, kept: set[AttributionId]) -> HeadlineCheck:
    """The check of the headline without pointers to attributions that are left out."""
    quotes = (one if one.attribution in kept else replace(one, attribution=None) for one in check.quotes)
    claims = (
        replace(one, support=tuple(each for each in one.support if each in kept)) for one in check.claims
    )
    return replace(check, quotes=tuple(quotes), claims=tuple(claims))
