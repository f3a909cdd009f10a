"""A file is looked into: a container gives its parts, an article is left to :func:`load_article`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from sayso.errors import InputError
from sayso.ingest.files import ARTICLE_SUFFIXES
from sayso.ingest.inflate import Stream, StreamError
from sayso.ingest.load import MAX_FILE_BYTES
from sayso.ingest.magic import (
    GZIP,
    is_archive,
    looks_like_feed,
    looks_like_json,
    looks_like_newsml,
    looks_like_reuters,
    what_is_not_read,
)
from sayso.ingest.parts import BadPart, Part, Parts

_PLAIN_SUFFIXES = frozenset({*ARTICLE_SUFFIXES, ".warc", ".arc", ".jsonl", ".ndjson", ".json", ".sgm"})
# What a directory is searched for.
CONTAINER_SUFFIXES = tuple(sorted(_PLAIN_SUFFIXES | {f"{one}.gz" for one in _PLAIN_SUFFIXES} | {".xml"}))
_JSON_SUFFIXES = (".jsonl", ".ndjson", ".json")
_TEXT_SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml")
_HEAD_BYTES = 4096


def parts_of(source: Path | bytes, *, name: str) -> Parts | None:
    """The parts of a container.

    Args:
        source: A file, or the bytes of one.
        name: What to call it in messages; its suffix counts.

    Returns:
        Its articles one by one, read as they are asked for; None for a file that is an article itself.

    Raises:
        InputError: It cannot be opened, or is an archive of a kind that is not read.
    """
    with _opened(source, name) as file:
        head = file.read(_HEAD_BYTES)
    if unread := what_is_not_read(head):
        raise InputError(f"{name}: is {unread}", code="binary")
    return _parts(source, name) if head.startswith(GZIP) or _kind(head, name) else None


def _parts(source: Path | bytes, name: str) -> Parts:
    with _opened(source, name) as file:
        try:
            stream = Stream(file)
            kind = _kind(stream.peek(_HEAD_BYTES), name.lower().removesuffix(".gz"))
            yield from _READERS[kind](stream)
        except StreamError as error:
            yield BadPart("", error.code, str(error))
        except OSError as error:
            yield BadPart("", "unreadable", f"cannot be read ({error.strerror or error})")


def _kind(head: bytes, name: str) -> str:
    """A key of ``_READERS``, empty for bytes that do not hold several articles."""
    if is_archive(head):
        return "archive"
    if name.lower().endswith(_JSON_SUFFIXES):
        return "json"
    if name.lower().endswith(_TEXT_SUFFIXES):
        return ""
    if looks_like_newsml(head):
        return "newsml"
    if looks_like_feed(head):
        return "feed"
    if looks_like_reuters(head):
        return "reuters"
    return "json" if looks_like_json(head) else ""


def _archive(stream: Stream) -> Parts:
    from sayso.ingest.warc import pages_in

    yield from _or_empty(pages_in(stream), "holds no answers that are HTML pages")


def _json(stream: Stream) -> Parts:
    from sayso.ingest.jsonlines import articles_in

    yield from _or_empty(articles_in(stream), "holds no articles")


def _newsml(stream: Stream) -> Parts:
    from sayso.ingest.newsml import items_in

    yield from _or_empty(items_in(stream), "holds no news items")


def _feed(stream: Stream) -> Parts:
    from sayso.ingest.feeds import full_texts_in

    yield from _or_empty(full_texts_in(stream), "holds links and no full texts; `sayso feed add` follows it")


def _reuters(stream: Stream) -> Parts:
    from sayso.ingest.reuters import items_in

    yield from items_in(stream)


def _compressed_article(stream: Stream) -> Parts:
    data = stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // 1024**2
        yield BadPart("", "too_large", f"decompresses to more than {limit} MiB, more than an article can be")
    else:
        yield Part("", data, position=stream.position)


_READERS = {
    "archive": _archive,
    "json": _json,
    "newsml": _newsml,
    "feed": _feed,
    "reuters": _reuters,
    "": _compressed_article,
}


def _or_empty(parts: Parts, message: str) -> Parts:
    """The parts, or, where there are none, a word on that."""
    part = None
    for part in parts:
        yield part
    if part is None:
        yield BadPart("", "empty", message)


@contextmanager
def _opened(source: Path | bytes, name: str) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(open(source, "rb"))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            message = f"{name}: cannot be read ({reason}); check the file and its permissions"
            raise InputError(message, code="unreadable") from error
        yield file
