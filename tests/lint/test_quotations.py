"""Quotation marks: which open, which close, and which have no partner."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.lint.quotations import find_marks


def inner(text: str) -> list[str]:
    return [text[one.inner_start : one.inner_end] for one in find_marks(text).quotations]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "yes" and "no".', ["yes", "no"]),
        ("He said “yes” and „no”.", ["yes", "no"]),
        ("«Oui», dit-elle. ``Yes,'' he said.", ["Oui", "Yes,"]),
        ('A 6\'2" man said "no" to a 15" screen.', ["no"]),
        ("“He called it a “disaster” twice.”", ["He called it a “disaster” twice."]),
        ('"He called it a “disaster” twice."', ["He called it a “disaster” twice."]),
        ("He called it an “expedited review“ of pipes.", ["expedited review"]),
        ('He said,"We know."', ["We know."]),
        ('"Yes," he said. Read on »', ["Yes,"]),
        ('Watch <a href="x.example">here</a>: "Now."', ["Now."]),
    ],
)
def test_pairs_are_found(text: str, quoted: list[str]) -> None:
    marks = find_marks(text)
    assert inner(text) == quoted
    assert marks.unclosed == marks.unopened == ()


@pytest.mark.parametrize(
    "between",
    ["\n\n", "\n", "\n\nA caption without marks\n\n"],
)
def test_quotation_goes_on_in_a_paragraph_that_opens_with_a_mark(between: str) -> None:
    text = f"“It was dark.{between}“It was cold,” she said."
    marks = find_marks(text)
    assert marks.unclosed == marks.unopened == ()
    assert {one.first for one in marks.quotations} == {0}


def test_wrapped_line_keeps_the_quotation_open() -> None:
    assert find_marks('She said "it was\ndark and cold" there.').unclosed == ()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("“The bolts are sound, said Peter Marsh.", 0),
        ('"The bolts are sound, said Peter Marsh.\n\nThe inquiry goes on.', 0),
        ('He said "the bolts are sound. "No," she said.', 8),
        ("Being “a lot like others, he told them “that it works” twice.", 6),
    ],
)
def test_mark_that_never_closes_is_told(text: str, at: int) -> None:
    assert find_marks(text).unclosed == (at,)


def test_mark_that_never_opened_is_told() -> None:
    text = "The bolts are sound,” said Peter Marsh."
    assert find_marks(text).unopened == (text.index("”"),)
    assert find_marks('The bolts are sound," said Peter Marsh.').unopened == (20,)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab .,\n\r\"'“”„«»`7<>=", max_size=80))
def test_any_text_gives_quotations_in_order_inside_it(text: str) -> None:
    marks = find_marks(text)
    starts = [one.start for one in marks.quotations]
    assert starts == sorted(starts)
    for one in marks.quotations:
        assert 0 <= one.first <= one.start <= one.inner_start <= one.inner_end <= one.end <= len(text)
        assert marks.at(one.start) is not None
    assert set(marks.unclosed) & set(marks.unopened) == set()
    assert all(not text[at].isalnum() for at in (*marks.unclosed, *marks.unopened))


def test_position_outside_every_quotation_is_in_none() -> None:
    marks = find_marks('He said "yes" there.')
    assert marks.at(0) is None
    assert marks.at(9) is marks.quotations[0]
    assert marks.at(15) is None


def test_very_long_texts_with_marks_that_lack_a_partner_are_paired_as_short_ones() -> None:
    sentence = 'He said "yes". She “no and '
    marks = find_marks(sentence * 20_000)
    assert len(marks.quotations) >= 20_000
    assert len(marks.unclosed) >= 1
