"""An article with its attributions becomes what finding channels looks at: sentences, outlets, holders."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from sayso.records import (
    Article,
    Attribution,
    AttributionId,
    Channel,
    Entity,
    EntityId,
    HolderType,
    Identity,
    Span,
)
from sayso.resolve.channels.indirect import with_indirect
from sayso.resolve.outlets import OutletMention, find_outlets, own_outlets, speaks_of_itself
from sayso.resolve.outlets.gazetteer import OutletKind, load_gazetteer
from sayso.resolve.outlets.names import bare_name

# Code points; a longer stretch without an end is cut, so that all later steps stay linear.
_SENTENCE_CHARS = 1_200
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]{0,2}\s+(?=[\"“‘'(\[]?[A-Z0-9@])|[\n\r]+")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mrs?|Ms|Drs?|St|Gov|Sens?|Reps?|Gen|Pres|Prof|Lt|Col|Sgt|Capt|Jr|Sr|vs|No|Rev|Hon|"
    r"Adm|Maj)\Z"
)
# Code points back in which an outlet is looked for that is not named again.
_REFER_CHARS = 1_200
# Code points behind an outlet's name without another one, for a story to be its own up to there; the most
# mentions that are looked at for that.
_LEAD_CHARS = 700
_LEAD_MENTIONS = 12
# Statements back that are looked at for a person.
_STATEMENTS_BACK = 4
# Persons of one last name that are looked at; in an article there are two at most.
_MAX_NAMESAKES = 8
_ONLY_A_NAME = re.compile(
    r"(?:(?:the|The|a|an|A|its|rival|US|U\.S\.|[A-Z][a-z]+(?:an|ish|ese|ian)|French|Dutch|state|"
    r"state-run|gossip|music|tech|"
    r"technology|satirical|daily|weekly|local|online|news|right-wing|left-wing|national) )*"
    r"(?:newspaper|paper|tabloid|daily|web ?site|site|blog|magazine|broadcaster|channel|network|agency|"
    r"outlet|"
    r"organization|organisation|station|service|wire|portal|publication)?s? ?[,.\"“”'’]*\s*"
    r"(?:news |newspaper|website|site|magazine|news agency|agency|organization|organisation)*[,.\"“”'’]*\Z"
)
_CAPITAL = re.compile(r"[^\W\d_a-z][\w-]+")
_OWN_AFTER = re.compile(
    r"[\"”]?(?:['’]s?)?(?: (?:news |chief |legal |political |senior |law enforcement )*(?:host|anchor|"
    r"reporter|"
    r"correspondent|journalist|interviewer|analyst|contributor|presenter|columnist|editor))?s?"
    r"(?: (?:and |attorney )?[A-Z][\w.’'-]+){1,4}(?=\W)|['’]s? [\"“'‘]{0,2}(?:[A-Z]\w+ ?|with ){1,6}"
)
_OWN_BEFORE = re.compile(
    r"(?:told|tells|telling|with|to|by|host|anchor|reporter|interviewer) (?:[A-Z][\w.’'-]+ ){1,3}(?:of|"
    r"on|from|at) (?:the )?\Z"
)


class Named(NamedTuple):
    """A channel and the reason for it, as ``why`` gives it."""

    channel: Channel
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the steps look at.

    Attributes:
        article: The article.
        text: Its text with spaces for those that do not break, so that patterns need not know them.
        attributions: Its attributions, in text order.
        entities: What the holders lead to.
        mentions: The outlets that the text names, the article's own left out.
        sentence_starts: Where sentences begin.
        by_sentence: For each sentence that has any, the attributions whose cue stands in it.
        by_id: The attributions by their ids.
        around: For each mention, by its start, the attribution with the shortest content around it.
        people: Named persons by the last word of their names.
        outlet_counts: How often each outlet is named, by its full name without article; platforms are none.
        channel_names: The names of all outlets and platforms in ``mentions``, without articles.
        person_mentions: Where persons and groups are mentioned that hold something, in text order.
    """

    article: Article
    text: str
    attributions: Sequence[Attribution]
    entities: Mapping[EntityId, Entity]
    mentions: Sequence[OutletMention]
    sentence_starts: Sequence[int]
    by_sentence: Mapping[int, Sequence[Attribution]]
    by_id: Mapping[AttributionId, Attribution]
    around: Mapping[int, Attribution | None]
    people: Mapping[str, Sequence[EntityId]]
    outlet_counts: Mapping[str, int]
    channel_names: frozenset[str]
    person_mentions: Sequence[tuple[int, EntityId]]

    @classmethod
    def of(
        cls,
        article: Article,
        attributions: Sequence[Attribution],
        entities: Iterable[Entity],
        outlets: Sequence[OutletMention] | None = None,
    ) -> Scene:
        """Look the article over once."""
        entities = tuple(entities)
        own = {bare_name(name) for name in own_outlets(article)}
        everywhere = find_outlets(article.text) if outlets is None else outlets
        own |= {bare_name(one.canonical) for one in everywhere if speaks_of_itself(one)}
        mentions = [
            one
            for one in with_indirect(article.text, everywhere)
            if not {bare_name(one.name), bare_name(one.canonical)} & own
        ]
        starts = _sentence_starts(article.text)
        by_sentence: dict[int, list[Attribution]] = {}
        for item in attributions:
            by_sentence.setdefault(bisect_right(starts, _anchor(item).start) - 1, []).append(item)
        return cls(
            article=article,
            text=article.text.replace("\xa0", " "),
            attributions=attributions,
            entities={one.id: one for one in entities},
            mentions=mentions,
            sentence_starts=starts,
            by_sentence=by_sentence,
            by_id={item.id: item for item in attributions},
            around=_innermost_contents(attributions, mentions),
            people=_people(entities),
            outlet_counts=Counter(
                bare_name(one.canonical) for one in mentions if one.kind is not OutletKind.PLATFORM
            ),
            channel_names=frozenset(bare_name(one.canonical) for one in mentions),
            person_mentions=sorted(
                (span.start, one.id)
                for one in entities
                if one.type in (HolderType.PERSON, HolderType.GROUP) and one.identity is not Identity.NONE
                for span in one.mentions
            ),
        )

    def sentence_of(self, at: int) -> int:
        """Number of the sentence that a code point stands in."""
        return bisect_right(self.sentence_starts, at) - 1

    def sentence_at(self, at: int) -> tuple[int, int]:
        """Where the sentence that a code point stands in begins and ends."""
        number = self.sentence_of(at)
        after = number + 1 < len(self.sentence_starts)
        return self.sentence_starts[number], self.sentence_starts[number + 1] if after else len(self.text)

    def last_person(self, before: int) -> list[EntityId]:
        """The person who holds the last statement before a place, if one does; otherwise nobody."""
        at = bisect_right(self.attributions, before, key=lambda one: one.start)
        for item in reversed(self.attributions[max(0, at - _STATEMENTS_BACK) : at]):
            holder = self.holder(item)
            if holder is not None and holder.type is HolderType.PERSON:
                return [holder.id]
        return []

    def holder(self, item: Attribution | None) -> Entity | None:
        """The entity that holds a statement, where it is known."""
        return self.entities.get(item.holder) if item and item.holder else None

    def is_outlet(self, item: Attribution) -> bool:
        """Whether an outlet holds the statement, by its source being a name, or else by its holder."""
        if any(_is_just_a_name(span, one) for span in item.source for one in self.inside(span)):
            return True
        holder = self.holder(item)
        return holder is not None and holder.type is HolderType.OUTLET

    def last_outlet(self, before: int) -> OutletMention | None:
        """The outlet named last before a place, if that is not too far back; platforms are none."""
        at = bisect_right(self.mentions, before - 1, key=lambda one: one.span.start)
        for one in reversed(self.mentions[max(0, at - 6) : at]):
            if one.kind is not OutletKind.PLATFORM:
                return one if before - one.span.end <= _REFER_CHARS else None
        return None

    @property
    def names_one_channel(self) -> bool:
        """Whether all outlets and platforms that the article names are one and the same."""
        return len(self.channel_names) == 1

    def leads(self, mention: OutletMention) -> bool:
        """Whether a story is an outlet's so far: named most often, or alone up to here and a while on."""
        name = bare_name(mention.canonical)
        counts = self.outlet_counts
        if counts.get(name, 0) > max((count for other, count in counts.items() if other != name), default=0):
            return True
        end = bisect_right(self.mentions, mention.span.end + _LEAD_CHARS, key=lambda one: one.span.start)
        if end > _LEAD_MENTIONS:
            return False
        return all(
            bare_name(one.canonical) == name or one.kind is OutletKind.PLATFORM for one in self.mentions[:end]
        )

    def spoken_of(self, low: int, high: int) -> list[EntityId]:
        """The persons and groups that a passage speaks of: by name, or as holders of statements in it."""
        at = bisect_left(self.person_mentions, (low,))
        found = self.people_in(self.text[low:high])
        while at < len(self.person_mentions) and self.person_mentions[at][0] < high:
            found.append(self.person_mentions[at][1])
            at += 1
        return list(dict.fromkeys(found))

    def inside(self, span: Span) -> list[OutletMention]:
        """The mentions that stand inside a span."""
        at = bisect_right(self.mentions, span.start - 1, key=lambda one: one.span.start)
        found = []
        while at < len(self.mentions) and self.mentions[at].span.start < span.end:
            if self.mentions[at].span.end <= span.end:
                found.append(self.mentions[at])
            at += 1
        return found

    def people_in(self, passage: str) -> list[EntityId]:
        """The named persons whose last name, or whose own first name, stands in a passage, in its order."""
        found = (entity for word in _CAPITAL.findall(passage) for entity in self.people.get(word, ()))
        return list(dict.fromkeys(found))

    def people_beside(self, outlet: Span) -> list[EntityId]:
        """The named persons that the words right beside an outlet's name make its own: *X's Ida Holm*."""
        text = self.text
        after = _OWN_AFTER.match(text, outlet.end, min(len(text), outlet.end + 70))
        before = _OWN_BEFORE.search(text[max(0, outlet.start - 60) : outlet.start])
        return self.people_in((after[0] if after else "") + " " + (before[0] if before else ""))


