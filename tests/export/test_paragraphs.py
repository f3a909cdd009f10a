"""Paragraphs are those that a person sees, whichever way the text uses its line ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.export.paragraphs import paragraph_number, paragraphs
from sayso.records import Span

LONG = "The council met again on Monday evening " * 3 + "to talk about the bridge."
WRAPPED = "The council met again on Monday evening to talk about the\nbridge, and about what is to be done"
VERSE = "Roses are red\nviolets are blue"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n \t\r\nTwo.\r\n", ["One.", "Two."]),
        ("\n\n  One.  \n\n", ["One."]),
        (f"{LONG}\n{LONG}", [LONG, LONG]),
        (f"Bridge closed\n{LONG}", ["Bridge closed", LONG]),
        (WRAPPED, [WRAPPED]),
        (VERSE, [VERSE]),
        (" \n ", []),
    ],
)
def test_text_splits_where_a_reader_would(text: str, expected: list[str]) -> None:
    assert [text[found.start : found.end] for found in paragraphs(text)] == expected


def test_only_lines_that_were_full_may_flow() -> None:
    assert [found.wrapped for found in paragraphs(f"{WRAPPED}\n\n{VERSE}")] == [
        True,
        False,
    ]


def test_title_is_a_paragraph_of_its_own() -> None:
    text = f"Bridge closed\n{WRAPPED}"
    assert len(paragraphs(text)) == 1
    assert [found.start for found in paragraphs(text, title=Span.of(text, 0, 13))] == [0, 14]


def test_offsets_count_to_the_paragraph_they_stand_in() -> None:
    listed = paragraphs("One.\n\nTwo.")
    assert [paragraph_number(listed, offset) for offset in (0, 4, 6, 9)] == [1, 1, 2, 2]


@settings(deadline=None, max_examples=50)
@given(st.text(st.sampled_from("ab \t\r\n\x85\u2028"), max_size=200))
def test_paragraphs_cover_all_but_white_space(text: str) -> None:
    listed = paragraphs(text)
    assert "".join("".join(text[found.start : found.end] for found in listed).split()) == "".join(
        text.split()
    )
    edges = [edge for found in listed for edge in (found.start, found.end)]
    assert edges == sorted(edges)
