"""A small ledger to search: two outlets, named and unnamed holders, channels, due dates, odd dates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.build import attribution, reading, span

from sayso.ledger.ledger import Ledger
from sayso.records import Channel, Due, Entity, EntityId, HolderType, Identity, Kind, Reading, Stance

NAMED, UNNAMED = Identity.NAMED, Identity.UNNAMED


def story(number: int, source: str, cue: str, content: str, **values: Any) -> Reading:
    """An article in which one holder says one thing.

    Args:
        number: Of the article; part of its text and address.
        source: Who says it.
        cue: How.
        content: What.
        values: ``holder`` (the entity's name, by default the source), ``identity``, ``type``, ``via``,
            ``due`` (words and last day) and judgements of the attribution; the rest is of the article.
    """
    text = f"Story {number}. {source} {cue} {content}."
    identity = values.pop("identity", NAMED)
    type_ = values.pop("type", HolderType.PERSON)
    entity = Entity(EntityId("e1"), values.pop("holder", source), identity, type_, (span(text, source),))
    via = tuple(Channel(name, None) for name in values.pop("via", ()))
    words, day = values.pop("due", (None, None))
    judged = {name: values.pop(name) for name in ("stance", "certainty", "kind") if name in values}
    one = replace(
        attribution(text, source=source, cue=cue, content=content, identity=identity),
        holder=entity.id,
        type=type_,
        channels=via,
        due=Due(span(text, words), "P1M", None, day) if words else None,
        **judged,
    )
    outlet = values.setdefault("outlet", "Tarn Post")
    values.setdefault("url", f"https://{(outlet or 'nowhere').lower().replace(' ', '-')}.example/{number}")
    whole = reading(text, [one], link=False, **values)
    return replace(whole, entities=(entity,))


STORIES = (
    story(1, "Ida Holm", "said", "the gas price would fall by May", published="2023-03-02",
          kind=Kind.PREDICTION, due=("by May", "2023-05-01")),
    story(2, "officials", "said", "gas was cheap", identity=UNNAMED, type=HolderType.GROUP,
          published="2023-01-05", via=("Ferry Wire",), stance=Stance.HEDGED),
    story(3, "Ida Holm", "denied", "that she would resign over oil", published="2023-04-01",
          outlet="Quay Times"),
    story(4, "a senior official", "claimed", "the cold winter was a gas winter, cold as ice",
          identity=UNNAMED, published=None, outlet="Quay Times"),
    story(5, "Omar Lind", "warned", "of a resignation and of gas, gas and gas", published="2023-04-01",
          kind=Kind.PREDICTION, due=("of gas, gas", "2023-04-20"), via=("Ferry Wire", "Hill Radio")),
)  # fmt: skip


def fill(ledger: Ledger) -> None:
    """Put the stories in; the attributions get the numbers 1 to 5."""
    for one in STORIES:
        ledger.add_reading(one)
