"""Wording: loaded verbs in the article's own voice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.build import attribution, reading
from tests.lint.cases import example, find, found, holder, said

from sayso.records import HolderType, Identity, Stance

BRIDGE = example("W101", "Bad")


def test_loaded_verb_is_found_even_before_holders_are_resolved() -> None:
    bare = attribution(BRIDGE, source="Mayor Ida Holm", cue="admitted", content="that the bridge was shut")
    (finding,) = found("W101", reading(BRIDGE, [bare]))
    assert finding.message == '"admitted" judges what "Mayor Ida Holm" said'
    assert finding.spans[0].exact == "admitted"
    better = example("W101", "Better")
    plain = attribution(better, source="Mayor Ida Holm", cue="said", content="that the bridge was shut")
    assert found("W101", reading(better, [plain])) == ()


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Her claim that the bridge was shut was false.", "Her", "claim", "that the bridge was shut"),
        ("Holm's claim that it was shut was false.", "Holm's", "claim", "that it was shut"),
        ("He dismissed claims by Holm that it was shut.", "Holm", "claims", "that it was shut"),
        ("Holm claimed responsibility for it.", "Holm", "claimed", "responsibility for it"),
        ("Holm claims to know it.", "Holm", "claims", "to know it"),
    ],
)
def test_nouns_and_set_phrases_are_no_loaded_verbs(text: str, source: str, cue: str, content: str) -> None:
    holm = holder(text, "Ida Holm", source, identity=Identity.NAMED)
    assert find("W101", text, [said(text, holm, source=source, cue=cue, content=content)], holm) == []


def test_claimed_of_a_person_is_loaded_and_keeps_a_due_distance_elsewhere() -> None:
    text = "She claimed that the bridge was shut."
    holm = holder(text, "Ida Holm", "She", identity=Identity.NAMED)
    claimed = said(text, holm, source="She", cue="claimed", content="that the bridge was shut")
    assert find("W101", text, [claimed], holm) == ['"claimed" judges what "Ida Holm" said']
    for distant in (
        replace(claimed, type=HolderType.DOCUMENT),
        replace(claimed, type=HolderType.OUTLET),
        replace(claimed, stance=Stance.DOUBTED),
        replace(claimed, type=None),
        replace(claimed, stance=None),
    ):
        assert find("W101", text, [distant], holm) == []


def test_verb_that_somebody_else_is_quoted_with_is_not_the_articles() -> None:
    text = '"Holm admitted that it was shut," Bo Lind said.'
    inner = attribution(text, source="Holm", cue="admitted", content="that it was shut")
    assert find("W101", text, [inner]) == []


KING = example("W102", "Bad")


@pytest.mark.parametrize(
    ("name", "identity", "n"),
    [
        ("an insider", Identity.UNNAMED, 1),
        ("a witness", Identity.UNNAMED, 0),
        ("Ida Holm", Identity.NAMED, 0),
    ],
)
def test_unnamed_source_reveals_nothing(name: str, identity: Identity, n: int) -> None:
    insider = holder(KING, name, "An insider", identity=identity)
    revealed = said(
        KING, insider, source="An insider", cue="revealed", content="that the king would abdicate"
    )
    assert len(find("W102", KING, [revealed], insider)) == n
