"""A time expression with the preposition before it becomes the days on which something can fall due."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from sayso.records import TimeExpression, TimeType
from sayso.resolve.times.calendar import days_of, shift, value_at

Range = tuple[date | None, date | None]

_BEFORE = re.compile(r"\b(?:before|ahead of|prior to)\b")
_AFTER = re.compile(r"\b(?:after|following)\b")
_UNTIL = re.compile(r"\b(?:by|until|till|no later than|through|between now and)\b")
_COUNTED = re.compile(r"P(\d+)([DWMYE])")
_END = re.compile(r"\b(?:end|close)\b", re.IGNORECASE)
_FROM_EVENT = re.compile(r"\s+after\b", re.IGNORECASE)
_YEARLY = re.compile(r"(\d{4})(-(?:\d\d(?:-\d\d)?|SP|SU|FA|WI)(?:T.*)?)")
_WEEKDAY = re.compile(r"day\b")


def due_days(lead: str, time: TimeExpression, tail: str, day: date | None) -> Range:
    """First and last day that the words leave possible; None where they leave it open.

    Args:
        lead: What stands before the time and belongs to it: ``by``, ``within``, ``as soon as``.
        time: The time.
        tail: What follows it in the text.
        day: The day of publication, or None.
    """
    words = lead.lower()
    if time.type is TimeType.DURATION:
        if _FROM_EVENT.match(tail) or "first" in time.text.lower():
            return None, None
        return _duration_days(words, time.value, day)
    first = date.fromisoformat(time.earliest) if time.earliest else None
    last = date.fromisoformat(time.latest) if time.latest else None
    if _BEFORE.search(words):
        ends = _END.search(time.text) is not None
        first, last = day, last if ends or first is None else shift(first, -1, "D")
    elif _AFTER.search(words):
        first, last = shift(last, 1, "D") if last else None, None
    elif _UNTIL.search(words) or (day and first and last and first <= day <= last):
        first = day
    return (None, None) if first and last and first > last else (first, last)


def _duration_days(words: str, value: str, day: date | None) -> Range:
    match = _COUNTED.fullmatch(value)
    if day is None or match is None:
        return day, None
    there = shift(day, int(match[1]), match[2])
    if there and re.search(r"\bin\s*\Z", words):
        return days_of(value_at(there, match[2])) or (there, there)
    return day, there


def taken_forward(time: TimeExpression, day: date | None) -> TimeExpression:
    """A weekday, a month or a date without a year that was taken as past, as the next one of its name.

    What is predicted or intended lies ahead, which the words of the sentence may not tell.
    """
    past = day and time.latest and time.latest < day.isoformat()
    if not past or time.type not in (TimeType.DATE, TimeType.TIME) or re.search(r"\d{3}", time.text):
        return time
    match = _YEARLY.fullmatch(time.value)
    if match is None:
        return time
    value = f"{int(match[1]) + 1:04}{match[2]}"
    if len(match[2]) > 5 and not re.search(r"\d", time.text.split(",")[0]) and _WEEKDAY.search(time.text):
        week_after = shift(date.fromisoformat(time.value[:10]), 7, "D")
        value = week_after.isoformat() + time.value[10:] if week_after else time.value
    days = days_of(value)
    if days is None:
        return time
    return replace(time, value=value, earliest=days[0].isoformat(), latest=days[1].isoformat())


def reaching(time: TimeExpression, latest: str | None) -> TimeExpression:
    """The same time up to a later day, where a second time follows: *Feb. 9 to 16*."""
    if time.earliest and latest and latest > time.earliest:
        return replace(time, latest=latest)
    return time


def day_of_same_month(time: TimeExpression, number: int) -> str | None:
    """The day of that number in the month of a time that is a day; None when there is none."""
    try:
        return date.fromisoformat(time.value[:10]).replace(day=number).isoformat()
    except ValueError:
        return None
