"""Credits are found with their spans, and outlets that the story only talks about are not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ingest.dateline import find_credits

PIECES = [
    *("(AP) — ", "Source: X\n", "via Reuters", "\n", "\r", "This story", " first published by ", "The Sun"),
    *(" contributed to this report", ", ", " and ", "\ud800", "©", " AP", "“", "é"),
]


def credited(text: str) -> list[tuple[str, str]]:
    return [(credit.name, credit.how) for credit in find_credits(text)]


@pytest.mark.parametrize(
    ("text", "name", "how"),
    [
        ("(AP) — The harbour is closed.", "AP", "agency"),
        ("(Reuters) - The harbour is closed.", "Reuters", "agency"),
        ("LONDON (AP) The harbour is closed.", "AP", "agency"),
        ("London (AFP) – The harbour is closed.", "AFP", "agency"),
        ("ULVIK, Norway, May 3 (Fjord Press) — The harbour is closed.", "Fjord Press", "agency"),
        ("SAINT JOHN'S/NEW TARN (Reuters) - It is closed.", "Reuters", "agency"),
        ("All is well.\n© 2021 The Associated Press. All rights reserved.", "The Associated Press", "agency"),
        (
            "This story originally appeared in The Tarn Herald and has been reproduced with permission.",
            "The Tarn Herald",
            "reprint",
        ),
        (
            "The piece, which originally appeared on Harbour Notes and was republished with permission.",
            "Harbour Notes",
            "reprint",
        ),
        ("This article was first published in the Valley Gazette.", "Valley Gazette", "reprint"),
        (
            "This article, by Ida Holm, was first published by tarnherald.example.",
            "tarnherald.example",
            "reprint",
        ),
        ("It is closed. First published by Harbour Notes", "Harbour Notes", "reprint"),
        ("Reprinted with permission from The Tarn Herald.", "The Tarn Herald", "reprint"),
        ("Republished from Harbour Notes.", "Harbour Notes", "reprint"),
        ("It is closed.\n\nSource: Tarn Herald\n", "Tarn Herald", "reprint"),
        ("It is closed.\r\nVia: Harbour Notes\r\n", "Harbour Notes", "reprint"),
        ("It is closed, the mayor says (via Harbour Notes).", "Harbour Notes", "reprint"),
        ("Reuters contributed to this report.", "Reuters", "contribution"),
        ("The Associated Press contributed reporting.", "The Associated Press", "contribution"),
        ("Ida Holm of the Tarn Herald contributed to this story.", "Tarn Herald", "contribution"),
        ("Additional reporting by Reuters", "Reuters", "contribution"),
        ("Additional reporting by NPA.", "NPA", "contribution"),
        ("With files from the Canadian Press", "Canadian Press", "contribution"),
        ("The plan was first reported by the Tarn Herald.", "Tarn Herald", "first"),
        ("The plan, first reported by Reuters, has been dropped.", "Reuters", "first"),
        ("The plan was first reported by the gossip site Shore Chatter.", "Shore Chatter", "first"),
        ("The Tarn Herald first reported the plan in May.", "The Tarn Herald", "first"),
        ("The Tarn Herald was the first to report the plan.", "The Tarn Herald", "first"),
        ("The Tarn Herald, which broke the story, stands by it.", "The Tarn Herald", "first"),
        ("He will go, according to an exclusive by the Tarn Herald.", "Tarn Herald", "first"),
    ],
)
def test_credit_is_found(text: str, name: str, how: str) -> None:
    assert credited(text) == [(name, how)]


def test_each_outlet_of_a_list_is_credited_and_people_are_not() -> None:
    text = "Ida Holm, Reuters and the Tarn Herald contributed to this report."
    assert credited(text) == [("Reuters", "contribution"), ("Tarn Herald", "contribution")]


@pytest.mark.parametrize(
    "text",
    [
        "The Tarn Herald reported that the harbour would close.",
        "The crime was first reported by Ida Holm.",
        "The symptoms were first reported in March.",
        "Bo Lund was the first to report the fire.",
        "The Tarn Herald published its first report on Monday.",
        "The rumour first appeared on Harbour Notes, and nobody knows why.",
        "This article was first published on Monday.",
        "Ida Holm contributed to this report.",
        "Senator Bo Lund (Texas) - a farmer - voted no.",
        "Senator Bo Lund (R) — a farmer — voted no.",
        "He worked for Reuters (and the AP) before the war.",
        "Bo Lund contributed to the campaign.",
        "The photo is © AP Photo/Ida Holm.",
        "The statement named no source: The minister had refused.",
    ],
)
def test_an_outlet_that_is_only_talked_about_is_no_credit(text: str) -> None:
    assert credited(text) == []


def test_foot_of_a_very_long_text_is_searched() -> None:
    text = "It is closed. " * 10_000 + "\nReuters contributed to this report."
    assert credited(text) == [("Reuters", "contribution")]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_spans_slice_back_and_do_not_overlap(text: str) -> None:
    spans = [credit.span for credit in find_credits(text)]
    assert all(span and text[span.start : span.end] == span.exact for span in spans)
    assert all(one and two and one.end <= two.start for one, two in pairwise(spans))
