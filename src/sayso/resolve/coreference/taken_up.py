"""A description becomes a figure spoken of before: *the company* is Orel Foods, *the mayor* Ida Holm.

A log-linear model over agreement, roles, distance and prominence chooses among figures that fit, or says
that somebody new is spoken of; ``training/holders.py`` fits it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sayso.resolve.coreference import distance_name, likeliest, score_of
from sayso.resolve.coreference.cast import Figure
from sayso.resolve.mentions import Mention
from sayso.resolve.names.kinds import DEMONYM, PLACE, UNKNOWN
from sayso.resolve.people import DOCUMENT, EITHER, GROUP, ORGANISATION, OUTLET, PERSON, compound_noun, listed

MAX_CANDIDATES = 12
_SAME_HEAD, _SAME_ROLE, _SAME_WORD = 4, 4, 3  # candidates of each sort, besides the latest figures
_SEARCHED = 25
# How much surer a description outside sources must be of its figure; the weights are learnt from sources.
_MARGIN = 0.7
_ALWAYS_UNNAMED = listed("always_unnamed")
_ANYBODY = listed("anybody")
_NEEDS_WORD = listed("needs_word")
_STATE_WORDS = listed("state_words")
_SMALL = listed("determiners") | listed("articles") | listed("not_before_noun")
_SAME_AGAIN = frozenset(("this", "that", "these", "those", "same", "two", "three", "unnamed"))
# Kinds of figures that a noun of each kind can mean.
_FITTING = {
    PERSON: (PERSON, UNKNOWN),
    GROUP: (GROUP, DEMONYM, ORGANISATION, OUTLET, PERSON, UNKNOWN),
    ORGANISATION: (ORGANISATION, OUTLET, PLACE, UNKNOWN),
    OUTLET: (OUTLET, ORGANISATION, UNKNOWN),
    DOCUMENT: (DOCUMENT, OUTLET, ORGANISATION, UNKNOWN),
}
_RELATIONAL = listed("relational")
_UNDER_AUTHOR = listed("under_author")
_STATES = listed("points_to_states")
# Nouns that point to something named, by what they can point to.
_POINTS_TO = {
    **dict.fromkeys(listed("points_to_outlets"), (OUTLET,)),
    **dict.fromkeys(listed("points_to_organisations"), (ORGANISATION,)),
    **dict.fromkeys(listed("points_to_states"), (PLACE, ORGANISATION)),
}


@dataclass(frozen=True, slots=True)
class Taking:
    """A description at its place.

    Attributes:
        mention: The description.
        sentence: Number of its sentence.
        source: Whether it is the source of an attribution.
        latest: Holder of the attribution whose source came last before it.
        inner: The figures of the names inside it, which it cannot mean itself.
    """

    mention: Mention
    sentence: int
    source: bool
    latest: Figure | None
    inner: tuple[Figure, ...]


Take = Callable[[Taking, Sequence[Figure]], Figure | None]


class Described:
    """The figures of one text by the words that a description of them may use.

    Args:
        named: The figures that names make.
    """

    def __init__(self, named: Iterable[Figure]) -> None:
        self._by_head: dict[str, list[Figure]] = defaultdict(list)
        self._by_role: dict[str, list[tuple[Figure, frozenset[str]]]] = defaultdict(list)
        self._by_word: dict[str, list[Figure]] = defaultdict(list)
        for figure in named:
            for role in figure.roles:
                words = role_words(role)
                for word in words:
                    if compound_noun(word) is not None:
                        self._by_role[word].append((figure, words))
            for word in figure.key if figure.kind not in (PERSON, UNKNOWN) else ():
                self._by_word[word].append(figure)

    def add(self, mention: Mention, figure: Figure) -> None:
        """Remember a figure under the head noun of a description."""
        known = self._by_head[head_of(mention)]
        if figure not in known[-_SAME_HEAD:]:
            known.append(figure)

    def candidates(self, taking: Taking, recent: Sequence[Figure]) -> list[Figure]:
        """The figures that a description can mean; those of its own words, then the latest."""
        mention = taking.mention
        found: dict[int, Figure] = {}
        for figure in (*self._same_words(mention), *recent[:_SEARCHED]):
            if len(found) == MAX_CANDIDATES:
                break
            if figure.number not in found and figure not in taking.inner and _fits(mention, figure):
                found[figure.number] = figure
        return list(found.values())

    def _same_words(self, mention: Mention) -> list[Figure]:
        head = head_of(mention)
        found = self._by_head.get(head, [])[: -_SAME_HEAD - 1 : -1]
        if mention.noun is None:
            return found
        own = telling(mention)
        titled = self._by_role.get(head, ())[:_SEARCHED]
        best = sorted(titled, key=lambda item: (-len(own & item[1]), -item[0].last, item[0].number))
        found += [figure for figure, _ in best[:_SAME_ROLE]]
        if mention.noun.kind in (ORGANISATION, OUTLET):
            worded = self._by_word.get(head, ())[:_SEARCHED]
            found += sorted(worded, key=lambda item: (-len(own & set(item.key)), -item.last))[:_SAME_WORD]
        return found


def role_words(role: str) -> frozenset[str]:
    """The words of a title or office, as they are compared."""
    return frozenset(role.lower().replace(".", "").replace(",", "").split()) - _SMALL


def telling(mention: Mention) -> frozenset[str]:
    """The words of a description that tell something."""
    return frozenset(word.strip(",.;") for word in (*mention.modifiers, mention.head)) - _SMALL


def head_of(mention: Mention) -> str:
    """The head noun in the singular, or the head word of an unknown noun."""
    return mention.noun.word if mention.noun else mention.head


def _fits(mention: Mention, figure: Figure) -> bool:
    noun = mention.noun
    if noun is None:
        return not figure.named
    if figure.kind not in _FITTING.get(noun.kind, ()) or (
        figure.members and figure.kind == DOCUMENT != noun.kind
    ):
        return False
    if noun.word in _STATES and figure.named and figure.kind == ORGANISATION:
        return (
            noun.word in figure.key or not _STATE_WORDS.isdisjoint(figure.key) or _has_noun(figure, noun.word)
        )
    if noun.kind == PERSON and not noun.plural:
        return not figure.plural and (EITHER in (noun.gender, figure.gender) or noun.gender == figure.gender)
    if noun.kind == GROUP or noun.plural:
        return figure.plural or figure.kind in (GROUP, ORGANISATION, OUTLET, DEMONYM)
    return not figure.plural


def _has_noun(figure: Figure, word: str) -> bool:
    return figure.noun is not None and figure.noun.word == word


def taken_up(taking: Taking, options: Sequence[Figure]) -> Figure | None:
    """The likeliest of the figures that fit, or None when somebody new is spoken of."""
    if not options:
        return None
    new = score_of("described", is_new(taking)) + (0.0 if taking.source else _MARGIN)
    return likeliest("described", options, features_of_all(taking, options), least=new)


def features_of_all(taking: Taking, options: Sequence[Figure]) -> list[list[str]]:
    """Features of the choice of each figure."""
    named = [figure for figure in options if figure.named and figure.last >= 0]
    top = max(named, key=lambda item: (item.n_held > 0, min(6, item.n_mentions), item.last), default=None)
    latest_first = sorted(options, key=lambda item: -item.last)
    ranks = {figure.number: rank for rank, figure in enumerate(latest_first)}
    return [_features(taking, figure, ranks[figure.number], figure is top) for figure in options]


def _sort(mention: Mention) -> str:
    if mention.noun is None:
        return "other"
    return GROUP if mention.noun.plural and mention.noun.kind == PERSON else mention.noun.kind


def is_new(taking: Taking) -> list[str]:
    """Features of the choice that a description means nobody spoken of before."""
    mention = taking.mention
    kind, n_words = _sort(mention), min(2, len(telling(mention)) - 1)
    found = ["new", f"new-{kind}-{mention.definite}", f"new-{mention.definite}-words{n_words}"]
    head = head_of(mention)
    if head in _ALWAYS_UNNAMED:
        found.append("new-always")
    if head in _ANYBODY:
        found.append("new-anybody")
    if head in _NEEDS_WORD:
        found.append("new-needs-word")
    if head in _POINTS_TO:
        found.append(f"new-points-{mention.definite}")
    if taking.inner:
        found.append("new-inner")
    if taking.source:
        found += ["new-source", f"new-source-{kind}"]
    if " who " in mention.text or " that " in mention.text:
        found.append("new-clause")
    return found


def _features(taking: Taking, figure: Figure, rank: int, is_top: bool) -> list[str]:
    mention = taking.mention
    kind, head = _sort(mention), head_of(mention)
    way = "named" if figure.named else "described"
    distance = distance_name(taking.sentence - figure.last_sentence) if figure.last >= 0 else "ahead"
    found = [
        f"{way}-{kind}-{mention.definite}",
        f"{way}-{distance}",
        f"{kind}-{distance}",
        f"{way}-rank{min(3, rank)}",
        f"{kind}-is-{figure.kind}",
        f"{way}-count{min(3, int(math.log2(figure.n_mentions + 1)))}",
        f"{way}-held{min(2, figure.n_held)}",
    ]
    if figure.named:
        found.append(f"{kind}-names{min(4, int(math.log2(figure.forms.total() + 1)))}")
    if taking.source:
        found += [f"source-{way}-held{min(2, figure.n_held)}", f"source-{way}-{kind}"]
    if taking.latest is figure:
        found += ["latest", f"latest-{way}", f"latest-{kind}"]
    if is_top:
        found += [f"top-{kind}-{mention.definite}", f"top-{_pointing(head, figure)}"]
        if rank == 0:
            found.append(f"top-first-{_pointing(head, figure)}")
    if mention.noun is not None:
        found += _noun_features(mention, figure, way)
    return found + _word_features(mention, figure, way)


def _pointing(head: str, figure: Figure) -> str:
    """Whether a head noun is one that points to something named of a figure's kind."""
    if head not in _POINTS_TO:
        return "plain"
    return "points" if figure.kind in _POINTS_TO[head] else "astray"


