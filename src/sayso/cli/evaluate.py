"""``sayso evaluate``: scores the reader on annotated articles, and holds the scores against floors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sayso.cli.options import (
    AllowLowerOption,
    CheckOption,
    FloorsOption,
    GoldArgument,
    Layout,
    LayoutOption,
    SplitOption,
    UpdateFloorsOption,
)
from sayso.cli.output import print_json
from sayso.cli.progress import progress_bar
from sayso.cli.terminal import FAILED, complain
from sayso.errors import UsageError

if TYPE_CHECKING:
    from sayso.evaluate.runs import Report


EVALUATE_HELP = "\n\n".join(
    (
        "Score the reader on articles that people have annotated.",
        "[bold]Examples[/bold]",
        "[cyan]sayso evaluate polnear --split dev[/cyan]\nall metrics on PolNeAR's development part",
        "[cyan]sayso evaluate mine.jsonl --format json[/cyan]\narticles of your own, for a program",
        "Exit status: 0 done, 1 with --check a score is below its floor or there is none to compare with,"
        " 2 nothing could be done as asked.",
    )
)


def evaluate_command(
    gold: GoldArgument,
    split: SplitOption = "dev",
    format: LayoutOption = Layout.TABLE,
    check: CheckOption = False,
    update_floors: UpdateFloorsOption = False,
    allow_lower: AllowLowerOption = None,
    floors: FloorsOption = None,
) -> None:
    """Score the reader, show the scores, and hold them against floors if asked."""
    if allow_lower and not update_floors:
        raise UsageError("--allow-lower goes with --update-floors; add it, or leave out the reason")
    report = _score(gold, split)
    if format is Layout.JSON:
        print_json(report.to_dict())
    else:
        print(render_report(report))
    if update_floors:
        _update(report, floors, allow_lower)
    if check and not _passes(report, floors):
        raise typer.Exit(FAILED)


def _score(path: Path, split: str) -> Report:
    from sayso.evaluate.gold import load_gold
    from sayso.evaluate.runs import score_reader

    gold = load_gold(path, split=split)
    with progress_bar(len(gold.documents), label="Reading", wanted=True) as step:
        return score_reader(gold, on_document=step)


def render_report(report: Report) -> str:
    """The report for people: percentages, and the counts behind them."""
    rows = {**report.counts, **{f"attr/lenient/{name}": one for name, one in report.subsets.items()}}
    lines = [
        f"{report.gold}: {report.n_documents} documents, reader {report.reader.name} {report.reader.version}",
        f"data {report.digest}",
        "",
        f"{'metric':<22} {'P':>6} {'R':>6} {'F1':>6} {'right':>8} {'found':>8} {'gold':>8}",
    ]
    for name, one in rows.items():
        percentages = f"{100 * one.precision:6.1f} {100 * one.recall:6.1f} {100 * one.f1:6.1f}"
        lines.append(f"{name:<22} {percentages} {one.n_right:8} {one.n_found:8} {one.n_gold:8}")
    lines += ["", f"calibration error of scores (ece) {100 * report.scores['ece']:.1f}"]
    lines += [
        f"  scored {one.low:.1f} to {one.low + 0.1:.1f}: {100 * one.share_right:5.1f} % right of {one.n}"
        for one in report.bins
        if one.n
    ]
    if report.judgements:
        lines += ["", "judgements, over attributions found"]
        lines += [f"{name:<22} {100 * score:6.1f}" for name, score in report.judgements.items()]
    return "\n".join(lines)


def _update(report: Report, path: Path | None, reason: str | None) -> None:
    from sayso.evaluate.floors import FLOORS_FILE, load_floors, raise_floors, save_floors

    path = path or FLOORS_FILE
    floors = raise_floors(load_floors(path), report.gold, report.digest, report.scores, reason=reason)
    save_floors(floors, path)


def _passes(report: Report, path: Path | None) -> bool:
    from sayso.evaluate.floors import FLOORS_FILE, load_floors, shortfalls

    try:
        found = shortfalls(load_floors(path or FLOORS_FILE), report.gold, report.digest, report.scores)
    except UsageError as error:
        complain(f"the gate cannot tell: {error.message}")
        return False
    for shortfall in found:
        complain(str(shortfall))
    return not found
