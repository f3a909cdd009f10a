"""Articles, statements and people get the addresses (IRIs, RFC 3987) that they have in linked data.

They come from what they name alone, so that the same ledger gives the same ones again.
"""

from __future__ import annotations

import base64
import re
from uuid import UUID, uuid5

from sayso.records import Article

# Letters beyond ASCII are allowed in an IRI; white space, controls and the like are not.
_IRI = re.compile(
    r"https?://[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff0-\uffff]+", re.IGNORECASE
)
# Names of this kind were never given out before; from ``uuid4``, once.
_OURS = UUID("6f0d3a1c-2b7e-4d0c-9a56-8f1f5c7e9d24")


def web_address(url: str | None) -> str | None:
    """The address of an article where it is a web address, else None."""
    return url if url and _IRI.fullmatch(url) else None


def text_address(article: Article) -> str:
    """An address that names a text by its SHA-256 (RFC 6920): the same text has the same one anywhere."""
    digest = bytes.fromhex(article.id.removeprefix("sha256:"))
    return f"ni:///sha-256;{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def article_address(article: Article) -> str:
    """Where the article stands on the web or, for want of that, the name of its text."""
    return web_address(article.url) or text_address(article)


def number_in(article: Article, part: str) -> UUID:
    """A number for a part of an article: the id of an attribution or entity, say.

    Texts that say the same at two addresses have parts of their own each.
    """
    return uuid5(_OURS, _plain(f"{article.url or ''} {article.id} {part}"))


def number_of(name: str) -> UUID:
    """A number for what goes by its name alone, such as an outlet."""
    return uuid5(_OURS, _plain(f"name {name}"))


def _plain(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
