"""The headline held against the body: its quotations, its statements, and what became of them.

Spans named ``words`` count into the headline, all others into the article's text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sayso.records.attribution import AttributionId
from sayso.records.spans import Span


class Match(StrEnum):
    """How words in the headline's quotation marks stand in the body."""

    EXACT = "exact"
    CASE = "case"
    PUNCTUATION = "punctuation"
    INFLECTION = "inflection"
    NONE = "none"


class Verdict(StrEnum):
    """Whether the body bears out a statement of the headline."""

    SUPPORTED = "supported"
    REATTRIBUTED = "reattributed"
    OVERSTATED = "overstated"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"


class HeadlineStance(StrEnum):
    """What the body makes of the headline's claim (FNC-1's three related classes)."""

    AGREE = "agree"
    DISAGREE = "disagree"
    DISCUSS = "discuss"


@dataclass(frozen=True, slots=True)
class HeadlineQuote:
    """Words in quotation marks in the headline.

    Attributes:
        words: The words in the headline, without their marks.
        match: How they stand in the body.
        passage: Where they stand in the body, or the nearest passage; None when nothing comes near.
        attribution: The body's attribution that they belong to, or None.
    """

    words: Span
    match: Match
    passage: Span | None = None
    attribution: AttributionId | None = None

    def to_dict(self) -> dict[str, Any]:
        """The quotation as JSON."""
        return {
            "words": self.words.to_dict(),
            "match": self.match.value,
            "passage": self.passage.to_dict() if self.passage else None,
            "attribution": self.attribution,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> HeadlineQuote:
        """Inverse of :meth:`to_dict`."""
        passage = Span.from_dict(data["passage"]) if data["passage"] else None
        return cls(Span.from_dict(data["words"]), Match(data["match"]), passage, data["attribution"])


@dataclass(frozen=True, slots=True)
class HeadlineClaim:
    """One statement of the headline.

    Attributes:
        words: The statement in the headline.
        verdict: Whether the body bears it out.
        reason: Why, in one line for people.
        support: Ids of the body's attributions that bear on it, best first.
        passage: The passage of the body that decided, or None.
        score: Belief in the verdict, 0 to 1.
    """

    words: Span
    verdict: Verdict
    reason: str
    support: tuple[AttributionId, ...] = ()
    passage: Span | None = None
    score: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """The statement as JSON."""
        return {
            "words": self.words.to_dict(),
            "verdict": self.verdict.value,
            "reason": self.reason,
            "support": list(self.support),
            "passage": self.passage.to_dict() if self.passage else None,
            "score": round(self.score, 4),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> HeadlineClaim:
        """Inverse of :meth:`to_dict`."""
        return cls(
            words=Span.from_dict(data["words"]),
            verdict=Verdict(data["verdict"]),
            reason=data["reason"],
            support=tuple(data["support"]),
            passage=Span.from_dict(data["passage"]) if data["passage"] else None,
            score=data["score"],
        )


@dataclass(frozen=True, slots=True)
class HeadlineCheck:
    """A headline held against a body.

    Attributes:
        related: Whether both are about the same matter; None when there is no headline.
        score: Belief that they are, 0 to 1; None when there is no headline.
        stance: What the body makes of the headline; None when unrelated or when there is no headline.
        quotes: Words in quotation marks in the headline, in order.
        claims: The statements of the headline, in order.
    """

    related: bool | None = None
    score: float | None = None
    stance: HeadlineStance | None = None
    quotes: tuple[HeadlineQuote, ...] = ()
    claims: tuple[HeadlineClaim, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The check as the contract writes it."""
        return {
            "related": self.related,
            "score": round(self.score, 4) if self.score is not None else None,
            "stance": self.stance.value if self.stance else None,
            "quotes": [quote.to_dict() for quote in self.quotes],
            "claims": [claim.to_dict() for claim in self.claims],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> HeadlineCheck:
        """Inverse of :meth:`to_dict`; what an older reading lacks is left empty."""
        stance = data.get("stance")
        return cls(
            related=data.get("related"),
            score=data.get("score"),
            stance=HeadlineStance(stance) if stance else None,
            quotes=tuple(HeadlineQuote.from_dict(item) for item in data["quotes"]),
            claims=tuple(HeadlineClaim.from_dict(item) for item in data["claims"]),
        )
