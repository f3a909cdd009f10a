"""Readings that come from outside are checked before anything trusts their types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sayso.ingest.given import iso_date

# Keys of schema sayso/1 whose value is a string, or null.
_NAMES = """id path url title outlet byline published language text exact mode holder name identity type
    stance certainty polarity kind value earliest latest rule message severity version digest encoding role
    how within judgement by"""
_STRINGS = frozenset(_NAMES.split())
_OFFSETS = frozenset({"start", "end"})
_DATES = frozenset({"published", "earliest", "latest"})
# What `sayso export` writes beside a reading; it is no part of it.
_BESIDE = frozenset({"ledger", "corrections"})


def check_reading(data: Mapping[str, Any]) -> None:
    """Make sure that an object of schema ``sayso/1`` holds what its keys promise.

    Raises:
        ValueError: A value is of another type, a date is none, or an id stands twice.
    """
    _check({name: item for name, item in data.items() if name not in _BESIDE})
    for name in ("attributions", "entities"):
        ids = [item["id"] for item in data[name]]
        if len(set(ids)) < len(ids):
            raise ValueError(f"two of its {name} have the same id")
    if not all(_is_share(item["score"]) for item in data["attributions"]):
        raise ValueError("an attribution has no score")
    if not isinstance(data["text"], str) or not isinstance(data["language"], str):
        raise ValueError("it has no text, or no language")
    if not all(isinstance(data["reader"][name], str) for name in ("name", "version", "digest")):
        raise ValueError("it does not say which reader made it")


def _check(value: Any) -> None:
    if isinstance(value, dict):
        for name, item in value.items():
            _check_one(name, item)
    elif isinstance(value, list):
        for item in value:
            _check(item)


def _check_one(name: str, item: Any) -> None:
    if name in _STRINGS and item is not None and not isinstance(item, str):
        raise ValueError(f'"{name}" is {type(item).__name__}, not a string')
    if name in _OFFSETS and (not isinstance(item, int) or isinstance(item, bool) or item < 0):
        raise ValueError(f'"{name}" is {item!r}, not an offset')
    if name in _DATES and isinstance(item, str) and iso_date(item) is None:
        raise ValueError(f'"{name}" is {item[:40]!r}, not a date')
    if name == "score" and item is not None and not _is_share(item):
        raise ValueError(f'"score" is {item!r}, not between 0 and 1')
    if name == "found":  # where each field was found, under its name
        if not isinstance(item, dict) or not all(isinstance(how, str) for how in item.values()):
            raise ValueError('"found" are not strings')
        return
    if name == "scores":  # of each judgement, under its name
        if not isinstance(item, dict) or not all(map(_is_share, item.values())):
            raise ValueError('"scores" are not numbers between 0 and 1')
        return
    _check(item)


def _is_share(item: Any) -> bool:
    return isinstance(item, (int, float)) and not isinstance(item, bool) and 0 <= item <= 1
