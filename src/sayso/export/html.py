"""Readings become one self-contained HTML page to read and print: nothing in it is loaded from elsewhere.

Style and script live beside this module in ``assets``; a content security policy lets the page run
only these two, by their hash. The page is complete without the script, which adds highlights and keys.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

import sayso
from sayso.export.article_html import article_html
from sayso.export.entries_html import entries_html
from sayso.export.paragraphs import paragraphs
from sayso.export.summary import counts, name
from sayso.export.visible import for_page
from sayso.records import Failure, Reading

_LEGEND = (
    '<p class="legend"><span><b class="m s">source</b> who says it</span> '
    '<span><i class="m c" data-n="1">cue</i> how, with its number</span> '
    '<span><mark class="m q l0">content</mark> what is said</span> '
    '<span><mark class="m q l0 l1">second line</mark> overlap</span></p>'
)
_KEYS_HELP = (
    '<p class="keys" hidden><kbd>j</kbd> <kbd>k</kbd> next, previous · '
    "<kbd>Enter</kbd> to the text and back · <kbd>Esc</kbd> done</p>"
)


def render_page(reading: Reading) -> str:
    """Write one reading as a page.

    Args:
        reading: What to show; any text will do, lone surrogates and control characters included.

    Returns:
        A complete HTML document that encodes as UTF-8.
    """
    return _document(name(reading), _reading_html(reading))


def render_pages(items: Iterable[Reading | Failure]) -> str:
    """Write several readings as one page with a table of contents, where failures have their place too.

    Args:
        items: Readings and failures, in the order to show.

    Returns:
        A complete HTML document that encodes as UTF-8.
    """
    links: list[str] = []
    sections: list[str] = []
    n_failures = 0
    for number, item in enumerate(items, 1):
        if isinstance(item, Failure):
            n_failures += 1
            links.append(_failure_html(item))
            continue
        links.append(
            f'<li><a href="#r{number}-reading"><bdi>{_text(name(item))}</bdi></a> '
            f"<small>{_counts_line(item)}</small></li>"
        )
        sections.append(_reading_html(item, prefix=f"r{number}-", level=2))
    title = f"{len(sections)} {'reading' if len(sections) == 1 else 'readings'}"
    failed = f" <small>{n_failures} could not be read</small>" if n_failures else ""
    contents = f"<h1>{title}{failed}</h1><ol>{''.join(links)}</ol>"
    nav = f'<nav class="contents" aria-label="Contents">{contents}</nav>'
    return _document(title, "\n".join([nav, *sections]))


def _document(title: str, body: str) -> str:
    style, script = _asset("page.css"), _asset("page.js")
    return Template(_asset("page.html")).substitute(
        title=_text(title),
        version=sayso.__version__,
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        body=body,
    )


@cache
def _asset(name: str) -> str:
    return files("sayso.export").joinpath("assets", name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    return base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def _text(text: str) -> str:
    return escape(for_page(text))


def _failure_html(failure: Failure) -> str:
    return (
        f'<li class="failure"><bdi>{_text(failure.path)}</bdi> '
        f"<strong>{_text(failure.code)}</strong> <span>{_text(failure.message)}</span></li>"
    )


def _reading_html(reading: Reading, *, prefix: str = "", level: int = 1) -> str:
    listed = paragraphs(reading.article.text, title=reading.article.title_span)
    text_html, ids = article_html(reading, listed, prefix=prefix, level=level)
    list_id = f"{prefix}list"
    return (
        f'<section class="reading" id="{prefix}reading" aria-label="{_text(name(reading))}">'
        f'<a class="skip" href="#{list_id}">Skip to the attributions</a>'
        f'<header class="top">{_dateline(reading)}{_LEGEND if reading.attributions else ""}</header>'
        f'<div class="spread">{text_html}\n<aside id="{list_id}" aria-label="Attributions">'
        f"<h{level + 1}>Who says what</h{level + 1}>{_counts(reading)}"
        f"{entries_html(reading, listed, ids, prefix=prefix)}{_KEYS_HELP}</aside></div>"
        f"{_footer(reading)}</section>"
    )


def _dateline(reading: Reading) -> str:
    article = reading.article
    parts = []
    if article.outlet:
        parts.append(f'<bdi class="outlet">{_text(article.outlet)}</bdi>')
    if article.published:
        parts.append(_date(article.published))
    if article.relays:
        relays = ", ".join(f"<bdi>{_text(name)}</bdi>" for name in article.relays)
        parts.append(f'<span class="relays">credits {relays}</span>')
    return f'<p class="dateline">{" <span aria-hidden=true>·</span> ".join(parts)}</p>' if parts else ""


def _date(published: str) -> str:
    try:
        day = date.fromisoformat(published)
    except ValueError:
        return f"<bdi>{_text(published)}</bdi>"
    return f'<time datetime="{day.isoformat()}">{day.day} {day:%B %Y}</time>'


def _counts(reading: Reading) -> str:
    cells = [f"<li><b>{n}</b> {escape(label)}</li>" for label, n in counts(reading)]
    return f'<ul class="counts"><li><b>{len(reading.attributions)}</b> in all</li>{"".join(cells)}</ul>'


def _counts_line(reading: Reading) -> str:
    return ", ".join(f"{n} {escape(label)}" for label, n in counts(reading))


def _footer(reading: Reading) -> str:
    article, reader = reading.article, reading.reader
    facts = [
        f"Read by {_text(reader.name)} {_text(reader.version)}, model <code>{_text(reader.digest)}</code>.",
        f"Text <code>{_text(article.id)}</code>, {len(article.text):,} characters.",
    ]
    if article.url:
        facts.insert(0, f"From {_link(article.url)}.")
    if article.path and article.path != article.url:
        facts.insert(0, f"File <bdi>{_text(article.path)}</bdi>.")
    return f"<footer>{' '.join(f'<p>{fact}</p>' for fact in facts)}</footer>"


def _link(url: str) -> str:
    if not url.lower().startswith(("http://", "https://")):
        return f"<bdi>{_text(url)}</bdi>"
    return f'<a href="{_text(url)}" rel="noopener noreferrer"><bdi>{_text(url)}</bdi></a>'
