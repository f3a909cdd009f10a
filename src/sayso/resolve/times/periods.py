"""Phrases that name a stretch of the calendar by its place become dates: *this week*, *the end of June*."""

from __future__ import annotations

import re
from datetime import date

from sayso.records import TimeType
from sayso.resolve.times.calendar import UNKNOWN, days_of, shift
from sayso.resolve.times.dates import MONTHS, day_sense, modified, offset, season, season_rel
from sayso.resolve.times.here import Here, Sense, dated, narrowed
from sayso.resolve.times.numbers import year_of
from sayso.resolve.times.spans import unit_of

# Words that count from what the text named last rather than from the day of publication.
_FROM_MEMORY = ("following", "previous", "preceding", "subsequent")


def unit_rel(here: Here) -> Sense | None:
    """*this week*, *last month*, *the following year*, *that day*, *earlier this year*."""
    unit = unit_of(here)
    if unit == "S":
        return season_rel(here)
    n = offset(here)
    if here.has("THAT") and not here.has("LAST", "NEXT"):
        return _that(here, unit)
    if here.has("LATEST") and unit == "Q":
        return the_quarter(here)
    if unit == "Y" and "past" in _texts(here) and here.has("THE"):
        return Sense(TimeType.DURATION, "P1Y")
    if unit not in UNKNOWN:
        return None
    words = _texts(here)
    if "following" in words and not here.has("THE"):
        return None
    base = here.day_named() if set(words) & set(_FROM_MEMORY) else None
    if here.has("LATEST"):
        n = -1 if unit in ("Y", "M", "W") else 0
    sense = here.counted(n, unit, base=base)
    return modified(here, sense) if sense else None


def _texts(here: Here) -> list[str]:
    return [here.words.word(index) for index in range(here.phrase.first, here.phrase.last)]


def _that(here: Here, unit: str) -> Sense | None:
    if unit == "Q" and (quarter := here.quarter()):
        return dated(f"{quarter[0]:04}-Q{quarter[1]}")
    base = here.day_named(single=unit == "D") if unit in ("D", "W") else here.memory.day
    if unit not in UNKNOWN or (unit in ("D", "C") and base is None):
        return None
    return here.counted(0, unit, base=base) if base else Sense(TimeType.DATE, UNKNOWN[unit])


def part_rel(here: Here) -> Sense | None:
    """*this morning*, *that evening*, *the next afternoon*."""
    day = here.day_named(single=True) if here.has("THAT") else here.published
    if day and offset(here):
        day = shift(day, offset(here), "D")
    return _part_of(day, here.code("PART"))


def _part_of(day: date | None, part: str) -> Sense:
    value = f"{day.isoformat() if day else UNKNOWN['D']}T{part}"
    return Sense(TimeType.TIME, value, (day, day) if day else None)


def tonight(here: Here) -> Sense:
    """*tonight*, *overnight*."""
    return _part_of(here.published, "NI")


def day_part(here: Here) -> Sense | None:
    """A day, with the part of it that is named: *Friday*, *Monday night*, *yesterday morning*."""
    if here.has("DEICTIC") and here.has("UNIT"):
        return _beyond(here)
    if here.is_capital() and (here.before() == "NAME" if here.has("DEICTIC") else _is_paper(here)):
        return None
    sense = day_sense(here)
    if sense is None or not here.has("PART"):
        return sense
    return Sense(TimeType.TIME, f"{sense.value}T{here.code('PART')}", sense.days)


def _is_paper(here: Here) -> bool:
    """Whether a weekday is part of a name, such as *The Sunday Echo*."""
    named = here.has("THE") or here.before() == "THE"
    return named and here.names[-1] == "WEEKDAY" and here.after() == "NAME"


def _beyond(here: Here) -> Sense | None:
    """*the day after tomorrow*, *the day before yesterday*."""
    step = 1 if here.has("AFTER") else -1 if here.word("PREP") == "before" else 0
    return here.counted(here.number("DEICTIC") + step, "D") if step and here.code("UNIT") == "D" else None


