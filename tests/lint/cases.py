"""What the tests of the rules share: readings whose fields are all filled, and the findings of one rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.build import Pieces, attribution, reading, spans

from sayso.lint import RuleChoice, explain, find_findings
from sayso.records import (
    Attribution,
    Certainty,
    Entity,
    EntityId,
    Finding,
    HolderType,
    Identity,
    Kind,
    Polarity,
    Reading,
    Stance,
)

JUDGED: dict[str, Any] = {
    "stance": Stance.NEUTRAL,
    "certainty": Certainty.CERTAIN,
    "polarity": Polarity.POSITIVE,
    "kind": Kind.FACT,
}


def example(code: str, title: str) -> str:
    """The bad or better example on the page of a rule."""
    after = explain(code).split(f"**{title}**\n\n> ")[1]
    return after.split("\n")[0]


def holder(text: str, name: str, mention: Pieces, *, id: str = "e1", **others: Any) -> Entity:
    """An entity; unnamed and a person unless ``others`` says otherwise."""
    fields = {"identity": Identity.UNNAMED, "type": HolderType.PERSON, **others}
    return Entity(id=EntityId(id), name=name, mentions=spans(text, mention), **fields)


def said(text: str, by: Entity | None = None, **parts: Any) -> Attribution:
    """An attribution that is resolved to ``by`` and judged; without ``by`` it is nobody's."""
    resolved = {
        "holder": by.id if by else None,
        "identity": by.identity if by else Identity.NONE,
        "type": by.type if by else HolderType.NONE,
    }
    return attribution(text, **{**JUDGED, **resolved, **parts})


def found(code: str, one: Reading) -> tuple[Finding, ...]:
    """The findings of one rule."""
    return find_findings(one, RuleChoice(select=(code,)))


def find(code: str, text: str, said_there: Iterable[Attribution], *held: Entity, **more: Any) -> list[str]:
    """The messages of one rule on a text with these attributions and holders."""
    return [finding.message for finding in found(code, reading(text, said_there, entities=held, **more))]
