"""A time expression in its surroundings: its words, the date to count from, what was named before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sayso.records import TimeType
from sayso.resolve.times.calendar import UNKNOWN, days_of, shift, value_at
from sayso.resolve.times.grammar import Phrase
from sayso.resolve.times.tense import tense
from sayso.resolve.times.words import Words, load_lexicon

# A quarter that was named stays in mind for so many characters: what is compared with it stands close by.
QUARTER_REACH = 1500
# The same for a date that *a week earlier* or *the following year* counts from.
DAY_REACH = 250
Days = tuple[date, date]


class Sense(NamedTuple):
    """What a phrase means: its TIMEX3 type and value, and the days it spans where they are known."""

    type: TimeType
    value: str
    days: Days | None = None


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {code: name for name, code in load_lexicon().codes.items()}


@dataclass(slots=True)
class Memory:
    """What the text has named so far.

    Attributes:
        quarter: Year and number of the last quarter named, and where; None before the first.
        day: First day of the last date resolved, or None.
        day_at: Where that date ends.
        whole: Whether it was longer than a day.
        several_months: Where *the nine months* or the like was named last; comparisons are then with a year.
    """

    quarter: tuple[int, int, int] | None = None
    day: date | None = None
    day_at: int = 0
    whole: bool = False
    several_months: int = -1


@dataclass(slots=True)
class Here:
    """A phrase in its surroundings.

    Attributes:
        words: The segment that it stands in.
        phrase: Which of its words.
        published: The date to count from, or None.
        memory: What was named before.
        names: The class of each word of the phrase.
    """

    words: Words
    phrase: Phrase
    published: date | None
    memory: Memory
    names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        known = _names()
        self.names = [known[code] for code in self.words.classes[self.phrase.first : self.phrase.last]]

    @property
    def start(self) -> int:
        """First code point of the phrase."""
        return self.words.starts[self.phrase.first]

    def has(self, *names: str) -> bool:
        """Whether a word of the phrase is of one of the classes."""
        return any(name in self.names for name in names)

    def word(self, name: str) -> str:
        """The first word of a class, in lower case; empty when there is none."""
        return self.words.word(self.phrase.first + self.names.index(name)) if name in self.names else ""

    def meanings(self, *names: str) -> Iterator[str | int]:
        """What the words of some classes mean, in order."""
        known = load_lexicon().meanings
        for offset, name in enumerate(self.names):
            if name in names:
                yield known[self.words.word(self.phrase.first + offset)]

    def number(self, *names: str) -> int:
        """Meaning of the first word of some classes, as a number; 0 when there is none."""
        return int(next(self.meanings(*names), 0))

    def code(self, *names: str) -> str:
        """Meaning of the first word of some classes, as a code; empty when there is none."""
        return str(next(self.meanings(*names), ""))

    def is_capital(self) -> bool:
        """Whether the last word of the phrase is written with a capital."""
        return self.words.text[self.words.starts[self.phrase.last - 1]].isupper()

    def before(self, n: int = 1) -> str:
        """Class of the word so many places before the phrase; empty outside the segment."""
        return self._name(self.phrase.first - n)

    def after(self, n: int = 1) -> str:
        """Class of the word so many places after the phrase; empty outside the segment."""
        return self._name(self.phrase.last - 1 + n)

    def word_before(self, n: int = 1) -> str:
        """The word so many places before the phrase, in lower case."""
        return self.words.word(self.phrase.first - n)

    def word_after(self, n: int = 1) -> str:
        """The word so many places after the phrase, in lower case."""
        return self.words.word(self.phrase.last - 1 + n)

    def _name(self, index: int) -> str:
        return _names()[self.words.classes[index]] if 0 <= index < len(self.words.classes) else ""

    def tense(self) -> int:
        """1 when the words around look ahead, -1 when they look back, 0 otherwise."""
        return tense(self.words, self.phrase.first, self.phrase.last)

    def quarter(self, *, compared: bool = False) -> tuple[int, int] | None:
        """Year and number of the quarter that the text is speaking of, or None.

        Args:
            compared: Whether a comparison with the year before is wanted: then None also when several months
                were named since.
        """
        known = self.memory.quarter
        if known is None or self.start - known[2] >= QUARTER_REACH:
            return None
        return None if compared and self.memory.several_months > known[2] else known[:2]

    def day_named(self, *, single: bool = False) -> date | None:
        """First day of the date named just before, or None when the last one stands too far away.

        Args:
            single: Whether a day is wanted: then None also when a longer time was named.
        """
        known = self.memory
        near = self.start - known.day_at < DAY_REACH
        return known.day if near and not (single and known.whole) else None

    def counted(self, n: float, unit: str, *, base: date | None = None) -> Sense | None:
        """The unit that lies so many units from the date of publication, or from another day."""
        if unit not in UNKNOWN:
            return None
        day = base or self.published
        if day is None:
            return Sense(TimeType.DATE, UNKNOWN[unit])
        there = shift(day, n, unit)
        return dated(value_at(there, unit)) if there else None


def dated(value: str) -> Sense:
    """A date with the days that its value spans."""
    return Sense(TimeType.DATE, value, days_of(value))


def narrowed(days: Days | None, part: str) -> Days | None:
    """The first (``START``), middle (``MID``) or last (``END``) third of some days; else all of them."""
    if days is None or part not in ("START", "MID", "END"):
        return days
    first, last = days
    third = ((last - first).days + 1) // 3
    if third < 1:
        return days
    if part == "START":
        return first, shift(first, third, "D") or last
    if part == "END":
        return shift(last, -third, "D") or first, last
    return shift(first, third, "D") or first, shift(last, -third, "D") or last
