"""How the first form finds words: statements that make the indexes of words, and keep them right."""

from __future__ import annotations

# Lower case, accents off, no stemming: the same words are found on both databases. Rows go by their place, so
# that a search reads the newest first.
ON_SQLITE = (
    """CREATE VIEW attribution_due AS
        SELECT place, content, cue, holder FROM attribution WHERE due_latest IS NOT NULL""",
    """CREATE VIRTUAL TABLE due_text USING fts5(
        content, cue, holder,
        content='attribution_due', content_rowid='place', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER due_text_insert AFTER INSERT ON attribution WHEN new.due_latest IS NOT NULL BEGIN
        INSERT INTO due_text(rowid, content, cue, holder)
        VALUES (new.place, new.content, new.cue, new.holder); END""",
    """CREATE TRIGGER due_text_delete AFTER DELETE ON attribution WHEN old.due_latest IS NOT NULL BEGIN
        INSERT INTO due_text(due_text, rowid, content, cue, holder)
        VALUES ('delete', old.place, old.content, old.cue, old.holder); END""",
    """CREATE TRIGGER due_text_update AFTER UPDATE OF content, cue, holder, due_latest
        ON attribution BEGIN
        INSERT INTO due_text(due_text, rowid, content, cue, holder)
        SELECT 'delete', old.place, old.content, old.cue, old.holder WHERE old.due_latest IS NOT NULL;
        INSERT INTO due_text(rowid, content, cue, holder)
        SELECT new.place, new.content, new.cue, new.holder WHERE new.due_latest IS NOT NULL; END""",
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
ON_POSTGRESQL = ("CREATE INDEX ix_attribution_words ON attribution USING gin (words)",)
