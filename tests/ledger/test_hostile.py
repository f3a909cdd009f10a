"""Names, addresses and texts are data: whatever they hold is kept as it is, or refused with a reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.ledger.stories import story
from tests.ledger.test_adding import add, failures, rows_file

from sayso.errors import LedgerError
from sayso.ledger import open_ledger, schema
from sayso.ledger.check import find_problems
from sayso.ledger.engine import reading_from
from sayso.ledger.ledger import Ledger
from sayso.ledger.store import Outcome
from sayso.ledger.text import as_key, storable
from sayso.records import Credit

HOSTILE = (
    "'); DROP TABLE attribution; --",
    '" OR "1"="1',
    "%s :name {0} $1 ?1",
    "100%_",
    "\\'\\",
    "<script>alert(1)</script>",
    "a\x00b",
    "\ud800",
    "\u202egnp.exe",
    "../../../etc/passwd",
)
# Nothing in it repeats, so that no database can press it into an index that takes 2.7 kB.
LONG = "".join(chr(0x4E00 + n) for n in range(5000))
ODD = st.one_of(st.text(st.characters(), min_size=1, max_size=40), st.sampled_from(HOSTILE))


def problems(ledger: Ledger) -> list[str]:
    return [str(one) for one in find_problems(ledger.engine)]


@pytest.fixture(scope="module")
def shared(shared_address: str) -> Any:
    with open_ledger(shared_address) as ledger:
        yield ledger


def test_any_name_and_address_comes_back_as_it_was(shared: Ledger) -> None:
    number = 0

    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(holder=ODD, outlet=ODD, via=ODD, title=ODD, url=ODD)
    def keep(holder: str, outlet: str, via: str, title: str, url: str) -> None:
        nonlocal number
        number += 1
        one = story(
            number, "Ida Holm", "said", "it is late", holder=holder, outlet=outlet, via=(via,), title=title,
            url=f"{number}{url}", path=url, byline=holder, credits=(Credit(outlet, None, "by"),),
        )  # fmt: skip
        added = shared.add_reading(one)
        assert added.outcome is Outcome.NEW
        assert shared.reading(added.version_id).to_dict() == one.to_dict()
        assert shared.add_reading(one) == replace(added, outcome=Outcome.KNOWN)
        if number_of := source_of(shared, added.article_id):
            found = shared.search(holder=f"s{number_of}", outlet=f"s{outlet_of(shared, added.version_id)}")
            assert added.article_id in [hit.article_id for hit in found.hits]

    keep()
    assert problems(shared) == []


def outlet_of(ledger: Ledger, version: int) -> int | None:
    """Number of the outlet of a version."""
    columns = schema.version.c
    with reading_from(ledger.engine) as connection:
        return connection.execute(select(columns.outlet_id).where(columns.id == version)).scalar_one()


def source_of(ledger: Ledger, article: int) -> int | None:
    """Number of the source of the one attribution of an article."""
    with reading_from(ledger.engine) as connection:
        return connection.execute(
            select(schema.attribution.c.source_id)
            .join_from(schema.attribution, schema.reading)
            .join(schema.version)
            .where(schema.version.c.article_id == article)
        ).scalar_one()


def test_very_long_addresses_and_names_are_kept_and_told_apart(ledger: Ledger) -> None:
    urls = [f"https://tarn-post.example/{LONG}{end}" for end in "ab"]
    made = [
        story(
            number, "Ida Holm", "said", "it is late", url=url, outlet=f"{LONG} {number}", via=(LONG,),
            holder=f"Ida {LONG}", title=LONG, credits=(Credit(LONG, None, "by"),),
        )
        for number, url in enumerate(urls)
    ]  # fmt: skip
    added = [ledger.add_reading(one) for one in made]
    assert len({one.article_id for one in added}) == 2
    for one, reading in zip(added, made, strict=True):
        assert ledger.reading(one.version_id).to_dict() == reading.to_dict()
        assert ledger.add_reading(reading) == replace(one, outcome=Outcome.KNOWN)
    changed = story(7, "Ida Holm", "said", "it is dark", url=urls[0])
    assert ledger.add_reading(changed).outcome is Outcome.VERSION
    assert problems(ledger) == []


@given(st.text(st.characters(), max_size=2000))
def test_a_key_is_short_and_of_a_short_text_the_text(text: str) -> None:
    key = as_key(text)
    assert len(key.encode()) <= 1000
    assert key == storable(text) or len(storable(text).encode()) > 1000


def test_long_keys_of_texts_that_end_otherwise_differ() -> None:
    assert as_key(LONG) != as_key(LONG + "a")
    assert as_key(LONG) == as_key(LONG)


@pytest.mark.usefixtures("scripted_reader")
def test_very_long_names_of_what_cannot_be_read_are_kept(ledger: Ledger, tmp_path: Path) -> None:
    from sayso.ledger.engine import writing_to
    from sayso.ledger.failures import FailedInput, record_failure, resolve_failure

    for _ in range(2):
        with writing_to(ledger.engine) as connection:
            record_failure(connection, FailedInput(LONG, LONG, {}, "empty", "nothing", 1, "2024-01-01"))
    [failed] = failures(ledger)
    assert (failed.origin, failed.record, failed.tries) == (LONG, LONG, 2)
    with writing_to(ledger.engine) as connection:
        resolve_failure(connection, (LONG, LONG), now="2024-01-02")
    assert failures(ledger) == []


@pytest.mark.usefixtures("scripted_reader")
@pytest.mark.parametrize("odd", [LONG, "a\x00b", "\ud800"], ids=["long", "nul", "surrogate"])
@pytest.mark.parametrize("field", ["local", "reader", "language"])
def test_a_reading_that_no_database_takes_is_noted_and_the_next_comes_in(
    ledger: Ledger, tmp_path: Path, field: str, odd: str
) -> None:
    one = story(1, "Ida Holm", "said", "it is late").to_dict()
    if field == "local":
        one["attributions"][0]["id"] = odd
    elif field == "reader":
        one["reader"]["name"] = one["reader"]["digest"] = odd
    else:
        one["language"] = odd
    path = rows_file(tmp_path / "r.jsonl", one, story(2, "Bo Lind", "said", "it is dark").to_dict())
    first, second = add(ledger, path)
    assert first in ("new", "not_storable", "bad_readings")
    assert second == "new"
    assert len(failures(ledger)) == (first != "new")
    assert problems(ledger) == []


def test_a_value_that_a_database_cannot_keep_is_said(ledger: Ledger) -> None:
    one = story(1, "Ida Holm", "said", "it is late")
    wrong = replace(one, reader=replace(one.reader, name="a\x00b"))
    if ledger.engine.dialect.name == "sqlite":
        added = ledger.add_reading(wrong)
        assert ledger.reading(added.version_id).reader == wrong.reader
        return
    with pytest.raises(LedgerError, match="nothing of it was written") as raised:
        ledger.add_reading(wrong)
    assert raised.value.code == "not_storable"
    assert ledger.search().hits == ()


@pytest.mark.usefixtures("scripted_reader")
def test_addresses_that_are_none_stop_nothing(ledger: Ledger, tmp_path: Path) -> None:
    from tests.conftest import story as text

    urls = ["http://[::1", "http://[abc]/", f"http://{'a' * 5000}.example/x", "\ud800", "//x", "http://\x00"]
    rows = [{"text": text(f"Ida Holm{number}"), "url": url} for number, url in enumerate(urls)]
    outcomes = add(ledger, rows_file(tmp_path / "r.jsonl", *rows))
    assert set(outcomes) <= {"new", "bad_record"}
    assert len(outcomes) == len(urls)
    assert problems(ledger) == []
    assert len(ledger.search().hits) == outcomes.count("new")
