"""The reader as a torch module: one encoder pass, cue tags, and for each cue the roles of all words.

The encoder is BERT-shaped (MiniLM-L6-H384: Wang et al., NeurIPS 2020). Roles come from a linear-chain
CRF (Lafferty et al., ICML 2001) whose unary and pairwise scores both depend on the words and on the
cue, so that source and content come out linked to their cue, in as many pieces as there are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from sayso.extract.tokens import N_FEATURES
from training.data import N_ROLES, N_TAGS

MAX_DISTANCE = 255
PARAGRAPH_REACH = 2


@dataclass(frozen=True)
class Shape:
    """Sizes of the reader."""

    hidden: int = 384
    layers: int = 6
    heads: int = 12
    intermediate: int = 1536
    vocabulary: int = 30522
    positions: int = 512
    role_width: int = 160
    role_blocks: int = 2
    role_kernel: int = 7


class Layer(nn.Module):
    """One post-norm transformer layer, as in BERT."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.n_heads = shape.heads
        self.query_key_value = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.attended = nn.Linear(shape.hidden, shape.hidden)
        self.widen = nn.Linear(shape.hidden, shape.intermediate)
        self.narrow = nn.Linear(shape.intermediate, shape.hidden)
        self.norm_attended = nn.LayerNorm(shape.hidden, eps=1e-12)
        self.norm_out = nn.LayerNorm(shape.hidden, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, blocked: Tensor | None) -> Tensor:
        batch, length, width = hidden.shape
        parts = self.query_key_value(hidden).view(batch, length, 3, self.n_heads, width // self.n_heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=blocked)
        mixed = self.attended(mixed.transpose(1, 2).reshape(batch, length, width))
        hidden = self.norm_attended(hidden + self.dropout(mixed))
        out = self.narrow(functional.gelu(self.widen(hidden)))
        return self.norm_out(hidden + self.dropout(out))


class Encoder(nn.Module):
    """Piece ids and word features in, one vector per word out."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.vocabulary, shape.hidden)
        self.positions = nn.Embedding(shape.positions, shape.hidden)
        self.features = nn.Embedding(N_FEATURES + 1, shape.hidden)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(shape.hidden, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))

    def forward(self, ids: Tensor, features: Tensor, first_piece: Tensor, *, padded: bool = True) -> Tensor:
        positions = torch.arange(ids.shape[1], device=ids.device)
        hidden = self.words(ids) + self.positions(positions) + self.features(features)
        hidden = self.dropout(self.norm(hidden))
        blocked = (1.0 - (ids != 0).to(hidden.dtype))[:, None, None, :] * -1e4 if padded else None
        for layer in self.layers:
            hidden = layer(hidden, blocked)
        index = first_piece[:, :, None].expand(-1, -1, hidden.shape[2])
        return torch.gather(hidden, 1, index)


class RoleBlock(nn.Module):
    """Lets neighbouring words agree on their roles: a depthwise convolution and a mixing layer."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.role_width
        self.near = nn.Conv1d(width, width, shape.role_kernel, padding=shape.role_kernel // 2, groups=width)
        self.mix = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)

    def forward(self, state: Tensor, present: Tensor | None) -> Tensor:
        kept = state if present is None else state * present
        near = self.near(kept.transpose(1, 2)).transpose(1, 2)
        return self.norm(state + self.mix(functional.gelu(near)))


class RoleHead(nn.Module):
    """For each cue, unary and pairwise CRF scores of every word of its window."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        width = shape.role_width
        self.of_word = nn.Linear(shape.hidden, width)
        self.of_cue = nn.Linear(3 * shape.hidden, width)
        self.word_gate = nn.Linear(shape.hidden, width)
        self.cue_gate = nn.Linear(3 * shape.hidden, width)
        self.distance = nn.Embedding(2 * MAX_DISTANCE + 1, width)
        self.paragraph = nn.Embedding(2 * PARAGRAPH_REACH + 1, width)
        nn.init.normal_(self.distance.weight, std=0.02)
        nn.init.normal_(self.paragraph.weight, std=0.02)
        self.register_buffer("bucket", _distance_buckets(), persistent=False)
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(RoleBlock(shape) for _ in range(shape.role_blocks))
        self.out = nn.Linear(width, N_ROLES + N_ROLES * N_ROLES)

    def forward(
        self, words: Tensor, paragraphs: Tensor, window: Tensor, start: Tensor, end: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Score roles.

        Args:
            words: Word vectors. Shape: ``(n_windows, n_words, hidden)``.
            paragraphs: Paragraph of each word, -1 where there is no word. Shape: ``(n_windows, n_words)``.
            window: Window of each cue. Shape: ``(n_cues,)``.
            start: First word of each cue in its window. Shape: ``(n_cues,)``.
            end: One past its last word. Shape: ``(n_cues,)``.

        Returns:
            Unary scores ``(n_cues, n_words, 3)`` and pairwise scores ``(n_cues, n_words, 9)``: the score of
            going from the role before to the role of this word, row-major.
        """
        place = torch.arange(words.shape[1], device=words.device)[None, :]
        inside = ((place >= start[:, None]) & (place < end[:, None])).to(words.dtype)
        own = paragraphs[window]
        rows = torch.arange(window.shape[0], device=words.device)
        cue_words = words[window]
        mean = (cue_words * inside[:, :, None]).sum(1) / inside.sum(1, keepdim=True)
        cue = torch.cat([mean, cue_words[rows, start], cue_words[rows, end - 1]], dim=1)
        step = own - own[rows, start][:, None]
        of_word, gate = self.of_word(words)[window], self.word_gate(words)[window]
        present = (own >= 0).to(words.dtype)[:, :, None]
        return self._score(of_word, gate, cue, self._places(place, start, end), step, present)

    def forward_one(
        self, words: Tensor, paragraphs: Tensor, start: Tensor, end: Tensor
    ) -> tuple[Tensor, Tensor]:
        """The same for the cues of a single window without padding; this form ships.

        Args:
            words: Word vectors. Shape: ``(n_words, hidden)``.
            paragraphs: Paragraph of each word. Shape: ``(n_words,)``.
            start: First word of each cue. Shape: ``(n_cues,)``.
            end: One past its last word. Shape: ``(n_cues,)``.
        """
        place = torch.arange(words.shape[0], device=words.device)[None, :]
        inside = ((place >= start[:, None]) & (place < end[:, None])).to(words.dtype)
        mean = (inside @ words) / inside.sum(1, keepdim=True)
        cue = torch.cat([mean, words[start], words[end - 1]], dim=1)
        step = paragraphs[None, :] - paragraphs[start][:, None]
        of_word, gate = self.of_word(words)[None], self.word_gate(words)[None]
        return self._score(of_word, gate, cue, self._places(place, start, end), step, None)

    def _places(self, place: Tensor, start: Tensor, end: Tensor) -> Tensor:
        """Row of the distance table for each cue and word: words before the cue, in it, and after it."""
        before = torch.clamp(place - start[:, None], max=0)
        after = torch.clamp(place - end[:, None] + 1, min=0)
        return torch.clamp(before + after, -MAX_DISTANCE, MAX_DISTANCE) + MAX_DISTANCE

    def _score(
        self, of_word: Tensor, gate: Tensor, cue: Tensor, places: Tensor, step: Tensor, present: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        step = torch.clamp(step, -PARAGRAPH_REACH, PARAGRAPH_REACH) + PARAGRAPH_REACH
        state = of_word + self.of_cue(cue)[:, None, :]
        state = state + self.distance(self.bucket[places]) + self.paragraph(step)
        state = state + gate * self.cue_gate(cue)[:, None, :]
        state = self.dropout(functional.gelu(self.norm(state)))
        for block in self.blocks:
            state = block(state, present)
        scores = self.out(state)
        return scores[:, :, :N_ROLES], scores[:, :, N_ROLES:]


def _distance_buckets() -> Tensor:
    """Signed word distances to embedding rows: exact up to 24 words, then ever wider."""
    rows = []
    for distance in range(-MAX_DISTANCE, MAX_DISTANCE + 1):
        size = abs(distance)
        bucket = size if size <= 24 else min(25 + int((size - 25) ** 0.6), 60)
        rows.append(MAX_DISTANCE + (bucket if distance >= 0 else -bucket))
    return torch.tensor(rows)


class Reader(nn.Module):
    """Encoder, cue tagger and role head."""

    def __init__(self, shape: Shape, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape, dropout)
        self.cue = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(shape.hidden, 192), nn.GELU(), nn.Linear(192, N_TAGS)
        )
        self.roles = RoleHead(shape, dropout)

    def encode(self, ids: Tensor, features: Tensor, first_piece: Tensor) -> tuple[Tensor, Tensor]:
        """Word vectors ``(n_windows, n_words, hidden)`` and cue tag scores ``(n_windows, n_words, 3)``."""
        words = self.encoder(ids, features, first_piece)
        return words, self.cue(words)

    def encode_one(self, ids: Tensor, features: Tensor, first_piece: Tensor) -> tuple[Tensor, Tensor]:
        """The same for a single window without padding; this form ships. Shapes lack the first axis."""
        words = self.encoder(ids[None], features[None], first_piece[None], padded=False)[0]
        return words, self.cue(words)


def load_minilm(reader: Reader, directory: Path) -> None:
    """Copy the weights of a published BERT-shaped encoder into the reader's.

    Args:
        reader: A reader of the same sizes.
        directory: Holds ``model.safetensors`` and ``config.json``.
    """
    from safetensors.torch import load_file

    weights = load_file(directory / "model.safetensors")
    encoder, shape = reader.encoder, reader.shape
    with torch.no_grad():
        encoder.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
        encoder.positions.weight.copy_(
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        _copy(encoder.norm, weights, "embeddings.LayerNorm")
        for number in range(shape.layers):
            layer, stem = encoder.layers[number], f"encoder.layer.{number}"
            for part in ("weight", "bias"):
                joined = torch.cat(
                    [weights[f"{stem}.attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                )
                getattr(layer.query_key_value, part).copy_(joined)
            _copy(layer.attended, weights, f"{stem}.attention.output.dense")
            _copy(layer.norm_attended, weights, f"{stem}.attention.output.LayerNorm")
            _copy(layer.widen, weights, f"{stem}.intermediate.dense")
            _copy(layer.narrow, weights, f"{stem}.output.dense")
            _copy(layer.norm_out, weights, f"{stem}.output.LayerNorm")


def start_from(reader: Reader, trained: Reader, layers: Sequence[int]) -> None:
    """Begin with a trained reader's weights and some of its layers.

    Args:
        reader: A reader with as many layers as are named.
        trained: A reader of the same sizes but for the number of layers.
        layers: Which of its layers to take, from the lowest, counted from 0.
    """
    weights = trained.state_dict()
    stem = "encoder.layers."
    kept = {name: value for name, value in weights.items() if not name.startswith(stem)}
    for to, number in enumerate(layers):
        prefix = f"{stem}{number}."
        kept |= {
            f"{stem}{to}.{name.removeprefix(prefix)}": value
            for name, value in weights.items()
            if name.startswith(prefix)
        }
    reader.load_state_dict(kept)


def _copy(module: nn.Module, weights: dict[str, Tensor], stem: str) -> None:
    module.weight.copy_(weights[f"{stem}.weight"])
    module.bias.copy_(weights[f"{stem}.bias"])


def save_reader(reader: Reader, path: Path) -> None:
    """Write the weights beside their sizes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(reader.state_dict(), path)
    path.with_suffix(".json").write_text(json.dumps(asdict(reader.shape)), encoding="utf-8")


def load_reader(path: Path) -> Reader:
    """Inverse of :func:`save_reader`, in evaluation mode."""
    shape = Shape(**json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))
    reader = Reader(shape, dropout=0.0)
    reader.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return reader.eval()
