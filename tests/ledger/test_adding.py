"""Inputs come in once, what is wrong is noted, and who was stopped goes on where it was."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from tests.conftest import story
from tests.ledger.test_store import made
from tests.scripted import CRASH

from sayso.errors import LedgerError
from sayso.ledger import schema
from sayso.ledger.adding import Manner, Tried, add_all, failed_inputs
from sayso.ledger.candidates import Input
from sayso.ledger.engine import reading_from, write_once, writing_to
from sayso.ledger.failures import FailedInput, open_failures
from sayso.ledger.ledger import Ledger
from sayso.records import Failure

pytestmark = pytest.mark.usefixtures("scripted_reader")

GERMAN = "Die Brücke über den Fluss ist seit Montag gesperrt, sagte die Bürgermeisterin am Abend im Rat. " * 3


def add(ledger: Ledger, *inputs: Path | str | bytes | Input, **manner: Any) -> list[str]:
    """What became of each article: an outcome or a code."""
    seen: list[Tried] = []
    given = [one if isinstance(one, Input) else Input(_name(one), one) for one in inputs]
    add_all(ledger, given, seen.append, Manner(**manner))
    return [
        one.outcome.code if isinstance(one.outcome, Failure) else one.outcome.outcome.value for one in seen
    ]


def _name(source: Path | str | bytes) -> str:
    return "-" if isinstance(source, bytes) else str(source)


def failures(ledger: Ledger) -> list[FailedInput]:
    with reading_from(ledger.engine) as connection:
        return open_failures(connection)


def count(ledger: Ledger, table: str) -> int:
    with reading_from(ledger.engine) as connection:
        return connection.execute(
            select(func.count()).select_from(schema.metadata.tables[table])
        ).scalar_one()


def rows_file(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_what_is_known_is_not_even_loaded(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(story(), "utf-8")
    rows = rows_file(tmp_path / "rows.jsonl", {"text": story("Bo Lind"), "url": "https://a.example/1"})
    assert add(ledger, path, rows) == ["new", "new"]

    def load_no_more(*args: Any, **more: Any) -> None:
        raise AssertionError("was loaded again")

    monkeypatch.setattr("sayso.ingest.load.load_article", load_no_more)
    monkeypatch.setattr("sayso.ingest.text.article_from_text", load_no_more)
    assert add(ledger, path, rows) == ["known", "known"]


def test_the_same_text_from_elsewhere_is_known_and_not_read(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.md"):
        (tmp_path / name).write_text(story(), "utf-8")
    assert add(ledger, tmp_path / "a.txt") == ["new"]
    monkeypatch.setattr("sayso.pipeline.stages.read_article", None)
    assert add(ledger, tmp_path / "b.md", gzip.compress(story().encode())) == ["known", "known"]


def test_another_text_under_the_address_is_another_version(ledger: Ledger, tmp_path: Path) -> None:
    url = "https://a.example/1"
    first = rows_file(tmp_path / "1.jsonl", {"text": story(), "url": url})
    second = rows_file(tmp_path / "2.jsonl", {"text": story("Bo Lind"), "url": url})
    assert add(ledger, first, second) == ["new", "version"]
    assert add(ledger, second) == ["known"]


def test_an_older_text_that_comes_back_is_not_passed_over(ledger: Ledger, tmp_path: Path) -> None:
    rows = [{"text": story(name), "url": "https://a.example/1"} for name in ("Ida Holm", "Bo Lind")]
    assert add(ledger, rows_file(tmp_path / "r.jsonl", *rows, rows[0])) == ["new", "version", "reread"]


def test_what_is_said_of_an_article_makes_it_another(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(story(), "utf-8")
    given = {"url": "https://a.example/1", "outlet": "Tarn Post"}
    assert add(ledger, path, Input("a", path, given), Input("a", path, given)) == ["new", "new", "known"]


def test_bad_records_are_noted_and_the_others_come_in(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(
        json.dumps({"text": story()}) + "\n{nonsense\n" + json.dumps({"text": story(words=CRASH)}), "utf-8"
    )
    assert add(ledger, path, tmp_path / "none.txt") == ["new", "bad_record", "internal", "unreadable"]
    assert [(one.origin, one.record, one.code) for one in failures(ledger)] == [
        (str(path), "2", "bad_record"),
        (str(path), "3", "internal"),
        (str(tmp_path / "none.txt"), "", "unreadable"),
    ]


def test_trying_again_takes_only_what_failed_and_counts(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    good = json.dumps({"text": story()})
    path.write_text(f"{good}\n{{nonsense\n", "utf-8")
    add(ledger, Input(str(path), path, {"outlet": "Tarn Post"}))
    assert add(ledger, *failed_inputs(ledger), retries=True) == ["bad_record"]
    [failed] = failures(ledger)
    assert (failed.record, failed.tries, failed.given) == ("2", 2, {"outlet": "Tarn Post"})
    path.write_text(f"{good}\n{json.dumps({'text': story('Bo Lind')})}\n", "utf-8")
    assert add(ledger, *failed_inputs(ledger), retries=True) == ["new"]
    assert failures(ledger) == []
    with reading_from(ledger.engine) as connection:
        outlets = list(connection.execute(select(schema.version.c.outlet)).scalars())
    assert outlets == ["Tarn Post", "Tarn Post"]


def test_what_is_wrong_for_good_is_not_read_again_unless_asked(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GERMAN, "utf-8")
    assert add(ledger, path) == ["language_not_supported"]
    assert add(ledger, path, retries=True) == ["language_not_supported"]
    [failed] = failures(ledger)
    assert failed.tries == 2
    monkeypatch.setattr("sayso.ingest.load.load_article", None)
    assert add(ledger, path) == ["language_not_supported"]
    [failed] = failures(ledger)
    assert failed.tries == 2


def test_what_failed_and_is_said_to_be_english_comes_in(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GERMAN, "utf-8")
    assert add(ledger, path) == ["language_not_supported"]
    assert add(ledger, Input(str(path), path, {"language": "en"})) == ["new"]
    assert failures(ledger) == []


def test_standard_input_cannot_be_tried_again(ledger: Ledger) -> None:
    assert add(ledger, GERMAN.encode()) == ["language_not_supported"]
    assert [one.origin for one in failures(ledger)] == ["-"]
    assert failed_inputs(ledger) == []


def test_readings_come_in_as_they_are(ledger: Ledger, tmp_path: Path) -> None:
    one = made(url="https://www.example.com/bridge")
    path = rows_file(tmp_path / "r.jsonl", one.to_dict())
    assert add(ledger, path) == ["new"]
    assert add(ledger, path) == ["known"]
    with reading_from(ledger.engine) as connection:
        version = connection.execute(select(schema.version.c.id)).scalar_one()
    kept = ledger.reading(version)
    assert kept.attributions == one.attributions
    assert kept.reader == one.reader


def test_a_reading_whose_spans_lie_is_noted_and_the_next_comes_in(ledger: Ledger, tmp_path: Path) -> None:
    lying = made().to_dict()
    lying["attributions"][0]["cue"][0]["exact"] = "said"
    outside = made().to_dict()
    outside["attributions"][0]["cue"][0].update(start=10**9, end=10**9 + 4)
    path = rows_file(tmp_path / "r.jsonl", lying, outside, made().to_dict())
    assert add(ledger, path) == ["span_mismatch", "span_mismatch", "new"]
    assert [one.record for one in failures(ledger)] == ["1", "2"]


def test_several_processes_add_the_same_as_one(ledger: Ledger, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("sayso.pipeline.processes.map_in_processes", _map_here)
    path = rows_file(tmp_path / "r.jsonl", *({"text": story(f"Ida Holm{n}")} for n in range(30)))
    assert add(ledger, path, jobs=3) == ["new"] * 30
    assert add(ledger, path, jobs=3) == ["known"] * 30
    assert count(ledger, "version") == count(ledger, "intake") == 30


def _map_here(function: Any, inputs: Any, *, jobs: int, give_up: Any) -> Any:
    """Looks ahead as the real one does; commands are tested with real processes."""
    ahead = []
    for item in inputs:
        ahead.append(item)
        if len(ahead) > jobs:
            yield function(ahead.pop(0))
    yield from map(function, ahead)


def test_an_article_that_cannot_be_written_leaves_nothing(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = []
    for name in ("Ida Holm", "Bo Lind", "Cy Berg"):
        paths.append(tmp_path / f"{name}.txt")
        paths[-1].write_text(story(name), "utf-8")

    def breaks(table: Any) -> Any:
        if count(ledger, "article") == 1:
            raise LedgerError("the disk is full", code="ledger_full")
        return insert(table)

    monkeypatch.setattr("sayso.ledger.store.insert", breaks)
    with pytest.raises(LedgerError, match="full"):
        add(ledger, *paths)
    assert count(ledger, "version") == count(ledger, "intake") == count(ledger, "article") == 1
    monkeypatch.undo()


def test_a_deadlock_is_tried_again(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(story(), "utf-8")
    errors = [_deadlock() for _ in range(3)]

    def write(*args: Any, **more: Any) -> Any:
        if errors:
            raise errors.pop()
        return real(*args, **more)

    from sayso.ledger import adding

    real = adding.write_reading
    monkeypatch.setattr(adding, "write_reading", write)
    assert add(ledger, path) == ["new"]
    assert errors == []


def test_a_deadlock_that_stays_is_told(ledger: Ledger) -> None:
    tries = []

    def write(_connection: Any) -> None:
        tries.append(1)
        raise _deadlock()

    with pytest.raises(LedgerError, match="deadlock"):
        write_once(ledger.engine, write, tries=3)
    assert len(tries) == 3


def test_another_error_is_told_at_once(ledger: Ledger) -> None:
    tries = []

    def write(connection: Any) -> None:
        tries.append(connection.execute(insert(schema.article), {"key": "x", "added_at": "now"}))
        raise LedgerError("the disk is full", code="ledger_full")

    with pytest.raises(LedgerError, match="full"):
        write_once(ledger.engine, write)
    assert len(tries) == 1
    assert count(ledger, "article") == 0


def _deadlock() -> LedgerError:
    error, cause = LedgerError("deadlock detected", code="ledger_unreachable"), Exception()
    cause.orig = Exception()  # type: ignore[attr-defined]
    cause.orig.sqlstate = "40P01"  # type: ignore[attr-defined]
    error.__cause__ = cause
    return error


def test_what_was_taken_in_by_another_release_is_read_again(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(story(), "utf-8")
    add(ledger, path)
    with writing_to(ledger.engine) as connection:
        connection.execute(update(schema.reading).values(release="0.0.1"))
    assert add(ledger, path) == ["reread"]
