"""Tagged words to spans: joining, trimming, quotation marks, loose quotations."""

from __future__ import annotations

import re

import pytest

from sayso.extract.quotes import QuoteIndex, find_quotes
from sayso.extract.spans import (
    CONTINUED,
    JOINED,
    Draft,
    draft_attribution,
    join_orphan_quotes,
    quoted_share,
)
from sayso.extract.tagger import Tagged
from sayso.extract.tokens import Word


def words_in(text: str, piece: str) -> tuple[Word, ...]:
    """The words of ``piece``, which stands once in ``text``."""
    assert text.count(piece) == 1
    at = text.index(piece)
    return tuple(
        Word(
            at + match.start(),
            at + match.end(),
            (1,),
            text.count("\n", 0, at + match.start()),
            0,
            False,
            False,
        )
        for match in re.finditer(r"\w+|[^\w\s]", piece)
    )


def tagged(text: str, source: str, cue: str, *content: str) -> Tagged:
    return Tagged(
        cue=words_in(text, cue),
        source=words_in(text, source) if source else (),
        content=tuple(word for piece in content for word in words_in(text, piece)),
        belief=0.9,
        weakest=0.9,
        log_roles=-0.1,
        log_empty=-9.0,
    )


def draft(text: str, source: str, cue: str, *content: str) -> Draft:
    made = draft_attribution(tagged(text, source, cue, *content), text, QuoteIndex(find_quotes(text)))
    assert made is not None
    return made


def pieces(text: str, made: Draft) -> list[str]:
    return [text[start:end] for start, end in made.content]


def join(text: str, *drafts: Draft) -> list[Draft]:
    return join_orphan_quotes(drafts, QuoteIndex(find_quotes(text)), text)


def test_content_takes_in_its_quotation_marks() -> None:
    text = "\u201cIt is late,\u201d said Ann."
    assert pieces(text, draft(text, "Ann", "said", "It is late")) == ["\u201cIt is late,\u201d"]


def test_content_on_both_sides_of_the_cue_is_two_pieces() -> None:
    text = "The bridge, Ann said, was safe."
    assert pieces(text, draft(text, "Ann", "said", "The bridge,", "was safe")) == ["The bridge", "was safe"]


def test_marks_between_content_words_do_not_split_them() -> None:
    text = "Ann said it was late, dark and cold."
    assert pieces(text, draft(text, "Ann", "said", "it was late", "dark and cold")) == [
        "it was late, dark and cold"
    ]


def test_source_is_the_run_nearest_to_the_cue() -> None:
    text = "Ann left. Bo said no."
    made = draft_attribution(
        Tagged(
            words_in(text, "said"),
            words_in(text, "Ann") + words_in(text, "Bo"),
            words_in(text, "no"),
            1,
            1,
            0,
            0,
        ),
        text,
        QuoteIndex(()),
    )
    assert made is not None
    assert [text[start:end] for start, end in made.source] == ["Bo"]


@pytest.mark.parametrize("content", ["\u2026", ""])
def test_nothing_left_to_attribute_is_no_attribution(content: str) -> None:
    text = "Ann said \u2026"
    words = words_in(text, content) if content else ()
    found = Tagged(words_in(text, "said"), words_in(text, "Ann"), words, 1, 1, 0, 0)
    assert draft_attribution(found, text, QuoteIndex(())) is None


def test_quotation_without_cue_joins_the_statement_before_it() -> None:
    text = "\u201cIt is late,\u201d said Ann. \u201cWe are going home now.\u201d"
    (made,) = join(text, draft(text, "Ann", "said", "It is late"))
    assert pieces(text, made) == ["\u201cIt is late,\u201d", "\u201cWe are going home now.\u201d"]
    assert made.rules == (JOINED,)


def test_quoted_term_is_not_joined() -> None:
    text = "Ann said it was late. \u201cLate Show\u201d is on."
    (made,) = join(text, draft(text, "Ann", "said", "it was late"))
    assert made.rules == ()


def test_quotation_in_another_paragraph_is_joined_only_when_it_continues() -> None:
    closed = "\u201cIt is late,\u201d said Ann.\n\n\u201cWe are going home now.\u201d"
    (made,) = join(closed, draft(closed, "Ann", "said", "It is late"))
    assert made.rules == ()
    unclosed = "Ann said: \u201cIt is late.\n\n\u201cWe are going home now.\u201d"
    (made,) = join(unclosed, draft(unclosed, "Ann", "said", "It is late."))
    assert pieces(unclosed, made)[-1] == "\u201cWe are going home now.\u201d"
    assert made.rules == (CONTINUED,)


def test_continued_quotation_goes_on_through_several_paragraphs() -> None:
    text = "Ann said: \u201cIt is late.\n\n\u201cIt is dark.\n\n\u201cIt is cold.\u201d"
    (made,) = join(text, draft(text, "Ann", "said", "It is late."))
    assert len(made.content) == 3


@pytest.mark.parametrize(
    ("content", "expected"),
    [("\u201cit is late\u201d", 1.0), ("so she", 0.0), ("she \u201cit is\u201d", 2 / 3)],
)
def test_quoted_share_counts_words_between_marks(content: str, expected: float) -> None:
    text = "so she \u201cit is late\u201d" if "late" in content else "so she \u201cit is\u201d"
    at = text.index(content)
    share = quoted_share([(at, at + len(content))], QuoteIndex(find_quotes(text)), text)
    assert share == pytest.approx(expected)
