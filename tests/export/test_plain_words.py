"""Judgements, due times and the letters of findings are put as a person would say them."""

from __future__ import annotations

import pytest
from tests.build import span

from sayso.export.plain_words import CERTAINTY, IDENTITY, KIND, SEVERITY, STANCE, due_words, letters
from sayso.records import Certainty, Due, Identity, Kind, Severity, Stance

WORDS = span("It ends within\ntwo years.", "within\ntwo years")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2023-05-24", "2023-05-24", "due “within two years”: 24 May 2023"),
        (None, "2025-05-02", "due “within two years”: by 2 May 2025"),
        ("2023-05-02", "2025-05-02", "due “within two years”: by 2 May 2025"),
        ("2023-07-01", "2023-12-31", "due “within two years”: 1 July 2023 to 31 December 2023"),
        ("2023-07-01", None, "due “within two years”: from 1 July 2023"),
        ("2023-H2", None, "due “within two years”: from 2023-H2"),
        (None, None, "due “within two years”, no date known"),
    ],
)
def test_due_time_is_said_with_its_dates(first: str | None, last: str | None, said: str) -> None:
    assert due_words(Due(WORDS, "P2Y", first, last), "2023-05-02") == said


@pytest.mark.parametrize(
    ("index", "name"), [(0, "a"), (25, "z"), (26, "aa"), (51, "az"), (52, "ba"), (702, "aaa")]
)
def test_findings_are_lettered_like_columns_of_a_sheet(index: int, name: str) -> None:
    assert letters(index) == name


def test_every_value_has_words() -> None:
    for words, values in ((IDENTITY, Identity), (STANCE, Stance), (CERTAINTY, Certainty), (KIND, Kind)):
        assert set(words) == set(values)
    assert set(SEVERITY) == set(Severity)
