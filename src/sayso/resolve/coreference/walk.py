"""One walk through the text, in order: every name, pronoun, description and source finds its figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sayso.records import Attribution, AttributionId, Mode
from sayso.resolve.coreference import Anaphor, best_antecedent
from sayso.resolve.coreference.cast import Figure
from sayso.resolve.coreference.context import note_role
from sayso.resolve.coreference.memory import Memory
from sayso.resolve.coreference.scene import Scene, bounds_of
from sayso.resolve.descriptions import starts_description
from sayso.resolve.mentions import Mention, Shape
from sayso.resolve.names import Name
from sayso.resolve.names.kinds import UNKNOWN
from sayso.resolve.outlets import OutletMention, find_outlets
from sayso.resolve.people import EITHER, GROUP, HE, PERSON, SHE, listed, words

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
        outlets: The outlets that the text names, where they are known already.
    """

    def __init__(
        self,
        text: str,
        attributions: Sequence[Attribution],
        *,
        choose: Choose = best_antecedent,
        outlets: Sequence[OutletMention] | None = None,
    ) -> None:
        self.scene = Scene(text, attributions, find_outlets(text) if outlets is None else outlets)
        self.tokens = self.scene.tokens
        self.memory = Memory(self.scene)
        self.found: dict[AttributionId, Found] = {}
        self._choose = choose
        self._latest: Figure | None = None
        self._contents = sorted(
            ((span.start, span.end, item) for item in attributions for span in item.content),
            key=lambda part: part[:2],
        )
        self._next_content = 0
        self._open: list[_Open] = []
        self._attributions = attributions

    def run(self) -> None:
        """Walk; afterwards :attr:`found` has every attribution."""
        sources = self._source_events()
        inside_sources = {
            at
            for _, first, stop in sources.values()
            for at in range(first, self._first_clause_end(first, stop))
        }
        names = {name.first: name for name in self.scene.names}
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

    def _first_clause_end(self, first: int, stop: int) -> int:
        """One past what describes a source itself: up to a comma or relative pronoun."""
        for at in range(first + 1, stop):
            if self.tokens[at].text == "," or self.tokens[at].lower in ("who", "which"):
                return at
        return stop

    def _source_events(self) -> dict[AttributionId, tuple[Mention, int, int]]:
        events = {}
        for item in self._attributions:
            if item.source:
                events[item.id] = (
                    self.scene.parser.parse(*bounds_of(item)),
                    *self.scene.parser.tokens_between(*bounds_of(item)),
                )
        return events

    # Names, pronouns and nouns of the text

    def _meet_name(self, name: Name) -> None:
        self.memory.touch(self.scene.by_name[name.first], name.first, name.last, "name")

    def _meet_pronoun(self, at: int, is_source: bool) -> None:
        pronoun, place = _WALKED_PRONOUNS[self.tokens[at].lower]
        self.memory.by_pronoun[at] = figure = self._resolve(at, pronoun, place, is_source)
        if figure is not None:
            if figure.gender == EITHER:
                figure.gender = pronoun
            if figure.kind == UNKNOWN:
                figure.kind = PERSON
            self.memory.touch(figure, at, at, "pronoun", place)

    def _resolve(self, at: int, pronoun: str, place: str, is_source: bool) -> Figure | None:
        outer, direct = self._outer(self.tokens[at].start)
        anaphor = Anaphor(
            at=at,
            sentence=self.tokens[at].sentence,
            pronoun=pronoun,
            place=place,
            initial=self.tokens[at].initial,
            is_source=is_source,
            quoted=self.scene.quoted[at],
            outer=outer,
            outer_direct=direct,
            latest=self._latest,
        )
        return self._choose(anaphor, self.memory.latest_first())

    def _outer(self, position: int) -> tuple[Figure | None, bool]:
        """Holder of the innermost content around a place, where it is known, and whether that is direct."""
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
            mention = self.scene.parser.parse(self.tokens[bounds].start, self.tokens[at].end)
            if mention.shape is Shape.DESCRIPTION:
                figure = self.memory.described(mention)
                self.memory.touch(figure, bounds, at, "description")

    def _is_said_of_somebody(self, first: int) -> bool:
        """Whether a description adds to somebody mentioned: *X, a lawyer*, *X is a lawyer*, *as a lawyer*."""
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
        latest = self.memory.latest_first()[:3]
        return next(
            (item for item in latest if item.last == at and item.named and item.kind in (PERSON, UNKNOWN)),
            None,
        )

    # Sources

    def _meet_source(self, attribution: Attribution, mention: Mention) -> None:
        figure, how = self._holder_of(mention)
        if figure is not None and mention.shape is Shape.NAME:
            note_role(figure, mention)
        if figure is not None:
            figure.n_held += 1
            self._latest = figure
        self.found[attribution.id] = Found(mention, figure, how)

    def _holder_of(self, mention: Mention) -> tuple[Figure | None, str]:
        if mention.shape is Shape.NAME:
            return self.scene.by_name.get(mention.names[0].first), "name"
        if mention.shape is Shape.NAMES:
            return self.memory.several(mention), "names joined by and"
        if mention.shape is Shape.DOCUMENT:
            return self.memory.document(mention), "document named by its publisher"
        if mention.shape is Shape.DESCRIPTION:
            return self._described_source(mention)
        if mention.shape is Shape.PRONOUN:
            return self._pronoun_source(mention)
        return None, "source without words"

    def _described_source(self, mention: Mention) -> tuple[Figure | None, str]:
        qualified = self.memory.qualified(mention)
        if qualified is not None:
            return qualified, "name before the noun"
        published = self.memory.published(mention)
        if published is not None:
            return published, "document named by its publisher"
        figure = self.memory.described(mention, source=True)
        first, stop = self.scene.parser.tokens_between(mention.start, mention.end)
        self.memory.touch(figure, first, max(first, stop - 1), "description")
        return figure, "description" if figure.description else "description of a name in the article"

    # Pronouns as sources

    def _pronoun_source(self, mention: Mention) -> tuple[Figure | None, str]:
        first, stop = self.scene.parser.tokens_between(mention.start, mention.end)
        at = next((at for at in range(first, stop) if self.tokens[at].text[0].isalpha()), first)
        pronoun = mention.pronoun or ""
        if at in self.memory.by_pronoun:
            figure = self.memory.by_pronoun[at]
            return figure, "antecedent" if figure else "pronoun without an antecedent"
        if pronoun == "who":
            figure = self._relative(at)
            return figure, "noun before the relative pronoun" if figure else "relative pronoun without a noun"
        if pronoun in ("they", "it"):
            place = "owner" if self.tokens[at].lower in ("their", "its") else "subject"
            figure = self._resolve(at, pronoun, place, True)
            if figure is not None:
                self.memory.touch(figure, at, at, "pronoun", place)
            return figure, "antecedent" if figure else "pronoun without an antecedent"
        return None, pronoun

    def _relative(self, at: int) -> Figure | None:
        """The figure of the noun phrase that ends right before a relative pronoun."""
        end = self._before_relative(at)
        recent = self.memory.latest_first()
        touching = [item for item in recent[:6] if item.last == end]
        if touching:
            return touching[0]
        start = self._phrase_start(end)
        apposed = self._apposed_to(start)
        if apposed is not None:
            return apposed
        mention = self.scene.parser.parse(self.tokens[start].start, self.tokens[end].end)
        if mention.shape is Shape.NAME:
            return self.scene.by_name.get(mention.names[0].first)
        if mention.shape is Shape.DESCRIPTION:
            outer = self._before_place(start) if self.tokens[at].lower == "who" else None
            if outer is not None and mention.noun is not None and mention.noun.kind not in (PERSON, GROUP):
                end, start = outer, self._phrase_start(outer)
                mention = self.scene.parser.parse(self.tokens[start].start, self.tokens[end].end)
            figure = self.memory.described(mention)
            self.memory.touch(figure, start, end, "description")
            return figure
        return None

    def _before_relative(self, at: int) -> int:
        """Last token of what a relative pronoun can mean: marks, *some of*, brackets and dates left out."""
        end, least = at - 1, max(0, at - _REACH)
        while end > least and self.tokens[end].text in _LEAD_TO_RELATIVE:
            end -= 1
        if self.tokens[end].text == ")":
            while end > least and self.tokens[end].text != "(":
                end -= 1
            end = max(0, end - 1)
        while end > least and (
            self.tokens[end].lower in words().dates or self.tokens[end].lower in ("last", "this", "on")
        ):
            end -= 1
        return max(0, end)

    def _before_place(self, start: int) -> int | None:
        """The token before *in that office* and the like, which *who* cannot mean."""
        at = start - 1
        if at > 0 and self.tokens[at].lower in ("that", "the", "this"):
            at -= 1
        return at - 1 if at > 0 and self.tokens[at].lower in ("in", "at", "of", "from") else None

    def _phrase_start(self, end: int) -> int:
        """First token of the noun phrase that ends at ``end``, *of*, *in* and *at* included."""
        at = end
        while at > 0 and end - at < 14:
            before = self.tokens[at - 1]
            if not before.text[0].isalnum() or before.lower in _NOT_IN_PHRASE or self._is_verb(at - 1):
                break
            at -= 1
            if before.lower in ("a", "an", "the") and self.tokens[at - 1].lower not in (
                "of",
                "in",
                "at",
                "from",
            ):
                break
        return at

    def _is_verb(self, at: int) -> bool:
        """Whether a word on the way to the start of a phrase is rather a verb or an adverb."""
        token, before = self.tokens[at], self.tokens[at - 1].lower if at else ""
        if token.capital or before in (
            "a",
            "an",
            "the",
            "this",
            "these",
            "those",
            "his",
            "her",
            "their",
            "its",
        ):
            return False
        return token.lower.endswith(("ed", "ing", "ly")) or token.lower in (
            "always",
            "also",
            "include",
            "includes",
            "these",
        )


_LEAD_TO_RELATIVE = frozenset((",", "—", "–", "of", "many", "some", "most", "both", "all", "each"))
_REACH = 30  # tokens before a relative pronoun in which its noun is looked for
_COPULAS = listed("copulas")
_NOT_IN_PHRASE = listed("not_in_phrase")
