"""The scorer of the extraction benchmark counts as the benchmark it follows."""

from __future__ import annotations

import pytest
from benchmarks.extraction import page_counts, sayso_body, summary


@pytest.mark.parametrize(
    ("gold", "predicted", "counts"),
    [
        ("a b c d e", "a b c d e", (2, 0, 0)),
        ("a b c d e", "a b c d", (1, 0, 1)),
        ("a b c d a b c d", "a b c d", (1, 0, 4)),
        ("a b", "a b!", (1, 0, 0)),
        ("a b", "", (0, 0, 1)),
        ("", "a, b, c, d, e", (0, 2, 0)),
    ],
)
def test_runs_of_four_tokens_are_counted(gold: str, predicted: str, counts: tuple[int, int, int]) -> None:
    assert page_counts(gold, predicted) == counts


def test_averages_leave_out_pages_without_a_denominator() -> None:
    scores = summary([(1, 1, 0), (0, 0, 1)])
    assert scores == pytest.approx({"precision": 0.5, "recall": 0.5, "f1": 0.5})


def test_headline_is_no_part_of_the_body() -> None:
    prose = "The harbour will be closed for the winter, said Ida Holm, the mayor of Tarn, on Monday. "
    body = f"<article><p>{prose}</p><p>Bo Lund {prose}</p></article>"
    page = f"<html><body><h1>Harbour closed</h1>{body}</body></html>"
    assert sayso_body(page).split() == f"{prose} Bo Lund {prose}".split()
