"""A reading's statement becomes the chain that it came along: publisher ← relays ← channels ← holder.

Every link was read from the article or its metadata. What nothing says is no link: an article whose
outlet is not known has a chain without a publisher.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sayso.records import Attribution, AttributionId, Entity, EntityId, Identity, Reading, Span
from sayso.resolve.outlets.names import bare_name, is_initials

# Kinds of credit by which an article says that its whole text came through another outlet. Whoever helped
# with the reporting, or had the story first, need not have passed on this very statement.
_WHOLE_TEXT = frozenset({"reprint", "agency", "metadata"})


class LinkKind(StrEnum):
    """What a link of a chain is."""

    PUBLISHER = "publisher"
    RELAY = "relay"
    CHANNEL = "channel"
    HOLDER = "holder"


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain.

    Attributes:
        kind: What it is.
        name: Its name as the article gives it; None for the holder of a statement that nobody holds.
        span: Where it was read from, or None when that is the page's metadata.
        identity: For the holder, whether the article names it; None for the others and while unresolved.
        inferred: For a channel, whether it was carried over from an earlier statement of the same holder.
    """

    kind: LinkKind
    name: str | None
    span: Span | None = None
    identity: Identity | None = None
    inferred: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The link as JSON."""
        return {
            "kind": self.kind.value,
            "name": self.name,
            "span": self.span.to_dict() if self.span else None,
            "identity": self.identity.value if self.identity else None,
            "inferred": self.inferred,
        }


def chain_of(reading: Reading, attribution: Attribution) -> tuple[Link, ...]:
    """Say along which way a statement reached the reader.

    Args:
        reading: The reading.
        attribution: One of its attributions.

    Returns:
        The links from the nearest to the reader, the publisher, to the farthest, the holder. No outlet
        stands in it twice, and the holder, always there, stands last.
    """
    return _chain(reading, attribution, {entity.id: entity for entity in reading.entities})


def chains_of(reading: Reading) -> dict[AttributionId, tuple[Link, ...]]:
    """The chains of all statements, as :func:`chain_of` gives each."""
    entities = {entity.id: entity for entity in reading.entities}
    return {item.id: _chain(reading, item, entities) for item in reading.attributions}


def _chain(
    reading: Reading, attribution: Attribution, entities: Mapping[EntityId, Entity]
) -> tuple[Link, ...]:
    holder = _holder(attribution, entities)
    links: list[Link] = []
    for link in (*_publisher(reading), *_relays(reading), *_channels(attribution)):
        named = [one for one in (*links, holder) if one.name and _same(one.name, link.name or "")]
        if not named or link.kind is LinkKind.PUBLISHER:
            links.append(link)
    return (*links, holder)


def _publisher(reading: Reading) -> Iterator[Link]:
    if reading.article.outlet:
        yield Link(LinkKind.PUBLISHER, reading.article.outlet)


def _relays(reading: Reading) -> Iterator[Link]:
    for credit in reading.article.credits:
        if credit.how in _WHOLE_TEXT:
            yield Link(LinkKind.RELAY, credit.name, credit.span)


def _channels(attribution: Attribution) -> Iterator[Link]:
    for channel in attribution.channels:
        yield Link(LinkKind.CHANNEL, channel.name, channel.span, inferred=channel.inferred)


def _holder(attribution: Attribution, entities: Mapping[EntityId, Entity]) -> Link:
    source = next(iter(attribution.source), None)
    entity = entities.get(attribution.holder) if attribution.holder else None
    if entity is not None:
        span = source or next(iter(entity.mentions), None)
        return Link(LinkKind.HOLDER, entity.name, span, entity.identity)
    name = source.exact if source else None
    return Link(LinkKind.HOLDER, name, source, attribution.identity)


def _same(one: str, other: str) -> bool:
    """Whether two names are one outlet's: but for the article and case, or one the other's initials."""
    equal = bare_name(one).casefold() == bare_name(other).casefold()
    return equal or is_initials(one, other) or is_initials(other, one)
