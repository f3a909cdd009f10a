"""Quotation regions: marks of all kinds, missing ends, several paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.quotes import QuoteIndex, find_quotes


def inner(text: str) -> list[str]:
    return [text[region.inner_start : region.inner_end] for region in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"It is late," she said.', ["It is late,"]),
        ("\u201cIt is late,\u201d she said. \u201cGo home.\u201d", ["It is late,", "Go home."]),
        ("\u00abC'est fini\u00bb, he said", ["C'est fini"]),
        ("\u201eEs ist vorbei\u201d, he said", ["Es ist vorbei"]),
        ("``It is over,'' he said", ["It is over,"]),
        ("''It is over,'' he said", ["It is over,"]),
        ("He called it 'a sham' and left.", ["a sham"]),
        ("\u2018It\u2019s a sham,\u2019 he said.", ["It\u2019s a sham,"]),
        ("The brothers' plan isn't Moss's, 'tis said", []),
        ("Back in the '90s they said 'never again'.", ["never again"]),
        ("\u201cHe told me \u2018no\u2019 twice,\u201d she said", ["He told me \u2018no\u2019 twice,"]),
        ("No quotation here at all.", []),
        ("A 6\u20192\u201d man", []),
    ],
)
def test_marks_of_each_kind_enclose_their_words(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_single_quote_skips_a_plural_possessive_before_the_real_end() -> None:
    assert inner("'the brothers\u2019 and sisters' plan is dead,' he said") == [
        "the brothers\u2019 and sisters' plan is dead,"
    ]


def test_open_quotation_ends_with_its_paragraph() -> None:
    (region,) = find_quotes("He said: \u201cIt is late\nAnd then he left.")
    assert (region.end, region.closed) == (20, False)


def test_next_paragraph_goes_on_only_when_the_last_did_not_close() -> None:
    text = "\u201cFirst part.\n\n\u201cSecond part.\u201d\n\n\u201cAnother voice.\u201d"
    assert [region.continues for region in find_quotes(text)] == [False, True, False]


def test_quotation_in_the_middle_of_the_next_paragraph_does_not_continue() -> None:
    text = "\u201cFirst part.\n\nHe called it \u201cdone\u201d."
    assert [region.continues for region in find_quotes(text)] == [False, False]


def test_a_new_opening_ends_a_quotation_that_was_never_closed() -> None:
    assert inner("\u201cNever closed, he said. \u201cClosed,\u201d she said.") == [
        "Never closed, he said. ",
        "Closed,",
    ]


@given(st.text(alphabet="ab '\"\u201c\u201d\u2018\u2019\u00ab\u00bb`\n.,"))
def test_regions_are_ordered_disjoint_and_inside_the_text(text: str) -> None:
    regions = find_quotes(text)
    position = 0
    for region in regions:
        assert position <= region.start < region.end <= len(text)
        assert region.start <= region.inner_start <= region.inner_end <= region.end
        assert "\n" not in text[region.start : region.end]
        position = region.end


@given(st.text(alphabet='ab "\u201c\u201d\n'), st.integers(0, 60))
def test_index_agrees_with_a_search_through_all_regions(text: str, position: int) -> None:
    regions = find_quotes(text)
    expected = next((region for region in regions if region.start <= position < region.end), None)
    assert QuoteIndex(regions).at(position) == expected
