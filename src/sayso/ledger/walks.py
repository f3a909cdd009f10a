"""The rows that a search shows next, read from whichever index leads to them soonest.

A page is twenty rows out of what may be hundreds of thousands that match. So nothing is gathered and sorted
that can be walked: all indexes, SQLite's index of words among them, hold rows in the order in which they
are shown, and what they do not know is looked up row by row until the page is full. Where a filter leaves
few rows the walk goes over these; a bounded count tells. PostgreSQL plans by its own statistics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    TableClause,
    cast,
    column,
    exists,
    func,
    literal,
    literal_column,
    not_,
    select,
    table,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from sayso.ledger import schema
from sayso.ledger.filters import Conditions
from sayso.ledger.places import LAST
from sayso.ledger.query import Query, Words, to_fts5, to_held, to_tsquery
from sayso.ledger.words import fold

# What SQLite does soonest, by rows, in a ledger of a million. Its index of words gives ten million
# rows a second in their order, a row by its place 300,000, and whether one row has the words 5,000.
# So many rows that a filter leaves are looked up one by one:
FEW = 200
# So many rows that fall due and have the words are fetched and sorted by due date; of more, a walk over the
# due dates soon finds enough.
SORTED = 20_000
# So many that have the words PostgreSQL gathers and sorts.
GATHERED = 5_000
_ROWS = schema.attribution.c
# SQLite's indexes of words: of all rows, and of those that fall due.
_ALL = table("attribution_text", column("rowid", BigInteger))
_DUE = table("due_text", column("rowid", BigInteger))
# Which parts words are looked for in on SQLite, and what weights content and cue have on PostgreSQL.
_SAID = "content cue"
_HELD = "holder"
_WEIGHTS = "BD"


class Order(StrEnum):
    """In which order rows are walked."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"


class Driver(StrEnum):
    """What leads the walk: the words, a channel, or the attributions themselves."""

    WORDS = "words"
    VIA = "via"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Walk:
    """What to walk over.

    Attributes:
        where: What rows must be like.
        said: Words that content and cue must have, or None.
        order: In which order.
        low: First place that counts.
        high: First place that does not count any more.
        after: Where to go on in order of due dates: the last date and place shown.
    """

    where: Conditions
    said: Query | None = None
    order: Order = Order.NEWEST
    low: int = 0
    high: int = LAST
    after: tuple[str, int] | None = None


def next_keys(connection: Connection, walk: Walk, n: int) -> Sequence[Any]:
    """The next rows, at most so many: their ``place``, and ``due_latest`` in order of due dates."""
    if walk.where.is_empty:
        return []
    return connection.execute(statement(connection, walk, n)).all()


def statement(connection: Connection, walk: Walk, n: int) -> Select[Any]:
    """The query that :func:`next_keys` runs."""
    if connection.dialect.name == "sqlite":
        return _over(walk, _driver(connection, walk), n)
    return _on_postgresql(connection, walk, n)


def _driver(connection: Connection, walk: Walk) -> Driver:
    """What leads to the page soonest."""
    where, has_words = walk.where, _match(walk) is not None
    is_due = walk.order is Order.DUE
    if has_words and not is_due and (where.names or where.holder):
        return Driver.WORDS  # which also know the holder
    counted = []
    if where.narrow:
        narrow = select(literal(1)).where(_ROWS.live, *where.narrow)
        counted.append((_count(connection, narrow, FEW), Driver.ROWS))
    if where.via is not None:
        channel = select(literal(1)).where(schema.channel.c.folded == where.via)
        counted.append((_count(connection, channel, FEW), Driver.VIA))
    n_rows, best = min(counted, default=(FEW + 1, Driver.ROWS))
    if n_rows <= FEW or not has_words:
        return best
    if not is_due:
        return Driver.WORDS
    words = select(literal(1)).select_from(_DUE).where(_matches(walk))
    return Driver.WORDS if _count(connection, words, SORTED) <= SORTED else Driver.ROWS


def _count(connection: Connection, rows: Select[Any], most: int) -> int:
    """How many rows there are; of more than so many, one more."""
    few = rows.limit(most + 1).subquery()
    return int(connection.execute(select(func.count()).select_from(few)).scalar_one())


