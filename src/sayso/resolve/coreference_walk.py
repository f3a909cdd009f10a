"""One walk through the text, in order: every name, pronoun, description and source finds its figure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sayso.records import Attribution, AttributionId, Mode
from sayso.resolve.coreference import Anaphor, best_antecedent, place_of
from sayso.resolve.coreference_cast import Cast, Figure
from sayso.resolve.descriptions import DescriptionIndex, note_context, starts_description
from sayso.resolve.mentions import (
    Mention,
    Parser,
    Shape,
    is_named_document,
    named_by_owner,
    named_document,
)
from sayso.resolve.names import Name, NameFinder
from sayso.resolve.names_kinds import DEMONYM, PLACE, UNKNOWN
from sayso.resolve.names_tokens import in_capitals, tokenize
from sayso.resolve.outlets import OutletMention, find_outlets
from sayso.resolve.people import DOCUMENT, EITHER, GROUP, HE, ORGANISATION, OUTLET, PERSON, SHE, words

Choose = Callable[[Anaphor, Sequence[Figure]], Figure | None]

_WALKED_PRONOUNS = {
    "he": (HE, "subject"),
    "she": (SHE, "subject"),
    "his": (HE, "owner"),
    "him": (HE, "object"),
    "her": (SHE, "owner"),
    "himself": (HE, "object"),
    "herself": (SHE, "object"),
}
_QUOTE_MARKS = {'"', "“", "”"}
_PUBLISHED = frozenset(("article", "post", "story", "piece", "report"))
_TAKES_A_NAME = frozenset(
    "newspaper website site magazine organization organisation agency network channel broadcaster company blog".split()
)
_MAX_PUBLISHERS = 12  # figures looked at for the outlet of *the article*, the latest first
# Figures kept in order of their last mention; older ones can be reached by name only.
_MAX_RECENT = 40


@dataclass(frozen=True, slots=True)
class Found:
    """What the walk found for the source of an attribution.

    Attributes:
        mention: The source as parsed; its shape is ``empty`` when there is none.
        figure: The figure that it means, or None.
        how: The words for ``why``.
    """

    mention: Mention
    figure: Figure | None
    how: str


@dataclass(slots=True)
class _Open:
    """A content that is open at the place of the walk."""

    end: int
    attribution: Attribution


class Walk:
    """The walk through one text.

    Args:
        text: The article's text.
        attributions: Whose sources are to be resolved.
        choose: Chooses the antecedent of a pronoun; training looks on here.
    """

    def __init__(
        self,
        text: str,
        attributions: Sequence[Attribution],
        *,
        choose: Choose = best_antecedent,
        outlets: Sequence[OutletMention] | None = None,
    ) -> None:
        self.text = text
        offsets = sorted({at for item in attributions for span in (*item.source, *item.cue) for at in (span.start, span.end)})
        self.tokens = tokenize(text, offsets)
        starts = [token.start for token in self.tokens]
        finder = NameFinder(
            self.tokens,
            borders=frozenset(bisect_left(starts, offset) for offset in offsets),
            outlets=_outlet_tokens(starts, find_outlets(text) if outlets is None else outlets),
        )
        self.names = [] if in_capitals(text) else finder.find()
        self.parser = Parser(text, self.tokens, self.names)
        self._force_names(finder, attributions)
        self.cast = Cast(self.tokens, self.names)
        self._by_name = self._cast_names()
        self.found: dict[AttributionId, Found] = {}
        self._choose = choose
        self._recent: dict[int, Figure] = {}
        self._described = DescriptionIndex(self.cast.figures)
        self._owned: dict[tuple[int, str], Figure] = {}
        self._latest: Figure | None = None
        self._by_pronoun: dict[int, Figure | None] = {}
        self._contents = sorted(
            ((span.start, span.end, item) for item in attributions for span in item.content), key=lambda part: part[:2]
        )
        self._next_content = 0
        self._open: list[_Open] = []
        self._quoted = self._quote_flags()
        self._attributions = attributions

    def _force_names(self, finder: NameFinder, attributions: Sequence[Attribution]) -> None:
        """A source whose first phrase ends in a capitalised word is a name, whatever the lists say."""
        forced: dict[int, Name] = {}
        for item in attributions:
            if not item.source:
                continue
            mention = self.parser.parse(*_bounds(item))
            first, stop = self.parser.head_words(*_bounds(item))
            if mention.shape not in (Shape.DESCRIPTION, Shape.NAME) or first >= stop:
                continue
            name = finder.forced(first, stop)
            if name is not None and (mention.shape is Shape.DESCRIPTION or _is_longer(name, mention.names[0])):
                forced[name.first] = name
        if forced:
            taken = {at for name in forced.values() for at in range(name.first, name.last + 1)}
            kept = [name for name in self.names if taken.isdisjoint(range(name.first, name.last + 1))]
            self.names = sorted([*kept, *forced.values()], key=lambda name: name.first)
            self.parser = Parser(self.text, self.tokens, self.names)

    def _cast_names(self) -> dict[int, Figure]:
        """The figure of each name by its first token, with what the words around its names tell of it."""
        figures: dict[int, Figure] = {}
        roles: dict[int, tuple[int, int]] = {}
        for name in self.names:
            figure = figures[name.first] = self.cast.figure_of(name)
            figure.last = name.first
            beside = note_context(self.tokens, name, figure)
            if beside is not None and figure.kind in (PERSON, UNKNOWN):
                roles[name.first] = beside
        for first, (start, stop) in roles.items():
            employers = [item for item in self.parser.names_between(start, stop) if item.kind not in (PERSON, PLACE, DEMONYM)]
            if employers and figures[first].employer is None:
                figures[first].employer = figures[employers[0].first]
        for figure in self.cast.figures:
            figure.last = -1
        return figures

    def run(self) -> None:
        """Walk; afterwards :attr:`found` has every attribution."""
        sources = self._source_events()
        inside_sources = {at for mention, first, stop in sources.values() for at in range(first, stop)}
        names = {name.first: name for name in self.names}
        pending = sorted(sources, key=lambda item: (sources[item][2], item))
        by_id = {item.id: item for item in self._attributions}
        turn = 0
        for at, token in enumerate(self.tokens):
            if at in names:
                self._meet_name(names[at])
            elif token.lower in _WALKED_PRONOUNS:
                self._meet_pronoun(at, at in inside_sources)
            elif at not in inside_sources:
                self._meet_noun(at)
            while turn < len(pending) and sources[pending[turn]][2] <= at + 1:
                name = pending[turn]
                self._meet_source(by_id[name], sources[name][0])
                turn += 1
        for item in self._attributions:
            self.found.setdefault(item.id, Found(Mention(0, 0, Shape.EMPTY), None, "no source"))

    def _source_events(self) -> dict[AttributionId, tuple[Mention, int, int]]:
        events = {}
        for item in self._attributions:
            if item.source:
                events[item.id] = (self.parser.parse(*_bounds(item)), *self.parser.tokens_between(*_bounds(item)))
        return events

    def _quote_flags(self) -> list[bool]:
        """For each token, whether it stands between quotation marks of its paragraph."""
        flags, inside = [], False
        for token in self.tokens:
            if token.text == "\n":
                inside = False
            elif token.text == "“" or (token.text == '"' and not inside):
                inside = True
            elif token.text in _QUOTE_MARKS:
                inside = False
            flags.append(inside)
        return flags

    # Names, pronouns and nouns of the text

    def _meet_name(self, name: Name) -> None:
        self._touch(self._by_name[name.first], name.first, name.last, "name")

    def _meet_pronoun(self, at: int, is_source: bool) -> None:
        pronoun, place = _WALKED_PRONOUNS[self.tokens[at].lower]
        self._by_pronoun[at] = figure = self._resolve(at, pronoun, place, is_source)
        if figure is not None:
            if figure.gender == EITHER:
                figure.gender = pronoun
            if figure.kind == UNKNOWN:
                figure.kind = PERSON
            self._touch(figure, at, at, "pronoun", place)

    def _resolve(self, at: int, pronoun: str, place: str, is_source: bool) -> Figure | None:
        outer, direct = self._outer(self.tokens[at].start)
        anaphor = Anaphor(
            at=at,
            sentence=self.tokens[at].sentence,
            pronoun=pronoun,
            place=place,
            initial=self.tokens[at].initial,
            is_source=is_source,
            quoted=self._quoted[at],
            outer=outer,
            outer_direct=direct,
            latest=self._latest,
        )
        return self._choose(anaphor, self._latest_first())

    def _latest_first(self) -> list[Figure]:
        return list(reversed(self._recent.values()))

    def _outer(self, position: int) -> tuple[Figure | None, bool]:
        """Holder of the innermost content around a place, where the walk knows it, and whether it is direct."""
        while self._next_content < len(self._contents) and self._contents[self._next_content][0] <= position:
            _, end, item = self._contents[self._next_content]
            self._open.append(_Open(end, item))
            self._next_content += 1
        self._open = [item for item in self._open if item.end > position]
        if not self._open:
            return None, False
        innermost = min(self._open, key=lambda item: item.end).attribution
        found = self.found.get(innermost.id)
        return (found.figure if found else None), innermost.mode is not Mode.INDIRECT

    def _meet_noun(self, at: int) -> None:
        """A description outside sources, such as *a young boy*, can be what a later pronoun means."""
        bounds = starts_description(self.tokens, at)
        if bounds is not None and not self._is_said_of_somebody(bounds):
            mention = self.parser.parse(self.tokens[bounds].start, self.tokens[at].end)
            if mention.shape is Shape.DESCRIPTION:
                figure = self._described_figure(mention)
                self._touch(figure, bounds, at, "description")

    def _is_said_of_somebody(self, first: int) -> bool:
        """Whether a description adds to somebody mentioned right before: *X, a lawyer*, *X is a lawyer*, *as a lawyer*."""
        before = self.tokens[first - 1] if first else None
        if before is None:
            return False
        return before.lower in _COPULAS or (before.text == "," and self._apposed_to(first) is not None)

    def _apposed_to(self, first: int) -> Figure | None:
        """The person whose name stands before the comma before a description."""
        if first < 2 or self.tokens[first - 1].text != ",":
            return None
        at = first - 2
        if self.tokens[at].text.isdigit() and self.tokens[at - 1].text == ",":
            at -= 2
        latest = self._latest_first()[:3]
        return next((item for item in latest if item.last == at and item.named and item.kind in (PERSON, UNKNOWN)), None)

    def _touch(self, figure: Figure, first: int, last: int, form: str, place: str | None = None) -> None:
        """Note a mention of a figure."""
        figure.last, figure.last_sentence, figure.last_form = last, self.tokens[last].sentence, form
        figure.last_place = place or place_of(self.tokens, first, last)
        figure.n_mentions += 1
        span = (self.tokens[first].start, self.tokens[last].end)
        if not figure.mentions or figure.mentions[-1] != span:
            figure.mentions.append(span)
        self._recent.pop(figure.number, None)
        self._recent[figure.number] = figure
        if len(self._recent) > _MAX_RECENT:
            del self._recent[next(iter(self._recent))]

    # Sources

    def _meet_source(self, attribution: Attribution, mention: Mention) -> None:
        figure, how = self._holder_of(mention)
        if figure is not None:
            figure.n_held += 1
            self._latest = figure
        self.found[attribution.id] = Found(mention, figure, how)

    def _holder_of(self, mention: Mention) -> tuple[Figure | None, str]:
        if mention.shape is Shape.NAME:
            return self._by_name.get(mention.names[0].first), "name"
        if mention.shape is Shape.NAMES:
            return self._several(mention), "names joined by and"
        if mention.shape is Shape.DOCUMENT:
            return self._document(mention), "document named by its publisher"
        if mention.shape is Shape.DESCRIPTION:
            return self._described_source(mention)
        if mention.shape is Shape.PRONOUN:
            return self._pronoun_source(mention)
        return None, "source without words"

    def _several(self, mention: Mention) -> Figure | None:
        members = tuple(self._by_name[name.first] for name in mention.names if name.first in self._by_name)
        figure = self._new(PERSON if all(item.kind in (PERSON, UNKNOWN) for item in members) else ORGANISATION)
        figure.members, figure.plural, figure.description = members, True, None
        first, stop = self.parser.tokens_between(mention.start, mention.end)
        self._touch(figure, first, stop - 1, "name")
        return figure

    def _document(self, mention: Mention) -> Figure | None:
        """*A report by X* goes under X's name."""
        owner = self._by_name.get(mention.names[0].first)
        return self._published_by(owner, mention) if owner is not None else None

    def _published_by(self, owner: Figure, mention: Mention) -> Figure:
        key = (owner.number, DOCUMENT)
        figure = self._owned.get(key)
        if figure is None:
            figure = self._owned[key] = self._new(DOCUMENT)
            figure.members = (owner,)
        first, stop = self.parser.tokens_between(mention.start, mention.end)
        self._touch(figure, first, stop - 1, "description")
        return figure

    def _described_source(self, mention: Mention) -> tuple[Figure | None, str]:
        qualified = self._qualified(mention)
        if qualified is not None:
            return qualified, "name before the noun"
        published = self._published(mention)
        if published is not None:
            return published, "document named by its publisher"
        figure = self._described_figure(mention, source=True)
        first, stop = self.parser.tokens_between(mention.start, mention.end)
        self._touch(figure, first, max(first, stop - 1), "description")
        return figure, "description" if figure.description else "description of a name in the article"

    def _qualified(self, mention: Mention) -> Figure | None:
        """*The Orel newspaper*, *the Wump news organisation*: the name before the noun is the holder."""
        noun, name = mention.noun, mention.qualifier
        if noun is None or name is None or noun.plural or noun.word not in _TAKES_A_NAME or name.kind in (DEMONYM, PLACE):
            return None
        figure = self._by_name.get(name.first)
        return figure if figure is not None and figure.kind != PERSON else None

    def _published(self, mention: Mention) -> Figure | None:
        """*The article* goes under the outlet named last, *an Orel News story* under that one."""
        noun = mention.noun
        if noun is None or noun.plural or noun.word not in _PUBLISHED:
            return None
        if mention.qualifier is not None:
            owner = self._by_name.get(mention.qualifier.first)
            return self._published_by(owner, mention) if owner and owner.kind in (OUTLET, ORGANISATION) else None
        if mention.definite != "the" or mention.inner or noun.word == "report":
            return None
        outlets = [item for item in self._latest_first()[:_MAX_PUBLISHERS] if item.kind == OUTLET and item.named]
        return self._published_by(outlets[0], mention) if outlets else None

    def _described_figure(self, mention: Mention, *, source: bool = False) -> Figure:
        if named_by_owner(mention) or (mention.definite == "owned" and isinstance(mention.owner, str)):
            owned = self._owned_figure(mention)
            if owned is not None:
                return owned
        figure = self._described.match(mention, self._latest_first(), source=source)
        if figure is None:
            figure = self._new(mention.noun.kind if mention.noun else (GROUP if mention.head.endswith("s") else UNKNOWN))
            figure.description = mention.text
            if is_named_document(mention):
                figure.forms[named_document(mention)] += 1
                figure.description = None
            figure.noun, figure.modifiers = mention.noun, frozenset(mention.modifiers)
            figure.plural = bool(mention.noun and mention.noun.plural)
            figure.gender = mention.noun.gender if mention.noun else EITHER
            self._described.add(mention, figure)
        return figure

    def _owned_figure(self, mention: Mention) -> Figure | None:
        """*His campaign*, *Holm's campaign* and *the Holm campaign* are one figure."""
        owner = self._owner(mention)
        if owner is None or not (mention.noun and mention.noun.kind == ORGANISATION):
            return None
        key = (owner.number, mention.head)
        figure = self._owned.get(key)
        if figure is None:
            figure = self._owned[key] = self._new(ORGANISATION)
            figure.members, figure.noun = (owner,), mention.noun
        if not isinstance(mention.owner, str):
            figure.forms[mention.text] += 1
        return figure

    def _owner(self, mention: Mention) -> Figure | None:
        if isinstance(mention.owner, str):
            first, _ = self.parser.tokens_between(mention.start, mention.end)
            found = [self._by_pronoun[at] for at in range(first, first + 3) if at in self._by_pronoun]
            return found[0] if found else None
        inner = [self._by_name[name.first] for name in mention.inner if name.first in self._by_name]
        return inner[0] if inner else None

    def _new(self, kind: str) -> Figure:
        figure = Figure(len(self.cast.figures), kind=kind)
        self.cast.figures.append(figure)
        return figure

    # Pronouns as sources

    def _pronoun_source(self, mention: Mention) -> tuple[Figure | None, str]:
        first, stop = self.parser.tokens_between(mention.start, mention.end)
        at = next((at for at in range(first, stop) if self.tokens[at].text[0].isalpha()), first)
        pronoun = mention.pronoun or ""
        if at in self._by_pronoun:
            figure = self._by_pronoun[at]
            return figure, "antecedent" if figure else "pronoun without an antecedent"
        if pronoun == "who":
            figure = self._relative(at)
            return figure, "noun before the relative pronoun" if figure else "relative pronoun without a noun"
        if pronoun in ("they", "it"):
            place = "owner" if self.tokens[at].lower in ("their", "its") else "subject"
            figure = self._resolve(at, pronoun, place, True)
            if figure is not None:
                self._touch(figure, at, at, "pronoun", place)
            return figure, "antecedent" if figure else "pronoun without an antecedent"
        return None, pronoun

    def _relative(self, at: int) -> Figure | None:
        """The figure of the noun phrase that ends right before a relative pronoun."""
        end = at - 1
        while end > 0 and self.tokens[end].text in (",", "—", "–", "of", "many", "some", "most", "both", "all", "each"):
            end -= 1
        if self.tokens[end].text == ")":
            while end > 0 and self.tokens[end].text != "(":
                end -= 1
            end -= 1
        recent = self._latest_first()
        touching = [item for item in recent[:6] if item.last == end]
        if touching:
            return touching[0]
        while end > 1 and (self.tokens[end].lower in words().dates or self.tokens[end].lower in ("last", "this", "on")):
            end -= 1
        start = self._phrase_start(end)
        apposed = self._apposed_to(start)
        if apposed is not None:
            return apposed
        mention = self.parser.parse(self.tokens[start].start, self.tokens[end].end)
        if mention.shape is Shape.NAME:
            return self._by_name.get(mention.names[0].first)
        if mention.shape is Shape.DESCRIPTION:
            figure = self._described_figure(mention)
            self._touch(figure, start, end, "description")
            return figure
        return None

    def _phrase_start(self, end: int) -> int:
        """First token of the noun phrase that ends at ``end``; a phrase with *of*, *in* or *at* goes along."""
        at = end
        while at > 0 and end - at < 14:
            before = self.tokens[at - 1]
            if not before.text[0].isalnum() or before.lower in _NOT_IN_PHRASE or self._is_verb(at - 1):
                break
            at -= 1
            if before.lower in ("a", "an", "the") and self.tokens[at - 1].lower not in ("of", "in", "at", "from"):
                break
        return at


    def _is_verb(self, at: int) -> bool:
        """Whether a word on the way to the start of a phrase is a verb or an adverb rather than part of it."""
        token, before = self.tokens[at], self.tokens[at - 1].lower if at else ""
        if token.capital or before in ("a", "an", "the", "this", "these", "those", "his", "her", "their", "its"):
            return False
        return token.lower.endswith(("ed", "ing", "ly")) or token.lower in ("always", "also", "include", "includes", "these")


def _bounds(item: Attribution) -> tuple[int, int]:
    return item.source[0].start, item.source[-1].end


def _is_longer(name: Name, head: Name) -> bool:
    """Whether a forced name goes on where the name found begins too late: *Orel View* for *View*."""
    return name.last == head.last and name.first < head.first and head.title is None and name.title is None


def _outlet_tokens(starts: Sequence[int], outlets: Sequence[OutletMention]) -> dict[int, int]:
    """First token of each outlet's name, and one past its last."""
    bounds = {}
    for outlet in outlets:
        lead = 4 if outlet.name.startswith("The ") else 0
        first, stop = bisect_left(starts, outlet.span.start + lead), bisect_left(starts, outlet.span.end)
        if first < stop and starts[first] == outlet.span.start + lead:
            bounds[first] = stop
    return bounds


_COPULAS = frozenset("is was are were be been being as became become becomes remains remained like".split())
_NOT_IN_PHRASE = frozenset(
    "to by with for on about and or but that is are was were be been has have had said says told as than if when "
    "while because from into against among between it he she they we i there who which do does did will would "
    "could should may might can must said tells asked not".split()
)
