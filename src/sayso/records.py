"""The records that stages hand to each other, and their JSON form, schema ``sayso/1``.

All records are frozen. Offsets are half-open ``[start, end)`` Unicode code points into
``Article.text``, and ``article.text[span.start:span.end] == span.exact`` always holds.
Attributions follow PARC and PolNeAR (Newell, Margolin & Ruths, LREC 2018).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NewType

SCHEMA = "sayso/1"

ArticleId = NewType("ArticleId", str)
AttributionId = NewType("AttributionId", str)
EntityId = NewType("EntityId", str)


class Role(StrEnum):
    """The three parts of an attribution."""

    SOURCE = "source"
    CUE = "cue"
    CONTENT = "content"


class Mode(StrEnum):
    """How the content is quoted: all of it in quotation marks, part of it, or none."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Identity(StrEnum):
    """Whether the article names the holder."""

    NAMED = "named"
    UNNAMED = "unnamed"
    NONE = "none"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of the article's text.

    Attributes:
        start: First code point, counted from 0.
        end: One past the last code point; always greater than ``start``.
        exact: The characters themselves.
    """

    start: int
    end: int
    exact: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Cut ``text[start:end]``; raises ValueError when the piece is empty or outside the text."""
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span [{start}, {end}) does not lie in a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    def to_dict(self) -> dict[str, Any]:
        """The span as the contract writes it."""
        return {"start": self.start, "end": self.end, "exact": self.exact}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Span:
        """Inverse of :meth:`to_dict`."""
        return cls(data["start"], data["end"], data["exact"])


@dataclass(frozen=True, slots=True)
class Credit:
    """An outlet or agency that the article credits as a channel of its text.

    Attributes:
        name: The outlet as the article writes it.
        span: Where the name stands, or None when it was read from the page's metadata.
        how: What kind of credit it is: ``reprint``, ``agency``, ``contribution`` or ``metadata``.
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


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for one judgement.

    Attributes:
        judgement: What it explains: ``attribution``, ``mode``, ``stance`` and so on.
        by: What decided: ``cue``, ``rule`` or ``model``.
        words: The words of the article, the name of the rule, or the model head with its version.
    """

    judgement: str
    by: str
    words: str

    def to_dict(self) -> dict[str, str]:
        """The reason as JSON."""
        return {"judgement": self.judgement, "by": self.by, "words": self.words}

    @classmethod
    def from_dict(cls, data: Mapping[str, str]) -> Why:
        """Inverse of :meth:`to_dict`."""
        return cls(data["judgement"], data["by"], data["words"])


