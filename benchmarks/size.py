"""What an install without extras takes on the disk, package by package, in a fresh virtual environment."""

from __future__ import annotations

import argparse
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpora import ROOT

LIMIT_MEGABYTES = 350
_MEGABYTE = 1_000_000


def size_bytes(path: Path) -> int:
    """Bytes of a file, or of all files below a folder; links are not followed."""
    if path.is_file():
        return path.lstat().st_size
    return sum(file.lstat().st_size for file in path.rglob("*") if file.is_file() and not file.is_symlink())


def install(folder: Path) -> dict[str, int]:
    """Make the environment, install the checkout; returns the bytes of each new thing in site-packages."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(subprocess.check_output([python, "-c", ask], text=True).strip())
    before = set(packages.iterdir())
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", ROOT], check=True
    )
    return {path.name: size_bytes(path) for path in packages.iterdir() if path not in before}


def main(arguments: Sequence[str] | None = None) -> int:
    """Install, add up, print; exit status 1 when the limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=12, help="show so many of the largest (default: 12)")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        sizes = install(Path(folder) / "venv")
    total = sum(sizes.values()) / _MEGABYTE
    for name, size in sorted(sizes.items(), key=lambda pair: -pair[1])[: options.most]:
        print(f"{size / _MEGABYTE:8.1f} MB  {name}")
    print(f"{total:8.1f} MB  in all, {len(sizes)} entries (limit {LIMIT_MEGABYTES})")
    return int(total > LIMIT_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
