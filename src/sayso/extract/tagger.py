"""Text becomes cue candidates with the roles of the words around them: windows, scores, decoding.

The encoder and the role head read one window at a time, so nothing is padded and nothing masked; the
cues of several windows are decoded together. Long texts go through section by section, so memory does
not grow with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from sayso.extract.decode import (
    CONTENT,
    SOURCE,
    CueCandidate,
    Floats,
    Integers,
    best_roles,
    find_cues,
)
from sayso.extract.pooling import pool
from sayso.extract.quotes import QuoteIndex
from sayso.extract.tokens import Window, Word, WordPieces, cut_windows, lay_out
from sayso.records import ReaderInfo

# Cues that are decoded together: enough to make each step over the words worth its while.
_BATCH_CUES = 64

# Makes a pooled row (see :mod:`sayso.extract.pooling`) shorter, so that a long text needs little memory.
Project = Callable[[Floats], Floats]


class Scorer(Protocol):
    """What the tagger asks of a model: see :class:`sayso.inference.ReaderModel`."""

    info: ReaderInfo

    @property
    def tokenizer_path(self) -> Path:
        """The model's ``tokenizer.json``."""

    def encode(self, ids: Integers, features: Integers, first_piece: Integers) -> tuple[Floats, Floats]:
        """Word vectors and cue tag scores of one window."""

    def score_roles(
        self, words: Floats, paragraphs: Integers, start: Integers, end: Integers
    ) -> tuple[Floats, Floats]:
        """Unary and pairwise role scores of the window's cues."""


@dataclass(frozen=True, slots=True)
class _Scored:
    """The cues of one window with the scores of its words' roles."""

    words: Sequence[Word]
    vectors: Floats
    cues: Sequence[CueCandidate]
    unary: Floats
    pairwise: Floats


@dataclass(frozen=True, slots=True)
class Tagged:
    """One cue candidate with its words.

    Attributes:
        cue: The words of the cue.
        source: The words of its source, in order; may be empty.
        content: The words of its content, in order; may be empty.
        belief: Mean probability of the cue's words to be part of a cue, 0 to 1.
        weakest: The least of them.
        log_roles: Natural logarithm of the probability of exactly these roles.
        log_empty: Natural logarithm of the probability that the cue has neither source nor content.
        pooled: What ``project`` made of the vectors of its words, or None when nobody asked for it.
    """

    cue: tuple[Word, ...]
    source: tuple[Word, ...]
    content: tuple[Word, ...]
    belief: float
    weakest: float
    log_roles: float
    log_empty: float
    pooled: Floats | None = field(default=None, compare=False, repr=False)


class Tagger:
    """Reads texts with one model.

    Args:
        model: The loaded model.
    """

    def __init__(self, model: Scorer) -> None:
        self._model = model
        self._pieces = WordPieces(model.tokenizer_path)

    def tag(self, text: str, quotes: QuoteIndex, *, project: Project | None = None) -> Iterator[Tagged]:
        """Every cue candidate of a text, in text order.

        Args:
            text: The text.
            quotes: Its quotation regions.
            project: What to make of the pooled word vectors of each candidate; None leaves them.
        """
        waiting: list[_Scored] = []
        for words in self._pieces.sections(text, quotes):
            for window in cut_windows(words):
                scored = self._score(words, window)
                if scored.cues:
                    waiting.append(scored)
                if sum(len(one.cues) for one in waiting) >= _BATCH_CUES:
                    yield from _decode(waiting, project)
                    waiting = []
        if waiting:
            yield from _decode(waiting, project)

    def _score(self, words: Sequence[Word], window: Window) -> _Scored:
        pieces = lay_out(words, window.first, window.last)
        vectors, tags = self._model.encode(
            np.array(pieces.ids), np.array(pieces.features), np.array(pieces.first_piece)
        )
        cues = find_cues(tags)
        start = np.array([cue.start for cue in cues], dtype=np.int64)
        end = np.array([cue.end for cue in cues], dtype=np.int64)
        if cues:
            unary, pairwise = self._model.score_roles(vectors, np.array(pieces.paragraphs), start, end)
        else:
            unary = pairwise = np.zeros((0, len(vectors), 0), dtype=np.float32)
        return _Scored(words[window.first : window.last], vectors, cues, unary, pairwise)


def _decode(scored: Sequence[_Scored], project: Project | None) -> Iterator[Tagged]:
    """Decode the cues of several windows at once."""
    longest = max(len(one.words) for one in scored)

    def stack(parts: Sequence[Floats]) -> Floats:
        return np.concatenate(
            [np.pad(part, ((0, 0), (0, longest - part.shape[1]), (0, 0))) for part in parts]
        )

    n_words = np.array([len(one.words) for one in scored for _ in one.cues])
    roles, log_roles, log_empty = best_roles(
        stack([one.unary for one in scored]), stack([one.pairwise for one in scored]), n_words
    )
    cues = [(one, cue) for one in scored for cue in one.cues]
    for row, (one, cue) in enumerate(cues):
        content = np.flatnonzero(roles[row] == CONTENT)
        yield Tagged(
            cue=tuple(one.words[cue.start : cue.end]),
            source=tuple(one.words[at] for at in np.flatnonzero(roles[row] == SOURCE).tolist()),
            content=tuple(one.words[at] for at in content.tolist()),
            belief=cue.belief,
            weakest=cue.weakest,
            log_roles=float(log_roles[row]),
            log_empty=float(log_empty[row]),
            pooled=project(pool(one.vectors, np.arange(cue.start, cue.end), content)) if project else None,
        )