@dataclass(frozen=True, slots=True)
class Attribution:
    """The article says that somebody holds or expressed some content.

    Attributes:
        id: ``a1``, ``a2`` and so on, in the order of the first character.
        source: Who holds it; empty when the text names nobody.
        cue: The words that signal the attribution; empty only for a quote joined to its source without one.
        content: What is attributed, in one or more pieces, in text order.
        mode: How the content is quoted.
        within: The innermost attribution whose content holds the cue and content of this one, or None.
        holder: The source resolved to an entity, or None.
        via: Names of the channels it came through, nearest first.
        identity: Whether the holder is named; None while unresolved.
        type: What the holder is; None while unresolved.
        stance: Of the article towards what it relays; None while unjudged.
        certainty: Of the holder in the content; None while unjudged.
        polarity: ``negative`` where the cue rejects the content; None while unjudged.
        kind: ``fact``, ``prediction``, ``intention``, ``opinion`` or ``directive``; None while unjudged.
        due: When a prediction or intention falls due, or None.
        score: The model's belief that the attribution is right, 0 to 1, calibrated.
        why: The reasons for the judgements above.
    """

    id: AttributionId
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    mode: Mode
    score: float
    within: AttributionId | None = None
    holder: EntityId | None = None
    via: tuple[str, ...] = ()
    identity: Identity | None = None
    type: str | None = None
    stance: str | None = None
    certainty: str | None = None
    polarity: str | None = None
    kind: str | None = None
    due: Mapping[str, Any] | None = None
    why: tuple[Why, ...] = ()

    @property
    def start(self) -> int:
        """First code point of any of its parts."""
        return min(span.start for span in (*self.source, *self.cue, *self.content))

    @property
    def end(self) -> int:
        """One past the last code point of any of its parts."""
        return max(span.end for span in (*self.source, *self.cue, *self.content))

    def spans(self, role: Role) -> tuple[Span, ...]:
        """The spans of one role."""
        return {Role.SOURCE: self.source, Role.CUE: self.cue, Role.CONTENT: self.content}[role]

    def to_dict(self) -> dict[str, Any]:
        """The attribution as the contract writes it."""
        return {
            "id": self.id,
            **{role.value: [span.to_dict() for span in self.spans(role)] for role in Role},
            "mode": self.mode.value,
            "within": self.within,
            "holder": self.holder,
            "via": list(self.via),
            "identity": self.identity.value if self.identity else None,
            "type": self.type,
            "stance": self.stance,
            "certainty": self.certainty,
            "polarity": self.polarity,
            "kind": self.kind,
            "due": dict(self.due) if self.due is not None else None,
            "score": round(self.score, 4),
            "why": [reason.to_dict() for reason in self.why],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Attribution:
        """Inverse of :meth:`to_dict`; keys of later versions are left out."""
        spans = {role.value: tuple(Span.from_dict(span) for span in data[role.value]) for role in Role}
        return cls(
            id=data["id"],
            **spans,
            mode=Mode(data["mode"]),
            score=data["score"],
            within=data.get("within"),
            holder=data["holder"],
            via=tuple(data["via"]),
            identity=Identity(data["identity"]) if data["identity"] else None,
            type=data["type"],
            stance=data["stance"],
            certainty=data["certainty"],
            polarity=data["polarity"],
            kind=data["kind"],
            due=data["due"],
            why=tuple(Why.from_dict(reason) for reason in data["why"]),
        )


@dataclass(frozen=True, slots=True)
class Entity:
    """A holder: somebody or something that the article's sources lead to."""

    id: EntityId
    name: str
    identity: Identity
    type: str
    mentions: tuple[Span, ...]

    def to_dict(self) -> dict[str, Any]:
        """The entity as the contract writes it."""
        return {
            "id": self.id,
            "name": self.name,
            "identity": self.identity.value,
            "type": self.type,
            "mentions": [span.to_dict() for span in self.mentions],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Entity:
        """Inverse of :meth:`to_dict`."""
        mentions = tuple(Span.from_dict(span) for span in data["mentions"])
        return cls(data["id"], data["name"], Identity(data["identity"]), data["type"], mentions)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader should look at, found by a numbered rule."""

    rule: str
    message: str
    spans: tuple[Span, ...]

    def to_dict(self) -> dict[str, Any]:
        """The finding as the contract writes it."""
        return {"rule": self.rule, "message": self.message, "spans": [span.to_dict() for span in self.spans]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Finding:
        """Inverse of :meth:`to_dict`."""
        return cls(data["rule"], data["message"], tuple(Span.from_dict(span) for span in data["spans"]))


@dataclass(frozen=True, slots=True)
class ReaderInfo:
    """Which reader made a reading: its name, version and the digest over its model files."""

    name: str
    version: str
    digest: str

    def to_dict(self) -> dict[str, str]:
        """The reader as the contract writes it."""
        return {"name": self.name, "version": self.version, "digest": self.digest}


@dataclass(frozen=True, slots=True)
class Reading:
    """All that Sayso says of one article."""

    article: Article
    attributions: tuple[Attribution, ...]
    reader: ReaderInfo
    entities: tuple[Entity, ...] = ()
    headline: Mapping[str, Any] = field(default_factory=lambda: {"quotes": [], "claims": []})
    findings: tuple[Finding, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The reading in schema ``sayso/1``."""
        article = self.article
        return {
            "schema": SCHEMA,
            "id": article.id,
            "path": article.path,
            "url": article.url,
            "title": article.title,
            "outlet": article.outlet,
            "byline": article.byline,
            "published": article.published,
            "language": article.language,
            "text": article.text,
            "attributions": [attribution.to_dict() for attribution in self.attributions],
            "entities": [entity.to_dict() for entity in self.entities],
            "relays": list(article.relays),
            "headline": dict(self.headline),
            "findings": [finding.to_dict() for finding in self.findings],
            "reader": self.reader.to_dict(),
            "title_span": article.title_span.to_dict() if article.title_span else None,
            "credits": [credit.to_dict() for credit in article.credits],
            "encoding": article.encoding,
            "found": dict(article.found),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Reading:
        """Inverse of :meth:`to_dict`, but for the anchors into the page, which JSON does not carry."""
        article = Article(
            text=data["text"],
            path=data["path"],
            url=data["url"],
            title=data["title"],
            outlet=data["outlet"],
            byline=data["byline"],
            published=data["published"],
            language=data["language"],
            credits=tuple(Credit.from_dict(credit) for credit in data.get("credits", ())),
            title_span=Span.from_dict(data["title_span"]) if data.get("title_span") else None,
            encoding=data.get("encoding"),
            found=dict(data.get("found", {})),
        )
        return cls(
            article=article,
            attributions=tuple(Attribution.from_dict(item) for item in data["attributions"]),
            reader=ReaderInfo(**data["reader"]),
            entities=tuple(Entity.from_dict(item) for item in data["entities"]),
            headline=dict(data["headline"]),
            findings=tuple(Finding.from_dict(item) for item in data["findings"]),
        )

    def to_html(self) -> str:
        """The reading as one self-contained HTML page, for people to read and print."""
        from importlib import import_module

        page: str = import_module("sayso.export.html").render_page(self)
        return page


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read, in the place where its reading would stand."""

    path: str
    code: str
    message: str

    def to_dict(self) -> dict[str, Any]:
        """The failure in schema ``sayso/1``."""
        return {
            "schema": SCHEMA,
            "path": self.path,
            "error": {"code": self.code, "message": self.message},
        }
