"""The judgement heads: features of an attribution and what the encoder saw of it become label scores.

Each head is one layer of weights (multinomial logistic regression), so each label's score is a sum in
which every word's share can be named. The weights lie in ``resources/judgements``: ``heads.npz`` with
the numbers, ``heads.json`` with its digest and that of the encoder that the vector weights go with.
"""

from __future__ import annotations

import io
import json
import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.errors import ModelError
from sayso.records import Certainty, Kind, Polarity, Stance

Floats = NDArray[np.float32]

# Goes up when the arrays in the file, or the names of features, change their meaning.
HEADS_FORMAT = 1
HEADS_DIRECTORY = Path(__file__).parent.parent / "resources" / "judgements"
# The judgements in the order of the outputs, each with its labels in their order.
JUDGEMENTS: dict[str, tuple[str, ...]] = {
    "stance": tuple(Stance),
    "certainty": tuple(Certainty),
    "polarity": tuple(Polarity),
    "kind": tuple(Kind),
}
N_OUTPUTS = sum(map(len, JUDGEMENTS.values()))
_ENDS = tuple(accumulate(map(len, JUDGEMENTS.values())))
_OUTPUTS = {
    name: slice(end - len(labels), end) for (name, labels), end in zip(JUDGEMENTS.items(), _ENDS, strict=True)
}
# Features of an average attribution; the sum over more of them is scaled down, over fewer up.
_USUAL_FEATURES = 60
_REINSTALL = "reinstall Sayso with pip's --force-reinstall, from where you had it"


def outputs_of(judgement: str) -> slice:
    """Which outputs belong to a judgement."""
    return _OUTPUTS[judgement]


def feature_scale(n_features: int) -> float:
    """What the summed weights of so many features are multiplied by."""
    return math.sqrt(_USUAL_FEATURES / max(1, n_features))


@dataclass(frozen=True)
class Heads:
    """The loaded heads.

    Attributes:
        version: For ``why``.
        index: Row of each known feature in ``lexical``.
        lexical: Weights of the features. Shape: ``(n_features, N_OUTPUTS)``.
        vector: Weights of the pooled row. Shape: ``(n_row, N_OUTPUTS)``.
        centre: What the vector weights make of an average row. Shape: ``(N_OUTPUTS,)``.
        bias: Shape: ``(N_OUTPUTS,)``.
        slope: For calibration: what each output is multiplied by. Shape: ``(N_OUTPUTS,)``.
        offset: For calibration: what is added to it. Shape: ``(N_OUTPUTS,)``.
    """

    version: str
    index: dict[str, int]
    lexical: Floats
    vector: Floats
    centre: Floats
    bias: Floats
    slope: Floats
    offset: Floats

    def project(self, row: Floats) -> Floats:
        """What a pooled row says for each output; short, so that it can be kept for long texts."""
        return np.asarray(row @ self.vector - self.centre, dtype=np.float32)

    def score(self, rows: list[int], projected: Floats | None) -> Floats:
        """Add up the outputs of one attribution.

        Args:
            rows: Rows of its features in :attr:`lexical`.
            projected: What :meth:`project` made of its pooled row, or None for one that has none.
        """
        total = self.bias + self.lexical[rows].sum(axis=0) * feature_scale(len(rows))
        return np.asarray(total if projected is None else total + projected, dtype=np.float32)

    def calibrated(self, outputs: Floats, judgement: str) -> list[float]:
        """Probabilities of a judgement's labels."""
        part = outputs_of(judgement)
        scores = (outputs[part] * self.slope[part] + self.offset[part]).tolist()
        highest = max(scores)
        grown = [math.exp(score - highest) for score in scores]
        return [one / sum(grown) for one in grown]

    @cached_property
    def leads(self) -> Floats:
        """How much more each feature says for a label than for the others of its judgement.

        Shape: ``(n_features, N_OUTPUTS)``.
        """
        centred = self.lexical.copy()
        for part in _OUTPUTS.values():
            centred[:, part] -= centred[:, part].mean(axis=1, keepdims=True)
        return centred


def load_heads(encoder: str | None, *, directory: Path = HEADS_DIRECTORY) -> Heads:
    """Load the heads, once per process.

    Args:
        encoder: Digest of the encoder whose vectors they are to read; None leaves that unchecked, for
            attributions without vectors.
        directory: Where ``heads.npz`` and ``heads.json`` lie.

    Raises:
        ModelError: The heads are missing (``model_missing``), changed (``model_tampered``), of another
            format, or trained with another encoder (``model_format``).
    """
    heads, trained_with = _load(directory)
    if encoder is not None and encoder != trained_with:
        raise ModelError(
            f"{directory / 'heads.json'}: these judgement heads go with the encoder {trained_with}, found"
            f" {encoder}; train them again (python -m training.judgements) or {_REINSTALL}",
            code="model_format",
        )
    return heads


@lru_cache(maxsize=2)
def _load(directory: Path) -> tuple[Heads, str]:
    card_path, path = directory / "heads.json", directory / "heads.npz"
    if not (card_path.is_file() and path.is_file()):
        raise ModelError(f"{directory}: no judgement heads here; {_REINSTALL}", code="model_missing")
    card: dict[str, Any] = json.loads(card_path.read_text(encoding="utf-8"))
    labels = {name: list(values) for name, values in JUDGEMENTS.items()}
    if card.get("format") != HEADS_FORMAT or card.get("labels") != labels:
        raise ModelError(
            f"{card_path}: expected heads of format {HEADS_FORMAT}, found {card.get('format')}; {_REINSTALL}",
            code="model_format",
        )
    data = path.read_bytes()
    found = f"sha256:{sha256(data).hexdigest()}"
    if found != card["digest"]:
        raise ModelError(
            f"{path}: the file has changed: expected {card['digest']}, found {found}; {_REINSTALL}",
            code="model_tampered",
        )
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        names = bytes(arrays["names"]).decode("utf-8").split("\n")
        parts = {name: arrays[name].astype(np.float32) for name in arrays.files if name != "names"}
    return Heads(card["version"], {name: at for at, name in enumerate(names)}, **parts), card["encoder"]


def save_heads(heads: Heads, directory: Path, *, encoder: str, facts: dict[str, Any]) -> None:
    """Write heads as :func:`load_heads` reads them.

    Args:
        heads: What was trained.
        directory: The folder; it must exist.
        encoder: Digest of the encoder that the vectors came from.
        facts: The rest of ``heads.json``: data, scores, command.
    """
    names = np.frombuffer("\n".join(heads.index).encode("utf-8"), dtype=np.uint8)
    half = {name: getattr(heads, name).astype(np.float16) for name in ("lexical", "vector")}
    full = {name: getattr(heads, name) for name in ("centre", "bias", "slope", "offset")}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, names=names, **half, **full)
    data = buffer.getvalue()
    (directory / "heads.npz").write_bytes(data)
    card = {
        "format": HEADS_FORMAT,
        "version": heads.version,
        "digest": f"sha256:{sha256(data).hexdigest()}",
        "encoder": encoder,
        "labels": {name: list(values) for name, values in JUDGEMENTS.items()},
        **facts,
    }
    (directory / "heads.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    _load.cache_clear()
