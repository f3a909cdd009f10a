"""``sayso correct``, ``history`` and ``undo`` in this process, on a ledger with one article."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.build import reading
from tests.ledger.test_store import URL, made
from typer.testing import CliRunner, Result

import sayso.cli.undo
from sayso.cli.app import app
from sayso.cli.correct import CORRECT_HELP, spans
from sayso.errors import UsageError
from sayso.ledger import open_ledger
from sayso.ledger.corrections import FIELDS


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a ledger, and a user."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_DB", raising=False)
    for name in ("LOGNAME", "USER"):
        monkeypatch.setenv(name, "ada")
    with open_ledger("sayso.db") as ledger:
        ledger.add_reading(made(url=URL, title="Bridge \x1b[31m safe", outlet="Tarn Post"))
    return tmp_path


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def rows(*arguments: object) -> list[dict[str, Any]]:
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_several_things_are_corrected_at_once() -> None:
    options = (
        *("--holder", "Ada Brandt", "--identity", "named", "--type", "Person", "--via", "Wire"),
        *("--via", "Tarn Post", "--stance", "hedged", "--certainty", "possible", "--polarity", "negative"),
        *("--kind", "prediction", "--due", "safe", "--source", "6-14", "--cue", "15-19"),
        *("--content", "38-44,49-53", "--accept"),
    )
    [row] = rows("correct", "a1", *options)
    assert (row["id"], row["holder"], row["via"]) == ("a1", "Ada Brandt", ["Wire", "Tarn Post"])
    assert [span["exact"] for span in row["content"]] == ["bridge", "safe"]
    assert row["source"] == [{"start": 6, "end": 14, "exact": "Ida Holm"}]
    assert row["due"]["text"] == "safe"
    names = ("verdict", "type", "stance", "certainty", "polarity", "kind")
    assert [row[name] for name in names] == [
        *("accepted", "person", "hedged", "possible", "negative", "prediction")
    ]
    assert {one["field"] for one in rows("history")} == set(FIELDS)
    assert {one["who"] for one in rows("history")} == {"ada"}


def test_history_tells_those_of_an_article() -> None:
    rows("correct", "a1", "--stance", "hedged")
    assert len(rows("history", "n1")) == 1


def test_an_empty_value_takes_away() -> None:
    [row] = rows("correct", "1", "--holder", "", "--via", "", "--due", "", "--source", "")
    assert (row["holder"], row["via"], row["due"], row["source"]) == (None, [], None, [])


def test_several_attributions_are_rejected_at_once() -> None:
    assert [row["live"] for row in rows("correct", "a1", "A2", "a1", "--reject")] == [False, False]
    assert len(rows("history")) == 2


def test_a_table_shows_what_stands_and_what_the_reader_says() -> None:
    options = ("--holder", "Ada Brandt", "--why", "asked her", "--format", "table")
    shown = run("correct", "a1", *options).stdout
    assert "\x1b" not in shown
    for words in ("a1 · Bridge", "Ada Brandt", "correction 1; the reader says Ida Holm", "“told” 15-19"):
        assert words in shown
    listed = run("history", "a1", "--format", "table").stdout
    for words in ("holder: Ida Holm →", "asked", "stands"):
        assert words in listed


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["correct", "a1"], 2, "nothing to correct"),
        (["correct", "a1", "--accept", "--reject"], 2, "not both"),
        (["correct", "x1", "--accept"], 2, "'x1' names nothing in a ledger; give a12"),
        (["correct", "a0", "--accept"], 1, "there is no attribution a0"),
        (["correct", "a9", "--accept"], 1, "there is no attribution a9"),
        (["correct", "a1", "a99999999999", "--accept"], 1, "there is no attribution a99999999999"),
        (["correct", "a1", "--stance", "sure"], 2, "one of neutral, hedged"),
        (["correct", "a1", "--cue", "19-15"], 2, "does not lie in the text"),
        (["correct", "a1", "--cue", "told"], 2, "such as 120-180,190-200"),
        (["correct", "a1", "--content", ""], 2, "reject it"),
        (["correct", "a1", "--due", "tomorrow"], 2, "does not stand in the article"),
        (["history", "a9"], 1, "there is no attribution a9"),
        (["history", "n9"], 1, "there is no article n9"),
        (["history", "--limit", "99999999999999999999"], 2, "invalid value for '--limit'"),
        (["history", "--db", "none.db"], 1, "no ledger here"),
        (["undo"], 1, "nothing to undo"),
        (["undo", "5"], 1, "there is no correction 5"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(arguments: list[str], status: int, message: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (status, "")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert rows("history") == []


def test_undo_takes_back_all_of_the_last_command() -> None:
    rows("correct", "a1", "--stance", "hedged")
    rows("correct", "a1", "--holder", "Ada Brandt", "--kind", "fact")
    [row] = rows("undo")
    assert (row["holder"], row["kind"], row["stance"]) == ("Ida Holm", None, "hedged")
    [row] = rows("undo")
    assert row["stance"] is None
    assert [one["undone_by"] for one in rows("history")] == ["ada"] * 3


def test_undo_says_what_it_took_back() -> None:
    rows("correct", "a1", "--kind", "opinion")
    assert run("undo").stderr == "sayso: took back 1 (a1, kind: opinion)\n"


def test_undo_takes_numbers() -> None:
    rows("correct", "a1", "--stance", "hedged", "--who", "bo")
    rows("correct", "a1", "--stance", "doubted")
    assert rows("undo", "1")[0]["stance"] == "doubted"
    again = run("undo", "1")
    assert again.exit_code == 2
    assert "undone by ada" in again.stderr


def test_what_others_did_is_not_undone_without_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    rows("correct", "a1", "--stance", "hedged", "--who", "bo")
    result = run("undo")
    assert result.exit_code == 2
    assert "the last is bo's, number 1 (stance: hedged)" in result.stderr
    monkeypatch.setattr(sayso.cli.undo, "is_terminal", lambda stream: True)
    refused = run("undo", stdin="n\n")
    assert refused.exit_code == 1
    assert rows("history")[0]["undone_at"] is None
    assert run("undo", stdin="y\n").exit_code == 0
    assert rows("history")[0]["undone_by"] == "ada"


def test_orphaned_corrections_are_listed_and_new_ones_reported() -> None:
    rows("correct", "a1", "--stance", "hedged")
    with open_ledger("sayso.db") as ledger:
        ledger.add_reading(reading("Nothing is as it was.", url=URL))
    assert [one["field"] for one in rows("history", "--orphaned")] == ["stance"]
    assert "orphaned" in run("history", "--format", "table").stdout
    result = run("correct", "a1", "--kind", "fact")
    assert result.exit_code == 0
    assert "kept but stands nowhere" in result.stderr
    assert len(rows("history", "--orphaned", "--limit", "1")) == 1


def test_what_was_superseded_is_corrected_where_it_is_now() -> None:
    with open_ledger("sayso.db") as ledger:
        ledger.add_reading(made("Updated. " + made().article.text, url=URL))
    result = run("correct", "a1", "--kind", "fact")
    assert "a1 has been superseded by a3" in result.stderr
    assert json.loads(result.stdout)["id"] == "a3"


@pytest.mark.parametrize(
    ("written", "expected"),
    [("1-2", [(1, 2)]), ("120-180, 190–200", [(120, 180), (190, 200)]), ("3:9", [(3, 9)]), ("", [])],
)
def test_offsets_may_be_written_so(written: str, expected: list[tuple[int, int]]) -> None:
    assert spans("cue", written) == expected


@pytest.mark.parametrize("written", ["1", "a-b", "1-2,", "-1-4", "1-2;3-4", "١-٢"])
def test_offsets_may_not_be_written_so(written: str) -> None:
    with pytest.raises(UsageError, match="no offsets"):
        spans("cue", written)


def test_help_shows_examples() -> None:
    assert "--content 120-180,190-200" in CORRECT_HELP
    assert "--content" in run("correct", "--help").stdout
