"""Names: two spellings, two offices."""

from __future__ import annotations

import pytest
from tests.build import reading
from tests.lint.cases import example, found, holder

from sayso.records import Entity, Identity


def named(name: str, id: str = "e1") -> Entity:
    return holder("", name, (), id=id, identity=Identity.NAMED)


def messages(code: str, text: str, *people: Entity) -> list[str]:
    return [one.message for one in found(code, reading(text, entities=people))]


def test_page_examples() -> None:
    keshov, grishanov = named("Radomir Keshov"), named("Boris Grishanov")
    assert messages("N101", example("N101", "Bad"), keshov) == ['"Keschov" is "Radomir Keshov" elsewhere']
    assert messages("N101", example("N101", "Better"), keshov) == []
    assert messages("N102", example("N102", "Bad"), grishanov) == [
        '"Boris Grishanov" is "head of Border Guard" in one place and "head of Harbour Police" in another'
    ]
    assert messages("N102", example("N102", "Better"), grishanov) == []


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Ida Grishanov spoke. Grishanow left.", 1),
        ("Ida Grishanov spoke. Ida Grishonov left.", 1),
        ("Ida Grishanov spoke. Grihsanov left.", 1),
        ("Ida Grishanov spoke. The Grishanovs left.", 0),
        ("Ida Grishanov spoke. Grishanov's sister left.", 0),
        ("Ida Grishanov spoke. Boris Grishanow left.", 0),
        ("Ida Grishanov spoke. Grishanow Holm left.", 0),
        ("Ida Grishanov spoke. grishanow left.", 0),
        ("Ida Grishanov spoke. Grishanow left in a grishanow.", 0),
    ],
)
def test_one_letter_makes_another_spelling(text: str, n: int) -> None:
    assert len(messages("N101", text, named("Ida Grishanov"))) == n


def test_other_holders_and_short_names_are_no_misspelling() -> None:
    text = "Ida Grishanov spoke. Grishanow left."
    assert messages("N101", text, named("Ida Grishanov"), named("Bo Grishanow", "e2")) == []
    assert messages("N101", "Ida Marsh spoke in March.", named("Ida Marsh")) == []
    assert messages("N101", "Ida Holm spoke. Helm left.", named("Ida Holm")) == []


@pytest.mark.parametrize(
    ("text", "n"),
    [
        (
            "The director of the Border Guard, Bo Grishanov, fled. Grishanov, head of the Port Police, ate.",
            1,
        ),
        (
            "An ex-head of the Border Guard, Boris Grishanov, fled. Grishanov, head of the Port Police, ate.",
            0,
        ),
        ("The head of the Border Guard, Boris Grishanov, fled. Grishanov, head of the BG, left.", 0),
        ("The head of the Border Guard, Boris Grishanov, fled. Grishanov, head of the Guard, left.", 0),
        (
            "The head of the Border Guard, Boris Grishanov, fled. Ida Holm, head of the Port Police, ate.",
            0,
        ),
        (
            "The head of the Border Guard, Boris Grishanov, fled. Grishanov, chair of the Chess Club, left.",
            0,
        ),
    ],
)
def test_two_offices_of_one_kind(text: str, n: int) -> None:
    assert len(messages("N102", text, named("Boris Grishanov"))) == n


def test_unresolved_reading_has_no_names_to_compare() -> None:
    assert messages("N", example("N102", "Bad")) == []
