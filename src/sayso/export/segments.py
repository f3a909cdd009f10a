"""Overlapping, nested and crossing spans become a flat run of segments, each with all its marks.

HTML elements must nest and spans need not, so the text is cut wherever a span begins or ends, and a
segment says which attributions it belongs to and as what.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from sayso.records import Attribution, Role, Span

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Mark:
    """That a segment belongs to one role of one attribution, by its index in the reading."""

    index: int
    role: Role


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with nothing beginning or ending inside it.

    Attributes:
        start: First code point.
        end: One past the last code point.
        marks: What it belongs to, the widest attribution first and the innermost last.
        pointers: Which of the places that the page points at it belongs to, by their index.
    """

    start: int
    end: int
    marks: tuple[Mark, ...]
    pointers: tuple[int, ...] = ()


def segments(
    attributions: Sequence[Attribution],
    start: int,
    end: int,
    *,
    cuts: Iterable[int] = (),
    pointed: Sequence[Sequence[Span]] = (),
) -> Iterator[Segment]:
    """Cut ``[start, end)`` of a text into segments, in order and without gaps.

    Takes time in proportion to the number of spans (but for sorting them) plus the number of marks.

    Args:
        attributions: The attributions, whose spans may overlap in any way.
        start: First code point to cover.
        end: One past the last.
        cuts: Offsets where a segment must end though no span does, such as ends of paragraphs.
        pointed: Places that the page points at, each of one or more spans.

    Yields:
        Segments that together cover ``[start, end)``.
    """
    marks = _Sweep(
        (span, (index, role))
        for index, attribution in enumerate(attributions)
        for role in Role
        for span in attribution.spans(role)
    )
    pointers = _Sweep((span, index) for index, spans in enumerate(pointed) for span in spans)
    ranks = _ranks(attributions)
    offsets = {*cuts, *marks.offsets, *pointers.offsets}
    boundaries = [start, *sorted(offset for offset in offsets if start < offset < end), end]
    for left, right in pairwise(boundaries):
        order = sorted(marks.at(left), key=lambda key: (ranks[key[0]], key[1] is not Role.CONTENT))
        yield Segment(
            left, right, tuple(Mark(index, role) for index, role in order), tuple(sorted(pointers.at(left)))
        )


class _Sweep(Generic[Key]):
    """Says from left to right which keys have a span that holds an offset."""

    def __init__(self, spans: Iterable[tuple[Span, Key]]) -> None:
        ends = [
            (offset, opens, key) for span, key in spans for offset, opens in ((span.start, 1), (span.end, -1))
        ]
        self._changes = sorted(ends, key=lambda change: change[0])
        self._position = 0
        self._active: dict[Key, int] = {}
        self.offsets = [offset for offset, _, _ in self._changes]

    def at(self, offset: int) -> Iterable[Key]:
        """The keys at an offset, which must not be smaller than the one before."""
        while self._position < len(self._changes) and self._changes[self._position][0] <= offset:
            _, opens, key = self._changes[self._position]
            self._active[key] = self._active.get(key, 0) + opens
            if not self._active[key]:
                del self._active[key]
            self._position += 1
        return self._active


def _ranks(attributions: Sequence[Attribution]) -> dict[int, int]:
    """Place of each attribution when the widest comes first, so that nested ones come after."""
    order = sorted(
        range(len(attributions)),
        key=lambda index: (attributions[index].start - attributions[index].end, index),
    )
    return {index: rank for rank, index in enumerate(order)}


def lanes(attributions: Sequence[Attribution]) -> list[int]:
    """Give each attribution the lowest lane that no other content around it uses.

    A lane is where the line under a content is drawn; two contents that overlap get two lines.

    Returns:
        One lane for each attribution, from 0. Shape: ``(n_attributions,)``.
    """
    found = [0] * len(attributions)
    busy: list[tuple[int, int]] = []
    free: list[int] = []
    n_lanes = 0
    spread = [
        (item.content[0].start, -item.content[-1].end, index)
        for index, item in enumerate(attributions)
        if item.content
    ]
    for start, minus_end, index in sorted(spread):
        while busy and busy[0][0] <= start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if free:
            lane = heapq.heappop(free)
        else:
            lane, n_lanes = n_lanes, n_lanes + 1
        heapq.heappush(busy, (-minus_end, lane))
        found[index] = lane
    return found
