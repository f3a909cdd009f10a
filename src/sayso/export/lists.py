"""Lists from a ledger become tables for a terminal, and CSV (RFC 4180) that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.export.rows_out import plain
from sayso.export.visible import for_terminal, shorten

if TYPE_CHECKING:
    from sayso.ledger.hits import Hit
    from sayso.ledger.merges import Merge
    from sayso.ledger.outlets import OutletCount
    from sayso.ledger.people import SourceCount

# Below so many columns of the terminal a hit is a block of lines instead of a row.
ROWS_FROM_WIDTH = 110
# Below so many, the columns beside what is said are slimmer, so that a sentence isn't a word a line.
_WIDE_FROM = 140
# At most so many columns for outlet, who, how sure and kind; a due date needs 14.
_SLIM, _WIDE = (14, 18, 10, 14), (20, 24, 18, 16)
HIT_COLUMNS = (
    *(
        "id",
        "published",
        "outlet",
        "holder",
        "identity",
        "type",
        "via",
        "cue",
        "content",
        "stance",
        "certainty",
    ),
    *("polarity", "kind", "due", "due_earliest", "due_latest", "title", "url", "article_id"),
    *("source_id", "score", "corrected", "verdict"),
)
_CELL_MAX = 200
_WHO_STYLES = {"unnamed": "yellow", "none": "dim italic"}
_MARKS = {"unnamed": " (unnamed)", "none": ""}
NOBODY = "(nobody named)"


def to_csv(items: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[str]:
    """Lines of CSV, the first with the names of the columns."""
    yield _csv_line(columns)
    for item in items:
        yield _csv_line([_csv_cell(item[name]) for name in columns])


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _csv_cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        value = "; ".join(map(_item, value))
    return plain(value) if isinstance(value, str) else "" if value is None else str(value)


def _item(value: Any) -> str:
    return f"{value['name']} ({value['n']})" if isinstance(value, Mapping) else str(value)


def hits_table(hits: Sequence[Hit], width: int) -> RenderableType:
    """Hits as rows of a table, or below each other where the terminal is narrow; matches are bold."""
    if width < ROWS_FROM_WIDTH:
        return Group(*(Group(*_block(hit)) for hit in hits))
    table = list_table(("id", "date", "outlet", "who", "says", "how sure", "kind"), numbers=())
    beside = (*table.columns[2:4], *table.columns[5:])
    for column, most in zip(beside, _WIDE if width >= _WIDE_FROM else _SLIM, strict=True):
        column.max_width = most
    for column in table.columns[:2]:
        column.no_wrap = True
    for hit in hits:
        date = Text(hit.published or "", style="dim")
        sure = " · ".join(filter(None, (hit.certainty, hit.stance if hit.stance != "neutral" else None)))
        table.add_row(
            line(f"a{hit.id}"), date, line(hit.outlet), who(hit.holder, hit.identity, hit.via), _says(hit),
            line(sure), line(_kind(hit)),
        )  # fmt: skip
    return table


def _block(hit: Hit) -> Iterator[RenderableType]:
    head = line(f"a{hit.id}", "bold").append("  ").append(who(hit.holder, hit.identity, hit.via))
    yield head.append(for_terminal(f"  {hit.published or ''} {hit.outlet or ''}"), style="dim")
    yield Padding(_says(hit), (0, 0, 0, 2))
    sure = filter(None, (hit.certainty, hit.stance if hit.stance != "neutral" else None, _kind(hit)))
    yield Padding(line(" · ".join(sure), "dim"), (0, 0, 1, 2))


def _kind(hit: Hit) -> str:
    due = f"due {hit.due_latest}" if hit.due_latest else None
    rejected = "rejected" if hit.polarity == "negative" else None
    return " · ".join(filter(None, (hit.kind, rejected, due)))


def _says(hit: Hit) -> Text:
    """The cue, then the snippet; what matched is underlined, so that it shows without colour too."""
    cue = _marked(hit.cue, hit.cue_marks, "italic magenta")
    says = cue.append(" ").append(_marked(hit.snippet.text, hit.snippet.marks, ""))
    return says.append(" ✎", style="yellow") if hit.corrected else says


def _marked(text: str, marks: Iterable[tuple[int, int]], style: str) -> Text:
    shown = Text(for_terminal(text), style=style)
    for start, end in marks:
        shown.stylize("bold underline", start, end)
    return shown


def who(holder: str | None, identity: str | None, via: Sequence[str] = ()) -> Text:
    """A holder, with what sets unnamed ones and nobody apart, and the channels."""
    text = line(holder or NOBODY, _WHO_STYLES.get(identity or "", "bold cyan" if holder else "dim italic"))
    text.append(_MARKS.get(identity or "", "") if holder else "", style="not bold dim")
    if via:
        text.append(f" via {for_terminal(' ← '.join(via))}", style="not bold dim")
    return text


def line(text: str | None, style: str = "") -> Text:
    """One line that is safe for a terminal."""
    return Text(shorten(for_terminal(text or ""), _CELL_MAX), style=style)


def sources_table(sources: Sequence[SourceCount]) -> RenderableType:
    """Who speaks how often."""
    table = list_table(("id", "who", "what", "says", "outlets", "first", "last"), numbers=("says", "outlets"))
    for one in sources:
        table.add_row(
            f"s{one.source_id}" if one.source_id else "",
            who(one.name, one.identity),
            one.type if one.name else "",
            f"{one.n_attributions:,}",
            f"{one.n_outlets:,}",
            *(line(day) for day in (one.first, one.last)),
        )
    return table


def outlets_table(outlets: Sequence[OutletCount]) -> RenderableType:
    """What outlets publish and rely on."""
    titles = ("id", "outlet", "articles", "statements", "unnamed", "nobody’s", "through", "credits")
    table = list_table(titles, numbers=titles[2:6])
    for one in outlets:
        named = [", ".join(f"{name} {n}" for name, n in counted) for counted in (one.via, one.credits)]
        table.add_row(
            f"s{one.outlet_id}" if one.outlet_id else "",
            line(one.name or "(not known)", "bold cyan" if one.name else "dim italic"),
            f"{one.n_articles:,}",
            f"{one.n_attributions:,}",
            *(f"{share:.0%}" for share in (one.unnamed_share, one.nobody_share)),
            *map(line, named),
        )
    return table


def merges_table(merges: Sequence[Merge]) -> RenderableType:
    """Which sources were taken for one."""
    if not merges:
        return Text("No merges.", style="dim")
    table = list_table(("no.", "source", "counts for", "by", "now"), numbers=("no.",))
    for one in merges:
        by = f"{one.who}, {one.made_at[:10]}" + (f": {one.why}" if one.why else "")
        table.add_row(
            str(one.id),
            line(f"s{one.source_id} {one.source}"),
            line(f"s{one.into_id} {one.into}"),
            line(by),
            f"undone on {one.undone_at[:10]}" if one.undone_at else "stands",
        )
    return table


def list_table(titles: Sequence[str], *, numbers: Iterable[str]) -> Table:
    """An empty table with these columns; those with numbers are set to the right."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    right = set(numbers)
    for title in titles:
        table.add_column(title, justify="right" if title in right else "left", overflow="fold")
    return table
