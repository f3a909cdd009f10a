"""The index that counts what outlets have published since a day tells which versions are the latest."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the index anew with one column more."""
    op.drop_index("ix_version_outlet_id_published", "version")
    name = "ix_version_outlet_id_published_is_latest"
    op.create_index(name, "version", ["outlet_id", "published", "is_latest"])
