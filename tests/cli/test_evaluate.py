"""``sayso evaluate`` and its gate, with the scripted reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from sayso.cli.app import app

TEXT = "Ida Holm said it is late. It is said that Bo won."
GOOD = {"source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 24]]}
MISSED = {"source": [], "cue": [[26, 36]], "content": [[37, 48]]}

pytestmark = pytest.mark.usefixtures("scripted_reader")


def evaluate(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write_gold(tmp_path / "mine-dev.jsonl", GOOD)


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    return tmp_path / "floors.json"


def write_gold(path: Path, *attributions: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"id": "x", "text": TEXT, "attributions": attributions}) + "\n")
    return path


def test_scores_are_shown_for_people(gold: Path) -> None:
    result = evaluate(gold)
    assert result.exit_code == 0
    assert "mine-dev: 1 documents, reader sayso-scripted 1" in result.stdout
    assert "attr/strict             100.0  100.0  100.0        1        1        1" in result.stdout
    assert "calibration error of scores (ece) 10.0" in result.stdout


def test_scores_are_shown_as_json(gold: Path) -> None:
    data = json.loads(evaluate(gold, "--format", "json").stdout)
    assert data["scores"]["attr/strict"] == 1.0


def test_gate_passes_on_its_own_floors_and_fails_below_them(gold: Path, floors: Path) -> None:
    assert evaluate(gold, "--update-floors", "--floors", floors).exit_code == 0
    assert evaluate(gold, "--check", "--floors", floors).exit_code == 0
    kept = json.loads(floors.read_text())
    kept["mine-dev"]["scores"]["ece"] = 0.01
    floors.write_text(json.dumps(kept))
    result = evaluate(gold, "--check", "--floors", floors)
    assert result.exit_code == 1
    assert result.stderr == "sayso: ece: 0.1000, above its ceiling of 0.0100\n"


def test_gate_does_not_pass_on_other_data(gold: Path, floors: Path) -> None:
    evaluate(gold, "--update-floors", "--floors", floors)
    write_gold(gold, GOOD, MISSED)
    result = evaluate(gold, "--check", "--floors", floors)
    assert result.exit_code == 1
    assert "the gate cannot tell" in result.stderr
    assert "measured on other data" in result.stderr


def test_gate_does_not_pass_without_floors(gold: Path, floors: Path) -> None:
    result = evaluate(gold, "--check", "--floors", floors)
    assert result.exit_code == 1
    assert "there are no floors for mine-dev" in result.stderr


def test_lower_floors_need_a_reason(gold: Path, floors: Path) -> None:
    evaluate(gold, "--update-floors", "--floors", floors)
    before = floors.read_text()
    write_gold(gold, GOOD, MISSED)
    result = evaluate(gold, "--update-floors", "--floors", floors)
    assert result.exit_code == 2
    assert "say why with --allow-lower REASON" in result.stderr
    assert floors.read_text() == before
    lowered = evaluate(gold, "--update-floors", "--allow-lower", "more gold", "--floors", floors)
    assert lowered.exit_code == 0
    assert json.loads(floors.read_text())["mine-dev"]["lowered"][0]["reason"] == "more gold"


def test_reason_without_update_is_misuse(gold: Path) -> None:
    result = evaluate(gold, "--allow-lower", "just so")
    assert result.exit_code == 2
    assert "--allow-lower goes with --update-floors" in result.stderr


def test_missing_gold_is_misuse_in_one_line(tmp_path: Path) -> None:
    result = evaluate(tmp_path / "none.jsonl")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "name a PolNeAR directory" in result.stderr
