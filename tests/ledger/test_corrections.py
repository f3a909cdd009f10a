"""What people put right stands over what the reader said, and is undone in any order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.ledger.test_store import TEXT, URL, made

from sayso.errors import NotFound, UsageError
from sayso.ledger import open_ledger, schema
from sayso.ledger.corrections import FIELDS
from sayso.ledger.engine import reading_from
from sayso.ledger.ledger import Ledger

TOLD, SAID = 1, 2
NUMBERS = count(1)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Somebody told the Tarn Post something, and it is said that."""
    ledger.add_reading(made(url=URL, published="2023-05-02"))
    return ledger


def columns_of(ledger: Ledger, number: int = TOLD) -> dict[str, Any]:
    """The row that searches look at, with the channels."""
    columns, channels = schema.attribution.c, schema.channel.c
    with reading_from(ledger.engine) as connection:
        row = connection.execute(select(schema.attribution).where(columns.id == number)).one()
        asked = select(channels.name).where(channels.attribution_id == number)
        via = connection.execute(asked.order_by(channels.position)).scalars().all()
    return {**row._mapping, "via": list(via)}


@pytest.mark.parametrize(
    ("field", "value", "column"),
    [
        ("verdict", "accepted", "accepted"),
        ("identity", "unnamed", "unnamed"),
        ("type", "group", "group"),
        ("stance", "hedged", "hedged"),
        ("certainty", "possible", "possible"),
        ("polarity", "negative", "negative"),
        ("kind", "opinion", "opinion"),
        ("holder", "Ada Brandt", "Ada Brandt"),
        ("via", ["Wire", "Tarn Post"], ["Wire", "Tarn Post"]),
        ("via", [], []),
        ("cue", [(15, 23)], "told the"),
        ("content", [(38, 44), (49, 53)], "bridge … safe"),
    ],
)
def test_each_field_can_be_corrected_and_undone(filled: Ledger, field: str, value: Any, column: Any) -> None:
    before = columns_of(filled)
    [number] = filled.correct(TOLD, who="bo", why="heard it", **{field: value})
    assert columns_of(filled)[field] == column
    assert columns_of(filled)["corrected"]
    [one] = filled.history()
    assert (one.id, one.field, one.who, one.why, one.words) == (
        *(number, field, "bo", "heard it"),
        "told the bridge was safe",
    )
    undone = filled.undo(number, who="ada")
    assert undone.undone_at is not None
    assert undone.undone_by == "ada"
    assert columns_of(filled) == before


def test_there_is_a_case_for_every_field() -> None:
    cases = {case[0] for case in test_each_field_can_be_corrected_and_undone.pytestmark[0].args[1]}
    assert cases | {"due", "source"} == set(FIELDS)


def test_source_may_be_emptied_but_not_the_words_said(filled: Ledger) -> None:
    filled.correct(TOLD, who="bo", source=[])
    assert filled.standing(TOLD).attribution.source == ()
    with pytest.raises(UsageError, match="reject it"):
        filled.correct(TOLD, who="bo", content=[])


def test_due_words_get_their_dates(ledger: Ledger) -> None:
    text = "Mayor Ida Holm told the Tarn Post the bridge was safe until next week. It is said to be old."
    ledger.add_reading(made(text, url=URL, published="2023-05-02"))
    ledger.correct(TOLD, who="bo", kind="prediction", due="until next week")
    row = columns_of(ledger)
    assert (row["due_earliest"], row["due_latest"]) == ("2023-05-02", "2023-05-14")
    ledger.correct(TOLD, who="bo", due=None)
    assert columns_of(ledger)["due_latest"] is None


def test_nobody_takes_identity_and_type_along(filled: Ledger) -> None:
    [number] = filled.correct(TOLD, who="bo", holder=None)
    row = columns_of(filled)
    assert (row["holder"], row["identity"], row["type"], row["source_id"]) == (None, "none", "none", None)
    filled.undo(number, who="bo")
    assert columns_of(filled)["identity"] == "named"


def test_a_holder_that_the_article_knows_brings_its_identity_and_type(filled: Ledger) -> None:
    assert columns_of(filled, SAID)["identity"] == "none"
    filled.correct(SAID, who="bo", holder="Ida Holm")
    told, said = columns_of(filled, TOLD), columns_of(filled, SAID)
    for name in ("holder", "identity", "type", "entity_id", "source_id"):
        assert said[name] == told[name]


