"""Findings of ``sayso lint``: what somebody should look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sayso.records.spans import Span


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader should look at, found by a numbered rule.

    Attributes:
        rule: Code of the rule, such as ``S102``.
        message: One line for people, with the words concerned.
        spans: Where to look, in text order; empty when the words stand only in the headline.
        severity: How much it weighs.
    """

    rule: str
    message: str
    spans: tuple[Span, ...]
    severity: Severity = Severity.WARNING

    def to_dict(self) -> dict[str, Any]:
        """The finding as the contract writes it."""
        return {
            "rule": self.rule,
            "message": self.message,
            "spans": [span.to_dict() for span in self.spans],
            "severity": self.severity.value,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Finding:
        """Inverse of :meth:`to_dict`."""
        spans = tuple(Span.from_dict(span) for span in data["spans"])
        return cls(data["rule"], data["message"], spans, Severity(data.get("severity", "warning")))
