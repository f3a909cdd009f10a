"""The bytes of an RSS or Atom feed become its entries, and an entry with its full text an article.

feedparser does the reading, of bytes that we decoded ourselves and that declare nothing: left alone it would
open addresses and files, and guess encodings its own way.
"""

from __future__ import annotations

import calendar
import hashlib
import html
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from sayso.errors import InputError, MissingExtra
from sayso.ingest.answers import Kind
from sayso.ingest.decode import decode
from sayso.ingest.inflate import Stream
from sayso.ingest.markup import local_name, parse_xml
from sayso.ingest.parts import BadPart, Part, Parts
from sayso.records import Article

FEED = Kind(
    "a feed",
    "application/rss+xml, application/atom+xml, application/rdf+xml;q=0.9, application/xml;q=0.8,"
    " text/xml;q=0.8, */*;q=0.1",
)
# Bytes; the largest feeds with full texts have some megabytes.
MAX_BYTES = 8 * 1024 * 1024
# Entries of one feed that are looked at, the first ones.
MAX_ENTRIES = 5000
# Words from which what a feed gives of an article counts as all of it.
MIN_FULL_WORDS = 120
# Code points; longer keys are replaced by their digest, longer links are none.
MAX_KEY = 500
MAX_LINK = 2000
_ROOTS = frozenset({"rss", "rdf", "feed"})
# Elements whose text may be a whole article.
_CONTENTS = frozenset({"encoded", "content", "description", "summary", "body", "div", "p"})
# Parts of one entry, and code points of its text and of anything else.
_MAX_PARTS = 200
_LONGEST_CONTENT = 1_000_000
# Elements of a feed; one with 5,000 entries has some 75,000.
_MAX_ELEMENTS = 200_000
_LONGEST_TITLE = 4000
# Others are slips, or stand for no date.
_YEARS = range(1980, 2200)
_TEASER = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.)\]|\b(?:read|see) (?:more|the (?:full|rest)\b.*)|continue reading.*|"
    r"the post .{0,300} (?:appeared|was) first .{0,20}on .{0,200})[\s»→>.\]]*\Z",
    re.IGNORECASE,
)
# How much of the end of a text is looked at for signs that it is not all.
_TEASER_CHARS = 600
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--[^<>]*>")
_ALTERNATE = re.compile(r"<link\b[^<>]{0,500}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    Attributes:
        key: What tells it from the others of its feed.
        link: Where the article is, resolved; None where it is only in the feed.
        title: Without markup.
        published: UTC time as ISO 8601, where known.
        day: Day of publication where it was published (``YYYY-MM-DD``), where known.
        categories: In order, each once.
        outlet: Who published it first, where the feed says that it took it from another.
        content: The text as HTML, where the feed seems to give all of it.
    """

    key: str
    link: str | None
    title: str | None
    published: str | None
    day: str | None
    categories: tuple[str, ...]
    outlet: str | None
    content: str | None


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds.

    Attributes:
        title: Without markup.
        entries: In the order of the feed.
    """

    title: str | None
    entries: tuple[Entry, ...]


def parse_feed(data: bytes, *, address: str, charset: str | None = None) -> Feed:
    """Read a feed.

    Args:
        data: Its bytes.
        address: Where it came from; relative links count from there.
        charset: Encoding that the server named.

    Raises:
        InputError: ``not_a_feed``, ``unsafe_xml``, or as for :func:`sayso.ingest.decode.decode`.
        MissingExtra: feedparser is not installed.
    """
    if find_spec("feedparser") is None:
        raise MissingExtra("ledger", needed_for="reading feeds")
    import feedparser

    declared = charset or _declared(data)
    text = decode(data, where=address, declared=declared).text
    root = parse_xml(text, where=address)
    if root is None or local_name(root) not in _ROOTS:
        raise _not_a_feed(text, address)
    if root.xpath("count(//*)") > _MAX_ELEMENTS:
        raise InputError(f"{address}: has more than {_MAX_ELEMENTS} elements; not read", code="too_large")
    _shorten(root)
    try:
        parsed = feedparser.parse(
            io.BytesIO(etree.tostring(root, encoding="utf-8", xml_declaration=True)),
            response_headers={
                "content-type": "application/xml; charset=utf-8",
                # It takes addresses of files apart wrongly; what is relative we resolve ourselves.
                "content-location": "" if address.startswith("file:") else address,
            },
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError) as error:
        raise InputError(
            f"{address}: cannot be understood ({type(error).__name__}: {error})", code="not_a_feed"
        ) from error
    entries: dict[str, Entry] = {}
    for item in parsed.entries:
        entry = _entry(item, address)
        if entry is not None:
            entries.setdefault(entry.key, entry)
    return Feed(_plain(parsed.feed.get("title")), tuple(entries.values()))


def _shorten(root: Any) -> None:
    """Cut a feed down to what feedparser gets through in little time, whatever it is made of.

    Parts beyond the first so many are taken out, and texts longer than theirs ever are.
    """
    n_entries = 0
    for element in list(root.iter("{*}item", "{*}entry")):
        n_entries += 1
        if n_entries > MAX_ENTRIES:
            element.getparent().remove(element)
            continue
        for part in list(element)[_MAX_PARTS:]:
            element.remove(part)
    for element in root.iter("*"):
        longest = _LONGEST_CONTENT if local_name(element) in _CONTENTS else _LONGEST_TITLE
        if element.text and (len(element.text) > longest or "<" in element.text):
            text = element.text[:longest]
            element.text = text if "]]>" in text else etree.CDATA(text)


def article_from_entry(entry: Entry, *, path: str, outlet: str | None) -> Article:
    """Make an article of an entry that holds its full text.

    Args:
        entry: With content.
        path: What to call it.
        outlet: Who published it, unless the entry says.

    Raises:
        InputError: It holds no article that can be read.
    """
    from sayso.ingest.html import article_from_html

    article = article_from_html(_page(entry), path=path, url=entry.link)
    return complete_article(article, entry, outlet=outlet)


def full_texts_in(stream: Stream) -> Parts:
    """The entries of a feed in a file that hold their full text; those that only link are passed over."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        yield BadPart("", "too_large", f"is larger than {MAX_BYTES // 1024**2} MiB, more than a feed can be")
        return
    try:
        feed = parse_feed(data, address="")
    except InputError as error:
        yield BadPart("", error.code, error.message.removeprefix(": "))
        return
    for entry in feed.entries:
        if entry.content is not None:
            said = {
                "url": entry.link,
                "title": entry.title,
                "published": entry.day,
                "outlet": entry.outlet or feed.title,
            }
            fields = {name: value for name, value in said.items() if value}
            yield Part(entry.key, _page(entry), is_html=True, position=stream.position, fields=fields)


def _page(entry: Entry) -> str:
    title = f"<h1>{html.escape(entry.title)}</h1>" if entry.title else ""
    return f"<!doctype html><html><body><article>{title}{entry.content}</article></body></html>"


def complete_article(article: Article, entry: Entry, *, outlet: str | None) -> Article:
    """Fill in what an article does not say of itself and the feed does."""
    says = {"title": entry.title, "published": entry.day, "outlet": entry.outlet or outlet}
    lacking = {name: value for name, value in says.items() if value and not getattr(article, name)}
    found = {**article.found, **dict.fromkeys(lacking, "feed")}
    return replace(article, **lacking, found=found)  # type: ignore[arg-type]


def _declared(data: bytes) -> str | None:
    found = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", data)
    name = found[1].decode("ascii") if found else None
    return None if name and name.lower().startswith(("utf-16", "utf-32")) else name


def _not_a_feed(text: str, address: str) -> InputError:
    for tag in _ALTERNATE.findall(text[:200_000]):
        attributes = {name.lower(): html.unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag)}
        kind = attributes.get("type", "").lower()
        if kind in ("application/rss+xml", "application/atom+xml") and attributes.get("href"):
            try:
                feed = urljoin(address, attributes["href"].strip())
            except ValueError:
                continue
            return InputError(f"{address}: is a web page; its feed is {feed}, add that", code="not_a_feed")
    return InputError(
        f"{address}: is neither RSS nor Atom; look for the feed's own address on the site", code="not_a_feed"
    )


def _entry(item: Any, address: str) -> Entry | None:
    link = _link(item, address)
    title = _plain(item.get("title"))
    content = _content(item)
    if link is None and content is None:
        return None
    key = str(item.get("id") or link or "") or f"{title}\n{content}"
    if len(key) > MAX_KEY:
        key = "sha256:" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    published, day = _time(item)
    categories = (_plain(tag.get("label")) or _plain(tag.get("term")) for tag in item.get("tags") or ())
    source = item.get("source")
    return Entry(
        key,
        link,
        title,
        published,
        day,
        tuple(dict.fromkeys(one for one in categories if one)),
        _plain(source.get("title")) if isinstance(source, Mapping) else None,
        content,
    )


def _link(item: Any, address: str) -> str | None:
    """The article's address; one that is relative counts from the feed's."""
    link = str(item.get("link") or "").strip()
    if not link or len(link) > MAX_LINK:
        return None
    try:
        link = urljoin(address, link)
        return link if urlsplit(link).scheme in ("http", "https", "file") else None
    except ValueError:
        return None


def _content(item: Any) -> str | None:
    """The longest content that the entry has, if it looks like the whole text and not like its opening."""
    given = (*(item.get("content") or ()), {"value": item.get("summary")})
    texts = [str(one.get("value") or "") for one in given]
    best = max(texts, key=len, default="")
    words = _TAG.sub(" ", best).split()
    if len(words) < MIN_FULL_WORDS or _TEASER.search(" ".join(words[-60:])[-_TEASER_CHARS:]):
        return None
    return best


def _plain(value: object) -> str | None:
    """A string without markup, on one line; None for nothing."""
    text = html.unescape(_TAG.sub("", str(value or "")[:_LONGEST_TITLE]))
    return " ".join(text.split())[:MAX_KEY] or None


def _time(item: Any) -> tuple[str | None, str | None]:
    """When it was published, in UTC and as the day where that was."""
    for name in ("published", "updated", "created"):
        # Its own ``get`` would give one time for another, and warn that it does.
        moment = _moment(str(dict.get(item, name) or "").strip(), dict.get(item, f"{name}_parsed"))
        if moment is not None and moment.year in _YEARS:
            try:
                return moment.astimezone(UTC).isoformat(timespec="seconds"), moment.date().isoformat()
            except OverflowError:
                continue
    return None, None


def _moment(written: str, parsed: Any) -> datetime | None:
    """The time as it is written, with its zone, or else as feedparser understands it."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(written)
        except (ValueError, TypeError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None
