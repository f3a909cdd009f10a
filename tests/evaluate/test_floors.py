"""The gate: floors, what falls below them, and how they are moved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.evaluate.floors import FLOORS_FILE, load_floors, raise_floors, save_floors, shortfalls

DATA, OTHER = "sha256:1", "sha256:2"
FLOORS = {"mine-dev": {"digest": DATA, "scores": {"attr/lenient": 0.75, "ece": 0.05}, "lowered": []}}


@pytest.mark.parametrize(
    ("scores", "names"),
    [
        ({"attr/lenient": 0.80, "ece": 0.01}, []),
        ({"attr/lenient": 0.75, "ece": 0.05}, []),
        ({"attr/lenient": 0.749, "ece": 0.051}, []),
        ({"attr/lenient": 0.7489, "ece": 0.05}, ["attr/lenient"]),
        ({"attr/lenient": 0.75, "ece": 0.0512}, ["ece"]),
        ({"attr/lenient": 0.75}, ["ece"]),
        ({"attr/lenient": 0.75, "ece": 0.05, "attr/new": 0.0}, []),
    ],
)
def test_score_below_its_floor_is_named(scores: dict[str, float], names: list[str]) -> None:
    assert [one.name for one in shortfalls(FLOORS, "mine-dev", DATA, scores)] == names


def test_shortfall_says_what_was_expected() -> None:
    low, high = shortfalls(FLOORS, "mine-dev", DATA, {"attr/lenient": 0.5, "ece": 0.2})
    assert str(low) == "attr/lenient: 0.5000, below its floor of 0.7500"
    assert str(high) == "ece: 0.2000, above its ceiling of 0.0500"
    assert "not measured" in str(shortfalls(FLOORS, "mine-dev", DATA, {})[0])


def test_other_data_or_unknown_set_cannot_be_judged() -> None:
    with pytest.raises(UsageError, match=f"expected {DATA}, found {OTHER}"):
        shortfalls(FLOORS, "mine-dev", OTHER, {})
    with pytest.raises(UsageError, match=r"no floors for yours \(there are: mine-dev\)"):
        shortfalls(FLOORS, "yours", DATA, {})


def test_floors_rise_without_a_reason() -> None:
    raised = raise_floors(FLOORS, "mine-dev", DATA, {"attr/lenient": 0.812345, "ece": 0.01}, reason=None)
    assert raised["mine-dev"] == {
        "digest": DATA,
        "scores": {"attr/lenient": 0.8123, "ece": 0.01},
        "lowered": [],
    }
    assert FLOORS["mine-dev"]["scores"] == {"attr/lenient": 0.75, "ece": 0.05}


def test_floors_fall_only_with_a_reason_which_is_kept() -> None:
    lower = {"attr/lenient": 0.7, "ece": 0.05}
    with pytest.raises(UsageError, match="would lower attr/lenient; say why with --allow-lower REASON"):
        raise_floors(FLOORS, "mine-dev", DATA, lower, reason=None)
    lowered = raise_floors(FLOORS, "mine-dev", DATA, lower, reason="smaller model")
    assert lowered["mine-dev"]["lowered"] == [
        {"score": "attr/lenient", "from": 0.75, "to": 0.7, "reason": "smaller model"}
    ]


def test_changing_the_data_needs_a_reason_too() -> None:
    scores = {"attr/lenient": 0.8, "ece": 0.01}
    with pytest.raises(UsageError, match="would lower digest"):
        raise_floors(FLOORS, "mine-dev", OTHER, scores, reason=None)
    moved = raise_floors(FLOORS, "mine-dev", OTHER, scores, reason="corrected gold")
    assert moved["mine-dev"]["digest"] == OTHER


def test_floors_of_other_sets_stay(tmp_path: Path) -> None:
    both = raise_floors(FLOORS, "new-set", OTHER, {"attr/lenient": 0.5}, reason=None)
    assert both["mine-dev"] == FLOORS["mine-dev"]
    save_floors(both, tmp_path / "floors.json")
    assert load_floors(tmp_path / "floors.json") == both
    assert load_floors(tmp_path / "none.json") == {}


def test_floors_of_the_package_are_well_formed() -> None:
    floors = json.loads(FLOORS_FILE.read_text("utf-8"))
    for entry in floors.values():
        assert entry["digest"].startswith("sha256:")
        assert all(0 <= score <= 1 for score in entry["scores"].values())
