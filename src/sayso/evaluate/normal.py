"""Spans become the normal form in which metrics compare them, and the tokens that they cover.

Two annotators who mean the same differ in quotation marks, full stops and line breaks at the edges
of spans. The normal form takes those away: neighbours with nothing but *trimmable* characters
between them are joined, and trimmable characters are cut off both ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

from sayso.evaluate.gold import Offsets

SpanSet = tuple[Offsets, ...]

# A word with its inner hyphens, apostrophes and dots, or else a single symbol.
TOKEN = re.compile(r"\w+(?:[-'\u2019.]\w+)*|[^\w\s]")
_TRIMMED_SYMBOLS = frozenset("`\u00b4+|<>~^=")
_TRIMMED_CATEGORIES = frozenset("PZC")
_OPENING = "\u201c\u201e\u201f\u00ab"
_CLOSING = "\u201d\u00bb"


@cache
def is_trimmable(char: str) -> bool:
    """Whether a character at the edge of a span says nothing: space, punctuation, controls, some symbols."""
    return char.isspace() or char in _TRIMMED_SYMBOLS or unicodedata.category(char)[0] in _TRIMMED_CATEGORIES


def normal_form(text: str, spans: Iterable[Offsets]) -> SpanSet:
    """Sort, join and trim spans.

    A set that holds nothing but trimmable characters, such as a cue that is a colon, is trimmed of
    white space only.

    Args:
        text: What the spans count into; what lies outside is cut off.
        spans: In any order; they may overlap.

    Returns:
        Spans in order, none of them empty, overlapping or touching.
    """
    joined: list[Offsets] = []
    for start, end in sorted((max(0, start), min(len(text), end)) for start, end in spans):
        if start >= end:
            continue
        if joined and all(map(is_trimmable, text[joined[-1][1] : start])):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return _trimmed(text, joined, is_trimmable) or _trimmed(text, joined, str.isspace)


def _trimmed(text: str, spans: Iterable[Offsets], drop: Callable[[str], bool]) -> SpanSet:
    kept = []
    for start, end in spans:
        while start < end and drop(text[start]):
            start += 1
        while end > start and drop(text[end - 1]):
            end -= 1
        if start < end:
            kept.append((start, end))
    return tuple(kept)


class TokenIndex:
    """Tells which tokens of a text its spans cover; one shared character is enough."""

    def __init__(self, text: str) -> None:
        self._token_at = [-1] * len(text)
        for number, match in enumerate(TOKEN.finditer(text)):
            for position in range(*match.span()):
                self._token_at[position] = number

    def cover(self, spans: SpanSet) -> frozenset[int]:
        """Numbers of the tokens in the spans."""
        return frozenset(
            number for start, end in spans for number in self._token_at[start:end] if number >= 0
        )


def quoted_characters(text: str) -> bytearray:
    """Mark the characters inside double quotation marks.

    Curly marks and guillemets open and close, straight marks and doubled single ones toggle, and a
    quote that is open at the end of its line ends there.

    Returns:
        1 for each character inside, 0 outside and for the marks. Shape: ``(len(text),)``.
    """
    marked = bytearray(len(text))
    inside, position = False, 0
    while position < len(text):
        char, pair = text[position], text[position : position + 2]
        if char == "\n":
            inside = False
        elif pair in ("''", "``"):
            inside, position = not inside, position + 1
        elif char in _OPENING or char in _CLOSING or char == '"':
            inside = char in _OPENING or (char == '"' and not inside)
        elif inside:
            marked[position] = 1
        position += 1
    return marked


def quoted_share(text: str, quoted: bytearray, content: SpanSet) -> str:
    """``direct`` when all words of the content are in marks, ``indirect`` when none is, else ``mixed``."""
    n_words = n_inside = 0
    for start, end in content:
        for word in TOKEN.finditer(text, start, end):
            if any(map(str.isalnum, word.group())):
                n_words += 1
                n_inside += all(quoted[word.start() : word.end()])
    if n_words and n_inside == n_words:
        return "direct"
    return "mixed" if n_inside else "indirect"
