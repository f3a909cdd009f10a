"""A checkpoint becomes scores: the reader as it will ship, with the torch model in place of the ONNX files.

python -m training.measure .work/seed1/reader.pt --polnear .data/polnear rumours-dev.jsonl
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

from sayso.extract.attributions import assemble, evidence
from sayso.extract.quotes import QuoteIndex, find_quotes
from sayso.extract.spans import draft_attribution
from sayso.extract.tagger import Tagger
from sayso.records import ReaderInfo
from training.model import load_reader

# Before calibration, an attribution is kept when its cue is more likely than not.
ROUGH_KEEP = 0.5


class TorchScorer:
    """A torch reader that answers as :class:`sayso.inference.ReaderModel` does."""

    info = ReaderInfo("checkpoint", "0", "")

    def __init__(self, path: Path) -> None:
        from training.encoders import minilm_directory

        self.reader = load_reader(path)
        self.tokenizer_path = minilm_directory() / "tokenizer.json"

    @torch.no_grad()
    def encode(self, ids, features, first_piece):
        words, tags = self.reader.encode(*map(torch.from_numpy, (ids, features, first_piece)))
        return words.numpy(), tags.numpy()

    @torch.no_grad()
    def score_roles(self, words, paragraphs, window, start, end):
        scores = self.reader.roles(*map(torch.from_numpy, (words, paragraphs, window, start, end)))
        return scores[0].numpy(), scores[1].numpy()


def candidates(tagger: Tagger, text: str) -> tuple[list, QuoteIndex]:
    """All drafts of a text with their evidence, before any is dropped."""
    quotes = QuoteIndex(find_quotes(text))
    found = []
    for tagged in tagger.tag(text, quotes):
        draft = draft_attribution(tagged, text, quotes)
        if draft is not None:
            found.append((draft, evidence(tagged, draft, quotes, text)))
    return found, quotes


def rough_score(seen: dict[str, float]) -> float:
    """Belief in an attribution before calibration: the mean probability of its cue words."""
    return float(1 / (1 + np.exp(-seen["cue_mean"])))


def to_gold_form(text: str, found: list, quotes: QuoteIndex, score: Callable, keep: float) -> list[dict]:
    """Attributions in the form of the gold files."""
    records = assemble(
        text, [(draft, score(seen)) for draft, seen in found], quotes, version="0", keep_score=keep
    )
    return [
        {
            role: [[span.start, span.end] for span in getattr(record, role)]
            for role in ("source", "cue", "content")
        }
        for record in records
    ]


def gold_sets(polnear: Path | None, paths: Sequence[Path]) -> dict[str, list]:
    """Development articles by set: PolNeAR's reference view, and JSONL files."""
    from training.data import scorer

    sets = {}
    if polnear is not None:
        sets["polnear-dev"] = scorer().load_split(str(polnear), "dev")
    for path in paths:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        sets[path.stem] = [
            scorer().Document(row["id"], "dev", row["text"], "gold", ["gold"], row["attributions"])
            for row in rows
        ]
    return sets


def score_sets(
    tagger: Tagger, sets: dict[str, list], score: Callable, keep: float
) -> dict[str, dict[str, float]]:
    """F1 by metric for each set."""
    from training.data import scorer

    result = {}
    for name, documents in sets.items():
        predicted = {}
        for document in documents:
            found, quotes = candidates(tagger, document.text)
            predicted[document.id] = to_gold_form(document.text, found, quotes, score, keep)
        scores = scorer().score(documents, predicted)
        wanted = [
            key for key in scores if key.startswith(("attr/strict", "segment/")) or key == "attr/lenient"
        ]
        result[name] = {key: round(100 * scores[key].f1, 1) for key in wanted}
        result[name]["precision"] = round(100 * scores["attr/lenient"].p, 1)
        for subset in ("direct", "mixed", "indirect"):
            part = scorer().score(documents, predicted, subset)
            result[name][subset] = round(100 * part["attr/lenient"].f1, 1)
    return result


def measure(checkpoint: Path, paths: Sequence[Path], *, polnear: Path) -> dict:
    """Score a checkpoint in a process of its own, so that a long training keeps running the code it started with."""
    command = [
        sys.executable,
        "-m",
        "training.measure",
        str(checkpoint),
        "--polnear",
        str(polnear),
        *map(str, paths),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"failed": done.stderr[-400:]}
    return json.loads(done.stdout)


def main() -> None:
    """Parse the command line and print scores as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("gold", type=Path, nargs="*")
    parser.add_argument("--polnear", type=Path)
    parser.add_argument("--keep", type=float, default=ROUGH_KEEP)
    arguments = parser.parse_args()
    tagger = Tagger(TorchScorer(arguments.checkpoint))
    sets = gold_sets(arguments.polnear, arguments.gold)
    print(json.dumps(score_sets(tagger, sets, rough_score, arguments.keep)))


if __name__ == "__main__":
    main()
