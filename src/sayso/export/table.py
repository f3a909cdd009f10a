"""A reading becomes text for a terminal: a header, then each attribution with its judgements.

Wide terminals get a column for each of them, narrower ones fold some into one column, the narrowest
get a stack; nothing in an article can send the terminal a control sequence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.export.rows import Row, rows
from sayso.export.summary import byline, headline_lines, name, summary
from sayso.export.visible import for_terminal, shorten
from sayso.records import Reading

# Columns of the terminal below which columns of text would be squeezed to slivers.
COLUMNS_FROM_WIDTH = 90
# A terminal that claims to be narrower is written for as if it had this many columns.
WIDTH_MIN = 20
# Lines that a content may take before it is shortened, in columns and stacked.
_CONTENT_LINES = 3
_CONTENT_LINES_STACKED = 2
# Columns that the content must get for a layout to be taken.
_CONTENT_MIN = 30
# Between two columns: one of padding, and one where the box has its invisible line.
_GAP = 2
_DEPTH_MAX = 4
_HEADLINE_LINES = 5
_WORDS = {"through": "via ", "due": "due "}


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of a layout.

    Attributes:
        fields: What it shows, below each other; the first that is filled anywhere also names it.
        cap: Most columns it may take; 0 for one that shares with its like what the others leave.
        share: How large a part of the rest it gets.
    """

    fields: tuple[str, ...]
    cap: int = 0
    share: int = 0


# From the widest to the narrowest; the last is taken when none leaves the content room enough.
_LAYOUTS = (
    (
        _Column(("who",), share=1),
        _Column(("through",), cap=18),
        _Column(("cue",), cap=14),
        _Column(("content",), share=2),
        _Column(("how sure",), cap=18),
        _Column(("kind",), cap=13),
        _Column(("due",), cap=13),
        _Column(("where",), cap=20),
    ),
    (
        _Column(("who", "through"), share=3),
        _Column(("cue",), cap=12),
        _Column(("content",), share=5),
        _Column(("how sure",), cap=17),
        _Column(("kind", "due"), cap=13),
        _Column(("where",), cap=20),
    ),
    (
        _Column(("who", "through"), share=3),
        _Column(("cue",), cap=13),
        _Column(("content",), share=5),
        _Column(("how sure", "kind", "due"), cap=18),
        _Column(("where",), cap=20),
    ),
)


def render_table(reading: Reading, *, width: int, color: bool) -> str:
    """Write a reading for a terminal.

    Args:
        reading: What to show.
        width: Columns of the terminal.
        color: Whether to style the text with escape sequences; the caller knows about ``NO_COLOR``.

    Returns:
        Lines no wider than ``width``, each with its line end.
    """
    width = max(width, WIDTH_MIN)
    parts: list[RenderableType] = [_header(reading, width)]
    if not reading.attributions:
        parts.append(Text("No attributions found.", style="dim"))
    elif width >= COLUMNS_FROM_WIDTH:
        parts.append(_columns(rows(reading), width))
    else:
        parts += _stack(rows(reading), width)
    return _printed(Group(*parts), width=width, color=color)


def _printed(content: RenderableType, *, width: int, color: bool) -> str:
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        console.print(content)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def _header(reading: Reading, width: int) -> RenderableType:
    article = reading.article
    facts = [article.outlet, article.published, byline(article)]
    if article.relays:
        facts.append(f"credits {', '.join(article.relays)}")
    lines = [
        Text(for_terminal(name(reading)), style="bold"),
        Text(for_terminal(" · ".join(fact for fact in facts if fact)), style="dim"),
        Text(summary(reading)),
    ]
    problems = headline_lines(reading)
    lines += [_problem(line, width) for line in problems[:_HEADLINE_LINES]]
    if len(problems) > _HEADLINE_LINES:
        lines.append(Text(f"! headline: and {len(problems) - _HEADLINE_LINES} more, see sayso lint"))
    return Padding(Group(*(line for line in lines if line)), (0, 0, 1, 0))


def _problem(line: str, width: int) -> Text:
    shown = shorten(for_terminal(f"! headline: {line}"), 2 * width, measure=cell_len)
    return Text(shown, style="yellow")


