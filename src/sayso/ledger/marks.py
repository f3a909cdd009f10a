"""Where the words of a query stand in a text, so that what matched can be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sayso.ledger.query import Query, Words
from sayso.ledger.words import fold

# Letters and digits with the marks that belong to them.
_RUN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_ELLIPSIS = "…"
# Signs of ordinary English texts that belong to no word: with a sign of ASCII in their place a text is soon
# searched.
_PLAIN = dict.fromkeys(map(ord, "‘’‚“”„«»–—…•£€\xa0"), " ")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a text with the places that matched.

    Attributes:
        text: The stretch, with ``…`` where something is left out.
        marks: Half-open offsets of code points into it, in order, none overlapping.
    """

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def marked(self, before: str, after: str) -> str:
        """The stretch with something put around each match."""
        pieces, last = [], 0
        for start, end in self.marks:
            pieces += [self.text[last:start], before, self.text[start:end], after]
            last = end
        return "".join((*pieces, self.text[last:]))


def find_marks(text: str, query: Query | None) -> tuple[tuple[int, int], ...]:
    """Half-open offsets of what the query wants, in order, joined where they overlap."""
    if query is None or not query.wanted:
        return ()
    plain = text if text.isascii() else text.translate(_PLAIN)
    if plain.isascii():
        lowered = plain.lower()
        found = sorted({match.span(1) for term in query.wanted for match in _pattern(term).finditer(lowered)})
    else:
        words = list(_words(text))
        found = sorted({mark for term in query.wanted for mark in _places(words, term)})
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def snippet(text: str, marks: Sequence[tuple[int, int]], length: int) -> Snippet:
    """A stretch around the first match, or the beginning where nothing matched.

    Args:
        text: The whole text.
        marks: As :func:`find_marks` gives them.
        length: Code points of the stretch, at least; the words at its ends are kept whole.
    """
    if len(text) <= length:
        return Snippet(text, tuple(marks))
    first = marks[0] if marks else (0, 0)
    start = max(0, min(first[0] - (length - (first[1] - first[0])) // 3, len(text) - length))
    end = min(len(text), start + length)
    if start:
        space = text.find(" ", start, first[0])
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", max(start, first[1]), end)
        end = space if space > 0 else end
    before, after = _ELLIPSIS if start else "", _ELLIPSIS if end < len(text) else ""
    shift = len(before) - start
    inside = tuple((left + shift, right + shift) for left, right in marks if start <= left and right <= end)
    return Snippet(before + text[start:end] + after, inside)


@lru_cache(maxsize=256)
def _pattern(term: Words) -> re.Pattern[str]:
    """Where a term begins, in lower case letters without accents; the group is all of it."""
    words = r"[\W_]+".join(map(re.escape, term.words))
    end = r"[^\W_]*" if term.is_prefix else r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_])(?=({words}{end}))")


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    for run in _RUN.finditer(text):
        exact = run[0]
        folded = exact.lower() if exact.isascii() else fold(exact)
        for word in folded.split():
            yield word, run.start(), run.end()


def _places(words: Sequence[tuple[str, int, int]], term: Words) -> Iterator[tuple[int, int]]:
    first, n_words = term.words[0], len(term.words)
    for at in range(len(words) - n_words + 1):
        if n_words == 1:
            word = words[at][0]
            if word == first or (term.is_prefix and word.startswith(first)):
                yield words[at][1:]
        elif words[at][0] == first and _goes_on(words, at, term):
            yield words[at][1], words[at + n_words - 1][2]


def _goes_on(words: Sequence[tuple[str, int, int]], at: int, term: Words) -> bool:
    *others, last = term.words[1:]
    if any(words[at + number][0] != word for number, word in enumerate(others, 1)):
        return False
    end = words[at + len(term.words) - 1][0]
    return end.startswith(last) if term.is_prefix else end == last
