"""Pages of articles get a page that lists them, by day, with what is in each."""

from __future__ import annotations

from collections.abc import Iterable

from sayso.export.html import date_html, document, summary_html
from sayso.export.summary import name, plural
from sayso.export.visible import as_html
from sayso.records import Reading

# File of the list, beside those of the pages.
INDEX = "index.html"


def index_entry(reading: Reading, page: str) -> tuple[str, str]:
    """The line of an article.

    Args:
        reading: What its page shows.
        page: File of the page, which stands beside the index; a plain name.

    Returns:
        The day of publication, to sort by, and the line as HTML.
    """
    article = reading.article
    outlet = f"<bdi>{as_html(article.outlet)}</bdi>" if article.outlet else ""
    day = date_html(article.published) if article.published else ""
    facts = " · ".join(filter(None, (day, outlet, summary_html(reading))))
    line = (
        f'<li><a href="{as_html(page)}"><bdi>{as_html(name(reading))}</bdi></a> '
        f'<small class="facts">{facts}</small></li>'
    )
    return article.published or "", line


def render_index(entries: Iterable[tuple[str, str]]) -> str:
    """Write the list, the latest first.

    Returns:
        A complete HTML document that encodes as UTF-8.
    """
    lines = [line for _, line in sorted(entries, key=lambda entry: entry[0], reverse=True)]
    title = plural(len(lines), "article")
    contents = f"<h1>{as_html(title)}</h1><ol>{''.join(lines)}</ol>"
    return document(title, f'<nav class="contents" aria-label="Contents">{contents}</nav>')
