"""The headline: what the headline check found becomes findings."""

from __future__ import annotations

import pytest
from tests.build import reading, span
from tests.lint.cases import found

from sayso.records import HeadlineCheck, HeadlineClaim, HeadlineQuote, Match, Span, Verdict

TITLE = "Mayor 'ashamed' of flooded school"
TEXT = f"{TITLE}\n\nMayor Ida Holm said she was sorry about the school."
BODY = span(TEXT, "she was sorry")


def quotes(match: Match, passage: Span | None = BODY) -> HeadlineCheck:
    return HeadlineCheck(quotes=(HeadlineQuote(span(TITLE, "ashamed"), match, passage),))


def test_quote_that_the_body_lacks_is_found_in_the_title() -> None:
    (finding,) = found("H101", reading(TEXT, title=TITLE, headline=quotes(Match.NONE)))
    assert finding.message == (
        'the headline quotes "ashamed", which the body does not; the nearest is "she was sorry"'
    )
    assert [TEXT[one.start : one.end] for one in finding.spans] == ["ashamed"]


def test_headline_that_stands_apart_has_no_place() -> None:
    (finding,) = found("H101", reading(TEXT.split("\n\n")[1], title=TITLE, headline=quotes(Match.NONE, None)))
    assert finding.spans == ()
    assert finding.message.endswith("which the body does not")


@pytest.mark.parametrize(
    ("match", "code"),
    [(Match.EXACT, None), (Match.CASE, None), (Match.PUNCTUATION, None), (Match.INFLECTION, "H102")],
)
def test_other_matches(match: Match, code: str | None) -> None:
    one = reading(TEXT, title=TITLE, headline=quotes(match))
    assert [finding.rule for finding in found("H", one)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        (Verdict.OVERSTATED, "H103"),
        (Verdict.REATTRIBUTED, "H104"),
        (Verdict.CONTRADICTED, "H105"),
        (Verdict.NOT_FOUND, "H106"),
        (Verdict.SUPPORTED, None),
    ],
)
def test_verdicts(verdict: Verdict, code: str | None) -> None:
    claim = HeadlineClaim(span(TITLE, "Mayor"), verdict, "she says\nsorry", passage=BODY)
    findings = found("H", reading(TEXT, title=TITLE, headline=HeadlineCheck(claims=(claim,))))
    assert [finding.rule for finding in findings] == ([code] if code else [])
    for finding in findings:
        assert '"Mayor", against "she was sorry": she says sorry' in finding.message


def test_no_check_no_finding() -> None:
    assert found("H", reading(TEXT, title=TITLE)) == ()
