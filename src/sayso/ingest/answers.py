"""What is asked of a server, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from sayso.errors import FetchError

_PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class Page:
    """What a server sent.

    Attributes:
        url: The address after redirects.
        data: The body, decompressed.
        media_type: ``text/html``, ``application/xhtml+xml`` or ``text/plain``; None if unnamed.
        charset: The encoding that the server named, or None.
    """

    url: str
    data: bytes
    media_type: str | None
    charset: str | None

    @property
    def is_html(self) -> bool | None:
        """What the media type says; None when there is none."""
        return None if self.media_type is None else self.media_type != "text/plain"


@dataclass(frozen=True, slots=True)
class Kind:
    """What is asked for.

    Attributes:
        name: As messages call it.
        accept: The ``Accept`` header.
        media_types: Those that are taken, unnamed ones besides; None for all.
    """

    name: str
    accept: str
    media_types: frozenset[str] | None = None


PAGE = Kind(
    "a page or plain text",
    "text/html, application/xhtml+xml, text/plain;q=0.8",
    frozenset({"text/html", "application/xhtml+xml", "text/plain"}),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said to one request.

    Attributes:
        url: The address asked.
        status: HTTP status; 304 is what a conditional request hopes for.
        reason: The words beside it.
        data: The body, decompressed; empty unless the status is 200.
        media_type: As for :class:`Page`, like ``charset``.
        charset: The encoding that the server named, or None.
        location: Where a redirect leads, as the server wrote it; else None.
        etag: To ask later whether it has changed, like ``modified``.
        modified: ``Last-Modified`` as it came.
        retry_after: ``Retry-After`` as it came.
    """

    url: str
    status: int
    reason: str = ""
    data: bytes = b""
    media_type: str | None = None
    charset: str | None = None
    location: str | None = None
    etag: str | None = None
    modified: str | None = None
    retry_after: str | None = None

    @property
    def moved_permanently(self) -> bool:
        """Whether it is a redirect that holds for ever."""
        return self.location is not None and self.status in _PERMANENT

    def or_fail(self) -> Answer:
        """The answer itself.

        Raises:
            FetchError: The server did not answer with what was asked for.
        """
        if self.status != 200:
            fail(self.url, f"the server answered {self.status} {self.reason}".rstrip())
        return self


def page_of(answer: Answer) -> Page:
    """The page that a server sent.

    Raises:
        FetchError: It sent none.
    """
    answer = answer.or_fail()
    return Page(answer.url, answer.data, answer.media_type, answer.charset)


def fail(url: str, reason: str) -> NoReturn:
    """Say that an address did not give what was asked for."""
    raise FetchError(f"{url}: {reason}", code="fetch_failed")
