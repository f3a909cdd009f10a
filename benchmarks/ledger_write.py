"""What keeping readings costs on top of making them; two writers at once; readers beside a writer."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import text

from benchmarks.corpora import articles
from benchmarks.ledger_rows import base_readings, base_rows, fill
from benchmarks.machine import describe
from sayso.ledger import open_ledger
from sayso.ledger.engine import reading_from
from sayso.ledger.ledger import Ledger
from sayso.ledger.stats import count_all
from sayso.records import Reading

LIMIT_PERCENT = 15
N_READERS = 8
# Seconds that a reader rests between two searches, and that each part of the third table takes.
_REST_SECONDS = 0.25
_PART_SECONDS = 20.0
_SEARCHES: tuple[tuple[str | None, dict[str, str]], ...] = (
    ("said OR told", {}),
    ("government", {"stance": "neutral"}),
    (None, {"identity": "unnamed"}),
    (None, {"kind": "prediction", "since": "2018-01-01"}),
    ("peopl* -police", {}),
    (None, {"outlet": "Outlet 3"}),
)


class Meter:
    """Processor time that functions take, which are replaced by ones that measure."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.depth = 0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, measured; what it calls of its like is not counted twice."""

        def measured(*arguments: Any, **named: Any) -> Any:
            start = time.process_time()
            self.depth += 1
            try:
                return function(*arguments, **named)
            finally:
                self.depth -= 1
                if not self.depth:
                    self.seconds += time.process_time() - start

        return measured


@contextmanager
def reading_measured() -> Iterator[Meter]:
    """Measure all that reading an article takes, from the file to the reading."""
    import sayso.ingest.load
    import sayso.pipeline.stages

    meter = Meter()
    places: list[tuple[Any, str]] = [
        (sayso.ingest.load, "load_article"),
        (sayso.pipeline.stages, "read_article"),
    ]
    before = [(module, name, getattr(module, name)) for module, name in places]
    for module, name, function in before:
        setattr(module, name, meter.around(function))
    try:
        yield meter
    finally:
        for module, name, function in before:
            setattr(module, name, function)


def server_seconds(ledger: Ledger) -> float:
    """Processor time of the server's process behind the ledger's connection; 0 where there is none to see."""
    if ledger.engine.dialect.name == "sqlite":
        return 0.0
    with reading_from(ledger.engine) as connection:
        number = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    try:
        fields = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cost_of_writing(address: str, paths: Sequence[Path]) -> Iterator[str]:
    """Add articles as ``sayso add`` does, and say what is reading of it and what is not."""
    from sayso.ledger.adding import add_all
    from sayso.ledger.candidates import Input

    with open_ledger(address) as ledger, reading_measured() as meter:
        warm, *rest = [Input(str(path), path) for path in paths]
        add_all(ledger, [warm], lambda tried: None)
        meter.seconds = 0.0
        before, start = server_seconds(ledger), time.process_time()
        outcomes: list[str] = []
        add_all(ledger, rest, lambda tried: outcomes.append(type(tried.outcome).__name__))
        spent = time.process_time() - start - meter.seconds
        served = server_seconds(ledger) - before
    if outcomes != ["Added"] * len(rest):
        raise SystemExit("some articles could not be read; name a folder with articles that can")
    percent = 100 * (spent + served) / meter.seconds
    each = [1000 * seconds / len(rest) for seconds in (meter.seconds, spent, served)]
    mark = "" if percent <= LIMIT_PERCENT else "  over the limit"
    yield (
        f"{len(rest)} articles: reading {each[0]:.1f} ms each, keeping {each[1]:.1f} ms here"
        f" and {each[2]:.1f} ms in the server: {percent:.1f} % on top{mark}"
    )


def _readdressed(readings: Sequence[Reading], writer: int, n: int) -> Iterator[Reading]:
    """So many readings, each of an article at an address of its own."""
    for number in range(n):
        reading = readings[number % len(readings)]
        url = f"https://www.writer{writer}.example/{number}"
        yield replace(reading, article=replace(reading.article, url=url))


def _write(address: str, lines: Sequence[str], writer: int, n: int, ready: Any, times: Any) -> None:
    readings = [Reading.from_dict(json.loads(line)) for line in lines]
    took = []
    with open_ledger(address) as ledger:
        ready.wait()
        for reading in _readdressed(readings, writer, n):
            start = time.perf_counter()
            ledger.add_reading(reading)
            took.append(time.perf_counter() - start)
    times.put(took)


