"""Readings as they come out of a ledger, made by hand."""

from __future__ import annotations

from dataclasses import replace

from tests.build import attribution, reading, span

from sayso.ledger.takeout import Taken
from sayso.ledger.upheld import Upheld
from sayso.records import (
    Certainty,
    Channel,
    Due,
    Entity,
    EntityId,
    HolderType,
    Identity,
    Kind,
    Mode,
    Polarity,
    Reading,
    Span,
    Stance,
)

READ_AT = "2023-05-03T09:00:00.000001+00:00"
TEXT = (
    "Mayor Ida Holm told the Tarn Post: “The bridge 🌉 will be safe by 2024.”\n"
    "An official reportedly doubts it. It is said to be old."
)


def bridge(**metadata: str | None) -> Reading:
    """A quote that came through an outlet, words of somebody unnamed, and nobody's claim."""
    holm = Entity(
        EntityId("e1"), "Ida Holm", Identity.NAMED, HolderType.PERSON, (span(TEXT, "Ida Holm"),), role="Mayor"
    )
    official = Entity(
        EntityId("e2"), "an official", Identity.UNNAMED, HolderType.PERSON, (span(TEXT, "An official"),)
    )
    due = Due(span(TEXT, "by 2024"), "2024", "2024-01-01", "2024-12-31")
    quote = attribution(
        TEXT,
        source="Mayor Ida Holm",
        cue="told",
        content="“The bridge 🌉 will be safe by 2024.”",
        mode=Mode.DIRECT,
    )
    parts = [
        replace(
            quote,
            holder=holm.id,
            identity=Identity.NAMED,
            type=HolderType.PERSON,
            stance=Stance.NEUTRAL,
            certainty=Certainty.CERTAIN,
            polarity=Polarity.POSITIVE,
            kind=Kind.PREDICTION,
            due=due,
            channels=(Channel("Tarn Post", span(TEXT, "Tarn Post")),),
        ),
        attribution(
            TEXT,
            source="An official",
            cue=["reportedly", "doubts"],
            content="it. [[It]] is",
            holder=official.id,
            identity=Identity.UNNAMED,
            stance=Stance.DOUBTED,
        ),
        attribution(TEXT, cue="It is said", content="to be old", identity=Identity.NONE),
    ]
    about = {"title": "Bridge", "outlet": "Example News", "published": "2023-05-02"}
    about |= {"url": "https://www.example.com/bridge"}
    made = reading(TEXT, [], **{**about, **metadata})
    return replace(
        made,
        attributions=tuple(replace(one, id=f"a{n}") for n, one in enumerate(parts, 1)),
        entities=(holm, official),
    )  # type: ignore[arg-type]


def taken(one: Reading, *, article: int = 1) -> Upheld:
    """The reading as a ledger gives it, without corrections."""
    there = Taken(one, article, article, article, 1, True, True, "1.0", READ_AT, READ_AT, READ_AT, ())
    numbers = {item.id: 10 * article + n for n, item in enumerate(one.attributions, 1)}
    return Upheld(there, one, numbers, frozenset(), frozenset())


def odd() -> Reading:
    """Names and words that mean something to spreadsheets, paths and encodings."""
    text = "=cmd said \ud800 +1 \x00\x0b."
    parts = attribution(text, source="=cmd", cue="said", content="\ud800 +1 \x00\x0b")
    holder = Entity(
        EntityId("e1"), "=cmd|' /C calc'!A0", Identity.NAMED, HolderType.PERSON, (Span.of(text, 0, 4),)
    )
    made = reading(text, [replace(parts, holder=holder.id)], title="@SUM(1+1)", path="../../etc/passwd")
    return replace(made, entities=(holder,), article=replace(made.article, url="java script:\ud800"))
