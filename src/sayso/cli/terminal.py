"""What the commands share about the terminal: exit statuses, complaints, counts, colour, width and Ctrl-C."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

FAILED = 1
MISUSE = 2
INTERRUPTED = 130
BROKEN_PIPE = 141
TERMINATED = 143

# Failures that are told while a command goes on; the rest are counted.
SHOWN = 20
# Columns of a table that goes to a file or a pipe, where there is no terminal to ask.
_WIDTH_WITHOUT_TERMINAL = 100


def complain(message: str) -> None:
    """Write one line to standard error, whatever the message holds."""
    if sys.stderr is not None:  # closed: print would take standard output instead
        print(f"sayso: {one_line(message)}", file=sys.stderr, flush=True)


def one_line(message: str) -> str:
    """A message without line breaks and without characters that steer a terminal."""
    spaced = " ".join(message.split())
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in spaced)


def number(n: int, noun: str) -> str:
    """So many of something, such as ``1,204 articles``."""
    return f"{n:,} {noun}" + ("s" if n != 1 else "")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sees the stream at once; False for a closed stream."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def wants_color(stream: TextIO) -> bool:
    """Whether to colour what goes to the stream; see https://no-color.org."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width_of(stream: TextIO) -> int:
    """Columns to fill; ``COLUMNS`` in the environment comes first."""
    if is_terminal(stream) or os.environ.get("COLUMNS"):
        return shutil.get_terminal_size().columns
    return _WIDTH_WITHOUT_TERMINAL


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Put off Ctrl-C until the block is done, so that a line is written whole or not at all.

    A second Ctrl-C is not put off: the block may be waiting for a reader that never reads.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        if caught:
            raise KeyboardInterrupt
        caught.append(number)

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if caught:
        raise KeyboardInterrupt


@contextmanager
def exit_on_terminate() -> Iterator[None]:
    """Turn a request to end into an orderly exit, which stops processes and removes half files."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(TERMINATED)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
