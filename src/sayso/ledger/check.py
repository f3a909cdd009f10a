"""A ledger is gone over: whatever in it contradicts itself becomes a line that says where and how."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, literal, or_, select, text
from sqlalchemy.exc import DBAPIError

from sayso.ledger import schema
from sayso.ledger.check_texts import check_texts
from sayso.ledger.engine import explained, reading_from, writing_to
from sayso.ledger.tally import wrong_counts
from sayso.ledger.text import as_key

_ARTICLES, _VERSIONS, _READINGS = schema.article.c, schema.version.c, schema.reading.c
_ATTRIBUTIONS, _ENTITIES, _CORRECTIONS = schema.attribution.c, schema.entity.c, schema.correction.c


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be.

    Attributes:
        table: Where.
        id: Number of the row, or None for the table as a whole.
        message: What.
    """

    table: str
    id: int | None
    message: str

    def __str__(self) -> str:
        return f"{self.table}{'' if self.id is None else f' {self.id}'}: {self.message}"


def find_problems(engine: Engine) -> Iterator[Problem]:
    """Go over a whole ledger, as it was at one moment.

    Yields:
        Each contradiction: files and references, texts and spans, which version and reading stand, what
        searches look at, and the full-text index.

    Raises:
        LedgerError: The database cannot be read at all.
    """
    if engine.dialect.name == "sqlite":
        yield from _sqlite_file(engine)
        yield from _sqlite_words(engine)
    with _one_moment(engine) as connection:
        for table, asked, message in _RULES:
            for row in connection.execute(asked):
                yield Problem(table, row[0], message.format(*row))
        yield from _keys(connection)
        yield from _merges(connection)
        for message in wrong_counts(connection):
            yield Problem("tally", None, f"{message}; `sayso db vacuum` counts anew")
        for table, number, message in check_texts(connection):
            yield Problem(table, number, message)


@contextmanager
def _one_moment(engine: Engine) -> Iterator[Connection]:
    """A connection to which nothing changes while it looks."""
    if engine.dialect.name == "sqlite":
        with reading_from(engine) as connection:
            yield connection
        return
    with explained(engine), engine.connect() as connection:
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def _sqlite_file(engine: Engine) -> Iterator[Problem]:
    with reading_from(engine) as connection:
        for row in connection.execute(text("PRAGMA integrity_check")):
            if row[0] != "ok":
                yield Problem("file", None, str(row[0]))
        for table, number, parent, _ in connection.execute(text("PRAGMA foreign_key_check")):
            yield Problem(table, number, f"refers to a {parent} that is not there")


def _sqlite_words(engine: Engine) -> Iterator[Problem]:
    """The full-text indexes against the rows that they were made of."""
    for name in ("attribution_text", "due_text"):
        statement = text(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")
        with writing_to(engine) as connection:
            try:
                connection.execute(statement)
            except DBAPIError as error:
                if "malformed" not in str(error.orig):
                    raise
                yield Problem(name, None, "the full-text index is not that of the rows")


def _counted(of: Any, flag: Any, by: Any) -> Select[Any]:
    """Rows that have not exactly one of what refers to them with a flag set."""
    n_flagged = select(func.count()).where(by == of, flag).scalar_subquery()
    return select(of, n_flagged).where(n_flagged != 1).order_by(of)


def _rules() -> tuple[tuple[str, Select[Any], str], ...]:
    with_reading = select(_ATTRIBUTIONS.id).join_from(
        schema.attribution, schema.reading, _READINGS.id == _ATTRIBUTIONS.reading_id
    )
    with_version = with_reading.join(schema.version, _VERSIONS.id == _READINGS.version_id)
    n_attributions = select(func.count()).where(_ATTRIBUTIONS.reading_id == _READINGS.id).scalar_subquery()
    of_entity = select(_ATTRIBUTIONS.id).join_from(
        schema.attribution, schema.entity, _ENTITIES.id == _ATTRIBUTIONS.entity_id
    )
    in_force = (
        select(literal(1))
        .where(_CORRECTIONS.attribution_id == _ATTRIBUTIONS.id, _CORRECTIONS.undone_at.is_(None))
        .exists()
    )
    corrected_elsewhere = (
        select(_CORRECTIONS.id)
        .join_from(schema.correction, schema.attribution, _ATTRIBUTIONS.id == _CORRECTIONS.attribution_id)
        .join(schema.reading, _READINGS.id == _ATTRIBUTIONS.reading_id)
        .join(schema.version, _VERSIONS.id == _READINGS.version_id)
        .where(_VERSIONS.article_id != _CORRECTIONS.article_id)
    )
    channels = schema.channel.c
    return (
        (
            "article",
            _counted(_ARTICLES.id, _VERSIONS.is_latest, _VERSIONS.article_id),
            "has {1} latest versions, not one",
        ),
        (
            "version",
            _counted(_VERSIONS.id, _READINGS.is_current, _READINGS.version_id),
            "has {1} current readings, not one",
        ),
        (
            "reading",
            select(_READINGS.id, _READINGS.n_attributions, n_attributions).where(
                _READINGS.n_attributions != n_attributions
            ),
            "says it has {1} attributions, and has {2}",
        ),
        (
            "attribution",
            of_entity.where(_ENTITIES.reading_id != _ATTRIBUTIONS.reading_id),
            "its holder belongs to another reading",
        ),
        (
            "attribution",
            with_version.where(
                func.coalesce(_VERSIONS.published, "") != func.coalesce(_ATTRIBUTIONS.published, "")
            ),
            "its date is not that of its article",
        ),
        (
            "attribution",
            select(_ATTRIBUTIONS.id).where(
                or_(~in_force & _ATTRIBUTIONS.corrected, in_force & ~_ATTRIBUTIONS.corrected)
            ),
            "is marked as corrected, or not, against its corrections",
        ),
        (
            "attribution",
            select(_ATTRIBUTIONS.id)
            .join_from(schema.channel, schema.attribution)
            .where(channels.place != _ATTRIBUTIONS.place)
            .distinct(),
            "its channels stand in another place",
        ),
        ("correction", corrected_elsewhere, "stands on an attribution of another article"),
    )


_RULES = _rules()


def _keys(connection: Connection) -> Iterator[Problem]:
    """An article's key is its address, or the hash of a text of it."""
    texts = select(literal(1)).where(
        _VERSIONS.article_id == _ARTICLES.id, _VERSIONS.text_hash == _ARTICLES.key
    )
    for row in connection.execute(select(_ARTICLES.id, _ARTICLES.key, _ARTICLES.url, texts.exists())):
        if row.key != (as_key(row.url) if row.url else row.key) or (not row.url and not row[3]):
            yield Problem("article", row.id, "its key is neither its address nor the hash of its text")


def _merges(connection: Connection) -> Iterator[Problem]:
    columns = schema.source.c
    asked = select(columns.id, columns.merged_into).where(columns.merged_into.is_not(None))
    into = {row.id: row.merged_into for row in connection.execute(asked)}
    for number in into:
        seen, at = {number}, into.get(number)
        while at is not None and at not in seen:
            seen.add(at)
            at = into.get(at)
        if at == number:
            yield Problem("source", number, "is merged into itself by way of others")
