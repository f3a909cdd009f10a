"""Corrections follow their words: into other readings of a text, into other texts, or nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.build import attribution, reading, spans
from tests.ledger.test_store import TEXT, URL, made

import sayso.ledger.store
from sayso.ledger import open_ledger, schema
from sayso.ledger.corrections.anchors import anchor_of, find_again, find_near, place_again
from sayso.ledger.corrections.history import Correction
from sayso.ledger.engine import reading_from
from sayso.ledger.ledger import Ledger
from sayso.records import Attribution, ReaderInfo, Reading

TOLD, SAID = 1, 2


def by(number: int, one: Reading) -> Reading:
    """The same by another reader."""
    return replace(one, reader=ReaderInfo("sayso-test", str(number), f"sha256:{number:064}"))


def live(ledger: Ledger) -> list[tuple[Any, ...]]:
    """What searches find: content, holder, stance."""
    columns = schema.attribution.c
    with reading_from(ledger.engine) as connection:
        asked = select(columns.content, columns.holder, columns.stance).where(columns.live)
        return [tuple(row) for row in connection.execute(asked.order_by(columns.content))]


def only(ledger: Ledger, **of: Any) -> Correction:
    [one] = ledger.history(**of)
    return one


@pytest.fixture
def corrected(ledger: Ledger) -> Ledger:
    """The mayor's statement is Ada's, and doubted."""
    ledger.add_reading(made(url=URL))
    ledger.correct(TOLD, who="bo", holder="Ada Brandt")
    ledger.correct(TOLD, who="bo", stance="doubted")
    return ledger


ADAS = ("the bridge was safe", "Ada Brandt", "doubted")


def test_corrections_survive_another_reader(corrected: Ledger) -> None:
    corrected.add_reading(by(2, made(url=URL)))
    assert live(corrected) == [ADAS, ("to be old", None, None)]
    assert {one.attribution_id for one in corrected.history()} == {3}
    assert not corrected.standing(TOLD).layers


def test_corrections_survive_another_release(corrected: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sayso.ledger.store, "__version__", "99.0")
    corrected.add_reading(made(url=URL))
    assert live(corrected)[0] == ADAS


def test_what_stands_below_is_what_the_new_reader_says(corrected: Ledger) -> None:
    one = made(url=URL)
    other = replace(one.entities[0], name="Ida M. Holm")
    corrected.add_reading(by(2, replace(one, entities=(other,))))
    assert only(corrected, correction_id=1).old == "Ida M. Holm"
    corrected.undo(1, who="bo")
    assert live(corrected)[0][1] == "Ida M. Holm"


@pytest.mark.parametrize(
    ("cue", "content"),
    [
        ("told", ["bridge was safe"]),
        ("told", ["the Tarn Post the bridge was safe"]),
        ("Mayor Ida Holm [[told the]] Tarn", ["the bridge", "was safe"]),
        ("told the Tarn Post", ["the bridge was safe. It is said to be old"]),
    ],
)
def test_a_reader_that_cuts_otherwise_gets_the_corrections(
    corrected: Ledger, cue: str, content: list[str]
) -> None:
    one = made(url=URL)
    told = replace(one.attributions[0], cue=spans(TEXT, cue), content=spans(TEXT, content))
    corrected.add_reading(by(2, replace(one, attributions=(told, one.attributions[1]))))
    assert (" … ".join(content), "Ada Brandt", "doubted") in live(corrected)
    assert len(live(corrected)) == 2


def test_people_uphold_what_another_reader_drops(corrected: Ledger) -> None:
    one = made(url=URL)
    corrected.add_reading(by(2, replace(one, attributions=one.attributions[1:])))
    assert live(corrected) == [ADAS, ("to be old", None, None)]
    assert corrected.history(orphaned=True) == []
    corrected.undo_all([1, 2], who="bo")
    assert live(corrected) == [("to be old", None, None)]


def test_what_people_rejected_stays_rejected(ledger: Ledger) -> None:
    ledger.add_reading(made(url=URL))
    ledger.correct(TOLD, who="bo", verdict="rejected")
    ledger.add_reading(by(2, made(url=URL)))
    assert live(ledger) == [("to be old", None, None)]
    ledger.add_reading(by(3, replace(made(url=URL), attributions=())))
    assert live(ledger) == []
    ledger.add_reading(by(4, made(f"Today. {TEXT}", url=URL)))
    assert live(ledger) == [("to be old", None, None)]


def test_corrections_go_along_into_a_new_version(corrected: Ledger) -> None:
    corrected.add_reading(made(f"Updated at noon. {TEXT}", url=URL))
    assert live(corrected)[0] == ADAS


def test_they_are_orphaned_where_the_words_are_gone_and_come_back_with_them(corrected: Ledger) -> None:
    gone = made(
        "Mayor Ida Holm told the Tarn Post the bridge was closed to all. It is said to be old.", url=URL
    )
    told = replace(gone.attributions[0], content=spans(gone.article.text, "closed to all"))
    corrected.add_reading(replace(gone, attributions=(told, gone.attributions[1])))
    assert len(corrected.history(orphaned=True)) == 2
    assert live(corrected)[0] == ("closed to all", "Ida Holm", None)
    corrected.add_reading(made(url=URL))
    assert corrected.history(orphaned=True) == []
    assert live(corrected)[0] == ADAS


def test_what_was_undone_meanwhile_does_not_come_back(corrected: Ledger) -> None:
    corrected.add_reading(made(f"Updated at noon. {TEXT}", url=URL))
    corrected.undo(2, who="bo")
    corrected.add_reading(made(url=URL))
    assert live(corrected)[0] == ("the bridge was safe", "Ada Brandt", None)


def test_a_correction_of_what_was_superseded_goes_to_what_stands_there_now(corrected: Ledger) -> None:
    corrected.add_reading(made(f"Updated at noon. {TEXT}", url=URL))
    [number] = corrected.correct(TOLD, who="ada", kind="fact")
    assert only(corrected, correction_id=number).attribution_id == 3
    assert corrected.standing(3).values["kind"] == "fact"
    assert {one.id for one in corrected.history(attribution_id=TOLD)} == {1, 2, number}


def test_corrected_words_are_found_again_where_they_are_now(ledger: Ledger) -> None:
    ledger.add_reading(made(url=URL))
    ledger.correct(TOLD, who="bo", content=[(38, 44), (49, 53)], source=[(6, 14)])
    ledger.add_reading(made(f"Updated. The bridge, safe or not. {TEXT}", url=URL))
    standing = ledger.standing(3)
    assert [span.exact for span in standing.attribution.content] == ["bridge", "safe"]
    assert {span.start - 34 for span in standing.attribution.content} == {38, 49}
    assert standing.attribution.source[0].start == 34 + 6
    assert ledger.history(orphaned=True) == []


def test_a_correction_of_words_that_are_gone_is_orphaned_alone(ledger: Ledger) -> None:
    ledger.add_reading(made(url=URL))
    [spans_of, _] = ledger.correct(TOLD, who="bo", source=[(0, 14)], stance="hedged")
    text = TEXT.replace("Mayor Ida Holm", "The mayor")
    told = attribution(text, source="The mayor", cue="told", content="the bridge was safe")
    ledger.add_reading(reading(text, [told], url=URL))
    assert only(ledger, orphaned=True).id == spans_of
    assert live(ledger) == [("the bridge was safe", None, "hedged")]


def test_a_reader_that_has_learned_the_corrected_words_gets_the_other_corrections(ledger: Ledger) -> None:
    ledger.add_reading(made(url=URL))
    ledger.correct(TOLD, who="bo", cue=[(15, 33)], content=[(49, 53)], stance="hedged")
    one = made(url=URL)
    text = f"Updated. {TEXT}"
    learned = attribution(
        text, source="Mayor Ida Holm", cue="told the Tarn Post", content="bridge was [[safe]]"
    )
    ledger.add_reading(replace(reading(text, [learned], url=URL), entities=()))
    assert live(ledger) == [("safe", None, "hedged")]
    ledger.add_reading(one)
    assert live(ledger)[0] == ("safe", "Ida Holm", "hedged")


SAYING = "Ida Holm said it was late. "


def said(text: str) -> list[Attribution]:
    """One attribution for each time that she says it."""
    starts = [at for at in range(len(text)) if text.startswith(SAYING, at)]
    found = []
    for number, start in enumerate(starts, 1):
        piece = attribution(SAYING, source="Ida Holm", cue="said", content="it was late", id=f"a{number}")
        found.append(
            replace(
                piece,
                **{
                    part: tuple(
                        replace(span, start=span.start + start, end=span.end + start)
                        for span in getattr(piece, part)
                    )
                    for part in ("source", "cue", "content")
                },
            )
        )
    return found


def test_a_reader_that_says_otherwise_the_second_time_is_not_believed(corrected: Ledger) -> None:
    one = by(2, made(url=URL))
    corrected.add_reading(replace(one, attributions=one.attributions[1:]))
    corrected.add_reading(made(url=URL))
    corrected.add_reading(one)
    assert live(corrected) == [ADAS, ("to be old", None, None)]


def test_of_several_that_say_the_same_the_one_in_the_same_place_is_meant() -> None:
    text = f"At noon. {SAYING}At night. {SAYING}"
    second = said(text)[1]
    moved = f"{SAYING}And more. At noon. {SAYING}At night. {SAYING}"
    found = find_again(anchor_of(second, text), said(moved), moved, same_text=False)
    assert found is not None
    assert found.id == "a3"


def test_in_the_same_text_places_decide() -> None:
    text = SAYING * 5
    for one in said(text):
        assert find_again(anchor_of(one, text), said(text), text, same_text=True) == one
        others = [other for other in said(text) if other != one]
        assert find_again(anchor_of(one, text), others, text, same_text=True) is None


@given(
    words=st.text("ab ", min_size=1, max_size=3), text=st.text("ab ", max_size=30), place=st.integers(0, 40)
)
def test_words_are_found_nearest_to_their_place(words: str, text: str, place: int) -> None:
    places = [at for at in range(len(text)) if text.startswith(words, at)]
    found = find_near(words, text, place)
    assert (found is None) == (not places)
    if found is not None:
        assert abs(found - place) == min(abs(at - place) for at in places)


@given(text=st.text("ab ", min_size=1, max_size=30), data=st.data(), shift=st.integers(-5, 9))
def test_pieces_keep_their_words_and_order(text: str, data: st.DataObject, shift: int) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    pieces = [[start, end, text[start:end]] for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    assert place_again(pieces, text, 0) == pieces
    other = text.rjust(len(text) + abs(shift), "c")
    placed = place_again(pieces, other, shift)
    for (start, end, words), (_, _, old) in zip(placed or (), pieces, strict=False):
        assert other[start:end] == words == old
    ends = [end for _, end, _ in placed or ()]
    assert all(start >= end for (start, _, _), end in zip((placed or ())[1:], ends, strict=False))


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_reading_again_changes_no_correction_that_stands(data: st.DataObject) -> None:
    fields = {
        "holder": ["Ada Brandt", None],
        "stance": ["hedged", "doubted"],
        "content": [[[38, 44]], [[34, 53]]],
        "via": [[], ["Wire"]],
    }
    with open_ledger(":memory:") as ledger:
        ledger.add_reading(made(url=URL))
        for field in data.draw(st.lists(st.sampled_from(sorted(fields)), min_size=1, max_size=4)):
            ledger.correct(TOLD, who="bo", **{field: data.draw(st.sampled_from(fields[field]))})
        before = [(one.id, one.field, one.new, one.who, one.made_at) for one in ledger.history()]
        values = ledger.standing(TOLD).values
        one = made(url=URL)
        for number in data.draw(st.lists(st.integers(2, 4), max_size=4)):
            ledger.add_reading(by(number, replace(one, attributions=one.attributions[number - 2 :])))
        [now] = {one.attribution_id for one in ledger.history()}
        assert now is not None
        assert ledger.standing(now).values == values
        assert ledger.standing(now).is_live
        assert [(one.id, one.field, one.new, one.who, one.made_at) for one in ledger.history()] == before
