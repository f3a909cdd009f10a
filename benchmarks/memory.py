"""Memory of one reading and over thousands, cost per item as they grow, and what a second process brings."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence

from benchmarks.corpora import EXAMPLES, newswire, newswire_name
from benchmarks.machine import describe, one_core, resident_bytes

LIMIT_MEGABYTES = 350
_MEGABYTE = 1_000_000


def peak_of_one() -> float:
    """Peak resident megabytes of ``sayso read`` on the tabloid example, in a process of its own."""
    story = EXAMPLES / "tabloid-illness.txt"
    command = [sys.executable, "-m", "sayso", "read", "--format", "jsonl", str(story)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with status {child.returncode}")
    return usage.ru_maxrss * 1024 / _MEGABYTE


def read_items(n_items: int, *, jobs: int = 1, every: int = 0) -> tuple[float, int]:
    """Read so many items; returns seconds and how many could not be read.

    Args:
        n_items: How many.
        jobs: Processes to read with.
        every: Print this process's memory after each so many items; 0 for never.
    """
    import sayso

    n_failed = 0
    start = time.perf_counter()
    for number, item in enumerate(sayso.read_many(newswire(n_items), jobs=jobs), 1):
        n_failed += isinstance(item, sayso.Failure)
        if every and number % every == 0:
            rate = number / (time.perf_counter() - start)
            print(
                f"  {number:>6} items  {resident_bytes() / _MEGABYTE:6.0f} MB  {rate:5.1f} items/s",
                flush=True,
            )
    return time.perf_counter() - start, n_failed


def flat(n_items: int) -> None:
    """Print memory along the way through ``n_items``."""
    print(f"memory over {n_items} items of {newswire_name()}, one process, one core")
    seconds, n_failed = read_items(n_items, every=max(1, n_items // 20))
    print(f"  {seconds:.0f} s in all; {n_failed} could not be read")


def linear(n_items: int) -> None:
    """Print the cost per item for a quarter, half and all of ``n_items``, after one to warm up."""
    print("cost per item, one process, one core")
    read_items(20)
    for share in (n_items // 4, n_items // 2, n_items):
        seconds, _ = read_items(share)
        print(f"  {share:>6} items  {1000 * seconds / share:6.1f} ms each")


def processes(n_items: int) -> None:
    """Print how much faster two processes are than one, loading included."""
    print(f"one process and two, {n_items} items")
    one, _ = read_items(n_items, jobs=1)
    two, _ = read_items(n_items, jobs=2)
    print(f"  {one:.1f} s and {two:.1f} s: {one / two:.2f} times")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts asked for; exit status 1 when one reading takes more memory than the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000, help="for memory over many (default: 10,000)")
    parser.add_argument("--some", type=int, default=1_000, help="for the other parts (default: 1,000)")
    parser.add_argument("--only", choices=("one", "processes", "linear", "flat"), help="one part alone")
    options = parser.parse_args(arguments)

    def wanted(part: str) -> bool:
        return options.only in (None, part)

    print(describe())
    peak = 0.0
    if wanted("one"):
        peak = peak_of_one()
        print(f"peak of `sayso read` on one article: {peak:.0f} MB (limit {LIMIT_MEGABYTES})")
    if wanted("processes"):  # before this process is kept to one core
        processes(options.some)
    one_core()
    if wanted("linear"):
        linear(options.some)
    if wanted("flat"):
        flat(options.items)
    return int(peak > LIMIT_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
