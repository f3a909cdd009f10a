"""Folders of brat come into a ledger: as corrections, as readings of their own, or not at all."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.build import attribution, reading
from tests.ledger.test_store import TEXT, URL, live, made

from sayso.export.brat import to_brat
from sayso.ledger.annotated import bring_folder
from sayso.ledger.brat_events import joined, parse_events
from sayso.ledger.check import find_problems
from sayso.ledger.imported_article import Brought
from sayso.ledger.ledger import Ledger
from sayso.ledger.takeout import one_state, take
from sayso.ledger.upheld import uphold
from sayso.records import Due, EntityId, Reading, Role, Span

NOW = "2024-01-01T00:00:00+00:00"


def stands(ledger: Ledger) -> Reading:
    with one_state(ledger.engine) as connection:
        return next(uphold(connection, taken).reading for taken in take(connection))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made_here = tmp_path / "annotate"
    made_here.mkdir()
    return made_here


def write(folder: Path, one: Reading) -> Path:
    """Write a reading as people get it; gives the annotation."""
    text, ann = to_brat(one)
    (folder / "x.txt").write_bytes(text.encode())
    (folder / "x.ann").write_bytes(ann.encode())
    return folder / "x.ann"


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Replace pieces of an annotation, each of which must be there."""
    ann = path.read_text("utf-8")
    for pattern, by in changes:
        ann, n = re.subn(pattern, by, ann, flags=re.MULTILINE)
        assert n, pattern
    path.write_bytes(ann.encode())


def bring(ledger: Ledger, folder: Path) -> Brought:
    return bring_folder(ledger.engine, folder, who="Ida", now=NOW)


def told(ledger: Ledger) -> dict[str, object]:
    return {one.field: one.new for one in ledger.history()}


def test_what_was_not_touched_changes_nothing(ledger: Ledger, folder: Path) -> None:
    ledger.add_reading(made(url=URL))
    write(folder, stands(ledger))
    brought = bring(ledger, folder)
    assert (brought.known, brought.corrections, brought.failures) == (1, 0, [])
    assert not ledger.history()


@pytest.mark.parametrize(
    ("changes", "corrections"),
    [
        ([(r"^A1\tIdentity E1 named$", "A1\tIdentity E1 unnamed")], {"identity": "unnamed"}),
        ([(r"^A1\t", "A9\tStance E1 doubted\nA1\t")], {"stance": "doubted"}),
        ([("holder: Ida Holm", "holder: Bo Ek")], {"holder": "Bo Ek"}),
        ([("via: Tarn Post", "via: Tarn Post, Radio Tarn")], {"via": ["Tarn Post", "Radio Tarn"]}),
        (
            [(r"Content 34 53\tthe bridge was safe", "Content 34 44\tthe bridge")],
            {"content": [[34, 44, "the bridge"]]},
        ),
        (
            [(r"^T1\tSource.*\n", ""), (" Source:T1", ""), ("Attribution", "Attribution-no-source")],
            {"source": []},
        ),
    ],
)
def test_a_change_is_a_correction(
    ledger: Ledger, folder: Path, changes: list[tuple[str, str]], corrections: dict[str, object]
) -> None:
    ledger.add_reading(made(url=URL))
    edit(write(folder, stands(ledger)), *changes)
    brought = bring(ledger, folder)
    assert not brought.failures
    assert told(ledger) == corrections
    assert {(one.who, one.why) for one in ledger.history()} == {("Ida", "annotated in brat")}
    assert bring(ledger, folder).corrections == 0
    assert not list(find_problems(ledger.engine))


def test_an_annotation_that_is_gone_is_rejected(ledger: Ledger, folder: Path) -> None:
    ledger.add_reading(made(url=URL))
    edit(write(folder, stands(ledger)), (r"^E2\t.*\n", ""))
    assert bring(ledger, folder).corrections == 1
    assert told(ledger) == {"verdict": "rejected"}
    assert live(ledger) == ["the bridge was safe"]
    assert bring(ledger, folder).corrections == 0


