"""Scores of holders, judgements, channels and due dates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.build import attribution, reading, span

from sayso.evaluate.gold import JUDGEMENTS, GoldDocument, Judged, Parts
from sayso.evaluate.judgements import plain_name, same_holder, score_judgements
from sayso.records import (
    Certainty,
    Channel,
    Due,
    Entity,
    EntityId,
    HolderType,
    Identity,
    Kind,
    Polarity,
    Reading,
    Stance,
)

TEXT = "Mayor Ida Holm told Fjord Radio it opens in May. She fears a delay."
LABELS = {
    "identity": "named",
    "type": "person",
    "stance": "neutral",
    "certainty": "certain",
    "polarity": "positive",
    "kind": "prediction",
}
HOLM = Judged("Ida Holm", ("Fjord Radio",), "in May", LABELS)
FEARS = Judged("Ida Holm", (), None, {**LABELS, "certainty": "possible"})
GOLD = GoldDocument(
    "bridge",
    TEXT,
    (Parts(((0, 14),), ((15, 19),), ((32, 47),)), Parts(((49, 52),), ((53, 58),), ((59, 66),))),
    (HOLM, FEARS),
)


def found(**second: object) -> Reading:
    """A reading that agrees with the gold but for what is given of the second attribution."""
    told = attribution(
        TEXT,
        source="Mayor Ida Holm",
        cue="told",
        content="it opens in May",
        identity=Identity.NAMED,
        type=HolderType.PERSON,
        holder=EntityId("e1"),
        channels=(Channel("The Fjord Radio", None),),
        stance=Stance.NEUTRAL,
        certainty=Certainty.CERTAIN,
        polarity=Polarity.POSITIVE,
        kind=Kind.PREDICTION,
        due=Due(span(TEXT, "in [[May]]"), "XXXX-05"),
    )
    fears = attribution(TEXT, source="She", cue="fears", content="a delay")
    judged = {name: getattr(told, name) for name in (*JUDGEMENTS, "holder")}
    fears = replace(fears, **(judged | {"certainty": Certainty.POSSIBLE} | second))
    entity = Entity(EntityId("e1"), "Holm", Identity.NAMED, HolderType.PERSON, ())
    return reading(TEXT, [told, fears], entities=(entity,))


def scores(**second: object) -> dict[str, float]:
    return score_judgements([GOLD], {"bridge": found(**second)}).scores


def test_agreement_scores_one_everywhere() -> None:
    assert scores() == dict.fromkeys(scores(), 1.0)


def test_wrong_value_costs_accuracy_and_macro_f1() -> None:
    wrong = scores(certainty=Certainty.CERTAIN)
    assert wrong["label/certainty"] == 0.5
    assert wrong["macro/certainty"] == pytest.approx((2 / 3 + 0) / 2)
    assert wrong["found+certainty"] == 0.5
    assert wrong["label/stance"] == 1.0


def test_missing_holder_is_wrong_where_somebody_holds_it() -> None:
    wrong = scores(holder=None)
    assert (wrong["holder"], wrong["holder/pronoun"], wrong["found+holder"]) == (0.5, 0.0, 0.5)


def test_invented_channel_and_due_cost_precision() -> None:
    wrong = scores(channels=(Channel("The Lantern", None),), due=Due(span(TEXT, "delay"), "P1D"))
    assert wrong["via"] == wrong["due"] == pytest.approx(2 / 3)


def test_attribution_with_bad_spans_is_paired_but_not_judged() -> None:
    gold = replace(GOLD, judgements=(HOLM, None))
    tally = score_judgements([gold], {"bridge": found(certainty=Certainty.CERTAIN)})
    assert tally.scores["label/certainty"] == 1.0
    assert tally.n_pairs == 2


@pytest.mark.parametrize(
    ("gold", "other", "person", "same"),
    [
        ("Ida Holm", "mayor Ida Holm", True, True),
        ("Ida Holm", "Holm", True, True),
        ("Fjord Radio", "Radio", False, False),
        ("Ida Holm", "Jon Holm", True, False),
        ("a palace insider", "palace insider", False, True),
        (None, None, False, True),
        (None, "Holm", True, False),
        ("The U.S. army", "U.S. Army", False, True),
    ],
)
def test_names_of_one_holder(gold: str | None, other: str | None, person: bool, same: bool) -> None:
    assert same_holder(gold, other, named_person=person) is same


@given(st.text(max_size=30))
def test_name_is_its_own_plain_name_twice_over(name: str) -> None:
    assert plain_name(plain_name(name)) == plain_name(name)
