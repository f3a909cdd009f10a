"""``sayso feed``: feeds that a ledger follows, and what is new in them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urljoin

import typer

from sayso.cli.inputs import STANDARD_INPUT
from sayso.cli.ledgers import DbOption, open_chosen, refuse_ledger
from sayso.cli.listing import ListFormatOption, print_list
from sayso.cli.output import open_output
from sayso.cli.poll import POLL_HELP, poll_command
from sayso.cli.terminal import complain, number, one_line
from sayso.errors import InputError, SaysoError, UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sayso.ingest.opml import Listed
    from sayso.ledger.feeds import FeedRow

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

# Why a file is neither a feed nor a list of feeds, by code.
_NO_FEED = {
    "missing_file": "no such file; name a feed or an OPML list on disk, or an address that begins with https://",
    "is_directory": "is a directory; name the feeds in it, or an OPML list of them",
    "too_large": "is larger than a feed or a list of feeds can be; name another file",
}

feed_app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
feed_app.command("poll", help=POLL_HELP)(poll_command)


@feed_app.command("add", help=_ADD_HELP)
def add_command(
    feeds: Annotated[
        list[str], typer.Argument(metavar="URL|FILE", show_default=False, help="Addresses, or files.")
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
        list[str], typer.Argument(metavar="FILE", show_default=False, help="OPML, or - for standard input.")
    ],
    db: DbOption = None,
) -> None:
    """Follow all feeds of a list that another reader of feeds exported as OPML."""
    listed: list[Listed] = []
    for name in files:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else _read_file(name)
        listed += _feeds_in(data, name)
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
        [feed.to_dict() for feed in feeds], format, columns=_COLUMNS, table=lambda width: _table(feeds)
    )


@feed_app.command("remove")
def remove_command(
    feeds: Annotated[
        list[str],
        typer.Argument(metavar="FEED", show_default=False, help="Addresses, numbers or titles of feeds."),
    ],
    db: DbOption = None,
) -> None:
    """Follow feeds no longer; the articles that came from them stay."""
    from sayso.ledger.clock import stamp
    from sayso.ledger.engine import writing_to
    from sayso.ledger.feeds import find_feeds, remove_feed

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

    output = None if output == Path(STANDARD_INPUT) else output
    with open_chosen(db) as ledger, reading_from(ledger.engine) as connection:
        refuse_ledger(ledger, output)
        feeds = list_feeds(connection)
    text = write_opml(Listed(one.url, one.title, one.category) for one in feeds).decode("utf-8")
    with open_output(output, for_people=False) as write:
        write(text)


def _feeds_of(name: str, *, title: str | None, category: str | None) -> Iterator[Listed]:
    """The feeds that an argument names; a file is looked at, an address is left to the poll."""
    from sayso.ingest.addresses import parse_address
    from sayso.ingest.feeds import parse_feed
    from sayso.ingest.opml import Listed, looks_like_opml
    from sayso.ledger.local_feeds import local_path

    if "://" in name and not name.lower().startswith("file://"):
        yield Listed(parse_address(name).url, title, category)
        return
    path = local_path(name) if name.lower().startswith("file://") else Path(name)
    if path is None:
        raise UsageError(f"{name}: is a file of another machine; copy it here, and name the copy")
    data = _read_file(path)
    if looks_like_opml(data):
        for one in _feeds_in(data, str(path)):
            yield replace(one, category=category or one.category)
        return
    address = path.resolve().as_uri()
    yield Listed(address, title or parse_feed(data, address=address).title, category)


def _read_file(path: str | Path) -> bytes:
    """The bytes of a feed on disk, or of a list of feeds.

    Raises:
        InputError: They cannot be read; said with what would do instead.
    """
    from sayso.ingest.load import read_file

    try:
        return read_file(path)
    except InputError as error:
        if error.code not in _NO_FEED:
            raise
        raise InputError(f"{path}: {_NO_FEED[error.code]}", code=error.code) from None


def _feeds_in(data: bytes, name: str) -> Iterator[Listed]:
    """The feeds of a list; one that cannot be followed is told, and the others are taken.

    A list on disk may name feeds in its own folder; what comes by standard input has none.
    """
    from sayso.ingest.addresses import parse_address
    from sayso.ingest.opml import parse_opml
    from sayso.ledger.local_feeds import local_path

    folder = None if name == STANDARD_INPUT else Path(name).resolve().parent
    for one in parse_opml(data, where=name):
        try:
            address = urljoin(folder.as_uri() + "/", one.url) if folder else one.url
            path = local_path(address)
            if path is None:
                address = parse_address(address).url
            elif folder is None or not path.resolve().is_relative_to(folder):
                raise UsageError(f"{one.url}: is outside the folder of {name}; add it by itself")
            yield replace(one, url=address)
        except (SaysoError, ValueError) as error:
            complain(f"left out: {error}")


def _follow(listed: Sequence[Listed], db: str | None) -> None:
    from sayso.ledger.engine import writing_to
    from sayso.ledger.feeds import add_feed

    with open_chosen(db, create=True) as ledger, writing_to(ledger.engine) as connection:
        new = [one for one in listed if add_feed(connection, one.url, title=one.title, category=one.category)]
    n_known = len(listed) - len(new)
    parts = [f"{number(len(new), 'feed')} added"] + ([f"{n_known:,} already followed"] if n_known else [])
    typer.echo(f"{', '.join(parts)}; `sayso feed poll` reads what is in them")


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
