"""Web archives (WARC, ISO 28500, and ARC) become pages: answers with status 200 that are HTML.

The framing of records is warcio's. Around it stand limits: how long headers, a page and anything that is
skipped may be, so that neither a bomb nor a record without end takes the reader down. After a record that
cannot be understood the search goes on at the next line that begins one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from sayso.ingest.given import iso_date
from sayso.ingest.inflate import Stream, StreamError, inflate
from sayso.ingest.magic import is_archive
from sayso.ingest.parts import BadPart, Part

# Bytes; as much as is fetched from an address.
MAX_PAGE_BYTES = 16 * 1024 * 1024
MAX_HEADER_BYTES = 1024 * 1024
# Bytes of a record that are skipped before it counts as endless: videos are longer than pages.
MAX_SKIPPED_BYTES = 8 * 1024**3
# A record that decompresses to this many bytes has to be made of more than a hundredth of them: nothing that
# is worth keeping compresses better, and deflate itself reaches 1,032 to 1.
_SUSPICIOUS_BYTES = 256 * 1024**2
_MAX_RATIO = 200
_STEP_BYTES = 1024 * 1024

_PAGES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_WHAT_WARCIO_RAISES = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    EOFError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
)


class _Loader(ArcWarcRecordLoader):  # type: ignore[misc]
    """Puts addresses right without a word to the log."""

    def _ensure_target_uri_format(self, rec_headers: Any) -> str | None:
        uri = rec_headers.get_header("WARC-Target-URI")
        if uri is not None:
            uri = uri.strip().removeprefix("<").removesuffix(">").replace(" ", "%20")
            rec_headers.replace_header("WARC-Target-URI", uri)
        return uri  # type: ignore[no-any-return]


def pages_in(stream: Stream) -> Iterator[Part | BadPart]:
    """Take the pages out of a web archive.

    Args:
        stream: The archive, decompressed.

    Yields:
        Pages, placed by the offset of their record in the decompressed archive, with address and day of the
        crawl; what is broken, in its place. Other records are passed over.
    """
    loader = _Loader(verify_http=False, arc2warc=False)
    is_lost = False
    while True:
        start = stream.tell()
        try:
            line = _next_line(stream)
            if not line:
                return
            start = stream.tell() - len(line)
            if not is_archive(line):
                if not is_lost:
                    yield _bad(stream, start, f"no record begins here, but {line[:40]!r}")
                is_lost = True
                continue
            is_lost = False
            yield from _page(loader, stream, line, start)
        except StreamError as error:
            yield BadPart(str(start), error.code, f"{error}; nothing after it was read", stream.position)
            return


def _next_line(stream: Stream) -> bytes:
    """The next line that is not blank; empty at the end."""
    stream.allow(MAX_SKIPPED_BYTES)
    while line := stream.readline(MAX_HEADER_BYTES):
        if line.strip():
            return line
    return b""


def _page(loader: Any, stream: Stream, line: bytes, start: int) -> Iterator[Part | BadPart]:
    """Read one record to its end; yields its page, if it is one."""
    stream.allow(MAX_HEADER_BYTES)
    before = stream.position
    try:
        record = loader.parse_record_stream(stream, line, no_record_parse=True)
        if record.length is None:
            raise ValueError("it does not say how long it is")
    except StreamError:
        raise
    except _WHAT_WARCIO_RAISES as error:
        yield _bad(stream, start, f"a record cannot be understood ({error or type(error).__name__})")
        return
    try:
        stream.allow(MAX_PAGE_BYTES + MAX_HEADER_BYTES)
        part = _part(loader, record, stream, start)
        if part:
            yield part
    except StreamError as error:
        if error.code != "too_large":
            raise
        yield BadPart(
            str(start), "too_large", f"a page of more than {MAX_PAGE_BYTES // 1024**2} MiB", stream.position
        )
    except _WHAT_WARCIO_RAISES as error:
        yield _bad(stream, start, f"an answer cannot be understood ({error or type(error).__name__})")
    _skip(record, stream, before)


def _skip(record: Any, stream: Stream, before: int) -> None:
    """Go to the end of a record.

    Raises:
        StreamError: It has none, or is a bomb.
    """
    stream.allow(MAX_SKIPPED_BYTES)
    skipped = 0
    while piece := record.raw_stream.read(_STEP_BYTES):
        skipped += len(piece)
        if skipped > _SUSPICIOUS_BYTES and skipped > _MAX_RATIO * (stream.position - before + 1):
            raise StreamError("is a compression bomb", code="too_large")


def _part(loader: Any, record: Any, stream: Stream, start: int) -> Part | None:
    """The page of a record; None where there is none."""
    address, day = _address_and_day(record)
    if record.rec_type != "response" or not address.startswith(("http://", "https://")) or not record.length:
        return None
    http = loader.http_parser.parse(record.raw_stream)
    kind = (http.get_header("content-type") or "").lower()
    if http.get_statuscode() != "200" or not kind.startswith(_PAGES):
        return None
    charset = _CHARSET.search(kind)
    return Part(
        str(start),
        _body(record.raw_stream, http),
        is_html=True,
        position=stream.position,
        address=address,
        charset=charset[1] if charset else None,
        fetched=day,
    )


def _address_and_day(record: Any) -> tuple[str, str | None]:
    headers = record.rec_headers
    if record.format == "arc":
        address, stamp = headers.get_header("uri"), headers.get_header("archive-date") or ""
        return (address or "").replace(" ", "%20"), iso_date(f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}")
    stamp = headers.get_header("WARC-Date") or ""
    return headers.get_header("WARC-Target-URI") or "", iso_date(stamp[:10])


def _body(raw: Any, http: Any) -> bytes:
    """What a browser would get of an answer.

    Raises:
        StreamError: It is too large.
        ValueError: It is compressed in a way that is not understood.
    """
    chunked = (http.get_header("transfer-encoding") or "").strip().lower() == "chunked"
    source = ChunkedDataReader(raw, decomp_type=None) if chunked else raw
    pieces = []
    while piece := source.read(_STEP_BYTES):
        pieces.append(piece)
    data = b"".join(pieces)
    if len(data) > MAX_PAGE_BYTES:
        raise StreamError("is too large", code="too_large")
    encoding = (http.get_header("content-encoding") or "").strip().lower()
    if encoding in ("", "identity"):
        return data
    if encoding in ("gzip", "x-gzip", "deflate"):
        return inflate(data, limit=MAX_PAGE_BYTES)
    raise ValueError(f"it is compressed with {encoding[:20]}, which is not read")


def _bad(stream: Stream, start: int, message: str) -> BadPart:
    return BadPart(str(start), "bad_record", message, stream.position)