def _is_just_a_name(source: Span, mention: OutletMention) -> bool:
    """Whether a source says no more than the outlet's name, and perhaps what it is: *the website X*."""
    rest = source.exact.replace(mention.span.exact, "", 1)
    return mention.kind is not OutletKind.PLATFORM and bool(_ONLY_A_NAME.match(rest))


def _people(entities: Iterable[Entity]) -> dict[str, list[EntityId]]:
    people: dict[str, list[EntityId]] = {}
    first_names: dict[str, list[EntityId]] = {}
    for entity in entities:
        words = _CAPITAL.findall(entity.name)
        if words and entity.identity is Identity.NAMED and entity.type is HolderType.PERSON:
            namesakes = people.setdefault(words[-1], [])
            if len(namesakes) < _MAX_NAMESAKES:
                namesakes.append(entity.id)
            if len(words) > 1:
                first_names.setdefault(words[0], []).append(entity.id)
    for name, bearers in first_names.items():
        if len(bearers) == 1:
            people.setdefault(name, bearers)
    return people


def _anchor(item: Attribution) -> Span:
    return (item.cue or item.content or item.source)[0]


def covers(outer: Span, inner: Span) -> bool:
    """Whether ``inner`` lies inside ``outer``."""
    return outer.start <= inner.start and inner.end <= outer.end


