"""``sayso export`` and ``sayso import`` on the command line, with the scripted reader."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sayso.cli.app import app
from sayso.cli.export import As

ROOT = Path(__file__).parents[2]
STORIES = {
    "a.txt": "Ida Holm said the bridge was safe. Bo Ek said it rained.\n",
    "b.txt": "Ida Holm said the ferry sank.\n",
}


def sayso(folder: Path, *arguments: str, code: int = 0) -> str:
    """Run a command in a folder; gives what it wrote on standard output, or on standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.scripted", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(folder), "COLUMNS": "200"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == code, done.stderr.decode()
    return (done.stderr if code else done.stdout).decode()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger of two articles, one of which was corrected."""
    folder = tmp_path_factory.mktemp("kept")
    for name, text in STORIES.items():
        (folder / name).write_text(text, "utf-8")
    sayso(folder, "add", "a.txt", "--outlet", "Tarn Post", "--published", "2023-05-02")
    sayso(folder, "add", "b.txt", "--outlet", "../../Radio", "--title", "../../x")
    sayso(folder, "correct", "a2", "--holder", "=Ada Ek", "--why", "she said so", "--who", "Ida")
    return folder


def rows(folder: Path, *arguments: str) -> list[dict[str, str]]:
    return list(csv.DictReader(sayso(folder, "export", "--as", "csv", *arguments).splitlines()))


def test_rows_say_what_stands(kept: Path) -> None:
    assert [(row["holder"], row["content"]) for row in rows(kept)] == [
        ("Ida Holm", "the bridge was safe"),
        ("'=Ada Ek", "it rained"),
        ("Ida Holm", "the ferry sank"),
    ]


@pytest.mark.parametrize(
    ("arguments", "contents"),
    [
        (["--holder", "Ida Holm"], ["the bridge was safe", "the ferry sank"]),
        (["--holder", "Ida Holm", "--outlet", "Tarn Post"], ["the bridge was safe"]),
        (["--since", "2023-05-02"], ["the bridge was safe", "it rained"]),
        (["--until", "2023-05-01"], []),
    ],
)
def test_filters_narrow_it(kept: Path, arguments: list[str], contents: list[str]) -> None:
    assert [row["content"] for row in rows(kept, *arguments)] == contents


@pytest.mark.parametrize("format", ["csv", "jsonl", "webannotation", "jsonld"])
def test_a_file_holds_what_standard_output_gets(kept: Path, tmp_path: Path, format: str) -> None:
    said = sayso(kept, "export", "--as", format)
    assert sayso(kept, "export", "--as", format, "-o", str(tmp_path / "out")) == ""
    assert (tmp_path / "out").read_bytes().decode() == said


@pytest.mark.parametrize(("format", "start"), [("xlsx", b"PK"), ("parquet", b"PAR1")])
def test_binary_files_are_written(kept: Path, tmp_path: Path, format: str, start: bytes) -> None:
    pytest.importorskip({"xlsx": "xlsxwriter", "parquet": "pyarrow"}[format])
    path = tmp_path / f"out.{format}"
    sayso(kept, "export", "-o", str(path))
    assert path.read_bytes().startswith(start)


@pytest.mark.parametrize("format", ["prov", "stix"])
def test_other_documents_are_written(kept: Path, format: str) -> None:
    pytest.importorskip({"prov": "prov", "stix": "stix2"}[format])
    assert "the ferry sank" in json.dumps(json.loads(sayso(kept, "export", "--as", format)))


def test_pages_link_to_each_other_and_stay_in_their_folder(kept: Path, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "pages"
    sayso(kept, "export", "--as", "html", "-o", str(folder))
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "article-1.html",
        "article-2.html",
        "index.html",
    ]
    index = (folder / "index.html").read_text("utf-8")
    assert '<a href="article-1.html">' in index
    page = (folder / "article-1.html").read_text("utf-8")
    assert "=Ada Ek" in page
    assert '<a href="index.html">' in page


def test_it_says_how_much_was_written_and_when_there_was_nothing(kept: Path, tmp_path: Path) -> None:
    def errors(*arguments: str) -> str:
        result = CliRunner().invoke(app, ["export", "--db", str(kept / "sayso.db"), *arguments])
        assert result.exit_code == 0
        return result.stderr

    file = tmp_path / "rows.csv"
    assert errors("-o", str(file)) == f"sayso: {file}: 2 articles as csv\n"
    assert errors("-o", str(file), "--quiet") == ""
    assert "no article" in errors("--as", "csv", "--until", "2001-01-01")
    assert "nobody has corrected" in errors("--as", "gold", "--until", "2001-01-01")
    assert errors("--as", "csv") == ""


def test_gold_is_what_people_corrected(kept: Path) -> None:
    (line,) = sayso(kept, "export", "--as", "gold").splitlines()
    assert json.loads(line)["text"].strip() == STORIES["a.txt"].strip()
    assert sayso(kept, "export", "--as", "gold", "--until", "2001-01-01") == ""


def test_a_ledger_goes_into_another(kept: Path, tmp_path: Path) -> None:
    sayso(kept, "export", "--all-versions", "-o", str(tmp_path / "all.jsonl"))
    said = sayso(tmp_path, "import", "all.jsonl")
    assert said == "all.jsonl: 2 articles, 3 attributions, 1 correction\n"
    assert sayso(tmp_path, "export", "--all-versions") == (tmp_path / "all.jsonl").read_text("utf-8")
    assert sayso(tmp_path, "import", "all.jsonl") == "all.jsonl: 2 known already\n"


def test_readings_of_an_export_can_be_linted(kept: Path, tmp_path: Path) -> None:
    sayso(kept, "export", "-o", str(tmp_path / "all.jsonl"))
    sayso(tmp_path, "lint", "--select", "H101", "all.jsonl")


def test_brat_and_back(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "sayso.db").write_bytes((kept / "sayso.db").read_bytes())
    sayso(kept, "export", "--db", str(kept / "sayso.db"), "-o", str(tmp_path / "all.jsonl"))
    (tmp_path / "sayso.db").unlink()
    sayso(tmp_path, "import", "all.jsonl")
    sayso(tmp_path, "export", "--as", "brat", "-o", "brat")
    assert sayso(tmp_path, "import", "brat") == "brat: 2 known already\n"
    path = tmp_path / "brat" / "a.ann"
    path.write_text(path.read_text("utf-8").replace("holder: Ida Holm", "holder: Ida Berg"), "utf-8")
    assert sayso(tmp_path, "import", "brat", "--who", "Bo") == "brat: 1 correction, 1 known already\n"
    assert [row["holder"] for row in rows(tmp_path)] == ["Ida Berg", "'=Ada Ek", "Ida Holm"]


def test_folders_taken_in_together_are_taken_back_one_by_one(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "sayso.db").write_bytes((kept / "sayso.db").read_bytes())
    sayso(tmp_path, "export", "--as", "brat", "-o", "one")
    (tmp_path / "two").mkdir()
    for path in list((tmp_path / "one").glob("*")):
        if path.stem != "a":
            path.rename(tmp_path / "two" / path.name)
    for path in tmp_path.glob("*/*.ann"):
        path.write_text(path.read_text("utf-8").replace("holder: Ida Holm", "holder: Ida Berg"), "utf-8")
    sayso(tmp_path, "import", "one", "two", "--who", "Bo")
    assert [row["holder"] for row in rows(tmp_path)] == ["Ida Berg", "'=Ada Ek", "Ida Berg"]
    sayso(tmp_path, "undo", "--who", "Bo")
    assert [row["holder"] for row in rows(tmp_path)] == ["Ida Berg", "'=Ada Ek", "Ida Holm"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--as", "csv", "--all-versions"], "--all-versions goes with jsonl"),
        (["--since", "March"], "--since is 'March'"),
        (["--since", "2024-05-02", "--until", "2024-05-01"], "is after --until"),
        (["--as", "html"], "add --output DIRECTORY"),
        (["--as", "pdf"], "invalid value for '--as'"),
        (["-o", "no/such/folder/x.csv"], "cannot be written"),
        (["--as", "csv", "-o", "sayso.db"], "would overwrite the ledger"),
    ],
)
def test_misuse_is_told_in_one_line(kept: Path, arguments: list[str], message: str) -> None:
    said = sayso(kept, "export", *arguments, code=2)
    assert message in said
    assert said.count("\n") == 1


def test_there_must_be_a_ledger(tmp_path: Path) -> None:
    assert "no_ledger" in sayso(tmp_path, "export", code=1)
    assert not list(tmp_path.iterdir())


def test_bad_files_are_told_and_the_rest_comes_in(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{}\nnonsense\n", "utf-8")
    said = sayso(tmp_path, "import", "bad.jsonl", code=1)
    assert said.count("[bad_readings]") == 2
    assert "missing_file" in sayso(tmp_path, "import", "none.jsonl", code=2)


def test_a_file_full_of_something_else_does_not_flood_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "notes.jsonl").write_text("not JSON\n" * 500, "utf-8")
    said = sayso(tmp_path, "import", "notes.jsonl", code=1).splitlines()
    assert len(said) == 21
    assert "480 more lines" in said[-1]


def test_a_directory_is_no_ledger_and_the_message_names_a_file(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    said = sayso(tmp_path, "search", "ferry", "--db", "kept", code=1)
    assert "kept: is a directory" in said
    assert "kept/sayso.db" in said


def test_a_missing_extra_is_told_with_the_command(kept: Path, tmp_path: Path) -> None:
    for format, name in (("xlsx", "xlsxwriter"), ("parquet", "pyarrow"), ("prov", "prov"), ("stix", "stix2")):
        script = (
            f"import sys\nfor name in ({name!r}, {name + '.model'!r}, {name + '.v21'!r}):\n"
            "    sys.modules[name] = None\n"
            "from sayso.cli import main\n"
            f"sys.argv = ['sayso', 'export', '--as', {format!r}, '-o', {str(tmp_path / 'x')!r}]\nmain()"
        )
        done: Any = subprocess.run(
            [sys.executable, "-c", script], cwd=kept, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert "pip install '.[export]'" in done.stderr
        assert not (tmp_path / "x").exists()


def test_every_format_is_in_the_documentation() -> None:
    page = (ROOT / "docs" / "how-to" / "export.md").read_text("utf-8")
    assert all(f"--as {one.value}" in page or f"`{one.value}`" in page or one is As.JSONL for one in As)
