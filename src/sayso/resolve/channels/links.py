"""The words around an outlet's name say whether a statement came through it: *told X*, *X's reporter*."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from sayso.records import Span
from sayso.resolve.outlets import OutletMention
from sayso.resolve.outlets.gazetteer import OutletKind

# Code points before a name in which the words that lead to it are looked for, and behind it.
_BEFORE_CHARS = 140
_AFTER_CHARS = 60


class How(StrEnum):
    """How a name comes to be a channel; the words of ``why``."""

    TOLD = "told"
    TO = "to"
    MEDIUM = "medium"
    RELAY = "relay"


class Place(NamedTuple):
    """An outlet's name in a place that makes it a channel.

    Attributes:
        mention: The outlet.
        how: What kind of place it is.
        start: Where the words that lead to the name begin; the name's own start where none do.
    """

    mention: OutletMention
    how: How
    start: int


# Up to seven words between the verb and the name, none of which opens a clause of its own.
_WORD = (
    r"(?!(?:that|who|which|when|while|because|if|whether|but|he|she|they|it|we|I|had|has|was|were|"
    r"is|are)\b)"
    r"[\w’'.&-]+"
)
_QUOTE = r"(?:[\"“‘]|\'\')?"
_THE = rf"(?:(?:the|The|its|his|her|their|my|an?) )?(?:[a-z][\w-]+,? ){{0,3}}{_QUOTE}\Z"
_TOLD = re.compile(
    rf"\b(?:(?i:told|tells?|telling|informed|(?:sp(?:oke|eaks|eaking|oken)|talk(?:ed|s|ing)?) (?:to|with)|"
    rf"s(?:at|its|itting) down with|join(?:ed|ing) (?:\w+ ){{0,2}}on|confided in|opened up to|"
    rf"reached out to|"
    rf"(?:asked|pressed|questioned|interviewed|quizzed|grilled) by)|"
    rf"(?:confirmed|said|admitted|revealed|explained|confessed|insisted|complained|wrote|boasted|vented|"
    rf"emailed|"
    rf"responded|denied|repeated|disclosed|acknowledged|reiterated|described|"
    rf"recalled)(?: {_WORD}){{0,3}} to)"
    rf"(?: {_WORD},?){{0,6}} {_QUOTE}\Z"
)
# What is published somewhere, and the verbs for doing so; any of the small words may lead to the outlet.
_INTERVIEW = re.compile(
    rf"\b(?i:interviews?|interviewed|appearances?|appear(?:ed|ing|s)?|statements?|comments?|remarks?|"
    rf"issue|edition|"
    rf"pages|episode|e-?mails?|telephone|conversations?|op-eds?|column|essay|letter|article|piece|blog|"
    rf"story|posts?|"
    rf"posted|posting|wr(?:ote|ites|iting|itten|ite)|published|video|clip|footage|message|broadcast|aired|"
    rf"streamed|shared|uploaded|segment|guest|sp(?:oke|eaking|eaks)|talk(?:ed|ing)?|editorial|photos?|"
    rf"pictures?|images?|tweets?|exclusive(?:ly)?|town hall|interviewer|announcement|meeting)"
    rf"(?: {_WORD},?){{0,7}}? (?:to|with|on|in|for|at|via|by|from|of) {_THE}"
)
# Verbs that say no more than that somebody spoke: only these small words make the outlet a channel.
_SPOKE_ON = re.compile(
    rf"\b(?i:said|says?|saying|report(?:ed)?|remarked|call(?:ed|ing)?|responded|announced|went|going|"
    rf"took|taking|takes|taken|"
    rf"sound(?:ed|ing) off|criticized|criticised|attacked|joked|admitted|declared|defended|argued|"
    rf"claimed|insisted|"
    rf"discuss(?:ed|ing)|circulat(?:ed|ing)|spread|trend(?:ed|ing)|live)(?: {_WORD},?){{0,7}}? (?:on|"
    rf"via|to) {_THE}"
)
_TO = re.compile(
    rf"\b[a-z]+(?:ed|es|s|ing|ave|ent)(?: (?:that|this) [a-z]+| {_WORD})(?: {_WORD}){{0,3}} to {_QUOTE}\Z"
)
_PIECE_BEFORE = re.compile(
    r"(?:\A|[\s“\"(])(?:[Ii]n|[Oo]n|[Vv]ia|[Ww]ith|[Tt]o|[Dd]uring|[Ff]rom|[Ii]nto|[Tt]hrough|[Aa]t) "
    r"(?:an?|the|The|his|her|its|their|this|one|two|several|another) (?:[\w-]+ ){0,3}\Z"
)
_PIECE_AFTER = re.compile(
    r"[\"”]?(?:['’]s?)? (?:[\w-]+ ){0,2}?(?:posts?|posting|videos?|pages?|accounts?|interviews?|"
    r"articles?|story|op-ed|"
    r"column|appearance|broadcast|programme|program|show|podcast|segment|message|feed|profile|ad|thread|"
    r"town hall|report|piece|editorial|statement|live|chat|group|panel|documentary|special)\b"
)
_ON = re.compile(
    rf"(?:(?:\A|[\s“\"(])(?:[Oo]n|[Vv]ia|[Tt]hrough|[Oo]ver|[Oo]ver at)|\A\W{{0,3}}(?:At|In|For|"
    rf"Writing (?:in|for|on))) {_THE}"
)
_RELAY = re.compile(
    rf"\b(?:[Aa]ccording to|(?:as )?(?:first )?reported (?:by|in|on)|[Rr]eports? (?:by|from|in|on|of)|"
    rf"quoted (?:by|in|as saying by)|"
    rf"cited by|obtained by|seen by|reviewed by|released by|published (?:by|in|on)|leaked to|[Pp]er|[Vv]ia|"
    rf"courtesy of|[Cc]iting|quoting|interview by|provided to|sent to|shared with|given to|appeared in|"
    rf"carried by|"
    rf"picked up by|highlighted by|spotted by|shown (?:on|by)|tracked by|translated by|conducted by|"
    rf"viewed by)"
    rf"(?: {_WORD}){{0,5}}? ?{_QUOTE}\Z"
)
# What stands for an outlet without its name and is a place in itself: in the interview, in a tweet.
_PIECES = frozenset({"interview", "segment", "tweet", "tweets"})
# What an outlet holds or is, where nothing is said through it.
_GATHERING = re.compile(
    r"(?:['’‘]s?)? (?:(?!(?:after|before|during|on|in|at|about|to|for|from|the|and|"
    r"that)\b)[\w-]+ ){0,3}(?:debates?|events?|conference|summit|lunch|luncheon|dinner|gala|group|forum|"
    r"executives?|CEO|chairman|headquarters|offices?|lawyers?|lawsuit|poll|list|cover|spokes\w+)\b"
)
_REPORTS_BEFORE = re.compile(r"[\"”’]?,[\"”’]? (?:as )?(?:reports|reported|writes) (?:the )?\Z")
_COMMA_BEFORE = re.compile(r"[\"”’]?,[\"”’]? (?:the |The )?\Z")
_REPORTS_BEHIND = re.compile(
    r" (?:(?:has |had |first |also |exclusively )*reported|reports)(?: \w+(?: \w+)?)?\.(?:\s|\Z)"
)
_REPORTS_SOMETHING = re.compile(
    r"[\"”]?(?:['’]s [\w ]{3,30})?(?:, which|, that)? (?:has |had |also |first |exclusively |"
    r"further |is |was )*"
    r"(?:reports|reported|reporting|claims|claimed|writes|wrote|says|reveals|revealed|learned|"
    r"published|quot(?:es|ed)|"
    r"cit(?:es|ed))\b"
)
_REPORT_BEFORE = re.compile(
    r"(?:\b[Aa]ccording to|, (?:as )?(?:first )?(?:reports|reported|writes)|\breported (?:by|in|on)|"
    r"\breports? (?:by|in|from|on)|"
    r"\b[Pp]er|\b[Vv]ia|story (?:in|on|by)|article (?:in|on|by))(?: an?| the)?(?: [\w-]+){0,2} \Z"
)
# An outlet that sets out to ask somebody.
ASKS = re.compile(
    r"(?:['’]s? [\w .’'-]{2,40}?)?(?:,? (?:has |had |also |recently |first |exclusively |then )*"
    r"(?:interview(?:ed|s)|caught up with|sp(?:oke|eaks) (?:to|with)|talk(?:ed|s) (?:to|with)|"
    r"sat down with|"
    r"met (?:up )?with|reach(?:ed|es) out to|contacted|obtained (?:a )?(?:comments?|statements?) from|"
    r"provided a platform to|hosted|quot(?:ed|es|ing)|cit(?:ed|es|ing)|asked|pressed|was told by)\b)"
)
_ROLE = (
    r"(?:news |sports |White House |political |chief |senior |national |foreign |star |co-?|legal |"
    r"law enforcement |"
    r"security |terrorism |business |technology |contributing )*"
    r"(?:reporters?|correspondents?|journalists?|hosts?|columnists?|presenters?|contributors?|"
    r"cohosts?|"
    r"commentators?|analysts?|interviewers?|bloggers?|readers|viewers|users?|accounts|"
    r"account|page|updates?|status|"
    r"profile|post|posts|video|feed|followers|moderator|writer|writers|personality|producer)\b"
)
_FORMER = re.compile(r"\b(?:(?:was|were|been) (?:an?|the)|[Ff]ormer|[Ff]ormerly|[Ee]x-|[Oo]nce|then-)")
_STAFF_AFTER = re.compile(
    rf"[\"”]?(?:(?:['’‘]s?)? (?:own )?{_ROLE}|['’‘]s? (?:own )?(?:sources?|insiders?)\b)"
)
# A report in an outlet is the outlet's own word.
_PIECE = r"(?:report|story|article|post|analysis|piece|editorial|column|comments?|account)"
_OWN_PIECE_BEFORE = re.compile(
    rf"\A(?:(?:an?|the|this|that|its|one) )?.{{0,40}}\b{_PIECE}\b.{{0,40}}\b(?:on|in|from|by|"
    rf"for) (?:an? |the )?(?:[a-z-]+ ){{0,2}}\Z"
)
_OWN_PIECE_AFTER = re.compile(rf"(?:['’‘]s?)? (?:\w+ )?{_PIECE}\b")
_WRITER = re.compile(r"\b(?:by|from) [A-Z]")
_ALONG = re.compile(r"\b(?:along|together) with\b")
_POSSESSED_PERSON = re.compile(r"[\"”]?['’]s? (?:(?:[a-z][\w-]+|[A-Z]\w+) ){0,3}?[A-Z][\w.’'-]+")
_OF_BEFORE = re.compile(
    r"(?:(?<!editor )(?<!editor)[A-Z][\w.’'-]+,? |\b(?:reporter|correspondent|journalist|host|writer|"
    r"columnist|source|sources|blogger)s? )"
    r"(?:of|from|at|for|with|on) (?:[Tt]he |a )?(?:(?:[A-Z]\w+['’]s|[A-Z][a-z]+(?:an|ish|ese)|"
    r"[a-z-]+) ){0,4}\Z"
)
_OFFICE = re.compile(
    r"\b(?:spokes\w+|chief executive|CEO|president|chairman|chairwoman|founder|co-founder|owner|"
    r"executive|director|lawyers?|"
    r"attorneys?|employees?|staff|shareholders?|investors?|board|head|vice|officials?|engineers?|"
    r"managers?|representatives?|policy)\b",
    re.IGNORECASE,
)


def reports_behind(text: str, mention: OutletMention) -> bool:
    """Whether a sentence ends with an outlet that reports it: *…, the Herald has reported.*"""
    return mention.kind is not OutletKind.PLATFORM and bool(
        _COMMA_BEFORE.search(text[max(0, mention.span.start - 8) : mention.span.start])
        and _REPORTS_BEHIND.match(text, mention.span.end, mention.span.end + _AFTER_CHARS)
    )


def reports(text: str, mention: OutletMention) -> bool:
    """Whether the words around a name say that the outlet reports something."""
    if mention.kind is OutletKind.PLATFORM:
        return False
    before = text[max(0, mention.span.start - 40) : mention.span.start]
    behind = _REPORTS_SOMETHING.match(text, mention.span.end, mention.span.end + _AFTER_CHARS)
    return bool(behind or _REPORT_BEFORE.search(before))


def link_of(text: str, mention: OutletMention, *, low: int) -> Place | None:
    """Say how a mention is a channel, going by the words before it, or None where it is not.

    Args:
        text: The article's text.
        mention: The outlet.
        low: Where the sentence begins; nothing before it is looked at.
    """
    if _GATHERING.match(text, mention.span.end, mention.span.end + _AFTER_CHARS):
        return None
    start = mention.span.start
    if mention.span.exact in _PIECES:
        return Place(mention, How.MEDIUM, start)
    low = max(low, start - _BEFORE_CHARS)
    before = text[low:start]
    if before[-4:] in ("the ", "The "):
        before = before[:-4]
    reported = _REPORTS_BEFORE.search(before)
    if reported or reports_behind(text, mention):
        return Place(mention, How.RELAY, low + reported.start() if reported else start)
    for pattern, how in (
        (_TOLD, How.TOLD),
        (_RELAY, How.RELAY),
        (_INTERVIEW, How.MEDIUM),
        (_SPOKE_ON, How.MEDIUM),
        (_TO, How.TO),
    ):
        match = pattern.search(before)
        if match:
            return Place(mention, how, low + match.start())
    match = _ON.search(before)
    if match is None and _PIECE_AFTER.match(text, mention.span.end, mention.span.end + _AFTER_CHARS):
        match = _PIECE_BEFORE.search(before)
    return Place(mention, How.MEDIUM, low + match.start()) if match else None


def is_own_piece(source: Span, mention: OutletMention) -> bool:
    """Whether a source is something that an outlet itself wrote: *a report in the Herald*."""
    if mention.kind is OutletKind.PLATFORM:
        return False
    before = source.exact[: mention.span.start - source.start]
    after = source.exact[mention.span.end - source.start :]
    if _OWN_PIECE_AFTER.match(after):
        return True
    return bool(_OWN_PIECE_BEFORE.match(before)) and not _WRITER.search(before)


def is_staff(text: str, mention: OutletMention, start: int, end: int) -> bool:
    """Whether a source names somebody of the outlet, or material of it: *X's Ida Holm*, *an X reporter*.

    Args:
        text: The article's text.
        mention: An outlet named in the source.
        start: Where the source begins.
        end: One past its end.
    """
    source = text[start:end]
    after = text[mention.span.end : min(end, mention.span.end + _AFTER_CHARS)]
    before = text[start : mention.span.start]
    if _FORMER.search(before) or _ALONG.search(before):
        return False
    if _STAFF_AFTER.match(after):
        return True
    if mention.kind is not OutletKind.PLATFORM and _OFFICE.search(source):
        return False
    if _POSSESSED_PERSON.match(after):
        return True
    return bool(_OF_BEFORE.search(before))
