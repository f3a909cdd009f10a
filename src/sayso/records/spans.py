"""Pieces of an article's text, and the parts of an attribution that they play."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """The three parts of an attribution."""

    SOURCE = "source"
    CUE = "cue"
    CONTENT = "content"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of the article's text.

    Attributes:
        start: First code point, counted from 0.
        end: One past the last code point; always greater than ``start``.
        exact: The characters themselves.
    """

    start: int
    end: int
    exact: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Cut ``text[start:end]``; raises ValueError when the piece is empty or outside the text."""
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span [{start}, {end}) does not lie in a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    def to_dict(self) -> dict[str, Any]:
        """The span as the contract writes it."""
        return {"start": self.start, "end": self.end, "exact": self.exact}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Span:
        """Inverse of :meth:`to_dict`."""
        return cls(data["start"], data["end"], data["exact"])
