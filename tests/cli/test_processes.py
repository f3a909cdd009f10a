"""The command line as a real process: Ctrl-C, closed pipes, full disks, terminals, killed parents."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import story
from tests.scripted import WAIT

ROOT = Path(__file__).parents[2]
DEADLINE_SECONDS = 30
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


def start(*arguments: object, **options: Any) -> subprocess.Popen[str]:
    """Start the command line with the scripted reader, in a process group of its own."""
    command = [sys.executable, "-m", "tests.scripted", *map(str, arguments)]
    defaults = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "start_new_session": True}
    return subprocess.Popen(command, env=ENVIRONMENT, **{**defaults, **options})


@pytest.fixture
def slow_stories(tmp_path: Path) -> Path:
    """A directory of a hundred articles that take a while each."""
    folder = tmp_path / "slow"
    folder.mkdir()
    for number in range(100):
        (folder / f"{number:03}.txt").write_text(story(words=f"it took {WAIT}"), "utf-8")
    return folder


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def eventually(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_leaves_whole_lines_and_status_130(slow_stories: Path, jobs: int) -> None:
    process = start("read", slow_stories, "--jobs", jobs)
    assert process.stdout
    first = process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    rest, errors = process.communicate(timeout=DEADLINE_SECONDS)
    lines = (first + rest).splitlines(keepends=True)
    assert process.returncode == 130
    assert 0 < len(lines) < 100
    assert all(line.endswith("\n") and json.loads(line)["schema"] == "sayso/1" for line in lines)
    assert errors == ""
    assert eventually(lambda: not alive(process.pid))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_no_half_file(slow_stories: Path, tmp_path: Path, number: int) -> None:
    output = tmp_path / "out" / "rows.jsonl"
    output.parent.mkdir()
    process = start("read", slow_stories, "-o", output, "--jobs", 2)
    assert eventually(lambda: any(path.stat().st_size for path in output.parent.iterdir()))
    os.kill(process.pid, number)
    _, errors = process.communicate(timeout=DEADLINE_SECONDS)
    assert process.returncode == 128 + number
    assert list(output.parent.iterdir()) == []
    assert errors == ""
    assert eventually(lambda: not alive(process.pid))


def test_processes_end_with_a_parent_that_is_killed(slow_stories: Path) -> None:
    process = start("read", slow_stories, "--jobs", 2)
    assert process.stdout
    process.stdout.readline()
    process.kill()
    process.communicate(timeout=DEADLINE_SECONDS)
    assert eventually(lambda: not alive(process.pid))


@pytest.mark.parametrize("jobs", [1, 2])
def test_closed_pipe_ends_quietly(slow_stories: Path, jobs: int) -> None:
    process = start("read", slow_stories, "--jobs", jobs)
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=DEADLINE_SECONDS) == 141
    assert process.stderr.read() == ""
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_full_disk_is_one_line(write_stories: Callable[..., list[Path]]) -> None:
    with open("/dev/full", "w") as full:
        process = start("read", *write_stories(one="it is late"), stdout=full)
        _, errors = process.communicate(timeout=DEADLINE_SECONDS)
    assert process.returncode == 1
    assert re.fullmatch(r"sayso: the output cannot be written \(No space left on device\).*\n", errors)


def on_terminal(*arguments: object, columns: int = 80, **environment: str) -> str:
    """What a person sees who runs the command: standard output and standard error on one terminal."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "tests.scripted", *map(str, arguments)]
    clean = {key: value for key, value in ENVIRONMENT.items() if key not in ("NO_COLOR", "COLUMNS")}
    settings = {**clean, "TERM": "xterm-256color", "COLUMNS": str(columns), **environment}
    process = subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=settings)
    os.close(follower)
    seen = b""
    while select.select([leader], [], [], DEADLINE_SECONDS)[0]:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        seen += piece
    os.close(leader)
    process.wait(timeout=DEADLINE_SECONDS)
    return seen.decode("utf-8")


def test_terminal_gets_a_coloured_table(write_stories: Callable[..., list[Path]]) -> None:
    seen = on_terminal("read", *write_stories(one="it is late"))
    assert "Ida Holm" in seen
    assert "it is late" in seen
    assert "\x1b[" in seen
    assert '"schema"' not in seen


def test_no_color_means_no_color(write_stories: Callable[..., list[Path]]) -> None:
    seen = on_terminal("read", *write_stories(one="it is late"), NO_COLOR="1")
    assert "Ida Holm" in seen
    assert "\x1b" not in seen


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_table_fits_the_terminal(write_stories: Callable[..., list[Path]], columns: int) -> None:
    stories = write_stories(one="it is late and " * 20 + "dark")
    lines = on_terminal("read", *stories, columns=columns, NO_COLOR="1").splitlines()
    assert max(map(len, lines)) <= columns


def test_bar_shows_on_a_terminal_while_results_go_to_a_file(
    write_stories: Callable[..., list[Path]], tmp_path: Path
) -> None:
    stories = write_stories(one="it is late", two=f"it took {WAIT}", three="it is dark")
    seen = on_terminal("read", *stories, "-o", tmp_path / "rows.jsonl")
    assert "3/3" in seen
    assert len((tmp_path / "rows.jsonl").read_text("utf-8").splitlines()) == 3
    assert on_terminal("read", *stories, "--quiet", "-o", tmp_path / "rows.jsonl") == ""


def test_characters_that_the_output_cannot_show_do_not_stop_it(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(story(name="Anežka Nováková", words="\u201cit is late\u201d"), "utf-8")
    latin = {**ENVIRONMENT, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "tests.scripted", "read", str(path)]
    table = subprocess.run([*command, "--format", "table"], env=latin, capture_output=True, check=True)
    assert b"said" in table.stdout
    lines = subprocess.run(command, env=latin, capture_output=True, check=True)
    assert "Anežka" in json.loads(lines.stdout.decode("utf-8"))["text"]


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom sayso.cli import main\nsys.argv = ['sayso', 'read', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'onnxruntime', 'lxml', 'trafilatura', 'tokenizers', 'multiprocessing'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, check=True)
    assert done.stderr.strip() == b"[]"


@pytest.mark.parametrize(
    ("arguments", "closed", "expected"),
    [
        (["-"], 0, (2, "", "sayso: -: standard input is closed; name a file")),
        (["story.txt"], 1, (2, "", "sayso: standard output is closed; open it, or name a file")),
        (["story.txt", "missing.txt"], 2, (1, '{"schema', "")),
    ],
    ids=["input", "output", "errors"],
)
def test_closed_streams_are_said_and_mix_up_nothing(
    tmp_path: Path, arguments: list[str], closed: int, expected: tuple[int, str, str]
) -> None:
    (tmp_path / "story.txt").write_text(story(), "utf-8")
    process = start("read", *arguments, cwd=tmp_path, preexec_fn=lambda: os.close(closed))
    output, errors = process.communicate(timeout=DEADLINE_SECONDS)
    assert process.returncode == expected[0]
    for written, start_of in ((output, expected[1]), (errors, expected[2])):
        assert written.startswith(start_of)
        assert bool(written) == bool(start_of)
    assert all(line.startswith("{") for line in output.splitlines())


def test_standard_input_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with open(tmp_path / "only-to-write", "wb") as file:
        process = start("read", "-", stdin=file)
        output, errors = process.communicate(timeout=DEADLINE_SECONDS)
    assert (process.returncode, output) == (2, "")
    assert errors.startswith("sayso: -: standard input cannot be read (")
