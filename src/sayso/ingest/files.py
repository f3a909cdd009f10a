"""Paths become input files: directories are searched, files are taken as they are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sayso.errors import InputError

ARTICLE_SUFFIXES = frozenset({".txt", ".text", ".html", ".htm", ".xhtml", ".md"})
# What lies beside articles and tells of the folder; who names such a file has it read all the same.
_ABOUT_FOLDER = frozenset({"readme", "license", "licence", "notice", "changelog", "contributing", "copying"})


def find_inputs(paths: Sequence[Path], *, suffixes: Iterable[str] = ARTICLE_SUFFIXES) -> Iterator[Path]:
    """Expand directories into the articles below them.

    Links to directories are not followed, so a loop of links cannot trap the search; hidden files and
    directories are left out, and so are pipes and devices, on which a reader might wait for ever, and
    files such as ``README.md`` that tell of the folder.

    Args:
        paths: Files and directories. What doesn't exist is passed on, for the reader to report.
        suffixes: How the files of a directory have to end, in lower case.

    Yields:
        Files: those given as they are, those of a directory in name order, its own before its folders'.

    Raises:
        InputError: A directory, or one below it, is ``unreadable`` or holds no article
            (``missing_file``); after all that could be found in it.
    """
    for path in paths:
        if path.is_dir():
            yield from _search(path, tuple(suffixes))
        else:
            yield path


def _search(directory: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    found = False
    closed: list[OSError] = []
    for parent, folders, names in os.walk(directory, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if _is_article_name(name, suffixes) and not _is_device(path):
                found = True
                yield path
    if closed:
        more = f", nor can {len(closed) - 1} more" if len(closed) > 1 else ""
        raise InputError(
            f"{closed[0].filename}: cannot be listed ({closed[0].strerror}){more}; check the permissions",
            code="unreadable",
        )
    if not found:
        kinds = " ".join(sorted(suffixes))
        raise InputError(
            f"{directory}: holds no articles; name a directory with files of these kinds: {kinds}",
            code="missing_file",
        )


def _is_article_name(name: str, suffixes: tuple[str, ...]) -> bool:
    stem, _ = os.path.splitext(name.lower())
    return not name.startswith(".") and name.lower().endswith(suffixes) and stem not in _ABOUT_FOLDER


def _is_device(path: Path) -> bool:
    """Whether it is a pipe, socket or device; what cannot be looked at is for the reader to report."""
    return os.path.exists(path) and not os.path.isfile(path)
