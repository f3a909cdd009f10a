"""``sayso history``: what was corrected in a ledger, by whom, and what became of it."""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.cli.corrected import print_corrections
from sayso.cli.ledgers import DbOption, open_chosen
from sayso.cli.options import LARGEST, RowsOption
from sayso.ledger.handles import Kind, handle_of

HISTORY_HELP = "\n\n".join(
    (
        "List corrections, the latest first: what stood before, what stands now, who said so and why.",
        "[bold]Examples[/bold]",
        "[cyan]sayso history[/cyan]\nall of them",
        "[cyan]sayso history a12[/cyan]\nthose of one attribution, taken back or not",
        "[cyan]sayso history --orphaned[/cyan]\nthose whose words no longer stand in their article",
        "Exit status: 0 listed, 1 there is no such attribution, article or ledger, 2 misuse.",
    )
)


def history_command(
    id: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", show_default=False, help="An attribution (a12) or article (n3)."),
    ] = None,
    orphaned: Annotated[bool, typer.Option("--orphaned", help="Only those that apply to nothing.")] = False,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, max=LARGEST, show_default="all", help="At most so many."),
    ] = None,
    db: DbOption = None,
    format: RowsOption = None,
) -> None:
    """Show the corrections that the arguments ask for."""
    of: dict[str, int] = {}
    if id is not None:
        handle = handle_of(id, Kind.ATTRIBUTION, Kind.ARTICLE)
        of = {"attribution_id" if handle.kind is Kind.ATTRIBUTION else "article_id": handle.number}
    with open_chosen(db) as ledger:
        if "attribution_id" in of:
            ledger.standing(of["attribution_id"])
        elif of:
            ledger.article(of["article_id"])
        print_corrections(ledger.history(**of, orphaned=orphaned, limit=limit), format)
