"""Feeds are asked for what is new, politely, and each article becomes rows in a transaction of its own.

Threads wait for the hosts, this thread or processes read, this thread writes. A feed counts as polled when
all its entries have been dealt with, so that a poll that is stopped goes on where it was the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING, NoReturn, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Connection

from sayso.errors import FetchError, InputError, LedgerError, SaysoError
from sayso.ingest.answers import Answer, page_of
from sayso.ingest.feeds import (
    FEED,
    MAX_BYTES,
    MAX_LINK,
    Entry,
    Feed,
    article_from_entry,
    complete_article,
)
from sayso.ingest.lanes import Lanes
from sayso.ingest.polite import Fetched, PoliteFetcher
from sayso.ledger.attempts import attempt, internal, process_died
from sayso.ledger.clock import stamp, utc_now
from sayso.ledger.engine import reading_from, write_once
from sayso.ledger.failures import FailedInput, record_failure, resolve_failure
from sayso.ledger.feed_answers import UNCHANGED, asked_pause, feed_in
from sayso.ledger.feeds import (
    FeedRow,
    known_article,
    note_entry,
    note_error,
    note_polled,
    rename_feed,
    seen_entries,
)
from sayso.ledger.local_feeds import folder_of, load_local, local_path, without_local_link
from sayso.ledger.polled import EntryDone, FeedDone, PollManner
from sayso.ledger.sources import domain_of
from sayso.ledger.store import OF_THE_ARTICLE, Added, write_reading
from sayso.pipeline.processes import Processes
from sayso.records import Article, Failure, Reading

if TYPE_CHECKING:
    from sayso.ledger.ledger import Ledger

_Value = TypeVar("_Value")
_Then = Callable[[], None]


Report = Callable[[EntryDone | FeedDone], None]


def is_due(feed: FeedRow, *, now: datetime | None = None) -> bool:
    """Whether a feed is not being left alone after an error."""
    return feed.next_at is None or feed.next_at <= (now or utc_now()).isoformat(timespec="seconds")


def poll_feeds(
    ledger: Ledger, feeds: Iterable[FeedRow], report: Report, manner: PollManner | None = None
) -> None:
    """Ask feeds for what is new and keep it.

    Args:
        ledger: Where to.
        feeds: Which; whether they are due is up to the caller.
        report: Called after each entry and each feed, when that is in the ledger.
        manner: How to ask.

    Raises:
        LedgerError: The database cannot be written; what was reported before is in it.
        ModelError: The reader model is missing or changed.
        MissingExtra: feedparser is not installed.
    """
    _Poll(ledger, report, manner or PollManner()).go(feeds)


@dataclass(slots=True)
class _Running:
    """A feed of which entries are still on their way."""

    feed: FeedRow
    title: str | None
    answer: Answer
    moved_to: str | None
    n_left: int = 1  # one for the feed itself
    n_new: int = 0


class _Poll:
    """One call of :func:`poll_feeds`."""

    def __init__(self, ledger: Ledger, report: Report, manner: PollManner) -> None:
        self.ledger = ledger
        self.report = report
        self.manner = manner
        self.lanes: Lanes[_Then] = Lanes(manner.n_hosts + (manner.jobs if manner.jobs > 1 else 0))
        self.processes = Processes(manner.jobs)
        self.turns = cycle(range(manner.jobs))
        self.fetcher = PoliteFetcher(
            allow_private=manner.allow_private,
            delay_seconds=manner.delay_seconds,
            timeout_seconds=manner.timeout_seconds,
            sleep=self.lanes.sleep,
        )

    def go(self, feeds: Iterable[FeedRow]) -> None:
        with self.lanes, self.processes:
            for feed in feeds:
                get = self._fetch_feed if local_path(feed.url) is None else self._read_feed
                self.lanes.add(_lane(feed.url), partial(get, feed), partial(self._feed_crashed, feed))
            for then in self.lanes:
                then()

    # In the threads: each returns what this thread does next.

    def _fetch_feed(self, feed: FeedRow) -> _Then:
        try:
            fetched = self.fetcher.get(
                feed.url, kind=FEED, etag=feed.etag, modified=feed.modified, max_bytes=MAX_BYTES
            )
        except FetchError as error:
            return partial(self._feed_failed, feed, Failure(feed.url, error.code, error.message))
        return partial(self._feed_came, feed, fetched)

    def _read_feed(self, feed: FeedRow) -> _Then:
        from sayso.ingest.load import read_file

        try:
            answer = Answer(feed.url, 200, data=read_file(local_path(feed.url) or feed.url))
        except InputError as error:
            return partial(self._feed_failed, feed, Failure(feed.url, error.code, error.message))
        return partial(self._feed_came, feed, Fetched(answer))

    def _fetch_page(self, running: _Running, entry: Entry) -> _Then:
        link = entry.link or ""
        try:
            page = page_of(self.fetcher.get(link).answer)
        except FetchError as error:
            return self._entry_crashed(running, entry, error)

        def load() -> Article:
            from sayso.ingest.load import article_from_page

            return article_from_page(page, path=link)

        return partial(self._entry_came, running, entry, load)

    def _feed_crashed(self, feed: FeedRow, error: Exception) -> _Then:
        return partial(self._feed_failed, feed, internal(feed.url, error))

    def _entry_crashed(self, running: _Running, entry: Entry, error: Exception) -> _Then:
        return partial(self._entry_came, running, entry, partial(_raise, error))

    # In this thread.

    def _feed_came(self, feed: FeedRow, fetched: Fetched) -> None:
        answer = fetched.answer
        try:
            parsed = feed_in(feed.url, answer)
        except InputError as error:
            failure = Failure(feed.url, error.code, error.message)
        except SaysoError:
            raise
        except Exception as error:
            failure = internal(feed.url, error)
        else:
            self._take_all(feed, parsed, fetched)
            return
        self._feed_failed(feed, failure, asked=asked_pause(answer.retry_after))

    def _take_all(self, feed: FeedRow, parsed: Feed, fetched: Fetched) -> None:
        running = _Running(feed, parsed.title, fetched.answer, fetched.moved_to)
        for entry, is_changed in self._entries(feed, parsed):
            self._take(running, entry, is_changed=is_changed)
        self._one_less(running)

    def _entries(self, feed: FeedRow, parsed: Feed) -> Iterator[tuple[Entry, bool]]:
        """What is to be dealt with, the oldest first, and whether for another headline than before."""
        with reading_from(self.ledger.engine) as connection:
            seen = seen_entries(connection, feed.id)
        now_listed = {entry.key for entry in parsed.entries}
        for key, one in seen.items():
            if not one.done and key not in now_listed:
                yield one.entry, False
        for entry in reversed(parsed.entries):
            before = seen.get(entry.key)
            is_new = before is None or not before.done
            if is_new or (before and before.has_changed(entry)):
                yield entry, not is_new

    def _take(self, running: _Running, entry: Entry, *, is_changed: bool) -> None:
        """Deal with an entry here and now, or have its page fetched; again, where it has changed."""
        running.n_new += 1
        running.n_left += 1
        feed, link = running.feed, entry.link
        if link is not None and not is_changed:
            with reading_from(self.ledger.engine) as connection:
                article_id = known_article(connection, link)
            if article_id is not None:
                self._write(
                    lambda connection: note_entry(
                        connection, feed.id, entry, article_id=article_id, now=stamp()
                    )
                )
                self._one_less(running)
                return
        if entry.content is not None:
            outlet = self._outlet(running, entry)
            load = partial(
                article_from_entry, without_local_link(entry), path=link or feed.url, outlet=outlet
            )
            self._entry_came(running, entry, load)
        elif link is not None and urlsplit(link).scheme == "file":
            self._entry_came(running, entry, partial(load_local, link, folder_of(feed.url)))
        else:
            fetch = partial(self._fetch_page, running, entry)
            self.lanes.add(_lane(link or ""), fetch, partial(self._entry_crashed, running, entry))

    def _outlet(self, running: _Running, entry: Entry) -> str | None:
        """The feed's title, where the feed is the outlet's own."""
        if entry.outlet:
            return entry.outlet
        feed, link = running.feed, entry.link
        title = feed.title or running.title
        own = link is None or local_path(feed.url) is not None or domain_of(link) == domain_of(feed.url)
        return title if own else None

    def _entry_came(self, running: _Running, entry: Entry, load: Callable[[], Article]) -> None:
        name = entry.link or running.feed.url
        found = attempt(name, partial(self._find, running, entry, load))
        if not isinstance(found, Article):
            self._entry_done(running, entry, found)
            return
        to_read = _ToRead(name, found, self.manner.lens)
        if self.manner.jobs == 1:
            self._entry_done(running, entry, _read(to_read))
            return

        def read() -> _Then:
            outcome = self.processes.apply(_read, to_read, give_up=lambda task: process_died(task.name))
            return partial(self._entry_done, running, entry, outcome)

        self.lanes.add(f"reader {next(self.turns)}", read, partial(self._entry_crashed, running, entry))

    def _find(self, running: _Running, entry: Entry, load: Callable[[], Article]) -> Added | Article:
        """What the ledger has of an article, or else the article."""
        from sayso.extract.attributions import reader_info

        article = complete_article(load(), entry, outlet=self._outlet(running, entry))
        if article.url and len(article.url) > MAX_LINK:
            article = replace(article, url=entry.link)
        article = replace(article, anchors=())  # the ledger does not keep anchors
        return self.ledger.find_known(article, reader_info().digest) or article

    def _entry_done(self, running: _Running, entry: Entry, outcome: Added | Reading | Failure) -> None:
        try:
            written = self._write(lambda connection: self._keep(connection, running, entry, outcome))
        except LedgerError as error:
            if error.code not in OF_THE_ARTICLE:
                raise
            failure = Failure(entry.link or running.feed.url, error.code, error.message)
            written = self._write(lambda connection: self._keep(connection, running, entry, failure))
        self.report(EntryDone(running.feed, entry, written))
        self._one_less(running)

    def _keep(
        self, connection: Connection, running: _Running, entry: Entry, outcome: Added | Reading | Failure
    ) -> Added | Failure:
        feed_id, now = running.feed.id, stamp()
        key = (entry.link or "", "")
        if isinstance(outcome, Failure):
            note_entry(connection, feed_id, entry, code=outcome.code, error=outcome.message, now=now)
            if entry.link and urlsplit(entry.link).scheme in ("http", "https"):
                failed = FailedInput(*key, {}, outcome.code, outcome.message, 1, now)
                record_failure(connection, failed)
            return outcome
        if isinstance(outcome, Reading):
            outcome = write_reading(connection, outcome, now=now)
        note_entry(connection, feed_id, entry, article_id=outcome.article_id, now=now)
        resolve_failure(connection, key, now=now)
        return outcome

    def _one_less(self, running: _Running) -> None:
        """One part of a feed is done; with the last one, so is the feed."""
        running.n_left -= 1
        if running.n_left:
            return
        feed, answer = running.feed, running.answer

        def write(connection: Connection) -> None:
            note_polled(
                connection,
                feed,
                now=stamp(),
                title=running.title,
                etag=answer.etag or (feed.etag if answer.status == UNCHANGED else None),
                modified=answer.modified or (feed.modified if answer.status == UNCHANGED else None),
            )
            if running.moved_to:
                rename_feed(connection, feed, running.moved_to, now=stamp())

        self._write(write)
        changed = answer.status != UNCHANGED
        self.report(FeedDone(feed, running.n_new, changed=changed, moved_to=running.moved_to))

    def _feed_failed(self, feed: FeedRow, failure: Failure, *, asked: timedelta | None = None) -> None:
        next_at = self._write(
            lambda connection: note_error(connection, feed, failure.message, now=utc_now(), asked=asked)
        )
        self.report(FeedDone(feed, error=failure, next_at=next_at))

    def _write(self, write: Callable[[Connection], _Value]) -> _Value:
        return write_once(self.ledger.engine, write)


@dataclass(frozen=True, slots=True)
class _ToRead:
    """An article on its way to a reader, perhaps in another process."""

    name: str
    article: Article
    lens: str | None


def _read(task: _ToRead) -> Reading | Failure:
    from sayso.pipeline.stages import read_article

    return attempt(task.name, lambda: read_article(task.article, lens=task.lens))


def _lane(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _raise(error: Exception) -> NoReturn:
    raise error
