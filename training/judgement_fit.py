"""Rows become weights: one layer for all judgements, cross-fitted, with calibration.

Multinomial logistic regression with an L2 penalty (L-BFGS finds its one best answer, so there is nothing
to average over seeds); rare labels count for more by a power of their rarity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from sayso.assess.heads import JUDGEMENTS, N_OUTPUTS, Heads, feature_scale, outputs_of
from training.judgement_rows import Row

# Features seen in fewer rows than this are left out.
_LEAST_ROWS = 4
_MOST_STEPS = 60
# Openings that share this much of their telling words (Jaccard) tell one story.
_ONE_STORY = 0.2


# One number for each judgement, in their order.
Each = tuple[float, ...]


@dataclass(frozen=True)
class Settings:
    """What cross-validation on the training files chose.

    Attributes:
        strength: Inverse of the penalty on the weights.
        vector: How large the pooled vectors are made beside the features; 0 leaves them out.
        balance: Power of a label's rarity that its rows count for: 0 all alike, 1 all labels alike.
    """

    strength: Each = (0.2, 0.3, 0.4, 0.07)
    vector: Each = (0.14, 0.1, 0.1, 0.25)
    balance: Each = (0.5, 0.6, 0.5, 0.6)


def per_output(each: Each) -> np.ndarray:
    """Repeat each judgement's number for all of its labels. Shape: ``(N_OUTPUTS,)``."""
    return np.repeat(np.array(each, dtype=np.float32), [len(labels) for labels in JUDGEMENTS.values()])


@dataclass(frozen=True)
class Table:
    """Rows as numbers.

    Attributes:
        names: The features.
        ids: For each row, its features.
        pooled: Pooled vectors, standardized; zeros where there are none. Shape: ``(n_rows, n_pooled)``.
        mean: What was taken away. Shape: ``(n_pooled,)``.
        scale: What it was then multiplied by. Shape: ``(n_pooled,)``.
        labels: Shape: ``(n_rows, n_judgements)``.
        groups: For each row, the number of its story.
    """

    names: list[str]
    ids: list[list[int]]
    pooled: np.ndarray
    mean: np.ndarray
    scale: np.ndarray
    labels: np.ndarray
    groups: np.ndarray


@dataclass(frozen=True)
class Weights:
    """What :func:`fit` found, for features, standardized vectors and each output."""

    lexical: np.ndarray
    vector: np.ndarray
    bias: np.ndarray

    def outputs(self, table: Table, chosen: np.ndarray) -> np.ndarray:
        """Outputs of some rows."""
        features = _feature_matrix(table, chosen)
        return (
            (features @ torch.tensor(self.lexical)).numpy() + table.pooled[chosen] @ self.vector + self.bias
        )

    def to_heads(self, version: str, table: Table, slope: np.ndarray, offset: np.ndarray) -> Heads:
        """The heads that ship: the standardization goes into the weights."""
        vector = (self.vector * table.scale[:, None]).astype(np.float16).astype(np.float32)
        return Heads(
            version=version,
            index={name: at for at, name in enumerate(table.names)},
            lexical=self.lexical.astype(np.float16).astype(np.float32),
            vector=vector,
            centre=(table.mean @ vector).astype(np.float32),
            bias=self.bias.astype(np.float32),
            slope=slope.astype(np.float32),
            offset=offset.astype(np.float32),
        )


def tabulate(rows: Sequence[Row], *, names: list[str] | None = None) -> Table:
    """Number the features of rows, and standardize their vectors."""
    if names is None:
        counts = Counter(name for row in rows for name in row.features)
        names = sorted(name for name, n_rows in counts.items() if n_rows >= _LEAST_ROWS)
    index = {name: at for at, name in enumerate(names)}
    known = [row.pooled for row in rows if row.pooled is not None]
    stacked = np.stack(known).astype(np.float32)
    mean, scale = stacked.mean(axis=0), 1.0 / (stacked.std(axis=0) + 1e-6)
    pooled = np.zeros((len(rows), stacked.shape[1]), dtype=np.float32)
    for at, row in enumerate(rows):
        if row.pooled is not None:
            pooled[at] = (row.pooled.astype(np.float32) - mean) * scale
    numbers = [{label: at for at, label in enumerate(labels)} for labels in JUDGEMENTS.values()]
    stories = tell_stories(rows)
    labels = [[number[label] for number, label in zip(numbers, row.labels, strict=True)] for row in rows]
    return Table(
        names,
        [[index[name] for name in row.features if name in index] for row in rows],
        pooled,
        mean,
        scale,
        np.array(labels),
        np.array([stories[row.article] for row in rows]),
    )


def tell_stories(rows: Sequence[Row]) -> dict[str, int]:
    """A number for each article, the same for articles whose openings share many telling words."""
    openings = {row.article: row.opening for row in rows}
    articles = sorted(openings)
    story = {article: number for number, article in enumerate(articles)}
    for at, article in enumerate(articles):
        for other in articles[:at]:
            one, two = openings[article], openings[other]
            alike = len(one & two) >= _ONE_STORY * max(1, len(one | two))
            if alike and story[article] != story[other]:
                joined, kept = story[article], story[other]
                story = {name: kept if number == joined else number for name, number in story.items()}
    return story


