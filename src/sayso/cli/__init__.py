"""The command line: parses, calls, shows. ``main`` is what the ``sayso`` command runs."""

from __future__ import annotations

from sayso.cli.terminal import INTERRUPTED


def main() -> None:
    """Run the command line with the arguments of this process, then exit."""
    try:
        from sayso.cli.app import app

        app(prog_name="sayso")
    except KeyboardInterrupt:  # before a command has begun
        raise SystemExit(INTERRUPTED) from None
