"""Reuters news in SGML, as the collection Reuters-21578 has it, becomes articles.

Each ``REUTERS`` element is an item with ``DATE`` and, in ``TEXT``, ``TITLE``, ``AUTHOR``, ``DATELINE`` and
``BODY``; of a brief the title is all there is, and what was not processed stands in ``TEXT`` as it came.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from sayso.ingest.inflate import Stream
from sayso.ingest.metadata import parse_date
from sayso.ingest.parts import BadPart, Part

MAX_ITEM_BYTES = 1024 * 1024
_TOO_LONG = f"an item is longer than {MAX_ITEM_BYTES // 1024} KiB; nothing after it was read"
_OUTLET = "Reuters"
_LANGUAGE = "en"  # of everything that came in this form
_START = re.compile(rb"<REUTERS\b", re.IGNORECASE)
_END = re.compile(rb"</REUTERS>", re.IGNORECASE)
_LONGEST_LINE = 65536
_NUMBER = re.compile(r"\bNEWID=\"([^\"<>]{1,40})\"", re.IGNORECASE)
_DATE = re.compile(r"\b(\d{1,2})-([A-Z]{3})-(\d{4})\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
# Closes a body: the name of the wire, then the end of the text.
_END_OF_TEXT = re.compile(r"\s+Reuters?\s*\Z", re.IGNORECASE)
_ELEMENTS = {
    name: re.compile(rf"<{name}\b[^>]*>(.*?)</{name}>", re.DOTALL | re.IGNORECASE)
    for name in ("date", "text", "title", "author", "dateline", "body")
}


def items_in(stream: Stream) -> Iterator[Part | BadPart]:
    """Take the items out of a file.

    Args:
        stream: The file, decompressed.

    Yields:
        Articles, placed by their ``NEWID``; what cannot be understood, in its place.
    """
    item: bytearray | None = None
    number = 0
    for line in iter(lambda: stream.readline(_LONGEST_LINE), b""):
        while line:
            if item is None:
                start = _START.search(line)
                if not start:
                    break
                item, line, number = bytearray(), line[start.start() :], number + 1
            end = _END.search(line)
            item += line[: end.end()] if end else line
            line = line[end.end() :] if end else b""
            if end:
                yield _part(_decoded(item), number, stream.position)
                item = None
            elif len(item) > MAX_ITEM_BYTES:
                yield BadPart(str(number), "bad_record", _TOO_LONG, stream.position)
                return
    if item is not None:
        yield BadPart(str(number), "bad_record", "an item does not end; the file is cut off", stream.position)


def _decoded(data: bytearray) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _part(item: str, number: int, position: int) -> Part | BadPart:
    head = item[: item.find(">") + 1]
    found = _NUMBER.search(head)
    place = found[1] if found else str(number)
    text = _element(item, "text")
    title = " ".join(_plain(_element(text, "title")).split())
    words = _words(text, title)
    if not words:
        return BadPart(place, "empty", "an item holds no text", position)
    fields = {"title": title, "published": _day(_element(item, "date")), "outlet": _OUTLET}
    fields["language"] = _LANGUAGE
    return Part(
        place,
        words,
        is_html=False,
        position=position,
        fields={name: value for name, value in fields.items() if value},
    )


def _day(date: str) -> str | None:
    """``26-FEB-1987 15:01:01.79`` as ``1987-02-26``."""
    found = _DATE.search(date)
    return parse_date(" ".join(found.groups())) if found else None


def _words(text: str, title: str) -> str:
    """The title, who wrote it and the body with its place and day, a blank line apart."""
    body = _END_OF_TEXT.sub("", _plain(_element(text, "body")))
    if not body.strip():
        return title or _END_OF_TEXT.sub("", _plain(text)).strip()
    author = " ".join(_plain(_element(text, "author")).split())
    dateline = _plain(_element(text, "dateline")).lstrip()
    return "\n\n".join(part for part in (title, author, (dateline + body).strip()) if part) + "\n"


def _element(text: str, name: str) -> str:
    found = _ELEMENTS[name].search(text)
    return found[1] if found else ""


def _plain(markup: str) -> str:
    """Markup without tags and without what steers a teleprinter; line ends stay."""
    text = html.unescape(_TAG.sub("", markup))
    return "".join(char for char in text if char in "\n\t" or char.isprintable())
