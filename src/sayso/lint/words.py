"""The word lists of the rules, read once from the package, and what is asked of words again and again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parents[1] / "resources" / "lint" / "words.json"
# Code points of an excerpt in a message: enough to find the place, and a message stays one line.
_LONGEST_EXCERPT = 70


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    lists: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    return lists


@lru_cache(maxsize=64)
def word_set(name: str) -> frozenset[str]:
    """One word list of the package, as a set."""
    return frozenset(_lists()[name])


@lru_cache(maxsize=64)
def pattern(name: str) -> re.Pattern[str]:
    """One word list as a pattern that finds its words and phrases, whole and in any case."""
    return _pattern(_lists()[name])


def may_hold(lowered: str, name: str) -> bool:
    """Whether a text in lower case can hold words of a list at all: far quicker than to look where.

    Args:
        lowered: The text, with single spaces.
        name: The list; it has no apostrophes, which texts write in two ways.
    """
    return any(phrase in lowered for phrase in _lists()[name])


@lru_cache(maxsize=1)
def beginnings(name: str = "anonymity") -> re.Pattern[str]:
    """One word list as a pattern that finds words and phrases opening so."""
    joined = "|".join(_escape(phrase) for phrase in sorted(_lists()[name], key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?:{joined})|(?<=\w)(?:n['’]t (?:authori|be named|be identified))", re.IGNORECASE
    )


@lru_cache(maxsize=1)
def loaded_forms() -> dict[str, str]:
    """Every form of a loaded verb, with the form it is listed under."""
    return {form: verb for verb, forms in _lists()["loaded"].items() for form in forms}


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    joined = "|".join(_escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


def _escape(phrase: str) -> str:
    return r"\s+".join(re.escape(word).replace("'", "['’]") for word in phrase.split())


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, with inner hyphens and apostrophes."""
    return re.findall(r"\w+(?:[-'’]\w+)*", text.lower())


def excerpt(text: str) -> str:
    """Words as a message quotes them: one line, in straight quotation marks, not too long."""
    line = " ".join(text.split()).replace('"', "'").replace("“", "'").replace("”", "'")
    if len(line) > _LONGEST_EXCERPT:
        line = line[: _LONGEST_EXCERPT - 1].rsplit(" ", 1)[0] + " …"
    return f'"{line}"'
