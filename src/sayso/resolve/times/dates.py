"""Phrases that name days, months, seasons and years become dates."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from sayso.records import TimeType
from sayso.resolve.times.calendar import SEASONS, UNKNOWN, days_of, holiday, shift, value_at, weekday_near
from sayso.resolve.times.here import Here, Sense, dated, narrowed
from sayso.resolve.times.numbers import year_of

MONTHS = ("MONTH", "MARCH", "MON")
DAYS = ("WEEKDAY", "WDAY")
# Words that a bare *May*, *March* or *Sun* needs before it to be a time.
# Months looked through for a *Tuesday the 16th*.
_MONTHS_AROUND = 12
LEADING = ("PREP", "OF", "AND", "OR", "TO", "A", "THE", "ON", "AT", "ABOUT", "THAN", "MORE", "EARLY")


def day_sense(here: Here) -> Sense | None:
    """A day of the calendar, a day of the week, or today, yesterday and tomorrow."""
    if here.has("FULLDATE"):
        return _full_date(here.word("FULLDATE"), here.published)
    if here.has(*MONTHS):
        return month_day(here)
    if here.has("DEICTIC"):
        return here.counted(here.number("DEICTIC"), "D")
    return weekday(here) if here.has(*DAYS) else None


def _full_date(word: str, published: date | None) -> Sense | None:
    first, second, third = (int(part) for part in re.split(r"[-/.]", word))
    if word[4] == "-":
        year, month, day = first, second, third
    else:
        month, day, year = (second, first, third) if first > 12 or "." in word else (first, second, third)
        if year < 100:
            newest = (published.year if published else 2030) + 20
            year += newest - newest % 100 - (100 if year > newest % 100 else 0)
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> Sense | None:
    try:
        return dated(date(year, month, day).isoformat())
    except ValueError:
        return None


def month_day(here: Here) -> Sense | None:
    """``March 5, 1990``; without a year, the one that fits the sentence."""
    month = here.number(*MONTHS)
    day = (
        here.number("ORDINAL")
        if here.has("ORDINAL")
        else int(re.sub(r"\D", "", here.word("DAY") or here.word("NTH")) or 0)
    )
    year = year_of(here)
    if year:
        return _day(year, month, day)
    if not 1 <= day <= monthrange(2000, month)[1]:
        return None
    if here.published is None:
        return Sense(TimeType.DATE, f"XXXX-{month:02}-{day:02}")
    nearest = _nearest(here, [f"{here.published.year + n:04}-{month:02}-{day:02}" for n in (-1, 0, 1)])
    return dated(nearest) if nearest else None


def _nearest(here: Here, values: list[str]) -> str | None:
    """Of the same date in three years, the one that fits the tense; the nearer one where there is none."""
    day = here.published
    spans = [(value, days) for value in values if (days := days_of(value))]
    if day is None or not spans:
        return None
    ahead = [value for value, (_, last) in spans if last >= day]
    behind = [value for value, (first, _) in spans if first <= day]
    tense = here.tense()
    if tense > 0 and ahead:
        return ahead[0]
    if tense < 0 and behind:
        return behind[-1]
    return min(spans, key=lambda item: abs((item[1][0] - day).days))[0]


def month(here: Here) -> Sense | None:
    """A month by itself: *August*, *early March*."""
    number = here.number(*MONTHS)
    if len(here.names) == 1 and not _is_month(here):
        return None
    if here.published is None:
        return Sense(TimeType.DATE, f"XXXX-{number:02}")
    found = _nearest(here, [f"{here.published.year + n:04}-{number:02}" for n in (-1, 0, 1)])
    return modified(here, dated(found)) if found else None


def _is_month(here: Here) -> bool:
    """Whether a lone capital word names a month: not *Theresa May*, *Jan Brewer* or *March on Washington*."""
    if here.has("MARCH") and here.word("MARCH") != "august":
        return here.before() in LEADING or (here.after() == "OWNS" and here.word("MARCH") == "march")
    if here.before() in ("NAME", "AND", "OR", "TO", "A", "THE"):
        return here.before() != "NAME" and here.after() != "NAME"
    return here.before() in LEADING or here.after() != "NAME"


def month_rel(here: Here) -> Sense | None:
    """*last August*, *this coming March*."""
    number, day = here.number(*MONTHS), here.published
    if day is None:
        return Sense(TimeType.DATE, f"XXXX-{number:02}")
    year = day.year
    if here.has("LAST") and number >= day.month - 1:
        year -= 1
    elif here.has("NEXT") and number <= day.month:
        year += 1
    return modified(here, dated(f"{year:04}-{number:02}"))


def month_year(here: Here) -> Sense | None:
    """*February 1947*, *mid-June 1994*, *June last year*."""
    year, number = year_of(here), here.number(*MONTHS)
    if year is None:
        if here.code("UNIT") != "Y":
            return None
        if here.published is None:
            return Sense(TimeType.DATE, f"XXXX-{number:02}")
        year = here.published.year + offset(here)
    return modified(here, dated(f"{year:04}-{number:02}"))


def offset(here: Here) -> int:
    """-1 for *last*, 1 for *next*, 0 for *this*."""
    return 1 if here.has("NEXT") else -1 if here.has("LAST") else 0


def modified(here: Here, sense: Sense) -> Sense:
    """The same value with fewer days: *early*, *mid*, *late*, *earlier*, *later*."""
    word = here.word("EARLY") or here.word("EARLIER") or here.word("LATER")
    if word in ("early", "mid", "late"):
        part = {"early": "START", "mid": "MID", "late": "END"}[word]
        return sense._replace(days=narrowed(sense.days, part))
    day = here.published
    if sense.days and day and sense.days[0] <= day <= sense.days[1]:
        if word == "earlier":
            return sense._replace(days=(sense.days[0], day))
        if word == "later":
            return sense._replace(days=(day, sense.days[1]))
    return sense


def weekday(here: Here) -> Sense | None:
    """*Friday*, *last Monday*, *this coming Sunday*."""
    number, day = here.number(*DAYS), here.published
    if here.has("WDAY") and not (here.has("DOT") and here.before() in ("PREP", "ON", "COMMA")):
        return None
    if day is None:
        return Sense(TimeType.DATE, f"XXXX-WXX-{number}")
    if here.has("NEXT"):
        found = weekday_near(day, number, 1)
    elif here.has("LAST"):
        yesterday = shift(day, -1, "D")
        found = weekday_near(yesterday, number, -1) if yesterday else None
    else:
        ahead = here.tense() > 0 or (here.has("THIS") and here.tense() == 0)
        today = day.isoweekday() == number
        found = day if today else weekday_near(day, number, 1 if ahead else -1)
    return dated(found.isoformat()) if found else None


def nth_day(here: Here) -> Sense | None:
    """*Tuesday the 16th*: in the nearest month where the day falls so, in the direction of the tense."""
    nth = int(re.sub(r"\D", "", here.word("DAY") or here.word("NTH")))
    if here.published is None or not 1 <= nth <= 31:
        return Sense(TimeType.DATE, f"XXXX-XX-{nth:02}") if 1 <= nth <= 31 else None
    months = range(_MONTHS_AROUND) if here.tense() > 0 else range(0, -_MONTHS_AROUND, -1)
    for step in months:
        first = shift(here.published.replace(day=1), step, "M")
        day = shift(first, nth - 1, "D") if first else None
        if first and day and day.month == first.month and day.isoweekday() == here.number(*DAYS):
            return dated(day.isoformat())
    return Sense(TimeType.DATE, f"XXXX-XX-{nth:02}")


def september(here: Here) -> Sense:
    """*9/11*, which is a day and no fraction."""
    return dated("2001-09-11")


def weekdays(here: Here) -> Sense | None:
    """*Mondays*, *Tuesday nights*."""
    part = here.code("PARTS") or ("NI" if here.word("UNITS") == "nights" else "")
    if here.has("UNITS") and not part:
        return None
    return Sense(
        TimeType.SET, f"XXXX-WXX-{here.number('WEEKDAYS', 'WEEKDAY')}" + (f"T{part}" if part else "")
    )


def season_year(here: Here) -> Sense | None:
    """*summer 2014*, *the fall of next year*."""
    year = year_of(here)
    if year is None:
        if here.code("UNIT") != "Y":
            return None
        if here.published is None:
            return Sense(TimeType.DATE, f"XXXX-{here.code('SEASON')}")
        year = here.published.year + offset(here)
    return modified(here, dated(f"{year:04}-{here.code('SEASON')}"))


def season_rel(here: Here) -> Sense:
    """*last fall*, *this summer*, *next spring*."""
    code, day = here.code("SEASON"), here.published
    if day is None:
        return Sense(TimeType.DATE, f"XXXX-{code}")
    year, begins = day.year, SEASONS[code]
    if here.has("LAST") and begins + 2 >= day.month:
        year -= 1
    elif here.has("NEXT") and begins <= day.month:
        year += 1
    return modified(here, dated(f"{year:04}-{code}"))


def season(here: Here) -> Sense | None:
    """A season by itself, where the words around leave no doubt that it is one."""
    if here.has("EARLY"):
        ok = True
    elif here.has("THE"):
        ok = here.before() == "PREP" and here.after() not in ("OF", "WORD", "HYPHEN")
    elif here.before() == "A":
        ok = here.after() == "OPENING"
    else:
        ok = here.before() == "PREP" and here.after() not in ("OF", "HYPHEN", "THE", "A")
    if not ok:
        return None
    code, day = here.code("SEASON"), here.published
    if day is None:
        return Sense(TimeType.DATE, f"XXXX-{code}")
    found = _nearest(here, [f"{day.year + n:04}-{code}" for n in (-1, 0, 1)])
    return modified(here, dated(found)) if found else None


def year(here: Here) -> Sense | None:
    """*1988*, *the year 2000*, *fiscal 1989*, *early 2015*."""
    number = year_of(here)
    if number is None or here.before() in ("MONEY", "QTOKEN", "HYPHEN") or here.after() == "COUNTED":
        return None
    if here.word_after() == "%" or here.after() in ("UNITS", "HOURS", "FRACTION", "CARDINAL", "MERIDIEM"):
        return None
    if not 1900 <= number < 2100 and not (here.before() in LEADING or len(here.names) > 1):
        return None
    return modified(here, dated(f"{number:04}"))


def decade(here: Here) -> Sense:
    """*the 1990s*, *the late '70s*, *the 1800s*."""
    digits = re.sub(r"\D", "", here.word("DECADE"))
    if len(digits) == 2:
        digits = ("20" if int(digits) < 30 else "19") + digits
    value = digits[:2] if digits.endswith("00") and digits != "2000" else digits[:3]
    return modified(here, dated(value))


