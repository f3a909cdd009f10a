"""Words that say when become TIMEX3 values and dates."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso
from sayso.errors import UsageError
from sayso.records import TimeExpression, TimeType
from sayso.resolve.times import find_times

# A Monday.
DAY = "2022-05-02"


def only(text: str, published: str | None = DAY) -> TimeExpression:
    found = find_times(text, published=published)
    assert len(found) == 1, [time.text for time in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The bridge closed on May 5, 2021.", "May 5, 2021", "2021-05-05"),
        ("It opened on 13 October 2012 in rain.", "13 October 2012", "2012-10-13"),
        ("It was signed on 2020-02-29.", "2020-02-29", "2020-02-29"),
        ("It was signed on 31/12/2020.", "31/12/2020", "2020-12-31"),
        ("Work began in mid-June 1994.", "mid-June 1994", "1994-06"),
        ("The mayor met them last Monday.", "last Monday", "2022-04-25"),
        ("The mayor said Friday it was safe.", "Friday", "2022-04-29"),
        ("The council will meet on Tuesday.", "Tuesday", "2022-05-03"),
        ("He arrived yesterday.", "yesterday", "2022-05-01"),
        ("They will vote on Tuesday the 16th.", "Tuesday the 16th", "2022-08-16"),
        ("They will talk the day after tomorrow.", "the day after tomorrow", "2022-05-04"),
        ("The road will reopen next month.", "next month", "2022-06"),
        ("The road reopened two weeks ago.", "two weeks ago", "2022-W16"),
        ("Prices rose this year.", "this year", "2022"),
        ("Talks will start in August.", "August", "2022-08"),
        ("Talks started in August.", "August", "2021-08"),
        ("The ferry will run by the end of August.", "the end of August", "2022-08"),
        ("It will open in the second half of 2023.", "the second half of 2023", "2023-H2"),
        ("Profit fell in the third quarter of 2021.", "the third quarter of 2021", "2021-Q3"),
        ("Sales for Q3 2021 fell.", "Q3 2021", "2021-Q3"),
        ("It was built in the 1990s.", "the 1990s", "199"),
        ("It was built in the 11th century.", "the 11th century", "10"),
        ("He swam there in the summer of 1998.", "the summer of 1998", "1998-SU"),
        ("She has feared it since 9/11.", "9/11", "2001-09-11"),
        ("They will pay in two weeks' time.", "two weeks' time", "2022-W20"),
        ("The ship sailed on Christmas Eve 2020.", "Christmas Eve 2020", "2020-12-24"),
        ("She left nineteen seventy-nine behind.", "nineteen seventy-nine", "1979"),
        ("He will soon know.", "soon", "FUTURE_REF"),
    ],
)
def test_dates(text: str, words: str, value: str) -> None:
    time = only(text)
    assert (time.text, time.type, time.value) == (words, TimeType.DATE, value)


@pytest.mark.parametrize(
    ("text", "words", "kind", "value"),
    [
        ("It will be over within two years.", "two years", TimeType.DURATION, "P2Y"),
        ("A 10-hour tour ended.", "10-hour", TimeType.DURATION, "PT10H"),
        ("He served for 2 1/2 years.", "2 1/2 years", TimeType.DURATION, "P2Y6M"),
        ("The 2-year-old horse won.", "2-year-old", TimeType.DURATION, "P2Y"),
        ("They waited for several months.", "several months", TimeType.DURATION, "PXM"),
        ("The club meets every week.", "every week", TimeType.SET, "P1W"),
        ("The club meets each Thursday.", "each Thursday", TimeType.SET, "XXXX-WXX-4"),
        ("The boat leaves on Tuesday nights.", "Tuesday nights", TimeType.SET, "XXXX-WXX-2TNI"),
        ("He was seen at 10 p.m. Friday.", "10 p.m. Friday", TimeType.TIME, "2022-04-29T22:00"),
        ("He was seen last night.", "last night", TimeType.TIME, "2022-05-01TNI"),
        ("They will meet this afternoon.", "this afternoon", TimeType.TIME, "2022-05-02TAF"),
    ],
)
def test_times_durations_and_sets(text: str, words: str, kind: TimeType, value: str) -> None:
    time = only(text)
    assert (time.text, time.type, time.value) == (words, kind, value)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It will open in the second half of 2023.", "2023-07-01", "2023-12-31"),
        ("The road will reopen next month.", "2022-06-01", "2022-06-30"),
        ("It rained later this month.", "2022-05-02", "2022-05-31"),
        ("Sales rose over the past two years.", "2020-05-02", "2022-05-02"),
        ("The 1980s were kind to them.", "1980-01-01", "1989-12-31"),
    ],
)
def test_first_and_last_day(text: str, first: str, last: str) -> None:
    time = only(text)
    assert (time.earliest, time.latest) == (first, last)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The council will meet on Tuesday.", "XXXX-WXX-2"),
        ("Talks will start in August.", "XXXX-08"),
        ("Talks will start on August 6.", "XXXX-08-06"),
        ("He arrived yesterday.", "XXXX-XX-XX"),
        ("The road will reopen next month.", "XXXX-XX"),
        ("It closed last week.", "XXXX-WXX"),
        ("Prices rose this year.", "XXXX"),
    ],
)
def test_without_a_date_of_publication_values_stay_open(text: str, value: str) -> None:
    time = only(text, published=None)
    assert (time.value, time.earliest, time.latest) == (value, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May spoke to the press.",
        "He may go, and she might march with him.",
        "The Sun said so.",
        "He told The Daily Lantern and The Sunday Echo.",
        "She wrote for USA Today.",
        "Sales were $1990 a head.",
        "About 2000 people came.",
        "It costs three dollars a day.",
        "She is 52 years old.",
        "The first half was dull.",
        "A quarter of them left.",
        "Water may fall or spring from rocks.",
        "He met Jan Brewer and April Ryan.",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert find_times(text, published=DAY) == ()


def test_a_year_ago_after_a_quarter_is_that_quarter_a_year_before() -> None:
    text = "Profit in the third quarter of 2021 was 5 million, up from 4 million a year ago."
    assert [time.value for time in find_times(text, published=DAY)] == ["2021-Q3", "2020-Q3"]


def test_that_year_is_the_year_named_before() -> None:
    text = "The mill burned down in 1987. Two others closed that year."
    assert [time.value for time in find_times(text, published=DAY)] == ["1987", "1987"]


def test_published_may_be_a_date_or_a_time() -> None:
    text = "He arrived yesterday."
    assert find_times(text, published=date(2022, 5, 2)) == find_times(text, published="2022-05-02T10:00:00Z")


def test_published_that_is_no_date_is_misuse() -> None:
    with pytest.raises(UsageError, match='published is "last week"; give a date as YYYY-MM-DD'):
        find_times("Today.", published="last week")


def test_find_times_is_public() -> None:
    assert sayso.find_times is find_times
    assert only("He arrived yesterday.").to_dict() == {
        "start": 11,
        "end": 20,
        "text": "yesterday",
        "type": "DATE",
        "value": "2022-05-01",
        "earliest": "2022-05-01",
        "latest": "2022-05-01",
    }


@pytest.mark.parametrize("date", ["February 30, 2020", "2020-13-45", "31/31/2020", "2020-00-10"])
def test_impossible_dates_are_left_out(date: str) -> None:
    assert date not in [time.text for time in find_times(f"It ended on {date}.", published=DAY)]


PIECES = """
the a last next this two 3 31 1/2 half of end year years week month quarter May March Sun. Monday Aug.
2015 9/11 2022-02-30 10:30 p.m. ago earlier old - , . 's ' first fiscal hundred million several every each day
night morning before after in by 99999999999 0 00 24:99 Christmas Day Eve new now that same
"""


@settings(max_examples=100)
@given(
    st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES.split()), max_size=25).map(" ".join)),
    st.sampled_from([None, "0001-01-01", "2022-05-02", "9999-12-31"]),
)
def test_any_text_gives_exact_ordered_spans(text: str, published: str | None) -> None:
    found = find_times(text, published=published)
    assert all(text[time.start : time.end] == time.text for time in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for time in found:
        assert (time.earliest is None) == (time.latest is None)
        assert time.earliest is None or date.fromisoformat(time.earliest) <= date.fromisoformat(
            time.latest or ""
        )
    assert find_times(text, published=published) == found


def test_segments_of_a_long_text_join_without_loss() -> None:
    line = "The council of Port Alder will meet on 5 May 2021 in the hall by the river.\n"
    found = find_times(line * 2000)
    assert len(found) == 2000
    assert {time.value for time in found} == {"2021-05-05"}
