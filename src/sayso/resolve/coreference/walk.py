"""One walk through the text, in order: every name, pronoun, description and source finds its figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sayso.records import Attribution, AttributionId, Mode
from sayso.resolve.coreference import Anaphor, best_antecedent, speech_of
from sayso.resolve.coreference.cast import Figure
from sayso.resolve.coreference.context import note_role
from sayso.resolve.coreference.introduced import Pick, named_later
from sayso.resolve.coreference.memory import Memory
from sayso.resolve.coreference.order import innermost_contents, reading_order
from sayso.resolve.coreference.relatives import Relatives
from sayso.resolve.coreference.scene import Scene, bounds_of
from sayso.resolve.coreference.taken_up import Take, taken_up
from sayso.resolve.descriptions import starts_description
from sayso.resolve.mentions import Mention, Shape
from sayso.resolve.names import Name
from sayso.resolve.outlets import OutletMention, find_outlets
from sayso.resolve.people import HE, ORGANISATION, OUTLET, PERSON, SHE, listed

Choose = Callable[[Anaphor, Sequence[Figure]], Figure | None]

THEY, IT = "they", "it"
_WALKED_PRONOUNS = {
    "he": (HE, "subject"),
    "she": (SHE, "subject"),
    "his": (HE, "owner"),
    "him": (HE, "object"),
    "her": (SHE, "owner"),
    "himself": (HE, "object"),
    "herself": (SHE, "object"),
    "they": (THEY, "subject"),
    "their": (THEY, "owner"),
    "them": (THEY, "object"),
    "themselves": (THEY, "object"),
    "its": (IT, "owner"),
    "itself": (IT, "object"),
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


class Walk:
    """The walk through one text.

    Args:
        text: The article's text.
        attributions: Whose sources are to be resolved.
        choose: Chooses the antecedent of a pronoun; training looks on here.
        take: Chooses whom a description takes up again.
        pick: Chooses whom a description brings in that is named later; training looks on here, too.
        outlets: The outlets that the text names, where they are known already.
    """

    def __init__(
        self,
        text: str,
        attributions: Sequence[Attribution],
        *,
        choose: Choose = best_antecedent,
        pick: Pick = named_later,
        take: Take = taken_up,
        outlets: Sequence[OutletMention] | None = None,
    ) -> None:
        self.scene = Scene(text, attributions, find_outlets(text) if outlets is None else outlets)
        self.tokens = self.scene.tokens
        self.memory = Memory(self.scene, pick, take)
        self.found: dict[AttributionId, Found] = {}
        self._choose = choose
        self._attributions = attributions
        self._around = innermost_contents(self.tokens, attributions)
        self._speech: dict[int, str] = {}
        self._speech_before = ""
        self._relatives = Relatives(self.scene, self.memory)

    def run(self) -> None:
        """Walk; afterwards :attr:`found` has every attribution."""
        sources = self._source_events()
        by_id = {item.id: item for item in self._attributions}
        inside_sources = {
            at
            for _, first, stop in sources.values()
            for at in range(first, self._first_clause_end(first, stop))
        }
        for mention, _, _ in sources.values():
            if mention.shape is Shape.NAME:
                self.scene.by_name[mention.names[0].first].n_sourced += 1
        self._speech = {first: speech_of(by_id[item]) for item, (_, first, _) in sources.items()}
        names = {name.first: name for name in self.scene.names}
        ending: dict[int, list[AttributionId]] = defaultdict(list)
        for item, (_, first, stop) in sorted(sources.items()):
            ending[max(first, stop - 1)].append(item)
        elided = self._elided_sources()
        bounds = {item: (first, stop) for item, (_, first, stop) in sources.items()}
        for at, again in reading_order(self.tokens, self._attributions, bounds):
            if again:
                self._return_to(ending[at])
                continue
            if at in names:
                self._meet_name(names[at])
            elif self.tokens[at].lower in _WALKED_PRONOUNS:
                self._meet_pronoun(at, at in inside_sources)
            elif at not in inside_sources:
                self._meet_noun(at)
            for item in ending.get(at, ()):
                self._meet_source(by_id[item], sources[item][0])
            for item in elided.get(at, ()):
                self._meet_elided(item, at)
        for attribution in self._attributions:
            self.found.setdefault(attribution.id, Found(Mention(0, 0, Shape.EMPTY), None, "no source"))

    def _elided_sources(self) -> dict[int, list[AttributionId]]:
        """Attributions whose subject is elided, *…, saying that*, by the first token of their cue."""
        cues: dict[int, list[AttributionId]] = defaultdict(list)
        for item in self._attributions:
            if not item.source and item.cue and item.cue[0].exact.lower().split()[:1] in _SAYING:
                cues[self.scene.parser.tokens_between(item.cue[0].start, item.cue[0].end)[0]].append(item.id)
        return cues

    def _meet_elided(self, item: AttributionId, at: int) -> None:
        """Whoever held the words before in the same sentence holds these, too."""
        figure = self.memory.latest
        if figure is not None and self.tokens[at].sentence == figure.last_sentence:
            figure.n_held += 1
            self.found[item] = Found(Mention(0, 0, Shape.EMPTY), figure, "subject of the clause before")

    def _return_to(self, items: Sequence[AttributionId]) -> None:
        """Come back to sources that were met before the quotations in front of them."""
        for item in items:
            figure = self.found[item].figure
            if figure is not None:
                self.memory.bring_up(figure)
                self.memory.latest = figure

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
            if pronoun in (HE, SHE):
                figure.gender = pronoun
                figure.kind = PERSON
            self.memory.touch(figure, at, at, "pronoun", place)

    def _resolve(self, at: int, pronoun: str, place: str, is_source: bool) -> Figure | None:
        outer, direct = self._outer(at)
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
            latest=self.memory.latest,
            speech=self._speech.get(at, "") if is_source else "",
            speech_before=self._speech_before,
        )
        return self._choose(anaphor, self.memory.latest_first())

    def _outer(self, at: int) -> tuple[Figure | None, bool]:
        """Holder of the innermost content around a token, where it is known, and whether that is direct."""
        innermost = self._around[at]
        if innermost is None:
            return None, False
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
        return before.lower in _COPULAS or (
            before.text == "," and self._relatives.apposed_to(first) is not None
        )

    # Sources

    def _meet_source(self, attribution: Attribution, mention: Mention) -> None:
        figure, how = self._holder_of(mention)
        if figure is not None and mention.shape is Shape.NAME:
            note_role(figure, mention)
            self._note_employer(figure, mention)
        if figure is not None:
            if figure.employer is None and mention.shape in (Shape.NAME, Shape.DESCRIPTION):
                figure.employer = self._spoken_for(figure)
            figure.n_held += 1
            self.memory.latest = figure
            self._speech_before = speech_of(attribution)
        self.found[attribution.id] = Found(mention, figure, how)

    def _note_employer(self, figure: Figure, mention: Mention) -> None:
        """Learn for whom the one speaks whom a source names: *the spokesman for Orel Foods, Ivo Holm*."""
        first, stop = self.scene.parser.tokens_between(mention.start, mention.end)
        head = mention.names[0]
        for name in self.scene.parser.names_between(first, stop):
            other = self.scene.by_name.get(name.first)
            if name.first != head.first and other is not None and other.kind in (ORGANISATION, OUTLET):
                figure.employer = figure.employer or other

    def _spoken_for(self, figure: Figure) -> Figure | None:
        """The organisation last spoken of, for a spokesman; for an officer of the police, theirs."""
        posts = {word.strip(".,") for role in figure.roles for word in role.lower().split()}
        if figure.noun is not None and not figure.plural:
            posts.add(figure.noun.word)
        is_police = bool(posts & _POLICE_RANKS)
        if not (is_police or posts & _SPOKESPEOPLE):
            return None
        for item in self.memory.latest_first()[:_MAX_EMPLOYERS]:
            if item.named and item.kind == ORGANISATION and (not is_police or "police" in item.key):
                return item
        return None

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
            figure = self._relatives.figure_of(at)
            return figure, "noun before the relative pronoun" if figure else "relative pronoun without a noun"
        if pronoun in ("they", "it"):
            place = "owner" if self.tokens[at].lower in ("their", "its") else "subject"
            figure = self._resolve(at, pronoun, place, True)
            if figure is not None:
                self.memory.touch(figure, at, at, "pronoun", place)
            return figure, "antecedent" if figure else "pronoun without an antecedent"
        return None, pronoun


_MAX_EMPLOYERS = 10  # figures looked at for the organisation of a spokesman, the latest first
_SPOKESPEOPLE = frozenset(("spokesman", "spokeswoman", "spokesperson", "rep"))
_POLICE_RANKS = listed("police_ranks")
_SAYING = [[word] for word in sorted(listed("saying"))]
_COPULAS = listed("copulas")
