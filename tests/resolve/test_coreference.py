"""Pronouns and descriptions find who is meant, before them, behind them and around quotations."""

from __future__ import annotations

import pytest
from tests.build import article, attribution, linked

from sayso.records import Attribution, HolderType, Identity
from sayso.resolve.coreference.introduced import Introduction, LaterNames
from sayso.resolve.coreference.order import innermost_contents, reading_order
from sayso.resolve.coreference.scene import Scene
from sayso.resolve.holders import resolve_holders
from sayso.resolve.mentions import Parser
from sayso.resolve.names import NameFinder
from sayso.resolve.names.tokens import tokenize


def holders(text: str, *items: Attribution) -> list[tuple[str | None, Identity | None, HolderType | None]]:
    """Name, identity and type of each attribution's holder, in text order."""
    resolved, entities = resolve_holders(article(text), linked(items))
    names = {entity.id: entity.name for entity in entities}
    return [(names[item.holder] if item.holder else None, item.identity, item.type) for item in resolved]


def names(text: str, *items: Attribution) -> list[str | None]:
    return [name for name, _, _ in holders(text, *items)]


def test_who_speaks_is_met_before_what_is_quoted() -> None:
    text = 'Vesa Orlen sails. "He will sink," Ida Holm said. It rains.'
    item = attribution(text, source="Ida Holm", cue="said", content='"He will sink,"', mode="direct")
    tokens = tokenize(text)
    words = [tokens[at].text for at, again in reading_order(tokens, [item], {item.id: (10, 12)}) if not again]
    assert words[:7] == ["Vesa", "Orlen", "sails", ".", "Ida", "Holm", '"']
    assert sorted(words) == sorted(token.text for token in tokens)


def test_the_innermost_content_is_around_a_word() -> None:
    text = "Holm said that Orlen believes it rains."
    outer = attribution(text, source="Holm", cue="said", content="that Orlen believes it rains")
    inner = attribution(text, source="Orlen", cue="believes", content="it rains", id="a2")
    tokens = tokenize(text)
    around = {
        token.text: item
        for token, item in zip(tokens, innermost_contents(tokens, [outer, inner]), strict=True)
    }
    assert (around["Holm"], around["Orlen"], around["rains"]) == (None, outer, inner)


def test_a_surname_that_is_a_first_name_tells_no_gender() -> None:
    text = "Hillary Clinton met Vesa Orlen on Monday. Clinton was late. She said that it rained."
    assert names(text, attribution(text, source="She", cue="said", content="that it rained")) == [
        "Hillary Clinton"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A Tarn man says he ate forty eggs. Ivo Holm, 31, said that it took an hour.",
        "A man from Tarn says he ate forty eggs. Ivo Holm, who lives there, said that it took an hour.",
    ],
)
def test_who_is_described_first_is_named_later(text: str) -> None:
    said = attribution(text, source="Ivo Holm", cue="said", content="that it took an hour")
    first = attribution(text, source=text.split(" says")[0], cue="says", content="he ate forty eggs", id="a2")
    assert names(text, first, said) == ["Ivo Holm", "Ivo Holm"]


def test_an_official_is_not_whoever_is_named_next() -> None:
    text = "An official said that it rained. Ida Holm, a singer, left the town on Monday."
    item = attribution(text, source="An official", cue="said", content="that it rained")
    assert holders(text, item) == [("an official", Identity.UNNAMED, HolderType.PERSON)]


def test_names_that_come_later_are_looked_at_in_order() -> None:
    text = "A man left. Later Ida Holm met Ivo Holm and the Tarn Harbour Authority."
    scene = Scene(text, [], [])
    mention = scene.parser.parse(0, 5)
    found = LaterNames(scene.cast.figures).after(Introduction(mention, 0, 0, source=True))
    assert [" ".join(figure.key) for figure in found] == ["ivo holm"]


def test_a_company_is_taken_up_by_what_it_is() -> None:
    text = "Orel Foods Inc. said that it would close. The company said that it was sorry."
    first = attribution(
        text, source="Orel Foods Inc.", cue="[[said]] that it would", content="that it would close"
    )
    second = attribution(
        text, source="The company", cue="company [[said]]", content="that it was sorry", id="a2"
    )
    assert len(set(names(text, first, second))) == 1


def test_the_government_is_named_and_everybody_is_a_group() -> None:
    text = "The government said that it rained. No one knows why."
    items = (
        attribution(text, source="The government", cue="said", content="that it rained"),
        attribution(text, source="No one", cue="knows", content="why", id="a2"),
    )
    assert holders(text, *items) == [
        ("the government", Identity.NAMED, HolderType.ORGANISATION),
        ("no one", Identity.UNNAMED, HolderType.GROUP),
    ]


def test_we_is_the_organisation_of_a_spokeswoman() -> None:
    text = '"We will close," said Orel Foods spokeswoman Ida Holm.'
    outer = attribution(
        text, source="Orel Foods spokeswoman Ida Holm", cue="said", content='"We will close,"', mode="direct"
    )
    inner = attribution(text, source="We", cue="will", content="close", mode="direct", id="a2")
    assert names(text, outer, inner) == ["Ida Holm", "Orel Foods"]


def test_an_elided_subject_is_that_of_the_clause_before() -> None:
    text = "Ida Holm denied it, saying that it rained. It was dry, saying the least."
    items = (
        attribution(text, source="Ida Holm", cue="denied", content="[[it]], saying"),
        attribution(text, cue="[[saying]] that", content="that it rained", id="a2"),
        attribution(text, cue="[[saying]] the", content="the least", id="a3"),
    )
    assert names(text, *items) == ["Ida Holm", "Ida Holm", None]


def test_a_document_goes_under_whoever_brought_it_out() -> None:
    text = "A report published Monday in the Tarn Herald claims that it rained."
    item = attribution(
        text, source="A report published Monday in the Tarn Herald", cue="claims", content="that it rained"
    )
    assert holders(text, item) == [("Tarn Herald", Identity.NAMED, HolderType.DOCUMENT)]


def test_somebody_with_a_handle_is_named_however_it_is_written() -> None:
    text = "so cold — mira_d (@mira_dov)"
    item = attribution(text, source="mira_d (@mira_dov)", cue="—", content="so cold")
    assert holders(text, item) == [("mira_d", Identity.NAMED, HolderType.PERSON)]


def test_a_source_inside_an_organisation_is_not_the_organisation() -> None:
    text = "Orel Foods grows. A source at Orel Foods who saw it told us that it rained."
    item = attribution(text, source="who", cue="told", content="that it rained")
    assert names(text, item) == ["a source at orel foods"]


def test_a_parser_of_no_words_finds_no_names() -> None:
    tokens = tokenize("")
    assert Parser("", tokens, NameFinder(tokens).find()).names_between(0, 1) == []
