"""An address becomes a page's bytes; the only module that opens a socket.

The host name is resolved once, every address it has must be public, and the connection goes to the
very address that was checked, so a name that changes its mind in between (DNS rebinding) gains nothing.
Redirects go through the same door. Proxies set in the environment are not used, since what lies behind
one cannot be checked.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass, replace
from email.message import Message
from types import TracebackType
from typing import Any

from sayso import __version__
from sayso.errors import FetchError
from sayso.ingest.addresses import Target, parse_address, refuse
from sayso.ingest.answers import PAGE, Answer, Kind, Page, fail, page_of

USER_AGENT = f"Sayso/{__version__} (reads news for one user)"
MAX_BYTES = 16 * 1024 * 1024
TIMEOUT_SECONDS = 30.0
MAX_REDIRECTS = 5
_CHUNK_BYTES = 65536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What a server may have sent before and gets back: anything visible, nothing that breaks a header.
_HEADER_VALUE = re.compile(r"[\x20-\x7e\xa0-\xff]{1,500}")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Endpoint = tuple[socket.AddressFamily, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request: its kind, and what has been seen of the thing before."""

    kind: Kind
    etag: str | None = None
    modified: str | None = None

    def headers(self, target: Target) -> dict[str, str]:
        known = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {
            "Host": target.authority,
            "User-Agent": USER_AGENT,
            "Accept": self.kind.accept,
            "Accept-Encoding": "gzip",
            "Accept-Language": "en",
            "Connection": "close",
            **{name: value for name, value in known.items() if value and _HEADER_VALUE.fullmatch(value)},
        }


@dataclass(frozen=True, slots=True)
class _Limits:
    allow_private: bool
    max_bytes: int
    timeout_seconds: float
    deadline: float

    def seconds_left(self, url: str) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise _timed_out(url, self)
        return left


def fetch_page(
    url: str,
    *,
    allow_private: bool = False,
    max_bytes: int = MAX_BYTES,
    timeout_seconds: float = TIMEOUT_SECONDS,
    max_redirects: int = MAX_REDIRECTS,
) -> Page:
    """Fetch one page.

    Args:
        url: An http or https address.
        allow_private: Lets the address, or a redirect, lead to a private, loopback or link-local host.
        max_bytes: Most bytes of body accepted, both as sent and decompressed.
        timeout_seconds: For everything together: names, connections, redirects and body.
        max_redirects: Most redirects followed.

    Returns:
        The page.

    Raises:
        FetchError: ``fetch_refused`` (the address may not be fetched), ``too_large``, or ``fetch_failed``.
    """
    limits = _Limits(allow_private, max_bytes, timeout_seconds, time.monotonic() + timeout_seconds)
    target = parse_address(url)
    for _ in range(max_redirects + 1):
        answer = _request(target, limits, _Asked(PAGE))
        if answer.location is None:
            return page_of(answer)
        target = parse_address(answer.location, base=target.url)
    raise FetchError(
        f"{url}: more than {max_redirects} redirects; open it in a browser and pass the address it ends at",
        code="fetch_failed",
    )


def ask(
    url: str,
    *,
    kind: Kind = PAGE,
    etag: str | None = None,
    modified: str | None = None,
    allow_private: bool = False,
    max_bytes: int = MAX_BYTES,
    timeout_seconds: float = TIMEOUT_SECONDS,
) -> Answer:
    """Ask a server once, whatever it answers; redirects are not followed.

    Args:
        url: An http or https address.
        kind: What is asked for.
        etag: What the server called the thing when it was last seen, so that it need not send it again;
            the same for ``modified``.
        modified: Its ``Last-Modified``.
        allow_private: Lets the address lead to a private, loopback or link-local host.
        max_bytes: Most bytes of body accepted, both as sent and decompressed.
        timeout_seconds: For everything together.

    Raises:
        FetchError: ``fetch_refused`` (the address may not be fetched), ``too_large``, or ``fetch_failed``.
    """
    limits = _Limits(allow_private, max_bytes, timeout_seconds, time.monotonic() + timeout_seconds)
    return _request(parse_address(url), limits, _Asked(kind, etag, modified))


def _resolve(target: Target, limits: _Limits) -> list[_Endpoint]:
    """Look the host up; the system's resolver knows no time limit, so it runs in a thread of its own."""
    found: list[_Endpoint] = []
    failed: list[str] = []

    def look_up() -> None:
        try:
            for family, _, _, _, address in socket.getaddrinfo(
                target.host, target.port, type=socket.SOCK_STREAM
            ):
                found.append((family, address))
        except (OSError, UnicodeError) as error:
            failed.append(getattr(error, "strerror", None) or str(error))

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(limits.seconds_left(target.url))
    if thread.is_alive():
        raise _timed_out(target.url, limits)
    if failed or not found:
        fail(target.url, f"the host {target.host} has no address ({'; '.join(failed) or 'none found'})")
    if not limits.allow_private:
        for _, address in found:
            if not _is_public(address[0]):
                refuse(
                    target.url,
                    f"leads to {address[0]}, not a public address; allow private addresses if you mean it",
                )
    return found


