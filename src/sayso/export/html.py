"""Readings become one self-contained HTML page to read and print: nothing in it is loaded from elsewhere.

Style and script live beside this module in ``assets``; a content security policy lets the page run
only these two, by their hash. The page is complete without the script, which adds highlights and keys.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from string import Template

import sayso
from sayso.export.article_html import article_html, title_paragraph
from sayso.export.entries_html import entries_html, number_of
from sayso.export.filters_html import filters_html
from sayso.export.findings_html import place_notes
from sayso.export.headline_html import headline_html
from sayso.export.paragraphs import paragraphs
from sayso.export.plain_words import day
from sayso.export.pointers import Pointers
from sayso.export.sources_html import sources_html
from sayso.export.summary import byline, name, plural, summary
from sayso.export.visible import as_html
from sayso.records import Failure, Reading, Severity

_LEGEND = (
    '<span><b class="m s">source</b> who says it</span> '
    '<span><i class="m c" data-n="1">cue</i> how, with its number</span> '
    '<span><mark class="m q l0">content</mark> what is said</span> '
    '<span><mark class="m q l0 l1">second line</mark> overlap</span>'
)
_FLAG = ' <span><b class="flag" data-f="a"></b> finding, its words underlined</span>'
# Characters below the title in which a printed byline stands.
_TOP = 200
_KEYS_HELP = (
    '<p class="keys" hidden><kbd>j</kbd> <kbd>k</kbd> next, previous · '
    "<kbd>Enter</kbd> to the text and back · <kbd>Esc</kbd> done</p>"
)


def render_page(reading: Reading, *, index: str | None = None) -> str:
    """Write one reading as a page.

    Args:
        reading: What to show; any text will do, lone surrogates and control characters included.
        index: File of the page that lists this one, which stands beside it; a plain name.

    Returns:
        A complete HTML document that encodes as UTF-8.
    """
    up = f'<nav class="up"><a href="{as_html(index)}">All articles</a></nav>' if index else ""
    return document(name(reading), up + _reading_html(reading))


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
            f'<li><a href="#r{number}-reading"><bdi>{as_html(name(item))}</bdi></a> '
            f"<small>{summary_html(item)}</small></li>"
        )
        sections.append(_reading_html(item, prefix=f"r{number}-", level=2))
    title = f"{len(sections)} {'reading' if len(sections) == 1 else 'readings'}"
    failed = f" <small>{n_failures} could not be read</small>" if n_failures else ""
    contents = f"<h1>{title}{failed}</h1><ol>{''.join(links)}</ol>"
    nav = f'<nav class="contents" aria-label="Contents">{contents}</nav>'
    return document(title, "\n".join([nav, *sections]))


def document(title: str, body: str) -> str:
    """A page of Sayso's.

    Args:
        title: Any text.
        body: HTML.
    """
    style, script = _asset("page.css"), _asset("page.js")
    return Template(_asset("page.html")).substitute(
        title=as_html(title),
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


def _failure_html(failure: Failure) -> str:
    return (
        f'<li class="failure"><bdi>{as_html(failure.path)}</bdi> '
        f"<strong>{as_html(failure.code)}</strong> <span>{as_html(failure.message)}</span></li>"
    )


def _reading_html(reading: Reading, *, prefix: str = "", level: int = 1) -> str:
    listed = paragraphs(reading.article.text, title=reading.article.title_span)
    pointers = Pointers(len(reading.article.text), prefix=prefix)
    title_at = title_paragraph(reading.article, listed)
    notes = place_notes(reading, listed, pointers, prefix=prefix, title_at=title_at)
    headline = headline_html(
        reading.headline,
        listed,
        number_of(reading),
        pointers,
        prefix=prefix,
        level=level + 1,
        findings=notes.apart,
    )
    sources = sources_html(reading, pointers, prefix=prefix, level=level + 1)
    article = article_html(reading, listed, pointers, notes, prefix=prefix, level=level)
    list_id = f"{prefix}list"
    return (
        f'<section class="reading" id="{prefix}reading" aria-label="{as_html(name(reading))}">'
        f'<a class="skip" href="#{list_id}">Skip to the attributions</a>'
        f'<header class="top">{_dateline(reading)}{article.title}{_byline(reading)}'
        f'<p class="summary">{summary_html(reading)}</p>'
        f"{_parts(prefix, headline=headline, sources=sources)}</header>"
        f"{headline}{sources}{_legend(reading)}"
        f'<div class="spread">{article.text}\n<aside id="{list_id}" aria-label="Attributions">'
        f"<h{level + 1}>Who says what</h{level + 1}>"
        f"{filters_html(reading, len(notes.of_attribution), prefix=prefix)}"
        f"{entries_html(reading, listed, article.ids, notes, prefix=prefix)}{_KEYS_HELP}</aside></div>"
        f"{_footer(reading)}</section>"
    )


def _dateline(reading: Reading) -> str:
    article = reading.article
    parts = []
    if article.outlet:
        parts.append(f'<bdi class="outlet">{as_html(article.outlet)}</bdi>')
    if article.published:
        parts.append(date_html(article.published))
    if article.relays:
        relays = ", ".join(f"<bdi>{as_html(name)}</bdi>" for name in article.relays)
        parts.append(f'<span class="relays">credits {relays}</span>')
    return f'<p class="dateline">{" <span aria-hidden=true>·</span> ".join(parts)}</p>' if parts else ""


def _byline(reading: Reading) -> str:
    """The authors, unless the text names them at its top itself."""
    article = reading.article
    authors = byline(article)
    start = article.title_span.end if article.title_span else 0
    if article.byline and article.byline in article.text[start : start + _TOP]:
        return ""
    return f'<p class="byline"><bdi>{as_html(authors)}</bdi></p>' if authors else ""


def date_html(published: str) -> str:
    """A day as people write it, or as it stands where it is none."""
    said = as_html(day(published))
    return (
        f'<time datetime="{as_html(published)}">{said}</time>' if said != published else f"<bdi>{said}</bdi>"
    )


def summary_html(reading: Reading) -> str:
    """The summary; the findings, which stand on this page, by their severity."""
    said = [summary(replace(reading, findings=()))]
    tally = Counter(finding.severity for finding in reading.findings)
    sorts = ", ".join(plural(tally[severity], severity.value) for severity in Severity if tally[severity])
    if sorts:
        said.append(f"{plural(len(reading.findings), 'finding')}: {sorts}")
    return as_html("; ".join(said))


def _parts(prefix: str, **sections: str) -> str:
    """Links to the parts of the page, where there is more than the text and its list."""
    names = {"headline": "The headline", "sources": "Sources", "text": "The text", "list": "Who says what"}
    shown = [name for name in names if sections.get(name, "shown")]
    if len(shown) == 2:
        return ""
    links = "".join(f'<a href="#{prefix}{name}">{names[name]}</a>' for name in shown)
    return f'<nav class="parts" aria-label="Parts of this report">{links}</nav>'


def _legend(reading: Reading) -> str:
    kinds = (_LEGEND if reading.attributions else "") + (_FLAG if reading.findings else "")
    return f'<p class="legend">{kinds}</p>' if kinds else ""


def _footer(reading: Reading) -> str:
    article, reader = reading.article, reading.reader
    facts = [
        f"Read by {as_html(f'{reader.name} {reader.version}')}, model <code>{as_html(reader.digest)}</code>.",
        f"Text <code>{as_html(article.id)}</code>, {len(article.text):,} characters.",
    ]
    if article.url:
        facts.insert(0, f"From {_link(article.url)}.")
    if article.path and article.path != article.url:
        facts.insert(0, f"File <bdi>{as_html(article.path)}</bdi>.")
    return f"<footer>{' '.join(f'<p>{fact}</p>' for fact in facts)}</footer>"


def _link(url: str) -> str:
    if not url.lower().startswith(("http://", "https://")):
        return f"<bdi>{as_html(url)}</bdi>"
    return f'<a href="{as_html(url)}" rel="noopener noreferrer"><bdi>{as_html(url)}</bdi></a>'
