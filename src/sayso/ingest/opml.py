"""OPML, in which readers of feeds exchange their lists, becomes a list of feeds, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from lxml import etree

from sayso.errors import InputError
from sayso.ingest.decode import decode
from sayso.ingest.markup import UNWRITABLE, local_name, parse_xml

_SPACE = " "


@dataclass(frozen=True, slots=True)
class Listed:
    """One feed of a list.

    Attributes:
        url: Its address.
        title: Its name, or None.
        category: The folders it is in, with ``/`` between them, or None.
    """

    url: str
    title: str | None = None
    category: str | None = None


def looks_like_opml(data: bytes) -> bool:
    """Whether a file is a list of feeds and not a feed."""
    return b"<opml" in data[:4096].lower().replace(b"\x00", b"")


def parse_opml(data: bytes, *, where: str) -> list[Listed]:
    """Read a list of feeds; each address comes once.

    Raises:
        InputError: It is no list, or names no feed (``not_a_feed``), or is ``unsafe_xml``.
    """
    root = parse_xml(decode(data, where=where).text, where=where)
    found: dict[str, Listed] = {}
    for one in () if root is None else _listed(root):
        found.setdefault(one.url, one)
    if not found:
        raise InputError(
            f"{where}: names no feeds; export the list from your reader as OPML again", code="not_a_feed"
        )
    return list(found.values())


def _listed(root: Any) -> Iterator[Listed]:
    waiting: list[tuple[Any, tuple[str, ...]]] = [(root, ())]
    while waiting:
        element, folders = waiting.pop()
        inner = folders
        if local_name(element) == "outline":
            given = {str(name).lower(): _SPACE.join(value.split()) for name, value in element.attrib.items()}
            name = given.get("title") or given.get("text") or None
            if given.get("xmlurl"):
                category = "/".join(folders) or given.get("category", "").strip("/") or None
                yield Listed(given["xmlurl"], name, category)
            elif name:
                inner = (*folders, name)
        waiting += [(child, inner) for child in reversed(element)]


def write_opml(feeds: Iterable[Listed]) -> bytes:
    """Write a list of feeds, those of a category in a folder of its name."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Feeds of a Sayso ledger"
    body = etree.SubElement(root, "body")
    ordered = sorted(feeds, key=lambda one: (one.category or "", one.title or one.url, one.url))
    for category, members in groupby(ordered, key=lambda one: one.category):
        folder = body
        for name in (category or "").split("/") if category else ():
            folder = etree.SubElement(folder, "outline", text=_clean(name), title=_clean(name))
        for one in members:
            name = _clean(one.title or one.url)
            etree.SubElement(folder, "outline", type="rss", text=name, title=name, xmlUrl=_clean(one.url))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _clean(text: str) -> str:
    return text.translate(UNWRITABLE)
