"""A prediction or intention, with the times of its article, becomes the time at which it falls due.

The words are those of the text with the preposition that they hang on; the dates are what they leave
possible: *by the end of August* runs from the day of publication to 31 August.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from sayso.records import Attribution, Due, Kind, Span, TimeExpression, TimeType
from sayso.resolve.times.deadlines import day_of_same_month, due_days, reaching, taken_forward
from sayso.resolve.times.tense import tense, tense_words
from sayso.resolve.times.words import Words, read_words

WORDS = Path(__file__).parents[1] / "resources" / "times" / "due.json"
# Characters between a content and a time that still belongs to it, at most.
REACH = 14
# Words that a clause of *until* may have; what is longer says more than when.
_CLAUSE = 12

# Prepositions and the like that stand right before a time and belong to it.
_LEAD = re.compile(
    r"""(?:\b(?:by|in|on|at|within|before|until|till|over|for|through|during|after|from|around|since|of
        |between\s+now\s+and|between|the|about|sometime|some\s+time|as\s+(?:early|soon|late)\s+as|no\s+(?:later|earlier|sooner)\s+than
        |close\s+to|ahead\s+of|prior\s+to|following|near|toward|towards|a\s+period\s+of|next|not|early|late|mid
        |(?:in|within|during)\s+(?:the|its|his|her|their)\s+first|more\s+than|less\s+than|at\s+least|up\s+to|anytime|later|starting|beginning|end\s+of)[\s-]+)+\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_BACK = 48
