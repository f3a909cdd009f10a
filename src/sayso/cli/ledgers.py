"""Which ledger a command works on: ``--db``, else ``SAYSO_DB`` or a settings file, else ``sayso.db`` here."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.errors import UsageError
from sayso.ledger import DEFAULT_FILE, open_ledger
from sayso.settings import load_settings

if TYPE_CHECKING:
    from sayso.ledger.ledger import Ledger

DbOption = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="LEDGER",
        show_default=DEFAULT_FILE,
        help="The ledger: a file, or postgresql://user@host/name. SAYSO_DB says the same.",
    ),
]


def ledger_address(db: str | None) -> str:
    """What the option, the settings and the default say together, in this order."""
    return db or load_settings(Path.cwd(), os.environ).db or DEFAULT_FILE


def open_chosen(db: str | None, *, create: bool = False) -> Ledger:
    """Open the ledger that the user means.

    Raises:
        LedgerError: There is none and none is to be made, or it cannot be opened.
    """
    return open_ledger(ledger_address(db), create=create)


def refuse_ledger(ledger: Ledger, output: Path | None) -> None:
    """Make sure that the output is not the ledger that it is taken from.

    Raises:
        UsageError: It is.
    """
    file = ledger.engine.url.database if ledger.engine.dialect.name == "sqlite" else None
    if output and file and output.exists() and Path(file).exists() and output.samefile(file):
        raise UsageError(f"{output}: would overwrite the ledger it is taken from; choose another output")


def current_user() -> str:
    """Who is at the keyboard, for corrections that do not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
