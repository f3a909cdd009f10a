"""Who speaks is counted by name where there is one; merges move what was said, and give it back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, insert
from tests.ledger.stories import fill, story

from sayso.errors import NotFound, UsageError
from sayso.ledger import schema
from sayso.ledger.engine import writing_to
from sayso.ledger.ledger import Ledger
from sayso.ledger.tally import EVERYWHERE


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    fill(ledger)
    return ledger


def said(ledger: Ledger, **by: Any) -> dict[str | None, int]:
    return {one.name: one.n_attributions for one in ledger.sources(**by)}


def number_of(ledger: Ledger, name: str) -> str:
    return f"s{ledger.search(holder=name).hits[0].source_id}"


def test_sources_are_counted_the_most_frequent_first(filled: Ledger) -> None:
    found = filled.sources()
    assert (found[0].name, found[0].n_attributions, found[0].n_outlets) == ("Ida Holm", 2, 2)
    assert (found[0].first, found[0].last) == ("2023-03-02", "2023-04-01")
    assert {one.name for one in found[1:]} == {"officials", "a senior official", "Omar Lind"}
    assert [one.identity for one in found if one.source_id is None] == ["unnamed", "unnamed"]


def test_sources_can_be_narrowed(filled: Ledger) -> None:
    assert said(filled, identity="unnamed") == {"officials": 1, "a senior official": 1}
    assert said(filled, outlet="Quay Times") == {"Ida Holm": 1, "a senior official": 1}
    assert said(filled, since="2023-04-01") == {"Ida Holm": 1, "Omar Lind": 1}
    assert said(filled, outlet="No Such Paper") == {}
    assert len(filled.sources(limit=1)) == 1
    with pytest.raises(UsageError):
        filled.sources(identity="odd")


def test_outlets_say_what_they_rely_on(filled: Ledger) -> None:
    tarn, quay = filled.outlets()
    assert (tarn.name, tarn.domain, tarn.n_articles, tarn.n_attributions) == (
        "Tarn Post", "tarn-post.example", 3, 3,
    )  # fmt: skip
    assert (tarn.n_unnamed, quay.unnamed_share, quay.nobody_share) == (1, 0.5, 0.0)
    assert tarn.via == (("Ferry Wire", 2), ("Hill Radio", 1))
    assert [one.n_articles for one in filled.outlets(since="2023-04-01")] == [1, 1]


def test_an_outlet_known_by_its_domain_gets_the_name_that_a_later_article_gives(ledger: Ledger) -> None:
    at = "https://www.tarn-post.example/"
    ledger.add_reading(story(1, "Ida Holm", "said", "it was cold", outlet=None, url=at + "1"))
    assert [one.name for one in ledger.outlets()] == ["tarn-post.example"]
    ledger.add_reading(story(2, "Ida Holm", "said", "it was colder", outlet="Tarn Post", url=at + "2"))
    (outlet,) = ledger.outlets()
    assert (outlet.name, outlet.domain, outlet.n_articles) == ("Tarn Post", "tarn-post.example", 2)
    assert len(ledger.search(outlet="tarn post").hits) == 2
    ledger.add_reading(story(3, "Ida Holm", "said", "it was worse", outlet="The Tarn Post", url=at + "3"))
    assert [one.name for one in ledger.outlets()] == ["Tarn Post"]


def test_a_merge_makes_one_of_two_and_undoing_it_gives_each_its_own(filled: Ledger) -> None:
    holm, lind = number_of(filled, "Ida Holm"), number_of(filled, "Omar Lind")
    before = filled.sources()
    made = filled.merge_sources(lind, holm, who="ada", why="a pen name")
    assert said(filled)["Ida Holm"] == 3
    assert [hit.id for hit in filled.search(holder="Omar Lind").hits] == [5, 3, 1]
    assert [hit.id for hit in filled.search("gas", holder=holm).hits] == [5, 1]
    filled.add_reading(story(6, "Omar Lind", "said", "more of it", published="2023-05-01"))
    assert said(filled)["Ida Holm"] == 4
    assert [one.why for one in filled.merges(holm)] == ["a pen name"]
    undone = filled.unmerge_sources(made.id)
    assert undone.undone_at
    assert said(filled) == {one.name: one.n_attributions for one in before} | {"Omar Lind": 2}
    with pytest.raises(UsageError, match="undone"):
        filled.unmerge_sources(made.id)


def test_a_merge_holds_what_was_merged_before(filled: Ledger) -> None:
    filled.add_reading(story(6, "I. M. Holm", "said", "more of it"))
    holm, lind, short = (number_of(filled, name) for name in ("Ida Holm", "Omar Lind", "I. M. Holm"))
    filled.merge_sources(short, holm, who="ada")
    outer = filled.merge_sources(holm, lind, who="ada")
    assert said(filled)["Omar Lind"] == 4
    filled.unmerge_sources(outer.id)
    assert (said(filled)["Ida Holm"], said(filled)["Omar Lind"]) == (3, 1)


def test_outlets_can_be_merged_too(filled: Ledger) -> None:
    tarn, quay = (f"s{one.outlet_id}" for one in filled.outlets())
    made = filled.merge_sources(quay, tarn, who="ada")
    assert [(one.name, one.n_articles) for one in filled.outlets()] == [("Tarn Post", 5)]
    assert len(filled.search(outlet="Quay Times").hits) == 5
    filled.unmerge_sources(made.id)
    assert [(one.name, one.n_articles) for one in filled.outlets()] == [("Tarn Post", 3), ("Quay Times", 2)]
    assert len(filled.search(outlet="Quay Times").hits) == 2


def test_what_cannot_be_merged_is_refused(filled: Ledger) -> None:
    holm = number_of(filled, "Ida Holm")
    with pytest.raises(UsageError, match="already"):
        filled.merge_sources(holm, holm, who="ada")
    with pytest.raises(NotFound):
        filled.merge_sources(holm, "s99", who="ada")
    with pytest.raises(UsageError, match="s5"):
        filled.merge_sources("a1", holm, who="ada")
    with pytest.raises(NotFound, match="merges"):
        filled.unmerge_sources(99)


def test_no_statement_has_more_values_than_databases_take(ledger: Ledger) -> None:
    """PostgreSQL takes 65,535, which lists of 66,000 sources went beyond; SQLite may take 32,766."""
    n, most = 2500, 0
    with writing_to(ledger.engine) as connection:
        person = {"type": "person", "domain": "", "folded": ""}
        voice = {"what": "voice", "label": "", "identity": "named", "outlet_id": EVERYWHERE}
        numbers = range(1, n + 1)
        connection.execute(insert(schema.source), [{"id": i, "name": f"Ida {i}", **person} for i in numbers])
        connection.execute(insert(schema.tally), [{"source_id": i, "n": i, **voice} for i in numbers])

    def count(_connection: Any, _cursor: Any, _statement: str, values: Any, *_rest: Any) -> None:
        nonlocal most
        most = max(most, len(values))

    event.listen(ledger.engine, "before_cursor_execute", count)
    found = ledger.sources(limit=n)
    assert [found[0].name, found[-1].name, len(found)] == [f"Ida {n}", "Ida 1", n]
    assert 1000 <= most < 2000
