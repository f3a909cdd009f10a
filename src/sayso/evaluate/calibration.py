"""Scores and outcomes become the expected calibration error (Naeini, Cooper & Hauskrecht, AAAI 2015)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

N_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Attributions with scores in one tenth of the scale.

    Attributes:
        low: Lowest score that belongs here.
        n: How many there are.
        mean_score: Their mean score, 0 when there are none.
        share_right: The share of them that is right, 0 when there are none.
    """

    low: float
    n: int
    mean_score: float
    share_right: float


def bins_of(scored: Iterable[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Sort pairs of score and outcome into tenths. Shape: ``(N_BINS,)``."""
    members: list[list[tuple[float, bool]]] = [[] for _ in range(N_BINS)]
    for score, right in scored:
        members[min(int(score * N_BINS), N_BINS - 1)].append((score, right))
    return tuple(_bin(number / N_BINS, inside) for number, inside in enumerate(members))


def _bin(low: float, inside: list[tuple[float, bool]]) -> Bin:
    n = len(inside)
    if not n:
        return Bin(low, 0, 0.0, 0.0)
    return Bin(low, n, sum(score for score, _ in inside) / n, sum(right for _, right in inside) / n)


def calibration_error(bins: Iterable[Bin]) -> float:
    """Mean distance between score and share of right ones, weighted by bin size; 0 when all are empty."""
    filled = [one for one in bins if one.n]
    total = sum(one.n for one in filled)
    return sum(one.n * abs(one.mean_score - one.share_right) for one in filled) / total if total else 0.0
