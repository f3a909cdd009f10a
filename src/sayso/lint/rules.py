"""What a rule is: a code, a line, a weight, and a check that turns an article into hits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sayso.lint.view import View
from sayso.records import Severity, Span

Hit = tuple[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that ``sayso lint`` looks for.

    Attributes:
        code: A letter for the family and three digits, such as ``S102``.
        name: What it is called, in words joined by hyphens.
        summary: What it finds, in one line.
        severity: How much a finding weighs.
        check: Turns the article into messages with the places concerned; silent where fields that it
            needs are not filled.
        default: Whether it runs when nothing is selected; rules that often find what an editor would
            let stand do not.
    """

    code: str
    name: str
    summary: str
    severity: Severity
    check: Callable[[View], Iterator[Hit]]
    default: bool = True
