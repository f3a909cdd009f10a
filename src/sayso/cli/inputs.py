"""Arguments become inputs: files, what lies in directories, addresses, and standard input."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sayso.cli.output import Item, complain_of
from sayso.cli.terminal import complain, is_terminal
from sayso.errors import InputError, UsageError
from sayso.ingest.files import ARTICLE_SUFFIXES
from sayso.ingest.given import iso_date
from sayso.ingest.load import MAX_FILE_BYTES
from sayso.pipeline import Source
from sayso.records import Failure

STANDARD_INPUT = "-"
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to read.

    Attributes:
        name: What the user called it; for a file of a directory, its path from there.
        source: What to hand to the pipeline, or a failure where it is known that there is nothing.
    """

    name: str
    source: Source | Failure


def gather_inputs(arguments: Sequence[str], *, suffixes: Iterable[str] = ARTICLE_SUFFIXES) -> list[Input]:
    """Find what there is to read, in the order of the arguments; directories are searched.

    Args:
        arguments: As typed: paths, http(s) addresses, or ``-`` for standard input.
        suffixes: How the files of a directory have to end, in lower case.

    Raises:
        UsageError: There are no arguments, or standard input is named twice.
    """
    if not arguments:
        raise UsageError(
            "nothing to read; name a file, a directory, an http(s) address, or - for standard input"
        )
    if list(arguments).count(STANDARD_INPUT) > 1:
        raise UsageError("standard input (-) is named twice; it can be read only once")
    return [found for argument in arguments for found in _inputs_of(argument, suffixes)]


def nothing_to_read(inputs: Sequence[Input]) -> bool:
    """Whether no input is there at all; says why of each."""
    failures = [found.source for found in inputs if isinstance(found.source, Failure)]
    if len(failures) < len(inputs):
        return False
    for failure in failures:
        complain_of(failure)
    return True


def named(item: Item, name: str) -> Item:
    """A result under the name that the user gave its input."""
    if isinstance(item, Failure):
        return replace(item, path=name)
    return replace(item, article=replace(item.article, path=name))


def check_given(*, published: str | None, language: str | None) -> None:
    """Check what the user says of articles.

    Raises:
        UsageError: It cannot be so.
    """
    if published is not None and iso_date(published) is None:
        raise UsageError(f"--published is {published!r}; give a date as YYYY-MM-DD")
    if language is not None and not re.fullmatch("[a-z]{2}", language):
        raise UsageError(f"--language is {language!r}; give a two-letter code such as en")


def refuse_to_overwrite(inputs: Sequence[Input], output: Path | None) -> list[Path]:
    """Make sure that the output is none of the inputs.

    Returns:
        The files among the inputs, each once.

    Raises:
        UsageError: It is one.
    """
    files = list(
        {found.source for found in inputs if isinstance(found.source, Path) and found.source.exists()}
    )
    if output is not None and output.exists() and any(file.samefile(output) for file in files):
        raise UsageError(f"{output}: would overwrite the article it is read from; choose another output")
    return files


def _inputs_of(argument: str, suffixes: Iterable[str]) -> Iterator[Input]:
    if argument == STANDARD_INPUT:
        yield Input(argument, _read_standard_input())
    elif address := _ADDRESS.match(argument):
        yield Input(argument, _address(argument, scheme=address[1]))
    elif os.path.isdir(argument):
        yield from _inputs_in(argument, suffixes)
    else:
        yield Input(argument, _file(argument))


def _read_standard_input() -> bytes | Failure:
    if sys.stdin is None:
        return Failure("-", "unreadable", "-: standard input is closed; name a file, or pipe a text into it")
    if is_terminal(sys.stdin):
        complain("reading what you type; end with Ctrl-D on a line of its own")
    try:  # one byte more, so that too long is told from just fitting
        return sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        message = f"-: standard input cannot be read ({error.strerror or error}); name a file instead"
        return Failure("-", "unreadable", message)


def _address(argument: str, *, scheme: str) -> Source | Failure:
    if scheme.lower() in ("http", "https"):
        return argument
    message = f"{argument}: {scheme}:// is not fetched; give an http:// or https:// address, or a file"
    return Failure(argument, "fetch_refused", message)


def _inputs_in(directory: str, suffixes: Iterable[str]) -> Iterator[Input]:
    from sayso.ingest.files import find_inputs

    try:
        for path in find_inputs([Path(directory)], suffixes=suffixes):
            yield Input(str(path), path)
    except InputError as error:
        yield Input(directory, Failure(directory, error.code, error.message))


def _file(argument: str) -> Source | Failure:
    """The path, the bytes of a pipe such as ``<(command)``, or the reason why there is neither."""
    try:
        mode = os.stat(argument).st_mode
    except (FileNotFoundError, NotADirectoryError):
        message = f"{argument}: no such file; check the name, or use - for standard input"
        return Failure(argument, "missing_file", message)
    except (OSError, ValueError) as error:
        return Failure(argument, "unreadable", f"{argument}: cannot be opened ({error}); check the name")
    if not os.access(argument, os.R_OK):
        message = f"{argument}: you may not read this file; ask for permission, or copy it"
        return Failure(argument, "unreadable", message)
    if stat.S_ISFIFO(mode):
        with open(argument, "rb") as pipe:
            return pipe.read(MAX_FILE_BYTES + 1)
    if not stat.S_ISREG(mode):
        message = f"{argument}: is a device or socket; name a file, or use - for standard input"
        return Failure(argument, "unreadable", message)
    path = Path(argument)
    return path.absolute() if str(path) == STANDARD_INPUT else path  # a file may be called ./-
