"""No number reaches a database that it does not take: it is there, it is not there, or it is misuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.ledger.stories import fill

from sayso.errors import NotFound, UsageError
from sayso.ledger import open_ledger, people_since
from sayso.ledger.ledger import Ledger

LARGE = 99999999999999999999


@pytest.fixture(scope="module")
def filled(shared_address: str) -> Iterator[Ledger]:
    with open_ledger(shared_address) as ledger:
        fill(ledger)
        yield ledger


@pytest.mark.parametrize("limit", [10**30, -(10**30), 0, -1, 1.5, "20", None])
def test_so_many_cannot_be_asked_for(filled: Ledger, limit: Any) -> None:
    for ask in (filled.search, filled.sources, filled.outlets):
        with pytest.raises(UsageError, match="limit is"):
            ask(limit=limit)
    for since in ("2023-01-01", "9999-12-31"):
        with pytest.raises(UsageError, match="limit is"):
            filled.sources(since=since, limit=limit)
    if limit is not None:  # which is all of them
        with pytest.raises(UsageError, match="limit is"):
            filled.history(limit=limit)


@pytest.mark.parametrize("few", [0, people_since.FEW])
def test_as_many_as_there_can_be_are_given(filled: Ledger, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(people_since, "FEW", few)
    most = 2**31 - 1
    assert len(filled.sources(limit=most)) == 4
    assert len(filled.sources(limit=most, since="2023-01-01")) == 3  # one article has no date
    assert len(filled.outlets(limit=most)) == len(filled.outlets(limit=most, since="2023-01-01")) == 2
    assert filled.history(limit=most) == []


@pytest.mark.parametrize("number", [999, 2**31 - 1, 2**31, 2**63, LARGE, 0, -1, -LARGE])
@pytest.mark.parametrize(
    "ask",
    [
        Ledger.attribution,
        Ledger.article,
        Ledger.reading,
        Ledger.standing,
        Ledger.unmerge_sources,
        lambda ledger, number: ledger.undo(number, who="ada"),
        lambda ledger, number: ledger.correct(number, who="ada", verdict="rejected"),
    ],
)
def test_what_has_no_such_number_is_not_there(
    filled: Ledger, ask: Callable[[Ledger, int], Any], number: int
) -> None:
    with pytest.raises(NotFound):
        ask(filled, number)
    assert filled.history(attribution_id=number) == filled.history(article_id=number) == []


@pytest.mark.parametrize("name", ["s999", "s2147483648", f"s{LARGE}", "s0", f"S{'9' * 1000}"])
def test_a_source_that_is_not_there_is_said_wherever_it_is_named(filled: Ledger, name: str) -> None:
    asks: tuple[Callable[[], Any], ...] = (
        lambda: filled.show(name),
        lambda: filled.search(holder=name),
        lambda: filled.search("gas", outlet=name),
        lambda: filled.sources(outlet=name),
        lambda: filled.merges(name),
        lambda: filled.merge_sources(name, "s1", who="ada"),
        lambda: filled.merge_sources("s1", name, who="ada"),
    )
    for ask in asks:
        with pytest.raises(NotFound, match="there is no source s"):
            ask()


@pytest.mark.parametrize("name", [f"a{LARGE}", f"n{LARGE}", str(LARGE)])
def test_what_is_too_large_for_a_number_is_not_there_either(filled: Ledger, name: str) -> None:
    with pytest.raises(NotFound):
        filled.show(name)


@pytest.mark.parametrize(
    "since",
    ["0001-01-01", "0000-01-01", "9999-12-31", "10000-01-01", "99999999999-01-01", "-001-01-01", 2023, b""],
)
def test_days_far_out_are_days_or_misuse(filled: Ledger, since: Any) -> None:
    is_day = since in ("0001-01-01", "9999-12-31")
    for ask in (filled.search, filled.sources, filled.outlets):
        if is_day:
            ask(since=since)
            continue
        with pytest.raises(UsageError, match="YYYY-MM-DD"):
            ask(since=since)
    if is_day:
        filled.search(until=since)
        filled.search(due_before=since, sort="due")


@pytest.mark.parametrize("name", ["holder", "outlet", "via"])
@pytest.mark.parametrize("value", [5, b"Ida Holm", ["s1"]])
def test_a_name_is_text(filled: Ledger, name: str, value: Any) -> None:
    with pytest.raises(UsageError, match="give a name"):
        filled.search(**{name: value})
