"""An address becomes what a request needs of it, or is refused for its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import quote, urljoin, urlsplit

from sayso.errors import FetchError


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart and checked for form.

    Attributes:
        url: The whole address.
        scheme: ``http`` or ``https``.
        host: In ASCII.
        port: Of the server.
        path: With the query, quoted.
    """

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and, unless it is the usual one, port, as a ``Host`` header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.scheme == "https" else 80) else f"{host}:{self.port}"


def parse_address(url: str, *, base: str = "") -> Target:
    """Take an address apart.

    Args:
        url: An http or https address.
        base: What a relative one counts from.

    Raises:
        FetchError: ``fetch_refused``: it is no address that could be fetched.
    """
    try:
        url = urljoin(base, url.strip())
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        refuse(url, f"is not a valid address ({error})")
    if parts.scheme not in ("http", "https"):
        refuse(url, f"has the scheme {parts.scheme!r}; only http and https are fetched")
    if not host or parts.username is not None or parts.password is not None:
        refuse(url, "has no host, or a user name in it; give a plain address")
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        refuse(url, f"has a host name that cannot be written as IDNA: {host}")
    try:
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        if parts.query:
            path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    except UnicodeError:  # half a surrogate pair
        refuse(url, "holds a character that cannot be sent; copy the address again")
    return Target(url, parts.scheme, ascii_host, port or (443 if parts.scheme == "https" else 80), path)


def refuse(url: str, reason: str) -> NoReturn:
    """Say that an address may not be fetched."""
    raise FetchError(f"{url}: {reason}", code="fetch_refused")
