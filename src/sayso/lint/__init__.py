"""Readings become findings: what an editor should look at, each under the number of a rule.

Rules look only at the reading; a rule stays silent where the fields that it needs are not filled.
"""

from sayso.lint.choice import RuleChoice
from sayso.lint.findings import find_findings
from sayso.lint.registry import RULES, explain
from sayso.lint.rules import Rule

__all__ = ["RULES", "Rule", "RuleChoice", "explain", "find_findings"]
