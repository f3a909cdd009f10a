"""Pieces of one JSON document that is too large to hold: a head, members one by one, a tail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sayso.export.jsonlines import json_line


def document(head: dict[str, Any], key: str, members: Iterable[Any]) -> Iterator[str]:
    """An object with the keys of ``head`` and, last, an array with a member a line.

    Args:
        head: At least one key.
        key: Under which the array stands.
        members: Anything that JSON can say.
    """
    yield f"{json_line(head)[:-1]}, {json_line(key)}: ["
    separator = "\n"
    for member in members:
        yield separator + json_line(member)
        separator = ",\n"
    yield "\n]}\n"


def mapping(head: dict[str, Any], key: str, members: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """The same with an object in the place of the array."""
    yield f"{json_line(head)[:-1]}, {json_line(key)}: {{"
    separator = "\n"
    for name, member in members:
        yield f"{separator}{json_line(name)}: {json_line(member)}"
        separator = ",\n"
    yield "\n}}\n"
