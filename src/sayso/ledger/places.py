"""A day and a number become one integer that sorts by both: the place of an attribution among all.

Everything that searches list newest first is kept in this order, the words on SQLite too, so that a page
is read from where it starts and not sorted out of all that matches.
"""

from __future__ import annotations

from datetime import date

# Bits for the number; days since the year 1 take 22 more, which leaves the sign of 64 bits alone.
_NUMBER_BITS = 40
LAST = (1 << 63) - 1


def place_of(published: str | None, number: int) -> int:
    """The place of an attribution by its article's date, ``YYYY-MM-DD``, and its number.

    Without a date, or with one that is none, it comes before all others, which is last in lists.
    """
    return start_of(published) + number


def start_of(day: str | None) -> int:
    """Where the places of a day begin."""
    try:
        return date.fromisoformat(day or "").toordinal() << _NUMBER_BITS
    except ValueError:
        return 0


def end_of(day: str) -> int:
    """Where the places of a day end: the first that is not of it any more."""
    return start_of(day) + (1 << _NUMBER_BITS)


def day_of(place: int | None) -> str | None:
    """The date in a place; None where there is none."""
    ordinal = (place or 0) >> _NUMBER_BITS
    return date.fromordinal(ordinal).isoformat() if ordinal else None
