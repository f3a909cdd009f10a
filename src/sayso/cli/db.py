"""``sayso db``: a ledger is upgraded, checked, counted, copied and tidied."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from sayso.cli.ledgers import DbOption, ledger_address, open_chosen
from sayso.cli.options import Layout, LayoutOption, RowsOption
from sayso.cli.terminal import FAILED, MISUSE, complain, is_terminal, one_line

DB_HELP = "\n\n".join(
    (
        "Look after a ledger: upgrade, check, count, copy and tidy it.",
        "[bold]Examples[/bold]",
        "[cyan]sayso db stats[/cyan]\nhow much is in it",
        "[cyan]sayso db check[/cyan]\nwhether all of it fits together; exit status 1 if not",
        "[cyan]sayso db backup monday.db[/cyan]\na copy, while others go on writing",
    )
)

db_app = typer.Typer(rich_markup_mode="rich", context_settings={"help_option_names": ["-h", "--help"]})
TargetArgument = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", show_default="LEDGER-DATE.db", help="Where the copy goes; not there yet."),
]


@db_app.callback(invoke_without_command=True)
def db_command(context: typer.Context) -> None:
    """Show what there is, unless a subcommand is named."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(MISUSE)


@db_app.command("upgrade")
def upgrade_command(db: DbOption = None) -> None:
    """Bring a ledger of an older release to the form of this one: all steps, or none.

    Make a copy with [bold]sayso db backup[/bold] first.
    """
    from sayso.errors import LedgerError
    from sayso.ledger import open_engine
    from sayso.ledger.engine import show
    from sayso.ledger.upgrade import is_there, upgrade

    engine = open_engine(ledger_address(db))
    if not is_there(engine):
        raise LedgerError(
            f"{show(engine.url)}: no ledger here; `sayso add` makes one, --db names another", code="no_ledger"
        )
    before, after = upgrade(engine)
    typer.echo(
        f"{show(engine.url)}: has form {after} already"
        if before == after
        else f"form {before} is now {after}"
    )


@db_app.command("check")
def check_command(db: DbOption = None, format: RowsOption = None) -> None:
    """Go over everything: texts, spans, references, versions, corrections, the full-text index.

    A line for each contradiction, and then the exit status is 1.
    """
    from sayso.ledger.check import find_problems

    as_rows = format.value == "jsonl" if format else not is_terminal(sys.stdout)
    n_problems = 0
    with open_chosen(db) as ledger:
        for problem in find_problems(ledger.engine):
            n_problems += 1
            row = {"table": problem.table, "id": problem.id, "message": problem.message}
            typer.echo(json.dumps(row) if as_rows else one_line(str(problem)))
        if n_problems:
            complain(f"{ledger.name}: {n_problems:,} contradictions; go back to a backup, or report them")
            raise typer.Exit(FAILED)
        typer.echo(f"{ledger.name}: all fits together", err=as_rows)


@db_app.command("stats")
def stats_command(db: DbOption = None, format: LayoutOption = Layout.TABLE) -> None:
    """Count what a ledger holds."""
    from sayso.ledger.stats import count_all

    with open_chosen(db) as ledger:
        counts = count_all(ledger.engine)
    if format is Layout.JSON:
        typer.echo(json.dumps(counts))
        return
    labels = {"attributions": "attributions that stand", "attributions_kept": "attributions in all"}
    width = max(map(len, labels.values()))
    for name, value in counts.items():
        shown = f"{value:,}" if isinstance(value, int) else value or "none"
        typer.echo(f"{labels.get(name, name.replace('_', ' ')):<{width}}  {one_line(shown)}")


@db_app.command("backup")
def backup_command(target: TargetArgument = None, db: DbOption = None) -> None:
    """Copy a ledger in SQLite while it is in use; for PostgreSQL there is pg_dump."""
    from sayso.ledger import open_engine
    from sayso.ledger.engine import show
    from sayso.ledger.upkeep import back_up

    engine = open_engine(ledger_address(db))
    file = target or Path(f"{Path(str(engine.url.database)).stem}-{date.today().isoformat()}.db")
    size = back_up(engine, file)
    typer.echo(f"{show(engine.url)}: copied to {file}, {size:,} bytes")


@db_app.command("vacuum")
def vacuum_command(db: DbOption = None) -> None:
    """Give back room that a ledger does not use, and bring its statistics up to date."""
    from sayso.ledger.stats import count_all
    from sayso.ledger.upkeep import vacuum

    with open_chosen(db) as ledger:
        before = count_all(ledger.engine)["bytes"]
        vacuum(ledger.engine)
        after = count_all(ledger.engine)["bytes"]
    typer.echo(f"{ledger.name}: {before:,} bytes before, {after:,} now")
