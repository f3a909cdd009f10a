"""A range of publication is inferred from dated events, or not at all."""

from __future__ import annotations

import pytest

from sayso.resolve.published import infer_published_range
from sayso.resolve.times import find_times


def published(text: str) -> tuple[str, str] | None:
    return infer_published_range(text, find_times(text))


def test_newest_past_date_opens_the_range() -> None:
    text = "The bridge was closed on May 5, 2021. The mill had burned down on 3 March 1987."
    assert published(text) == ("2021-05-05", "2022-05-05")


def test_a_date_ahead_closes_the_range() -> None:
    text = "The bridge was closed on May 5, 2021. It will be reopened on June 10, 2021."
    assert published(text) == ("2021-05-05", "2021-06-10")


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was closed on Tuesday and will be reopened next month.",
        "The bridge was closed in May 2021.",
        "The bridge will be reopened on June 10, 2021.",
        "The mill burned down on 3 March 1987. In 2015 it was still a ruin.",
        "The bridge was closed on June 10, 2021. It will be reopened on May 5, 2021.",
        "",
    ],
)
def test_nothing_is_inferred(text: str) -> None:
    assert published(text) is None
