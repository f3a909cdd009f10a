"""Annotated articles become the weights of the antecedent scorer, ``resources/people/antecedents.json``.

    python -m training.holders --gold rumours-train.jsonl polnear-train.jsonl \
        training/labels/rumours-a.jsonl training/labels/rumours-b.jsonl \
        --texts .data/rumours/unlabelled.jsonl --ontogum .data/ontogum/train \
        --gap .data/gap/gap-development.tsv

Three sets say what a pronoun means: annotated attributions (by their holder), OntoGUM (by its chains; its
news is left out, so that ``benchmarks/coreference.py`` can report on it) and GAP's development part; the gold
also says what a description means, spoken of before or named later. The walk of ``sayso.resolve`` runs over
each text and is looked on at: the features of all candidates are kept, with which of them are right, and the
walk goes on with the right one. A log-linear model over the candidates is then fitted for each of four groups
by full-batch gradient descent, within seconds.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from benchmarks.coreference import HE_AND_SHE, Document, is_right, read_gap, read_ontogum
from numpy.typing import NDArray

from sayso.errors import InputError
from sayso.evaluate.gold import GoldDocument, to_document
from sayso.extract.attributions import mode_of
from sayso.extract.attributions import nest as link
from sayso.extract.quotes import QuoteIndex, find_quotes
from sayso.extract.spans import quoted_share
from sayso.records import Attribution, AttributionId, Span
from sayso.resolve.coreference import Anaphor, best_antecedent, candidates, features, group_of
from sayso.resolve.coreference.cast import Figure
from sayso.resolve.coreference.introduced import Introduction, pair_features, stays_unnamed
from sayso.resolve.coreference.taken_up import Taking, features_of_all, is_new, taken_up
from sayso.resolve.coreference.walk import Walk
from sayso.resolve.holders import name_of
from sayso.resolve.mentions import Shape
from sayso.resolve.names.tokens import fold
from training.labelled import annotated

OUT = Path(__file__).parents[1] / "src/sayso/resources/people/antecedents.json"
# Strength of the pull towards the starting weights; about the best of 1 to 30 by cross-validation.
RIDGES = {"person": 30.0, "other": 10.0, "described": 2.0, "introduced": 5.0}
# How much a pronoun of each set counts.
SHARES = {"gold": 1.0, "ontogum": 0.1, "gap": 0.05}
STEPS, RATE = 150, 1.0
# Genres of OntoGUM that speak of people in the third person; its news is kept for the report.
GENRES = ("fiction", "bio", "interview", "speech", "essay", "court", "podcast", "GENTLE")
PRONOUNS = HE_AND_SHE | {"they", "their", "them", "themselves", "its", "itself"}  # of OntoGUM's chains
FOLDS = 4
MAX_GAP = 800  # lines of GAP; they are not news and should not outnumber the rest

# Too few are annotated to learn all weights from nothing; these are where they begin.
PRIOR: Mapping[str, Mapping[str, float]] = {
    "person": {},
    "other": {"rank0": 1.0, "they-plural": 1.0, "held": 1.0, "latest": 0.7},
    "described": {"new": 1.0, "same-text": 1.0, "role": 1.0, "all-in-name": 1.0},
    "introduced": {"none": 1.0, "head": 1.0},
}


@dataclass(frozen=True, slots=True)
class Case:
    """One pronoun or description with its candidates.

    Attributes:
        group: Which weights it uses.
        share: How much it counts.
        rows: For each candidate, the names of its features.
        right: For each candidate, whether it is what is meant.
        unit: Article it is from, so that folds do not split articles.
    """

    group: str
    share: float
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    unit: str


Judge = Callable[[int, Figure], bool | None]


def collect(
    text: str, attributions: Sequence[Attribution], judge: Judge, share: float, unit: str
) -> Iterator[Case]:
    """Walk through a text and keep the pronouns that ``judge`` knows.

    Args:
        text: The text.
        attributions: Its attributions, if any.
        judge: Tells whether a figure is right for the pronoun at a code point; None where nobody says.
        share: How much each pronoun counts.
        unit: Name of the article.
    """
    cases: list[Case] = []

    def choose(anaphor: Anaphor, recent: Sequence[Figure]) -> Figure | None:
        options = candidates(anaphor, recent)
        verdicts = [judge(walk.scene.tokens[anaphor.at].start, figure) for figure in options]
        if not any(verdicts):
            return best_antecedent(anaphor, recent)
        rows = tuple(tuple(features(anaphor, figure, rank)) for rank, figure in enumerate(options))
        cases.append(Case(group_of(anaphor.pronoun), share, rows, tuple(map(bool, verdicts)), unit))
        return options[verdicts.index(True)]

    walk = Walk(text, attributions, choose=choose)
    walk.run()
    yield from cases


def attributions_of(document: GoldDocument) -> tuple[Attribution, ...]:
    """The annotated spans as records, in the order and nesting that a reading has."""
    quotes = QuoteIndex(find_quotes(document.text))

    def spans(pairs: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
        return tuple(Span.of(document.text, start, end) for start, end in pairs)

    records = [
        Attribution(
            id=AttributionId(f"a{number}"),
            source=spans(parts.source),
            cue=spans(parts.cue),
            content=spans(parts.content),
            mode=mode_of(quoted_share(parts.content, quotes, document.text)),
            score=1.0,
        )
        for number, parts in enumerate(document.attributions)
    ]
    return tuple(link(sorted(records, key=lambda record: (record.start, -record.end))))


def gold_documents(path: Path, texts: Sequence[Path]) -> Iterator[GoldDocument]:
    """Articles of a gold file, or of a label file as far as ``texts`` holds them."""
    for number, row in enumerate(annotated(path, texts), start=1):
        yield to_document(row, f"{path}, article {number}")


def gold_cases(documents: Iterable[GoldDocument]) -> Iterator[Case]:
    """Pronouns whose holder the annotation names."""
    for document in documents:
        holders = holders_of(document)

        def judge(at: int, figure: Figure, holders: Mapping[int, str] = holders) -> bool | None:
            return _same(holders[at], figure) if at in holders else None

        yield from collect(document.text, attributions_of(document), judge, SHARES["gold"], document.id)


def description_cases(documents: Iterable[GoldDocument]) -> Iterator[Case]:
    """Sources that are descriptions: whom they take up, or, where nobody, who is named later, or nobody."""
    for document in documents:
        yield from _described_in(document)


def _described_in(document: GoldDocument) -> Iterator[Case]:
    holders = holders_of(document)
    asked: list[tuple[Introduction, list[Figure], list[tuple[str, ...]]]] = []
    cases: list[Case] = []

    def take(taking: Taking, options: Sequence[Figure]) -> Figure | None:
        holder = holders.get(taking.mention.start) if taking.source else None
        if holder is None:
            return taken_up(taking, options)
        right = [_same(holder, figure) for figure in options]
        rows = [tuple(names) for names in features_of_all(taking, options)]
        if options:
            right = [not any(right), *right]
            case = Case(
                "described", SHARES["gold"], (tuple(is_new(taking)), *rows), tuple(right), document.id
            )
            cases.append(case)
        return options[right.index(True) - 1] if any(right[1:]) else None

    def pick(introduction: Introduction, options: Sequence[Figure]) -> None:
        rows = [tuple(pair_features(introduction, options, at)) for at in range(len(options))]
        asked.append((introduction, list(options), [tuple(stays_unnamed(introduction)), *rows]))

    walk = Walk(document.text, attributions_of(document), pick=pick, take=take)
    walk.run()
    yield from cases
    told: dict[int, Counter[str]] = defaultdict(Counter)
    opened = {figure.mentions[0][0]: figure.number for figure in walk.scene.cast.figures if figure.mentions}
    for found in walk.found.values():
        if found.figure is not None and found.mention.shape is Shape.DESCRIPTION:
            holder = holders.get(found.mention.start)
            if holder is not None:
                told[found.figure.number][holder] += 1
    for introduction, options, rows in asked:
        number = opened.get(walk.scene.tokens[introduction.at].start)
        if number is not None and told[number]:
            holder = told[number].most_common(1)[0][0]
            right = [_same(holder, figure) for figure in options]
            yield Case("introduced", SHARES["gold"], tuple(rows), (not any(right), *right), document.id)


def holders_of(document: GoldDocument) -> dict[int, str]:
    """The holder of each source by its first code point."""
    return {
        parts.source[0][0]: judged.holder
        for parts, judged in zip(document.attributions, document.judgements, strict=True)
        if parts.source and judged and judged.holder
    }


def _same(holder: str, figure: Figure) -> bool:
    ours, theirs = ([fold(word) for word in name.split()] for name in (name_of(figure), holder))
    if figure.named and ours and theirs and ours[-1] == theirs[-1]:
        return set(ours) <= set(theirs) or set(theirs) <= set(ours)
    return ours == theirs


def chain_cases(documents: Iterator[Document], share: float, name: str) -> Iterator[Case]:
    """Pronouns whose other mentions are annotated."""
    for number, document in enumerate(documents):

        def judge(at: int, figure: Figure, document: Document = document) -> bool | None:
            return is_right(figure, document.chains[at], at) if at in document.chains else None

        yield from collect(document.text, (), judge, share, f"{name}-{number}")


@dataclass(frozen=True, slots=True)
class _Table:
    """All candidates of some cases, feature by feature.

    Attributes:
        flat: Index of each feature of each candidate. Shape: ``(n_features,)``.
        row_starts: Where each candidate's features begin in ``flat``. Shape: ``(n_rows,)``.
        lengths: How many features each has. Shape: ``(n_rows,)``.
        of_case: Case of each candidate. Shape: ``(n_rows,)``.
        right: Whether each candidate is right. Shape: ``(n_rows,)``.
        shares: How much each case counts. Shape: ``(n_cases,)``.
    """

    flat: NDArray[np.int64]
    row_starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    of_case: NDArray[np.int64]
    right: NDArray[np.bool_]
    shares: NDArray[np.float64]


def fit(cases: Sequence[Case], prior: Mapping[str, float], ridge: float) -> dict[str, float]:
    """Weights that make the right candidates likely, by name of feature."""
    names = sorted({name for case in cases for row in case.rows for name in row} | set(prior))
    index = {name: at for at, name in enumerate(names)}
    table = _table(cases, index)
    start = np.array([prior.get(name, 0.0) for name in names])
    weights, momentum = start.copy(), np.zeros_like(start)
    for _ in range(STEPS):
        scores = np.add.reduceat(weights[table.flat], table.row_starts)
        everything = _softmax(scores, table.of_case)
        good = _softmax(np.where(table.right, scores, -50.0), table.of_case)
        pull = (good - everything) * table.shares[table.of_case]
        gradient = np.bincount(table.flat, np.repeat(pull, table.lengths), len(names)) - ridge * (
            weights - start
        )
        momentum = 0.9 * momentum + gradient / table.shares.sum()
        weights += RATE * momentum
    return {name: round(float(weights[at]), 3) for name, at in index.items() if abs(weights[at]) >= 0.0005}


def _table(cases: Sequence[Case], index: Mapping[str, int]) -> _Table:
    rows = [(number, row) for number, case in enumerate(cases) for row in case.rows]
    lengths = np.array([len(row) for _, row in rows])
    return _Table(
        flat=np.array([index[name] for _, row in rows for name in row]),
        row_starts=np.concatenate([[0], np.cumsum(lengths)[:-1]]),
        lengths=lengths,
        of_case=np.array([number for number, _ in rows]),
        right=np.array([flag for case in cases for flag in case.right], dtype=bool),
        shares=np.array([case.share for case in cases]),
    )


def _softmax(scores: NDArray[np.float64], of_case: NDArray[np.int64]) -> NDArray[np.float64]:
    """Shares of each candidate among those of its pronoun."""
    powers = np.exp(np.clip(scores, -50.0, 50.0))
    shares: NDArray[np.float64] = powers / np.bincount(of_case, weights=powers)[of_case]
    return shares


def share_right(cases: Sequence[Case], weights: Mapping[str, float]) -> float:
    """Of all pronouns, how many get a right candidate."""
    n_right = 0
    for case in cases:
        scores = [sum(weights.get(name, 0.0) for name in row) for row in case.rows]
        n_right += case.right[max(range(len(scores)), key=lambda at: (scores[at], -at))]
    return n_right / len(cases) if cases else 0.0


def cross_validate(cases: Sequence[Case], group: str, ridge: float) -> float:
    """Share of gold pronouns that get a right candidate from weights fitted without their article."""
    own = [case for case in cases if case.group == group]
    units = sorted({case.unit for case in own if case.share == SHARES["gold"]})
    random.Random(7).shuffle(units)
    scores = []
    for fold_number in range(FOLDS):
        held = set(units[fold_number::FOLDS])
        weights = fit([case for case in own if case.unit not in held], PRIOR[group], ridge)
        scores.append(share_right([case for case in own if case.unit in held], weights))
    return float(np.mean(scores))


def problem_with(arguments: argparse.Namespace) -> str | None:
    """What keeps the arguments from being used; None for nothing. Asked before any work is done."""
    for path in (*arguments.gold, *filter(None, [arguments.gap])):
        if not path.is_file():
            return f"{path}: no such file; check the name"
    for path in arguments.texts:
        if not path.exists():
            return f"{path}: no such file or folder; check the name"
    if arguments.ontogum and not any(arguments.ontogum.glob("*.conll")):
        return f"{arguments.ontogum}: no folder of .conll files; name a split of OntoGUM"
    if not arguments.out.parent.is_dir():
        return f"{arguments.out}: its folder is not there; make it first"
    return None


def main() -> None:
    """Collect, cross-validate, fit and write."""
    parser = argparse.ArgumentParser(prog="python -m training.holders", description=__doc__)
    parser.add_argument(
        "--gold", type=Path, nargs="+", required=True, help="JSONL files with holders, and labels"
    )
    parser.add_argument(
        "--texts", type=Path, nargs="*", default=[], help="articles of the labels: JSONL, or PolNeAR's folder"
    )
    parser.add_argument("--ontogum", type=Path, help="a folder of OntoGUM's CoNLL files")
    parser.add_argument("--gap", type=Path, help="GAP's development file")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    if problem := problem_with(arguments):
        parser.exit(2, f"{parser.prog}: {problem}\n")
    try:
        documents = [one for path in arguments.gold for one in gold_documents(path, arguments.texts)]
    except InputError as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    cases = [*gold_cases(documents), *description_cases(documents)]
    if arguments.ontogum:
        texts = read_ontogum(arguments.ontogum, lambda name: any(genre in name for genre in GENRES), PRONOUNS)
        cases.extend(chain_cases(texts, SHARES["ontogum"], "ontogum"))
    if arguments.gap:
        cases.extend(chain_cases(islice(read_gap(arguments.gap), MAX_GAP), SHARES["gap"], "gap"))
    weights = {}
    for group, prior in PRIOR.items():
        own = [case for case in cases if case.group == group]
        print(
            group,
            len(own),
            "cases; right by cross-validation:",
            round(cross_validate(cases, group, RIDGES[group]), 3),
        )
        weights[group] = fit(own, prior, RIDGES[group])
    notice = "Trained on gold attributions, OntoGUM without its news and GAP; see training/holders.py."
    arguments.out.write_text(
        json.dumps({"notice": notice, "weights": weights}, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
