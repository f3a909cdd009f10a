"""Words, stems and sentences that headlines are compared by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.assess.headline.words import sentences_of, stem, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("buys", "bought"),
        ("plans", "planning"),
        ("denies", "denied"),
        ("mayor's", "mayor"),
        ("chooses", "chose"),
        ("execution", "executed"),
        ("1,000", "1000"),
        ("u.s.", "us"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("mayor", "major"), ("ring", "rig"), ("reportedly", "report"), ("boss", "boy")]
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_curly_apostrophe_is_as_good_as_a_straight_one() -> None:
    assert [word.form for word in words_of("It didn’t")] == [word.form for word in words_of("It didn't")]


def test_sentences_end_at_stops_and_lines_but_not_after_titles() -> None:
    text = "Dr. Holm left. She went home!\nNobody saw her"
    assert [text[start:end] for start, end in sentences_of(text)] == [
        "Dr. Holm left.",
        "She went home!",
        "Nobody saw her",
    ]


@given(st.text())
def test_words_slice_back_and_sentences_follow_each_other(text: str) -> None:
    for word in words_of(text):
        assert text[word.start : word.end].lower().replace("’", "'").replace("ʼ", "'") == word.form
    position = 0
    for start, end in sentences_of(text):
        assert position <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        position = end
