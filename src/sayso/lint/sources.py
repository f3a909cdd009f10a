"""Sources (S): who is behind a statement, and whether the reader can tell.

After AP's News Values and Principles (anonymous sources) and Reuters' Handbook of Journalism.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.lint.nouns import Sort, is_plural, says_nothing, sort_of
from sayso.lint.rules import Hit, Rule
from sayso.lint.view import View, first_place, plain_outlet, words
from sayso.lint.words import beginnings, excerpt, pattern, word_set, words_of
from sayso.records import Attribution, Entity, HolderType, Identity, Kind, Polarity, Severity, Stance

_PEOPLE = (HolderType.PERSON, HolderType.GROUP)
# Paragraphs after the first in which the lead can still be: dateline, byline or standfirst come before it.
_LAST_LEAD = 2
# Statements that are looked at for the main claim.
_MOST_CARRIERS = 20
# Longer words in common from which on two statements are about one matter.
_SHARED_WORDS = 2
# Paragraphs in which the name of an expert may follow after "experts".
_NAME_WITHIN = 2
# Unnamed sources of one outlet that a message names.
_NAMES_SHOWN = 3
_MEDIA_OWN = frozenset({"we", "us", "i", "me", "you"})


def _unnamed_sources(view: View, *sorts: Sort) -> Iterator[tuple[Entity, list[Attribution]]]:
    """Unnamed people who are sources of one of the sorts, with what they state themselves."""
    for entity, held in view.unnamed(*_PEOPLE):
        if sort_of(entity) in sorts and not _points_back(entity):
            stated = [item for item in held if item.source and not view.is_relayed(item) and _states(item)]
            if stated:
                yield entity, stated


def _points_back(entity: Entity) -> bool:
    """Whether the description only points back at a source that was described before: ``the insider``."""
    return entity.name.lower().startswith("the ") and says_nothing(entity)


def _states(item: Attribution) -> bool:
    """Whether something is stated, and not kept back: ``declined to comment``."""
    return not pattern("silence").search(words(item.cue)) and item.kind is not Kind.DIRECTIVE


def _channel(view: View, entity: Entity, stated: Sequence[Attribution]) -> str | None:
    """The other outlet that an unnamed source spoke to, or None for a source of one's own."""
    own = {plain_outlet(name) for name in (view.article.outlet, view.article.byline) if name}
    for item in stated:
        for name in item.via:
            plain = plain_outlet(name)
            if plain not in word_set("platforms") and plain not in own and _is_other(view, plain):
                return name
        for outer in view.around(item):
            holder = view.holder_of(outer)
            if holder and holder.type is HolderType.OUTLET and holder.identity is Identity.NAMED:
                plain = plain_outlet(holder.name)
                if plain not in own | _MEDIA_OWN:
                    return holder.name
    return None


def _is_other(view: View, outlet: str) -> bool:
    """Whether an outlet is surely not the article's own, where that is not known.

    "Told NBC News" is what NBC News writes too; "NBC News reported" is not, and of two outlets that
    people told something one is another.
    """
    return bool(view.article.outlet) or outlet in view.outlet_holders or len(view.outlet_channels) > 1


def _gives_reason(view: View, entity: Entity, stated: Sequence[Attribution]) -> bool:
    if entity.reason is not None:
        return True
    places = {first_place(item).start for item in stated} | {span.start for span in entity.mentions}
    return any(beginnings().search(view.sentence_at(place).exact) for place in places)


def _count(stated: Sequence[Attribution]) -> str:
    return "" if len(stated) == 1 else f" ({len(stated)} statements)"


def _without_reason(view: View) -> Iterator[Hit]:
    for entity, stated in _unnamed_sources(view, Sort.SOURCE):
        if (
            not is_plural(entity)
            and not _channel(view, entity, stated)
            and not _gives_reason(view, entity, stated)
        ):
            place = first_place(stated[0])
            yield f"{excerpt(entity.name)} is not named, and no reason is given{_count(stated)}", (place,)


