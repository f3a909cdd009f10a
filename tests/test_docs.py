"""The documentation is held to the code: links lead somewhere, commands and options exist, code compiles."""

from __future__ import annotations

import ast
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("examples/*.md"),
        *ROOT.glob("benchmarks/*.md"),
        *ROOT.glob("training/*.md"),
    ]
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def blocks(page: Path, *languages: str) -> list[str]:
    return [body for language, body in FENCE.findall(text_of(page)) if language in languages]


def prose(page: Path) -> str:
    """A page without its code blocks and code words, where brackets are not links."""
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text_of(page)))


def anchors(page: Path) -> set[str]:
    """Ids that a page's headings get on GitHub."""
    headings = re.findall(r"^#+\s+(.+?)\s*$", FENCE.sub("", text_of(page)), re.MULTILINE)
    words = [re.sub(r"[^\w\s-]", "", heading.replace("`", "")).lower() for heading in headings]
    return {re.sub(r"\s", "-", heading) for heading in words}


def logical_lines(block: str) -> Iterator[str]:
    """Shell lines, joined over trailing backslashes."""
    yield from (line.strip() for line in block.replace("\\\n", " ").splitlines() if line.strip())


def words(line: str) -> list[str]:
    return shlex.split(line, comments=True)


def pipeline_parts(line: str) -> Iterator[list[str]]:
    """The words of each command of a line, without where they are sent."""
    for part in re.split(r"\s(?:\||&&|;)\s", line):
        yield words(re.split(r"\s>{1,2}\s", part)[0])


def shell_commands(program: str) -> list[Any]:
    """Every call of a program in the documentation, as (page, words after the program's name)."""
    found = []
    for page in PAGES:
        for block in blocks(page, "sh", "bash", "console"):
            for line in logical_lines(block):
                for part in pipeline_parts(line):
                    if part and part[0].rsplit("/", 1)[-1] == program:
                        found.append(pytest.param(page, part[1:], id=f"{named(page)}: {' '.join(part)}"))
    return found


def commands() -> dict[str, Any]:
    import typer.main

    from sayso.cli.app import app

    group: Any = typer.main.get_command(app)
    return dict(group.commands)


def options(command: Any) -> set[str]:
    """Options of a command, and of the commands below it."""
    names = {name for parameter in command.params for name in parameter.opts if name.startswith("-")}
    return names.union(*map(options, getattr(command, "commands", {}).values()))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_relative_links_resolve(page: Path) -> None:
    for target in LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        goal = (page.parent / path).resolve() if path else page
        assert goal.exists(), f"{named(page)} links to {target}, which is not there"
        assert goal.is_relative_to(ROOT), f"{named(page)} links to {target}, outside the project"
        if anchor:
            assert anchor in anchors(goal), f"{named(page)} links to {target}; {path} has no such heading"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_page_opens_with_a_title_and_closes_its_code(page: Path) -> None:
    assert text_of(page).startswith("# ")
    assert text_of(page).count("```") % 2 == 0


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")], ids=named)
def test_python_blocks_compile(page: Path) -> None:
    for block in blocks(page, "python"):
        compile(block, named(page), "exec")


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")], ids=named)
def test_python_blocks_import_only_what_there_is(page: Path) -> None:
    from importlib import import_module

    for block in blocks(page, "python"):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sayso"):
                module = import_module(node.module or "")
                assert all(hasattr(module, alias.name) for alias in node.names)
            if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("sayso."):
                assert hasattr(import_module("sayso"), ast.unparse(node).split(".")[1])


@pytest.mark.parametrize(("page", "arguments"), shell_commands("sayso"))
def test_documented_command_and_options_exist(page: Path, arguments: list[str]) -> None:
    known = commands()
    verb, *rest = arguments or ["--help"]
    if verb in ("--help", "-h", "--version"):
        return
    assert verb in known, f"{named(page)}: sayso has no command {verb!r}"
    below = getattr(known[verb], "commands", None)
    assert below is None or rest[0] in below, f"{named(page)}: sayso {verb} has no command {rest[0]!r}"
    rest = rest[: rest.index("--")] if "--" in rest else rest  # what follows is data
    used = {word.partition("=")[0] for word in rest if re.match(r"--?[a-z]", word)}
    assert used <= options(known[verb]) | {"--help", "-h"}


@pytest.mark.parametrize(("page", "arguments"), shell_commands("sayso"))
def test_documented_example_files_exist(page: Path, arguments: list[str]) -> None:
    for word in arguments:
        if word.startswith("examples/"):
            assert list(ROOT.glob(word)), f"{named(page)} names {word}, which is not there"


@pytest.mark.parametrize(("page", "arguments"), shell_commands("make"))
def test_documented_make_targets_exist(page: Path, arguments: list[str]) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert {word for word in arguments if "=" not in word} <= set(targets)


def test_documentation_shows_enough_commands_to_be_worth_checking() -> None:
    assert len(shell_commands("sayso")) > 10
    assert len(shell_commands("make")) > 3


def follow(tutorial: Path, folder: Path) -> dict[str, str]:
    """Run the commands of a tutorial, one after the other, in a folder that has the examples.

    Returns:
        What each printed; an assertion fails where one ends badly.
    """
    (folder / "examples").symlink_to(ROOT / "examples")
    printed = {}
    for line in (line for block in blocks(tutorial, "sh") for line in logical_lines(block)):
        if line.startswith(("sayso ", "python ")):
            run = line.replace("sayso ", f"{shlex.quote(sys.executable)} -m sayso ", 1)
            run = re.sub("^python ", f"{shlex.quote(sys.executable)} ", run)
            done = subprocess.run(run, shell=True, cwd=folder, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{line}: {done.stderr}"
            printed[line] = done.stdout
    return printed


@pytest.mark.model
def test_ledger_tutorial_leads_to_its_result(tmp_path: Path) -> None:
    printed = follow(ROOT / "docs" / "tutorial-ledger.md", tmp_path)
    found = [json.loads(line) for line in printed["sayso search gas --since 2024-03-01"].splitlines()]
    assert {"Ada Brandt"} < {hit["holder"] for hit in found}
    assert all("gas" in hit["content"].casefold() for hit in found)
    assert all(hit["published"] >= "2024-03-01" for hit in found)
    rows = (tmp_path / "attributions.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) > 80
    assert "Ada Brandt" in "".join(rows)


@pytest.mark.model
def test_tutorial_leads_to_its_result(tmp_path: Path) -> None:
    tutorial = ROOT / "docs" / "tutorial.md"
    (program,) = blocks(tutorial, "python")
    (tmp_path / "quotes.py").write_text(program, "utf-8")
    output = list(follow(tutorial, tmp_path).values())[-1]
    assert "<html" in (tmp_path / "tabloid.html").read_text("utf-8")
    rows = [line.split(" ", maxsplit=1) for line in output.splitlines()]
    assert {path for path, _ in rows} == {f"examples/ferry-{x}.txt" for x in ("agency", "rewrite", "reprint")}
    for path, shown in rows:
        assert ast.literal_eval(shown) in (ROOT / path).read_text("utf-8")
