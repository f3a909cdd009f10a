"""The few statements that SQLite and PostgreSQL say differently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> int | None:
    """Insert a row unless one with the same unique columns is there.

    Returns:
        The number of the new row, or None where there was one.
    """
    insert_of = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert_of(table).values(**row).on_conflict_do_nothing().returning(table.c.id)
    return connection.execute(statement).scalar()


def insert_all(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], **computed: Any
) -> list[int]:
    """Insert rows in one go.

    Args:
        connection: In a transaction.
        table: With an ``id``.
        rows: With the same keys each.
        computed: Columns that the database makes of the rows' own values.

    Returns:
        Their numbers, in order.
    """
    if not rows:
        return []
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    if computed:
        statement = statement.values(**computed)
    return [int(number) for number in connection.execute(statement, list(map(dict, rows))).scalars()]


def next_numbers(connection: Connection, table: Table, n: int) -> list[int]:
    """Numbers for rows that are about to be inserted, in order.

    Args:
        connection: In a transaction that writes; on SQLite it is the only one that does.
        table: With an ``id``.
        n: How many.
    """
    if connection.dialect.name == "sqlite":
        last = connection.execute(select(func.max(table.c.id))).scalar() or 0
        return list(range(last + 1, last + 1 + n))
    sequence = func.pg_get_serial_sequence(table.name, "id")
    asked = select(func.nextval(sequence)).select_from(func.generate_series(1, n))
    return [int(number) for number in connection.execute(asked).scalars()]


def insert_or_update(
    connection: Connection,
    table: Table,
    row: Mapping[str, Any],
    *,
    key: Iterable[str],
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Insert a row, or give the one with the same key the new values.

    Args:
        connection: In a transaction that writes.
        table: Any.
        row: The new row.
        key: Names of unique columns.
        changes: Columns that get other values than the row's where it is there already.
    """
    insert_of = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    keys = list(key)
    values = {name: value for name, value in row.items() if name not in keys}
    statement = insert_of(table).values(**row)
    statement = statement.on_conflict_do_update(index_elements=keys, set_={**values, **(changes or {})})
    connection.execute(statement)
