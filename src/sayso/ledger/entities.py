"""The name of a holder leads to an entity of the article, made where the article has none of that name."""

from __future__ import annotations

from collections.abc import Collection

from sayso.ledger.text import in_one_line, storable
from sayso.records import Attribution, Entity, EntityId, HolderType, Identity


def entity_of(name: str, attribution: Attribution, known: list[Entity]) -> EntityId:
    """The entity that a name leads to.

    Args:
        name: Of the holder; line ends in it make no difference.
        attribution: Whose holder that is; of several entities of one name the one that it has stays.
        known: Those of the article; a new one is added.
    """
    wanted = _told_by(name)
    same = [one.id for one in known if _told_by(one.name) == wanted]
    if same:
        return attribution.holder if attribution.holder in same else same[0]
    made = Entity(
        id=EntityId(free_id("e", {one.id for one in known})),
        name=name,
        identity=attribution.identity or Identity.NAMED,
        type=attribution.type or HolderType.PERSON,
        mentions=attribution.source,
    )
    known.append(made)
    return made.id


def _told_by(name: str) -> str:
    return in_one_line(storable(name))


def free_id(letter: str, used: Collection[str]) -> str:
    """An id that no other part of a reading has, such as ``e3``."""
    number = len(used) + 1
    while f"{letter}{number}" in used:
        number += 1
    return f"{letter}{number}"
