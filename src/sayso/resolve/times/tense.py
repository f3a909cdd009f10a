"""Words around a time expression tell whether it lies behind or ahead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from sayso.resolve.times.words import Words, load_lexicon

# Words looked at before and after the expression.
BEFORE, AFTER = 24, 9
# A word of saying no further than this before the expression is what it dates.
BESIDE = 2
_WORDS = Path(__file__).parents[2] / "resources" / "times" / "tense.json"


@dataclass(frozen=True, slots=True)
class TenseWords:
    """Words that tell where a time lies.

    Attributes:
        ahead: They look ahead: *will*, *plans*.
        behind: They look back: *was*, *went*; so do words in *-ed* that are not ``plain``.
        saying: They say when something was said: beside the expression they decide, elsewhere they are the
            last resort.
        until: Right before the expression they say that it lies ahead.
        plain: They end in *-ed* and are no verbs.
        titles: A full stop after them ends no sentence.
    """

    ahead: frozenset[str]
    behind: frozenset[str]
    saying: frozenset[str]
    until: frozenset[str]
    plain: frozenset[str]
    titles: frozenset[str]


@lru_cache(maxsize=1)
def tense_words() -> TenseWords:
    """The words, read once."""
    data: dict[str, list[str]] = json.loads(_WORDS.read_text("utf-8"))
    return TenseWords(**{name: frozenset(words) for name, words in data.items()})


def tense(words: Words, first: int, last: int) -> int:
    """1 when the words around look ahead, -1 when they look back, 0 when they say nothing.

    What stands before the expression decides, the nearest word first, and only then what stands after it.
    Nothing beyond the sentence is looked at.

    Args:
        words: A segment of a text.
        first: Index of the expression's first word.
        last: One past the index of its last word.
    """
    known = tense_words()
    if words.word(first - 1) in known.until:
        return 1
    saying = 0
    for index in _sentence(words, range(first - 1, max(-1, first - 1 - BEFORE), -1)):
        word = words.word(index)
        if word in known.saying:
            if first - index <= BESIDE:
                return -1
            saying = -1
        elif sign := _sign(words, index, word):
            return sign
    for index in _sentence(words, range(last, min(len(words.starts), last + AFTER))):
        word = words.word(index)
        if word in known.saying:
            return -1
        if sign := _sign(words, index, word):
            return sign
    return saying


def _sign(words: Words, index: int, word: str) -> int:
    known, before = tense_words(), words.word(index - 1)
    if word == "set" and words.word(index + 1) not in ("to", "for"):
        return -1
    if word in known.ahead or (word in ("to", "be") and before in ("is", "are", "to")):
        return 1
    past = word.endswith("ed") and not word.endswith("eed") and word not in known.plain
    if past and before == "be":
        return 1
    return -1 if (past or word in known.behind) and words.text[words.starts[index]].islower() else 0


def _sentence(words: Words, indices: Iterable[int]) -> Iterator[int]:
    return takewhile(lambda index: not _stops(words, index), indices)


def _stops(words: Words, index: int) -> bool:
    """Whether a mark ends the sentence, and not just a title, an initial or a number."""
    codes = load_lexicon().codes
    if words.classes[index] not in (codes["DOT"], codes["BREAK"]):
        return False
    at = words.ends[index]
    if words.text[at : at + 1] not in (" ", "\n", "", '"', "”"):
        return False
    before = words.word(index - 1)
    return len(before) > 1 and before not in tense_words().titles
