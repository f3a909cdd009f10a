"""The outlets beside a statement become its channels: in its source, before it, behind it, around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.records import Attribution, AttributionId, Channel, EntityId, Span
from sayso.resolve.channels.links import ASKS, How, Place, is_own_piece, is_staff, link_of, reports
from sayso.resolve.channels.scene import Named, Scene, covers, is_platform
from sayso.resolve.outlets import OutletMention
from sayso.resolve.outlets.gazetteer import OutletKind
from sayso.resolve.outlets.names import bare_name

_TWEET = re.compile(r"\b(?:re)?tweet(?:s|ed|ing)?\b|(?<![\w.])@\w{2,30}", re.IGNORECASE)
_REDDITOR = re.compile(r"\bRedditors?\b")
_JOINS = re.compile(r"[\"”]?,? (?:and|or|&)(?: on)? (?:the |The )?\Z|, (?:the )?\Z")
_POSSESSES = re.compile(r"['’‘]s? [\"“'‘]{0,2}(?:[^\W\d_a-z][\w-]* ){0,3}\Z")
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Ww]ho|[Hh]is|[Hh]er)\b")
# Then nobody spoke there, or the article speaks of what came after.
_NOT_SO = re.compile(
    r"\b(?:after(?:math)?|following|since|ahead of|before|despite|declin\w+|refus\w+|requests?|"
    r"cancel\w+|not)\b",
    re.IGNORECASE,
)
_OTHER_VERB = re.compile(
    r",[\"”’]? (?:\w+ly )?[a-z]+(?:ed|ing) (?:an?|the|his|her|their|its)(?: [\w-]+){0,4} ?\w?\Z"
)
_REMARKS = re.compile(r"\b(?:remarks?|comments?|statements?|speech|interview)\b")
# The Herald was told that …
_IS_TOLD = re.compile(r"\b(?:is|are|was|were|been) told\b")
_HIM = re.compile(r" ?(?:him|her)\b")
_TOLD = re.compile(r"(?:told|tells|telling)\b")
_COMMA = re.compile(r"[\"”’]?,[\"”’]? (?:the )?")
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
        spoken_of: The same where an outlet's report speaks of a holder.
    """

    def __init__(self) -> None:
        self.spoken_of: list[tuple[int, EntityId, Named]] = []
        self.named: By = {}
        self.told: list[tuple[int, EntityId, Named]] = []

    def add(self, item: Attribution, named: Named) -> None:
        """Note a channel, once."""
        listed = self.named.setdefault(item.id, [])
        # Where somebody works is no channel beside the place where it was said.
        listed[:] = [one for one in listed if not _is_in_source(item, one) or _is_in_source(item, named)]
        if listed and _is_in_source(item, named) and not _is_in_source(item, listed[0]):
            return
        if all(bare_name(named.channel.name) != bare_name(one.channel.name) for one in listed):
            listed.append(named)

    def drop_platforms(self) -> None:
        """Where a statement was told to an outlet, a platform named beside it is spoken of and no channel."""
        for listed in self.named.values():
            if len(listed) > 1 and any(_TOLD.match(one.words) for one in listed):
                listed[:] = [
                    one for one in listed if _TOLD.match(one.words) or not is_platform(one.channel.name)
                ]


def _is_in_source(item: Attribution, named: Named) -> bool:
    span = named.channel.span
    return span is not None and any(covers(source, span) for source in item.source)


def name_channels(scene: Scene) -> Beside:
    """Note for each attribution the channels that the words beside it name."""
    beside = Beside()
    before: tuple[OutletMention, list[Attribution]] | None = None
    for mention in scene.mentions:
        if before is not None and _is_part(scene, before[0], mention):
            continue
        if reports(scene.text, mention) and scene.leads(mention):
            _note_spoken_of(scene, mention, beside)
        joined = before is not None and _joins(scene, before[0], mention)
        if joined and before is not None:
            chosen = [(item, mention.span.exact) for item in before[1]]
        else:
            chosen = list(_linked(scene, mention, beside))
        for item, words in chosen:
            beside.add(item, Named(Channel(mention.canonical, mention.span), "cue", words))
        before = (mention, [item for item, _ in chosen])
    beside.drop_platforms()
    for item in scene.attributions:
        _name_tweet(scene, item, beside)
    for items in scene.by_sentence.values():
        _name_citing_outlet(scene, items, beside)
        _name_reporting_outlet(scene, items, beside)
    return beside


def _joins(scene: Scene, first: OutletMention, second: OutletMention) -> bool:
    """*The Tarn Herald and Sunday Comet*."""
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
        _note_asked(scene, mention, beside)
        return
    chosen = list(_outside(scene, level, link)) if level and not _has_own_verb(scene, level, link) else []
    yield from chosen
    if not chosen and (link.how is not How.RELAY or _speaks_of_remarks(scene, mention)):
        _note_told(scene, link, beside)


