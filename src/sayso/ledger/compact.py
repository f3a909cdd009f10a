"""A reading's JSON without the words that its offsets give back, and the way back."""

from __future__ import annotations

from typing import Any


def compact(value: Any, text: str, *, key: str = "") -> Any:
    """Drop the ``exact`` of every span, after making sure that the text says just that.

    Args:
        value: JSON of a part of a reading.
        text: The article's text.
        key: Name under which ``value`` stands; spans named ``words`` count into the headline and stay whole.

    Raises:
        ValueError: ``text[start:end]`` is not what the span says.
    """
    if isinstance(value, list):
        return [compact(item, text, key=key) for item in value]
    if not isinstance(value, dict):
        return value
    if "exact" in value and key != "words":
        start, end = value["start"], value["end"]
        if not 0 <= start < end <= len(text) or text[start:end] != value["exact"]:
            raise ValueError(f"text[{start}:{end}] is not {value['exact']!r}")
        value = {name: item for name, item in value.items() if name != "exact"}
    return {name: compact(item, text, key=name) for name, item in value.items()}


def expand(value: Any, text: str, *, key: str = "") -> Any:
    """Inverse of :func:`compact`."""
    if isinstance(value, list):
        return [expand(item, text, key=key) for item in value]
    if not isinstance(value, dict):
        return value
    restored: dict[str, Any] = {}
    for name, item in value.items():
        restored[name] = expand(item, text, key=name)
        if name == "end" and "start" in value and "exact" not in value and key not in ("words", "due"):
            restored["exact"] = text[value["start"] : value["end"]]
    return restored
