"""``sayso add``: articles become rows of a ledger; what cannot be read is listed and can be tried again."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.inputs import check_given, gather_inputs
from sayso.cli.ledgers import DbOption, open_chosen
from sayso.cli.options import (
    JobsOption,
    LanguageOption,
    LensOption,
    OutletOption,
    PrivateOption,
    PublishedOption,
    QuietOption,
    RowsOption,
    TitleOption,
    UrlOption,
    chosen_lens,
)
from sayso.cli.terminal import (
    FAILED,
    MISUSE,
    SHOWN,
    complain,
    exit_on_terminate,
    is_terminal,
    number,
    one_line,
)
from sayso.errors import UsageError
from sayso.records import Failure

if TYPE_CHECKING:
    from sayso.ledger.adding import Tried
    from sayso.ledger.candidates import Input
    from sayso.ledger.ledger import Ledger

# One string for each paragraph: the help breaks a line wherever its source does.
ADD_HELP = "\n\n".join(
    (
        "Read articles and keep what they say in a ledger.",
        "Takes text, HTML, web archives (WARC, ARC), JSON lines with [cyan]text[/cyan] or [cyan]html[/cyan],"
        " [cyan]url[/cyan], [cyan]title[/cyan], [cyan]published[/cyan] and [cyan]outlet[/cyan], readings that"
        " [bold]sayso read[/bold] wrote, ninjs, NewsML-G2 and the SGML of Reuters-21578; all also as"
        " gzip. What is known is passed over, so the same command again goes on where it was stopped. What"
        " cannot be read is noted.",
        "[bold]Examples[/bold]",
        "[cyan]sayso add articles/ --jobs 4[/cyan]\na folder, read by four processes",
        "[cyan]sayso add crawl.warc.gz --db year.db[/cyan]\nthe pages of a web archive, into another ledger",
        "[cyan]sayso add rows.jsonl --outlet 'Tarn Post'[/cyan]\none article a line, all of one outlet",
        "[cyan]sayso add --retry-failed[/cyan]\ntry again what could not be read",
        "Exit status: 0 all is in the ledger, 1 some inputs could not be read, 2 nothing could be done as"
        " asked.",
    )
)

# Bytes that an address counts for in the time left; about what a page weighs.
_PAGE_BYTES = 100_000

AddArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="INPUT",
        show_default=False,
        help="Files, directories, http(s) addresses, or - for standard input.",
    ),
]
RetryOption = Annotated[
    bool, typer.Option("--retry-failed", help="Try again what could not be read before, and nothing else.")
]
ListOption = Annotated[
    bool, typer.Option("--list-failed", help="List what could not be read so far, and add nothing.")
]


def add_command(
    inputs: AddArgument = None,
    db: DbOption = None,
    jobs: JobsOption = None,
    retry_failed: RetryOption = False,
    list_failed: ListOption = False,
    format: RowsOption = None,
    lens: LensOption = None,
    quiet: QuietOption = False,
    title: TitleOption = None,
    outlet: OutletOption = None,
    published: PublishedOption = None,
    url: UrlOption = None,
    language: LanguageOption = None,
    allow_private: PrivateOption = False,
) -> None:
    """Add what the arguments name, and exit with a status that tells how it went."""
    from sayso.ledger.adding import Manner
    from sayso.settings import load_settings

    settings = load_settings(Path.cwd(), os.environ)
    as_rows = format.value == "jsonl" if format else not is_terminal(sys.stdout)
    said = {"title": title, "outlet": outlet, "published": published, "url": url, "language": language}
    given = {name: value for name, value in said.items() if value}
    if list_failed and retry_failed:
        raise UsageError("--list-failed adds nothing, and --retry-failed tries again; leave out one of them")
    if list_failed or retry_failed:
        _refuse_inputs("--list-failed" if list_failed else "--retry-failed", inputs, given)
    check_given(published=published, language=language)
    if list_failed:
        _list_failed(db, as_rows=as_rows)
        return
    chosen = [] if retry_failed else _inputs(inputs or [], given)
    manner = Manner(jobs or settings.jobs, allow_private, chosen_lens(lens, settings.lens), retry_failed)
    with exit_on_terminate(), open_chosen(db, create=not retry_failed) as ledger:
        if retry_failed:
            from sayso.ledger.adding import failed_inputs

            chosen = failed_inputs(ledger)
        tally = _add(ledger, chosen, manner, as_rows=as_rows, quiet=quiet)
    if tally.n_failed:
        raise typer.Exit(FAILED)


def _refuse_inputs(option: str, inputs: Sequence[str] | None, given: Mapping[str, str]) -> None:
    """What failed is known with what was said of it; there is nothing to name or to say."""
    if inputs:
        raise UsageError(f"{option} takes no inputs; leave out {inputs[0]!r}, or the option")
    for name in given:
        raise UsageError(f"{option} keeps what was said of each input; leave out --{name}, or the option")


def _inputs(arguments: Sequence[str], given: dict[str, str]) -> list[Input]:
    """What the arguments name.

    Raises:
        UsageError: There is nothing, or what is said of one article would be said of several.
    """
    from sayso.ingest.containers import CONTAINER_SUFFIXES, parts_of
    from sayso.ledger.candidates import Input

    found = [
        Input(one.name, one.source, given) for one in gather_inputs(arguments, suffixes=CONTAINER_SUFFIXES)
    ]
    for name in ("title", "url"):
        if name not in given:
            continue
        if len(found) > 1:
            raise UsageError(f"--{name} is for one article, and there are {len(found)}; leave it out")
        if isinstance(found[0].source, Path) and parts_of(found[0].source, name=found[0].name) is not None:
            raise UsageError(f"--{name} is for one article, and {found[0].name} may hold many; leave it out")
    failures = [one.source for one in found if isinstance(one.source, Failure)]
    if len(failures) == len(found):
        for failure in failures:
            complain(f"{failure.message} [{failure.code}]")
        raise typer.Exit(MISUSE)
    return found


def _list_failed(db: str | None, *, as_rows: bool) -> None:
    from sayso.ledger.engine import reading_from
    from sayso.ledger.failures import open_failures

    with open_chosen(db) as ledger, reading_from(ledger.engine) as connection:
        failed = open_failures(connection)
    for one in failed:
        row = {
            "path": one.origin,
            "record": one.record,
            "error": {"code": one.code, "message": one.message},
            "tries": one.tries,
            "failed_at": one.failed_at,
        }
        typer.echo(_line(row) if as_rows else one_line(f"{one.message} [{one.code}]"))
    if not as_rows:
        typer.echo(f"{len(failed):,} unreadable" if failed else "nothing failed")


@dataclass
class _Tally:
    """What has become of the articles so far."""

    n_added: int = 0
    n_attributions: int = 0
    n_known: int = 0
    n_failed: int = 0
    shown: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)

    def count(self, tried: Tried) -> None:
        """Count one more."""
        outcome = tried.outcome
        if isinstance(outcome, Failure):
            self.n_failed += 1
        elif outcome.outcome.value == "known":
            self.n_known += 1
        else:
            self.n_added += 1
            self.n_attributions += outcome.n_attributions
            self.outcomes[outcome.outcome.value] = self.outcomes.get(outcome.outcome.value, 0) + 1

    def sentence(self) -> str:
        """What there is to say at the end."""
        parts = [number(self.n_added, "article"), number(self.n_attributions, "attribution")]
        seen = []
        if n_versions := self.outcomes.get("version"):
            seen.append(number(n_versions, "new version"))
        if n_reread := self.outcomes.get("reread"):
            seen.append(f"{n_reread:,} read anew")
        if seen:
            parts[0] += f" ({', '.join(seen)})"
        if self.n_known:
            parts.append(f"{self.n_known:,} already known")
        if self.n_failed:
            parts.append(f"{self.n_failed:,} unreadable: `sayso add --list-failed` lists them")
        return ", ".join(parts)


def _add(ledger: Ledger, inputs: Sequence[Input], manner: Any, *, as_rows: bool, quiet: bool) -> _Tally:
    from sayso.ledger.adding import add_all

    tally = _Tally()
    with _progress(inputs, wanted=not quiet) as step:

        def report(tried: Tried) -> None:
            tally.count(tried)
            step(tried)
            if as_rows:
                typer.echo(_line(_row(tried)))
            elif isinstance(tried.outcome, Failure) and tally.n_failed <= SHOWN:
                complain(f"{tried.outcome.message} [{tried.outcome.code}]")

        try:
            add_all(ledger, inputs, report, manner)
        except (KeyboardInterrupt, SystemExit):
            complain(f"stopped after {tally.sentence()}; the same command again goes on from here")
            raise
    if not quiet:
        typer.echo(tally.sentence(), err=as_rows)
    return tally


def _row(tried: Tried) -> dict[str, Any]:
    outcome = tried.outcome
    if isinstance(outcome, Failure):
        return {"path": outcome.path, "error": {"code": outcome.code, "message": outcome.message}}
    return {
        "path": tried.candidate.name,
        "outcome": outcome.outcome.value,
        "article": outcome.article_id,
        "version": outcome.version_id,
        "attributions": outcome.n_attributions,
    }


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=True)


@contextmanager
def _progress(inputs: Sequence[Input], *, wanted: bool) -> Iterator[Callable[[Tried], None]]:
    """A bar of bytes with a rate in articles and the time left; none where nobody would see it."""
    if not wanted or not is_terminal(sys.stderr):
        yield lambda tried: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[n]}, {task.fields[rate]:.1f} a second,"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    sizes = {id(one): _size(one) for one in inputs}
    before: dict[int, int] = {}
    total = 0
    for one in inputs:
        before[id(one)] = total
        total += sizes[id(one)]
    n_done = 0
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("Adding", total=max(total, 1), n=number(0, "article"), rate=0.0)

        def step(tried: Tried) -> None:
            nonlocal n_done
            n_done += 1
            input, position = tried.candidate.input, tried.candidate.position
            done = before[id(input)] + (
                sizes[id(input)] if position is None else min(position, sizes[id(input)])
            )
            elapsed = bar.tasks[0].elapsed or 0.0
            rate = n_done / elapsed if elapsed else 0.0
            bar.update(task, completed=done, n=number(n_done, "article"), rate=rate)

        yield step


def _size(input: Input) -> int:
    """Bytes of an input, about."""
    source = input.source
    if isinstance(source, bytes):
        return len(source)
    if isinstance(source, Path):
        try:
            return source.stat().st_size
        except OSError:
            return 0
    return _PAGE_BYTES if isinstance(source, str) else 0
