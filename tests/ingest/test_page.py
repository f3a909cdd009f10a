"""Pages are parsed into text nodes with runs and ways back, however odd they are."""

from __future__ import annotations

import time

import pytest

from sayso.ingest.page import MAX_DEPTH, parse_page, xpaths

ODD = (
    "<div>One <b>two</b><!-- c --> three<br>four<br><br>five<p>six</p>seven</div><script>no</script>"
    "<p hidden>no</p><o:p>eight</o:p><pre> a\n b</pre>"
)


def test_text_nodes_are_grouped_into_runs() -> None:
    page = parse_page(ODD)
    assert page is not None
    runs: dict[int, list[tuple[str, int]]] = {}
    for node in page.nodes:
        runs.setdefault(node.run, []).append((node.text, node.breaks))
    assert list(runs.values()) == [
        [("One ", 0), ("two", 0), (" three", 0), ("four", 1), ("five", 2)],
        [("six", 0)],
        [("seven", 0)],
        [("eight", 0)],
        [(" a\n b", 0)],
    ]


def test_xpath_and_number_lead_back_to_the_node() -> None:
    page = parse_page(ODD)
    assert page is not None
    paths = xpaths([node.element for node in page.nodes])
    tree = page.root.getroottree()
    for node in page.nodes:
        (element,) = tree.xpath(paths[node.element])
        assert element is node.element
        assert node.text == (element[node.node - 1].tail if node.node else element.text)


@pytest.mark.parametrize("markup", ["", "   ", "<!-- -->", "\x00", "</div>" * 100])
def test_nothing_gives_nothing(markup: str) -> None:
    page = parse_page(markup)
    assert page is None or not page.nodes


def test_what_html_does_not_allow_is_left_out() -> None:
    page = parse_page("<p>Ida\x00 Holm\ud800 spoke</p>")
    assert page is not None
    assert [node.text for node in page.nodes] == ["Ida Holm spoke"]


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + "<p>Ida</p><p>Holm</p>" + "</div>" * 100_000,
        "<b><i>" * 50_000 + "<p>Ida<p>Holm" + "</p></u>" * 50_000,
        "<ul><li>" * 50_000 + "Ida<p>Holm",
        "<script " * 5_000 + "></script><p>Ida</p><p>Holm</p>" + "<b>" * 5_000,
        "<b>" * 5_000 + "<p>Ida</p><p>Holm</p>" + "<a " * 200_000,
        "<p>Ida</p><!-- " + "<!-- " * 50_000 + "--><p>Holm</p>" + "<em>" * 5_000,
    ],
    ids=["nested", "crossed", "lists", "scripts", "unclosed", "comments"],
)
def test_deep_nesting_is_flattened_in_linear_time(markup: str) -> None:
    start = time.monotonic()
    page = parse_page(markup)
    assert time.monotonic() - start < 20
    assert page is not None
    assert [node.text.strip() for node in page.nodes if node.text.strip()] == ["Ida", "Holm"]
    assert len({node.run for node in page.nodes}) > 1
    for node in page.nodes:
        assert sum(1 for _ in node.element.iterancestors()) < MAX_DEPTH
