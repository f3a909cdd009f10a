"""``sayso add`` in trouble: a full disk, a lock, a server that goes away; nothing is lost, and it goes on."""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from tests.cli.test_add_processes import counts, run, wait_for_lines
from tests.cli.test_processes import DEADLINE_SECONDS, start
from tests.conftest import story
from tests.databases import Server
from tests.scripted import WAIT
from typer.testing import CliRunner, Result

from sayso.cli.app import app

N_ARTICLES = 12
_HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


def write_rows(path: Path, words: str, n: int = N_ARTICLES) -> Path:
    path.write_text(
        "".join(json.dumps({"text": story(words=f"{words} {number}")}) + "\n" for number in range(n)), "utf-8"
    )
    return path


def sayso(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def assert_one_line(errors: str, code: str) -> None:
    [line] = [line for line in errors.splitlines() if code in line]
    assert line.startswith("sayso: ")
    assert "run this again" in line
    assert "Traceback" not in errors


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another process is in the middle of a transaction that writes."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdin
    assert process.stdout.readline() == b"held\n"
    try:
        yield
    finally:
        process.stdin.close()
        process.wait(timeout=DEADLINE_SECONDS)
        process.stdout.close()


@pytest.mark.usefixtures("scripted_reader")
def test_whoever_waits_too_long_for_another_writer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, first, more = tmp_path / "sayso.db", tmp_path / "first.jsonl", tmp_path / "more.jsonl"
    assert sayso("add", write_rows(first, "it is late", 1), "--db", path).exit_code == 0
    write_rows(more, "it is dark")
    monkeypatch.setattr("sayso.ledger.engine.BUSY_SECONDS", 0.1)
    with held(path):
        result = sayso("add", more, "--db", path)
        assert result.exit_code == 1
        assert_one_line(result.stderr, "ledger_locked")
        assert "0.1 seconds" in result.stderr
        assert sayso("search", "late", "--db", path).exit_code == 0  # readers need not wait
    assert sayso("add", more, "--db", path).exit_code == 0
    assert counts(path) == (N_ARTICLES + 1, N_ARTICLES + 1)


@pytest.mark.usefixtures("scripted_reader")
def test_a_writer_waits_for_another(tmp_path: Path) -> None:
    path, rows = tmp_path / "sayso.db", tmp_path / "rows.jsonl"
    assert sayso("add", write_rows(rows, "it is late", 1), "--db", path).exit_code == 0
    with held(path):
        waiting = start("add", write_rows(rows, "it is dark"), "--db", path)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(timeout=1)
    _, errors = waiting.communicate(timeout=2 * DEADLINE_SECONDS)
    assert waiting.returncode == 0, errors
    assert counts(path) == (N_ARTICLES + 1, N_ARTICLES + 1)


@pytest.mark.usefixtures("scripted_reader")
def test_a_database_that_may_not_grow_is_said_and_goes_on_later(tmp_path: Path) -> None:
    path, rows = tmp_path / "sayso.db", tmp_path / "rows.jsonl"
    assert sayso("add", write_rows(rows, "it is late", 1), "--db", path).exit_code == 0
    with sqlite3.connect(path) as connection:
        [n_pages] = connection.execute("PRAGMA page_count").fetchone()
    connection.close()

    def limit(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {n_pages + 2}")

    write_rows(rows, "it is dark " * 300)
    event.listen(Engine, "connect", limit)
    try:
        result = sayso("add", rows, "--db", path)
    finally:
        event.remove(Engine, "connect", limit)
    assert result.exit_code == 1
    assert_one_line(result.stderr, "ledger_full")
    n_before, _ = counts(path)
    assert n_before == result.stdout.count("\n") + 1
    assert n_before < N_ARTICLES
    assert sayso("add", rows, "--db", path).exit_code == 0
    assert counts(path) == (N_ARTICLES + 1, N_ARTICLES + 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_may_not_grow_is_said_and_goes_on_later(tmp_path: Path, jobs: int) -> None:
    path, rows = tmp_path / "sayso.db", tmp_path / "rows.jsonl"
    assert run("add", write_rows(rows, "it is late", 1), "--db", path)[0] == 0
    limit = path.stat().st_size + 50_000
    process = start(
        "add", write_rows(rows, "it is dark " * 300), "--db", path, "--jobs", jobs,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    output, errors = process.communicate(timeout=4 * DEADLINE_SECONDS)
    assert process.returncode == 1
    assert_one_line(errors, "ledger_full")
    n_before, _ = counts(path)
    assert n_before == output.count("\n") + 1
    assert n_before < N_ARTICLES
    assert run("add", rows, "--db", path)[0] == 0
    assert counts(path) == (N_ARTICLES + 1, N_ARTICLES + 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_server_that_goes_away_is_said_and_goes_on_later(
    tmp_path: Path, own_postgresql: Server, jobs: int
) -> None:
    rows, address = tmp_path / "rows.jsonl", own_postgresql.new_database()
    process = start("add", write_rows(rows, f"it took {WAIT} of"), "--db", address, "--jobs", jobs)
    wait_for_lines(process, 3)
    own_postgresql.stop()
    output, errors = process.communicate(timeout=2 * DEADLINE_SECONDS)
    assert process.returncode == 1
    assert_one_line(errors, "ledger_unreachable")
    status, errors = run("add", rows, "--db", address)
    assert status == 1
    assert_one_line(errors, "ledger_unreachable")
    own_postgresql.start()
    n_before, _ = counts(address)
    # What was told is there; the last one may be there untold.
    assert 0 <= n_before - (3 + output.count("\n")) <= 1
    assert n_before < N_ARTICLES
    assert run("add", rows, "--db", address, "--jobs", jobs)[0] == 0
    assert counts(address) == (N_ARTICLES, N_ARTICLES)
