"""Pages become articles whose text leads back to the page, or are refused with what was found."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.ingest.html import article_from_html
from sayso.ingest.page import parse_page
from sayso.records import Article

PAGES = Path(__file__).parents[2] / ".data" / "html" / "html"
SAYS = [
    "“The harbour will be closed for the winter,” said Ida Holm, the mayor of Tarn, on Monday&nbsp;morning.",
    "Fishermen told the council that they had <em>not</em> been asked. ‘We were told nothing,’ said Bo Lund.",
    "The council is expected to vote on the plan next week, according to two people who have seen it.",
]
NAVIGATION = "<nav><ul>" + "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(9)) + "</ul></nav>"
FOR_SUBSCRIBERS = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
)
FOOT = "<footer><p>All rights reserved. <a href=/terms>Terms</a></p></footer>"


def page(
    *, head: str = "", above: str = "<h1>Harbour of\n <i>Tarn</i> to close</h1>", says: list[str] = SAYS
) -> str:
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in says)
    return (
        "<!doctype html><html lang=en>"
        f"<head><title>Harbour of Tarn to close | Tarn Herald</title>{head}</head><body>{NAVIGATION}"
        f"<main><article>{above}<div class=text>{body}</div></article></main>{FOOT}</body></html>"
    )


def assert_anchors_lead_back(article: Article, markup: str) -> float:
    """Check every anchor; returns the share of visible characters that have one."""
    parsed = parse_page(markup)
    assert parsed is not None
    tree = parsed.root.getroottree()
    n_placed = 0
    for anchor in article.anchors:
        (element,) = tree.xpath(anchor.xpath)
        words = element[anchor.node - 1].tail if anchor.node else element.text
        for offset, char in zip(anchor.node_offsets, article.text[anchor.start : anchor.end], strict=True):
            assert words[offset] == char or (words[offset].isspace() and char.isspace())
            n_placed += not char.isspace()
    return n_placed / sum(not char.isspace() for char in article.text)


def test_text_is_headline_and_body_as_shown() -> None:
    markup = page()
    article = article_from_html(markup)
    assert article.text == "\n\n".join(
        [
            "Harbour of Tarn to close",
            SAYS[0].replace("&nbsp;", "\xa0"),
            SAYS[1].replace("<em>not</em>", "not"),
            SAYS[2],
        ]
    )
    assert article.title == "Harbour of Tarn to close"
    assert article.title_span is not None
    assert (article.title_span.start, article.title_span.exact) == (0, article.title)
    assert assert_anchors_lead_back(article, markup) == 1


def test_same_page_as_bytes_names_its_encoding() -> None:
    markup = page(head="<meta charset=windows-1252>")
    article = article_from_html(markup.encode("cp1252"))
    assert (article.text, article.encoding) == (article_from_html(markup).text, "cp1252")


def test_declared_headline_is_taken_as_the_page_shows_it() -> None:
    head = (
        '<meta property="og:title" content="Harbour of Tarn to close - Tarn Herald">'
        '<meta property=og:site_name content="Tarn Herald">'
    )
    article = article_from_html(page(head=head))
    assert article.found["title"] == "meta og:title"
    assert article.found["outlet"] == "meta og:site_name"
    assert (article.title, article.outlet) == ("Harbour of Tarn to close", "Tarn Herald")


def test_headline_that_the_page_does_not_show_leads_the_text_without_anchor() -> None:
    markup = page(above="", head='<meta property="og:title" content="Quite another headline">')
    article = article_from_html(markup)
    assert article.title == "Quite another headline"
    assert article.text.startswith("Quite another headline\n\n“The harbour")
    assert article.title_span is not None
    assert min(anchor.start for anchor in article.anchors) > article.title_span.end


def test_given_metadata_wins_and_leaves_the_text_alone() -> None:
    article = article_from_html(page(), title="My own headline", url="https://radio.example/1")
    assert article.text == article_from_html(page()).text
    assert (article.title, article.title_span) == ("My own headline", None)
    assert (article.url, article.found["url"], article.found["title"]) == (
        "https://radio.example/1",
        "given",
        "given",
    )


def test_given_title_may_be_the_headline() -> None:
    article = article_from_html(page(), title="Harbour of Tarn  to close")
    assert article.title_span is not None


def test_credits_come_from_text_and_metadata() -> None:
    says = ["TARN (AP) — " + SAYS[0], *SAYS[1:], "This story originally appeared in Harbour Notes."]
    head = '<meta name=author content="Reuters"><meta property=og:site_name content="Tarn Herald">'
    article = article_from_html(page(head=head, says=says))
    assert [(credit.name, credit.how) for credit in article.credits] == [
        ("AP", "agency"),
        ("Harbour Notes", "reprint"),
        ("Reuters", "metadata"),
    ]


def code_of(markup: str | bytes) -> tuple[str, str]:
    with pytest.raises(InputError) as caught:
        article_from_html(markup)
    return caught.value.code, caught.value.message


def test_page_without_an_article_says_what_was_found() -> None:
    code, message = code_of(f"<html><body>{NAVIGATION}{FOOT}</body></html>")
    assert code == "no_article"
    assert "words of running text" in message
    assert code_of("<html><body><script>let a = 1</script></body></html>")[0] == "no_article"


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("", [*SAYS[:2], "Subscribe to continue reading."]),
        ("", [*SAYS[:2], "The rest of this article is available to subscribers."]),
        (FOR_SUBSCRIBERS, SAYS[:2]),
    ],
)
def test_paywall_stub_is_refused(head: str, says: list[str]) -> None:
    code, message = code_of(page(head=head, says=says))
    assert code == "no_article"
    assert "paywall stub" in message


def test_other_language_is_refused() -> None:
    says = [
        "Le maire de Tarn a déclaré lundi que le port resterait fermé tout l’hiver.",
        "Les pêcheurs ont refusé de quitter leurs bateaux, selon deux responsables de la ville.",
        "Le conseil doit se prononcer la semaine prochaine, a dit la maire adjointe devant la presse.",
    ]
    assert code_of(page(says=says))[0] == "language_not_supported"


def test_empty_and_binary_data_are_refused() -> None:
    assert code_of("  ")[0] == code_of(b"")[0] == "empty"
    assert code_of(b"%PDF-1.4")[0] == "binary"


def test_deep_nesting_is_read() -> None:
    start = time.monotonic()
    markup = page(says=["<div>" * 100_000 + SAYS[0] + "</div>" * 100_000, *SAYS[1:]])
    article = article_from_html(markup)
    assert "Ida Holm, the mayor of Tarn" in article.text
    assert time.monotonic() - start < 30
    assert_anchors_lead_back(article, markup)


def test_many_paragraphs_are_read() -> None:
    says = [f"{number}. {SAYS[2]}" for number in range(2_000)]
    article = article_from_html(page(says=says))
    assert article.text.count("\n\n") == 2_000


def test_page_far_beyond_an_articles_size_is_read_in_linear_time() -> None:
    start = time.monotonic()
    markup = page(says=[f"{number}. {SAYS[2]}" for number in range(25_000)])
    article = article_from_html(markup)
    assert time.monotonic() - start < 40
    assert article.text.count("\n\n") == 25_000
    assert "Section" not in article.text


@pytest.mark.skipif(not PAGES.exists(), reason="needs the article pages in .data")
def test_anchors_of_real_pages_lead_back() -> None:
    shares = []
    for path in sorted(PAGES.glob("*.html"))[::20]:
        markup = path.read_text("utf-8")
        try:
            article = article_from_html(markup, language="en")
        except InputError:
            continue
        shares.append(assert_anchors_lead_back(article, markup))
        assert json.dumps(article.text)
    assert min(shares) > 0.95
