"""Statements get the channels that they came through, nearest to the article first.

A channel is named beside the statement (*told X*), holds the statement that this one stands in (*X
reported that …*), or carries over from an earlier statement of the same holder.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from sayso.records import (
    Article,
    Attribution,
    AttributionId,
    Channel,
    Entity,
    EntityId,
    HolderType,
    Identity,
    Span,
    Why,
)
from sayso.resolve.channel_links import How, Link, is_staff, link_of
from sayso.resolve.gazetteer import OutletKind
from sayso.resolve.outlets import OutletMention, find_outlets

# Code points; a longer stretch without an end is cut.
_SENTENCE_CHARS = 1_200
_SENTENCE_END = re.compile(
    r"(?:(?<!\b[A-Z])(?<!\bMr)(?<!\bDr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)(?<!\bGov)(?<!\bSen)(?<!\bRep)[.!?][\"”’')\]]{0,2}\s+(?=[\"“‘'(\[]?[A-Z0-9@])|[\n\r]+)"
)
_TWEET = re.compile(r"\b(?:re)?tweet(?:s|ed|ing)?\b|(?<=\()@\w+(?=\))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Named:
    """A channel with what made it one."""

    channel: Channel
    why: str


@dataclass(slots=True)
class _Scene:
    """All that the steps below look at."""

    article: Article
    attributions: Sequence[Attribution]
    entities: Mapping[EntityId, Entity]
    mentions: Sequence[OutletMention]
    sentences: Sequence[tuple[int, int]]
    named: dict[AttributionId, list[_Named]] = field(default_factory=dict)


def find_channels(
    article: Article, attributions: tuple[Attribution, ...], entities: tuple[Entity, ...]
) -> tuple[Attribution, ...]:
    """Fill in the channels of each attribution.

    Args:
        article: The article.
        attributions: Its attributions in text order, with holders where they are known.
        entities: What the holders lead to.

    Returns:
        The same attributions with ``channels``, and a ``why`` for the judgement ``via`` where there are any.
    """
    if not attributions:
        return attributions
    text = article.text
    mentions = find_outlets(text)
    scene = _Scene(article, attributions, {one.id: one for one in entities}, mentions, _sentences(text))
    _name_channels(scene)
    found = _spread(scene)
    return tuple(_with_channels(item, found.get(item.id, [])) for item in attributions)


def _sentences(text: str) -> list[tuple[int, int]]:
    """Where sentences begin and end; none is longer than a limit, so that the steps below stay linear."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    bounds = [0, *ends, len(text)]
    return [
        (low, min(low + _SENTENCE_CHARS, high))
        for start, high in pairwise(bounds)
        for low in range(start, high, _SENTENCE_CHARS)
    ]


def _name_channels(scene: _Scene) -> None:
    """Note for each attribution the channels that are named beside it."""
    starts = [low for low, _ in scene.sentences]
    by_sentence: dict[int, list[Attribution]] = {}
    for item in scene.attributions:
        for number in {bisect_right(starts, part.start) - 1 for part in (item.cue or item.content)[:1]}:
            by_sentence.setdefault(number, []).append(item)
    around = _innermost_contents(scene)
    for mention in scene.mentions:
        number = bisect_right(starts, mention.span.start) - 1
        beside = by_sentence.get(number, [])
        for item, link in _links(
            scene, mention, beside, around[mention.span.start], scene.sentences[number][0]
        ):
            _add(scene, item, Channel(mention.canonical, mention.span), link)
    _name_tweets(scene, by_sentence, starts)


def _links(
    scene: _Scene, mention: OutletMention, beside: list[Attribution], container: Attribution | None, low: int
) -> Iterator[tuple[Attribution, str]]:
    text = scene.article.text
    outside = [item for item in beside if _is_level(scene, item, mention, container)]
    holding = [item for item in outside if any(_covers(span, mention.span) for span in item.source)]
    for item in holding:
        span = next(span for span in item.source if _covers(span, mention.span))
        if _is_outlet_itself(scene, item, span, mention):
            continue
        link = link_of(text, mention, low=span.start)
        if link or is_staff(text, mention, span.start, span.end):
            yield item, _words(text, link, mention)
    if holding:
        return
    link = link_of(text, mention, low=low)
    if link is None or not outside:
        return
    words = _words(text, link, mention)
    if link.how is How.RELAY:
        chosen = outside
    else:
        chosen = [_nearest(outside, link)]
    for item in chosen:
        yield item, words
    first = chosen[0]
    for item in outside:
        if item not in chosen and item.holder is not None and item.holder == first.holder:
            yield item, words


def _nearest(items: list[Attribution], link: Link) -> Attribution:
    def distance(item: Attribution) -> tuple[bool, int]:
        spans = item.cue or item.content
        begins, ends = spans[0].start, spans[-1].end
        holds_verb = link.how is How.TOLD and begins <= link.start < ends
        gap = link.start - ends if ends <= link.start else begins - link.mention.span.end
        return not holds_verb, max(0, gap)

    return min(items, key=distance)


