"""Findings as text, rows, GitHub's commands and SARIF, whose output the standard's own schema checks.

``data/sarif-schema-2.1.0.json`` is the schema of the SARIF standard, unchanged
(OASIS Open, oasis-tcs/sarif-spec).
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.build import reading, span

from sayso.export.findings import (
    Lines,
    statistics_of,
    summary_of,
    to_github,
    to_rows,
    to_sarif,
    to_text,
)
from sayso.lint import RULES
from sayso.records import Failure, Finding, Reading, Severity, Span

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-schema-2.1.0.json").read_text("utf-8"))
TEXT = "Fire 🔥 at port\r\nIda Holm admitted it.\nShe said no."
FAILURE = Failure("scan.pdf", "binary", "scan.pdf: not text")


def linted(path: str | None = "wires/a b.txt") -> Reading:
    findings = (
        Finding("H101", 'the headline quotes 100%: "a, b"', (), Severity.ERROR),
        Finding("W101", '"admitted" judges', (span(TEXT, "admitted"), span(TEXT, "She")), Severity.WARNING),
    )
    return reading(TEXT, path=path, findings=findings)


def test_lines_count_every_kind_of_line_end_once() -> None:
    lines = Lines("a\r\nb\rc\n\nd")
    assert [lines.at(at) for at in (0, 3, 5, 8)] == [(1, 1), (2, 1), (3, 1), (5, 1)]


def test_text_names_place_code_and_message() -> None:
    assert to_text(linted()).splitlines() == [
        'wires/a b.txt:1:1: H101 the headline quotes 100%: "a, b"',
        'wires/a b.txt:2:10: W101 "admitted" judges',
    ]
    assert to_text(replace(linted(), findings=())) == ""
    assert to_text(linted(None)).startswith("-:1:1: ")


def test_github_commands_escape_what_has_a_meaning_there() -> None:
    first, second = to_github(linted("a:b,c.txt")).splitlines()
    place = "file=a%3Ab%2Cc.txt,line=1,col=1,endLine=1,endColumn=1"
    assert first == f'::error title=sayso (H101),{place}::H101 the headline quotes 100%25: "a, b"'
    assert second.startswith(
        "::warning title=sayso (W101),file=a%3Ab%2Cc.txt,line=2,col=10,endLine=2,endColumn=18::"
    )


def test_rows_have_spans_with_lines() -> None:
    quoted, loaded = to_rows(linted())
    assert quoted["spans"] == []
    assert loaded["name"] == "loaded-verb"
    assert loaded["spans"][0] == {
        "start": TEXT.index("admitted"),
        "end": TEXT.index("admitted") + 8,
        "exact": "admitted",
        "line": 2,
        "column": 10,
        "end_line": 2,
        "end_column": 18,
    }
    assert to_rows(FAILURE) == [
        {"path": "scan.pdf", "error": {"code": "binary", "message": "scan.pdf: not text"}}
    ]


def test_summary_and_statistics_count() -> None:
    assert summary_of(Counter(), n_articles=1) == "No findings in 1 article."
    counts = Counter({"error": 1, "note": 2})
    assert summary_of(counts, n_articles=4) == "3 findings in 4 articles: 1 error, 2 notes."
    shown = statistics_of(Counter({"W101": 12, "S101": 3, "H101": 3}))
    assert [line.split()[:2] for line in shown.splitlines()] == [["12", "W101"], ["3", "H101"], ["3", "S101"]]


def validated(log: dict[str, Any]) -> dict[str, Any]:
    jsonschema.Draft7Validator(SCHEMA).validate(json.loads(json.dumps(log)))
    run: dict[str, Any] = log["runs"][0]
    return run


def test_schema_refuses_what_is_no_log() -> None:
    broken = to_sarif([linted()])
    broken["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        validated(broken)


def test_sarif_is_valid_and_points_at_the_words() -> None:
    run = validated(to_sarif([linted(), FAILURE, reading("", path="/abs/ü.txt")]))
    headline, loaded = run["results"]
    (place,) = (one["physicalLocation"] for one in loaded["locations"])
    assert place["artifactLocation"]["uri"] == "wires/a%20b.txt"
    assert place["region"]["startLine"] == 2
    assert place["region"]["snippet"]["text"] == "admitted"
    assert [one["physicalLocation"]["region"]["startLine"] for one in loaded["relatedLocations"]] == [3]
    assert "region" not in headline["locations"][0]["physicalLocation"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    assert run["invocations"][0]["executionSuccessful"] is False


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=20))
def test_any_text_and_path_give_a_valid_log(text: str, path: str) -> None:
    finding = Finding("W101", text, (Span.of(text, 0, 1),))
    validated(to_sarif([reading(text, path=path, findings=(finding,))]))


def test_address_stays_an_address() -> None:
    log = to_sarif([linted("https://paper.example/a?b=1&c=é")])
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "https://paper.example/a?b=1&c=%C3%A9"
