"""An article with its attributions becomes what finding channels looks at: sentences, outlets, holders."""

from __future__ import annotations

import re
from bisect import bisect_right
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
from sayso.resolve.outlets import OutletMention, bare_name, find_outlets, own_outlets
from sayso.resolve.outlets.gazetteer import OutletKind

# Code points; a longer stretch without an end is cut, so that all later steps stay linear.
_SENTENCE_CHARS = 1_200
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]{0,2}\s+(?=[\"“‘'(\[]?[A-Z0-9@])|[\n\r]+")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mrs?|Ms|Drs?|St|Gov|Sens?|Reps?|Gen|Pres|Prof|Lt|Col|Sgt|Capt|Jr|Sr|vs|No|Rev|Hon|Adm|Maj)\Z"
)
# Code points back in which the outlet is looked for that *the paper* means.
_REFER_CHARS = 1_200
# Persons of one last name that are looked at; in an article there are two at most.
_MAX_NAMESAKES = 8
_THE_PAPER = re.compile(
    r"\b(?:told|tells|telling|assured|informed|(?:spoke|speaking|said|talking|statement) (?:to|"
    r"with)) the (?P<paper>"
    r"(?:news ?paper|paper|tabloid|daily|station|broadcaster|channel|network|magazine|agency|"
    r"news agency|outlet|"
    r"site|website|news site|publication|programme|blog)(?! (?:of|that|which)\b))\b(?!['’]s)"
)
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
        outlet_names: The full names of the outlets in ``mentions``, without articles; platforms are none.
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
    outlet_names: frozenset[str]

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
        mentions = [
            one
            for one in sorted((*everywhere, *_referring(article.text, everywhere)), key=lambda one: one.span)
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
            outlet_names=frozenset(
                bare_name(one.canonical) for one in mentions if one.kind is not OutletKind.PLATFORM
            ),
        )

    def sentence_of(self, at: int) -> int:
        """Number of the sentence that a code point stands in."""
        return bisect_right(self.sentence_starts, at) - 1

    def holder(self, item: Attribution | None) -> Entity | None:
        """The entity that holds a statement, where it is known."""
        return self.entities.get(item.holder) if item and item.holder else None

    def is_outlet(self, item: Attribution) -> bool:
        """Whether an outlet holds the statement, going by its source being a name, or else by its holder."""
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
    def names_one_outlet(self) -> bool:
        """Whether all outlets that the article names, platforms aside, are one and the same."""
        return len(self.outlet_names) == 1

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
        """The named persons whose last name stands in a passage, in its order."""
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


def _referring(text: str, mentions: Sequence[OutletMention]) -> Iterable[OutletMention]:
    """*told the paper*: the outlet named last before it, under the words that stand there."""
    for match in _THE_PAPER.finditer(text):
        at = bisect_right(mentions, match.start(), key=lambda one: one.span.start)
        last = next(
            (one for one in reversed(mentions[max(0, at - 6) : at]) if one.kind is not OutletKind.PLATFORM),
            None,
        )
        if last is not None and match.start() - last.span.end <= _REFER_CHARS:
            span = Span.of(text, *match.span("paper"))
            if not any(
                one.span.start <= span.start < one.span.end for one in mentions[max(0, at - 1) : at + 1]
            ):
                yield OutletMention(last.canonical, last.canonical, span, last.kind)


def _people(entities: Iterable[Entity]) -> dict[str, list[EntityId]]:
    people: dict[str, list[EntityId]] = {}
    for entity in entities:
        words = _CAPITAL.findall(entity.name)
        if words and entity.identity is Identity.NAMED and entity.type is HolderType.PERSON:
            namesakes = people.setdefault(words[-1], [])
            if len(namesakes) < _MAX_NAMESAKES:
                namesakes.append(entity.id)
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
