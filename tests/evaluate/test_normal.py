"""Normal forms, tokens and quotation, by hand and by property."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.evaluate.normal import (
    TokenIndex,
    is_trimmable,
    normal_form,
    quoted_characters,
    quoted_share,
)

TEXT = "Ann said \u201cit is late,\u201d and \u201cgo home.\u201d\n\nBo: yes\u2014no."
texts = st.text(alphabet="ab .,:\u201c\u201d\"'`\u00ab\u00bb\u2014-+\n\u00a0é", max_size=40)
span_lists = st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=6)


def at(piece: str) -> tuple[int, int]:
    start = TEXT.index(piece)
    return start, start + len(piece)


@pytest.mark.parametrize(
    ("annotated", "normal"),
    [
        (["\u201cit is late,\u201d"], ["it is late"]),
        (["\u201cit is late,\u201d", "and"], ["it is late,\u201d and"]),
        (["and", "said", "said \u201cit"], ["said \u201cit", "and"]),
        (["go home.\u201d\n\n", "Bo: yes"], ["go home.\u201d\n\nBo: yes"]),
        ([": "], [":"]),
        ([" \u201c"], ["\u201c"]),
        (["\n\n"], []),
        ([], []),
    ],
)
def test_normal_form_joins_and_trims(annotated: list[str], normal: list[str]) -> None:
    assert normal_form(TEXT, map(at, annotated)) == tuple(map(at, normal))


@given(texts, span_lists)
def test_normal_form_is_ordered_apart_and_stable(text: str, spans: list[tuple[int, int]]) -> None:
    normal = normal_form(text, spans)
    assert normal_form(text, normal) == normal
    assert normal_form(text, reversed(spans)) == normal
    edges = [edge for span in normal for edge in span]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= len(text) for edge in edges)


@given(texts, span_lists)
def test_normal_form_keeps_every_word_character(text: str, spans: list[tuple[int, int]]) -> None:
    def words(pieces: list[tuple[int, int]]) -> set[int]:
        inside = {at for start, end in pieces for at in range(max(0, start), min(len(text), end))}
        return {at for at in inside if not is_trimmable(text[at])}

    assert words(list(normal_form(text, spans))) == words(spans)


def test_tokens_are_covered_by_a_single_character() -> None:
    index = TokenIndex("state-of-the-art U.S. isn't it?")
    assert index.cover(((2, 3),)) == {0}
    assert len(index.cover(((0, 31),))) == 6
    assert index.cover(((16, 17),)) == frozenset()


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('"a b" c "d\n"e f', "a bde f"),
        ("\u201ca\u201d b \u00abc\u00bb \u201ed\u201c e", "acd e"),
        ("``a b'' c 'd'", "a b"),
        ("\u201ca\n\nb\u201d c", "a"),
        ('a" b', " b"),
        ("", ""),
    ],
)
def test_characters_inside_double_quotation_marks(text: str, inside: str) -> None:
    marked = quoted_characters(text)
    assert len(marked) == len(text)
    assert "".join(char for char, mark in zip(text, marked, strict=True) if mark) == inside


@pytest.mark.parametrize(
    ("pieces", "share"),
    [
        (["it is late", "go home"], "direct"),
        (["said \u201cit is"], "mixed"),
        (["Bo: yes"], "indirect"),
        ([], "indirect"),
    ],
)
def test_share_of_quoted_words(pieces: list[str], share: str) -> None:
    assert quoted_share(TEXT, quoted_characters(TEXT), tuple(map(at, pieces))) == share
