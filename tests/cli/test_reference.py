"""The reference page holds every command, option, environment variable, setting and error code."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer.main

from sayso.cli.app import app
from sayso.cli.terminal import BROKEN_PIPE, FAILED, INTERRUPTED, MISUSE, TERMINATED
from sayso.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "cli.md").read_text("utf-8")
GROUP: Any = typer.main.get_command(app)
COMMANDS: dict[str, Any] = dict(GROUP.commands)


def section(title: str) -> str:
    """What stands under a heading of the second level."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"there is no section {title!r}"
    return found[1]


def option_names(command: Any) -> set[str]:
    """Options of a command, and of the commands below it."""
    names = {name for option in command.params for name in option.opts if name.startswith("-")}
    return names.union(*map(option_names, getattr(command, "commands", {}).values()))


def codes_in_source() -> set[str]:
    """Every error code that the package can give: arguments ``code=…`` and second arguments of failures."""
    codes = {"usage"}
    for path in (ROOT / "src" / "sayso").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            given = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            if ast.unparse(node.func) in ("Failure", "BadPart") and len(node.args) > 1:
                given.append(node.args[1])
            codes |= {str(value.value) for value in given if isinstance(value, ast.Constant)}
    return codes


def test_every_command_has_a_section_and_no_other_has() -> None:
    assert set(re.findall(r"^## sayso (\w+)$", PAGE, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_stands_in_the_section_of_its_command(name: str) -> None:
    documented = set(re.findall(r"`(--?[a-z][a-z-]*)`", section(f"sayso {name}")))
    options = option_names(COMMANDS[name]) - {"--help", "-h"}
    assert options <= documented
    assert documented <= options | option_names(COMMANDS["read"]) | {"-"}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_below_another_stands_in_its_section(name: str) -> None:
    below = getattr(COMMANDS[name], "commands", {})
    assert all(f"`sayso {name} {verb}`" in section(f"sayso {name}") for verb in below)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_explains_itself(name: str) -> None:
    for command in (COMMANDS[name], *getattr(COMMANDS[name], "commands", {}).values()):
        assert command.help
        options = [one for one in command.params if one.opts[0].startswith("-")]
        assert all(option.help for option in options)


def test_every_setting_and_its_variable_are_documented() -> None:
    text = section("Settings")
    names = [field.name for field in fields(Settings)]
    assert set(re.findall(rf"`({PREFIX}\w+)`", text)) == {PREFIX + name.upper() for name in names}
    assert all(f"`{name.replace('_', '-')}`" in text for name in names)


def test_every_variable_that_the_command_line_reads_is_documented() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src" / "sayso" / "cli").glob("*.py"))
    variables = set(re.findall(r"environ(?:\.get\(|\[)\"(\w+)\"", source)) - {"TERM"}
    assert variables
    assert all(f"`{name}`" in PAGE for name in variables)


def test_error_codes_are_those_of_the_code() -> None:
    documented = set(re.findall(r"^\| `(\w+)` \|", section("Error codes"), re.MULTILINE))
    assert documented == codes_in_source()


def test_exit_statuses_are_those_of_the_code() -> None:
    documented = re.findall(r"^\| (\d+) \|", section("Exit statuses"), re.MULTILINE)
    statuses = [0, FAILED, MISUSE, INTERRUPTED, BROKEN_PIPE, TERMINATED]
    assert list(map(int, documented)) == statuses
