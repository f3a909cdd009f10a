"""A query is only ever data: whatever is typed becomes words to look for, or is refused with one line."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import UsageError
from sayso.ledger.query import PREFIX_MIN, Query, Words, parse_query, to_fts5, to_tsquery, words_query


def said(*groups: str, without: tuple[str, ...] = ()) -> Query:
    """Groups with ``|`` between members, words with spaces, ``*`` for a prefix."""
    return Query(tuple(tuple(map(term, group.split("|"))) for group in groups), tuple(map(term, without)))


def term(text: str) -> Words:
    return Words(tuple(text.rstrip("*").split()), text.endswith("*"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gas price", said("gas", "price")),
        ('"Cold Winter" gas', said("cold winter", "gas")),
        ("resign*", said("resign*")),
        ("gas OR oil price", said("gas|oil", "price")),
        ("a OR b OR c", said("a|b|c")),
        ("gas -rumour", said("gas", without=("rumour",))),
        ('-"cold winter"', said(without=("cold winter",))),
        ('"cold win"*', said("cold win*")),
        ("U.S. sanctions", said("u s", "sanctions")),
        ("Café", said("cafe")),
        ("or and not near", said("or", "and", "not", "near")),
        ("OR gas OR", said("gas")),
        ('gas "never closed', said("gas", "never closed")),
        ("content:gas {cue}", said("content gas", "cue")),
        ("gas & oil | ! water <-> fire", said("gas", "oil", "water", "fire")),
        ("'; drop table attribution; --", said("drop", "table", "attribution")),
    ],
)
def test_typed_text_means_words(typed: str, meant: Query) -> None:
    assert parse_query(typed) == meant


@pytest.mark.parametrize(
    "typed", ["!!", '""', "*", "-", "ab*", "gas OR -oil", "a " * 33, "x" * 201, "word " * 300]
)
def test_what_cannot_be_looked_for_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        parse_query(typed)


def test_names_have_no_operators() -> None:
    assert words_query('Ida "OR" -Holm*') == said("ida", "or", "holm")
    assert words_query("we we") == said("we")


def test_phrases_stay_inside_one_part_on_postgresql() -> None:
    assert to_tsquery(said("cold win*"), "BD") == "(('cold':B <-> 'win':*B) | ('cold':D <-> 'win':*D))"


TYPED = st.text(max_size=60) | st.text(alphabet="ab\"*-OR ()|&!:<>^{}+\x00\\'", max_size=40)


@pytest.fixture(scope="module")
def fts5() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(content, cue, holder)")
    connection.execute("INSERT INTO words VALUES ('the gas price', 'said', 'officials')")
    return connection


@given(typed=TYPED)
def test_no_text_is_an_error_to_sqlite(fts5: sqlite3.Connection, typed: str) -> None:
    try:
        query = parse_query(typed)
    except UsageError:
        return
    fts5.execute("SELECT rowid FROM words WHERE words MATCH ?", (to_fts5(query, "content cue"),)).fetchall()


@given(typed=TYPED)
def test_only_words_in_quotation_marks_reach_postgresql(typed: str) -> None:
    try:
        query = parse_query(typed)
    except UsageError:
        return
    pieces = to_tsquery(query, "BD").split("'")
    assert all(word.isalnum() for word in pieces[1::2])
    assert all(set(between) <= set(":*BD()|&!<-> ") for between in pieces[::2])
    assert all(len(one.words[-1]) >= PREFIX_MIN for one in query.wanted if one.is_prefix)
