"""``sayso outlets``: what the outlets in a ledger publish, and whom and what they rely on."""

from __future__ import annotations

from sayso.cli.ledgers import DbOption, open_chosen
from sayso.cli.listing import ListFormatOption, print_list
from sayso.cli.options import LARGEST
from sayso.cli.sources import LimitOption, SinceOption
from sayso.cli.terminal import complain

OUTLETS_HELP = "\n\n".join(
    (
        "List outlets: how many articles, which share of what they relay comes from unnamed sources or from"
        " nobody, through which channels it came, and which agencies and outlets they credit.",
        "[bold]Examples[/bold]",
        "[cyan]sayso outlets[/cyan]\nthose with most articles",
        "[cyan]sayso outlets --since 2023-01-01 --format csv[/cyan]\nsince New Year, for a spreadsheet",
        "Exit status: 0 listed, 1 there is no such ledger, 2 misuse.",
    )
)
_COLUMNS = (
    *("outlet_id", "name", "domain", "n_articles", "n_attributions", "n_unnamed", "unnamed_share"),
    *("n_nobody", "nobody_share", "via", "credits"),
)


def outlets_command(
    since: SinceOption = None,
    limit: LimitOption = 20,
    db: DbOption = None,
    format: ListFormatOption = None,
) -> None:
    """Count, and write those with most articles first."""
    with open_chosen(db) as ledger:
        found = ledger.outlets(since=since, limit=min(limit + 1, LARGEST))
    more, found = found[limit:], found[:limit]
    from sayso.export.lists import outlets_table

    rows = [one.to_dict() for one in found]
    print_list(rows, format, columns=_COLUMNS, table=lambda width: outlets_table(found))
    if not found:
        complain("there are no articles")
    elif more:
        complain(f"these {limit:,} have most articles; --limit shows more")
