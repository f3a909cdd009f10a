"""Words, windows and layout, on a tokenizer made by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.quotes import QuoteIndex, find_quotes
from sayso.extract.tokens import CLS, SEP, Word, WordPieces, cut_windows, lay_out


def words_of(pieces: WordPieces, text: str) -> list[str]:
    return [text[word.start : word.end] for word in pieces.tokenize(text).words]


def test_words_are_letter_runs_and_single_marks(pieces: WordPieces) -> None:
    assert words_of(pieces, "Ann's \u201cplan\u201d, no.") == [
        "Ann",
        "'",
        "s",
        "\u201c",
        "plan",
        "\u201d",
        ",",
        "no",
        ".",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "caf\u00e9 na\u00efve",
        "a\u00a0b\tc",
        "\ud800x y\udfff",
        "nul\x00l here",
        "\u0645\u0631\u062d\u0628\u0627 ok",
        "\U0001f600 fine",
    ],
)
def test_odd_characters_keep_offsets_exact(pieces: WordPieces, text: str) -> None:
    for word in pieces.tokenize(text).words:
        assert 0 <= word.start < word.end <= len(text)
        assert not text[word.start : word.end].isspace()


def test_paragraphs_are_numbered_by_line(pieces: WordPieces) -> None:
    words = pieces.tokenize("one two\r\n\r\nthree").words
    assert [word.paragraph for word in words] == [0, 0, 1]


@given(text=st.text(max_size=300))
def test_words_are_ordered_disjoint_and_slice_back(pieces: WordPieces, text: str) -> None:
    position = 0
    for word in pieces.tokenize(text).words:
        assert position <= word.start < word.end <= len(text)
        position = word.end


def test_long_text_comes_in_sections_with_the_same_words(pieces: WordPieces) -> None:
    text = "\n".join(f"the clerk said line {number} was fine." for number in range(5000))
    sections = list(pieces.sections(text, QuoteIndex(find_quotes(text))))
    assert len(sections) > 1
    assert [word for section in sections for word in section] == list(pieces.tokenize(text).words)


def make_words(*paragraphs: str) -> list[Word]:
    """One word of one piece for each mark of each paragraph; ``.`` ends a sentence, ``:`` is a colon."""
    return [
        Word(at, at + 1, (7,), number, 5 if mark == '"' else 0, mark == ".", mark == ":")
        for number, paragraph in enumerate(paragraphs)
        for at, mark in enumerate(paragraph)
    ]


@given(st.lists(st.text(alphabet='a.:"', min_size=1, max_size=40), min_size=1, max_size=12))
def test_windows_cover_every_word_once_and_fit(paragraphs: list[str]) -> None:
    words = make_words(*paragraphs)
    windows = cut_windows(words, window_pieces=24)
    assert [index for window in windows for index in range(window.first, window.last)] == list(
        range(len(words))
    )
    for window in windows:
        assert len(lay_out(words, window.first, window.last).ids) <= 24


def test_window_is_not_cut_behind_a_colon_when_it_can_end_earlier() -> None:
    words = make_words("aaaaaa", "aaaaa:", "aaaaaa")
    assert [(window.first, window.last) for window in cut_windows(words, window_pieces=19)] == [
        (0, 6),
        (6, 18),
    ]


def test_long_paragraph_is_cut_at_a_sentence_end() -> None:
    words = make_words("aaaaaaa.aaaaaa")
    assert [(window.first, window.last) for window in cut_windows(words, window_pieces=14)] == [
        (0, 8),
        (8, 14),
    ]


def test_layout_puts_a_separator_behind_each_paragraph() -> None:
    laid = lay_out(make_words("ab", "c"), 0, 3)
    assert laid.ids == [CLS, 7, 7, SEP, 7, SEP]
    assert laid.first_piece == [1, 2, 4]
    assert laid.features[0] == laid.features[3] == 0
