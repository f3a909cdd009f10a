"""A shipped model becomes a calibrated one: scores that mean how often an attribution is right.

    python -m training.calibrate src/sayso/resources/models/en --polnear .data/polnear --dev rumours-dev.jsonl

Right means ``attr/lenient``. Logistic regression over the evidence of
:func:`sayso.extract.attributions.evidence`; the expected calibration error (Guo et al., ICML 2017) is
measured by cross-fitting over articles.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sayso.evaluate.calibration import bins_of, calibration_error
from sayso.evaluate.gold import GoldSet, load_gold
from sayso.evaluate.metrics import right_ones
from sayso.extract.attributions import KEEP_SCORE
from sayso.extract.tagger import Tagger
from sayso.inference import ReaderModel, read_card
from training.data import log
from training.measure import Candidates, as_parts, find_candidates, rough_score, scores_at

N_FOLDS = 5
RIDGE = 1.0


def label_candidates(gold: GoldSet, found: dict[str, Candidates]) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each article the evidence of its candidates, ``(n, n_features)``, and which are right, ``(n,)``."""
    rows = []
    for document in gold.documents:
        # The matching favours candidates that come first: the most believed ones.
        drafts = sorted(found[document.id][0], key=lambda item: -rough_score(item[1]))
        if drafts:
            right = right_ones(document.text, document.attributions, [as_parts(draft) for draft, _ in drafts])
            features = np.array([list(seen.values()) for _, seen in drafts])
            rows.append((features, np.array(right, dtype=float)))
    return rows


def fit(features: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Ridge logistic regression by Newton's method; the first column is the bias and is not shrunk."""
    weights = np.zeros(features.shape[1])
    shrink = RIDGE * np.eye(features.shape[1])
    shrink[0, 0] = 1e-6
    for _ in range(30):
        believed = 1 / (1 + np.exp(-features @ weights))
        gradient = features.T @ (believed - labels) + shrink @ weights
        curve = (features * (believed * (1 - believed))[:, None]).T @ features + shrink
        weights -= np.linalg.solve(curve, gradient)
    return weights


def cross_fit(rows: Sequence[tuple[np.ndarray, np.ndarray]]) -> list[tuple[float, bool]]:
    """Score and rightness of each candidate, under weights fitted on the articles of the other folds."""
    order = list(range(len(rows)))
    random.Random(0).shuffle(order)
    scored: list[tuple[float, bool]] = []
    for fold in range(N_FOLDS):
        held = set(order[fold::N_FOLDS])
        kept = [rows[at] for at in order if at not in held]
        weights = fit(np.vstack([row[0] for row in kept]), np.concatenate([row[1] for row in kept]))
        for at in sorted(held):
            scores = 1 / (1 + np.exp(-rows[at][0] @ weights))
            scored.extend(zip(scores.tolist(), (rows[at][1] > 0).tolist(), strict=True))
    return scored


def calibrate(directory: Path, sets: Sequence[GoldSet]) -> dict:
    """Fit the calibration on the development sets, score the model and write both on its card."""
    card = read_card(directory)
    model = ReaderModel(directory, card)
    tagger = Tagger(model)
    found = {gold.name: find_candidates(tagger, gold) for gold in sets}
    names = next(list(seen) for drafts, _ in found[sets[0].name].values() for _, seen in drafts)
    labelled = {gold.name: label_candidates(gold, found[gold.name]) for gold in sets}
    rows = [row for part in labelled.values() for row in part]
    kept = [(score, right) for score, right in cross_fit(rows) if score >= KEEP_SCORE]
    weights = fit(np.vstack([row[0] for row in rows]), np.concatenate([row[1] for row in rows]))
    model.card = card = {
        **card,
        "calibration": {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
    }
    high = [right for score, right in kept if 0.85 <= score < 0.95]
    card["scores"] = {
        **{
            gold.name.removesuffix("-judged"): scores_at(gold, found[gold.name], model.calibrate, KEEP_SCORE)
            for gold in sets
        },
        "calibration (cross-fitted)": {
            "ece": round(calibration_error(bins_of(kept)), 3),
            "share right of those scored 0.85 to 0.95": round(sum(high) / max(1, len(high)), 3),
        },
    }
    (directory / "card.json").write_text(
        json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    for keep in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
        parts = {gold.name: scores_at(gold, found[gold.name], model.calibrate, keep) for gold in sets}
        line = "  ".join(
            f"{name} {part['attr/lenient']} / {part['attr/strict']}" for name, part in parts.items()
        )
        log(f"keep {keep}: {line}")
    return dict(card["scores"])


def main() -> None:
    """Parse the command line, calibrate and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--dev", type=Path, nargs="*", default=[], help="JSONL files to fit and score on")
    parser.add_argument("--polnear", type=Path, required=True)
    arguments = parser.parse_args()
    sets = [load_gold(arguments.polnear), *map(load_gold, arguments.dev)]
    print(json.dumps(calibrate(arguments.model, sets), indent=2))


if __name__ == "__main__":
    main()
