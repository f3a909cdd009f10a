"""A text becomes its words, with where they stand and their stems, and its sentences.

The stems are made for comparing headlines with bodies: inflections and irregular verbs fall together
(*buys*, *bought*), and a stem need not be a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

RESOURCES = Path(__file__).parents[2] / "resources" / "headline"

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’ʼ.][^\W\d_]+)*|[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[^\W_a-z])|[\r\n]+")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep|Gen|Col|Lt|Sgt|Capt|Prof|St|Jr|Sr|Rev|Hon|No|vs|Inc|Corp|Co|Ltd"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec|[A-Z])\.$"
)
_VOWEL = re.compile("[aeiouy]")
_APOSTROPHES = str.maketrans("’ʼ", "''")


class Word(NamedTuple):
    """One word of a text.

    Attributes:
        start: First code point.
        end: One past the last.
        form: The word in lower case, with straight apostrophes.
        stem: What it is compared by.
    """

    start: int
    end: int
    form: str
    stem: str


def words_of(text: str) -> list[Word]:
    """The words of a text, in order; marks and white space are left out."""
    found = []
    for match in _WORD.finditer(text):
        form = match.group().lower().translate(_APOSTROPHES)
        start, end = match.span()
        found.append(Word(start, end, form, stem(form)))
    return found


def sentences_of(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text stand: at most one line each, without the white space around them."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        head = text[max(start, match.start() - 6) : match.start() + 1]
        if not text[match.start()].isspace() and _ABBREVIATION.search(head):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    last = end - (len(piece) - len(piece.rstrip()))
    if first < last:
        yield first, last


@lru_cache(maxsize=65536)
def stem(form: str) -> str:
    """What is left of a lower-case word without its inflection."""
    if form.endswith("'s"):
        form = form[:-2]
    form = form.replace(".", "").replace(",", "") if form[:1].isdigit() else form.replace(".", "")
    form = _irregular().get(form, form)
    return _bare(form) if len(form) > 3 and form.isalpha() else form


def _bare(form: str) -> str:
    for ending, instead in (("ies", "y"), ("ied", "y"), ("sses", "ss")):
        if form.endswith(ending) and len(form) > len(ending) + 1:
            form = form[: -len(ending)] + instead
            break
    else:
        if form.endswith("s") and not form.endswith(("ss", "us", "is")):
            form = form[:-1]
    for ending in ("ing", "ed", "ly", "ion"):
        rest = form.removesuffix(ending)
        if rest != form and len(rest) > 2 and _VOWEL.search(rest):
            form = rest
            break
    if form.endswith("e") and len(form) > 3:
        form = form[:-1]
    if len(form) > 3 and form[-1] == form[-2] and form[-1] not in "aeiou":
        form = form[:-1]
    return form


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    """Irregular forms, each with the word that it is a form of."""
    lines = (RESOURCES / "irregular.txt").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return {form: row[0] for row in rows for form in row[1:]}
