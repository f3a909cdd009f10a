"""The ``sayso`` command: its subcommands, and one line and an exit status for whatever goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from sayso.cli.add import ADD_HELP, add_command
from sayso.cli.correct import CORRECT_HELP, correct_command
from sayso.cli.db import DB_HELP, db_app
from sayso.cli.doctor import doctor_command
from sayso.cli.evaluate import EVALUATE_HELP, evaluate_command
from sayso.cli.export import EXPORT_HELP, export_command
from sayso.cli.feed import FEED_HELP, feed_app
from sayso.cli.history import HISTORY_HELP, history_command
from sayso.cli.import_ import IMPORT_HELP, import_command
from sayso.cli.lint import LINT_HELP, lint_command
from sayso.cli.models import models_command
from sayso.cli.outlets import OUTLETS_HELP, outlets_command
from sayso.cli.read import READ_HELP, read_command
from sayso.cli.search import SEARCH_HELP, search_command
from sayso.cli.show import SHOW_HELP, show_command
from sayso.cli.sources import SOURCES_HELP, source_app, sources_command
from sayso.cli.terminal import BROKEN_PIPE, FAILED, INTERRUPTED, MISUSE, complain
from sayso.cli.undo import UNDO_HELP, undo_command
from sayso.errors import InputError, SaysoError, UsageError

# What typer raises for an unknown option or a wrong value; it has no public name of its own.
_PARSING_ERROR: type[Exception] = typer.BadParameter.__mro__[2]


class OneLineGroup(TyperGroup):
    """A group of commands that answers every foreseen error with one line on standard error."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command and exit with its status."""
        try:
            with _output_explained():  # the help is written before a command is invoked
                status = super().main(
                    args, prog_name, complete_var, standalone_mode=False, windows_expand_args=False, **extra
                )
        except typer.Exit as ended:
            status = ended.exit_code
        except _PARSING_ERROR as error:
            if error.format_message():  # type: ignore[attr-defined]  # a group alone has shown its help
                complain(_explain(error))
            status = MISUSE
        sys.exit(status or 0)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that the arguments name."""
        try:
            with _output_explained():
                return super().invoke(ctx)
        except UsageError as error:
            complain(error.message)
            raise typer.Exit(MISUSE) from error
        except SaysoError as error:  # of several inputs each reports its own; this one was all there is
            complain(f"{error.message} [{error.code}]")
            raise typer.Exit(MISUSE if isinstance(error, InputError) else FAILED) from error
        except KeyboardInterrupt as error:
            raise typer.Exit(INTERRUPTED) from error


@contextmanager
def _output_explained() -> Iterator[None]:
    """Say why the output cannot be written; inputs report their own errors."""
    try:
        yield
    except BrokenPipeError as error:  # whoever read it has gone
        _drop_output()
        raise typer.Exit(BROKEN_PIPE) from error
    except OSError as error:
        complain(
            f"the output cannot be written ({error.strerror or error}); free some space, or name another"
        )
        _drop_output()
        raise typer.Exit(FAILED) from error


def _drop_output() -> None:
    """Send what is left in the buffer nowhere; Python would try again at exit, and complain."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _explain(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "sayso"
    problem = str(error.format_message()).rstrip(".").replace("Value error, ", "")  # type: ignore[attr-defined]
    return f"{problem[:1].lower()}{problem[1:]}; `{command} --help` lists what there is"


app = typer.Typer(
    cls=OneLineGroup,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_READ, _KEEP, _ASK, _MEND = "One article or many", "A ledger", "Ask a ledger", "Put a ledger right"
_SELF = "This installation"
app.command("read", help=READ_HELP, rich_help_panel=_READ)(read_command)
app.command("lint", help=LINT_HELP, rich_help_panel=_READ)(lint_command)
app.command("add", help=ADD_HELP, rich_help_panel=_KEEP)(add_command)
app.add_typer(feed_app, name="feed", help=FEED_HELP, rich_help_panel=_KEEP)
app.command("export", help=EXPORT_HELP, rich_help_panel=_KEEP)(export_command)
app.command("import", help=IMPORT_HELP, rich_help_panel=_KEEP)(import_command)
app.add_typer(db_app, name="db", help=DB_HELP, rich_help_panel=_KEEP)
app.command("search", help=SEARCH_HELP, rich_help_panel=_ASK)(search_command)
app.command("show", help=SHOW_HELP, rich_help_panel=_ASK)(show_command)
app.command("sources", help=SOURCES_HELP, rich_help_panel=_ASK)(sources_command)
app.command("outlets", help=OUTLETS_HELP, rich_help_panel=_ASK)(outlets_command)
app.command("correct", help=CORRECT_HELP, rich_help_panel=_MEND)(correct_command)
app.command("history", help=HISTORY_HELP, rich_help_panel=_MEND)(history_command)
app.command("undo", help=UNDO_HELP, rich_help_panel=_MEND)(undo_command)
app.add_typer(source_app, name="source", rich_help_panel=_MEND)
app.command("models", rich_help_panel=_SELF)(models_command)
app.command("doctor", rich_help_panel=_SELF)(doctor_command)
app.command("evaluate", help=EVALUATE_HELP, rich_help_panel=_SELF)(evaluate_command)


def _show_version(value: bool) -> None:
    if value:
        from sayso import __version__

        typer.echo(f"sayso {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def sayso(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """On whose say-so? Reads news reports: who says what, exactly where in the text.

    [bold]sayso read story.html[/bold] is where to start; [bold]sayso add[/bold] keeps what is read.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(MISUSE)
