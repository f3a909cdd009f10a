"""Lists and pages for a terminal: what they hold at which width, and columns that stand once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console, RenderableType
from tests.ledger.stories import fill, story

from sayso.export.lists import HIT_COLUMNS, hits_table
from sayso.export.views import view_of
from sayso.ledger import open_ledger
from sayso.ledger.ledger import Ledger
from sayso.records import Why


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "sayso.db") as opened:
        fill(opened)
        yield opened


def shown(what: RenderableType, width: int) -> list[str]:
    console = Console(file=StringIO(), width=width)
    console.print(what)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]


def page_of(ledger: Ledger, name: str) -> str:
    return "\n".join(shown(view_of(ledger.show(name), 120), 120))


def test_no_column_stands_twice() -> None:
    assert len(set(HIT_COLUMNS)) == len(HIT_COLUMNS)


def test_in_a_narrow_terminal_the_number_stands_apart_from_who(ledger: Ledger) -> None:
    lines = shown(hits_table(ledger.search("resign").hits, 80), 80)
    assert lines[0].startswith("a3  Ida Holm  2023-04-01 Quay Times")


@pytest.mark.parametrize("width", [60, 110, 120, 140, 200])
def test_a_list_fits_the_terminal_and_leaves_room_for_what_is_said(ledger: Ledger, width: int) -> None:
    long = "that the committee would hardly have enough time to consider the proposal before the recess"
    names = {"holder": "a person with knowledge of their thinking", "outlet": "The Norland Evening Chronicle"}
    judged = {"published": "2024-03-01", "due": ("before the recess", "2024-07-20")}
    ledger.add_reading(story(7, "One", "said", long, **names, **judged))
    lines = shown(hits_table(ledger.search("committee").hits, width), width)
    assert max(map(len, lines)) <= width
    assert any("said that the committee" in line for line in lines)


def test_reasons_of_the_reader_tell_which_correction_stands(ledger: Ledger) -> None:
    told = story(8, "Ida Holm", "said", "the ferry will sink")
    reasons = (Why("kind", "cue", "will"), Why("stance", "cue", "said"))
    ledger.add_reading(replace(told, attributions=(replace(told.attributions[0], why=reasons),)))
    ledger.correct(6, who="ada", kind="fact")
    ledger.correct(6, who="ada", kind="opinion")
    assert "kind: cue “will” (so the reader; correction 2 stands)" in page_of(ledger, "a6")
    ledger.undo_all([1, 2], who="ada")
    assert "stands" not in page_of(ledger, "a6")


def test_what_is_rejected_says_so(ledger: Ledger) -> None:
    ledger.correct(1, who="ada", verdict="rejected")
    assert "a1 Ida Holm  (rejected, not in searches)" in page_of(ledger, "a1")


def test_one_of_a_kind_is_counted_in_the_singular(ledger: Ledger) -> None:
    (one,) = (s for s in ledger.sources() if s.name == "Omar Lind")
    page = page_of(ledger, f"s{one.source_id}")
    assert "1 time · " in page
    assert "1 prediction" in page
    assert "1 predictions" not in page
    assert "1 attribution by" in page_of(ledger, "n1")
