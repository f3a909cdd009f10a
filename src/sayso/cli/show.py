"""``sayso show``: one attribution, article or source, with all that a ledger knows of it."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from sayso.cli.ledgers import DbOption, open_chosen
from sayso.cli.listing import rendered
from sayso.cli.options import Rows, RowsOption
from sayso.cli.output import open_output
from sayso.cli.terminal import is_terminal

SHOW_HELP = "\n\n".join(
    (
        "Show one thing that a ledger holds, whole.",
        "An attribution (a12) with its sentence, the chain it came along, the reasons for each judgement and"
        " what was corrected; an article (n3) with its versions and all that is said in it; a source (s5)"
        " with how often, where and what it says. [bold]sayso search[/bold] and [bold]sayso sources[/bold]"
        " give the numbers.",
        "[bold]Examples[/bold]",
        "[cyan]sayso show a12[/cyan]\nan attribution",
        "[cyan]sayso show s5 --format jsonl[/cyan]\na source, for another program",
        "Exit status: 0 shown, 1 there is no such thing or ledger, 2 misuse.",
    )
)


def show_command(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", show_default=False, help="a12 an attribution, n3 an article, s5 a source."
        ),
    ],
    db: DbOption = None,
    format: RowsOption = None,
) -> None:
    """Show what the argument names."""
    with open_chosen(db) as ledger:
        view = ledger.show(id)
    chosen = format or (Rows.TABLE if is_terminal(sys.stdout) else Rows.JSONL)
    with open_output(None, for_people=chosen is Rows.TABLE) as write:
        if chosen is Rows.JSONL:
            write(json.dumps(view.to_dict()) + "\n")
            return
        from sayso.export.views import view_of

        write(rendered(lambda width: view_of(view, width)))
