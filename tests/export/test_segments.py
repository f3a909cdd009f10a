"""Spans that overlap in any way become segments that know all their marks, inner ones last."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.build import attribution
from tests.export.stories import crossing, odd, tabloid

from sayso.export.segments import Mark, lanes, segments
from sayso.records import Role, Span

TEXT = "abcdefghijklmnopqrst"


def test_crossing_contents_share_the_middle() -> None:
    made = crossing()
    text = made.article.text
    content = {
        text[found.start : found.end]: [mark.index for mark in found.marks if mark.role is Role.CONTENT]
        for found in segments(made.attributions, 0, len(text))
    }
    assert content["that "] == [0]
    assert content["it rains and"] == [0, 1]
    assert content["so too"] == [1]


def test_inner_attribution_comes_last() -> None:
    made = tabloid()
    inner = made.attributions[7].cue[0]
    everything = segments(made.attributions, 0, len(made.article.text))
    found = next(part for part in everything if part.start == inner.start)
    assert found.marks == (Mark(6, Role.CONTENT), Mark(7, Role.CUE))


PLACES = st.lists(
    st.tuples(st.integers(0, 18), st.integers(1, 19)).filter(lambda place: place[0] < place[1]), max_size=6
)


@settings(deadline=None, max_examples=50)
@given(PLACES, st.lists(st.integers(0, 20)))
def test_every_character_has_the_marks_of_its_spans(places: list[tuple[int, int]], cuts: list[int]) -> None:
    made = odd(TEXT, *places).attributions
    found = list(segments(made, 0, len(TEXT), cuts=cuts))
    assert [offset for part in found for offset in range(part.start, part.end)] == list(range(len(TEXT)))
    for part in found:
        for offset in range(part.start, part.end):
            expected = {
                Mark(index, role)
                for index, item in enumerate(made)
                for role in Role
                if any(span.start <= offset < span.end for span in item.spans(role))
            }
            assert set(part.marks) == expected
            assert len(part.marks) == len(expected)


def test_segments_end_at_cuts() -> None:
    found = [(part.start, part.end) for part in segments((), 0, 9, cuts=[3, 5, 9, 12])]
    assert found == [(0, 3), (3, 5), (5, 9)]


def test_overlapping_contents_get_lanes_of_their_own_and_lanes_are_used_again() -> None:
    made = [attribution(TEXT, cue="a", content=content) for content in ("bcdefgh", "cde", "fgh", "klm")]
    assert lanes(made) == [0, 1, 1, 0]


@settings(deadline=None, max_examples=50)
@given(PLACES)
def test_no_two_overlapping_contents_share_a_lane(places: list[tuple[int, int]]) -> None:
    made = [attribution(TEXT, cue="a", content=Span.of(TEXT, *place).exact) for place in places]
    drawn = list(zip(places, lanes(made), strict=True))
    for (one, lane), (other, its) in combinations(drawn, 2):
        assert lane != its or other[1] <= one[0] or one[1] <= other[0]
