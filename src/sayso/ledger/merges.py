"""Sources that people take for one: merged by hand, listed, and undone.

A merge moves what the one source said to the other, so that every search and count sees one; what each row
is called stays. Undoing it gives back what bears the name or domain of the source that was merged, also what
came in later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from sayso.errors import NotFound, UsageError
from sayso.ledger import schema
from sayso.ledger.numbers import can_be, in_parts
from sayso.ledger.sources import outlet_id, top
from sayso.ledger.text import maybe_storable, storable


@dataclass(frozen=True, slots=True)
class Merge:
    """One source taken for another.

    Attributes:
        id: Its number.
        source_id: The source that was merged.
        source: Its name.
        into_id: The one that stands for both.
        into: Its name.
        who: Who says so.
        why: The reason given, or None.
        made_at: UTC time as ISO 8601.
        undone_at: When it was taken back, or None.
    """

    id: int
    source_id: int
    source: str
    into_id: int
    into: str
    who: str
    why: str | None
    made_at: str
    undone_at: str | None

    def to_dict(self) -> dict[str, Any]:
        """The merge as JSON."""
        return {**asdict(self), "source_id": f"s{self.source_id}", "into_id": f"s{self.into_id}"}


def merge(
    connection: Connection, source_id: int, into_id: int, *, who: str, why: str | None, now: str
) -> Merge:
    """Take one source for another.

    Args:
        connection: In a transaction that writes.
        source_id: The one that goes.
        into_id: The one that stands for both from now on.
        who: Who says so.
        why: Why.
        now: UTC time as ISO 8601.

    Raises:
        NotFound: There is no such source.
        UsageError: They are one already.
    """
    for number in (source_id, into_id):
        require(connection, number)
    goes, stays = top(connection, source_id), top(connection, into_id)
    if goes == stays:
        raise UsageError(f"s{source_id} and s{into_id} are one source already")
    row = {
        "source_id": goes,
        "into_id": stays,
        "who": storable(who),
        "why": maybe_storable(why),
        "made_at": now,
    }
    columns = schema.source_merge.c
    number = connection.execute(insert(schema.source_merge).returning(columns.id), row).scalar_one()
    connection.execute(update(schema.source).where(schema.source.c.id == goes).values(merged_into=stays))
    move(connection, goes, stays)
    return _by_number(connection, int(number))


def unmerge(connection: Connection, merge_id: int, *, now: str) -> Merge:
    """Take a merge back.

    Raises:
        NotFound: There is none of this number.
        UsageError: It was taken back before.
    """
    found = _by_number(connection, merge_id)
    if found.undone_at is not None:
        raise UsageError(f"merge {merge_id} was undone on {found.undone_at[:10]} already")
    columns = schema.source_merge.c
    connection.execute(update(schema.source_merge).where(columns.id == merge_id).values(undone_at=now))
    holds = top(connection, found.source_id)
    connection.execute(
        update(schema.source).where(schema.source.c.id == found.source_id).values(merged_into=None)
    )
    give_back(connection, holds, found.source_id)
    return _by_number(connection, merge_id)


def merges(connection: Connection, *, source_id: int | None = None) -> list[Merge]:
    """All merges, the latest first, or those of one source; undone ones too.

    Raises:
        NotFound: There is no such source.
    """
    asked = merges_with_ends().order_by(schema.source_merge.c.id.desc())
    if source_id is not None:
        require(connection, source_id)
        columns = schema.source_merge.c
        asked = asked.where((columns.source_id == source_id) | (columns.into_id == source_id))
    return [_to_merge(row) for row in connection.execute(asked)]


def merges_with_ends() -> Select[Any]:
    """The rows of merges with name, type and domain of both ends, as ``source_name``, ``into_name`` …"""
    goes, stays = schema.source.alias(), schema.source.alias()
    columns = schema.source_merge.c
    ends = (("source", goes), ("into", stays))
    named = [of.c[name].label(f"{end}_{name}") for end, of in ends for name in ("name", "type", "domain")]
    return (
        select(schema.source_merge, *named)
        .join(goes, goes.c.id == columns.source_id)
        .join(stays, stays.c.id == columns.into_id)
    )


def require(connection: Connection, source_id: int) -> None:
    """Make sure that there is a source.

    Raises:
        NotFound: There is none of this number.
    """
    asked = select(schema.source.c.id).where(schema.source.c.id == source_id)
    if not can_be(source_id) or connection.execute(asked).first() is None:
        raise NotFound(f"there is no source s{source_id}; `sayso sources` lists them")


def group_of(connection: Connection, source_id: int) -> list[int]:
    """A source and all that were merged into it, and into these."""
    columns = schema.source.c
    found, fresh = [source_id], [source_id]
    while fresh:
        asked = select(columns.id).where(columns.merged_into.in_(fresh)).order_by(columns.id)
        fresh = [int(number) for number in connection.execute(asked).scalars()]
        found += fresh
    return found


def move(connection: Connection, goes: int, stays: int) -> None:
    """Let everything that one source said or published count for another."""
    for table, name in (
        (schema.entity, "source_id"),
        (schema.attribution, "source_id"),
        (schema.attribution, "outlet_id"),
        (schema.version, "outlet_id"),
    ):
        connection.execute(update(table).where(table.c[name] == goes).values({name: stays}))


def give_back(connection: Connection, holds: int, source_id: int) -> None:
    """Give a source, and what is merged into it, what bears their names and counts for another."""
    entities, rows = schema.entity.c, schema.attribution.c
    sources = schema.source.c
    named = select(sources.name, sources.type).where(sources.id.in_(group_of(connection, source_id)))
    for name, type_ in connection.execute(named).all():
        same = (entities.source_id == holds) & (entities.name == name) & (entities.type == type_)
        numbers = select(entities.id).where(same)
        of_entity = rows.entity_id.in_(numbers) | (
            rows.entity_id.is_(None) & (rows.holder == name) & (rows.type == type_)
        )
        connection.execute(
            update(schema.attribution).where(rows.source_id == holds, of_entity).values(source_id=source_id)
        )
        connection.execute(update(schema.entity).where(same).values(source_id=source_id))
    _give_back_outlets(connection, holds)


def _give_back_outlets(connection: Connection, holds: int) -> None:
    """Let versions of an outlet find theirs again by name and domain."""
    versions, articles = schema.version.c, schema.article.c
    asked = (
        select(versions.id, versions.outlet, articles.url)
        .join_from(schema.version, schema.article)
        .where(versions.outlet_id == holds)
    )
    moved: dict[int, list[int]] = {}
    known: dict[tuple[str | None, str | None], int | None] = {}
    for row in connection.execute(asked).all():
        site = (row.outlet, row.url and "/".join(row.url.split("/", 3)[:3]))
        if site not in known:
            known[site] = outlet_id(connection, *site)
        number = known[site]
        if number is not None and number != holds:
            moved.setdefault(number, []).append(row.id)
    for number, ids in moved.items():
        for some in in_parts(ids):
            _set_outlet(connection, some, number)


def _set_outlet(connection: Connection, versions: Sequence[int], number: int) -> None:
    readings = select(schema.reading.c.id).where(schema.reading.c.version_id.in_(versions))
    connection.execute(
        update(schema.attribution)
        .where(schema.attribution.c.reading_id.in_(readings))
        .values(outlet_id=number)
    )
    connection.execute(
        update(schema.version).where(schema.version.c.id.in_(versions)).values(outlet_id=number)
    )


def _by_number(connection: Connection, merge_id: int) -> Merge:
    asked = merges_with_ends().where(schema.source_merge.c.id == merge_id)
    row = connection.execute(asked).first() if can_be(merge_id) else None
    if row is None:
        raise NotFound(f"there is no merge {merge_id}; `sayso source merges` lists them")
    return _to_merge(row)


def _to_merge(row: Row[Any]) -> Merge:
    names = ("id", "source_id", "into_id", "who", "why", "made_at", "undone_at")
    own = {name: getattr(row, name) for name in names}
    return Merge(source=row.source_name, into=row.into_name, **own)