def _is_public(text: str) -> bool:
    """Whether an address can be anybody's on the Internet, with addresses wrapped in others unwrapped."""
    address: _Address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(str(inner))
        if address.teredo or address.is_site_local:
            return False
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
    )


class _Watch:
    """Shuts a socket down when the time is over, however slowly the other side still drips."""

    def __init__(self, seconds: float) -> None:
        self.rang = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    def over(self, sock: socket.socket) -> None:
        self._socket = sock
        if self.rang:
            self._ring()

    def _ring(self) -> None:
        self.rang = True
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # closed already

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()


def _request(target: Target, limits: _Limits, asked: _Asked) -> Answer:
    addresses = _resolve(target, limits)
    with _Watch(limits.seconds_left(target.url)) as watch:
        try:
            answer = _talk(target, addresses, limits, asked, watch)
        except FetchError:
            if watch.rang:
                raise _timed_out(target.url, limits) from None
            raise
        except (OSError, http.client.HTTPException, zlib.error) as error:
            if watch.rang or isinstance(error, TimeoutError):
                raise _timed_out(target.url, limits) from error
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            fail(target.url, f"could not be fetched ({reason})")
    if watch.rang:
        # A body without a length ends where the watch cut it off.
        raise _timed_out(target.url, limits)
    return answer


def _talk(
    target: Target,
    addresses: list[_Endpoint],
    limits: _Limits,
    asked: _Asked,
    watch: _Watch,
) -> Answer:
    raw = _connect(target, addresses, limits)
    watch.over(raw)
    try:
        sock = raw
        if target.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(raw, server_hostname=target.host)
            watch.over(sock)
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = sock
        connection.request("GET", target.path, headers=asked.headers(target))
        response = connection.getresponse()
        return _answer(target, response, limits, asked.kind)
    finally:
        raw.close()


def _connect(target: Target, addresses: list[_Endpoint], limits: _Limits) -> socket.socket:
    """Connect to the first of the checked addresses that answers."""
    last: OSError = OSError("no address")
    for n_tried, (family, address) in enumerate(addresses):
        # One that swallows what is sent to it leaves the others their share of the time.
        seconds = limits.seconds_left(target.url) / (len(addresses) - n_tried)
        try:
            sock = _open(family, address, seconds)
        except OSError as error:
            last = error
        else:
            sock.settimeout(limits.timeout_seconds)  # the watch ends it sooner
            return sock
    raise last


def _open(family: socket.AddressFamily, address: tuple[Any, ...], seconds: float) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)  # fails where the machine lacks the family
    try:
        sock.settimeout(seconds)
        sock.connect(address)
    except OSError:
        sock.close()
        raise
    return sock


def _location(response: http.client.HTTPResponse) -> str | None:
    """Where a redirect leads; servers send UTF-8 as it is, and http.client reads it as Latin-1."""
    location = response.headers.get("Location")
    try:
        return location and location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _answer(target: Target, response: http.client.HTTPResponse, limits: _Limits, kind: Kind) -> Answer:
    headers = response.headers
    head = Answer(
        target.url,
        response.status,
        response.reason,
        etag=headers.get("ETag"),
        modified=headers.get("Last-Modified"),
        retry_after=headers.get("Retry-After"),
    )
    if response.status in _REDIRECTS:
        return replace(head, location=_location(response) or None)
    if response.status != 200:
        return head
    named = Message()
    named["Content-Type"] = headers.get("Content-Type") or ""
    media_type = named.get_content_type() if headers.get("Content-Type") else None
    if media_type is not None and kind.media_types is not None and media_type not in kind.media_types:
        fail(target.url, f"is {media_type}; {kind.name} was expected")
    charset = named.get_content_charset() if media_type else None
    data = _body(target, response, limits, kind)
    return replace(head, data=data, media_type=media_type, charset=charset)


def _body(target: Target, response: http.client.HTTPResponse, limits: _Limits, kind: Kind) -> bytes:
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        fail(target.url, f"came in the content coding {coding!r}, which was not asked for")
    unzip = zlib.decompressobj(16 + zlib.MAX_WBITS) if coding != "identity" else None
    body = bytearray()
    n_received = 0
    while chunk := response.read1(_CHUNK_BYTES):
        n_received += len(chunk)
        # One byte over the limit is enough to know; a bomb never unfolds further.
        body += unzip.decompress(chunk, limits.max_bytes + 1 - len(body)) if unzip else chunk
        if max(len(body), n_received) > limits.max_bytes:
            raise FetchError(
                f"{target.url}: is larger than {limits.max_bytes} bytes, more than {kind.name} can be",
                code="too_large",
            )
        limits.seconds_left(target.url)
    if response.length or (unzip and not unzip.eof):
        fail(target.url, "ended before it was complete; try again")
    return bytes(body)


def _timed_out(url: str, limits: _Limits) -> FetchError:
    return FetchError(
        f"{url}: took longer than {limits.timeout_seconds:g} seconds; try again later", code="fetch_failed"
    )
