"""What a measurement was made on, and what keeps it to one thread."""

from __future__ import annotations

import os
import platform
from pathlib import Path

# Read by the libraries that would start threads of their own; set before they are loaded.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "RAYON_NUM_THREADS"),
    "1",
) | {"TOKENIZERS_PARALLELISM": "false"}


def one_core() -> None:
    """Keep this process to one core, so that no library can use more than one thread's worth of it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def resident_bytes() -> int:
    """Memory that this process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def describe() -> str:
    """Processor, cores, Python, and how busy the machine is with other things."""
    cpu = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        cpu = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    busy = f"load {load:.1f}" + (", so the machine is BUSY with something else" if load > 0.5 else "")
    return f"{cpu}, {os.cpu_count()} cores, Python {platform.python_version()}, {busy}"
