"""A trained checkpoint becomes the files that ship: int8 encoder, role head, tokenizer and model card.

    python -m training.export .work/seed1/reader.pt --out .work/model --facts training/facts.json

Weights are quantized to 8 bits, activations as they come (dynamic quantization), with 7-bit weights so
that processors without VNNI instructions cannot overflow and all processors count alike.
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

from sayso.inference import MODEL_FILES, file_digest
from training.encoders import minilm_directory
from training.model import Reader, load_reader

OPSET = 17


class _Encode(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, features: Tensor, first_piece: Tensor) -> tuple[Tensor, Tensor]:
        return self.reader.encode(ids, features, first_piece)


def export_encoder(reader: Reader, path: Path) -> None:
    """Write the encoder with its cue tagger as 32-bit ONNX."""
    ids = torch.randint(1, 1000, (2, 24))
    arguments = (ids, torch.zeros_like(ids), torch.arange(12).repeat(2, 1))
    torch.onnx.export(
        _Encode(reader),
        arguments,
        str(path),
        input_names=["ids", "features", "first_piece"],
        output_names=["words", "tags"],
        dynamic_axes={
            "ids": {0: "windows", 1: "pieces"},
            "features": {0: "windows", 1: "pieces"},
            "first_piece": {0: "windows", 1: "words"},
            "words": {0: "windows", 1: "words"},
            "tags": {0: "windows", 1: "words"},
        },
        opset_version=OPSET,
        dynamo=False,
    )


def export_roles(reader: Reader, path: Path) -> None:
    """Write the role head as 32-bit ONNX."""
    words = torch.randn(2, 12, reader.shape.hidden)
    paragraphs = torch.zeros(2, 12, dtype=torch.long)
    index = torch.tensor([0, 1, 1])
    torch.onnx.export(
        reader.roles,
        (words, paragraphs, index, torch.tensor([1, 2, 5]), torch.tensor([2, 4, 6])),
        str(path),
        input_names=["words", "paragraphs", "window", "start", "end"],
        output_names=["unary", "pairwise"],
        dynamic_axes={
            "words": {0: "windows", 1: "words"},
            "paragraphs": {0: "windows", 1: "words"},
            "window": {0: "cues"},
            "start": {0: "cues"},
            "end": {0: "cues"},
            "unary": {0: "cues", 1: "words"},
            "pairwise": {0: "cues", 1: "words"},
        },
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
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "encoder.onnx"
        export_encoder(reader, full)
        quantize_dynamic(
            full,
            out / "encoder.onnx",
            weight_type=QuantType.QInt8,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
            extra_options={"MatMulConstBOnly": True},
        )
    export_roles(reader, out / "roles.onnx")
    shutil.copyfile(minilm_directory() / "tokenizer.json", out / "tokenizer.json")
    card = {**facts, "files": {name: file_digest(out / name) for name in MODEL_FILES}}
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
