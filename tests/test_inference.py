"""Loading a model: what is missing, changed or of another format is refused, and says what was expected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.errors import ModelError
from sayso.inference import (
    MODEL_FILES,
    MODEL_FORMAT,
    ReaderModel,
    file_digest,
    load_reader,
    model_digest,
)


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    """A folder that looks like a model; its files are not ONNX, but digests do not care."""
    for name in MODEL_FILES:
        (tmp_path / name).write_bytes(name.encode())
    card = {
        "format": MODEL_FORMAT,
        "name": "test-reader",
        "version": "1",
        "files": {name: file_digest(tmp_path / name) for name in MODEL_FILES},
        "calibration": {"bias": -1.0, "cue_mean": 2.0},
    }
    (tmp_path / "card.json").write_text(json.dumps(card), encoding="utf-8")
    return tmp_path


def test_whole_model_loads_and_says_who_it_is(model_folder: Path) -> None:
    info = load_reader(model_folder).info
    assert (info.name, info.version) == ("test-reader", "1")
    assert info.digest.startswith("sha256:")


@pytest.mark.parametrize("name", MODEL_FILES)
def test_changed_file_is_refused_with_the_digest_expected(model_folder: Path, name: str) -> None:
    expected = file_digest(model_folder / name)
    (model_folder / name).write_bytes(b"changed")
    with pytest.raises(ModelError, match=expected) as caught:
        load_reader(model_folder)
    assert caught.value.code == "model_tampered"
    assert name in caught.value.message


@pytest.mark.parametrize("name", [*MODEL_FILES, "card.json"])
def test_missing_file_is_named(model_folder: Path, name: str) -> None:
    (model_folder / name).unlink()
    with pytest.raises(ModelError, match=name) as caught:
        load_reader(model_folder)
    assert caught.value.code == "model_missing"


def test_card_of_another_format_is_refused(model_folder: Path) -> None:
    path = model_folder / "card.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**card, "format": MODEL_FORMAT + 1}), encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        load_reader(model_folder)
    assert caught.value.code == "model_format"


@pytest.mark.parametrize("written", ["{", "[]", '{"format": 1, "name": "no more"}'])
def test_card_that_is_not_whole_is_refused(model_folder: Path, written: str) -> None:
    (model_folder / "card.json").write_text(written, encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        load_reader(model_folder)
    assert caught.value.code == "model_tampered"


def test_digest_of_a_model_changes_with_each_file_and_not_with_order() -> None:
    one = {"a": "sha256:1", "b": "sha256:2"}
    assert model_digest(one) == model_digest(dict(reversed(one.items())))
    assert model_digest(one) != model_digest({**one, "b": "sha256:3"})


def test_calibration_is_the_logistic_of_the_weighted_evidence(model_folder: Path) -> None:
    model: ReaderModel = load_reader(model_folder)
    assert model.calibrate({"bias": 1.0, "cue_mean": 0.5}) == pytest.approx(0.5)
    assert model.calibrate({"bias": 1.0, "cue_mean": 1.0, "unknown": 9.0}) == pytest.approx(0.7311, abs=1e-4)
    assert model.calibrate({"cue_mean": 1e9}) <= 1.0
