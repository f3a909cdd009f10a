"""Text becomes cue candidates with the roles of the words around them: windows, batches, decoding.

Batches hold windows of like length; the encoder runs once per window, the role head once per
candidate. Long texts go through section by section, so memory does not grow with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
from sayso.extract.quotes import QuoteIndex
from sayso.extract.tokens import Pieces, Window, Word, WordPieces, cut_windows, lay_out
from sayso.records import ReaderInfo

# Windows the encoder reads at once: enough to keep one core busy, small enough for a small memory.
_BATCH_WINDOWS = 8
# Cues the role head scores at once.
_BATCH_CUES = 48


class Scorer(Protocol):
    """What the tagger asks of a model: see :class:`sayso.inference.ReaderModel`."""

    info: ReaderInfo

    @property
    def tokenizer_path(self) -> Path:
        """The model's ``tokenizer.json``."""

    def encode(self, ids: Integers, features: Integers, first_piece: Integers) -> tuple[Floats, Floats]:
        """Word vectors and cue tag scores of windows."""

    def score_roles(
        self, words: Floats, paragraphs: Integers, window: Integers, start: Integers, end: Integers
    ) -> tuple[Floats, Floats]:
        """Unary and pairwise role scores of cues."""


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
    """

    cue: tuple[Word, ...]
    source: tuple[Word, ...]
    content: tuple[Word, ...]
    belief: float
    weakest: float
    log_roles: float
    log_empty: float


class Tagger:
    """Reads texts with one model.

    Args:
        model: The loaded model.
    """

    def __init__(self, model: Scorer) -> None:
        self._model = model
        self._pieces = WordPieces(model.tokenizer_path)

    def tag(self, text: str, quotes: QuoteIndex) -> Iterator[Tagged]:
        """Every cue candidate of a text, in text order within a section."""
        for words in self._pieces.sections(text, quotes):
            windows = cut_windows(words)
            found: list[tuple[int, Tagged]] = []
            order = sorted(range(len(windows)), key=lambda index: windows[index].last - windows[index].first)
            for at in range(0, len(order), _BATCH_WINDOWS):
                chosen = order[at : at + _BATCH_WINDOWS]
                for index, tagged in self._tag_windows(words, [windows[index] for index in chosen]):
                    found.append((chosen[index], tagged))
            found.sort(key=lambda item: (item[0], item[1].cue[0].start))
            yield from (tagged for _, tagged in found)

    def _tag_windows(self, words: Sequence[Word], windows: Sequence[Window]) -> Iterator[tuple[int, Tagged]]:
        laid = [lay_out(words, window.first, window.last) for window in windows]
        ids, features, first_piece, paragraphs = _pad(laid)
        vectors, tag_scores = self._model.encode(ids, features, first_piece)
        cues = [
            (index, cue)
            for index, window in enumerate(windows)
            for cue in find_cues(tag_scores[index, : window.last - window.first])
        ]
        for at in range(0, len(cues), _BATCH_CUES):
            batch = cues[at : at + _BATCH_CUES]
            yield from self._decode(words, windows, vectors, paragraphs, batch)

    def _decode(
        self,
        words: Sequence[Word],
        windows: Sequence[Window],
        vectors: Floats,
        paragraphs: Integers,
        cues: Sequence[tuple[int, CueCandidate]],
    ) -> Iterator[tuple[int, Tagged]]:
        window = np.array([index for index, _ in cues], dtype=np.int64)
        start = np.array([cue.start for _, cue in cues], dtype=np.int64)
        end = np.array([cue.end for _, cue in cues], dtype=np.int64)
        unary, pairwise = self._model.score_roles(vectors, paragraphs, window, start, end)
        n_words = (paragraphs >= 0).sum(axis=1)[window]
        roles, log_roles, log_empty = best_roles(unary, pairwise, n_words)
        for row, (index, cue) in enumerate(cues):
            first = windows[index].first

            def pick(role: int, row: int = row, first: int = first) -> tuple[Word, ...]:
                return tuple(words[first + at] for at in np.flatnonzero(roles[row] == role).tolist())

            yield (
                index,
                Tagged(
                    cue=tuple(words[first + cue.start : first + cue.end]),
                    source=pick(SOURCE),
                    content=pick(CONTENT),
                    belief=cue.belief,
                    weakest=cue.weakest,
                    log_roles=float(log_roles[row]),
                    log_empty=float(log_empty[row]),
                ),
            )


def _pad(laid: Sequence[Pieces]) -> tuple[Integers, Integers, Integers, Integers]:
    """Stack windows: ids, features, first pieces (0 for padding) and paragraphs (-1 for padding)."""
    n_pieces = max(len(pieces.ids) for pieces in laid)
    n_words = max(len(pieces.first_piece) for pieces in laid)
    ids = np.zeros((len(laid), n_pieces), dtype=np.int64)
    features = np.zeros_like(ids)
    first_piece = np.zeros((len(laid), n_words), dtype=np.int64)
    paragraphs = np.full((len(laid), n_words), -1, dtype=np.int64)
    for row, pieces in enumerate(laid):
        ids[row, : len(pieces.ids)] = pieces.ids
        features[row, : len(pieces.ids)] = pieces.features
        first_piece[row, : len(pieces.first_piece)] = pieces.first_piece
        paragraphs[row, : len(pieces.paragraphs)] = pieces.paragraphs
    return ids, features, first_piece, paragraphs
