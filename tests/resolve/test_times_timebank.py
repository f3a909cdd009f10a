"""The benchmark on TimeBank does its sums rightly, and the scores there hold where TimeBank is."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import timex

from sayso import find_times

TML = """<?xml version="1.0" ?>
<TimeML><DCT>
<TIMEX3 tid="t0" type="DATE" value="2022-05-02T10:00" functionInDocument="CREATION_TIME">now</TIMEX3></DCT>
<TEXT>The <EVENT eid="e1">closing</EVENT> came
<TIMEX3 tid="t1" type="DATE" value="2022-04-29">last Friday</TIMEX3>, <NOUN>not in
<TIMEX3 tid="t2" type="DATE" value="2021">2021</TIMEX3></NOUN>.</TEXT></TimeML>
"""


@pytest.fixture
def sample(tmp_path: Path) -> timex.Sample:
    (tmp_path / "made-up.tml").write_text(TML, "utf-8")
    (found,) = timex.load_samples(tmp_path)
    return found


def test_article_is_read_with_the_places_of_its_times(sample: timex.Sample) -> None:
    assert sample.published == "2022-05-02"
    assert [(sample.text[start:end], value) for start, end, value in sample.gold] == [
        ("last Friday", "2022-04-29"),
        ("2021", "2021"),
    ]


def test_scores_count_overlap_edges_and_values_apart(sample: timex.Sample) -> None:
    (start, end, value), (other, last, _) = sample.gold
    found = [(start + 5, end, value), (other, last, "2020"), (0, 3, "2019")]
    scores = timex.score([sample], [found])
    assert (scores.relaxed, scores.strict, scores.value) == (4 / 5, 2 / 5, 2 / 5)


def test_one_answer_matches_one_expression_only(sample: timex.Sample) -> None:
    whole = [(0, len(sample.text), "2021")]
    assert timex.score([sample], [whole]).relaxed == 2 / 3


def test_days_are_cut_to_the_gold_value_for_a_program_that_knows_only_days(sample: timex.Sample) -> None:
    found = [(start, end, f"{value}-05-02"[:10]) for start, end, value in sample.gold]
    assert timex.score([sample], [found], coarse=True).value == 1.0
    assert timex.score([sample], [found]).value == 1 / 2


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ({"timex": "P6M", "type": "duration", "value": "15552000"}, "P6M"),
        ({"timex": "XXXX-10-01", "type": "date", "value": "1989-10-01"}, "1989-10-01"),
        ({"timex": "(1989-07-01,1989-10-01,P3M)", "type": "daterange", "start": "1989-07-01"}, "1989-Q3"),
        ({"timex": "XXXX-WXX-4", "type": "set", "value": "not resolved"}, "XXXX-WXX-4"),
    ],
)
def test_answers_of_recognizers_become_timex_values(answer: dict[str, str], value: str) -> None:
    assert timex.recognized_value(answer) == value


@pytest.mark.gold
@pytest.mark.skipif(not timex.TIMEBANK.is_dir(), reason="TimeBank is not in .data")
def test_scores_on_timebank_hold() -> None:
    samples = timex.load_samples(timex.TIMEBANK)
    assert len(samples) == 183
    found = [
        [(time.start, time.end, time.value) for time in find_times(sample.text, published=sample.published)]
        for sample in samples
    ]
    scores = timex.score(samples, found)
    assert scores.relaxed >= 0.94
    assert scores.value >= 0.82