def _sentence_starts(text: str) -> list[int]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text) if not _is_abbreviation(text, match)]
    bounds = pairwise([0, *ends, len(text)])
    return [low for start, end in bounds for low in range(start, end, _SENTENCE_CHARS)] or [0]


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    start = match.start()
    return text[start] == "." and bool(_ABBREVIATION.search(text, max(0, start - 6), start))


def _innermost_contents(
    attributions: Iterable[Attribution], mentions: Iterable[OutletMention]
) -> dict[int, Attribution | None]:
    pieces = sorted(
        ((span, item) for item in attributions for span in item.content), key=lambda pair: pair[0].start
    )
    found: dict[int, Attribution | None] = {}
    active: list[tuple[Span, Attribution]] = []
    at = 0
    for mention in mentions:
        while at < len(pieces) and pieces[at][0].start <= mention.span.start:
            active.append(pieces[at])
            at += 1
        active = [pair for pair in active if pair[0].end >= mention.span.end]
        inner = min(active, key=lambda pair: pair[0].end - pair[0].start, default=None)
        found[mention.span.start] = inner[1] if inner else None
    return found


def is_platform(name: str) -> bool:
    """Whether a channel's name is that of a platform."""
    return any(
        entry.name == name and entry.kind is OutletKind.PLATFORM
        for entry in load_gazetteer().starting_with(name.split()[0] if name.split() else "")
    )
