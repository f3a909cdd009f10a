"""Counts, names and depths say of a reading what people ask first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.build import attribution, reading, spans
from tests.export.stories import tabloid

from sayso.export.summary import byline, counts, depths, name, words
from sayso.records import Article

TEXT = "Ida said so. Officials agreed. It is said to be so."
IDA = attribution(TEXT, source="Ida", cue="Ida [[said]]", content="[[so]]. Off")
RUMOUR = attribution(TEXT, cue="is said", content="to be so")


def test_sources_are_counted_until_holders_are_resolved() -> None:
    assert counts(reading(TEXT, [IDA, RUMOUR])) == [("with a source", 1), ("without a source", 1)]


def test_resolved_holders_are_counted_and_the_rest_said_to_be_open() -> None:
    named = attribution(TEXT, source="Officials", cue="agreed", content="[[so]]. Off", identity="named")
    expected = [("on the record", 1), ("unnamed", 0), ("nobody’s", 1), ("not resolved", 1)]
    assert counts(reading(TEXT, [IDA, RUMOUR, named])) == expected


def test_left_out_words_show_and_a_break_alone_does_not() -> None:
    assert words(TEXT, spans(TEXT, ["Ida", "agreed"])) == "Ida … agreed"
    assert words(TEXT, spans(TEXT, ["Ida said so.", "Officials"])) == "Ida said so. Officials"


def test_depth_counts_the_statements_around() -> None:
    assert {key: depth for key, depth in depths(tabloid()).items() if depth} == {"a8": 1}


def test_circles_and_strays_in_a_damaged_file_end() -> None:
    made = tabloid()
    one, two, three, *_ = made.attributions
    damaged = (replace(one, within="a2"), replace(two, within="a1"), replace(three, within="a99"))
    assert depths(replace(made, attributions=damaged)) == {"a1": 1, "a2": 1, "a3": 0}


@pytest.mark.parametrize(
    ("printed", "expected"), [("Ida Holm", "by Ida Holm"), ("By Ida Holm", "By Ida Holm"), (None, None)]
)
def test_byline_says_by_once(printed: str | None, expected: str | None) -> None:
    assert byline(Article(text=TEXT, byline=printed)) == expected


def test_article_is_called_by_the_best_name_it_has() -> None:
    assert name(reading(TEXT, title="So")) == "So"
    assert name(reading(TEXT, path="so.txt", url="https://so.example")) == "so.txt"
    assert name(reading(TEXT)) == TEXT
    assert name(reading("")) == "Untitled"
