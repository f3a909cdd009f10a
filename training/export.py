"""A trained checkpoint becomes the files that ship: int8 encoder, role head, tokenizer and model card.

    python -m training.export .work/seed1/reader.pt --out .work/model --facts training/facts.json

Matrices are quantized to 8 bits with a scale for each column, activations as they come (dynamic
quantization), and the word embeddings to 8 bits with a scale for each word. One scale for a whole matrix,
with weights in 7 bits, cost three points of lenient F1 on PolNeAR dev and seven on rumours-dev; these
scales cost nothing.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from sayso.inference import MODEL_FILES, MODEL_FORMAT, file_digest
from training.encoders import minilm_directory
from training.model import Reader, load_reader

OPSET = 17
# Until it is calibrated, a score is the mean probability of the cue's words.
UNCALIBRATED = {"cue_mean": 1.0}


class SmallEmbedding(nn.Module):
    """An embedding table in 8 bits, each row with its own scale."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(dim=1).clamp(min=1e-8) / 127
        self.register_buffer("rows", torch.round(table / scale[:, None]).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        return self.rows[ids].float() * self.scale[ids][..., None]


class _Call(nn.Module):
    """Makes a method exportable."""

    def __init__(self, owner: nn.Module, method: str) -> None:
        super().__init__()
        self.owner, self.method = owner, method

    def forward(self, *arguments: Tensor) -> tuple[Tensor, Tensor]:
        return getattr(self.owner, self.method)(*arguments)


def export_encoder(reader: Reader, path: Path) -> None:
    """Write the encoder with its cue tagger as 32-bit ONNX."""
    ids = torch.randint(1, 1000, (24,))
    _export(
        _Call(reader, "encode_one"),
        (ids, torch.zeros_like(ids), torch.arange(12)),
        path,
        inputs={"ids": ["pieces"], "features": ["pieces"], "first_piece": ["words"]},
        outputs={"words": ["words"], "tags": ["words"]},
    )


def export_roles(reader: Reader, path: Path) -> None:
    """Write the role head as 32-bit ONNX."""
    _export(
        _Call(reader.roles, "forward_one"),
        (
            torch.randn(12, reader.shape.hidden),
            torch.zeros(12, dtype=torch.long),
            torch.tensor([1, 2, 5]),
            torch.tensor([2, 4, 6]),
        ),
        path,
        inputs={"words": ["words"], "paragraphs": ["words"], "start": ["cues"], "end": ["cues"]},
        outputs={"unary": ["cues", "words"], "pairwise": ["cues", "words"]},
    )


def _export(
    module: nn.Module,
    arguments: tuple[Tensor, ...],
    path: Path,
    *,
    inputs: dict[str, list[str]],
    outputs: dict[str, list[str]],
) -> None:
    """Trace a module; for each input and output, the names of its leading axes, which may vary."""
    torch.onnx.export(
        module,
        arguments,
        str(path),
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes={name: dict(enumerate(axes)) for name, axes in {**inputs, **outputs}.items()},
        opset_version=OPSET,
        dynamo=False,
    )


def export_model(checkpoint: Path, out: Path, facts: dict) -> None:
    """Write all files of the model folder.

    Args:
        checkpoint: ``reader.pt`` of a training.
        out: The model folder; files in it are replaced.
        facts: The rest of the card: name, version, data, seeds, command, weaknesses and so on.
    """
    out.mkdir(parents=True, exist_ok=True)
    reader = load_reader(checkpoint)
    reader.encoder.words = SmallEmbedding(reader.encoder.words.weight.detach())
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "encoder.onnx"
        export_encoder(reader, full)
        quantize_dynamic(
            full,
            out / "encoder.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm"],
            extra_options={"MatMulConstBOnly": True},
        )
    export_roles(reader, out / "roles.onnx")
    shutil.copyfile(minilm_directory() / "tokenizer.json", out / "tokenizer.json")
    card = {
        "format": MODEL_FORMAT,
        **facts,
        "calibration": UNCALIBRATED,
        "files": {name: file_digest(out / name) for name in MODEL_FILES},
    }
    (out / "card.json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Parse the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--facts", type=Path, required=True, help="JSON with the rest of the card")
    arguments = parser.parse_args()
    export_model(arguments.checkpoint, arguments.out, json.loads(arguments.facts.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
