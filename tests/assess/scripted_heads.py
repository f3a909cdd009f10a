"""Hand-made judgement heads: a few features with weights that a reader of the test can add up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sayso.assess.heads import JUDGEMENTS, N_OUTPUTS, Heads, outputs_of

# Favoured when nothing speaks for another label.
USUAL = {"stance": "neutral", "certainty": "certain", "polarity": "positive", "kind": "fact"}


def output(judgement: str, label: str) -> int:
    """The number of a label's output."""
    return outputs_of(judgement).start + JUDGEMENTS[judgement].index(label)


def scripted_heads(
    features: Mapping[str, tuple[str, str, float]], vector: Mapping[int, tuple[str, str, float]] | None = None
) -> Heads:
    """Heads in which each named feature adds one weight to one label.

    Args:
        features: By feature name: judgement, label, weight.
        vector: The same by place in the pooled row, which has four numbers.
    """
    lexical = np.zeros((len(features), N_OUTPUTS), dtype=np.float32)
    for row, (judgement, label, weight) in enumerate(features.values()):
        lexical[row, output(judgement, label)] = weight
    pooled = np.zeros((4, N_OUTPUTS), dtype=np.float32)
    for row, (judgement, label, weight) in (vector or {}).items():
        pooled[row, output(judgement, label)] = weight
    bias = np.zeros(N_OUTPUTS, dtype=np.float32)
    for judgement, label in USUAL.items():
        bias[output(judgement, label)] = 1.0
    flat = np.zeros(N_OUTPUTS, dtype=np.float32)
    return Heads(
        "scripted",
        {name: row for row, name in enumerate(features)},
        lexical,
        pooled,
        flat,
        bias,
        flat + 1,
        flat,
    )
