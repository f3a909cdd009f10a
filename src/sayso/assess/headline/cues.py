"""Words become cues: those that refute, deny, doubt, hedge or relay.

The lists (``resources/headline/cues.json``) were written for this project. They are compared by
stem, so *denies* and *denied* are one entry; an entry that opens with ``=`` is compared word for word
(*doctored* refutes, *doctor* does not).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sayso.assess.headline.words import RESOURCES, Word, words_of


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue.

    Attributes:
        at: Index of its first word.
        n_words: How many words it has.
        group: Which list it is from, such as ``refute``.
    """

    at: int
    n_words: int
    group: str


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    data: dict[str, list[str]] = json.loads((RESOURCES / "cues.json").read_text("utf-8"))
    return data


def groups() -> tuple[str, ...]:
    """Names of the lists, in order."""
    return tuple(_lists())


@lru_cache(maxsize=1)
def _by_first_stem() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str]]]:
    """For each stem that opens a cue, the cues: their stems, their forms if these must agree, their list."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str]]] = {}
    for group, phrases in _lists().items():
        known = set()
        for phrase in phrases:
            words = words_of(phrase)
            stems = tuple(word.stem for word in words)
            known.add((stems, tuple(word.form for word in words) if phrase.startswith("=") else ()))
        for stems, forms in sorted(known):
            found.setdefault(stems[0], []).append((stems, forms, group))
    return found


def find_cues(words: Sequence[Word]) -> list[Cue]:
    """All cues among the words, in order; one place can hold several."""
    known = _by_first_stem()
    found = []
    for index, word in enumerate(words):
        for stems, forms, group in known.get(word.stem, ()):
            here = words[index : index + len(stems)]
            if len(stems) > 1 and stems != tuple(w.stem for w in here):
                continue
            if not forms or forms == tuple(w.form for w in here):
                found.append(Cue(index, len(stems), group))
    return found
