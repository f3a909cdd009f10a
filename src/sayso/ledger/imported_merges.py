"""Sources that people took for one in another ledger, or apart again, are taken so in this.

Of what both ledgers say of two sources the newest stands: that they are one, or that they are not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from sayso.ledger import schema
from sayso.ledger.imported_lines import to_time
from sayso.ledger.merges import merge, unmerge
from sayso.ledger.sources import source_id, top
from sayso.ledger.text import maybe_storable, storable
from sayso.records import HolderType

Pair = tuple[int, int]


def checked_merge(data: Mapping[str, Any]) -> dict[str, Any]:
    """A merge of a file of readings.

    Raises:
        ValueError, KeyError, TypeError: It is none.
    """
    ends: dict[str, Any] = {}
    for end in ("source", "into"):
        name, type_, domain = (data[end][part] for part in ("name", "type", "domain"))
        if not (isinstance(name, str) and isinstance(domain, str)):
            raise TypeError(f"{end} of a merge is {data[end]!r}")
        ends[end] = (storable(name), HolderType(type_).value, storable(domain))
    undone_at = data.get("undone_at")
    return {
        **ends,
        "who": storable(str(data["who"])),
        "why": maybe_storable(data.get("why")),
        "made_at": to_time(data["made_at"]),
        "undone_at": None if undone_at is None else to_time(undone_at),
    }


def write_merges(connection: Connection, merges: Sequence[Mapping[str, Any]]) -> int:
    """Write merges that are not there, and undo those that were undone there, in order; returns how many."""
    pairs = [_pair(connection, one) for one in merges]
    n_written = 0
    for pair, one in zip(pairs, merges, strict=True):
        there = _there(connection, pair, one, set(pairs))
        if there is None:
            n_written += _write(connection, pair, one)
        elif one["undone_at"] and not there.undone_at:
            unmerge(connection, there.id, now=one["undone_at"])
            n_written += 1
    return n_written


def _pair(connection: Connection, one: Mapping[str, Any]) -> Pair:
    return source_id(connection, *one["source"]), source_id(connection, *one["into"])


def _there(connection: Connection, pair: Pair, one: Mapping[str, Any], pairs: Set[Pair]) -> Row[Any] | None:
    """The row of this very merge.

    Where one of its sources had been merged here before, the row has what stood for that in its place.
    """
    columns = schema.source_merge.c
    rows = connection.execute(select(schema.source_merge).where(columns.made_at == one["made_at"])).all()
    exact = [row for row in rows if (row.source_id, row.into_id) == pair]
    instead = [
        row
        for row in rows
        if row.who == one["who"]
        and (row.source_id == pair[0] or row.into_id == pair[1])
        and (row.source_id, row.into_id) not in pairs
    ]
    return next(iter([*exact, *instead]), None)


def _write(connection: Connection, pair: Pair, one: Mapping[str, Any]) -> bool:
    """Write a merge that is not there; whether there was anything to write."""
    here = _of_pair(connection, pair)
    later = [row.undone_at for row in here if row.undone_at and row.undone_at > one["made_at"]]
    undone_at = one["undone_at"] or max(later, default=None)
    who, why, made_at = (one[name] for name in ("who", "why", "made_at"))
    if undone_at is None:
        is_new = top(connection, pair[0]) != top(connection, pair[1])
        if is_new:
            merge(connection, *pair, who=who, why=why, now=made_at)
        return is_new
    for row in here:
        if row.undone_at is None and row.made_at < undone_at:
            unmerge(connection, row.id, now=undone_at)
    fresh = {"source_id": pair[0], "into_id": pair[1], "who": who, "why": why, "made_at": made_at}
    connection.execute(insert(schema.source_merge), {**fresh, "undone_at": undone_at})
    return True


def _of_pair(connection: Connection, pair: Pair) -> Sequence[Row[Any]]:
    """The merges of two sources here, whichever of them went."""
    columns = schema.source_merge.c
    asked = select(schema.source_merge).where(columns.source_id.in_(pair), columns.into_id.in_(pair))
    return connection.execute(asked.order_by(columns.id)).all()
