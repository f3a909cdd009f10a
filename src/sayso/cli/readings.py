"""Files of readings, as ``sayso read`` writes them, become readings again, one by one."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sayso.ingest.readings import check_reading
from sayso.pipeline import Source
from sayso.records import SCHEMA, Failure, Reading

Item = Reading | Failure

# How a file of readings opens: an object of the schema, or an array of them.
_OPENING = re.compile(rb'(?:\xef\xbb\xbf)?\s*\[?\s*\{\s*"schema":\s*"sayso/')
_OPENING_BYTES = 200


def holds_readings(source: Source | Failure) -> bool:
    """Whether an input is a file, or the bytes of one, that ``sayso read`` wrote as JSON."""
    if isinstance(source, Path):
        if source.suffix.lower() in (".jsonl", ".ndjson", ".json"):
            return True
        try:
            with source.open("rb") as stream:
                return bool(_OPENING.match(stream.read(_OPENING_BYTES)))
        except OSError:
            return False
    return isinstance(source, bytes) and bool(_OPENING.match(source[:_OPENING_BYTES]))


def readings_in(
    name: str, source: Source | Failure, *, outlet: str | None = None, published: str | None = None
) -> Iterator[Item]:
    """Take the readings out of an input, as many as can be understood.

    Args:
        name: What the user called the input; readings without a path of their own get it.
        source: What :func:`holds_readings` said yes to.
        outlet: Overrides the outlet of every article, as does ``published`` the date.
        published: ISO 8601 date.

    Yields:
        A reading, or the failure that stands in its place; a line that is neither is a failure too.
    """
    number = 0
    for number, data in enumerate(objects_in(source), 1):
        if isinstance(data, dict) and "merges" in data:  # a ledger's word on sources
            continue
        item = _item(name, number, data)
        if isinstance(item, Reading):
            article = item.article
            article = replace(
                article,
                path=article.path or name,
                outlet=outlet or article.outlet,
                published=published or article.published,
            )
            item = replace(item, article=article)
        yield item
    if number == 0:
        yield Failure(
            name, "bad_readings", f"{name}: holds no readings; make some with `sayso read --format jsonl`"
        )


def objects_in(source: Source | Failure) -> Iterator[Any]:
    """The parsed lines, or members of the array; an exception in the place of what cannot be parsed."""
    try:
        with _opened(source) as stream:
            if stream.peek(_OPENING_BYTES).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
                yield from json.load(stream)
                return
            for line in stream:
                if line.strip():
                    yield _parsed(line)
    except (OSError, ValueError, TypeError, RecursionError) as error:
        yield error


def _opened(source: Source | Failure) -> io.BufferedReader:
    """The bytes of an input; a pipe cannot go back, but all can be looked at ahead."""
    if isinstance(source, Path):
        return source.open("rb")
    return io.BufferedReader(io.BytesIO(bytes(source)))  # type: ignore[arg-type]


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return error


def _item(name: str, number: int, data: Any) -> Item:
    try:
        if isinstance(data, Exception):
            raise data
        if data["schema"] != SCHEMA:
            raise ValueError(f"its schema is {data['schema']!r}")
        if "error" in data:
            return Failure(data["path"], data["error"]["code"], data["error"]["message"])
        check_reading(data)
        return Reading.from_dict(data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = f"{type(error).__name__}: {error}"
        message = f"{name}: reading {number} cannot be understood ({reason}); make it anew with `sayso read`"
        return Failure(name, "bad_readings", message)
