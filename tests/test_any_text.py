"""The shipped reader on any text at all: no crash, every span an exact slice, the same answer twice."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sayso.pipeline import read_text
from sayso.records import Reading, Span

STATEMENTS = [
    *("Ida Holm said ", "the insider claimed that ", "reportedly ", "according to Reuters, "),
    *(
        "it is thought that ",
        "the bridge is unsafe",
        "he may be ousted within two years",
        "[the mayor\u2019s] ",
    ),
]
MARKS = [
    *[".", ",", ":", "(", ")", "“", "”", '"', "'", "‘", "’", "«", "»", "``", "''", "…"],
    " ",
    "\n",
    "\n\n",
    "\r\n",
]
ODDITIES = [
    *("\u00a0", "\U0001f600", "e\u0301", "\u0645\u0631\u062d\u0628\u0627 ", "\u202e", "\x00", "\ud800"),
    *("\ufeff", "a" * 300, "\u200b", "\u2028"),
]
PIECES = st.sampled_from([*STATEMENTS, *MARKS, *ODDITIES])


def all_spans(reading: Reading) -> list[Span]:
    credits = [credit.span for credit in reading.article.credits if credit.span]
    title = [reading.article.title_span] if reading.article.title_span else []
    own = [span for item in reading.attributions for span in (*item.source, *item.cue, *item.content)]
    return [*own, *credits, *title]


@pytest.mark.model
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, min_size=1, max_size=40).map("".join))
def test_every_span_is_an_exact_slice(text: str) -> None:
    assume(text.removeprefix("\ufeff").strip())
    reading = read_text(text, language="en")
    stored = reading.article.text
    for span in all_spans(reading):
        assert stored[span.start : span.end] == span.exact
        assert span.exact.strip()
    for item in reading.attributions:
        assert item.cue
        assert item.content
        assert 0.0 <= item.score <= 1.0
        assert [(span.start, span.end) for span in item.content] == sorted(
            (span.start, span.end) for span in item.content
        )
    assert read_text(text, language="en") == reading


@pytest.mark.model
def test_long_line_and_many_paragraphs_are_read_to_the_end() -> None:
    line = "The mayor of the town said that the old bridge is unsafe and has to be closed. " * 400
    paragraphs = "Ida Holm said the bridge is unsafe.\n" * 300
    for text in (line, paragraphs):
        reading = read_text(text, language="en")
        assert reading.attributions[-1].end > 0.9 * len(text)
        assert all(text[span.start : span.end] == span.exact for span in all_spans(reading))
