"""Sources that people took for one in another ledger are taken for one in this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from sayso.ledger import schema
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
    for time in ("made_at", "undone_at"):
        if data.get(time) is not None:
            datetime.fromisoformat(data[time])
    return {
        **ends,
        "who": storable(str(data["who"])),
        "why": maybe_storable(data.get("why")),
        "made_at": data["made_at"],
        "undone_at": data.get("undone_at"),
    }


def write_merges(connection: Connection, merges: Sequence[Mapping[str, Any]]) -> None:
    """Write merges that are not there, in order; those that were undone are history only."""
    columns, sources = schema.source_merge.c, schema.source.c
    for one in merges:
        number, into = source_id(connection, *one["source"]), source_id(connection, *one["into"])
        told_by = (columns.source_id == number, columns.into_id == into, columns.made_at == one["made_at"])
        if connection.execute(select(columns.id).where(*told_by)).first():
            continue
        row = {name: one[name] for name in ("who", "why", "made_at", "undone_at")}
        connection.execute(insert(schema.source_merge), {"source_id": number, "into_id": into, **row})
        if one["undone_at"] is None and top(connection, into) != top(connection, number):
            connection.execute(update(schema.source).where(sources.id == number).values(merged_into=into))
