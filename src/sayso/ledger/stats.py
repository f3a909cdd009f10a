"""What a ledger holds, counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, select, text

from sayso.ledger import schema
from sayso.ledger.engine import reading_from, show
from sayso.ledger.upgrade import form_of


def count_all(engine: Engine) -> dict[str, Any]:
    """Count what there is.

    Returns:
        ``articles``, ``versions``, ``readings``, ``attributions`` (that stand: of the current reading of each
        article's latest version, and not rejected), ``attributions_kept`` (all), ``sources``,
        ``corrections`` (in force), ``orphaned`` (of these, those that apply to nothing), ``failures``
        (inputs that could not be read and have not been since), ``feeds``; ``first_published``,
        ``last_published``; ``bytes`` on disk; ``form`` and ``ledger``, its file or address.

    Raises:
        LedgerError: The database cannot be read.
    """
    columns, corrections = schema.version.c, schema.correction.c
    with reading_from(engine) as connection:
        in_force = corrections.undone_at.is_(None)
        first, last = connection.execute(
            select(func.min(columns.published), func.max(columns.published)).where(columns.is_latest)
        ).one()
        return {
            "ledger": show(engine.url),
            "form": form_of(connection),
            "articles": _count(connection, schema.article),
            "versions": _count(connection, schema.version),
            "readings": _count(connection, schema.reading),
            "attributions": _count(connection, schema.attribution, schema.attribution.c.live),
            "attributions_kept": _count(connection, schema.attribution),
            "sources": _count(connection, schema.source, schema.source.c.merged_into.is_(None)),
            "corrections": _count(connection, schema.correction, in_force),
            "orphaned": _count(connection, schema.correction, in_force, corrections.attribution_id.is_(None)),
            "failures": _count(connection, schema.failure, schema.failure.c.resolved_at.is_(None)),
            "feeds": _count(connection, schema.feed, schema.feed.c.removed_at.is_(None)),
            "first_published": first,
            "last_published": last,
            "bytes": _size(connection, engine),
        }


def _count(connection: Connection, table: Table, *where: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one())


def _size(connection: Connection, engine: Engine) -> int:
    """Bytes on disk; on SQLite with what is still in the log of the last writes."""
    if engine.dialect.name != "sqlite":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    path = str(engine.url.database)
    files = [Path(path), Path(f"{path}-wal")]
    return sum(file.stat().st_size for file in files if file.exists())
