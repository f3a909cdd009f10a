"""Somebody puts an attribution right, or takes that back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, update

from sayso.errors import NotFound, UsageError
from sayso.ledger import schema
from sayso.ledger.corrections.anchors import anchor_of
from sayso.ledger.corrections.carry import apply, carry_over, lock_article
from sayso.ledger.corrections.fields import FIELDS, checked
from sayso.ledger.corrections.history import Correction, history
from sayso.ledger.corrections.standing import load_standing
from sayso.ledger.text import maybe_storable, storable


def correct(
    connection: Connection,
    attribution_id: int,
    changes: Mapping[str, Any],
    *,
    who: str,
    why: str | None,
    now: str,
) -> list[int]:
    """Put an attribution right.

    One of a reading or version that has been superseded hands the correction on to what stands in its place.

    Args:
        connection: In a transaction.
        attribution_id: Its number.
        changes: For each field, what stands instead: a value of the contract for judgements, ``accepted``
            or ``rejected`` for ``verdict``, a name or None for ``holder``, names for ``via``, words of the
            article or None for ``due``, lists of offsets for ``source``, ``cue`` and ``content``.
        who: Who says so.
        why: Why.
        now: UTC time as ISO 8601.

    Returns:
        Numbers of the corrections.

    Raises:
        NotFound: There is no such attribution.
        UsageError: A field or a value cannot be, or there is nothing to change.
    """
    if not changes:
        raise UsageError(f"nothing to correct; name at least one of {', '.join(FIELDS)}")
    if not who.strip():
        raise UsageError("nobody corrects; say who")
    lock_article(connection, load_standing(connection, attribution_id).article_id)
    standing = load_standing(connection, attribution_id)
    shared = {
        "article_id": standing.article_id,
        "attribution_id": attribution_id,
        "made_on": attribution_id,
        "anchor": json.dumps(anchor_of(standing.original, standing.text)),
        "who": storable(who.strip()),
        "why": maybe_storable(why),
        "made_at": now,
    }
    made = [
        _insert(connection, field=field, new=json.dumps(checked(field, value, standing.text)), **shared)
        for field, value in changes.items()
    ]
    if standing.is_latest and standing.is_current:
        apply(connection, attribution_id)
    else:
        carry_over(connection, standing.article_id)
    return made


def _insert(connection: Connection, **row: Any) -> int:
    made = connection.execute(insert(schema.correction).returning(schema.correction.c.id), row)
    return int(made.scalar_one())


def undo(connection: Connection, correction_id: int, *, who: str, now: str) -> Correction:
    """Take a correction back; what it covered stands again.

    Raises:
        NotFound: There is none of this number.
        UsageError: It was taken back before.
    """
    lock_article(connection, _one(connection, correction_id).article_id)
    found = _one(connection, correction_id)
    if found.undone_at is not None:
        by, day = found.undone_by, found.undone_at[:10]
        raise UsageError(f"correction {correction_id} was undone by {by} on {day} already")
    connection.execute(
        update(schema.correction)
        .where(schema.correction.c.id == correction_id)
        .values(undone_at=now, undone_by=storable(who))
    )
    if found.attribution_id is not None:
        apply(connection, found.attribution_id)
    return _one(connection, correction_id)


def _one(connection: Connection, correction_id: int) -> Correction:
    found = history(connection, correction_id=correction_id)
    if not found:
        raise NotFound(f"there is no correction {correction_id}; `sayso history` lists them")
    return found[0]
