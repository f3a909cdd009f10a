"""A ledger is copied while it is in use, and given its room back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from sayso.errors import LedgerError, UsageError
from sayso.ledger.engine import BUSY_SECONDS, explained, show, writing_to
from sayso.ledger.tally import recount
from sayso.ledger.upgrade import is_there

# Pages copied before a writer may have a turn.
_PAGES = 4096


def back_up(engine: Engine, target: Path) -> int:
    """Copy a ledger in SQLite by its online backup, whatever form it has and whoever writes to it meanwhile.

    The copy takes its name when it is complete and has been looked at.

    Args:
        engine: The ledger.
        target: A file that is not there yet.

    Returns:
        Bytes of the copy.

    Raises:
        UsageError: It is in PostgreSQL, which has its own tools, or the file is there.
        LedgerError: There is no ledger, or the copy cannot be written or is not whole.
    """
    where = show(engine.url)
    if engine.dialect.name != "sqlite":
        raise UsageError(
            f"{where}: PostgreSQL makes its own backups: pg_dump --format=custom --file={target}"
        )
    if not is_there(engine):
        raise LedgerError(f"{where}: no ledger here; --db or SAYSO_DB names another", code="no_ledger")
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target}: is there already; name another file, or remove it")
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    try:
        _copy(str(engine.url.database), unfinished)
        unfinished.replace(target)
    except sqlite3.DatabaseError as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise LedgerError(
                f"{where}: is damaged, so no copy of it was kept ({error}); go back to an earlier backup",
                code="ledger_damaged",
            ) from error
        raise LedgerError(
            f"{target}: the copy cannot be made ({error}); check folder and free space",
            code="ledger_unwritable",
        ) from error
    except OSError as error:
        reason = error.strerror or error
        raise LedgerError(f"{target}: cannot be written ({reason})", code="ledger_unwritable") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size


def _copy(source: str, target: Path) -> None:
    with (
        closing(sqlite3.connect(source, timeout=BUSY_SECONDS)) as from_here,
        closing(sqlite3.connect(target)) as to_there,
    ):
        from_here.backup(to_there, pages=_PAGES)
        to_there.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        (found,) = to_there.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(f"it would be damaged: {found}")


def vacuum(engine: Engine) -> None:
    """Give back room that is not used, count anew, bring statistics and the full-text index up to date.

    Raises:
        LedgerError: The database is locked, or the disk full.
    """
    with writing_to(engine) as connection:
        recount(connection)
    with explained(engine), engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM (ANALYZE)"))
            return
        raw: Any = connection.connection.driver_connection
        try:
            for words in ("attribution_text", "due_text"):
                raw.execute(f"INSERT INTO {words}({words}) VALUES ('optimize')")
            for statement in ("VACUUM", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"):
                raw.execute(statement).fetchall()
        except sqlite3.OperationalError as error:
            raise _as_error(engine, error) from error


def _as_error(engine: Engine, error: sqlite3.OperationalError) -> LedgerError:
    from sqlalchemy.exc import OperationalError

    from sayso.ledger.engine import explain

    return explain(engine.url, OperationalError("VACUUM", None, error))
