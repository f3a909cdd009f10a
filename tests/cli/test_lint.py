"""``sayso lint`` in this process: articles through the scripted reader, and readings from files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.build import attribution, reading
from typer.testing import CliRunner, Result

from sayso.cli.app import app
from sayso.export.jsonlines import to_json_line
from sayso.lint import RULES
from sayso.records import Failure

Write = Callable[..., list[Path]]
TEXT = 'It is late.\nIda Holm admitted that it was shut.\nYes," she said.'
CALM = "Ida Holm said that it was open."


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_LINT_SELECT", raising=False)
    monkeypatch.delenv("SAYSO_LINT_IGNORE", raising=False)


def sayso(*arguments: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def line(text: str = TEXT, path: str | None = "story.txt") -> str:
    verb = "admitted" if "admitted" in text else "said that"
    stated = attribution(text, source="Ida Holm", cue=verb, content="it was")
    return to_json_line(reading(text, [stated], path=path))


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text(line() + "\n" + line(CALM, "calm.txt") + "\n", "utf-8")
    return path


def test_text_shows_findings_and_a_summary(rows: Path) -> None:
    result = sayso("lint", rows)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        'story.txt:2:10: W101 "admitted" judges what "Ida Holm" said',
        'story.txt:3:5: Q102 a quotation closes here that never opened: "Yes,"',
        "2 findings in 2 articles: 1 error, 1 warning.",
    ]


def test_nothing_found_exits_with_0() -> None:
    result = sayso("lint", "-", stdin=line(CALM))
    assert (result.exit_code, result.stdout) == (0, "No findings in 1 article.\n")
    assert sayso("lint", "-", "--quiet", stdin=line(CALM)).stdout == ""


def test_exit_zero_is_for_findings_only(rows: Path) -> None:
    assert sayso("lint", rows, "--exit-zero").exit_code == 0
    assert sayso("lint", rows, "nowhere.txt", "--exit-zero").exit_code == 1


def found(*arguments: object) -> list[str]:
    return [row["rule"] for row in json.loads(sayso("lint", *arguments, "--format", "json").stdout)]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--select", "W"], ["W101"]),
        (["--select", "W,Q"], ["W101", "Q102"]),
        (["--select", "W", "--select", "Q102"], ["W101", "Q102"]),
        (["--ignore", "W101"], ["Q102"]),
        (["--select", "N"], []),
    ],
)
def test_selecting_and_ignoring(rows: Path, options: list[str], expected: list[str]) -> None:
    assert found(rows, *options) == expected


def test_settings_choose_and_options_outrank_them(rows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("sayso.toml").write_text('jobs = 1\n[lint]\nselect = ["W", "Q"]\nignore = ["Q102"]\n')
    assert found(rows) == ["W101"]
    assert found(rows, "--select", "Q") == ["Q102"]
    assert found(rows, "--ignore", "W") == []
    monkeypatch.setenv("SAYSO_LINT_IGNORE", "W101, S")
    assert found(rows) == ["Q102"]
    Path("sayso.toml").unlink()
    Path("pyproject.toml").write_text('[tool.sayso.lint.per-file-ignores]\n"story.*" = ["Q"]\n')
    assert found(rows) == []


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("lint = 1", "lint is 1; give a table"),
        ("[lint]\nselekt = []", "lint has no setting 'selekt'; there are select, ignore, per_file_ignores"),
        ('[lint]\nselect = "S"', "select is 'S'; give a list of codes or prefixes"),
        ('[lint]\nper-file-ignores = ["S"]', "per_file_ignores is ['S']; give a table of lists"),
        ('[lint]\nignore = ["X1"]', "'X1' fits no rule"),
    ],
)
def test_wrong_settings_are_misuse(rows: Path, settings: str, message: str) -> None:
    Path("sayso.toml").write_text(settings)
    result = sayso("lint", rows)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize(
    "options",
    [
        ["--select", "X"],
        ["--format", "xml"],
        ["--published", "soon"],
        ["--language", "English"],
        ["--explain", "S999"],
    ],
)
def test_misuse_exits_with_2(rows: Path, options: list[str]) -> None:
    result = sayso("lint", rows, *options)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_nothing_to_lint_is_misuse() -> None:
    assert sayso("lint").exit_code == 2
    assert sayso("lint", "nowhere.txt").exit_code == 2


def test_array_of_readings_and_standard_input_are_readings(rows: Path) -> None:
    array = "[\n" + ",\n".join(rows.read_text("utf-8").splitlines()) + "\n]\n"
    Path("array.json").write_text(array, "utf-8")
    assert found("array.json") == found(rows) == ["W101", "Q102"]
    assert "2 findings in 2 articles" in sayso("lint", "-", stdin=array).stdout


def test_failed_and_broken_rows_do_not_stop_the_others() -> None:
    failed = to_json_line(Failure("scan.pdf", "binary", "scan.pdf: not text"))
    result = sayso("lint", "-", stdin="\n".join((failed, "{broken", '{"schema": "sayso/1"}', line(), "")))
    assert result.exit_code == 1
    assert "story.txt:2:10: W101" in result.stdout
    first, second, third = result.stderr.splitlines()
    assert first == "sayso: scan.pdf: not text [binary]"
    assert "-: reading 2 cannot be understood" in second
    assert third.endswith("[bad_readings]")


def test_reading_with_a_value_of_another_type_is_told() -> None:
    result = sayso("lint", "-", stdin=json.dumps({**json.loads(line()), "outlet": 7}))
    assert result.exit_code == 1
    assert '"outlet" is int, not a string' in result.stderr


@pytest.mark.parametrize("content", ["", "null", "[]", '{"schema": "other/1"}', "[1, 2]", "\x00"])
def test_file_without_readings_says_so(content: str) -> None:
    Path("odd.jsonl").write_text(content)
    result = sayso("lint", "odd.jsonl")
    assert result.exit_code == 1
    assert "[bad_readings]" in result.stderr


def test_what_the_user_knows_of_the_article_reaches_readings(rows: Path) -> None:
    data = json.loads(rows.read_text("utf-8").splitlines()[0])
    [stated] = data["attributions"]
    stated["due"] = {
        **stated["content"][0],
        "text": "it was",
        "value": "x",
        "earliest": None,
        "latest": "2031-05-01",
    }
    Path("due.jsonl").write_text(json.dumps(data))
    assert found("due.jsonl", "--select", "P") == []
    assert found("due.jsonl", "--select", "P", "--published", "2031-06-03") == ["P102"]


def test_output_file_holds_sarif_and_is_no_input(rows: Path) -> None:
    result = sayso("lint", rows, "--format", "sarif", "-o", "out.sarif")
    assert (result.exit_code, result.stdout) == (1, "")
    log: dict[str, Any] = json.loads(Path("out.sarif").read_text("utf-8"))
    assert [one["ruleId"] for one in log["runs"][0]["results"]] == ["W101", "Q102"]
    assert sayso("lint", rows, "-o", rows).exit_code == 2


def test_github_writes_commands_only(rows: Path) -> None:
    lines = sayso("lint", rows, "--format", "github").stdout.splitlines()
    assert [one.split(" ")[0] for one in lines] == ["::warning", "::error"]


def test_statistics_count_instead_of_showing(rows: Path) -> None:
    lines = sayso("lint", rows, "--statistics").stdout.splitlines()
    assert [one.split()[:2] for one in lines[:2]] == [["1", "Q102"], ["1", "W101"]]
    assert lines[2].startswith("2 findings")


def test_page_of_a_rule_and_list_of_all() -> None:
    assert sayso("lint", "--explain", "s102").stdout.startswith("# S102 unnamed-opinion\n")
    listed = sayso("lint", "--list").stdout.splitlines()
    assert [one.split()[0] for one in listed] == [rule.code for rule in RULES]
    as_json = json.loads(sayso("lint", "--list", "--format", "json").stdout)
    assert {row["code"] for row in as_json if not row["default"]} == {"H106", "P101", "S110"}


@pytest.mark.usefixtures("scripted_reader")
def test_articles_are_read_and_named_as_given(write_stories: Write, rows: Path) -> None:
    [path] = write_stories(bridge="the bridge is unsafe")
    path.write_text(path.read_text("utf-8") + '\nYes," he said.\n', "utf-8")
    result = sayso("lint", path, rows, "--select", "Q")
    assert result.exit_code == 1
    shown = [one.split(":")[0] for one in result.stdout.splitlines()]
    assert shown == [str(path), "story.txt", "2 findings in 3 articles"]


def test_steering_characters_do_not_reach_the_terminal() -> None:
    text = "Ida \x1b[31mHolm admitted that it was shut."
    stated = attribution(text, source="Ida \x1b[31mHolm", cue="admitted", content="that it was shut")
    result = sayso("lint", "-", stdin=to_json_line(reading(text, [stated], path="a.txt")))
    assert "\x1b" not in result.stdout
