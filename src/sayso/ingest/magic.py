"""The first bytes of a file tell what it is."""

from __future__ import annotations

import re

GZIP = b"\x1f\x8b"
_WARC = re.compile(rb"WARC/\d")
_ARC = re.compile(rb"(?:filedesc|https?|ftp|dns|whois)://?\S*\s[^\n]*\s\d{8,14}\s\S+\s\d+\s*$", re.MULTILINE)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*\"")
# Declarations and comments, then the root of RSS, RSS 1.0 or Atom.
_FEED = re.compile(
    rb"\A[^<]{0,16}(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:rss|rdf:RDF|feed)[\s>]", re.DOTALL
)
# A declaration, then the first item of Reuters-21578.
_REUTERS = re.compile(rb"\A\s*(?:<!DOCTYPE\s+lewis\b[^>]*>\s*)?<REUTERS\b[^>]*\bNEWID=", re.IGNORECASE)
_NEWSML = b"http://iptc.org/std/nar/2006-10-01/"
_NOT_READ = {
    b"PK\x03\x04": "a zip archive; unpack it, and add the folder",
    b"PK\x05\x06": "an empty zip archive",
    b"\x04\x22\x4d\x18": "compressed with lz4; decompress it first",
    b"\x28\xb5\x2f\xfd": "compressed with zstd; decompress it first",
    b"BZh": "compressed with bzip2; decompress it first",
    b"\xfd7zXZ\x00": "compressed with xz; decompress it first",
}


def is_archive(head: bytes) -> bool:
    """Whether bytes begin as a web archive does, WARC or ARC."""
    return bool(_WARC.match(head) or _ARC.match(head))


def looks_like_json(head: bytes) -> bool:
    """Whether bytes begin as an object of JSON does, or an array of them."""
    return bool(_JSON.match(head))


def looks_like_newsml(head: bytes) -> bool:
    """Whether the namespace of NewsML-G2 is among the first bytes."""
    return _NEWSML in head


def looks_like_feed(head: bytes) -> bool:
    """Whether the first element is that of an RSS or Atom feed."""
    return bool(_FEED.search(head.replace(b"\x00", b"")))


def looks_like_reuters(head: bytes) -> bool:
    """Whether the first element is an item of Reuters news in SGML."""
    return bool(_REUTERS.match(head))


def what_is_not_read(head: bytes) -> str | None:
    """What a file is that has to be unpacked first, with the advice; None for all others."""
    return next((kind for magic, kind in _NOT_READ.items() if head.startswith(magic)), None)
