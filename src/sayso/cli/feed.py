"""``sayso feed``: feeds that a ledger follows, and what is new in them."""

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
from sayso.cli.listing import ListFormat, ListFormatOption, print_list
from sayso.cli.options import Lens, LensOption, PrivateOption, QuietOption
from sayso.cli.output import open_output
from sayso.cli.terminal import FAILED, MISUSE, complain, exit_on_terminate, is_terminal, one_line
from sayso.errors import UsageError
from sayso.records import Failure

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sayso.ingest.opml import Listed
    from sayso.ledger.feeds import FeedRow
    from sayso.ledger.ledger import Ledger
    from sayso.ledger.polled import EntryDone, FeedDone

FEED_HELP = "\n\n".join(
    (
        "Follow RSS and Atom feeds: what is new in them becomes articles of the ledger.",
        "[bold]Examples[/bold]",
        "[cyan]sayso feed add https://tarnpost.example/rss[/cyan]\nfollow a feed",
        "[cyan]sayso feed import subscriptions.opml[/cyan]\nfollow all those of another reader of feeds",
        "[cyan]sayso feed poll[/cyan]\nread what is new; run it as often as you like, say every hour",
        "[cyan]sayso feed list[/cyan]\nwhich feeds there are, and what is wrong with them",
    )
)
_ADD_HELP = "\n\n".join(
    (
        "Follow feeds, from the next poll on.",
        "[cyan]sayso feed add https://tarnpost.example/rss --category Region[/cyan]",
        "A file is a feed on disk or, as OPML, a list of feeds.",
    )
)
_POLL_HELP = "\n\n".join(
    (
        "Ask feeds for what is new, and read it into the ledger.",
        "[cyan]sayso feed poll[/cyan]\nall that are due; one that failed is left alone for a while",
        "[cyan]sayso feed poll 3 https://tarnpost.example/rss[/cyan]\nthese, due or not",
        "An entry seen before is not fetched again. Hosts are asked one thing at a time, with a pause, and"
        " only for what their robots.txt allows. Ctrl-C stops; the same command again goes on from there.",
        "Exit status: 0 all went well, 1 a feed or an entry could not be read, 2 misuse.",
    )
)
_COLUMNS = (
    "id",
    "title",
    "url",
    "category",
    "entries",
    "articles",
    "polled_at",
    "next_at",
    "n_errors",
    "error",
)
# Failures that are told while polling; the others are counted.
_SHOWN = 20

feed_app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
NamesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FEED]…", show_default=False, help="Addresses, numbers or titles of feeds."),
]


@feed_app.command("add", help=_ADD_HELP)
def add_command(
    feeds: Annotated[
        list[str], typer.Argument(metavar="URL|FILE…", show_default=False, help="Addresses, or files.")
    ],
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", show_default="as it calls itself", help="What to call it."),
    ] = None,
    category: Annotated[
        str | None, typer.Option("--category", metavar="TEXT", help="Which folder to list it in.")
    ] = None,
    db: DbOption = None,
) -> None:
    """Follow feeds."""
    listed = [one for name in feeds for one in _feeds_of(name, title=title, category=category)]
    if title and len(listed) > 1:
        raise UsageError(f"--title is for one feed, and there are {len(listed)}; leave it out")
    _follow(listed, db)


@feed_app.command("import")
def import_command(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE…", show_default=False, help="OPML, or - for standard input.")
    ],
    db: DbOption = None,
) -> None:
    """Follow all feeds of a list that another reader of feeds exported as OPML."""
    from sayso.ingest.load import read_file
    from sayso.ingest.opml import parse_opml

    listed = []
    for name in files:
        data = sys.stdin.buffer.read() if name == "-" else read_file(name)
        listed += parse_opml(data, where=name)
    _follow(listed, db)


@feed_app.command("list")
def list_command(db: DbOption = None, format: ListFormatOption = None) -> None:
    """List the feeds that are followed, with what came of them."""
    from sayso.ledger.engine import reading_from
    from sayso.ledger.feeds import list_feeds

    with open_chosen(db) as ledger, reading_from(ledger.engine) as connection:
        feeds = list_feeds(connection)
    if not feeds:
        complain("no feeds yet; `sayso feed add` follows one")
    print_list(
        (feed.to_dict() for feed in feeds), format, columns=_COLUMNS, table=lambda width: _table(feeds)
    )


@feed_app.command("remove")
def remove_command(
    feeds: Annotated[
        list[str],
        typer.Argument(metavar="FEED…", show_default=False, help="Addresses, numbers or titles of feeds."),
    ],
    db: DbOption = None,
) -> None:
    """Follow feeds no longer; the articles that came from them stay."""
    from sayso.ledger.engine import writing_to
    from sayso.ledger.feeds import find_feeds, remove_feed
    from sayso.ledger.polling import stamp

    with open_chosen(db) as ledger, writing_to(ledger.engine) as connection:
        found = find_feeds(connection, feeds)
        for feed in found:
            remove_feed(connection, feed.id, now=stamp())
    for feed in found:
        typer.echo(f"not followed any more: {one_line(feed.title or feed.url)}")


@feed_app.command("export")
def export_command(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="PATH", show_default="standard output", help="File to write."),
    ] = None,
    db: DbOption = None,
) -> None:
    """Write the list of feeds as OPML, which readers of feeds import."""
    from sayso.ingest.opml import Listed, write_opml
    from sayso.ledger.engine import reading_from
    from sayso.ledger.feeds import list_feeds

    with open_chosen(db) as ledger, reading_from(ledger.engine) as connection:
        feeds = list_feeds(connection)
    text = write_opml(Listed(one.url, one.title, one.category) for one in feeds).decode("utf-8")
    with open_output(None if output == Path("-") else output, for_people=False) as write:
        write(text)


