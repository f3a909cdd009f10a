"""Descriptions become figures: *the official* is the one described before, *the mayor* the one so titled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sayso.resolve.coreference.cast import Figure
from sayso.resolve.mentions import Mention
from sayso.resolve.names.kinds import DEMONYM, PLACE, UNKNOWN
from sayso.resolve.names.tokens import Token
from sayso.resolve.people import (
    EITHER,
    GROUP,
    ORGANISATION,
    OUTLET,
    PERSON,
    compound_noun,
    listed,
)

_DETERMINERS = listed("determiners")
_QUANTITIES = listed("quantities")
_NOT_BEFORE_NOUN = listed("not_before_noun")
# Nouns for people whom an article leaves unnamed on purpose: *the official* never means somebody named.
_ALWAYS_UNNAMED = listed("always_unnamed")
# Nouns too general to tell which named person is meant.
_ANYBODY = listed("anybody")
# Nouns that point to a named organisation, by what they can point to.
_POINTS_TO = {
    **dict.fromkeys(listed("points_to_outlets"), (OUTLET,)),
    **dict.fromkeys(listed("points_to_organisations"), (ORGANISATION,)),
    **dict.fromkeys(listed("points_to_states"), (PLACE, ORGANISATION)),
}
# These point only to a name that has the word in it: *the university* to *Ruthan University*.
_NEEDS_WORD = listed("needs_word")
# Words in the names of organisations that are no company, group or club.
_HELD_BONUS = 4  # mentions; what one that has said something is ahead of one that has not
_STATE_WORDS = listed("state_words")
_SEARCHED = 25  # figures looked at, the latest first


class DescriptionIndex:
    """The figures that are only described, by head noun."""

    def __init__(self, named: Sequence[Figure]) -> None:
        self._by_head: dict[str, list[Figure]] = defaultdict(list)
        self._by_role: dict[str, list[tuple[Figure, frozenset[str]]]] = defaultdict(list)
        self._by_last: dict[str, list[Figure]] = defaultdict(list)
        for figure in named:
            for role in figure.roles:
                role_words = frozenset(role.lower().replace(".", "").split())
                for word in role_words:
                    if compound_noun(word) is not None:
                        self._by_role[word].append((figure, role_words))
            for word in figure.key if figure.kind not in (PERSON, UNKNOWN) else ():
                self._by_last[word].append(figure)

    def add(self, mention: Mention, figure: Figure) -> None:
        """Remember a figure under the head noun of its first description."""
        self._by_head[_head(mention)].append(figure)

    def match(self, mention: Mention, recent: Sequence[Figure], *, source: bool) -> Figure | None:
        """The figure that a description takes up again, or None when it brings in somebody new."""
        again = self._again(mention, source)
        if again is not None:
            return again
        if mention.definite not in ("the", "owned"):
            return self._titled(mention, least_shared=2)
        return (
            self._titled(mention, least_shared=0 if mention.definite == "the" else 1)
            or self._with_words(mention)
            or _by_kind(mention, recent)
            or (_by_prominence(mention, recent) if source else None)
        )

    def _may_be_named(self, mention: Mention) -> bool:
        """Whether a description rather means somebody named than somebody who was only spoken of."""
        noun = mention.noun
        return noun is not None and noun.kind == PERSON and noun.word not in _ANYBODY | _ALWAYS_UNNAMED

    def _titled(self, mention: Mention, *, least_shared: int) -> Figure | None:
        """Somebody named whose title, office or apposition has the head noun; the likest, then the latest."""
        if mention.noun is None or mention.noun.plural or mention.noun.word in _ALWAYS_UNNAMED:
            return None
        own = _content(mention.text.lower().split())
        best: tuple[int, int, Figure] | None = None
        for word in {mention.noun.word, mention.head}:
            for figure, role_words in self._by_role.get(word, ())[:_SEARCHED]:
                shared = len(own & role_words) - 1
                if (
                    shared < least_shared
                    or not _gender_fits(mention, figure)
                    or not _kind_fits(mention.noun.kind, figure.kind)
                ):
                    continue
                if best is None or (shared, figure.last) > best[:2]:
                    best = (shared, figure.last, figure)
        return best[2] if best else None

    def _with_words(self, mention: Mention) -> Figure | None:
        """An organisation whose name has all words of the description: *the budget office*."""
        own = [word for word in (*mention.modifiers, mention.head) if word not in ("of", "the", "for")]
        if mention.noun is None or mention.noun.kind not in (ORGANISATION, OUTLET) or mention.noun.plural:
            return None
        options = [
            item
            for item in self._by_last.get(own[-1], ())[:_SEARCHED]
            if all(word in item.key for word in own)
        ]
        return (
            max(options, key=lambda item: (item.key[-1] == own[-1], item.last, -item.number))
            if options
            else None
        )

    def _again(self, mention: Mention, source: bool) -> Figure | None:
        """A figure described by the same noun before, with no word that speaks against it."""
        own = frozenset(mention.modifiers)
        plural = bool(mention.noun and mention.noun.plural)
        for figure in reversed(self._by_head.get(_head(mention), ())[-8:]):
            if figure.plural != plural:
                continue
            unheld = not figure.named and not figure.n_held
            if unheld and source and mention.definite == "the" and self._may_be_named(mention):
                continue
            if mention.definite == "bare" and plural and source and " " not in mention.text:
                return figure
            if (
                figure.description
                and figure.description.lower() == mention.text.lower()
                and (plural or mention.definite != "new")
            ):
                return figure
            if mention.definite == "the" and _word_set(own) <= _word_set(
                figure.modifiers | own & figure.modifiers
            ):
                return figure
        return None


def _content(lowers: Sequence[str]) -> frozenset[str]:
    """The words of a description that tell something."""
    return frozenset(word.strip(",.;") for word in lowers) - _DETERMINERS - _NOT_BEFORE_NOUN


def _word_set(modifiers: frozenset[str]) -> frozenset[str]:
    return modifiers - {"this", "that", "these", "those", "same", "two", "three", "unnamed"}


def _head(mention: Mention) -> str:
    return mention.noun.word if mention.noun else mention.head


def _by_kind(mention: Mention, recent: Sequence[Figure]) -> Figure | None:
    """The organisation or outlet mentioned last that *the company* or *the site* can mean."""
    head = _head(mention)
    kinds = _POINTS_TO.get(head, ())
    if not kinds or (mention.noun and mention.noun.plural) or mention.definite != "the" or mention.inner:
        return None
    named = [figure for figure in recent[:_SEARCHED] if figure.named and not figure.members]
    with_word = [figure for figure in named if head in figure.key]
    if with_word:
        return with_word[0]
    if head in _NEEDS_WORD:
        return None
    fitting = [
        (min(figure.n_mentions, 6) + _HELD_BONUS * (figure.n_held > 0) - rank, -rank, figure)
        for rank, figure in enumerate(named)
        if figure.kind in kinds and (kinds != (ORGANISATION,) or not _STATE_WORDS & set(figure.key))
    ]
    return max(fitting, key=lambda option: option[:2])[2] if fitting else None


def _by_prominence(mention: Mention, recent: Sequence[Figure]) -> Figure | None:
    """*The candidate*, *the Ruthan leader*: the named person quoted or named most of late."""
    noun = mention.noun
    if noun is None or noun.kind != PERSON or noun.plural or mention.definite != "the":
        return None
    if noun.word in _ALWAYS_UNNAMED or (noun.word in _ANYBODY and "first" not in mention.modifiers):
        return None
    if any(name.kind not in (DEMONYM, PLACE) for name in mention.inner):
        return None
    options = [
        (figure.n_held > 0, figure.n_mentions > 2, -rank, figure)
        for rank, figure in enumerate(recent[:_SEARCHED])
        if figure.named
        and figure.kind in (PERSON, UNKNOWN)
        and not figure.plural
        and _gender_fits(mention, figure)
    ]
    options = [option for option in options if option[0] or option[1]]
    return max(options, key=lambda option: option[:3])[3] if options else None


def _kind_fits(noun_kind: str, figure_kind: str) -> bool:
    return noun_kind == figure_kind or (noun_kind == PERSON and figure_kind == UNKNOWN)


def _gender_fits(mention: Mention, figure: Figure) -> bool:
    gender = mention.noun.gender if mention.noun else EITHER
    return gender == EITHER or figure.gender in (EITHER, gender)


def starts_description(tokens: Sequence[Token], at: int) -> int | None:
    """Where a description of people begins that ends with the noun at ``at``, or None."""
    token = tokens[at]
    if token.capital or len(token.lower) < 3:
        return None
    found = compound_noun(token.lower)
    if (
        found is None
        or found.kind not in (PERSON, GROUP)
        or (found.kind == GROUP and token.lower in _QUANTITIES)
    ):
        return None
    follower = tokens[at + 1] if at + 1 < len(tokens) else None
    if (
        follower
        and not follower.capital
        and (after := compound_noun(follower.lower))
        and after.kind == PERSON
    ):
        return None
    for start in range(at - 1, max(-1, at - 6), -1):
        word = tokens[start]
        if word.lower in _DETERMINERS:
            return start
        if not word.text[0].isalnum() or word.lower in _NOT_BEFORE_NOUN:
            return _bare_start(tokens, start + 1, at) if found.plural else None
    return None


def _bare_start(tokens: Sequence[Token], start: int, at: int) -> int:
    """Where a description without a determiner begins, leaving out a verb: *citing [officials]*."""
    while start < at and tokens[start].lower.endswith(("ing", "ed", "ly")):
        start += 1
    return start
