"""Files of JSON become articles: one object a line, or one object or array in the file.

An object is an article as ``{"text" or "html", "url", "title", "published", "outlet", "language"}``, a news
item as ninjs (IPTC), or a reading that ``sayso read`` wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sayso.ingest.inflate import Stream
from sayso.ingest.metadata import parse_date
from sayso.ingest.ninjs import fields_of_ninjs, is_ninjs
from sayso.ingest.parts import BadPart, Part, Parts, ReadyPart
from sayso.ingest.readings import check_reading
from sayso.records import SCHEMA, Reading

MAX_LINE_BYTES = 64 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_TOO_LARGE = f"is longer than {MAX_LINE_BYTES // 1024**2} MiB, more than an article can be"
# Other names under which collections of news keep the same things; the first that is there counts.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "outlet": ("outlet", "publisher"),
    "published": ("published", "date_publish", "date_published", "datePublished", "date"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
}
_WHAT_ODD_JSON_RAISES = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def articles_in(stream: Stream) -> Parts:
    """Take the articles out of a file of JSON.

    Args:
        stream: The file, decompressed.

    Yields:
        Articles and readings, placed by their line, or by their number in an array; what cannot be
        understood, in its place.
    """
    if stream.peek(len(_BOM)) == _BOM:
        stream.read(len(_BOM))
    if stream.peek(64).lstrip().startswith(b"["):
        yield from _in_whole(stream, b"")
        return
    for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE_BYTES + 1), b""), 1):
        if len(line) > MAX_LINE_BYTES:
            yield BadPart(
                str(number), "too_large", f"{_TOO_LARGE}; nothing after it was read", stream.position
            )
            return
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:
            if number == 1 and line.lstrip().startswith(b"{"):  # perhaps one object over several lines
                yield from _in_whole(stream, line)
                return
            yield BadPart(str(number), "bad_record", f"is no JSON ({error})", stream.position)
        else:
            yield _part(str(number), data, stream.position)


def _in_whole(stream: Stream, beginning: bytes) -> Parts:
    """Read what is left as one object or array; where it is neither, its lines one by one."""
    text = beginning + stream.read(MAX_LINE_BYTES + 1 - len(beginning))
    if len(text) > MAX_LINE_BYTES:
        yield BadPart("", "too_large", f"{_TOO_LARGE}; write one object a line", stream.position)
        return
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        if beginning and text.count(b"\n{"):
            yield from _lines(text, stream.position)
        else:
            yield BadPart("", "bad_record", f"is no JSON ({error})", stream.position)
        return
    if isinstance(data, list):
        for number, item in enumerate(data, 1):
            yield _part(str(number), item, stream.position)
    else:
        yield _part("", data, stream.position)


def _lines(text: bytes, position: int) -> Parts:
    for number, line in enumerate(text.split(b"\n"), 1):
        if line.strip():
            try:
                data = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield BadPart(str(number), "bad_record", f"is no JSON ({error})", position)
            else:
                yield _part(str(number), data, position)


def _part(place: str, data: Any, position: int) -> Part | ReadyPart | BadPart:
    try:
        if not isinstance(data, dict):
            raise ValueError(f"is {type(data).__name__}, not an object")
        if str(data.get("schema", "")).startswith("sayso/"):
            return _reading(place, data, position)
        if is_ninjs(data):
            data = fields_of_ninjs(data)
        return _article(place, data, position)
    except _WHAT_ODD_JSON_RAISES as error:
        return BadPart(place, "bad_record", _reason(error), position)


def _reading(place: str, data: Mapping[str, Any], position: int) -> ReadyPart | BadPart:
    if "error" in data:
        error = data["error"]
        return BadPart(place, str(error["code"]), str(error["message"]), position)
    try:
        if data["schema"] != SCHEMA:
            raise ValueError(f"its schema is {data['schema']!r}, not {SCHEMA!r}")
        check_reading(data)
        return ReadyPart(place, Reading.from_dict(data), position)
    except _WHAT_ODD_JSON_RAISES as error:
        message = f"is a reading that cannot be understood ({_reason(error)}); make it anew with `sayso read`"
        return BadPart(place, "bad_readings", message, position)


def _article(place: str, data: Mapping[str, Any], position: int) -> Part:
    is_html = isinstance(data.get("html"), str) and bool(data["html"].strip())
    body = data["html"] if is_html else data.get("text")
    if not isinstance(body, str):
        raise ValueError('has neither "text" nor "html"')
    return Part(place, body, is_html=is_html, position=position, fields=dict(_fields(data)))


def _fields(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field, names in _NAMES.items():
        value = next((data[name] for name in names if data.get(name)), None)
        if value is None:
            continue
        if not isinstance(value, str):
            raise ValueError(f'"{field}" is {type(value).__name__}, not a string')
        if field == "published":
            day = parse_date(value)
            if day is None:
                raise ValueError(f'"published" is {value[:40]!r}, which is no date; write it as YYYY-MM-DD')
            value = day
        if field == "language":
            value = value[:2].lower()
        yield field, value


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"has no {error}"
    return str(error) or type(error).__name__
