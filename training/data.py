"""Annotated articles become training windows: pieces, cue tags, and roles of the words for each cue.

What is wanted of a word is a distribution: all on one tag or role where only an annotator speaks, mixed
with what teachers believe where there is a lesson.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from sayso.evaluate.gold import Parts
from sayso.evaluate.polnear import read_annotation
from sayso.extract.decode import CONTENT, SOURCE
from sayso.extract.tokens import MASK, WINDOW_PIECES, Tokenized, WordPieces, cut_windows, lay_out
from sayso.records import Role

# Tags of cues (O, B, I) and roles (outside, source, content).
N_TAGS = 3
N_ROLES = 3
# What an annotator says weighs as much as what the teachers believe (chosen before training, not tuned).
GOLD_SHARE = 0.5


@dataclass(frozen=True)
class RoleBelief:
    """What teachers believe of the roles for one cue.

    Attributes:
        first: Index of the first word that they saw.
        marginals: Probability of each word's role, then of each transition into it. Shape:
            ``(n_words, 12)``.
    """

    first: int
    marginals: Tensor


@dataclass(frozen=True)
class Lesson:
    """What teachers believe of one article.

    Attributes:
        tags: Probability of each word's cue tag. Shape: ``(n_words, 3)``.
        roles: By cue, as first word and one past the last.
    """

    tags: Tensor
    roles: dict[tuple[int, int], RoleBelief]


@dataclass(frozen=True)
class Example:
    """One article.

    Attributes:
        id: Name of the article in its set.
        tokenized: Its words.
        views: One list of gold relations per annotator.
        lesson: What teachers believe, or None.
        raw: Whether nobody annotated it and the lesson is all there is.
        judged: What somebody judged of its attributions.
    """

    id: str
    tokenized: Tokenized
    views: list[list[Relation]]
    lesson: Lesson | None = None
    raw: bool = False
    judged: Sequence[JudgedRelation] = ()


@dataclass(frozen=True)
class Relation:
    """One gold attribution in word indices of its article.

    Attributes:
        cue: First word and one past the last.
        roles: Words of the source (1) and the content (2).
    """

    cue: tuple[int, int]
    roles: dict[int, int]


@dataclass(frozen=True)
class JudgedRelation:
    """Words of an attribution, counted from the start of its article or window, and numbers of its labels.

    Attributes:
        cue: Never empty.
        content: Never empty.
        labels: One for each judgement, in their order.
    """

    cue: tuple[int, ...]
    content: tuple[int, ...]
    labels: tuple[int, ...]

    def within(self, first: int, last: int) -> JudgedRelation | None:
        """The same counted from the first word of a window; None where the window has nothing of a part."""
        cue = tuple(word - first for word in self.cue if first <= word < last)
        content = tuple(word - first for word in self.content if first <= word < last)
        return JudgedRelation(cue, content, self.labels) if cue and content else None


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


def to_examples(documents: Iterable[Mapping[str, Any]], pieces: WordPieces) -> Iterator[Example]:
    """Annotated articles, objects with ``id``, ``text`` and ``attributions``, as a gold file has them."""
    for document in documents:
        tokenized = pieces.tokenize(document["text"])
        yield Example(
            document["id"], tokenized, [to_relations(tokenized, map(to_parts, document["attributions"]))]
        )


def to_parts(item: Mapping[str, Any]) -> Parts:
    """The spans of an annotated attribution."""
    return Parts(*(tuple(map(tuple, item[role])) for role in ("source", "cue", "content")))


def to_relations(tokenized: Tokenized, attributions: Iterable[Parts]) -> list[Relation]:
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
    """One window with what is wanted of it.

    Attributes:
        ids, features, first_piece, paragraphs: As :class:`sayso.extract.tokens.Pieces` has them.
        tags: Wanted cue tag of each word, as probabilities. Shape: ``(n_words, 3)``.
        relations: Cue start, cue end, and the wanted marginals of roles and transitions, ``(n_words, 12)``.
        judged: Judged attributions with words of the window.
    """

    ids: list[int]
    features: list[int]
    first_piece: list[int]
    paragraphs: list[int]
    tags: Tensor | None = None
    relations: list[tuple[int, int, Tensor]] = field(default_factory=list)
    judged: list[JudgedRelation] = field(default_factory=list)


def cut_rows(example: Example, rng: random.Random, *, mask_rate: float) -> list[Row]:
    """Cut an article into windows of a random size, seen through a random annotator, some pieces masked."""
    relations = rng.choice(example.views)
    words = example.tokenized.words
    rows = []
    size = rng.choice((WINDOW_PIECES, WINDOW_PIECES, 224, 192))
    for window in cut_windows(words, window_pieces=size):
        pieces = lay_out(words, window.first, window.last)
        inside = [
            relation
            for relation in relations
            if window.first <= relation.cue[0] and relation.cue[1] <= window.last
        ]
        ids = [
            MASK if feature and rng.random() < mask_rate else piece
            for piece, feature in zip(pieces.ids, pieces.features, strict=True)
        ]
        rows.append(
            Row(
                ids,
                pieces.features,
                pieces.first_piece,
                pieces.paragraphs,
                _wanted_tags(example, inside, window.first, window.last),
                [
                    (
                        relation.cue[0] - window.first,
                        relation.cue[1] - window.first,
                        _wanted_roles(example, relation, window.first, window.last),
                    )
                    for relation in inside
                ],
                list(filter(None, (one.within(window.first, window.last) for one in example.judged))),
            )
        )
    return rows


def _wanted_tags(example: Example, relations: Sequence[Relation], first: int, last: int) -> Tensor:
    believed = example.lesson.tags[first:last].float() if example.lesson else None
    if example.raw and believed is not None:
        return believed
    tags = torch.zeros(last - first, dtype=torch.long)
    for relation in relations:
        start, end = relation.cue
        tags[start - first] = 1
        tags[start - first + 1 : end - first] = 2
    gold = torch.eye(N_TAGS)[tags]
    return gold if believed is None else GOLD_SHARE * gold + (1 - GOLD_SHARE) * believed


def _wanted_roles(example: Example, relation: Relation, first: int, last: int) -> Tensor:
    belief = example.lesson.roles.get(relation.cue) if example.lesson else None
    if belief is None:
        return certain_roles(relation.roles, first, last)
    believed = _place(belief, first, last)
    if example.raw:
        return believed
    gold = certain_roles(relation.roles, first, last)
    return GOLD_SHARE * gold + (1 - GOLD_SHARE) * believed


def certain_roles(roles: dict[int, int], first: int, last: int) -> Tensor:
    """Marginals that are all on one sequence; words not named are outside. Shape: ``(last - first, 12)``."""
    labels = torch.zeros(last - first, dtype=torch.long)
    for word, role in roles.items():
        if first <= word < last:
            labels[word - first] = role
    before = torch.cat([labels.new_zeros(1), labels[:-1]])
    return torch.cat([torch.eye(N_ROLES)[labels], torch.eye(N_ROLES**2)[before * N_ROLES + labels]], dim=1)


def _place(belief: RoleBelief, first: int, last: int) -> Tensor:
    """The teachers' marginals in another window: outside is all that is known of words they did not see."""
    placed = certain_roles({}, first, last)
    start, end = max(first, belief.first), min(last, belief.first + len(belief.marginals))
    if start < end:
        seen = belief.marginals[start - belief.first : end - belief.first].float()
        placed[start - first : end - first] = seen
        # Whatever came before the first word is outside.
        placed[start - first, N_ROLES:] = torch.cat([seen[0, :N_ROLES], seen.new_zeros(N_ROLES**2 - N_ROLES)])
    return placed


