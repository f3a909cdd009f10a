"""Annotated articles become training windows: pieces, cue tags, and a role per word for each cue."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import torch
from torch import Tensor

from sayso.extract.tokens import MASK, WINDOW_PIECES, Tokenized, WordPieces, cut_windows, lay_out

ROLES = ("source", "cue", "content")
Attributions = list[dict[str, list[list[int]]]]


@dataclass(frozen=True)
class Example:
    """One annotated article.

    Attributes:
        id: Name of the article in its set.
        tokenized: Its words.
        views: One list of gold relations per annotator.
    """

    id: str
    tokenized: Tokenized
    views: list[list[Relation]]


@dataclass(frozen=True)
class Relation:
    """One gold attribution in word indices of its article.

    Attributes:
        cue: First word and one past the last.
        roles: Words of the source (1) and the content (2).
    """

    cue: tuple[int, int]
    roles: dict[int, int]


def scorer() -> ModuleType:
    """The reference scorer beside the checkout, or the one that ``SAYSO_SCORER`` names."""
    path = Path(os.environ.get("SAYSO_SCORER", "../shared/score/attributions.py"))
    spec = importlib.util.spec_from_file_location("reference_scorer", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"{path}: no scorer here; set SAYSO_SCORER to attributions.py")
    if spec.name not in sys.modules:
        sys.modules[spec.name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[spec.name])
    return sys.modules[spec.name]


def load_polnear(root: Path, split: str, pieces: WordPieces) -> list[Example]:
    """All articles of a PolNeAR split, with every annotator's view of each."""
    load_split = scorer().load_split

    by_id: dict[str, list] = {}
    for document in load_split(str(root), split, annotator="all"):
        by_id.setdefault(document.id, []).append(document)
    examples = []
    for name, documents in by_id.items():
        tokenized = pieces.tokenize(documents[0].text)
        examples.append(
            Example(name, tokenized, [to_relations(tokenized, d.attributions) for d in documents])
        )
    return examples


def load_jsonl(path: Path, pieces: WordPieces) -> list[Example]:
    """Articles of a gold file: one object a line with ``text`` and ``attributions``."""
    examples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        tokenized = pieces.tokenize(row["text"])
        examples.append(Example(row["id"], tokenized, [to_relations(tokenized, row["attributions"])]))
    return examples


def to_relations(tokenized: Tokenized, attributions: Attributions) -> list[Relation]:
    """Turn character spans into word indices; relations whose cue covers no word are left out."""
    starts = {}
    for index, word in enumerate(tokenized.words):
        for position in range(word.start, word.end):
            starts[position] = index
    relations = []
    for attribution in attributions:
        covered = {
            role: {starts[at] for start, end in attribution[role] for at in range(start, end) if at in starts}
            for role in ROLES
        }
        if not covered["cue"] or not covered["content"]:
            continue
        roles = dict.fromkeys(covered["content"], 2) | dict.fromkeys(covered["source"], 1)
        relations.append(Relation((min(covered["cue"]), max(covered["cue"]) + 1), roles))
    return relations


@dataclass
class Row:
    """One window with its gold."""

    ids: list[int]
    features: list[int]
    first_piece: list[int]
    paragraphs: list[int]
    relations: list[tuple[int, int, dict[int, int]]]
    weight: float = 1.0


def cut_rows(example: Example, rng: random.Random, *, mask_rate: float) -> list[Row]:
    """Cut an article into windows of a random size, seen through a random annotator, some pieces masked."""
    relations = rng.choice(example.views)
    words = example.tokenized.words
    rows = []
    size = rng.choice((WINDOW_PIECES, WINDOW_PIECES, 224, 192))
    for window in cut_windows(words, window_pieces=size):
        pieces = lay_out(words, window.first, window.last)
        inside = []
        for relation in relations:
            start, end = relation.cue
            if window.first <= start and end <= window.last:
                roles = {
                    word - window.first: role
                    for word, role in relation.roles.items()
                    if window.first <= word < window.last
                }
                inside.append((start - window.first, end - window.first, roles))
        ids = [
            MASK if feature and rng.random() < mask_rate else piece
            for piece, feature in zip(pieces.ids, pieces.features, strict=True)
        ]
        rows.append(Row(ids, pieces.features, pieces.first_piece, pieces.paragraphs, inside))
    return rows


@dataclass
class Batch:
    """Rows padded to one size; tensors as :mod:`training.model` takes them."""

    ids: Tensor
    features: Tensor
    first_piece: Tensor
    paragraphs: Tensor
    tags: Tensor
    rows: list[Row]

    @property
    def present(self) -> Tensor:
        """1.0 where there is a word. Shape: ``(n_windows, n_words)``."""
        return (self.paragraphs >= 0).float()


def to_batch(rows: Sequence[Row]) -> Batch:
    """Pad rows; cue tags are -100 where there is no word."""
    n_pieces = max(len(row.ids) for row in rows)
    n_words = max(len(row.first_piece) for row in rows)
    ids = torch.zeros(len(rows), n_pieces, dtype=torch.long)
    features = torch.zeros_like(ids)
    first_piece = torch.zeros(len(rows), n_words, dtype=torch.long)
    paragraphs = torch.full_like(first_piece, -1)
    tags = torch.full_like(first_piece, -100)
    for index, row in enumerate(rows):
        ids[index, : len(row.ids)] = torch.tensor(row.ids)
        features[index, : len(row.ids)] = torch.tensor(row.features)
        first_piece[index, : len(row.first_piece)] = torch.tensor(row.first_piece)
        paragraphs[index, : len(row.paragraphs)] = torch.tensor(row.paragraphs)
        tags[index, : len(row.first_piece)] = 0
        for start, end, _ in row.relations:
            tags[index, start] = 1
            tags[index, start + 1 : end] = 2
    return Batch(ids, features, first_piece, paragraphs, tags, list(rows))


def log(message: str) -> None:
    """One line to standard error."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()
