"""Pooled rows: what they hold, and that each stays with its attribution."""

from __future__ import annotations

import numpy as np

from sayso.extract.attributions import assemble_pooled
from sayso.extract.decode import Floats, Integers
from sayso.extract.pooling import N_PARTS, pool
from sayso.extract.quotes import QuoteIndex
from sayso.extract.spans import Draft


def places(*numbers: int) -> Integers:
    return np.array(numbers, dtype=np.int64)


def test_a_row_is_the_mean_of_the_cue_then_of_the_content() -> None:
    vectors: Floats = np.array([[1, 0], [3, 0], [0, 4], [0, 8]], dtype=np.float32)
    row = pool(vectors, places(0, 1), places(2, 3))
    assert row.tolist() == [2, 0, 0, 6]


def test_a_part_without_words_is_all_zeros() -> None:
    row = pool(np.ones((3, 5), dtype=np.float32), places(1), places())
    assert row.shape == (N_PARTS * 5,)
    assert row.tolist() == [1] * 5 + [0] * 5


def test_rows_stay_with_their_attributions_when_these_are_put_in_order() -> None:
    text = "Ida said yes. Olav said no. TARN: We see."
    later = Draft(((14, 18),), ((19, 23),), ((24, 26),), pooled=np.array([2.0], dtype=np.float32))
    first = Draft(((0, 3),), ((4, 8),), ((9, 12),), pooled=np.array([1.0], dtype=np.float32))
    weak = Draft((), ((28, 32),), ((34, 36),), pooled=np.array([3.0], dtype=np.float32))
    by_rule = Draft(((28, 32),), ((32, 33),), ((34, 40),))
    found = assemble_pooled(
        text, [(later, 0.9), (weak, 0.1), (first, 0.8), (by_rule, 0.9)], QuoteIndex(()), version="0"
    )
    assert [item.content[0].exact for item in found.attributions] == ["yes", "no", "We see"]
    assert {name: row.tolist() for name, row in found.pooled.items()} == {"a1": [1.0], "a2": [2.0]}
