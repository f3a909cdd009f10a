"""Channels named beside one statement go on: into it, to its holder's next ones, to the headline."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from sayso.records import Attribution, AttributionId, Channel, EntityId, HolderType, Identity
from sayso.resolve.channels.beside import Beside
from sayso.resolve.channels.scene import Named, Scene, is_platform
from sayso.resolve.outlets.names import bare_name

# A platform is left as soon as a statement ends; code points that a holder's next words may follow it at.
_PLATFORM_CHARS = 300
# A cue in the past perfect goes back behind what was said to the outlet.
_BEFORE_THAT = re.compile(r"\bhad\b")
# Whom an outlet's report is about speaks through it in what follows; code points that this reaches.
_SUBJECT_CHARS = 700
# A statement in words other than those of speech belongs to what was told if it follows this close;
# code points.
_CLOSE_CHARS = 300
_SPEAKS = re.compile(
    r"\b(?:said|says?|saying|add(?:ed|s|ing)|t(?:old|ells?|elling)|continu(?:ed|es|ing)|"
    r"explain(?:ed|s|ing)?|"
    r"wr(?:ote|ites|iting)|ask(?:ed|s|ing)|respond(?:ed|s|ing)|repl(?:ied|ies|ying)|not(?:ed|es|ing)|"
    r"stat(?:ed|es|ing)|"
    r"argu(?:ed|es|ing)|insist(?:ed|s|ing)|claim(?:ed|s|ing)|descri(?:bed|bes|bing)|admit(?:ted|s|ting)|"
    r"acknowledg(?:ed|es|ing)|recall(?:ed|s|ing)|warn(?:ed|s|ing)|suggest(?:ed|s|ing)|conclud(?:ed|es|ing)|"
    r"according|point(?:ed|s|ing)|remark(?:ed|s|ing)|call(?:ed|s|ing)|answer(?:ed|s|ing)|went on|joked|"
    r"quipped|"
    r"repeat(?:ed|s|ing)|reveal(?:ed|s|ing)|confirm(?:ed|s|ing)|mention(?:ed|s|ing)|predict(?:ed|s|ing)|"
    r"compar(?:ed|es|ing)|prais(?:ed|es|ing)|criticiz(?:ed|es|ing)|discuss(?:ed|es|ing)|"
    r"complain(?:ed|s|ing)|"
    r"lament(?:ed|s|ing)|maintain(?:ed|s|ing)|stress(?:ed|es|ing)|emphasiz(?:ed|es|ing)|observ(?:ed|"
    r"es|ing)|"
    r"put it|start(?:ed|s)|press(?:ed|es)|offer(?:ed|s)|counter(?:ed|s)|vow(?:ed|s)|indicat(?:ed|es|"
    r"ing)|referr(?:ed|ing)|conced(?:ed|es|ing)|confess(?:ed|es|ing)|den(?:ied|"
    r"ies|ying))\b|[:—–-]\Z",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(r", |\A(?:an?|another|[Ss]everal|[Ss]ome|[Mm]any) ")
# The sentence goes back to what was said before.
_BACK_THEN = re.compile(
    r"\b(?:[Ee]arlier (?:this|in|that|on)|[Ll]ast (?:year|month|week|fall|autumn|summer|spring|winter)|"
    r"(?:[Ii]n|[Ss]ince|[Bb]ack in) (?:(?:(?:January|February|March|April|May|June|July|August|"
    r"September|October|"
    r"November|December),? )?(?:19|20)\d\d\b|(?:January|February|March|April|May|June|July|August|"
    r"September|October|"
    r"November|December)\b)|(?:years?|months?|weeks?|days?) (?:ago|earlier|before)|[Pp]reviously)\b"
)
_ROLES = re.compile(
    r"\b(official|source|witness|resident|neighbou?r|insider|employee|worker|officer|doctor|expert|"
    r"friend|aide|"
    r"adviser|spokes\w+|executive|soldier|commander|activist|survivor|villager|analyst)(?:e?s)?\b",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"(?:[Tt]he|[Tt]hose|[Tt]hat|[Oo]ne|[Tt]wo|[Ss]everal|[Ss]ome|"
    r"[Oo]ther)\b"
)
_QUOTED = re.compile("[\"“”‘]|''")
_OTHER_EARS = re.compile(
    r" (?:reporters|journalists|supporters|voters|officials|police|investigators|authorities|congress|"
    r"lawmakers|"
    r"fans|followers|parliament|(?:[Tt]he )?[A-Z]{2,5}\b|(?:the|a|an|his|her|their) (?!(?:paper|"
    r"newspaper|station|outlet|site|"
    r"website|magazine|"
    r"channel|network|agency|show|host|interviewer)\b)[a-z]+|[A-Z]{2,5}\b|[A-Z]?[a-z]* ?(?:Congress|"
    r"Parliament|agents))"
)
_PLACE = (
    r"(?:rally|speech|address|news conference|press conference|press briefing|testimony|hearing|debate|"
    r"memo|book|"
    r"autobiography|memoir|court|courtroom|trial|lawsuit|convention|conference|town hall|campaign stop|"
    r"fundraiser|"
    r"news release|press release|filing|affidavit)"
)
_ELSEWHERE = re.compile(rf"\b(?:in|at|during|to|after|before) (?:[\w’'-]+ ){{0,5}}{_PLACE}\b", re.IGNORECASE)
_ELSEWHERE_NEXT = re.compile(rf"[^.,;“\"]{{0,30}} (?:in|at|during|to) (?:[\w’'-]+ ){{0,4}}{_PLACE}\b")
_PIECE = re.compile(
    r"(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts) (?:[a-z]+ ){0,2}(?:article|story|report|post|piece|headline)\Z"
)
_INSIDE = "stands in this outlet's statement"
_POSTS = re.compile(
    r"\b(?:wr(?:ote|ites|iting|itten)|post(?:ed|s|ing)|add(?:ed|s|ing)|continu(?:ed|es|ing)|tweet\w*|"
    r"captioned|"
    r"concluded|read|reads|went on)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Last:
    """The channels of a holder's last statement that named any.

    Attributes:
        named: The channels.
        end: Where that statement ends.
        reach: Code points behind it within which another statement of the holder has them too.
        until: Where the last statement ends that they were carried over to.
        by_report: Whether an outlet's report spoke of the holder, and nothing says that the two spoke.
    """

    named: tuple[Named, ...]
    end: int
    reach: float = inf
    until: int = 0
    by_report: bool = False


def spread(scene: Scene, beside: Beside) -> Mapping[AttributionId, Sequence[Named]]:
    """Work out all channels of each statement.

    Returns:
        For each attribution that has any, its channels, nearest to the article first.
    """
    found: dict[AttributionId, tuple[Named, ...]] = {}
    others: dict[str, _Last] = {}
    outlets: dict[EntityId, _Last] = {}
    platforms: dict[EntityId, _Last] = {}
    told = list(reversed(beside.told))
    spoken_of = list(reversed(beside.spoken_of))
    for item in scene.attributions:
        while told and told[-1][0] <= item.start:
            at, entity, named = told.pop()
            (platforms if is_platform(named.channel.name) else outlets)[entity] = _Last((named,), at)
        while spoken_of and spoken_of[-1][0] <= item.start:
            at, entity, named = spoken_of.pop()
            if entity not in outlets or outlets[entity].reach < inf:
                outlets[entity] = _Last((named,), at, _SUBJECT_CHARS, by_report=True)
        own = beside.named.get(item.id, [])
        outer, from_outlet = _from_parent(scene, item, found)
        channels = _joined(outer, own)
        last = outlets.get(item.holder) if item.holder else None
        if from_outlet and not own and last and last.named[: len(outer)] == outer:
            channels = (*outer, *_inferred(last.named[len(outer) :]))
        if not channels:
            channels = _carried(scene, item, outlets, platforms) or _carried_among(scene, item, others)
        channels = tuple(one for one in channels if not _is_holder(scene, item, one.channel.name))
        if channels:
            found[item.id] = channels
        if item.holder and channels and (own or from_outlet):
            _remember(scene, item, channels, outlets, platforms)
        noun = _noun_of_unnamed(scene, item)
        if noun and channels and not all(is_platform(one.channel.name) for one in channels):
            others[noun] = _Last(channels, item.end)
        _remember_interviewers(scene, item, channels, outlets)
    return found


def _from_parent(
    scene: Scene, item: Attribution, found: Mapping[AttributionId, tuple[Named, ...]]
) -> tuple[tuple[Named, ...], bool]:
    """The channels of the statement around, with its holder if that is an outlet or an outlet's piece."""
    parent = scene.by_id.get(item.within) if item.within else None
    if parent is None:
        return (), False
    outlet = _outlet_of(scene, parent)
    return _joined(found.get(parent.id, ()), [outlet] if outlet else []), outlet is not None


