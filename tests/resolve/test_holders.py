"""Every source leads to somebody of the article, or to nobody with a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.build import article, attribution, linked

from sayso.records import Attribution, AttributionId, Entity, HolderType, Identity, Mode, Span
from sayso.resolve.holders import resolve_holders

GOLD = Path("../shared/gold/rumours-train.jsonl")


def resolve(text: str, *items: Attribution) -> tuple[list[Attribution], dict[str, Entity], list[str | None]]:
    """Attributions in text order, entities by id, and the name of each attribution's holder."""
    resolved, entities = resolve_holders(article(text), linked(items))
    by_id = {str(entity.id): entity for entity in entities}
    return list(resolved), by_id, [by_id[item.holder].name if item.holder else None for item in resolved]


def names(text: str, *items: Attribution) -> list[str | None]:
    return resolve(text, *items)[2]


def test_a_surname_is_the_fullest_name_the_article_gives() -> None:
    text = "Mayor Ida Holm left. The bridge is safe, Holm said."
    item = attribution(text, source="safe, [[Holm]] said", cue="said", content="The bridge is safe")
    assert names(text, item) == ["Ida Holm"]


def test_a_name_behind_a_job_with_for_is_the_holder_and_what_the_job_is_for_is_not() -> None:
    text = "Ferryline assistant manager for marketing Jon Marden said it sails."
    named = attribution(
        text, source="Ferryline assistant manager for marketing Jon Marden", cue="said", content="it sails"
    )
    assert names(text, named) == ["Jon Marden"]
    text = "A spokesman for the city of Tarn Bay said it sails."
    unnamed = attribution(text, source="A spokesman for the city of Tarn Bay", cue="said", content="it sails")
    assert names(text, unnamed) == ["a spokesman for the city of tarn bay"]


def test_a_name_that_comes_later_in_full_counts_as_well() -> None:
    text = "Holm refuses to go\n\nThe mayor, Ida Holm, will stay."
    assert names(text, attribution(text, source="[[Holm]] refuses", cue="refuses", content="to go")) == [
        "Ida Holm"
    ]


@pytest.mark.parametrize(("pronoun", "holder"), [("he", "Vesa Orlen"), ("she", "Ida Holm")])
def test_he_and_she_agree_with_their_holder(pronoun: str, holder: str) -> None:
    text = f"Ida Holm met Vesa Orlen in Tarn. The bridge was safe, {pronoun} said."
    item = attribution(text, source=f"safe, [[{pronoun}]] said", cue="said", content="The bridge was safe")
    assert names(text, item) == [holder]


def test_a_pronoun_inside_what_somebody_says_is_that_person() -> None:
    text = "Ida Holm met the ferryman. Vesa Orlen said he hoped to win."
    outer = attribution(text, source="Vesa Orlen", cue="said", content="he hoped to win")
    inner = attribution(text, source="said [[he]]", cue="hoped", content="to win", id="a2")
    assert names(text, outer, inner) == ["Vesa Orlen", "Vesa Orlen"]


def test_i_in_a_direct_quotation_is_whoever_is_quoted() -> None:
    text = '"I think the bridge is safe," Ida Holm said.'
    outer = attribution(
        text, source="Ida Holm", cue="said", content='"I think the bridge is safe,"', mode=Mode.DIRECT
    )
    inner = attribution(text, source="[[I]] think", cue="think", content="the bridge is safe", id="a2")
    assert names(text, outer, inner) == ["Ida Holm", "Ida Holm"]


def test_i_outside_quotations_is_the_author() -> None:
    text = "The bridge looks old. I doubt that it is safe."
    items, _, holders = resolve(text, attribution(text, source="I", cue="doubt", content="that it is safe"))
    assert holders == ["the author"]
    assert items[0].identity is Identity.UNNAMED


def test_a_relative_pronoun_is_the_noun_before_it() -> None:
    text = "He met Ida Holm, who denied it."
    item = attribution(text, source="who", cue="denied", content="denied [[it]]")
    assert names(text, item) == ["Ida Holm"]


def test_an_office_is_who_holds_it() -> None:
    text = "Ida Holm, the harbour master of Tarn, left. The port will close, the harbour master said."
    item = attribution(
        text, source="close, [[the harbour master]] said", cue="said", content="The port will close"
    )
    assert names(text, item) == ["Ida Holm"]


def test_the_official_is_the_official_described_before() -> None:
    text = "A senior Ruthan official told the Comet that it was late. The official said more would come."
    first = attribution(text, source="A senior Ruthan official", cue="told", content="that it was late")
    second = attribution(text, source="The official", cue="said", content="more would come", id="a2")
    assert names(text, first, second) == ["a senior ruthan official"] * 2


def test_an_acronym_is_the_name_that_it_abbreviates() -> None:
    text = "The Tarn Harbour Authority (THA) met. The port will close, the THA said."
    item = attribution(text, source="close, [[the THA]] said", cue="said", content="The port will close")
    assert names(text, item) == ["Tarn Harbour Authority"]


def test_his_campaign_is_named_after_him() -> None:
    text = "Vesa Orlen lost. His campaign said it would appeal."
    items, _, holders = resolve(
        text, attribution(text, source="His campaign", cue="said", content="it would appeal")
    )
    assert holders == ["Vesa Orlen's campaign"]
    assert items[0].type is HolderType.ORGANISATION


