"""JSON of a reading, with what a ledger adds to it, becomes a line to take in, checked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sayso import __version__
from sayso.ledger.corrections.fields import FIELDS, SPANS, are_pieces, is_kept
from sayso.ledger.numbers import can_be
from sayso.ledger.text import as_key, maybe_storable, storable
from sayso.records import Reading

# What the column of a time holds.
_TIME_CHARACTERS = 32
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Line:
    """A reading with what its ledger knew of it.

    Attributes:
        number: Its place in the file, from 1.
        reading: The reading.
        article: Number of the article in the ledger it comes from; None where it comes from none.
        reading_number: Number of the reading there.
        version: 1 for the first version of the article.
        stands: Whether it is what stands for its article.
        current: Whether it is what stands for its version.
        release: Release of Sayso that the reader ran in.
        article_added_at: UTC time as ISO 8601, as are the next two.
        added_at: When the version was added.
        read_at: When the reading was made.
        corrections: Those of the article, as rows but for the attributions that they refer to.
    """

    number: int
    reading: Reading
    article: int | None
    reading_number: int | None
    version: int | None
    stands: bool
    current: bool
    release: str
    article_added_at: str
    added_at: str
    read_at: str
    corrections: tuple[Mapping[str, Any], ...]

    @property
    def group(self) -> tuple[Any, ...]:
        """The same for the readings of one article that stand together."""
        return (self.article, self.key) if self.article is not None else (None, self.number)

    @property
    def key(self) -> str:
        """What the article is known by."""
        return as_key(self.reading.article.url or self.reading.article.id)


def to_line(number: int, data: Mapping[str, Any], now: str) -> Line:
    """Read one object of schema ``sayso/1``.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: It is none, or what a ledger adds makes no sense.
    """
    reading = Reading.from_dict(data)
    published = reading.article.published
    if published is not None and not _DAY.fullmatch(published):
        raise ValueError(f"published is {published!r} and not a date YYYY-MM-DD")
    own = data.get("ledger") or {}
    return Line(
        number=number,
        reading=reading,
        article=_whole(own.get("article")),
        reading_number=_whole(own.get("reading")),
        version=_whole(own.get("version")),
        stands=bool(own.get("latest", True) and own.get("current", True)),
        current=bool(own.get("current", True)),
        release=str(own.get("release", __version__)),
        article_added_at=to_time(own.get("article_added_at"), now),
        added_at=to_time(own.get("added_at"), now),
        read_at=to_time(own.get("read_at"), now),
        corrections=tuple(_checked_correction(one, now) for one in data.get("corrections", ())),
    )


def _whole(value: Any) -> int | None:
    if value is None or (isinstance(value, int) and can_be(value)):
        return value
    raise ValueError(f"{value!r} is not a number of a ledger")


def to_time(value: Any, otherwise: str | None = None) -> str:
    """A time as ledgers keep it.

    Raises:
        ValueError, TypeError: It is none, and there is nothing to take otherwise.
    """
    if value is None and otherwise is not None:
        return otherwise
    datetime.fromisoformat(value)
    if len(value) > _TIME_CHARACTERS:
        raise ValueError(f"{value!r} is no time as ledgers write it")
    return str(value)


def _checked_correction(data: Mapping[str, Any], now: str) -> dict[str, Any]:
    """A correction in the form of its row, but for the attributions it refers to."""
    if data["field"] not in FIELDS:
        raise ValueError(f"{data['field']!r} cannot be corrected")
    if not is_kept(data["field"], data["new"]):
        raise ValueError(f"a correction of {data['field']} cannot be {data['new']!r}")
    _check_anchor(data["anchor"])
    undone_at, undone_by, why = data.get("undone_at"), data.get("undone_by"), data.get("why")
    return {
        "number": _whole(data.get("number")) or 0,
        "stands_on": data.get("stands_on"),
        "refers_to": data.get("made_on"),
        "field": str(data["field"]),
        "old": json.dumps(data["old"]),
        "new": json.dumps(data["new"]),
        "anchor": json.dumps(data["anchor"]),
        "who": storable(str(data["who"])),
        "why": None if why is None else storable(str(why)),
        "made_at": to_time(data["made_at"]),
        "undone_at": None if undone_at is None else to_time(undone_at),
        "undone_by": maybe_storable(undone_by),
    }


def _check_anchor(anchor: Mapping[str, Any]) -> None:
    """Make sure that an anchor is one, so that it can be looked for in every text to come."""
    for part in SPANS:
        if not are_pieces(anchor[part]) or (part == "content" and not anchor[part]):
            raise ValueError(f"anchor of a correction: {part} is {anchor[part]!r}")
    around = anchor.get("around", ["", ""])
    if not (_are_words(around) and len(around) == 2):
        raise ValueError(f"anchor of a correction: around is {around!r}")
    for face in anchor.get("also", ()):
        if not all(_are_words(face[part]) for part in ("cue", "content")):
            raise ValueError(f"anchor of a correction: also has {face!r}")


def _are_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(words, str) for words in value)
