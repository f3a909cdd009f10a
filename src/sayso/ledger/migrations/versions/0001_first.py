"""The first tables, and full-text search over contents and cues."""

from __future__ import annotations

from alembic import op

from sayso.ledger.migrations import counting_0001
from sayso.ledger.schema import metadata

revision = "0001"
down_revision = None

# Lower case, accents off, no stemming: the same words are found on both databases. Rows go by their place, so
# that a search reads the newest first.
_SQLITE = (
    """CREATE VIRTUAL TABLE attribution_text USING fts5(
        content, cue, holder,
        content='attribution', content_rowid='place', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER attribution_text_insert AFTER INSERT ON attribution BEGIN
        INSERT INTO attribution_text(rowid, content, cue, holder)
        VALUES (new.place, new.content, new.cue, new.holder); END""",
    """CREATE TRIGGER attribution_text_delete AFTER DELETE ON attribution BEGIN
        INSERT INTO attribution_text(attribution_text, rowid, content, cue, holder)
        VALUES ('delete', old.place, old.content, old.cue, old.holder); END""",
    """CREATE TRIGGER attribution_text_update AFTER UPDATE OF content, cue, holder
        ON attribution BEGIN
        INSERT INTO attribution_text(attribution_text, rowid, content, cue, holder)
        VALUES ('delete', old.place, old.content, old.cue, old.holder);
        INSERT INTO attribution_text(rowid, content, cue, holder)
        VALUES (new.place, new.content, new.cue, new.holder); END""",
)
# There the words are folded before they come in; see :func:`sayso.ledger.words.fold`.
_POSTGRESQL = ("CREATE INDEX ix_attribution_words ON attribution USING gin (words)",)


def upgrade() -> None:
    """Make everything."""
    metadata.create_all(op.get_bind())
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE if is_sqlite else _POSTGRESQL:
        op.execute(statement)
    for statement in counting_0001.on_sqlite() if is_sqlite else counting_0001.on_postgresql():
        op.execute(statement)
