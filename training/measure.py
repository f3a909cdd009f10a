"""A checkpoint becomes scores: the reader as it will ship, with the torch model in place of the ONNX files.

python -m training.measure .work/seed1/reader.pt --polnear .data/polnear --dev rumours-dev.jsonl
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch

from sayso.evaluate.gold import GoldSet, Parts, load_gold
from sayso.evaluate.metrics import SUBSETS, score
from sayso.extract.attributions import assemble, evidence
from sayso.extract.quotes import QuoteIndex, find_quotes
from sayso.extract.spans import Draft, draft_attribution
from sayso.extract.tagger import Tagger
from sayso.records import ReaderInfo, Role
from training.model import load_reader

Evidence = Mapping[str, float]
Candidates = tuple[list[tuple[Draft, Evidence]], QuoteIndex]

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
        words, tags = self.reader.encode_one(*map(torch.from_numpy, (ids, features, first_piece)))
        return words.numpy(), tags.numpy()

    @torch.no_grad()
    def score_roles(self, words, paragraphs, start, end):
        scores = self.reader.roles.forward_one(*map(torch.from_numpy, (words, paragraphs, start, end)))
        return scores[0].numpy(), scores[1].numpy()


def find_candidates(tagger: Tagger, gold: GoldSet) -> dict[str, Candidates]:
    """For each document, all drafts with their evidence before any is dropped, and its quotation regions."""
    found = {}
    for document in gold.documents:
        quotes = QuoteIndex(find_quotes(document.text))
        drafts = []
        for tagged in tagger.tag(document.text, quotes):
            draft = draft_attribution(tagged, document.text, quotes)
            if draft is not None:
                drafts.append((draft, evidence(tagged, draft, quotes, document.text)))
        found[document.id] = (drafts, quotes)
    return found


def rough_score(seen: Mapping[str, float]) -> float:
    """Belief in an attribution before calibration: the mean probability of its cue words."""
    return float(1 / (1 + np.exp(-seen["cue_mean"])))


def as_parts(draft: Draft) -> Parts:
    """A draft in the form that metrics take."""
    return Parts(draft.source, draft.cue, draft.content)


def scores_at(
    gold: GoldSet, found: Mapping[str, Candidates], score_of: Callable[[Evidence], float], keep: float
) -> dict[str, float]:
    """F1 by metric, in percent, of the candidates that score at least ``keep``."""
    kept = {}
    for document in gold.documents:
        candidates, quotes = found[document.id]
        scored = [(draft, score_of(seen)) for draft, seen in candidates]
        records = assemble(document.text, scored, quotes, version="0", keep_score=keep)
        kept[document.id] = [
            Parts(*(tuple((span.start, span.end) for span in record.spans(role)) for role in Role))
            for record in records
        ]
    counts = score(gold.documents, kept)
    wanted = ("attr/lenient", "attr/strict", "segment/source", "segment/cue", "segment/content")
    result = {name: round(100 * counts[name].f1, 1) for name in wanted}
    result["attr/lenient precision"] = round(100 * counts["attr/lenient"].precision, 1)
    for subset in SUBSETS:
        part = score(gold.documents, kept, subset=subset)["attr/lenient"]
        result[f"attr/lenient/{subset}"] = round(100 * part.f1, 1)
    return result


def measure(checkpoint: Path, paths: Sequence[Path], *, polnear: Path) -> dict:
    """Score a checkpoint in a process of its own, away from the memory and threads of the training."""
    command = [sys.executable, "-m", "training.measure", str(checkpoint), "--polnear", str(polnear)]
    command += ["--dev", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"failed": done.stderr[-400:]}
    return json.loads(done.stdout)


def main() -> None:
    """Parse the command line and print scores as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--dev", type=Path, nargs="*", default=[], help="JSONL files to score on")
    parser.add_argument("--polnear", type=Path)
    parser.add_argument("--keep", type=float, default=ROUGH_KEEP)
    arguments = parser.parse_args()
    tagger = Tagger(TorchScorer(arguments.checkpoint))
    sets = [*([load_gold(arguments.polnear)] if arguments.polnear else []), *map(load_gold, arguments.dev)]
    scores = {
        gold.name: scores_at(gold, find_candidates(tagger, gold), rough_score, arguments.keep)
        for gold in sets
    }
    print(json.dumps(scores))


if __name__ == "__main__":
    main()
