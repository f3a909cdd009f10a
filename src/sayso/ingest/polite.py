"""Addresses become answers without being a burden: robots.txt, a pause between requests to one host.

Several threads may ask at once; those that ask one host wait for each other.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sayso.errors import FetchError
from sayso.ingest.addresses import Target, parse_address
from sayso.ingest.answers import PAGE, Answer, Kind
from sayso.ingest.fetch import MAX_BYTES, MAX_REDIRECTS, TIMEOUT_SECONDS, ask
from sayso.ingest.robots import CLOSED, OPEN, Robots, parse_robots

# Between the end of a request and the next one to the same host, unless robots.txt asks for more.
DELAY_SECONDS = 1.0
# A host that asks for longer pauses than this gets these.
_LONGEST_DELAY_SECONDS = 60.0
_ROBOTS = Kind("robots.txt", "text/plain, */*;q=0.1")
# Like those from 500 on, a status that means that the host cannot say now, not that it has nothing to say.
_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address led to.

    Attributes:
        answer: The last answer, whatever its status.
        moved_to: Where permanent redirects say the thing is from now on; None if it has not moved.
    """

    answer: Answer
    moved_to: str | None = None


@dataclass(slots=True)
class _Host:
    """What is known of a host, and a lock that whoever asks it holds."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    robots: Robots | None = None
    why_closed: str = ""
    free_at: float = 0.0


class PoliteFetcher:
    """Fetches many addresses of many hosts, for as long as one poll lasts.

    Args:
        allow_private: Lets addresses lead to private, loopback and link-local hosts.
        delay_seconds: Pause between two requests to one host.
        timeout_seconds: For one request.
        sleep: Waits that many seconds, or raises to be stopped.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        delay_seconds: float = DELAY_SECONDS,
        timeout_seconds: float = TIMEOUT_SECONDS,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._allow_private = allow_private
        self._delay_seconds = delay_seconds
        self._timeout_seconds = timeout_seconds
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def get(
        self,
        url: str,
        *,
        kind: Kind = PAGE,
        etag: str | None = None,
        modified: str | None = None,
        max_bytes: int = MAX_BYTES,
    ) -> Fetched:
        """Fetch one address; redirects are followed, each host being asked whether we may.

        Args:
            url: An http or https address.
            kind: What is asked for.
            etag: As for :func:`sayso.ingest.fetch.ask`, like ``modified``.
            modified: What the server said when it was last seen.
            max_bytes: Most bytes of body accepted.

        Raises:
            FetchError: As for :func:`sayso.ingest.fetch.fetch_page`; ``fetch_refused`` also where
                ``robots.txt`` does not let us.
        """
        target = parse_address(url)
        permanent, moved_to = True, None
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._ask_host(target, kind, etag, modified, max_bytes)
            if answer.location is None:
                return Fetched(answer, moved_to)
            permanent = permanent and answer.moved_permanently
            target = parse_address(answer.location, base=target.url)
            if permanent:
                moved_to = target.url
        raise FetchError(
            f"{url}: more than {MAX_REDIRECTS} redirects; open it in a browser, give the address it ends at",
            code="fetch_failed",
        )

    def _ask_host(
        self, target: Target, kind: Kind, etag: str | None, modified: str | None, max_bytes: int
    ) -> Answer:
        host = self._host(target)
        with host.lock:
            if host.robots is None:
                self._read_robots(host, target)
            robots = host.robots or OPEN
            if robots.closed:
                raise FetchError(
                    f"{target.url}: is not fetched since the host's robots.txt cannot be read"
                    f" ({host.why_closed}); try again later",
                    code="fetch_failed",
                )
            if not robots.allows(target.url):
                raise FetchError(
                    f"{target.url}: is closed to programs by the host's robots.txt; save it in a browser",
                    code="fetch_refused",
                )
            return self._ask(host, target.url, kind, etag, modified, max_bytes)

    def _host(self, target: Target) -> _Host:
        with self._lock:
            return self._hosts.setdefault(f"{target.scheme}://{target.authority}", _Host())

    def _ask(
        self,
        host: _Host,
        url: str,
        kind: Kind,
        etag: str | None = None,
        modified: str | None = None,
        max_bytes: int = MAX_BYTES,
    ) -> Answer:
        """Ask when the host has had its pause; the caller holds its lock."""
        pause = host.free_at - time.monotonic()
        if pause > 0:
            self._sleep(pause)
        try:
            return ask(
                url,
                kind=kind,
                etag=etag,
                modified=modified,
                allow_private=self._allow_private,
                max_bytes=max_bytes,
                timeout_seconds=self._timeout_seconds,
            )
        finally:
            host.free_at = time.monotonic() + self._delay(host)

    def _delay(self, host: _Host) -> float:
        asked = (host.robots.delay_seconds if host.robots else None) or 0.0
        return max(self._delay_seconds, min(asked, _LONGEST_DELAY_SECONDS))

    def _read_robots(self, host: _Host, target: Target) -> None:
        """Ask a host what may be fetched; without an answer nothing may, with a refusal everything."""
        try:
            answer = self._follow(host, f"{target.scheme}://{target.authority}/robots.txt")
        except FetchError as error:
            if error.code == "fetch_refused":
                raise
            host.robots, host.why_closed = CLOSED, error.message
            return
        if answer.status >= 500 or answer.status == _TOO_MANY:
            host.robots, host.why_closed = CLOSED, f"the server answered {answer.status}"
        else:
            host.robots = parse_robots(answer.data) if answer.status == 200 else OPEN

    def _follow(self, host: _Host, url: str) -> Answer:
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._ask(host, url, _ROBOTS, max_bytes=MAX_BYTES)
            if answer.location is None:
                return answer
            url = parse_address(answer.location, base=url).url
        return Answer(url, 404)  # the standard: one that is always elsewhere is nowhere
