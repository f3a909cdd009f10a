"""Background articles become the counts that tell rare words from common ones in the headline check.

python -m training.headline_counts --texts unlabelled.jsonl --folder .data/polnear/train
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from sayso.assess.headline.words import RESOURCES, words_of

OUT = RESOURCES / "frequencies.tsv"
# A stem that fewer articles hold is as good as unknown.
LEAST_ARTICLES = 3


def count_stems(texts: Iterable[str]) -> tuple[int, Counter[str]]:
    """How many texts there are, and in how many of them each stem stands."""
    n_texts = 0
    counts: Counter[str] = Counter()
    for text in texts:
        n_texts += 1
        counts.update({word.stem for word in words_of(text)})
    return n_texts, counts


def read_texts(files: Iterable[Path], folders: Iterable[Path]) -> Iterator[str]:
    """The ``text`` of each line of the files, then all ``.txt`` files below the folders, sorted."""
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            yield json.loads(line)["text"]
    for folder in folders:
        for path in sorted(folder.rglob("*.txt")):
            yield path.read_text("utf-8", errors="replace")


def main() -> None:
    """Count and write the table: the number of articles, then each stem with its count."""
    parser = argparse.ArgumentParser(prog="python -m training.headline_counts", description=__doc__)
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="articles, JSON Lines with a text")
    parser.add_argument("--folder", type=Path, nargs="*", default=[], help="folders with .txt files")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    n_texts, counts = count_stems(read_texts(arguments.texts, arguments.folder))
    rows = sorted((stem, n) for stem, n in counts.items() if n >= LEAST_ARTICLES and not stem.isdigit())
    lines = [f"# articles\t{n_texts}", *(f"{stem}\t{n}" for stem, n in rows)]
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
