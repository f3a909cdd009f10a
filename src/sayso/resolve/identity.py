"""A figure becomes an identity and a type: whether the article names it, and what it is."""

from __future__ import annotations

import re

from sayso.records import HolderType, Identity
from sayso.resolve.coreference.cast import Figure
from sayso.resolve.names.kinds import DEMONYM, PLACE, UNKNOWN
from sayso.resolve.people import DOCUMENT, EITHER, GROUP, ORGANISATION, OUTLET, PERSON, listed

_TYPES = {
    PERSON: HolderType.PERSON,
    GROUP: HolderType.GROUP,
    ORGANISATION: HolderType.ORGANISATION,
    PLACE: HolderType.ORGANISATION,
    OUTLET: HolderType.OUTLET,
    DOCUMENT: HolderType.DOCUMENT,
    DEMONYM: HolderType.GROUP,
}


_NAMED_BY_OFFICE = listed("named_by_office")
_EVERYBODY = listed("everybody")
_SHARE = re.compile(
    r"(?:nearly|almost|about|only|just|over|under|more than|less than|fewer than|some|at least|roughly)?\s*"
    r"(?:a (?:third|quarter|half|fifth)\b|[\w-]+ (?:percent|per cent)\b|\d[\d.,]*\s?%"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|\d+) (?:in|out of) [\w-]+\b)",
    re.IGNORECASE,
)


def identity_of(figure: Figure) -> Identity:
    """``named`` or ``unnamed``; several names together are named, and so is *the government*."""
    if figure.description is None or _is_the_office(figure):
        return Identity.NAMED
    return Identity.UNNAMED


def _is_the_office(figure: Figure) -> bool:
    """Whether a description means the one government, army or campaign that an article can mean."""
    noun = figure.noun
    if noun is None or noun.plural or noun.word not in _NAMED_BY_OFFICE or figure.description is None:
        return False
    first, _, rest = figure.description.lower().partition(" ")
    return first == "the" or not rest


def type_of(figure: Figure) -> HolderType:
    """What a figure is; a full name that nothing tells about is a person's, a single word a company's."""
    if figure.description is not None and figure.kind in (PERSON, UNKNOWN):
        return HolderType.GROUP if figure.plural or _is_several(figure.description) else HolderType.PERSON
    if figure.kind != UNKNOWN:
        return _TYPES[figure.kind]
    if figure.named and not figure.plural:
        is_word = len(figure.key) == 1 and not figure.key[0].startswith("@") and figure.gender == EITHER
        return HolderType.ORGANISATION if is_word and not figure.roles else HolderType.PERSON
    return HolderType.GROUP if figure.plural else HolderType.PERSON


def _is_several(description: str) -> bool:
    """Whether a description without a plural noun means more than one: *every doctor*, *59 percent*."""
    lower = description.lower()
    return lower.split(" ", 1)[0] in _EVERYBODY or _SHARE.match(lower) is not None
