"""The calendar as TIMEX3 writes it: values of days, weeks, seasons and years, and the days they span.

Values follow ISO 8601 as ISO-TimeML extends it: ``1998-W08``, ``1998-W08-WE``, ``1998-Q3``, ``1998-H2``,
``1998-SU``, ``199`` for a decade and ``19`` for a hundred years. Units have one letter: D, W, M, Q, Y, E
(ten years), C (a hundred), with E for the weekend written ``WE`` and seasons ``S``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

# First month of each season; winter begins in the December of its year.
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
UNKNOWN = {
    "D": "XXXX-XX-XX",
    "N": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "F": "XXXX-WXX",
    "WE": "XXXX-WXX-WE",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "E": "XXX",
    "C": "XX",
}
_DAYS = {"D": 1, "N": 1, "W": 7, "F": 14, "WE": 7}
_MONTHS = {"M": 1, "Q": 3, "S": 3, "Y": 12, "E": 120, "C": 1200, "L": 12000}
_PARTS = {"Y": ("M", 12), "M": ("D", 30), "W": ("D", 7), "E": ("Y", 10), "C": ("Y", 100), "L": ("C", 10)}
# Years beyond this many are no calendar's.
_FAR = 9000
_PART = re.compile(r"(\d{4})-(?:W(\d\d)(-WE)?|Q([1-4])|H([12])|(SP|SU|FA|WI)|(\d\d))$")


def shift(day: date, n: float, unit: str) -> date | None:
    """The day so many units later, or earlier when ``n`` is negative; None beyond the calendar.

    Parts of a unit count as the nearest number of smaller ones: half a year is six months.
    """
    if n != int(n) and unit in _PARTS:
        unit, parts = _PARTS[unit]
        n *= parts
    n = round(n)
    if abs(n) > _FAR * 366:
        return None
    try:
        if unit in _DAYS:
            return day + timedelta(days=n * _DAYS[unit])
        months = day.year * 12 + day.month - 1 + n * _MONTHS[unit]
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (KeyError, OverflowError, ValueError):
        return None


def value_at(day: date, unit: str) -> str:
    """The value of the unit that holds a day."""
    if unit in ("D", "N"):
        return day.isoformat()
    if unit in ("W", "F", "WE"):
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "WE" else "")
    if unit == "M":
        return f"{day.year:04}-{day.month:02}"
    if unit == "Q":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return f"{day.year:04}"[: {"Y": 4, "E": 3, "C": 2}[unit]]


def days_of(value: str) -> tuple[date, date] | None:
    """First and last day of a value that names a stretch of the calendar; None for any other."""
    value = value.split("T")[0]
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            day = date.fromisoformat(value)
            return day, day
        if re.fullmatch(r"\d{2,4}", value):
            missing = 4 - len(value)
            return date(int(value + "0" * missing), 1, 1), date(int(value + "9" * missing), 12, 31)
        match = _PART.match(value)
        return _days_of_part(match) if match else None
    except (OverflowError, ValueError):
        return None


def _days_of_part(match: re.Match[str]) -> tuple[date, date]:
    year = int(match[1])
    if match[2]:
        monday = date.fromisocalendar(year, int(match[2]), 1)
        return monday + timedelta(days=5 if match[3] else 0), monday + timedelta(days=6)
    if match[4]:
        return _months(year, 3 * int(match[4]) - 2, 3)
    if match[5]:
        return _months(year, 6 * int(match[5]) - 5, 6)
    if match[6]:
        return _months(year, SEASONS[match[6]], 3)
    return _months(year, int(match[7]), 1)


def _months(year: int, month: int, n: int) -> tuple[date, date]:
    year_after, index = divmod(year * 12 + month - 1 + n - 1, 12)
    return date(year, month, 1), date(year_after, index + 1, monthrange(year_after, index + 1)[1])


def weekday_near(day: date, weekday: int, direction: int) -> date | None:
    """The nearest day of that name (Monday is 1): with 1 the next after, with -1 the last up to the day."""
    ahead = (weekday - day.isoweekday()) % 7
    if direction > 0:
        return shift(day, ahead or 7, "D")
    return shift(day, -((day.isoweekday() - weekday) % 7), "D")


def holiday(code: str, year: int) -> date | None:
    """The day of a holiday in a year.

    Args:
        code: ``MM-DD``; or ``MM#WEEKDAY-NTH``, with -1 for the last of the month; or a name:
            ``easter`` (of the Western churches), ``election`` or ``inauguration`` (of the United States).
        year: Any year of the calendar.
    """
    try:
        if code == "easter":
            return _easter(year)
        if code == "election":
            if year % 2:
                return None
            first = date(year, 11, 1)
            monday = first + timedelta(days=(1 - first.isoweekday()) % 7)
            return monday + timedelta(days=1)
        if code == "inauguration":
            return date(year, 1, 20)
        if "#" in code:
            return _nth_weekday(code, year)
        return date(year, int(code[:2]), int(code[3:])) if code else None
    except (OverflowError, ValueError):
        return None


def _nth_weekday(code: str, year: int) -> date:
    month, weekday, nth = (int(part) for part in re.split(r"#|(?<=\d)-", code, maxsplit=2))
    if nth < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def _easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, 1991)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