def test_a_hedge_without_a_source_is_nobody_s() -> None:
    text = "It is thought that the bridge will fall."
    items, entities, _ = resolve(
        text, attribution(text, cue="It is thought", content="that the bridge will fall")
    )
    assert (items[0].holder, items[0].identity, items[0].type) == (None, Identity.NONE, HolderType.NONE)
    assert items[0].why[-1].judgement == "holder"
    assert not entities


def test_a_pronoun_without_anybody_before_it_has_no_holder_but_a_reason() -> None:
    text = "He said that it was late."
    items, _, _ = resolve(text, attribution(text, source="He", cue="said", content="that it was late"))
    assert (items[0].holder, items[0].why[-1].words) == (None, "pronoun without an antecedent")


def test_an_entity_keeps_its_role_and_its_employer() -> None:
    text = "Ida Holm, the chief engineer of the Tarn Harbour Authority, said it was late."
    source = "Ida Holm, the chief engineer of the Tarn Harbour Authority,"
    _, entities, _ = resolve(text, attribution(text, source=source, cue="said", content="it was late"))
    (entity,) = entities.values()
    assert entity.name == "Ida Holm"
    assert entity.role == "chief engineer of the Tarn Harbour Authority"
    assert entity.affiliation == "Tarn Harbour Authority"


def test_an_unnamed_entity_keeps_reason_and_access() -> None:
    text = "A person familiar with the matter, who asked not to be named, said it was late."
    source = "A person familiar with the matter, who asked not to be named,"
    _, entities, _ = resolve(text, attribution(text, source=source, cue="said", content="it was late"))
    (entity,) = entities.values()
    assert entity.identity is Identity.UNNAMED
    assert (entity.reason and entity.reason.exact) == "who asked not to be named"
    assert (entity.access and entity.access.exact) == "familiar with the matter"


def test_a_text_in_capitals_still_has_holders() -> None:
    text = "MAYOR IDA HOLM SAID THE BRIDGE WAS SAFE."
    items, _, holders = resolve(
        text, attribution(text, source="MAYOR IDA HOLM", cue="SAID", content="THE BRIDGE WAS SAFE")
    )
    assert holders == ["IDA HOLM"]
    assert items[0].identity is Identity.NAMED


def test_the_turns_of_a_transcript_have_their_speaker() -> None:
    text = "IDA HOLM: The bridge is safe.\nVESA ORLEN: It is not."
    first = attribution(text, source="IDA HOLM", content="The bridge is safe.", mode=Mode.DIRECT)
    second = attribution(text, source="VESA ORLEN", content="It is not.", mode=Mode.DIRECT, id="a2")
    assert names(text, first, second) == ["IDA HOLM", "VESA ORLEN"]


def _anywhere(text: str, cuts: list[int]) -> tuple[Attribution, ...]:
    """Attributions whose parts lie at arbitrary places of a text."""
    places = sorted({min(cut, len(text)) for cut in cuts})
    items = []
    for number, (one, two, three, four) in enumerate(zip(*(places[at:] for at in range(4)), strict=False)):
        items.append(
            Attribution(
                id=AttributionId(f"a{number}"),
                source=(Span.of(text, one, two),),
                cue=(Span.of(text, two, three),),
                content=(Span.of(text, three, four),),
                mode=Mode.INDIRECT,
                score=0.5,
            )
        )
    return tuple(items)


@given(
    st.one_of(
        st.text(max_size=120),
        st.lists(
            st.sampled_from(
                [
                    "Ida Holm",
                    "he",
                    "the",
                    "officials",
                    "who",
                    ",",
                    '"',
                    "said",
                    "(",
                    ")",
                    "\n",
                    "I",
                    "’s",
                    ".",
                ]
            ),
            max_size=40,
        ).map(" ".join),
    ),
    st.lists(st.integers(0, 200), max_size=12),
)
def test_any_text_and_any_spans_resolve_to_spans_of_the_text(text: str, cuts: list[int]) -> None:
    items = _anywhere(text, cuts)
    resolved, entities = resolve_holders(article(text), items)
    assert [item.id for item in resolved] == [item.id for item in items]
    known = {entity.id for entity in entities}
    assert all(item.holder is None or item.holder in known for item in resolved)
    assert all(item.identity is not None and item.type is not None for item in resolved)
    for entity in entities:
        spans = [*entity.mentions, *filter(None, (entity.reason, entity.access))]
        assert all(text[span.start : span.end] == span.exact for span in spans)
    assert (resolved, entities) == resolve_holders(article(text), items)


@pytest.mark.gold
@pytest.mark.skipif(not GOLD.is_file(), reason="needs the gold rumours beside the checkout")
def test_words_of_a_name_stand_in_the_article() -> None:
    for line in GOLD.read_text(encoding="utf-8").splitlines()[:25]:
        row: dict[str, Any] = json.loads(line)
        items = _gold(row)
        _, entities = resolve_holders(article(row["text"]), items)
        low = row["text"].lower()
        for entity in entities:
            words = entity.name.lower().replace("'s", " ").replace("'", " ").replace(",", " ").split()
            missing = [word for word in words if word not in low]
            assert not missing or entity.name == "the author", (entity.name, missing)


def _gold(row: dict[str, Any]) -> tuple[Attribution, ...]:
    text = row["text"]

    def spans(pairs: list[list[int]]) -> tuple[Span, ...]:
        return tuple(Span.of(text, start, end) for start, end in pairs)

    items = [
        Attribution(
            id=AttributionId("a"),
            source=spans(item["source"]),
            cue=spans(item["cue"]),
            content=spans(item["content"]),
            mode=Mode.INDIRECT,
            score=1.0,
        )
        for item in row["attributions"]
    ]
    return linked(items)
