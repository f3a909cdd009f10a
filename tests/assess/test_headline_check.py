"""Headline and body: the same matter or not, which side each takes, and what follows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import build

from sayso.assess.headline.check import check_headline
from sayso.assess.headline.cues import find_cues
from sayso.assess.headline.model import Logistic, combine, load_models
from sayso.assess.headline.overlap import Body, sentence_shares, weights_of
from sayso.assess.headline.words import words_of
from sayso.records import HeadlineCheck, HeadlineStance, Verdict

STORY = (
    "The ferry Sula ran aground off Gannet Point on Tuesday morning with 80 passengers on board.\n\n"
    "Lifeboats took the passengers of the Sula to the harbour. The captain of the ferry said that nobody"
    " was hurt.\n"
)


def test_headline_of_the_story_is_related() -> None:
    result = check_headline("Ferry Sula runs aground off Gannet Point", build.reading(STORY))
    assert result.related is True
    assert result.score is not None
    assert result.score > 0.9
    assert result.stance is HeadlineStance.AGREE


def test_headline_of_another_story_is_not() -> None:
    result = check_headline("Council votes to fell the lime trees on Market Street", build.reading(STORY))
    assert result.related is False
    assert result.stance is None
    assert all(claim.verdict is Verdict.NOT_FOUND for claim in result.claims)


@pytest.mark.parametrize("headline", ["", "  ", "?!", "\n"])
def test_headline_without_words_is_an_empty_check(headline: str) -> None:
    assert check_headline(headline, build.reading(STORY)) == HeadlineCheck()


@pytest.mark.parametrize("text", ["", " ", "...", "Good morning to everybody."])
def test_body_with_nothing_in_it_supports_nothing(text: str) -> None:
    result = check_headline("Ferry Sula runs aground off Gannet Point", build.reading(text))
    assert result.related is False
    assert [claim.verdict for claim in result.claims] == [Verdict.NOT_FOUND]


def test_title_line_is_no_evidence_for_itself() -> None:
    title = "Elephants 'swim across the strait'"
    reading = build.reading(f"{title}\n\n{STORY}", title=title)
    result = check_headline(title, reading)
    assert result.related is False
    assert result.quotes[0].passage is None
    assert result.claims[0].verdict is Verdict.NOT_FOUND


def test_report_in_the_headline_makes_the_body_discuss_it() -> None:
    text = (
        "Meridian Motors will reportedly close its plant in Tolmark, according to a report by The Evening"
        " Comet, which cited unnamed sources. The rumour has not been confirmed.\n"
    )
    result = check_headline("Meridian Motors to close plant in Tolmark: report", build.reading(text))
    assert result.stance is HeadlineStance.DISCUSS


@pytest.mark.parametrize(
    ("headline", "body", "stance"),
    [
        ((0.0, 1.0, 0.0), (0.0, 1.0, 0.0), HeadlineStance.AGREE),
        ((1.0, 0.0, 0.0), (1.0, 0.0, 0.0), HeadlineStance.AGREE),
        ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), HeadlineStance.DISAGREE),
        ((0.0, 1.0, 0.0), (1.0, 0.0, 0.0), HeadlineStance.DISAGREE),
        ((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), HeadlineStance.DISCUSS),
        ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), HeadlineStance.DISCUSS),
    ],
)
def test_stance_follows_from_the_sides(
    headline: tuple[float, ...], body: tuple[float, ...], stance: HeadlineStance
) -> None:
    beliefs = combine(headline, body)
    assert max(beliefs, key=lambda name: beliefs[name]) is stance
    assert sum(beliefs.values()) == pytest.approx(1.0)


def test_shipped_models_know_the_features_that_are_computed() -> None:
    from sayso.assess.headline.overlap import overlap_features
    from sayso.assess.headline.sides import body_features, headline_features

    words, body = words_of("Ferry aground"), Body(STORY)
    shares = sentence_shares(weights_of(words), body)
    models = load_models()
    assert set(models.related.names) == set(overlap_features(words, body, shares))
    assert set(models.headline.names) == set(headline_features("Ferry aground", words))
    assert set(models.body.names) == set(body_features(body, find_cues(body.words), shares))


def test_logistic_takes_a_missing_feature_for_zero() -> None:
    model = Logistic(("a",), (0.0, 0.0), ((1.0,), (-1.0,)))
    assert model.beliefs({}) == [0.5, 0.5]
    assert model.beliefs({"a": 3.0})[0] > 0.9


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("It is a hoax", {"refute"}),
        ("The mayor denied it", {"deny"}),
        ("a doctored photo", {"refute"}),
        ("a doctor", set()),
        ("He reportedly left", {"reportedly"}),
    ],
)
def test_cues(text: str, groups: set[str]) -> None:
    assert {cue.group for cue in find_cues(words_of(text))} == groups


@given(st.text(alphabet="ab .\n'“”", max_size=200), st.integers(0, 50), st.integers(0, 50))
def test_skipped_words_are_nowhere_in_the_body(text: str, start: int, length: int) -> None:
    body = Body(text, (start, start + length))
    assert all(word.end <= start or word.start >= start + length for word in body.words)
    assert sum(s.word_end - s.word_start for s in body.sentences) == len(body.words)


@pytest.mark.parametrize("piece", ["?", "“x ", "'x ", "will - ", "not the ferry; ", "x: "])
def test_text_that_is_no_headline_has_few_statements(piece: str) -> None:
    result = check_headline(piece * 2_000 + "ferry", build.reading(STORY))
    assert len(result.claims) <= 20
