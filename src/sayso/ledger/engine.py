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
# What it says to users who may not do something: no rights, a copy that is only read, no schema to write in.
_NOT_ALLOWED = frozenset({"42501", "25006", "3F000"})
# What it says of tables or columns that are gone, and of pages that cannot be read.
_DAMAGED = frozenset({"42P01", "42703", "XX001", "XX002"})
# Errors of PostgreSQL after which a transaction may simply be tried again: deadlock, serialization failure.
_TRY_AGAIN = frozenset({"40P01", "40001"})
_TRIES = 5
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
# What nobody is to see of an address: the password in it, and options that hold one.
_SECRET = re.compile(r"(?<=:)[^:/@]+(?=@)")
_IS_SECRET = re.compile("password|secret|scram")

_Value = TypeVar("_Value")


def to_url(address: str | Path) -> URL:
    """The SQLAlchemy URL of a ledger.

    Args:
        address: A file for SQLite, or ``postgresql://user@host/name``; ``sqlite:///file`` works as well.

    Raises:
        UsageError: It is neither.
    """
    text = os.fspath(address)
    try:
        os.fsencode(text)
        url = make_url(text) if _SCHEME.match(text) else URL.create("sqlite", database=text)
        if "\x00" in f"{url.username}{url.password}{url.host}{url.database}":
            raise ValueError
    except (ArgumentError, ValueError):  # a port that is no number, a name that no system can have
        raise UsageError(
            f"{_SECRET.sub('***', text)!r} is not a database; give a file or postgresql://user@host/name"
        ) from None
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        return _of_file(url)
    raise UsageError(f"{url.drivername}: ledgers live in SQLite files or PostgreSQL (postgresql://…)")


def _of_file(url: URL) -> URL:
    """The URL of a file with nothing but the file in it."""
    if url.host:
        raise UsageError(
            f"{url}: a file has no host; give the file alone, or sqlite:/// and a third slash before it"
        )
    if url.query:
        raise UsageError(f"{url}: a ledger in a file takes no options; leave out the ? and what follows it")
    return url.set(drivername="sqlite")


def address_of(url: URL) -> str:
    """What :func:`to_url` makes the same of again, with the password; a file may have a name of any bytes."""
    if url.get_backend_name() == "sqlite" and not _SCHEME.match(url.database or ""):
        return url.database or ":memory:"
    return url.render_as_string(hide_password=False)


def connect(url: URL) -> Engine:
    """An engine that knows how ledgers are kept; nothing is opened yet.

    Raises:
        MissingExtra: The driver for PostgreSQL is not installed.
        UsageError: The address has options that PostgreSQL's clients do not know.
    """
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # Whatever the address and the environment say: we wait as long as for a file, and write any letter.
    always = {"connect_timeout": BUSY_SECONDS, "client_encoding": "utf8"}
    try:
        _check_options(url)
        return create_engine(url, pool_pre_ping=True, connect_args=always)
    except ArgumentError as error:
        raise UsageError(f"{show(url)}: cannot be used ({error}); check what follows the ?") from None
    except (ModuleNotFoundError, NoSuchModuleError):
        raise MissingExtra("postgresql", needed_for="a ledger in PostgreSQL") from None


def _check_options(url: URL) -> None:
    """Refuse options that libpq has not; the driver and SQLAlchemy have some, which are for programs."""
    from psycopg.pq import Conninfo

    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    for name in url.query:
        if name not in known:
            raise UsageError(
                f"{show(url)}: there is no option {name!r} for connections to PostgreSQL; leave it out"
            )


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
        is_known = isinstance(error.orig, sqlite3.DatabaseError) or _state(error) in _NOT_ALLOWED | _DAMAGED
        if error.connection_invalidated or is_known:
            raise explain(engine.url, error) from error
        raise


def show(url: URL) -> str:
    """How to call a ledger in messages: its file, or its address without the password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    shown = {name: "***" if _IS_SECRET.search(name) else value for name, value in url.query.items()}
    return url.set(drivername="postgresql", query=shown).render_as_string(hide_password=True)


def explain(url: URL, error: DBAPIError) -> LedgerError:
    """What a database's error means for the user."""
    said = str(error.orig).strip()
    reason = said.splitlines()[0] if said else type(error.orig).__name__
    if isinstance(error, DataError) or _state(error) in _TOO_MUCH:
        return LedgerError(
            f"{show(url)}: cannot keep this ({reason}); nothing of it was written", code="not_storable"
        )
    if url.get_backend_name() == "sqlite":
        return _explain_file(show(url), Path(url.database or ""), reason)
    return _explain_server(show(url), url.database or "", reason, _state(error))


def _explain_file(where: str, path: Path, reason: str) -> LedgerError:
    """What SQLite means, by its words and by what lies there."""
    if path.exists() and not path.is_file():
        what = "a directory" if path.is_dir() else "a device or pipe"
        hint = f"name a file in it, such as {path / 'sayso.db'}" if path.is_dir() else "name a file"
        return LedgerError(f"{where}: is {what}, not a ledger; {hint}", code="ledger_unwritable")
    if "locked" in reason or "busy" in reason:
        return LedgerError(
            f"{where}: another process has been writing for more than {BUSY_SECONDS} seconds; run this again "
            "when it is done",
            code="ledger_locked",
        )
    if "full" in reason or "disk I/O" in reason:
        return _full(where, reason)
    if "readonly" in reason or "unable to open" in reason:
        return LedgerError(
            f"{where}: cannot be opened for writing ({reason}); check the folder and its permissions",
            code="ledger_unwritable",
        )
    if any(words in reason for words in ("not a database", "malformed", "no such ")):
        return _damaged(where, reason)
    return _silent(where, reason)


def _explain_server(where: str, database: str, reason: str, state: str | None) -> LedgerError:
    """What PostgreSQL means; its words may hold any name, so its codes count."""
    if state == _DISK_FULL or "No space left" in reason:
        return _full(where, reason)
    if state in _NOT_ALLOWED:
        return LedgerError(
            f"{where}: the server does not let this user do that ({reason}); ask whoever looks after it",
            code="ledger_unwritable",
        )
    if state in _DAMAGED:
        return _damaged(where, reason)
    if f'database "{database}" does not exist' in reason:
        return LedgerError(
            f"{where}: the server has no such database; make it, as with `createdb {database}`, or name "
            "another",
            code="ledger_unreachable",
        )
    return _silent(where, reason)


def _damaged(where: str, reason: str) -> LedgerError:
    return LedgerError(
        f"{where}: is not a ledger, or damaged ({reason}); name another with --db, or go back to a backup",
        code="ledger_damaged",
    )


def _full(where: str, reason: str) -> LedgerError:
    return LedgerError(
        f"{where}: the disk is full or fails ({reason}); free some space and run this again, nothing that "
        "was written before is lost",
        code="ledger_full",
    )


def _silent(where: str, reason: str) -> LedgerError:
    return LedgerError(
        f"{where}: the database does not answer ({reason}); check the address, or run this again when it "
        "does, nothing that was written before is lost",
        code="ledger_unreachable",
    )
