"""A page's metadata: what it declares in JSON-LD, OpenGraph and meta tags first, what it shows second.

Each value comes with where it was found. Sources in order of trust follow schema.org ``Article``, the
OpenGraph protocol and the meta tags of common publishing systems.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from sayso.ingest.dateline import is_agency
from sayso.ingest.given import iso_date
from sayso.ingest.page import Element

Found = tuple[str, str]
"""A value and where it was found."""

TITLE_TAG = "title tag"

_META = {
    "title": ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title"),
    "outlet": ("og:site_name", "application-name", "publisher", "dc.publisher", "cre"),
    "byline": ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"),
    "published": (
        "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "pubdate",
        "publishdate", "publish-date", "publication_date", "dc.date.issued", "dcterms.created", "dc.date",
        "sailthru.date", "article.published", "published-date", "originalpublicationdate", "ptime", "date",
    ),
    "url": ("og:url", "twitter:url", "parsely-link"),
}  # fmt: skip
_RELAY_META = ("syndication-source", "original-source")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_SPOKEN_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH_NAME})\b\.?,? (?P<year>\d{{4}})"
    rf"|(?P<month2>{_MONTH_NAME})\b\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year2>\d{{4}}))\b",
    re.IGNORECASE | re.ASCII,
)
_ISO_START = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)", re.ASCII)
_DATE_IN_PATH = re.compile(r"/(\d{4})/(\d{1,2})/(\d{1,2})/", re.ASCII)
_BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:byline|author-?name|post-author|article-author)", re.IGNORECASE)
_SITE_BREAK = re.compile(r"\s+[|–—·»:-]\s+")
_MAX_BYLINE_CHARS = 120
_MAX_TITLE_CHARS = 300


class PageFacts:
    """All that a page declares about itself."""

    def __init__(self, root: Element, *, address: str | None = None) -> None:
        self._root = root
        self._address = address
        self._meta = _meta_tags(root)
        self._nodes = list(_json_ld(root))
        self._articles = [node for node in self._nodes if _is_article(node)]

    @property
    def is_article(self) -> bool:
        """Whether the page says of itself that it is an article."""
        return bool(self._articles) or self._meta.get("og:type", "").lower() == "article"

    @property
    def is_paid(self) -> bool:
        """Whether the page says that its text is for subscribers."""
        free = next(
            (node["isAccessibleForFree"] for node in self._articles if "isAccessibleForFree" in node), None
        )
        tier = self._meta.get("article:content_tier", "").lower()
        return str(free).lower() == "false" or tier in {"locked", "metered"}

    def found(self) -> dict[str, Found]:
        """Every field that is known, the best source of each."""
        fields = {
            "title": self.titles(),
            "outlet": self._outlets(),
            "byline": self._bylines(),
            "published": self._dates(),
            "url": self._addresses(),
        }
        return {name: first for name, values in fields.items() if (first := next(values, None))}

    def titles(self) -> Iterator[Found]:
        """Headlines, most trusted first; the site's name is cut off where it follows."""
        for node in self._articles:
            for key in ("headline", "name"):
                yield from _named(_text(node.get(key)), f"json-ld {key}")
        site = next(self._outlets(), ("", ""))[0]
        for value, where in self._from_meta("title"):
            yield _without_site(value, site), where
        for element in self._root.iter("title"):
            value = _squeeze(element.text_content())
            if value:
                yield _without_site(value, site, guess=True), TITLE_TAG
            break

    def language(self) -> str | None:
        """The language that the page declares, as a two-letter code."""
        declared = self._root.get("lang") or self._meta.get("og:locale") or self._meta.get("content-language")
        code = re.split(r"[-_,;]", (declared or "").strip().lower())[0]
        return code if re.fullmatch(r"[a-z]{2}", code) else None

    def relays(self) -> list[str]:
        """Outlets that the metadata credits with the text."""
        names = [
            self._organisation(node.get(key))
            for node in self._articles
            for key in ("sourceOrganization", "provider")
        ]
        names += [self._publisher_of(node.get("isBasedOn")) for node in self._articles]
        names += [name for node in self._articles if is_agency(name := _text(node.get("publisher")) or "")]
        names += [_host(self._meta.get(name)) for name in _RELAY_META]
        outlets = [name for name, _ in self._outlets()]
        own = {name.lower() for name in outlets if not is_agency(name) or name == outlets[0]}
        own.add((_host(self._address) or "").lower())
        return list(dict.fromkeys(name for name in names if name and name.lower() not in own))

    def _from_meta(self, field: str) -> Iterator[Found]:
        for name in _META[field]:
            yield from _named(self._meta.get(name), f"meta {name}")

    def _outlets(self) -> Iterator[Found]:
        named = [name for node in self._articles if (name := self._organisation(node.get("publisher")))]
        # A member's page may name the agency it has the text from as its publisher.
        yield from ((name, "json-ld publisher") for name in named if not is_agency(name))
        for value, where in self._from_meta("outlet"):
            if not _is_address(value):
                yield value.removeprefix("@"), where
        yield from ((name, "json-ld publisher") for name in named if is_agency(name))
        for node in self._nodes:
            if _types(node) & {"NewsMediaOrganization", "WebSite"}:
                yield from _named(_text(node.get("name")), "json-ld site name")

    def _organisation(self, value: Any) -> str | None:
        """The name of an organisation that JSON-LD holds, or points to by its ``@id``."""
        name = _text(value)
        if name is None or not _is_address(name):
            return name
        for node in self._nodes:
            if node.get("@id") == name and (known := _text(node.get("name"))):
                return known
        return None

    def _publisher_of(self, value: Any) -> str | None:
        """Who published the article that this one says it is based on; a study or a page is no article."""
        if isinstance(value, list):
            value = value[0] if value else None
        if not isinstance(value, dict) or not _is_article(value):
            return None
        return self._organisation(value.get("publisher")) or self._organisation(
            value.get("sourceOrganization")
        )

    def _bylines(self) -> Iterator[Found]:
        for node in self._articles:
            yield from _named(_people(node.get("author")), "json-ld author")
        for value, where in self._from_meta("byline"):
            if not _is_address(value) and len(value) <= _MAX_BYLINE_CHARS:
                yield _without_by(value), where
        for element in self._root.iter("a", "span", "p", "div", "address", "li"):
            shown = "author" in (element.get("rel"), element.get("itemprop")) or _BYLINE_CLASS.search(
                element.get("class") or ""
            )
            value = _without_by(_squeeze(element.text_content())) if shown else ""
            if 3 <= len(value) <= _MAX_BYLINE_CHARS and not _is_address(value):
                yield value, "byline on the page"

    def _dates(self) -> Iterator[Found]:
        for node in self._articles:
            for key in ("datePublished", "dateCreated"):
                yield from _dated(_text(node.get(key)), f"json-ld {key}")
        for value, where in self._from_meta("published"):
            yield from _dated(value, where)
        for element in self._root.iter("time"):
            yield from _dated(element.get("datetime") or _squeeze(element.text_content()), "time tag")
        match = _DATE_IN_PATH.search(next(self._addresses(), ("", ""))[0])
        if match:
            yield from _dated("-".join(part.zfill(2) for part in match.groups()), "address")

    def _addresses(self) -> Iterator[Found]:
        for element in self._root.iter("link"):
            if (element.get("rel") or "").lower() == "canonical":
                yield from self._absolute(element.get("href"), "canonical link")
        for value, where in self._from_meta("url"):
            yield from self._absolute(value, where)
        for node in self._articles:
            yield from self._absolute(_text(node.get("url")), "json-ld url")
        yield from _named(self._address, "address fetched")

    def _absolute(self, value: str | None, where: str) -> Iterator[Found]:
        try:
            address = urljoin(self._address or "", (value or "").strip())
        except ValueError:
            return
        if _is_address(address):
            yield address, where


