"""Dated events of a text become a range of days in which it can have been published.

Only for articles of unknown date, and only ever a range: what is relative in them stays relative.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from sayso.records import TimeExpression, TimeType
from sayso.resolve.times.calendar import days_of, shift
from sayso.resolve.times.tense import tense
from sayso.resolve.times.words import read_words

# Days after the newest event within which news of it appears. Of the Giveme5W1H articles that get a range by
# the rules below, nine in ten were published within it; `benchmarks/timex.py --published` counts them.
LATER = 365
# Characters looked at on either side of a date to tell whether it was past.
_AROUND = 200
# A day in figures or words with its year beside it: holidays and times after *that* are none.
_FULL = re.compile(r"(?=.*\b\d{4}\b)(?=.*\b\d{1,2}(?:st|nd|rd|th)?\b)", re.DOTALL)
_YEAR = re.compile(r"(\d{4})(?:-|$)")


def infer_published_range(text: str, times: Sequence[TimeExpression]) -> tuple[str, str] | None:
    """Infer when a text can have been published from the events that it dates.

    The newest full date (day, month and year) that a sentence in the past tense names is the first day; the
    last is the first full date that a sentence looks ahead to, or a year later where there is none. Nothing
    is inferred when a later year is named, since then the newest event is not the one with a full date.

    Args:
        text: The article's text.
        times: Its time expressions, found without a date of publication.

    Returns:
        First and last day, ``YYYY-MM-DD``; None when no past event has a full date, or the dates disagree.
    """
    dates = [(time, days[0]) for time in times if (days := _full_day(time)) is not None]
    signs = [_tense_at(text, time) for time, _ in dates]
    past = [day for (_, day), sign in zip(dates, signs, strict=True) if sign < 0]
    if not past:
        return None
    first = max(past)
    if any(int(match[1]) > first.year for time in times if (match := _YEAR.match(time.value))):
        return None
    ahead = [day for (_, day), sign in zip(dates, signs, strict=True) if sign > 0]
    last = min(ahead, default=None) or shift(first, LATER, "D")
    if last is None or last <= first:
        return None
    return first.isoformat(), last.isoformat()


def _full_day(time: TimeExpression) -> tuple[date, date] | None:
    if time.type not in (TimeType.DATE, TimeType.TIME) or not _FULL.match(time.text):
        return None
    days = days_of(time.value)
    return days if days and days[0] == days[1] else None


def _tense_at(text: str, time: TimeExpression) -> int:
    start, end = max(0, time.start - _AROUND), min(len(text), time.end + _AROUND)
    words = next(read_words(text[start:end]))
    first = bisect_left(words.starts, time.start - start)
    return tense(words, first, bisect_left(words.starts, time.end - start))
