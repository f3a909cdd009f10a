"""Gold and found attributions become counts, and counts become precision, recall and F1.

All metrics are micro-averages over documents, on normal forms (:mod:`sayso.evaluate.normal`):

- ``exact/<role>``: the span sets of the role, one for each attribution; right only as a whole.
- ``segment/<role>``: the distinct single spans of the role, whichever attribution has them. This is
  nearest to the exact match of the sequence-labelling literature, such as CofeNet.
- ``token/<role>``: the tokens that the role covers in any attribution.
- ``attr/strict``: whole attributions, with all three span sets equal.
- ``attr/lenient``: a largest one-to-one matching of attributions that are *alike*: content tokens with a
  Jaccard index of one half or more, a shared source token or no source on both sides, a shared cue token.
- ``attr/lenient_nocue`` leaves out the condition on cues, ``attr/lenient_content`` that on sources as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.evaluate.gold import GoldDocument, Parts
from sayso.evaluate.normal import SpanSet, TokenIndex, normal_form, quoted_characters, quoted_share
from sayso.records import Role

SUBSETS = ("direct", "mixed", "indirect")
_LEAST_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were right, found, and there to find."""

    n_right: int = 0
    n_found: int = 0
    n_gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.n_right + other.n_right, self.n_found + other.n_found, self.n_gold + other.n_gold)

    @property
    def precision(self) -> float:
        """Share of the found that is right, 0 when nothing was found."""
        return self.n_right / self.n_found if self.n_found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found, 0 when there is none."""
        return self.n_right / self.n_gold if self.n_gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 when there is nothing on either side."""
        total = self.n_found + self.n_gold
        return 2 * self.n_right / total if total else 0.0


class _View:
    """One attribution in normal form, with the tokens that each role covers."""

    def __init__(self, text: str, index: TokenIndex, parts: Parts) -> None:
        self.spans: dict[Role, SpanSet] = {role: normal_form(text, parts.spans(role)) for role in Role}
        self.tokens = {role: index.cover(spans) for role, spans in self.spans.items()}


_Condition = Callable[[_View, _View], bool]


def _contents_alike(gold: _View, found: _View) -> bool:
    one, other = gold.tokens[Role.CONTENT], found.tokens[Role.CONTENT]
    n_shared = len(one & other)
    return n_shared > 0 and n_shared >= _LEAST_OVERLAP * len(one | other)


def _sources_alike(gold: _View, found: _View) -> bool:
    one, other = gold.tokens[Role.SOURCE], found.tokens[Role.SOURCE]
    return bool(one & other) or not (one or other)


def _cues_alike(gold: _View, found: _View) -> bool:
    return bool(gold.tokens[Role.CUE] & found.tokens[Role.CUE])


_MATCHINGS: Mapping[str, Sequence[_Condition]] = {
    "attr/lenient": (_contents_alike, _sources_alike, _cues_alike),
    "attr/lenient_nocue": (_contents_alike, _sources_alike),
    "attr/lenient_content": (_contents_alike,),
}
METRICS = (
    *(f"{kind}/{role.value}" for kind in ("exact", "segment", "token") for role in Role),
    "attr/strict",
    *_MATCHINGS,
)


def count(text: str, gold: Sequence[Parts], found: Sequence[Parts]) -> dict[str, Counts]:
    """Compare the attributions found in one text with those annotated, by every metric."""
    index = TokenIndex(text)
    gold_views = [_View(text, index, parts) for parts in gold]
    found_views = [_View(text, index, parts) for parts in found]
    counts: dict[str, Counts] = {}
    for role in Role:
        counts[f"exact/{role.value}"] = _shared(
            [view.spans[role] for view in gold_views if view.spans[role]],
            [view.spans[role] for view in found_views if view.spans[role]],
        )
        counts[f"segment/{role.value}"] = _shared(
            {span for view in gold_views for span in view.spans[role]},
            {span for view in found_views for span in view.spans[role]},
        )
        counts[f"token/{role.value}"] = _shared(
            {token for view in gold_views for token in view.tokens[role]},
            {token for view in found_views for token in view.tokens[role]},
        )
    whole_gold = [tuple(view.spans.values()) for view in gold_views]
    counts["attr/strict"] = _shared(whole_gold, [tuple(view.spans.values()) for view in found_views])
    for name, conditions in _MATCHINGS.items():
        partners = _match(gold_views, found_views, conditions)
        counts[name] = Counts(len(partners), len(found), len(gold))
    return counts


def right_ones(text: str, gold: Sequence[Parts], found: Sequence[Parts]) -> list[bool]:
    """For each attribution found, whether ``attr/lenient`` counts it as right. Shape: ``(len(found),)``."""
    index = TokenIndex(text)
    partners = _match(
        [_View(text, index, parts) for parts in gold],
        [_View(text, index, parts) for parts in found],
        _MATCHINGS["attr/lenient"],
    )
    return [number in partners for number in range(len(found))]


def pair_up(text: str, gold: Sequence[Parts], found: Sequence[Parts]) -> dict[int, int]:
    """A largest one-to-one matching by cue and content, whatever the source; judgements are compared over it.

    Returns:
        For the number of each matched attribution found, that of its partner in the gold.
    """
    index = TokenIndex(text)
    return _match(
        [_View(text, index, parts) for parts in gold],
        [_View(text, index, parts) for parts in found],
        (_contents_alike, _cues_alike),
    )


def score(
    documents: Iterable[GoldDocument], found: Mapping[str, Sequence[Parts]], *, subset: str | None = None
) -> dict[str, Counts]:
    """Add up the counts over documents.

    Args:
        documents: The gold.
        found: By document id, what a reader found; none for a document that is missing.
        subset: One of ``SUBSETS``, to look only at attributions whose content, in the gold as in what was
            found, stands in double quotation marks wholly, partly, or not at all.
    """
    total = dict.fromkeys(METRICS, Counts())
    for document in documents:
        gold, here = document.attributions, found.get(document.id, ())
        if subset:
            gold, here = _of_subset(document.text, gold, subset), _of_subset(document.text, here, subset)
        for name, counts in count(document.text, gold, here).items():
            total[name] += counts
    return total


def _of_subset(text: str, attributions: Sequence[Parts], subset: str) -> tuple[Parts, ...]:
    quoted = quoted_characters(text)
    return tuple(
        parts
        for parts in attributions
        if quoted_share(text, quoted, normal_form(text, parts.content)) == subset
    )


def _shared(gold: Iterable[Hashable], found: Iterable[Hashable]) -> Counts:
    """Counts of two collections of items; an item that is there twice counts twice."""
    gold_items, found_items = Counter(gold), Counter(found)
    return Counts((gold_items & found_items).total(), found_items.total(), gold_items.total())


def _match(gold: Sequence[_View], found: Sequence[_View], conditions: Sequence[_Condition]) -> dict[int, int]:
    """A largest one-to-one matching of attributions that meet all conditions, by Kuhn's algorithm.

    Returns:
        For the number of each matched attribution found, that of its partner in the gold.
    """
    alike = [
        [number for number, view in enumerate(found) if all(meets(one, view) for meets in conditions)]
        for one in gold
    ]
    partner: dict[int, int] = {}

    def find_partner(number: int, tried: set[int]) -> bool:
        for candidate in alike[number]:
            if candidate not in tried:
                tried.add(candidate)
                if candidate not in partner or find_partner(partner[candidate], tried):
                    partner[candidate] = number
                    return True
        return False

    for number in range(len(gold)):
        find_partner(number, set())
    return partner
