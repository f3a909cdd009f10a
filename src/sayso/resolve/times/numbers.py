"""Figures and number words become numbers, and a number with a unit becomes a TIMEX3 duration."""

from __future__ import annotations

import re

from sayso.resolve.times.here import Here
from sayso.resolve.times.words import load_lexicon

_FIGURES = ("DAY", "NUMBER", "YEAR")
# Number words from here on multiply what stands before them.
_HUNDRED = 100
# How a duration of one unit is written; what has no unit of its own is counted in another.
_WRITTEN = {"F": ("W", 2), "N": ("D", 1), "Q": ("M", 3), "E": ("Y", 10), "C": ("Y", 100), "L": ("Y", 1000)}
_SMALLER = {"Y": ("M", 12), "W": ("D", 7), "D": ("TH", 24), "TH": ("TM", 60), "TM": ("TS", 60)}


def quantity(here: Here) -> float | None:
    """The first number of a phrase; 1 for *a*, None for *several* and for no number at all."""
    figures = [index for index, name in enumerate(here.names) if name in (*_FIGURES, "FRACTION", "CARDINAL")]
    half = 0.5 if here.has("HALF") else 0.0
    if not figures:
        if here.has("SEVERAL"):
            return 2.0 if here.word("SEVERAL") == "couple" else None
        return half or (1.0 if here.has("A") else None)
    return _number(here, figures[0]) + half


def _number(here: Here, index: int) -> float:
    """The number that starts at a word of the phrase."""
    total, last = 0.0, ""
    for name in here.names[index:]:
        word = here.words.word(here.phrase.first + index)
        index += 1
        if name in _FIGURES and not last:
            total = float(word.replace(",", "")) if word.count(".") < 2 else 0.0
        elif name == "FRACTION":
            total += _fraction(word)
        elif name == "CARDINAL" and last != "FRACTION":
            total = _with_word(total, int(load_lexicon().meanings[word]))
        elif not (name in ("HYPHEN", "AND") and last):
            break
        last = name
    return total


def _with_word(total: float, value: int) -> float:
    if value >= _HUNDRED or (value == 12 and total):
        return (total or 1) * value
    return total + value


def _fraction(word: str) -> float:
    over, under = (float(part or 0) for part in word.replace(",", "").split("/"))
    return over / under if under else 0.0


def duration(n: float | None, unit: str) -> str:
    """A TIMEX3 duration.

    Args:
        n: How many; None for a number that the text leaves open.
        unit: Letter of the unit, with ``T`` before those of the clock.
    """
    if n is None:
        return f"P{unit[:1]}X{unit[1:]}" if unit[0] == "T" else f"PX{unit}"
    unit, times = _WRITTEN.get(unit, (unit, 1))
    n *= times
    whole = int(n)
    if n == whole:
        return _written(whole, unit)
    if unit == "Y" and whole:
        return f"P{whole}Y{round((n - whole) * 12)}M"
    smaller, parts = _SMALLER.get(unit, (unit, 1))
    return _written(max(1, round(n * parts)), smaller)


def _written(n: int, unit: str) -> str:
    return f"PT{n}{unit[1:]}" if unit[0] == "T" else f"P{n}{unit}"


def year_of(here: Here) -> int | None:
    """The year of a phrase, in figures (``1989``, ``'69``) or in words (*nineteen eighty-nine*)."""
    for name in ("YEAR", "SHORTYEAR"):
        if here.has(name):
            year = int(re.sub(r"\D", "", here.word(name)))
            return year if name == "YEAR" else year + (2000 if year < 30 else 1900)
    return _spoken_year([int(m) for m in here.meanings("CARDINAL")])


def _spoken_year(parts: list[int]) -> int | None:
    if len(parts) < 2:
        return None
    first, rest = parts[0], parts[1:]
    if first == 2 and rest[0] == 1000:
        return 2000 + sum(rest[1:])
    if first not in (18, 19, 20) or not 10 <= sum(rest) < _HUNDRED:
        return None
    return first * _HUNDRED + sum(rest)
