"""What ``import sayso`` adds to starting Python: medians over alternated fresh interpreters."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from statistics import median

from benchmarks.machine import describe

LIMIT_MILLISECONDS = 50


def run_milliseconds(code: str) -> float:
    """Wall time of one fresh interpreter that runs ``code``."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return 1000 * (time.perf_counter() - start)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit status 1 when the limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=20, help="interpreters of each kind (default: 20)")
    options = parser.parse_args(arguments)
    for code in ("pass", "import sayso"):  # fills the disk cache
        run_milliseconds(code)
    pairs = [(run_milliseconds("pass"), run_milliseconds("import sayso")) for _ in range(options.repeats)]
    bare, loaded = (median(times) for times in zip(*pairs, strict=True))
    print(describe())
    print(
        f"bare Python {bare:.1f} ms, with import sayso {loaded:.1f} ms: {loaded - bare:.1f} ms more", end=""
    )
    print(f" (limit {LIMIT_MILLISECONDS}); medians over {options.repeats}")
    return int(loaded - bare > LIMIT_MILLISECONDS)


if __name__ == "__main__":
    sys.exit(main())
