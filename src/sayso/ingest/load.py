"""Whatever names an article (a path, an address, bytes, the text itself) becomes an article.

Paths and addresses are told apart from text here and nowhere else.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, Unpack

from sayso.errors import InputError
from sayso.ingest.decode import decode
from sayso.ingest.given import GivenFields
from sayso.records import Article

if TYPE_CHECKING:
    from sayso.ingest.answers import Page

# Bytes; more than any article, and little enough to hold in memory several times over.
MAX_FILE_BYTES = 64 * 1024 * 1024
# Longest name of a file and longest path on the systems we know, in bytes.
_MAX_NAME_BYTES = 255
_MAX_PATH_BYTES = 4096

_Data = TypeVar("_Data", str, bytes)

_ADDRESS = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://\S+\Z")
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
# A comment holds no other comment's end, so that there is one way only to match a row of them.
_COMMENTS = r"(?:<!--(?:(?!-->).){0,2000}-->\s*)*"
_HTML_HEAD = re.compile(
    rf"\ufeff?\s*(?:<\?xml[^>]{{0,200}}>\s*)?{_COMMENTS}<(?:!doctype\s+html|html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
# Other tags that an HTML file may open with (WHATWG MIME Sniffing, section 7.1).
_HTML_PIECE = re.compile(
    rf"\ufeff?\s*{_COMMENTS}<(?:head|body|script|iframe|h1|div|font|table|a|style|title|b|br|p|article|main|"
    r"section|meta)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def load_article(
    source: str | Path | bytes,
    *,
    allow_private: bool = False,
    **given: Unpack[GivenFields],
) -> Article:
    """Load one article.

    Args:
        source: A :class:`~pathlib.Path` is a file, ``-`` standard input. A ``str`` is a path if such a
            file exists, else an http(s) address, else the text itself if it holds a line break or is
            longer than a path could be. ``bytes`` are a file's content.
        allow_private: Lets an address lead to a private, loopback or link-local host.
        given: ``title``, ``outlet``, ``published`` and ``url`` override what is found; so does ``language``,
            and ``en`` skips the language check.

    Returns:
        The article.

    Raises:
        InputError: The input cannot be read; ``code`` says why.
        FetchError: The page cannot or may not be fetched.
        UsageError: ``published`` is not a date.
    """
    if isinstance(source, bytes):
        return _from_bytes(source, path=None, **given)
    if str(source) == "-":
        return _from_bytes(_within_limit(sys.stdin.buffer.read(MAX_FILE_BYTES + 1), "-"), path="-", **given)
    if isinstance(source, Path) or os.path.exists(source):
        return _from_bytes(read_file(source), path=str(source), **given)
    if _ADDRESS.match(source):
        return _from_address(source, allow_private=allow_private, **given)
    if not _could_be_path(source):
        return _from_str(source, **given)
    raise _missing(source)


def _from_str(text: str, **given: Unpack[GivenFields]) -> Article:
    _within_limit(text, "the text given")
    if _HTML_HEAD.match(text):
        from sayso.ingest.html import article_from_html

        return article_from_html(text, **given)
    from sayso.ingest.text import article_from_text

    return article_from_text(text, **given)


def _from_bytes(
    data: bytes,
    *,
    path: str | None,
    address: str | None = None,
    declared: str | None = None,
    is_html: bool | None = None,
    **given: Unpack[GivenFields],
) -> Article:
    """Decode and dispatch; ``is_html`` None leaves it to the file's suffix and its first characters."""
    where = path or "the bytes given"
    if is_html is None:
        is_html = _is_html(data, path)
    if is_html:
        from sayso.ingest.html import article_from_html

        return article_from_html(data, path=path, address=address, declared=declared, **given)
    from sayso.ingest.text import article_from_text

    decoded = decode(_within_limit(data, where), where=where, declared=declared)
    if given.get("url") is None:
        given["url"] = address
    return article_from_text(decoded.text, path=path, encoding=decoded.encoding, **given)


def _from_address(address: str, *, allow_private: bool, **given: Unpack[GivenFields]) -> Article:
    from sayso.ingest.fetch import fetch_page

    return article_from_page(fetch_page(address, allow_private=allow_private), path=address, **given)


def article_from_page(page: Page, *, path: str, **given: Unpack[GivenFields]) -> Article:
    """Make an article of a page that was fetched.

    Args:
        page: What the server sent.
        path: The address as it was given.
        given: As for :func:`load_article`.

    Raises:
        InputError: It holds no article that can be read.
    """
    return _from_bytes(
        page.data, path=path, address=page.url, declared=page.charset, is_html=page.is_html, **given
    )


def read_file(path: str | Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: It cannot be read, or is too large.
    """
    try:
        with open(path, "rb") as file:
            return _within_limit(file.read(MAX_FILE_BYTES + 1), str(path))
    except FileNotFoundError:
        raise _missing(str(path)) from None
    except IsADirectoryError:
        raise InputError(
            f"{path}: is a directory; name the files in it (the command line searches directories itself)",
            code="is_directory",
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"{path}: cannot be read ({reason}); check the file and its permissions", code="unreadable"
        ) from error


def _within_limit(data: _Data, where: str) -> _Data:
    if len(data) > MAX_FILE_BYTES:
        raise InputError(
            f"{where}: is larger than {MAX_FILE_BYTES // 1024**2} MiB, more than an article can be; split it",
            code="too_large",
        )
    return data


def _is_html(data: bytes, path: str | None) -> bool:
    suffix = os.path.splitext(path or "")[1].lower()
    if suffix in _HTML_SUFFIXES:
        return True
    head = data[:4096].decode("latin-1").removeprefix("ï»¿")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace("\x00", "")[2:]
    return bool(_HTML_HEAD.match(head)) or (suffix not in _TEXT_SUFFIXES and bool(_HTML_PIECE.match(head)))


def _could_be_path(source: str) -> bool:
    if not source or "\n" in source or "\r" in source or "\x00" in source:
        return False
    raw = source.encode("utf-8", "surrogatepass")
    return len(raw) <= _MAX_PATH_BYTES and all(len(name) <= _MAX_NAME_BYTES for name in raw.split(b"/"))


def _missing(source: str) -> InputError:
    if _SCHEME.match(source):
        return InputError(
            f"{source}: no such file, and only http(s) addresses are fetched", code="missing_file"
        )
    return InputError(
        f"{source}: no such file; check the name (for a text instead of a name, use standard input)",
        code="missing_file",
    )
