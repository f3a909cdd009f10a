"""``sayso add`` as a real process: several readers, Ctrl-C, kill, two at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.cli.test_processes import DEADLINE_SECONDS, alive, eventually, start
from tests.conftest import story
from tests.scripted import DIE, WAIT

from sayso.ledger import open_ledger
from sayso.ledger.check import find_problems
from sayso.ledger.stats import count_all

N_ARTICLES = 15


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """A file of articles that take a while each."""
    path = tmp_path / "rows.jsonl"
    texts = (story(words=f"it took {WAIT} of {number}") for number in range(N_ARTICLES))
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    return path


def run(*arguments: object) -> tuple[int, str]:
    process = start(*arguments)
    _, errors = process.communicate(timeout=4 * DEADLINE_SECONDS)
    return process.returncode, errors


def wait_for_lines(process: subprocess.Popen[str], n: int) -> None:
    assert process.stdout
    for _ in range(n):
        assert process.stdout.readline()


def counts(path: Path | str) -> tuple[int, int]:
    """Articles and attributions of a ledger that holds together."""
    with open_ledger(path, create=False) as ledger:
        assert [str(one) for one in find_problems(ledger.engine)] == []
        found = count_all(ledger.engine)
    return found["articles"], found["attributions"]


@pytest.mark.parametrize(
    ("number", "jobs"), [(signal.SIGINT, 1), (signal.SIGTERM, 2), (signal.SIGKILL, 1), (signal.SIGKILL, 2)]
)
def test_whoever_is_stopped_goes_on_where_it_was(rows: Path, tmp_path: Path, number: int, jobs: int) -> None:
    path = tmp_path / "sayso.db"
    process = start("add", rows, "--db", path, "--jobs", jobs)
    wait_for_lines(process, 3)
    os.kill(process.pid, number)
    output, errors = process.communicate(timeout=DEADLINE_SECONDS)
    n_before, _ = counts(path)
    n_told = 3 + output.count("\n")
    assert n_told <= n_before <= n_told + 1
    assert n_before < N_ARTICLES
    if number != signal.SIGKILL:
        assert "goes on from here" in errors
    assert eventually(lambda: not alive(process.pid))
    status, errors = run("add", rows, "--db", path, "--jobs", jobs)
    assert status == 0
    assert f"{n_before} already known" in errors
    assert counts(path) == (N_ARTICLES, N_ARTICLES)


def test_two_at_once_that_are_killed_again_and_again_lose_nothing(rows: Path, tmp_path: Path) -> None:
    path = tmp_path / "sayso.db"
    for turn in range(3):
        both = [start("add", rows, "--db", path) for _ in range(2)]
        wait_for_lines(both[0], 1)
        time.sleep(0.1 * turn)
        for process in both:
            process.kill()
            process.communicate(timeout=DEADLINE_SECONDS)
        counts(path)
    assert run("add", rows, "--db", path)[0] == 0
    assert counts(path) == (N_ARTICLES, N_ARTICLES)


def test_an_article_that_takes_its_process_down_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    words = ["it is late", f"it is {DIE}", "it is dark"]
    path.write_text("".join(json.dumps({"text": story(words=one)}) + "\n" for one in words), "utf-8")
    process = start("add", path, "--db", tmp_path / "sayso.db", "--jobs", 2)
    output, _ = process.communicate(timeout=4 * DEADLINE_SECONDS)
    outcomes = [row.get("outcome") or row["error"]["code"] for row in map(json.loads, output.splitlines())]
    assert sorted(outcomes) == ["new", "new", "process_died"]
    assert process.returncode == 1