def _words(text: str, link: Link | None, mention: OutletMention) -> str:
    start = link.start if link else mention.span.start
    return " ".join(text[start : mention.span.end].split())


def _covers(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _is_level(
    scene: _Scene, item: Attribution, mention: OutletMention, container: Attribution | None
) -> bool:
    """Whether the mention speaks of this very statement, not of one around it or inside it."""
    if any(_covers(span, mention.span) for span in item.content):
        return False
    return container is None or container.id == item.within


def _is_outlet_itself(scene: _Scene, item: Attribution, source: Span, mention: OutletMention) -> bool:
    bare = re.sub(r"^[Tt]he ", "", source.exact).strip(" ,.'’\"“”")
    if bare == re.sub(r"^[Tt]he ", "", mention.span.exact):
        return True
    holder = scene.entities.get(item.holder) if item.holder else None
    return holder is not None and holder.type is HolderType.OUTLET


def _innermost_contents(scene: _Scene) -> dict[int, Attribution | None]:
    """For each mention, by where it begins, the attribution whose content is the shortest around it."""
    pieces = sorted(
        ((span, item) for item in scene.attributions for span in item.content), key=lambda pair: pair[0].start
    )
    found: dict[int, Attribution | None] = {}
    active: list[tuple[Span, Attribution]] = []
    at = 0
    for mention in scene.mentions:
        while at < len(pieces) and pieces[at][0].start <= mention.span.start:
            active.append(pieces[at])
            at += 1
        active = [pair for pair in active if pair[0].end >= mention.span.end]
        inner = min(active, key=lambda pair: pair[0].end - pair[0].start, default=None)
        found[mention.span.start] = inner[1] if inner else None
    return found


def _name_tweets(scene: _Scene, by_sentence: Mapping[int, list[Attribution]], starts: list[int]) -> None:
    """A tweet came through Twitter, and so did what stands under a name with its handle."""
    for item in scene.attributions:
        for span in (*item.cue, *item.source):
            match = _TWEET.search(span.exact)
            if match:
                where = Span.of(scene.article.text, span.start + match.start(), span.start + match.end())
                _add(scene, item, Channel("Twitter", where), where.exact)
                break


def _add(scene: _Scene, item: Attribution, channel: Channel, words: str) -> None:
    listed = scene.named.setdefault(item.id, [])
    if all(_key(channel.name) != _key(other.channel.name) for other in listed):
        listed.append(_Named(channel, words))


def _key(name: str) -> str:
    return name.removeprefix("The ").removeprefix("the ").casefold()


def _spread(scene: _Scene) -> dict[AttributionId, list[_Named]]:
    """Hand channels on: into nested statements, and to the same holder's next ones."""
    found: dict[AttributionId, list[_Named]] = {}
    last: dict[EntityId, list[_Named]] = {}
    by_id = {item.id: item for item in scene.attributions}
    for item in scene.attributions:
        parent = by_id.get(item.within) if item.within else None
        own = scene.named.get(item.id, [])
        outer, from_outlet = _from_parent(scene, parent, found)
        channels = _joined(outer, own)
        if item.holder and not channels and item.holder in last:
            channels = [
                _Named(replace(one.channel, inferred=True), "carried over from the holder's statement before")
                for one in last[item.holder]
            ]
        channels = [one for one in channels if not _is_holder(scene, item, one.channel.name)]
        found[item.id] = channels
        if item.holder and (own or from_outlet):
            last[item.holder] = channels
    return found


def _from_parent(
    scene: _Scene, parent: Attribution | None, found: Mapping[AttributionId, list[_Named]]
) -> tuple[list[_Named], bool]:
    """The channels of the statement around, and its holder where that is an outlet."""
    if parent is None:
        return [], False
    channels = list(found.get(parent.id, []))
    holder = scene.entities.get(parent.holder) if parent.holder else None
    if holder is not None and holder.type is HolderType.OUTLET and holder.identity is Identity.NAMED:
        span = next(iter(parent.source), None)
        return [
            *channels,
            _Named(Channel(_outlet_name(scene, holder, parent), span), "within its statement"),
        ], True
    return channels, False


def _outlet_name(scene: _Scene, holder: Entity, parent: Attribution) -> str:
    for span in parent.source:
        for mention in scene.mentions:
            if _covers(span, mention.span):
                return mention.canonical
    return holder.name


def _joined(outer: list[_Named], own: list[_Named]) -> list[_Named]:
    joined = list(outer)
    known = {_key(one.channel.name) for one in outer}
    return joined + [one for one in own if _key(one.channel.name) not in known]


def _is_holder(scene: _Scene, item: Attribution, name: str) -> bool:
    holder = scene.entities.get(item.holder) if item.holder else None
    return holder is not None and _key(holder.name) == _key(name)


def _with_channels(item: Attribution, named: Sequence[_Named]) -> Attribution:
    if not named:
        return item
    reasons = tuple(Why("via", "rule", one.why) for one in named)
    return replace(item, channels=tuple(one.channel for one in named), why=(*item.why, *reasons))
