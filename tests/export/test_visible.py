"""What is shown is safe to show, and shortened where a reader would pause."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.export.visible import for_page, for_terminal, shorten


def test_controls_become_pictures_and_white_space_a_space() -> None:
    assert for_page("a\x00b\x1bc\x7fd\x9be\x0cf\x85g\ud800h\ti\n") == "a␀b␛c␡d�e f g�h\ti\n"


def test_terminal_gets_no_line_end_and_no_turn_of_direction() -> None:
    assert for_terminal("a\nb\r\tc\u202ed\u2067e\u2028f") == "a b  c�d�e f"


def test_letters_of_every_script_are_left_alone() -> None:
    text = "“Ça” – שלום عربي 👩‍👩‍👧 \u00a0é"
    assert for_page(text) == for_terminal(text) == text


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(), max_size=40))
def test_replacements_are_one_for_one(text: str) -> None:
    assert len(for_page(text)) == len(for_terminal(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("the bridge is safe", 18, "the bridge is safe"),
        ("the bridge is safe", 17, "the bridge is…"),
        ("the bridge, it is safe", 12, "the bridge…"),
        ("  the\n\nbridge  ", 10, "the bridge"),
        ("unbreakable", 5, "unbr…"),
        ("ab👩‍👩‍👧", 6, "ab…"),
        ("anything", 1, "…"),
        ("", 5, ""),
    ],
)
def test_text_is_cut_at_a_word(text: str, limit: int, expected: str) -> None:
    assert shorten(text, limit) == expected


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=200), st.integers(1, 60))
def test_shortened_text_keeps_to_its_limit_and_begins_as_the_text_does(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert " ".join(text.split()).startswith(short.removesuffix("…"))
