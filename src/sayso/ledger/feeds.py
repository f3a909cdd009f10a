"""Feeds that are followed, and what has been seen of each, as rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update

from sayso.errors import NotFound, UsageError
from sayso.ingest.feeds import MAX_LINK, Entry
from sayso.ledger import schema
from sayso.ledger.dialects import insert_new, insert_or_update
from sayso.ledger.text import as_key, maybe_storable, storable
from sayso.ledger.words import fold

# A feed that failed is left alone for so long, then for twice as long, and so on to the most.
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(days=1)
# A host may ask for a longer one, up to this.
_LONGEST_ASKED = timedelta(days=7)
# How often an entry's page is asked for before it is given up.
MAX_TRIES = 5
_MAY_COME_YET = frozenset({"fetch_failed"})
_MAX_STORED = 500


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed.

    Attributes:
        id: Its number.
        url: Its address; ``file:`` for one on disk.
        title: As it calls itself, or as the user does.
        category: The folders of its reader, with ``/`` between them.
        etag: As its host sent it, like ``modified``.
        modified: ``Last-Modified``.
        polled_at: When it was last asked with success, UTC as ISO 8601.
        next_at: Before this it is left alone.
        n_errors: How often it failed since.
        error: Why, the last time.
        n_entries: Entries seen.
        n_articles: Those whose article is in the ledger.
    """

    id: int
    url: str
    title: str | None
    category: str | None
    etag: str | None
    modified: str | None
    polled_at: str | None
    next_at: str | None
    n_errors: int
    error: str | None
    n_entries: int = 0
    n_articles: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The feed as JSON."""
        shown = ("id", "url", "title", "category", "polled_at", "next_at", "n_errors", "error")
        counts = {"entries": self.n_entries, "articles": self.n_articles}
        return {name: getattr(self, name) for name in shown} | counts


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of an entry.

    Attributes:
        done: Its article is there, or given up.
        entry: The entry as it was, without its content.
    """

    done: bool
    entry: Entry

    def has_changed(self, listed: Entry) -> bool:
        """Whether its headline is another one now, as newsrooms have it who wrote the article anew."""
        before, now = self.entry.title, listed.title
        return bool(before and now) and fold(before or "") != fold(now or "")


def add_feed(
    connection: Connection, url: str, *, title: str | None = None, category: str | None = None
) -> bool:
    """Follow a feed, again if it was followed before; a title or category that is given is taken over.

    Returns:
        Whether it was not followed until now.

    Raises:
        UsageError: The address is too long for one.
    """
    if len(url) > MAX_LINK:
        raise UsageError(f"{url[:60]}…: is longer than {MAX_LINK} characters; give the feed's address")
    columns = schema.feed.c
    url = storable(url)
    given = {name: storable(value) for name, value in (("title", title), ("category", category)) if value}
    if insert_new(connection, schema.feed, {"url": url, **given}) is not None:
        return True
    removed = connection.execute(select(columns.removed_at).where(columns.url == url)).scalar_one()
    fresh = {"removed_at": None, "error": None, "n_errors": 0, "next_at": None} if removed else {}
    if given or fresh:
        connection.execute(update(schema.feed).where(columns.url == url).values(**given, **fresh))
    return removed is not None


def list_feeds(connection: Connection) -> list[FeedRow]:
    """The feeds that are followed, by category and title."""
    columns, entries = schema.feed.c, schema.feed_entry.c
    counts = (
        select(
            entries.feed_id,
            func.count().label("n_entries"),
            func.count(entries.article_id).label("n_articles"),
        )
        .group_by(entries.feed_id)
        .subquery()
    )
    rows = connection.execute(
        select(schema.feed, counts.c.n_entries, counts.c.n_articles)
        .outerjoin(counts, counts.c.feed_id == columns.id)
        .where(columns.removed_at.is_(None))
        .order_by(columns.id)
    )
    found = [_feed_row(row) for row in rows]
    return sorted(found, key=lambda one: (one.category or "", (one.title or one.url).casefold(), one.id))


def find_feeds(connection: Connection, names: Sequence[str]) -> list[FeedRow]:
    """Feeds by address, number or title.

    Raises:
        NotFound: There is none of a name.
    """
    feeds = list_feeds(connection)
    found: dict[int, FeedRow] = {}
    for name in names:
        fitting = [one for one in feeds if name in (one.url, str(one.id))]
        fitting = fitting or [one for one in feeds if (one.title or "").casefold() == name.casefold()]
        if not fitting:
            raise NotFound(f"{name}: no feed has this address, number or title; `sayso feed list` has them")
        found.update((one.id, one) for one in fitting)
    return list(found.values())


def remove_feed(connection: Connection, feed_id: int, *, now: str, why: str | None = None) -> None:
    """Follow a feed no longer; what came from it stays."""
    connection.execute(
        update(schema.feed).where(schema.feed.c.id == feed_id).values(removed_at=now, error=why)
    )


