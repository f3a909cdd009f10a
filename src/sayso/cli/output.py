"""Readings and failures become output, one writer for each format, item by item in input order."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, Protocol, TextIO, cast

from sayso.cli.terminal import complain, interrupts_held, is_terminal, wants_color, width_of
from sayso.errors import UsageError
from sayso.records import Failure, Reading

Item = Reading | Failure
_FORMAT_OF_SUFFIX = {".html": "html", ".htm": "html", ".json": "json", ".jsonl": "jsonl", ".txt": "table"}
# Bytes of a name that others are made of; file systems take 255, with all that is added.
_LONGEST_STEM = 100


class Writer(Protocol):
    """Takes results one by one and puts them where they belong."""

    def write(self, item: Item) -> None:
        """Take the next result."""

    def finish(self) -> None:
        """Write what can only be written when all results are there."""


def choose_format(asked: str | None, settled: str | None, output: Path | None) -> str:
    """Choose how to write.

    Args:
        asked: What the option says, which comes first.
        settled: What the settings say, which comes after the suffix of the output file.
        output: The output file; without one it depends on who sees the output.
    """
    chosen = asked or (output and _FORMAT_OF_SUFFIX.get(output.suffix.lower())) or settled
    if chosen or output:
        return chosen or "jsonl"
    return "table" if is_terminal(sys.stdout) else "jsonl"


@contextmanager
def open_writer(format: str, output: Path | None) -> Iterator[Writer]:
    """Open the place where results go.

    A file appears under its name only when everything has been written: after an error or Ctrl-C
    the old file, or none, is there.

    Args:
        format: One of ``sayso.settings.FORMATS``.
        output: The file to write, for ``brat`` the directory; None for standard output.

    Raises:
        UsageError: The output cannot be written there.
    """
    if format == "brat":
        yield BratWriter(make_folder(output, "brat"))
        return
    with _standard_output(format) if output is None else _whole_file(output) as stream:
        writer = _STREAM_WRITERS[format](stream)
        yield writer
        writer.finish()


class LinesWriter:
    """JSON Lines: one object a line."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, item: Item) -> None:
        """Write the line, whole."""
        from sayso.export.jsonlines import to_json_line

        _put(self.stream, to_json_line(item) + "\n")

    def finish(self) -> None:
        """All lines are written already."""


class ArrayWriter:
    """One JSON array, an object a line."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.opening = "[\n"

    def write(self, item: Item) -> None:
        """Write the object, whole, after what separates it from the one before."""
        from sayso.export.jsonlines import to_json_line

        _put(self.stream, self.opening + to_json_line(item))
        self.opening = ",\n"

    def finish(self) -> None:
        """Close the array."""
        _put(self.stream, ("[" if self.opening == "[\n" else "\n") + "]\n")


class TableWriter:
    """For people: a table for each reading, a line on standard error for each failure."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.separator = ""

    def write(self, item: Item) -> None:
        """Write the table."""
        if isinstance(item, Failure):
            complain_of(item)
            return
        from sayso.export.table import render_table

        table = render_table(item, width=width_of(self.stream), color=wants_color(self.stream))
        _put(self.stream, self.separator + table.rstrip("\n") + "\n")
        self.separator = "\n"

    def finish(self) -> None:
        """All tables are written already."""


class PageWriter:
    """One HTML page; several readings share one with a table of contents."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.items: list[Item] = []

    def write(self, item: Item) -> None:
        """Keep the reading until all are there."""
        if isinstance(item, Failure):
            complain_of(item)
        self.items.append(item)

    def finish(self) -> None:
        """Write the page, with a place for what could not be read."""
        from sayso.export.html import render_page, render_pages

        if len(self.items) == 1 and isinstance(self.items[0], Reading):
            _put(self.stream, render_page(self.items[0]))
        else:
            _put(self.stream, render_pages(self.items))


class BratWriter:
    """A directory with a ``.txt`` and an ``.ann`` file for each reading, as brat wants them."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.taken: set[str] = set()

    def write(self, item: Item) -> None:
        """Write both files, the text first."""
        if isinstance(item, Failure):
            complain_of(item)
            return
        from sayso.export.brat import to_brat

        stem = self._stem(item)
        for suffix, content in zip((".txt", ".ann"), to_brat(item), strict=True):
            with _whole_file(self.directory / (stem + suffix)) as stream:
                stream.write(content)

    def finish(self) -> None:
        """All files are written already."""

    def _stem(self, reading: Reading) -> str:
        """A file name for the reading that no other of this run has."""
        name = (reading.article.path or "article").rstrip("/").rpartition("/")[2].strip("-")
        name = re.sub(r"\.(txt|text|md|x?html?)$", "", name, flags=re.IGNORECASE)
        plain = re.sub(r"[^\w.-]+", "-", name).strip("-.")
        plain = _beginning(plain) or "article"
        stem, number = plain, 2
        while stem.lower() in self.taken:
            stem, number = f"{plain}-{number}", number + 1
        self.taken.add(stem.lower())
        return stem


