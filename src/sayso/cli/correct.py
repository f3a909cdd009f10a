"""``sayso correct``: put attributions of a ledger right; what the reader said stays underneath."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.corrected import WhoOption, print_standing
from sayso.cli.ledgers import DbOption, current_user, open_chosen
from sayso.cli.options import RowsOption
from sayso.cli.terminal import complain
from sayso.errors import UsageError
from sayso.ledger.handles import Kind, handle_of

if TYPE_CHECKING:
    from sayso.ledger.ledger import Ledger

CORRECT_HELP = "\n\n".join(
    (
        "Put an attribution right: who says it, through whom, how surely, in which words.",
        "What the reader said stays underneath: [bold]sayso history[/bold] shows it,"
        " [bold]sayso undo[/bold] brings it back. Corrections outlast new readings and new versions of the"
        " article for as long as their words stand there.",
        "[bold]Examples[/bold]",
        '[cyan]sayso correct a12 --holder "Ida Holm" --why "her words, not the mayor\'s"[/cyan]\n'
        "somebody else says it",
        "[cyan]sayso correct a12 --stance hedged --certainty possible[/cyan]\nseveral things at once",
        "[cyan]sayso correct a12 --content 120-180,190-200[/cyan]\nthe words, by their offsets into the text",
        "[cyan]sayso correct a12 a13 --reject[/cyan]\nno attributions at all",
        "An empty value takes away: --holder '' for nobody, --via '' for first hand, --due '', --source ''.",
        "Exit status: 0 corrected, 1 there is no such attribution or ledger, 2 misuse.",
    )
)

_WHO = "Who says it"
_HOW = "How it is said"
_WHERE = "In which words"
_SPAN = re.compile(r"\s*(\d{1,15})\s*[-–:]\s*(\d{1,15})\s*", re.ASCII)

IdsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="ID…", show_default=False, help="Attributions, such as a12; sayso search lists them."
    ),
]


def _option(name: str, metavar: str, help: str, panel: str) -> Any:
    return typer.Option(name, metavar=metavar, help=help, rich_help_panel=panel)


def correct_command(
    ids: IdsArgument,
    accept: Annotated[bool, typer.Option("--accept", help="It is right as it is.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="It is no attribution.")] = False,
    why: Annotated[
        str | None, typer.Option("--why", metavar="TEXT", help="Why, for those after you.")
    ] = None,
    who: WhoOption = None,
    holder: Annotated[
        str | None, _option("--holder", "NAME", "Whose words or thoughts they are.", _WHO)
    ] = None,
    identity: Annotated[str | None, _option("--identity", "VALUE", "named, unnamed or none.", _WHO)] = None,
    type: Annotated[
        str | None,
        _option("--type", "VALUE", "person, organisation, group, outlet, document or none.", _WHO),
    ] = None,
    via: Annotated[
        list[str] | None,
        _option("--via", "NAME", "What it came through; again for each, nearest first.", _WHO),
    ] = None,
    stance: Annotated[
        str | None, _option("--stance", "VALUE", "neutral, hedged, endorsed or doubted.", _HOW)
    ] = None,
    certainty: Annotated[
        str | None, _option("--certainty", "VALUE", "certain, probable, possible or unknown.", _HOW)
    ] = None,
    polarity: Annotated[str | None, _option("--polarity", "VALUE", "positive or negative.", _HOW)] = None,
    kind: Annotated[
        str | None,
        _option("--kind", "VALUE", "fact, prediction, intention, opinion or directive.", _HOW),
    ] = None,
    due: Annotated[
        str | None, _option("--due", "WORDS", "When it falls due, in words of the article.", _HOW)
    ] = None,
    source: Annotated[
        str | None, _option("--source", "START-END,…", "Characters that name who says it.", _WHERE)
    ] = None,
    cue: Annotated[
        str | None, _option("--cue", "START-END,…", "Characters that say that it is said.", _WHERE)
    ] = None,
    content: Annotated[
        str | None, _option("--content", "START-END,…", "Characters of what is said.", _WHERE)
    ] = None,
    db: DbOption = None,
    format: RowsOption = None,
) -> None:
    """Lay what the options say over what the reader said, and show what stands now."""
    judged = {
        "identity": identity,
        "type": type,
        "stance": stance,
        "certainty": certainty,
        "polarity": polarity,
        "kind": kind,
    }
    changes = {
        **_verdict(accept=accept, reject=reject),
        **{field: value.lower() for field, value in judged.items() if value is not None},
        **{field: value or None for field, value in (("holder", holder), ("due", due)) if value is not None},
        **({"via": [name for name in via if name]} if via else {}),
        **{
            field: spans(field, value)
            for field, value in (("source", source), ("cue", cue), ("content", content))
            if value is not None
        },
    }
    numbers = list(dict.fromkeys(handle_of(name, Kind.ATTRIBUTION).number for name in ids))
    if not changes:
        raise UsageError("nothing to correct; say what is right, such as --holder NAME, --reject or --accept")
    with open_chosen(db) as ledger:
        made = ledger.correct_all(numbers, changes, who=who or current_user(), why=why)
        print_standing([ledger.standing(number) for number in _landed(ledger, numbers, made)], format)


def _verdict(*, accept: bool, reject: bool) -> dict[str, Any]:
    if accept and reject:
        raise UsageError("an attribution is accepted or rejected, not both; leave out one of them")
    return {"verdict": "accepted" if accept else "rejected"} if accept or reject else {}


def spans(field: str, value: str) -> list[tuple[int, int]]:
    """Offsets written as ``120-180,190-200``.

    Raises:
        UsageError: They are not written like that.
    """
    pieces = [_SPAN.fullmatch(piece) for piece in value.split(",")] if value.strip() else []
    if not all(pieces):
        raise UsageError(f"--{field}: {value!r} are no offsets; give start and end, such as 120-180,190-200")
    return [(int(piece[1]), int(piece[2])) for piece in pieces if piece]


def _landed(ledger: Ledger, numbers: list[int], made: list[int]) -> list[int]:
    """Where the corrections stand now, which is elsewhere where the reading has been superseded."""
    standing = []
    for number in made:
        [one] = ledger.history(correction_id=number)
        if one.attribution_id is None:
            complain(
                f"correction {number} is kept but stands nowhere: the words of a{one.made_on} are not in the "
                "latest version of the article"
            )
        elif one.attribution_id != one.made_on and one.attribution_id not in standing:
            complain(f"a{one.made_on} has been superseded by a{one.attribution_id}, which is corrected now")
        standing.append(one.attribution_id or one.made_on)
    return list(dict.fromkeys(standing))
