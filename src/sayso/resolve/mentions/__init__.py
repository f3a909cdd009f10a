"""A source's words become a mention: a pronoun, a name, several names, or a description."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sayso.resolve.mentions.documents import author_of
from sayso.resolve.names import Name
from sayso.resolve.names.kinds import DEMONYM, PLACE, UNKNOWN
from sayso.resolve.names.tokens import Token
from sayso.resolve.people import (
    DOCUMENT,
    ORGANISATION,
    OUTLET,
    PERSON,
    Noun,
    compound_noun,
    first_name_gender,
    listed,
    words,
)


class Shape(StrEnum):
    """How a mention points to its holder."""

    PRONOUN = "pronoun"
    NAME = "name"
    NAMES = "names"
    DESCRIPTION = "description"
    DOCUMENT = "document"
    EMPTY = "empty"


_PERSONAL = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "i"),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), "we"),
    **dict.fromkeys(("you", "your", "yours", "yourself"), "you"),
    **dict.fromkeys(("who", "whom", "whose", "which", "that"), "who"),
}
_BREAKS = listed("breaks")
_LEADING = listed("leading")
_LINKS = frozenset(("and", ",", "the", "&", "or", "also"))
_ARTICLES = listed("articles")
_DEFINITE = listed("definite")
_OWNERS = listed("owners")
_NEW = listed("new")
_PARTICIPLE = re.compile(r"[a-z]{3,}(?:ed|ing)$|(?:known|seen|held|made|taken|shown|sent|written|given|led)$")
_BEHIND_NOUN = listed("behind_noun")
_MARKS = "\"'“”‘’«»[](){}.,;:—–-*| \t\n"


@dataclass(frozen=True, slots=True)
class Mention:
    """What the words of a source come to.

    Attributes:
        start: First code point of the source.
        end: One past its last.
        shape: How it points to its holder.
        pronoun: Class of a pronoun: ``he``, ``she``, ``they``, ``it``, ``i``, ``we``, ``you`` or ``who``.
        names: The names that are the holder itself, for a name or several.
        noun: Head noun of a description, where a list knows it.
        head: Head word of a description, lower case.
        modifiers: Other words of the description, lower case.
        text: A description as the article writes it, cut before its relative clause; else the source.
        definite: ``the``, ``new`` (*a*, *some*, *two*), ``owned`` (*his*, *Holm's*) or ``bare``.
        owner: For an owned description, the pronoun class or the name that owns it.
        inner: Names inside a description that are not the holder itself.
        qualifier: The name right before the head noun: *an Orel poll*.
    """

    start: int
    end: int
    shape: Shape
    pronoun: str | None = None
    names: tuple[Name, ...] = ()
    noun: Noun | None = None
    head: str = ""
    modifiers: tuple[str, ...] = ()
    text: str = ""
    definite: str = "bare"
    owner: str | Name | None = None
    inner: tuple[Name, ...] = ()
    qualifier: Name | None = None


class Parser:
    """Parses stretches of one text; holds its words and names in order."""

    def __init__(self, text: str, tokens: Sequence[Token], names: Sequence[Name]) -> None:
        self.text = text
        self.tokens = tokens
        self.names = names
        self._starts = [token.start for token in tokens]
        self._name_starts = [name.first for name in names]

    def tokens_between(self, start: int, end: int) -> tuple[int, int]:
        """Indices of the first token at or after ``start`` and of the first at or after ``end``."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    def names_between(self, first: int, stop: int) -> list[Name]:
        """Names whose tokens all lie in ``[first, stop)``."""
        at = bisect_left(self._name_starts, first)
        found = []
        while at < len(self.names) and self.names[at].first < stop:
            if self.names[at].last < stop:
                found.append(self.names[at])
            at += 1
        return found

    def names_from(self, first: int, stop: int) -> list[Name]:
        """Names that begin in ``[first, stop)``."""
        low, high = bisect_left(self._name_starts, first), bisect_left(self._name_starts, stop)
        return list(self.names[low:high])

    def parse(self, start: int, end: int) -> Mention:
        """The mention that ``text[start:end]`` is."""
        first, stop = self._trim(*self.tokens_between(start, end))
        if first >= stop:
            return Mention(start, end, Shape.EMPTY)
        lowers = [token.lower for token in self.tokens[first:stop]]
        pronoun = _PERSONAL.get(lowers[0])
        if pronoun and len([word for word in lowers if word[0].isalnum()]) == 1:
            return Mention(start, end, Shape.PRONOUN, pronoun=pronoun, text=self.text[start:end])
        return self._phrase(start, end, first, stop)

    def _trim(self, first: int, stop: int) -> tuple[int, int]:
        """Leave out marks at both ends and small words in front, such as *according to* leaves behind."""
        while first < stop and self.tokens[first].text[0] in _MARKS:
            first += 1
        while stop > first and self.tokens[stop - 1].text[0] in _MARKS:
            stop -= 1
        while stop - first > 1 and self._is_leading(first):
            first += 1
        return first, stop

    def _is_leading(self, at: int) -> bool:
        return self.tokens[at].lower in _LEADING and self.tokens[at + 1].lower not in ("least", "shy", "one")

    def _phrase(self, start: int, end: int, first: int, stop: int) -> Mention:
        names = self.names_between(first, stop)
        cut = self._head_end(first, stop, names)
        heads = self._head_names(first, cut, stop, names)
        if not heads:
            author = author_of(self.tokens, self._last_word(first, cut), stop, names)
            if author is not None:
                return Mention(start, end, Shape.DOCUMENT, names=(author,), text=self.text[start:end])
        if heads:
            shape = Shape.NAMES if len(heads) > 1 else Shape.NAME
            return Mention(start, end, shape, names=heads, text=self.text[start:end])
        return self._description(start, end, first, cut, stop, names)

    def _head_end(self, first: int, stop: int, names: Sequence[Name]) -> int:
        """One past the last token of the first noun phrase: up to a mark or preposition outside a name."""
        inside = {at for name in names for at in range(name.first, name.last + 1)}
        for at in range(first, stop):
            if at in inside:
                continue
            token = self.tokens[at]
            if at > first and (token.text in ",;:(—–-" or token.lower in _BREAKS):
                return at
            if at - first >= 1 and self._is_participle(at):
                return at
        return stop

    def _is_participle(self, at: int) -> bool:
        """Whether a participle ends the phrase: *a video [released by …]*."""
        token = self.tokens[at]
        return (
            not token.capital
            and (token.lower in _BEHIND_NOUN or self._reads_as_participle(token.lower))
            and compound_noun(self.tokens[at - 1].lower) is not None
        )

    def _reads_as_participle(self, word: str) -> bool:
        return _PARTICIPLE.match(word) is not None and compound_noun(word) is None

    def _head_names(self, first: int, cut: int, stop: int, names: Sequence[Name]) -> tuple[Name, ...]:
        """The names that are the holder: the last word of the head phrase, or set beside it by a comma."""
        heads = [name for name in names if name.first < cut]
        last = self._last_word(first, cut)
        if (heads and heads[-1].last == last and not heads[-1].possessive) or self._whole_possessive(
            heads, last, stop
        ):
            if heads[-1].kind == DEMONYM:
                return ()
            return self._coordinated(first, heads)
        return self._apposed(first, cut, stop, names)

    def _whole_possessive(self, heads: Sequence[Name], last: int, stop: int) -> bool:
        return bool(heads) and heads[-1].last == last and last == stop - 1

    def _last_word(self, first: int, cut: int) -> int:
        at = cut - 1
        while at > first and (
            self.tokens[at].text[0] in _MARKS
            or self.tokens[at].lower in ("himself", "itself", "herself", "himself")
        ):
            at -= 1
        return at

    def _coordinated(self, first: int, heads: Sequence[Name]) -> tuple[Name, ...]:
        """The head name with those that *and* joins to it."""
        together = [heads[-1]]
        for name in reversed(heads[:-1]):
            between = [token.lower for token in self.tokens[name.last + 1 : together[-1].first]]
            if name.possessive or not between or between[0] not in ("and", ",", "&", "or"):
                break
            together.append(name)
        return tuple(reversed(together))

    def _apposed(self, first: int, cut: int, stop: int, names: Sequence[Name]) -> tuple[Name, ...]:
        """The person or outlet in *the leader of X, Ida Holm,* or *a satire site, Wump.com,*."""
        head = compound_noun(self.tokens[self._last_word(first, cut)].lower)
        if head is None:
            return self._apposed_to_unknown(cut, stop, names)
        for at, name in enumerate(names):
            if name.first < cut or not (self._is_set_beside(name, first) or self._goes_on(name, cut)):
                continue
            if head.plural:
                listed = self._listed(names[at:], stop)
                return listed if len(listed) > 1 else ()
            after = self.tokens[name.last + 1].text if name.last + 1 < stop else ","
            if after in (",", "—", "–", ")", "(", "”", '"') and _agree(head, name):
                return (name,)
        return ()

    def _apposed_to_unknown(self, cut: int, stop: int, names: Sequence[Name]) -> tuple[Name, ...]:
        """A person's name between commas behind a noun that no list knows: *the wherryman, Ida Holm,*."""
        for name in names:
            if name.first == cut + 1 and self.tokens[cut].text == "," and name.kind == PERSON:
                after = self.tokens[name.last + 1].text if name.last + 1 < stop else ","
                return (name,) if after == "," else ()
        return ()

    def _goes_on(self, name: Name, cut: int) -> bool:
        """Whether a title leads up to a name: *secretary of state Ida Holm*, *manager for sales Ida Holm*."""
        between = self.tokens[cut : name.first]
        is_person = name.kind == PERSON or (name.kind == UNKNOWN and name.last > name.first)
        return (
            1 < len(between) < 4
            and between[0].lower in ("of", "for")
            and not any(token.capital for token in between)
            and (is_person and all(token.text.isalpha() for token in between))
            and not any(token.lower in _ARTICLES for token in between)
        )

    def _is_set_beside(self, name: Name, first: int) -> bool:
        """Whether a comma, dash, title, *named* or *such as* puts a name beside the noun before it."""
        at = name.first - 1
        while name.title is not None and at > first and self.tokens[at].start >= name.full_start:
            at -= 1
        while at > first and self.tokens[at].text in ("“", '"', "the", "The", "‘"):
            at -= 1
        before = self.tokens[at]
        if at <= first:
            return False
        return (
            before.text in (",", "—", "–", "(", ":")
            or before.lower in ("named", "called", "like")
            or (before.lower == "as" and self.tokens[at - 1].lower in ("such", "identified", "only"))
            or (name.title is not None and self.tokens[at].lower not in _BREAKS)
        )

    def _listed(self, names: Sequence[Name], stop: int) -> tuple[Name, ...]:
        """Names joined by commas and *and* up to the end of the source."""
        listed = [names[0]]
        for name in names[1:]:
            between = [token.lower for token in self.tokens[listed[-1].last + 1 : name.first]]
            if name.kind == PLACE and between == ["of"]:
                continue
            if not between or any(
                word not in _LINKS and word != "of" and word not in words().countries for word in between[-2:]
            ):
                return ()
            listed.append(name)
        return tuple(listed) if stop - listed[-1].last <= 5 else ()

    def _description(
        self, start: int, end: int, first: int, cut: int, stop: int, names: Sequence[Name]
    ) -> Mention:
        last = self._last_word(first, cut)
        lowers = [token.lower for token in self.tokens[first : last + 1]]
        owner = self._owner(first, last, names)
        definite = _definiteness(lowers, owner)
        head = lowers[-1]
        return Mention(
            start,
            end,
            Shape.DESCRIPTION,
            noun=compound_noun(head),
            head=head,
            modifiers=tuple(word for word in lowers[:-1] if word not in _ARTICLES),
            text=self._own_words(first, stop),
            definite=definite,
            owner=owner,
            inner=tuple(names),
            qualifier=next((name for name in names if name.last < last and not name.possessive), None),
        )

    def _owner(self, first: int, last: int, names: Sequence[Name]) -> str | Name | None:
        word = self.tokens[first].lower
        if word in _OWNERS and first < last:
            return _PERSONAL[word]
        owners = [name for name in names if name.possessive and name.last < last]
        return owners[0] if owners else None

    def _own_words(self, first: int, stop: int) -> str:
        """The description without its relative clause and without what a comma sets beside it."""
        at = first
        while at < stop:
            token = self.tokens[at]
            if at > first and (
                token.text in (";", "—") or (token.text == "," and not self._before_place(at, stop))
            ):
                break
            if at > first and token.lower in ("who", "which", "whom") and self.tokens[at - 1].text == ",":
                break
            at += 1
        if (
            at - first > 1
            and self.tokens[first].lower in ("any", "no")
            and self.tokens[first + 1].lower != "one"
        ):
            first += 1
        piece = self.text[self.tokens[first].start : self.tokens[at - 1].end]
        return " ".join(piece.split()).strip(_MARKS)

    def _before_place(self, at: int, stop: int) -> bool:
        """Whether the comma stands inside a place: *Frisco, Texas*."""
        after = self.names_between(at + 1, stop)
        return (
            bool(after)
            and after[0].first == at + 1
            and after[0].kind == PLACE
            and self.tokens[at - 1].capital
        )

    def head_words(self, start: int, end: int) -> tuple[int, int]:
        """First and one past the last token of the first noun phrase of a source."""
        first, stop = self._trim(*self.tokens_between(start, end))
        if first >= stop:
            return first, first
        cut = self._head_end(first, stop, self.names_between(first, stop))
        return first, self._last_word(first, cut) + 1


def _agree(head: Noun, name: Name) -> bool:
    """Whether a noun and a name beside it can be the same."""
    if head.kind == PERSON:
        return name.kind in (PERSON, UNKNOWN) or first_name_gender(name.key[0]) is not None
    if head.kind in (OUTLET, ORGANISATION):
        return name.kind in (OUTLET, ORGANISATION, UNKNOWN)
    return head.kind == DOCUMENT and name.kind == OUTLET


def _definiteness(lowers: Sequence[str], owner: str | Name | None) -> str:
    if owner is not None:
        return "owned"
    if lowers[0] in _DEFINITE:
        return "the"
    return "new" if lowers[0] in _NEW or lowers[0][0].isdigit() else "bare"
