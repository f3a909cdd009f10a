"""``sayso models`` looks at models in a directory that the test writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import story
from typer.testing import CliRunner

import sayso.inference
from sayso.cli.app import app
from sayso.cli.models import installed_models
from sayso.inference import MODEL_FILES, MODEL_FORMAT, file_digest


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like a model, in the place of the package's own."""
    folder = tmp_path / "models" / "en"
    folder.mkdir(parents=True)
    for name in MODEL_FILES:
        (folder / name).write_bytes(name.encode() * 1000)
    write_card(folder)
    monkeypatch.setattr(sayso.inference, "default_model_directory", lambda: folder)
    return folder


def write_card(folder: Path, **changes: Any) -> None:
    card = {
        "format": MODEL_FORMAT,
        "name": "sayso-test",
        "version": "3",
        "licence": "Apache-2.0",
        "files": {name: file_digest(folder / name) for name in MODEL_FILES},
        "calibration": {"cue_mean": 1.0},
        "scores": {"polnear-dev": {"attr/lenient": 0.75}, "ece": 0.02},
    }
    (folder / "card.json").write_text(json.dumps({**card, **changes}))


def test_whole_model_is_listed(model: Path) -> None:
    result = CliRunner().invoke(app, ["models"])
    assert result.exit_code == 0
    for words in (
        "sayso-test 3",
        "Apache-2.0",
        "whole",
        "sha256:",
        "polnear-dev",
        "attr/lenient 0.75",
        "ece",
    ):
        assert words in result.stdout


def test_json_has_what_the_card_tells(model: Path) -> None:
    [listed] = json.loads(CliRunner().invoke(app, ["models", "--format", "json"]).stdout)
    assert listed["verified"] is True
    assert listed["problem"] is None
    assert (listed["name"], listed["language"], listed["scores"]["ece"]) == ("sayso-test", "en", 0.02)
    assert listed["size_bytes"] == sum(path.stat().st_size for path in model.iterdir())


def test_changed_file_is_told_with_the_digest_expected(model: Path) -> None:
    expected = file_digest(model / MODEL_FILES[0])
    (model / MODEL_FILES[0]).write_bytes(b"tampered")
    result = CliRunner().invoke(app, ["models"])
    assert result.exit_code == 1
    assert "NOT USABLE" in result.stdout
    assert expected in "".join(result.stdout.split())


def test_missing_file_and_broken_card_are_told(model: Path) -> None:
    (model / MODEL_FILES[1]).unlink()
    assert "missing" in (installed_models()[0].problem or "")
    (model / "card.json").write_text("{")
    assert "not a model card" in (installed_models()[0].problem or "")


def test_no_model_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sayso.inference, "default_model_directory", lambda: tmp_path / "none" / "en")
    result = CliRunner().invoke(app, ["models"])
    assert result.exit_code == 1
    assert "reinstall Sayso with pip's --force-reinstall" in result.stderr
    assert json.loads(CliRunner().invoke(app, ["models", "-f", "json"]).stdout) == []


def test_tampered_model_stops_reading_in_one_line(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sayso.extract.attributions as attributions

    (model / MODEL_FILES[0]).write_bytes(b"tampered")
    article = tmp_path / "story.txt"
    article.write_text(story())
    attributions.load_default_reader.cache_clear()
    result = CliRunner().invoke(app, ["read", str(article)])
    attributions.load_default_reader.cache_clear()
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert "expected sha256:" in result.stderr
    assert result.stderr.endswith("[model_tampered]\n")
