"""The outlets beside a statement become its channels: in its source, before it, behind it, around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.records import Attribution, AttributionId, Channel, EntityId, Span
from sayso.resolve.channels.links import How, Place, is_staff, link_of
from sayso.resolve.channels.scene import Named, Scene, covers
from sayso.resolve.outlets import OutletMention, bare_name

_TWEET = re.compile(r"\b(?:re)?tweet(?:s|ed|ing)?\b|(?<=\()@\w+(?=\))", re.IGNORECASE)
_JOINS = re.compile(r"[\"”]?,? (?:and|or|&)(?: on)? (?:the |The )?\Z|, (?:the )?\Z")
_POSSESSES = re.compile(r"['’‘]s? [\"“'‘]{0,2}(?:[^\W\d_a-z][\w-]* ){0,3}\Z")
_CITES = re.compile(r"\b(?:cit(?:ed|es|ing)|quot(?:ed|es|ing)|learn(?:ed|t)|according to)\b", re.IGNORECASE)

# Code points between a cue and an outlet that are searched for quotation marks.
_LONGEST_LOOK = 2_000
_MARKS = frozenset('"“”')

By = dict[AttributionId, list[Named]]


class Beside:
    """What :func:`name_channels` found.

    Attributes:
        named: For each attribution the channels named beside it.
        told: For each holder, where a sentence without a statement says that it spoke to an outlet: the
            place and the channel, in text order.
    """

    def __init__(self) -> None:
        self.named: By = {}
        self.told: list[tuple[int, EntityId, Named]] = []

    def add(self, item: Attribution, named: Named) -> None:
        """Note a channel, once."""
        listed = self.named.setdefault(item.id, [])
        if all(bare_name(named.channel.name) != bare_name(one.channel.name) for one in listed):
            listed.append(named)


def name_channels(scene: Scene) -> Beside:
    """Note for each attribution the channels that the words beside it name."""
    beside = Beside()
    before: tuple[OutletMention, list[Attribution]] | None = None
    for mention in scene.mentions:
        if before is not None and _is_part(scene, before[0], mention):
            continue
        joined = before is not None and _joins(scene, before[0], mention)
        if joined and before is not None:
            chosen = [(item, mention.span.exact) for item in before[1]]
        else:
            chosen = list(_linked(scene, mention, beside))
        for item, words in chosen:
            beside.add(item, Named(Channel(mention.canonical, mention.span), "cue", words))
        before = (mention, [item for item, _ in chosen])
    for item in scene.attributions:
        _name_tweet(scene, item, beside)
    for items in scene.by_sentence.values():
        _name_citing_outlet(scene, items, beside)
    return beside


def _joins(scene: Scene, first: OutletMention, second: OutletMention) -> bool:
    """*The Sunday Times and Sunday People*."""
    gap = scene.text[first.span.end : second.span.start]
    return len(gap) < 16 and bool(_JOINS.match(gap))


def _is_part(scene: Scene, whole: OutletMention, part: OutletMention) -> bool:
    """Whether a name is that of a programme of the outlet just named: *ABC's "This Week"*."""
    gap = scene.text[whole.span.end : part.span.start]
    return len(gap) < 40 and bool(_POSSESSES.match(gap))


def _linked(scene: Scene, mention: OutletMention, beside: Beside) -> Iterator[tuple[Attribution, str]]:
    number = scene.sentence_of(mention.span.start)
    low = scene.sentence_starts[number]
    items = scene.by_sentence.get(number, ())
    level = [item for item in items if _is_level(scene, item, mention)]
    holding = [(item, span) for item in level for span in item.source if covers(span, mention.span)]
    if holding:
        yield from _in_source(scene, mention, holding)
        return
    link = link_of(scene.text, mention, low=low)
    if link is None:
        return
    if level:
        yield from _outside(scene, level, link)
    elif not items and link.how is not How.RELAY:
        _note_told(scene, link, beside)


def _in_source(
    scene: Scene, mention: OutletMention, holding: Sequence[tuple[Attribution, Span]]
) -> Iterator[tuple[Attribution, str]]:
    text = scene.text
    for item, source in holding:
        if scene.is_outlet(item) and not _came_via(scene, item, mention):
            continue
        link = link_of(text, mention, low=source.start)
        if link or (
            is_staff(text, mention, source.start, source.end) and not _is_told_elsewhere(scene, item)
        ):
            yield item, _words(text, link, mention)


def _is_told_elsewhere(scene: Scene, item: Attribution) -> bool:
    """Whether the words behind the cue name whom it was told: then where the holder works is no channel."""
    cue = item.cue[0] if item.cue else None
    if cue is None or not cue.exact.endswith(("told", "tells", "telling")):
        return False
    text = scene.text
    window = (
        Span.of(scene.article.text, cue.end, min(len(text), cue.end + 60)) if cue.end < len(text) else None
    )
    first = next(iter(scene.inside(window)), None) if window else None
    return first is not None and link_of(text, first, low=cue.start) is not None


