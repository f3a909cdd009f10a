"""The example reports are what their README says, load as articles, and are read well enough to show."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from sayso import Article, Mode, Reading

EXAMPLES = Path(__file__).parents[1] / "examples"
REPORTS = sorted(path for path in EXAMPLES.iterdir() if path.suffix in (".txt", ".html"))
TABLOID = EXAMPLES / "tabloid-illness.txt"


def named(path: Path) -> str:
    return path.name


@cache
def article(path: Path) -> Article:
    from sayso.ingest import load_article

    return load_article(path)


@cache
def reading(path: Path) -> Reading:
    import sayso

    return sayso.read(path)


def sentences(path: Path) -> set[str]:
    return {part.strip() for part in re.split(r"(?<=[.!?]\s)|\n", path.read_text("utf-8")) if part.strip()}


def shared(copy: Path, original: Path) -> float:
    """Share of a copy's sentences that stand in the original."""
    return len(sentences(copy) & sentences(original)) / len(sentences(copy))


def test_readme_tells_of_every_report() -> None:
    text = (EXAMPLES / "README.md").read_text("utf-8")
    assert len(REPORTS) == 8
    assert [path.name for path in REPORTS if f"]({path.name})" not in text] == []


@pytest.mark.parametrize("path", REPORTS, ids=named)
def test_report_loads_with_its_headline(path: Path) -> None:
    loaded = article(path)
    headline = "Central bank" if path.suffix == ".html" else path.read_text("utf-8").split("\n")[0]
    assert loaded.title is not None
    assert loaded.title.startswith(headline)
    assert loaded.language == "en"
    assert 250 <= len(loaded.text.split()) <= 600


def test_page_gives_its_article_and_leaves_the_rest() -> None:
    loaded = article(EXAMPLES / "bank-page.html")
    assert (loaded.outlet, loaded.published) == ("The Meridian Post", "2024-06-18")
    assert loaded.byline is not None
    assert "Leonie Farrow" in loaded.byline
    assert "“We are not defending a number,” Astrid Nyholm told a banking conference" in loaded.text
    for clutter in ("cookies", "Why your holiday", "newsletter", "All rights reserved", "Subscribe"):
        assert clutter not in loaded.text


def test_agency_and_reprint_credit_the_agency() -> None:
    for name in ("ferry-agency.txt", "ferry-reprint.txt"):
        assert any(
            "NPA" in relay or "Norland Press Agency" in relay for relay in article(EXAMPLES / name).relays
        )


def test_reprint_copies_the_agency_and_rewrite_does_not() -> None:
    agency = EXAMPLES / "ferry-agency.txt"
    assert shared(EXAMPLES / "ferry-reprint.txt", agency) > 0.85
    assert 0 < shared(EXAMPLES / "ferry-rewrite.txt", agency) < 0.2


@pytest.mark.model
@pytest.mark.parametrize("path", REPORTS, ids=named)
def test_every_span_of_a_reading_slices_back(path: Path) -> None:
    result = reading(path)
    spans = [span for item in result.attributions for span in (*item.source, *item.cue, *item.content)]
    assert len(result.attributions) >= 10
    assert all(result.article.text[span.start : span.end] == span.exact for span in spans)


@pytest.mark.model
def test_tabloid_shows_every_kind_of_statement() -> None:
    found = reading(TABLOID).attributions
    assert {item.mode for item in found} == set(Mode)
    assert any(not item.source for item in found), "nobody's statements: it has been claimed"
    assert any(item.within for item in found), "a statement inside a statement"
    sources = " ".join(span.exact for item in found for span in item.source)
    for who in ("Sir Alistair Venn", "insider", "A source close", "Pavel Orlenko", "Dr Helen Quaye"):
        assert who in sources


@pytest.mark.model
def test_speech_over_three_paragraphs_is_one_statement() -> None:
    result = reading(EXAMPLES / "senate-speech.txt")
    start, end = (
        result.article.text.index(words) for words in ("When I came here", "They will be right to ask")
    )
    assert any(item.content[0].start <= start and end < item.content[-1].end for item in result.attributions)


@pytest.mark.model
def test_british_quotes_are_told_from_apostrophes() -> None:
    found = reading(EXAMPLES / "council-quotes.txt").attributions
    direct = [span.exact for item in found if item.mode is not Mode.INDIRECT for span in item.content]
    assert any("I thought somebody was having a laugh" in words for words in direct)
