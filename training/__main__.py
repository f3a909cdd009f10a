"""Annotated articles become the model folder that ships: train (or resume), export, calibrate, score.

    python -m training --polnear .data/polnear --gold rumours-train.jsonl:4 --dev rumours-dev.jsonl \\
        --work .work/seed1 --seed 1 --out src/sayso/resources/models/en
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from sayso.evaluate.gold import load_gold
from training.calibrate import calibrate
from training.export import export_model
from training.train import add_arguments, train

FACTS = Path(__file__).parent / "facts.json"


def main() -> None:
    """Parse the command line and run all steps."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    add_arguments(parser)
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    arguments = parser.parse_args()
    train(arguments)
    facts = json.loads(FACTS.read_text(encoding="utf-8"))
    export_model(arguments.work / "reader.pt", arguments.out, facts)
    sets = [load_gold(arguments.polnear), *map(load_gold, arguments.dev)]
    print(json.dumps(calibrate(arguments.out, sets), indent=2))


if __name__ == "__main__":
    main()
