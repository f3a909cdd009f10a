"""Choosing rules by codes and prefixes, and ignoring them for some files."""

from __future__ import annotations

import pytest

from sayso.errors import UsageError
from sayso.lint import RULES, RuleChoice


def codes(path: str | None = None, **chosen: object) -> list[str]:
    return [rule.code for rule in RuleChoice(**chosen).rules_for(path)]  # type: ignore[arg-type]


def test_default_rules_run_when_nothing_is_chosen() -> None:
    assert codes() == [rule.code for rule in RULES if rule.default]
    assert codes(select=("ALL",)) == [rule.code for rule in RULES]
    assert codes(select=()) == []


def test_prefix_selects_a_family_with_rules_that_are_off_by_default() -> None:
    assert codes(select=("P",)) == ["P101", "P102"]
    assert codes(select=("P101",)) == ["P101"]


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        (("P", "N"), ("P101",), ["N101", "N102", "P102"]),
        (("P101",), ("P",), ["P101"]),
        (("P",), ("P",), []),
        (("ALL",), ("C", "H", "N", "Q", "S", "W"), ["P101", "P102"]),
        (("P",), ("ALL",), ["P101", "P102"]),
    ],
)
def test_longer_selector_wins(select: tuple[str, ...], ignore: tuple[str, ...], expected: list[str]) -> None:
    assert codes(select=select, ignore=ignore) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("wires/a.txt", []),
        ("news/wires/a.txt", []),
        ("/home/ida/wires/a.txt", []),
        ("a.txt", ["P101", "P102"]),
        (None, ["P101", "P102"]),
    ],
)
def test_rules_are_left_out_for_files_that_fit(path: str | None, expected: list[str]) -> None:
    assert codes(path, select=("P",), per_file_ignores={"wires/*": ("P",)}) == expected


@pytest.mark.parametrize("where", ["select", "ignore"])
@pytest.mark.parametrize("code", ["X", "S999", "", "s101"])
def test_selector_that_fits_no_rule_is_refused(where: str, code: str) -> None:
    with pytest.raises(UsageError, match="fits no rule"):
        codes(**{where: (code,)})
    with pytest.raises(UsageError, match="fits no rule"):
        codes("other.txt", per_file_ignores={"*": (code,)})