def add_one(path: Path) -> None:
    """Mark in an annotation what no reader found."""
    added = "T50\tContent 38 44\tbridge\nT51\tAttribution 45 48\twas\nE9\tAttribution:T51 Content:T50\n"
    path.write_bytes(
        path.read_bytes() + added.encode() + b"A50\tKind E9 fact\n#9\tAnnotatorNotes E9\tholder: Bo Ek\n"
    )


def test_what_no_reader_found_makes_a_reading_by_hand(ledger: Ledger, folder: Path) -> None:
    ledger.add_reading(made(url=URL))
    path = write(folder, stands(ledger))
    edit(path, (r"^E2\t.*\n", ""))
    add_one(path)
    brought = bring(ledger, folder)
    assert (brought.readings, brought.failures) == (1, [])
    reading = stands(ledger)
    assert reading.reader.name == "brat"
    names = {entity.id: entity.name for entity in reading.entities}
    assert [(one.content[0].exact, names[one.holder or ""]) for one in reading.attributions] == [
        ("the bridge was safe", "Ida Holm"),
        ("bridge", "Bo Ek"),
    ]
    assert reading.attributions[0].via == ("Tarn Post",)
    assert live(ledger) == ["the bridge was safe", "bridge"]
    assert bring(ledger, folder).known == 1
    assert not list(find_problems(ledger.engine))


DUE = "Ida Holm said the\nbridge would open.\nThat is due by\nMay 2024, she told Bo."


def due_of(one: Reading) -> tuple[str, str | None] | None:
    due = one.attributions[0].due
    return (due.span.exact, due.latest) if due else None


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_due_time_beside_the_content_is_found(ledger: Ledger, folder: Path, by_hand: bool) -> None:
    opens = attribution(DUE, source="Ida Holm", cue="said", content="the\nbridge would open")
    ledger.add_reading(reading(DUE, [opens], url=URL, published="2023-01-02"))
    path = write(folder, stands(ledger))
    edit(path, (r"\Z", "#8\tAnnotatorNotes E1\tdue: by May 2024\n"))
    if by_hand:
        edit(path, (r"\Z", "T50\tContent 60 63\tshe\nE9\tAttribution:T50 Content:T50\n"))
    assert not bring(ledger, folder).failures
    assert stands(ledger).reader.name == ("brat" if by_hand else "sayso-test")
    assert due_of(stands(ledger)) == ("by\nMay 2024", "2024-05-31")
    assert bring(ledger, folder).known == 1


def test_a_due_time_over_a_line_end_comes_into_an_empty_ledger(ledger: Ledger, folder: Path) -> None:
    opens = attribution(DUE, source="Ida Holm", cue="said", content="the\nbridge would open")
    due = Due(Span.of(DUE, 49, 60), "2024-05")
    assert due.span.exact == "by\nMay 2024"
    write(folder, reading(DUE, [replace(opens, due=due)]))
    assert bring(ledger, folder).articles == 1
    assert due_of(stands(ledger)) == ("by\nMay 2024", "2024-05-31")


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_due_time_that_is_not_in_the_text_is_told(ledger: Ledger, folder: Path, by_hand: bool) -> None:
    ledger.add_reading(made(url=URL))
    path = write(folder, stands(ledger))
    edit(path, (r"via: Tarn Post$", "via: Tarn Post; due: in June"))
    if by_hand:
        add_one(path)
    (failure,) = bring(ledger, folder).failures
    assert "due: 'in June' does not stand in the article" in failure.message
    assert stands(ledger).reader.name == "sayso-test"
    assert not ledger.history()


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_note_without_channels_changes_none(ledger: Ledger, folder: Path, by_hand: bool) -> None:
    ledger.add_reading(made(url=URL))
    path = write(folder, stands(ledger))
    edit(path, ("via: Tarn Post", "via: "))
    if by_hand:
        add_one(path)
    assert not bring(ledger, folder).failures
    assert stands(ledger).attributions[0].via == ("Tarn Post",)


def test_a_new_holder_gets_an_id_of_its_own(ledger: Ledger, folder: Path) -> None:
    one = made(url=URL)
    holm = replace(one.entities[0], id=EntityId("e2"))
    told = replace(one.attributions[0], holder=holm.id)
    ledger.add_reading(replace(one, entities=(holm,), attributions=(told, one.attributions[1])))
    add_one(write(folder, stands(ledger)))
    assert not bring(ledger, folder).failures
    assert [(entity.id, entity.name) for entity in stands(ledger).entities] == [
        ("e2", "Ida Holm"),
        ("e3", "Bo Ek"),
    ]


