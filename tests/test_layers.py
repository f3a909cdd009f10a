"""House rules that neither ruff nor the import contracts can see, held over the whole package."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "sayso"
MODULES = sorted(PACKAGE.rglob("*.py"))
LIBRARY = [path for path in MODULES if "cli" not in path.relative_to(PACKAGE).parts]
# Most modules have about 100 lines; the few that describe many records may grow to this.
MAX_LINES = 450
NETWORK = {"socket", "ssl", "http", "urllib3", "requests", "httpx", "aiohttp", "ftplib"}
FETCH = PACKAGE / "ingest" / "fetch.py"


@cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def imports(path: Path) -> Iterator[str]:
    """Every module that is imported anywhere in the file, inside functions too."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def calls(path: Path) -> Iterator[str]:
    """Every function called by name, as it is written: ``print``, ``sys.exit``."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def breakers(paths: Iterable[Path], found: Callable[[Path], Iterable[str]]) -> list[str]:
    """What breaks a rule, as ``module: what``."""
    return [f"{path.relative_to(PACKAGE).as_posix()}: {what}" for path in paths for what in found(path)]


def test_package_is_where_the_tests_look() -> None:
    assert len(MODULES) > 10


def test_modules_open_with_a_docstring() -> None:
    assert breakers(MODULES, lambda path: [] if ast.get_docstring(syntax(path)) else ["no docstring"]) == []


def test_modules_are_short_enough_to_read() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in MODULES}
    too_long = [path for path in MODULES if lengths[path] > MAX_LINES]
    assert breakers(too_long, lambda path: [f"{lengths[path]} lines"]) == []


def test_library_neither_prints_nor_exits_nor_sets_up_logging() -> None:
    forbidden = {"print", "input", "exit", "quit", "sys.exit", "logging.basicConfig"}
    assert breakers(LIBRARY, lambda path: forbidden.intersection(calls(path))) == []


def test_only_fetch_opens_connections() -> None:
    def network(path: Path) -> list[str]:
        return [name for name in imports(path) if name.split(".")[0] in NETWORK or name == "urllib.request"]

    assert network(FETCH), "ingest/fetch.py has moved; so must this rule"
    assert breakers([path for path in MODULES if path != FETCH], network) == []


def test_only_inference_opens_onnxruntime() -> None:
    others = [path for path in MODULES if path != PACKAGE / "inference.py"]
    assert breakers(others, lambda path: [name for name in imports(path) if "onnxruntime" in name]) == []


def test_shipped_code_imports_nothing_from_training_or_tests() -> None:
    foreign = {"torch", "training", "tests", "benchmarks", "pytest"}
    assert breakers(MODULES, lambda path: foreign.intersection(n.split(".")[0] for n in imports(path))) == []


def test_assert_is_left_to_the_tests() -> None:
    def asserts(path: Path) -> list[str]:
        return [f"line {node.lineno}" for node in ast.walk(syntax(path)) if isinstance(node, ast.Assert)]

    assert breakers(MODULES, asserts) == []


def test_everything_public_is_documented() -> None:
    def bare(path: Path) -> list[str]:
        public = (node for node in syntax(path).body if isinstance(node, ast.FunctionDef | ast.ClassDef))
        return [node.name for node in public if node.name[0] != "_" and not ast.get_docstring(node)]

    assert breakers(MODULES, bare) == []
