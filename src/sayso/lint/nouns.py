"""The description of an unnamed source becomes what kind of source it is, and whether it says anything."""

from __future__ import annotations

import re
from enum import StrEnum

from sayso.lint.words import word_set, words_of
from sayso.records import Entity


class Sort(StrEnum):
    """What an unnamed holder is to an editor."""

    SOURCE = "source"  # somebody who told a reporter something and is not named
    SPOKES = "spokesperson"  # somebody who speaks for an institution
    EXPERT = "expert"  # experts, analysts, critics: a crowd with authority
    OTHER = "other"  # witnesses, fans, doctors of a family: not a source in the newsroom's sense


# Where the description of a noun begins that comes after it.
_AFTER_HEAD = re.compile(
    r"[,;(–—]|\s(?:who|whom|whose|which|that|with|within|close|familiar|from|in|inside|at|on|of|for|to|near|"
    r"briefed|involved|working|speaking|by|has|have|had|was|were|is|are|claiming|involving)\b"
)
_PART = re.compile(
    r"^(?:at least )?(?:one|two|three|several|some|many|a number|each|either|both|most|another) of\s+"
)
_ONE_OF = re.compile(r"^(?:one|another|each|either) of\s")
# A possessive says whose source it is: "the mirror's source".
_OWNER = re.compile(r"^(.*\w)['’]s?\s+(.*)$")


def core_of(description: str) -> str:
    """The noun phrase without what follows its head: of ``an official in Tolmark``, ``an official``."""
    plain = _PART.sub("", description.lower().strip())
    cut = _AFTER_HEAD.search(plain)
    return plain[: cut.start()].strip() if cut and cut.start() else plain


def sort_of(entity: Entity) -> Sort:
    """What kind of source an unnamed entity is, by its description."""
    head = _head(entity.name)
    if head in word_set("spokes_heads"):
        return Sort.SPOKES
    if head in word_set("expert_heads"):
        return Sort.EXPERT
    if head in word_set("source_heads"):
        return Sort.SOURCE
    known = any(phrase in entity.name.lower() for phrase in word_set("with_knowledge"))
    return (
        Sort.SOURCE
        if known and head in {"person", "people", "someone", "somebody", "individual"}
        else Sort.OTHER
    )


def is_plural(entity: Entity) -> bool:
    """Whether the description speaks of several: ``officials``, ``sources close to the club``."""
    words = words_of(core_of(entity.name))
    if _ONE_OF.match(entity.name.lower()):
        return False
    return bool(words) and (words[-1] == "people" or _singular(words[-1]) != words[-1])


def says_nothing(entity: Entity) -> bool:
    """Whether the description tells nothing of the source but that there is one: ``a well-placed source``."""
    name = entity.name.lower()
    words = words_of(name)
    if not words or core_of(name) != name.strip() or _OWNER.match(name):
        return False
    *before, head = words
    return _singular(head) in word_set("bare_heads") and set(before) <= word_set("empty_modifiers")


def _head(description: str) -> str:
    words = words_of(core_of(description))
    return _singular(words[-1]) if words else ""


def _singular(word: str) -> str:
    """The singular of a noun that the lists may have."""
    if word.endswith("men"):
        return word[:-2] + "an"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
