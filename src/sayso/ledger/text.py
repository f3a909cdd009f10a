"""Strings as a database takes them: any text as bytes, and words to search by."""

from __future__ import annotations

import hashlib
import re
import zlib

# Bytes of a column that an index is over; PostgreSQL's take no more than 2704 of a row.
_KEY_BYTES = 1_000
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def pack(text: str) -> bytes:
    """Any text as compressed bytes; :func:`unpack` gives it back, code point for code point."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), level=6)


def unpack(data: bytes) -> str:
    """Inverse of :func:`pack`."""
    return zlib.decompress(data).decode("utf-8", "surrogatepass")


def storable(text: str) -> str:
    """The text for a searchable column: what no database keeps (NUL, lone surrogates) becomes U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def as_key(text: str) -> str:
    """The text for a column that an index is over: of a very long one the beginning and a digest of all."""
    text = storable(text)
    data = text.encode()
    if len(data) <= _KEY_BYTES:
        return text
    digest = f"… sha256:{hashlib.sha256(data).hexdigest()}"
    return data[: _KEY_BYTES - len(digest.encode())].decode("utf-8", "ignore") + digest


def maybe_storable(text: str | None) -> str | None:
    """The same, where there may be none."""
    return None if text is None else storable(text)


def in_one_line(text: str) -> str:
    """The words of a text with one space between them."""
    return " ".join(text.split())
