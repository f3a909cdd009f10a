"""How feeds are polled, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.ingest.feeds import Entry
from sayso.ingest.polite import DELAY_SECONDS
from sayso.ledger.feeds import FeedRow
from sayso.ledger.store import Added
from sayso.records import Failure

N_HOSTS = 8
TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class PollManner:
    """How feeds are asked.

    Attributes:
        allow_private: Lets addresses lead to private, loopback and link-local hosts.
        delay_seconds: Pause between two requests to one host.
        n_hosts: Most hosts asked at once.
        timeout_seconds: For one request.
        jobs: Number of processes that read; with 1 everything happens in this one.
        lens: Scale that gives words of probability their numbers, as for :func:`sayso.read`.
    """

    allow_private: bool = False
    delay_seconds: float = DELAY_SECONDS
    n_hosts: int = N_HOSTS
    timeout_seconds: float = TIMEOUT_SECONDS
    jobs: int = 1
    lens: str | None = None


@dataclass(frozen=True, slots=True)
class EntryDone:
    """What became of one entry.

    Attributes:
        feed: Of which feed.
        entry: Which one.
        outcome: What the ledger did, or why it could not be read.
    """

    feed: FeedRow
    entry: Entry
    outcome: Added | Failure


@dataclass(frozen=True, slots=True)
class FeedDone:
    """What became of one feed.

    Attributes:
        feed: As it was before.
        n_new: Entries that were dealt with now.
        changed: False where its host said that nothing has changed.
        moved_to: Its new address, where it has moved for good.
        error: Why it could not be read, or None.
        next_at: When it is tried again, after an error.
    """

    feed: FeedRow
    n_new: int = 0
    changed: bool = True
    moved_to: str | None = None
    error: Failure | None = None
    next_at: str | None = None
