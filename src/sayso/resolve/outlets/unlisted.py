"""Outlets that no list holds, by the words beside them: *told Alder Question*, *Alder Question reported*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from sayso.resolve.outlets.gazetteer import Gazetteer
from sayso.resolve.outlets.patterns import (
    CLAUSE_BEFORE,
    NAME_BEFORE,
    REPORTED,
    REPORTS_NAME,
    SECOND_NAME,
    TOLD_NAME,
)
from sayso.resolve.people import DOCUMENT, OUTLET, first_name_gender, noun, words

_OWNER = re.compile(r"['’]s? ")
# Code points before a verb in which a name is looked for.
_BEFORE_CHARS = 140
# Letters that a misspelled name still shares with the right one, and the length from which that is looked at.
_SHARED = 6
_LONG = 8


def unlisted_names(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Find names that stand where only an outlet's does, or a person's, and are no person's.

    Args:
        text: The text.
        gazetteer: Says which names are no outlets.

    Yields:
        Where each begins and ends.
    """
    others: frozenset[str] | None = None
    for start, end in sorted({*_told(text), *_reporting(text)}):
        name = text[start:end]
        if _OWNER.search(name) or not _is_unlike_others(name, gazetteer):
            continue
        others = _last_names(text) if others is None else others
        if not {name, name.split()[0]} & others and not (len(name) >= _LONG and name[:_SHARED] in others):
            yield start, end


def _told(text: str) -> Iterator[tuple[int, int]]:
    for match in TOLD_NAME.finditer(text):
        yield match.span("name")


def _reporting(text: str) -> Iterator[tuple[int, int]]:
    for match in REPORTS_NAME.finditer(text):
        if CLAUSE_BEFORE.search(text, max(0, match.start() - 6), match.start()):
            yield match.span("name")
    for match in REPORTED.finditer(text):
        low = max(0, match.start() - _BEFORE_CHARS)
        before = NAME_BEFORE.search(text, low, match.start())
        if before:
            yield before.span("name")


def _last_names(text: str) -> frozenset[str]:
    """Words that stand behind another one with a capital, and how each begins."""
    names = set(SECOND_NAME.findall(text))
    return frozenset(names | {name[:_SHARED] for name in names})


def _is_unlike_others(name: str, gazetteer: Gazetteer) -> bool:
    """Whether a name is none of a person, a place, a country, an office."""
    parts = name.split()
    lower = [part.lower() for part in parts]
    if name.lower() in words().countries or first_name_gender(lower[0]) or lower[0].endswith("-based"):
        return False
    kind = noun(lower[-1])
    if kind and (len(parts) == 1 or kind.kind not in (DOCUMENT, OUTLET)):
        return False
    other = _other_names()
    if any(one in other or part in gazetteer.not_outlets for one, part in zip(lower, parts, strict=True)):
        return False
    return len(parts) > 1 or lower[0] not in words().demonyms


@lru_cache(maxsize=1)
def _other_names() -> frozenset[str]:
    """Words of titles, countries, organisations and days."""
    lists = words()
    phrases = (word for phrase in lists.title_phrases for word in phrase)
    known = (lists.countries, lists.known_organisations, lists.organisation_names, lists.dates)
    return frozenset().union(lists.titles, lists.kept_titles, phrases, lists.not_names, *known)
