"""A relative pronoun becomes the figure of the noun phrase before it: *the officer, who said*."""

from __future__ import annotations

from sayso.resolve.coreference.cast import Figure
from sayso.resolve.coreference.memory import Memory
from sayso.resolve.coreference.scene import Scene
from sayso.resolve.mentions import Mention, Shape
from sayso.resolve.names.kinds import PLACE, UNKNOWN
from sayso.resolve.people import GROUP, ORGANISATION, OUTLET, PERSON, listed, words

_LEAD_TO_RELATIVE = frozenset((",", "—", "–", "of", "many", "some", "most", "both", "all", "each"))
_REACH = 30  # tokens before a relative pronoun in which its noun is looked for
_NOT_IN_PHRASE = listed("not_in_phrase")


class Relatives:
    """Finds the noun phrases before relative pronouns.

    Args:
        scene: The text.
        memory: What has been mentioned so far.
    """

    def __init__(self, scene: Scene, memory: Memory) -> None:
        self._scene = scene
        self._tokens = scene.tokens
        self._memory = memory

    def figure_of(self, at: int) -> Figure | None:
        """The figure of the noun phrase that ends right before a relative pronoun."""
        end = self._before_relative(at)
        recent = self._memory.latest_first()
        touching = [item for item in recent[:6] if item.last == end]
        if touching:
            employed = self._employed(at, end, touching[0])
            return employed or touching[0]
        start = self._phrase_start(end)
        apposed = self.apposed_to(start)
        if apposed is not None:
            return apposed
        mention = self._parsed(start, end)
        if mention.shape is Shape.NAME:
            return self._scene.by_name.get(mention.names[0].first)
        if mention.shape is Shape.DESCRIPTION:
            outer = self._before_place(start) if self._tokens[at].lower == "who" else None
            if outer is not None and mention.noun is not None and mention.noun.kind not in (PERSON, GROUP):
                end, start = outer, self._phrase_start(outer)
                mention = self._parsed(start, end)
            return self._described(mention, start, end)
        return None

    def _employed(self, at: int, end: int, touching: Figure) -> Figure | None:
        """The people before a name of something: *a source at the Orel customs, who*."""
        if self._tokens[at].lower != "who" or touching.kind not in (ORGANISATION, OUTLET, PLACE):
            return None
        first = end
        while first > 0 and self._tokens[first - 1].capital and end - first < _REACH:
            first -= 1
        outer = self._before_place(first)
        if outer is None:
            return None
        start = self._phrase_start(outer)
        mention = self._parsed(start, end)
        if mention.shape is not Shape.DESCRIPTION or mention.noun is None:
            return None
        if mention.noun.kind not in (PERSON, GROUP):
            return None
        return self._described(mention, start, end)

    def _parsed(self, start: int, end: int) -> Mention:
        """The noun phrase of these tokens."""
        return self._scene.parser.parse(self._tokens[start].start, self._tokens[end].end)

    def _described(self, mention: Mention, start: int, end: int) -> Figure:
        """The figure of a description that is mentioned here."""
        figure = self._memory.described(mention)
        self._memory.touch(figure, start, end, "description")
        return figure

    def _before_relative(self, at: int) -> int:
        """Last token of what a relative pronoun can mean: marks, *some of*, brackets and dates left out."""
        end, least = at - 1, max(0, at - _REACH)
        while end > least and self._tokens[end].text in _LEAD_TO_RELATIVE:
            end -= 1
        if self._tokens[end].text == ")":
            while end > least and self._tokens[end].text != "(":
                end -= 1
            end = max(0, end - 1)
        while end > least and (
            self._tokens[end].lower in words().dates or self._tokens[end].lower in ("last", "this", "on")
        ):
            end -= 1
        return max(0, end)

    def _before_place(self, start: int) -> int | None:
        """The token before *in that office* and the like, which *who* cannot mean."""
        at = start - 1
        if at > 0 and self._tokens[at].lower in ("that", "the", "this"):
            at -= 1
        return at - 1 if at > 0 and self._tokens[at].lower in ("in", "at", "of", "from") else None

    def _phrase_start(self, end: int) -> int:
        """First token of the noun phrase that ends at ``end``, *of*, *in* and *at* included."""
        at = end
        while at > 0 and end - at < 14:
            before = self._tokens[at - 1]
            if not before.text[0].isalnum() or before.lower in _NOT_IN_PHRASE or self._is_verb(at - 1):
                break
            at -= 1
            if before.lower in ("a", "an", "the") and self._tokens[at - 1].lower not in (
                "of",
                "in",
                "at",
                "from",
            ):
                break
        return at

    def _is_verb(self, at: int) -> bool:
        """Whether a word on the way to the start of a phrase is rather a verb or an adverb."""
        token, before = self._tokens[at], self._tokens[at - 1].lower if at else ""
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

    def apposed_to(self, first: int) -> Figure | None:
        """The person whose name stands before the comma before a description."""
        if first < 2 or self._tokens[first - 1].text != ",":
            return None
        at = first - 2
        if self._tokens[at].text.isdigit() and self._tokens[at - 1].text == ",":
            at -= 2
        latest = self._memory.latest_first()[:3]
        return next(
            (item for item in latest if item.last == at and item.named and item.kind in (PERSON, UNKNOWN)),
            None,
        )
