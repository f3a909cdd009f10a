"""The terminal shows who, cue, content and where, at any width, and obeys nothing in the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.build import attribution, reading
from tests.export.stories import TITLE, odd, tabloid

from sayso.export.table import render_table

TEXT = "Ida Holm said the bridge was safe. It is said that it is not."
HOLM = attribution(
    TEXT, source="Ida Holm", cue="Holm [[said]]", content="the bridge was safe", identity="named"
)
RUMOUR = attribution(TEXT, cue="It is said", content="that it is not", identity="none")


def shown(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", [20, 40, 60, 89, 90, 120, 250])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    lines = render_table(tabloid(), width=width, color=False).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("width", [40, 120])
def test_every_attribution_shows_who_cue_content_and_where(width: int) -> None:
    made = reading(TEXT, [HOLM, RUMOUR], title="Bridge safe", outlet="Fjord Post", published="2024-02-03")
    seen = shown(render_table(made, width=width, color=False))
    for words in ("Ida Holm", "said", "the bridge was safe", "¶1 0–33", "nobody named", "that it is not"):
        assert words in seen
    for words in (
        "Bridge safe",
        "Fjord Post · 2024-02-03",
        "2 attributions: 1 on the record, 0 unnamed, 1 nobody’s",
    ):
        assert words in seen


def test_unresolved_sources_are_counted_by_whether_there_is_one() -> None:
    assert "12 attributions: 10 with a source, 2 without" in render_table(tabloid(), width=120, color=False)


def test_attributions_come_in_order_with_nested_ones_indented() -> None:
    lines = render_table(tabloid(), width=120, color=False).splitlines()
    numbers = [int(match[1]) for line in lines if (match := re.match(r" ?(\d+) {2,}", line))]
    assert numbers == list(range(1, 13))
    assert any(re.match(r" 8 +└ a surgeon", line) for line in lines)
    narrow = render_table(tabloid(), width=40, color=False).splitlines()
    assert "  8  a surgeon had warned" in narrow


def test_wide_terminals_get_columns_and_narrow_ones_a_stack() -> None:
    assert "Who" in render_table(tabloid(), width=90, color=False)
    assert "Who" not in render_table(tabloid(), width=89, color=False)


def test_header_names_the_article_and_its_outlet() -> None:
    lines = render_table(tabloid(), width=120, color=False).splitlines()
    assert lines[0] == TITLE
    assert lines[1].startswith("The Daily Lantern ·")


def test_long_content_is_shortened_at_a_word() -> None:
    text = "Bo said " + "word " * 500
    made = reading(text, [attribution(text, source="Bo", cue="said", content=text[8:].strip())])
    seen = shown(render_table(made, width=80, color=False))
    assert "word word…" in seen
    assert len(seen) < 500


@pytest.mark.parametrize("width", [40, 120])
def test_only_color_brings_escape_sequences(width: int) -> None:
    assert "\x1b" not in render_table(tabloid(), width=width, color=False)
    assert "\x1b[1;36m" in render_table(tabloid(), width=width, color=True)


def test_reading_without_attributions_says_so() -> None:
    assert render_table(reading("It rains."), width=80, color=False) == (
        "It rains.\n0 attributions\n\nNo attributions found.\n"
    )


@pytest.mark.parametrize("width", [40, 120])
def test_control_and_direction_characters_do_not_reach_the_terminal(width: int) -> None:
    text = "\x1b[2J\x9b31mEvil\x07 \u202eliar\u2066 said [bold]:smile:[/bold] \x00\ud800 now"
    evil = attribution(text, source="\x1b[2J\x9b31mEvil\x07 \u202eliar\u2066", cue="said", content=text[-30:])
    made = reading(text, [evil], title="\x1b]0;owned\x07", outlet="a\nb", path="\u202e")
    seen = render_table(made, width=width, color=False)
    seen.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", seen)
    assert "[bold]:smile:[/bold]" in shown(seen)
    assert "␛[2J" in seen


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(), min_size=2, max_size=80), st.integers(1, 130), st.data())
def test_any_text_fits_any_width(text: str, width: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    made = odd(text, (start, data.draw(st.integers(start + 1, len(text) - 1))))
    seen = render_table(made, width=width, color=False)
    seen.encode("utf-8")
    assert max(cell_len(line) for line in seen.splitlines()) <= max(width, 20)
