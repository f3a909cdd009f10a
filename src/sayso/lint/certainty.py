"""How surely (C): hedges that pile up, get lost on the way, or mix likelihood with confidence.

The last after the US Intelligence Community Directive 203, section D.6.e.(2).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import product

from sayso.lint.rules import Hit, Rule
from sayso.lint.view import View, words
from sayso.lint.words import excerpt, may_hold, pattern, words_of
from sayso.records import Attribution, Certainty, EntityId, Kind, Polarity, Severity, Span

# Code points between two hedges that still lean on one statement; a clause or so.
_NEAR = 60
# What opens a clause of its own, with a hedge of its own.
_NEW_CLAUSE = re.compile(r"[,;:]|\b(?:who|which|and|but|while|as|or)\b")
# Share of the words that two accounts of one statement have in common; below it they are two statements.
_SAME_STATEMENT = 0.6
# Statements of one holder that are compared.
_MOST = 50
# Words of a statement; shorter ones share too much by chance.
_ENOUGH_WORDS = 5


def _hedges(view: View, start: int, end: int, name: str) -> list[Span]:
    """Hedges of a list in a stretch of the article's own voice."""
    found = pattern(name).finditer(view.text, start, end)
    return [Span(m.start(), m.end(), m[0]) for m in found if view.marks.at(m.start()) is None]


def _stacked(view: View) -> Iterator[Hit]:
    for sentence in _sentences_with(view, "evidential", "maybe"):
        evidential = _hedges(view, sentence.start, sentence.end, "evidential")
        modal = _hedges(view, sentence.start, sentence.end, "modal")
        maybe = _hedges(view, sentence.start, sentence.end, "maybe")
        for first, second in (*_close_pairs(evidential, evidential), *_close_pairs(modal, maybe)):
            if _NEW_CLAUSE.search(view.text, first.end, second.start):
                continue
            message = f"{excerpt(first.exact)} and {excerpt(second.exact)} hedge the same statement twice"
            yield message, (first, second)


def _sentences_with(view: View, *lists: str) -> Iterator[Span]:
    """The sentences of the body that have a word of a list, each once."""
    seen = set()
    for name in lists:
        if not may_hold(view.lowered, name):
            continue
        for match in pattern(name).finditer(view.text, view.body_start):
            sentence = view.sentence_at(match.start())
            if sentence.start not in seen:
                seen.add(sentence.start)
                yield sentence


def _close_pairs(first: list[Span], second: list[Span]) -> Iterator[tuple[Span, Span]]:
    """Each hedge with the next one after it, when that stands close by."""
    starts = [span.start for span in second]
    for one in first:
        index = bisect_left(starts, one.end)
        if index < len(second) and second[index].start <= one.end + _NEAR:
            yield one, second[index]


def _confidence_and_likelihood(view: View) -> Iterator[Hit]:
    for sentence in _sentences_with(view, "confidence"):
        confident = _hedges(view, sentence.start, sentence.end, "confidence")
        likely = _hedges(view, sentence.start, sentence.end, "likelihood")
        if confident and likely:
            both = f"{excerpt(confident[0].exact)} and {excerpt(likely[0].exact)}"
            yield f"{both} in one sentence mix confidence and likelihood", (confident[0], likely[0])


def _hedge_lost(view: View) -> Iterator[Hit]:
    by_holder: dict[EntityId, list[Attribution]] = {}
    for item in view.body:
        if item.holder and item.certainty and item.polarity is Polarity.POSITIVE:
            by_holder.setdefault(item.holder, []).append(item)
    for items in by_holder.values():
        sure = [item for item in items if item.certainty is Certainty.CERTAIN and item.kind is Kind.FACT]
        unsure = [item for item in items if item.certainty in (Certainty.POSSIBLE, Certainty.PROBABLE)]
        for plain, hedged in product(sure[:_MOST], unsure[:_MOST]):
            if not _is_hedged(plain) and _is_hedged(hedged) and _same_statement(plain, hedged):
                message = (
                    f"{excerpt(words(plain.content))} has lost the hedge of {excerpt(words(hedged.content))}"
                )
                yield message, (plain.content[0], hedged.content[0])


def _same_statement(one: Attribution, other: Attribution) -> bool:
    first, second = set(words_of(words(one.content))), set(words_of(words(other.content)))
    if min(len(first), len(second)) < _ENOUGH_WORDS or one.within == other.id or other.within == one.id:
        return False
    return len(first & second) / min(len(first), len(second)) >= _SAME_STATEMENT


def _is_hedged(item: Attribution) -> bool:
    return bool(pattern("hedges").search(words((*item.cue, *item.content))))


RULES = (
    Rule("C101", "stacked-hedges", "A hedge on top of a hedge", Severity.WARNING, _stacked),
    Rule(
        "C102",
        "confidence-with-likelihood",
        "Confidence and likelihood in one sentence",
        Severity.NOTE,
        _confidence_and_likelihood,
    ),
    Rule("C103", "lost-hedge", "The hedge of a relayed source is missing", Severity.WARNING, _hedge_lost),
)
