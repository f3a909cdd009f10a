"""Bytes of a file, gunzipped where they are gzip, never more of them than somebody allowed.

A few kilobytes of gzip (RFC 1952) may stand for gigabytes, and a record may claim to have no end. So whoever
reads says first how much may come, and nothing is held in memory but what was asked for.
"""

from __future__ import annotations

import zlib
from typing import BinaryIO

from sayso.ingest.magic import GZIP

_CHUNK_BYTES = 65536
# wbits for zlib: a gzip wrapper; a zlib wrapper; none.
_AS_GZIP, _AS_ZLIB, _RAW = 31, 15, -15


class StreamError(ValueError):
    """The bytes are damaged, or more than allowed.

    Attributes:
        code: ``bad_archive`` or ``too_large``.
    """

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


class Stream:
    """A file that is read from the front, with a guard.

    Args:
        file: Open at its beginning.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._n_read = 0
        self._buffer = b""
        self._at = 0
        self._offset = 0
        self._left: int | None = None
        head = self._raw()
        self._pending = head
        self._inflate = zlib.decompressobj(_AS_GZIP) if head.startswith(GZIP) else None

    @property
    def position(self) -> int:
        """Bytes of the file used up so far, as they are stored."""
        return self._n_read

    def tell(self) -> int:
        """Bytes given out so far, decompressed."""
        return self._offset

    def allow(self, n_bytes: int | None) -> None:
        """Let this many more bytes be read; whoever wants more gets a StreamError. None for any number."""
        self._left = n_bytes

    def peek(self, n_bytes: int) -> bytes:
        """The next bytes, which stay; fewer at the end of the file."""
        while len(self._buffer) - self._at < n_bytes and self._fill():
            pass
        return self._buffer[self._at : self._at + n_bytes]

    def read(self, n_bytes: int | None = -1) -> bytes:
        """Read up to so many bytes, or as many as are allowed; all for a negative number or None.

        Raises:
            StreamError: They are damaged, or none is allowed any more.
        """
        wanted = self._allowed(n_bytes)
        pieces: list[bytes] = []
        while (wanted is None or wanted > 0) and (self._at < len(self._buffer) or self._fill()):
            end = len(self._buffer) if wanted is None else self._at + wanted
            piece = self._take(min(end, len(self._buffer)))
            wanted = None if wanted is None else wanted - len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def readline(self, limit: int | None = None) -> bytes:
        """Read to the end of the line, or so many bytes of it, or as many as are allowed.

        Raises:
            StreamError: They are damaged, or none is allowed any more.
        """
        pieces: list[bytes] = []
        left = self._allowed(limit)
        while (left is None or left > 0) and (self._at < len(self._buffer) or self._fill()):
            end = self._buffer.find(b"\n", self._at) + 1 or len(self._buffer)
            piece = self._take(end if left is None else min(end, self._at + left))
            left = None if left is None else left - len(piece)
            pieces.append(piece)
            if piece.endswith(b"\n"):
                break
        return b"".join(pieces)

    def _allowed(self, n_bytes: int | None) -> int | None:
        """How many of the bytes asked for may come now, None for all; whoever asks again is told off."""
        wanted = None if n_bytes is None or n_bytes < 0 else n_bytes
        if self._left is None:
            return wanted
        if self._left == 0 and wanted != 0 and self.peek(1):
            raise StreamError("goes on for longer than anything sensible", code="too_large")
        return self._left if wanted is None else min(wanted, self._left)

    def _take(self, end: int) -> bytes:
        piece = self._buffer[self._at : end]
        if self._left is not None:
            self._left -= len(piece)
        self._at = end
        self._offset += len(piece)
        return piece

    def _fill(self) -> bool:
        """Get some more bytes into the buffer; False at the end."""
        piece = self._next()
        if not piece:
            return False
        self._buffer = self._buffer[self._at :] + piece
        self._at = 0
        return True

    def _next(self) -> bytes:
        if self._inflate is None:
            piece, self._pending = self._pending or self._raw(), b""
            return piece
        while True:
            if self._inflate.eof:
                if not self._next_member():
                    return b""
                self._inflate = zlib.decompressobj(_AS_GZIP)
            self._pending = self._pending or self._raw()
            at_end = not self._pending
            try:  # at the end of the file there may still be output that was held back
                piece = self._inflate.decompress(self._pending, _CHUNK_BYTES)
            except zlib.error as error:
                raise StreamError(f"is damaged gzip data ({error})", code="bad_archive") from None
            self._pending = self._inflate.unconsumed_tail
            if self._inflate.eof:
                self._pending = self._inflate.unused_data
            if piece:
                return piece
            if at_end and not self._inflate.eof:
                raise StreamError("is cut off in the middle of gzip data", code="bad_archive")

    def _next_member(self) -> bool:
        """Go to the next of several gzip members; what follows the last one is not gzip."""
        while not (rest := self._pending.lstrip(b"\x00")):
            self._pending = self._raw()
            if not self._pending:
                return False
        if len(rest) < len(GZIP):
            rest += self._raw()
        if not rest.startswith(GZIP):
            return False
        self._pending = rest
        return True

    def _raw(self) -> bytes:
        piece = self._file.read(_CHUNK_BYTES)
        self._n_read += len(piece)
        return piece


def inflate(data: bytes, *, limit: int) -> bytes:
    """Decompress the body of an answer, be it gzip, zlib or raw deflate; what is none of them stays as it is.

    Args:
        data: The body; one that is cut off gives what there is.
        limit: Bytes beyond which it is refused.

    Raises:
        StreamError: There is more.
    """
    for bits in (_AS_GZIP,) if data.startswith(GZIP) else (_AS_ZLIB, _RAW):
        opened = zlib.decompressobj(bits)
        try:
            plain = opened.decompress(data, limit + 1)
        except zlib.error:
            continue
        if len(plain) > limit:
            raise StreamError(f"decompresses to more than {limit // 1024**2} MiB", code="too_large")
        return plain
    return data
