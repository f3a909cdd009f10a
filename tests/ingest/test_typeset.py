"""Text is set as a browser sets it, and each character leads back to its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ingest.blocks import Cut
from sayso.ingest.page import parse_page
from sayso.ingest.typeset import Typesetter
from sayso.records import PageAnchor


def set_page(markup: str) -> tuple[str, tuple[PageAnchor, ...]]:
    page = parse_page(f"<body>{markup}</body>")
    assert page is not None
    setter = Typesetter(page.nodes)
    for run in sorted({node.run for node in page.nodes}):
        setter.add_run(Cut(at, 0, len(node.text)) for at, node in enumerate(page.nodes) if node.run == run)
    text, anchors = setter.result()
    tree = page.root.getroottree()
    for anchor in anchors:
        (element,) = tree.xpath(anchor.xpath)
        words = element[anchor.node - 1].tail if anchor.node else element.text
        assert len(anchor.node_offsets) == anchor.end - anchor.start
        for offset, char in zip(anchor.node_offsets, text[anchor.start : anchor.end], strict=True):
            assert words[offset] == char or (char == " " and words[offset] in " \t\n\r\f\v")
    return text, anchors


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Ida\n  Holm </p><p> said</p>", "Ida Holm\n\nsaid"),
        ("<p>Ida <b> Holm</b> <i>said</i>.</p>", "Ida Holm said."),
        ("<p>“No,”&nbsp;she&nbsp; said</p>", "“No,”\xa0she\xa0 said"),
        ("<p>one<br>two <br> three<br><br>four</p>", "one\ntwo\nthree\n\nfour"),
        ("<p>one<br></p><p><br>two</p>", "one\n\ntwo"),
        ("<p>har&shy;bour &#8203;wall&#65279;</p>", "harbour wall"),
        ("<pre>a  b\n  c </pre><p>d</p>", "a  b\n  c\n\nd"),
        ("<ul><li>one<li>two</ul>three", "one\n\ntwo\n\nthree"),
        ("<table><tr><td>one<td>two</table>", "one\n\ntwo"),
        ("<p>👩‍🚀 שלום</p>", "👩‍🚀 שלום"),
    ],
)
def test_text_is_set_as_a_browser_shows_it(markup: str, text: str) -> None:
    assert set_page(markup)[0] == text


PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<br>",
    " ",
    "\n",
    "Ida",
    "“no”",
    "&nbsp;",
    "&shy;",
    "é",
    "<li>",
    "<!--c-->",
    "<pre>",
    "</pre>",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join))
def test_every_character_leads_back(markup: str) -> None:
    text, anchors = set_page("x" + markup)
    placed = sum(anchor.end - anchor.start for anchor in anchors)
    breaks = text.count("\n")
    assert len(text) - breaks <= placed <= len(text)
    assert text == text.strip(" \n\t")


def test_words_from_elsewhere_have_no_anchor() -> None:
    setter = Typesetter([])
    setter.add_words("  Ida\n Holm ")
    setter.add_words("said")
    assert setter.result() == ("Ida Holm\n\nsaid", ())
