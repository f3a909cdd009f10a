"""What words do: base forms, the lists, and odd words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.assess.cuewords import base_forms, cue_senses, word_senses, words_of


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("denied", "deny"),
        ("denies", "deny"),
        ("admitted", "admit"),
        ("urging", "urge"),
        ("believes", "believe"),
        ("thought", "think"),
        ("hoped", "hope"),
        ("minister's", "minister"),
    ],
)
def test_base_forms_hold_what_a_lexicon_lists(word: str, base: str) -> None:
    assert base in base_forms(word)


@pytest.mark.parametrize(
    ("word", "sense"),
    [
        ("denied", "deny"),
        ("confirmed", "reveal"),
        ("claims", "claim"),
        ("urged", "urge"),
        ("believed", "believe"),
        ("slammed", "attack"),
        ("vetoed", "forbid"),
        ("reportedly", "hedge"),
        ("promised", "plan"),
    ],
)
def test_cues_are_known_in_any_form(word: str, sense: str) -> None:
    assert sense in cue_senses(word)


@pytest.mark.parametrize(
    ("word", "sense"),
    [
        ("might", "modal_possible"),
        ("probably", "modal_probable"),
        ("we'll", "modal_will"),
        ("couldn't", "denial"),
        ("couldn't", "modal_possible"),
        ("never", "denial"),
        ("hoax", "false"),
        ("should", "modal_must"),
    ],
)
def test_words_show_what_they_do(word: str, sense: str) -> None:
    assert sense in word_senses(word)


def test_unknown_words_do_nothing() -> None:
    assert cue_senses("tarn") == ()
    assert word_senses("tarn") == ()


def test_words_are_lower_case_with_straight_apostrophes_and_telling_marks() -> None:
    assert words_of("He DOESN’T know: why?") == ["he", "doesn't", "know", ":", "why", "?"]


@given(st.text(max_size=60))
def test_any_text_has_words_that_have_forms_and_senses(text: str) -> None:
    for word in words_of(text):
        assert word
        assert all(base_forms(word))
        assert isinstance(cue_senses(word), tuple)
        assert isinstance(word_senses(word), tuple)
