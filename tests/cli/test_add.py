"""``sayso add`` and ``sayso db`` in this process, with the scripted reader."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.conftest import story
from tests.scripted import CRASH
from typer.testing import CliRunner, Result

from sayso.cli.app import app
from sayso.ledger import open_ledger
from sayso.ledger.engine import writing_to

Write = Callable[..., list[Path]]

pytestmark = pytest.mark.usefixtures("scripted_reader", "own_folder")


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in a folder of their own, where ``sayso.db`` appears."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_DB", raising=False)


def sayso(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def stats() -> dict[str, Any]:
    return dict(json.loads(sayso("db", "stats", "--format", "json").stdout))


def test_a_row_tells_what_became_of_each_article(write_stories: Write) -> None:
    result = sayso("add", *write_stories(one="it is late", two="it is dark"))
    assert result.exit_code == 0
    assert [(Path(row["path"]).stem, row["outcome"], row["attributions"]) for row in rows(result)] == [
        ("one", "new", 1),
        ("two", "new", 1),
    ]
    assert result.stderr.strip() == "2 articles, 2 attributions"
    assert Path("sayso.db").exists()


def test_the_summary_counts_what_was_known_and_what_failed(write_stories: Write) -> None:
    [one, bad] = write_stories(one="it is late", bad=CRASH)
    sayso("add", one)
    result = sayso("add", one, bad, *write_stories(two="it is dark"), "--format", "table")
    assert result.exit_code == 1
    assert result.stdout.strip() == (
        "1 article, 1 attribution, 1 already known, 1 unreadable: `sayso add --list-failed` lists them"
    )
    assert "ZeroDivisionError" in result.stderr


def test_what_failed_can_be_listed_and_tried_again(write_stories: Write) -> None:
    [path] = write_stories(one=CRASH)
    assert sayso("add", path, "--outlet", "Tarn Post").exit_code == 1
    [row] = rows(sayso("add", "--list-failed"))
    assert (row["path"], row["error"]["code"], row["tries"]) == (str(path), "internal", 1)
    assert sayso("add", "--retry-failed").exit_code == 1
    path.write_text(story(), "utf-8")
    assert [row["outcome"] for row in rows(sayso("add", "--retry-failed"))] == ["new"]
    assert rows(sayso("add", "--list-failed")) == []
    assert stats()["failures"] == 0


def test_folders_give_containers_too(tmp_path: Path) -> None:
    folder = tmp_path / "crawl" / "deep"
    folder.mkdir(parents=True)
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress(json.dumps({"text": story()}).encode()))
    (folder / "page.txt").write_text(story("Bo Lind"), "utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.txt").write_text(story("Cy Berg"), "utf-8")
    assert len(rows(sayso("add", tmp_path / "crawl"))) == 2


def test_standard_input_may_be_lines_of_json() -> None:
    result = sayso("add", "-", stdin=json.dumps({"text": story(), "url": "https://a.example/1"}) + "\n")
    assert [row["path"] for row in rows(result)] == ["-#1"]


def test_readings_that_read_wrote_come_in(write_stories: Write, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    sayso("read", *write_stories(one="it is late", two="it is dark"), "-o", path)
    assert [row["outcome"] for row in rows(sayso("add", path))] == ["new", "new"]


def test_title_and_url_are_for_one_article(write_stories: Write, tmp_path: Path) -> None:
    paths = write_stories(one="it is late", two="it is dark")
    assert sayso("add", *paths, "--title", "Late").exit_code == 2
    container = tmp_path / "rows.jsonl"
    container.write_text(json.dumps({"text": story()}), "utf-8")
    assert sayso("add", container, "--url", "https://a.example/1").exit_code == 2
    assert sayso("add", paths[0], "--url", "https://a.example/1").exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["none.txt"],
        ["--retry-failed", "story.txt"],
        ["--list-failed", "story.txt"],
        ["--list-failed", "--retry-failed"],
        ["--retry-failed", "--outlet", "Tarn Post"],
        ["--list-failed", "--title", "Late"],
        ["story.txt", "--published", "soon"],
        ["story.txt", "--db", "mysql://server/news"],
    ],
)
def test_misuse_is_one_line_and_makes_no_ledger(arguments: list[str]) -> None:
    Path("story.txt").write_text(story(), "utf-8")
    result = sayso("add", *arguments)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert not Path("sayso.db").exists()


def test_nothing_can_be_tried_again_where_there_is_no_ledger() -> None:
    result = sayso("add", "--retry-failed")
    assert (result.exit_code, Path("sayso.db").exists()) == (1, False)
    assert "no_ledger" in result.stderr


def test_a_whole_ledger_passes_the_check(write_stories: Write) -> None:
    sayso("add", *write_stories(one="it is late"))
    result = sayso("db", "check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "fits together" in result.stderr


def test_a_broken_ledger_does_not(write_stories: Write) -> None:
    sayso("add", *write_stories(one="it is late"))
    with open_ledger("sayso.db") as ledger, writing_to(ledger.engine) as connection:
        connection.execute(text("UPDATE attribution SET live = 0"))
    result = sayso("db", "check")
    assert result.exit_code == 1
    assert [(row["table"], row["id"]) for row in rows(result)] == [("attribution", 1)]


def test_a_copy_has_what_the_ledger_has(write_stories: Write) -> None:
    sayso("add", *write_stories(one="it is late"))
    assert sayso("db", "backup", "copy.db").exit_code == 0
    assert sayso("db", "backup", "copy.db").exit_code == 2
    copied = json.loads(sayso("db", "stats", "--db", "copy.db", "--format", "json").stdout)
    ours = stats()
    assert {**copied, "ledger": "", "bytes": 0} == {**ours, "ledger": "", "bytes": 0}
    assert (ours["articles"], ours["versions"], ours["attributions"], ours["failures"]) == (1, 1, 1, 0)


def test_a_ledger_of_this_release_needs_no_upgrade(write_stories: Write) -> None:
    sayso("add", *write_stories(one="it is late"))
    assert "already" in sayso("db", "upgrade").stdout
    assert sayso("db", "vacuum").exit_code == 0


@pytest.mark.parametrize("verb", ["upgrade", "check", "stats", "backup", "vacuum"])
def test_there_has_to_be_a_ledger(verb: str) -> None:
    result = sayso("db", verb)
    assert result.exit_code == 1
    assert "no_ledger" in result.stderr
    assert list(Path().iterdir()) == []