def test_a_holder_new_to_the_ledger_gets_a_source(filled: Ledger) -> None:
    filled.correct(TOLD, who="bo", holder="Ada Brandt", type="organisation")
    row = columns_of(filled)
    with reading_from(filled.engine) as connection:
        asked = select(schema.source).where(schema.source.c.id == row["source_id"])
        source = connection.execute(asked).one()
    assert (source.name, source.type) == ("Ada Brandt", "organisation")
    assert row["entity_id"] is None


def test_what_is_corrected_itself_outranks_what_a_holder_implies(filled: Ledger) -> None:
    filled.correct(TOLD, who="bo", identity="unnamed")
    filled.correct(TOLD, who="bo", holder="a clerk")
    assert columns_of(filled)["identity"] == "unnamed"


def test_a_rejected_attribution_is_not_live(filled: Ledger) -> None:
    [number] = filled.correct(TOLD, who="bo", verdict="rejected")
    assert not columns_of(filled)["live"]
    filled.correct(TOLD, who="bo", verdict="accepted")
    assert columns_of(filled)["live"]
    filled.undo(number, who="bo")
    assert columns_of(filled)["live"]


def test_two_corrections_of_one_field_are_undone_in_any_order(filled: Ledger) -> None:
    [first] = filled.correct(TOLD, who="bo", stance="hedged")
    [second] = filled.correct(TOLD, who="ada", stance="doubted")
    assert [one.old for one in filled.history()] == ["hedged", None]
    filled.undo(first, who="bo")
    assert columns_of(filled)["stance"] == "doubted"
    assert filled.history(correction_id=second)[0].old is None
    filled.undo(second, who="bo")
    assert columns_of(filled)["stance"] is None


def test_what_was_undone_is_not_undone_again(filled: Ledger) -> None:
    [number] = filled.correct(TOLD, who="bo", stance="hedged")
    filled.undo(number, who="bo")
    with pytest.raises(UsageError, match=r"undone by bo on .* already"):
        filled.undo(number, who="ada")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "nothing to correct"),
        ({"mood": "bad"}, "'mood' cannot be corrected"),
        ({"stance": "maybe"}, "one of neutral, hedged"),
        ({"verdict": None}, "one of accepted, rejected"),
        ({"holder": "  "}, "give words"),
        ({"holder": 3}, "give words"),
        ({"via": ["", "Wire"]}, "names of outlets"),
        ({"due": "tomorrow"}, "does not stand in the article"),
        ({"cue": [(50, 500)]}, "50-500 does not lie"),
        ({"cue": [(5, 5)]}, "5-5 does not lie"),
        ({"content": [(3, 9), (8, 12)]}, "overlap"),
        ({"content": 7}, "pairs of offsets"),
        ({"content": [7]}, "pairs of offsets"),
        ({"stance": "hedged", "kind": "rumour"}, "kind cannot be"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    filled: Ledger, changes: Mapping[str, Any], message: str
) -> None:
    before = columns_of(filled)
    with pytest.raises(UsageError, match=message):
        filled.correct_all([SAID, TOLD], changes, who="bo")
    assert columns_of(filled) == before
    assert filled.history() == []


def test_somebody_must_correct(filled: Ledger) -> None:
    with pytest.raises(UsageError, match="say who"):
        filled.correct(TOLD, who=" ", stance="hedged")


@pytest.mark.parametrize("number", [99, 2**31, 2**80])
def test_what_is_not_there_is_not_found(filled: Ledger, number: int) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: filled.correct(number, who="bo", stance="hedged"),
        lambda: filled.standing(number),
        lambda: filled.undo(number, who="bo"),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            call()


def test_odd_words_are_kept_as_they_are(filled: Ledger) -> None:
    odd = "Robert'); DROP TABLE correction;-- \x00 \ud800 \U0001f600"
    filled.correct(TOLD, who=odd, why=odd, holder=odd)
    [one] = filled.history()
    assert one.new == odd
    assert one.who == one.why == odd.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")


def test_corrections_made_in_one_go_are_the_last_together(filled: Ledger) -> None:
    filled.correct(TOLD, who="bo", holder="Ada Brandt")
    together = filled.correct_all([TOLD, SAID], {"stance": "hedged", "kind": "fact"}, who="bo")
    filled.correct(SAID, who="ada", kind="opinion")
    assert [one.id for one in filled.last_corrections(who="bo")] == together
    assert [one.who for one in filled.last_corrections()] == ["ada"]
    filled.undo_all(together, who="bo")
    assert [one.field for one in filled.last_corrections(who="bo")] == ["holder"]
    assert filled.last_corrections(who="nobody") == []