_AFTER_TO_COME = re.compile(r"\s+(?:to come|ahead|from now|hence|time|after)\b|['’]s?\s+time\b")
_OWNS = re.compile(r"['’]s\b")
_NUMBER = re.compile(
    r"\s*(?:and|or|to|through|[-–—])\s*([0-9]{1,2})\b(?=\s*(?:[.,;)\n]|$|to\b|in\b|at\b|for\b))"
)
_JOIN = re.compile(r"\s*(?:and|or|to|through|until|[-–—])\s*(?:the\s+|on\s+)?\Z")
_HOLDS = (
    "within",
    "first",
    "in",
    "over",
    "next",
    "after",
    "coming",
    "period of",
    "inside",
    "less than",
    "during",
)
# With these in the cue a time beside it may be that of the deed; with others it is that of the saying.
_DEED = re.compile(
    r"\b(?:will|would|shall|going to|expected|scheduled|set to|due|agreed|plans?|planning)\b|['’]ll\b",
    re.IGNORECASE,
)
_PAST_WORDS = re.compile(r"\b(?:last|past|ago|earlier|previous|yesterday|recent|since)\b", re.IGNORECASE)
_STRONG = re.compile(
    r"\b(?:by|until|till|before|within|next|later|coming|tomorrow|tonight|upcoming|between|soon)\b",
    re.IGNORECASE,
)
# Right before a time: then it lies ahead whatever the verb.
_TO_COME = re.compile(
    r"\b(?:coming|due|slated|scheduled|planned)(?: (?:out|up|for|in|on|by|to \w+))*(?: the)? \Z", re.I
)
# *until it is safe* says on what condition, not when.
_CONDITION = re.compile(
    r"\b(?:until|till)(?: [\w’'.-]+){1,3}?(?: (?:is|are|am|be|works?)\b|(?<=it)['’]s |(?<=he)['’]s )",
    re.IGNORECASE,
)
_NO_TIMES = ("PAST_REF", "PRESENT_REF")
_NEVER = ("overnight", "9/11")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may say when something falls due: where, with what value, and how much speaks for them."""

    start: int
    end: int
    value: str
    weight: int
    time: TimeExpression | None = None


def find_due(
    text: str,
    attribution: Attribution,
    times: Sequence[TimeExpression],
    kind: Kind | None,
    *,
    published: str | None = None,
) -> Due | None:
    """Find when a prediction or intention falls due.

    Args:
        text: The article's text.
        attribution: What was predicted or intended.
        times: The time expressions of the whole text, in order, as :func:`find_times` gives them.
        kind: The attribution's kind; anything but a prediction or an intention falls due never.
        published: ``YYYY-MM-DD``; without it the words and their value are kept, with such dates only as the
            words give by themselves.

    Returns:
        The words with their value and dates, or None when no time is named, or only one that was past.
    """
    if kind not in (Kind.PREDICTION, Kind.INTENTION) or not attribution.content:
        return None
    day = date.fromisoformat(published[:10]) if published else None
    found = [*_timed(text, attribution, times, day), *_events(text, attribution)]
    if not found:
        return None
    best = max(found, key=lambda item: (item.weight, -item.start))
    start = _widened(text, best.start) if best.time else best.start
    end = best.end + (2 if _OWNS.match(text, best.end) else 0)
    tail = text[end : end + REACH]
    earliest, latest = due_days(text[start : best.start], best.time, tail, day) if best.time else (None, None)
    return Due(Span.of(text, start, end), best.value, _written(earliest), _written(latest))


def _timed(
    text: str, attribution: Attribution, times: Sequence[TimeExpression], day: date | None
) -> Iterator[Candidate]:
    """The times inside the content or attached to it that lie ahead."""
    for piece in attribution.content:
        words: Words | None = None
        for time in _inside(times, piece):
            words = words or _content_words(piece)
            lead = text[max(piece.start, time.start - _BACK) : time.start]
            sign = _tense(words, piece, time)
            if sign >= 0:
                time = time if _PAST_WORDS.search(time.text) else taken_forward(time, day)
            weight = _weight(text, time, lead, sign, day)
            if weight:
                end, latest = _joined(text, time, times)
                yield Candidate(time.start, end, time.value, weight, reaching(time, latest))
    for time in _attached(text, attribution, times):
        weight = _weight(text, time, text[max(0, time.start - REACH) : time.start], 0, day)
        if weight:
            yield Candidate(time.start, time.end, time.value, weight, time)


def _inside(times: Sequence[TimeExpression], piece: Span) -> Sequence[TimeExpression]:
    first = bisect_left(times, piece.start, key=lambda time: time.start)
    return times[first : bisect_left(times, piece.end, key=lambda time: time.start)]


def _content_words(piece: Span) -> Words:
    return next(read_words(piece.exact))


def _tense(words: Words, piece: Span, time: TimeExpression) -> int:
    first = bisect_left(words.starts, time.start - piece.start)
    return tense(words, first, bisect_left(words.starts, time.end - piece.start))


def _attached(
    text: str, attribution: Attribution, times: Sequence[TimeExpression]
) -> Iterator[TimeExpression]:
    """Times beside cue and content, in their sentence, where the cue is of doing and not of saying."""
    cues = [span for span in attribution.cue if _DEED.search(span.exact)]
    if not cues or _says(cues):
        return
    parts = sorted((*attribution.cue, *attribution.content))
    for time in _inside(times, Span(max(0, parts[0].start - REACH), parts[-1].end + REACH, "")):
        if any(piece.start <= time.start < piece.end for piece in attribution.content):
            continue
        between = text[time.end : parts[0].start] + text[parts[-1].end : time.start]
        if not re.search(r"[.;:!?\n]", between):
            yield time


def _says(cues: Sequence[Span]) -> bool:
    return any(word in tense_words().saying for span in cues for word in span.exact.lower().split())


def _weight(text: str, time: TimeExpression, lead: str, sign: int, day: date | None) -> int:
    """How much speaks for a time as a due date: 0 for none at all."""
    led = _LEAD.search(lead)
    before = led.group().lower() if led else ""
    if time.type is TimeType.SET or time.value in _NO_TIMES or time.text in _NEVER or "since" in before:
        return 0
    if _PAST_WORDS.search(time.text) and not before.startswith(("by", "until", "before")):
        return 0
    if day and time.latest and time.latest < day.isoformat():
        return 0
    strong = bool(_TO_COME.search(lead) or _STRONG.search(before) or _STRONG.search(time.text))
    if time.type is TimeType.DURATION:
        return _duration_weight(text, time, before)
    if time.value == "FUTURE_REF" and text[time.end : time.end + 4].lower() == " of ":
        return 0
    if sign < 0 and not strong and not _ahead(time, day):
        return 0
    return 2 + strong + (sign > 0)


def _ahead(time: TimeExpression, day: date | None) -> bool:
    return bool(day and time.earliest and time.earliest > day.isoformat())


def _duration_weight(text: str, time: TimeExpression, before: str) -> int:
    if _AFTER_TO_COME.match(text, time.end):
        return 3
    words = f"{before} {time.text.lower()}"
    if "past" in words or "last" in words:
        return 0
    if before.strip().endswith("after") and not re.match(r"(?:a|\d)", time.text):
        return 0
    held = any(re.search(rf"\b{word}\b", words) for word in _HOLDS)
    return 3 if held else 0


def _joined(text: str, time: TimeExpression, times: Sequence[TimeExpression]) -> tuple[int, str | None]:
    """Where the expression ends, with what *and*, *or* or a dash joins to it, and the last day of that."""
    if re.search(r"\d\Z", time.text) and (number := _NUMBER.match(text, time.end)):
        return number.end(), day_of_same_month(time, int(number[1]))
    index = bisect_right(times, time.start, key=lambda item: item.start)
    if index < len(times) and _JOIN.match(text[time.end : times[index].start]):
        return times[index].end, times[index].latest
    return time.end, None


def _widened(text: str, start: int) -> int:
    """Where the prepositions before a time begin."""
    lead = _LEAD.search(text[max(0, start - _BACK) : start])
    return start - len(lead.group()) if lead else start


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


@lru_cache(maxsize=1)
def _event_pattern() -> re.Pattern[str]:
    data: dict[str, list[str]] = json.loads(WORDS.read_text("utf-8"))
    nouns = "|".join(map(re.escape, data["events"]))
    fixed = "|".join(map(re.escape, data["phrases"]))
    word = r"[\w'’.-]+"
    determiner = "the|an?|this|that|next|any|his|her|its|their|our|my"
    return re.compile(
        rf"""\b(?:
          (?P<fixed>{fixed})
        | (?P<clause>(?:until|till|by(?:\ the)?\ time)\ {word}(?:\ {word}){{0,{_CLAUSE}}})
        | (?P<noun>(?:before|after|ahead\ of|prior\ to|following|during|at\ the\ time\ of|through|until|by)\ 
            (?:(?:{determiner}|{word}['’]s)\ (?:{word}\ ){{0,4}}?)?(?:{nouns}))
        | (?P<jubilee>on\ (?:the|its|his|her|their)\ (?:[\w'’./-]+\ ){{0,3}}?anniversary)
        )\b""",
        re.IGNORECASE | re.VERBOSE,
    )


def _events(text: str, attribution: Attribution) -> Iterator[Candidate]:
    """Events that something is to happen before, after or during; they have no dates."""
    for piece in attribution.content:
        for match in _event_pattern().finditer(text, piece.start, piece.end):
            if match["clause"] and _CONDITION.match(match["clause"]):
                continue
            yield Candidate(match.start(), match.end(), "FUTURE_REF", 2 if match["clause"] else 1)
