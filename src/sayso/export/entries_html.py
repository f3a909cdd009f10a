"""The attributions of a reading become the list beside the article: who, how said, what, where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from sayso.export.paragraphs import Paragraph, paragraph_number
from sayso.export.summary import depths, identity_label, words
from sayso.export.visible import for_page, shorten
from sayso.records import Attribution, AttributionId, Reading

# Lengths in characters: a source is a name with its description, and a content of a tweet's length
# mostly shows whole.
_SOURCE_MAX = 120
_CUE_MAX = 60
_CONTENT_MAX = 240
# Deeper statements are indented no further: a phone has no room for it.
_DEPTH_MAX = 3


def entries_html(
    reading: Reading, listed: Sequence[Paragraph], ids: Mapping[int, str], *, prefix: str
) -> str:
    """Write the list of attributions.

    Args:
        reading: The reading to show.
        listed: The paragraphs of its text.
        ids: For each attribution, by its index, the id of its element in the text; one without is
            linked to its paragraph.
        prefix: What the ids of this reading begin with.
    """
    if not reading.attributions:
        return '<p class="none">No attributions were found in this text.</p>'
    inside = depths(reading)
    numbers = {attribution.id: n for n, attribution in enumerate(reading.attributions, 1)}
    names = {entity.id: entity.name for entity in reading.entities}
    items = []
    for index, attribution in enumerate(reading.attributions):
        paragraph = paragraph_number(listed, attribution.start)
        target = ids.get(index, f"{prefix}p{paragraph}")
        facts = _facts(attribution, numbers, names.get(attribution.holder) if attribution.holder else None)
        place = f'<li><a href="#{target}" tabindex="-1">¶ {paragraph}</a></li>'
        items.append(
            f'<li class="entry d{min(inside[attribution.id], _DEPTH_MAX)}" id="{prefix}a{index + 1}">'
            f'<a class="n" href="#{target}" aria-label="{index + 1}, show in the text">{index + 1}</a>'
            f"{_who(attribution, reading.article.text)}{_what(attribution, reading.article.text)}"
            f'<ul class="facts">{place}{facts}</ul></li>'
        )
    return f'<ol class="entries">{"".join(items)}</ol>'


def _text(text: str) -> str:
    return escape(for_page(text))


def _who(attribution: Attribution, text: str) -> str:
    source = shorten(words(text, attribution.source), _SOURCE_MAX)
    cue = shorten(words(text, attribution.cue), _CUE_MAX)
    who = f'<bdi class="s">{_text(source)}</bdi>' if source else '<span class="nobody">No source named</span>'
    how = f' <bdi class="c">{_text(cue)}</bdi>' if cue else ' <span class="nobody">no cue</span>'
    return f'<p class="who">{who}{how}</p>'


def _what(attribution: Attribution, text: str) -> str:
    return f'<p class="what" dir="auto">{_text(shorten(words(text, attribution.content), _CONTENT_MAX))}</p>'


def _facts(attribution: Attribution, numbers: Mapping[AttributionId, int], holder: str | None) -> str:
    around = numbers.get(attribution.within) if attribution.within else None
    facts = [
        f"inside {around}" if around else None,
        f"held by {holder}" if holder else None,
        identity_label(attribution),
        f"via {', '.join(attribution.via)}" if attribution.via else None,
        attribution.mode.value,
        attribution.stance,
        attribution.certainty,
        attribution.kind,
        f"score {attribution.score:.2f}",
    ]
    return "".join(f"<li>{_text(fact)}</li>" for fact in facts if fact)
