"""The reader model's ONNX files become sessions: arrays in, arrays out. Nothing else opens onnxruntime.

A model is a folder with ``encoder.onnx``, ``roles.onnx``, ``tokenizer.json`` and ``card.json``; the
card names the SHA-256 digest of each file, and a file that differs is not loaded.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.errors import ModelError
from sayso.records import ReaderInfo

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]

# Goes up when the files' inputs or outputs change; a model of another format cannot be used.
MODEL_FORMAT = 1
MODEL_FILES = ("encoder.onnx", "roles.onnx", "tokenizer.json")
_REINSTALL = "reinstall Sayso with pip's --force-reinstall, from where you had it"


def default_model_directory() -> Path:
    """Where the shipped English reader lies."""
    return Path(__file__).parent / "resources" / "models" / "en"


def read_card(directory: Path) -> dict[str, Any]:
    """The model card.

    Raises:
        ModelError: There is no card (``model_missing``), it is not JSON (``model_tampered``), or it is for
            another version of Sayso (``model_format``).
    """
    path = directory / "card.json"
    if not path.is_file():
        raise ModelError(
            f"{directory}: no reader model here (card.json is missing); {_REINSTALL}", code="model_missing"
        )
    try:
        card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(f"{path}: not a model card ({error}); {_REINSTALL}", code="model_tampered") from None
    if not isinstance(card, dict) or not {"name", "version", "files", "calibration"} <= card.keys():
        raise ModelError(f"{path}: the model card is not whole; {_REINSTALL}", code="model_tampered")
    if card.get("format") != MODEL_FORMAT:
        raise ModelError(
            f"{path}: expected a model of format {MODEL_FORMAT}, found {card.get('format')}; {_REINSTALL}",
            code="model_format",
        )
    return card


def file_digest(path: Path) -> str:
    """``sha256:`` and the digest of a file's bytes."""
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def model_digest(files: Mapping[str, str]) -> str:
    """One digest for a model: over the names and digests of its files, in the order of names."""
    lines = "".join(f"{name} {digest}\n" for name, digest in sorted(files.items()))
    return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"


def verify_files(directory: Path, card: Mapping[str, Any]) -> None:
    """Compare each file with the digest that the card names.

    Raises:
        ModelError: A file is missing or differs; the message names the digest expected and the one found.
    """
    for name in MODEL_FILES:
        path = directory / name
        expected = card.get("files", {}).get(name)
        if not path.is_file():
            raise ModelError(f"{path}: the model file is missing; {_REINSTALL}", code="model_missing")
        found = file_digest(path)
        if found != expected:
            raise ModelError(
                f"{path}: the file has changed: expected {expected}, found {found}; {_REINSTALL}",
                code="model_tampered",
            )


class ReaderModel:
    """The loaded reader.

    Args:
        directory: Folder of the model; its files have been verified.
        card: The model card.
        n_threads: Threads that one call may use.
    """

    def __init__(self, directory: Path, card: Mapping[str, Any], *, n_threads: int = 1) -> None:
        self.directory = directory
        self.card = card
        self.info = ReaderInfo(card["name"], card["version"], model_digest(card["files"]))
        self._n_threads = n_threads

    @property
    def tokenizer_path(self) -> Path:
        """The tokenizer that goes with the model."""
        return self.directory / "tokenizer.json"

    @cached_property
    def _encoder(self) -> InferenceSession:
        return _open_session(self.directory / "encoder.onnx", self._n_threads)

    @cached_property
    def _roles(self) -> InferenceSession:
        return _open_session(self.directory / "roles.onnx", self._n_threads)

    def encode(self, ids: Integers, features: Integers, first_piece: Integers) -> tuple[Floats, Floats]:
        """Read one window.

        Args:
            ids: Piece ids. Shape: ``(n_pieces,)``.
            features: Features of the pieces. Shape: ``(n_pieces,)``.
            first_piece: Index of each word's first piece. Shape: ``(n_words,)``.

        Returns:
            Word vectors ``(n_words, hidden)`` and cue tag scores ``(n_words, 3)``.
        """
        words, tags = self._encoder.run(None, {"ids": ids, "features": features, "first_piece": first_piece})
        return words, tags

    def score_roles(
        self, words: Floats, paragraphs: Integers, start: Integers, end: Integers
    ) -> tuple[Floats, Floats]:
        """Score the role of every word of a window for each of its cues.

        Args:
            words: Word vectors from :meth:`encode`.
            paragraphs: Paragraph of each word. Shape: ``(n_words,)``.
            start: First word of each cue. Shape: ``(n_cues,)``.
            end: One past its last word. Shape: ``(n_cues,)``.

        Returns:
            CRF scores: unary ``(n_cues, n_words, 3)`` and pairwise ``(n_cues, n_words, 9)``.
        """
        unary, pairwise = self._roles.run(
            None, {"words": words, "paragraphs": paragraphs, "start": start, "end": end}
        )
        return unary, pairwise

    def calibrate(self, evidence: Mapping[str, float]) -> float:
        """Turn the evidence for an attribution into a probability: logistic regression, weights on the card.

        Args:
            evidence: Values by feature name; the card's weights name the features used.
        """
        weights: Mapping[str, float] = self.card["calibration"]
        total = sum(weight * evidence.get(name, 0.0) for name, weight in weights.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def load_reader(directory: Path | None = None, *, n_threads: int = 1) -> ReaderModel:
    """Load a reader after checking the digest of each of its files.

    Args:
        directory: Folder of the model; the shipped English reader when None.
        n_threads: Threads that one call may use.

    Raises:
        ModelError: The model is missing (``model_missing``), changed (``model_tampered``) or of another
            format (``model_format``).
    """
    directory = directory or default_model_directory()
    card = read_card(directory)
    verify_files(directory, card)
    return ReaderModel(directory, card, n_threads=n_threads)


def _open_session(path: Path, n_threads: int) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = n_threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # An arena that grows by doubling holds twice what a window needs.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
