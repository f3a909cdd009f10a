"""House rules that neither ruff nor the import contracts can see, held over the whole package."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "sayso"
MODULES = sorted(PACKAGE.rglob("*.py"))
LIBRARY = [path for path in MODULES if "cli" not in path.relative_to(PACKAGE).parts]
# Most modules have about 100 lines; the few that describe many records may grow to this.
MAX_LINES = 450
NETWORK = {"socket", "ssl", "http", "urllib3", "requests", "httpx", "aiohttp", "ftplib"}
# The one module that may open a socket.
FETCH = PACKAGE / "ingest" / "fetch.py"


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def imports(tree: ast.Module) -> Iterator[str]:
    """Every module that is imported anywhere in the file, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def calls(tree: ast.Module) -> Iterator[str]:
    """Every function called by name, as it is written: ``print``, ``sys.exit``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_package_is_where_the_tests_look() -> None:
    assert len(MODULES) > 10


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_module_says_what_it_turns_into_what(path: Path) -> None:
    assert ast.get_docstring(syntax(path)), "a module opens with a docstring"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_module_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", LIBRARY, ids=named)
def test_library_neither_prints_nor_exits_nor_sets_up_logging(path: Path) -> None:
    forbidden = {"print", "input", "exit", "quit", "sys.exit", "logging.basicConfig"}
    assert forbidden.isdisjoint(calls(syntax(path)))


@pytest.mark.parametrize("path", [path for path in MODULES if path != FETCH], ids=named)
def test_only_fetch_opens_connections(path: Path) -> None:
    found = [
        name for name in imports(syntax(path)) if name.split(".")[0] in NETWORK or name == "urllib.request"
    ]
    assert not found, "only ingest/fetch.py may talk to the network"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_shipped_code_imports_nothing_from_training_or_tests(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(syntax(path))}
    assert roots.isdisjoint({"torch", "training", "tests", "benchmarks", "pytest"})


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_assert_is_left_to_the_tests(path: Path) -> None:
    lines = [node.lineno for node in ast.walk(syntax(path)) if isinstance(node, ast.Assert)]
    assert not lines


def public_functions(path: Path) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in syntax(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_everything_public_is_documented(path: Path) -> None:
    bare = [node.name for node in public_functions(path) if not ast.get_docstring(node)]
    assert not bare
