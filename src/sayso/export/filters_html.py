"""The judgements of a reading become filters for its list; the page shows them only where scripts run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from sayso.export.plain_words import CERTAINTY, IDENTITY, KIND, STANCE
from sayso.export.visible import as_html
from sayso.records import Attribution, Reading

_BY: Mapping[str, tuple[str, Mapping[StrEnum, str]]] = {
    "identity": ("Source", IDENTITY),
    "stance": ("Stance", STANCE),
    "certainty": ("Certainty", CERTAINTY),
    "kind": ("Kind", KIND),
}


def filters_html(reading: Reading, n_with_findings: int, *, prefix: str) -> str:
    """Write the filters that tell statements of this reading apart; an empty string when none does.

    Args:
        reading: The reading whose list is filtered.
        n_with_findings: How many of its attributions have findings.
        prefix: What the ids of this reading begin with.
    """
    fields = [_select(reading, name) for name in _BY]
    if n_with_findings:
        fields.append(
            f'<label class="tick"><input type="checkbox" name="findings"> '
            f"with findings only ({n_with_findings})</label>"
        )
    if not any(fields):
        return ""
    n = len(reading.attributions)
    return (
        f'<form class="filters" hidden aria-label="Show only some statements" '
        f'aria-controls="{prefix}entries">{"".join(fields)}'
        f'<p class="shown"><output aria-live="polite">All {n} statements</output> '
        f'<button type="reset" hidden>Show all</button></p></form>'
    )


def filter_attributes(attribution: Attribution, *, findings: bool) -> str:
    """The attributes of an entry that the filters go by."""
    values = {name: getattr(attribution, name) for name in _BY}
    found = " ".join(f'data-{name}="{value.value}"' for name, value in values.items() if value)
    return " ".join(part for part in (found, "data-findings" if findings else "") if part)


def _select(reading: Reading, name: str) -> str:
    label, words = _BY[name]
    tally = Counter(getattr(attribution, name) for attribution in reading.attributions)
    if len(tally) < 2:
        return ""
    options = "".join(
        f'<option value="{value.value}">{as_html(said)} ({tally[value]})</option>'
        for value, said in words.items()
        if tally[value]
    )
    return f'<label>{label} <select name="{name}"><option value="">any</option>{options}</select></label>'
