"""Words of probability, with and without a lens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.build import attribution

from sayso.assess.likelihood import LENSES, find_likelihoods, lens_notice, read_likelihoods
from sayso.errors import UsageError
from sayso.records import Likelihood, Span


def likelihoods(text: str, lens: str | None = None) -> tuple[Likelihood, ...]:
    return find_likelihoods([Span.of(text, 0, len(text))], lens=lens)


def words(text: str) -> list[str]:
    return [found.span.exact for found in likelihoods(text)]


def test_words_are_kept_without_a_lens_and_without_numbers() -> None:
    (found,) = likelihoods("that the dam is highly unlikely to hold")
    assert found.span.exact == "highly unlikely"
    assert (found.lens, found.low, found.high, found.median) == (None, None, None, None)


@pytest.mark.parametrize(
    ("lens", "low", "high"), [("icd203", 0.55, 0.80), ("phia", 0.55, 0.75), ("survey", 0.65, 0.75)]
)
def test_a_lens_gives_its_own_range(lens: str, low: float, high: float) -> None:
    (found,) = likelihoods("a strike is likely", lens)
    assert (found.lens, found.low, found.high) == (lens, low, high)


def test_the_survey_gives_the_middle_answer_too() -> None:
    (found,) = likelihoods("the chances are slight", "survey")
    assert (found.low, found.median, found.high) == (0.10, 0.10, 0.15)


@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize("modal", ["could", "may", "might", "perhaps", "possible"])
def test_could_may_and_might_get_no_number(lens: str, modal: str) -> None:
    (found,) = likelihoods(f"the ferry {modal} sink", lens)
    assert found.span.exact == modal
    assert found.lens is None
    assert found.low is None


@pytest.mark.parametrize(
    "changed", ["not likely", "isn't likely", "more likely", "least likely", "as likely"]
)
def test_negated_or_compared_words_get_no_number(changed: str) -> None:
    (found,) = likelihoods(f"rain is {changed} than snow", "icd203")
    assert found.low is None


def test_the_longest_phrase_wins() -> None:
    assert words("It will almost certainly rain, probably not hail.") == ["almost certainly", "probably not"]


@pytest.mark.parametrize(
    "text",
    [
        "the vote in May",
        "among likely voters",
        "there was probable cause",
        "it could not be reached",
        "the might of the fleet",
        "as soon as possible",
        "an unlikely-sounding tale",
        "dismay and likelihood",
    ],
)
def test_other_meanings_are_left_alone(text: str) -> None:
    assert words(text) == []


def test_a_term_of_one_scale_gets_no_number_from_another() -> None:
    assert likelihoods("a realistic possibility", "icd203")[0].low is None
    assert likelihoods("a realistic possibility", "phia")[0].high == 0.5
    assert likelihoods("a remote chance", "icd203")[0].high == 0.05


def test_words_are_found_in_each_piece_of_a_content_and_nowhere_else() -> None:
    text = "Perhaps so. “It may rain,” said Ida Holm, probably in jest. “It might snow.”"
    found = attribution(text, source="Ida Holm", cue="said", content=["“It may rain,”", "“It might snow.”"])
    (judged,) = read_likelihoods([found], lens="icd203")
    assert [one.span.exact for one in judged.likelihoods] == ["may", "might"]


def test_an_unknown_lens_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="icd203, phia, survey"):
        likelihoods("likely", "tarot")


@pytest.mark.parametrize("lens", LENSES)
def test_every_lens_says_where_it_comes_from(lens: str) -> None:
    notice = lens_notice(lens)
    assert notice["name"] == lens
    assert notice["source"]
    assert notice["licence"]


@given(
    st.text()
    | st.lists(st.sampled_from(["likely", "may", "not", " ", "very", "\n", "’", "May"])).map("".join)
)
def test_any_text_gives_exact_slices_and_numbers_only_with_a_lens(text: str) -> None:
    for found in find_likelihoods([Span(7, 7 + len(text), text)], lens="survey"):
        assert text[found.span.start - 7 : found.span.end - 7] == found.span.exact
        assert (found.lens is None) == (found.low is None) == (found.high is None)
        if found.low is not None and found.high is not None:
            assert 0 <= found.low <= found.high <= 1
