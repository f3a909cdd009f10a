"""A database's address becomes a connection: SQLite files and PostgreSQL servers."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, NoSuchModuleError, OperationalError

from sayso.errors import LedgerError, MissingExtra, UsageError

# A writer waits this long for another one before it gives up.
BUSY_SECONDS = 30
# Errors of PostgreSQL that say that a value is too long: for an index, for a statement.
_TOO_MUCH = frozenset({"54000", "54001"})
# What PostgreSQL calls a full disk, however it words it.
_DISK_FULL = "53100"
# Errors of PostgreSQL after which a transaction may simply be tried again: deadlock, serialization failure.
_TRY_AGAIN = frozenset({"40P01", "40001"})
_TRIES = 5
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")

_Value = TypeVar("_Value")


def to_url(address: str | Path) -> URL:
    """The SQLAlchemy URL of a ledger.

    Args:
        address: A file for SQLite, or ``postgresql://user@host/name``; ``sqlite:///file`` works as well.

    Raises:
        UsageError: It is neither.
    """
    text = os.fspath(address)
    if not _SCHEME.match(text):
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # a port that is no number
        raise UsageError(f"{text!r} is not a database; give a file or postgresql://user@host/name") from None
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        return url
    raise UsageError(f"{url.drivername}: ledgers live in SQLite files or PostgreSQL (postgresql://…)")


def connect(url: URL) -> Engine:
    """An engine that knows how ledgers are kept; nothing is opened yet.

    Raises:
        MissingExtra: The driver for PostgreSQL is not installed.
    """
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": BUSY_SECONDS})
    except (ModuleNotFoundError, NoSuchModuleError):
        raise MissingExtra("postgresql", needed_for="a ledger in PostgreSQL") from None


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # Transactions begin where we say so, not where the driver thinks (see _begin_sqlite).
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA cache_size=-32768")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Writers queue from the start: a reader that turns writer half-way could not be made to wait."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading_from(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the ledger.

    Raises:
        LedgerError: The database is locked, gone, full or damaged.
    """
    with explained(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing_to(engine: Engine) -> Iterator[Connection]:
    """A transaction: all of what is written in it or, after any error, nothing.

    Raises:
        LedgerError: The database is locked, gone, full or damaged.
    """
    with explained(engine), engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            yield connection


def write_once(engine: Engine, write: Callable[[Connection], _Value], *, tries: int = _TRIES) -> _Value:
    """Write in a transaction of its own, tried again where other writers were in the way.

    Args:
        engine: Where to.
        write: Writes, and returns what this returns; all that it does must go with the transaction.
        tries: How often at the most.

    Raises:
        LedgerError: The database is locked, gone, full or damaged.
    """
    try:
        with writing_to(engine) as connection:
            return write(connection)
    except LedgerError as error:
        if tries == 1 or _state(error.__cause__) not in _TRY_AGAIN:
            raise
    return write_once(engine, write, tries=tries - 1)


def _state(error: BaseException | None) -> str | None:
    """What PostgreSQL calls an error."""
    state: str | None = getattr(getattr(error, "orig", None), "sqlstate", None)
    return state


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Say what a database's error means for the user."""
    try:
        yield
    except (OperationalError, DataError) as error:
        raise explain(engine.url, error) from error
    except DBAPIError as error:
        if error.connection_invalidated or isinstance(error.orig, sqlite3.DatabaseError):
            raise explain(engine.url, error) from error
        raise


def show(url: URL) -> str:
    """How to call a ledger in messages: its file, or its address without the password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def explain(url: URL, error: DBAPIError) -> LedgerError:
    """What a database's error means for the user."""
    said = str(error.orig).strip()
    reason = said.splitlines()[0] if said else type(error.orig).__name__
    where = show(url)
    if isinstance(error, DataError) or _state(error) in _TOO_MUCH:
        return LedgerError(
            f"{where}: cannot keep this ({reason}); nothing of it was written", code="not_storable"
        )
    if "locked" in reason or "busy" in reason:
        return LedgerError(
            f"{where}: another process has been writing for more than {BUSY_SECONDS} seconds; run this again "
            "when it is done",
            code="ledger_locked",
        )
    is_full = _state(error) == _DISK_FULL or "full" in reason
    if is_full or "No space left" in said or "disk I/O" in reason:
        return LedgerError(
            f"{where}: the disk is full or fails ({reason}); free some space and run this again, nothing "
            "that was written before is lost",
            code="ledger_full",
        )
    if url.get_backend_name() == "sqlite" and url.database and Path(url.database).is_dir():
        return LedgerError(
            f"{where}: is a directory, not a ledger; name a file in it, such as {where.rstrip('/')}/sayso.db",
            code="ledger_unwritable",
        )
    if "readonly" in reason or "unable to open" in reason:
        return LedgerError(
            f"{where}: cannot be opened for writing ({reason}); check the folder and its permissions",
            code="ledger_unwritable",
        )
    if "not a database" in reason or "malformed" in reason:
        return LedgerError(
            f"{where}: is not a ledger, or damaged ({reason}); name another file with --db, or go back to a "
            "backup",
            code="ledger_damaged",
        )
    return LedgerError(
        f"{where}: the database does not answer ({reason}); run this again when it does, nothing that was "
        "written before is lost",
        code="ledger_unreachable",
    )
