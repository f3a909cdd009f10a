"""What a page declares comes first, what it shows second, each with where it was found."""

from __future__ import annotations

import json

import pytest
from lxml import html

from sayso.ingest.metadata import PageFacts, parse_date


def facts(head: str, body: str = "<p>x</p>", *, address: str | None = None) -> PageFacts:
    return PageFacts(
        html.document_fromstring(f"<html lang=en-GB><head>{head}</head><body>{body}</body></html>"),
        address=address,
    )


def json_ld(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


ARTICLE = {
    "@type": ["NewsArticle"],
    "headline": "Harbour &amp; bridge closed",
    "author": [{"name": "Ida Holm"}, {"name": "By Bo Lund"}, "https://tarnherald.example/people/3"],
    "publisher": {"@type": "Organization", "name": "The Tarn Herald"},
    "datePublished": "2021-05-03T23:30:00-05:00",
    "url": "https://tarnherald.example/a",
}
META = """<title>Harbour closed | Tarn Herald</title><link rel=canonical href="/b">
<meta property="og:title" content="Harbour shut - Tarn Herald">
<meta property="og:site_name" content="Tarn Herald">
<meta name=author content="Eva Lie"><meta property="article:published_time" content="2020-01-02T00:00:00Z">
<meta property="article:published_time" content="1999-01-01"><meta property=og:type content=article>"""


def test_json_ld_comes_first() -> None:
    found = facts(json_ld({"@graph": [{"@type": "WebSite", "name": "Site"}, ARTICLE]}) + META).found()
    assert found["title"] == ("Harbour & bridge closed", "json-ld headline")
    assert found["outlet"] == ("The Tarn Herald", "json-ld publisher")
    assert found["byline"] == ("Ida Holm, Bo Lund", "json-ld author")
    assert found["published"] == ("2021-05-03", "json-ld datePublished")


def test_meta_tags_come_second() -> None:
    known = facts(META, address="https://tarnherald.example/x/y")
    assert known.is_article
    assert known.found() == {
        "title": ("Harbour shut", "meta og:title"),
        "outlet": ("Tarn Herald", "meta og:site_name"),
        "byline": ("Eva Lie", "meta author"),
        "published": ("2020-01-02", "meta article:published_time"),
        "url": ("https://tarnherald.example/b", "canonical link"),
    }


def test_what_the_page_shows_comes_last() -> None:
    body = "<span class='c-byline'>By <a>Ida Holm</a></span><time>3 May 2021</time>"
    known = facts("<title>Harbour closed - Harbour Notes</title>", body, address="https://notes.example/1")
    assert not known.is_article
    assert known.found() == {
        "title": ("Harbour closed", "title tag"),
        "byline": ("Ida Holm", "byline on the page"),
        "published": ("2021-05-03", "time tag"),
        "url": ("https://notes.example/1", "address fetched"),
    }


def test_date_in_the_address() -> None:
    found = facts("", address="https://notes.example/2021/5/3/harbour").found()
    assert found["published"] == ("2021-05-03", "address")


def test_publisher_by_reference() -> None:
    graph = [
        ARTICLE | {"publisher": {"@id": "https://t.no/#o"}},
        {"@id": "https://t.no/#o", "name": "Tarn Radio"},
    ]
    assert facts(json_ld(graph)).found()["outlet"] == ("Tarn Radio", "json-ld publisher")


def test_agency_named_as_publisher_is_a_relay_of_the_site() -> None:
    known = facts(json_ld(ARTICLE | {"publisher": {"name": "Reuters"}}) + META)
    assert known.found()["outlet"] == ("Tarn Herald", "meta og:site_name")
    assert known.relays() == ["Reuters"]


@pytest.mark.parametrize(
    "more",
    [
        {"provider": {"@type": "Organization", "name": "Fjord Press"}},
        {"sourceOrganization": "Fjord Press"},
        {"isBasedOn": {"@type": "NewsArticle", "publisher": {"name": "Fjord Press"}}},
    ],
)
def test_json_ld_says_whose_text_it_is(more: dict[str, object]) -> None:
    assert facts(json_ld(ARTICLE | more) + META).relays() == ["Fjord Press"]


@pytest.mark.parametrize(
    "more",
    [
        {"isBasedOn": {"@type": "Dataset", "publisher": {"name": "Statistics Office"}}},
        {"isBasedOn": "https://office.example/report"},
        {"provider": {"name": "Tarn Herald"}},
    ],
)
def test_what_an_article_draws_on_is_no_relay(more: dict[str, object]) -> None:
    assert facts(json_ld(ARTICLE | more) + META).relays() == []


def test_broken_addresses_are_passed_over() -> None:
    sources = "<meta name=syndication-source content='http://[wire.example/1'>"
    sources += "<meta name=original-source content=https://wire.example/1>"
    assert facts(META + sources, address="http://[tarnherald.example").relays() == ["wire.example"]


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[" * 100_000,
        "null",
        "[[]]",
        '{"@type": 5, "headline": []}',
        '{"@type": "Article", "author": [[], {"name": 3}]}',
    ],
)
def test_broken_json_ld_is_passed_over(script: str) -> None:
    found = facts(f'<script type="application/ld+json">{script}</script>{META}').found()
    assert found["title"] == ("Harbour shut", "meta og:title")


@pytest.mark.parametrize("free", [False, "False", "false"])
def test_paid_text_is_known(free: object) -> None:
    assert facts(json_ld(ARTICLE | {"isAccessibleForFree": free})).is_paid
    assert not facts(json_ld(ARTICLE | {"isAccessibleForFree": True})).is_paid


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021-05-03", "2021-05-03"),
        ("20210503", "2021-05-03"),
        (" 2021-05-03T10:00:00.000Z", "2021-05-03"),
        ("2021-05-03 10:00", "2021-05-03"),
        ("May 3, 2021", "2021-05-03"),
        ("Published Sept. 3rd, 2021 at noon", "2021-09-03"),
        ("3 May 2021", "2021-05-03"),
        ("3rd of May, 2021", "2021-05-03"),
        ("Mon, 03 May 2021 10:00:00 GMT", "2021-05-03"),
        ("2021-13-03", None),
        ("31 February 2021", None),
        ("03/05/2021", None),
        ("yesterday", None),
        ("Mon, 03 May 21 10:00:00 +99999999999999999999", None),
        ("", None),
        ("1620036000", None),
    ],
)
def test_only_sure_dates_are_read(written: str, day: str | None) -> None:
    assert parse_date(written) == day
