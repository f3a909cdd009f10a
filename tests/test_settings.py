"""Settings files, environment and what they may hold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.settings import Settings, load_settings


def test_nothing_chosen_gives_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}) == Settings(format=None, jobs=1, min_score=0.0)


def test_environment_overrides_file(tmp_path: Path) -> None:
    (tmp_path / "sayso.toml").write_text('format = "html"\njobs = 3\n')
    found = load_settings(tmp_path, {"SAYSO_JOBS": "4", "SAYSO_FORMAT": "", "HOME": "/"})
    assert found == Settings(format="html", jobs=4)


def test_nearest_file_wins_and_hides_those_above(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "sayso.toml").write_text("jobs = 2\nmin_score = 0.5\n")
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.sayso]\nmin-score = 0.25\n")
    assert load_settings(below, {}) == Settings(min_score=0.25)


def test_pyproject_without_a_table_is_passed_over(tmp_path: Path) -> None:
    below = tmp_path / "a"
    below.mkdir()
    (below / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    (tmp_path / "sayso.toml").write_text("jobs = 2\n")
    assert load_settings(below, {}).jobs == 2
    for content in ("not TOML at all", "tool = 1", "[tool]\nsayso = 1"):
        (below / "pyproject.toml").write_text(content)
        assert load_settings(below, {}).jobs == 2


def test_folder_that_may_not_be_looked_into_holds_no_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = os.stat

    def closed(path: Path, **options: bool) -> os.stat_result:
        if Path(path).parent == tmp_path:
            raise PermissionError(13, "Permission denied", str(path))
        return look(path, **options)

    monkeypatch.setattr(os, "stat", closed)
    assert load_settings(tmp_path, {}) == Settings()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("job = 2", "'job' is not a setting; there are format, jobs, min_score, lens"),
        ('format = "xml"', "format is 'xml'; give one of table, json"),
        ("jobs = 0", "jobs is 0; give a whole number from 1"),
        ("jobs = 1.5", "jobs is 1.5"),
        ("jobs = true", "jobs is True"),
        ('jobs = "many"', "jobs is 'many'"),
        ("min-score = 1.5", "min_score is 1.5; give a number from 0 to 1"),
        ("min-score = nan", "min_score is nan"),
        ("lens = 'icd204'", "lens is 'icd204'; give one of icd203, phia, survey"),
        ("lens = []", "lens is []"),
        ("min-score = []", "min_score is []"),
        ("jobs =", "cannot be read as TOML"),
    ],
)
def test_wrong_setting_names_file_and_remedy(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "sayso.toml"
    path.write_text(content)
    with pytest.raises(UsageError) as caught:
        load_settings(tmp_path, {})
    assert message in caught.value.message
    assert str(path) in caught.value.message


def test_wrong_variable_is_named() -> None:
    with pytest.raises(UsageError, match="SAYSO_JOBS: jobs is 'no'"):
        load_settings(Path("/nowhere"), {"SAYSO_JOBS": "no"})
