"""What a search is narrowed by: checked values, and the conditions that they put on rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, literal_column, select

from sayso.errors import UsageError
from sayso.ledger import schema
from sayso.ledger.handles import Kind as HandleKind
from sayso.ledger.handles import parse_handle
from sayso.ledger.merges import group_of, require
from sayso.ledger.places import LAST, end_of, start_of
from sayso.ledger.query import Query, words_query
from sayso.ledger.sources import top
from sayso.ledger.text import storable
from sayso.ledger.words import fold
from sayso.records import Certainty, HolderType, Identity, Kind, Stance

CLOSED: Mapping[str, type[StrEnum]] = {
    "identity": Identity,
    "type": HolderType,
    "stance": Stance,
    "certainty": Certainty,
    "kind": Kind,
}
# What most attributions are; see the indexes of :mod:`sayso.ledger.schema`.
_USUAL = {"stance": Stance.NEUTRAL, "certainty": Certainty.CERTAIN, "kind": Kind.FACT}
_NAMES_MAX = 20
_NAMES = ("holder", "outlet", "via")
_DATES = ("due_before", "since", "until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a search is narrowed by; None for anything.

    Attributes:
        holder: Who says it: the number of a source (``s5``), its full name, or words of a name.
        outlet: Who published it: a number, a name or a domain.
        identity: ``named``, ``unnamed`` or ``none``.
        type: What the holder is, such as ``person``.
        stance: Of the article.
        certainty: Of the holder.
        kind: Such as ``prediction``.
        via: Name of an outlet or platform that it came through.
        due_before: Falls due before this day, ``YYYY-MM-DD``.
        since: Published on this day or later; leaves out what has no date, as ``until`` does.
        until: Published on this day or earlier.
        corrected: Whether somebody put something right in it.
        superseded: Whether to look at older versions, older readings and rejected attributions too.
    """

    holder: str | None = None
    outlet: str | None = None
    identity: str | None = None
    type: str | None = None
    stance: str | None = None
    certainty: str | None = None
    kind: str | None = None
    via: str | None = None
    due_before: str | None = None
    since: str | None = None
    until: str | None = None
    corrected: bool | None = None
    superseded: bool = False

    def __post_init__(self) -> None:
        """Refuse values that cannot be.

        Raises:
            UsageError: A value is none that the contract has, a name is no text, or a date is none.
        """
        for name, closed in CLOSED.items():
            value = getattr(self, name)
            if value is not None and value not in tuple(closed):
                raise UsageError(f"{name} cannot be {value!r}; give one of {', '.join(closed)}")
        for name in _NAMES:
            if not isinstance(value := getattr(self, name), str | None):
                raise UsageError(f"{name} cannot be {value!r}; give a name")
        for name in _DATES:
            if (value := getattr(self, name)) is not None:
                _check_date(name, value)
        if self.since and self.until and self.since > self.until:
            raise UsageError(
                f"since ({self.since}) is after until ({self.until}); give the earlier day first"
            )

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Filters:
        """Filters by name.

        Raises:
            UsageError: There is none of a name, or a value cannot be.
        """
        known = [one.name for one in fields(cls)]
        if unknown := set(given) - set(known):
            raise UsageError(f"there is no filter {min(unknown)!r}; there are {', '.join(known)}")
        return cls(**given)

    def to_dict(self) -> dict[str, Any]:
        """What is set, by name."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name)) is not None}


def _check_date(name: str, value: str) -> None:
    try:
        correct = date.fromisoformat(value).isoformat() == value
    except (TypeError, ValueError):
        correct = False
    if not correct:
        raise UsageError(f"{name.replace('_', '-')} cannot be {value!r}; give a day as YYYY-MM-DD")


@dataclass(slots=True)
class Conditions:
    """What rows must be like.

    Attributes:
        rows: On the columns of attributions.
        holder: Words that the holder must have, where it is not known by number.
        names: Names one of which the holder has, where it is known by number.
        via: Folded name of a channel.
        narrow: Conditions among ``rows`` that an index answers by itself and that may leave few rows.
        is_empty: Whether nothing can fit.
    """

    rows: list[ColumnElement[bool]]
    holder: Query | None = None
    names: tuple[str, ...] = ()
    via: str | None = None
    narrow: list[ColumnElement[bool]] = field(default_factory=list)
    is_empty: bool = False


def range_of(filters: Filters) -> tuple[int, int]:
    """The first place that counts, and the first that does not any more."""
    low = start_of(filters.since) if filters.since else 0
    if filters.until is None:
        return low, LAST
    return low or start_of(date.min.isoformat()), end_of(filters.until)


def conditions(connection: Connection, filters: Filters) -> Conditions:
    """Turn filters into conditions; names are looked up in the table of sources."""
    columns = schema.attribution.c
    found = Conditions(rows=[])
    if not filters.superseded:
        found.rows.append(columns.live)
    for name in CLOSED:
        if (value := getattr(filters, name)) is not None:
            found.rows.append(columns[name] == value)
            if (usual := _USUAL.get(name)) and value != usual:  # as the index over the others says it
                found.rows.append(columns[name] != literal_column(f"'{usual}'"))
    if filters.due_before is not None:
        found.narrow += [columns.due_latest.is_not(None), columns.due_latest < filters.due_before]
    if filters.corrected:
        found.narrow.append(columns.corrected)
    elif filters.corrected is not None:
        found.rows.append(~columns.corrected)
    if filters.via is not None:
        found.via = fold(filters.via)
    if filters.outlet is not None:
        _numbered(found, columns.outlet_id, source_numbers(connection, filters.outlet, is_outlet=True))
    if filters.holder is not None:
        numbers = source_numbers(connection, filters.holder)
        if numbers is not None:
            _numbered(found, columns.source_id, numbers)
            found.names = _names(connection, numbers)
        else:
            found.holder = words_query(filters.holder)
    found.rows += found.narrow
    return found


def _numbered(found: Conditions, column: ColumnElement[int], numbers: list[int] | None) -> None:
    if not numbers:
        found.is_empty = True
    else:
        found.narrow.append(column == numbers[0] if len(numbers) == 1 else column.in_(numbers))


def _names(connection: Connection, numbers: list[int]) -> tuple[str, ...]:
    """What sources and those merged into them are called; none where that is too much to look for."""
    columns = schema.source.c
    group = {one for number in numbers for one in group_of(connection, number)}
    asked = select(columns.name).distinct().where(columns.id.in_(group)).order_by(columns.name)
    names = tuple(connection.execute(asked).scalars())
    return names if len(names) <= _NAMES_MAX and all(map(fold, names)) else ()


def source_numbers(connection: Connection, name: str, *, is_outlet: bool = False) -> list[int] | None:
    """Numbers of the sources that a name or number means; None where it may be words of many names.

    Raises:
        NotFound: There is no source of this number.
    """
    handle = parse_handle(name)
    if handle and handle.kind is HandleKind.SOURCE:
        require(connection, handle.number)
        return [top(connection, handle.number)]
    folded, columns = fold(name), schema.source.c
    if not is_outlet and " " not in folded:
        return None
    named = columns.folded == folded
    if is_outlet:
        domain = storable(name).strip().lower()
        named = (named & (columns.type == HolderType.OUTLET.value)) | (columns.domain == (domain or None))
    numbers = connection.execute(select(columns.id).where(named).order_by(columns.id)).scalars().all()
    if not numbers and not is_outlet:
        return None
    return list(dict.fromkeys(top(connection, number) for number in numbers))
