"""``sayso feed poll``: what is new in feeds becomes articles, and what went wrong is said."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.ledgers import DbOption, open_chosen
from sayso.cli.options import (
    JobsOption,
    LensOption,
    PrivateOption,
    QuietOption,
    Rows,
    RowsOption,
    chosen_lens,
    finite,
)
from sayso.cli.terminal import FAILED, MISUSE, SHOWN, complain, exit_on_terminate, is_terminal, number
from sayso.records import Failure

if TYPE_CHECKING:
    from sayso.ledger.ledger import Ledger
    from sayso.ledger.polled import EntryDone, FeedDone

POLL_HELP = "\n\n".join(
    (
        "Ask feeds for what is new, and read it into the ledger.",
        "[cyan]sayso feed poll[/cyan]\nall that are due; one that failed is left alone for a while",
        "[cyan]sayso feed poll 3 https://tarnpost.example/rss[/cyan]\nthese, due or not",
        "An entry seen before is fetched again only when its headline has changed. Hosts are asked one thing"
        " at a time, with a pause, and only for what their robots.txt allows. Ctrl-C stops; the same"
        " command again goes on from there.",
        "Exit status: 0 all went well, 1 a feed or an entry could not be read, 2 misuse.",
    )
)
# An hour: whoever waits longer between two requests, or for one answer, waits for nothing.
LONGEST_SECONDS = 3600
NamesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="FEED", show_default=False, help="Addresses, numbers or titles of feeds."),
]


def poll_command(
    feeds: NamesArgument = None,
    delay: Annotated[
        float,
        typer.Option(
            "--delay",
            metavar="SECONDS",
            min=0,
            max=LONGEST_SECONDS,
            callback=finite,
            help="Pause between requests to one host.",
        ),
    ] = 1.0,
    hosts: Annotated[
        int, typer.Option("--hosts", metavar="N", min=1, max=64, help="Hosts to ask at once.")
    ] = 8,
    timeout: Annotated[
        float,
        typer.Option(
            "--timeout",
            metavar="SECONDS",
            min=0.1,
            max=LONGEST_SECONDS,
            callback=finite,
            help="Longest wait for an answer.",
        ),
    ] = 30.0,
    jobs: JobsOption = None,
    lens: LensOption = None,
    quiet: QuietOption = False,
    allow_private: PrivateOption = False,
    db: DbOption = None,
    format: RowsOption = None,
) -> None:
    """Read what is new."""
    from sayso.ledger.polled import PollManner
    from sayso.settings import load_settings

    settings = load_settings(Path.cwd(), os.environ)
    manner = PollManner(
        allow_private=allow_private,
        delay_seconds=delay,
        n_hosts=hosts,
        timeout_seconds=timeout,
        jobs=jobs or settings.jobs,
        lens=chosen_lens(lens, settings.lens),
    )
    as_rows = (format or (Rows.TABLE if is_terminal(sys.stdout) else Rows.JSONL)) is Rows.JSONL
    with exit_on_terminate(), open_chosen(db) as ledger:
        tally = _poll(ledger, feeds or [], manner, as_rows=as_rows, quiet=quiet)
    if tally.n_failed or tally.n_feeds_failed:
        raise typer.Exit(FAILED)


@dataclass
class _Tally:
    n_feeds: int = 0
    n_feeds_failed: int = 0
    n_unchanged: int = 0
    n_added: int = 0
    n_attributions: int = 0
    n_known: int = 0
    n_failed: int = 0
    n_waiting: int = 0

    def count(self, done: EntryDone | FeedDone) -> None:
        """Count one more."""
        from sayso.ledger.polled import FeedDone

        if isinstance(done, FeedDone):
            self.n_feeds += 1
            self.n_feeds_failed += done.error is not None
            self.n_unchanged += not done.changed
        elif isinstance(done.outcome, Failure):
            self.n_failed += 1
        elif done.outcome.outcome.value == "known":
            self.n_known += 1
        else:
            self.n_added += 1
            self.n_attributions += done.outcome.n_attributions

    def sentence(self) -> str:
        """What there is to say at the end."""
        parts = [
            number(self.n_feeds, "feed"),
            number(self.n_added, "article"),
            number(self.n_attributions, "attribution"),
        ]
        counts = (
            (self.n_known, "already known"),
            (self.n_unchanged, "unchanged"),
            (self.n_waiting, "not due yet after an error"),
            (self.n_failed, "unreadable: `sayso add --list-failed` lists those of the web"),
            (self.n_feeds_failed, "in error: `sayso feed list` says why"),
        )
        return ", ".join(parts + [f"{n:,} {what}" for n, what in counts if n])


def _poll(ledger: Ledger, names: Sequence[str], manner: Any, *, as_rows: bool, quiet: bool) -> _Tally:
    from sayso.ledger.engine import reading_from
    from sayso.ledger.feeds import find_feeds, list_feeds
    from sayso.ledger.polling import is_due, poll_feeds

    with reading_from(ledger.engine) as connection:
        feeds = find_feeds(connection, names) if names else list_feeds(connection)
    if not feeds:
        complain("no feeds yet; `sayso feed add` follows one")
        raise typer.Exit(MISUSE)
    due = feeds if names else [feed for feed in feeds if is_due(feed)]
    tally = _Tally(n_waiting=len(feeds) - len(due))
    with _progress(len(due), wanted=not quiet) as step:

        def report(done: EntryDone | FeedDone) -> None:
            tally.count(done)
            step(tally)
            problem = _problem(done)
            if as_rows:
                typer.echo(json.dumps(_row(done)))
            elif problem and tally.n_failed + tally.n_feeds_failed <= SHOWN:
                complain(problem)

        try:
            poll_feeds(ledger, due, report, manner)
        except (KeyboardInterrupt, SystemExit):
            complain(f"stopped after {tally.sentence()}; the same command again goes on from here")
            raise
    if not quiet:
        typer.echo(tally.sentence(), err=as_rows)
    return tally


def _problem(done: EntryDone | FeedDone) -> str | None:
    from sayso.ledger.polled import FeedDone

    if isinstance(done, FeedDone):
        if done.error:
            return f"{done.error.message} [{done.error.code}]; tried again from {done.next_at}"
        return f"{done.feed.url}: has moved for good to {done.moved_to}" if done.moved_to else None
    if isinstance(done.outcome, Failure):
        return f"{done.outcome.message} [{done.outcome.code}]"
    return None


def _row(done: EntryDone | FeedDone) -> dict[str, Any]:
    from sayso.ledger.polled import FeedDone

    row: dict[str, Any] = {"feed": done.feed.url}
    failure = done.error if isinstance(done, FeedDone) else done.outcome
    error = {"code": failure.code, "message": failure.message} if isinstance(failure, Failure) else None
    if isinstance(done, FeedDone):
        row |= {"entries": done.n_new, "changed": done.changed, "moved_to": done.moved_to}
        return row | ({"error": error, "next_at": done.next_at} if error else {})
    row |= {"link": done.entry.link, "title": done.entry.title}
    if isinstance(done.outcome, Failure):
        return row | {"error": error}
    outcome = done.outcome
    return row | {
        "outcome": outcome.outcome.value,
        "article": outcome.article_id,
        "attributions": outcome.n_attributions,
    }


@contextmanager
def _progress(n_feeds: int, *, wanted: bool) -> Iterator[Callable[[_Tally], None]]:
    """A bar of feeds with the number of articles; none where nobody would see it."""
    if not wanted or not is_terminal(sys.stderr):
        yield lambda tally: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("feeds, {task.fields[n]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("Polling", total=n_feeds, n=number(0, "article"))
        yield lambda tally: bar.update(task, completed=tally.n_feeds, n=number(tally.n_added, "article"))
