"""A judgement becomes few plain words, and none where it was not made."""

from __future__ import annotations

from typing import Any

import pytest
from tests.build import attribution, span

from sayso.export.labels import (
    channel_label,
    due_label,
    how_sure,
    identity_mark,
    kind_label,
    likelihood_label,
    shares_a_word,
)
from sayso.records import Certainty, Channel, Due, Identity, Kind, Likelihood, Polarity, Stance

TEXT = "Ida Holm said rain is highly likely before the election."


def said(**judgements: Any) -> Any:
    return attribution(TEXT, source="Ida Holm", cue="said", content="rain is highly likely", **judgements)


@pytest.mark.parametrize(
    ("judgements", "expected"),
    [
        ({}, ""),
        ({"certainty": Certainty.POSSIBLE, "stance": Stance.HEDGED}, "possible · hedged"),
        ({"certainty": Certainty.CERTAIN, "stance": Stance.NEUTRAL}, "certain"),
        ({"stance": Stance.DOUBTED}, "doubted"),
        ({"certainty": Certainty.UNKNOWN}, "unknown"),
    ],
)
def test_certainty_stands_beside_a_stance_that_is_not_neutral(
    judgements: dict[str, Any], expected: str
) -> None:
    assert how_sure(said(**judgements)) == expected


@pytest.mark.parametrize(
    ("judgements", "expected"),
    [
        ({}, ""),
        ({"kind": Kind.FACT, "polarity": Polarity.POSITIVE}, "fact"),
        ({"kind": Kind.FACT, "polarity": Polarity.NEGATIVE}, "fact · rejected"),
        ({"polarity": Polarity.NEGATIVE}, "rejected"),
    ],
)
def test_kind_says_when_the_cue_rejects_the_content(judgements: dict[str, Any], expected: str) -> None:
    assert kind_label(said(**judgements)) == expected


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        (None, ""),
        (Identity.NAMED, ""),
        (Identity.UNNAMED, "(unnamed)"),
        (Identity.NONE, "(nobody’s)"),
    ],
)
def test_all_but_people_on_record_are_marked(identity: Identity | None, expected: str) -> None:
    assert identity_mark(said(identity=identity)) == expected


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        (None, None, "“before the election”"),
        ("2024-05-03", "2024-05-03", "2024-05-03"),
        ("2024-05-03", "2024-12-25", "by 2024-12-25"),
        (None, "2024-12-25", "by 2024-12-25"),
        ("2024-07-01", "2024-12-31", "2024-07-01 to 2024-12-31"),
        ("2024-07-01", None, "from 2024-07-01"),
    ],
)
def test_due_is_dates_where_there_are_any(earliest: str | None, latest: str | None, expected: str) -> None:
    due = Due(span(TEXT, "before the election"), "P2Y", earliest, latest)
    assert due_label(due, "2024-05-03") == expected


def test_unknown_publication_is_not_taken_for_the_first_day() -> None:
    due = Due(span(TEXT, "before the election"), "2024", "2024-01-01", "2024-12-31")
    assert due_label(due, None) == "2024-01-01 to 2024-12-31"


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"lens": "icd203", "low": 0.8, "high": 0.95}, "“highly likely” 80–95 % (icd203)"),
        (
            {"lens": "survey", "low": 0.755, "high": 0.9, "median": 0.85},
            "“highly likely” 75.5–90 %, median 85 % (survey)",
        ),
        ({"lens": "icd203"}, "“highly likely” has no range in icd203"),
        ({}, None),
        ({"low": 0.8, "high": 0.95}, None),
    ],
)
def test_no_number_stands_without_its_lens(numbers: dict[str, Any], expected: str | None) -> None:
    assert likelihood_label(Likelihood(span(TEXT, "highly likely"), **numbers)) == expected


def test_inferred_channels_are_marked() -> None:
    assert channel_label(Channel("The Comet", None)) == "The Comet"
    assert channel_label(Channel("The Comet", None, inferred=True)) == "The Comet (inferred)"


def test_names_share_words_whatever_their_case() -> None:
    assert shares_a_word("Ida Holm", "Mayor HOLM")
    assert not shares_a_word("Ida Holm", "she")
    assert not shares_a_word("", "")
