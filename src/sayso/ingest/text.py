"""Plain text becomes an article: the text as it is, with its title line, byline and credits recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sayso.errors import InputError
from sayso.ingest.dateline import find_credits
from sayso.ingest.given import Given
from sayso.ingest.language import settle_language
from sayso.records import Article, Span

# A headline longer than this (code points, words) is a paragraph.
_MAX_TITLE_CHARS = 180
_MAX_TITLE_WORDS = 30
# Without a blank line after it, a title line must be followed by a line at least this long: a paragraph
# on one line, and not the next piece of hard-wrapped prose.
_PARAGRAPH_CHARS = 160
# Lines from the top, blank ones aside, in which a byline is looked for.
_BYLINE_LINES = 5

_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]+")
_BYLINE = re.compile(
    r"By[ \t]+((?:[A-Z][\w.'’-]*|and|&|,|of|the|for|de|van|von|al)(?:[ \t,]+|$)){1,14}$", re.UNICODE
)
_ENDS_SENTENCE = re.compile(r"[.;:,—-][\"'”’)\]]*$")
_ENDS_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.|\.\.\.|\b(?:Jr|Sr|Inc|Co|Corp|Ltd|St|vs)\.)[\"'”’)\]]*$")


class _Line(NamedTuple):
    start: int
    end: int
    """Both with white space at the ends left out."""
    text: str


def article_from_text(
    text: str,
    *,
    path: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    url: str | None = None,
    language: str | None = None,
    encoding: str | None = None,
) -> Article:
    """Make an article of plain text, which is stored unchanged.

    Args:
        text: The text; a byte-order mark at its head is dropped and a surrogate pair left in two
            halves becomes the one character it stands for, nothing else.
        path: The input as the user gave it.
        title: Overrides the title line; likewise ``outlet``, ``published``, ``url`` and ``language``.
        outlet: Who published it.
        published: ISO 8601 date.
        url: Canonical address.
        language: ISO 639-1 code; ``en`` skips the language check.
        encoding: What the bytes were decoded from, if they were.

    Returns:
        The article, with credits and, where recognised, title and byline.

    Raises:
        InputError: ``empty`` or ``language_not_supported``.
    """
    given = Given(path=path, title=title, outlet=outlet, published=published, url=url, language=language)
    text = _join_surrogate_pairs(text.removeprefix("\ufeff"))
    if not text.strip():
        raise InputError(f"{given.where}: holds no text; check the input", code="empty")
    settled = settle_language(text, where=given.where, given=language)
    title_span = find_title(text)
    found: dict[str, tuple[str, str]] = {}
    if title_span:
        found["title"] = (title_span.exact, "title line")
    byline = find_byline(text)
    if byline:
        found["byline"] = (byline, "byline line")
    if title:
        title_span = _place_title(text, title, title_span)
    values, origins = given.over(found)
    return Article(
        text=text,
        path=path,
        url=values.get("url"),
        title=values.get("title"),
        outlet=values.get("outlet"),
        byline=values.get("byline"),
        published=values.get("published"),
        language=settled,
        credits=find_credits(text),
        title_span=title_span,
        encoding=encoding,
        found=origins,
    )


def _join_surrogate_pairs(text: str) -> str:
    """JSON cannot keep the halves of a pair apart, so offsets must not count them as two."""
    if not _SURROGATE_PAIR.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def find_title(text: str) -> Span | None:
    """The title line: a short first line that doesn't end like a sentence and stands apart from the rest."""
    lines = _lines(text)
    first = next(lines, None)
    if first is None:
        return None
    mark = _MARKDOWN_HEADING.match(first.text)
    start = first.start + (mark.end() if mark else 0)
    line = text[start : first.end]
    second = next(lines, None)
    if second is None or not _reads_like_title(line):
        return None
    gap = text[first.end : second.start]
    apart = len(_LINE_END.findall(gap)) > 1 or mark is not None
    if apart or len(second.text) >= max(_PARAGRAPH_CHARS, len(line)):
        return Span(start, first.end, line)
    return None


def find_byline(text: str) -> str | None:
    """The authors named by a line of its own near the top, such as ``By Ann Example and Bo Sample``."""
    for _, line in zip(range(_BYLINE_LINES), _lines(text), strict=False):
        if len(line.text) <= _MAX_TITLE_CHARS and _BYLINE.match(line.text):
            return line.text[2:].strip()
    return None


def _reads_like_title(line: str) -> bool:
    if not line or len(line) > _MAX_TITLE_CHARS or len(line.split()) > _MAX_TITLE_WORDS:
        return False
    if not any(char.isalpha() for char in line) or _BYLINE.match(line):
        return False
    return not _ENDS_SENTENCE.search(line) or bool(_ENDS_ABBREVIATION.search(line))


def _place_title(text: str, title: str, recognised: Span | None) -> Span | None:
    """Where the title that the caller gave stands, which can only be the article's first line."""
    first = next(_lines(text), None)
    for start, end in (
        (recognised.start, recognised.end) if recognised else (0, 0),
        first[:2] if first else (0, 0),
    ):
        if end > start and text[start:end].split() == title.split():
            return Span.of(text, start, end)
    return None


def _lines(text: str) -> Iterator[_Line]:
    """The lines that hold more than white space."""
    start = 0
    while start < len(text):
        ending = _LINE_END.search(text, start)
        end = ending.start() if ending else len(text)
        line = text[start:end]
        body = line.strip()
        if body:
            left = start + len(line) - len(line.lstrip())
            yield _Line(left, left + len(body), body)
        start = ending.end() if ending else len(text)
