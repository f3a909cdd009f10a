"""The rows of corrections become records: what was put right, by whom, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from sayso.ledger import schema
from sayso.ledger.numbers import can_be, check_limit
from sayso.ledger.text import storable


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that somebody put right.

    Attributes:
        id: Its number.
        attribution_id: The attribution it stands on now; None while its words stand nowhere (orphaned).
        article_id: The article.
        field: What it changes: one of :data:`~sayso.ledger.corrections.fields.FIELDS`.
        old: What stands below it: a word, a list of names, pieces of text (start, end, words), or None. It
            comes back when this correction is undone; of one undone, what stood below it then.
        new: What stands instead; pieces have the places where they stood when it was made.
        words: The cue and content it is about.
        who: Who made it.
        why: The reason given, or None.
        made_at: UTC time as ISO 8601; corrections made in one go share it.
        undone_at: When it was taken back, or None.
        undone_by: By whom, or None.
        made_on: The attribution that it was made on.
    """

    id: int
    attribution_id: int | None
    article_id: int
    field: str
    old: Any
    new: Any
    words: str
    who: str
    why: str | None
    made_at: str
    undone_at: str | None
    undone_by: str | None
    made_on: int

    @property
    def is_orphaned(self) -> bool:
        """Whether it is in force but applies to nothing."""
        return self.undone_at is None and self.attribution_id is None

    def to_dict(self) -> dict[str, Any]:
        """The correction as JSON, with attributions as commands call them."""
        data = asdict(self)
        article, made_on = data.pop("article_id"), data.pop("made_on")
        number = data.pop("attribution_id")
        return {
            "id": data.pop("id"),
            "attribution": None if number is None else f"a{number}",
            "made_on": f"a{made_on}",
            "article": article,
            **data,
            "orphaned": self.is_orphaned,
        }


def history(
    connection: Connection,
    *,
    attribution_id: int | None = None,
    article_id: int | None = None,
    correction_id: int | None = None,
    orphaned: bool = False,
    limit: int | None = None,
) -> list[Correction]:
    """Corrections, the latest first.

    Args:
        connection: In a transaction.
        attribution_id: Only those that stand on this attribution, or were made on it.
        article_id: Only those of this article.
        correction_id: Only this one.
        orphaned: Only those in force that apply to nothing.
        limit: At most so many.

    Raises:
        UsageError: The limit cannot be.
    """
    if limit is not None:
        check_limit(limit)
    if not all(
        can_be(number) for number in (attribution_id, article_id, correction_id) if number is not None
    ):
        return []
    columns = schema.correction.c
    asked = select(schema.correction).order_by(columns.id.desc())
    if attribution_id is not None:
        asked = asked.where(or_(columns.attribution_id == attribution_id, columns.made_on == attribution_id))
    if article_id is not None:
        asked = asked.where(columns.article_id == article_id)
    if correction_id is not None:
        asked = asked.where(columns.id == correction_id)
    if orphaned:
        asked = asked.where(columns.attribution_id.is_(None), columns.undone_at.is_(None))
    return [to_correction(row) for row in connection.execute(asked.limit(limit))]


def rows_of_article(connection: Connection, article_id: int) -> Sequence[Row[Any]]:
    """The rows of the corrections of an article, in order, with those that were undone."""
    columns = schema.correction.c
    asked = select(schema.correction).where(columns.article_id == article_id)
    return connection.execute(asked.order_by(columns.id)).all()


def last_of(connection: Connection, who: str | None = None) -> list[Correction]:
    """The corrections in force that were made last, all in one go, in order.

    Args:
        connection: In a transaction.
        who: Only those of this person.
    """
    columns = schema.correction.c
    in_force = select(schema.correction).where(columns.undone_at.is_(None))
    asked = in_force if who is None else in_force.where(columns.who == storable(who))
    last = connection.execute(asked.order_by(columns.id.desc()).limit(1)).first()
    if last is None:
        return []
    together = in_force.where(columns.who == last.who, columns.made_at == last.made_at)
    return [to_correction(row) for row in connection.execute(together.order_by(columns.id))]


def to_correction(row: Row[Any]) -> Correction:
    """A row of the table as a record."""
    anchor = json.loads(row.anchor)
    return Correction(
        id=row.id,
        attribution_id=row.attribution_id,
        article_id=row.article_id,
        field=row.field,
        old=json.loads(row.old) if row.old else None,
        new=json.loads(row.new) if row.new else None,
        words=" ".join(piece[2] for part in ("cue", "content") for piece in anchor[part]),
        who=row.who,
        why=row.why,
        made_at=row.made_at,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
        made_on=row.made_on,
    )
