"""Scores meet their floors: the gate that a change of the reader has to pass.

A floor belongs to data with a digest: a score on other data says nothing about it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.errors import UsageError
from sayso.evaluate.runs import CALIBRATION

FLOORS_FILE = Path(__file__).with_name("floors.json")

# How far below its floor a score may fall: rounding of sums differs between machines.
TOLERANCE = 0.001
_DECIMALS = 4
_LOWER_IS_BETTER = frozenset({CALIBRATION})


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A score that is worse than its floor."""

    name: str
    floor: float
    found: float | None

    def __str__(self) -> str:
        found = "not measured" if self.found is None else f"{self.found:.4f}"
        side = "above its ceiling" if self.name in _LOWER_IS_BETTER else "below its floor"
        return f"{self.name}: {found}, {side} of {self.floor:.4f}"


def load_floors(path: Path = FLOORS_FILE) -> dict[str, Any]:
    """Read floors: by name of the gold set, its ``digest``, its ``scores`` and what was ever ``lowered``."""
    if not path.exists():
        return {}
    floors: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return floors


def shortfalls(
    floors: Mapping[str, Any], gold: str, digest: str, scores: Mapping[str, float]
) -> list[Shortfall]:
    """Compare scores with the floors of a gold set.

    Returns:
        The scores that are worse by more than ``TOLERANCE``, and those with a floor that are missing.

    Raises:
        UsageError: There are no floors for this set, or they were measured on other data.
    """
    entry = floors.get(gold)
    if entry is None:
        known = ", ".join(floors) or "none at all"
        raise UsageError(
            f"there are no floors for {gold} (there are: {known}); set them with --update-floors"
        )
    if entry["digest"] != digest:
        raise UsageError(
            f"the floors of {gold} were measured on other data: expected {entry['digest']}, found {digest};"
            " get that data, or set floors for this with --update-floors",
            code="unknown_data",
        )
    return [
        Shortfall(name, floor, scores.get(name))
        for name, floor in entry["scores"].items()
        if name not in scores or _worse(name, scores[name], floor)
    ]


def raise_floors(
    floors: Mapping[str, Any], gold: str, digest: str, scores: Mapping[str, float], *, reason: str | None
) -> dict[str, Any]:
    """Put new floors in the place of those of one gold set.

    Args:
        floors: As :func:`load_floors` gives them; they stay as they are.
        gold: Name of the set.
        digest: Of its data.
        scores: The new floors.
        reason: Why a floor may be lowered, which is kept beside it.

    Returns:
        The floors of all sets.

    Raises:
        UsageError: A floor would be lowered, or the data exchanged, and there is no reason.
    """
    before = floors.get(gold, {"digest": digest, "scores": {}})
    rounded = {name: round(score, _DECIMALS) for name, score in scores.items()}
    lowered = [
        {"score": name, "from": floor, "to": rounded.get(name), "reason": reason}
        for name, floor in before["scores"].items()
        if name not in rounded or _worse(name, rounded[name], floor)
    ]
    if before["digest"] != digest:
        lowered.append({"score": "digest", "from": before["digest"], "to": digest, "reason": reason})
    if lowered and not reason:
        names = ", ".join(str(item["score"]) for item in lowered)
        raise UsageError(f"{gold}: this would lower {names}; say why with --allow-lower REASON")
    entry = {"digest": digest, "scores": rounded, "lowered": [*before.get("lowered", ()), *lowered]}
    return {**floors, gold: entry}


def save_floors(floors: Mapping[str, Any], path: Path = FLOORS_FILE) -> None:
    """Write floors, for a person to compare line by line."""
    path.write_text(json.dumps(floors, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _worse(name: str, found: float, floor: float) -> bool:
    drop = found - floor if name in _LOWER_IS_BETTER else floor - found
    return drop > TOLERANCE + 1e-9
