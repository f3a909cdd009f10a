"""A reading becomes text for a terminal: a header, then each attribution as who, cue, content, where.

Wide terminals get columns, narrow ones a stack; nothing in an article can send the terminal a
control sequence.
"""

from __future__ import annotations

from io import StringIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.export.paragraphs import Paragraph, paragraph_number, paragraphs
from sayso.export.summary import byline, counts, depths, identity_label, name, words
from sayso.export.visible import for_terminal, shorten
from sayso.records import Attribution, Reading, Role

# Columns of the terminal below which four columns of text would be squeezed to slivers.
COLUMNS_FROM_WIDTH = 90
# A terminal that claims to be narrower is written for as if it had this many columns.
WIDTH_MIN = 20
# Lines that a content may take before it is shortened, in columns and stacked.
_CONTENT_LINES = 3
_DEPTH_MAX = 4
_STYLES = {Role.SOURCE: "bold cyan", Role.CUE: "italic magenta", Role.CONTENT: ""}
_NOBODY = "(nobody named)"


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
    parts: list[RenderableType] = [_header(reading)]
    if not reading.attributions:
        parts.append(Text("No attributions found.", style="dim"))
    elif width >= COLUMNS_FROM_WIDTH:
        parts.append(_columns(reading, width))
    else:
        parts += _stack(reading, width)
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


def _header(reading: Reading) -> RenderableType:
    article = reading.article
    facts = [article.outlet, article.published, byline(article)]
    if article.relays:
        facts.append(f"credits {', '.join(article.relays)}")
    lines = [
        Text(for_terminal(name(reading)), style="bold"),
        Text(for_terminal(" · ".join(fact for fact in facts if fact)), style="dim"),
        _counts(reading),
    ]
    return Padding(Group(*(line for line in lines if line)), (0, 0, 1, 0))


def _counts(reading: Reading) -> Text:
    n = len(reading.attributions)
    tally = ", ".join(f"{count} {label}" for label, count in counts(reading))
    return Text(f"{n} attribution{'' if n == 1 else 's'}" + (f": {tally}" if n else ""))


def _columns(reading: Reading, width: int) -> Table:
    listed, inside = _places(reading)
    table = Table(box=box.SIMPLE_HEAD, width=width, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("", justify="right", style="dim", no_wrap=True)
    table.add_column("Who", ratio=3, style=_STYLES[Role.SOURCE])
    table.add_column("Cue", ratio=2, style=_STYLES[Role.CUE])
    table.add_column("Content", ratio=6)
    table.add_column("Where", no_wrap=True, style="dim")
    content_max = _CONTENT_LINES * (width * 6 // 11 - 12)
    for number, attribution in enumerate(reading.attributions, 1):
        indent = min(inside[attribution.id], _DEPTH_MAX) * 2
        table.add_row(
            str(number),
            _indented(_who(attribution, reading, width // 2), indent),
            _words(attribution, reading, Role.CUE, width // 3),
            _words(attribution, reading, Role.CONTENT, content_max),
            _where(attribution, listed),
        )
    return table


def _stack(reading: Reading, width: int) -> list[RenderableType]:
    listed, inside = _places(reading)
    gutter = len(str(len(reading.attributions))) + 1
    blocks: list[RenderableType] = []
    for number, attribution in enumerate(reading.attributions, 1):
        indent = min(inside[attribution.id], _DEPTH_MAX if width >= 40 else 1) * 2
        room = width - gutter - indent
        grid = Table.grid(padding=0)
        grid.add_column(width=gutter, style="dim")
        grid.add_column(width=room)
        cue = _words(attribution, reading, Role.CUE, room)
        first = Text.assemble(_who(attribution, reading, room), " ", cue)
        grid.add_row(str(number), first)
        grid.add_row("", _words(attribution, reading, Role.CONTENT, _CONTENT_LINES * room))
        grid.add_row("", Text(_where(attribution, listed), style="dim"))
        blocks.append(Padding(grid, (0, 0, 1, indent)))
    return blocks


def _places(reading: Reading) -> tuple[list[Paragraph], dict[str, int]]:
    listed = paragraphs(reading.article.text, title=reading.article.title_span)
    return listed, {str(key): depth for key, depth in depths(reading).items()}


def _indented(text: Text, indent: int) -> RenderableType:
    if not indent:
        return text
    grid = Table.grid(padding=0)
    grid.add_column(width=indent, style="dim")
    grid.add_column()
    grid.add_row("└ ".rjust(indent), text)
    return grid


def _words(attribution: Attribution, reading: Reading, role: Role, limit: int) -> Text:
    exact = words(reading.article.text, attribution.spans(role))
    return Text(shorten(for_terminal(exact), limit, measure=cell_len), style=_STYLES[role])


def _who(attribution: Attribution, reading: Reading, limit: int) -> Text:
    if not attribution.source:
        return Text(_NOBODY, style="dim italic")
    who = _words(attribution, reading, Role.SOURCE, limit)
    notes = [identity_label(attribution) if attribution.identity == "unnamed" else None]
    notes += [f"via {', '.join(attribution.via)}" if attribution.via else None]
    said = ", ".join(note for note in notes if note)
    return who.append(for_terminal(f" ({said})"), style="not bold dim") if said else who


def _where(attribution: Attribution, listed: list[Paragraph]) -> str:
    return f"¶{paragraph_number(listed, attribution.start)}  {attribution.start}–{attribution.end}"
