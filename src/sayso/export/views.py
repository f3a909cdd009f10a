"""What a ledger knows of one thing becomes a page of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.export.lists import NOBODY, hits_table, line, merges_table, who
from sayso.export.summary import plural
from sayso.export.visible import for_terminal
from sayso.ledger.show import ArticleView, AttributionView, SourceView, View
from sayso.records import Role
from sayso.resolve.chain import Link, LinkKind

if TYPE_CHECKING:
    from sayso.ledger.corrections import Correction
    from sayso.ledger.show import Version
    from sayso.records import Why

_PART_STYLES = {Role.SOURCE: "bold cyan", Role.CUE: "italic magenta", Role.CONTENT: "underline"}
_KINDS = {"not judged": "not judged"}
_JUDGED = ("identity", "type", "stance", "certainty", "polarity", "kind")


def view_of(view: View, width: int) -> RenderableType:
    """The page for one thing."""
    if isinstance(view, AttributionView):
        return Group(*_attribution(view))
    return Group(*(_article(view, width) if isinstance(view, ArticleView) else _source(view, width)))


def _attribution(view: AttributionView) -> Iterator[RenderableType]:
    hit = view.hit
    head = Text(f"a{hit.id}", style="bold").append(" ").append(who(hit.holder, hit.identity))
    yield head if hit.live else head.append(f"  ({_hidden(hit.verdict)}not in searches)", style="yellow")
    yield line(_facts(hit.title, hit.outlet, hit.published, hit.url, f"n{hit.article_id}"), "dim")
    yield Padding(_context(view), (1, 0, 1, 2))
    yield _pairs(
        [
            ("chain", _chain(view.chain)),
            ("source", line(f"s{hit.source_id}" if hit.source_id else "not told across articles")),
            *((name, line(getattr(hit, name) or "not judged")) for name in _JUDGED),
            ("due", line(_facts(hit.due, hit.due_earliest and f"from {hit.due_earliest}",
                                hit.due_latest and f"by {hit.due_latest}") or "no time")),
            ("score", line(f"{hit.score:.2f}")),
        ]
    )  # fmt: skip
    stands = _standing(view.corrections)
    yield from _section("Why", (_why(one, stands.get(one.judgement)) for one in view.why))
    yield from _section("Corrections", map(_correction, view.corrections))
    yield from _section("Versions", map(_version, view.versions))


def _hidden(verdict: str | None) -> str:
    return "rejected, " if verdict == "rejected" else ""


def _standing(corrections: Iterable[Correction]) -> dict[str, int]:
    """Which correction stands for which field; they come the latest first."""
    stands: dict[str, int] = {}
    for one in corrections:
        if one.undone_at is None and not one.is_orphaned:
            stands.setdefault(one.field, one.id)
    return stands


def _why(one: Why, correction: int | None) -> Text:
    over = f" (so the reader; correction {correction} stands)" if correction else ""
    return line(f"{one.judgement}: {one.by} “{one.words}”{over}")


def _context(view: AttributionView) -> Text:
    """The sentences, with the parts marked; the content is underlined, so that it shows without colour."""
    shown = Text(for_terminal(view.context.exact))
    for role, spans in view.parts.items():
        for span in spans:
            shown.stylize(_PART_STYLES[role], span.start - view.context.start, span.end - view.context.start)
    return shown


def _chain(links: Iterable[Link]) -> Text:
    named = []
    for link in links:
        what = "" if link.kind is LinkKind.HOLDER else f" ({link.kind.value})"
        named.append(line(f"{link.name or NOBODY}{what}"))
    return Text(" ← ", style="dim").join(named)


def _article(view: ArticleView, width: int) -> Iterator[RenderableType]:
    latest = view.versions[0]
    yield Text(f"n{view.id} ", style="bold").append(line(latest.title or view.url or latest.text_hash))
    facts = (
        _facts(latest.outlet, latest.byline, latest.published, view.url),
        f"from {latest.path}" if latest.path and latest.path != view.url else "",
        f"credits {', '.join(view.credits)}" if view.credits else "",
    )
    yield from (line(one, "dim") for one in facts if one)
    yield from _section("Versions", map(_version, view.versions))
    yield Text("")
    yield hits_table(view.hits, width) if view.hits else Text("No attributions.", style="dim")
    yield from _section("Corrections", map(_correction, view.corrections))


def _source(view: SourceView, width: int) -> Iterator[RenderableType]:
    yield Text(f"s{view.id} ", style="bold").append(line(view.name, "bold cyan"))
    yield line(_facts(view.type, view.domain), "dim")
    rows = [("says", line(_facts(plural(view.n_attributions, "time"), _days(view.first, view.last))))]
    if view.kinds:
        rows.append(
            ("of these", line(", ".join(plural(n, kind, _KINDS.get(kind)) for kind, n in view.kinds.items())))
        )
    if view.outlets:
        rows.append(("mostly in", line(", ".join(f"{name} {n:,}" for name, n in view.outlets))))
    if view.n_articles:
        rows.append(("published", line(plural(view.n_articles, "article"))))
    if view.also:
        rows.append(("also", line(", ".join(f"{name} (s{number})" for number, name in view.also))))
    yield Padding(_pairs(rows), (1, 0, 1, 0))
    if view.latest:
        yield Text("Latest", style="bold")
        yield hits_table(view.latest, width)
    if view.merges:
        yield Text("\nMerges", style="bold")
        yield merges_table(view.merges)


def _days(first: str | None, last: str | None) -> str | None:
    return f"{first} to {last}" if first and first != last else first or last


def _facts(*facts: str | None) -> str:
    return " · ".join(filter(None, facts))


def _pairs(rows: Iterable[tuple[str, Text]]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for name, value in rows:
        grid.add_row(Text(name, style="dim"), value)
    return grid


def _section(title: str, lines: Iterable[Text]) -> Iterator[RenderableType]:
    listed = list(lines)
    if listed:
        yield Text(f"\n{title}", style="bold")
        yield from (Padding(one, (0, 0, 0, 2)) for one in listed)


def _version(version: Version) -> Text:
    read = f"{plural(version.n_attributions, 'attribution')} by {', '.join(version.readers)}"
    mark = "latest" if version.is_latest else "older"
    return line(
        _facts(f"{version.number} ({mark})", version.published, f"in since {version.added_at[:10]}", read)
    )


def _correction(one: Correction) -> Text:
    state = f" (undone {one.undone_at[:10]})" if one.undone_at else " (orphaned)" if one.is_orphaned else ""
    why = f": {one.why}" if one.why else ""
    return line(f"{one.id}{state} {one.field}: {_value(one.old)} → {_value(one.new)}, {one.who}"
                f" {one.made_at[:10]}{why}")  # fmt: skip


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(
            f"“{one[2]}”" if isinstance(one, list) and len(one) > 2 else str(one) for one in value
        )
    return "nothing" if value is None else str(value)
