"""Readings become an Apache Parquet file: one row for each attribution, in row groups as they come."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO

from sayso.errors import MissingExtra
from sayso.export.rows_out import COLUMNS, rows_of

if TYPE_CHECKING:
    from sayso.ledger.upheld import Upheld

# Rows kept in memory before they are written.
_GROUP_ROWS = 20_000
_SURROGATES = re.compile("[\ud800-\udfff]")


def write_parquet(items: Iterable[Upheld], stream: BinaryIO) -> None:
    """Write a table; several names stand in one cell as a list.

    Raises:
        MissingExtra: PyArrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter
    except ModuleNotFoundError:
        raise MissingExtra("export", needed_for="a Parquet file") from None
    types = {
        "text": pa.string(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "yes": pa.bool_(),
        "names": pa.list_(pa.string()),
    }
    form = pa.schema([(name, types[sort]) for name, sort in COLUMNS.items()])
    with ParquetWriter(stream, form, compression="zstd") as writer:
        waiting: list[dict[str, Any]] = []
        for upheld in items:
            waiting += ({name: _held(value) for name, value in row.items()} for row in rows_of(upheld))
            if len(waiting) >= _GROUP_ROWS:
                writer.write_table(pa.Table.from_pylist(waiting, schema=form))
                waiting.clear()
        writer.write_table(pa.Table.from_pylist(waiting, schema=form))


def _held(value: Any) -> Any:
    """The value with what UTF-8 cannot hold replaced."""
    if isinstance(value, list):
        return [_held(one) for one in value]
    return _SURROGATES.sub("\ufffd", value) if isinstance(value, str) else value
