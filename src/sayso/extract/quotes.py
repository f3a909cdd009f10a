"""Text becomes its quotation regions: what stands inside quotation marks, paragraph by paragraph.

Straight and curly double quotes, guillemets, low-nine openings, ``''`` and single-quoted British
style are known. A quotation that is still open when its paragraph ends runs to that end, and goes
on when the next paragraph opens with a quotation mark (the convention for quotations of several
paragraphs in all English style guides).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_OPENING = "\u201c\u201e\u201f\u00ab"
_CLOSING = "\u201d\u00bb"
_STRAIGHT = '"'
_SINGLE_OPENING = "\u2018\u201a\u201b\u2039"
_SINGLE_CLOSING = "\u2019\u203a"
_APOSTROPHE = "'"
_MARKS = re.compile("[\"'\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019\u201a\u201b\u2039\u203a]|``")
_PARAGRAPH = re.compile(r"[^\r\n]+")
# Words that open with an apostrophe of their own.
_ELISION = re.compile(r"(?:\d0s|em|tis|twas|til|cause|bout|n)\b", re.IGNORECASE)
# A straight or curly single quote can only close a quotation within this many characters; a stray
# apostrophe must not swallow a paragraph.
_SINGLE_REACH = 600


@dataclass(frozen=True, slots=True)
class QuoteRegion:
    """One quotation, or the part of it that stands in one paragraph.

    Attributes:
        start: The opening mark.
        end: One past the closing mark, or the end of the paragraph when none closes it.
        inner_start: First code point after the opening mark.
        inner_end: The closing mark, or ``end``.
        single: Whether it is marked by single quotes.
        closed: Whether a closing mark was found.
        continues: Whether it goes on from the quotation that the paragraph before left open.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    single: bool
    closed: bool
    continues: bool = False


def find_quotes(text: str) -> tuple[QuoteRegion, ...]:
    """Find the quotation regions of a text, in order, none overlapping.

    Single quotes inside double ones belong to the outer quotation and are not listed.
    """
    regions: list[QuoteRegion] = []
    left_open = False
    for paragraph in _PARAGRAPH.finditer(text):
        if paragraph.group().isspace():
            continue
        found = list(_quotes_of_paragraph(text, paragraph.start(), paragraph.end()))
        if left_open and found and not text[paragraph.start() : found[0].start].strip():
            first = found[0]
            found[0] = QuoteRegion(
                first.start, first.end, first.inner_start, first.inner_end, first.single, first.closed, True
            )
        regions.extend(found)
        left_open = bool(found) and not found[-1].closed and not found[-1].single
    return tuple(regions)


def _quotes_of_paragraph(text: str, start: int, end: int) -> Iterator[QuoteRegion]:
    position = start
    while mark := _MARKS.search(text, position, end):
        opening, sign = mark.start(), mark.group()
        position = mark.end()
        if sign in _CLOSING:
            continue
        if sign == "``" or sign in _OPENING or sign == _STRAIGHT or _is_double_apostrophe(text, opening, end):
            inner = opening + (1 if len(sign) == 1 and sign != _APOSTROPHE else 2)
            closing, after = _closing_double(text, inner, end)
            yield QuoteRegion(opening, after, inner, closing, False, closing < after)
            position = max(after, inner)
        elif _opens_single(text, opening, start):
            close = _closing_single(text, opening, end)
            if close is not None:
                yield QuoteRegion(opening, close + 1, opening + 1, close, True, True)
                position = close + 1


def _is_double_apostrophe(text: str, at: int, end: int) -> bool:
    return at + 1 < end and text[at] == _APOSTROPHE and text[at + 1] == _APOSTROPHE


def _closing_double(text: str, inner: int, end: int) -> tuple[int, int]:
    """Where the quotation's words end and where its closing mark ends; both ``end`` when none closes it."""
    position = inner
    while mark := _MARKS.search(text, position, end):
        at, sign = mark.start(), mark.group()
        if sign in _CLOSING or sign == _STRAIGHT:
            return at, at + 1
        if _is_double_apostrophe(text, at, end):
            return at, at + 2
        if sign in _OPENING and at > inner and text[at - 1].isspace():
            # A new opening before any closing: the first one was never closed.
            return at, at
        position = mark.end()
    return end, end


def _opens_single(text: str, at: int, start: int) -> bool:
    sign = text[at]
    if sign in _SINGLE_CLOSING:
        return False
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    free = before.isspace() or before in "([{\u2014\u2013-:/"
    if _ELISION.match(text, at + 1):
        return False
    return free and (after.isalnum() or after in "([.\u2026$\u00a3\u20ac@#")


def _closing_single(text: str, opening: int, end: int) -> int | None:
    """The closing single quote that fits, or None when the mark was an apostrophe."""
    signs = _SINGLE_CLOSING if text[opening] in _SINGLE_OPENING else _APOSTROPHE
    fallback: int | None = None
    for at in range(opening + 2, min(end, opening + _SINGLE_REACH)):
        if text[at] not in signs:
            continue
        after = text[at + 1] if at + 1 < end else " "
        if after.isalnum() or text[at - 1].isspace():
            continue
        if text[at - 1] in ",.?!\u2026;" or after in ",.?!;:)" or text[at - 1].lower() != "s":
            return at
        # "the brothers' plan": a plural possessive looks like a closing mark; a later one is preferred.
        fallback = at if fallback is None else fallback
    return fallback


class QuoteIndex:
    """Answers, for one text, whether a code point stands inside quotation marks."""

    def __init__(self, regions: Sequence[QuoteRegion]) -> None:
        self.regions = tuple(regions)
        self._starts = [region.start for region in self.regions]

    def at(self, position: int) -> QuoteRegion | None:
        """The region whose marks or words cover the code point, or None."""
        index = bisect_right(self._starts, position) - 1
        if index < 0 or position >= self.regions[index].end:
            return None
        return self.regions[index]

    def covers(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` lies whole between the marks of one region."""
        region = self.at(start)
        return region is not None and region.inner_start <= start and end <= region.inner_end
