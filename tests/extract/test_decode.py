"""Decoding against brute force: every role sequence of a short row is scored by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sayso.extract.decode import best_roles, find_cues, softmax


def brute_force(unary: np.ndarray, pairwise: np.ndarray, n_words: int) -> dict[tuple[int, ...], float]:
    scores = {}
    for roles in itertools.product(range(3), repeat=n_words):
        score = sum(float(unary[word, role]) for word, role in enumerate(roles))
        score += sum(
            float(pairwise[word].reshape(3, 3)[roles[word - 1], roles[word]]) for word in range(1, n_words)
        )
        scores[roles] = score
    return scores


@pytest.mark.parametrize("seed", range(5))
def test_best_roles_and_their_probability_agree_with_brute_force(seed: int) -> None:
    random = np.random.default_rng(seed)
    lengths = np.array([5, 1, 3])
    unary = random.normal(size=(3, 5, 3)).astype(np.float32)
    pairwise = random.normal(size=(3, 5, 9)).astype(np.float32)
    roles, log_roles, log_empty = best_roles(unary, pairwise, lengths)
    for row, n_words in enumerate(lengths.tolist()):
        scores = brute_force(unary[row], pairwise[row], n_words)
        best = max(scores, key=scores.__getitem__)
        log_total = np.log(sum(np.exp(score) for score in scores.values()))
        assert tuple(roles[row, :n_words]) == best
        assert not roles[row, n_words:].any()
        assert log_roles[row] == pytest.approx(scores[best] - log_total, abs=1e-4)
        assert log_empty[row] == pytest.approx(scores[(0,) * n_words] - log_total, abs=1e-4)


def tag_scores(tags: str, strength: float = 4.0) -> np.ndarray:
    return np.array([[strength * (tag == kind) for kind in "OBI"] for tag in tags], dtype=np.float32)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("OBIO", [(1, 3)]),
        ("OBBO", [(1, 2), (2, 3)]),
        ("OIIO", [(1, 3)]),
        ("BOOI", [(0, 1), (3, 4)]),
        ("OOOO", []),
        ("BIBI", [(0, 2), (2, 4)]),
    ],
)
def test_cues_are_runs_of_cue_words(tags: str, expected: list[tuple[int, int]]) -> None:
    assert [(cue.start, cue.end) for cue in find_cues(tag_scores(tags))] == expected


def test_belief_is_the_mean_and_weakest_the_least_probability_of_the_words() -> None:
    scores = np.array([[5, 0, 0], [-3, 3, 0], [0, 0, 2]], dtype=np.float32)
    (cue,) = find_cues(scores)
    part = 1 - softmax(scores)[:, 0]
    assert cue.belief == pytest.approx(part[cue.start : cue.end].mean())
    assert cue.weakest == pytest.approx(part[cue.start : cue.end].min())
