"""A text and its attributions become a scene: its words, its names, and the cast that these make."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from sayso.records import Attribution
from sayso.resolve.coreference import place_of
from sayso.resolve.coreference.cast import Cast, Figure
from sayso.resolve.coreference.context import note_context
from sayso.resolve.mentions import Parser, Shape
from sayso.resolve.names import Name, NameFinder
from sayso.resolve.names.kinds import DEMONYM, PLACE, UNKNOWN
from sayso.resolve.names.tokens import Token, in_capitals, tokenize
from sayso.resolve.outlets import OutletMention
from sayso.resolve.outlets.names import bare_name
from sayso.resolve.people import ORGANISATION, PERSON, compound_noun

_QUOTE_MARKS = {'"', "“", "”"}


class Scene:
    """All that is known of a text before it is walked through.

    Attributes:
        text: The text.
        tokens: Its words and marks.
        names: Its names.
        parser: Parses stretches of it.
        cast: The figures that the names make.
        by_name: The figure of each name by the name's first token.
        quoted: For each token, whether it stands between quotation marks of its paragraph.
    """

    def __init__(
        self, text: str, attributions: Sequence[Attribution], outlets: Sequence[OutletMention]
    ) -> None:
        self.text = text
        parts = [span for item in attributions for span in (*item.source, *item.cue)]
        offsets = sorted({at for span in parts for at in (span.start, span.end)})
        self.tokens = tokenize(text, offsets)
        starts = [token.start for token in self.tokens]
        outlet_tokens = _outlet_tokens(self.tokens, starts, outlets)
        finder = NameFinder(
            self.tokens,
            borders=frozenset(bisect_left(starts, offset) for offset in offsets),
            outlets={first: stop for first, (stop, _) in outlet_tokens.items()},
        )
        self.names = [] if in_capitals(text) else finder.find()
        self.parser = Parser(text, self.tokens, self.names)
        self._force_names(finder, attributions)
        fullest = {first: name for first, (_, name) in outlet_tokens.items()}
        self.cast = Cast(self.tokens, self.names, fullest)
        self.by_name = self._cast_names()
        self.quoted = self._quote_flags()

    def _force_names(self, finder: NameFinder, attributions: Sequence[Attribution]) -> None:
        """A source whose first phrase ends in a capitalised word is a name, whatever the lists say."""
        forced: dict[int, Name] = {}
        for item in attributions:
            if not item.source:
                continue
            mention = self.parser.parse(*bounds_of(item))
            first, stop = self.parser.head_words(*bounds_of(item))
            if mention.shape not in (Shape.DESCRIPTION, Shape.NAME) or first >= stop:
                continue
            name = finder.forced(first, stop) or self._account(finder, item)
            if name is not None and (
                mention.shape is Shape.DESCRIPTION or _is_longer(name, mention.names[0])
            ):
                forced[name.first] = name
        if forced:
            taken = {at for name in forced.values() for at in range(name.first, name.last + 1)}
            kept = [name for name in self.names if taken.isdisjoint(range(name.first, name.last + 1))]
            self.names = sorted([*kept, *forced.values()], key=lambda name: name.first)
            self.parser = Parser(self.text, self.tokens, self.names)

    def _account(self, finder: NameFinder, item: Attribution) -> Name | None:
        """Who writes under a handle: *Ida Holm (@idaholm)*, however the name is written."""
        first, stop = self.parser.tokens_between(*bounds_of(item))
        for at in range(first + 1, min(stop, first + 6)):
            if self.tokens[at].text == "(" and at + 1 < stop and self.tokens[at + 1].text.startswith("@"):
                return finder.written(first, at)
        return None

    def _cast_names(self) -> dict[int, Figure]:
        """The figure of each name by its first token, with what the words around its names tell of it."""
        figures: dict[int, Figure] = {}
        roles: dict[int, tuple[int, int]] = {}
        before: Name | None = None
        for name in self.names:
            figure = figures[name.first] = self.cast.figure_of(name)
            if before is not None and figure.employer is None and self._is_post(before, name):
                figure.employer = figures[before.first]
            before = name
            figure.last = name.first
            if figure.first < 0:
                figure.first, figure.first_sentence = name.first, self.tokens[name.first].sentence
                figure.last_place = place_of(self.tokens, name.first, name.last)
            beside = note_context(self.tokens, name, figure)
            if figure.kind not in (PERSON, UNKNOWN):
                continue
            if beside is not None:
                roles[name.first] = beside
            elif self._word(name.last + 1) in ("of", "from", "at", "with") and not name.possessive:
                roles[name.first] = (name.last + 2, name.last + 4 + (self._word(name.last + 2) == "the"))
        for first, (start, stop) in roles.items():
            employers = [
                item
                for item in self.parser.names_from(start, stop)
                if item.kind not in (PERSON, PLACE, DEMONYM)
            ]
            if employers and figures[first].employer is None:
                best = max(
                    employers, key=lambda item: (item.kind == ORGANISATION, len(item.key), -item.first)
                )
                figures[first].employer = figures[best.first]
        for figure in self.cast.figures:
            figure.last = -1
        return figures

    def _is_post(self, before: Name, name: Name) -> bool:
        """Whether only a post stands between two names: *Orel Foods spokeswoman Ida Holm*."""
        between = self.tokens[before.last + 1 : name.first]
        if not 0 < len(between) < 4 or before.kind in (PERSON, PLACE, DEMONYM):
            return False
        if before.kind == UNKNOWN and before.first == before.last and self.tokens[before.first].initial:
            return False
        if any(token.capital or not token.text[0].isalpha() for token in between):
            return False
        found = compound_noun(between[-1].lower)
        return found is not None and found.kind == PERSON and not found.plural

    def _word(self, at: int) -> str:
        return self.tokens[at].lower if at < len(self.tokens) else ""

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


def bounds_of(item: Attribution) -> tuple[int, int]:
    """First code point of a source and one past its last."""
    return item.source[0].start, item.source[-1].end


def _is_longer(name: Name, head: Name) -> bool:
    """Whether a forced name goes on where the name found begins too late: *Orel View* for *View*."""
    return name.last == head.last and name.first < head.first and head.title is None and name.title is None


def _outlet_tokens(
    tokens: Sequence[Token], starts: Sequence[int], outlets: Sequence[OutletMention]
) -> dict[int, tuple[int, str]]:
    """By the first token of each outlet's name: one past its last, and its fullest name in the text."""
    bounds: dict[int, tuple[int, str]] = {}
    for outlet in outlets:
        lead = 4 if outlet.name.startswith("The ") else 0
        first, stop = bisect_left(starts, outlet.span.start + lead), bisect_left(starts, outlet.span.end)
        if first < stop and tokens[first].start == outlet.span.start + lead:
            while first < stop - 1 and tokens[first].possessive:
                first += 1
            bounds[first] = (stop, bare_name(outlet.canonical))
    return bounds
