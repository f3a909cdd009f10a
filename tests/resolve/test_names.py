"""Names are found by capitals, titles and lists, and not where capitals say nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.resolve.names import Name, NameFinder
from sayso.resolve.names.tokens import in_capitals, tokenize


def found(text: str) -> list[Name]:
    return NameFinder(tokenize(text)).find()


def texts(text: str) -> list[str]:
    return [name.text for name in found(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Yesterday Ida Holm said so.", ["Ida Holm"]),
        ("On Monday the Tarn Harbour Authority closed.", ["Tarn Harbour Authority"]),
        ("The Department of Health and Labour refused.", ["Department of Health and Labour"]),
        ("He met Vesa V. Orlen and Maud van der Berg.", ["Vesa V. Orlen", "Maud van der Berg"]),
        ("He reads the newspaper al Masbah daily.", ["al Masbah"]),
        ("When asked, officials refused.", []),
        ("The Ruth-based group refused.", []),
        ("I've heard that. I'll wait.", []),
    ],
)
def test_names_are_found_by_their_capitals(text: str, names: list[str]) -> None:
    assert texts(text) == names


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("He asked Vice President Ida Holm.", "Ida Holm", "Vice President"),
        ("He asked Rear Adm. Ida Holm.", "Ida Holm", "Rear Adm."),
        ("He asked Transport Minister Ida Holm.", "Ida Holm", "Transport Minister"),
        ("He asked Mrs. Holm.", "Holm", "Mrs."),
    ],
)
def test_a_title_is_no_part_of_the_name(text: str, name: str, title: str) -> None:
    (only,) = found(text)
    assert (only.text, only.title, only.kind) == (name, title, "person")


def test_an_organisation_in_front_of_a_title_is_the_affiliation() -> None:
    (only,) = found("He asked Tarn Institute President Ida Holm.")
    assert (only.text, only.title, only.affiliation) == ("Ida Holm", "President", "Tarn Institute")


def test_a_headline_in_title_case_does_not_become_one_name() -> None:
    text = "Ida Holm Refuses To Resign Over Harbour Money\n\nThe mayor, Ida Holm, will stay, she said."
    assert texts(text) == ["Ida Holm", "Ida Holm"]


def test_a_sentence_may_begin_with_a_word_that_is_no_name() -> None:
    assert texts("Harbours freeze. In winter harbours close.") == []


def test_a_word_never_runs_across_a_cut() -> None:
    tokens = tokenize("video.He said", (6,))
    assert [token.text for token in tokens] == ["video", ".", "He", "said"]


def test_a_text_in_capitals_is_recognised() -> None:
    assert in_capitals("THE MAYOR SAID NO. SHE LEFT.")
    assert not in_capitals("The mayor of NATO said no.")


@given(st.text(max_size=400))
def test_any_text_is_cut_into_tokens_that_slice_back(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(one.end <= other.start for one, other in pairwise(tokens))


@given(st.text(alphabet="AaBb .,'’\n-Mr", max_size=200))
def test_names_of_any_text_stand_in_order(text: str) -> None:
    names = found(text)
    assert all(one.last < other.first for one, other in pairwise(names))
    assert all(text[name.start : name.end].startswith(name.text.split(" ")[0]) for name in names)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("He asked Ivo “Sea Wolf” Holm about it.", ["Ivo “Sea Wolf” Holm"]),
        ("He reads the Tarn News & Star daily.", ["Tarn News & Star"]),
        ("He asked Nicole A. Orlen about it.", ["Nicole A. Orlen"]),
        ("He asked Rep. Tim Bishop about it.", ["Tim Bishop"]),
        ("He ate at McDonald's again.", ["McDonald's"]),
    ],
)
def test_marks_initials_and_nouns_inside_a_name_belong_to_it(sentence: str, names: list[str]) -> None:
    assert texts(sentence) == names
