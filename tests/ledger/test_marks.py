"""What matched is found again in the text, and snippets keep it in view."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ledger.marks import find_marks, snippet
from sayso.ledger.query import parse_query


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("The gas price, the GAS price", "gas", ["gas", "GAS"]),
        ("a cold winter is a cold thing", '"cold winter"', ["cold winter"]),
        ("she resigned; resigning hurts", "resign*", ["resigned", "resigning"]),
        ("the U.S. said us", '"u.s."', ["U.S"]),
        ("Cafe\u0301s and cafés", "cafés", ["Cafe\u0301s", "cafés"]),
        ("cold cold winter", '"cold cold" "cold winter"', ["cold cold winter"]),
        ("gas and oil", "gas -oil", ["gas"]),
        ("nothing here", "gas", []),
    ],
)
def test_marks_are_the_words_asked_for(text: str, query: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in find_marks(text, parse_query(query))] == marked


def test_a_snippet_shows_the_first_match() -> None:
    text = "word " * 100 + "the needle is here " + "word " * 100
    shown = snippet(text, find_marks(text, parse_query("needle")), 60)
    assert shown.marked("[", "]").count("[needle]") == 1
    assert shown.text.startswith("…")
    assert shown.text.endswith("…")
    assert len(shown.text) <= 62


@given(text=st.text(), query=st.sampled_from(["gas", '"a b"', "abc*", "a OR b"]), length=st.integers(1, 80))
def test_marks_of_a_snippet_say_what_the_text_says(text: str, query: str, length: int) -> None:
    marks = find_marks(text, parse_query(query))
    shown = snippet(text, marks, length)
    exact = {text[start:end] for start, end in marks}
    assert all(shown.text[start:end] in exact for start, end in shown.marks)
    assert shown.text.strip("…") in text
