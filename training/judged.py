"""Judgements join the reader's training: what the encoder learns of stance, certainty, polarity and kind.

The judgement heads that ship are trained on their own afterwards (:mod:`training.judgements`). Here a layer
of the same shape on the same pooled vectors asks the encoder, during its own training, to keep what they
will need (multi-task learning: Caruana, 1997); that layer is thrown away with the optimizer's state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from sayso.assess.heads import JUDGEMENTS, N_OUTPUTS
from sayso.extract.decode import CONTENT
from sayso.extract.pooling import N_PARTS
from training.data import Example, JudgedRelation, Row, to_parts, to_relations
from training.judgement_fit import Settings, loss_of
from training.labelled import read_lines, text_digest

Judged = Mapping[str, Sequence[Mapping[str, Any]]]


class Probe(nn.Module):
    """One layer from the pooled vectors to the outputs of all judgements."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.out = nn.Sequential(
            nn.LayerNorm(N_PARTS * hidden), nn.Dropout(0.2), nn.Linear(N_PARTS * hidden, N_OUTPUTS)
        )

    def forward(self, words: Tensor, rows: Sequence[Row]) -> tuple[Tensor, Tensor]:
        """Outputs and labels of all judged relations of a batch.

        Args:
            words: Word vectors. Shape: ``(n_windows, n_words, hidden)``.
            rows: The windows.

        Returns:
            Outputs ``(n_judged, N_OUTPUTS)`` and labels ``(n_judged, n_judgements)``.
        """
        pooled, labels = [], []
        for index, row in enumerate(rows):
            for judged in row.judged:
                parts = (words[index, list(part)].mean(dim=0) for part in (judged.cue, judged.content))
                pooled.append(torch.cat(list(parts)))
                labels.append(judged.labels)
        if not pooled:
            return words.new_zeros(0, N_OUTPUTS), torch.zeros(0, len(JUDGEMENTS), dtype=torch.long)
        return self.out(torch.stack(pooled)), torch.tensor(labels)

    def loss(self, words: Tensor, rows: Sequence[Row]) -> Tensor:
        """Cross-entropy of all judgements, in nats a judged relation; zero where nothing is judged."""
        outputs, labels = self(words, rows)
        if not len(labels):
            return words.new_zeros(())
        return loss_of(outputs, labels, Settings().balance) / len(labels)


def load_judged(paths: Iterable[Path]) -> dict[str, list[Mapping[str, Any]]]:
    """Judged attributions by the digest of their article, from gold files and from ``labels/``."""
    judged: dict[str, list[Mapping[str, Any]]] = {}
    for path in paths:
        for document in read_lines(path):
            digest = document.get("article") or text_digest(document["text"])
            kept = [item for item in document["attributions"] if not item.get("bad_spans")]
            judged.setdefault(digest, []).extend(kept)
    return judged


def with_judgements(example: Example, judged: Judged) -> Example:
    """The example with the judgements that somebody made of its article."""
    items = judged.get(text_digest(example.tokenized.text), ())
    if not items:
        return example
    relations = []
    for item in items:
        for relation in to_relations(example.tokenized, [to_parts(item)]):
            content = tuple(word for word, role in sorted(relation.roles.items()) if role == CONTENT)
            labels = tuple(labels.index(item[name]) for name, labels in JUDGEMENTS.items())
            relations.append(JudgedRelation(tuple(range(*relation.cue)), content, labels))
    return replace(example, judged=relations)
