"""Readings become rows, one for each attribution as it stands, and rows become CSV (RFC 4180)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from sayso.records import Attribution, Entity, Span

if TYPE_CHECKING:
    from sayso.ledger.upheld import Upheld

Sort = Literal["text", "whole", "number", "yes", "names"]
# Every column with what it holds; ``names`` are several texts.
COLUMNS: dict[str, Sort] = {
    "attribution": "whole",
    "article": "whole",
    "version": "whole",
    "url": "text",
    "title": "text",
    "outlet": "text",
    "byline": "text",
    "published": "text",
    "language": "text",
    "holder": "text",
    "role": "text",
    "affiliation": "text",
    "identity": "text",
    "type": "text",
    "via": "names",
    "source": "text",
    "cue": "text",
    "content": "text",
    "mode": "text",
    "stance": "text",
    "certainty": "text",
    "polarity": "text",
    "kind": "text",
    "due": "text",
    "due_value": "text",
    "due_earliest": "text",
    "due_latest": "text",
    "score": "number",
    "corrected": "yes",
    "accepted": "yes",
    "start": "whole",
    "end": "whole",
    "text_id": "text",
    "reader": "text",
    "read_at": "text",
}
# A cell that begins so may be taken for a formula, also with white space before it.
_FORMULA = re.compile(r"\s*[=+\-@\uff0b\uff0d\uff1d\uff20]|[\t\r\n]")


def rows_of(upheld: Upheld) -> Iterator[dict[str, Any]]:
    """The rows of one article, in the order of its attributions; the keys are those of :data:`COLUMNS`."""
    taken, reading = upheld.taken, upheld.reading
    article, reader = reading.article, reading.reader
    entities = {entity.id: entity for entity in reading.entities}
    shared = {
        "article": taken.article,
        "version": taken.version_number,
        **{
            name: getattr(article, name)
            for name in ("url", "title", "outlet", "byline", "published", "language")
        },
        "text_id": article.id,
        "reader": f"{reader.name} {reader.version}",
        "read_at": taken.read_at,
    }
    for one in reading.attributions:
        row = {
            **shared,
            **_said(one, entities.get(one.holder) if one.holder else None),
            "attribution": upheld.numbers[one.id],
            "corrected": one.id in upheld.corrected,
            "accepted": one.id in upheld.verified,
        }
        yield {name: row[name] for name in COLUMNS}


def _said(one: Attribution, holder: Entity | None) -> dict[str, Any]:
    due = one.due
    judged = ("identity", "type", "stance", "certainty", "polarity", "kind")
    return {
        "holder": holder.name if holder else None,
        "role": holder.role if holder else None,
        "affiliation": holder.affiliation if holder else None,
        "via": list(one.via),
        "source": _words(one.source),
        "cue": _words(one.cue),
        "content": _words(one.content),
        "mode": one.mode.value,
        **{name: value.value if (value := getattr(one, name)) else None for name in judged},
        "due": due.span.exact if due else None,
        "due_value": due.value if due else None,
        "due_earliest": due.earliest if due else None,
        "due_latest": due.latest if due else None,
        "score": round(one.score, 4),
        "start": one.start,
        "end": one.end,
    }


def _words(spans: Iterable[Span]) -> str:
    return " … ".join(span.exact for span in spans)


def cell(value: Any) -> str | int | float | bool | None:
    """A value as one cell of a spreadsheet."""
    return "; ".join(value) if isinstance(value, list) else value


def plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula: it gets an apostrophe where one might."""
    return f"'{text}" if _FORMULA.match(text) else text


def csv_pieces(items: Iterable[Upheld]) -> Iterator[str]:
    """CSV with a line of names, article by article."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    yield buffer.getvalue()
    for upheld in items:
        buffer.seek(0)
        buffer.truncate()
        for row in rows_of(upheld):
            writer.writerow(map(_csv_cell, row.values()))
        yield buffer.getvalue()


def _csv_cell(value: Any) -> str:
    value = cell(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, str) else str(value)
