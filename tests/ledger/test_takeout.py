"""Readings come out of a ledger one by one: those that were chosen, in order, as they stand."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from tests.build import attribution, reading
from tests.ledger.test_store import TEXT, URL, made

from sayso.ledger import takeout
from sayso.ledger.engine import reading_from
from sayso.ledger.ledger import Ledger
from sayso.ledger.takeout import Choice, Scope, article_numbers, count, one_state, take
from sayso.ledger.upheld import Upheld, _rows_of, held_by, only, uphold
from sayso.records import AttributionId, EntityId, Identity, ReaderInfo

OTHER = ReaderInfo("sayso-test", "1", "sha256:" + "f" * 64)


def numbers(ledger: Ledger, scope: Scope = Scope.STANDING, **choice: str) -> list[int]:
    """Numbers of the readings that are taken."""
    chosen = Choice(**choice)
    with one_state(ledger.engine) as connection:
        found = [taken.number for taken in take(connection, chosen, scope=scope)]
        assert count(connection, chosen, scope=scope) == len(found)
    return found


def standing(ledger: Ledger) -> list[Upheld]:
    with one_state(ledger.engine) as connection:
        return [uphold(connection, taken) for taken in take(connection)]


def said(upheld: Upheld) -> list[tuple[str, str, str | None]]:
    """Id, content and holder of each attribution."""
    names = {entity.id: entity.name for entity in upheld.reading.entities}
    return [
        (one.id, one.content[0].exact, names.get(one.holder) if one.holder else None)
        for one in upheld.reading.attributions
    ]


def some_articles(ledger: Ledger) -> None:
    """Readings 1 to 5: two versions of one article, the second read twice, and two other articles."""
    ledger.add_reading(made(url=URL, outlet="Tarn Post", published="2023-05-02"))
    second = made(TEXT.replace("safe", "sound"), url=URL, outlet="Tarn Post", published="2023-05-04")
    ledger.add_reading(second)
    ledger.add_reading(replace(second, reader=OTHER))
    ledger.add_reading(made(url="https://b.example.org/x", outlet="Radio", published="2023-06-01"))
    ledger.add_reading(
        reading("It is said to be old.", [attribution("It is said to be old.", content="old")])
    )


def test_what_stands_is_one_reading_an_article(ledger: Ledger) -> None:
    some_articles(ledger)
    assert numbers(ledger) == [3, 4, 5]


def test_all_of_it_has_what_stands_last_of_its_article(ledger: Ledger) -> None:
    some_articles(ledger)
    assert numbers(ledger, Scope.ALL) == [1, 2, 3, 4, 5]
    ledger.add_reading(made(url=URL, outlet="Tarn Post", published="2023-05-02"))
    assert numbers(ledger, Scope.ALL) == [2, 3, 1, 4, 5]


def test_readings_that_corrections_stand_on_come_along(ledger: Ledger) -> None:
    some_articles(ledger)
    ledger.correct(1, who="Ida", kind="opinion")
    assert numbers(ledger, Scope.CORRECTED) == [1, 3, 4, 5]


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"outlet": "tarn post"}, [3]),
        ({"outlet": "example.com"}, [3]),
        ({"outlet": "Tarn"}, []),
        ({"since": "2023-05-04"}, [3, 4]),
        ({"until": "2023-05-04"}, [3]),
        ({"since": "2023-05-05", "until": "2023-05-31"}, []),
        ({"holder": "Ida Holm"}, [3, 4]),
        ({"holder": "ida holm", "outlet": "Radio"}, [4]),
        ({"holder": "x' OR '1'='1"}, []),
        ({"outlet": "%"}, []),
    ],
)
def test_articles_are_chosen(ledger: Ledger, choice: dict[str, str], found: list[int]) -> None:
    some_articles(ledger)
    assert numbers(ledger, **choice) == found


def test_articles_are_chosen_by_number(ledger: Ledger) -> None:
    some_articles(ledger)
    outlets = {one.name: one.outlet_id for one in ledger.outlets()}
    holm = ledger.search(holder="Ida Holm").hits[0].source_id
    assert numbers(ledger, outlet=f"s{outlets['Tarn Post']}") == [3]
    assert numbers(ledger, holder=f"s{holm}") == [3, 4]
    assert numbers(ledger, holder="s99999999999999999999") == []


def test_older_versions_come_with_an_article_that_is_chosen(ledger: Ledger) -> None:
    some_articles(ledger)
    assert numbers(ledger, Scope.ALL, since="2023-05-04", outlet="Tarn Post") == [1, 2, 3]
    with one_state(ledger.engine) as connection:
        assert article_numbers(connection, Choice(outlet="Tarn Post")) == {1}


def test_pages_of_any_size_give_the_same(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    some_articles(ledger)
    ledger.add_reading(made(url=URL, outlet="Tarn Post", published="2023-05-02"))
    whole = numbers(ledger, Scope.ALL)
    for size in (1, 2, 3, 5):
        monkeypatch.setattr(takeout, "_PAGE", size)
        assert numbers(ledger, Scope.ALL) == whole
        assert numbers(ledger) == [1, 4, 5]


def test_what_is_written_meanwhile_is_not_in_it(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    some_articles(ledger)
    monkeypatch.setattr(takeout, "_PAGE", 1)
    with one_state(ledger.engine) as connection:
        taken = take(connection)
        first = next(taken)
        ledger.add_reading(made(url=f"{URL}-9"))
        assert [first.number, *(one.number for one in taken)] == [3, 4, 5]


def test_corrections_are_laid_over_the_reading(ledger: Ledger) -> None:
    ledger.add_reading(made(url=URL))
    ledger.correct(1, who="Ida", holder="Bo Ek", stance="doubted", verdict="accepted")
    (upheld,) = standing(ledger)
    assert said(upheld) == [("a1", "the bridge was safe", "Bo Ek"), ("a2", "to be old", None)]
    assert upheld.reading.attributions[0].stance == "doubted"
    assert upheld.verified == upheld.corrected == {"a1"}
    assert upheld.taken.reading.attributions[0].stance is None


def test_a_holder_of_the_article_is_no_second_entity(ledger: Ledger) -> None:
    ledger.add_reading(made(url=URL))
    ledger.correct(2, who="Ida", holder="Ida Holm")
    (upheld,) = standing(ledger)
    assert [entity.name for entity in upheld.reading.entities] == ["Ida Holm"]
    assert said(upheld)[1] == ("a2", "to be old", "Ida Holm")
    assert upheld.reading.attributions[1].identity is Identity.NAMED


def test_a_new_holder_gets_an_id_that_no_other_has(ledger: Ledger) -> None:
    one = made(url=URL)
    holm = replace(one.entities[0], id=EntityId("e2"))
    told = replace(one.attributions[0], holder=holm.id)
    ledger.add_reading(replace(one, entities=(holm,), attributions=(told, one.attributions[1])))
    ledger.correct(2, who="Ida", holder="Bo Ek")
    (upheld,) = standing(ledger)
    assert [holder for _, _, holder in said(upheld)] == ["Ida Holm", "Bo Ek"]


def test_a_holder_over_a_line_end_is_no_second_entity(ledger: Ledger) -> None:
    one = made(url=URL)
    ledger.add_reading(replace(one, entities=(replace(one.entities[0], name="Ida\nHolm"),)))
    ledger.correct(2, who="Ida", holder="Ida Holm")
    (upheld,) = standing(ledger)
    assert len(upheld.reading.entities) == 1


def test_what_was_in_a_rejected_one_moves_up(ledger: Ledger) -> None:
    text = "Bo said Ida said Ada thought it rained."
    parts: list[Any] = [
        attribution(text, source="Bo", cue="Bo [[said]]", content="Ida said Ada thought it rained"),
        attribution(text, source="Ida", cue="Ida [[said]]", content="Ada thought it rained"),
        attribution(text, source="Ada", cue="thought", content="it rained"),
    ]
    ledger.add_reading(reading(text, parts))
    ledger.correct(2, who="Ida", verdict="rejected")
    (upheld,) = standing(ledger)
    assert [(one.id, one.within) for one in upheld.reading.attributions] == [("a1", None), ("a3", "a1")]


def test_what_people_uphold_against_a_newer_reader_is_there(ledger: Ledger) -> None:
    ledger.add_reading(made(url=URL))
    ledger.correct(1, who="Ida", holder="Bo Ek")
    ledger.add_reading(
        replace(made(url=URL), reader=OTHER, attributions=made().attributions[1:], entities=())
    )
    (upheld,) = standing(ledger)
    assert [(content, holder) for _, content, holder in said(upheld)] == [
        ("to be old", None),
        ("the bridge was safe", "Bo Ek"),
    ]
    ids = [one.id for one in upheld.reading.attributions]
    assert len(set(ids)) == 2
    assert sorted(upheld.numbers.values()) == [1, 3]


def test_only_what_a_holder_says(ledger: Ledger) -> None:
    ledger.add_reading(made(url=URL))
    with one_state(ledger.engine) as connection:
        (upheld,) = (uphold(connection, taken) for taken in take(connection))
        assert [one[0] for one in said(held_by(connection, upheld, "Ida Holm"))] == ["a1"]
    assert said(only(upheld, [AttributionId("a2")])) == [("a2", "to be old", None)]


def test_what_stands_is_found_by_the_indexes_in_a_ledger_of_any_size(ledger: Ledger) -> None:
    some_articles(ledger)
    with reading_from(ledger.engine) as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if not is_sqlite:  # which reads small tables whole, unless that is ruled out
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        made = str(_rows_of(3, 2).compile(connection, compile_kwargs={"literal_binds": True}))
        plan = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{made}").all()
    shown = "\n".join(str(row[-1]) for row in plan)
    assert not re.search("SCAN|Seq Scan", shown)
