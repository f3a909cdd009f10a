"""The heads' file: what is written is read, and what does not fit is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tests.assess.scripted_heads import output, scripted_heads

from sayso.assess.heads import Heads, load_heads, outputs_of, save_heads
from sayso.errors import ModelError

ENCODER = "sha256:" + "e" * 64


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    heads = scripted_heads({"c:reportedly": ("stance", "hedged", 2.0)}, {1: ("kind", "opinion", 3.0)})
    save_heads(heads, tmp_path, encoder=ENCODER, facts={"scores": {}})
    return tmp_path


def test_what_was_saved_is_loaded(folder: Path) -> None:
    heads = load_heads(ENCODER, directory=folder)
    assert heads.index == {"c:reportedly": 0}
    assert heads.lexical[0, output("stance", "hedged")] == 2.0
    assert heads.project(np.array([0, 1, 0, 0], dtype=np.float32))[output("kind", "opinion")] == 3.0


def test_heads_of_another_encoder_are_refused_with_the_way_out(folder: Path) -> None:
    with pytest.raises(ModelError, match=r"python -m training\.judgements") as caught:
        load_heads("sha256:" + "f" * 64, directory=folder)
    assert caught.value.code == "model_format"


def test_without_vectors_the_encoder_does_not_matter(folder: Path) -> None:
    assert load_heads(None, directory=folder).version == "scripted"


def test_a_changed_file_is_refused(folder: Path) -> None:
    path = folder / "heads.npz"
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(ModelError) as caught:
        load_heads(ENCODER, directory=folder)
    assert caught.value.code == "model_tampered"


def test_heads_with_other_labels_are_refused(folder: Path) -> None:
    path = folder / "heads.json"
    card = json.loads(path.read_text("utf-8"))
    card["labels"]["kind"].append("joke")
    path.write_text(json.dumps(card), "utf-8")
    with pytest.raises(ModelError) as caught:
        load_heads(ENCODER, directory=folder)
    assert caught.value.code == "model_format"


def test_missing_heads_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no judgement heads here"):
        load_heads(ENCODER, directory=tmp_path)


def calibrated(heads: Heads, judgement: str) -> list[float]:
    return heads.calibrated(heads.score([], None), judgement)


@pytest.mark.parametrize("judgement", ["stance", "certainty", "polarity", "kind"])
def test_calibrated_scores_are_probabilities(judgement: str) -> None:
    shares = calibrated(scripted_heads({"c:x": ("stance", "hedged", 1.0)}), judgement)
    assert len(shares) == len(range(*outputs_of(judgement).indices(100)))
    assert sum(shares) == pytest.approx(1.0)
    assert min(shares) > 0
