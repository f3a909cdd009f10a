"""``sayso doctor`` with parts of the installation taken away."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import sayso.cli.doctor as doctor
import sayso.extract.attributions
from sayso.cli.app import app
from sayso.cli.models import InstalledModel

WHOLE = InstalledModel("en", "sayso-test", "3", "Apache-2.0", 1_500_000, "sha256:1", True, None, {})


def examine() -> tuple[int, dict[str, tuple[str, str]]]:
    """Exit status, and by name of the check its state and what was found."""
    result = CliRunner().invoke(app, ["doctor"])
    lines = [line.split(maxsplit=1) for line in result.stdout.splitlines()]
    return result.exit_code, {rest[:20].strip(): (state, rest[21:]) for state, rest in lines}


@pytest.fixture
def healthy(scripted_reader: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "installed_models", lambda: [WHOLE])


@pytest.mark.usefixtures("healthy")
def test_healthy_installation_is_all_well() -> None:
    status, checks = examine()
    assert status == 0
    assert {state for state, _ in checks.values()} <= {"ok", "note"}
    assert checks["model sayso-test"] == ("ok", "3, files whole, 1.5 MB")
    assert checks["trial sentence"][1].startswith("1 attributions")
    assert {"Python", "onnxruntime", "terminal", "extra train"} <= set(checks)


@pytest.mark.usefixtures("healthy")
def test_missing_package_is_a_problem_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    installed = importlib.metadata.version

    def version(name: str) -> str:
        if name == "tokenizers":
            raise importlib.metadata.PackageNotFoundError(name)
        return installed(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    status, checks = examine()
    assert status == 1
    assert checks["tokenizers"] == ("problem", "missing; get it with: pip install tokenizers")


@pytest.mark.usefixtures("healthy")
def test_missing_model_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "installed_models", list)
    status, checks = examine()
    assert status == 1
    assert checks["reader model"][0] == "problem"
    assert "reinstall" in checks["reader model"][1]


@pytest.mark.usefixtures("healthy")
def test_reader_that_breaks_does_not_hide_the_other_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(article: Any, **options: Any) -> Any:
        raise OSError("libonnx: cannot open shared object file")

    monkeypatch.setattr(sayso.extract.attributions, "find_pooled", broken)
    status, checks = examine()
    assert status == 1
    assert checks["trial sentence"] == ("problem", "OSError: libonnx: cannot open shared object file")
    assert "terminal" in checks


@pytest.mark.usefixtures("healthy")
def test_missing_extra_is_a_note_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)
    status, checks = examine()
    assert status == 0
    assert checks["extra train"][0] == "note"
    assert "pip install '.[train]'" in checks["extra train"][1]


def test_every_extra_of_the_package_is_looked_for() -> None:
    import tomllib

    project = tomllib.loads(Path(__file__).parents[2].joinpath("pyproject.toml").read_text("utf-8"))
    assert set(doctor._EXTRAS) == set(project["project"]["optional-dependencies"])
