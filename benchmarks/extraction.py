"""Body extraction from HTML pages, Sayso and trafilatura alone side by side in one run.

The pages and their gold bodies are those of the scrapinghub article extraction benchmark, and the scorer
follows its ``evaluate.py``: multisets of 4-grams of word tokens, precision and recall averaged over
pages, F1 of the two averages.

    python benchmarks/extraction.py .data/html
"""

from __future__ import annotations

import json
import logging
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

_TOKEN = re.compile(r"\w+")
_NGRAM_TOKENS = 4


def ngrams(text: str) -> Counter[tuple[str, ...]]:
    """All runs of four tokens; a shorter text is one run."""
    tokens = _TOKEN.findall(text)
    runs = (tuple(tokens[start : start + _NGRAM_TOKENS]) for start in range(max(1, len(tokens) - 3)))
    return Counter(run for run in runs if run)


def page_counts(gold: str, predicted: str) -> tuple[int, int, int]:
    """Shared, superfluous and missing 4-grams of one page."""
    wanted, got = ngrams(gold), ngrams(predicted)
    shared = (wanted & got).total()
    return shared, got.total() - shared, wanted.total() - shared


def summary(counts: list[tuple[int, int, int]]) -> dict[str, float]:
    """Precision and recall averaged over pages, and the F1 of the averages."""
    precision = statistics.mean(tp / (tp + fp) for tp, fp, _ in counts if tp + fp)
    recall = statistics.mean(tp / (tp + fn) for tp, _, fn in counts if tp + fn)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def sayso_body(markup: str) -> str:
    """The stored text behind its headline, also of pages that reading refuses (stubs, other languages)."""
    from sayso.ingest.html import extract_text

    shown = extract_text(markup)
    return shown.body if shown else ""


def trafilatura_body(markup: str) -> str:
    """What trafilatura alone gives with its defaults, comments left out as the benchmark does."""
    import trafilatura

    return trafilatura.extract(markup, include_comments=False) or ""


def main() -> None:
    """Print one line per extractor, and with ``-v`` the pages on which they differ most."""
    logging.disable(logging.CRITICAL)
    folder = Path(next((argument for argument in sys.argv[1:] if argument[0] != "-"), ".data/html"))
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    extractors: dict[str, Callable[[str], str]] = {"sayso": sayso_body, "trafilatura": trafilatura_body}
    counts: dict[str, list[tuple[int, int, int]]] = {name: [] for name in extractors}
    seconds: Counter[str] = Counter()
    for page in sorted(gold):
        markup = (folder / "html" / f"{page}.html").read_text(encoding="utf-8")
        for name, extract in extractors.items():
            start = time.perf_counter()
            predicted = extract(markup)
            seconds[name] += time.perf_counter() - start  # type: ignore[assignment]
            counts[name].append(page_counts(gold[page]["articleBody"], predicted))
    for name, pages in counts.items():
        scores = "  ".join(f"{key} {value:.4f}" for key, value in summary(pages).items())
        print(f"{name:<12} {scores}  ({len(pages)} pages, {seconds[name] / len(pages):.3f} s a page)")
    if "-v" in sys.argv:
        _print_differences(sorted(gold), counts["sayso"], counts["trafilatura"])


def _print_differences(
    pages: list[str], ours: list[tuple[int, int, int]], theirs: list[tuple[int, int, int]]
) -> None:
    def share(counts: tuple[int, int, int]) -> float:
        return counts[0] / (sum(counts) or 1)

    rows = sorted(zip(pages, ours, theirs, strict=True), key=lambda row: share(row[1]) - share(row[2]))
    for page, our, their in (*rows[:12], *rows[-12:]):
        print(f"{page[:12]}  sayso {share(our):.3f} {our}  trafilatura {share(their):.3f} {their}")


if __name__ == "__main__":
    main()
