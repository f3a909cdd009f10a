"""What Sayso writes keeps to the published JSON Schema, and the schema turns down what breaks it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.build import attribution, reading
from tests.export.stories import crossing, tabloid

from sayso.records import (
    Certainty,
    Channel,
    Due,
    Entity,
    EntityId,
    Failure,
    Finding,
    HeadlineCheck,
    HeadlineClaim,
    HeadlineQuote,
    HeadlineStance,
    HolderType,
    Identity,
    Kind,
    Likelihood,
    Match,
    Polarity,
    Reading,
    Severity,
    Span,
    Stance,
    Verdict,
    Why,
)

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
SCHEMA = json.loads((REFERENCE / "sayso-1.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def judged() -> Reading:
    """A reading with everything filled in that later work fills."""
    text = "Ida Holm told Fjord Radio that the bridge would open within a week."
    week = Span.of(text, text.index("within"), len(text) - 1)
    holm = attribution(
        text,
        source="Ida Holm",
        cue="told",
        content="that the bridge would open within a week",
        identity="named",
        type=HolderType.PERSON,
        holder="e1",
        channels=(Channel("Fjord Radio", Span.of(text, 14, 25)),),
        stance=Stance.NEUTRAL,
        certainty=Certainty.CERTAIN,
        polarity=Polarity.POSITIVE,
        kind=Kind.PREDICTION,
        due=Due(week, "P1W", "2023-05-02", "2023-05-09"),
        likelihoods=(Likelihood(Span.of(text, 42, 47), "survey", 0.5, 0.9, 0.7),),
        scores={"stance": 0.91},
        why=(Why("stance", "cue", "told"),),
    )
    span = Span.of(text, 0, 8)
    entity = Entity(EntityId("e1"), "Ida Holm", Identity.NAMED, HolderType.PERSON, (span,), reason=span)
    quote = HeadlineQuote(Span(0, 6, "bridge"), Match.EXACT, span, holm.id)
    claim = HeadlineClaim(Span(0, 6, "bridge"), Verdict.SUPPORTED, "It stands there.", (holm.id,), span, 0.8)
    return reading(
        text,
        [holm],
        entities=(entity,),
        findings=(Finding("H101", "Look here.", (span,), Severity.NOTE),),
        headline=HeadlineCheck(True, 0.99, HeadlineStance.AGREE, (quote,), (claim,)),
        published_range=("2023-05-01", "2023-05-31"),
    )


@pytest.mark.parametrize(
    "item",
    [tabloid(), crossing(), judged(), reading("Nothing is said."), Failure("a.pdf", "binary", "not text")],
    ids=["tabloid", "crossing", "judged", "empty", "failure"],
)
def test_what_is_written_keeps_to_the_schema(item: Reading | Failure) -> None:
    VALIDATOR.validate(item.to_dict())


def _drop(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda data: data.pop(key)


def _set(value: Any, *path: str | int) -> Callable[[dict[str, Any]], None]:
    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        _drop("text"),
        _drop("attributions"),
        _drop("headline"),
        _set("sayso/2", "schema"),
        _set("5f1c", "id"),
        _set("2 May 2023", "published"),
        _set(None, "text"),
        _set([], "attributions", 0, "content"),
        _set("quoted", "attributions", 0, "mode"),
        _set(1.5, "attributions", 0, "score"),
        _set(-1, "attributions", 0, "cue", 0, "start"),
        _set("", "attributions", 0, "cue", 0, "exact"),
        _set("perhaps", "attributions", 0, "identity"),
        _set({"text": "soon"}, "attributions", 0, "due"),
        _set({"code": "binary", "message": "not text"}, "error"),
    ],
)
def test_broken_reading_is_turned_down(change: Callable[[dict[str, Any]], None]) -> None:
    data = tabloid().to_dict()
    change(data)
    if "error" in data:
        data = {key: data[key] for key in ("schema", "path", "error", "text")}
    assert not VALIDATOR.is_valid(data)


@pytest.mark.parametrize(
    "error", [{}, {"code": "Not A Code", "message": "x"}, {"code": "binary", "message": ""}]
)
def test_broken_failure_is_turned_down(error: dict[str, str]) -> None:
    assert not VALIDATOR.is_valid({"schema": "sayso/1", "path": "a.pdf", "error": error})


def test_schema_is_a_valid_schema_and_names_exactly_the_keys_written() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    data = judged().to_dict()
    assert list(SCHEMA["$defs"]["reading"]["properties"]) == list(data)
    assert set(SCHEMA["$defs"]["reading"]["required"]) == set(data)
    assert set(SCHEMA["$defs"]["attribution"]["required"]) == set(data["attributions"][0])


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


def test_reference_page_names_every_key() -> None:
    page = (REFERENCE / "json.md").read_text(encoding="utf-8")
    written = {*_keys(judged().to_dict()), *_keys(Failure("a", "b", "c").to_dict())}
    credit = {"name", "span", "how"}
    assert [key for key in sorted(written | credit) if f"`{key}`" not in page] == []
