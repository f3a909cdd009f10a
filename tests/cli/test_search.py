"""Searching and showing from the command line: tables for people, lines for programs, one line for misuse."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ledger.stories import fill, story

from sayso.cli import main
from sayso.ledger import open_ledger

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def ledger_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "sayso.db"
    with open_ledger(path) as ledger:
        fill(ledger)
        ledger.add_reading(
            story(6, "Ida Holm", "said", "\x1b[31mred =1+1 alert", outlet="=cmd()", published="2022-01-01")
        )
    return path


@pytest.fixture
def run(ledger_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the stories; gives its status and what it wrote."""
    monkeypatch.setenv("SAYSO_DB", str(ledger_file))
    monkeypatch.setenv("COLUMNS", "120")

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["sayso", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        return int(ended.value.code or 0), written.out, written.err

    return call


def test_a_search_gives_a_line_for_each_hit(run: Run) -> None:
    status, out, err = run("search", "gas", "--holder", "Ida Holm")
    (hit,) = map(json.loads, out.splitlines())
    assert (status, err) == (0, "")
    assert (hit["id"], hit["article_id"], hit["holder"]) == ("a1", "n1", "Ida Holm")
    assert hit["content"][slice(*hit["marks"][0])] == "gas"


def test_pages_follow_each_other_by_token(run: Run) -> None:
    _, first, err = run("search", "gas", "--limit", "3")
    token = err.split("--after ")[1].strip()
    status, second, err = run("search", "gas", "--limit", "3", "--after", token)
    assert (status, err) == (0, "")
    assert [json.loads(line)["id"] for line in (first + second).splitlines()] == ["a5", "a1", "a2", "a4"]


def test_nothing_found_is_no_failure(run: Run) -> None:
    assert run("search", "submarine") == (0, "", "sayso: nothing found\n")
    assert run("search", "submarine", "--format", "table") == (0, "", "sayso: nothing found\n")


def test_words_need_no_quotes_for_the_shell(run: Run) -> None:
    assert run("search", "cold", "winter") == run("search", "winter cold")
    assert run("search", "cold winter")[1]


def test_lists_say_that_there_is_more(run: Run) -> None:
    for command, says in (("sources", "speak most"), ("outlets", "most articles")):
        _, out, err = run(command, "--limit", "1")
        assert len(out.splitlines()) == 1
        assert says in err
        assert run(command, "--limit", "1000")[2] == ""


def test_a_table_shows_who_said_what(run: Run) -> None:
    _, out, _ = run("search", "winter", "--format", "table")
    assert "a senior official " in out
    assert "(unnamed)" in out
    assert "claimed the cold winter" in out


@pytest.mark.parametrize("columns", ["50", "120"])
def test_nothing_in_an_article_steers_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for arguments in (("search", "alert"), ("show", "a6"), ("show", "n6"), ("outlets",)):
        _, out, _ = run(*arguments, "--format", "table")
        assert "\x1b" not in out


def test_csv_holds_no_formula(run: Run) -> None:
    _, out, _ = run("search", "alert", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(out, newline=""))
    assert row["outlet"] == "'=cmd()"
    assert row["id"] == "a6"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("search", "!!"), "no word"),
        (("search", "gas", "--kind", "rumour"), "prediction"),
        (("search", "gas", "--since", "May"), "YYYY-MM-DD"),
        (("search", "gas", "--since", "2024-05-02", "--until", "2024-05-01"), "after until"),
        (("search", "gas", "--after", "abc"), "token"),
        (("show", "Ida Holm"), "a12"),
        (("sources", "--identity", "x"), "unnamed"),
        (("source", "merge", "a1", "s1"), "s5"),
        (("source", "unmerge", "99999999999999999999"), "'MERGE'"),
        (("sources", "--limit", "99999999999999999999"), "'--limit'"),
        (("outlets", "--limit", "99999999999999999999"), "'--limit'"),
    ],
)
def test_misuse_is_one_line_and_status_two(run: Run, arguments: tuple[str, ...], says: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "n77"),
        ("show", "s99999999999999999999"),
        ("search", "gas", "--holder", "s999"),
        ("search", "--outlet", "s999"),
        ("sources", "--outlet", "s999"),
        ("source", "merges", "s999"),
        ("history", "a99999999999999999999"),
        ("undo", "99999999999999999999"),
    ],
)
def test_what_is_not_there_gives_status_one(run: Run, arguments: tuple[str, ...]) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (1, "")
    assert "not_found" in err
    assert err.count("\n") == 1


def test_show_tells_all_of_an_attribution(run: Run) -> None:
    _, out, _ = run("show", "a2", "--format", "table")
    for words in ("officials said gas was cheap", "Tarn Post (publisher) ← Ferry Wire (channel) ← officials"):
        assert words in out
    assert json.loads(run("show", "a2")[1])["chain"][1]["name"] == "Ferry Wire"


def test_lists_of_sources_and_outlets(run: Run) -> None:
    rows = [json.loads(line) for line in run("sources", "--identity", "named")[1].splitlines()]
    assert [(row["name"], row["n_attributions"]) for row in rows] == [("Ida Holm", 3), ("Omar Lind", 1)]
    outlets = [json.loads(line) for line in run("outlets")[1].splitlines()]
    assert outlets[0]["name"] == "Tarn Post"
    assert outlets[0]["via"][0] == {"name": "Ferry Wire", "n": 2}


def test_a_merge_is_made_listed_and_undone(run: Run) -> None:
    rows = [json.loads(line) for line in run("sources", "--identity", "named")[1].splitlines()]
    holm, lind = (row["source_id"] for row in rows)
    made = json.loads(run("source", "merge", lind, holm, "--why", "a pen name", "--who", "ada")[1])
    assert (made["source"], made["into"], made["why"], made["who"]) == (
        "Omar Lind", "Ida Holm", "a pen name", "ada",
    )  # fmt: skip
    assert "also" in run("show", lind, "--format", "table")[1]
    assert run("source", "unmerge", str(made["id"]))[0] == 0
    assert "undone on" in run("source", "merges", "--format", "table")[1]