def test_history_tells_those_of_an_attribution(filled: Ledger) -> None:
    filled.correct(TOLD, who="bo", stance="hedged")
    [number] = filled.correct(SAID, who="bo", kind="fact")
    filled.undo(number, who="bo")
    assert [one.field for one in filled.history(attribution_id=SAID)] == ["kind"]
    assert [one.field for one in filled.history(limit=1)] == ["kind"]
    data = json.loads(json.dumps(filled.history(attribution_id=TOLD)[0].to_dict()))
    assert (data["attribution"], data["made_on"], data["orphaned"]) == ("a1", "a1", False)


def test_people_who_correct_at_once_lose_nothing(filled: Ledger, address: str) -> None:
    def work(who: str) -> None:
        with open_ledger(address) as own:
            for round in range(6):
                field, values = said[who]
                own.correct(TOLD, who=who, stance="hedged", **{field: values[round % 2]})

    said = {
        "ada": ("certainty", ("possible", "probable")),
        "bo": ("kind", ("fact", "opinion")),
        "cy": ("polarity", ("positive", "negative")),
    }
    with ThreadPoolExecutor() as pool:
        list(pool.map(work, said))
    row = columns_of(filled)
    assert (row["certainty"], row["kind"], row["polarity"]) == ("probable", "opinion", "negative")
    assert len(filled.history()) == 36


def test_the_last_of_two_people_stands(filled: Ledger, address: str) -> None:
    with open_ledger(address) as other:
        filled.correct(TOLD, who="ada", holder="Ada Brandt")
        other.correct(TOLD, who="bo", holder="Bo Lund")
    assert columns_of(filled)["holder"] == "Bo Lund"
    assert [(one.who, one.old, one.new) for one in filled.history()] == [
        ("bo", "Ada Brandt", "Bo Lund"),
        ("ada", "Ida Holm", "Ada Brandt"),
    ]


VALUES: Mapping[str, list[Any]] = {
    "verdict": ["accepted", "rejected"],
    "identity": ["named", "unnamed"],
    "stance": ["hedged", "doubted"],
    "holder": [None, "Ada Brandt", "Ida Holm", "a clerk"],
    "via": [[], ["Wire"], ["Tarn Post", "Wire"]],
    "due": [None, "safe", "old"],
    "content": [[[38, 44]], [[34, 40], [45, 53]]],
    "source": [[], [[0, 5]]],
}
STEPS = st.lists(
    st.one_of(
        st.sampled_from([(field, value) for field, values in VALUES.items() for value in values]),
        st.integers(0, 30),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def roomy() -> Iterator[Ledger]:
    """A ledger that examples add articles of their own to."""
    with open_ledger(":memory:") as opened:
        yield opened


def corrected(ledger: Ledger, steps: Iterable[tuple[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns and values of an attribution of a new article of which just this was corrected."""
    number = new_attribution(ledger)
    for field, value in steps:
        ledger.correct(number, who="bo", **{field: value})
    return told(ledger, number), ledger.standing(number).values


def new_attribution(ledger: Ledger) -> int:
    """The first attribution of a new article."""
    added = ledger.add_reading(made(url=f"{URL}-{next(NUMBERS)}", published="2023-05-02"))
    columns, readings = schema.attribution.c, schema.reading.c
    with reading_from(ledger.engine) as connection:
        asked = select(columns.id).join_from(schema.attribution, schema.reading)
        return connection.execute(asked.where(readings.version_id == added.version_id)).scalars().first() or 0


def told(ledger: Ledger, number: int) -> dict[str, Any]:
    """The columns without those that number the row and its entity."""
    own = ("id", "place", "reading_id", "entity_id")
    return {name: value for name, value in columns_of(ledger, number).items() if name not in own}


@settings(max_examples=30, deadline=None)
@given(steps=STEPS)
def test_any_order_of_correcting_and_undoing_leaves_what_remains(roomy: Ledger, steps: list[Any]) -> None:
    in_force: dict[int, tuple[str, Any]] = {}
    attribution = new_attribution(roomy)
    for step in steps:
        if isinstance(step, tuple):
            [number] = roomy.correct(attribution, who="bo", **{step[0]: step[1]})
            in_force[number] = step
        elif in_force:
            number = sorted(in_force)[step % len(in_force)]
            roomy.undo(number, who="bo")
            del in_force[number]
    columns, values = corrected(roomy, in_force.values())
    assert told(roomy, attribution) == columns
    assert roomy.standing(attribution).values == values
    if in_force:
        last = max(in_force)
        _, below = corrected(roomy, (step for number, step in in_force.items() if number != last))
        [one] = roomy.history(correction_id=last)
        assert one.old == below[one.field]


def test_text_of_the_builders_is_the_one_the_offsets_count_into() -> None:
    assert TEXT[38:44] == "bridge"
    assert TEXT[49:53] == "safe"