def runs(tags: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Cues in a sequence of tags: first word and one past the last."""
    start = None
    for index, tag in enumerate([*tags, 0]):
        if start is not None and tag != 2:
            yield start, index
            start = None
        if tag == 1 or (tag == 2 and start is None):
            start = index


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
    """Pad rows; nothing is wanted where there is no word."""
    n_pieces = max(len(row.ids) for row in rows)
    n_words = max(len(row.first_piece) for row in rows)
    ids = torch.zeros(len(rows), n_pieces, dtype=torch.long)
    features = torch.zeros_like(ids)
    first_piece = torch.zeros(len(rows), n_words, dtype=torch.long)
    paragraphs = torch.full_like(first_piece, -1)
    tags = torch.zeros(len(rows), n_words, N_TAGS)
    for index, row in enumerate(rows):
        ids[index, : len(row.ids)] = torch.tensor(row.ids)
        features[index, : len(row.ids)] = torch.tensor(row.features)
        first_piece[index, : len(row.first_piece)] = torch.tensor(row.first_piece)
        paragraphs[index, : len(row.paragraphs)] = torch.tensor(row.paragraphs)
        if row.tags is not None:
            tags[index, : len(row.tags)] = row.tags
    return Batch(ids, features, first_piece, paragraphs, tags, list(rows))


def log(message: str) -> None:
    """One line to standard error."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()
