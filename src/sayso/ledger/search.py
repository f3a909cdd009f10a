"""Searches: words and filters become pages of attributions, each with a token that leads to the next."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from sayso.errors import UsageError
from sayso.ledger import schema
from sayso.ledger.filters import Filters, conditions, range_of
from sayso.ledger.hits import Hit, load_hits
from sayso.ledger.marks import find_marks
from sayso.ledger.numbers import check_limit
from sayso.ledger.places import LAST
from sayso.ledger.query import Query, parse_query
from sayso.ledger.walks import Order, Walk, next_keys

LIMIT_MAX = 1000
# So many of the newest that match are put in order of how well they do.
RANKED = 200


class Sort(StrEnum):
    """In which order hits come.

    ``match`` puts those first that are most about the words asked for, out of the newest 200 that have them.
    """

    NEWEST = "newest"
    OLDEST = "oldest"
    MATCH = "match"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of hits.

    Attributes:
        hits: In order.
        next: What to give as ``after`` for the next page; None on the last one.
    """

    hits: tuple[Hit, ...]
    next: str | None


def search(
    connection: Connection,
    query: str | None = None,
    *,
    filters: Filters,
    sort: str = Sort.NEWEST,
    limit: int = 20,
    after: str | None = None,
) -> Page:
    """Find attributions.

    Args:
        connection: In a transaction.
        query: Words of contents and cues, as :func:`sayso.ledger.query.parse_query` reads them; None for any.
        filters: What else they must be like.
        sort: One of :class:`Sort`.
        limit: Hits on a page.
        after: The ``next`` of the page before, from the same search.

    Raises:
        UsageError: The query, the order, the limit or the token cannot be.
        NotFound: A filter names a source by a number that there is not.
    """
    if sort not in tuple(Sort):
        raise UsageError(f"sort cannot be {sort!r}; give one of {', '.join(Sort)}")
    check_limit(limit, most=LIMIT_MAX)
    said = parse_query(query) if query is not None and query.strip() else None
    if sort == Sort.MATCH and (said is None or not said.groups):
        raise UsageError("sort by match needs words to look for; give some, or choose another order")
    tokens = _Tokens(query, filters, sort)
    key = tokens.read(after) if after is not None else None
    low, high = range_of(filters)
    walk = Walk(conditions(connection, filters), said, low=low, high=high)
    if sort == Sort.MATCH and said is not None:
        found, more = _ranked(connection, walk, said, limit, key)
    else:
        found, more = _walked(connection, walk, Sort(sort), limit, key)
    hits = load_hits(connection, [place for place, _ in found], said)
    return Page(tuple(hits), tokens.write(found[-1][1]) if more else None)


_Key = list[Any]


def _walked(
    connection: Connection, walk: Walk, sort: Sort, limit: int, key: _Key | None
) -> tuple[list[tuple[int, _Key]], bool]:
    """Places with their keys, and whether there are more; the keys are places, or due dates with them."""
    if sort is Sort.DUE:
        walk = replace(walk, order=Order.DUE, after=(str(key[0]), int(key[1])) if key else None)
        rows = next_keys(connection, walk, limit + 1)
        return [(row.place, [row.due_latest, row.place]) for row in rows[:limit]], len(rows) > limit
    walk = replace(walk, order=Order(sort.value))
    if key and sort is Sort.NEWEST:
        walk = replace(walk, high=min(walk.high, int(key[0])))
    elif key:
        walk = replace(walk, low=max(walk.low, int(key[0]) + 1))
    rows = next_keys(connection, walk, limit + 1)
    return [(row.place, [row.place]) for row in rows[:limit]], len(rows) > limit


def _ranked(
    connection: Connection, walk: Walk, said: Query, limit: int, key: _Key | None
) -> tuple[list[tuple[int, _Key]], bool]:
    """The same by match. The key is where the newest began, and the score and place of the last one shown."""
    if key:
        walk = replace(walk, high=min(walk.high, int(key[0]) + 1))
    places = [row.place for row in next_keys(connection, walk, RANKED)]
    if not places:
        return [], False
    columns = schema.attribution.c
    asked = select(columns.place, columns.content, columns.cue).where(columns.place.in_(places))
    scored = sorted((-_fit(said, row.content, row.cue), -row.place) for row in connection.execute(asked))
    if key:
        scored = [pair for pair in scored if pair > (-float(key[1]), -int(key[2]))]
    newest = int(key[0]) if key else places[0]
    shown = [(-place, [newest, -score, -place]) for score, place in scored[:limit]]
    return shown, len(scored) > limit


def _fit(said: Query, content: str, cue: str) -> float:
    """How much of a content, and of its cue with half the weight, is what was asked for; 0 to 1.5."""
    shares = (
        sum(end - start for start, end in find_marks(part, said)) / max(1, len(part))
        for part in (content, cue)
    )
    return round(sum(share * weight for share, weight in zip(shares, (1.0, 0.5), strict=True)), 6)


class _Tokens:
    """Writes where a page ends, and reads it for the same search only."""

    def __init__(self, query: str | None, filters: Filters, sort: str) -> None:
        of: Mapping[str, Any] = {"query": query, "sort": str(sort), **filters.to_dict()}
        self.digest = sha256(json.dumps(of, sort_keys=True).encode()).hexdigest()[:12]
        self.shape = {Sort.DUE: (str, int), Sort.MATCH: (int, float, int)}.get(Sort(sort), (int,))

    def write(self, key: _Key) -> str:
        """An opaque token."""
        written = json.dumps([self.digest, *key], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(written).decode().rstrip("=")

    def read(self, token: str) -> _Key:
        """Inverse of :meth:`write`.

        Raises:
            UsageError: It is no token, or that of another search.
        """
        digest: Any = None
        key: _Key = []
        with suppress(binascii.Error, ValueError, TypeError, RecursionError):
            digest, *key = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        shaped = len(key) == len(self.shape) and all(map(isinstance, key, self.shape))
        if digest != self.digest or not shaped or not all(map(_could_be_written, key)):
            raise UsageError(
                "the token belongs to no page of this search; give the one that came with the page before,"
                " and the same words, filters and order"
            )
        return key


def _could_be_written(part: int | float | str) -> bool:
    """Whether a part of a token is one that a page ends with: a place, a score, or a day."""
    if isinstance(part, str):
        return part.isascii() and part.isprintable()
    return 0 <= part <= LAST
