"""Quotation marks in headlines, and where their words stand in the body."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import build

from sayso.assess.headline.overlap import Body
from sayso.assess.headline.quotemarks import find_quotations
from sayso.assess.headline.quotes import check_quotes
from sayso.records import Match

BODY = (
    'Mayor Ida Holm said on Monday that the old bridge was "a danger to us all". '
    'The council is planning to close it, and she won\'t wait: "We have waited long enough, friends."'
)


@pytest.mark.parametrize(
    ("headline", "quoted"),
    [
        ("Bridge 'a danger to us all', mayor says", ["a danger to us all"]),
        ("Parents' fury as 'evil' nurse walks free", ["evil"]),
        ("‘We’re done,’ says Tarn mayor", ["We’re done"]),
        ('Holm: "Wait." and “Go”', ["Wait", "Go"]),
        ("'It's over': doctor's 'sick selfies' emerge", ["It's over", "sick selfies"]),
        ("Club tells fans: 'the brothers' plan' is dead", ["the brothers' plan"]),
        ("Rock 'n' roll star of the '90s 'dead'", ["dead"]),
        ("«Tarn» bridge shut", ["Tarn"]),
        ('Mayor: "never closed', []),
        ("Tarn's bridges don't sway", []),
        ("''", []),
    ],
)
def test_words_between_marks(headline: str, quoted: list[str]) -> None:
    assert [headline[start:end] for start, end in find_quotations(headline)] == quoted


@pytest.mark.parametrize(
    ("quotation", "match", "passage"),
    [
        ("a danger to us all", Match.EXACT, "a danger to us all"),
        ("A danger to us ALL", Match.CASE, "a danger to us all"),
        ("We have waited long enough friends", Match.PUNCTUATION, "We have waited long enough, friends"),
        ("plans to close it", Match.INFLECTION, "planning to close it"),
        ("We have … enough", Match.PUNCTUATION, "We have waited long enough"),
        ("close the dangerous old bridge", Match.NONE, None),
    ],
)
def test_how_words_stand_in_the_body(quotation: str, match: Match, passage: str | None) -> None:
    (quote,) = check_quotes(f"Mayor: “{quotation}”", Body(BODY), ())
    assert quote.match is match
    assert quote.words.exact == quotation
    if passage is not None:
        assert quote.passage is not None
        assert quote.passage.exact == passage


def test_nearest_passage_is_given_when_the_words_are_nowhere() -> None:
    (quote,) = check_quotes("Holm: 'bridge a danger to the town'", Body(BODY), ())
    assert quote.match is Match.NONE
    assert quote.passage is not None
    assert 'bridge was "a danger' in quote.passage.exact
    assert quote.attribution is None


def test_nothing_near_is_no_passage() -> None:
    (quote,) = check_quotes("'Elephants swim across Zanzibar'", Body(BODY), ())
    assert (quote.match, quote.passage) == (Match.NONE, None)


def test_quotation_leads_to_the_narrowest_attribution() -> None:
    said = build.attribution(
        BODY,
        source="Mayor Ida Holm",
        cue="said",
        content='that the old bridge was "a danger to us all"',
        id="a1",
    )
    (quote,) = check_quotes("Bridge is 'a danger to us all'", Body(BODY), (said,))
    assert quote.attribution == "a1"


@given(st.text(), st.text())
def test_any_headline_and_body(headline: str, text: str) -> None:
    position = 0
    for start, end in find_quotations(headline):
        assert position < start < end < len(headline)
        position = end
    for quote in check_quotes(headline, Body(text), ()):
        assert headline[quote.words.start : quote.words.end] == quote.words.exact
        if quote.passage is not None:
            assert text[quote.passage.start : quote.passage.end] == quote.passage.exact


@given(st.data())
def test_whole_words_copied_from_the_body_are_found_verbatim(data: st.DataObject) -> None:
    plain = BODY.replace('"', "").replace(":", "")
    words = plain.split(" ")
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, min(first + 8, len(words) - 1)))
    piece = " ".join(words[first : last + 1])
    (quote,) = check_quotes(f"“{piece}”", Body(plain), ())
    assert quote.match is Match.EXACT
