"""Findings become notes in the margin, beside the words that they are about, linked both ways."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.export.paragraphs import Paragraph, paragraph_number
from sayso.export.plain_words import SEVERITY, letters
from sayso.export.pointers import Pointers
from sayso.export.visible import as_html
from sayso.records import Finding, Reading, Span

# Spans looked at to the left of a place: one that spans much of a long text must not cost a walk through it.
_STEPS_MAX = 64


@dataclass(frozen=True, slots=True)
class Notes:
    """The findings of a reading, placed.

    Attributes:
        by_paragraph: For each paragraph with findings, by its index, the HTML of its notes.
        apart: The HTML of those that have no words in the text.
        flags: For each place that findings point at, by its id, the indexes of these findings.
        of_attribution: For each attribution, by its index, the indexes of the findings about it.
        prefix: What the ids of the reading begin with.
    """

    by_paragraph: Mapping[int, str]
    apart: str
    flags: Mapping[str, Sequence[int]]
    of_attribution: Mapping[int, Sequence[int]]
    prefix: str

    def id(self, index: int) -> str:
        """Id of a note."""
        return f"{self.prefix}n{index + 1}"


def place_notes(
    reading: Reading, listed: Sequence[Paragraph], pointers: Pointers, *, prefix: str, title_at: int | None
) -> Notes:
    """Write the notes, and say where each belongs.

    Args:
        reading: The reading to show.
        listed: The paragraphs of its text.
        pointers: Where the words of the findings get their ids.
        prefix: What the ids of this reading begin with.
        title_at: Index of the paragraph that is the title, which has no margin.
    """
    grouped: dict[int | None, list[str]] = defaultdict(list)
    flags: dict[str, list[int]] = defaultdict(list)
    for index, finding in enumerate(reading.findings):
        place = pointers.to(*finding.spans)
        where = paragraph_number(listed, finding.spans[0].start) - 1 if place else None
        if place:
            flags[place].append(index)
        home = None if where == title_at or not listed else where
        grouped[home].append(_note(index, finding, place, prefix=prefix))
    return Notes(
        by_paragraph={
            where: _list(notes, f"Findings in paragraph {where + 1}")
            for where, notes in grouped.items()
            if where is not None
        },
        apart=_list(grouped[None], "Findings on the headline") if grouped[None] else "",
        flags=flags,
        of_attribution=_by_attribution(reading),
        prefix=prefix,
    )


def _list(notes: Iterable[str], label: str) -> str:
    return f'<ul class="notes" aria-label="{label}">{"".join(notes)}</ul>'


def _note(index: int, finding: Finding, place: str | None, *, prefix: str) -> str:
    name = letters(index)
    sign, word = SEVERITY[finding.severity]
    label = f'aria-label="Finding {name}, show the words"'
    letter = (
        f'<a class="letter" href="#{place}" {label}>{name}</a>' if place else f'<b class="letter">{name}</b>'
    )
    return (
        f'<li class="finding {finding.severity.value}" id="{prefix}n{index + 1}">{letter} '
        f'<b class="severity"><span aria-hidden="true">{sign}</span> {word}</b> '
        f"<code>{as_html(finding.rule)}</code> <bdi>{as_html(finding.message)}</bdi></li>"
    )


def _by_attribution(reading: Reading) -> dict[int, list[int]]:
    """Which findings are about which attribution: those that touch its source or cue, or else its content."""
    handles = _Index(
        (span, index) for index, item in enumerate(reading.attributions) for span in (*item.source, *item.cue)
    )
    contents = _Index(
        (span, index) for index, item in enumerate(reading.attributions) for span in item.content
    )
    found: dict[int, list[int]] = defaultdict(list)
    for index, finding in enumerate(reading.findings):
        for span in finding.spans:
            for attribution in handles.touching(span) or contents.touching(span)[-1:]:
                if index not in found[attribution][-1:]:
                    found[attribution].append(index)
    return found


class _Index:
    """Spans with what they belong to, to look up what touches another span."""

    def __init__(self, spans: Iterable[tuple[Span, int]]) -> None:
        self._spans = sorted((span.start, span.end, index) for span, index in spans)
        self._starts = [start for start, _, _ in self._spans]
        # Furthest end so far: where it falls behind, nothing further left can reach.
        self._reach: list[int] = []
        for _, end, _ in self._spans:
            self._reach.append(max(end, self._reach[-1] if self._reach else 0))

    def touching(self, span: Span) -> list[int]:
        """What the spans that share a character with this one belong to, in the order of their starts."""
        at = bisect_left(self._starts, span.end)
        stop = max(0, at - _STEPS_MAX)
        found = []
        while at > stop and self._reach[at - 1] > span.start:
            at -= 1
            if self._spans[at][1] > span.start:
                found.append(self._spans[at][2])
        return found[::-1]


def finding_letters(indexes: Iterable[int]) -> str:
    """Letters of findings, as one says them: ``a, c``."""
    return ", ".join(map(letters, indexes))