def _outlet_of(scene: Scene, item: Attribution) -> Named | None:
    """The outlet that holds a statement, as a channel of what stands inside it."""
    holder = scene.holder(item)
    mention = next((one for span in item.source for one in scene.inside(span)), None)
    if mention is not None and scene.is_outlet(item):
        return Named(Channel(mention.canonical, mention.span), "rule", _INSIDE)
    if holder is not None and holder.identity is Identity.NAMED:
        is_piece = holder.type is HolderType.DOCUMENT and bare_name(holder.name) in scene.outlet_counts
        if holder.type is HolderType.OUTLET or is_piece:
            return Named(Channel(holder.name, next(iter(item.source), None)), "rule", _INSIDE)
    if any(_PIECE.match(span.exact) for span in item.source):
        last = scene.last_outlet(item.start)
        if last is not None:
            return Named(Channel(last.canonical, last.span), "rule", _INSIDE)
    return None


def _carried(
    scene: Scene, item: Attribution, outlets: dict[EntityId, _Last], platforms: dict[EntityId, _Last]
) -> tuple[Named, ...]:
    """The channels of the same holder's last statement that named any."""
    if item.holder is None or item.within is not None or item.holder not in outlets.keys() | platforms.keys():
        return ()
    platform = platforms.get(item.holder)
    if platform and _is_posted(scene, item, platform):
        platforms[item.holder] = replace(platform, until=item.end)
        return _inferred(platform.named)
    outlet = outlets.get(item.holder)
    if (
        outlet is None
        or item.start - max(outlet.end, outlet.until) > outlet.reach
        or not _may_carry(scene, item, max(outlet.end, outlet.until))
        or (outlet.by_report and _is_new(item))
    ):
        return ()
    outlets[item.holder] = replace(outlet, until=item.end)
    return _inferred(outlet.named)


