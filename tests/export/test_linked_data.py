"""Web Annotations, schema.org, PROV and STIX hold to their standards, as libraries of the field read them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.export.upheld import TEXT, bridge, odd, taken

from sayso.export.addresses import article_address, text_address, web_address
from sayso.export.jsonld import jsonld_pieces
from sayso.export.webannotation import CONTEXT, annotation_pieces
from sayso.ledger.upheld import Upheld


def several() -> list[Upheld]:
    """Two articles that say the same, one without an address, and one of odd characters."""
    copy = bridge(url="https://www.example.org/copy", outlet="Tarn Post")
    return [
        taken(bridge()),
        taken(copy, article=2),
        taken(bridge(url=None, title=None, outlet=None, published=None), article=3),
        taken(odd(), article=4),
    ]


def loaded(pieces: Any) -> Any:
    text = "".join(pieces)
    text.encode("utf-8")
    return json.loads(text)


# Web Annotation Data Model, sections 3.1 to 4.3: what is required, and which words are allowed.
MOTIVATIONS = {
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"),
    *("identifying", "linking", "moderating", "questioning", "replying", "tagging"),
}


def test_web_annotations_are_as_the_model_says() -> None:
    page = loaded(annotation_pieces(several()))
    assert (page["@context"], page["type"]) == (CONTEXT, "AnnotationPage")
    ids = [one["id"] for one in page["items"]]
    assert len(ids) == len(set(ids)) == 10
    for one in page["items"]:
        assert one["type"] == "Annotation"
        assert one["motivation"] in MOTIVATIONS
        assert one["created"].endswith("Z")
        assert {body["purpose"] for body in one["body"]} <= MOTIVATIONS
        assert all(body["type"] == "TextualBody" and body["value"] for body in one["body"])
        assert one["target"]
        for target in one["target"]:
            assert target["type"] == "SpecificResource"
            assert target["source"]["id"].startswith(("https://", "ni:///sha-256;"))


def test_both_selectors_find_the_words() -> None:
    page = loaded(annotation_pieces([taken(bridge())]))
    parts = [
        (target["styleClass"], TEXT[position["start"] : position["end"]], quote)
        for target in page["items"][0]["target"]
        for position, quote in [target["selector"]]
    ]
    assert [(part, words) for part, words, _ in parts] == [
        ("sayso-source", "Mayor Ida Holm"),
        ("sayso-cue", "told"),
        ("sayso-content", "“The bridge 🌉 will be safe by 2024.”"),
    ]
    for _, words, quote in parts:
        assert quote["exact"] == words
        assert TEXT.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1


def test_the_state_names_the_text_that_places_count_in() -> None:
    (target, *_) = loaded(annotation_pieces([taken(bridge())]))["items"][0]["target"]
    assert target["source"]["id"] == "https://www.example.com/bridge"
    assert target["state"]["cached"] == text_address(bridge().article)
    (target, *_) = loaded(annotation_pieces([taken(bridge(url=None))]))["items"][0]["target"]
    assert target["source"]["id"] == text_address(bridge().article)
    assert "state" not in target


def test_an_address_that_is_none_names_the_text_instead() -> None:
    assert article_address(odd().article).startswith("ni:///sha-256;")
    assert web_address("https://example.com/a b") is None
    assert web_address("https://example.com/ä?b=c#d") == "https://example.com/ä?b=c#d"


def graph_of(pieces: Any) -> Any:
    rdflib = pytest.importorskip("rdflib")
    return rdflib.Graph().parse(data="".join(pieces), format="json-ld")


def test_json_ld_uses_only_words_of_schema_org() -> None:
    rdflib = pytest.importorskip("rdflib")
    schema = rdflib.SDO
    graph = graph_of(jsonld_pieces(several()))
    used = {node for triple in graph for node in triple if str(node).startswith(str(schema))}
    used = {node for node in used if isinstance(node, rdflib.URIRef)}
    assert {schema.Quotation, schema.Claim, schema.NewsArticle, schema.creator, schema.text} <= used
    assert schema.Quotation in schema
    assert rdflib.URIRef(f"{schema}NoWordOfIt") not in schema
    assert [node for node in used if node not in schema] == []


def test_json_ld_leads_from_words_to_whoever_said_them() -> None:
    rdflib = pytest.importorskip("rdflib")
    schema = rdflib.SDO
    graph = graph_of(jsonld_pieces([taken(bridge())]))
    (quotation,) = graph.subjects(rdflib.RDF.type, schema.Quotation)
    assert str(graph.value(quotation, schema.text)) == "“The bridge 🌉 will be safe by 2024.”"
    assert str(graph.value(graph.value(quotation, schema.creator), schema.name)) == "Ida Holm"
    assert graph.value(quotation, schema.isPartOf) == rdflib.URIRef("https://www.example.com/bridge")
    report = graph.value(quotation, schema.isBasedOn)
    assert str(graph.value(graph.value(report, schema.publisher), schema.name)) == "Tarn Post"
    assert str(graph.value(quotation, schema.temporalCoverage)) == "2024-01-01/2024-12-31"
    claims = set(graph.subjects(rdflib.RDF.type, schema.Claim))
    assert len(claims) == 2
    assert sum(graph.value(claim, schema.creator) is None for claim in claims) == 1


@pytest.fixture
def prov_document() -> Any:
    model = pytest.importorskip("prov.model", reason="PROV needs the extra: pip install '.[export]'")
    from sayso.export.prov import prov_pieces

    return model.ProvDocument.deserialize(content="".join(prov_pieces(several())), format="json")


def test_prov_comes_back_whole(prov_document: Any) -> None:
    again = type(prov_document).deserialize(content=prov_document.serialize(format="json"), format="json")
    assert again == prov_document
    assert len(list(prov_document.bundles)) == 4


def test_prov_leads_from_words_to_whoever_said_them(prov_document: Any) -> None:
    from prov.model import PROV, PROV_ATTRIBUTION, PROV_DERIVATION

    bundle = next(iter(prov_document.bundles))
    derived = {}
    for record in bundle.get_records():
        if record.get_type() == PROV_DERIVATION:
            made, of = (str(value) for _, value in record.formal_attributes[:2])
            derived.setdefault(made, []).append((of, record.get_asserted_types()))
    agents = {
        str(record.formal_attributes[0][1]): str(record.formal_attributes[1][1])
        for record in bundle.get_records()
        if record.get_type() == PROV_ATTRIBUTION
    }
    values = {
        next(iter(record.value)): str(record.identifier) for record in bundle.get_records() if record.value
    }
    quote = derived[values["“The bridge 🌉 will be safe by 2024.”"]]
    (original,) = [of for of, types in quote if PROV["Quotation"] in types]
    (report,) = [of for of, types in quote if not types]
    assert [of for of, types in derived[report] if PROV["PrimarySource"] in types] == [original]
    labels = {str(record.identifier): record.label for record in bundle.get_records() if record.identifier}
    assert labels[agents[original]] == "Ida Holm"
    assert labels[agents[report]] == "Tarn Post"
    ((told, types),) = derived[values["to be old"]]
    assert PROV["PrimarySource"] in types
    assert told not in agents


@pytest.fixture
def stix_bundle() -> Any:
    stix2 = pytest.importorskip("stix2", reason="STIX needs the extra: pip install '.[export]'")
    from sayso.export.stix import stix_pieces

    return stix2.parse("".join(stix_pieces(several())), version="2.1")


def test_stix_has_every_object_once_and_refers_to_nothing_else(stix_bundle: Any) -> None:
    ids = [one.id for one in stix_bundle.objects]
    assert len(ids) == len(set(ids))
    for one in stix_bundle.objects:
        assert set(one.get("object_refs", [])) <= set(ids)
        assert one.get("created_by_ref") in {None, *ids}


def test_stix_says_who_says_what(stix_bundle: Any) -> None:
    by_type: dict[str, list[Any]] = {}
    for one in stix_bundle.objects:
        by_type.setdefault(one.type, []).append(one)
    assert {name: len(found) for name, found in by_type.items()} == {
        **{"report": 4, "note": 10, "opinion": 3, "identity": 9},
    }
    names = {one.id: one.name for one in by_type["identity"]}
    note = by_type["note"][0]
    assert (note.content, note.authors) == ("“The bridge 🌉 will be safe by 2024.”", ["Ida Holm"])
    assert {names[ref] for ref in note.object_refs if ref in names} == {"Ida Holm", "Tarn Post"}
    assert {one.opinion for one in by_type["opinion"]} == {"disagree"}
    report = by_type["report"][0]
    assert (report.name, names[report.created_by_ref]) == ("Bridge", "Example News")
    assert report.external_references[0].url == "https://www.example.com/bridge"


def test_an_article_without_statements_is_no_report() -> None:
    pytest.importorskip("stix2", reason="STIX needs the extra: pip install '.[export]'")
    from tests.build import reading

    from sayso.export.stix import stix_pieces

    assert loaded(stix_pieces([taken(reading("Rain.", outlet="Tarn Post"))]))["objects"] == []


def test_the_same_ledger_gives_the_same_bytes() -> None:
    for pieces in (annotation_pieces, jsonld_pieces):
        assert "".join(pieces(several())) == "".join(pieces(several()))
