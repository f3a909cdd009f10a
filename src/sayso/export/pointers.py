"""Places in the text that the rest of the page points at become ids to link to.

What the page says about the article (the reason for an anonymity, a channel, the passage that bears the
headline out, the words of a finding) leads back to characters by these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sayso.records import Span


class Pointers:
    """Gives each place an id, once, in the order in which they are asked for."""

    def __init__(self, n_characters: int, *, prefix: str) -> None:
        self._n_characters = n_characters
        self._prefix = prefix
        self._places: dict[tuple[Span, ...], int] = {}

    @property
    def places(self) -> Sequence[tuple[Span, ...]]:
        """The spans of each place, by its index."""
        return list(self._places)

    def to(self, *spans: Span) -> str | None:
        """Id of the place that the spans make up; None when none of them lies in the text."""
        inside = tuple(span for span in spans if 0 <= span.start < span.end <= self._n_characters)
        if not inside:
            return None
        return self.id(self._places.setdefault(inside, len(self._places)))

    def id(self, index: int) -> str:
        """Id of a place by its index."""
        return f"{self._prefix}x{index + 1}"

    def ids(self, indexes: Iterable[int]) -> str:
        """Ids of several places, as an attribute lists them."""
        return " ".join(map(self.id, indexes))
