"""Scores of a linear-chain CRF become the loss of gold role sequences (Lafferty et al., ICML 2001)."""

from __future__ import annotations

import torch
from torch import Tensor


def crf_loss(unary: Tensor, pairwise: Tensor, labels: Tensor, present: Tensor) -> Tensor:
    """Negative log likelihood of each row's labels.

    Args:
        unary: Scores of each role. Shape: ``(n_rows, n_words, n_roles)``.
        pairwise: Scores of each transition into a word. Shape: ``(n_rows, n_words, n_roles ** 2)``.
        labels: Gold roles. Shape: ``(n_rows, n_words)``.
        present: Whether there is a word; words are packed to the left. Shape: ``(n_rows, n_words)``.

    Returns:
        One loss in nats per row. Shape: ``(n_rows,)``.
    """
    n_rows, n_words, n_roles = unary.shape
    steps = pairwise.view(n_rows, n_words, n_roles, n_roles)
    gold = unary.gather(2, labels[:, :, None]).squeeze(2)
    crossed = pairwise[:, 1:].gather(2, (labels[:, :-1] * n_roles + labels[:, 1:])[:, :, None]).squeeze(2)
    gold = (gold * present).sum(1) + (crossed * present[:, 1:]).sum(1)
    alpha = unary[:, 0]
    into = steps + unary[:, :, None, :]
    for word in range(1, n_words):
        reached = torch.logsumexp(alpha[:, :, None] + into[:, word], dim=1)
        alpha = torch.where(present[:, word, None] > 0, reached, alpha)
    return torch.logsumexp(alpha, dim=1) - gold
