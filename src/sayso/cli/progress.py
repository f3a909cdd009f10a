"""A bar on standard error that tells how many of many inputs are done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sayso.cli.terminal import is_terminal


@contextmanager
def progress_bar(total: int, *, label: str, wanted: bool) -> Iterator[Callable[[], None]]:
    """Show a bar while the block runs.

    Args:
        total: Number of steps.
        label: What is being done.
        wanted: False for no bar. There is none either when standard error is no terminal, when
            there is one step only, or when standard output shows its lines on a terminal already.

    Yields:
        What to call after each step.
    """
    if not wanted or total < 2 or not is_terminal(sys.stderr):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(label, total=total)
        yield lambda: bar.advance(task)
