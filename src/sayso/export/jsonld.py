"""Readings become JSON-LD 1.1 in the vocabulary of schema.org: Quotations and Claims in NewsArticles.

What is quoted word for word is a ``Quotation``; anything else is a ``Claim``, which appears in the article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sayso.export.addresses import article_address, number_in, number_of, text_address
from sayso.export.streams import document
from sayso.records import Article, Attribution, Entity, HolderType, Identity, Mode, Reading

if TYPE_CHECKING:
    from sayso.ledger.upheld import Upheld

# Stands in the file itself, so that reading it needs no network.
CONTEXT = {
    "@vocab": "https://schema.org/",
    **{name: {"@type": "@id"} for name in ("url", "isPartOf", "appearance", "creator", "isBasedOn")},
    **{name: {"@type": "https://schema.org/Date"} for name in ("datePublished", "dateModified")},
}
_TYPES = {
    HolderType.PERSON: "Person",
    HolderType.ORGANISATION: "Organization",
    HolderType.GROUP: "Organization",
    HolderType.OUTLET: "NewsMediaOrganization",
    HolderType.DOCUMENT: "CreativeWork",
}
_JUDGEMENTS = ("identity", "stance", "certainty", "polarity", "kind")


def jsonld_pieces(items: Iterable[Upheld]) -> Iterator[str]:
    """One document with a graph of articles, statements and people."""
    nodes = (node for upheld in items for node in nodes_of(upheld.reading))
    return document({"@context": CONTEXT}, "@graph", nodes)


def nodes_of(reading: Reading) -> Iterator[dict[str, Any]]:
    """The nodes of one article: itself, what is said in it, and who says so."""
    article = reading.article
    yield _article(article)
    said = {one.holder for one in reading.attributions}
    holders = {entity.id: entity for entity in reading.entities if entity.id in said}
    for entity in holders.values():
        yield _holder(article, entity)
    for one in reading.attributions:
        yield _statement(article, one, holders.get(one.holder) if one.holder else None)


def _article(article: Article) -> dict[str, Any]:
    return _known(
        {
            "@id": article_address(article),
            "@type": "NewsArticle",
            "identifier": text_address(article),
            "url": article_address(article) if article.url else None,
            "headline": article.title,
            "inLanguage": article.language,
            "datePublished": article.published,
            "publisher": _outlet(article.outlet) if article.outlet else None,
            "author": {"@type": "Person", "name": article.byline} if article.byline else None,
            "isBasedOn": [_report(name) for name in article.relays],
        }
    )


def _outlet(name: str) -> dict[str, Any]:
    return {"@id": number_of(name).urn, "@type": "NewsMediaOrganization", "name": name}


def _report(outlet: str) -> dict[str, Any]:
    """What an outlet or platform had, and others took up."""
    return {"@type": "CreativeWork", "publisher": _outlet(outlet)}


def _holder(article: Article, entity: Entity) -> dict[str, Any]:
    is_person = entity.type is HolderType.PERSON
    return _known(
        {
            "@id": number_in(article, entity.id).urn,
            "@type": _TYPES.get(entity.type, "Thing"),
            "name": entity.name,
            "alternateName": list(entity.aliases),
            "jobTitle": entity.role if is_person else None,
            "affiliation": {"@type": "Organization", "name": entity.affiliation}
            if is_person and entity.affiliation
            else None,
            "description": "not named in the article" if entity.identity is Identity.UNNAMED else None,
        }
    )


def _statement(article: Article, one: Attribution, holder: Entity | None) -> dict[str, Any]:
    is_quoted = one.mode is Mode.DIRECT
    due = one.due
    days = [day or ".." for day in (due.earliest, due.latest)] if due else []
    tags = [_tag(name, value.value) for name in _JUDGEMENTS if (value := getattr(one, name))]
    return _known(
        {
            "@id": number_in(article, one.id).urn,
            "@type": "Quotation" if is_quoted else "Claim",
            "text": " … ".join(span.exact for span in one.content),
            "inLanguage": article.language,
            "creator": number_in(article, holder.id).urn if holder else None,
            "isPartOf" if is_quoted else "appearance": article_address(article),
            "isBasedOn": [_report(name) for name in one.via],
            "temporalCoverage": "/".join(days) if set(days) - {".."} else None,
            "keywords": tags,
        }
    )


def _tag(judgement: str, value: str) -> dict[str, Any]:
    return {"@type": "DefinedTerm", "inDefinedTermSet": judgement, "termCode": value, "name": value}


def _known(node: dict[str, Any]) -> dict[str, Any]:
    """The node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, [], "")}
