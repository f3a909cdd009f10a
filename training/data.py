"""Annotated articles become training windows: pieces, cue tags, and a role per word for each cue."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from sayso.evaluate.gold import Parts, load_gold
from sayso.evaluate.polnear import read_annotation
from sayso.extract.decode import CONTENT, SOURCE
from sayso.extract.tokens import MASK, WINDOW_PIECES, Tokenized, WordPieces, cut_windows, lay_out
from sayso.records import Role


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


def load_polnear(root: Path, split: str, pieces: WordPieces) -> list[Example]:
    """All articles of a PolNeAR split, with every annotator's view of each."""
    folder = root / "data" / split if (root / "data" / split).is_dir() else root / split
    by_article: dict[str, list[Path]] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        by_article.setdefault(path.stem.rpartition("_")[0], []).append(path)
    examples = []
    for name, paths in by_article.items():
        text = (folder / "text" / f"{name}.txt").read_bytes().decode("utf-8")
        tokenized = pieces.tokenize(text)
        views = [to_relations(tokenized, read_annotation(path)) for path in paths]
        examples.append(Example(name, tokenized, views))
    return examples


def load_jsonl(path: Path, pieces: WordPieces) -> list[Example]:
    """Articles of a gold file: one object a line with ``text`` and ``attributions``."""
    examples = []
    for document in load_gold(path).documents:
        tokenized = pieces.tokenize(document.text)
        examples.append(Example(document.id, tokenized, [to_relations(tokenized, document.attributions)]))
    return examples


def to_relations(tokenized: Tokenized, attributions: Sequence[Parts]) -> list[Relation]:
    """Turn character spans into word indices; relations whose cue covers no word are left out."""
    word_at = {
        position: index
        for index, word in enumerate(tokenized.words)
        for position in range(word.start, word.end)
    }
    relations = []
    for parts in attributions:
        covered = {
            role: {word_at[at] for span in parts.spans(role) for at in range(*span) if at in word_at}
            for role in Role
        }
        cue = covered[Role.CUE]
        if cue and covered[Role.CONTENT]:
            roles = dict.fromkeys(covered[Role.CONTENT], CONTENT) | dict.fromkeys(
                covered[Role.SOURCE], SOURCE
            )
            relations.append(Relation((min(cue), max(cue) + 1), roles))
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
