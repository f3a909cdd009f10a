"""Words are placed on the page exactly and in order, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ingest.blocks import Cut, complete, place, visible
from sayso.ingest.page import TextNode, parse_page

LONG = "The harbour of Tarn will be closed for the winter"


def nodes_of(markup: str) -> list[TextNode]:
    page = parse_page(markup)
    assert page is not None
    return page.nodes


def placed(words: list[str], nodes: list[TextNode]) -> list[str]:
    """What the page has at the places found, pieces of one place joined."""
    return [
        "".join(nodes[cut.index].text[cut.start : cut.end] for cut in piece.cuts)
        for piece in place(words, nodes)
    ]


def test_white_space_and_invisible_characters_do_not_matter() -> None:
    nodes = nodes_of(f"<p>\n {LONG.replace(' ', '  ')}&shy;, he&nbsp;said</p>")
    (piece,) = place([f"{LONG}, he said"], nodes)
    assert piece.cuts == (Cut(0, 0, len(nodes[0].text)),)


def test_a_teaser_is_not_taken_for_the_paragraph() -> None:
    nodes = nodes_of(f"<p>Short</p><p>{LONG} A</p><p>Short</p><p>{LONG} B</p>")
    pieces = place([f"{LONG} A", "Short", f"{LONG} B"], nodes)
    assert [piece.cuts[0].index for piece in pieces] == [1, 2, 3]


def test_text_that_was_left_out_is_stepped_over() -> None:
    nodes = nodes_of(f"<p>{LONG}<sup>1</sup>, he said</p>")
    assert placed([f"{LONG}, he said"], nodes) == [f"{LONG}, he said"]


def test_a_piece_may_begin_and_end_inside_a_node() -> None:
    assert placed(["harbour of Tarn"], nodes_of(f"<p>{LONG}</p>")) == ["harbour of Tarn"]


@pytest.mark.parametrize(
    "words", ["The harbor of Tarn", "harbour Tarn", "Tarn will be closed for ever and ever"]
)
def test_nothing_is_placed_by_likeness(words: str) -> None:
    (piece,) = place([words], nodes_of(f"<p>{LONG}</p>"))
    assert piece.cuts == ()


def test_completing_a_run_adds_the_spaces_and_what_was_left_out() -> None:
    nodes = nodes_of("<p><b>One</b> <i>two</i><sup>1</sup><u>three</u></p><p>four</p>")
    joined = complete(place(["One", "two", "three", "four"], nodes), nodes)
    assert [[cut.index for cut in piece.cuts] for piece in joined] == [[0, 1, 2, 3, 4], [5]]


@given(st.lists(st.text("ab “é", max_size=12), max_size=12), st.data())
def test_what_is_placed_is_what_was_asked_for(texts: list[str], data: st.DataObject) -> None:
    nodes = nodes_of("<div>x</div>" + "".join(f"<p>{text}</p>" for text in texts))
    words = [data.draw(st.sampled_from([*texts, "ab", "zz"])) for _ in range(3)]
    pieces = place(words, nodes)
    assert [piece.words for piece in pieces] == [piece for piece in words if visible(piece)]
    last = -1
    for piece in pieces:
        shown = "".join(nodes[cut.index].text[cut.start : cut.end] for cut in piece.cuts)
        assert visible(shown) in ("", visible(piece.words))
        for cut in piece.cuts:
            assert cut.index >= last
            last = cut.index
