"""The attributions of a reading become the list beside the article: who, how, what, how surely, where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sayso.export.filters_html import filter_attributes
from sayso.export.findings_html import Notes
from sayso.export.labels import likelihood_label
from sayso.export.paragraphs import Paragraph, paragraph_number
from sayso.export.plain_words import CERTAINTY, IDENTITY, KIND, REJECTED, STANCE, due_words, letters
from sayso.export.summary import depths, words
from sayso.export.visible import as_html, shorten
from sayso.records import (
    Attribution,
    AttributionId,
    Channel,
    Entity,
    EntityId,
    Polarity,
    Reading,
    Stance,
    Why,
)

# Lengths in characters: a source is a name with its description, and a content of a tweet's length
# mostly shows whole.
_SOURCE_MAX = 120
_CUE_MAX = 60
_CONTENT_MAX = 240
_NAME_MAX = 80
# Deeper statements are indented no further: a phone has no room for it.
_DEPTH_MAX = 3
_BY = {"cue": "the words “{}”", "rule": "rule “{}”", "model": "model {}"}


def entries_html(
    reading: Reading, listed: Sequence[Paragraph], ids: Mapping[int, str], notes: Notes, *, prefix: str
) -> str:
    """Write the list of attributions.

    Args:
        reading: The reading to show.
        listed: The paragraphs of its text.
        ids: For each attribution, by its index, the id of its element in the text; one without is
            linked to its paragraph.
        notes: The findings.
        prefix: What the ids of this reading begin with.
    """
    if not reading.attributions:
        return '<p class="none">No attributions were found in this text.</p>'
    writer = _Entries(reading, notes, prefix)
    items = []
    for index, attribution in enumerate(reading.attributions):
        paragraph = paragraph_number(listed, attribution.start)
        items.append(writer.entry(index, attribution, ids.get(index, f"{prefix}p{paragraph}"), paragraph))
    return f'<ol class="entries" id="{prefix}entries">{"".join(items)}</ol>'


class _Entries:
    def __init__(self, reading: Reading, notes: Notes, prefix: str) -> None:
        self._text = reading.article.text
        self._published = reading.article.published
        self._depths = depths(reading)
        self._numbers = {attribution.id: n for n, attribution in enumerate(reading.attributions, 1)}
        self._entities: Mapping[EntityId, Entity] = {entity.id: entity for entity in reading.entities}
        self._notes = notes
        self._prefix = prefix

    def entry(self, index: int, attribution: Attribution, target: str, paragraph: int) -> str:
        findings = self._notes.of_attribution.get(index, ())
        kept = filter_attributes(attribution, findings=bool(findings))
        place = self._place(attribution, target, paragraph, findings)
        return (
            f'<li class="entry d{min(self._depths[attribution.id], _DEPTH_MAX)}" '
            f'id="{self._prefix}a{index + 1}"{" " if kept else ""}{kept}>'
            f'<a class="n" href="#{target}" aria-label="{index + 1}, show in the text">{index + 1}</a>'
            f"{self._who(attribution)}{self._what(attribution)}"
            f"{_facts('origin', self._origin(attribution))}"
            f"{_facts('judged', _judged(attribution, self._published))}"
            f"{_facts('place', place)}{_why(attribution)}</li>"
        )

    def _who(self, attribution: Attribution) -> str:
        source = shorten(words(self._text, attribution.source), _SOURCE_MAX)
        cue = shorten(words(self._text, attribution.cue), _CUE_MAX)
        who = (
            f'<bdi class="s">{as_html(source)}</bdi>'
            if source
            else '<span class="nobody">No source named</span>'
        )
        how = f' <bdi class="c">{as_html(cue)}</bdi>' if cue else ' <span class="nobody">no cue</span>'
        return f'<p class="who">{who}{how}</p>'

    def _what(self, attribution: Attribution) -> str:
        content = shorten(words(self._text, attribution.content), _CONTENT_MAX)
        return f'<p class="what" dir="auto">{as_html(content)}</p>'

    def _origin(self, attribution: Attribution) -> Iterable[str]:
        """Who holds it, where the source's own words do not say so already, and through whom it came."""
        identity = IDENTITY[attribution.identity] if attribution.identity else None
        entity = self._entities.get(attribution.holder) if attribution.holder else None
        if entity:
            named = entity.name.casefold() in words(self._text, attribution.source).casefold()
            name = as_html(shorten(entity.name, _NAME_MAX))
            label = identity if named and identity else f"<bdi>{name}</bdi>"
            yield f'<a href="#{self._prefix}{as_html(entity.id)}">{label}</a>'
            identity = None if named else identity
        if identity:
            yield identity
        if attribution.channels:
            yield f"through {', then '.join(map(_channel, attribution.channels))}"

    def _place(
        self, attribution: Attribution, target: str, paragraph: int, findings: Sequence[int]
    ) -> Iterable[str]:
        yield f'<a href="#{target}" tabindex="-1">¶ {paragraph}</a>'
        around = self._numbers.get(attribution.within) if attribution.within else None
        if around:
            yield f"inside {around}"
        yield attribution.mode.value
        yield f"score {attribution.score:.2f}"
        if findings:
            links = ", ".join(f'<a href="#{self._notes.id(n)}">{letters(n)}</a>' for n in findings)
            yield f"{'finding' if len(findings) == 1 else 'findings'} {links}"


def _channel(channel: Channel) -> str:
    name = f"<bdi>{as_html(shorten(channel.name, _NAME_MAX))}</bdi>"
    return f"{name} (carried on)" if channel.inferred else name


def _judged(attribution: Attribution, published: str | None) -> Iterable[str]:
    if attribution.kind:
        yield f'<b class="kind">{KIND[attribution.kind]}</b>'
    if attribution.due:
        yield as_html(due_words(attribution.due, published))
    if attribution.certainty:
        yield CERTAINTY[attribution.certainty]
    if attribution.polarity is Polarity.NEGATIVE:
        yield REJECTED
    if attribution.stance:
        tag = "span" if attribution.stance is Stance.NEUTRAL else "b"
        yield f"<{tag}>{STANCE[attribution.stance]}</{tag}>"
    for said in filter(None, map(likelihood_label, attribution.likelihoods)):
        yield as_html(said)


def _facts(kind: str, facts: Iterable[str]) -> str:
    items = "".join(f"<li>{fact}</li>" for fact in facts)
    return f'<ul class="facts {kind}">{items}</ul>' if items else ""


def _why(attribution: Attribution) -> str:
    if not attribution.why:
        return ""
    items = "".join(f"<li>{_reason(reason, attribution)}</li>" for reason in attribution.why)
    return f'<details class="why"><summary>why</summary><ul>{items}</ul></details>'


def _reason(reason: Why, attribution: Attribution) -> str:
    score = attribution.scores.get(reason.judgement)
    sure = f", score {score:.2f}" if score is not None else ""
    said = _BY.get(reason.by, "{}").format(reason.words)
    return f"<i>{as_html(reason.judgement)}</i>: <bdi>{as_html(said)}</bdi>{sure}"


def number_of(reading: Reading) -> dict[AttributionId, int]:
    """The number of each attribution, by its id."""
    return {attribution.id: n for n, attribution in enumerate(reading.attributions, 1)}
