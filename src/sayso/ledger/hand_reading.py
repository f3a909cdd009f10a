"""Annotations of people become a reading, with what the reader they corrected had found besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sayso.errors import UsageError
from sayso.ledger.brat_events import Event, joined
from sayso.ledger.corrections.fields import checked
from sayso.ledger.corrections.values import due_at
from sayso.ledger.store import BY_HAND
from sayso.records import (
    JUDGED,
    Article,
    Attribution,
    AttributionId,
    Channel,
    Due,
    Entity,
    EntityId,
    HolderType,
    Identity,
    Mode,
    ReaderInfo,
    Reading,
    Role,
    Span,
)

# Form of such readings.
_VERSION = "1"


def reading_by_hand(
    article: Article,
    events: Sequence[Event],
    before: Mapping[str, Attribution],
    *,
    digest: str,
    entities: Sequence[Entity] = (),
) -> Reading:
    """Make a reading of annotations.

    Args:
        article: What they are of.
        events: All of them.
        before: The attributions that they were made from, by the names of the annotations; what these say of
            an attribution and an annotation cannot, stays.
        digest: Stands for the annotations.
        entities: Holders known before.
    """
    from sayso.extract.attributions import nest
    from sayso.extract.quotes import QuoteIndex, find_quotes

    quotes = QuoteIndex(find_quotes(article.text))
    known = list(entities)
    ordered = sorted(events, key=_place)
    made = [
        _attribution(article, event, f"a{number}", before.get(event.name), known, quotes)
        for number, event in enumerate(ordered, 1)
    ]
    # What has no cue is told by its content alone.
    within = {one.id: one.within for one in nest([replace(one, cue=one.cue or one.content) for one in made])}
    return Reading(
        article=article,
        attributions=tuple(replace(one, within=within[one.id]) for one in made),
        reader=ReaderInfo(BY_HAND, _VERSION, digest),
        entities=tuple(known),
    )


def _place(event: Event) -> tuple[int, int, str]:
    places = [place for pieces in event.places.values() for place in pieces]
    return min(start for start, _ in places), -max(end for _, end in places), event.name


def _attribution(
    article: Article,
    event: Event,
    number: str,
    before: Attribution | None,
    known: list[Entity],
    quotes: Any,
) -> Attribution:
    from sayso.extract.attributions import mode_of
    from sayso.extract.spans import quoted_share

    text = article.text
    parts: dict[str, Any] = {
        role.value: tuple(Span.of(text, *piece) for piece in joined(event.places.get(role, ()), text))
        for role in Role
    }
    content = [(span.start, span.end) for span in parts["content"]]
    made = Attribution(
        id=AttributionId(number), **parts, mode=mode_of(quoted_share(content, quotes, text)), score=1.0
    )
    if before:
        made = replace(before, id=made.id, within=None, mode=_mode(before, made), **parts)
    judged: dict[str, Any] = {
        name: JUDGED[name](value) for name, value in event.judgements.items() if name in JUDGED
    }
    made = replace(made, **judged)
    holder = event.noted.get("holder")
    if holder:
        made = replace(made, holder=_entity(holder, made, known))
    if "via" in event.noted:
        channels = {channel.name: channel for channel in made.channels}
        names = _names(event.noted["via"], text)
        made = replace(made, channels=tuple(channels.get(name, Channel(name, None)) for name in names))
    return replace(made, due=_due(made, event.noted.get("due"), article))


def _mode(before: Attribution, made: Attribution) -> Mode:
    return before.mode if before.content == made.content else made.mode


def _names(said: str, text: str) -> Iterable[str]:
    try:
        names: list[str] = checked("via", said.split(", "), text)
    except UsageError:
        return []
    return names


def _entity(name: str, one: Attribution, known: list[Entity]) -> EntityId:
    """The holder of this name, made where there is none."""
    same = [entity.id for entity in known if " ".join(entity.name.split()) == name]
    if same:
        return one.holder if one.holder in same else same[0]
    made = Entity(
        id=EntityId(f"e{len(known) + 1}"),
        name=name,
        identity=one.identity or Identity.NAMED,
        type=one.type or HolderType.PERSON,
        mentions=one.source,
    )
    known.append(made)
    return made.id


def _due(one: Attribution, words: str | None, article: Article) -> Due | None:
    if words is None or (one.due and one.due.span.exact == words):
        return one.due
    for span in one.content:
        at = article.text.find(words, span.start, span.end)
        if at >= 0:
            return due_at(article.text, at, at + len(words), published=article.published)
    return one.due
