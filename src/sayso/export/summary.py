"""A reading becomes the few words and numbers that every output for people opens with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from sayso.export.visible import shorten
from sayso.records import Article, Attribution, AttributionId, Identity, Reading, Span

_LABELS = {
    Identity.NAMED: "on the record",
    Identity.UNNAMED: "unnamed",
    Identity.NONE: "nobody’s",
}


def counts(reading: Reading) -> list[tuple[str, int]]:
    """How many attributions are on the record, unnamed and nobody's, with the words to show.

    Until holders are resolved, all that is known is whether the text names a source at all.
    """
    attributions = reading.attributions
    if all(attribution.identity is None for attribution in attributions):
        n_sourced = sum(bool(attribution.source) for attribution in attributions)
        return [("with a source", n_sourced), ("without a source", len(attributions) - n_sourced)]
    tally = Counter(_identity(attribution) for attribution in attributions)
    unresolved = [("not resolved", tally[None])] if tally[None] else []
    return [(label, tally[identity]) for identity, label in _LABELS.items()] + unresolved


def name(reading: Reading) -> str:
    """What to call the article: its title, or else where it came from, or else its first words."""
    article = reading.article
    return article.title or article.path or article.url or shorten(article.text, 60) or "Untitled"


def byline(article: Article) -> str | None:
    """``by`` and the authors, whether or not the article prints the word."""
    printed = article.byline
    return printed if not printed or printed.casefold().startswith("by ") else f"by {printed}"


def identity_label(attribution: Attribution) -> str | None:
    """The identity in words, or None while unresolved."""
    return _LABELS[attribution.identity] if attribution.identity else None


def _identity(attribution: Attribution) -> Identity | None:
    if attribution.identity is None and not attribution.source:
        return Identity.NONE
    return attribution.identity


def words(text: str, spans: Sequence[Span]) -> str:
    """The pieces of one role as one string, with `` … `` where words stand between two of them."""
    joined = spans[0].exact if spans else ""
    for before, after in pairwise(spans):
        between = text[before.end : after.start]
        joined += (" … " if any(map(str.isalnum, between)) else between or " ") + after.exact
    return joined


def depths(reading: Reading) -> dict[AttributionId, int]:
    """For each attribution, inside how many others it stands: 0 is the article's own."""
    parents = {attribution.id: attribution.within for attribution in reading.attributions}
    return {attribution_id: _depth(attribution_id, parents) for attribution_id in parents}


def _depth(attribution_id: AttributionId, parents: Mapping[AttributionId, AttributionId | None]) -> int:
    """Count the way up; a circle in ``within``, which only a damaged file has, is gone round once."""
    passed = {attribution_id}
    parent = parents[attribution_id]
    while parent is not None and parent in parents and parent not in passed:
        passed.add(parent)
        parent = parents[parent]
    return len(passed) - 1
