"""Paths become input files: directories are searched, files are taken as they are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from sayso.errors import InputError

ARTICLE_SUFFIXES = frozenset({".txt", ".text", ".html", ".htm", ".xhtml", ".md"})


def find_inputs(paths: Sequence[Path]) -> Iterator[Path]:
    """Expand directories into the articles below them.

    Links to directories are not followed, so a loop of links cannot trap the search; hidden files and
    directories are left out.

    Args:
        paths: Files and directories. What doesn't exist is passed on, for the reader to report.

    Yields:
        Files: those given as they are, those of a directory in name order, its own before its folders'.

    Raises:
        InputError: A directory is ``unreadable`` or holds no article (``missing_file``).
    """
    for path in paths:
        if path.is_dir():
            yield from _search(path)
        else:
            yield path


def _search(directory: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise InputError(
            f"{error.filename}: cannot be listed ({error.strerror}); check its permissions", code="unreadable"
        )

    found = False
    for parent, folders, names in os.walk(directory, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and os.path.splitext(name)[1].lower() in ARTICLE_SUFFIXES:
                found = True
                yield Path(parent, name)
    if not found:
        kinds = " ".join(sorted(ARTICLE_SUFFIXES))
        raise InputError(
            f"{directory}: holds no articles; name a directory with files of these kinds: {kinds}",
            code="missing_file",
        )
