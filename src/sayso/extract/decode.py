"""CRF scores become role sequences with their log probability, and tag scores become cue candidates.

Viterbi and the forward algorithm run over all cues of a batch at once (Lafferty et al., ICML 2001).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

OUTSIDE, SOURCE, CONTENT = 0, 1, 2
_O, _B, _I = 0, 1, 2
# A word whose probability of being part of a cue is above this may open a candidate. Low on purpose:
# the calibrated score of the whole attribution decides later (chosen on the development sets).
CANDIDATE_FLOOR = 0.30


@dataclass(frozen=True, slots=True)
class CueCandidate:
    """A run of words that may be a cue.

    Attributes:
        start: First word in its window.
        end: One past the last.
        belief: Mean probability of its words to be part of a cue, 0 to 1.
        weakest: The least of them.
    """

    start: int
    end: int
    belief: float
    weakest: float


def softmax(scores: Floats) -> Floats:
    """Probabilities over the last axis."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)


def find_cues(tag_scores: Floats) -> list[CueCandidate]:
    """Find the candidates of one window.

    Args:
        tag_scores: Scores of O, B and I for each word. Shape: ``(n_words, 3)``.

    Returns:
        Candidates in order, none overlapping.
    """
    tags = softmax(tag_scores)
    part = 1.0 - tags[:, _O]
    return [
        CueCandidate(start, end, float(part[start:end].mean()), float(part[start:end].min()))
        for start, end in _runs(part > CANDIDATE_FLOOR, (tags[:, _B] > tags[:, _I]) & (tags[:, _B] > 0.5))
    ]


def _runs(inside: NDArray[np.bool_], opens: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    last = -1
    for index in np.flatnonzero(inside).tolist():
        if start is None:
            start = index
        elif opens[index] or index != last + 1:
            yield start, last + 1
            start = index
        last = index
    if start is not None:
        yield start, last + 1


def best_roles(unary: Floats, pairwise: Floats, n_words: Integers) -> tuple[Integers, Floats, Floats]:
    """The most probable role sequence of each row.

    Args:
        unary: Scores of each role. Shape: ``(n_rows, longest, 3)``.
        pairwise: Scores of going from one role to the next, row-major. Shape: ``(n_rows, longest, 9)``.
        n_words: Words in each row. Shape: ``(n_rows,)``.

    Returns:
        Roles, 0 past the row's end, shape ``(n_rows, longest)``; the natural logarithm of their
        probability, shape ``(n_rows,)``; and of the probability that every word is outside, shape
        ``(n_rows,)``.
    """
    n_rows, longest, n_roles = unary.shape
    into = pairwise.reshape(n_rows, longest, n_roles, n_roles) + unary[:, :, None, :]
    best = unary[:, 0].copy()
    total = best.copy()
    empty = unary[:, 0, OUTSIDE].copy()
    came_from = np.zeros((longest, n_rows, n_roles), dtype=np.int8)
    came_from[:] = np.arange(n_roles, dtype=np.int8)
    for word in range(1, longest):
        rows = np.flatnonzero(n_words > word)
        step = into[rows, word]
        reached = best[rows, :, None] + step
        came_from[word, rows] = reached.argmax(axis=1)
        best[rows] = reached.max(axis=1)
        flow = total[rows, :, None] + step
        peak = flow.max(axis=1)
        total[rows] = peak + np.log(np.exp(flow - peak[:, None, :]).sum(axis=1))
        empty[rows] += step[:, OUTSIDE, OUTSIDE]
    peak = total.max(axis=1)
    log_total = peak + np.log(np.exp(total - peak[:, None]).sum(axis=1))
    roles = np.zeros((n_rows, longest), dtype=np.int64)
    current = best.argmax(axis=1)
    for word in range(longest - 1, -1, -1):
        here = n_words > word
        roles[here, word] = current[here]
        current = np.where(here, came_from[word, np.arange(n_rows), current], current)
    return roles, best.max(axis=1) - log_total, empty - log_total