def _opinion_or_attack(view: View) -> Iterator[Hit]:
    for entity, stated in _unnamed_sources(view, Sort.SOURCE):
        for item in stated if not is_plural(entity) else ():
            attack = pattern("attack").search(words(item.content))
            if item.kind is Kind.OPINION or (item.kind is not None and attack):
                what = f"attacks ({excerpt(attack[0])})" if attack else "gives an opinion"
                yield (
                    f"{excerpt(entity.name)} is not named and {what}: {excerpt(words(item.content))}",
                    (first_place(item),),
                )


def _single_for_main_claim(view: View) -> Iterator[Hit]:
    carriers = _carriers(view)
    unnamed = [item for item in carriers if item.identity is Identity.UNNAMED]
    if (
        not unnamed
        or len({item.holder for item in unnamed}) > 1
        or any(item.identity is None for item in carriers)
    ):
        return
    entity = view.holder_of(unnamed[0])
    if entity is None or sort_of(entity) is not Sort.SOURCE or is_plural(entity):
        return
    if all(_leans_on(item, unnamed) for item in carriers) and not _is_borne_out(view, unnamed):
        place = first_place(unnamed[0])
        yield f"the main claim rests on {excerpt(entity.name)} alone, who is not named", (place,)


def _carriers(view: View) -> list[Attribution]:
    """The statements that carry the main claim: those behind the headline, or those of the lead."""
    support = [key for claim in view.reading.headline.claims for key in claim.support]
    if support:
        return [view.by_id[key] for key in support[:_MOST_CARRIERS] if key in view.by_id]
    lead = view.paragraph_index(view.body[0].start) if view.body else 0
    first = view.paragraph_index(view.body_start + 1) if view.paragraphs else 0
    if lead > first + _LAST_LEAD:
        return []
    return [item for item in view.body[:_MOST_CARRIERS] if view.paragraph_index(item.start) == lead]


def _leans_on(item: Attribution, unnamed: Sequence[Attribution]) -> bool:
    """Whether a statement is the unnamed source's, nobody's, or an outlet's that passes the source's on."""
    if item in unnamed or item.identity is Identity.NONE:
        return True
    return item.type is HolderType.OUTLET and any(_shares(one, item) for one in unnamed)


def _is_borne_out(view: View, unnamed: Sequence[Attribution]) -> bool:
    """Whether somebody else in the article speaks of the same matter."""
    others = (
        item for item in view.body if item.holder != unnamed[0].holder and item.identity is not Identity.NONE
    )
    return any(
        item.type is not HolderType.OUTLET and _shares(one, item) for item in others for one in unnamed
    )


def _shares(one: Attribution, other: Attribution) -> bool:
    """Whether two contents have words in common that are long enough to mean something."""
    first, second = (
        {word for word in words_of(words(item.content)) if len(word) > 4} for item in (one, other)
    )
    return len(first & second) >= min(_SHARED_WORDS, len(first))


def _plural_sources(view: View) -> Iterator[Hit]:
    for entity, stated in _unnamed_sources(view, Sort.SOURCE):
        heads = words_of(entity.name)
        if says_nothing(entity) and heads[-1] in word_set("plural_heads"):
            place = first_place(stated[0])
            count = "" if pattern("numbers").search(entity.name) else "how many, and "
            yield f"{excerpt(entity.name)}: {count}in a position to know what?", (place,)


def _bare_source(view: View) -> Iterator[Hit]:
    for entity, stated in _unnamed_sources(view, Sort.SOURCE):
        if says_nothing(entity) and not is_plural(entity) and entity.access is None:
            yield (
                f"{excerpt(entity.name)}: nothing tells how the source would know",
                (first_place(stated[0]),),
            )


def _nobodys_claim(view: View) -> Iterator[Hit]:
    for item in view.own_voice:
        cue = " ".join(words(item.cue).split())
        impersonal = pattern("impersonal").search(cue)
        if item.identity is not Identity.NONE or item.source or not impersonal or not item.content:
            continue
        if (
            words(item.content).lower().startswith(("what", "whether"))
            or item.stance is Stance.DOUBTED
            or item.polarity is Polarity.NEGATIVE
            or _somebody_is_near(view, item)
        ):
            continue
        yield f"{excerpt(cue)}, but by whom? nobody holds {excerpt(words(item.content))}", (item.cue[0],)