def _noun_features(mention: Mention, figure: Figure, way: str) -> list[str]:
    noun, head = mention.noun, head_of(mention)
    found: list[str] = []
    if noun is None:
        return found
    if noun.gender != EITHER:
        found.append("gender" if figure.gender == noun.gender else "gender-unknown")
    if noun.plural != figure.plural:
        found.append(f"number-{way}")
    if head in _ALWAYS_UNNAMED:
        found.append(f"always-{way}")
    if head in _RELATIONAL:
        found += [f"relational-{way}", f"relational-{way}-{mention.definite}"]
    if head in _ANYBODY:
        found.append(f"anybody-{way}")
    if head in _POINTS_TO and figure.kind in _POINTS_TO[head]:
        is_state = bool(_STATE_WORDS & set(figure.key))
        found += [
            f"points-{way}",
            f"points-{way}-{mention.definite}",
            *(["points-state"] if is_state else []),
        ]
    if head in _NEEDS_WORD and figure.named and head not in figure.key:
        found.append("word-missing")
    return found


def _word_features(mention: Mention, figure: Figure, way: str) -> list[str]:
    """What the words of a description share with those of a figure."""
    own, head = telling(mention), head_of(mention)
    rest = own - {head, mention.head} - _SAME_AGAIN
    found = []
    if figure.noun is not None and figure.noun.word == head:
        sort = f"{mention.definite}-{'subset' if rest <= figure.modifiers else 'more'}"
        number = "several" if mention.noun is not None and mention.noun.plural else "one"
        found += [
            f"head-{sort}",
            f"head-{way}",
            f"head-{sort}-{number}",
            f"head-{number}-held{min(1, figure.n_held)}",
        ]
        if not rest and mention.definite == "bare":
            found.append("head-alone")
    if figure.description is not None and figure.description.lower() == mention.text.lower():
        found += ["same-text", f"same-text-{mention.definite}"]
    if figure.roles:
        words = frozenset().union(*(role_words(role) for role in figure.roles))
        shared = len(rest & words)
        if head in words or mention.head in words:
            found += ["role", f"role-{mention.definite}-{min(2, shared)}"]
            if rest <= words:
                found.append("role-all")
        elif shared:
            found.append("role-other-words")
        else:
            found.append("roles-differ")
    key = frozenset(figure.key)
    if key and figure.kind != PERSON:
        if head in key or mention.head in key:
            found += ["in-name", f"in-name-{mention.definite}"]
            if rest <= key:
                found.append("all-in-name")
        elif rest & key:
            found.append("modifier-in-name")
    if rest & figure.modifiers:
        found.append("modifiers")
    if figure.named and rest:
        found += [f"named-words{min(2, len(rest))}", f"named-words{min(2, len(rest))}-{mention.definite}"]
    return found