def clock(here: Here) -> Sense | None:
    """*10 p.m. Wednesday*, *3:30 p.m.*, *noon*."""
    time = _clock_value(here)
    if time is None:
        return None
    if here.has("FULLDATE", *MONTHS, "WEEKDAY", "WDAY", "DEICTIC"):
        sense = day_sense(_without_clock(here))
    else:
        sense = here.counted(0, "D")
    return Sense(TimeType.TIME, f"{sense.value}T{time}", sense.days) if sense else None


def _without_clock(here: Here) -> Here:
    """The phrase without its hour, whose figures would pass for a day of the month."""
    kept = Here(here.words, here.phrase, here.published, here.memory)
    for index, name in enumerate(kept.names):
        if name in ("MERIDIEM", "OCLOCK") and index and kept.names[index - 1] in ("DAY", "CARDINAL"):
            kept.names[index - 1] = "WORD"
    return kept


def _clock_value(here: Here) -> str | None:
    if here.has("NOON"):
        return here.code("NOON")
    afternoon = "p" in (here.word("MERIDIEM") or here.word("HOURPM")) or None
    if here.has("HHMM"):
        hour, minute = (int(part) for part in re.split(r"[:.]", here.word("HHMM"))[:2])
        loose = not here.has("MERIDIEM", "ZONE") and len(here.names) == 1
        if loose and here.before() not in ("PREP", "AT", "AFTER"):
            return None
    else:
        index = max(
            (here.names.index(n) for n in ("MERIDIEM", "OCLOCK", "HOURPM") if n in here.names), default=0
        )
        hour, minute = _hour(here, index), 0
    if here.has("MERIDIEM", "HOURPM"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if afternoon else 0)
    return f"{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else None


def _hour(here: Here, index: int) -> int:
    if here.names[index] == "HOURPM":
        return int(re.sub(r"\D", "", here.words.word(here.phrase.first + index)))
    if here.names[index - 1] == "DAY":
        return int(here.words.word(here.phrase.first + index - 1))
    return here.number("CARDINAL")


