"""How often a pronoun finds its holder's name outside attributions: GAP and OntoGUM's news.

Sayso resolves the sources of attributions, not every mention; these two public sets tell how far the same
machinery carries. GAP (Webster et al., TACL 2018) asks whether a pronoun means name A, name B or neither;
OntoGUM (Zhu, Pradhan & Zeldes, ACL 2021) has whole chains, of which every *he* and *she* is asked for.

    python -m benchmarks.coreference --gap .data/gap/gap-validation.tsv --ontogum .data/ontogum
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.resolve.coreference import Anaphor, best_antecedent
from sayso.resolve.coreference.cast import Figure
from sayso.resolve.coreference.walk import Walk

Offsets = tuple[int, int]
_NO_SPACE_BEFORE = re.compile(r"^(?:[.,;:?!%)\]’”]|'s|’s|n't|'re|'ve|'ll|'d|'m|''$)")


@dataclass(frozen=True, slots=True)
class Document:
    """A text in which pronouns have known antecedents.

    Attributes:
        text: The text.
        chains: For each pronoun's first code point, the mentions of whoever it means.
        wrong: For GAP, the names that it does not mean.
    """

    text: str
    chains: dict[int, tuple[Offsets, ...]]
    wrong: dict[int, tuple[Offsets, ...]]


def read_gap(path: Path) -> Iterator[Document]:
    """One document for each line of a GAP file."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            names = [
                (
                    row[f"{side}-coref"] == "TRUE",
                    (int(row[f"{side}-offset"]), int(row[f"{side}-offset"]) + len(row[side])),
                )
                for side in "AB"
            ]
            at = int(row["Pronoun-offset"])
            yield Document(
                row["Text"],
                {at: tuple(span for right, span in names if right)},
                {at: tuple(span for right, span in names if not right)},
            )


HE_AND_SHE = frozenset(("he", "she", "him", "his", "her", "himself", "herself"))


def read_ontogum(
    folder: Path, genre: Callable[[str], bool], pronouns: frozenset[str] = HE_AND_SHE
) -> Iterator[Document]:
    """The documents of a split whose file name ``genre`` accepts, set with spaces as print is."""
    for path in sorted(folder.glob("*.conll")):
        if genre(path.name):
            yield _ontogum_document(path, pronouns)


def _ontogum_document(path: Path, pronouns: frozenset[str]) -> Document:
    text, bounds, open_at = "", [], defaultdict(list)
    mentions: dict[str, list[Offsets]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) < 3:
            continue
        word, marks = fields[1], fields[-1]
        glue = "" if not text or _NO_SPACE_BEFORE.match(word) or text.endswith(("(", "“", "[")) else " "
        start = len(text) + len(glue)
        text += glue + word
        bounds.append((start, len(text)))
        for opened, name, closed in re.findall(r"(\()?(\d+)(\))?", marks):
            if opened:
                open_at[name].append(start)
            if closed and open_at[name]:
                mentions[name].append((open_at[name].pop(), len(text)))
    chains = {
        span[0]: tuple(spans)
        for spans in mentions.values()
        for span in spans
        if text[span[0] : span[1]].lower() in pronouns
    }
    return Document(text, chains, {})


def is_right(figure: Figure, spans: Sequence[Offsets], before: int) -> bool:
    """Whether one of the figure's mentions before a place begins or ends where one of the spans does."""
    starts, ends = (
        {span[0] for span in spans if span[0] < before},
        {span[1] for span in spans if span[0] < before},
    )
    return any(start in starts or end in ends for start, end in figure.mentions[-60:] if start < before)


def ask(document: Document) -> list[tuple[int, Figure | None]]:
    """Walk through a document; the first code point of each *he* and *she*, and the figure chosen for it."""
    asked: list[tuple[int, Figure | None]] = []

    def choose(anaphor: Anaphor, recent: Sequence[Figure]) -> Figure | None:
        chosen = best_antecedent(anaphor, recent)
        asked.append((walk.scene.tokens[anaphor.at].start, chosen))
        return chosen

    walk = Walk(document.text, (), choose=choose)
    walk.run()
    return asked


def report_gap(path: Path) -> dict[str, float]:
    """Accuracy over the two names and none of them, and F1 by gender and together, as GAP's scorer counts."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    n_right = n_asked = 0
    for document in read_gap(path):
        (at,) = document.chains
        word = document.text[at : at + 3].lower()
        gender = "feminine" if word.startswith(("she", "her")) else "masculine"
        chosen = next((figure for place, figure in ask(document) if place == at), None)
        picked = {
            label
            for label, spans in ((True, document.chains[at]), (False, document.wrong[at]))
            for span in spans
            if chosen is not None and _is_mentioned(chosen, span)
        }
        n_asked += 1
        n_right += picked == ({True} if document.chains[at] else set())
        for label in (True, False):
            spans = document.chains[at] if label else document.wrong[at]
            for span in spans:
                said = chosen is not None and _is_mentioned(chosen, span)
                for group in (gender, "overall"):
                    counts[group]["tp" if said and label else "fp" if said else "fn" if label else "tn"] += 1
    scores = {f"f1_{group}": _f1(count) for group, count in sorted(counts.items())}
    return {
        "pronouns": n_asked,
        "accuracy": n_right / n_asked,
        **scores,
        "bias": scores["f1_feminine"] / scores["f1_masculine"],
    }


def _is_mentioned(figure: Figure, span: Offsets) -> bool:
    """Whether one of the figure's mentions overlaps a span and begins or ends with it."""
    return any(
        (start == span[0] or end == span[1]) and start < span[1] and span[0] < end
        for start, end in figure.mentions
    )


def _f1(count: Counter[str]) -> float:
    total = 2 * count["tp"] + count["fp"] + count["fn"]
    return 2 * count["tp"] / total if total else 0.0


def report_ontogum(folders: Sequence[Path]) -> dict[str, float]:
    """Of the *he* and *she* of the news texts that mean somebody mentioned before, how many are right."""
    n_right = n_asked = n_silent = n_documents = 0
    for folder in folders:
        for document in read_ontogum(folder, lambda name: name.startswith("GUM_news")):
            n_documents += 1
            for at, chosen in ask(document):
                earlier = [span for span in document.chains.get(at, ()) if span[0] < at]
                if earlier:
                    n_asked += 1
                    n_silent += chosen is None
                    n_right += chosen is not None and is_right(chosen, earlier, at)
    return {
        "documents": n_documents,
        "pronouns": n_asked,
        "accuracy": n_right / n_asked if n_asked else 0.0,
        "without_antecedent": n_silent / n_asked if n_asked else 0.0,
    }


def main() -> None:
    """Print both reports as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coreference", description=__doc__)
    parser.add_argument("--gap", type=Path, help="a GAP file")
    parser.add_argument("--ontogum", type=Path, help="OntoGUM's folder, with train and dev")
    arguments = parser.parse_args()
    result = {}
    if arguments.gap:
        result["gap"] = report_gap(arguments.gap)
    if arguments.ontogum:
        result["ontogum-news"] = report_ontogum([arguments.ontogum / split for split in ("train", "dev")])
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
