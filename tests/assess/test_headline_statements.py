"""Headlines cut into statements, with their sources, hedges and promises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import build

from sayso.assess.headline.statements import find_statements
from sayso.records import Attribution


def texts(headline: str, *attributions: Attribution) -> list[str]:
    return [statement.span.exact for statement in find_statements(headline, attributions)]


@pytest.mark.parametrize(
    ("headline", "statements"),
    [
        ("Old bridge over the Tarn to close", ["Old bridge over the Tarn to close"]),
        ("Video: Old bridge over the Tarn collapses", ["Old bridge over the Tarn collapses"]),
        (
            "Tarn bridge engineer resigns - council denies pressure over safety inspection",
            ["Tarn bridge engineer resigns", "council denies pressure over safety inspection"],
        ),
        (
            "Tarn bridge 'unsafe - closing soon' says engineer Holm",
            ["Tarn bridge 'unsafe - closing soon' says engineer Holm"],
        ),
        ("Old bridge closes | http://tarn.example/old-bridge-story", ["Old bridge closes"]),
        ("U.S. bridge engineers visit Tarn", ["U.S. bridge engineers visit Tarn"]),
        ("Mayor resigns", ["Mayor resigns"]),
        ("?!", []),
        ("", []),
    ],
)
def test_pieces_between_joints(headline: str, statements: list[str]) -> None:
    assert texts(headline) == statements


def test_content_of_a_framing_attribution_is_the_statement() -> None:
    headline = "Tarn bridge to collapse within years, engineer warns"
    warned = build.attribution(
        headline, source="engineer", cue="warns", content="Tarn bridge to collapse within years"
    )
    (statement,) = find_statements(headline, [warned])
    assert statement.span.exact == "Tarn bridge to collapse within years"
    assert (statement.source, statement.sourced) == ("engineer", True)


def test_attribution_inside_a_clause_does_not_break_it() -> None:
    headline = "Rail workers strike in Tarn after drivers complain about night shifts"
    complained = build.attribution(headline, source="drivers", cue="complain about", content="night shifts")
    (statement,) = find_statements(headline, [complained])
    assert statement.span.exact == headline
    assert statement.source == ""


def test_and_will_opens_a_second_statement() -> None:
    headline = "Regent Kell 'gravely ill' and WILL be deposed by autumn, envoy warns"
    warned = build.attribution(
        headline,
        source="envoy",
        cue="warns",
        content="Regent Kell 'gravely ill' and WILL be deposed by autumn",
    )
    first, second = find_statements(headline, [warned])
    assert first.span.exact == "Regent Kell 'gravely ill'"
    assert first.quoted
    assert second.span.exact == "WILL be deposed by autumn"
    assert second.promised is not None
    assert second.words[second.promised].form == "deposed"


@pytest.mark.parametrize(
    ("headline", "sourced", "hedged", "asks"),
    [
        ("Old Tarn bridge to close - report", True, False, False),
        ("Old Tarn bridge could close next spring", False, True, False),
        ("Will old Tarn bridge close next spring?", False, False, True),
        ("Old Tarn bridge closes next spring", False, False, False),
    ],
)
def test_how_a_headline_keeps_its_distance(headline: str, sourced: bool, hedged: bool, asks: bool) -> None:
    (statement,) = find_statements(headline, ())
    assert (statement.sourced, bool(statement.hedges), statement.asks) == (sourced, hedged, asks)


@given(st.text())
def test_statements_slice_back_and_do_not_overlap(headline: str) -> None:
    position = 0
    for statement in find_statements(headline, ()):
        span = statement.span
        assert headline[span.start : span.end] == span.exact
        assert span.start >= position
        assert statement.words
        position = span.end
