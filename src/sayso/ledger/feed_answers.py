"""What a feed's host answers, and what it asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from sayso.errors import FetchError
from sayso.ingest.answers import Answer
from sayso.ingest.feeds import Feed, parse_feed

_GONE = 410
UNCHANGED = 304


def feed_in(url: str, answer: Answer) -> Feed:
    """What a feed holds; nothing where its host says that it has not changed.

    Raises:
        InputError: The host answered something else, or it is no feed.
    """
    if answer.status == UNCHANGED:
        return Feed(None, ())
    if answer.status == _GONE:
        raise FetchError(
            f"{url}: is gone for good, says its host; `sayso feed remove` it", code="fetch_failed"
        )
    answer = answer.or_fail()
    return parse_feed(answer.data, address=answer.url, charset=answer.charset)


def asked_pause(retry_after: str | None) -> timedelta | None:
    """``Retry-After``, as seconds or as a time."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return timedelta(seconds=min(int(retry_after.strip()[:9]), 10**8))
    try:
        at = parsedate_to_datetime(retry_after)
        return max(at - datetime.now(UTC), timedelta()) if at.tzinfo else None
    except (ValueError, TypeError, OverflowError):
        return None
