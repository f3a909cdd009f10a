"""How surely: hedges that pile up or get lost, confidence mixed with likelihood."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.lint.cases import example, find, holder, said

from sayso.records import Certainty, Identity


@pytest.mark.parametrize(
    ("text", "n"),
    [
        (example("C101", "Bad"), 1),
        (example("C101", "Better"), 0),
        ("He reportedly may have fled.", 0),
        ("He could possibly have fled.", 1),
        ('"He could possibly have fled," she said.', 0),
        ("He has allegedly fled. It is said to be cold.", 0),
        (
            "He has reportedly fled to the hills, where winters are long and hard, and is said to be ill.",
            0,
        ),
    ],
)
def test_hedge_on_a_hedge(text: str, n: int) -> None:
    assert len(find("C101", text, [])) == n


@pytest.mark.parametrize(
    ("text", "n"),
    [
        (example("C102", "Bad"), 1),
        (example("C102", "Better"), 0),
        ('"I have high confidence it is likely," he said.', 0),
    ],
)
def test_confidence_with_likelihood(text: str, n: int) -> None:
    assert len(find("C102", text, [])) == n


FIRE = example("C103", "Bad")
WICK = holder(FIRE, "Jon Wick", "Jon Wick", identity=Identity.NAMED)
MAY = said(
    FIRE,
    WICK,
    source="inspector Jon Wick",
    cue="Jon Wick [[said]]",
    content="The fire may have started in the galley",
    certainty=Certainty.POSSIBLE,
)
DID = said(
    FIRE, WICK, source=", [[Wick]] said", cue=", Wick [[said]].", content="The fire started in the galley"
)


def test_hedge_that_gets_lost_is_found() -> None:

    assert find("C103", FIRE, [MAY, DID], WICK) == [
        '"The fire started in the galley" has lost the hedge of "The fire may have started in the galley"'
    ]


def test_other_holders_and_unjudged_statements_lose_no_hedge() -> None:
    other = holder(FIRE, "Ida Holm", (), id="e2", identity=Identity.NAMED)
    assert find("C103", FIRE, [MAY, replace(DID, holder=other.id)], WICK, other) == []
    assert find("C103", FIRE, [replace(MAY, certainty=None), DID], WICK) == []
    assert find("C103", FIRE, [MAY, replace(DID, certainty=None)], WICK) == []