def _feature_matrix(table: Table, chosen: np.ndarray, *, transposed: bool = False) -> Tensor:
    """Features of some rows, scaled as :func:`sayso.assess.heads.feature_scale` says, as a sparse matrix."""
    ids = [table.ids[at] for at in np.flatnonzero(chosen)]
    sizes = np.array([len(one) for one in ids])
    rows = np.repeat(np.arange(len(ids)), sizes)
    columns = np.concatenate([np.array(one, dtype=np.int64) for one in ids])
    values = np.repeat(np.array([feature_scale(size) for size in sizes]), sizes).astype(np.float32)
    shape = (len(ids), len(table.names))
    if transposed:
        rows, columns, shape = columns, rows, (shape[1], shape[0])
    places = torch.tensor(np.stack([rows, columns]))
    return torch.sparse_coo_tensor(places, torch.tensor(values), shape).coalesce().to_sparse_csr()


def loss_of(outputs: Tensor, labels: Tensor, balance: Each) -> Tensor:
    """Cross-entropy of all judgements, summed over rows, rare labels counting for more."""
    total = outputs.new_zeros(())
    for number, (judgement, values) in enumerate(JUDGEMENTS.items()):
        counts = torch.bincount(labels[:, number], minlength=len(values)).float()
        weight = (counts.sum() / counts.clamp(min=1)) ** balance[number]
        weight = weight * counts.sum() / (weight * counts).sum()
        total = (
            total
            + functional.cross_entropy(
                outputs[:, outputs_of(judgement)], labels[:, number], weight=weight, reduction="none"
            ).sum()
        )
    return total


def fit(table: Table, settings: Settings, chosen: np.ndarray) -> Weights:
    """Fit all heads to some rows."""
    torch.set_num_threads(1)
    features, by_feature = _feature_matrix(table, chosen), _feature_matrix(table, chosen, transposed=True)
    pooled, labels = torch.tensor(table.pooled[chosen]), torch.tensor(table.labels[chosen])
    lexical, vector, bias = parts = (
        torch.zeros(len(table.names), N_OUTPUTS),
        torch.zeros(pooled.shape[1], N_OUTPUTS),
        torch.zeros(N_OUTPUTS),
    )
    optimizer = torch.optim.LBFGS(parts, max_iter=_MOST_STEPS, history_size=8, line_search_fn="strong_wolfe")

    strength, size = torch.tensor(per_output(settings.strength)), torch.tensor(per_output(settings.vector))

    def closure() -> Tensor:
        outputs = (features @ lexical + (pooled @ vector) * size + bias).requires_grad_()
        loss = loss_of(outputs, labels, settings.balance)
        loss.backward()
        slope = outputs.grad
        lexical.grad = (by_feature @ slope + lexical / strength) / len(labels)
        vector.grad = (pooled.T @ slope * size + vector / strength) / len(labels)
        bias.grad = slope.sum(dim=0) / len(labels)
        penalty = ((lexical.square().sum(dim=0) + vector.square().sum(dim=0)) / (2 * strength)).sum()
        return (loss.detach() + penalty) / len(labels)

    optimizer.step(closure)
    return Weights(lexical.numpy(), (vector * size).numpy(), bias.numpy())


def cross_fit(table: Table, settings: Settings, *, n_folds: int) -> np.ndarray:
    """Outputs of every row by weights that saw none of its story."""
    fold = table.groups % n_folds
    outputs = np.zeros((len(fold), N_OUTPUTS), dtype=np.float32)
    for number in range(n_folds):
        outputs[fold == number] = fit(table, settings, fold != number).outputs(table, fold == number)
    return outputs


def calibrate(table: Table, outputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slope and offset that make probabilities of cross-fitted outputs: one slope for each judgement, an
    offset for each label (Guo et al., ICML 2017, with a bias)."""
    slope, offset = np.ones(N_OUTPUTS), np.zeros(N_OUTPUTS)
    for number, judgement in enumerate(JUDGEMENTS):
        part = outputs_of(judgement)
        seen, gold = torch.tensor(outputs[:, part]), torch.tensor(table.labels[:, number])
        one = torch.ones((), requires_grad=True)
        each = torch.zeros(seen.shape[1], requires_grad=True)
        optimizer = torch.optim.LBFGS([one, each], max_iter=100, line_search_fn="strong_wolfe")

        def closure(
            seen: Tensor = seen,
            gold: Tensor = gold,
            one: Tensor = one,
            each: Tensor = each,
            optimizer: torch.optim.LBFGS = optimizer,
        ) -> Tensor:
            optimizer.zero_grad()
            loss = functional.cross_entropy(seen * one + each, gold)
            loss.backward()
            return loss

        optimizer.step(closure)
        slope[part], offset[part] = float(one.detach()), each.detach().numpy()
    return slope, offset
