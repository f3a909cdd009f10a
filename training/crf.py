"""A linear-chain CRF of roles: its loss and its marginals (Lafferty et al., ICML 2001)."""

from __future__ import annotations

import torch
from torch import Tensor


def crf_loss(unary: Tensor, pairwise: Tensor, wanted: Tensor, present: Tensor) -> Tensor:
    """Cross-entropy between the wanted roles and the CRF's, each row on its own.

    With wanted marginals of 0 and 1 this is the negative log likelihood of one sequence; with a
    teacher's marginals it is, but for a constant, the divergence from the teacher's distribution.

    Args:
        unary: Scores of each role. Shape: ``(n_rows, n_words, n_roles)``.
        pairwise: Scores of each transition into a word. Shape: ``(n_rows, n_words, n_roles ** 2)``.
        wanted: Marginals of each word's role, then of each transition into it. Shape:
            ``(n_rows, n_words, n_roles + n_roles ** 2)``.
        present: Whether there is a word; words are packed to the left. Shape: ``(n_rows, n_words)``.

    Returns:
        One loss in nats per row. Shape: ``(n_rows,)``.
    """
    n_roles = unary.shape[2]
    there = present[:, :, None]
    expected = (unary * wanted[:, :, :n_roles] * there).sum((1, 2))
    crossed = (pairwise * wanted[:, :, n_roles:] * there)[:, 1:].sum((1, 2))
    return log_partition(unary, pairwise, present) - expected - crossed


def log_partition(unary: Tensor, pairwise: Tensor, present: Tensor) -> Tensor:
    """Logarithm of the sum over all role sequences of each row. Shape: ``(n_rows,)``."""
    n_rows, n_words, n_roles = unary.shape
    into = pairwise.view(n_rows, n_words, n_roles, n_roles) + unary[:, :, None, :]
    alpha = unary[:, 0]
    for word in range(1, n_words):
        reached = torch.logsumexp(alpha[:, :, None] + into[:, word], dim=1)
        alpha = torch.where(present[:, word, None] > 0, reached, alpha)
    return torch.logsumexp(alpha, dim=1)


def marginals(unary: Tensor, pairwise: Tensor, present: Tensor) -> Tensor:
    """Probability of each role of each word, then of each transition into it: the gradient of the partition.

    Returns:
        Shape: ``(n_rows, n_words, n_roles + n_roles ** 2)``; zero where there is no word.
    """
    with torch.enable_grad():
        scores = [unary.detach().requires_grad_(), pairwise.detach().requires_grad_()]
        total = log_partition(*scores, present).sum()
        slopes = torch.autograd.grad(total, scores)
    return torch.cat(slopes, dim=2) * present[:, :, None]
