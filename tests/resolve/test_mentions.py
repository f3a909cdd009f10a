"""A source is parsed into a pronoun, names, or a description with its head noun."""

from __future__ import annotations

import pytest

from sayso.resolve.mentions import Mention, Parser, Shape
from sayso.resolve.mentions.named import is_named_document, named_by_owner, named_document
from sayso.resolve.names import NameFinder
from sayso.resolve.names.tokens import tokenize


def parse(source: str) -> Mention:
    text = f"Yesterday {source} said so."
    tokens = tokenize(text)
    return Parser(text, tokens, NameFinder(tokens).find()).parse(10, 10 + len(source))


@pytest.mark.parametrize("source", ["he", "She", "who", "itself", "“I", "[He]"])
def test_a_pronoun_is_a_pronoun_whatever_marks_stand_around_it(source: str) -> None:
    assert parse(source).shape is Shape.PRONOUN


@pytest.mark.parametrize(
    "source",
    [
        "Ida Holm",
        "Ida Holm, vice president of communications at Tarn University,",
        "golfer Ida Holm",
        "The leader of the Tarn Harbour Union, Ida Holm,",
        "her personal lawyer, Ida Holm",
        "Ida Holm, who owns the ferry",
        "Ida Holm's",
        "the wherryman, Ida Holm, 58",
        "a woman named Ida Holm",
        "former secretary of state Ida Holm",
    ],
)
def test_the_name_in_a_source_is_found_wherever_it_stands(source: str) -> None:
    mention = parse(source)
    assert (mention.shape, [name.text for name in mention.names]) == (Shape.NAME, ["Ida Holm"])


def test_names_joined_by_and_are_several() -> None:
    mention = parse("Ida Holm and Vesa Orlen")
    assert (mention.shape, [name.text for name in mention.names]) == (Shape.NAMES, ["Ida Holm", "Vesa Orlen"])


def test_names_set_beside_a_plural_are_several() -> None:
    mention = parse("two councillors, Ida Holm and Vesa Orlen,")
    assert [name.text for name in mention.names] == ["Ida Holm", "Vesa Orlen"]


@pytest.mark.parametrize(
    ("source", "head", "own_words"),
    [
        ("a spokesman for the Orel dealership", "spokesman", "a spokesman for the Orel dealership"),
        ("several sources, who have requested anonymity,", "sources", "several sources"),
        ("a source close to the guard", "source", "a source close to the guard"),
        ("a video released by the army", "video", "a video released by the army"),
        ("even Ruthan officials", "officials", "Ruthan officials"),
        ("no local residents", "residents", "local residents"),
    ],
)
def test_a_description_has_a_head_and_its_own_words(source: str, head: str, own_words: str) -> None:
    mention = parse(source)
    assert (mention.shape, mention.head, mention.text) == (Shape.DESCRIPTION, head, own_words)


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("Holm's campaign", True),
        ("the Ruthan government", True),
        ("the German government", True),
        ("Holm's lawyers", False),
        ("the campaign", False),
    ],
)
def test_an_organisation_is_named_by_whose_it_is(source: str, named: bool) -> None:
    assert named_by_owner(parse(source)) is named


def test_a_poll_is_named_by_who_made_it() -> None:
    mention = parse("the latest Orel University poll released Monday")
    assert is_named_document(mention)
    assert named_document(mention) == "Orel University poll"


def test_a_report_by_somebody_is_a_document_of_theirs() -> None:
    mention = parse("a report by the Tarn Harbour Authority")
    assert (mention.shape, mention.names[0].text) == (Shape.DOCUMENT, "Tarn Harbour Authority")


@pytest.mark.parametrize(
    ("source", "author"),
    [
        ("a story in the newspaper Tarn Herald", "Tarn Herald"),
        ("an article published Monday on Wump.com", "Wump.com"),
        ("a later message from Ida Holm", "Ida Holm"),
    ],
)
def test_a_document_is_its_author_s(source: str, author: str) -> None:
    mention = parse(source)
    assert (mention.shape, mention.names[0].text) == (Shape.DOCUMENT, author)


def test_an_office_for_somebody_is_not_that_one() -> None:
    assert parse("a spokesman for Prime Minister Ida Holm").shape is Shape.DESCRIPTION
    assert parse("a source within Orel Foods").shape is Shape.DESCRIPTION
