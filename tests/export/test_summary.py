"""Counts, names and depths say of a reading what people ask first, in one line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.build import attribution, reading, span, spans

from sayso.export.summary import byline, counts, depths, headline_counts, name, summary, words
from sayso.records import (
    Article,
    Attribution,
    Due,
    Entity,
    EntityId,
    Finding,
    HeadlineCheck,
    HeadlineClaim,
    HeadlineQuote,
    HeadlineStance,
    HolderType,
    Identity,
    Kind,
    Match,
    Span,
    Verdict,
)

TEXT = "Ida said so. Officials agreed. It is said to be so."
IDA = attribution(TEXT, source="Ida", cue="Ida [[said]]", content="[[so]]. Off")
RUMOUR = attribution(TEXT, cue="is said", content="to be so")
WORDS = Span.of(TEXT, 0, 8)


def held(holder: int | None, **judgements: Any) -> Attribution:
    return replace(IDA, identity=Identity.NAMED, holder=holder and EntityId(f"e{holder}"), **judgements)


def entity(number: int, kind: HolderType) -> Entity:
    return Entity(EntityId(f"e{number}"), f"Holder {number}", Identity.NAMED, kind, ())


def due(earliest: str | None) -> Due:
    return Due(span(TEXT, "Officials"), "X", earliest)


def test_sources_are_counted_until_holders_are_resolved() -> None:
    assert counts(reading(TEXT, [IDA, RUMOUR])) == [("with a source", 1), ("without a source", 1)]
    assert summary(reading(TEXT, [IDA, RUMOUR])) == "2 attributions: 1 with a source, 1 without a source"


def test_resolved_holders_are_counted_and_the_rest_said_to_be_open() -> None:
    named = attribution(TEXT, source="Officials", cue="agreed", content="[[so]]. Off", identity="named")
    expected = [("on the record", 1), ("unnamed", 0), ("nobody’s", 1), ("not resolved", 1)]
    assert counts(reading(TEXT, [IDA, RUMOUR, named])) == expected
    assert summary(reading(TEXT, [IDA, RUMOUR, named])) == (
        "3 attributions: 1 on record, 1 nobody’s, 1 not resolved"
    )


def test_everything_stands_in_one_line() -> None:
    made = reading(
        TEXT,
        [
            held(1, kind=Kind.PREDICTION, due=due("2024-01-01")),
            held(1, kind=Kind.PREDICTION),
            held(2, kind=Kind.PREDICTION),
            replace(IDA, identity=Identity.UNNAMED),
            replace(RUMOUR, identity=Identity.NONE),
            replace(RUMOUR, identity=Identity.NONE),
        ],
        link=False,
        entities=[entity(1, HolderType.PERSON), entity(2, HolderType.PERSON)],
        headline=HeadlineCheck(quotes=(HeadlineQuote(WORDS, Match.NONE),)),
        findings=[Finding("S101", "", ())] * 2,
    )
    assert summary(made) == (
        "6 attributions: 3 on record by 2 people, 1 unnamed, 2 nobody’s; 3 predictions, 1 dated;"
        " headline: 1 quote not in the body; 2 findings, see sayso lint"
    )


def test_nothing_is_said_of_what_was_not_found() -> None:
    assert summary(reading("It rains.")) == "0 attributions"
    assert summary(reading(TEXT, [replace(IDA, kind=Kind.FACT)])) == "1 attribution: 1 with a source"


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ([HolderType.PERSON], "by 1 person"),
        ([HolderType.PERSON, HolderType.PERSON], "by 2 people"),
        ([HolderType.ORGANISATION, HolderType.ORGANISATION], "by 2 organisations"),
        ([HolderType.DOCUMENT], "by 1 document"),
        ([HolderType.NONE], "by 1 holder"),
        ([HolderType.PERSON, HolderType.GROUP], "by 1 person and 1 other"),
        ([HolderType.PERSON, HolderType.GROUP, HolderType.OUTLET], "by 1 person and 2 others"),
        ([HolderType.GROUP, HolderType.OUTLET], "by 2 holders"),
    ],
)
def test_holders_on_record_are_counted_by_what_they_are(types: list[HolderType], expected: str) -> None:
    entities = [entity(number, kind) for number, kind in enumerate(types, 1)]
    made = reading(TEXT, [held(number) for number, _ in enumerate(types, 1)], link=False, entities=entities)
    n = len(types)
    assert summary(made) == f"{n} attribution{'s' * (n > 1)}: {n} on record {expected}"


def test_named_holders_that_lead_to_no_entity_are_not_counted() -> None:
    made = reading(TEXT, [held(None), held(7)], link=False, entities=[entity(1, HolderType.PERSON)])
    assert summary(made) == "2 attributions: 2 on record"


@pytest.mark.parametrize(
    ("dues", "expected"),
    [
        ([None], "1 prediction, none dated"),
        ([due("2024-01-01"), due("2024-01-01")], "2 predictions, 2 dated"),
        ([due(None), None], "2 predictions, none dated, 1 with a time but no date"),
    ],
)
def test_predictions_are_counted_with_their_dates(dues: list[Due | None], expected: str) -> None:
    made = reading(TEXT, [replace(IDA, kind=Kind.PREDICTION, due=one) for one in dues], link=False)
    assert summary(made).partition("; ")[2] == expected


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        (HeadlineCheck(), []),
        (HeadlineCheck(related=True, stance=HeadlineStance.AGREE), []),
        (HeadlineCheck(related=False), ["about something else than the body"]),
        (HeadlineCheck(related=True, stance=HeadlineStance.DISAGREE), ["the body disagrees"]),
        (HeadlineCheck(quotes=(HeadlineQuote(WORDS, Match.CASE),)), ["borne out by the body"]),
        (
            HeadlineCheck(claims=(HeadlineClaim(WORDS, Verdict.SUPPORTED, ""),)),
            ["borne out by the body"],
        ),
        (
            HeadlineCheck(
                quotes=(HeadlineQuote(WORDS, Match.NONE),) * 2,
                claims=(
                    HeadlineClaim(WORDS, Verdict.SUPPORTED, ""),
                    HeadlineClaim(WORDS, Verdict.OVERSTATED, ""),
                    HeadlineClaim(WORDS, Verdict.CONTRADICTED, ""),
                ),
            ),
            [
                "2 quotes not in the body",
                "1 statement contradicted by the body",
                "1 statement surer than the body",
            ],
        ),
    ],
)
def test_headline_is_summed_up_by_what_is_wrong_with_it(check: HeadlineCheck, expected: list[str]) -> None:
    assert headline_counts(check) == expected


def test_left_out_words_show_and_a_break_alone_does_not() -> None:
    assert words(TEXT, spans(TEXT, ["Ida", "agreed"])) == "Ida … agreed"
    assert words(TEXT, spans(TEXT, ["Ida said so.", "Officials"])) == "Ida said so. Officials"


def test_depth_counts_the_statements_around() -> None:
    text = "Ann says that Bob said that it rains."
    outer = attribution(text, source="Ann", cue="says", content="that Bob said that it rains")
    inner = attribution(text, source="Bob", cue="said", content="[[that it]] rains")
    assert depths(reading(text, [outer, inner])) == {"a1": 0, "a2": 1}


def test_circles_and_strays_in_a_damaged_file_end() -> None:
    damaged = [
        replace(IDA, id="a1", within="a2"),
        replace(IDA, id="a2", within="a1"),
        replace(IDA, id="a3", within="a99"),
    ]
    assert depths(reading(TEXT, damaged, link=False)) == {"a1": 1, "a2": 1, "a3": 0}


@pytest.mark.parametrize(
    ("printed", "expected"), [("Ida Holm", "by Ida Holm"), ("By Ida Holm", "By Ida Holm"), (None, None)]
)
def test_byline_says_by_once(printed: str | None, expected: str | None) -> None:
    assert byline(Article(text=TEXT, byline=printed)) == expected


def test_article_is_called_by_the_best_name_it_has() -> None:
    assert name(reading(TEXT, title="So")) == "So"
    assert name(reading(TEXT, path="so.txt", url="https://so.example")) == "so.txt"
    assert name(reading(TEXT)) == TEXT
    assert name(reading("")) == "Untitled"
