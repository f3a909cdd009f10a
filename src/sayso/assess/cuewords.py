"""Words become what they do as cues and hedges: base forms, and the word lists that know them.

The lists (``resources/judgements/words.json``) were written for this project. A word can do several
things: *suggest* is a sign, a proposal and a hedge, and the model weighs which.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

_WORDS_PATH = Path(__file__).parent.parent / "resources" / "judgements" / "words.json"
WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|[?!:]")
_IRREGULAR = {
    "said": "say", "told": "tell", "wrote": "write", "written": "write", "spoke": "speak",
    "spoken": "speak", "thought": "think", "knew": "know", "known": "know", "found": "find",
    "shown": "show", "saw": "see", "seen": "see", "felt": "feel", "meant": "mean", "held": "hold",
    "swore": "swear", "sworn": "swear", "forgot": "forget", "forgotten": "forget", "foresaw": "foresee",
    "understood": "understand", "sought": "seek", "saying": "say", "lied": "lie", "lying": "lie",
    "chose": "choose", "chosen": "choose", "heard": "hear", "gave": "give", "given": "give",
    "read": "read", "led": "lead", "put": "put", "undertook": "undertake", "withheld": "withhold",
    "tipped": "tip", "denied": "deny", "denies": "deny", "bid": "bid", "spread": "spread",
    "mistook": "mistake", "mistaken": "mistake", "forbade": "forbid", "forbidden": "forbid",
}  # fmt: skip


@lru_cache(maxsize=1)
def _lists() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    data = json.loads(_WORDS_PATH.read_text(encoding="utf-8"))
    return _by_word(data["cues"]), _by_word(data["words"])


@lru_cache(maxsize=1)
def linking_words() -> frozenset[str]:
    """Words that only link others."""
    return frozenset(json.loads(_WORDS_PATH.read_text(encoding="utf-8"))["linking"])


def _by_word(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, words in lists.items():
        for word in words:
            found.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in found.items()}


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, apostrophes straight; ``?``, ``!`` and ``:`` count as words."""
    words: list[str] = WORD.findall(text.lower().replace("\u2019", "'"))
    return words


@lru_cache(maxsize=8192)
def cue_senses(word: str) -> tuple[str, ...]:
    """What a word can do as a cue, such as ``believe``; empty for words that the lists do not know."""
    cues, _ = _lists()
    for form in base_forms(word):
        if form in cues:
            return cues[form]
    return ()


@lru_cache(maxsize=8192)
def word_senses(word: str) -> tuple[str, ...]:
    """What a word shows inside a content or around an attribution, such as ``modal_possible``."""
    _, words = _lists()
    if word.endswith("n't"):
        return ("denial", *words.get(word, ()), *words.get(word[:-3], ()))
    start, mark, ending = word.partition("'")
    if not mark:
        return words.get(word, ())
    return tuple(dict.fromkeys((*words.get(word, ()), *words.get(start, ()), *words.get(mark + ending, ()))))


def base_forms(word: str) -> tuple[str, ...]:
    """Forms under which a lexicon may list a word, the likeliest first: ``denied`` gives ``deny``."""
    if word in _IRREGULAR:
        return (_IRREGULAR[word],)
    forms = [word]
    if word.endswith("'s"):
        forms.append(word[:-2])
    for ending, length in (("ing", 3), ("ed", 2), ("es", 2), ("s", 1)):
        if word.endswith(ending) and len(word) - length >= 2:
            stem = word[:-length]
            forms.extend((stem, stem + "e"))
            if len(stem) > 2 and stem[-1] == stem[-2]:
                forms.append(stem[:-1])
            if stem.endswith("i"):
                forms.append(stem[:-1] + "y")
    return tuple(forms)
