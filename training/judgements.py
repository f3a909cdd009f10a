"""Judged articles become the judgement heads that ship: features, cross-validation, calibration, weights.

    python -m training.judgements --gold polnear-train.jsonl --gold rumours-train.jsonl \\
        --dev polnear-dev.jsonl --dev rumours-dev.jsonl \\
        --labels training/labels/rumours.jsonl --texts .data/rumours/unlabelled.jsonl \\
        --labels training/labels/polnear.jsonl --texts .data/polnear \\
        --work .work/judgements --out src/sayso/resources/judgements

The heads read the vectors of the reader that is installed, so they are trained again whenever it is. Each
article is read once and kept in ``--work``; after that a run takes a minute or two.

Articles that the encoder itself was trained to judge (``--judged`` of :mod:`training.train`) are left out
with ``--leave-out``: what its vectors say of those it knows by heart would be believed too much.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from sayso.assess.heads import JUDGEMENTS, Heads, outputs_of, save_heads
from training.data import log
from training.judged import load_judged
from training.judgement_fit import Settings, Table, calibrate, cross_fit, fit, tabulate
from training.judgement_rows import Row, encoder_digest, gold_rows, label_rows

VERSION = "1"


def macro_f1(gold: np.ndarray, found: np.ndarray, n_labels: int) -> list[float]:
    """F1 of each label."""
    return [
        2
        * float(((gold == label) & (found == label)).sum())
        / max(1, int((gold == label).sum() + (found == label).sum()))
        for label in range(n_labels)
    ]


def report(name: str, table: Table, outputs: np.ndarray, mask: np.ndarray) -> dict[str, float]:
    """Accuracy and macro-F1 of each judgement over some rows, as a line and as numbers."""
    scores: dict[str, float] = {}
    for number, (judgement, labels) in enumerate(JUDGEMENTS.items()):
        gold = table.labels[mask, number]
        found = outputs[mask][:, outputs_of(judgement)].argmax(axis=1)
        each = [
            score for label, score in enumerate(macro_f1(gold, found, len(labels))) if (gold == label).any()
        ]
        scores[f"label/{judgement}"] = round(float((gold == found).mean()), 4)
        scores[f"macro/{judgement}"] = round(float(np.mean(each)), 4)
        both = f"{scores[f'label/{judgement}']:.3f} / {scores[f'macro/{judgement}']:.3f}"
        present = [label for at, label in enumerate(labels) if (gold == at).any()]
        shown = " ".join(f"{label} {score:.2f}" for label, score in zip(present, each, strict=True))
        log(f"{name:24} {judgement:10} {both}  {shown}")
    return scores


def train(arguments: argparse.Namespace) -> None:
    """Read, cross-validate, fit, calibrate, write."""
    rows: list[Row] = []
    for path in arguments.gold:
        rows.extend(gold_rows(path, arguments.work))
    for path in arguments.labels:
        rows.extend(label_rows(path, arguments.texts, arguments.work))
    known = set(load_judged(arguments.leave_out))
    rows = [row for row in rows if row.article not in known]
    settings = Settings()
    table = tabulate(rows)
    log(f"{len(rows)} rows, {len(table.names)} features")
    outputs = cross_fit(table, settings, n_folds=arguments.folds)
    scores: dict[str, dict[str, float]] = {}
    for name in sorted({row.set for row in rows}):
        held_out = np.array([row.found and row.set == name for row in rows])
        scores[f"{name} (cross-validated)"] = report(name, table, outputs, held_out)
    slope, offset = calibrate(table, outputs)
    heads = fit(table, settings, np.ones(len(rows), dtype=bool)).to_heads(VERSION, table, slope, offset)
    for path in arguments.dev:
        scores[path.stem] = report_dev(path, heads, arguments.work)
    facts = {"scores": scores, "n_rows": len(rows), "settings": vars(settings)}
    save_heads(heads, arguments.out, encoder=encoder_digest(), facts=facts)
    log(json.dumps(facts["scores"]))


def report_dev(path: Path, heads: Heads, work: Path) -> dict[str, float]:
    """Scores on the pairs of a development set, spans as the reader finds them."""
    rows = [row for row in gold_rows(path, work) if row.found]
    table = tabulate(rows, names=list(heads.index))
    outputs = np.stack(
        [
            heads.score(ids, None if row.pooled is None else heads.project(row.pooled.astype(np.float32)))
            for ids, row in zip(table.ids, rows, strict=True)
        ]
    )
    return report(path.stem, table, outputs, np.ones(len(rows), dtype=bool))


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m training.judgements", description=__doc__)
    parser.add_argument("--gold", type=Path, action="append", required=True, help="judged articles")
    parser.add_argument("--dev", type=Path, action="append", default=[], help="scored, never trained on")
    parser.add_argument(
        "--labels", type=Path, action="append", default=[], help="more labels, by digest of the article"
    )
    parser.add_argument(
        "--texts", type=Path, action="append", default=[], help="their articles, as JSON Lines"
    )
    parser.add_argument(
        "--leave-out",
        type=Path,
        nargs="*",
        default=[],
        help="files with articles that the encoder learnt to judge",
    )
    parser.add_argument("--work", type=Path, required=True, help="where articles once read are kept")
    parser.add_argument("--out", type=Path, required=True, help="folder for heads.npz and heads.json")
    parser.add_argument("--folds", type=int, default=4)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
