"""A source's words become a mention: a pronoun, a name, several names, or a description with its head noun."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sayso.resolve.names import DEMONYM, ORGANISATION, OUTLET, PERSON, PLACE, UNKNOWN, Name, Token
from sayso.resolve.people import DOCUMENT, EITHER, GROUP, HE, SHE, Noun, compound_noun, words


class Shape(StrEnum):
    """How a mention points to its holder."""

    PRONOUN = "pronoun"
    NAME = "name"
    NAMES = "names"
    DESCRIPTION = "description"
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
_BREAKS = frozenset(
    "of for with at in from on by who whom which that whose where to near including such as like "
    "about against under over into between among inside outside around across via per while when because than "
    "is are was were has have had said says".split()
)
_LEADING = frozenset("by from among even only at both on in to with for as per just and but not either".split())
_ARTICLES = frozenset("the a an".split())
_DEFINITE = frozenset("the this that these those".split())
_OWNERS = frozenset("his her their its my our your".split())
_NEW = frozenset("a an another some several many most few two three four five six one any no all other".split())
_PARTICIPLE = re.compile(r"[a-z]{3,}(?:ed|ing)$|(?:known|seen|held|made|taken|shown|sent|written|given|led)$")
_MARKS = "\"'“”‘’«»[](){}.,;:—–-*| \t\n"
# A campaign, government and so on that belongs to a named person or state is itself named.
_NAMED_BY_OWNER = frozenset(
    "campaign government administration ministry police army military navy parliament legislature senate "
    "department office committee commission council court embassy board foundation team regime tribunal party "
    "university hospital health-department".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """What the words of a source come to.

    Attributes:
        start: First code point of the source.
        end: One past its last.
        shape: How it points to its holder.
        pronoun: For a pronoun, its class: ``he``, ``she``, ``they``, ``it``, ``i``, ``we``, ``you`` or ``who``.
        names: The names that are the holder itself, for a name or several.
        noun: Head noun of a description, where a list knows it.
        head: Head word of a description, lower case.
        modifiers: Other words of the description, lower case.
        text: A description as the article writes it, cut before its relative clause; else the source.
        definite: ``the``, ``new`` (*a*, *some*, *two*), ``owned`` (*his*, *Holm's*) or ``bare``.
        owner: For an owned description, the pronoun class or the name that owns it.
        inner: Names inside a description that are not the holder itself.
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
        while stop - first > 1 and self.tokens[first].lower in _LEADING:
            first += 1
        return first, stop

    def _phrase(self, start: int, end: int, first: int, stop: int) -> Mention:
        names = self.names_between(first, stop)
        cut = self._head_end(first, stop, names)
        heads = self._head_names(first, cut, stop, names)
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
            if at - first >= 2 and not token.capital and _PARTICIPLE.match(token.lower):
                if compound_noun(token.lower) is None and self._ends_phrase(at - 1):
                    return at
        return stop

    def _ends_phrase(self, at: int) -> bool:
        return compound_noun(self.tokens[at].lower) is not None

    def _head_names(self, first: int, cut: int, stop: int, names: Sequence[Name]) -> tuple[Name, ...]:
        """The names that are the holder: the last word of the head phrase, or set beside it by a comma."""
        heads = [name for name in names if name.first < cut]
        last = self._last_word(first, cut)
        if heads and heads[-1].last == last and not heads[-1].possessive or self._whole_possessive(heads, last, stop):
            if heads[-1].kind == DEMONYM:
                return ()
            return self._coordinated(first, heads)
        return self._apposed(first, cut, stop, names)

    def _whole_possessive(self, heads: Sequence[Name], last: int, stop: int) -> bool:
        return bool(heads) and heads[-1].last == last and last == stop - 1

    def _last_word(self, first: int, cut: int) -> int:
        at = cut - 1
        while at > first and (self.tokens[at].text[0] in _MARKS or self.tokens[at].lower in ("himself", "itself", "herself", "himself")):
            at -= 1
        return at

    def _coordinated(self, first: int, heads: Sequence[Name]) -> tuple[Name, ...]:
        """The head name with those that *and* joins to it."""
        together = [heads[-1]]
        for name in reversed(heads[:-1]):
            between = [token.lower for token in self.tokens[name.last + 1 : together[-1].first]]
            joined = [word for word in between if word in ("and", ",", "&", "or")]
            if name.possessive or not joined or ("and" not in between and "," not in between):
                break
            together.append(name)
        return tuple(reversed(together))

    def _apposed(self, first: int, cut: int, stop: int, names: Sequence[Name]) -> tuple[Name, ...]:
        """The person or outlet in *the leader of X, Ida Holm,* or *a satire site, Wump.com,*."""
        head = compound_noun(self.tokens[self._last_word(first, cut)].lower)
        if head is None:
            return ()
        for name in names:
            before = self.tokens[name.first - 1] if name.first > first else None
            starts = before is not None and before.text in (",", "—", "–", "(", ":")
            titled = name.title is not None and before is not None
            if not (starts or titled) or name.first < cut:
                continue
            after = self.tokens[name.last + 1].text if name.last + 1 < stop else ","
            if after in (",", "—", "–", ")", "(") and _agree(head, name):
                return (name,)
        return ()

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
            if at > first and (token.text in (",", ";", "—", "(") or token.lower in ("who", "which", "whom", "whose")):
                break
            at += 1
        piece = self.text[self.tokens[first].start : self.tokens[at - 1].end]
        if self.tokens[at - 1].possessive and at < stop:
            piece = self.text[self.tokens[first].start : self.tokens[at - 1].end]
        return " ".join(piece.split()).strip(_MARKS)


def _agree(head: Noun, name: Name) -> bool:
    """Whether a noun and a name beside it can be the same."""
    if head.kind == PERSON:
        return name.kind in (PERSON, UNKNOWN)
    if head.kind in (OUTLET, ORGANISATION):
        return name.kind in (OUTLET, ORGANISATION, UNKNOWN)
    return head.kind == DOCUMENT and name.kind == OUTLET


def _definiteness(lowers: Sequence[str], owner: str | Name | None) -> str:
    if owner is not None:
        return "owned"
    if lowers[0] in _DEFINITE:
        return "the"
    return "new" if lowers[0] in _NEW or lowers[0][0].isdigit() else "bare"


def gender_of_mention(mention: Mention) -> str:
    """``he``, ``she`` or ``either``."""
    if mention.noun and mention.noun.gender in (HE, SHE):
        return mention.noun.gender
    return EITHER


def named_by_owner(mention: Mention) -> bool:
    """Whether a description names an organisation by whose it is: *Holm's campaign*, *the Ruthan government*."""
    if mention.head not in _NAMED_BY_OWNER and not (mention.noun and mention.noun.word in _NAMED_BY_OWNER):
        return False
    if mention.noun is not None and mention.noun.plural:
        return False
    inner = [name for name in mention.inner if name.end <= mention.start + len(mention.text) + 4]
    return bool(inner) or any(word in words().demonyms for word in mention.modifiers)


__all__ = ["GROUP", "PLACE", "Mention", "Parser", "Shape", "gender_of_mention", "named_by_owner"]
