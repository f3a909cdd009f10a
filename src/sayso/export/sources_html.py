"""The holders of a reading become a panel: who they are, how their words came here, and what they state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sayso.export.chains_html import Way, chain_html, way_of
from sayso.export.plain_words import TYPE
from sayso.export.pointers import Pointers
from sayso.export.summary import words
from sayso.export.visible import as_html, shorten
from sayso.records import Attribution, Entity, EntityId, Identity, Reading, Span
from sayso.resolve.chain import Link, LinkKind, chain_of

_NAME_MAX = 120
_CUE_MAX = 40
_ALIASES_SHOWN = 4
_GROUPS: Mapping[Identity | None, str] = {
    Identity.NAMED: "On record",
    Identity.UNNAMED: "Unnamed",
    Identity.NONE: "Nobody’s words",
    None: "Not resolved",
}

Statements = list[tuple[int, Attribution]]


def sources_html(reading: Reading, pointers: Pointers, *, prefix: str, level: int) -> str:
    """Write the panel; an empty string while no holder is resolved.

    Args:
        reading: The reading to show.
        pointers: Where reasons, accesses and channels get their ids.
        prefix: What the ids of this reading begin with.
        level: Heading level of the panel.
    """
    known = {entity.id: entity for entity in reading.entities}
    held, loose = _statements(reading, known)
    if not held and not any(attribution.identity for attribution in reading.attributions):
        return ""
    writer = _Holders(reading, pointers, prefix)
    groups = []
    for identity, title in _GROUPS.items():
        items = [writer.holder(known[key], held[key]) for key in held if known[key].identity is identity]
        n_holders = len(items)
        items += [writer.nobody(loose[identity], identity)] if loose[identity] else []
        if items:
            n = f" <small>{n_holders}</small>" if n_holders else ""
            groups.append(f'<h{level + 1}>{title}{n}</h{level + 1}><ul class="holders">{"".join(items)}</ul>')
    return (
        f'<section class="panel sources" id="{prefix}sources" aria-labelledby="{prefix}sources-title">'
        f'<h{level} id="{prefix}sources-title">Sources</h{level}>{"".join(groups)}</section>'
    )


def _statements(
    reading: Reading, known: Mapping[EntityId, Entity]
) -> tuple[dict[EntityId, Statements], dict[Identity | None, Statements]]:
    """Statements by holder, and those without one by what is known of their identity."""
    held: dict[EntityId, Statements] = defaultdict(list)
    loose: dict[Identity | None, Statements] = defaultdict(list)
    for number, attribution in enumerate(reading.attributions, 1):
        if attribution.holder and attribution.holder in known:
            held[attribution.holder].append((number, attribution))
        else:
            loose[attribution.identity].append((number, attribution))
    return held, loose


class _Holders:
    def __init__(self, reading: Reading, pointers: Pointers, prefix: str) -> None:
        self._reading = reading
        self._pointers = pointers
        self._prefix = prefix

    def holder(self, entity: Entity, statements: Statements) -> str:
        name = as_html(shorten(entity.name, _NAME_MAX))
        return (
            f'<li class="holder" id="{self._prefix}{as_html(entity.id)}"><div>'
            f'<p class="name"><bdi>{name}</bdi></p>{_about(entity)}{self._anonymity(entity)}</div>'
            f"<div>{self._ways(statements, entity)}</div></li>"
        )

    def nobody(self, statements: Statements, identity: Identity | None) -> str:
        said = "It is said, without saying by whom" if identity is Identity.NONE else "Holder not known"
        return (
            f'<li class="holder"><div><p class="name nobody">{said}</p></div>'
            f"<div>{self._ways(statements, None)}</div></li>"
        )

    def _anonymity(self, entity: Entity) -> str:
        if entity.identity is not Identity.UNNAMED:
            return ""
        reason = self._quoted("not named: ", entity.reason) if entity.reason else "<b>no reason given</b>"
        access = self._quoted("claimed access: ", entity.access) if entity.access else ""
        return f'<p class="anonymity">{reason}{" · " if access else ""}{access}</p>'

    def _quoted(self, label: str, span: Span) -> str:
        said = f"“<bdi>{as_html(shorten(span.exact, _NAME_MAX))}</bdi>”"
        place = self._pointers.to(span)
        return label + (f'<a href="#{place}">{said}</a>' if place else said)

    def _ways(self, statements: Statements, entity: Entity | None) -> str:
        """One line of links for each way that statements took, with the statements that took it."""
        # The chain looks its holder up among the entities, so it gets no more than this one.
        reading = replace(self._reading, entities=(entity,) if entity else ())
        ways: dict[Way, tuple[Sequence[Link], Statements]] = {}
        for number, attribution in statements:
            chain = chain_of(reading, attribution)
            if attribution.identity is Identity.NONE:
                chain = (*chain[:-1], Link(LinkKind.HOLDER, None))
            ways.setdefault(way_of(chain), (chain, []))[1].append((number, attribution))
        return "".join(
            f'<div class="way">{chain_html(chain, self._pointers)}{self._chips(taken)}</div>'
            for chain, taken in ways.values()
        )

    def _chips(self, statements: Statements) -> str:
        items = "".join(self._chip(number, attribution) for number, attribution in statements)
        return f'<ul class="chips" aria-label="Statements">{items}</ul>'

    def _chip(self, number: int, attribution: Attribution) -> str:
        cue = shorten(words(self._reading.article.text, attribution.cue), _CUE_MAX)
        said = f' <i class="c"><bdi>{as_html(cue)}</bdi></i>' if cue else ""
        return f'<li><a class="chip" href="#{self._prefix}a{number}">{number}{said}</a></li>'


def _about(entity: Entity) -> str:
    aliases = [f"“{alias}”" for alias in entity.aliases[:_ALIASES_SHOWN]]
    facts: Sequence[str | None] = (
        entity.role,
        entity.affiliation if not entity.role or (entity.affiliation or "") not in entity.role else None,
        TYPE.get(entity.type),
        f"also {', '.join(aliases)}" if aliases else None,
    )
    said = " · ".join(f"<bdi>{as_html(shorten(fact, _NAME_MAX))}</bdi>" for fact in facts if fact)
    return f'<p class="about">{said}</p>' if said else ""
