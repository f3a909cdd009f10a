"""Leaving out attributions keeps nesting whole."""

from __future__ import annotations

import pytest
from tests.build import attribution, reading

from sayso.cli.read import _at_least

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
