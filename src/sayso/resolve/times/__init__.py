"""Text becomes time expressions, as TIMEX3 of ISO-TimeML (ISO 24617-1), anchored to the date of publication.

A grammar over classes of words finds the phrases; for each rule a function says what they mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from sayso.errors import UsageError
from sayso.records import Span, TimeExpression
from sayso.resolve.times import dates, periods, spans
from sayso.resolve.times.grammar import Phrase, next_phrase, phrase_at
from sayso.resolve.times.here import Here, Memory, Sense
from sayso.resolve.times.words import Words, read_words

_MEANINGS: Mapping[str, Callable[[Here], Sense | None]] = {
    "clock": periods.clock,
    "fulldate": periods.day_part,
    "quartertoken": periods.quarter_token,
    "yearago": spans.year_ago,
    "quarter": periods.quarter,
    "century": dates.century,
    "age": spans.age,
    "firstn": spans.first_units,
    "reln": spans.counted_span,
    "ahead": spans.ahead,
    "recent": spans.recent,
    "ago": spans.ago,
    "hence": spans.hence,
    "earlier": spans.earlier,
    "monthyear": dates.month_year,
    "seasonyear": dates.season_year,
    "seasonrel": dates.season_rel,
    "decade": dates.decade,
    "september": dates.september,
    "often": spans.often,
    "oncea": spans.once_a,
    "weekdays": dates.weekdays,
    "nthday": dates.nth_day,
    "weekday": periods.day_part,
    "deictic": periods.day_part,
    "tonight": periods.tonight,
    "partrel": periods.part_rel,
    "monthrel": dates.month_rel,
    "unitrel": periods.unit_rel,
    "holiday": dates.feast,
    "month": dates.month,
    "year": dates.year,
    "theunit": periods.the_unit,
    "season": dates.season,
    "duration": spans.plain_duration,
    "ref": periods.reference,
}
# These hold another expression after *of*.
_HOLDING: Mapping[str, Callable[[Here, Sense | None], Sense | None]] = {
    "stretch": periods.stretch,
    "halfyear": periods.half_year,
}


def find_times(text: str, *, published: str | date | None = None) -> tuple[TimeExpression, ...]:
    """Find the words of a text that say when, how long or how often.

    Args:
        text: Any text; offsets count its code points.
        published: The day the text appeared, which *yesterday*, *Tuesday* and *next month* are counted from,
            as a date or ``YYYY-MM-DD`` (a time after it is ignored). Without it such expressions keep an open
            value, such as ``XXXX-WXX-2``, and no dates.

    Returns:
        The expressions in text order, none overlapping.

    Raises:
        UsageError: ``published`` is not a date.
    """
    day = _day(published)
    memory = Memory()
    found: list[TimeExpression] = []
    for words in read_words(text):
        at = 0
        while (phrase := next_phrase(words, at)) is not None:
            sense = meaning(Here(words, phrase, day, memory))
            if sense is None:
                at = phrase.first + 1
                continue
            if sense.days and len(sense.value) > 2 and sense.value[0].isdigit():
                memory.day, memory.day_at = sense.days[0], words.ends[phrase.last - 1]
                memory.whole = sense.days[0] != sense.days[1]
            found.append(_expression(words, phrase, sense))
            at = phrase.last
    return tuple(found)


def meaning(here: Here) -> Sense | None:
    """What a phrase means, or None when it is no time after all."""
    rule = here.phrase.rule
    if rule not in _HOLDING:
        return _MEANINGS[rule](here)
    return _HOLDING[rule](here, _inner(here))


def _inner(here: Here) -> Sense | None:
    """What stands after *of*: the year of *the end of the year*."""
    if "OF" not in here.names:
        return None
    first = here.phrase.first + here.names.index("OF") + 1
    phrase = phrase_at(here.words, first, here.phrase.last)
    if phrase is None or phrase.last != here.phrase.last or phrase.rule in _HOLDING:
        return None
    inside = Here(here.words, phrase, here.published, here.memory)
    return periods.the_unit(inside, always=True) if phrase.rule == "theunit" else meaning(inside)


def _expression(words: Words, phrase: Phrase, sense: Sense) -> TimeExpression:
    span = Span.of(words.text, words.starts[phrase.first], words.ends[phrase.last - 1])
    first, last = (day.isoformat() for day in sense.days) if sense.days else (None, None)
    return TimeExpression(span, sense.type, sense.value, first, last)


def _day(published: str | date | None) -> date | None:
    if published is None or isinstance(published, date):
        return published
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        raise UsageError(f'published is "{published}"; give a date as YYYY-MM-DD') from None
