"""The tables of a ledger.

Everything a reading says is kept; what people search by stands in columns, the rest beside it as JSON text.
Spans are kept as offsets only: their words are cut from the stored text whenever a row is read.
Texts are kept as compressed UTF-8 bytes (lone surrogates passed through), since neither SQLite nor
PostgreSQL takes every string as text. :mod:`sayso.ledger.migrations` makes these tables.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TextClause,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# By what holders are counted who cannot be told across articles; see :mod:`sayso.ledger.tally`.
VOICE_LABEL = "coalesce(substr(holder, 1, 400), '')"
VOICE_IDENTITY = "coalesce(identity, '')"


def _live_index(name: str, *columns: str | TextClause, where: str = "live = {true}") -> Index:
    """An index over what searches look at; PostgreSQL and SQLite write true their own way."""
    return Index(
        name,
        *columns,
        sqlite_where=text(where.format(true="1")),
        postgresql_where=text(where.format(true="true")),
    )


def _refers(column: str) -> ForeignKey:
    return ForeignKey(column, ondelete="RESTRICT")


# People, organisations and outlets across articles: one row for one exact full name or one domain.
# ``folded`` is the name as words are searched for; see :func:`sayso.ledger.words.fold`.
source = Table(
    "source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("type", String(12), nullable=False),
    Column("domain", Text, nullable=False, server_default=""),
    Column("folded", Text, nullable=False),
    Column("merged_into", Integer, _refers("source.id")),
    UniqueConstraint("name", "type", "domain"),
    Index("ix_source_domain", "domain"),
    Index("ix_source_folded", "folded"),
    Index("ix_source_merged_into", "merged_into"),
)

source_merge = Table(
    "source_merge",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", Integer, _refers("source.id"), nullable=False),
    Column("into_id", Integer, _refers("source.id"), nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text),
    Column("made_at", String(32), nullable=False),
    Column("undone_at", String(32)),
)

# What a reader of news would call one article: one address or, without an address, one text.
article = Table(
    "article",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("url", Text),
    Column("added_at", String(32), nullable=False),
)

# One text of an article; the latest one is what searches look at.
version = Table(
    "version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, _refers("article.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("is_latest", Boolean, nullable=False),
    Column("text_hash", String(71), nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("title", Text),
    Column("outlet", Text),
    Column("outlet_id", Integer, _refers("source.id")),
    Column("byline", Text),
    Column("published", String(10)),
    Column("language", String(8), nullable=False),
    Column("path", Text),
    Column("detail", Text, nullable=False),
    Column("added_at", String(32), nullable=False),
    UniqueConstraint("article_id", "text_hash"),
    Index("ix_version_text_hash", "text_hash"),
    Index("ix_version_outlet_id_published_is_latest", "outlet_id", "published", "is_latest"),
)

# All that one reader, as one release of Sayso ran it, says of one version.
reading = Table(
    "reading",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", Integer, _refers("version.id"), nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("reader_name", Text, nullable=False),
    Column("reader_version", Text, nullable=False),
    Column("reader_digest", Text, nullable=False),
    Column("release", Text, nullable=False),
    Column("n_attributions", Integer, nullable=False),
    Column("detail", Text, nullable=False),
    Column("made_at", String(32), nullable=False),
    UniqueConstraint("version_id", "reader_digest", "release"),
)

entity = Table(
    "entity",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reading_id", Integer, _refers("reading.id"), nullable=False),
    Column("local_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("identity", String(8), nullable=False),
    Column("type", String(12), nullable=False),
    Column("source_id", Integer, _refers("source.id")),
    Column("detail", Text, nullable=False),
    UniqueConstraint("reading_id", "local_id"),
    Index("ix_entity_source_id", "source_id"),
)

# ``live`` rows belong to an article's latest version, and there to the current reading or to an earlier one
# that people upheld where the current one lacks it; they are not rejected. The judged columns hold what
# stands after corrections, ``detail`` what the reader said. ``place`` sorts by date, then by number (see
# :mod:`sayso.ledger.places`): every index that a search walks ends in it or begins with it.
# Of judgements that most attributions share, the others have an index of their own.
attribution = Table(
    "attribution",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("place", BigInteger, nullable=False, unique=True),
    Column("reading_id", Integer, _refers("reading.id"), nullable=False),
    Column("local_id", Text, nullable=False),
    Column("live", Boolean, nullable=False, server_default=true()),
    Column("cue", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("mode", String(8), nullable=False),
    Column("score", Float, nullable=False),
    Column("holder", Text),
    Column("entity_id", Integer, _refers("entity.id")),
    Column("source_id", Integer, _refers("source.id")),
    Column("identity", String(8)),
    Column("type", String(12)),
    Column("stance", String(8)),
    Column("certainty", String(8)),
    Column("polarity", String(8)),
    Column("kind", String(10)),
    Column("due_value", Text),
    Column("due_earliest", String(10)),
    Column("due_latest", String(10)),
    Column("outlet_id", Integer, _refers("source.id")),
    Column("published", String(10)),
    Column("verdict", String(8)),
    Column("corrected", Boolean, nullable=False, server_default=false()),
    Column("detail", Text, nullable=False),
    # Filled on PostgreSQL only; on SQLite the table ``attribution_text`` holds the words.
    Column("words", Text().with_variant(TSVECTOR(), "postgresql")),
    UniqueConstraint("reading_id", "local_id"),
    _live_index(
        "ix_attribution_judged", "place", "identity", "type", "stance", "certainty", "kind", "source_id"
    ),
    *(
        _live_index(
            f"ix_attribution_{rare}", rare, "place", *others, where=f"live = {{true}} AND {rare} <> '{usual}'"
        )
        for rare, usual, others in (
            ("stance", "neutral", ("identity", "type", "certainty", "kind")),
            ("certainty", "certain", ("identity", "type", "stance", "kind")),
            ("kind", "fact", ("identity", "type", "stance", "certainty")),
        )
    ),
    _live_index(
        "ix_attribution_source_id",
        "source_id",
        "place",
        "outlet_id",
        "identity",
        "kind",
        where="live = {true} AND source_id IS NOT NULL",
    ),
    _live_index("ix_attribution_outlet_id", "outlet_id", "place", "identity", "source_id"),
    _live_index(
        "ix_attribution_due", "due_latest", "place", where="live = {true} AND due_latest IS NOT NULL"
    ),
    _live_index(
        "ix_attribution_voice",
        text(VOICE_LABEL),
        text(VOICE_IDENTITY),
        "place",
        "outlet_id",
        where="live = {true} AND source_id IS NULL",
    ),
    Index(
        "ix_attribution_corrected",
        "place",
        sqlite_where=text("corrected = 1"),
        postgresql_where=text("corrected = true"),
    ),
)

# The outlets and platforms that a statement came through, nearest first; ``place`` is the attribution's.
channel = Table(
    "channel",
    metadata,
    Column("attribution_id", Integer, _refers("attribution.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("inferred", Boolean, nullable=False),
    Column("folded", Text, nullable=False),
    Column("place", BigInteger, nullable=False),
    Index("ix_channel_folded", "folded", "place"),
)

# The outlets and agencies that a version credits.
credit = Table(
    "credit",
    metadata,
    Column("version_id", Integer, _refers("version.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("how", Text, nullable=False),
    Index("ix_credit_name", "name"),
)

# How often things are in the ledger, kept by triggers; see :mod:`sayso.ledger.tally`. Zeros and empty words
# stand for nothing, since a key holds no NULL.
tally = Table(
    "tally",
    metadata,
    Column("what", String(8), primary_key=True),
    Column("source_id", Integer, primary_key=True, autoincrement=False),
    Column("label", Text, primary_key=True),
    Column("identity", String(8), primary_key=True),
    Column("outlet_id", Integer, primary_key=True, autoincrement=False),
    Column("n", Integer, nullable=False),
    Index("ix_tally_most", "what", "outlet_id", "identity", "n"),
)

# What people say over what the reader said. ``anchor`` holds the words it is about, so that it finds them
# again in another reading; ``attribution_id`` is where they stand now, empty while they stand nowhere.
correction = Table(
    "correction",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, _refers("article.id"), nullable=False),
    Column("attribution_id", Integer, _refers("attribution.id")),
    Column("made_on", Integer, _refers("attribution.id"), nullable=False),
    Column("anchor", Text, nullable=False),
    Column("field", String(12), nullable=False),
    Column("old", Text),
    Column("new", Text),
    Column("who", Text, nullable=False),
    Column("why", Text),
    Column("made_at", String(32), nullable=False),
    Column("undone_at", String(32)),
    Column("undone_by", Text),
    Index("ix_correction_article_id", "article_id"),
    Index("ix_correction_attribution_id", "attribution_id"),
    Index("ix_correction_made_on", "made_on"),
)

# What has been taken in, by a digest of its bytes and of what was said of it, so that the same need not even
# be taken apart again.
intake = Table(
    "intake",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("version_id", Integer, _refers("version.id"), nullable=False),
    Index("ix_intake_version_id", "version_id"),
)

# Inputs that could not be read, with what it takes to try again: where they are, which part of that, and what
# the user said of them. ``key`` is a digest of the first two, which may be longer than an index takes.
failure = Table(
    "failure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("origin", Text, nullable=False),
    Column("record", Text, nullable=False, server_default=""),
    Column("given", Text, nullable=False, server_default="{}"),
    Column("digest", Text),
    Column("code", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("failed_at", String(32), nullable=False),
    Column("resolved_at", String(32)),
)

# Feeds that are followed. ``next_at`` is when one that failed is tried again.
feed = Table(
    "feed",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("title", Text),
    Column("category", Text),
    Column("etag", Text),
    Column("modified", Text),
    Column("polled_at", String(32)),
    Column("next_at", String(32)),
    Column("n_errors", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    Column("removed_at", String(32)),
)

# What has been seen of a feed: with its article or, where that could not be read, with the reason.
feed_entry = Table(
    "feed_entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("feed_id", Integer, _refers("feed.id"), nullable=False),
    Column("entry", Text, nullable=False),
    Column("link", Text),
    Column("title", Text),
    Column("published", String(32)),
    Column("categories", Text, nullable=False, server_default="[]"),
    Column("article_id", Integer, _refers("article.id")),
    Column("code", Text),
    Column("error", Text),
    Column("tries", Integer, nullable=False, server_default="1"),
    Column("seen_at", String(32), nullable=False),
    UniqueConstraint("feed_id", "entry"),
    Index("ix_feed_entry_link", "link", postgresql_using="hash"),
    Index("ix_feed_entry_article_id", "article_id"),
)
