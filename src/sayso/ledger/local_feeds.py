"""Feeds that lie on disk lead to files beside them, and nowhere else on the disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sayso.errors import FetchError
from sayso.ingest.feeds import Entry
from sayso.records import Article


def folder_of(feed_url: str) -> Path | None:
    """The folder of a feed on disk; None for one on the web."""
    path = local_path(feed_url)
    return None if path is None else path.resolve().parent


def local_path(url: str) -> Path | None:
    """The file that a ``file:`` address names on this machine; None for any other address."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or "\x00" in path:
        return None
    return Path(path)


def load_local(link: str, folder: Path | None) -> Article:
    """An article on disk, for a feed on disk, from its folder or below; nothing else is opened."""
    from sayso.ingest.load import load_article

    path = local_path(link)
    if folder is None or path is None or not path.resolve().is_relative_to(folder):
        raise FetchError(
            f"{link}: only feeds on disk lead to files, and only to those in their own folder",
            code="fetch_refused",
        )
    return load_article(path)


def without_local_link(entry: Entry) -> Entry:
    """A file's address says nothing to anybody else, so it is not the article's."""
    is_local = entry.link is not None and urlsplit(entry.link).scheme == "file"
    return replace(entry, link=None) if is_local else entry
