"""Annotations of people become a reading, with what the reader they corrected had found besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sayso.ledger.brat_events import Event, joined
from sayso.ledger.corrections.fields import checked
from sayso.ledger.corrections.values import channels_of, due_of
from sayso.ledger.entities import entity_of
from sayso.ledger.store import BY_HAND
from sayso.ledger.text import in_one_line
from sayso.records import (
    JUDGED,
    Article,
    Attribution,
    AttributionId,
    Due,
    Entity,
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
        made = replace(made, holder=entity_of(holder, made, known))
    via = event.noted.get("via")
    if via:
        made = replace(made, channels=channels_of(made, checked("via", via.split(", "), text)))
    return replace(made, due=_due(made, event.noted.get("due"), article))


def _mode(before: Attribution, made: Attribution) -> Mode:
    return before.mode if before.content == made.content else made.mode


def _due(one: Attribution, words: str | None, article: Article) -> Due | None:
    if not words or (one.due and in_one_line(one.due.span.exact) == in_one_line(words)):
        return one.due
    return due_of(one, checked("due", words, article.text), article.text, published=article.published)
