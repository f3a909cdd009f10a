"""An attribution becomes the columns that people search by, and may correct."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Text, bindparam, delete, func, insert

from sayso.ledger import schema
from sayso.ledger.dialects import insert_all
from sayso.ledger.text import storable
from sayso.ledger.words import fold
from sayso.records import Attribution, Channel, Span

JUDGEMENTS = ("identity", "type", "stance", "certainty", "polarity", "kind")


def judged_columns(attribution: Attribution) -> dict[str, Any]:
    """What searches look at, but for the holder: spans as words, judgements, due dates."""
    due = attribution.due
    return {
        "cue": as_words(attribution.cue),
        "content": as_words(attribution.content),
        "mode": attribution.mode.value,
        "score": attribution.score,
        **{name: value.value if (value := getattr(attribution, name)) else None for name in JUDGEMENTS},
        "due_value": due.value if due else None,
        "due_earliest": due.earliest if due else None,
        "due_latest": due.latest if due else None,
    }


def as_words(spans: Iterable[Span]) -> str:
    """The pieces of one part as one string."""
    return storable(" … ".join(span.exact for span in spans))


def words_column(connection: Connection, row: dict[str, Any]) -> dict[str, Any]:
    """What PostgreSQL finds the row by; SQLite's triggers see to it themselves."""
    if connection.dialect.name == "sqlite":
        return {}
    return {"words": func.to_tsvector("simple", fold(f"{row['content']} {row['cue']}"))}


def insert_attributions(connection: Connection, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows of attributions, with what they are found by; their numbers, in order."""
    if connection.dialect.name == "sqlite":
        return insert_all(connection, schema.attribution, rows)
    folded = [{**row, "folded": fold(f"{row['content']} {row['cue']}")} for row in rows]
    words = func.to_tsvector("simple", bindparam("folded", type_=Text))
    named: dict[str, Any] = {name: bindparam(name) for name in rows[0]} if rows else {}
    return insert_all(connection, schema.attribution, folded, **named, words=words)


def write_channels(connection: Connection, channels: Mapping[int, Iterable[Channel]]) -> None:
    """Give attributions, by their numbers, these channels; they have none yet."""
    rows = [
        {"attribution_id": number, "position": position, "name": storable(one.name), "inferred": one.inferred}
        for number, all_of_it in channels.items()
        for position, one in enumerate(all_of_it)
    ]
    if rows:
        connection.execute(insert(schema.channel), rows)


def rewrite_channels(connection: Connection, number: int, channels: Iterable[Channel]) -> None:
    """Put these channels in the place of those that an attribution has."""
    connection.execute(delete(schema.channel).where(schema.channel.c.attribution_id == number))
    write_channels(connection, {number: channels})
