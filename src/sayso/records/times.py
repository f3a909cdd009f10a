"""Time expressions, as TIMEX3 of ISO-TimeML (ISO 24617-1) writes them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sayso.records.spans import Span


class TimeType(StrEnum):
    """The four types of TIMEX3."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words of an article that say when, how long or how often.

    Attributes:
        span: The words.
        type: A calendar date or stretch of it, a time of day, a duration, or something that recurs.
        value: Its TIMEX3 value, such as ``2022-05-02``, ``2023-H2``, ``2022-W18``, ``P2Y``, ``XXXX-WXX-1``
            or ``FUTURE_REF``; ``X`` stands for what the words and the date of publication leave open.
        earliest: First day of the time meant, ``YYYY-MM-DD``, or None when nothing anchors it.
        latest: Last day of the time meant, ``YYYY-MM-DD``, or None.
    """

    span: Span
    type: TimeType
    value: str
    earliest: str | None = None
    latest: str | None = None

    @property
    def start(self) -> int:
        """First code point of the words."""
        return self.span.start

    @property
    def end(self) -> int:
        """One past the last code point of the words."""
        return self.span.end

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.span.exact

    def to_dict(self) -> dict[str, Any]:
        """The expression as JSON."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "type": self.type.value,
            "value": self.value,
            "earliest": self.earliest,
            "latest": self.latest,
        }
