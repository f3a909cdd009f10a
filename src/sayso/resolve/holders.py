"""Attributions without holders become attributions with holders, and the article's entities.

Every source is resolved to somebody or something that the article's own text speaks of; what cannot be
is None, with the reason in ``why``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.records import (
    Article,
    Attribution,
    AttributionId,
    Entity,
    EntityId,
    HolderType,
    Identity,
    Mode,
    Span,
    Why,
)
from sayso.resolve.anonymity import access_near, reason_near
from sayso.resolve.coreference.cast import Figure
from sayso.resolve.coreference.walk import Found, Walk
from sayso.resolve.identity import identity_of, type_of
from sayso.resolve.mentions import Shape
from sayso.resolve.outlets import OutletMention
from sayso.resolve.people import DOCUMENT, listed

# An entity keeps at most this many aliases; a text of many megabytes can spell a name in many ways.
_MAX_ALIASES = 12
# Offices whose holders say *we* for the organisation.
_OFFICERS = listed("officers")
_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "their", "its", "our", "my"))
_HONORIFICS = listed("honorifics")
_AUTHORS = {
    "i": ("the author", HolderType.PERSON),
    "we": ("we", HolderType.OUTLET),
    "you": ("you", HolderType.GROUP),
}


@dataclass(frozen=True, slots=True)
class _Held:
    """To whom an attribution leads, and how that was found."""

    figure: Figure | None
    how: str
    author: str | None = None


def resolve_holders(
    article: Article,
    attributions: tuple[Attribution, ...],
    *,
    outlets: Sequence[OutletMention] | None = None,
) -> tuple[tuple[Attribution, ...], tuple[Entity, ...]]:
    """Find who holds each attribution.

    Args:
        article: Whose text the attributions were found in.
        attributions: In text order, with ids and ``within``.
        outlets: The outlets that the text names, where they are known already; else they are looked for.

    Returns:
        The attributions with ``holder``, ``identity``, ``type`` and a reason for them in ``why``; and the
        entities that hold something, in the order of their first mention.
    """
    walk = Walk(article.text, attributions, outlets=outlets)
    walk.run()
    held = _held(attributions, walk.found)
    entities, ids = _entities(article.text, attributions, held)
    kinds = {entity.id: entity for entity in entities}
    resolved = tuple(_resolved(item, held[item.id], ids.get(item.id), kinds) for item in attributions)
    return resolved, entities


def _held(
    attributions: Sequence[Attribution], found: Mapping[AttributionId, Found]
) -> dict[AttributionId, _Held]:
    by_id = {item.id: item for item in attributions}
    return {item.id: _one_held(item, by_id, found) for item in attributions}


def _one_held(
    item: Attribution, by_id: Mapping[AttributionId, Attribution], found: Mapping[AttributionId, Found]
) -> _Held:
    own = found[item.id]
    pronoun = own.mention.pronoun
    if own.mention.shape is Shape.PRONOUN and pronoun in _AUTHORS:
        return _first_person(item, pronoun, by_id, found)
    if own.figure is None:
        return _Held(None, own.how)
    return _Held(own.figure, own.how)


def _first_person(
    item: Attribution,
    pronoun: str,
    by_id: Mapping[AttributionId, Attribution],
    found: Mapping[AttributionId, Found],
) -> _Held:
    """*I* and *we* are whoever is quoted there; outside quotations, the author."""
    seen = 0
    outer = by_id.get(item.within) if item.within else None
    while outer is not None and seen < 20:
        if outer.mode is not Mode.INDIRECT or outer.within is None:
            holder = found[outer.id]
            if holder.figure is not None and pronoun != "you":
                employer = _speaks_for(holder.figure) if pronoun == "we" else None
                if employer is not None:
                    return _Held(
                        employer, f"we in the words of one who speaks for it, the holder of {outer.id}"
                    )
                return _Held(holder.figure, f"{pronoun} in the words of the holder of {outer.id}")
            if holder.mention.pronoun not in _AUTHORS:
                return _Held(None, f"{pronoun} in words whose holder is not known")
        outer = by_id.get(outer.within) if outer.within else None
        seen += 1
    return _Held(None, "the author speaks", pronoun)


def _speaks_for(figure: Figure) -> Figure | None:
    """The organisation for which an officer of it says *we*."""
    role_words = {word for role in figure.roles for word in role.lower().split()}
    if figure.noun is not None:
        role_words.add(figure.noun.word)
    return figure.employer if role_words & _OFFICERS else None


def _entities(
    text: str, attributions: Sequence[Attribution], held: Mapping[AttributionId, _Held]
) -> tuple[tuple[Entity, ...], dict[AttributionId, EntityId]]:
    """Make one entity of each figure that holds something, and of the author."""
    groups: dict[object, list[Attribution]] = defaultdict(list)
    for item in attributions:
        key: object = held[item.id].figure or held[item.id].author
        if key is not None:
            groups[key].append(item)
    drafts = []
    for key, items in groups.items():
        entity = (
            _of_figure(text, key, items) if isinstance(key, Figure) else _of_author(text, str(key), items)
        )
        if entity is not None:
            drafts.append((entity, items))
    drafts.sort(key=lambda draft: (draft[0].mentions[0].start, draft[0].name))
    entities, ids = [], {}
    for number, (entity, items) in enumerate(drafts, 1):
        entities.append(replace(entity, id=EntityId(f"e{number}")))
        ids.update({item.id: EntityId(f"e{number}") for item in items})
    return tuple(entities), ids


def _of_figure(text: str, figure: Figure, items: Sequence[Attribution]) -> Entity | None:
    name = name_of(figure)
    if not name:
        return None
    identity = identity_of(figure)
    unnamed = identity is Identity.UNNAMED
    return Entity(
        id=EntityId(""),
        name=name,
        identity=identity,
        type=type_of(figure),
        mentions=tuple(Span.of(text, start, end) for start, end in sorted(set(figure.mentions)))
        or tuple(sorted({span for item in items for span in (*item.source, *item.cue)}))[:1],
        aliases=tuple(
            sorted(
                (form for form in figure.forms if form != name), key=lambda form: (-figure.forms[form], form)
            )
        )[:_MAX_ALIASES],
        role=_role(figure),
        affiliation=_affiliation(figure),
        reason=reason_near(text, items) if unnamed else None,
        access=access_near(text, items) if unnamed else None,
    )


def _role(figure: Figure) -> str | None:
    """The fullest title or office; *Mr* and the like are none."""
    roles = [_without_article(role) for role in figure.roles if role.lower().rstrip(".") not in _HONORIFICS]
    return max(roles, key=lambda role: (len(role), role)) if roles else None


def _affiliation(figure: Figure) -> str | None:
    if figure.employer is not None:
        return name_of(figure.employer) or None
    return figure.affiliations[0] if figure.affiliations else None


def name_of(figure: Figure) -> str:
    """The fullest name the article gives; for what it leaves unnamed its own description, lower case."""
    if figure.members and figure.kind == DOCUMENT:
        return name_of(figure.members[0])
    if figure.members and figure.noun is None:
        return _joined([name_of(member) for member in figure.members])
    if figure.members and not figure.forms:
        owner, noun = name_of(figure.members[0]), figure.noun.word if figure.noun else ""
        return f"{owner}'{'' if owner.endswith('s') else 's'} {noun}"
    if figure.description is not None:
        return figure.description.lower()
    if not figure.forms:
        return ""
    return _without_article(
        max(figure.forms, key=lambda form: (len(form.split()), len(form), figure.forms[form], form))
    )


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""


def _without_article(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first.lower() in _DETERMINERS else name


def _of_author(text: str, pronoun: str, items: Sequence[Attribution]) -> Entity:
    name, kind = _AUTHORS[pronoun]
    mentions = tuple(sorted({span for item in items for span in item.source}))
    return Entity(EntityId(""), name, Identity.UNNAMED, kind, mentions)


def _resolved(
    item: Attribution, held: _Held, entity_id: EntityId | None, entities: Mapping[EntityId, Entity]
) -> Attribution:
    entity = entities[entity_id] if entity_id else None
    if entity is not None:
        identity, kind = entity.identity, entity.type
    else:
        identity, kind = (
            (Identity.NONE, HolderType.NONE) if not item.source else (Identity.UNNAMED, HolderType.PERSON)
        )
    return replace(
        item,
        holder=entity_id,
        identity=identity,
        type=kind,
        why=(*item.why, Why("holder", "rule", held.how)),
    )
