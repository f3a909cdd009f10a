"""Settings files and environment become :class:`Settings`, what a user has chosen once for all runs.

The nearest ``sayso.toml``, or ``pyproject.toml`` with a ``[tool.sayso]`` table, in the current
directory or above it comes first; ``SAYSO_*`` in the environment overrides it; flags override both.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from sayso.errors import UsageError

FORMATS = ("table", "json", "jsonl", "html", "brat")
LENSES = ("icd203", "phia", "survey")
PREFIX = "SAYSO_"
LINT = "lint"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user has chosen.

    Attributes:
        format: One of ``FORMATS``, or None to choose by where the output goes.
        jobs: Number of processes, at least 1.
        min_score: Attributions scored below this are left out, 0 to 1.
        lens: One of ``LENSES``, the scale that gives words of probability their numbers; None for none.
        db: The ledger: a file, or ``postgresql://user@host/name``; None for ``sayso.db`` here.
    """

    format: str | None = None
    jobs: int = 1
    min_score: float = 0.0
    lens: str | None = None
    db: str | None = None


@dataclass(frozen=True, slots=True)
class LintSettings:
    """What a user has chosen for ``sayso lint``.

    Attributes:
        select: Codes or prefixes of the rules to run, or None for those that are on by default.
        ignore: Codes or prefixes of rules to leave out.
        per_file_ignores: The same for inputs whose path fits a pattern.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load_lint_settings(directory: Path, environment: Mapping[str, str]) -> LintSettings:
    """Gather the lint settings that hold in a directory: a ``lint`` table, and ``SAYSO_LINT_*`` over it.

    Raises:
        UsageError: A settings file is not TOML, or a setting is unknown or has a value it cannot have.
    """
    tables = [(place, value) for place, name, value in _from_file(directory) if name == LINT]
    chosen: dict[str, Any] = {}
    for place, table in tables:
        for name, value in _lint_table(place, table).items():
            chosen[name] = _checked(f"{place}: {LINT}", name, value, _LINT_CHECKS)
    for name in ("select", "ignore"):
        key = f"{PREFIX}{LINT.upper()}_{name.upper()}"
        if environment.get(key):
            chosen[name] = _codes(environment[key].split(","))
    return LintSettings(**chosen)


def _lint_table(place: str, table: Any) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise UsageError(f"{place}: {LINT} is {table!r}; give a table, with select or ignore in it")
    named = {name.replace("-", "_"): value for name, value in table.items()}
    for name in named:
        if name not in _LINT_CHECKS:
            known = ", ".join(_LINT_CHECKS)
            raise UsageError(f"{place}: {LINT} has no setting {name!r}; there are {known}")
    return named


def load_settings(directory: Path, environment: Mapping[str, str]) -> Settings:
    """Gather the settings that hold in a directory.

    Raises:
        UsageError: A settings file is not TOML, or a setting is unknown or has a value it cannot have.
    """
    chosen: dict[str, Any] = {}
    for place, name, value in (*_from_file(directory), *_from_environment(environment)):
        if name == LINT:
            continue
        if name not in _CHECKS:
            known = ", ".join(_CHECKS)
            raise UsageError(f"{place}: {name!r} is not a setting; there are {known}")
        chosen[name] = _checked(place, name, value, _CHECKS)
    return Settings(**chosen)


def _from_file(directory: Path) -> list[tuple[str, str, Any]]:
    for folder in (directory, *directory.parents):
        for path in (folder / "sayso.toml", folder / "pyproject.toml"):
            if not os.path.isfile(path):  # False also in a folder that may not be looked into
                continue
            table: Any = _read_toml(path)
            for key in ("tool", "sayso") if path.name == "pyproject.toml" else ():
                table = table.get(key) if isinstance(table, dict) else None
            if isinstance(table, dict):
                return [(str(path), name.replace("-", "_"), value) for name, value in table.items()]
    return []


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        if path.name == "pyproject.toml":  # somebody else's file: not ours to complain about
            return {}
        raise UsageError(f"{path}: cannot be read as TOML ({error}); correct or remove it") from error


def _from_environment(environment: Mapping[str, str]) -> list[tuple[str, str, Any]]:
    names = [field.name for field in fields(Settings)]
    variables = {PREFIX + name.upper(): name for name in names}
    return [(key, name, environment[key]) for key, name in variables.items() if environment.get(key)]


def _format(value: Any) -> str:
    if value not in FORMATS:
        raise ValueError
    return str(value)


def _lens(value: Any) -> str:
    if value not in LENSES:
        raise ValueError
    return str(value)


def _db(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value


def _jobs(value: Any) -> int:
    if isinstance(value, (bool, float)) or int(value) < 1:
        raise ValueError
    return int(value)


def _min_score(value: Any) -> float:
    if isinstance(value, bool) or not 0 <= float(value) <= 1:
        raise ValueError
    return float(value)


def _codes(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise ValueError
    return tuple(one.strip() for one in value)


def _codes_by_pattern(value: Any) -> dict[str, tuple[str, ...]]:
    return {str(pattern): _codes(codes) for pattern, codes in value.items()}


Check = tuple[Callable[[Any], Any], str]
_CHECKS: dict[str, Check] = {
    "format": (_format, "one of " + ", ".join(FORMATS)),
    "jobs": (_jobs, "a whole number from 1"),
    "min_score": (_min_score, "a number from 0 to 1"),
    "lens": (_lens, "one of " + ", ".join(LENSES)),
    "db": (_db, "a file, or postgresql://user@host/name"),
}


_LINT_CHECKS: dict[str, Check] = {
    "select": (_codes, 'a list of codes or prefixes, such as ["S", "H101"]'),
    "ignore": (_codes, 'a list of codes or prefixes, such as ["W101"]'),
    "per_file_ignores": (_codes_by_pattern, 'a table of lists, such as {"wires/*" = ["S108"]}'),
}


def _checked(place: str, name: str, value: Any, checks: Mapping[str, Check]) -> Any:
    check, expected = checks[name]
    try:
        return check(value)
    except (AttributeError, TypeError, ValueError):
        raise UsageError(f"{place}: {name} is {value!r}; give {expected}") from None
