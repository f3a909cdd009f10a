"""A reading and a choice of rules become findings."""

from __future__ import annotations

from sayso.lint.choice import RuleChoice
from sayso.lint.view import View
from sayso.records import Finding, Reading


def find_findings(reading: Reading, chosen: RuleChoice | None = None) -> tuple[Finding, ...]:
    """Run rules on a reading.

    Args:
        reading: What to look at; findings that it has already are not looked at.
        chosen: Which rules to run; by default those that are on by default.

    Returns:
        The findings in the order of their first place in the text, those about the headline alone first,
        then of their codes. No two have the same rule, places and message.

    Raises:
        UsageError: The choice names a rule that does not exist.
    """
    view = View(reading)
    found: dict[Finding, None] = {}
    for rule in (chosen or RuleChoice()).rules_for(reading.article.path):
        for message, spans in rule.check(view):
            found[Finding(rule.code, message, tuple(sorted(spans)), rule.severity)] = None
    return tuple(
        sorted(found, key=lambda one: (one.spans[0].start if one.spans else -1, one.rule, one.message))
    )
