"""All that Sayso says of one article, and its JSON form, schema ``sayso/1``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sayso.records.article import Article, Credit
from sayso.records.attribution import Attribution
from sayso.records.entity import Entity
from sayso.records.finding import Finding
from sayso.records.headline import HeadlineCheck
from sayso.records.spans import Span

SCHEMA = "sayso/1"


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
    headline: HeadlineCheck = field(default_factory=HeadlineCheck)
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
            "headline": self.headline.to_dict(),
            "findings": [finding.to_dict() for finding in self.findings],
            "reader": self.reader.to_dict(),
            "title_span": article.title_span.to_dict() if article.title_span else None,
            "credits": [credit.to_dict() for credit in article.credits],
            "encoding": article.encoding,
            "found": dict(article.found),
            "published_range": list(article.published_range) if article.published_range else None,
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
            published_range=tuple(data["published_range"]) if data.get("published_range") else None,
        )
        return cls(
            article=article,
            attributions=tuple(Attribution.from_dict(item) for item in data["attributions"]),
            reader=ReaderInfo(**data["reader"]),
            entities=tuple(Entity.from_dict(item) for item in data["entities"]),
            headline=HeadlineCheck.from_dict(data["headline"]),
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
