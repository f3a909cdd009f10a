"""The builder that other tests rely on finds exact pieces and refuses to guess."""

from __future__ import annotations

import doctest

import pytest
from tests import build
from tests.build import attribution, reading, span

TEXT = "Bo said Cy said it rained. It rained, Cy said."


def test_example_in_docstring_holds() -> None:
    assert doctest.testmod(build).failed == 0


def test_piece_in_brackets_is_cut_from_its_context() -> None:
    assert span(TEXT, "Cy [[said]] it").start == TEXT.index("said it")


@pytest.mark.parametrize(("piece", "message"), [("said", "more than once"), ("snowed", "does not stand")])
def test_unclear_piece_is_refused(piece: str, message: str) -> None:
    with pytest.raises(LookupError, match=message):
        span(TEXT, piece)


def test_nested_attribution_points_to_the_innermost_around_it() -> None:
    outer = attribution(TEXT, source="Bo", cue="Bo [[said]]", content="Cy said it rained")
    inner = attribution(TEXT, source="[[Cy]] said it", cue="Cy [[said]] it", content="it rained")
    assert [item.within for item in reading(TEXT, [inner, outer]).attributions] == [None, "a1"]
