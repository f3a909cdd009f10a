"""Codes and prefixes become the rules to run on one article, after ruff's manner of choosing.

Of two selectors that fit a rule the longer one counts: ``select = ["S"]`` with ``ignore = ["S104"]`` leaves
one rule out, ``ignore = ["S"]`` with ``select = ["S104"]`` keeps one. Between equals, ignoring wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import PurePath

from sayso.errors import UsageError
from sayso.lint.registry import RULES
from sayso.lint.rules import Rule

EVERYTHING = "ALL"


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """Which rules to run.

    Attributes:
        select: Codes or prefixes, ``ALL`` for every rule; None for the rules that are on by default.
        ignore: Codes or prefixes to leave out.
        per_file_ignores: Codes or prefixes to leave out for inputs whose path fits a pattern.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def rules_for(self, path: str | None) -> tuple[Rule, ...]:
        """The rules to run on an input, in the order of their codes.

        Raises:
            UsageError: A selector fits no rule.
        """
        _check(
            (
                *(self.select or ()),
                *self.ignore,
                *(code for codes in self.per_file_ignores.values() for code in codes),
            )
        )
        here = [
            code
            for glob, codes in self.per_file_ignores.items()
            if path and _fits(path, glob)
            for code in codes
        ]
        return tuple(rule for rule in RULES if self._wants(rule) and not _reach(here, rule))

    def _wants(self, rule: Rule) -> bool:
        wanted = int(rule.default) if self.select is None else _reach(self.select, rule)
        return wanted > _reach(self.ignore, rule)


def _reach(selectors: Sequence[str], rule: Rule) -> int:
    """How closely the closest selector fits: 0 not at all, 1 as ``ALL``, then by its length."""
    fits = [len(one) + 1 for one in selectors if one != EVERYTHING and rule.code.startswith(one)]
    return max([*fits, int(EVERYTHING in selectors)])


def _check(selectors: Sequence[str]) -> None:
    for one in selectors:
        if one != EVERYTHING and not (one and any(rule.code.startswith(one) for rule in RULES)):
            raise UsageError(f"{one!r} fits no rule; `sayso lint --list` shows them all")


def _fits(path: str, glob: str) -> bool:
    """Whether a path, or the end of it, or its file name, fits a pattern such as ``wires/*``."""
    normal = PurePath(path).as_posix()
    return fnmatchcase(normal, glob) or fnmatchcase(normal, f"*/{glob}")