_STREAM_WRITERS: dict[str, type[LinesWriter | ArrayWriter | TableWriter | PageWriter]] = {
    "jsonl": LinesWriter,
    "json": ArrayWriter,
    "table": TableWriter,
    "html": PageWriter,
}


def complain_of(failure: Failure) -> None:
    """Write a failure to standard error, in one line that names the input and the code."""
    named = failure.message.startswith(failure.path)
    complain(("" if named else f"{failure.path}: ") + f"{failure.message} [{failure.code}]")


def print_json(data: object) -> None:
    """Write data to standard output as indented JSON."""
    with _standard_output("json") as stream:
        _put(stream, json.dumps(data, indent=2, ensure_ascii=False) + "\n")


@contextmanager
def open_output(output: Path | None, *, for_people: bool) -> Iterator[Callable[[str], None]]:
    """Open the place where text goes that is not a reading.

    Args:
        output: The file to write, which appears only when the block ends well; None for standard output.
        for_people: Whether it is in the terminal's encoding on standard output, and not always UTF-8.

    Yields:
        What writes a piece of text, whole.

    Raises:
        UsageError: The output cannot be written there.
    """
    format = "table" if for_people else "json"
    with _standard_output(format) if output is None else _whole_file(output) as stream:
        yield partial(_put, stream)


@contextmanager
def open_binary(output: Path | None) -> Iterator[BinaryIO]:
    """Open the place where bytes go.

    Args:
        output: The file to write, which appears only when the block ends well; None for standard output.

    Yields:
        A stream that can seek; on standard output everything comes when the block ends.

    Raises:
        UsageError: The output cannot be written there, or is a terminal.
    """
    if output is not None:
        with _whole_file(output) as stream:
            yield stream.buffer
        return
    if sys.stdout is None:
        raise _closed()
    if is_terminal(sys.stdout):
        raise UsageError("that is no text for a terminal; name a file with --output")
    with TemporaryFile() as waiting:
        yield cast(BinaryIO, waiting)
        waiting.seek(0)
        copyfileobj(waiting, sys.stdout.buffer)
        sys.stdout.buffer.flush()


@contextmanager
def whole_file(path: Path) -> Iterator[Callable[[str], None]]:
    """A text file that appears only when the block ends well; gives what writes a piece of text."""
    with _whole_file(path) as stream:
        yield partial(_put, stream)


def _put(stream: TextIO, text: str) -> None:
    with interrupts_held():
        stream.write(text)
        stream.flush()


def _closed() -> UsageError:
    return UsageError("standard output is closed; open it, or name a file with --output")


@contextmanager
def _standard_output(format: str) -> Iterator[TextIO]:
    """Standard output: UTF-8 for what programs read, the terminal's encoding for what people read."""
    if sys.stdout is None:
        raise _closed()
    if isinstance(sys.stdout, io.TextIOWrapper):
        if format == "table":
            sys.stdout.reconfigure(errors="replace")
        else:  # a lone surrogate becomes \\udXXX, which JSON reads back as what it was
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    yield sys.stdout


@contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    """A file that takes its name when the block ends well, and otherwise leaves no trace."""
    if path.is_dir():
        raise UsageError(f"{path}: is a directory; name a file to write, such as {path}/readings.jsonl")
    if path.exists() and not path.is_file():
        with _open(path, path, "w") as stream:  # a pipe or device cannot be replaced
            yield stream
        return
    target = Path(os.path.realpath(path))
    unfinished = target.with_name(f".{_beginning(target.name)}.{os.getpid()}.unfinished")
    try:
        with _open(unfinished, path, "x") as stream:
            yield stream
        if target.exists():
            unfinished.chmod(target.stat().st_mode)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _beginning(name: str) -> str:
    return name.encode("utf-8", "ignore")[:_LONGEST_STEM].decode("utf-8", "ignore")


def _open(target: Path, named: Path, mode: str) -> TextIO:
    try:
        return io.TextIOWrapper(
            open(target, mode + "b"), encoding="utf-8", errors="backslashreplace", newline=""
        )
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(
            f"{named}: cannot be written ({reason}); make its directory, or name another"
        ) from error


def make_folder(output: Path | None, format: str) -> Path:
    """The directory that a format of several files is written to, made where there is none.

    Raises:
        UsageError: None is named, or it cannot be made.
    """
    if output is None:
        raise UsageError(f"{format} needs a directory to write to; add --output DIRECTORY")
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"{output}: cannot be made a directory ({reason}); name another") from error
    return output
