"""The first tables, full-text search over contents, cues and holders, and what counts."""

from __future__ import annotations

from alembic import op

from sayso.ledger.migrations import counting_0001, words_0001
from sayso.ledger.migrations.tables_0001 import create_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make everything."""
    create_tables()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in words_0001.ON_SQLITE if is_sqlite else words_0001.ON_POSTGRESQL:
        op.execute(statement)
    for statement in counting_0001.on_sqlite() if is_sqlite else counting_0001.on_postgresql():
        op.execute(statement)
