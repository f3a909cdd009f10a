"""A reading becomes the few words and numbers that every output for people opens with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from sayso.export.labels import holders
from sayso.export.visible import shorten
from sayso.records import (
    Article,
    Attribution,
    AttributionId,
    HeadlineCheck,
    HeadlineStance,
    HolderType,
    Identity,
    Kind,
    Match,
    Reading,
    Span,
    Verdict,
)

_LABELS = {
    Identity.NAMED: "on the record",
    Identity.UNNAMED: "unnamed",
    Identity.NONE: "nobody’s",
}

_HOLDERS = {
    HolderType.PERSON: ("person", "people"),
    HolderType.ORGANISATION: ("organisation", "organisations"),
    HolderType.GROUP: ("group", "groups"),
    HolderType.OUTLET: ("outlet", "outlets"),
    HolderType.DOCUMENT: ("document", "documents"),
}
_VERDICTS = {
    Verdict.CONTRADICTED: "contradicted by the body",
    Verdict.NOT_FOUND: "not found in the body",
    Verdict.OVERSTATED: "surer than the body",
    Verdict.REATTRIBUTED: "with another holder than in the body",
}


def summary(reading: Reading) -> str:
    """All that the reading amounts to, in one line.

    Only what was found is counted: a judgement that was not made does not appear, nor does a zero.

    Returns:
        Such as ``9 attributions: 5 on record by 3 people, 2 unnamed, 2 nobody’s; 4 predictions, 1 dated``.
    """
    n = len(reading.attributions)
    parts = [
        plural(n, "attribution") + (f": {', '.join(_who_counts(reading))}" if n else ""),
        ", ".join(_prediction_counts(reading.attributions)),
        f"headline: {', '.join(found)}" if (found := headline_counts(reading.headline)) else "",
        f"{plural(len(reading.findings), 'finding')}, see sayso lint" if reading.findings else "",
    ]
    return "; ".join(part for part in parts if part)


def plural(n: int, one: str, many: str | None = None) -> str:
    """A number with its noun in the form that fits."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def _who_counts(reading: Reading) -> list[str]:
    said = []
    for label, n in counts(reading):
        if label == _LABELS[Identity.NAMED] and n:
            said.append(f"{n} on record{_named_holders(reading)}")
        elif n:
            said.append(f"{n} {label}")
    return said


def _named_holders(reading: Reading) -> str:
    """By how many holders the statements on record are, in their own words where they are of one type."""
    entities = holders(reading)
    named = {item.holder for item in reading.attributions if item.identity is Identity.NAMED}
    types = Counter(entities[holder].type for holder in named if holder in entities)
    n = types.total()
    people = types[HolderType.PERSON]
    if not n:
        return ""
    if len(types) == 1:
        return f" by {plural(n, *_HOLDERS.get(next(iter(types)), ('holder', 'holders')))}"
    if people:
        return f" by {plural(people, 'person', 'people')} and {plural(n - people, 'other')}"
    return f" by {plural(n, 'holder')}"


def _prediction_counts(attributions: Iterable[Attribution]) -> list[str]:
    predictions = [item for item in attributions if item.kind is Kind.PREDICTION]
    if not predictions:
        return []
    dues = [item.due for item in predictions if item.due]
    n_dated = sum(bool(due.earliest or due.latest) for due in dues)
    said = [plural(len(predictions), "prediction"), f"{n_dated or 'none'} dated"]
    return said + ([f"{len(dues) - n_dated} with a time but no date"] if len(dues) > n_dated else [])


def headline_counts(check: HeadlineCheck) -> list[str]:
    """What is wrong with the headline, or that nothing is; empty when there was nothing to check."""
    n_missing = sum(quote.match is Match.NONE for quote in check.quotes)
    verdicts = Counter(claim.verdict for claim in check.claims)
    said = [f"{plural(n_missing, 'quote')} not in the body"] if n_missing else []
    said += [
        f"{plural(n, 'statement')} {what}" for verdict, what in _VERDICTS.items() if (n := verdicts[verdict])
    ]
    if check.related is False:
        said.insert(0, "about something else than the body")
    if check.stance is HeadlineStance.DISAGREE:
        said.append("the body disagrees")
    if not said and (check.quotes or check.claims):
        said = ["borne out by the body"]
    return said


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


def headline_lines(reading: Reading) -> list[str]:
    """What somebody should look at in the headline: a line for each statement, and quotation outside them."""
    check = reading.headline
    doubtful = [claim for claim in check.claims if claim.verdict in _VERDICTS]
    missing = [
        f"“{quote.words.exact}” is not in the body"
        + (f"; nearest is “{quote.passage.exact}”" if quote.passage else "")
        for quote in check.quotes
        if quote.match is Match.NONE and not any(_holds(claim.words, quote.words) for claim in doubtful)
    ]
    doubted = [
        f"“{claim.words.exact}” is {_VERDICTS[claim.verdict]}" + (f": {claim.reason}" if claim.reason else "")
        for claim in doubtful
    ]
    return missing + doubted


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