def _columns(shown: Sequence[Row], width: int) -> Table:
    gutter = max(len(shown[-1].number), 2)
    layout, widths = _best_layout(shown, width - gutter)
    table = Table(
        box=box.SIMPLE_HEAD, width=width, pad_edge=False, padding=(0, _GAP - 1, 0, 0), show_edge=False
    )
    table.add_column("", justify="right", style="dim", width=gutter)
    for column, column_width in zip(layout, widths, strict=True):
        table.add_column(_title(column, shown), width=column_width)
    for row in shown:
        cells = [_cell(row, column, size) for column, size in zip(layout, widths, strict=True)]
        table.add_row(row.number, *cells)
    return table


def _best_layout(shown: Sequence[Row], width: int) -> tuple[list[_Column], list[int]]:
    """The first layout that leaves the content room enough, or else the last, with its widths."""
    for layout in _LAYOUTS:
        columns = [one for one in layout if one.share or any(row.lines(one.fields) for row in shown)]
        widths = _widths(columns, shown, width)
        if widths[[column.fields for column in columns].index(("content",))] >= _CONTENT_MIN:
            break
    return columns, widths


def _widths(columns: Sequence[_Column], shown: Sequence[Row], width: int) -> list[int]:
    """Columns that each gets; those with a share split what the others leave, to the last one."""
    widths = [_natural_width(column, shown) if column.cap else 0 for column in columns]
    rest = width - sum(widths) - _GAP * len(columns)
    shares = sum(column.share for column in columns)
    for place, column in enumerate(columns):
        if column.share:
            widths[place] = rest * column.share // shares
            rest, shares = rest - widths[place], shares - column.share
    return widths


def _natural_width(column: _Column, shown: Sequence[Row]) -> int:
    longest = max(cell_len(line.plain) for row in shown for line in row.lines(column.fields))
    return min(column.cap, max(longest, *map(cell_len, _title(column, shown).split())))


def _title(column: _Column, shown: Sequence[Row]) -> str:
    filled = [field for field in column.fields if any(row.lines((field,)) for row in shown)]
    return ", ".join(filled or column.fields[:1]).capitalize()


def _cell(row: Row, column: _Column, width: int) -> RenderableType:
    limit = _CONTENT_LINES * width
    lines = [
        _labelled(field, _shortened(line, limit)) if len(column.fields) > 1 else _shortened(line, limit)
        for field in column.fields
        for line in row.lines((field,))
    ]
    text = Text("\n").join(lines)
    return _indented(text, 2 * min(row.depth, _DEPTH_MAX)) if column.fields[0] == "who" else text


def _labelled(field: str, line: Text) -> Text:
    """The line, after the word that says what it is where no title of a column does."""
    word = _WORDS.get(field)
    return Text.assemble((word, "dim"), line) if word else line


def _stack(shown: Sequence[Row], width: int) -> list[RenderableType]:
    gutter = len(shown[-1].number) + 1
    blocks: list[RenderableType] = []
    for row in shown:
        indent = min(row.depth, _DEPTH_MAX if width >= 40 else 1) * 2
        room = width - gutter - indent
        grid = Table.grid(padding=0)
        grid.add_column(width=gutter, style="dim")
        grid.add_column(width=room)
        grid.add_row(row.number, _who_and_cue(row, room))
        for line in row.lines(("content",)):
            grid.add_row("", _shortened(line, _CONTENT_LINES_STACKED * room))
        grid.add_row("", _judged(row))
        blocks.append(Padding(grid, (0, 0, 1, indent)))
    return blocks


def _who_and_cue(row: Row, room: int) -> Text:
    who = [_shortened(line, room) for line in row.lines(("who",))]
    via = [_labelled("through", line) for line in row.lines(("through",))]
    cue = [_shortened(line, room) for line in row.lines(("cue",))]
    return Text(" ").join([*who, *via, *([Text("·", style="dim")] if via else []), *cue])


def _judged(row: Row) -> Text:
    judged = [*row.lines(("how sure", "kind"))]
    judged += [_labelled("due", line) for line in row.lines(("due",))]
    return Text(" | ", style="dim").join([*judged, *row.lines(("where",))])


def _indented(text: Text, indent: int) -> RenderableType:
    if not indent:
        return text
    grid = Table.grid(padding=0)
    grid.add_column(width=indent, style="dim")
    grid.add_column()
    grid.add_row("└ ".rjust(indent), text)
    return grid


def _shortened(line: Text, limit: int) -> Text:
    if cell_len(line.plain) <= limit:
        return line
    return Text(shorten(line.plain, limit, measure=cell_len), style=line.style)
