"""Attributions as they stand, and corrections, are shown: tables for people, JSON Lines for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.listing import rendered
from sayso.cli.options import Rows
from sayso.cli.output import open_output
from sayso.cli.terminal import is_terminal
from sayso.export.jsonlines import json_line
from sayso.export.visible import for_terminal, shorten

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sayso.ledger.corrections import Correction, Standing

# Fields of an attribution, as they are shown below each other.
_SHOWN = (
    *("verdict", "holder", "identity", "type", "via", "source", "cue", "content"),
    *("stance", "certainty", "polarity", "kind", "due"),
)
# Characters of a piece of text that a table shows.
_WORDS_MAX = 300


WhoOption = Annotated[
    str | None, typer.Option("--who", metavar="NAME", show_default="your user name", help="Who you are.")
]


def print_standing(standings: Sequence[Standing], format: Rows | None) -> None:
    """Show attributions as they stand."""
    _print(standings, format, lambda: [_standing(one) for one in standings])


def print_corrections(corrections: Sequence[Correction], format: Rows | None) -> None:
    """Show corrections."""
    _print(corrections, format, lambda: [_history(corrections)])


def _print(items: Iterable[Any], format: Rows | None, for_people: Callable[[], list[RenderableType]]) -> None:
    from rich.console import Group

    chosen = format or (Rows.TABLE if is_terminal(sys.stdout) else Rows.JSONL)
    with open_output(None, for_people=chosen is Rows.TABLE) as write:
        if chosen is Rows.JSONL:
            for item in items:
                write(json_line(item.to_dict()) + "\n")
            return
        write(rendered(lambda width: Group(*for_people())))


def _standing(standing: Standing) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    about = [f"a{standing.id}", standing.title, standing.outlet, standing.published]
    heading = Text(_line(" · ".join(filter(None, about))), style="bold")
    values = standing.values
    changed = {layer.field: layer.id for layer in standing.layers}
    grid = Table.grid(padding=(0, 2))
    for field in _SHOWN:
        value = values[field]
        if value is None and field == "verdict":
            continue
        note = ""
        if field in changed:
            note = f"correction {changed[field]}; the reader says {shown(field, standing.base[field])}"
        grid.add_row(Text(field, style="dim"), Text(shown(field, value)), Text(note, style="yellow"))
    return Group(heading, Padding(grid, (0, 0, 1, 2)))


def _history(corrections: Sequence[Correction]) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    if not corrections:
        return Text("No corrections.", style="dim")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for title, justify in (
        ("no.", "right"),
        ("of", "left"),
        ("what", "left"),
        ("by", "left"),
        ("now", "left"),
    ):
        table.add_column(title, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for one in corrections:
        what = f"{one.field}: {shown(one.field, one.old)} → {shown(one.field, one.new)}"
        why = f": {shorten(_line(one.why), _WORDS_MAX)}" if one.why else ""
        by = f"{shorten(_line(one.who), _WORDS_MAX)}, {one.made_at[:10]}{why}"
        of = f"a{one.attribution_id or one.made_on} {shorten(_line(one.words), 60)}"
        table.add_row(str(one.id), Text(of), Text(what), Text(by), Text(state_of(one)))
    return table


def state_of(correction: Correction) -> str:
    """What became of a correction, in a few words."""
    if correction.undone_at:
        return f"undone by {_line(correction.undone_by or 'unknown')}, {correction.undone_at[:10]}"
    return "orphaned: its words no longer stand" if correction.is_orphaned else "stands"


_NONE: Mapping[str, str] = {
    "verdict": "not checked",
    "holder": "nobody",
    "via": "nothing",
    "due": "no time",
    "source": "no words",
}


def shown(field: str, value: Any) -> str:
    """A value of a field as people read it."""
    if value is None or value == []:
        return _NONE.get(field, "not judged")
    if isinstance(value, list):
        words = [f"“{one[2]}” {one[0]}-{one[1]}" if isinstance(one, list) else one for one in value]
        return shorten(_line(", ".join(words)), _WORDS_MAX)
    return shorten(_line(str(value)), _WORDS_MAX)


def _line(text: str) -> str:
    return " ".join(for_terminal(text).split())
