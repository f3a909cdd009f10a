"""Holders: whom the sources of an article lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NewType

from sayso.records.spans import Span

EntityId = NewType("EntityId", str)


class Identity(StrEnum):
    """Whether the article names the holder."""

    NAMED = "named"
    UNNAMED = "unnamed"
    NONE = "none"


class HolderType(StrEnum):
    """What a holder is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    OUTLET = "outlet"
    DOCUMENT = "document"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Entity:
    """A holder: somebody or something that the article's sources lead to.

    Attributes:
        id: ``e1``, ``e2`` and so on, in the order of the first mention.
        name: The fullest name that the article gives, without title; for an unnamed holder the article's
            own description in lower case.
        identity: Whether the article names it.
        type: What it is.
        mentions: Where the text speaks of it, in text order.
        aliases: Other names that the article uses for it, each once.
        role: Title or office, such as ``former vice chief of staff of the US Army``, or None.
        affiliation: The organisation it is said to belong to, or None.
        reason: For an unnamed holder, the words that say why it is not named, or None.
        access: For an unnamed holder, the words that say how it would know, or None.
    """

    id: EntityId
    name: str
    identity: Identity
    type: HolderType
    mentions: tuple[Span, ...]
    aliases: tuple[str, ...] = ()
    role: str | None = None
    affiliation: str | None = None
    reason: Span | None = None
    access: Span | None = None

    def to_dict(self) -> dict[str, Any]:
        """The entity as the contract writes it."""
        return {
            "id": self.id,
            "name": self.name,
            "identity": self.identity.value,
            "type": self.type.value,
            "mentions": [span.to_dict() for span in self.mentions],
            "aliases": list(self.aliases),
            "role": self.role,
            "affiliation": self.affiliation,
            "reason": self.reason.to_dict() if self.reason else None,
            "access": self.access.to_dict() if self.access else None,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Entity:
        """Inverse of :meth:`to_dict`; what an older reading lacks is left empty."""
        return cls(
            id=data["id"],
            name=data["name"],
            identity=Identity(data["identity"]),
            type=HolderType(data["type"]),
            mentions=tuple(Span.from_dict(span) for span in data["mentions"]),
            aliases=tuple(data.get("aliases", ())),
            role=data.get("role"),
            affiliation=data.get("affiliation"),
            reason=_maybe_span(data.get("reason")),
            access=_maybe_span(data.get("access")),
        )


def _maybe_span(data: Mapping[str, Any] | None) -> Span | None:
    return Span.from_dict(data) if data else None
