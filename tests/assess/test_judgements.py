"""Judging with hand-made heads, and with those that ship."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.assess.scripted_heads import scripted_heads
from tests.build import article, attribution, linked

from sayso.assess.features import features_of, read_context
from sayso.assess.heads import JUDGEMENTS, Heads
from sayso.assess.judgements import NO_WORDS, judge
from sayso.records import Article, Attribution, AttributionId, Mode, Span, Why

HEDGED = {"c:reportedly": ("stance", "hedged", 9.0), "o:may": ("certainty", "possible", 9.0)}


def judge_one(text: str, found: Attribution, heads: Heads) -> Attribution:
    return judge(article(text), [found], heads=heads)[0]


def labels(judged: Attribution) -> tuple[str | None, ...]:
    return (judged.stance, judged.certainty, judged.polarity, judged.kind)


def reasons(judged: Attribution, judgement: str) -> list[Why]:
    return [why for why in judged.why if why.judgement == judgement]


def test_without_evidence_the_usual_labels_win_and_the_model_is_the_reason() -> None:
    text = "Mayor Ida Holm said the bridge was safe."
    found = attribution(text, source="Mayor Ida Holm", cue="said", content="the bridge was safe")
    judged = judge_one(text, found, scripted_heads({"c:mumbled": ("stance", "hedged", 9.0)}))
    assert labels(judged) == ("neutral", "certain", "positive", "fact")
    assert reasons(judged, "stance") == [Why("stance", "model", "judgements scripted")]


def test_the_words_that_decide_are_named_as_the_article_writes_them() -> None:
    text = "Reportedly, the bridge May fall."
    found = attribution(text, cue="Reportedly", content="the bridge May fall")
    judged = judge_one(text, found, scripted_heads(HEDGED))
    assert labels(judged) == ("hedged", "possible", "positive", "fact")
    assert reasons(judged, "stance") == [Why("stance", "cue", "Reportedly")]
    assert reasons(judged, "certainty") == [Why("certainty", "cue", "May")]


def test_scores_are_the_calibrated_belief_in_the_label() -> None:
    text = "Reportedly, the bridge fell."
    found = attribution(text, cue="Reportedly", content="the bridge fell", scores={"holder": 0.5})
    judged = judge_one(text, found, scripted_heads(HEDGED))
    assert judged.scores["stance"] > 0.95
    assert judged.scores["polarity"] == pytest.approx(1 / (1 + np.exp(-1.0)), abs=1e-4)
    assert judged.scores["holder"] == 0.5


def test_reasons_that_were_there_stay() -> None:
    text = "Ida Holm said so."
    earlier = Why("attribution", "cue", "said")
    found = attribution(text, source="Ida Holm", cue="said", content="so", why=(earlier,))
    assert judge_one(text, found, scripted_heads({"c:said": ("kind", "fact", 1.0)})).why[0] == earlier


def test_the_pooled_row_counts_where_there_is_one() -> None:
    text = "Ida Holm said so."
    found = attribution(text, source="Ida Holm", cue="said", content="so")
    heads = scripted_heads({"c:said": ("kind", "fact", 0.1)}, {2: ("kind", "opinion", 9.0)})
    row = heads.project(np.array([0, 0, 1, 0], dtype=np.float32))
    with_row = judge(article(text), [found], {found.id: row}, heads=heads)[0]
    without = judge(article(text), [found], heads=heads)[0]
    assert (with_row.kind, without.kind) == ("opinion", "fact")


def test_marks_without_words_stay_unjudged_with_a_reason() -> None:
    text = "— …"
    judged = judge_one(text, attribution(text, cue="—", content="…"), scripted_heads(HEDGED))
    assert labels(judged) == (None, None, None, None)
    assert judged.scores == {}
    assert [why.words for why in judged.why] == [NO_WORDS] * len(JUDGEMENTS)


def test_a_quotation_without_a_cue_is_judged_by_its_content() -> None:
    text = "“It may rain,”"
    judged = judge_one(text, attribution(text, content="“It may rain,”"), scripted_heads(HEDGED))
    assert judged.certainty == "possible"


def test_what_is_called_false_is_doubted_whatever_the_model_says() -> None:
    text = "The site Falsely claimed that the bridge fell."
    found = attribution(text, source="The site", cue="Falsely claimed", content="that the bridge fell")
    judged = judge_one(text, found, scripted_heads({"c:claimed": ("stance", "hedged", 9.0)}))
    assert judged.stance == "doubted"
    assert "stance" not in judged.scores
    assert reasons(judged, "stance") == [Why("stance", "cue", "Falsely")]


def features(text: str, *found: Attribution) -> list[set[str]]:
    everything = linked(found)
    context = read_context(text, everything)
    return [set(features_of(item, context)) for item in everything]


def test_features_know_what_words_do_and_where_they_stand() -> None:
    text = "Bridge hoax\nThe report is false. The mayor hasn’t denied that we will close it, reportedly."
    found = attribution(text, source="The mayor", cue="hasn’t denied", content="that we will close it")
    (seen,) = features(text, found)
    assert {"C:deny", "CW:denial", "C!:deny", "O1:modal_will+first", "n:reportedly", "T:false"} <= seen


def test_features_see_the_attribution_around_and_inside() -> None:
    text = "The Tarn Post claimed Ida Holm denied the plan."
    outer = attribution(text, source="The Tarn Post", cue="claimed", content="Ida Holm denied the plan")
    inner = attribution(text, source="Ida Holm", cue="denied", content="the plan")
    around, inside = features(text, outer, inner)
    assert {"u=top", "I:deny"} <= around
    assert {"u=inside", "U:claim"} <= inside


SNIPPETS = st.lists(st.sampled_from(["may", "said", "“", "\n", " ", "."])).map("".join)


@given(st.text(min_size=3, max_size=300) | SNIPPETS, st.lists(st.integers(0, 300), min_size=2, max_size=6))
def test_any_text_is_judged_the_same_twice(text: str, places: list[int]) -> None:
    cuts = sorted({min(place, len(text)) for place in places})
    pieces = [Span.of(text, start, end) for start, end in pairwise(cuts)]
    if not pieces:
        return
    found = Attribution(AttributionId("a1"), (), (pieces[0],), (pieces[-1],), Mode.INDIRECT, score=0.5)
    heads = scripted_heads(HEDGED)
    once = judge(Article(text=text), [found], heads=heads)
    assert once == judge(Article(text=text), [found], heads=heads)
    named = [why.words for why in once[0].why if why.by == "cue"]
    assert all(word in text for words in named for word in words.split(", "))


def test_each_of_many_attributions_inside_one_is_judged(
    judge_many: Callable[[int], Sequence[Attribution]],
) -> None:
    judged = judge_many(800)
    assert len(judged) == 800
    assert all(item.stance and item.kind for item in judged)


@pytest.fixture
def judge_many() -> Callable[[int], Sequence[Attribution]]:
    """Judges so many attributions in one long text, each inside the first."""

    def run(n: int) -> Sequence[Attribution]:
        line = "Ida Holm said the bridge may fall. "
        text = line * n
        starts = [at * len(line) for at in range(n)]
        found = [
            Attribution(
                AttributionId(f"a{number}"),
                (Span.of(text, at, at + 8),),
                (Span.of(text, at + 9, at + 13),),
                (Span.of(text, at + 14, len(text) if number == 0 else at + 34),),
                Mode.INDIRECT,
                within=None if number == 0 else AttributionId("a0"),
                score=0.9,
            )
            for number, at in enumerate(starts)
        ]
        heads = scripted_heads(HEDGED)
        return judge(Article(text=text), found, heads=heads)

    return run


@pytest.fixture(scope="module")
def shipped() -> Callable[..., Attribution]:
    """Reads one sentence with the shipped reader and heads, and returns its first attribution."""

    def read(text: str) -> Attribution:
        from sayso.assess.judgements import projector
        from sayso.extract.attributions import encoder_digest, find_pooled

        found = find_pooled(article(text), project=projector(encoder_digest()))
        assert set(found.pooled) == {item.id for item in found.attributions}
        return judge(article(text), found.attributions, found.pooled)[0]

    return read


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "judgement", "label"),
    [
        ("Mayor Ida Holm said the bridge was closed on Monday.", "stance", "neutral"),
        ("Mayor Ida Holm reportedly said the bridge was closed on Monday.", "stance", "hedged"),
        ("Mayor Ida Holm confirmed that the bridge was closed on Monday.", "stance", "endorsed"),
        ("Mayor Ida Holm said the bridge was closed on Monday.", "certainty", "certain"),
        ("Mayor Ida Holm believes that the bridge is unsafe.", "certainty", "probable"),
        ("Mayor Ida Holm said the bridge might have been unsafe.", "certainty", "possible"),
        ("Mayor Ida Holm asked whether the bridge was safe.", "certainty", "unknown"),
        ("Mayor Ida Holm denied that the bridge was unsafe.", "polarity", "negative"),
        ("Mayor Ida Holm said the bridge was not unsafe.", "polarity", "positive"),
        ("Mayor Ida Holm promised to reopen the bridge by June.", "kind", "intention"),
        ("Mayor Ida Holm predicted that the bridge would collapse.", "kind", "prediction"),
        ("Mayor Ida Holm urged drivers to avoid the bridge.", "kind", "directive"),
    ],
)
def test_the_shipped_heads_know_plain_cases(
    shipped: Callable[..., Attribution], text: str, judgement: str, label: str
) -> None:
    judged = shipped(text)
    assert getattr(judged, judgement) == label
    assert judged.scores[judgement] > 0.3
    assert reasons(judged, judgement)


@pytest.mark.model
def test_the_shipped_heads_go_with_the_shipped_encoder() -> None:
    from sayso.assess.heads import load_heads
    from sayso.extract.attributions import encoder_digest

    assert load_heads(encoder_digest()).lexical.shape[0] > 1000
