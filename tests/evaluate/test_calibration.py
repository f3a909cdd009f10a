"""Calibration of scores."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.evaluate.calibration import N_BINS, bins_of, calibration_error

scored = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=50)


def test_scores_that_keep_their_word_have_no_error() -> None:
    bins = bins_of([(0.75, True), (0.75, True), (0.75, True), (0.75, False)])
    assert calibration_error(bins) == pytest.approx(0)
    assert (bins[7].n, bins[7].share_right) == (4, 0.75)


def test_error_weighs_bins_by_their_size() -> None:
    bins = bins_of([(0.95, True), (0.95, False), (0.95, False), (0.15, False)])
    assert calibration_error(bins) == pytest.approx((3 * (0.95 - 1 / 3) + 0.15) / 4)


def test_nothing_scored_has_no_error() -> None:
    assert calibration_error(bins_of([])) == 0


@given(scored)
def test_every_score_has_a_place_and_the_error_is_a_share(pairs: list[tuple[float, bool]]) -> None:
    bins = bins_of(pairs)
    assert len(bins) == N_BINS
    assert sum(one.n for one in bins) == len(pairs)
    assert 0 <= calibration_error(bins) <= 1
