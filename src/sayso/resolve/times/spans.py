"""Phrases that count units become durations, sets, and dates so many units away."""

from __future__ import annotations

import math

from sayso.records import TimeType
from sayso.resolve.times.calendar import UNKNOWN, shift, value_at
from sayso.resolve.times.here import Days, Here, Sense, dated
from sayso.resolve.times.numbers import duration, quantity

UNITS = ("UNIT", "UNITS", "HOUR", "HOURS", "QUARTER", "WEEKEND", "WEEKENDS", "SEASON")
_MANY = ("UNITS", "HOURS", "WEEKENDS")
# Before these a bare *a week* is a time; elsewhere it is mostly a rate (*three a week*).
_LEADS_A = ("PREP", "ABOUT", "AFTER", "THAN", "EARLIER", "LATER", "AT", "MORE", "ONCE", "OR")


def unit_of(here: Here, n: int = 0) -> str:
    """Letter of the ``n``-th unit in the phrase; empty when there is none."""
    found = [name for name in here.names if name in UNITS]
    if not 0 <= n < len(found):
        return ""
    name = found[n]
    if name == "QUARTER":
        return "Q"
    if name.startswith("WEEKEND"):
        return "WE"
    if name == "SEASON":
        return "S"
    return [str(meaning) for meaning in here.meanings("UNIT", "UNITS", "HOUR", "HOURS")][
        _index(here, found[:n])
    ]


def _index(here: Here, names: list[str]) -> int:
    return sum(name in ("UNIT", "UNITS", "HOUR", "HOURS") for name in names)


def away(here: Here, n: float, unit: str) -> Days | None:
    """The days from publication until so many units later, or since so many units earlier."""
    day = here.published
    if day is None:
        return None
    if unit[:1] == "T":
        unit, n = "D", math.copysign(math.ceil(abs(n) / 24), n) if unit == "TH" else 0
    there = shift(day, n, unit)
    return None if there is None else (day, there) if n >= 0 else (there, day)


def counted_span(here: Here) -> Sense | None:
    """*the past two years*, *the next few weeks*, *coming months*."""
    unit, n = unit_of(here), quantity(here)
    sign = 1 if here.has("NEXT") else -1
    if here.has("THESE") and n is None:
        return None
    if n is None:
        return _uncounted_span(here, unit, sign)
    if here.names[-1] not in UNITS and not here.has("SO"):
        return None
    return Sense(TimeType.DURATION, duration(n, unit), away(here, sign * n, unit))


def _uncounted_span(here: Here, unit: str, sign: int) -> Sense:
    if sign < 0:
        return Sense(TimeType.DATE, "PAST_REF")
    if here.has("SEVERAL") or unit in ("D", "W"):
        return Sense(TimeType.DURATION, duration(None, unit))
    return Sense(TimeType.DATE, "FUTURE_REF")


def first_units(here: Here) -> Sense | None:
    """*the first nine months*, *the six months*."""
    n, unit = quantity(here), unit_of(here)
    if unit == "M" and n in (3, 6, 9, 12):
        here.memory.several_months = here.start
    return Sense(TimeType.DURATION, duration(n, unit)) if n else None


def ahead(here: Here) -> Sense | None:
    """*the weeks ahead*, *the year ahead*."""
    unit = unit_of(here)
    if here.has(*_MANY):
        return Sense(TimeType.DURATION, duration(None, unit))
    return here.counted(1, unit)


def recent(here: Here) -> Sense:
    """*recent years*, *recent weeks*."""
    unit = unit_of(here)
    if unit in ("Y", "E", "C") or unit_of(here, 1):
        return Sense(TimeType.DATE, "PAST_REF")
    return Sense(TimeType.DURATION, duration(None, unit))


def ago(here: Here) -> Sense | None:
    """*two weeks ago*, *a year ago*, *months ago*."""
    unit, n = unit_of(here), quantity(here)
    if n is None:
        if here.has("SEVERAL"):
            return Sense(TimeType.DATE, "PAST_REF")
        return Sense(TimeType.DURATION, duration(None, unit)) if here.has(*_MANY) else None
    if unit == "Y" and n == 1 and (quarter := here.quarter(compared=True)):
        return dated(f"{quarter[0] - 1:04}-Q{quarter[1]}")
    return _back(here, n, unit, from_memory=False)


def hence(here: Here) -> Sense | None:
    """*ten days from now*, *in two weeks' time*."""
    unit, n = unit_of(here), quantity(here)
    if here.has("NOW") and (here.word("PREP") != "from" or here.word("NOW") != "now"):
        return None
    if here.has("MOMENT") and (here.word("MOMENT") != "time" or here.word_before() != "in"):
        return None
    if n is None or unit not in UNKNOWN:
        return Sense(TimeType.DURATION, duration(n, unit))
    return here.counted(n, unit)


def earlier(here: Here) -> Sense | None:
    """*a year earlier*, counted from the quarter or date that the text speaks of."""
    unit, n = unit_of(here), quantity(here)
    if n is None:
        return Sense(TimeType.DATE, "PAST_REF")
    if unit == "Y" and n == 1 and (quarter := here.quarter(compared=True)):
        return dated(f"{quarter[0] - 1:04}-Q{quarter[1]}")
    return _back(here, n, unit, from_memory=True)


