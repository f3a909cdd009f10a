"""The words around an unnamed source become the reason given for that and the access it claims.

Newsrooms ask for both where a source stays unnamed: why, and how it would know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.records import Attribution, Span

# Code points around a source in which its reason may stand; a sentence of news seldom runs longer.
_REACH = 400

_REST = r"[^.,;:\"“”\n]*"
_REASON = re.compile(
    rf"""
    (?:who\s+|which\s+|because\s+(?:he|she|they|the\s+\w+)\s+)?
        (?:(?:is|was|are|were|has\ been|have\ been|had\ been)\s*(?:not|n[o’']t)\s+|not\s+|un)
        (?:yet\s+|been\s+)?(?:authori[sz]ed|allowed|permitted|cleared|at\ liberty)\s+to\s+
        (?:speak|talk|comment|discuss|be|give|brief|disclose|make|reveal|release){_REST}
    | (?:who\s+)?(?:(?:spoke|speaking|talked|talking|spoken)\s+)?(?:only\s+)?(?:up)?on\s+
        (?:the\s+)?condition\s+
        (?:of\s+(?:anonymity|not\s+being)|that\s+(?:his|her|their|he|she|they)){_REST}
    | (?:who\s+)?(?:spoke|speaking|talked|talking)\s+anonymously{_REST}
    | (?:who\s+)?(?:has\s+|have\s+|had\s+)?
        (?:ask(?:ed|ing)|request(?:ed|ing)|wish(?:ed|es|ing)?|want(?:ed|s|ing)?|prefer(?:red|ring)|
           declin(?:ed|ing)|refus(?:ed|ing)|chose|insist(?:ed|ing)\ on|
           d(?:id|oes|o)(?:\ not|n[’']t)\ (?:want|wish))\s+
        (?:to\s+(?:remain|stay)\s+(?:anonymous|unnamed)|not\s+to\s+be\s+(?:named|identified|quoted)|anonymity|
           to\s+be\s+(?:named|identified|quoted\s+by\s+name)){_REST}
    | for\s+fear\s+of\s+(?:reprisals?|retaliation|retribution|losing|being){_REST}
    | whose\s+(?:name|identity)\s+(?:was|is|has\s+been)\s+(?:withheld|changed|not){_REST}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ACCESS = re.compile(
    rf"""
    (?:who\s+(?:is|was|are|were)\s+)?(?:familiar\s+with|close\s+to)\s+\w{_REST}
    | (?:who\s+(?:has|have|had)\s+|with\s+)
        (?:direct\s+|first-?hand\s+|detailed\s+|inside\s+|intimate\s+|some\s+)?
        (?:knowledge\s+of|insight\s+into|access\s+to)\s+\w{_REST}
    | (?:who\s+(?:was|were|has\s+been|have\s+been|had\s+been)\s+)?briefed\s+(?:on|about|by)\s+\w{_REST}
    | (?:who\s+(?:was|were|is|are)\s+)?(?:directly\s+)?involved\s+in\s+\w{_REST}
    | who\s+(?:has\s+|have\s+|had\s+)?
        (?:saw|seen|attended|witnessed|worked|works|reviewed|took\s+part)\s+\w{_REST}
    | in\s+a\s+position\s+to\s+know{_REST}
    | on\s+the\s+ground\b | at\s+the\s+scene\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE = re.compile(r"[.!?][\"”’]?\s|\n")
_CLAUSE = re.compile(rf",?\s+(?:who|with|close|familiar|briefed)\b{_REST}", re.IGNORECASE)
_CUE = re.compile(
    r"\s+(?:said|says|told|tells|claimed|claims|confirmed|reported|added|revealed|reveals)\b.*$",
    re.IGNORECASE | re.DOTALL,
)


def reason_near(text: str, attributions: Sequence[Attribution]) -> Span | None:
    """The words that say why a source is not named: in its own words, or in the rest of its sentence.

    Args:
        text: The article's text.
        attributions: All that lead to the source.
    """
    for span, _ in _sources(attributions):
        found = _search(text, _REASON, span.start, span.end)
        if found is not None:
            return found
    for span, item in _sources(attributions):
        found = _search(text, _REASON, *_sentence(text, span))
        if found is not None and not _is_said(found, item):
            return found
    return None


def access_near(text: str, attributions: Sequence[Attribution]) -> Span | None:
    """The words that say how an unnamed source would know: its own, or the clause right behind them."""
    for span, _ in _sources(attributions):
        clause = _CLAUSE.match(text, span.end, span.end + _REACH)
        found = _search(text, _ACCESS, span.start, clause.end() if clause else span.end)
        if found is not None:
            return found
    return None


def _sources(attributions: Sequence[Attribution]) -> Iterator[tuple[Span, Attribution]]:
    return ((span, item) for item in attributions for span in item.source)


def _is_said(found: Span, item: Attribution) -> bool:
    """Whether the words are in quotation marks in what the source says, and so not the article's."""
    return any(part.start <= found.start < part.end and part.exact[:1] in "\"“'‘" for part in item.content)


def _sentence(text: str, span: Span) -> tuple[int, int]:
    low, high = max(0, span.start - _REACH), min(len(text), span.end + _REACH)
    starts = [match.end() for match in _SENTENCE.finditer(text, low, span.start)]
    end = _SENTENCE.search(text, span.end, high)
    return (starts[-1] if starts else low), (end.start() + 1 if end else high)


def _search(text: str, pattern: re.Pattern[str], start: int, end: int) -> Span | None:
    match = pattern.search(text, start, end)
    piece = _CUE.sub("", match.group()).rstrip() if match else ""
    if match is None or not piece.strip():
        return None
    lead = len(piece) - len(piece.lstrip())
    return Span.of(text, match.start() + lead, match.start() + len(piece))