def parse_date(value: str) -> str | None:
    """The day that a machine-readable or plainly written date names, as ``YYYY-MM-DD``; None if unsure."""
    iso = _ISO_START.match(value)
    if iso:
        return iso_date("-".join(iso.groups()))
    spoken = _SPOKEN_DATE.search(value)
    if spoken:
        month = _MONTHS.index((spoken["month"] or spoken["month2"])[:3].lower()) + 1
        day, year = spoken["day"] or spoken["day2"], spoken["year"] or spoken["year2"]
        return iso_date(f"{year}-{month:02d}-{int(day):02d}")
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _dated(value: str | None, where: str) -> Iterator[Found]:
    day = parse_date(value) if value else None
    if day:
        yield day, where


def _named(value: str | None, where: str) -> Iterator[Found]:
    if value:
        yield value, where


def _meta_tags(root: Element) -> dict[str, str]:
    """Content of the first meta tag of each name, names in lower case."""
    tags: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or element.get("http-equiv")
        )
        content = _squeeze(unescape(element.get("content") or ""))
        if name and content:
            tags.setdefault(name.strip().lower(), content)
    return tags


def _json_ld(root: Element) -> Iterator[dict[str, Any]]:
    """All objects of the page's JSON-LD, nested ones of ``@graph`` and lists included."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = re.sub(
            r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|(?://\s*)?\]\]>)[\s;]*\Z",
            "",
            script.text or "",
        )
        try:
            data = json.loads(source.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [data]
        while waiting:
            item = waiting.pop()
            if isinstance(item, list):
                waiting.extend(reversed(item))
            elif isinstance(item, dict):
                yield item
                inner = ("mainEntityOfPage", "mainEntity", "@graph")
                waiting.extend(item[key] for key in inner if key in item)


def _types(node: dict[str, Any]) -> set[str]:
    kinds = node.get("@type")
    return {
        kind.rpartition("/")[2]
        for kind in (kinds if isinstance(kinds, list) else [kinds])
        if isinstance(kind, str)
    }


def _is_article(node: dict[str, Any]) -> bool:
    return any(kind.endswith(("Article", "BlogPosting", "Report")) for kind in _types(node))


def _text(value: Any) -> str | None:
    """The words of a JSON-LD value: a string, or the name of an object, the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("@id")
    return _squeeze(unescape(value)) or None if isinstance(value, str) else None


def _people(value: Any) -> str | None:
    names = [_text(item) for item in (value if isinstance(value, list) else [value])]
    known = list(dict.fromkeys(_without_by(name) for name in names if name and not _is_address(name)))
    return ", ".join(known)[:_MAX_TITLE_CHARS] or None


def _without_by(value: str) -> str:
    return re.sub(r"\A[Bb][Yy]:?\s+", "", value)


def _without_site(title: str, site: str, *, guess: bool = False) -> str:
    """Cut the site's name off a title; with ``guess``, also a short last part that may be one."""
    breaks = list(_SITE_BREAK.finditer(title))
    if not breaks:
        return title
    last = breaks[-1]
    tail = title[last.end() :]
    known = site and tail.casefold().replace(" ", "") in site.casefold().replace(" ", "")
    if known or (guess and len(tail.split()) <= 5 and len(tail) < last.start() and ":" not in last[0]):
        return title[: last.start()]
    return title


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://")) and not re.search(r"\s", value)


def _host(address: str | None) -> str | None:
    try:
        return urlsplit(address or "").hostname
    except ValueError:  # a bracket that isn't closed, and the like
        return None


def _squeeze(value: str) -> str:
    return " ".join(value.split())