def _write_on(address: str, lines: Sequence[str], ready: Any, stop: Any) -> None:
    readings = [Reading.from_dict(json.loads(line)) for line in lines]
    with open_ledger(address) as ledger:
        ready.wait()
        for reading in _readdressed(readings, 99, 10**9):
            if stop.is_set():
                return
            ledger.add_reading(reading)


def _search(address: str, reader: int, ready: Any, stop: Any, times: Any) -> None:
    took = []
    with open_ledger(address, create=False) as ledger:
        ledger.search(limit=1)
        ready.wait()
        at = reader
        while not stop.is_set():
            query, filters = _SEARCHES[at % len(_SEARCHES)]
            start = time.perf_counter()
            ledger.search(query, **filters)
            took.append(time.perf_counter() - start)
            time.sleep(_REST_SECONDS)
            at += 1
    times.put(took)


def writers_at_once(address: str, lines: Sequence[str], n: int) -> Iterator[str]:
    """Write ready readings with one process, then the same number with two."""
    context = multiprocessing.get_context("spawn")
    for n_writers, first in ((1, 0), (2, 1)):
        times, ready = context.Queue(), context.Barrier(n_writers + 1)
        writers = [
            context.Process(target=_write, args=(address, lines, first + at, n // n_writers, ready, times))
            for at in range(n_writers)
        ]
        for process in writers:
            process.start()
        ready.wait()
        start = time.perf_counter()
        took = [one for _ in writers for one in times.get()]
        elapsed = time.perf_counter() - start
        for process in writers:
            process.join()
        yield (
            f"{n_writers} writing: {len(took) / elapsed:.0f} articles a second,"
            f" one article {_tail(took)}, longest {1000 * max(took):.0f} ms"
        )


def readers_beside_a_writer(address: str, lines: Sequence[str]) -> Iterator[str]:
    """Search with several processes, first alone, then while another process writes without a rest."""
    context = multiprocessing.get_context("spawn")
    for with_writer in (False, True):
        times, stop = context.Queue(), context.Event()
        ready = context.Barrier(N_READERS + 1 + with_writer)
        readers = [
            context.Process(target=_search, args=(address, at, ready, stop, times)) for at in range(N_READERS)
        ]
        writer = context.Process(target=_write_on, args=(address, lines, ready, stop))
        started = [*readers, writer] if with_writer else readers
        for process in started:
            process.start()
        ready.wait()
        time.sleep(_PART_SECONDS)
        stop.set()
        took = [one for _ in readers for one in times.get()]
        for process in started:
            process.join()
        beside = "beside a writer" if with_writer else "by themselves"
        yield f"{N_READERS} readers {beside}: {len(took)} searches, {_tail(took)}"


def _tail(took: Sequence[float]) -> str:
    ordered = sorted(took)
    return (
        f"median {1000 * statistics.median(ordered):.1f} ms,"
        f" p95 {1000 * ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]:.1f} ms"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure on each ledger named, which is new or was made by `benchmarks.ledger`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "ledgers",
        nargs="+",
        help="files, or addresses of PostgreSQL databases; new ones are filled first, to others articles are"
        " added: give copies",
    )
    parser.add_argument("--articles", type=Path, help="folder of .txt files to add (default: as for speed)")
    parser.add_argument("--most", type=int, default=60, help="how many of them")
    parser.add_argument(
        "--readings", type=Path, help="JSON Lines of `sayso read` (default: the examples are read)"
    )
    parser.add_argument("--writes", type=int, default=400, help="readings to write for the second table")
    parser.add_argument(
        "--attributions", type=int, default=50_000, help="size of the ledger that is searched"
    )
    options = parser.parse_args(arguments)
    print(describe(), flush=True)
    paths = articles(options.articles)[: options.most + 1]
    readings = list(base_readings(options.readings))
    lines = [json.dumps(reading.to_dict()) for reading in readings[:100]]
    for address in options.ledgers:
        with open_ledger(address) as ledger:
            if not ledger.search(limit=1).hits:
                fill(ledger, base_rows(iter(readings)), options.attributions)
            n = count_all(ledger.engine)["attributions"]
        parts = (
            [f"{n:,} attributions to begin with"],
            cost_of_writing(address, paths),
            writers_at_once(address, lines, options.writes),
            readers_beside_a_writer(address, lines),
        )
        for line in chain.from_iterable(parts):
            print(f"{_kind(address)}: {line}", flush=True)
    return 0


def _kind(address: str) -> str:
    return "PostgreSQL" if address.startswith("postgresql") else "SQLite"


if __name__ == "__main__":
    sys.exit(main())
