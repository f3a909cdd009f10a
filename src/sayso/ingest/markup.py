"""XML from strangers becomes a tree: nothing it declares is believed, and what is broken is mended.

libxml2 reads it, in time that grows with its length alone; what it writes again is well-formed, so that no
parser that comes after has to guess.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

from lxml import etree

from sayso.errors import InputError

# What XML 1.0 has no way to write.
UNWRITABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))
_SPACE = re.compile(r"\s*")
_DOCTYPE = re.compile(r"<!doctype(?:[^\[<>\"']|\"[^\"]*\"|'[^']*')*", re.IGNORECASE)
_LONGEST_DOCTYPE = 1000
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_OF_XML = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
# A number so long stands for no character, and Python refuses to read it.
_LONG_NUMBER = re.compile(r"&#[0-9]{8,};?")


def parse_xml(text: str, *, where: str) -> Any:
    """Read XML, as much of it as makes sense.

    Args:
        text: A document.
        where: How messages name it.

    Returns:
        The root element of lxml; None when there is none.

    Raises:
        InputError: ``unsafe_xml``: it declares entities, and so could unfold without end or name other files.
    """
    body = text[_prolog_end(text, where=where) :].translate(UNWRITABLE)
    data = _ENTITY.sub(_as_character, _LONG_NUMBER.sub("", body)).encode("utf-8")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        encoding="utf-8",
        huge_tree=False,
    )
    try:
        return etree.fromstring(data, parser) if data.strip() else None
    except etree.XMLSyntaxError:
        return None


def local_name(element: Any) -> str:
    """Name of an element without its namespace, in lower case; empty for comments and the like."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _prolog_end(text: str, *, where: str) -> int:
    """Where a document's declarations end; those of encodings no longer hold, and others are not needed."""
    at = 0
    while True:
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        for opening, closing in (("<?", "?>"), ("<!--", "-->")):
            if text.startswith(opening, at):
                end = text.find(closing, at + len(opening))
                if end < 0:
                    return len(text)
                at = end + len(closing)
                break
        else:
            found = _DOCTYPE.match(text, at, at + _LONGEST_DOCTYPE)
            if not found:
                return at
            if text[found.end() : found.end() + 1] != ">":
                raise InputError(
                    f"{where}: declares entities of its own, as attacks do and feeds need not; not read",
                    code="unsafe_xml",
                )
            at = found.end() + 1


def _as_character(entity: re.Match[str]) -> str:
    """HTML's entities, which feeds use without declaring them, as what they stand for."""
    return entity[0] if entity[1] in _OF_XML else html5.get(entity[1], entity[0])
