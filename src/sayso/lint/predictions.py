"""Predictions (P): whether anybody will be able to tell that one came true.

After Tetlock and Gardner (Superforecasting, 2015): what has no date can never be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.lint.rules import Hit, Rule
from sayso.lint.view import View, words
from sayso.lint.words import excerpt, pattern
from sayso.records import Attribution, Certainty, Kind, Polarity, Severity, Stance

_SURE = (Certainty.CERTAIN, Certainty.PROBABLE)


def _undated(view: View) -> Iterator[Hit]:
    for item in view.own_voice:
        said = words(item.content)
        if item.kind is not Kind.PREDICTION or item.due is not None or item.certainty not in _SURE:
            continue
        if (
            item.polarity is not Polarity.POSITIVE
            or not item.source
            or item.within
            or item.stance is Stance.DOUBTED
        ):
            continue
        future = pattern("future").search(said)
        vague = pattern("conditional").search(said) or pattern("not_an_event").search(said)
        if future and not vague and not _has_time(view, item):
            yield f"no date by which {excerpt(said)} could prove wrong", (item.content[0],)


def _has_time(view: View, item: Attribution) -> bool:
    """Whether the content, or the sentence around the cue, speaks of a time at all."""
    places = (*item.cue, *item.content)
    around = " ".join(view.sentence_at(span.start).exact for span in places)
    return bool(pattern("time").search(around)) or any(
        word.isdigit() and len(word) == 4 for word in around.split()
    )


def _date_past(view: View) -> Iterator[Hit]:
    published = view.article.published
    for item in view.body:
        if published and item.due and item.due.latest and item.due.latest < published[:10]:
            message = (
                f"{excerpt(item.due.span.exact)} was over by {item.due.latest}, "
                f"before publication on {published[:10]}: {excerpt(words(item.content))}"
            )
            yield message, (item.due.span,)


RULES = (
    Rule("P101", "prediction-without-date", "Prediction without any date", Severity.NOTE, _undated, False),
    Rule("P102", "date-already-past", "Date already past at publication", Severity.ERROR, _date_past),
)