def seen_entries(connection: Connection, feed_id: int) -> dict[str, Seen]:
    """What has been seen of a feed, by key."""
    columns = schema.feed_entry.c
    rows = connection.execute(
        select(schema.feed_entry).where(columns.feed_id == feed_id).order_by(columns.id)
    )
    return {row.entry: _seen(row) for row in rows}


def _seen(row: Any) -> Seen:
    may_come = row.code in _MAY_COME_YET and row.tries < MAX_TRIES and row.link is not None
    day = row.published[:10] if row.published else None
    categories = tuple(json.loads(row.categories))
    entry = Entry(row.entry, row.link, row.title, row.published, day, categories, None, None)
    return Seen(row.article_id is not None or not may_come, entry)


def known_article(connection: Connection, link: str) -> int | None:
    """Number of the article at an address, if another feed led to it or it was added by itself."""
    link = storable(link)
    columns = schema.feed_entry.c
    led = select(columns.article_id).where(columns.link == link, columns.article_id.is_not(None))
    found = connection.execute(led.order_by(columns.id)).scalar()
    if found is None:
        keyed = schema.article.c.key == as_key(link)
        found = connection.execute(select(schema.article.c.id).where(keyed)).scalar()
    return found


def note_entry(
    connection: Connection,
    feed_id: int,
    entry: Entry,
    *,
    now: str,
    article_id: int | None = None,
    code: str | None = None,
    error: str | None = None,
) -> None:
    """Note that an entry was seen with this headline, and its article or the reason why there is none."""
    columns = schema.feed_entry.c
    row = {
        "feed_id": feed_id,
        "entry": storable(entry.key),
        "link": maybe_storable(entry.link),
        "title": maybe_storable(entry.title),
        "published": entry.published,
        "categories": json.dumps(list(entry.categories)),
        "article_id": article_id,
        "code": code,
        "error": maybe_storable(error),
        "tries": 1,
        "seen_at": now,
    }
    changes = {
        "tries": columns.tries + 1,
        "article_id": func.coalesce(columns.article_id, article_id),
        "title": func.coalesce(row["title"], columns.title),
        "seen_at": columns.seen_at,
    }
    insert_or_update(connection, schema.feed_entry, row, key=("feed_id", "entry"), changes=changes)


def note_polled(
    connection: Connection,
    feed: FeedRow,
    *,
    now: str,
    title: str | None,
    etag: str | None,
    modified: str | None,
) -> None:
    """Note that a feed was asked and all its entries dealt with."""
    values: dict[str, Any] = {
        "etag": _short(etag),
        "modified": _short(modified),
        "polled_at": now,
        "next_at": None,
        "n_errors": 0,
        "error": None,
    }
    if title and not feed.title:
        values["title"] = storable(title)
    connection.execute(update(schema.feed).where(schema.feed.c.id == feed.id).values(**values))


def note_error(
    connection: Connection, feed: FeedRow, message: str, *, now: datetime, asked: timedelta | None = None
) -> str:
    """Note that a feed failed.

    Args:
        connection: In a transaction that writes.
        feed: Which.
        message: Why.
        now: UTC.
        asked: How long its host wants to be left alone.

    Returns:
        When it is tried again.
    """
    pause = min(FIRST_PAUSE * 2 ** min(feed.n_errors, 20), LONGEST_PAUSE)
    if asked is not None:
        pause = max(pause, min(asked, _LONGEST_ASKED))
    next_at: str = (now + pause).isoformat(timespec="seconds")
    connection.execute(
        update(schema.feed)
        .where(schema.feed.c.id == feed.id)
        .values(n_errors=feed.n_errors + 1, error=storable(message), next_at=next_at)
    )
    return next_at


def rename_feed(connection: Connection, feed: FeedRow, url: str, *, now: str) -> None:
    """Follow a feed where it has moved for good; if that address is listed already, this row goes."""
    columns = schema.feed.c
    url = storable(url)
    if len(url) > MAX_LINK:
        return
    there = connection.execute(select(columns.id).where(columns.url == url)).scalar()
    if there is None:
        connection.execute(update(schema.feed).where(columns.id == feed.id).values(url=url))
    elif there != feed.id:
        connection.execute(update(schema.feed).where(columns.id == there).values(removed_at=None))
        remove_feed(connection, feed.id, now=now, why=f"moved to {url}, which was listed too")


def _feed_row(row: Any) -> FeedRow:
    names = (
        "id",
        "url",
        "title",
        "category",
        "etag",
        "modified",
        "polled_at",
        "next_at",
        "n_errors",
        "error",
    )
    return FeedRow(
        **{name: getattr(row, name) for name in names},
        n_entries=row.n_entries or 0,
        n_articles=row.n_articles or 0,
    )


def _short(value: str | None) -> str | None:
    """A header as it is sent back; one that is far too long is not."""
    return storable(value) if value and len(value) <= _MAX_STORED else None
