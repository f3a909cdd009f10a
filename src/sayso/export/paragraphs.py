"""A text becomes the paragraphs that a person sees in it, each as a stretch of code points.

The stored text keeps its line ends, and plain-text articles use them in two ways: one line per
paragraph, or lines of some seventy characters with blank lines between paragraphs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.records import Span

# Longest line, in characters, that is still taken for a line of a hard-wrapped paragraph: mail and
# agency wires wrap at 65 to 80, and a sentence that fills a paragraph of its own is mostly longer.
WRAPPED_LINE_MAX = 100
# Shortest line but the last one: shorter lines are verse, lists or addresses, whose breaks are meant.
WRAPPED_LINE_MIN = 45

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: half-open code points of the text, white space at its ends left out.

    Attributes:
        start: First code point.
        end: One past the last code point.
        wrapped: Whether its line ends are only where lines were full, so that they may flow.
    """

    start: int
    end: int
    wrapped: bool


def paragraphs(text: str, *, title: Span | None = None) -> list[Paragraph]:
    """Split a text into paragraphs.

    They end at blank lines, at every line end next to a line too long to be hard-wrapped, and around
    the title.

    Args:
        text: Any text.
        title: Where the title stands in it, when it does.

    Returns:
        The paragraphs in order; white space between them belongs to none.
    """
    found: list[Paragraph] = []
    block: list[tuple[int, int]] = []
    for line in _lines(text):
        if block and (line[0] == line[1] or _parts(block[-1], line, title)):
            found.append(_joined(block))
            block = []
        if line[0] < line[1]:
            block.append(line)
    return [*found, _joined(block)] if block else found


def paragraph_number(listed: Sequence[Paragraph], offset: int) -> int:
    """Number, from 1, of the paragraph that an offset stands in; white space counts to the one before."""
    return max(1, bisect_right(listed, offset, key=lambda paragraph: paragraph.start))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in _LINES.finditer(text):
        line = match[0]
        content = line.strip()
        start = match.start() + (len(line) - len(line.lstrip()) if content else 0)
        yield start, start + len(content)


def _parts(before: tuple[int, int], after: tuple[int, int], title: Span | None) -> bool:
    """Whether the line end between two lines ends a paragraph."""
    if title is not None and _within(before, title) != _within(after, title):
        return True
    return max(before[1] - before[0], after[1] - after[0]) > WRAPPED_LINE_MAX


def _within(line: tuple[int, int], title: Span) -> bool:
    return line[0] < title.end and title.start < line[1]


def _joined(block: Sequence[tuple[int, int]]) -> Paragraph:
    wrapped = len(block) > 1 and all(end - start >= WRAPPED_LINE_MIN for start, end in block[:-1])
    return Paragraph(block[0][0], block[-1][1], wrapped)