def _came_via(scene: Scene, item: Attribution, mention: OutletMention) -> bool:
    """Whether an outlet's report is said to come through another one: *iGen (via AppleInsider)*."""
    holder = scene.holder(item)
    return holder is not None and bare_name(holder.name) not in (
        bare_name(mention.name),
        bare_name(mention.canonical),
    )


def _outside(scene: Scene, level: Sequence[Attribution], link: Place) -> Iterator[tuple[Attribution, str]]:
    text = scene.text
    words = _words(text, link, link.mention)
    able = [item for item in level if item.source or link.how is How.MEDIUM] or list(level)
    if link.how is How.TO:
        able = [item for item in able if _holds_verb(item, link)]
    if not able:
        return
    chosen = able if link.how is How.RELAY else [_nearest(able, link)]
    yield from ((item, words) for item in chosen)
    for item in level:
        if item not in chosen and item.holder is not None and item.holder == chosen[0].holder:
            yield item, words


def _nearest(items: Sequence[Attribution], link: Place) -> Attribution:
    def distance(item: Attribution) -> tuple[bool, int]:
        spans = item.cue or item.content
        begins, ends = spans[0].start, spans[-1].end
        gap = link.start - ends if ends <= link.start else begins - link.mention.span.end
        return link.how is How.TOLD and not _holds_verb(item, link), max(0, gap)

    return min(items, key=distance)


def _holds_verb(item: Attribution, link: Place) -> bool:
    """Whether the verb that leads to the outlet is the statement's own cue."""
    return any(span.start <= link.start < span.end for span in item.cue)


def _words(text: str, link: Place | None, mention: OutletMention) -> str:
    start = link.start if link else mention.span.start
    return " ".join(text[start : mention.span.end].split())


def _is_level(scene: Scene, item: Attribution, mention: OutletMention) -> bool:
    """Whether the mention speaks of this very statement, not of one around it or inside it."""
    if any(covers(span, mention.span) for span in item.content):
        return False
    around = scene.around[mention.span.start]
    if (around.id if around else None) != item.within:
        return False
    return not _is_across_a_quote(scene.text, item, mention)


def _is_across_a_quote(text: str, item: Attribution, mention: OutletMention) -> bool:
    """Whether a quotation opens or closes between the cue and the mention without its other end."""
    cue = next(iter(item.cue), None)
    if cue is None or covers(cue, mention.span):
        return False
    start, end = mention.span.start, mention.span.end
    # The name's own quotation marks are none of a quotation.
    start -= text[max(0, start - 1) : start] in _MARKS
    end += text[end : end + 1] in _MARKS
    low, high = (cue.end, start) if cue.end <= start else (end, cue.start)
    between = text[low : min(high, low + _LONGEST_LOOK)]
    return between.count('"') % 2 == 1 or between.count("“") != between.count("”")


def _note_told(scene: Scene, link: Place, beside: Beside) -> None:
    """*Ida Holm gave the comments to the Tarn Herald.*: no statement, but whoever it names spoke there."""
    number = scene.sentence_of(link.mention.span.start)
    starts = scene.sentence_starts
    end = starts[number + 1] if number + 1 < len(starts) else len(scene.text)
    sentence = scene.text[starts[number] : end]
    words = _words(scene.text, link, link.mention)
    named = Named(Channel(link.mention.canonical, link.mention.span), "cue", words)
    beside.told.extend((link.mention.span.start, entity, named) for entity in scene.people_in(sentence))


def _name_tweet(scene: Scene, item: Attribution, beside: Beside) -> None:
    """A tweet came through Twitter, and so did what stands under a name with its handle."""
    for span in (*item.cue, *item.source):
        match = _TWEET.search(span.exact)
        if match:
            where = Span.of(scene.article.text, span.start + match.start(), span.start + match.end())
            beside.add(item, Named(Channel("Twitter", where), "cue", where.exact))
            return


def _name_citing_outlet(scene: Scene, items: Sequence[Attribution], beside: Beside) -> None:
    """*Citing an unnamed source, X reports that …*: the unnamed source came through X."""
    outlets = [item for item in items if scene.is_outlet(item) and item.source]
    if not outlets:
        return
    for item in items:
        cites = item.cue and _CITES.match(item.cue[0].exact)
        if not cites or scene.is_outlet(item) or item.within is not None:
            continue
        outer = outlets[0]
        name = next((one for span in outer.source for one in scene.inside(span)), None)
        holder = scene.holder(outer)
        if name is not None or holder is not None:
            title = name.canonical if name else holder.name if holder else ""
            beside.add(
                item, Named(Channel(title, name.span if name else outer.source[0]), "cue", item.cue[0].exact)
            )
