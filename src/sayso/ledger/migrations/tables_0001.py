"""The tables of the first form, as they were when it was made; nothing here changes any more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR


def create_tables() -> None:
    """Make all tables with their indexes, those that others refer to first."""
    _article()
    _failure()
    _feed()
    _source()
    _tally()
    _feed_entry()
    _source_merge()
    _version()
    _credit()
    _intake()
    _reading()
    _entity()
    _attribution()
    _channel()
    _correction()


def _article() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("added_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("key", name=op.f("uq_article_key")),
    )


def _failure() -> None:
    op.create_table(
        "failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), server_default="", nullable=False),
        sa.Column("given", sa.Text(), server_default="{}", nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.String(length=32), nullable=False),
        sa.Column("resolved_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failure")),
        sa.UniqueConstraint("key", name=op.f("uq_failure_key")),
    )


def _feed() -> None:
    op.create_table(
        "feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("polled_at", sa.String(length=32), nullable=True),
        sa.Column("next_at", sa.String(length=32), nullable=True),
        sa.Column("n_errors", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("url", name=op.f("uq_feed_url")),
    )


def _source() -> None:
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("domain", sa.Text(), server_default="", nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["source.id"], name=op.f("fk_source_merged_into"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("name", "type", "domain", name=op.f("uq_source_name_type_domain")),
    )
    op.create_index("ix_source_domain", "source", ["domain"])
    op.create_index("ix_source_folded", "source", ["folded"])
    op.create_index("ix_source_merged_into", "source", ["merged_into"])


def _tally() -> None:
    op.create_table(
        "tally",
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("source_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("identity", sa.String(length=8), nullable=False),
        sa.Column("outlet_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("what", "source_id", "label", "identity", "outlet_id", name=op.f("pk_tally")),
    )
    op.create_index("ix_tally_most", "tally", ["what", "outlet_id", "identity", "n"])


def _feed_entry() -> None:
    op.create_table(
        "feed_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.String(length=32), nullable=True),
        sa.Column("categories", sa.Text(), server_default="[]", nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="1", nullable=False),
        sa.Column("seen_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_feed_entry_article_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name=op.f("fk_feed_entry_feed_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_entry")),
        sa.UniqueConstraint("feed_id", "entry", name=op.f("uq_feed_entry_feed_id_entry")),
    )
    op.create_index("ix_feed_entry_article_id", "feed_entry", ["article_id"])
    op.create_index("ix_feed_entry_link", "feed_entry", ["link"], postgresql_using="hash")


def _source_merge() -> None:
    op.create_table(
        "source_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("undone_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["into_id"], ["source.id"], name=op.f("fk_source_merge_into_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_source_merge_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_merge")),
    )


def _version() -> None:
    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.Column("text_hash", sa.String(length=71), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("outlet_id", sa.Integer(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("published", sa.String(length=10), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("added_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_version_article_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["source.id"], name=op.f("fk_version_outlet_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("article_id", "text_hash", name=op.f("uq_version_article_id_text_hash")),
    )
    op.create_index("ix_version_outlet_id_published", "version", ["outlet_id", "published"])
    op.create_index("ix_version_text_hash", "version", ["text_hash"])


def _credit() -> None:
    op.create_table(
        "credit",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_credit_version_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("version_id", "position", name=op.f("pk_credit")),
    )
    op.create_index("ix_credit_name", "credit", ["name"])


def _intake() -> None:
    op.create_table(
        "intake",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_intake_version_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_intake")),
    )
    op.create_index("ix_intake_version_id", "intake", ["version_id"])


def _reading() -> None:
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("reader_name", sa.Text(), nullable=False),
        sa.Column("reader_version", sa.Text(), nullable=False),
        sa.Column("reader_digest", sa.Text(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("n_attributions", sa.Integer(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_reading_version_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint(
            "version_id", "reader_digest", "release", name=op.f("uq_reading_version_id_reader_digest_release")
        ),
    )


def _entity() -> None:
    op.create_table(
        "entity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("local_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("identity", sa.String(length=8), nullable=False),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["reading.id"], name=op.f("fk_entity_reading_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_entity_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity")),
        sa.UniqueConstraint("reading_id", "local_id", name=op.f("uq_entity_reading_id_local_id")),
    )
    op.create_index("ix_entity_source_id", "entity", ["source_id"])


def _attribution() -> None:
    op.create_table(
        "attribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("local_id", sa.Text(), nullable=False),
        sa.Column("live", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("cue", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("identity", sa.String(length=8), nullable=True),
        sa.Column("type", sa.String(length=12), nullable=True),
        sa.Column("stance", sa.String(length=8), nullable=True),
        sa.Column("certainty", sa.String(length=8), nullable=True),
        sa.Column("polarity", sa.String(length=8), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=True),
        sa.Column("due_value", sa.Text(), nullable=True),
        sa.Column("due_earliest", sa.String(length=10), nullable=True),
        sa.Column("due_latest", sa.String(length=10), nullable=True),
        sa.Column("outlet_id", sa.Integer(), nullable=True),
        sa.Column("published", sa.String(length=10), nullable=True),
        sa.Column("verdict", sa.String(length=8), nullable=True),
        sa.Column("corrected", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("words", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_attribution_entity_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["source.id"], name=op.f("fk_attribution_outlet_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["reading.id"], name=op.f("fk_attribution_reading_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_attribution_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attribution")),
        sa.UniqueConstraint("place", name=op.f("uq_attribution_place")),
        sa.UniqueConstraint("reading_id", "local_id", name=op.f("uq_attribution_reading_id_local_id")),
    )
    op.create_index(
        "ix_attribution_certainty",
        "attribution",
        ["certainty", "place", "identity", "type", "stance", "kind"],
        sqlite_where=sa.text("live = 1 AND certainty <> 'certain'"),
        postgresql_where=sa.text("live = true AND certainty <> 'certain'"),
    )
    op.create_index(
        "ix_attribution_corrected",
        "attribution",
        ["place"],
        sqlite_where=sa.text("corrected = 1"),
        postgresql_where=sa.text("corrected = true"),
    )
    op.create_index(
        "ix_attribution_due",
        "attribution",
        ["due_latest", "place"],
        sqlite_where=sa.text("live = 1 AND due_latest IS NOT NULL"),
        postgresql_where=sa.text("live = true AND due_latest IS NOT NULL"),
    )
    op.create_index(
        "ix_attribution_judged",
        "attribution",
        ["place", "identity", "type", "stance", "certainty", "kind", "source_id"],
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = true"),
    )
    op.create_index(
        "ix_attribution_kind",
        "attribution",
        ["kind", "place", "identity", "type", "stance", "certainty"],
        sqlite_where=sa.text("live = 1 AND kind <> 'fact'"),
        postgresql_where=sa.text("live = true AND kind <> 'fact'"),
    )
    op.create_index(
        "ix_attribution_outlet_id",
        "attribution",
        ["outlet_id", "place", "identity", "source_id"],
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = true"),
    )
    op.create_index(
        "ix_attribution_source_id",
        "attribution",
        ["source_id", "place", "outlet_id", "identity", "kind"],
        sqlite_where=sa.text("live = 1 AND source_id IS NOT NULL"),
        postgresql_where=sa.text("live = true AND source_id IS NOT NULL"),
    )
    op.create_index(
        "ix_attribution_stance",
        "attribution",
        ["stance", "place", "identity", "type", "certainty", "kind"],
        sqlite_where=sa.text("live = 1 AND stance <> 'neutral'"),
        postgresql_where=sa.text("live = true AND stance <> 'neutral'"),
    )
    op.create_index(
        "ix_attribution_voice",
        "attribution",
        [
            sa.text("coalesce(substr(holder, 1, 400), '')"),
            sa.text("coalesce(identity, '')"),
            "place",
            "outlet_id",
        ],
        sqlite_where=sa.text("live = 1 AND source_id IS NULL"),
        postgresql_where=sa.text("live = true AND source_id IS NULL"),
    )


def _channel() -> None:
    op.create_table(
        "channel",
        sa.Column("attribution_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("inferred", sa.Boolean(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attribution_id"],
            ["attribution.id"],
            name=op.f("fk_channel_attribution_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("attribution_id", "position", name=op.f("pk_channel")),
    )
    op.create_index("ix_channel_folded", "channel", ["folded", "place"])


def _correction() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("attribution_id", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=12), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("undone_at", sa.String(length=32), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_correction_article_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["attribution_id"],
            ["attribution.id"],
            name=op.f("fk_correction_attribution_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["made_on"], ["attribution.id"], name=op.f("fk_correction_made_on"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index("ix_correction_article_id", "correction", ["article_id"])
    op.create_index("ix_correction_attribution_id", "correction", ["attribution_id"])
    op.create_index("ix_correction_made_on", "correction", ["made_on"])
