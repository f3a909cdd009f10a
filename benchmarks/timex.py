"""Time expressions on TimeBank: Sayso, dateparser and recognizers-text on the same articles, scored alike.

Scores follow TempEval-3 (UzZaman et al., SemEval 2013): an expression is found when it overlaps one of the
gold standard (relaxed) or has the same edges (strict); value counts relaxed matches with the same value. The
rules were written on one random half of the articles; the other half was looked at only for its scores.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.corpora import ROOT
from benchmarks.machine import describe

TIMEBANK = ROOT / ".data" / "timex" / "TimeBank"
EVENTS = ROOT / ".data" / "events" / "articles.jsonl"
PROGRAMS = ("sayso", "dateparser", "recognizers")
# Chooses the 92 articles that the rules were written on.
SEED, N_SEEN = 3, 92
# Start and end in code points, and the value.
Time = tuple[int, int, str]
Finder = Callable[[str, str], list[Time]]


@dataclass(frozen=True)
class Sample:
    """An article with its creation time and its annotated time expressions."""

    name: str
    text: str
    published: str
    gold: tuple[Time, ...]


@dataclass(frozen=True)
class Scores:
    """F1 of one program over some articles."""

    relaxed: float
    strict: float
    value: float


def load_sample(path: Path) -> Sample:
    """Read one TimeML file: the text of its TEXT element and the expressions in it."""
    root = ElementTree.parse(path).getroot()
    created = next(item for item in root.iter("TIMEX3") if item.get("functionInDocument") == "CREATION_TIME")
    body = root.find("TEXT")
    pieces: list[str] = []
    gold: list[Time] = []
    if body is not None:
        _walk(body, pieces, gold)
    return Sample(path.stem, "".join(pieces), created.get("value", "")[:10], tuple(gold))


def _walk(element: ElementTree.Element, pieces: list[str], gold: list[Time]) -> None:
    start = sum(map(len, pieces))
    pieces.append(element.text or "")
    for child in element:
        _walk(child, pieces, gold)
        pieces.append(child.tail or "")
    if element.tag == "TIMEX3":
        gold.append((start, sum(map(len, pieces)), element.get("value", "")))


def load_samples(folder: Path) -> list[Sample]:
    """All articles of a folder, in the order of their names."""
    found = sorted(folder.glob("*.tml"))
    if not found:
        raise SystemExit(f"{folder}: no .tml files; unpack TimeBank there")
    return [load_sample(path) for path in found]


def seen(samples: Sequence[Sample]) -> set[str]:
    """Names of the articles that the rules were written on."""
    names = sorted(f"{sample.name}.tml" for sample in samples)
    return {Path(name).stem for name in random.Random(SEED).sample(names, min(N_SEEN, len(names)))}


def score(samples: Sequence[Sample], found: Sequence[Sequence[Time]], *, coarse: bool = False) -> Scores:
    """F1 of relaxed matches, of exact ones, and of those with the right value.

    Args:
        samples: The articles.
        found: The expressions found in each.
        coarse: Cut found days to the gold value's length, for a program that knows only days.
    """
    hits = exact = right = 0
    for sample, times in zip(samples, found, strict=True):
        free = list(times)
        for start, end, value in sample.gold:
            best = max(free, key=lambda item: min(end, item[1]) - max(start, item[0]), default=None)
            if best is None or min(end, best[1]) <= max(start, best[0]):
                continue
            free.remove(best)
            hits += 1
            exact += best[:2] == (start, end)
            right += value == (best[2][: len(value)] if coarse else best[2])
    total = sum(len(sample.gold) for sample in samples) + sum(map(len, found))
    return Scores(*(2 * n / total if total else 0.0 for n in (hits, exact, right)))


def prepare(program: str) -> Finder:
    """Load a program; returns what finds the times of a text counted from a date."""
    return {"sayso": _sayso, "dateparser": _dateparser, "recognizers": _recognizers}[program]()


def _sayso() -> Finder:
    from sayso import find_times

    return lambda text, day: [(t.start, t.end, t.value) for t in find_times(text, published=day)]


def _dateparser() -> Finder:
    from dateparser.search import search_dates

    def find(text: str, day: str) -> list[Time]:
        options = {"RELATIVE_BASE": datetime.fromisoformat(day), "PREFER_DATES_FROM": "past"}
        times, at = [], 0
        for words, moment in search_dates(text, languages=["en"], settings=options) or []:
            start = text.find(words, at)
            if start >= 0:
                at = start + len(words)
                times.append((start, at, moment.date().isoformat()))
        return times

    return find


def _recognizers() -> Finder:
    from recognizers_date_time import Culture, recognize_datetime

    def find(text: str, day: str) -> list[Time]:
        results = recognize_datetime(text, Culture.English, reference=datetime.fromisoformat(day))
        return [
            (r.start, r.end + 1, recognized_value((r.resolution or {}).get("values", [{}])[0]))
            for r in results
        ]

    return find


def recognized_value(answer: dict[str, str]) -> str:
    """The TIMEX3 value of an answer of recognizers-text: its first reading, which is the past one."""
    timex = answer.get("timex", "")
    if timex.endswith(",P3M)") and "start" in answer:
        first = answer["start"]
        return f"{first[:4]}-Q{(int(first[5:7]) + 2) // 3}"
    if "XXXX" in timex and answer.get("type") != "set":
        return answer.get("value", answer.get("start", timex)).replace(" ", "T")
    return timex


def serve(program: str) -> None:
    """Read samples as JSON lines, then print seconds and what was found in each."""
    samples = [json.loads(line) for line in sys.stdin]
    find = prepare(program)
    find("It opened on Monday.", "2020-01-01")
    start = time.process_time()
    found = [find(sample["text"], sample["published"]) for sample in samples]
    print(json.dumps([time.process_time() - start, found]))


def run(program: str, python: str, samples: Sequence[Sample]) -> tuple[float, list[list[Time]]]:
    """Run a program in an interpreter of its own."""
    lines = "\n".join(json.dumps(asdict(sample)) for sample in samples)
    command = [python, "-m", "benchmarks.timex", "--serve", program]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(f"{program}: {done.stderr.strip().splitlines()[-1]}")
    seconds, found = json.loads(done.stdout.splitlines()[-1])
    return seconds, [[(start, end, value) for start, end, value in times] for times in found]


def rows(
    program: str, seconds: float, samples: Sequence[Sample], found: Sequence[Sequence[Time]], names: set[str]
) -> list[str]:
    """Lines of the table: one for the articles of these names, one for the others, one for all."""
    lines = []
    for part in ("written on", "unseen", "all"):
        chosen = [
            i for i, s in enumerate(samples) if part == "all" or (s.name in names) == (part == "written on")
        ]
        result = score(
            [samples[i] for i in chosen], [found[i] for i in chosen], coarse=program == "dateparser"
        )
        cells = (
            program,
            part,
            str(len(chosen)),
            *(f"{n:.3f}" for n in (result.relaxed, result.strict, result.value)),
        )
        lines.append(f"| {' | '.join(cells)} | {f'{seconds:.1f}' if part == 'all' else ''} |")
    return lines


def count_ranges() -> str:
    """How often a range of publication is inferred for dated articles, and how often the date lies in it."""
    from sayso.resolve.published import infer_published_range
    from sayso.resolve.times import find_times

    n_dated = n_given = n_right = 0
    for line in EVENTS.read_text("utf-8").splitlines():
        data = json.loads(line)
        day, text = str(data.get("date_publish") or "")[:10], data.get("text") or ""
        if len(day) < 10 or not text:
            continue
        n_dated += 1
        if given := infer_published_range(text, find_times(text)):
            n_given += 1
            # Time zones: an article may carry the date of the day before.
            n_right += (
                date.fromisoformat(given[0]) - timedelta(days=1)
                <= date.fromisoformat(day)
                <= date.fromisoformat(given[1])
            )
    return f"{n_dated} dated articles: a range for {n_given}, the date within it for {n_right}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the arguments, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--peers", metavar="PYTHON", help="interpreter that has the two libraries; none: Sayso alone"
    )
    parser.add_argument(
        "--folder", type=Path, default=TIMEBANK, help="folder of TimeML files (default: .data)"
    )
    parser.add_argument("--limit", type=int, help="only so many articles, evenly drawn from the list")
    parser.add_argument(
        "--published", action="store_true", help="count inferred ranges of publication instead"
    )
    parser.add_argument("--serve", choices=PROGRAMS, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.serve:
        return serve(options.serve)
    if options.published:
        print(count_ranges())
        return None
    samples = load_samples(options.folder)
    names = seen(samples)
    if options.limit:
        samples = samples[:: max(1, len(samples) // options.limit)][: options.limit]
    pythons = {"sayso": sys.executable}
    if options.peers:
        pythons |= dict.fromkeys(PROGRAMS[1:], str(Path(options.peers).absolute()))
    n_gold = sum(len(sample.gold) for sample in samples)
    print(f"{len(samples)} articles, {n_gold} expressions; seconds of one core for all\n{describe()}\n")
    print("| program | articles | n | relaxed F1 | strict F1 | value F1 | seconds |")
    print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
    for program, python in pythons.items():
        seconds, found = run(program, python, samples)
        print("\n".join(rows(program, seconds, samples, found, names)), flush=True)
    return None


if __name__ == "__main__":
    main()
