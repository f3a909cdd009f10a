"""``sayso add``, two at once, killed again and again at any moment: nothing is lost, nothing half done."""

from __future__ import annotations

import json
import os
import random
import subprocess
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.cli.test_processes import DEADLINE_SECONDS, start
from tests.conftest import story

from sayso.ledger import open_ledger, schema
from sayso.ledger.check import find_problems
from sayso.ledger.engine import reading_from

# How often both writers are killed; SAYSO_TEST_KILLS=50 makes a long test of it.
N_KILLS = int(os.environ.get("SAYSO_TEST_KILLS", "3"))
_N_ROWS = 24 * N_KILLS
_N_STATEMENTS = 12
_MOST_ARTICLES = 5
_MOST_SECONDS = 0.05


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The same rows forwards and backwards: articles, new texts of some, and lines that cannot be read."""
    lines = []
    for number in range(_N_ROWS):
        if number % 20 == 19:
            lines.append(f"{{nonsense {number}\n")
            continue
        address = f"https://www.outlet{number % 3}.example/{number - (number % 10 == 5)}"
        said = " ".join(f"Ida Holm{at} said it was {number} o'clock." for at in range(_N_STATEMENTS))
        lines.append(json.dumps({"text": f"{story()}\n{said}\n", "url": address}) + "\n")
    forwards, backwards = tmp_path / "forwards.jsonl", tmp_path / "backwards.jsonl"
    forwards.write_text("".join(lines), "utf-8")
    backwards.write_text("".join(reversed(lines)), "utf-8")
    return forwards, backwards


def counts(address: str) -> dict[str, int]:
    """How many rows each table has, of a ledger that holds together."""
    with open_ledger(address, create=False) as ledger:
        assert [str(one) for one in find_problems(ledger.engine)] == []
        with reading_from(ledger.engine) as connection:
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in schema.metadata.tables.items()
            }


def run(*arguments: object) -> tuple[int, str]:
    """Let a command end, which takes the ledger as its last argument."""
    process = start(*arguments[:-1], "--db", arguments[-1])
    output, _ = process.communicate(timeout=DEADLINE_SECONDS * (3 + N_KILLS))
    return process.returncode, output


def kill_somewhere(process: subprocess.Popen[str], chance: random.Random, *, n: int) -> bool:
    """Kill a writer that has written so many articles, amid the next; whether it was still there."""
    assert process.stdout
    while n and (line := process.stdout.readline()):
        n -= json.loads(line).get("outcome") in ("new", "version")
    time.sleep(chance.uniform(0, _MOST_SECONDS))
    process.kill()
    process.communicate(timeout=DEADLINE_SECONDS)
    return process.returncode < 0


def test_two_writers_killed_again_and_again_leave_what_one_left_alone_does(
    files: tuple[Path, Path], address: str, another_address: str
) -> None:
    chance = random.Random(N_KILLS)
    n_killed = 0
    for turn in range(N_KILLS):
        both = [start("add", files[(turn + at) % 2], "--db", address) for at in range(2)]
        n_killed += kill_somewhere(both[0], chance, n=chance.randint(1, _MOST_ARTICLES))
        n_killed += kill_somewhere(both[1], chance, n=chance.randint(0, 2))
        counts(address)
    assert n_killed > N_KILLS
    assert 0 < counts(address)["intake"] < _N_ROWS - _N_ROWS // 20
    for path in files:
        run("add", path, address)
    assert run("db", "check", address) == (0, "")
    run("add", files[0], another_address)
    alone = counts(another_address)
    # Backwards, unreadable lines have other numbers; they are noted under both.
    assert counts(address) == {**alone, "failure": 2 * alone["failure"]}
