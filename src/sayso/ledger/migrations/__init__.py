"""How a ledger of one release becomes one of the next (Alembic)."""