def century(here: Here) -> Sense | None:
    """*the 11th century*: the years from 1000 on, as ``10``."""
    if here.code("UNIT") != "C":
        return None
    nth = here.number("ORDINAL") or int(re.sub(r"\D", "", here.word("NTH")) or 0)
    return modified(here, dated(f"{nth - 1:02}")) if 1 <= nth <= 30 else None


def feast(here: Here) -> Sense | None:
    """*Christmas*, *Valentine's Day*, *New Year's Eve*, *Election Day 2016*."""
    if here.has("NEW") and not (here.code("UNIT") == "Y" and here.has("OWNS")):
        return None
    if here.has("DAYOF") and "day" not in here.words.word(here.phrase.last - 1) and not here.has("YEAR"):
        return None
    eve = here.has("EVE")
    code = ("12-31" if eve else "01-01") if here.has("NEW") else here.code("HOLIDAY", "DAYOF")
    back = -1 if eve and not here.has("NEW") else 0
    years = [year_of(here)] if here.has("YEAR") else []
    if not years and here.published is None:
        return Sense(TimeType.DATE, UNKNOWN["D"])
    if not years and here.published:
        years = [here.published.year + n for n in (-1, 0, 1)]
    found = [shift(day, back, "D") for y in years if y and (day := holiday(code, y))]
    values = [value_at(day, "D") for day in found if day]
    if not values:
        return Sense(TimeType.DATE, UNKNOWN["D"])
    chosen = values[0] if len(values) == 1 else _nearest(here, values)
    return dated(chosen) if chosen else None
