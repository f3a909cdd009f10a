"""The words of a name become its kind and gender, as far as they tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.resolve.people import (
    DOCUMENT,
    EITHER,
    HE,
    ORGANISATION,
    OUTLET,
    PERSON,
    SHE,
    compound_noun,
    first_name_gender,
    words,
)

# A name that ends so is a document's: *Orel University Poll*.
_DOCUMENTS = frozenset(("poll", "survey", "study", "report", "act", "bill"))
_STATES = frozenset(("virginia", "georgia", "carolina", "dakota", "florida"))  # that are first names as well
UNKNOWN, PLACE, DEMONYM = "unknown", "place", "demonym"
ACRONYM_CHARS = 7  # code points; the longest run of capitals taken for an acronym


def kind_of(lowers: Sequence[str], first_text: str) -> str:
    """What the words of a name tell of its kind."""
    lists = words()
    phrase = " ".join(lowers)
    if phrase in lists.outlet_phrases or (len(lowers) == 1 and phrase in lists.known_outlets):
        return OUTLET
    if re.search(r"\.(?:com|org|net|info|fr|de|ru|tv|it|co|uk|me|io)$", phrase):
        return OUTLET
    if phrase in lists.countries:
        return PLACE
    if len(lowers) > 1 and lowers[-1] not in lists.organisation_names:
        last = compound_noun(lowers[-1])
        if lowers[-1][-1:] == "s" and lowers[-1][:-1] in lists.demonyms and lowers[-1] not in lists.demonyms:
            return DEMONYM
        if last and last.plural and lists.nouns[last.word][0] == PERSON:
            is_person = len(lowers) == 2 and first_name_gender(lowers[0]) and lowers[0] not in _STATES
            return PERSON if is_person else DEMONYM
        if lowers[-1] in _DOCUMENTS:
            return DOCUMENT
    person = first_name_gender(lowers[0]) is not None
    several = len(lowers) > 1 and lowers[-1][-1:] == "s" and lowers[-1][:-1] in lists.organisation_names
    organised = several or any(word in lists.organisation_names for word in lowers)
    if organised and not (person and len(lowers) == 2):
        return ORGANISATION
    if len(lowers) > 1 and lowers[-1] in lists.outlet_names and not person:
        return OUTLET
    if len(lowers) == 1:
        return _kind_of_word(phrase, first_text)
    if person or any(len(word) == 1 for word in lowers[1:]):
        return PERSON
    return _kind_of_noun(lowers)


def _kind_of_noun(lowers: Sequence[str]) -> str:
    """*Tarn Ferries* and *Team Holm* are organisations by a common noun in the name."""
    for word in (lowers[-1], lowers[0]):
        found = compound_noun(word)
        if found and found.kind in (ORGANISATION, OUTLET):
            return found.kind
    return UNKNOWN


def _kind_of_word(word: str, written: str) -> str:
    lists = words()
    if word in lists.known_organisations:
        return ORGANISATION
    if word in lists.demonyms or (word.endswith("s") and word[:-1] in lists.demonyms):
        return DEMONYM
    if written.isupper() and 1 < len(written) <= ACRONYM_CHARS:
        return ORGANISATION
    if first_name_gender(word) is not None or word in lists.known_people:
        return PERSON
    return UNKNOWN


def gender_of(first_word: str, title: str | None) -> str:
    """``he`` or ``she`` by a name's title or first word, else ``either``."""
    lists = words()
    for word in (title or "").lower().replace(".", "").split():
        gender = lists.titles.get(word, EITHER)
        if gender == EITHER:
            known = compound_noun(word)
            gender = known.gender if known else EITHER
        if gender in (HE, SHE):
            return gender
    by_name = first_name_gender(first_word) or lists.known_people.get(first_word, EITHER)
    return lists.kept_titles.get(first_word, by_name)
