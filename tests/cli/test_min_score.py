"""Leaving out attributions keeps nesting whole."""

from __future__ import annotations

import pytest
from tests.build import attribution, reading

from sayso.cli.read import _at_least
from sayso.records import AttributionId, HeadlineCheck, HeadlineClaim, HeadlineQuote, Match, Span, Verdict

TEXT = "The Post writes that aides say that Ida Holm said it was late."


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((0.9, 0.9, 0.9), {"a1": None, "a2": "a1", "a3": "a2"}),
        ((0.9, 0.1, 0.9), {"a1": None, "a3": "a1"}),
        ((0.1, 0.1, 0.9), {"a3": None}),
        ((0.1, 0.9, 0.9), {"a2": None, "a3": "a2"}),
        ((0.1, 0.1, 0.1), {}),
    ],
)
def test_inner_attribution_moves_up_to_the_nearest_kept(
    scores: tuple[float, float, float], expected: dict[str, str | None]
) -> None:
    nested = reading(
        TEXT,
        [
            attribution(
                TEXT,
                source="The Post",
                cue="writes",
                content="that aides say that Ida Holm said it was late",
                score=scores[0],
            ),
            attribution(
                TEXT, source="aides", cue="say", content="that Ida Holm said it was late", score=scores[1]
            ),
            attribution(TEXT, source="Ida Holm", cue="said", content="it was late", score=scores[2]),
        ],
    )
    kept = _at_least(0.5, nested)
    assert {item.id: item.within for item in kept.attributions} == expected


def test_headline_points_to_nothing_that_was_left_out() -> None:
    words = Span(0, 8, "It rains")
    check = HeadlineCheck(
        quotes=(
            HeadlineQuote(words, Match.EXACT, None, AttributionId("a1")),
            HeadlineQuote(words, Match.EXACT, None, AttributionId("a2")),
        ),
        claims=(
            HeadlineClaim(
                words, Verdict.SUPPORTED, "said so", support=(AttributionId("a2"), AttributionId("a1"))
            ),
        ),
    )
    made = reading(
        TEXT,
        [
            attribution(TEXT, source="The Post", cue="writes", content="that aides say", score=0.9),
            attribution(TEXT, source="Ida Holm", cue="said", content="it was late", score=0.1),
        ],
        headline=check,
    )
    kept = _at_least(0.5, made).headline
    assert [quote.attribution for quote in kept.quotes] == ["a1", None]
    assert [claim.support for claim in kept.claims] == [("a1",)]
    assert _at_least(0.0, made).headline is check
