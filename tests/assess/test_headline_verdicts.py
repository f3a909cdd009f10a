"""Verdicts on statements: what the body supports, gives to somebody else, hedges, refutes or lacks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import build

from sayso.assess.headline.check import check_headline
from sayso.records import (
    Attribution,
    Entity,
    EntityId,
    HeadlineCheck,
    HeadlineClaim,
    HeadlineStance,
    HolderType,
    Identity,
    Match,
    Verdict,
)

BRIDGE = (
    "The old bridge over the river Tarn could collapse within five years, the engineer Ida Holm told the"
    " council.\n\n"
    "She said that rust had eaten into two of the pillars. The council will meet again on Monday.\n"
)


def check(
    headline: str, text: str, *attributions: Attribution, said: tuple[Attribution, ...] = (), **others: Any
) -> HeadlineCheck:
    return check_headline(headline, build.reading(text, attributions, **others), said)


def only(check: HeadlineCheck) -> HeadlineClaim:
    (claim,) = check.claims
    return claim


def holm() -> Attribution:
    return build.attribution(
        BRIDGE,
        source="the engineer Ida Holm",
        cue="told",
        content="The old bridge over the river Tarn could collapse within five years",
    )


def test_statement_that_the_body_makes_is_supported_by_whoever_makes_it() -> None:
    claim = only(check("Old Tarn bridge could collapse within five years", BRIDGE, holm()))
    assert claim.verdict is Verdict.SUPPORTED
    assert claim.support == ("a1",)
    assert "the engineer Ida Holm" in claim.reason
    assert claim.passage is not None
    assert claim.passage.exact in BRIDGE


def test_will_for_could_is_overstated() -> None:
    claim = only(check("Old Tarn bridge will collapse within five years", BRIDGE, holm()))
    assert claim.verdict is Verdict.OVERSTATED
    assert "“will collapse”" in claim.reason
    assert "“could collapse”" in claim.reason


def test_will_is_found_behind_another_word_for_the_same() -> None:
    text = "King Aldo may be toppled by his generals this year, diplomats believe. He is 71."
    claim = only(check("King Aldo will be overthrown by his generals", text))
    assert claim.verdict is Verdict.OVERSTATED
    assert "“may be toppled”" in claim.reason


def test_will_is_fine_where_the_body_says_will_as_well() -> None:
    text = BRIDGE + "The old bridge over the Tarn will collapse, a second engineer said."
    assert only(check("Old Tarn bridge will collapse within five years", text)).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize("hedge", ["reportedly", "allegedly", "supposedly"])
def test_dropped_hedge_is_overstated(hedge: str) -> None:
    text = f"Police have {hedge} arrested the treasurer of the Tarn rowing club. Members were told by letter."
    claim = only(check("Police arrest treasurer of Tarn rowing club", text))
    assert claim.verdict is Verdict.OVERSTATED
    assert f"“{hedge}”" in claim.reason


@pytest.mark.parametrize(
    "headline",
    [
        "Police reportedly arrest treasurer of Tarn rowing club",
        "Police arrest treasurer of Tarn rowing club - report",
        "Police arrest treasurer of Tarn rowing club?",
        "Police 'arrest treasurer' of Tarn rowing club",
    ],
)
def test_headline_that_keeps_its_distance_is_not_overstated(headline: str) -> None:
    text = "Police have reportedly arrested the treasurer of the Tarn rowing club. Members were told."
    assert all(claim.verdict is not Verdict.OVERSTATED for claim in check(headline, text).claims)


def test_one_plain_passage_clears_the_headline() -> None:
    text = (
        "Police have reportedly arrested the treasurer of the Tarn rowing club, a paper wrote on Friday.\n\n"
        "Police arrested the treasurer of the rowing club in Tarn at noon. He was released on bail.\n"
    )
    assert only(check("Police arrest treasurer of Tarn rowing club", text)).verdict is Verdict.SUPPORTED


def test_claim_of_nobody_is_overstated_when_stated() -> None:
    text = (
        "It has been claimed that the treasurer of the Tarn rowing club fled to Norland. His house is empty."
    )
    claimed = build.attribution(
        text, cue="It has been claimed that", content="the treasurer of the Tarn rowing club fled to Norland"
    )
    claim = only(check("Treasurer of Tarn rowing club fled to Norland", text, claimed))
    assert claim.verdict is Verdict.OVERSTATED


def test_may_the_month_is_no_hedge() -> None:
    text = "The Tarn rowing club in May expelled its treasurer Olaf Brandt. Members voted by letter."
    assert only(check("Tarn rowing club expels treasurer Olaf Brandt", text)).verdict is Verdict.SUPPORTED


def _named(headline_source: str) -> HeadlineClaim:
    headline = f"Old bridge over the Tarn is unsafe, says {headline_source}"
    text = "The old bridge over the Tarn is unsafe, Ida Holm told reporters on Monday. Repairs cost a lot."
    said = build.attribution(
        text, source="Ida Holm", cue="told", content="The old bridge over the Tarn is unsafe"
    )
    own = build.attribution(
        headline, source=headline_source, cue="says", content="Old bridge over the Tarn is unsafe"
    )
    return only(check(headline, text, said, said=(own,)))


def test_another_name_than_in_the_body_is_reattributed() -> None:
    claim = _named("Per Lund")
    assert claim.verdict is Verdict.REATTRIBUTED
    assert "Per Lund" in claim.reason
    assert "Ida Holm" in claim.reason


@pytest.mark.parametrize("source", ["Holm", "Ms Holm", "engineer", "expert"])
def test_same_name_or_a_description_is_not_reattributed(source: str) -> None:
    assert _named(source).verdict is Verdict.SUPPORTED


def test_holder_is_known_by_its_entity() -> None:
    text = "Ida Holm chairs the council. The old bridge over the Tarn is unsafe, she told reporters."
    holder = Entity(EntityId("e1"), "Ida Holm", Identity.NAMED, HolderType.PERSON, ())
    said = build.attribution(
        text,
        source="she",
        cue="told",
        content="The old bridge over the Tarn is unsafe",
        holder=EntityId("e1"),
    )
    claim = only(check("Old bridge over the Tarn is unsafe", text, said, entities=(holder,)))
    assert "the body has it from Ida Holm" in claim.reason


HOAX = (
    "A story that the lighthouse on Gannet Point has been sold to a foreign navy is false. The hoax was made"
    " up by a satirical website and fooled thousands of people, who shared the fake report. The lighthouse on"
    " Gannet Point has not been sold to any navy, and the story is untrue, the harbour office said.\n"
)


def test_what_the_body_calls_false_is_contradicted() -> None:
    result = check("Lighthouse on Gannet Point sold to foreign navy", HOAX)
    assert result.stance is HeadlineStance.DISAGREE
    assert only(result).verdict is Verdict.CONTRADICTED


def test_headline_that_denies_it_too_is_supported() -> None:
    result = check("No, the Gannet Point lighthouse has not been sold to a foreign navy", HOAX)
    assert result.stance is HeadlineStance.AGREE
    claim = only(result)
    assert claim.verdict is Verdict.SUPPORTED
    assert "too" in claim.reason


def test_what_the_body_never_mentions_is_not_found() -> None:
    claim = only(check("Elephants swim across the strait of Zanzibar", BRIDGE))
    assert claim.verdict is Verdict.NOT_FOUND
    assert "“Zanzibar”" in claim.reason
    assert claim.support == ()


def test_statement_made_of_a_quotation_that_nobody_said_is_not_found() -> None:
    result = check("Tarn bridge 'has only weeks left to stand'", BRIDGE)
    assert result.quotes[0].match is Match.NONE
    assert only(result).verdict is Verdict.NOT_FOUND
    assert "has only weeks left to stand" in only(result).reason


def assert_sound(headline: str, text: str) -> None:
    """Every span slices back, every reason is one line, and the check survives JSON."""
    result = check(headline, text)
    for claim in result.claims:
        assert headline[claim.words.start : claim.words.end] == claim.words.exact
        assert "\n" not in claim.reason
        assert 0.0 <= claim.score <= 1.0
        if claim.passage is not None:
            assert text[claim.passage.start : claim.passage.end] == claim.passage.exact
    assert HeadlineCheck.from_dict(result.to_dict()).to_dict() == result.to_dict()


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_headline_and_text(headline: str, text: str) -> None:
    assert_sound(headline, text)


WORDS = (
    *("Ida", "Holm", "says", "the", "bridge", "will", "could", "not", "fall", "reportedly"),
    *("'", "“", "”", ".", ",", ":", "-", "\n"),
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14), st.lists(st.sampled_from(WORDS), max_size=60))
def test_headlines_and_texts_that_share_words(headline: list[str], text: list[str]) -> None:
    assert_sound(" ".join(headline), " ".join(text))
