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
    order = np.argsort(-n_words, kind="stable")
    lengths = n_words[order]
    n_rows, longest, n_roles = unary.shape
    # Rows in order of length: those that still have words at a step are the first ones.
    n_active = (lengths[:, None] > np.arange(longest)).sum(axis=0)
    into = (pairwise.reshape(n_rows, longest, n_roles, n_roles) + unary[:, :, None, :])[order]
    first = unary[order, 0]
    best, came_from = _walk_best(first, into, n_active)
    log_total = _log_total(first, into, n_active)
    here = np.arange(1, longest) < lengths[:, None]
    empty = first[:, OUTSIDE] + (into[:, 1:, OUTSIDE, OUTSIDE] * here).sum(axis=1)
    roles = np.zeros((n_rows, longest), dtype=np.int64)
    current = best.argmax(axis=1)
    rows = np.arange(n_rows)
    for word in range(longest - 1, -1, -1):
        n = n_active[word]
        roles[order[:n], word] = current[:n]
        current[:n] = came_from[word, rows[:n], current[:n]]
    back = np.empty_like(order)
    back[order] = rows
    return roles, (best.max(axis=1) - log_total)[back], (empty - log_total)[back]


def _walk_best(first: Floats, into: Floats, n_active: Integers) -> tuple[Floats, NDArray[np.int8]]:
    """Viterbi: the best score of ending in each role, and for each word the best role before it."""
    n_rows, longest, n_roles, _ = into.shape
    best = first.copy()
    came_from = np.zeros((longest, n_rows, n_roles), dtype=np.int8)
    for word in range(1, longest):
        n = n_active[word]
        reached = best[:n, :, None] + into[:n, word]
        came_from[word, :n] = reached.argmax(axis=1)
        best[:n] = reached.max(axis=1)
    return best, came_from


def _log_total(first: Floats, into: Floats, n_active: Integers) -> Floats:
    """The forward algorithm, rescaled at each word: the logarithm of the sum over all role sequences."""
    peak = into.max(axis=(2, 3), keepdims=True)
    grown = np.exp(into - peak)
    start = first.max(axis=1, keepdims=True)
    share = np.exp(first - start)
    scale = np.zeros_like(peak[:, :, 0, 0])
    scale[:, 0] = start[:, 0]
    for word in range(1, into.shape[1]):
        n = n_active[word]
        flow = np.einsum("ri,rij->rj", share[:n], grown[:n, word])
        size = flow.sum(axis=1)
        share[:n] = flow / size[:, None]
        scale[:n, word] = np.log(size) + peak[:n, word, 0, 0]
    return np.asarray(scale.sum(axis=1) + np.log(share.sum(axis=1)), dtype=np.float32)
