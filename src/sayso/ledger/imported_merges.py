"""Sources that people took for one in another ledger are taken for one in this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from sayso.ledger import schema
from sayso.ledger.imported_lines import to_time
from sayso.ledger.merges import merge
from sayso.ledger.sources import source_id, top
from sayso.ledger.text import maybe_storable, storable
from sayso.records import HolderType


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


def write_merges(connection: Connection, merges: Sequence[Mapping[str, Any]]) -> None:
    """Write merges that are not there, in order; those that were undone are history only."""
    columns = schema.source_merge.c
    for one in merges:
        number, into = source_id(connection, *one["source"]), source_id(connection, *one["into"])
        told_by = (columns.source_id == number, columns.into_id == into, columns.made_at == one["made_at"])
        if connection.execute(select(columns.id).where(*told_by)).first():
            continue
        who, why, made_at, undone_at = (one[name] for name in ("who", "why", "made_at", "undone_at"))
        if undone_at is not None:
            row = {"source_id": number, "into_id": into, "who": who, "why": why, "made_at": made_at}
            connection.execute(insert(schema.source_merge), {**row, "undone_at": undone_at})
        elif top(connection, number) != top(connection, into):
            merge(connection, number, into, who=who, why=why, now=made_at)
