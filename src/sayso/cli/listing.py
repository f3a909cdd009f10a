"""Lists from a ledger are shown: a table for people, JSON Lines or CSV for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.output import open_output
from sayso.cli.terminal import is_terminal, wants_color, width_of

if TYPE_CHECKING:
    from rich.console import RenderableType


class ListFormat(StrEnum):
    """How a list is written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


ListFormatOption = Annotated[
    ListFormat | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        show_default="table on a terminal, else jsonl",
        help="table for people, jsonl one object a line, csv for spreadsheets.",
    ),
]


def print_list(
    items: Collection[Mapping[str, Any]],
    format: ListFormat | None,
    *,
    columns: Iterable[str],
    table: Callable[[int], RenderableType],
) -> None:
    """Write a list to standard output.

    Args:
        items: Each as JSON; of none there is no table.
        format: As asked for.
        columns: Which of the keys CSV has.
        table: Makes the table for so many columns of a terminal.
    """
    chosen = format or (ListFormat.TABLE if is_terminal(sys.stdout) else ListFormat.JSONL)
    with open_output(None, for_people=chosen is ListFormat.TABLE) as write:
        if chosen is ListFormat.TABLE:
            if items:
                write(rendered(table))
        elif chosen is ListFormat.CSV:
            from sayso.export.lists import to_csv

            for line in to_csv(items, list(columns)):
                write(line)
        else:
            for item in items:
                write(json.dumps(item) + "\n")


def rendered(make: Callable[[int], RenderableType]) -> str:
    """What goes to standard output for people, as text."""
    from io import StringIO

    from rich.console import Console

    width, color = width_of(sys.stdout), wants_color(sys.stdout)
    stream = StringIO()
    console = Console(
        file=stream,
        width=width,
        highlight=False,
        force_terminal=color,
        color_system="standard" if color else None,
    )
    console.print(make(width))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"
