"""``sayso sources`` and ``sayso source``: who speaks in a ledger, and which of them are one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.corrected import WhoOption
from sayso.cli.ledgers import DbOption, current_user, open_chosen
from sayso.cli.listing import ListFormatOption, print_list
from sayso.cli.options import LARGEST
from sayso.cli.terminal import complain

if TYPE_CHECKING:
    from sayso.ledger.merges import Merge

SOURCES_HELP = "\n\n".join(
    (
        "List who speaks most: by name across articles, and without a name as articles describe them.",
        'Only people with a full name, organisations and outlets have a number (s5); a lone surname or "a'
        ' spokesman" may be somebody else in each article, and is counted by its words.',
        "[bold]Examples[/bold]",
        "[cyan]sayso sources[/cyan]\nwho speaks most",
        "[cyan]sayso sources --identity unnamed --outlet 'Tarn Post'[/cyan]\n"
        "which unnamed sources an outlet leans on",
        "Exit status: 0 listed, 1 there is no such outlet or ledger, 2 misuse.",
    )
)
SOURCE_HELP = "\n\n".join(
    (
        "Say that two sources are one, see what was merged, and take it back.",
        "[bold]Examples[/bold]",
        "[cyan]sayso source merge s7 s5 --why 'her name at birth'[/cyan]\ns7 counts for s5 from now on",
        "[cyan]sayso source merges[/cyan]\nwhat was merged, by whom and why",
        "[cyan]sayso source unmerge 1[/cyan]\ntakes the first merge back",
    )
)
_COLUMNS = ("source_id", "name", "identity", "type", "n_attributions", "n_outlets", "first", "last")
_MERGE_COLUMNS = ("id", "source_id", "source", "into_id", "into", "who", "why", "made_at", "undone_at")

LimitOption = Annotated[
    int, typer.Option("--limit", metavar="N", min=1, max=LARGEST, help="At most so many.")
]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Published on this day or later.")
]


def sources_command(
    outlet: Annotated[
        str | None,
        typer.Option("--outlet", metavar="WHO", help="In this outlet: a source (s5), a name or a domain."),
    ] = None,
    identity: Annotated[
        str | None, typer.Option("--identity", metavar="VALUE", help="named, unnamed or none.")
    ] = None,
    since: SinceOption = None,
    limit: LimitOption = 20,
    db: DbOption = None,
    format: ListFormatOption = None,
) -> None:
    """Count, and write the most frequent first."""
    with open_chosen(db) as ledger:
        asked = min(limit + 1, LARGEST)
        found = ledger.sources(outlet=outlet, identity=identity, since=since, limit=asked)
    more, found = found[limit:], found[:limit]
    from sayso.export.lists import sources_table

    print_list(
        [one.to_dict() for one in found], format, columns=_COLUMNS, table=lambda width: sources_table(found)
    )
    if not found:
        complain("nobody speaks there")
    elif more:
        complain(f"these {limit:,} speak most; --limit shows more")


source_app = typer.Typer(
    add_completion=False,
    rich_markup_mode="rich",
    help=SOURCE_HELP,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@source_app.command("merge")
def merge_command(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The source that goes, such as s7.")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="The one that stays, such as s5.")],
    why: Annotated[
        str | None, typer.Option("--why", metavar="TEXT", help="Why they are one; kept with the merge.")
    ] = None,
    who: WhoOption = None,
    db: DbOption = None,
    format: ListFormatOption = None,
) -> None:
    """Let one source count for another."""
    with open_chosen(db) as ledger:
        _print([ledger.merge_sources(source, into, who=who or current_user(), why=why)], format)


@source_app.command("unmerge")
def unmerge_command(
    number: Annotated[int, typer.Argument(metavar="MERGE", help="Number of the merge.", min=1, max=LARGEST)],
    db: DbOption = None,
    format: ListFormatOption = None,
) -> None:
    """Take a merge back: both sources stand for themselves again."""
    with open_chosen(db) as ledger:
        _print([ledger.unmerge_sources(number)], format)


@source_app.command("merges")
def merges_command(
    source: Annotated[
        str | None, typer.Argument(metavar="[SOURCE]", show_default=False, help="Only those of this source.")
    ] = None,
    db: DbOption = None,
    format: ListFormatOption = None,
) -> None:
    """List merges, the latest first, with those that were taken back."""
    with open_chosen(db) as ledger:
        _print(ledger.merges(source), format)


def _print(merges: list[Merge], format: Any) -> None:
    from sayso.export.lists import merges_table

    rows = [one.to_dict() for one in merges]
    print_list(rows, format, columns=_MERGE_COLUMNS, table=lambda width: merges_table(merges))
    if not rows:
        complain("nothing was merged")
