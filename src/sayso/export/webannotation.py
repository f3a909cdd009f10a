"""Readings become W3C Web Annotations: every part of an attribution, found by its place and by its words.

Web Annotation Data Model, W3C Recommendation of 23 February 2017. Positions are code points, as the model has
them, into the text that Sayso keeps. Where that was made of a web page, the page is the source, and its
state names the text; a quote selector finds the words in the page as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import sayso
from sayso.export.addresses import number_in, text_address, web_address
from sayso.export.streams import document
from sayso.records import JUDGED, Article, Attribution, Entity, Role, Span

if TYPE_CHECKING:
    from sayso.ledger.upheld import Upheld

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# Characters of context that tell a quote from the same words elsewhere.
_AROUND = 32


def annotation_pieces(items: Iterable[Upheld]) -> Iterator[str]:
    """One AnnotationPage, with an Annotation for each attribution."""
    head = {"@context": CONTEXT, "id": "urn:sayso:annotations", "type": "AnnotationPage"}
    return document(head, "items", (one for upheld in items for one in annotations_of(upheld)))


def annotations_of(upheld: Upheld) -> Iterator[dict[str, Any]]:
    """The annotations of one article."""
    article, reader = upheld.reading.article, upheld.reading.reader
    source = _source(article, upheld.taken.added_at)
    holders = {entity.id: entity for entity in upheld.reading.entities}
    for one in upheld.reading.attributions:
        yield {
            "id": number_in(article, one.id).urn,
            "type": "Annotation",
            "motivation": "describing",
            "created": _utc(upheld.taken.read_at),
            "generator": {
                "id": f"urn:sayso:reader:{reader.digest}",
                "type": "Software",
                "name": f"Sayso {sayso.__version__}, reader {reader.name} {reader.version}",
            },
            "body": _bodies(one, holders.get(one.holder) if one.holder else None),
            "target": [
                {
                    "type": "SpecificResource",
                    **source,
                    "styleClass": f"sayso-{role.value}",
                    "selector": selectors(article.text, span),
                }
                for role in Role
                for span in one.spans(role)
            ],
        }


def selectors(text: str, span: Span) -> list[dict[str, Any]]:
    """Two selectors of the same piece: where it stands, and what it says with what stands around."""
    return [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {
            "type": "TextQuoteSelector",
            "exact": span.exact,
            "prefix": text[max(0, span.start - _AROUND) : span.start],
            "suffix": text[span.end : span.end + _AROUND],
        },
    ]


def _source(article: Article, added_at: str) -> dict[str, Any]:
    url, text = web_address(article.url), text_address(article)
    described = {"type": "Text", "language": article.language}
    if url is None:
        return {"source": {"id": text, **described, "format": "text/plain"}}
    state = {"type": "TimeState", "sourceDate": _utc(added_at), "cached": text}
    return {"source": {"id": url, **described}, "state": state}


def _bodies(one: Attribution, holder: Entity | None) -> list[dict[str, Any]]:
    """Who says it as an identifying body, the judgements as tags."""
    bodies = [_body("identifying", holder.name)] if holder else []
    tags = [f"{name}: {value.value}" for name in JUDGED if (value := getattr(one, name))]
    tags += [f"via: {name}" for name in one.via]
    if one.due:
        days = "/".join(day or ".." for day in (one.due.earliest, one.due.latest))
        tags.append(f"due: {days if days != '../..' else one.due.value}")
    return bodies + [_body("tagging", tag) for tag in tags or [f"mode: {one.mode.value}"]]


def _body(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _utc(time: str) -> str:
    """A time as xsd:dateTime with the time zone that the model asks for."""
    return time.removesuffix("+00:00") + "Z" if time.endswith("+00:00") else time
