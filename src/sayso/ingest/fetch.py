"""An address becomes a page's bytes; the only module that opens a socket.

The host name is resolved once, every address it has must be public, and the connection goes to the
very address that was checked, so a name that changes its mind in between (DNS rebinding) gains nothing.
Redirects go through the same door. Proxies set in the environment are not used, since what lies behind
one cannot be checked.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass
from email.message import Message
from types import TracebackType
from typing import Any, NoReturn
from urllib.parse import quote, urljoin, urlsplit

from sayso import __version__
from sayso.errors import FetchError

USER_AGENT = f"Sayso/{__version__} (reads single news articles at a user's request)"
MAX_BYTES = 16 * 1024 * 1024
TIMEOUT_SECONDS = 30.0
MAX_REDIRECTS = 5
_CHUNK_BYTES = 65536
_MEDIA_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Endpoint = tuple[socket.AddressFamily, tuple[Any, ...]]


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
class _Target:
    """An address taken apart and checked for form."""

    url: str
    scheme: str
    host: str
    port: int
    path: str


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
    target = _parse(url)
    for _ in range(max_redirects + 1):
        answer = _request(target, limits)
        if isinstance(answer, Page):
            return answer
        target = _parse(answer, base=target.url)
    raise FetchError(
        f"{url}: more than {max_redirects} redirects; open it in a browser and pass the address it ends at",
        code="fetch_failed",
    )


def _parse(url: str, *, base: str = "") -> _Target:
    try:
        url = urljoin(base, url.strip())
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        _refuse(url, f"is not a valid address ({error})")
    if parts.scheme not in ("http", "https"):
        _refuse(url, f"has the scheme {parts.scheme!r}; only http and https are fetched")
    if not host or parts.username is not None or parts.password is not None:
        _refuse(url, "has no host, or a user name in it; give a plain address")
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        _refuse(url, f"has a host name that cannot be written as IDNA: {host}")
    try:
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        if parts.query:
            path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    except UnicodeError:  # half a surrogate pair
        _refuse(url, "holds a character that cannot be sent; copy the address again")
    return _Target(url, parts.scheme, ascii_host, port or (443 if parts.scheme == "https" else 80), path)


def _resolve(target: _Target, limits: _Limits) -> list[_Endpoint]:
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
        _fail(target.url, f"the host {target.host} has no address ({'; '.join(failed) or 'none found'})")
    if not limits.allow_private:
        for _, address in found:
            if not _is_public(address[0]):
                _refuse(
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


def _request(target: _Target, limits: _Limits) -> Page | str:
    """Ask once; returns the page, or where the server sends us instead."""
    addresses = _resolve(target, limits)
    with _Watch(limits.seconds_left(target.url)) as watch:
        try:
            answer = _talk(target, addresses, limits, watch)
        except FetchError:
            if watch.rang:
                raise _timed_out(target.url, limits) from None
            raise
        except (OSError, http.client.HTTPException, zlib.error) as error:
            if watch.rang or isinstance(error, TimeoutError):
                raise _timed_out(target.url, limits) from error
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            _fail(target.url, f"could not be fetched ({reason})")
    if watch.rang:
        # A body without a length ends where the watch cut it off.
        raise _timed_out(target.url, limits)
    return answer


def _talk(
    target: _Target,
    addresses: list[_Endpoint],
    limits: _Limits,
    watch: _Watch,
) -> Page | str:
    raw = _connect(target, addresses, limits)
    watch.over(raw)
    try:
        sock = raw
        if target.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(raw, server_hostname=target.host)
            watch.over(sock)
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = sock
        connection.request("GET", target.path, headers=_headers(target))
        response = connection.getresponse()
        location = _location(response)
        if response.status in (301, 302, 303, 307, 308) and location:
            return location
        if response.status != 200:
            _fail(target.url, f"the server answered {response.status} {response.reason}".rstrip())
        return _page(target, response, limits)
    finally:
        raw.close()


def _connect(target: _Target, addresses: list[_Endpoint], limits: _Limits) -> socket.socket:
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


def _headers(target: _Target) -> dict[str, str]:
    default = target.port == (443 if target.scheme == "https" else 80)
    host = f"[{target.host}]" if ":" in target.host else target.host
    return {
        "Host": host if default else f"{host}:{target.port}",
        "User-Agent": USER_AGENT,
        "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8",
        "Accept-Encoding": "gzip",
        "Accept-Language": "en",
        "Connection": "close",
    }


def _page(target: _Target, response: http.client.HTTPResponse, limits: _Limits) -> Page:
    named = response.headers.get("Content-Type")
    kind = Message()
    kind["Content-Type"] = named or ""
    media_type = kind.get_content_type() if named else None
    if media_type is not None and media_type not in _MEDIA_TYPES:
        _fail(target.url, f"is {media_type}; a page or plain text was expected")
    charset = kind.get_content_charset() if named else None
    return Page(target.url, _body(target, response, limits), media_type, charset)


def _body(target: _Target, response: http.client.HTTPResponse, limits: _Limits) -> bytes:
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        _fail(target.url, f"came in the content coding {coding!r}, which was not asked for")
    unzip = zlib.decompressobj(16 + zlib.MAX_WBITS) if coding != "identity" else None
    body = bytearray()
    n_received = 0
    while chunk := response.read1(_CHUNK_BYTES):
        n_received += len(chunk)
        # One byte over the limit is enough to know; a bomb never unfolds further.
        body += unzip.decompress(chunk, limits.max_bytes + 1 - len(body)) if unzip else chunk
        if max(len(body), n_received) > limits.max_bytes:
            raise FetchError(
                f"{target.url}: is larger than {limits.max_bytes} bytes, more than an article can be",
                code="too_large",
            )
        limits.seconds_left(target.url)
    if response.length or (unzip and not unzip.eof):
        _fail(target.url, "ended before it was complete; try again")
    return bytes(body)


def _timed_out(url: str, limits: _Limits) -> FetchError:
    return FetchError(
        f"{url}: took longer than {limits.timeout_seconds:g} seconds; try again later", code="fetch_failed"
    )


def _refuse(url: str, reason: str) -> NoReturn:
    raise FetchError(f"{url}: {reason}", code="fetch_refused")


def _fail(url: str, reason: str) -> NoReturn:
    raise FetchError(f"{url}: {reason}", code="fetch_failed")
