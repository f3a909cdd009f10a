"""The list of pages: the latest article first, days as people write them, nothing of an article as markup."""

from __future__ import annotations

from tests.build import reading

from sayso.export.index_html import index_entry, render_index


def entry(title: str, page: str, published: str | None, outlet: str | None = None) -> tuple[str, str]:
    return index_entry(reading("A ferry sank.", [], title=title, published=published, outlet=outlet), page)


def test_the_latest_article_comes_first_and_one_without_a_day_last() -> None:
    entries = [
        entry("Old", "article-1.html", "2023-05-02"),
        entry("New", "article-2.html", "2024-01-31"),
        entry("No day", "article-3.html", None),
    ]
    page = render_index(entries)
    assert page.index("article-2") < page.index("article-1") < page.index("article-3")
    assert '<time datetime="2024-01-31">31 January 2024</time>' in page


def test_an_outlet_is_text_and_no_markup() -> None:
    _, line = entry("One", "article-1.html", "2024-01-31", "<b>Quay & Sons</b>")
    assert "<bdi>&lt;b&gt;Quay &amp; Sons&lt;/b&gt;</bdi>" in line
    assert line.index("31 January 2024") < line.index("Quay")
