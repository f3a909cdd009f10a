"""Word lists become answers: what a noun stands for, whom a first name or a title points to.

The lists are in ``resources/people``; its README says where they are from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "resources" / "people"

HE, SHE, EITHER = "he", "she", "either"
PERSON, GROUP, ORGANISATION, OUTLET, DOCUMENT = "person", "group", "organisation", "outlet", "document"

_GENDER = {"m": HE, "f": SHE, "u": EITHER}
_ODD_PLURALS = {"men": "man", "women": "woman", "children": "child", "people": "people", "wives": "wife"}


@dataclass(frozen=True, slots=True)
class Noun:
    """What a common noun stands for.

    Attributes:
        word: The noun in the singular, lower case.
        kind: ``person``, ``group``, ``organisation``, ``outlet`` or ``document``.
        plural: Whether several are meant.
        gender: ``he``, ``she`` or ``either``.
    """

    word: str
    kind: str
    plural: bool
    gender: str = EITHER


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists, ready to look up; everything is lower case."""

    titles: Mapping[str, str]
    kept_titles: Mapping[str, str]
    known_people: Mapping[str, str]
    title_phrases: frozenset[tuple[str, ...]]
    title_modifiers: frozenset[str]
    nouns: Mapping[str, tuple[str, str]]
    demonyms: frozenset[str]
    dates: frozenset[str]
    organisation_names: frozenset[str]
    known_organisations: frozenset[str]
    known_outlets: frozenset[str]
    outlet_names: frozenset[str]
    outlet_phrases: frozenset[str]
    countries: frozenset[str]
    not_names: frozenset[str]
    aliases: Mapping[str, str]
    first_names: Mapping[str, str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The word lists, read once."""
    raw = json.loads((_FOLDER / "words.json").read_text(encoding="utf-8"))
    return Words(
        titles=_by_gender(raw["titles"]),
        kept_titles=_by_gender(raw["kept_titles"]),
        known_people=_by_gender(raw["known_people"]),
        title_phrases=frozenset(tuple(phrase.split()) for phrase in raw["title_phrases"]),
        title_modifiers=frozenset(raw["title_modifiers"].split()),
        nouns=_nouns(raw),
        demonyms=frozenset(raw["demonyms"].split()),
        dates=frozenset(raw["months_days"].split()),
        organisation_names=frozenset(raw["organisation_names"].split()),
        known_organisations=frozenset(raw["known_organisations"].split()),
        known_outlets=frozenset(raw["known_outlets"].split()),
        outlet_names=frozenset(raw["outlet_names"].split()),
        outlet_phrases=frozenset(raw["outlet_phrases"]),
        countries=frozenset(raw["countries"]),
        not_names=frozenset(raw["not_names"].split()),
        aliases={name: group[0] for group in raw["aliases"] for name in group},
        first_names=_first_names(),
    )


@lru_cache(maxsize=1)
def _grammar() -> Mapping[str, str]:
    lists: dict[str, str] = json.loads((_FOLDER / "grammar.json").read_text(encoding="utf-8"))
    return lists


def listed(name: str) -> frozenset[str]:
    """The words of one list of ``grammar.json``, lower case."""
    return frozenset(_grammar()[name].split())


def _by_gender(lists: Mapping[str, str]) -> dict[str, str]:
    return {word: EITHER if gender == "any" else gender for gender in lists for word in lists[gender].split()}


def _nouns(raw: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    nouns: dict[str, tuple[str, str]] = {}
    for kind in (DOCUMENT, OUTLET, ORGANISATION, GROUP, PERSON):
        nouns.update(dict.fromkeys(raw[kind].split(), (kind, EITHER)))
    for gender in (HE, SHE):
        nouns.update(dict.fromkeys(raw[f"person_{gender}"].split(), (PERSON, gender)))
    return nouns


def _first_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for line in (_FOLDER / "first_names.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            gender, listed = line.split("\t")
            names.update(dict.fromkeys(listed.split(), _GENDER[gender]))
    return names


@lru_cache(maxsize=4096)
def noun(word: str) -> Noun | None:
    """What a lower-case word stands for as a noun, or None when no list knows it."""
    nouns = words().nouns
    if word in nouns:
        kind, gender = nouns[word]
        return Noun(word, kind, kind == GROUP, gender)
    for singular in _singulars(word):
        if singular in nouns:
            kind, gender = nouns[singular]
            return Noun(singular, GROUP if kind == PERSON else kind, True, gender)
    return None


def _singulars(word: str) -> tuple[str, ...]:
    if word in _ODD_PLURALS:
        return (_ODD_PLURALS[word],)
    if word.endswith("men"):
        return (word[:-3] + "man",)
    if word.endswith("women"):
        return (word[:-5] + "woman",)
    if word.endswith("ies"):
        return (word[:-3] + "y", word[:-1])
    if word.endswith("ss") or not word.endswith("s"):
        return ()
    return (word[:-1], word[:-2]) if word.endswith("es") else (word[:-1],)


@lru_cache(maxsize=4096)
def compound_noun(word: str) -> Noun | None:
    """As :func:`noun`, but a compound such as ``ex-wife`` or ``vice-chancellor`` counts as its last part."""
    found = noun(word)
    if found or "-" not in word:
        return found
    if word.endswith(("-year-old", "-year-olds")):
        return noun("person" if word.endswith("d") else "people")
    return noun(word.rsplit("-", 1)[1])


def first_name_gender(word: str) -> str | None:
    """``he``, ``she`` or ``either`` for a lower-case first name, None for any other word."""
    return words().first_names.get(word)
