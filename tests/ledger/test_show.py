"""One attribution, article or source is shown with what a ledger knows of it, as it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.stories import fill, story

from sayso.errors import NotFound, UsageError
from sayso.ledger.handles import Handle, Kind, parse_handle
from sayso.ledger.ledger import Ledger
from sayso.ledger.show import ArticleView, AttributionView, SourceView, context_of
from sayso.records import Role


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("a12", Handle(Kind.ATTRIBUTION, 12)),
        ("12", Handle(Kind.ATTRIBUTION, 12)),
        (" N3 ", Handle(Kind.ARTICLE, 3)),
        ("s5", Handle(Kind.SOURCE, 5)),
        ("x5", None),
        ("s", None),
        ("s-5", None),
        ("s٥", None),
    ],
)
def test_names_of_things_are_a_letter_and_a_number(text: str, handle: Handle | None) -> None:
    assert parse_handle(text) == handle


def test_an_attribution_comes_with_its_context_chain_and_history(ledger: Ledger) -> None:
    fill(ledger)
    ledger.correct(2, who="ada", why="she signed it", holder="Ida Holm", identity="named")
    view = ledger.show("a2")
    assert isinstance(view, AttributionView)
    assert view.context.exact == "Story 2. officials said gas was cheap."
    assert view.parts[Role.CUE][0].exact == "said"
    assert [link.name for link in view.chain] == ["Tarn Post", "Ferry Wire", "Ida Holm"]
    assert {one.why for one in view.corrections} == {"she signed it"}
    assert view.hit.corrected
    assert view.to_dict()["article_id"] == "n2"


def test_an_article_comes_with_its_versions_and_what_stands(ledger: Ledger) -> None:
    fill(ledger)
    url = "https://tarn-post.example/1"
    came = {"url": url, "path": "crawl.warc.gz#7", "byline": "Bo Lind"}
    ledger.add_reading(story(6, "Ida Holm", "said", "gas is free", **came))
    view = ledger.show("n1")
    assert isinstance(view, ArticleView)
    assert [(one.number, one.is_latest) for one in view.versions] == [(2, True), (1, False)]
    assert (view.versions[0].path, view.versions[0].byline) == ("crawl.warc.gz#7", "Bo Lind")
    assert view.versions[1].path is None
    assert [hit.content for hit in view.hits] == ["gas is free"]
    ledger.correct(view.hits[0].id, who="ada", verdict="rejected")
    assert ledger.article(1).hits == ()


def test_a_source_comes_with_what_it_says(ledger: Ledger) -> None:
    fill(ledger)
    number = ledger.search(holder="Ida Holm").hits[0].source_id
    view = ledger.show(f"s{number}")
    assert isinstance(view, SourceView)
    assert (view.name, view.type, view.n_attributions) == ("Ida Holm", "person", 2)
    assert (view.first, view.last) == ("2023-03-02", "2023-04-01")
    assert dict(view.outlets) == {"Tarn Post": 1, "Quay Times": 1}
    assert [hit.id for hit in view.latest] == [3, 1]


@pytest.mark.parametrize("name", ["a99", "n99", "s99", "a999999999999", "n999999999999", "s9999999999999"])
def test_what_is_not_there_is_said_to_be_missing(ledger: Ledger, name: str) -> None:
    with pytest.raises(NotFound):
        ledger.show(name)


def test_another_name_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="a12"):
        ledger.show("Ida Holm")


@given(text=st.text(alphabet='ab. "”\nA', min_size=1, max_size=80), data=st.data())
def test_context_holds_the_stretch_and_slices_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = context_of(text, start, end)
    assert found.start <= start < end <= found.end
    assert text[found.start : found.end] == found.exact


def test_context_is_the_sentence_alone() -> None:
    text = "It rained. The mayor said “it is over.” Nobody else spoke."
    start = text.index("said")
    assert context_of(text, start, text.index("over") + 5).exact == "The mayor said “it is over.”"
