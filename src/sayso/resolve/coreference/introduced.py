"""A description that comes before the name: *a Tarn man … Ivo Holm* is one figure, found by looking ahead.

News texts open with descriptions and name people later. A small log-linear model over distance, roles and
prominence chooses among the figures that are named next, or nobody; ``training/holders.py`` fits it.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sayso.resolve.coreference import likeliest, score_of
from sayso.resolve.coreference.cast import Figure
from sayso.resolve.mentions import Mention
from sayso.resolve.names.kinds import UNKNOWN
from sayso.resolve.people import EITHER, GROUP, ORGANISATION, OUTLET, PERSON, listed

MAX_CANDIDATES = 5
# Sentences between a description and the name.
MAX_GAP = 15
_LEAD = 4  # sentences that open a text
_SEEN = 20  # figures looked at, the next first
_ALWAYS_UNNAMED = listed("always_unnamed")
_ANYBODY = listed("anybody")
_HONORIFICS = listed("honorifics")
_SMALL = listed("determiners") | listed("articles") | listed("not_before_noun")
_GAPS = ((0, "0"), (1, "1"), (2, "2"), (4, "4"), (8, "8"))


@dataclass(frozen=True, slots=True)
class Introduction:
    """A description of somebody new.

    Attributes:
        mention: The description.
        at: Index of its first token.
        sentence: Number of its sentence.
        source: Whether it is the source of an attribution.
    """

    mention: Mention
    at: int
    sentence: int
    source: bool


Pick = Callable[[Introduction, Sequence[Figure]], Figure | None]


class LaterNames:
    """The figures of one text in the order in which they are first named.

    Args:
        figures: All figures that names make, with ``first`` and ``first_sentence`` set.
    """

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._figures = sorted((item for item in figures if item.first >= 0), key=lambda item: item.first)
        self._firsts = [item.first for item in self._figures]

    def after(self, introduction: Introduction) -> list[Figure]:
        """Figures that a description can bring in, the next first."""
        noun = introduction.mention.noun
        if noun is None or noun.plural or noun.kind not in (PERSON, ORGANISATION, OUTLET):
            return []
        low = bisect_right(self._firsts, introduction.at)
        found: list[Figure] = []
        for figure in self._figures[low : low + _SEEN]:
            if len(found) == MAX_CANDIDATES or figure.first_sentence - introduction.sentence > MAX_GAP:
                break
            if figure.last < 0 and _fits(introduction.mention, figure):
                found.append(figure)
        return found


def _fits(mention: Mention, figure: Figure) -> bool:
    noun = mention.noun
    if noun is None or figure.plural:
        return False
    if any(name.first == figure.first for name in mention.inner):
        return False
    if noun.kind == PERSON:
        return figure.kind in (PERSON, UNKNOWN) and (
            EITHER in (noun.gender, figure.gender) or noun.gender == figure.gender
        )
    return figure.kind in (ORGANISATION, OUTLET, UNKNOWN)


def named_later(introduction: Introduction, options: Sequence[Figure]) -> Figure | None:
    """Whom a description brings in, or None when the article may leave it unnamed."""
    rows = [pair_features(introduction, options, rank) for rank in range(len(options))]
    unnamed = score_of("introduced", stays_unnamed(introduction))
    return likeliest("introduced", options, rows, least=unnamed)


def stays_unnamed(introduction: Introduction) -> list[str]:
    """Features of the choice that nobody named is meant."""
    mention = introduction.mention
    kind = _kind(mention)
    found = ["none", f"none-{kind}", f"none-{kind}-{mention.definite}"]
    found.append(f"none-words{min(3, len(mention.modifiers))}")
    found.append(f"none-sentence{min(3, int(math.log2(introduction.sentence + 1)))}")
    if introduction.source:
        found.append("none-source")
    if mention.noun is not None and mention.noun.word in _ALWAYS_UNNAMED:
        found.append("none-always")
    elif mention.noun is not None and mention.noun.word in _ANYBODY:
        found.append("none-anybody")
    return found


def pair_features(introduction: Introduction, options: Sequence[Figure], rank: int) -> list[str]:
    """Features of the choice that a figure named later is meant.

    Args:
        introduction: The description.
        options: The figures that fit, the next first.
        rank: Which of them is asked about.
    """
    mention, figure = introduction.mention, options[rank]
    kind = _kind(mention)
    gap = figure.first_sentence - introduction.sentence
    distance = next((name for limit, name in _GAPS if gap <= limit), "far")
    roles = [role for role in figure.roles if role.lower().rstrip(".") not in _HONORIFICS]
    shared, head = _shared(mention, roles)
    found = [
        kind,
        f"{kind}-gap{distance}",
        f"rank{min(rank, 3)}",
        f"{kind}-named{min(3, int(math.log2(figure.forms.total() + 1)))}",
        f"sourced{min(2, figure.n_sourced)}",
        "full" if len(figure.key) > 1 else "short",
        f"kind-{figure.kind}",
        f"first-{figure.last_place}",
        f"shared{min(2, shared)}",
    ]
    rivals = options[:rank]
    if figure.kind == PERSON:
        found.append(f"person-rank{min(2, sum(rival.kind == PERSON for rival in rivals))}")
    if figure.n_sourced:
        found.append(f"sourced-rank{min(2, sum(rival.n_sourced > 0 for rival in rivals))}")
        found.append(f"{kind}-sourced-gap{distance}")
    if introduction.sentence < _LEAD:
        found += [f"lead-gap{distance}", f"lead-sourced{min(1, figure.n_sourced)}"]
    if head:
        found.append("head")
    if roles and not shared:
        found.append("other-role")
    if mention.noun is not None and mention.noun.gender != EITHER and figure.gender == mention.noun.gender:
        found.append("gender")
    return found


def _kind(mention: Mention) -> str:
    return "person" if mention.noun is not None and mention.noun.kind in (PERSON, GROUP) else "thing"


def _shared(mention: Mention, roles: Sequence[str]) -> tuple[int, bool]:
    """How many telling words a description shares with roles, and whether its head noun is among them."""
    words = {word.strip(",.") for role in roles for word in role.lower().split()} - _SMALL
    own = {mention.head, *mention.modifiers} - _SMALL
    return len(own & words), mention.head in words
