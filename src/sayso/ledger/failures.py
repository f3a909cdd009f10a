"""Inputs that could not be read become rows, which go when they can be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from sayso.ledger import schema
from sayso.ledger.dialects import insert_or_update
from sayso.ledger.text import storable

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FailedInput:
    """An input that could not be read.

    Attributes:
        origin: Where it is: an absolute path, an address, or ``-`` for standard input.
        record: Which part of that: a line number, a byte offset; empty for all of it.
        given: What the user said of it, such as ``{"outlet": "Tarn Post"}``.
        code: Why, as in :class:`sayso.errors.InputError`.
        message: The same for people.
        tries: How often it was tried.
        failed_at: When it was tried last; UTC time as ISO 8601.
        digest: Tells its bytes, what was said of them and the release from all others; None where they may
            well be read the next time.
    """

    origin: str
    record: str
    given: Mapping[str, str]
    code: str
    message: str
    tries: int
    failed_at: str
    digest: str | None = None


def record_failure(connection: Connection, failed: FailedInput) -> None:
    """Note that an input could not be read, once more if it is noted already; ``tries`` is counted here."""
    columns = schema.failure.c
    values = {
        "given": json.dumps(dict(failed.given), sort_keys=True),
        "code": failed.code,
        "message": storable(failed.message),
        "failed_at": failed.failed_at,
        "digest": failed.digest,
        "resolved_at": None,
    }
    named = {"origin": storable(failed.origin), "record": storable(failed.record)}
    insert_or_update(
        connection,
        schema.failure,
        {"key": _digest((failed.origin, failed.record)), **named, **values, "tries": 1},
        key=["key"],
        changes={"tries": columns.tries + 1},
    )


def resolve_failure(connection: Connection, key: Key, *, now: str) -> None:
    """Note that an input could be read at last; one that never failed is fine too."""
    columns = schema.failure.c
    connection.execute(
        update(schema.failure)
        .where(columns.key == _digest(key))
        .where(columns.resolved_at.is_(None))
        .values(resolved_at=now)
    )


def open_failures(connection: Connection) -> list[FailedInput]:
    """The inputs that could not be read and have not been since, in the order in which they failed first."""
    columns = schema.failure.c
    rows = connection.execute(
        select(schema.failure).where(columns.resolved_at.is_(None)).order_by(columns.id)
    )
    return [
        FailedInput(
            row.origin,
            row.record,
            json.loads(row.given),
            row.code,
            row.message,
            row.tries,
            row.failed_at,
            row.digest,
        )
        for row in rows
    ]


def _digest(key: Key) -> str:
    return hashlib.sha256("\0".join(map(storable, key)).encode()).hexdigest()
