"""The word vectors of one attribution become one row: what the judgement heads read of the encoder's pass.

The parts, each as long as a word vector: the mean of the cue's words, the mean of the content's.
"""

from __future__ import annotations

import numpy as np

from sayso.extract.decode import Floats, Integers

N_PARTS = 2


def pool(vectors: Floats, cue: Integers, content: Integers) -> Floats:
    """Pool the vectors of an attribution's words.

    Args:
        vectors: Word vectors of its window. Shape: ``(n_words, hidden)``.
        cue: Words of the cue in the window.
        content: Words of the content; a part without words is all zeros.

    Returns:
        Shape: ``(N_PARTS * hidden,)``.
    """
    row = np.zeros((N_PARTS, vectors.shape[1]), dtype=np.float32)
    for part, words in enumerate((cue, content)):
        if len(words):
            row[part] = vectors[words].mean(axis=0)
    return row.reshape(-1)
