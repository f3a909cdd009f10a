"""All rules, in the order of their codes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sayso.errors import UsageError
from sayso.lint import certainty, headline, names, predictions, quoting, sources, wording
from sayso.lint.rules import Rule

_PAGES = Path(__file__).parents[1] / "resources" / "lint" / "rules"

FAMILIES = {
    "C": ("certainty", "How surely", certainty.RULES),
    "H": ("headline", "The headline", headline.RULES),
    "N": ("names", "Names and offices", names.RULES),
    "P": ("predictions", "Predictions", predictions.RULES),
    "Q": ("quotations", "Quotations", quoting.RULES),
    "S": ("sources", "Sources", sources.RULES),
    "W": ("wording", "Wording", wording.RULES),
}

RULES: tuple[Rule, ...] = tuple(
    sorted((rule for _, _, rules in FAMILIES.values() for rule in rules), key=lambda rule: rule.code)
)


@lru_cache(maxsize=1)
def rules_by_code() -> dict[str, Rule]:
    """Every rule under its code."""
    return {rule.code: rule for rule in RULES}


def explain(code: str) -> str:
    """The page of a rule, as Markdown: reason, a bad and a better example, and the standard behind it.

    Raises:
        UsageError: There is no such rule.
    """
    rule = rules_by_code().get(code.upper())
    if rule is None:
        raise UsageError(f"{code!r} is not a rule; `sayso lint --list` shows them all")
    state = "on by default" if rule.default else "off by default"
    body = (_PAGES / f"{rule.code}.md").read_text("utf-8")
    return f"# {rule.code} {rule.name}\n\n{rule.summary}. Severity: {rule.severity.value}; {state}.\n\n{body}"


def family_page(letter: str) -> str:
    """The pages of all rules of a family, as one page of the documentation."""
    name, title, rules = FAMILIES[letter]
    pages = (f"#{explain(rule.code)}" for rule in rules)
    return f"# {title}: rules {letter}\n\nThese rules of `sayso lint` are about {name}.\n\n" + "\n".join(
        pages
    )
