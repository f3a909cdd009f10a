"""The CRF's loss and marginals agree with counting every sequence of roles."""

from __future__ import annotations

import itertools

import pytest

torch = pytest.importorskip("torch", reason="training needs torch: pip install '.[train]'")

from training.crf import crf_loss, log_partition, marginals  # noqa: E402
from training.data import RoleBelief, _place, certain_roles  # noqa: E402

N_WORDS = 4


def scores(seed: int, n_words: int = N_WORDS):
    torch.manual_seed(seed)
    return torch.randn(1, n_words, 3), torch.randn(1, n_words, 9), torch.ones(1, n_words)


def score_of(unary, pairwise, roles) -> float:
    total = sum(unary[0, word, role].item() for word, role in enumerate(roles))
    steps = enumerate(itertools.pairwise(roles), 1)
    return total + sum(pairwise[0, word, before * 3 + role].item() for word, (before, role) in steps)


@pytest.mark.parametrize("seed", range(3))
def test_marginals_are_those_of_all_sequences(seed: int) -> None:
    unary, pairwise, present = scores(seed)
    every = list(itertools.product(range(3), repeat=N_WORDS))
    weights = torch.tensor([score_of(unary, pairwise, roles) for roles in every]).softmax(0)
    found = marginals(unary, pairwise, present)[0]
    for word, role in itertools.product(range(N_WORDS), range(3)):
        expected = sum(w for w, roles in zip(weights, every, strict=True) if roles[word] == role)
        assert found[word, role] == pytest.approx(expected.item(), abs=1e-4)
    both = sum(w for w, roles in zip(weights, every, strict=True) if roles[1:3] == (2, 1))
    assert found[2, 3 + 2 * 3 + 1] == pytest.approx(both.item(), abs=1e-4)


def test_loss_of_a_certain_sequence_is_its_negative_log_likelihood() -> None:
    unary, pairwise, present = scores(7)
    wanted = certain_roles({1: 2, 2: 1}, 0, N_WORDS)[None]
    expected = log_partition(unary, pairwise, present).item() - score_of(unary, pairwise, (0, 2, 1, 0))
    assert crf_loss(unary, pairwise, wanted, present).item() == pytest.approx(expected, abs=1e-4)


def test_no_scores_fit_a_teacher_better_than_its_own() -> None:
    unary, pairwise, present = scores(3)
    wanted = marginals(unary, pairwise, present)
    own = crf_loss(unary, pairwise, wanted, present)
    for seed in range(20):
        other = scores(100 + seed)
        assert crf_loss(other[0], other[1], wanted, present) > own


def test_words_past_the_end_of_a_row_weigh_nothing() -> None:
    unary, pairwise, present = scores(5, 6)
    present[0, N_WORDS:] = 0
    wanted = certain_roles({0: 1}, 0, 6)[None]
    short = crf_loss(unary[:, :N_WORDS], pairwise[:, :N_WORDS], wanted[:, :N_WORDS], torch.ones(1, N_WORDS))
    assert torch.allclose(crf_loss(unary, pairwise, wanted, present), short)


def test_belief_moves_into_another_window_and_is_outside_elsewhere() -> None:
    unary, pairwise, present = scores(2)
    belief = RoleBelief(10, marginals(unary, pairwise, present)[0])
    placed = _place(belief, 8, 13)
    assert torch.equal(placed[:2], certain_roles({}, 8, 10))
    assert torch.allclose(placed[2:, :3], belief.marginals[:3, :3])
    assert placed[2, 3:].tolist() == pytest.approx([*belief.marginals[0, :3].tolist(), *[0.0] * 6])
    assert torch.allclose(placed.sum(1), torch.full((5,), 2.0), atol=1e-4)