def _over(walk: Walk, driver: Driver, n: int) -> Select[Any]:
    """The query on SQLite, led by one of the three."""
    channels, where = schema.channel.c, walk.where
    place: ColumnElement[int] = _ROWS.place
    asked: Select[Any]
    if driver is Driver.WORDS:
        words = _words(walk)
        place = words.c.rowid
        # The + keeps SQLite from looking words up row by row instead.
        joined = _ROWS.place == literal_column(f"+{words.name}.rowid", BigInteger)
        asked = select(place.label("place")).select_from(words).join(schema.attribution, joined)
        asked = asked.where(_matches(walk))
    elif driver is Driver.VIA:
        place = channels.place
        asked = select(place.label("place")).distinct().select_from(schema.channel)
        asked = asked.join(schema.attribution, _ROWS.place == channels.place)
        asked = asked.where(channels.folded == where.via)
    else:
        asked = select(place.label("place"))
    asked = asked.where(*where.rows)
    if driver is not Driver.WORDS and _match(walk) is not None:
        asked = asked.where(_probe(walk, _matches(walk)))
    if (ruled_out := _ruled_out(walk)) is not None:
        asked = asked.where(not_(_probe(walk, _words_match(walk, ruled_out))))
    if driver is not Driver.VIA and where.via is not None:
        asked = asked.where(_came_through(where.via))
    return _ordered(asked, walk, place).limit(n)


def _on_postgresql(connection: Connection, walk: Walk, n: int) -> Select[Any]:
    where = walk.where
    asked = select(_ROWS.place).where(*where.rows)
    words = []
    if walk.said is not None:
        words.append(_found_by(func.to_tsquery(text("'simple'::regconfig"), to_tsquery(walk.said, _WEIGHTS))))
    if where.holder is not None:
        words.append(_found_by(cast(to_held(where.holder), TSQUERY)))
    asked = asked.where(*words)
    if where.via is not None:
        asked = asked.where(_came_through(where.via))
    asked = _ordered(asked, walk, _ROWS.place)
    if words and _n_expected(connection, words) <= GATHERED:
        # It thinks too well of a walk over all dates for words that few rows have.
        few = asked.order_by(None).cte("few").prefix_with("MATERIALIZED")
        return select(few).order_by(*_order(walk, few.c)).limit(n)
    return asked.limit(n)


def _n_expected(connection: Connection, words: Sequence[ColumnElement[bool]]) -> float:
    """How many rows PostgreSQL expects to have the words."""
    asked = select(_ROWS.place).where(*words).compile(dialect=connection.dialect)
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {asked}", asked.params).scalar_one()
    return float(plan[0]["Plan"]["Plan Rows"])


def _ordered(asked: Select[Any], walk: Walk, place: ColumnElement[int]) -> Select[Any]:
    if walk.low:
        asked = asked.where(place >= walk.low)
    if walk.high < LAST:
        asked = asked.where(place < walk.high)
    if walk.order is not Order.DUE:
        return asked.order_by(*_order(walk, {"place": place}))
    due = _ROWS.due_latest
    asked = asked.add_columns(due).where(due.is_not(None))
    if walk.after is not None:
        asked = asked.where(tuple_(due, place) > tuple_(*map(literal, walk.after)))
    return asked.order_by(*_order(walk, {"place": place, "due_latest": due}))


def _order(walk: Walk, columns: Any) -> tuple[Any, ...]:
    """By what rows are put in order, of these columns."""
    place = columns["place"]
    if walk.order is Order.DUE:
        return columns["due_latest"], place
    return (place.desc() if walk.order is Order.NEWEST else place,)


def _found_by(words: ColumnElement[Any]) -> ColumnElement[bool]:
    return _ROWS.words.op("@@", is_comparison=True)(words)


def _match(walk: Walk) -> str | None:
    """What FTS5 looks for, or None where there is no word that must stand."""
    parts = []
    if walk.said is not None and walk.said.groups:
        parts.append(to_fts5(walk.said, _SAID))
    if walk.where.holder is not None:
        parts.append(to_fts5(walk.where.holder, _HELD))
    if parts and walk.where.names:
        called = tuple(Words(tuple(fold(name).split()), typed=name) for name in walk.where.names)
        parts.append(to_fts5(Query((called,)), _HELD))
    return " AND ".join(f"({part})" for part in parts) or None


def _ruled_out(walk: Walk) -> str | None:
    """What may not stand, where that is all that the query says."""
    if walk.said is None or walk.said.groups:
        return None
    return to_fts5(walk.said, _SAID)


def _matches(walk: Walk) -> ColumnElement[bool]:
    return _words_match(walk, _match(walk) or "")


def _words(walk: Walk) -> TableClause:
    """The index of words of the rows that the walk is over."""
    return _DUE if walk.order is Order.DUE else _ALL


def _words_match(walk: Walk, match: str) -> ColumnElement[bool]:
    return literal_column(_words(walk).name).op("MATCH", is_comparison=True)(match)


def _probe(walk: Walk, matches: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the row at hand is one that FTS5 finds."""
    words = _words(walk)
    looked_up = select(literal(1)).select_from(words).where(matches, words.c.rowid == _ROWS.place)
    return exists(looked_up.correlate(schema.attribution))


def _came_through(folded: str) -> ColumnElement[bool]:
    channels = schema.channel.c
    return exists(select(literal(1)).where(channels.attribution_id == _ROWS.id, channels.folded == folded))
