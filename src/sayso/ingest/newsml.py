"""NewsML-G2 (IPTC) becomes articles: the news items of a message, or a single one.

Entities are not resolved and nothing is fetched: a file that declares any is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from sayso.ingest.inflate import Stream
from sayso.ingest.metadata import parse_date
from sayso.ingest.parts import BadPart, Part

MAX_BYTES = 64 * 1024 * 1024
_N = "{http://iptc.org/std/nar/2006-10-01/}"
_DATES = ("contentMeta/contentCreated", "itemMeta/firstCreated", "itemMeta/versionCreated")
_PARAGRAPHS = frozenset({"p", "hl1", "hl2", "h1", "h2", "h3", "li", "blockquote"})
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def items_in(stream: Stream) -> Iterator[Part | BadPart]:
    """Take the news items out of a NewsML-G2 file.

    Args:
        stream: The file, decompressed.

    Yields:
        Articles, placed by the ``guid`` of their item; what cannot be understood, in its place.
    """
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        yield BadPart(
            "", "too_large", f"is larger than {MAX_BYTES // 1024**2} MiB; split it", stream.position
        )
        return
    if _DOCTYPE.search(data):
        yield BadPart(
            "", "bad_record", "declares a document type or entities, which are refused", stream.position
        )
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield BadPart("", "bad_record", f"is no XML ({error})", stream.position)
        return
    items = [root] if root.tag == f"{_N}newsItem" else list(root.iter(f"{_N}newsItem"))
    for number, item in enumerate(items, 1):
        yield _part(item, item.get("guid") or str(number), stream.position)


def _part(item: Any, place: str, position: int) -> Part | BadPart:
    text = _text(item)
    if not text:
        return BadPart(place, "empty", "a news item holds no text", position)
    title = _first(item, "contentMeta/headline") or _first(item, "itemMeta/title")
    day = next((parse_date(value) for path in _DATES if (value := _first(item, path))), None)
    language = item.find(_path("contentMeta/language"))
    guid = item.get("guid") or ""
    fields = {
        "title": title,
        "published": day,
        "outlet": _provider(item),
        "url": guid if guid.startswith(("http://", "https://")) else None,
        "language": (language.get("tag") or "")[:2].lower() if language is not None else None,
    }
    return Part(
        place,
        text,
        is_html=False,
        position=position,
        fields={name: value for name, value in fields.items() if value},
    )


def _text(item: Any) -> str:
    """The body: plain text as it stands, markup by its paragraphs, a blank line apart."""
    for plain in item.iter(f"{_N}inlineData"):
        if (plain.get("contenttype") or "text/plain").startswith("text/plain") and plain.text:
            return str(plain.text).strip()
    paragraphs = []
    for markup in item.iter(f"{_N}inlineXML"):
        for node in markup.iter(etree.Element):
            if etree.QName(node).localname in _PARAGRAPHS:
                words = " ".join("".join(node.itertext()).split())
                if words:
                    paragraphs.append(words)
    return "\n\n".join(paragraphs)


def _provider(item: Any) -> str | None:
    for path in ("itemMeta/provider", "contentMeta/infoSource"):
        node = item.find(_path(path))
        if node is not None:
            name = node.findtext(f"{_N}name") or node.get("literal")
            if name:
                return str(name).strip()
    return None


def _first(item: Any, path: str) -> str | None:
    node = item.find(_path(path))
    words = " ".join("".join(node.itertext()).split()) if node is not None else ""
    return words or None


def _path(path: str) -> str:
    return "/".join(_N + step for step in path.split("/"))
