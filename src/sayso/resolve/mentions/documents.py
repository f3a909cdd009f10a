"""Whose a document is: *a report by Orel News*, *a post on the site wump.com*, *a letter from Holm*."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.resolve.names import Name
from sayso.resolve.names.kinds import DEMONYM, PLACE
from sayso.resolve.names.tokens import Token
from sayso.resolve.people import DOCUMENT, compound_noun, listed, words

_NOT_BY_AUTHOR = listed("not_by_author")
_BROUGHT_OUT = listed("brought_out")
_BEFORE_AUTHOR = frozenset(("by", "in", "on", "from"))
_LONGEST_WAY = 8  # tokens between the preposition and the name
_STOPS_WAY = frozenset(("who", "that", "which", "whose", "where", "when", "to", "with", "about", "and"))
_AFTER_AUTHOR = frozenset((",", ".", "(", "of", "and", "on", "in", "from", "that", "which"))


def author_of(tokens: Sequence[Token], head: int, stop: int, names: Sequence[Name]) -> Name | None:
    """The person, outlet or organisation under whose name a document goes, or None.

    Args:
        tokens: The words of the text.
        head: Index of the head noun.
        stop: One past the last token of the source.
        names: The names inside the source.
    """
    noun = compound_noun(tokens[head].lower)
    if noun is None or noun.kind != DOCUMENT or noun.word in _NOT_BY_AUTHOR:
        return None
    start = _way_start(tokens, head + 1, stop)
    if start is None:
        return None
    for name in names:
        if name.first < start or name.possessive or name.kind in (PLACE, DEMONYM):
            continue
        way = tokens[start : name.first]
        after = tokens[name.last + 1] if name.last + 1 < stop else None
        is_near = len(way) <= _LONGEST_WAY and _STOPS_WAY.isdisjoint(token.lower for token in way)
        return name if is_near and (after is None or _can_follow(after)) else None
    return None


def _way_start(tokens: Sequence[Token], at: int, stop: int) -> int | None:
    """One past the preposition that leads to the author: *by*, *published in*, *Nov. 9 in*."""
    for place in range(at, min(at + 5, stop)):
        word = tokens[place].lower
        if word in _BEFORE_AUTHOR:
            return place + 1
        if not (word in _BROUGHT_OUT or word in words().dates or word.isdigit() or word == "."):
            return None
    return None


def _can_follow(token: Token) -> bool:
    return token.text in _AFTER_AUTHOR or token.lower in words().dates or token.lower in _BROUGHT_OUT
