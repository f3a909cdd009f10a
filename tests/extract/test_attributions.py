"""Drafts to records: what is kept, its order, its numbers, its mode, and what stands inside what."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.attributions import assemble, evidence
from sayso.extract.quotes import QuoteIndex, find_quotes
from sayso.extract.spans import Draft
from sayso.extract.tagger import Tagged
from sayso.extract.tokens import Word
from sayso.records import Attribution, Mode

TEXT = (
    "The Comet reported that an insider claimed that Kesh was ill. "
    "\u201cHe is dying,\u201d the insider said. "
    "Orlenko called it \u201ca lie\u201d and said no more."
)


def draft(source: str, cue: str, *content: str) -> Draft:
    def find(piece: str) -> tuple[int, int]:
        at = TEXT.index(piece)
        return at, at + len(piece)

    return Draft((find(source),) if source else (), (find(cue),), tuple(find(piece) for piece in content))


OUTER = draft("The Comet", "reported", "that an insider claimed that Kesh was ill")
INNER = draft("an insider", "claimed", "that Kesh was ill")
QUOTE = draft("the insider", "said", "\u201cHe is dying,\u201d")
MIXED = draft("Orlenko", "called", "it \u201ca lie\u201d")


def records(*scored: tuple[Draft, float], keep_score: float = 0.4) -> tuple[Attribution, ...]:
    return assemble(TEXT, scored, QuoteIndex(find_quotes(TEXT)), version="1", keep_score=keep_score)


def test_records_come_in_text_order_and_are_numbered() -> None:
    found = records((QUOTE, 0.9), (INNER, 0.8), (OUTER, 0.7))
    assert [record.id for record in found] == ["a1", "a2", "a3"]
    assert [record.cue[0].exact for record in found] == ["reported", "claimed", "said"]


def test_what_scores_less_than_the_least_is_left_out() -> None:
    assert [record.score for record in records((OUTER, 0.41), (INNER, 0.39))] == [0.41]


def test_relation_inside_a_content_names_the_one_it_stands_in() -> None:
    outer, inner, _ = records((OUTER, 0.9), (INNER, 0.9), (QUOTE, 0.9))
    assert (outer.within, inner.within) == (None, outer.id)


def test_longer_of_two_that_open_with_the_same_words_comes_first() -> None:
    wide = draft("an insider", "claimed", "that Kesh was ill")
    narrow = draft("an insider", "claimed", "that Kesh")
    assert [record.content[0].exact for record in records((narrow, 0.9), (wide, 0.8), (QUOTE, 0.9))][:2] == [
        "that Kesh was ill",
        "that Kesh",
    ]


def test_every_span_slices_back() -> None:
    for record in records((OUTER, 0.9), (INNER, 0.9), (QUOTE, 0.9), (MIXED, 0.9)):
        for span in (*record.source, *record.cue, *record.content):
            assert TEXT[span.start : span.end] == span.exact


@pytest.mark.parametrize(
    ("made", "mode"), [(OUTER, Mode.INDIRECT), (QUOTE, Mode.DIRECT), (MIXED, Mode.MIXED)]
)
def test_mode_follows_the_quotation_marks(made: Draft, mode: Mode) -> None:
    own = [region for region in find_quotes(TEXT) if made.start <= region.start and region.end <= made.end]
    (record,) = assemble(TEXT, [(made, 0.9)], QuoteIndex(own), version="1")
    assert record.mode is mode


def test_why_names_the_cue_and_the_model() -> None:
    (record,) = records((QUOTE, 0.9))
    assert [(why.by, why.words) for why in record.why] == [("cue", "said"), ("model", "reader 1")]


def test_evidence_is_finite_at_the_edges_of_belief() -> None:
    word = Word(0, 3, (1,), 0, 0, False, False)
    tagged = Tagged((word,), (), (word,), belief=1.0, weakest=0.0, log_roles=-99.0, log_empty=0.0)
    seen = evidence(tagged, QUOTE, QuoteIndex(find_quotes(TEXT)), TEXT)
    assert all(math.isfinite(value) for value in seen.values())
    assert (seen["quoted"], seen["sourceless"]) == (1.0, 0.0)


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(1, 3), st.integers(0, 12), st.integers(1, 20)), max_size=12
    )
)
def test_nesting_agrees_with_a_search_through_all_pairs(places: list[tuple[int, int, int, int]]) -> None:
    text = "x" * 80
    drafts = [
        Draft((), ((at, at + n_cue),), ((at + n_cue + gap, at + n_cue + gap + n_content),))
        for at, n_cue, gap, n_content in places
    ]
    found = assemble(text, [(made, 0.9) for made in drafts], QuoteIndex(()), version="1")
    for inner in found:
        parts = (*inner.cue, *inner.content)
        sizes = [
            outer.content[0].end - outer.content[0].start
            for outer in found
            if len(outer.content[0].exact) > len(inner.content[0].exact)
            and all(outer.content[0].start <= p.start and p.end <= outer.content[0].end for p in parts)
        ]
        holder = next((outer for outer in found if outer.id == inner.within), None)
        assert (len(holder.content[0].exact) if holder else None) == (min(sizes) if sizes else None)


def test_thousands_of_attributions_and_quotations_are_joined_and_nested() -> None:
    line = "\u201cIt is late,\u201d said Ann. \u201cWe are going home now.\u201d\n"
    text = line * 5000
    drafts = [
        Draft(((at + 20, at + 23),), ((at + 15, at + 19),), ((at, at + 14),))
        for at in range(0, len(text), len(line))
    ]
    found = assemble(text, [(made, 0.9) for made in drafts], QuoteIndex(find_quotes(text)), version="1")
    assert len(found) == 5000
    assert all(len(record.content) == 2 and record.within is None for record in found)