def test_no_machine_takes_the_place_of_people(ledger: Ledger, folder: Path) -> None:
    ledger.add_reading(made(url=URL))
    add_one(write(folder, stands(ledger)))
    bring(ledger, folder)
    before = live(ledger)
    assert ledger.add_reading(made(url=URL)).outcome == "known"
    assert live(ledger) == before


def test_what_was_corrected_and_is_dropped_now_does_not_come_back(ledger: Ledger, folder: Path) -> None:
    ledger.add_reading(made(url=URL))
    ledger.correct(2, who="Bo", kind="fact")
    path = write(folder, stands(ledger))
    edit(path, (r"^E2\t.*\n", ""))
    add_one(path)
    bring(ledger, folder)
    assert "to be old" not in live(ledger)


def test_a_text_that_is_not_there_comes_in(ledger: Ledger, folder: Path) -> None:
    write(folder, made())
    brought = bring(ledger, folder)
    assert (brought.articles, brought.attributions) == (1, 2)
    assert live(ledger) == ["the bridge was safe", "to be old"]
    assert stands(ledger).article.text == TEXT


def test_a_quote_over_lines_and_one_without_cue_come_back_as_they_were(ledger: Ledger, folder: Path) -> None:
    text = "Mayor Holm said:\r\n“It is safe,\r\nall of it.”\r\nBo Ek: “No.”"
    parts = [
        attribution(
            text, source="Mayor Holm", cue="said", content="“It is safe,\r\nall of it.”", mode="direct"
        ),
        attribution(text, source="Bo Ek", content="“No.”", mode="direct"),
    ]
    ledger.add_reading(reading(text, parts))
    write(folder, stands(ledger))
    assert bring(ledger, folder).known == 1
    path = write(folder, stands(ledger))
    edit(path, (r"^E2\t.*\n", ""))
    path.write_bytes(path.read_bytes() + b"T50\tContent 11 15\tsaid\nE9\tAttribution:T50 Content:T50\n")
    assert bring(ledger, folder).readings == 1
    assert stands(ledger).attributions[0].content == parts[0].content


@pytest.mark.parametrize(
    "ann",
    [
        "T1\tContent 0 9999\tx\nE1\tAttribution:T1 Content:T1\n",
        "T1\tContent 9 3\tx\nE1\tAttribution:T1 Content:T1\n",
        "T1\tContent\tx\nE1\tAttribution:T1 Content:T1\n",
        "E1\tAttribution:T1 Content:T1\n",
        "T1\tContent 0 5\tx\nE1\tAttribution:T1 Content:T1\nA1\tStance E1 angry\n",
    ],
)
def test_an_annotation_that_makes_no_sense_is_told(ledger: Ledger, folder: Path, ann: str) -> None:
    ledger.add_reading(made(url=URL))
    write(folder, stands(ledger)).write_text(ann, "utf-8")
    (failure,) = bring(ledger, folder).failures
    assert failure.code == "bad_readings"
    assert not ledger.history()


def test_other_lines_of_brat_are_passed_over() -> None:
    ann = "T1\tContent 0 5\tMayor\nT2\tPerson 6 9\tIda\nR1\tOf Arg1:T1 Arg2:T2\n"
    ann += "*\tEquiv T1 T2\n#1\tAnnotatorNotes T1\thm\n"
    (event,) = parse_events(ann + "E1\tAttribution:T1 Content:T1 Other:T2\n", TEXT)
    assert event.places == {Role.CONTENT: ((0, 5),)}


def test_an_empty_folder_and_a_lone_annotation_are_told(ledger: Ledger, folder: Path) -> None:
    assert "holds no .ann files" in bring(ledger, folder).failures[0].message
    (folder / "lone.ann").write_text("", "utf-8")
    assert "no lone.txt" in bring(ledger, folder).failures[0].message


def test_pieces_are_joined_over_line_ends_only() -> None:
    assert joined([(0, 2), (3, 5), (6, 8)], "ab\ncd ef") == [(0, 5), (6, 8)]
