"""The bytes of a ``robots.txt`` become an answer to whether an address may be fetched (RFC 9309).

The parser of Python's library takes the first rule that fits, and ``*`` and ``$`` as letters, where the
standard takes the longest rule and lets them stand for any characters and for the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

NAME = "sayso"
# Bytes of the file that are looked at; the standard asks for at least this many.
MAX_BYTES = 500 * 1024
_ANYBODY = "*"
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: str
    allows: bool

    def fits(self, path: str) -> bool:
        """Whether a path begins as the pattern says; ``*`` is any characters, ``$`` at the end the end."""
        pattern = self.pattern
        ends = pattern.endswith("$")
        first, *others = (pattern[:-1] if ends else pattern).split("*")
        if not path.startswith(first):
            return False
        at = len(first)
        if ends and others:
            last = others.pop()
            if len(path) - len(last) < at or not path.endswith(last):
                return False
            path = path[: len(path) - len(last)]
        elif ends:
            return at == len(path)
        for piece in others:
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        return True


@dataclass(frozen=True, slots=True)
class Robots:
    """What one host lets programs fetch.

    Attributes:
        rules: Those for us, in the order of the file.
        delay_seconds: How long to wait between two requests, where the host says so.
        closed: Nothing may be fetched, because the host could not say.
    """

    rules: tuple[_Rule, ...] = ()
    delay_seconds: float | None = None
    closed: bool = False

    def allows(self, url: str) -> bool:
        """Whether an address of this host may be fetched: the longest rule that fits it decides."""
        if self.closed:
            return False
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + ("?" + _normal(parts.query) if parts.query else "")
        if path == "/robots.txt":
            return True
        fitting = [rule for rule in self.rules if rule.fits(path)]
        return not fitting or max((len(rule.pattern), rule.allows) for rule in fitting)[1]


OPEN = Robots()
CLOSED = Robots(closed=True)


def parse_robots(data: bytes, *, name: str = NAME) -> Robots:
    """Read a ``robots.txt``.

    Args:
        data: The file; what is no rule in it is passed over.
        name: What we are called; the groups for this name count, or else those for anybody.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    called: list[str] = []
    in_names = False
    for field, value in _lines(data[:MAX_BYTES]):
        if field == "user-agent":
            called = [*called, value.lower()] if in_names else [value.lower()]
            groups.setdefault(value.lower(), [])
            in_names = True
        elif field in ("allow", "disallow", "crawl-delay"):
            in_names = False
            for one in called:
                groups[one].append((field, value))
    ours = groups[name] if name in groups else groups.get(_ANYBODY, [])
    rules = (
        _Rule(_normal(value), field == "allow") for field, value in ours if field != "crawl-delay" and value
    )
    delays = [seconds for field, value in ours if field == "crawl-delay" and (seconds := _seconds(value))]
    return Robots(tuple(rules), max(delays, default=None))


def _lines(data: bytes) -> Iterator[tuple[str, str]]:
    for line in data.decode("utf-8-sig", "replace").splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield field.strip().lower(), value.strip()


def _seconds(value: str) -> float | None:
    return float(value) if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", value, re.ASCII) else None


def _normal(path: str) -> str:
    """One way to write each address: letters and digits as they are, everything else as it was, in ASCII."""

    def plain(escape: re.Match[str]) -> str:
        char = unquote_to_bytes(escape[0]).decode("latin-1")
        return char if char.isascii() and (char.isalnum() or char in "-._~") else escape[0].upper()

    ascii_path = quote(path.encode("utf-8", "replace"), safe="/%:@!$&'()*+,;=~-._?[]{}|\\^`\"<>#")
    return _ESCAPE.sub(plain, ascii_path)
