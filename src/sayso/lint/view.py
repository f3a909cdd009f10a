"""A reading becomes a view: the look-ups that rules share, each worked out once for an article."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from sayso.lint.quotations import Marks, find_marks
from sayso.lint.words import word_set
from sayso.records import Attribution, AttributionId, Entity, EntityId, HolderType, Identity, Reading, Span

_PARAGRAPH = re.compile(r"[^\r\n]+")
# A full stop, question or exclamation mark with what may close after it, before a space and a new start.
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]?[^\s\Wa-z])")


# Code points of a sentence on each side of a place, for texts without full stops.
_WINDOW = 1500


class View:
    """One reading, as the rules look at it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.article = reading.article
        self.text = reading.article.text
        self.body_start = reading.article.title_span.end if reading.article.title_span else 0
        self._sentences: dict[int, list[int]] = {}

    @cached_property
    def entities(self) -> dict[EntityId, Entity]:
        """The entities by their ids."""
        return {entity.id: entity for entity in self.reading.entities}

    @cached_property
    def by_id(self) -> dict[AttributionId, Attribution]:
        """The attributions by their ids."""
        return {attribution.id: attribution for attribution in self.reading.attributions}

    @cached_property
    def body(self) -> tuple[Attribution, ...]:
        """The attributions below the headline."""
        return tuple(item for item in self.reading.attributions if item.start >= self.body_start)

    @cached_property
    def own_voice(self) -> tuple[Attribution, ...]:
        """The attributions of the body that the article makes itself, not somebody whom it quotes."""
        return tuple(item for item in self.body if not self.is_relayed(item))

    @cached_property
    def by_holder(self) -> dict[EntityId, list[Attribution]]:
        """The attributions of the body that each holder holds."""
        held: dict[EntityId, list[Attribution]] = {}
        for item in self.body:
            if item.holder is not None and item.holder in self.entities:
                held.setdefault(item.holder, []).append(item)
        return held

    @cached_property
    def outlet_holders(self) -> frozenset[str]:
        """The outlets that state something themselves, in lower case and without article."""
        named = (one for one in self.entities.values() if one.identity is Identity.NAMED)
        return frozenset(plain_outlet(one.name) for one in named if one.type is HolderType.OUTLET)

    @cached_property
    def outlet_channels(self) -> frozenset[str]:
        """The outlets, without the platforms, that statements of the body came through."""
        names = {plain_outlet(name) for item in self.body for name in item.via}
        return frozenset(names - word_set("platforms"))

    @cached_property
    def lowered(self) -> str:
        """The text in lower case with single spaces; offsets into it are not those of the text."""
        return " ".join(self.text.lower().split())

    @cached_property
    def marks(self) -> Marks:
        """The quotation marks of the text."""
        return find_marks(self.text)

    @cached_property
    def paragraphs(self) -> list[Span]:
        """The lines of the text that are not blank."""
        found = _PARAGRAPH.finditer(self.text)
        return [Span(match.start(), match.end(), match[0]) for match in found if not match[0].isspace()]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.paragraphs]

    @cached_property
    def _contents(self) -> list[tuple[int, int]]:
        return _merged(sorted((s.start, s.end) for item in self.reading.attributions for s in item.content))

    def paragraph_index(self, position: int) -> int:
        """Which paragraph a code point stands in, from 0; the one before when it stands between two."""
        return max(0, bisect_right(self._paragraph_starts, position) - 1)

    def sentence_at(self, position: int) -> Span:
        """The sentence that a code point stands in, at most ``_WINDOW`` each way."""
        number = self.paragraph_index(position)
        paragraph = self.paragraphs[number]
        if number not in self._sentences:
            ends = [paragraph.start + match.end() for match in _SENTENCE_END.finditer(paragraph.exact)]
            self._sentences[number] = [paragraph.start, *ends, paragraph.end]
        cuts = self._sentences[number]
        index = min(max(0, bisect_right(cuts, position) - 1), len(cuts) - 2)
        start, end = max(cuts[index], position - _WINDOW), min(cuts[index + 1], position + _WINDOW)
        while start < end - 1 and self.text[start].isspace():
            start += 1
        return Span.of(self.text, start, max(end, start + 1))

    def around(self, attribution: Attribution) -> Iterator[Attribution]:
        """What holds an attribution, from the inside out."""
        seen = {attribution.id}
        outer = self.by_id.get(attribution.within) if attribution.within else None
        while outer and outer.id not in seen:
            yield outer
            seen.add(outer.id)
            outer = self.by_id.get(outer.within) if outer.within else None

    def is_relayed(self, attribution: Attribution) -> bool:
        """Whether somebody whom the article quotes word for word makes this attribution."""
        where = (attribution.cue or attribution.source or attribution.content)[0]
        return self.marks.at(where.start) is not None

    def holder_of(self, attribution: Attribution) -> Entity | None:
        """The entity that holds an attribution, or None."""
        return self.entities.get(attribution.holder) if attribution.holder else None

    def name_of(self, attribution: Attribution) -> str:
        """What to call the holder of an attribution: its name where the source is a mere pronoun."""
        source = words(attribution.source)
        entity = self.holder_of(attribution)
        return entity.name if entity and source.lower() in word_set("pronouns") else source

    def unnamed(self, *types: HolderType) -> Iterator[tuple[Entity, list[Attribution]]]:
        """Each unnamed holder of one of the types, with its statements in the body."""
        for key, held in self.by_holder.items():
            entity = self.entities[key]
            if entity.identity is Identity.UNNAMED and entity.type in types:
                yield entity, held

    @cached_property
    def _sources(self) -> list[tuple[int, AttributionId]]:
        return sorted((item.source[0].start, item.id) for item in self.body if item.source)

    def sources_between(self, start: int, end: int) -> list[AttributionId]:
        """The attributions of the body whose source starts in a stretch."""
        low, high = (bisect_left(self._sources, (at, "")) for at in (start, end))
        return [key for _, key in self._sources[low:high]]

    def in_content(self, start: int, end: int) -> int:
        """How many code points of a stretch are content of some attribution."""
        index = max(0, bisect_right(self._contents, (start, len(self.text))) - 1)
        covered = 0
        for begin, stop in self._contents[index:]:
            if begin >= end:
                break
            covered += max(0, min(stop, end) - max(begin, start))
        return covered


def _merged(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that touch or overlap joined."""
    merged: list[tuple[int, int]] = []
    for start, end in stretches:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def plain_outlet(name: str) -> str:
    """The name of an outlet as outlets are compared."""
    return name.lower().removeprefix("the ")


def words(pieces: Sequence[Span]) -> str:
    """The words of several pieces, joined."""
    return " … ".join(piece.exact for piece in pieces)


def first_place(attribution: Attribution) -> Span:
    """Where to point for an attribution: its source, or its cue, or what it holds."""
    return (attribution.source or attribution.cue or attribution.content)[0]
