"""Predictions and intentions get the time at which they fall due."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import build

from sayso.records import Due, Kind, Span
from sayso.resolve.due import find_due
from sayso.resolve.times import find_times

# A Monday.
DAY = "2022-05-02"


def due(
    text: str,
    content: str,
    cue: str = "said",
    kind: Kind | None = Kind.PREDICTION,
    published: str | None = DAY,
) -> Due | None:
    item = build.attribution(text, cue=cue, content=content)
    return find_due(text, item, find_times(text, published=published), kind, published=published)


@pytest.mark.parametrize(
    ("content", "words", "value", "earliest", "latest"),
    [
        ("prices would fall within two years", "within two years", "P2Y", "2022-05-02", "2024-05-02"),
        ("the bridge will open by the end of August", "by the end of August", "2022-08", DAY, "2022-08-31"),
        (
            "it will open in the second half of 2023",
            "in the second half of 2023",
            "2023-H2",
            "2023-07-01",
            "2023-12-31",
        ),
        ("the road will reopen next month", "next month", "2022-06", "2022-06-01", "2022-06-30"),
        ("the deficit will shrink this year", "this year", "2022", DAY, "2022-12-31"),
        ("the vote would come on Thursday", "on Thursday", "2022-05-05", "2022-05-05", "2022-05-05"),
        ("he would pay before July 1", "before July 1", "2022-07-01", DAY, "2022-06-30"),
        ("he would pay before the end of the year", "before the end of the year", "2022", DAY, "2022-12-31"),
        (
            "tests would run between June 9 and 16",
            "between June 9 and 16",
            "2022-06-09",
            "2022-06-09",
            "2022-06-16",
        ),
        (
            "rain will fall between now and Election Day",
            "between now and Election Day",
            "2022-11-08",
            DAY,
            "2022-11-08",
        ),
        ("the mill will close two years after the bridge opens", "two years", "P2Y", None, None),
        ("taxes will rise after 2025", "after 2025", "2025", "2026-01-01", None),
        ("a Friday departure", "Friday", "2022-05-06", "2022-05-06", "2022-05-06"),
    ],
)
def test_words_value_and_dates(
    content: str, words: str, value: str, earliest: str | None, latest: str | None
) -> None:
    found = due(f"Mayor Ida Holm said {content}.", content)
    assert found is not None
    assert (found.span.exact, found.value, found.earliest, found.latest) == (words, value, earliest, latest)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            "she would stay on until the council had found a new mayor",
            "until the council had found a new mayor",
        ),
        ("she would resign before the election", "before the election"),
        ("it will ship during the coming season", "during the coming season"),
        ("he would answer as soon as possible", "as soon as possible"),
    ],
)
def test_events_keep_their_words_and_have_no_dates(content: str, words: str) -> None:
    found = due(f"Mayor Ida Holm said {content}.", content)
    assert found is not None
    assert (found.span.exact, found.value, found.earliest, found.latest) == (words, "FUTURE_REF", None, None)


@pytest.mark.parametrize(
    "content",
    ["the bridge will stay shut until it is safe", "he will not sign until it's clear that the town pays"],
)
def test_condition_is_no_due_date(content: str) -> None:
    assert due(f"Mayor Ida Holm said {content}.", content) is None


def test_what_is_to_come_falls_due_whatever_the_verb() -> None:
    content = "the town has got a new bridge coming in the spring"
    found = due(f"Mayor Ida Holm said {content}.", content)
    assert found is not None
    assert found.span.exact == "in the spring"


def test_first_months_of_something_new_are_a_due_time() -> None:
    content = "the mill will sell a lot in its first few months"
    found = due(f"Mayor Ida Holm said {content}.", content)
    assert found is not None
    assert (found.span.exact, found.latest) == ("in its first few months", None)


def test_without_a_date_of_publication_only_the_words_give_dates() -> None:
    text = "Mayor Ida Holm said the bridge will open by August or at the latest in 2030."
    early = due(text, "the bridge will open by August", published=None)
    late = due(text, "at the latest in 2030", published=None)
    assert early is not None
    assert late is not None
    assert (early.value, early.earliest, early.latest) == ("XXXX-08", None, None)
    assert (late.value, late.earliest, late.latest) == ("2030", "2030-01-01", "2030-12-31")


@pytest.mark.parametrize("kind", [Kind.FACT, Kind.OPINION, Kind.DIRECTIVE, None])
def test_other_kinds_fall_due_never(kind: Kind | None) -> None:
    text = "Mayor Ida Holm said the bridge will open next month."
    assert due(text, "the bridge will open next month", kind=kind) is None


@pytest.mark.parametrize(
    "content",
    [
        "the towns flooded in April will be rebuilt",
        "the mill, which closed two years ago, will reopen",
        "he will serve five years in jail",
        "buses will run every day",
        "the future of the town is safe",
    ],
)
def test_past_times_spans_and_sets_are_no_due_dates(content: str) -> None:
    assert due(f"Mayor Ida Holm said {content}.", content) is None


def test_the_time_of_saying_is_no_due_date() -> None:
    text = "The bridge will open, Mayor Ida Holm said on Tuesday."
    assert due(text, "The bridge will open") is None


def test_a_time_beside_a_cue_of_doing_is_the_due_date() -> None:
    text = "Mayor Ida Holm will formally accept the golden key Thursday."
    found = due(text, "the golden key", cue="will formally accept", kind=Kind.INTENTION)
    assert found is not None
    assert (found.span.exact, found.value) == ("Thursday", "2022-05-05")


def test_an_attribution_without_content_falls_due_never() -> None:
    text = "Mayor Ida Holm will speak today."
    item = replace(build.attribution(text, cue="will speak", content="today"), content=())
    assert find_due(text, item, find_times(text), Kind.INTENTION) is None


WORDS = """
by until before the election within two years next month Monday today 2015 31 May ago - , . said will
after launch 's in of 9/11 end during first 100 days time when to come
"""


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from(WORDS.split()), min_size=3, max_size=20).map(" ".join),
    st.sampled_from([None, "0001-01-01", "2022-05-02", "9999-12-31"]),
    st.data(),
)
def test_any_text_gives_an_exact_span_and_ordered_dates(
    text: str, published: str | None, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, len(text)))
    item = replace(
        build.attribution("A said b.", cue="said", content="b"), content=(Span.of(text, start, end),)
    )
    found = find_due(text, item, find_times(text, published=published), Kind.INTENTION, published=published)
    if found is not None:
        assert text[found.span.start : found.span.end] == found.span.exact
        assert not (found.earliest and found.latest) or found.earliest <= found.latest
