"""``sayso search``: who said what about something, in every article of a ledger."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.ledgers import DbOption, open_chosen
from sayso.cli.listing import ListFormatOption, print_list
from sayso.cli.terminal import complain

if TYPE_CHECKING:
    from sayso.ledger.hits import Hit

SEARCH_HELP = "\n\n".join(
    (
        "Find attributions in a ledger by what is said, by whom, where and how.",
        'All words must stand in the content or the cue; case and accents do not matter. [cyan]"cold'
        ' winter"[/cyan] finds words beside each other, [cyan]resign*[/cyan] what begins so, [cyan]gas OR'
        " oil[/cyan] either, [cyan]-rumour[/cyan] rules out.",
        "[bold]Examples[/bold]",
        "[cyan]sayso search gas --holder 'Ida Holm' --since 2023-03-01[/cyan]\n"
        "what one person has said about gas since March",
        "[cyan]sayso search --outlet 'Tarn Post' --identity unnamed[/cyan]\nwhom an outlet does not name",
        "[cyan]sayso search --kind prediction --due-before 2024-01-01 --sort due[/cyan]\n"
        "predictions by the day on which they fall due",
        "[cyan]sayso search 'resign* OR \"step down\"' --format csv > rows.csv[/cyan]\nfor a spreadsheet",
        "Exit status: 0 searched, nothing found or not, 1 there is no such source or ledger, 2 misuse.",
    )
)
_FILTERS = "Narrow it down"


class SortChoice(StrEnum):
    """Which hits come first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    MATCH = "match"
    DUE = "due"


def _filter(name: str, metavar: str, help: str) -> Any:
    return typer.Option(name, metavar=metavar, help=help, rich_help_panel=_FILTERS)


def search_command(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUERY]", show_default=False, help="Words to look for; none for any."),
    ] = None,
    holder: Annotated[
        str | None,
        _filter("--holder", "WHO", "A source (s5), a full name, or words of a name or description."),
    ] = None,
    outlet: Annotated[
        str | None, _filter("--outlet", "WHO", "Who published it: a source (s5), a name or a domain.")
    ] = None,
    identity: Annotated[str | None, _filter("--identity", "VALUE", "named, unnamed or none.")] = None,
    type: Annotated[
        str | None,
        _filter("--type", "VALUE", "person, organisation, group, outlet, document or none."),
    ] = None,
    stance: Annotated[
        str | None, _filter("--stance", "VALUE", "Of the article: neutral, hedged, endorsed or doubted.")
    ] = None,
    certainty: Annotated[
        str | None,
        _filter("--certainty", "VALUE", "Of the holder: certain, probable, possible or unknown."),
    ] = None,
    kind: Annotated[
        str | None, _filter("--kind", "VALUE", "fact, prediction, intention, opinion or directive.")
    ] = None,
    via: Annotated[
        str | None, _filter("--via", "NAME", "An outlet or platform that the statement came through.")
    ] = None,
    due_before: Annotated[
        str | None, _filter("--due-before", "YYYY-MM-DD", "Falls due before this day.")
    ] = None,
    since: Annotated[str | None, _filter("--since", "YYYY-MM-DD", "Published on this day or later.")] = None,
    until: Annotated[
        str | None, _filter("--until", "YYYY-MM-DD", "Published on this day or earlier.")
    ] = None,
    corrected: Annotated[
        bool,
        typer.Option("--corrected", help="Only what somebody put right.", rich_help_panel=_FILTERS),
    ] = False,
    superseded: Annotated[
        bool,
        typer.Option(
            "--superseded",
            help="Look at older versions, older readings and what was rejected too.",
            rich_help_panel=_FILTERS,
        ),
    ] = False,
    sort: Annotated[
        SortChoice,
        typer.Option(
            "--sort",
            metavar="ORDER",
            help="newest, oldest, match (most about the words, of the newest 200), or due (soonest).",
        ),
    ] = SortChoice.NEWEST,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="Hits on a page.")] = 20,
    after: Annotated[
        str | None,
        typer.Option("--after", metavar="TOKEN", help="Go on where the page that gave the token ended."),
    ] = None,
    db: DbOption = None,
    format: ListFormatOption = None,
) -> None:
    """Search, and write one page."""
    filters = {
        "holder": holder,
        "outlet": outlet,
        "identity": identity,
        "type": type,
        "stance": stance,
        "certainty": certainty,
        "kind": kind,
        "via": via,
        "due_before": due_before,
        "since": since,
        "until": until,
        "corrected": corrected or None,
        "superseded": superseded,
    }
    with open_chosen(db) as ledger:
        page = ledger.search(
            " ".join(words or ()) or None, sort=sort.value, limit=limit, after=after, **filters
        )
    _print(page.hits, format)
    if not page.hits:
        complain("nothing found" + ("" if after is None else "; that was the last page"))
    if page.next:
        complain(f"there is more; go on with --after {page.next}")


def _print(hits: tuple[Hit, ...], format: Any) -> None:
    from sayso.export.lists import HIT_COLUMNS, hits_table

    rows = [hit.to_dict() for hit in hits]
    print_list(rows, format, columns=HIT_COLUMNS, table=lambda width: hits_table(hits, width))
