"""A reading becomes the rows of a table: for each attribution, its fields as lines safe for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text

from sayso.export.labels import (
    NOBODY,
    channel_label,
    due_label,
    holder_name,
    holders,
    how_sure,
    identity_mark,
    kind_label,
    likelihood_label,
    shares_a_word,
)
from sayso.export.paragraphs import Paragraph, paragraph_number, paragraphs
from sayso.export.summary import depths, words
from sayso.export.visible import for_terminal
from sayso.records import Attribution, Entity, EntityId, Identity, Reading, Stance

# Code points of one field; what a terminal shows of it is far less.
_FIELD_MAX = 4000
_WHO_STYLES = {Identity.UNNAMED: "yellow", Identity.NONE: "dim italic"}
_NAMED_STYLE = "bold cyan"
_STANCE_STYLES = {Stance.HEDGED: "yellow", Stance.DOUBTED: "yellow"}


@dataclass(frozen=True, slots=True)
class Row:
    """One attribution.

    Attributes:
        number: Its place among the attributions, from 1.
        depth: Inside how many others it stands.
        fields: For each field its lines; none where nothing is known, or nothing in it can be seen.
    """

    number: str
    depth: int
    fields: Mapping[str, tuple[Text, ...]]

    def lines(self, names: Sequence[str]) -> list[Text]:
        """The lines of some fields, in order; none for those that are not known."""
        return [line for name in names for line in self.fields.get(name, ())]


def rows(reading: Reading) -> list[Row]:
    """One row for each attribution, in order."""
    listed = paragraphs(reading.article.text, title=reading.article.title_span)
    entities, inside = holders(reading), depths(reading)
    return [
        Row(str(number), inside[item.id], _fields(item, reading, entities, listed))
        for number, item in enumerate(reading.attributions, 1)
    ]


def _fields(
    item: Attribution,
    reading: Reading,
    entities: Mapping[EntityId, Entity],
    listed: Sequence[Paragraph],
) -> dict[str, tuple[Text, ...]]:
    text, published = reading.article.text, reading.article.published
    sure = [_line(how_sure(item), _STANCE_STYLES.get(item.stance, "") if item.stance else "")]
    sure += [_line(label, "dim") for one in item.likelihoods if (label := likelihood_label(one))]
    where = f"¶{paragraph_number(listed, item.start)}  {item.start}–{item.end}"
    fields = {
        "who": [_who(item, text, holder_name(item, entities))],
        "through": [_line(" ← ".join(map(channel_label, item.channels)))],
        "cue": [_line(words(text, item.cue), "italic magenta")],
        "content": [_line(words(text, item.content))],
        "how sure": sure,
        "kind": [_line(kind_label(item))],
        "due": [_line(due_label(item.due, published))] if item.due else [],
        "where": [_line(where, "dim")],
    }
    return {name: tuple(line for line in lines if line) for name, lines in fields.items()}


def _who(item: Attribution, text: str, holder: str | None) -> Text:
    """The holder; the article's own words beside it where they have none of its name, such as ``he``."""
    source = words(text, item.source)
    if not (holder or source):
        return Text(NOBODY, style="dim italic")
    style = _WHO_STYLES.get(item.identity, _NAMED_STYLE) if item.identity else _NAMED_STYLE
    who = _line(holder or source, style)
    if holder and source and not shares_a_word(holder, source):
        who.append(for_terminal(f" “{source[:_FIELD_MAX]}”"), style="not bold dim")
    mark = identity_mark(item)
    return who.append(f" {mark}", style="not bold dim") if mark else who


def _line(text: str, style: str = "") -> Text:
    return Text(" ".join(for_terminal(text[:_FIELD_MAX]).split()), style=style)