def _carried_among(scene: Scene, item: Attribution, others: Mapping[str, _Last]) -> tuple[Named, ...]:
    """*One official said* after *officials told the Herald*: the channels of those before."""
    noun = _noun_of_unnamed(scene, item)
    last = others.get(noun) if noun and item.within is None else None
    if last is None or item.start - last.end > _SUBJECT_CHARS or not _may_carry(scene, item, last.end):
        return ()
    if not any(_AMONG.match(span.exact) for span in item.source):
        return ()
    return _inferred(last.named)


def _noun_of_unnamed(scene: Scene, item: Attribution) -> str:
    """What an unnamed source is, in the singular: *official* for *two senior officials*."""
    holder = scene.holder(item)
    if holder is None or holder.identity is not Identity.UNNAMED or not item.source:
        return ""
    match = _ROLES.search(item.source[0].exact)
    return match[1].lower() if match else ""


def _is_posted(scene: Scene, item: Attribution, platform: _Last) -> bool:
    """Whether a statement may belong to what its holder put on a platform."""
    gap = item.start - max(platform.end, platform.until)
    reach = _SUBJECT_CHARS if scene.names_one_channel else _PLATFORM_CHARS
    cue = item.cue[0].exact if item.cue else ""
    return gap <= reach and bool(_POSTS.search(cue)) and not _BEFORE_THAT.search(cue)


def _may_carry(scene: Scene, item: Attribution, since: int) -> bool:
    """Whether a statement may belong to what the holder told an outlet until ``since``."""
    if not item.cue:
        return True
    cue = item.cue[0].exact
    if _BEFORE_THAT.search(cue) or _is_elsewhere(scene, item):
        return False
    if item.start - since <= _CLOSE_CHARS:
        return True
    return bool(_SPEAKS.search(cue)) or any(_QUOTED.search(span.exact) for span in item.content)


def _is_new(item: Attribution) -> bool:
    """Whether a source introduces its holder: *Ida Holm, a spokeswoman,*."""
    return any(_INTRODUCES.search(span.exact) for span in item.source)


def _is_elsewhere(scene: Scene, item: Attribution) -> bool:
    """Whether the sentence places what was said elsewhere: before reporters, at a rally, in a book."""
    text, cue = scene.text, item.cue[0]
    if cue.exact.endswith(("told", "telling", "tells")) and _OTHER_EARS.match(text, cue.end, cue.end + 60):
        return True
    low = scene.sentence_starts[scene.sentence_of(cue.start)]
    said = max((span.end for span in item.content if span.end <= cue.start), default=0)
    before = text[max(low, said, cue.start - 120) : cue.start]
    if _BACK_THEN.search(before) or _ELSEWHERE.search(cue.exact):
        return True
    return bool(_ELSEWHERE.search(before) or _ELSEWHERE_NEXT.match(text, cue.end, cue.end + 60))


def _inferred(named: Sequence[Named]) -> tuple[Named, ...]:
    return tuple(
        Named(replace(one.channel, inferred=True), "rule", "carried over from the holder's statement before")
        for one in named
    )


def _remember(
    scene: Scene,
    item: Attribution,
    channels: tuple[Named, ...],
    outlets: dict[EntityId, _Last],
    platforms: dict[EntityId, _Last],
) -> None:
    if item.holder is None:
        return
    last = _Last(channels, item.end)
    if all(is_platform(one.channel.name) for one in channels):
        platforms[item.holder] = last
    else:
        outlets[item.holder] = last
        platforms.pop(item.holder, None)


def _remember_interviewers(
    scene: Scene, item: Attribution, channels: tuple[Named, ...], outlets: dict[EntityId, _Last]
) -> None:
    """Who asks the questions at an outlet speaks through it next."""
    for one in channels:
        if (
            one.by == "cue"
            and one.channel.span
            and not one.channel.inferred
            and not is_platform(one.channel.name)
        ):
            for entity in scene.people_beside(one.channel.span):
                if entity != item.holder and entity not in outlets:
                    outlets[entity] = _Last((one,), item.end)


def _joined(outer: Sequence[Named], own: Sequence[Named]) -> tuple[Named, ...]:
    known = {bare_name(one.channel.name) for one in outer}
    return (*outer, *(one for one in own if bare_name(one.channel.name) not in known))


def _is_holder(scene: Scene, item: Attribution, name: str) -> bool:
    holder = scene.holder(item)
    return holder is not None and bare_name(holder.name).casefold() == bare_name(name).casefold()
