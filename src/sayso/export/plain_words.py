"""The values of the judgements become the words that a page for people uses for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from sayso.export.labels import due_days
from sayso.export.visible import shorten
from sayso.records import Certainty, Due, HolderType, Identity, Kind, Severity, Stance

_DUE_MAX = 80

IDENTITY: Mapping[StrEnum, str] = {
    Identity.NAMED: "on record",
    Identity.UNNAMED: "unnamed",
    Identity.NONE: "nobody’s",
}
STANCE: Mapping[StrEnum, str] = {
    Stance.NEUTRAL: "relayed neutrally",
    Stance.HEDGED: "hedged by the article",
    Stance.ENDORSED: "endorsed by the article",
    Stance.DOUBTED: "doubted by the article",
}
CERTAINTY: Mapping[StrEnum, str] = {
    Certainty.CERTAIN: "put as certain",
    Certainty.PROBABLE: "put as probable",
    Certainty.POSSIBLE: "put as possible",
    Certainty.UNKNOWN: "left open",
}
KIND: Mapping[StrEnum, str] = {
    Kind.FACT: "fact",
    Kind.PREDICTION: "prediction",
    Kind.INTENTION: "intention",
    Kind.OPINION: "opinion",
    Kind.DIRECTIVE: "demand or question",
}
# What a negative polarity says of the content.
REJECTED = "rejected by the holder"
TYPE: Mapping[StrEnum, str] = {kind: kind.value for kind in HolderType if kind is not HolderType.NONE}
# A sign and a word for each, so that colour is never the only mark.
SEVERITY: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: ("✕", "error"),
    Severity.WARNING: ("▲", "warning"),
    Severity.NOTE: ("●", "note"),
}


def day(written: str) -> str:
    """``2 May 2023`` for ``2023-05-02``; anything else as it is."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return written
    return f"{found.day} {found:%B} {found.year}"


def due_words(due: Due, published: str | None) -> str:
    """When a statement falls due, as said and as dates: ``due “by Christmas”: by 25 December 2023``."""
    said = f"due “{shorten(due.span.exact, _DUE_MAX)}”"
    days = due_days(due, published, write=day)
    return f"{said}: {days}" if days else f"{said}, no date known"


def letters(index: int) -> str:
    """``a`` for 0, ``b`` for 1, ``aa`` for 26: what findings are called beside the numbers of statements."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(ord("a") + rest) + found
    return found
