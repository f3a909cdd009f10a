"""Plain text is stored as it is; title line, byline and credits are recognised in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import InputError, UsageError
from sayso.ingest.text import article_from_text, find_title

BODY = (
    "The harbour of Tarn will be closed for the winter, the mayor said on Monday. Nobody was surprised by it."
)


@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_text_is_stored_unchanged_but_for_a_byte_order_mark(text: str) -> None:
    for source in (text, "\ufeff" + text):
        try:
            article = article_from_text(source, language="en")
        except InputError:
            assert not source.removeprefix("\ufeff").strip()
        else:
            assert article.text == source.removeprefix("\ufeff")
            span = article.title_span
            assert span is None or article.text[span.start : span.end] == span.exact == article.title


def test_line_ends_spaces_and_odd_characters_stay() -> None:
    text = "Harbour closed\r\n\r\n\u00a0 The harbour\x00 is\tclosed, \ud83d said the mayor 😀.\r\nשלום  \r\n"
    assert article_from_text(text).text == text


@pytest.mark.parametrize(
    "title",
    [
        "Harbour of Tarn to close",
        "‘No way back’: mayor closes harbour",
        "Who closed the harbour?",
        "Mayor fires back at U.S.",
        "  Harbour closed  ",
    ],
)
@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n  \n", "\n\n\n"])
def test_short_first_line_apart_is_the_title(title: str, gap: str) -> None:
    article = article_from_text(title + gap + BODY)
    assert article.title == title.strip()
    assert article.title_span is not None
    assert article.title_span.start == len(title) - len(title.lstrip())
    assert article.found["title"] == "title line"


def test_title_directly_above_a_paragraph_on_one_line() -> None:
    span = find_title("Harbour of Tarn to close\n" + BODY * 3)
    assert span is not None
    assert span.exact == "Harbour of Tarn to close"


def test_markdown_heading_is_a_title_without_its_mark() -> None:
    span = find_title("# Harbour closed\n" + BODY)
    assert span is not None
    assert (span.start, span.exact) == (2, "Harbour closed")


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        BODY + "\n\n" + BODY,
        "The harbour of Tarn will be closed for the\nwinter, the mayor said on Monday.\n",
        "By Ida Holm\n\n" + BODY,
        "--- * ---\n\n" + BODY,
        "Harbour closed",
    ],
)
def test_prose_is_no_title(text: str) -> None:
    assert find_title(text) is None


def test_byline_is_read() -> None:
    article = article_from_text("Harbour closed\n\nBy Ida Holm and Bo Lund\n\n" + BODY)
    assert article.byline == "Ida Holm and Bo Lund"


def test_what_is_given_wins() -> None:
    article = article_from_text(
        "Harbour closed\n\n" + BODY,
        path="a.txt",
        title="Another title",
        outlet="The Tarn Herald",
        published="2021-05-03",
        url="https://tarnherald.example/1",
    )
    assert (article.title, article.outlet, article.published) == (
        "Another title",
        "The Tarn Herald",
        "2021-05-03",
    )
    assert article.title_span is None
    assert set(article.found.values()) == {"given"}


def test_given_title_is_placed_where_it_stands() -> None:
    article = article_from_text("Harbour   closed.\n" + BODY, title="Harbour closed.")
    assert article.title_span is not None
    assert article.title_span.exact == "Harbour   closed."


@pytest.mark.parametrize(
    "published", ["last Tuesday", "2021-13-01", "2021-5-3", "20210503", "2021-05-03T10:00"]
)
def test_given_date_must_be_a_date(published: str) -> None:
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        article_from_text(BODY, published=published)


def test_relays_are_the_credits_names() -> None:
    article = article_from_text(f"TARN (AP) — {BODY}\n\nThis story first appeared in The Tarn Herald.\n")
    assert article.relays == ("AP", "The Tarn Herald")


def test_halves_of_a_surrogate_pair_become_the_character_and_lone_ones_stay() -> None:
    text = "Ida Holm said \ud83d\ude00 to the council of the town, and \ud800 was left alone."
    assert article_from_text(text, language="en").text == text.replace("\ud83d\ude00", "\U0001f600")
