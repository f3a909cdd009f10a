"""``sayso lint``: articles or readings in, findings out, each under the number of a rule."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from sayso.cli.inputs import (
    STANDARD_INPUT,
    Input,
    check_given,
    gather_inputs,
    named,
    nothing_to_read,
    refuse_to_overwrite,
)
from sayso.cli.options import (
    JobsOption,
    LanguageOption,
    OutletOption,
    PrivateOption,
    PublishedOption,
    QuietOption,
)
from sayso.cli.output import complain_of, open_output, print_json
from sayso.cli.progress import progress_bar
from sayso.cli.readings import Item, holds_readings, readings_in
from sayso.cli.terminal import FAILED, MISUSE, exit_on_terminate, is_terminal, one_line
from sayso.records import Failure, Reading

LINT_HELP = "\n\n".join(
    (
        "Look for what an editor would stop at: unnamed sources, headlines that promise too much, quotes"
        " that nobody holds.",
        "Takes articles as [bold]sayso read[/bold] does, and readings that it wrote as JSON Lines.",
        "[bold]Examples[/bold]",
        "[cyan]sayso lint story.html[/cyan]\nthe findings of one article",
        "[cyan]sayso lint --explain S102[/cyan]\nwhy a rule is there, with a bad and a better example",
        "[cyan]sayso lint articles/ --select S,H --ignore S108[/cyan]\nsome rules only",
        "[cyan]sayso lint rows.jsonl --format sarif -o out.sarif[/cyan]\nfor programs that show findings",
        "Exit status: 0 nothing found, 1 something found or an input not read, 2 nothing done as asked.",
    )
)


class FindingsFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


ItemsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="INPUT",
        show_default=False,
        help="Files, directories, http(s) addresses, readings as JSON, or - for standard input.",
    ),
]
SelectOption = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="CODES",
        show_default="the rules that are on by default",
        help="Codes or prefixes of the rules to run, with commas between; ALL for every rule.",
    ),
]
IgnoreOption = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="CODES", help="Codes or prefixes of rules to leave out."),
]
FindingsFormatOption = Annotated[
    FindingsFormat,
    typer.Option("--format", "-f", help="Lines for people, JSON, SARIF 2.1.0, or GitHub's commands."),
]
FindingsOutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", show_default="standard output", help="File to write."),
]
StatisticsOption = Annotated[
    bool, typer.Option("--statistics", help="Count the findings of each rule instead of showing them.")
]
ExitZeroOption = Annotated[
    bool, typer.Option("--exit-zero", help="Exit with 0 even when something is found.")
]
ExplainOption = Annotated[
    str | None, typer.Option("--explain", metavar="CODE", help="Show the page of one rule, and nothing else.")
]
ListOption = Annotated[bool, typer.Option("--list", help="List all rules, and nothing else.")]


def lint_command(
    inputs: ItemsArgument = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    format: FindingsFormatOption = FindingsFormat.TEXT,
    output: FindingsOutputOption = None,
    statistics: StatisticsOption = False,
    exit_zero: ExitZeroOption = False,
    explain: ExplainOption = None,
    list_rules: ListOption = False,
    jobs: JobsOption = None,
    quiet: QuietOption = False,
    outlet: OutletOption = None,
    published: PublishedOption = None,
    language: LanguageOption = None,
    allow_private: PrivateOption = False,
) -> None:
    """Lint what the arguments name, and exit with a status that tells whether anything was found."""
    if explain or list_rules:
        _show_rules(explain, as_json=format is FindingsFormat.JSON)
        return
    from sayso.settings import load_settings

    chosen = _choice(_codes(select), _codes(ignore))
    check_given(published=published, language=language)
    details = {"outlet": outlet, "published": published, "language": language, "allow_private": allow_private}
    found = gather_inputs(inputs or [])
    if nothing_to_read(found):
        raise typer.Exit(MISUSE)
    output = None if output == Path(STANDARD_INPUT) else output
    refuse_to_overwrite(found, output)
    with exit_on_terminate():
        run = _Run(len(found), format=format, statistics=statistics, quiet=quiet, output=output)
        n_findings, n_failed = run.go(
            _linted(item, chosen)
            for item in _read(found, jobs=jobs or load_settings(Path.cwd(), os.environ).jobs, details=details)
        )
    if n_failed or (n_findings and not exit_zero):
        raise typer.Exit(FAILED)


class _Run:
    """Writes what was found, in one format, and counts it."""

    def __init__(
        self, n_inputs: int, *, format: FindingsFormat, statistics: bool, quiet: bool, output: Path | None
    ) -> None:
        self.n_inputs = n_inputs
        self.format = format
        self.statistics = statistics
        self.quiet = quiet
        self.output = output
        self.by_rule: Counter[str] = Counter()
        self.by_severity: Counter[str] = Counter()
        self.n_articles = 0
        self.n_failed = 0

    def go(self, items: Iterator[Item]) -> tuple[int, int]:
        """Write all findings; returns how many there are, and how many inputs could not be read."""
        for_people = self.format is FindingsFormat.TEXT or self.statistics
        bar_wanted = not self.quiet and not (self.output is None and is_terminal(sys.stdout))
        with (
            open_output(self.output, for_people=for_people) as put,
            progress_bar(self.n_inputs, label="Linting", wanted=bar_wanted) as step,
        ):
            self._write_all(self._counted(items, step), put)
            if for_people and not self.quiet and self.n_articles:
                put(self._summary())
        return sum(self.by_rule.values()), self.n_failed

    def _counted(self, items: Iterator[Item], step: Callable[[], None]) -> Iterator[Item]:
        for item in items:
            if isinstance(item, Failure):
                self.n_failed += 1
                complain_of(item)
            else:
                self.n_articles += 1
                self.by_rule.update(finding.rule for finding in item.findings)
                self.by_severity.update(finding.severity.value for finding in item.findings)
            yield item
            step()

    def _write_all(self, items: Iterator[Item], put: Callable[[str], None]) -> None:
        from sayso.export import findings

        if self.statistics:
            for _ in items:
                pass
            put(findings.statistics_of(self.by_rule))
        elif self.format is FindingsFormat.SARIF:
            put(_json(findings.to_sarif(list(items))))
        elif self.format is FindingsFormat.JSON:
            put(_json([row for item in items for row in findings.to_rows(item)]))
        else:
            write = findings.to_text if self.format is FindingsFormat.TEXT else findings.to_github
            for item in items:
                text = write(item) if isinstance(item, Reading) else ""
                for line in text.splitlines():
                    put(one_line(line) + "\n")

    def _summary(self) -> str:
        from sayso.export.findings import summary_of

        return summary_of(self.by_severity, n_articles=self.n_articles) + "\n"


def _json(data: Any) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _show_rules(code: str | None, *, as_json: bool) -> None:
    from sayso.lint import RULES, explain

    if code:
        text = explain(code)
        with open_output(None, for_people=True) as put:
            put(text)
        return
    rows = [
        {
            "code": rule.code,
            "name": rule.name,
            "summary": rule.summary,
            "severity": rule.severity.value,
            "default": rule.default,
        }
        for rule in RULES
    ]
    if as_json:
        print_json(rows)
        return
    with open_output(None, for_people=True) as put:
        for row in rows:
            off = "" if row["default"] else " (off by default)"
            put(f"{row['code']}  {row['severity']:<7}  {row['summary']}{off}\n")


def _codes(given: Sequence[str] | None) -> tuple[str, ...] | None:
    """Codes as typed, with commas between or the option several times."""
    if given is None:
        return None
    return tuple(code.strip() for one in given for code in one.split(",") if code.strip())


def _choice(select: tuple[str, ...] | None, ignore: tuple[str, ...] | None) -> Any:
    """What the options and the settings choose together: ``--select`` takes the place of both lists there."""
    from sayso.lint import RuleChoice
    from sayso.settings import load_lint_settings

    settings = load_lint_settings(Path.cwd(), os.environ)
    kept = settings.ignore if select is None else ()
    choice = RuleChoice(
        select=settings.select if select is None else select,
        ignore=(*kept, *(ignore or ())),
        per_file_ignores=settings.per_file_ignores,
    )
    choice.rules_for(None)  # says now what is wrong with it, before anything is read
    return choice


def _read(inputs: Sequence[Input], *, jobs: int, details: dict[str, Any]) -> Iterator[Item]:
    """A reading or failure for each article, in the order of the inputs; readings come as they are."""
    from sayso.pipeline import read_many

    written = {number for number, found in enumerate(inputs) if holds_readings(found.source)}
    sources = [
        found.source
        for number, found in enumerate(inputs)
        if number not in written and not isinstance(found.source, Failure)
    ]
    results = read_many(sources, jobs=max(1, min(jobs, len(sources))), **details)
    for number, found in enumerate(inputs):
        if isinstance(found.source, Failure):
            yield found.source
        elif number in written:
            yield from readings_in(
                found.name, found.source, outlet=details["outlet"], published=details["published"]
            )
        else:
            yield named(next(results), found.name)


def _linted(item: Item, chosen: Any) -> Item:
    from sayso.lint import find_findings

    return replace(item, findings=find_findings(item, chosen)) if isinstance(item, Reading) else item
