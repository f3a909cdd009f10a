"""``sayso undo``: take corrections back; what they covered stands again."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.corrected import WhoOption, print_standing, shown
from sayso.cli.ledgers import DbOption, current_user, open_chosen
from sayso.cli.options import RowsOption
from sayso.cli.terminal import complain, is_terminal
from sayso.errors import NotFound, UsageError

if TYPE_CHECKING:
    from sayso.ledger.corrections import Correction
    from sayso.ledger.ledger import Ledger

UNDO_HELP = "\n\n".join(
    (
        "Take a correction back. Without a number it is what your last sayso correct did, all of it.",
        "What was corrected before, or what the reader said, stands again. The correction stays in the"
        " history as undone.",
        "[bold]Examples[/bold]",
        "[cyan]sayso undo[/cyan]\nthe last thing that you corrected",
        "[cyan]sayso undo 14[/cyan]\nthe one with this number in [bold]sayso history[/bold], whoever made it",
        "Exit status: 0 undone, 1 there is nothing to undo, 2 misuse.",
    )
)


def undo_command(
    numbers: Annotated[
        list[int] | None,
        typer.Argument(
            metavar="[NUMBER…]", show_default="your last", help="Corrections, as sayso history numbers them."
        ),
    ] = None,
    who: WhoOption = None,
    db: DbOption = None,
    format: RowsOption = None,
) -> None:
    """Take back what the arguments name, and show what stands now."""
    me = who or current_user()
    with open_chosen(db) as ledger:
        chosen = list(dict.fromkeys(numbers)) if numbers else [one.id for one in _last(ledger, me)]
        undone = ledger.undo_all(chosen, who=me)
        for one in undone:
            complain(f"took back {one.id} (a{one.made_on}, {one.field}: {shown(one.field, one.new)})")
        touched = dict.fromkeys(one.attribution_id or one.made_on for one in undone)
        print_standing([ledger.standing(number) for number in touched], format)


def _last(ledger: Ledger, me: str) -> Sequence[Correction]:
    """What this user corrected last; what somebody else did only after asking."""
    mine = ledger.last_corrections(who=me)
    if mine:
        return mine
    others = ledger.last_corrections()
    if not others:
        raise NotFound("there is nothing to undo: no correction is in force")
    what = ", ".join(f"{one.id} ({one.field}: {shown(one.field, one.new)})" for one in others)
    if not is_terminal(sys.stdin) or not is_terminal(sys.stderr):
        raise UsageError(
            f"nothing of {me}'s is in force; the last is {others[0].who}'s, number {what}: name what you "
            f"mean, such as `sayso undo {others[-1].id}`"
        )
    if not typer.confirm(f"The last correction is {others[0].who}'s: {what}. Take it back?", err=True):
        raise NotFound("nothing was undone")
    return others
