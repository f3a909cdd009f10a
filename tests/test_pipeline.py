"""One input, many inputs, several processes."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.build import reading
from tests.conftest import story
from tests.scripted import CRASH, READER

import sayso
from sayso.errors import InputError, ModelError, UsageError
from sayso.pipeline import Source, _read_in_order, read_text, source_name
from sayso.records import Article, Failure, Reading

Write = Callable[..., list[Path]]


def read_scripted(source: Source) -> Reading:
    """Reads numbers, in any process; some of them misbehave."""
    text = str(source)
    if text == "13":
        raise InputError("13: is unlucky; give another number", code="empty")
    if text == "14":
        raise ZeroDivisionError("fourteen")
    if text == "15":
        os._exit(9)
    if text == "16":
        raise ModelError("no model", code="model_missing")
    time.sleep(0.01 if text.endswith("0") else 0)
    return reading(text, path=text)


def outcomes(numbers: Iterator[int] | list[int], jobs: int) -> list[str]:
    results = _read_in_order(read_scripted, (str(number) for number in numbers), jobs)
    return [item.code if isinstance(item, Failure) else item.article.text for item in results]


@pytest.mark.usefixtures("scripted_reader")
def test_a_path_becomes_a_reading_whose_spans_slice_back(write_stories: Write) -> None:
    [path] = write_stories(bridge="the bridge is unsafe")
    found = sayso.read(path)
    assert found.reader == READER
    [attribution] = found.attributions
    [span] = attribution.content
    assert found.article.text[span.start : span.end] == span.exact == "the bridge is unsafe"


@pytest.mark.usefixtures("scripted_reader")
def test_read_text_never_takes_a_text_for_a_path(write_stories: Write) -> None:
    [path] = write_stories(bridge="the bridge is unsafe")
    assert read_text(str(path), language="en").article.text == str(path)


@pytest.mark.usefixtures("scripted_reader")
def test_many_inputs_give_one_result_each_in_order(write_stories: Write, tmp_path: Path) -> None:
    good, bad = write_stories(good="all is well", bad=CRASH)
    empty = tmp_path / "empty.txt"
    empty.touch()
    results = list(sayso.read_many([good, tmp_path / "none.txt", bad, empty, story().encode()]))
    codes = [item.code if isinstance(item, Failure) else "" for item in results]
    assert codes == ["", "missing_file", "internal", "empty", ""]
    assert [item.path for item in results if isinstance(item, Failure)] == [
        str(tmp_path / "none.txt"),
        str(bad),
        str(empty),
    ]


def test_unforeseen_error_names_its_type_and_message() -> None:
    [failure] = _read_in_order(read_scripted, ["14"], 1)
    assert failure == Failure("14", "internal", "ZeroDivisionError: fourteen")


@pytest.mark.parametrize("jobs", [1, 2])
def test_missing_model_stops_everything(jobs: int) -> None:
    with pytest.raises(ModelError, match="no model") as caught:
        outcomes([1, 16, 2], jobs)
    assert caught.value.code == "model_missing"


def test_processes_give_the_same_as_none() -> None:
    numbers = [*range(15), *range(17, 60)]
    assert outcomes(numbers, 2) == outcomes(numbers, 1)


def test_a_process_that_dies_costs_only_its_own_input() -> None:
    expected = [str(n) for n in range(25)]
    expected[13:17] = ["empty", "internal", "process_died"]
    assert outcomes([*range(16), *range(17, 25)], 2) == expected


@pytest.mark.parametrize("jobs", [1, 2])
def test_inputs_are_taken_only_a_little_ahead(jobs: int) -> None:
    taken = []

    def endless() -> Iterator[Source]:
        for number in itertools.count(1000):
            taken.append(number)
            yield str(number)

    results = _read_in_order(read_scripted, endless(), jobs)
    first = list(itertools.islice(results, 30))
    assert [item.article.text for item in first if isinstance(item, Reading)] == [
        str(number) for number in range(1000, 1030)
    ]
    assert len(taken) < 30 + jobs * 10


def test_closing_the_iterator_ends_the_processes() -> None:
    import multiprocessing

    results = _read_in_order(read_scripted, [str(number) for number in range(100, 200)], 2)
    next(results)
    assert len(multiprocessing.active_children()) == 2
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_script_without_a_main_guard_is_told_what_to_do(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("import sayso\nprint(list(sayso.read_many(['a', 'b'], jobs=2)))\n")
    paths = os.pathsep.join(filter(None, ("src", os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, script],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert "UsageError: no second process can be started; in a script, call read_many below" in done.stderr


def test_no_jobs_is_misuse() -> None:
    with pytest.raises(UsageError, match="jobs is 0"):
        sayso.read_many([], jobs=0)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (Path("a/b.txt"), "a/b.txt"),
        ("https://paper.example/1", "https://paper.example/1"),
        ("A text.\nOn two lines.", "<text>"),
        ("word " * 2000, "<text>"),
        (b"bytes", "<bytes>"),
    ],
)
def test_a_source_has_a_short_name(source: Source, name: str) -> None:
    assert source_name(source) == name


@pytest.mark.model
def test_processes_read_with_the_model_as_one_does(write_stories: Write) -> None:
    paths = write_stories(**{f"story{n}": f"pier {n} will open again in May" for n in range(5)})
    one, two = list(sayso.read_many(paths)), list(sayso.read_many(paths, jobs=2))
    assert one == two
    assert all(isinstance(item, Reading) and isinstance(item.article, Article) for item in one)
