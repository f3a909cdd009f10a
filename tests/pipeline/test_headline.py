"""``sayso.check_headline``: text or reading in, check out."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests import build

import sayso
from sayso.pipeline.headline import check_title
from sayso.records import HeadlineStance, Reading

TEXT = (
    "The old bridge over the Tarn has been closed to all traffic. Ida Holm said the bridge is unsafe. The"
    " council will meet again on Monday evening to talk about what is to be done with the traffic.\n"
)
HEADLINE = "Old Tarn bridge closed to traffic"


@pytest.mark.usefixtures("scripted_reader")
def test_text_and_its_reading_give_the_same_check() -> None:
    reading = build.reading(TEXT)
    assert sayso.check_headline(HEADLINE, TEXT).related is True
    assert sayso.check_headline(HEADLINE, TEXT).score == sayso.check_headline(HEADLINE, reading).score


@pytest.mark.usefixtures("scripted_reader")
def test_headline_is_read_for_its_own_attributions() -> None:
    check = sayso.check_headline("Ida Holm said the bridge is unsafe.", TEXT)
    assert [claim.words.exact for claim in check.claims] == ["the bridge is unsafe"]
    assert check.claims[0].support


@pytest.mark.usefixtures("scripted_reader")
def test_text_without_a_word_is_an_input_error() -> None:
    with pytest.raises(sayso.InputError):
        sayso.check_headline(HEADLINE, "  ")


@pytest.mark.usefixtures("scripted_reader")
@pytest.mark.parametrize("headline", ["", " \n"])
def test_no_headline_no_check(headline: str) -> None:
    assert sayso.check_headline(headline, TEXT) == sayso.HeadlineCheck()


@pytest.mark.usefixtures("scripted_reader")
def test_reading_with_a_title_gets_the_check_of_it() -> None:
    untitled, titled = build.reading(TEXT), build.reading(TEXT, title=HEADLINE)
    assert check_title(untitled) is untitled
    assert check_title(titled).headline.stance in tuple(HeadlineStance)


@pytest.mark.model
def test_tabloid_headline_comes_out_as_an_editor_would_say(tabloid: Reading) -> None:
    check = tabloid.headline
    assert [(quote.words.exact, quote.match) for quote in check.quotes] == [
        ("has just months to live", "none")
    ]
    live, ousted = check.claims
    assert live.verdict == "not_found"
    assert ousted.verdict == "overstated"
    assert "“could be toppled”" in ousted.reason


@pytest.fixture(scope="module")
def tabloid() -> Reading:
    """The tabloid example, read by the shipped model."""
    return sayso.read(Path(__file__).parents[2] / "examples" / "tabloid-illness.txt")