def _back(here: Here, n: float, unit: str, *, from_memory: bool) -> Sense | None:
    if unit not in UNKNOWN:
        clock = unit[:1] == "T"
        return Sense(
            TimeType.TIME if clock else TimeType.DATE, "PAST_REF" if not clock else duration(n, unit)
        )
    coarse = unit in ("E", "C") or (unit == "Y" and n != int(n))
    base = here.day_named() if from_memory else None
    start = base or here.published
    if start is None:
        return Sense(TimeType.DATE, UNKNOWN["Y" if coarse else unit])
    there = shift(start, -n, unit)
    if there is None:
        return Sense(TimeType.DURATION, duration(n, unit))
    return dated(value_at(there, "Y" if coarse else unit))


def year_ago(here: Here) -> Sense | None:
    """*the year-ago quarter*, *the year-earlier period*, *the year-earlier nine months*."""
    if here.code("UNIT") != "Y":
        return None
    n = quantity(here)
    if n and unit_of(here, 1):
        return Sense(TimeType.DURATION, duration(n, unit_of(here, 1)))
    nth = here.number("ORDINAL")
    quarter = here.quarter()
    if here.published and 1 <= nth <= 4:
        quarter = (here.published.year, nth)
    if quarter and not (here.has("UNIT") and unit_of(here, 1) == "Y"):
        return dated(f"{quarter[0] - 1:04}-Q{quarter[1]}")
    return here.counted(-1, "Y")


def plain_duration(here: Here) -> Sense | None:
    """*two years*, *a week*, *10-hour*, *months*: where they are times and not rates, sums or ages."""
    unit, n = unit_of(here), quantity(here)
    if (
        here.before() == "MONEY"
        or here.after() == "OLD"
        or (here.after(2) == "OLD" and here.after() == "HYPHEN")
    ):
        return None
    if here.names[-1] in _MANY and n is None and not here.has("SEVERAL"):
        return _bare_plural(here, unit)
    if (
        unit == "S"
        or here.word_before() == "one"
        or (unit == "Q" and here.has("A"))
        or (here.has("A") and not _is_span(here))
    ):
        return None
    if unit == "D" and n == 1 and here.has("CARDINAL") and here.before() not in _LEADS_A:
        return _one_day(here)
    if n is not None and here.word_before() == "in" and here.tense() > 0 and here.published:
        there = shift(here.published, n, unit) if unit in UNKNOWN else None
        if there:
            return dated(value_at(there, unit))
    return Sense(TimeType.DURATION, duration(n, unit))


def _is_span(here: Here) -> bool:
    if here.has("SEVERAL", "HALF", "ABOUT", "MORE", "AT", "DAY", "NUMBER", "CARDINAL"):
        return True
    return (
        here.before() in _LEADS_A
        or here.after() in ("LATER", "AFTER")
        or here.word_after() in ("before", "from")
    )


def _bare_plural(here: Here, unit: str) -> Sense | None:
    if here.before() in ("HYPHEN", "MONEY"):
        return None
    leads = here.before() in ("PREP", "AFTER", "OF") or here.after() in ("OF", "LATER", "AFTER")
    if not leads or (here.before() == "OF" and unit in ("D", "Y")):
        return None
    return Sense(TimeType.DURATION, duration(None, unit))


def _one_day(here: Here) -> Sense | None:
    if here.after() in ("AFTER", "LATER") or here.before() == "PREP" or here.has("HYPHEN"):
        return Sense(TimeType.DURATION, "P1D")
    return Sense(TimeType.DATE, "FUTURE_REF") if here.tense() > 0 else None


def age(here: Here) -> Sense | None:
    """*2-year-old*."""
    n = quantity(here)
    return Sense(TimeType.DURATION, duration(n, unit_of(here))) if n else None


def often(here: Here) -> Sense | None:
    """*every week*, *each Thursday*, *every two years*."""
    if here.has("WEEKDAY", "WDAY"):
        part = here.code("PART")
        return Sense(
            TimeType.SET, f"XXXX-WXX-{here.number('WEEKDAY', 'WDAY')}" + (f"T{part}" if part else "")
        )
    if here.has("MONTH", "MARCH", "MON"):
        return Sense(TimeType.SET, f"XXXX-{here.number('MONTH', 'MARCH', 'MON'):02}")
    unit = unit_of(here)
    if not unit:
        return Sense(TimeType.SET, f"XXXX-XX-XXT{here.code('PART')}")
    if unit in ("S", "N", "WE"):
        season = here.code("SEASON")
        return Sense(TimeType.SET, {"S": f"XXXX-{season}", "N": "XXXX-XX-XXTNI", "WE": "XXXX-WXX-WE"}[unit])
    n = quantity(here) or here.number("ORDINAL") or (2 if here.word("ADJ") == "other" else 1)
    return Sense(TimeType.SET, f"P{int(n)}Q" if unit == "Q" else duration(n, unit))


def once_a(here: Here) -> Sense | None:
    """*once a week*, *three times a month*."""
    return Sense(TimeType.SET, duration(1, unit_of(here)))
