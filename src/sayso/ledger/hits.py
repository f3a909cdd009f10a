"""Rows of attributions become what a search shows of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from sayso.ledger import schema
from sayso.ledger.marks import Snippet, find_marks, snippet
from sayso.ledger.query import Query

# Code points of a snippet, at least.
SNIPPET_LENGTH = 160
_Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One attribution, with what stands after corrections.

    Attributes:
        id: Its number; people write ``a12``.
        place: Its place among all, by date and number.
        article_id: Number of the article, ``n3``.
        version_id: Number of the version of its text.
        local_id: What its reading calls it.
        holder: Who holds it, or None.
        source_id: Number of the source, ``s5``, where the holder can be told across articles.
        identity: Whether the holder is named.
        type: What the holder is.
        cue: The words that signal it.
        content: What is said; pieces with `` … `` between.
        mode: How it is quoted.
        via: Names of the channels, nearest first.
        stance: Of the article.
        certainty: Of the holder.
        polarity: ``negative`` where the cue rejects the content.
        kind: Such as ``prediction``.
        due: TIMEX3 value of the due time, or None.
        due_earliest: First day it can fall due, or None.
        due_latest: Last day it can fall due, or None.
        score: The model's belief that the attribution is right.
        published: Date of the article, or None.
        outlet: Who published it, or None.
        outlet_id: Number of the outlet.
        title: Headline.
        url: Address.
        corrected: Whether somebody put something right.
        verdict: ``accepted``, ``rejected`` or None.
        live: Whether searches look at it: it belongs to the latest version and is not rejected.
        snippet: The content around what matched.
        marks: Where the words of the query stand in ``content``.
        cue_marks: Where they stand in ``cue``.
    """

    id: int
    place: int
    article_id: int
    version_id: int
    local_id: str
    holder: str | None
    source_id: int | None
    identity: str | None
    type: str | None
    cue: str
    content: str
    mode: str
    via: tuple[str, ...]
    stance: str | None
    certainty: str | None
    polarity: str | None
    kind: str | None
    due: str | None
    due_earliest: str | None
    due_latest: str | None
    score: float
    published: str | None
    outlet: str | None
    outlet_id: int | None
    title: str | None
    url: str | None
    corrected: bool
    verdict: str | None
    live: bool
    snippet: Snippet
    marks: _Marks = ()
    cue_marks: _Marks = ()

    def to_dict(self) -> dict[str, Any]:
        """The hit as JSON."""
        data = asdict(self)
        del data["place"]
        for name, letter in (("id", "a"), ("article_id", "n"), ("source_id", "s"), ("outlet_id", "s")):
            data[name] = data[name] and f"{letter}{data[name]}"
        return data


def load_hits(connection: Connection, places: Sequence[int], query: Query | None = None) -> list[Hit]:
    """What stands at these places, in their order."""
    if not places:
        return []
    found = {hit.place: hit for hit in hits_where(connection, schema.attribution.c.place.in_(places), query)}
    return [found[place] for place in places if place in found]


def hits_where(connection: Connection, which: ColumnElement[bool], query: Query | None = None) -> list[Hit]:
    """Everything for which a condition holds, in order of their numbers."""
    rows = connection.execute(_rows(which).order_by(schema.attribution.c.id)).all()
    via = _channels(connection, [row.id for row in rows])
    return [_to_hit(row, via.get(row.id, ()), query) for row in rows]


def _rows(which: ColumnElement[bool]) -> Select[Any]:
    columns, versions, articles, outlets = (
        table.c for table in (schema.attribution, schema.version, schema.article, schema.source)
    )
    left_out = ("detail", "words", "entity_id", "reading_id")
    return (
        select(
            *(column for column in columns if column.name not in left_out),
            schema.reading.c.version_id,
            versions.article_id,
            versions.title,
            versions.outlet,
            outlets.name.label("outlet_name"),
            articles.url,
        )
        .select_from(schema.attribution)
        .join(schema.reading, schema.reading.c.id == columns.reading_id)
        .join(schema.version, versions.id == schema.reading.c.version_id)
        .join(schema.article, articles.id == versions.article_id)
        .outerjoin(schema.source, outlets.id == columns.outlet_id)
        .where(which)
    )


def _channels(connection: Connection, numbers: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    columns = schema.channel.c
    asked = (
        select(columns.attribution_id, columns.name)
        .where(columns.attribution_id.in_(list(numbers)))
        .order_by(columns.attribution_id, columns.position)
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in connection.execute(asked):
        found[row.attribution_id] = (*found.get(row.attribution_id, ()), row.name)
    return found


def _to_hit(row: Row[Any], via: tuple[str, ...], query: Query | None) -> Hit:
    marks = find_marks(row.content, query)
    same = (
        "id place article_id version_id local_id holder source_id identity type cue content mode stance"
        " certainty polarity kind due_earliest due_latest score published outlet_id title url verdict"
    )
    return Hit(
        **{name: getattr(row, name) for name in same.split()},
        via=via,
        due=row.due_value,
        outlet=row.outlet_name or row.outlet,
        corrected=bool(row.corrected),
        live=bool(row.live),
        snippet=snippet(row.content, marks, SNIPPET_LENGTH),
        marks=marks,
        cue_marks=find_marks(row.cue, query),
    )
