"""Readings kept: a database of articles, what they say, and what people put right.

:func:`open_ledger` is the door; :class:`~sayso.ledger.ledger.Ledger` is what it opens.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from sayso.ledger.ledger import Ledger

DEFAULT_FILE = "sayso.db"


def open_ledger(address: str | Path = DEFAULT_FILE, *, create: bool = True) -> Ledger:
    """Open a ledger.

    Args:
        address: A file for SQLite, or ``postgresql://user@host/name``.
        create: Make a new one where there is none.

    Returns:
        The ledger; use it in a ``with`` block, or close it.

    Raises:
        LedgerError: There is none and none is to be made, it is of an older or newer release, or the
            database cannot be opened.
        MissingExtra: What ledgers need is not installed.
        UsageError: The address is neither a file nor a database that ledgers can live in.
    """
    engine = open_engine(address)
    from sayso.ledger.ledger import Ledger
    from sayso.ledger.upgrade import check_form, is_there, upgrade

    if create and not is_there(engine):
        upgrade(engine)
    check_form(engine)
    return Ledger(engine)


def open_engine(address: str | Path) -> Engine:
    """The database of a ledger, whatever is in it or not; nothing is opened yet.

    Raises:
        MissingExtra: What ledgers need is not installed.
        UsageError: The address is neither a file nor a database that ledgers can live in.
    """
    from importlib.util import find_spec

    from sayso.errors import MissingExtra

    if any(find_spec(package) is None for package in ("sqlalchemy", "alembic", "warcio")):
        raise MissingExtra("ledger", needed_for="a ledger")
    from sayso.ledger.engine import connect, to_url

    return connect(to_url(os.fspath(address)))
