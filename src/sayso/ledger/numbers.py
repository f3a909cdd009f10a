"""Numbers of rows, and of how many are wanted: those that databases take, so that others never reach one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sayso.errors import UsageError

# Numbers of rows end here; databases refuse to look for larger ones.
NUMBER_MAX = 2**31 - 1

Number = TypeVar("Number", int, int | None)
# So many go into one statement; databases take no more than some ten thousands.
_PART = 1000


def can_be(number: int) -> bool:
    """Whether a row can have this number at all."""
    return 0 < number <= NUMBER_MAX


def check_limit(limit: int, *, most: int = NUMBER_MAX) -> None:
    """Make sure that so many can be asked for.

    Raises:
        UsageError: It is no whole number, or none from 1 to ``most``.
    """
    if not isinstance(limit, int):
        raise UsageError(f"limit is {limit!r}; give a number from 1 to {most}")
    if not 1 <= limit <= most:
        raise UsageError(f"limit is {'less than 1' if limit < 1 else f'more than {most}'}; give 1 to {most}")


def in_parts(numbers: Sequence[Number]) -> Iterator[Sequence[Number]]:
    """Numbers in so many pieces that a statement takes each."""
    return (numbers[start : start + _PART] for start in range(0, len(numbers), _PART))
