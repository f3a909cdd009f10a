"""An attribution becomes the columns that people search by, and may correct."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Insert, Text, bindparam, delete, func, insert, select, text

from sayso.ledger import schema
from sayso.ledger.dialects import next_numbers
from sayso.ledger.places import place_of
from sayso.ledger.text import as_key, storable
from sayso.ledger.words import HELD, fold
from sayso.records import JUDGED, Attribution, Channel, Span

_PARTS = ("content", "cue", "holder")
# Characters of one part that PostgreSQL finds a row by, as it takes no more than a megabyte of words, and of
# one word of a holder.
_WORDS_MAX = 100_000
_WORD_MAX = 500


def judged_columns(attribution: Attribution) -> dict[str, Any]:
    """What searches look at, but for the holder: spans as words, judgements, due dates."""
    due = attribution.due
    return {
        "cue": as_words(attribution.cue),
        "content": as_words(attribution.content),
        "mode": attribution.mode.value,
        "score": attribution.score,
        **{name: value.value if (value := getattr(attribution, name)) else None for name in JUDGED},
        "due_value": due.value if due else None,
        "due_earliest": due.earliest if due else None,
        "due_latest": due.latest if due else None,
    }


def as_words(spans: Iterable[Span]) -> str:
    """The pieces of one part as one string."""
    return storable(" … ".join(span.exact for span in spans))


def words_of(row: Mapping[str, Any]) -> Any:
    """PostgreSQL's expression for what a row is found by: its content, its cue (B) and its holder.

    Words of holders are others than those of the rest, so that the index knows them apart, and how many rows
    have them.

    Args:
        row: With ``content``, ``cue`` and ``holder``, as :func:`folded_parts` gives them, or as parameters
            that get them.
    """

    def words(value: Any) -> Any:
        return func.to_tsvector(text("'simple'::regconfig"), value)

    cue = func.setweight(words(row["cue"]), text("'B'"))
    holder = func.array_to_tsvector(func.string_to_array(row["holder"], text("' '")))
    return words(row["content"]).op("||")(cue).op("||")(holder)


def folded_parts(row: Mapping[str, Any]) -> dict[str, str]:
    """The content, cue and holder of a row as words to search by."""
    content, cue, holder = (fold((row[name] or "")[:_WORDS_MAX]) for name in _PARTS)
    held = " ".join(HELD + word for word in holder.split() if len(word) <= _WORD_MAX)
    return {"content": content, "cue": cue, "holder": held}


def words_column(connection: Connection, row: Mapping[str, Any]) -> dict[str, Any]:
    """What PostgreSQL finds the row by; SQLite's triggers see to it themselves."""
    if connection.dialect.name == "sqlite":
        return {}
    return {"words": words_of(folded_parts(row))}


def insert_attributions(connection: Connection, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows of attributions, with what they are found by; their numbers, in order."""
    if not rows:
        return []
    numbers = next_numbers(connection, schema.attribution, len(rows))
    numbered = [
        {"id": number, "place": place_of(row["published"], number), **row}
        for number, row in zip(numbers, rows, strict=True)
    ]
    connection.execute(*insertion(connection, numbered))
    return numbers


def insertion(connection: Connection, rows: Sequence[dict[str, Any]]) -> tuple[Insert, list[dict[str, Any]]]:
    """The statement, and what to give it, for rows of attributions that have everything but their words."""
    if connection.dialect.name == "sqlite":
        return insert(schema.attribution), list(rows)
    given = [
        {**row, **{f"folded_{name}": words for name, words in folded_parts(row).items()}} for row in rows
    ]
    words = words_of({name: bindparam(f"folded_{name}", type_=Text) for name in _PARTS})
    named: dict[str, Any] = {name: bindparam(name) for name in rows[0]}
    return insert(schema.attribution).values(**named, words=words), given


def write_channels(connection: Connection, channels: Mapping[int, Iterable[Channel]]) -> None:
    """Give attributions, by their numbers, these channels; they have none yet."""
    listed = {number: tuple(of_it) for number, of_it in channels.items()}
    numbers = [number for number, of_it in listed.items() if of_it]
    columns = schema.attribution.c
    asked = select(columns.id, columns.place).where(columns.id.in_(numbers))
    places = {row.id: row.place for row in connection.execute(asked)} if numbers else {}
    rows = [
        {
            "attribution_id": number,
            "position": position,
            "name": storable(one.name),
            "inferred": one.inferred,
            "folded": as_key(fold(one.name)),
            "place": places[number],
        }
        for number in numbers
        for position, one in enumerate(listed[number])
    ]
    if rows:
        connection.execute(insert(schema.channel), rows)


def rewrite_channels(connection: Connection, number: int, channels: Iterable[Channel]) -> None:
    """Put these channels in the place of those that an attribution has."""
    connection.execute(delete(schema.channel).where(schema.channel.c.attribution_id == number))
    write_channels(connection, {number: channels})
