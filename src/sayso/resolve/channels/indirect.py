"""Outlets are meant where no name of theirs stands: *told the paper*, *told Holm*, *in a tweet*."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from sayso.records import Span
from sayso.resolve.outlets import OutletMention
from sayso.resolve.outlets.gazetteer import OutletKind

# Code points back in which the outlet is looked for that *the paper* means.
_REFER_CHARS = 1_200
# Mentions back that are looked at.
_LOOK_BACK = 6

_THE_PAPER = re.compile(
    r"\b(?:told|tells|telling|assured|informed|(?:spoke|speaking|said|talking|statement) (?:to|"
    r"with)) the (?P<paper>"
    r"(?:news ?paper|paper|tabloid|daily|(?:radio |television |TV |news )?(?:station|channel|"
    r"network)|broadcaster|"
    r"magazine|agency|news agency|outlet|news outlet|"
    r"site|website|news site|publication|programme|program|show|blog)(?! (?:of|that|which)\b))\b(?!['’]s)"
)
_THE_INTERVIEW = re.compile(
    r"\b(?:[Ii]n|[Dd]uring|[Oo]n) (?:the|that|this) (?:same )?(?P<paper>interview|segment)\b"
    r"(?! (?:with|on|by|in|for)\b)"
)
_SPOKE = re.compile(r"\b(?:interview\w*|told|spoke|speaking|appear\w+|sat down|sitting down|talk\w*)\b")
_A_TWEET = re.compile(
    r"\b(?:[Ii]n|[Oo]n|[Vv]ia|[Ww]ith|[Tt]hrough|[Ff]rom) (?:an?|the|this|that|one|another|his|her|"
    r"its|their|several|"
    r"two|a series of) (?:[\w-]+ ){0,2}(?P<tweet>tweets?)\b"
)
_ROLE = (
    r"(?:news |chief |legal |political |senior |law enforcement |sports |security )*"
    r"(?:host|anchor|reporter|correspondent|journalist|interviewer|contributor|presenter|columnist|"
    r"editor|writer)"
)
_NAME = r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+)? (?P<last>[A-Z][\w-]{2,})"
_STAFF_BEHIND = re.compile(rf"[\"”]?(?:['’]s?)?(?: {_ROLE})?,? {_NAME}(?![\w-])")
_STAFF_BEFORE = re.compile(rf"{_NAME},? (?:an? {_ROLE} )?(?:of|from|at|with|for) (?:[Tt]he )?\Z")
_FORMER = re.compile(r"\b(?:[Ff]ormer |[Ee]x-|then-)(?:[\w’'-]+ ){0,3}\Z")
_TOLD_STAFF = re.compile(
    r"\b(?:told|tells|telling|[Pp]er|courtesy of|(?:asked|pressed|questioned|interviewed) by|"
    r"(?:spoke|speaking|talked) "
    r"(?:to|with)|interview with) (?P<last>[A-Z][\w-]{2,})\b(?!['’ ]+(?:s\b|[A-Z]))"
)


def with_indirect(text: str, outlets: Sequence[OutletMention]) -> list[OutletMention]:
    """Add to the outlets that a text names the places that mean one without its name, in text order."""
    found = list(outlets)
    for more in (_papers, _staff, _tweets):
        taken = [(one.span.start, one.span.end) for one in found]
        found.extend(one for one in more(text, outlets) if not _overlaps(taken, one.span))
        found.sort(key=lambda one: one.span)
    return found


def _overlaps(taken: Sequence[tuple[int, int]], span: Span) -> bool:
    at = bisect_right(taken, (span.start, span.end))
    return any(start < span.end and span.start < end for start, end in taken[max(0, at - 1) : at + 1])


def _papers(text: str, outlets: Sequence[OutletMention]) -> Iterator[OutletMention]:
    """*told the paper*, *in the interview*: the outlet named last before it."""
    for pattern, fits in ((_THE_PAPER, _is_no_platform), (_THE_INTERVIEW, _interviews)):
        for match in pattern.finditer(text):
            at = bisect_right(outlets, match.start(), key=lambda one: one.span.start)
            before = reversed(outlets[max(0, at - _LOOK_BACK) : at])
            last = next((one for one in before if fits(text, one)), None)
            if last is not None and match.start() - last.span.end <= _REFER_CHARS:
                yield _at(text, match, "paper", last)


def _is_no_platform(_: str, outlet: OutletMention) -> bool:
    return outlet.kind is not OutletKind.PLATFORM


def _interviews(text: str, outlet: OutletMention) -> bool:
    """Whether somebody is said to have spoken to an outlet."""
    start, end = outlet.span.start, outlet.span.end
    return bool(_SPOKE.search(text[max(0, start - 80) : end + 60])) and _is_no_platform(text, outlet)


def _staff(text: str, outlets: Sequence[OutletMention]) -> Iterator[OutletMention]:
    """*told Holm*: the outlet whose reporter *The Herald's Ida Holm* is."""
    staff: dict[str, OutletMention] = {}
    for outlet in outlets:
        if outlet.kind is OutletKind.PLATFORM:
            continue
        start, end = outlet.span.start, outlet.span.end
        behind = _STAFF_BEHIND.match(text, end, min(len(text), end + 80))
        before = _STAFF_BEFORE.search(text[max(0, start - 80) : start])
        match = behind or before
        if match and not (behind and _FORMER.search(text[max(0, start - 40) : start])):
            staff.setdefault(match["last"], outlet)
    if not staff:
        return
    for match in _TOLD_STAFF.finditer(text):
        employer = staff.get(match["last"])
        if employer is not None and employer.span.start < match.start():
            yield _at(text, match, "last", employer)


def _tweets(text: str, _: Sequence[OutletMention]) -> Iterator[OutletMention]:
    """*in a tweet*: Twitter."""
    for match in _A_TWEET.finditer(text):
        yield OutletMention("Twitter", "Twitter", Span.of(text, *match.span("tweet")), OutletKind.PLATFORM)


def _at(text: str, match: re.Match[str], group: str, outlet: OutletMention) -> OutletMention:
    return OutletMention(outlet.canonical, outlet.canonical, Span.of(text, *match.span(group)), outlet.kind)
