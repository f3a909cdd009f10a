"""Words that lead up to a noun for people become the bounds of a description: *a young boy*."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.resolve.names.tokens import Token
from sayso.resolve.people import GROUP, PERSON, compound_noun, listed

_DETERMINERS = listed("determiners")
_QUANTITIES = listed("quantities")
_NOT_BEFORE_NOUN = listed("not_before_noun")
_VERBS = listed("verbs")
_LINKS = frozenset(
    ("like", "that", "then", "how", "why", "what", "where", "so", "out", "up", "back", "never", "also")
)
_MOST_ADJECTIVES = 3


def starts_description(tokens: Sequence[Token], at: int) -> int | None:
    """Where a description of people begins that ends with the noun at ``at``, or None."""
    token = tokens[at]
    if token.capital or len(token.lower) < 3:
        return None
    found = compound_noun(token.lower)
    if (
        found is None
        or found.kind not in (PERSON, GROUP)
        or (found.kind == GROUP and token.lower in _QUANTITIES)
    ):
        return None
    follower = tokens[at + 1] if at + 1 < len(tokens) else None
    if (
        follower
        and not follower.capital
        and (after := compound_noun(follower.lower))
        and after.kind == PERSON
    ):
        return None
    for start in range(at - 1, max(-1, at - 6), -1):
        word = tokens[start]
        if word.lower in _DETERMINERS:
            return start
        if not word.text[0].isalnum() or word.lower in _NOT_BEFORE_NOUN:
            return _bare_start(tokens, start + 1, at) if found.plural else None
    return None


def _bare_start(tokens: Sequence[Token], start: int, at: int) -> int:
    """Where a description without a determiner begins: only words that read as adjectives go with it."""
    first = at
    while first > max(start, at - _MOST_ADJECTIVES) and not _reads_as_verb(tokens[first - 1]):
        first -= 1
    return first


def _reads_as_verb(token: Token) -> bool:
    """Whether a word before a bare plural is rather a verb or an adverb: *citing officials*."""
    word = token.lower
    if token.capital:
        return compound_noun(word) is not None
    return word.endswith(("ing", "ed", "ly", "s")) or word in _VERBS or word in _LINKS
