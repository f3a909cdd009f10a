"""A reader is run over a gold set and scored."""

from __future__ import annotations

import pytest
from tests.build import READER, attribution, reading

from sayso.errors import InputError
from sayso.evaluate.gold import GoldDocument, GoldSet, Parts
from sayso.evaluate.metrics import METRICS
from sayso.evaluate.runs import score_reader
from sayso.records import Reading

LATE = "Ann said it is late."
WON = "It is said that Bo won."
GOLD = GoldSet(
    "mine-dev",
    (
        GoldDocument("late", LATE, (Parts(((0, 3),), ((4, 8),), ((9, 19),)),)),
        GoldDocument("won", WON, (Parts((), ((0, 10),), ((11, 22),)),)),
    ),
)


def read_half(text: str) -> Reading:
    """Right about Ann; finds a source for what nobody said."""
    if text == LATE:
        return reading(text, [attribution(text, source="Ann", cue="said", content="it is late", score=0.9)])
    return reading(text, [attribution(text, source="Bo", cue="It is said", content="that", score=0.7)])


def test_report_holds_scores_of_all_metrics_and_subsets() -> None:
    done = []
    report = score_reader(GOLD, read_one=read_half, on_document=lambda: done.append(1))
    assert len(done) == report.n_documents == 2
    assert report.reader == READER
    assert report.scores["attr/strict"] == report.scores["attr/lenient"] == 0.5
    assert report.scores["attr/lenient/indirect"] == 0.5
    assert report.scores["attr/lenient/direct"] == 0.0
    assert report.scores["ece"] == pytest.approx((0.1 + 0.7) / 2)
    assert set(report.scores) == {
        *METRICS,
        *(f"attr/lenient/{n}" for n in ("direct", "mixed", "indirect")),
        "ece",
    }


def test_report_as_json_has_the_counts_behind_the_scores() -> None:
    data = score_reader(GOLD, read_one=read_half).to_dict()
    assert (data["gold"], data["digest"]) == ("mine-dev", GOLD.digest)
    assert data["details"]["attr/strict"] == {
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
        "n_right": 1,
        "n_found": 2,
        "n_gold": 2,
    }
    assert len(data["calibration"]) == 10


@pytest.mark.usefixtures("scripted_reader")
def test_text_that_is_not_stored_as_it_is_cannot_be_scored() -> None:
    gold = GoldSet("marked", (GoldDocument("late", "\ufeff" + LATE, ()),))
    with pytest.raises(InputError, match="'late': its text begins with a byte-order mark"):
        score_reader(gold)


@pytest.mark.usefixtures("scripted_reader")
def test_texts_are_read_as_they_stand_by_default() -> None:
    assert score_reader(GOLD).counts["attr/strict"].n_right == 1
