"""Attributions with their judgements, and the reasons for these.

The values of the judgements are those of the annotation guidelines; certainty maps to FactBank's CT,
PR, PS and U (Sauri & Pustejovsky, Language Resources and Evaluation 2009).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NewType

from sayso.records.entity import EntityId, HolderType, Identity
from sayso.records.spans import Role, Span

AttributionId = NewType("AttributionId", str)


class Mode(StrEnum):
    """How the content is quoted: all of it in quotation marks, part of it, or none."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Stance(StrEnum):
    """Of the article towards what it relays."""

    NEUTRAL = "neutral"
    HEDGED = "hedged"
    ENDORSED = "endorsed"
    DOUBTED = "doubted"


class Certainty(StrEnum):
    """Of the holder in the content."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"


class Polarity(StrEnum):
    """Whether the cue puts the content forward or rejects it."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Kind(StrEnum):
    """What sort of content it is."""

    FACT = "fact"
    PREDICTION = "prediction"
    INTENTION = "intention"
    OPINION = "opinion"
    DIRECTIVE = "directive"


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for one judgement.

    Attributes:
        judgement: What it explains: ``attribution``, ``mode``, ``stance`` and so on.
        by: What decided: ``cue``, ``rule`` or ``model``.
        words: The words of the article, the name of the rule, or the model head with its version.
    """

    judgement: str
    by: str
    words: str

    def to_dict(self) -> dict[str, str]:
        """The reason as JSON."""
        return {"judgement": self.judgement, "by": self.by, "words": self.words}

    @classmethod
    def from_dict(cls, data: Mapping[str, str]) -> Why:
        """Inverse of :meth:`to_dict`."""
        return cls(data["judgement"], data["by"], data["words"])


@dataclass(frozen=True, slots=True)
class Channel:
    """An outlet or platform that a statement came through.

    Attributes:
        name: The channel as the article names it.
        span: Where it was read from.
        inferred: Whether it was carried over from an earlier statement of the same holder.
    """

    name: str
    span: Span | None
    inferred: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The channel as JSON."""
        return {
            "name": self.name,
            "span": self.span.to_dict() if self.span else None,
            "inferred": self.inferred,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Channel:
        """Inverse of :meth:`to_dict`."""
        span = Span.from_dict(data["span"]) if data["span"] else None
        return cls(data["name"], span, data["inferred"])


@dataclass(frozen=True, slots=True)
class Due:
    """When a prediction or intention falls due.

    Attributes:
        span: The time expression.
        value: Its TIMEX3 value, such as ``P2Y`` or ``2023-H2``.
        earliest: First day it can fall due, ``YYYY-MM-DD``, or None when nothing anchors it.
        latest: Last day it can fall due, ``YYYY-MM-DD``, or None.
    """

    span: Span
    value: str
    earliest: str | None = None
    latest: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The due time as the contract writes it."""
        return {
            "text": self.span.exact,
            "start": self.span.start,
            "end": self.span.end,
            "value": self.value,
            "earliest": self.earliest,
            "latest": self.latest,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Due:
        """Inverse of :meth:`to_dict`."""
        span = Span(data["start"], data["end"], data["text"])
        return cls(span, data["value"], data["earliest"], data["latest"])


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Words of probability inside a content, and what a lens makes of them.

    Attributes:
        span: The words as said, such as ``highly likely``.
        lens: Name of the scale that the numbers come from; None when no lens was asked for.
        low: Lower end of the range, 0 to 1, or None when the lens does not know the words.
        high: Upper end of the range.
        median: The middle answer of a survey's readers; None for a scale of ranges only.
    """

    span: Span
    lens: str | None = None
    low: float | None = None
    high: float | None = None
    median: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """The words with their range as JSON."""
        return {
            **self.span.to_dict(),
            "lens": self.lens,
            "low": self.low,
            "high": self.high,
            "median": self.median,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Likelihood:
        """Inverse of :meth:`to_dict`."""
        return cls(Span.from_dict(data), data["lens"], data["low"], data["high"], data["median"])


# The judgements whose values are closed sets, by their names in the contract.
JUDGED: Mapping[str, type[StrEnum]] = {
    "identity": Identity,
    "type": HolderType,
    "stance": Stance,
    "certainty": Certainty,
    "polarity": Polarity,
    "kind": Kind,
}


@dataclass(frozen=True, slots=True)
class Attribution:
    """The article says that somebody holds or expressed some content.

    Attributes:
        id: ``a1``, ``a2`` and so on, in the order of the first character.
        source: Who holds it; empty when the text names nobody.
        cue: The words that signal the attribution; empty only for a quote joined to its source without one.
        content: What is attributed, in one or more pieces, in text order.
        mode: How the content is quoted.
        within: The innermost attribution whose content holds the cue and content of this one, or None.
        holder: The source resolved to an entity, or None.
        channels: What it came through to this article, nearest first.
        identity: Whether the holder is named; None while unresolved.
        type: What the holder is; None while unresolved.
        stance: Of the article towards what it relays; None while unjudged.
        certainty: Of the holder in the content; None while unjudged.
        polarity: ``negative`` where the cue rejects the content; None while unjudged.
        kind: ``fact``, ``prediction``, ``intention``, ``opinion`` or ``directive``; None while unjudged.
        due: When a prediction or intention falls due, or None.
        likelihoods: Words of probability in the content, with what the chosen lens makes of them.
        scores: Belief in each judgement made by a model, 0 to 1, by the judgement's name.
        score: The model's belief that the attribution is right, 0 to 1, calibrated.
        why: The reasons for the judgements above.
    """

    id: AttributionId
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    mode: Mode
    score: float
    within: AttributionId | None = None
    holder: EntityId | None = None
    channels: tuple[Channel, ...] = ()
    identity: Identity | None = None
    type: HolderType | None = None
    stance: Stance | None = None
    certainty: Certainty | None = None
    polarity: Polarity | None = None
    kind: Kind | None = None
    due: Due | None = None
    likelihoods: tuple[Likelihood, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    why: tuple[Why, ...] = ()

    @property
    def start(self) -> int:
        """First code point of any of its parts."""
        return min(span.start for span in (*self.source, *self.cue, *self.content))

    @property
    def end(self) -> int:
        """One past the last code point of any of its parts."""
        return max(span.end for span in (*self.source, *self.cue, *self.content))

    @property
    def via(self) -> tuple[str, ...]:
        """Names of the channels, nearest first."""
        return tuple(channel.name for channel in self.channels)

    def spans(self, role: Role) -> tuple[Span, ...]:
        """The spans of one role."""
        return {Role.SOURCE: self.source, Role.CUE: self.cue, Role.CONTENT: self.content}[role]

    def to_dict(self) -> dict[str, Any]:
        """The attribution as the contract writes it."""
        return {
            "id": self.id,
            **{role.value: [span.to_dict() for span in self.spans(role)] for role in Role},
            "mode": self.mode.value,
            "within": self.within,
            "holder": self.holder,
            "via": list(self.via),
            **{name: value.value if (value := getattr(self, name)) else None for name in JUDGED},
            "due": self.due.to_dict() if self.due else None,
            "score": round(self.score, 4),
            "why": [reason.to_dict() for reason in self.why],
            "channels": [channel.to_dict() for channel in self.channels],
            "likelihoods": [likelihood.to_dict() for likelihood in self.likelihoods],
            "scores": {name: round(score, 4) for name, score in self.scores.items()},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Attribution:
        """Inverse of :meth:`to_dict`; unknown keys are left out, what an older version lacks is empty."""
        parts: dict[str, Any] = {
            role.value: tuple(Span.from_dict(span) for span in data[role.value]) for role in Role
        }
        judged: dict[str, Any] = {
            name: kind(data[name]) if data[name] else None for name, kind in JUDGED.items()
        }
        return cls(
            id=data["id"],
            **parts,
            mode=Mode(data["mode"]),
            score=data["score"],
            within=data.get("within"),
            holder=data["holder"],
            channels=tuple(Channel.from_dict(item) for item in data.get("channels", ())),
            **judged,
            due=Due.from_dict(data["due"]) if data["due"] else None,
            likelihoods=tuple(Likelihood.from_dict(item) for item in data.get("likelihoods", ())),
            scores=dict(data.get("scores", {})),
            why=tuple(Why.from_dict(reason) for reason in data["why"]),
        )
