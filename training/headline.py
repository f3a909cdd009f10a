"""Pairs of headline and article, and articles read for their side, become the weights of the headline check.

    python -m training.headline --pairs dev-headlines.jsonl --articles dev-articles.jsonl \\
        --read unlabelled.jsonl --gold rumours-train.jsonl

Whether a pair agrees follows from the sides of both: where the headline or the body only observes, the
body discusses; the same side agrees, opposite sides disagree. So two models are trained, one for
headlines and one for bodies, and the sides of the pairs, which nobody annotated, are inferred story
by story from all pairs of the story and from what models trained on the other stories believe.
Cross-validation is over stories; no story is in both parts, not even by its headlines.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.assess.headline.check import RELATED_SCORE
from sayso.assess.headline.cues import find_cues
from sayso.assess.headline.model import SIDES, Logistic, combine
from sayso.assess.headline.overlap import (
    Body,
    overlap_features,
    sentence_shares,
    topic_weights,
    weights_of,
)
from sayso.assess.headline.sides import body_features, headline_features
from sayso.assess.headline.words import RESOURCES, words_of
from sayso.evaluate.headlines import Pair, load_pairs, score_pairs
from sayso.records import HeadlineStance

LABELS = Path(__file__).parent / "labels" / "headline_sides.tsv"
OUT = RESOURCES / "weights.json"
# Strength of the L2 penalty on standardised features, for each model.
PENALTY = {"related": 1.0, "headline": 10.0, "body": 40.0}
# How far rare classes are lifted: 0 not at all, 1 until all count the same.
LIFT = {"related": 0.0, "headline": 0.5, "body": 0.5}
# What a text that was read counts beside an article of the pairs.
READ_WEIGHT = 0.5
N_FOLDS = 11
N_ROUNDS, N_PARTS = 3, 4
# What is believed of a headline's side before there is a model, in the order of ``SIDES``.
FLAT = (0.1, 0.5, 0.4)
# Belief that a pair's label follows from the two sides.
FITS = 0.98
# Pairs of one article that train the body's side, and of one headline that train the headline's.
N_VIEWS = 2
GOLD_SIDES = {"against": "against", "for": "for", "observing": "observing"}

Floats = NDArray[np.float64]
Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """Features with a belief in each class.

    Attributes:
        features: By name.
        target: Belief in each class; they sum to 1.
        weight: How much it counts.
    """

    features: Features
    target: tuple[float, ...]
    weight: float = 1.0


def fit(examples: Sequence[Example], part: str) -> Logistic:
    """Fit a multinomial logistic regression by Newton's method, on standardised features.

    Args:
        examples: What to learn from.
        part: Which of the models, for its penalty and lift.

    Returns:
        The model for raw features; the standardisation is folded into its weights.
    """
    names = tuple(sorted({name for example in examples for name in example.features}))
    x = np.array([[example.features.get(name, 0.0) for name in names] for example in examples])
    y = np.array([example.target for example in examples])
    weight = np.array([example.weight for example in examples])
    share = (y * weight[:, None]).sum(0) / weight.sum()
    weight = weight * (y / (y.shape[1] * share)).sum(1) ** LIFT[part]
    mean, spread = x.mean(0), x.std(0)
    spread = np.where(spread < 1e-9, 1.0, spread)
    design = np.hstack([(x - mean) / spread, np.ones((len(x), 1))])
    solved = _newton(design, y, weight, PENALTY[part])
    scaled = solved[:-1] / spread[:, None]
    bias = solved[-1] - mean @ scaled
    rounded = [[round(float(v), 5) for v in row] for row in scaled.T]
    return Logistic(names, tuple(round(float(v), 5) for v in bias), tuple(map(tuple, rounded)))


def _newton(x: Floats, y: Floats, weight: Floats, penalty: float) -> Floats:
    """Weights of shape (n_features + 1, n_classes); the last row, the bias, is hardly penalised."""
    n, k = x.shape[1], y.shape[1]
    ridge = np.full(n, penalty)
    ridge[-1] = 1e-3
    w = np.zeros((n, k))
    for _ in range(25):
        p = _softmax(x @ w)
        gradient = x.T @ ((p - y) * weight[:, None]) + ridge[:, None] * w
        hessian = np.zeros((n * k, n * k))
        for a in range(k):
            for b in range(k):
                s = weight * p[:, a] * ((a == b) - p[:, b])
                hessian[a * n : (a + 1) * n, b * n : (b + 1) * n] = (x * s[:, None]).T @ x
        hessian += np.diag(np.tile(ridge, k)) + 1e-6 * np.eye(n * k)
        step = np.linalg.solve(hessian, gradient.T.reshape(-1)).reshape(k, n).T
        w -= step
        if np.abs(step).max() < 1e-4:
            break
    return w


def _softmax(z: Floats) -> Floats:
    powers: Floats = np.exp(z - z.max(1, keepdims=True))
    total: Floats = powers.sum(1, keepdims=True)
    shares: Floats = powers / total
    return shares


class Data:
    """All that is learned from, with its features.

    Args:
        pairs: The pairs.
        read: Texts with the side that a reader gave them.
    """

    def __init__(self, pairs: Sequence[Pair], read: Sequence[tuple[str, str]]) -> None:
        self.pairs = pairs
        bodies = {pair.article: Body(pair.text) for pair in pairs}
        cues = {article: find_cues(body.words) for article, body in bodies.items()}
        self.headline = {
            pair.headline: headline_features(pair.headline, words_of(pair.headline)) for pair in pairs
        }
        self.overlap: list[Features] = []
        self.body: list[Features] = []
        for pair in pairs:
            words, body = words_of(pair.headline), bodies[pair.article]
            shares = sentence_shares(weights_of(words), body)
            self.overlap.append(overlap_features(words, body, shares))
            self.body.append({} if pair.stance is None else body_features(body, cues[pair.article], shares))
        self.read = [self._read_example(text, side) for text, side in read]
        self.stories = sorted({pair.story for pair in pairs})
        self._home = {pair.headline: pair.story for pair in pairs if pair.stance is not None}

    def _read_example(self, text: str, side: str) -> Example:
        body = Body(text)
        features = body_features(body, find_cues(body.words), sentence_shares(topic_weights(body), body))
        return Example(features, _one_hot(side), READ_WEIGHT)

    def outside(self, held: set[str]) -> list[int]:
        """Pairs that touch no held-out story, neither by article nor by headline."""
        return [
            index
            for index, pair in enumerate(self.pairs)
            if pair.story not in held and self._home.get(pair.headline, pair.story) not in held
        ]

    def of(self, held: set[str]) -> list[int]:
        """Pairs whose article is of a held-out story."""
        return [index for index, pair in enumerate(self.pairs) if pair.story in held]


@dataclass(frozen=True, slots=True)
class Trained:
    """The three models."""

    related: Logistic
    headline: Logistic
    body: Logistic


Sides = dict[str, str]


def train(data: Data, indices: Sequence[int], seed: int) -> Trained:
    """Train on some pairs and on all texts that were read.

    The sides are inferred first with no more than a model of the texts that were read, then again with
    models of the other parts of the stories.
    """
    related = [
        Example(
            data.overlap[i], (float(data.pairs[i].stance is None), float(data.pairs[i].stance is not None))
        )
        for i in indices
    ]
    mine = [i for i in indices if data.pairs[i].stance is not None]
    stories = sorted({data.pairs[i].story for i in mine})
    random.Random(seed).shuffle(stories)
    parts = [set(stories[part::N_PARTS]) for part in range(N_PARTS)]
    headline_sides, body_sides = infer_sides(data, mine, None, fit(data.read, "body"))
    for _ in range(N_ROUNDS):
        before = dict(headline_sides), dict(body_sides)
        for part in parts:
            headline, body = fit_sides(data, [i for i in mine if data.pairs[i].story not in part], *before)
            inside = [i for i in mine if data.pairs[i].story in part]
            for sides, new in zip(
                (headline_sides, body_sides), infer_sides(data, inside, headline, body), strict=True
            ):
                sides.update(new)
    headline, body = fit_sides(data, mine, headline_sides, body_sides)
    return Trained(fit(related, "related"), headline, body)


def fit_sides(
    data: Data, indices: Sequence[int], headline_sides: Sides, body_sides: Sides
) -> tuple[Logistic, Logistic]:
    """Fit both models on known sides; every headline and article counts once, however many its pairs."""
    headlines = {data.pairs[i].headline: None for i in indices}
    examples = [Example(data.headline[h], _one_hot(headline_sides[h])) for h in headlines]
    views: dict[str, list[int]] = defaultdict(list)
    for i in indices:
        if len(views[data.pairs[i].article]) < N_VIEWS:
            views[data.pairs[i].article].append(i)
    bodies = [
        Example(data.body[i], _one_hot(body_sides[article]), 1.0 / len(chosen))
        for article, chosen in views.items()
        for i in chosen
    ]
    return (
        fit(examples, "headline"),
        fit([*bodies, *data.read], "body"),
    )


def _one_hot(side: str) -> tuple[float, ...]:
    return tuple(float(side == name) for name in SIDES)


def stance_of(headline_side: str, body_side: str) -> HeadlineStance:
    """The stance that follows from two sides."""
    if "observing" in (headline_side, body_side):
        return HeadlineStance.DISCUSS
    return HeadlineStance.AGREE if headline_side == body_side else HeadlineStance.DISAGREE


def infer_sides(
    data: Data, indices: Sequence[int], headline_model: Logistic | None, body_model: Logistic
) -> tuple[Sides, Sides]:
    """The sides that explain the pairs best, by coordinate ascent, story by story.

    Args:
        data: All data.
        indices: Pairs to explain.
        headline_model: What believes in the headlines' sides beforehand; without, ``FLAT``.
        body_model: The same for bodies.
    """
    prior_h: dict[str, dict[str, float]] = {}
    prior_b: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(SIDES, 0.0))
    count = Counter(data.pairs[i].article for i in indices)
    for i in indices:
        pair = data.pairs[i]
        if pair.headline not in prior_h:
            believed = headline_model.beliefs(data.headline[pair.headline]) if headline_model else FLAT
            prior_h[pair.headline] = dict(zip(SIDES, map(_log, believed), strict=True))
        for side, belief in zip(SIDES, body_model.beliefs(data.body[i]), strict=True):
            prior_b[pair.article][side] += _log(belief) / count[pair.article]
    by_headline, by_article = defaultdict(list), defaultdict(list)
    for i in indices:
        by_headline[data.pairs[i].headline].append(i)
        by_article[data.pairs[i].article].append(i)
    best_h = {h: max(SIDES, key=lambda side: prior_h[h][side]) for h in by_headline}
    best_b = {b: max(SIDES, key=lambda side: prior_b[b][side]) for b in by_article}
    for _ in range(10):
        for article, mine in by_article.items():
            best_b[article] = _best(
                prior_b[article], [(best_h[data.pairs[i].headline], data.pairs[i].stance) for i in mine]
            )
        for headline, mine in by_headline.items():
            best_h[headline] = _best(
                prior_h[headline], [(best_b[data.pairs[i].article], data.pairs[i].stance) for i in mine]
            )
    return best_h, best_b


def _log(belief: float) -> float:
    return float(np.log(belief + 1e-3))


def _best(prior: Mapping[str, float], others: Iterable[tuple[str, HeadlineStance | None]]) -> str:
    listed = list(others)

    def belief(side: str) -> float:
        fitting = sum(stance_of(side, other) is stance for other, stance in listed)
        return prior[side] + fitting * float(np.log(FITS / (1 - FITS) * 2))

    return max(SIDES, key=belief)


def cross_validate(data: Data, seed: int) -> dict[str, Any]:
    """Scores over all stories, each judged by models that never saw it."""
    stories = list(data.stories)
    random.Random(seed).shuffle(stories)
    related: dict[int, bool] = {}
    stances: dict[int, HeadlineStance] = {}
    for fold in range(N_FOLDS):
        held = set(stories[fold::N_FOLDS])
        trained = train(data, data.outside(held), seed)
        for i in data.of(held):
            related[i] = trained.related.beliefs(data.overlap[i])[1] >= RELATED_SCORE
            if data.body[i]:
                headline = trained.headline.beliefs(data.headline[data.pairs[i].headline])
                beliefs = combine(headline, trained.body.beliefs(data.body[i]))
                stances[i] = max(beliefs, key=lambda stance: beliefs[stance])
    order = sorted(related)
    return score_pairs(
        [data.pairs[i] for i in order], [related[i] for i in order], [stances.get(i) for i in order]
    )


def load_read(read: Path, gold: Sequence[Path]) -> list[tuple[str, str]]:
    """Texts with their side: those of the label file, and annotated articles with a ``claim_stance``."""
    rows = [line.split("\t") for line in LABELS.read_text("utf-8").splitlines() if not line.startswith("#")]
    labels = {row[0]: row[1] for row in rows}
    found = []
    for path in (read, *gold):
        for line in path.read_text("utf-8").splitlines():
            item = json.loads(line)
            side = GOLD_SIDES.get(item.get("claim_stance", ""), labels.get(item["id"]))
            if side:
                found.append((item["text"], side))
    return found


def main() -> None:
    """Cross-validate, train on everything, write the weights."""
    parser = argparse.ArgumentParser(prog="python -m training.headline", description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True, help="headline, article and stance, JSON Lines")
    parser.add_argument("--articles", type=Path, required=True, help="id, story and text, JSON Lines")
    parser.add_argument("--read", type=Path, required=True, help="articles of the label file, JSON Lines")
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="annotated articles")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    data = Data(load_pairs(arguments.pairs, arguments.articles), load_read(arguments.read, arguments.gold))
    print(json.dumps(cross_validate(data, arguments.seed), indent=2))
    trained = train(data, range(len(data.pairs)), arguments.seed)
    models = {name: getattr(trained, name) for name in ("related", "headline", "body")}
    written = {name: {"names": m.names, "bias": m.bias, "weights": m.weights} for name, m in models.items()}
    arguments.out.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
