"""A figure becomes an identity and a type: whether the article names it, and what it is."""

from __future__ import annotations

from sayso.records import HolderType, Identity
from sayso.resolve.coreference.cast import Figure
from sayso.resolve.names.kinds import DEMONYM, PLACE, UNKNOWN
from sayso.resolve.people import DOCUMENT, GROUP, ORGANISATION, OUTLET, PERSON

_TYPES = {
    PERSON: HolderType.PERSON,
    GROUP: HolderType.GROUP,
    ORGANISATION: HolderType.ORGANISATION,
    PLACE: HolderType.ORGANISATION,
    OUTLET: HolderType.OUTLET,
    DOCUMENT: HolderType.DOCUMENT,
    DEMONYM: HolderType.GROUP,
}


def identity_of(figure: Figure) -> Identity:
    """``named`` or ``unnamed``; several names together are named."""
    return Identity.NAMED if figure.named else Identity.UNNAMED


def type_of(figure: Figure) -> HolderType:
    """What a figure is; a name that nothing tells about is a person, a description in the plural a group."""
    if figure.kind != UNKNOWN:
        return _TYPES[figure.kind]
    if figure.named and not figure.plural:
        return HolderType.PERSON
    return HolderType.GROUP if figure.plural else HolderType.PERSON