def _somebody_is_near(view: View, item: Attribution) -> bool:
    """Whether the same sentence says on whose word the claim is made."""
    if any(outer.identity in (Identity.NAMED, Identity.UNNAMED) for outer in view.around(item)):
        return True
    sentence = view.sentence_at(item.cue[0].start)
    if re.search(
        r"\b(?:according to|by (?!\d)(?:the |a |some |many |its |his |their )?[A-Za-z]+)", sentence.exact
    ):
        return True
    return any(key != item.id for key in view.sources_between(sentence.start, sentence.end))


def _passed_on(view: View) -> Iterator[Hit]:
    passed: dict[str, list[tuple[Entity, Attribution]]] = {}
    for entity, stated in _unnamed_sources(view, Sort.SOURCE):
        outlet = _channel(view, entity, stated)
        if outlet:
            passed.setdefault(outlet, []).append((entity, stated[0]))
    for outlet, sources in passed.items():
        names = ", ".join(excerpt(entity.name) for entity, _ in sources[:_NAMES_SHOWN])
        more = f" and {len(sources) - _NAMES_SHOWN} more" if len(sources) > _NAMES_SHOWN else ""
        place = tuple(first_place(item) for _, item in sources)
        yield f"{names}{more} spoke to {excerpt(outlet)}; this article passes it on", place


def _spokesperson(view: View) -> Iterator[Hit]:
    for entity, stated in _unnamed_sources(view, Sort.SPOKES):
        if not _gives_reason(view, entity, stated):
            yield (
                f"{excerpt(entity.name)} speaks for others and has no name{_count(stated)}",
                (first_place(stated[0]),),
            )


def _experts(view: View) -> Iterator[Hit]:
    for entity, stated in _unnamed_sources(view, Sort.EXPERT):
        if is_plural(entity) and not _name_follows(view, stated[0]):
            message = f"{excerpt(entity.name)}: who, and is one of them named?{_count(stated)}"
            yield message, (first_place(stated[0]),)


def _name_follows(view: View, item: Attribution) -> bool:
    """Whether somebody with a name speaks in the same paragraph or the next two."""
    first = view.paragraph_index(item.start)
    last = min(first + _NAME_WITHIN, len(view.paragraphs) - 1)
    near = view.sources_between(view.paragraphs[first].start, view.paragraphs[last].end)
    held = (view.by_id[key] for key in near)
    return any(one.identity is Identity.NAMED and one.type is HolderType.PERSON for one in held)


def _officials(view: View) -> Iterator[Hit]:
    for entity, stated in _unnamed_sources(view, Sort.SOURCE):
        own = is_plural(entity) and not says_nothing(entity)
        if own and not _channel(view, entity, stated) and not _gives_reason(view, entity, stated):
            yield (
                f"{excerpt(entity.name)} are not named, and no reason is given{_count(stated)}",
                (first_place(stated[0]),),
            )


RULES = (
    Rule(
        "S101", "unnamed-without-reason", "Unnamed source without a reason", Severity.WARNING, _without_reason
    ),
    Rule(
        "S102",
        "unnamed-opinion",
        "Unnamed source gives an opinion or attacks",
        Severity.ERROR,
        _opinion_or_attack,
    ),
    Rule(
        "S103",
        "single-unnamed-source",
        "Main claim rests on one unnamed source",
        Severity.ERROR,
        _single_for_main_claim,
    ),
    Rule(
        "S104", "plural-sources", '"Sources", and nothing more about them', Severity.WARNING, _plural_sources
    ),
    Rule(
        "S105", "undescribed-source", "Unnamed source of whom nothing is said", Severity.WARNING, _bare_source
    ),
    Rule(
        "S106",
        "nobodys-claim",
        'A claim that nobody holds ("it is thought")',
        Severity.WARNING,
        _nobodys_claim,
    ),
    Rule(
        "S107",
        "passed-on-anonymous",
        "Another outlet's unnamed source passed on",
        Severity.WARNING,
        _passed_on,
    ),
    Rule("S108", "unnamed-spokesperson", "Spokesperson without a name", Severity.NOTE, _spokesperson),
    Rule(
        "S109", "unnamed-experts", "Experts, analysts or critics whom nobody names", Severity.NOTE, _experts
    ),
    Rule(
        "S110",
        "unnamed-group",
        "Unnamed officials or insiders as a group",
        Severity.NOTE,
        _officials,
        default=False,
    ),
)
