"""Alembic's entry: runs the steps on the connection that :mod:`sayso.ledger.upgrade` hands over."""

from __future__ import annotations

from alembic import context

from sayso.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter most columns in place
    transaction_per_migration=False,
)
context.run_migrations()
