"""The words around an unnamed source become the reason it gives for that and the access it claims."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.records import Attribution, Span

# How far from the source its reason may stand, in code points; a sentence of news seldom runs longer.
_REACH = 400

_REASON = re.compile(
    r"(?:who\s+|which\s+)?(?:is|was|are|were|has been|have been)?\s*"
    r"(?:not|n[o']t|un)\s*(?:been\s+)?(?:authori[sz]ed|allowed|permitted|cleared|at liberty)\s+to\s+"
    r"(?:speak|talk|comment|discuss|be|give|brief|disclose|make|reveal)[^.,;:\"“”\n]*"
    r"|(?:who\s+)?(?:spoke|speaking|talked|talking|spoken)?\s*(?:only\s+)?(?:up)?on\s+(?:the\s+)?condition\s+"
    r"(?:of\s+anonymity|that|they|he|she|of not being)[^.,;:\"“”\n]*"
    r"|(?:who\s+)?(?:spoke|speaking|talked|talking)\s+anonymously[^.,;:\"“”\n]*"
    r"|(?:who\s+)?(?:(?:asked|asking|requested|requesting|wished|wishing|wanted|wanting|preferred|preferring|declined|"
    r"declining|refused|refusing|chose|insisted on|did ?n[o']t want|do not want|does not want)\s+)"
    r"(?:to\s+remain\s+anonymous|to\s+stay\s+anonymous|not\s+to\s+be\s+(?:named|identified|quoted)|anonymity|"
    r"to\s+be\s+(?:named|identified|quoted by name)|that\s+(?:his|her|their)\s+names?[^.,;:\"“”\n]*)[^.,;:\"“”\n]*"
    r"|because\s+(?:he|she|they|the\s+\w+)\s+(?:is|was|are|were)\s*n[o']t\s+authori[sz]ed[^.,;:\"“”\n]*"
    r"|for\s+fear\s+of\s+(?:reprisals?|retaliation|retribution|losing|being)[^.,;:\"“”\n]*"
    r"|whose\s+(?:name|identity)\s+(?:was|is|has been)\s+(?:withheld|changed|not)[^.,;:\"“”\n]*",
    re.IGNORECASE,
)
_ACCESS = re.compile(
    r"(?:who\s+(?:is|was|are|were)\s+)?(?:familiar|close)\s+(?:with|to)\s+[^.,;:\"“”\n]+"
    r"|(?:who\s+(?:has|have|had)\s+)?(?:with\s+)?(?:direct\s+|first-?hand\s+|detailed\s+|inside\s+|intimate\s+|some\s+)?"
    r"(?:knowledge|insight)\s+(?:of|into|about)\s+[^.,;:\"“”\n]+"
    r"|(?:who\s+(?:was|were|has been|have been|had been)\s+)?(?:briefed|informed)\s+(?:on|about|by)\s+[^.,;:\"“”\n]+"
    r"|(?:who\s+(?:was|were)\s+)?(?:directly\s+)?involved\s+in\s+[^.,;:\"“”\n]+"
    r"|(?:who\s+)(?:saw|has seen|have seen|had seen|attended|witnessed|worked|works|has worked|have worked|reviewed|"
    r"took part)\s+[^.,;:\"“”\n]+"
    r"|in\s+a\s+position\s+to\s+know[^.,;:\"“”\n]*"
    r"|on\s+the\s+ground\b|at\s+the\s+scene\b|with\s+access\s+to\s+[^.,;:\"“”\n]+",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?][\"”’]?\s|\n")
_CUT = re.compile(r"\s+(?:said|says|told|tells|claimed|confirmed|reported|added|reveals?|revealed)\b.*$", re.IGNORECASE | re.S)


def reason_near(text: str, attributions: Sequence[Attribution]) -> Span | None:
    """The words that say why a source is not named, first in its own words, then in the rest of its sentences."""
    return _first(text, attributions, _REASON)


def access_near(text: str, attributions: Sequence[Attribution]) -> Span | None:
    """The words that say how an unnamed source would know; only in the source's own words."""
    for item in attributions:
        for span in item.source:
            found = _search(text, _ACCESS, span.start, _clause_end(text, span.end))
            if found is not None:
                return found
    return None


def _first(text: str, attributions: Sequence[Attribution], pattern: re.Pattern[str]) -> Span | None:
    for item in attributions:
        for span in item.source:
            found = _search(text, pattern, span.start, span.end)
            if found is not None:
                return found
    for item in attributions:
        for span in item.source:
            found = _outside_contents(text, pattern, item, span)
            if found is not None:
                return found
    return None


def _outside_contents(text: str, pattern: re.Pattern[str], item: Attribution, span: Span) -> Span | None:
    """Look in the sentence around a source, but not in what it says."""
    start, end = _sentence(text, span)
    found = _search(text, pattern, start, end)
    if found is None or any(part.start <= found.start < part.end for part in item.content if _is_quoted(part)):
        return None
    return found


def _is_quoted(part: Span) -> bool:
    return part.exact[:1] in "\"“'‘"


def _sentence(text: str, span: Span) -> tuple[int, int]:
    low, high = max(0, span.start - _REACH), min(len(text), span.end + _REACH)
    starts = [match.end() for match in _SENTENCE.finditer(text, low, span.start)]
    end = _SENTENCE.search(text, span.end, high)
    return (starts[-1] if starts else low), (end.start() + 1 if end else high)


def _clause_end(text: str, end: int) -> int:
    """A source that stops before *, who was close to …* goes on to the end of that clause."""
    follow = re.compile(r",?\s+(?:who|with|close|familiar|briefed)\b[^.,;:\"“”\n]*").match(text, end, end + _REACH)
    return follow.end() if follow else end


def _search(text: str, pattern: re.Pattern[str], start: int, end: int) -> Span | None:
    match = pattern.search(text, start, end)
    if match is None:
        return None
    piece = _CUT.sub("", match.group()).rstrip()
    lead = len(piece) - len(piece.lstrip())
    return Span.of(text, match.start() + lead, match.start() + len(piece)) if piece.strip() else None