@feed_app.command("poll", help=_POLL_HELP)
def poll_command(
    feeds: NamesArgument = None,
    delay: Annotated[
        float, typer.Option("--delay", metavar="SECONDS", min=0, help="Pause between requests to one host.")
    ] = 1.0,
    hosts: Annotated[
        int, typer.Option("--hosts", metavar="N", min=1, max=64, help="Hosts to ask at once.")
    ] = 8,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="Longest wait for an answer.")
    ] = 30.0,
    lens: LensOption = None,
    quiet: QuietOption = False,
    allow_private: PrivateOption = False,
    db: DbOption = None,
    format: ListFormatOption = None,
) -> None:
    """Read what is new."""
    from sayso.ledger.polled import PollManner
    from sayso.settings import load_settings

    settled = load_settings(Path.cwd(), os.environ).lens
    manner = PollManner(
        allow_private=allow_private,
        delay_seconds=delay,
        n_hosts=hosts,
        timeout_seconds=timeout,
        lens=settled if lens is None else None if lens is Lens.NONE else lens.value,
    )
    if format is ListFormat.CSV:
        raise UsageError("--format is csv; what a poll tells comes as table or jsonl")
    as_rows = (
        format or (ListFormat.TABLE if is_terminal(sys.stdout) else ListFormat.JSONL)
    ) is ListFormat.JSONL
    with exit_on_terminate(), open_chosen(db) as ledger:
        tally = _poll(ledger, feeds or [], manner, as_rows=as_rows, quiet=quiet)
    if tally.n_failed or tally.n_feeds_failed:
        raise typer.Exit(FAILED)


def _feeds_of(name: str, *, title: str | None, category: str | None) -> Iterator[Listed]:
    """The feeds that an argument names; a file is looked at, an address is left to the poll."""
    from dataclasses import replace

    from sayso.ingest.addresses import parse_address
    from sayso.ingest.feeds import parse_feed
    from sayso.ingest.load import read_file
    from sayso.ingest.opml import Listed, looks_like_opml, parse_opml

    if "://" in name and not name.lower().startswith("file://"):
        yield Listed(parse_address(name).url, title, category)
        return
    path = _path_of(name)
    data = read_file(path)
    if looks_like_opml(data):
        for one in parse_opml(data, where=str(path)):
            yield replace(one, category=category or one.category)
        return
    address = path.resolve().as_uri()
    yield Listed(address, title or parse_feed(data, address=address).title, category)


def _path_of(name: str) -> Path:
    from sayso.ledger.polling import local_path

    if not name.lower().startswith("file://"):
        return Path(name)
    path = local_path(name)
    if path is None:
        raise UsageError(f"{name}: is a file of another machine; copy it here, and name the copy")
    return path


def _follow(listed: Sequence[Listed], db: str | None) -> None:
    from sayso.ledger.engine import writing_to
    from sayso.ledger.feeds import add_feed

    with open_chosen(db, create=True) as ledger, writing_to(ledger.engine) as connection:
        new = [one for one in listed if add_feed(connection, one.url, title=one.title, category=one.category)]
    n_known = len(listed) - len(new)
    parts = [f"{_number(len(new), 'feed')} added"] + ([f"{n_known:,} already followed"] if n_known else [])
    typer.echo(f"{', '.join(parts)}; `sayso feed poll` reads what is in them")


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
            _number(self.n_feeds, "feed"),
            _number(self.n_added, "article"),
            _number(self.n_attributions, "attribution"),
        ]
        counts = (
            (self.n_known, "already known"),
            (self.n_unchanged, "unchanged"),
            (self.n_waiting, "not due yet after an error"),
            (self.n_failed, "unreadable: `sayso add --list-failed` lists those of the web"),
            (self.n_feeds_failed, "in error: `sayso feed list` says why"),
        )
        return ", ".join(parts + [f"{n:,} {what}" for n, what in counts if n])


def _number(n: int, noun: str) -> str:
    return f"{n:,} {noun}" + ("s" if n != 1 else "")


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
            elif problem and tally.n_failed + tally.n_feeds_failed <= _SHOWN:
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
        TextColumn("feeds, {task.fields[n]:,} articles"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("Polling", total=n_feeds, n=0)
        yield lambda tally: bar.update(task, completed=tally.n_feeds, n=tally.n_added)


def _table(feeds: Sequence[FeedRow]) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from sayso.export.visible import for_terminal

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("", justify="right", style="dim")
    table.add_column("Feed", ratio=3, overflow="fold")
    table.add_column("Category", ratio=1)
    table.add_column("Articles", justify="right")
    table.add_column("State", ratio=2)
    for feed in feeds:
        name = Text(for_terminal(feed.title or ""), style="bold")
        name.append(("\n" if feed.title else "") + for_terminal(feed.url), style="dim")
        table.add_row(
            str(feed.id),
            name,
            Text(for_terminal(feed.category or "")),
            f"{feed.n_articles:,} of {feed.n_entries:,}",
            Text(for_terminal(_state(feed))),
        )
    return table


def _state(feed: FeedRow) -> str:
    if feed.error:
        return f"{feed.error} (tried {feed.n_errors}×, again from {feed.next_at})"
    return f"polled {feed.polled_at}" if feed.polled_at else "not polled yet"