def _in_source(
    scene: Scene, mention: OutletMention, holding: Sequence[tuple[Attribution, Span]]
) -> Iterator[tuple[Attribution, str]]:
    text = scene.text
    for item, source in holding:
        if _IS_TOLD.search(item.cue[0].exact if item.cue else ""):
            yield item, mention.span.exact
            continue
        if scene.is_outlet(item) and not _came_via(scene, item, mention):
            continue
        if is_own_piece(source, mention):
            continue
        link = link_of(text, mention, low=source.start)
        if link or (
            not scene.is_outlet(item)
            and is_staff(text, mention, source.start, source.end)
            and not _is_told_elsewhere(scene, item)
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


def _has_own_verb(scene: Scene, level: Sequence[Attribution], link: Place) -> bool:
    """Whether the words to an outlet hang on a verb behind the statements: *, posting a video on X*."""
    if link.how is not How.MEDIUM:
        return False
    ends = [max((*item.cue, *item.content)).end for item in level if item.cue]
    if not ends or len(ends) < len(level) or max(ends) > link.start:
        return False
    return bool(_OTHER_VERB.search(scene.text[max(ends) : link.start + 1]))


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


def _speaks_of_remarks(scene: Scene, mention: OutletMention) -> bool:
    """*Holm's remarks were first reported by the Herald.*"""
    low, _ = scene.sentence_at(mention.span.start)
    return bool(_REMARKS.search(scene.text[low : mention.span.start]))


def _note_told(scene: Scene, link: Place, beside: Beside) -> None:
    """*Ida Holm gave the comments to the Tarn Herald.*: no statement, but whoever it names spoke there."""
    low, high = scene.sentence_at(link.mention.span.start)
    if _NOT_SO.search(scene.text[low : link.mention.span.end + 20]):
        return
    people = scene.people_in(scene.text[low:high])
    if not people and _PRONOUN.search(scene.text[low : link.mention.span.start]):
        people = scene.last_person(low)
    _note(scene, link.mention, link.start, people, beside)


def _note_asked(scene: Scene, mention: OutletMention, beside: Beside) -> None:
    """*The Tarn Herald interviewed Ida Holm.*: whoever is named behind it spoke there."""
    asks = ASKS.match(scene.text, mention.span.end)
    if asks is None or mention.kind is OutletKind.PLATFORM:
        return
    _, high = scene.sentence_at(mention.span.start)
    people = scene.people_in(scene.text[asks.end() : high])
    if not people and _HIM.match(scene.text, asks.end()):
        people = scene.last_person(mention.span.start)
    _note(scene, mention, mention.span.start, people, beside)


def _note_spoken_of(scene: Scene, mention: OutletMention, beside: Beside) -> None:
    """*The Tarn Herald reports that Ida Holm is ill.*: what she says next may well come from there."""
    low, high = scene.sentence_at(mention.span.start)
    people = scene.spoken_of(low, high)
    if not people and _PRONOUN.search(scene.text[low:high]):
        people = scene.last_person(low)
    named = Named(Channel(mention.canonical, mention.span), "rule", "carried over from the outlet's report")
    beside.spoken_of.extend((high, entity, named) for entity in people)


def _note(scene: Scene, mention: OutletMention, start: int, people: list[EntityId], beside: Beside) -> None:
    words = " ".join(scene.text[start : mention.span.end].split())
    named = Named(Channel(mention.canonical, mention.span), "cue", words)
    beside.told.extend((mention.span.start, entity, named) for entity in people)


def _name_tweet(scene: Scene, item: Attribution, beside: Beside) -> None:
    """A tweet came through Twitter, so did what stands under a name with its handle.

    A Redditor writes on Reddit.
    """
    for span in (*item.cue, *item.source):
        for pattern, platform in ((_TWEET, "Twitter"), (_REDDITOR, "Reddit")):
            match = pattern.search(span.exact)
            if match:
                where = Span.of(scene.article.text, span.start + match.start(), span.start + match.end())
                beside.add(item, Named(Channel(platform, where), "cue", where.exact))
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


def _name_reporting_outlet(scene: Scene, items: Sequence[Attribution], beside: Beside) -> None:
    """*It is over, Ida Holm said, according to X.*: what she said came through X."""
    for outer in items:
        name = next((one for span in outer.source for one in scene.inside(span)), None)
        if name is None or not outer.cue or not scene.is_outlet(outer):
            continue
        start = min(outer.cue[0].start, outer.source[0].start)
        for item in items:
            if item is outer or item.within != outer.within or scene.is_outlet(item) or not item.cue:
                continue
            gap = scene.text[max((*item.cue, *item.source, *item.content)).end : start]
            if max((*item.cue, *item.source, *item.content)).end <= start and _COMMA.fullmatch(gap):
                words = " ".join(scene.text[start : max(outer.cue[0].end, name.span.end)].split())
                beside.add(item, Named(Channel(name.canonical, name.span), "cue", words))
