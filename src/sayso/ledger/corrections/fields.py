"""What can be corrected, and a value given for it becomes one that a correction keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from sayso.errors import UsageError
from sayso.records import JUDGED, Role

VERDICT = "verdict"
VERDICTS = ("accepted", "rejected")
CLOSED: Mapping[str, tuple[str, ...]] = {
    VERDICT: VERDICTS,
    **{name: tuple(one.value for one in values) for name, values in JUDGED.items()},
}
SPANS = tuple(role.value for role in Role)
FIELDS = (*CLOSED, "holder", "via", "due", *SPANS)


def checked(field: str, value: Any, text: str) -> Any:
    """A value in the form that corrections keep, which is JSON.

    Args:
        field: One of :data:`FIELDS`.
        value: One of the field's values; for ``holder`` a name or None, for ``via`` a name or names, for
            ``due`` words of the article or None; for spans pairs of offsets.
        text: The article's.

    Returns:
        The value; spans have their words with them.

    Raises:
        UsageError: There is no such field, or it cannot have this value.
    """
    if field in CLOSED:
        if value not in CLOSED[field]:
            raise UsageError(f"{field} cannot be {value!r}; give one of {', '.join(CLOSED[field])}")
        return str(value)
    if field in SPANS:
        return _pieces(field, value, text)
    if field == "via":
        return _names(value)
    if field not in FIELDS:
        raise UsageError(f"{field!r} cannot be corrected; there are {', '.join(FIELDS)}")
    if value is not None and not (isinstance(value, str) and value.strip()):
        raise UsageError(f"{field} cannot be {value!r}; give words, or nothing at all for none")
    value = value and value.strip()
    if field == "due" and value and value not in text:
        raise UsageError(f"due: {value!r} does not stand in the article; give words as they stand there")
    return value


def is_kept(field: str, value: Any) -> bool:
    """Whether a value has the form that :func:`checked` gives."""
    if field in CLOSED:
        return value in CLOSED[field]
    if field in SPANS:
        return are_pieces(value) and (bool(value) or field == Role.SOURCE.value)
    if field == "via":
        return isinstance(value, list) and all(map(_is_words, value))
    return value is None or _is_words(value)


def are_pieces(value: Any) -> bool:
    """Whether a value is a list of pieces of a text: start, end and the words between."""
    return isinstance(value, list) and all(map(_is_piece, value))


def _is_piece(value: Any) -> bool:
    if not (isinstance(value, list) and [type(part) for part in value] == [int, int, str]):
        return False
    start, end, words = value
    return bool(0 <= start < end and len(words) == end - start)


def _is_words(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _names(value: Any) -> list[str]:
    names = [value] if isinstance(value, str) else list(value or ())
    if not all(isinstance(name, str) and name.strip() for name in names):
        raise UsageError(f"via cannot be {value!r}; give names of outlets, or an empty list for none")
    return list(dict.fromkeys(name.strip() for name in names))


def _pieces(field: str, value: Iterable[Any], text: str) -> list[list[Any]]:
    try:
        spans = sorted((int(start), int(end)) for start, end, *_ in value)
    except (TypeError, ValueError):
        raise UsageError(f"{field} cannot be {value!r}; give pairs of offsets, start and end") from None
    if not spans and field != Role.SOURCE.value:
        raise UsageError(f"{field} cannot be empty; to drop the attribution, reject it")
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            raise UsageError(f"{field}: {start}-{end} does not lie in the text of {len(text)} characters")
    for (start, end), (next_start, next_end) in pairwise(spans):
        if next_start < end:
            raise UsageError(f"{field}: {start}-{end} and {next_start}-{next_end} overlap; join them")
    return [[start, end, text[start:end]] for start, end in spans]
