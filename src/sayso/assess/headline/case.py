"""What all statements of one headline are judged by, and how a finding is put into words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sayso.assess.headline.evidence import Evidence, Passage
from sayso.assess.headline.statements import Statement
from sayso.assess.headline.words import RESOURCES
from sayso.records import Entity, EntityId, HeadlineQuote, HeadlineStance, Span, Verdict

# The weighted share of a statement's words from which a passage can accuse the headline; chosen by
# reading the verdicts on pairs marked agree.
ACCUSES = 0.5
# Most characters of a passage that a reason repeats.
_LONGEST_QUOTE = 110


@dataclass(frozen=True, slots=True)
class Case:
    """What all statements of one headline are judged by.

    Attributes:
        evidence: The body.
        beliefs: The stance model's belief in each stance of the body towards the headline.
        entities: The article's holders, by id.
        quotes: What became of the headline's quotations.
    """

    evidence: Evidence
    beliefs: Mapping[HeadlineStance, float]
    entities: Mapping[EntityId, Entity]
    quotes: Sequence[HeadlineQuote] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its reason and the passage that decided."""

    verdict: Verdict
    reason: str
    passage: Span | None
    score: float


@lru_cache(maxsize=1)
def words_for() -> Mapping[str, frozenset[str]]:
    """The word lists of verdicts, by what they are for."""
    data: dict[str, Any] = json.loads((RESOURCES / "verdicts.json").read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


def denies(statement: Statement) -> bool:
    """Whether a statement itself says no."""
    return any(word.form in words_for()["negations"] for word in statement.words)


def around(case: Case, passage: Passage, words: str = "") -> str:
    """The passage's sentence where a reason can hold it, else the stretch, from ``words`` on if before it."""
    text = case.evidence.body.text
    sentence = text[passage.sentence.start : passage.sentence.end]
    if len(sentence) <= _LONGEST_QUOTE:
        return sentence
    start = text.find(words, passage.sentence.start, passage.span.start) if words else -1
    return text[start if start >= 0 else passage.span.start : passage.span.end]


def quoted(text: str) -> str:
    """A text between quotation marks, on one line, cut where it is too long for a reason."""
    line = " ".join(text.split())
    if len(line) > _LONGEST_QUOTE:
        line = line[: _LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + " …"
    return f"“{line}”"