def the_quarter(here: Here) -> Sense:
    """*the quarter*, *the latest quarter*: the one that the text speaks of, else the last that was over."""
    quarter = here.quarter()
    if quarter is None and here.published:
        before = shift(here.published, -1, "Q")
        quarter = (before.year, (before.month + 2) // 3) if before else None
    return dated(f"{quarter[0]:04}-Q{quarter[1]}") if quarter else Sense(TimeType.DATE, UNKNOWN["Q"])


def the_unit(here: Here, *, always: bool = False) -> Sense | None:
    """*the quarter*, *the year*, *the week*, where the words around say which is meant."""
    if here.has("QUARTER", "PERIOD"):
        return the_quarter(here) if here.has("QUARTER", "LATEST") or here.quarter() else None
    unit = unit_of(here)
    if unit == "S":
        return season(here)
    if unit == "N":
        return None
    if not always and (here.before() not in ("PREP", "OF") or unit not in ("Y", "W", "M", "WE")):
        return None
    if here.word_after() in ("ended", "ending", "to") and unit == "Y":
        return Sense(TimeType.DURATION, "P1Y")
    back = (
        -1 if unit == "WE" and here.published and here.tense() <= 0 and here.published.isoweekday() < 6 else 0
    )
    return here.counted(back, unit) if unit in UNKNOWN else None


def quarter(here: Here) -> Sense | None:
    """*the third quarter*, *fiscal first quarter*, *the 1988 quarter*, *this year's third quarter*."""
    nth = here.number("ORDINAL") or int(re.sub(r"\D", "", here.word("NTH")) or 0)
    known, year = here.quarter(), year_of(here)
    if not nth and known:
        nth = known[1]
    nth = 4 if nth == -1 else nth
    if not 1 <= nth <= 4:
        return dated(f"{year:04}") if year and nth == 0 else None
    if year is None and here.published:
        day = here.published
        year = day.year + offset(here)
        begins = date(day.year, 3 * nth - 2, 1)
        if not here.has("UNIT") and begins > day and here.tense() <= 0 and nth > (day.month + 2) // 3 + 1:
            year -= 1
    if year is None:
        return Sense(TimeType.DATE, f"XXXX-Q{nth}")
    here.memory.quarter = (year, nth, here.start)
    return dated(f"{year:04}-Q{nth}")


def quarter_token(here: Here) -> Sense | None:
    """*Q3 2022*, *H1 2022*."""
    code, year = here.word("QTOKEN").upper(), year_of(here)
    if code in ("H3", "H4"):
        return None
    if year is None:
        if code[0] == "H" or here.before() == "NAME":
            return None
        year = here.published.year if here.published else None
    return dated(f"{year:04}-{code}") if year else Sense(TimeType.DATE, f"XXXX-{code}")


def half_year(here: Here, inner: Sense | None) -> Sense | None:
    """*the first half of 2015*; with no year, only where the text speaks of quarters."""
    nth = {"first": 1, "second": 2, "1st": 1, "2nd": 2, "last": 2, "latter": 2}.get(
        here.word("ORDINAL") or here.word("NTH") or here.word("LAST"), 0
    )
    if not nth:
        return None
    if inner is None:
        known = here.quarter()
        return dated(f"{known[0]:04}-H{nth}") if known and not here.has("OF") else None
    if re.fullmatch(r"\d{4}|XXXX", inner.value):
        value = f"{inner.value}-H{nth}"
        return Sense(TimeType.DATE, value, days_of(value))
    if not inner.days:
        return inner
    first, last = inner.days
    middle = shift(first, (last - first).days // 2, "D") or last
    return inner._replace(days=(first, middle) if nth == 1 else (middle, last))


def stretch(here: Here, inner: Sense | None) -> Sense | None:
    """*the end of 1990*, *year-end*, *the beginning of the week*."""
    part = here.code("STRETCH")
    if inner is None:
        unit = unit_of(here)
        if here.has("OF") or unit not in ("Y", "M", "Q", "W") or here.names[-1] != "STRETCH":
            return None
        if not here.has("HYPHEN", "OWNS") and here.word("STRETCH") != "end":
            return None
        inner = here.counted(0, unit)
    return inner._replace(days=narrowed(inner.days, part)) if inner else None


def reference(here: Here) -> Sense | None:
    """*now*, *recently*, *the future*: the past, present or future at large."""
    words = " ".join(_texts(here))
    if here.has("NOW"):
        return _now(here)
    if here.has("OVERNIGHT"):
        return tonight(here)
    if here.has("OFTEN"):
        code = here.code("OFTEN")
        name = here.is_capital() and "NAME" in (here.after(), here.before())
        return None if name or here.word("OFTEN") == "annual" else Sense(TimeType.SET, code)
    if here.has("FUTURE", "TERM"):
        short = here.has("FUTURE", "NEAR") or here.word("ADJ") in ("short", "long")
        return Sense(TimeType.DATE, "FUTURE_REF") if short else None
    if here.has("RECENT") or words == "the past":
        return Sense(TimeType.DATE, "PAST_REF") if words != "the past" or here.word_before() == "in" else None
    if here.has("THESE"):
        return Sense(TimeType.DATE, "PRESENT_REF") if "days" in words and words != "those days" else None
    if words == "some day":
        return Sense(TimeType.DATE, "FUTURE_REF")
    if words.startswith("at ") and here.after() != "OF":
        return Sense(TimeType.DATE, "PAST_REF" if "time" in words else "PRESENT_REF")
    return None


def _now(here: Here) -> Sense | None:
    word = here.word("NOW")
    if word == "previously" or (
        word == "soon" and (here.word_before() in ("as", "too") or here.after() == "AFTER")
    ):
        return None
    day = here.published
    return Sense(TimeType.DATE, here.code("NOW"), (day, day) if day and word == "now" else None)
