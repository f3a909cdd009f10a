"""One published text with its metadata, and the way back to the page it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NewType

from sayso.records.spans import Span

ArticleId = NewType("ArticleId", str)


@dataclass(frozen=True, slots=True)
class Credit:
    """An outlet or agency that the article credits as a channel of its text.

    Attributes:
        name: The outlet as the article writes it.
        span: Where the name stands, or None when it was read from the page's metadata.
        how: What kind of credit it is: ``reprint``, ``agency``, ``contribution``, ``first`` (the outlet
            that had the story first) or ``metadata``.
    """

    name: str
    span: Span | None
    how: str

    def to_dict(self) -> dict[str, Any]:
        """The credit as JSON."""
        return {"name": self.name, "span": self.span.to_dict() if self.span else None, "how": self.how}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Credit:
        """Inverse of :meth:`to_dict`."""
        return cls(data["name"], Span.from_dict(data["span"]) if data["span"] else None, data["how"])


@dataclass(frozen=True, slots=True)
class PageAnchor:
    """Leads a stretch of ``Article.text`` back to a text node of the page it came from.

    Attributes:
        start: First code point of the stretch in ``Article.text``.
        end: One past its last code point.
        xpath: XPath of the element in the parsed page, such as ``/html/body/p[2]``.
        node: Index of the text node among the element's text nodes in document order: 0 is the
            text before the first child, ``n`` the text after child ``n``.
        node_offsets: For each code point of the stretch, its offset in the node's text. Shape:
            ``(end - start,)``. A space made from a run of white space points at the run's first character.
    """

    start: int
    end: int
    xpath: str
    node: int
    node_offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One published text with its metadata.

    Attributes:
        text: The stored text; every offset in a reading counts into it.
        path: The input as the user gave it (a path, ``-`` or a URL), or None for text from memory.
        url: Canonical address, where known.
        title: Headline, where known.
        outlet: Who published it, where known.
        byline: Authors as printed, where known.
        published: ISO 8601 date (``YYYY-MM-DD``), where known.
        published_range: Where no date is known, the first and the last day it can have been published
            (``YYYY-MM-DD``) going by what the text mentions; an inference, never a date to count from.
        language: ISO 639-1 code.
        credits: Outlets credited as channels of the text.
        title_span: Where the title stands in ``text``, when it does.
        encoding: Name of the encoding the bytes were decoded from, None for text given as ``str``.
        found: For each metadata field that is known, where it was found, such as ``json-ld headline``.
        anchors: For HTML, the way back to the page; empty for plain text.
    """

    text: str
    path: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str = "en"
    credits: tuple[Credit, ...] = ()
    title_span: Span | None = None
    encoding: str | None = None
    found: Mapping[str, str] = field(default_factory=dict)
    published_range: tuple[str, str] | None = None
    anchors: tuple[PageAnchor, ...] = ()

    @property
    def id(self) -> ArticleId:
        """``sha256:`` and the digest of the text as UTF-8 (lone surrogates passed through)."""
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        return ArticleId(f"sha256:{digest}")

    @property
    def relays(self) -> tuple[str, ...]:
        """Names of the credited outlets, each once, in order."""
        return tuple(dict.fromkeys(credit.name for credit in self.credits))
