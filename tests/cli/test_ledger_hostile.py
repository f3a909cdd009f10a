"""Ledgers that are none, and outputs that go nowhere: every command says so in a line, and writes nothing."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.cli.test_processes import DEADLINE_SECONDS, start
from tests.databases import Server
from tests.ledger.stories import fill
from typer.testing import CliRunner, Result

from sayso.cli.app import app
from sayso.ledger import open_ledger

COMMANDS = (
    "add story.txt", "add --list-failed", "add --retry-failed", "import story.txt", "export", "search bridge",
    "show a1", "sources", "outlets", "correct a1 --accept", "history", "undo", "source merges",
    "source merge s1 s2", "source unmerge 1", "feed add http://tarn.example/rss", "feed list", "feed poll",
    "feed remove 1", "feed export", "db check", "db stats", "db vacuum", "db upgrade", "db backup copy.db",
)  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an article."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_DB", raising=False)
    (tmp_path / "story.txt").write_text("Ida Holm said the bridge is unsafe.\n", "utf-8")
    return tmp_path


def sayso(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (address)")


def without_a_form(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")


def of_a_form(path: Path, form: str) -> None:
    with open_ledger(path) as ledger, ledger.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :form"), {"form": form})


def cut_off(path: Path) -> None:
    with open_ledger(path) as ledger:
        fill(ledger)
    os.truncate(path, 100_000)


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda path: path.write_text("Dear editor, this is no ledger at all."), "ledger_damaged"),
    "folder": (Path.mkdir, "ledger_unwritable"),
    "another": (of_another_program, "no_ledger"),
    "formless": (without_a_form, "no_ledger"),
    "newer": (lambda path: of_a_form(path, "9999"), "ledger_newer"),
    "cut": (cut_off, "ledger_damaged"),
    "loop": (lambda path: path.symlink_to(path), "ledger_unwritable"),
}


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_ledger_is_said_by_every_command(here: Path, odd: str) -> None:
    make, code = ODD[odd]
    path = here / "odd.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    for command in COMMANDS:
        if odd in ("another", "formless", "newer") and command.startswith("db backup"):
            continue  # any database of SQLite can be copied
        result = sayso(*command.split(), "--db", path)
        assert result.exit_code == 1, command
        assert result.stdout == ""
        [line] = result.stderr.splitlines()
        assert code in line or "no_ledger" in line, (command, line)
        assert "does not answer" not in line
    if before is not None:
        assert [len(before), before[100:]] == [path.stat().st_size, path.read_bytes()[100:]]


def test_a_ledger_that_lacks_a_table_is_damaged(address: str) -> None:
    with open_ledger(address) as ledger:
        fill(ledger)
        with ledger.engine.begin() as connection:
            connection.execute(text("DROP TABLE source_merge"))
    for command in ("source merges", "source merge s1 s2", "export"):
        result = sayso(*command.split(), "--db", address)
        assert result.exit_code == 1
        assert "ledger_damaged" in result.stderr
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [("history", "a12x"), ("history", "s1"), ("correct", "n1", "--accept"), ("source", "merges", "a1")],
)
def test_a_number_of_another_kind_is_no_riddle(arguments: tuple[str, ...]) -> None:
    with open_ledger("sayso.db") as ledger:
        fill(ledger)
    result = sayso(*arguments)
    assert result.exit_code == 2
    assert ("names nothing" in result.stderr) == (arguments[1] == "a12x")


def test_a_long_reason_does_not_flood_the_screen() -> None:
    with open_ledger("sayso.db") as ledger:
        fill(ledger)
        ledger.correct(1, who="ada" * 10_000, why="so " * 100_000, verdict="accepted")
    assert len(sayso("history", "--format", "table").stdout) < 10_000
    [row] = map(json.loads, sayso("history").stdout.splitlines())
    assert len(row["why"]) > 100_000


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", ["--help", "search --help", "--version", "history --format table"])
def test_a_full_disk_is_said_of_help_and_tables_too(command: str) -> None:
    with open_ledger("sayso.db"):
        pass
    with open("/dev/full", "w") as full:
        process = start(*command.split(), stdout=full)
        _, errors = process.communicate(timeout=DEADLINE_SECONDS)
    assert process.returncode == 1
    assert errors == (
        "sayso: the output cannot be written (No space left on device); free some space, or name another\n"
    )


@pytest.mark.parametrize("command", ["history --format table", "search --format table"])
def test_tables_that_nobody_reads_end_quietly(command: str) -> None:
    with open_ledger("sayso.db") as ledger:
        fill(ledger)
        ledger.correct(1, who="ada", verdict="accepted")
    reader, writer = os.pipe()
    os.close(reader)
    process = start(*command.split(), stdout=writer)
    os.close(writer)
    _, errors = process.communicate(timeout=DEADLINE_SECONDS)
    assert (process.returncode, errors) == (141, "")


@pytest.mark.parametrize("format", ["xlsx", "parquet"])
def test_bytes_want_an_open_output(format: str) -> None:
    with open_ledger("sayso.db") as ledger:
        fill(ledger)
    process = start("export", "--as", format, stdout=None, preexec_fn=lambda: os.close(1))
    _, errors = process.communicate(timeout=DEADLINE_SECONDS)
    assert process.returncode == 2
    assert errors.startswith("sayso: standard output is closed")


def test_a_server_that_lacks_a_column_is_damaged(postgresql: Server) -> None:
    address = postgresql.new_database()
    with open_ledger(address) as ledger, ledger.engine.begin() as connection:
        connection.execute(text("ALTER TABLE source DROP COLUMN domain CASCADE"))
    result = sayso("outlets", "--db", address)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "ledger_damaged" in result.stderr


def test_a_name_that_is_too_long_is_no_fault_of_the_output(here: Path) -> None:
    for command in ("sources", "add story.txt", "db backup copy.db"):
        result = sayso(*command.split(), "--db", "x" * 300)
        assert result.exit_code == 1
        assert "cannot be opened (File name too long)" in result.stderr
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("none.jsonl", "no such file"),
        ("x" * 300, "File name too long"),
        ("story.txt/x", "no such file"),
        ("/dev/zero", "is a device"),
        ("other.db", "sayso export --db other.db"),
    ],
)
def test_what_cannot_be_imported_is_said_before_a_ledger_is_made(here: Path, name: str, says: str) -> None:
    with open_ledger("other.db"):
        pass
    result = sayso("import", name)
    assert result.exit_code == 2
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (here / "sayso.db").exists()


@pytest.mark.parametrize("is_array", [False, True])
def test_readings_may_come_through_a_pipe(here: Path, is_array: bool) -> None:
    with open_ledger("other.db") as ledger:
        fill(ledger)
    lines = sayso("export", "--db", "other.db").stdout.splitlines()
    os.mkfifo("pipe")
    process = start("import", "pipe", "--quiet")
    (here / "pipe").write_text(f"[{','.join(lines)}]" if is_array else "\n".join(lines), "utf-8")
    _, errors = process.communicate(timeout=DEADLINE_SECONDS)
    assert (process.returncode, errors) == (0, "")
    assert json.loads(sayso("db", "stats", "--format", "json").stdout)["articles"] == 5


@pytest.mark.parametrize("name", ["\udcff", "\x00", "'; --", "%", "é" * 5000])
def test_any_name_can_be_asked_for(address: str, name: str) -> None:
    with open_ledger(address) as ledger:
        fill(ledger)
    for command in (
        "export --outlet",
        "export --holder",
        "search --outlet",
        "search --via",
        "sources --outlet",
    ):
        result = sayso(*command.split(), name, "--db", address)
        assert (result.exit_code, result.stdout) == (0, ""), command
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", [b"\xff.db", b"a?b%41#c.db"])
def test_a_ledger_may_have_any_name_in_every_process(here: Path, name: bytes) -> None:
    (here / "another.txt").write_text("Bo Lind said it is late.\n", "utf-8")
    path = os.fsdecode(name)
    process = start("add", "story.txt", "another.txt", "--jobs", 2, "--quiet", "--db", path)
    output, errors = process.communicate(timeout=4 * DEADLINE_SECONDS)
    assert (process.returncode, errors) == (0, "")
    assert output.count('"new"') == 2
    assert (here / path).exists()
