"""What somebody types into a search box becomes a tree, and the tree what each database looks for.

Words must all stand, ``"several words"`` beside each other, ``resign*`` begins a word, ``gas OR oil`` takes
either, ``-word`` rules out. Only words of the query get through, folded and in quotation marks, so nothing
that is typed can be a command to the database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sayso.errors import UsageError
from sayso.ledger.text import storable
from sayso.ledger.words import HELD, fold

# Limits on one query: characters, terms, and characters of one folded word (PostgreSQL takes 2046 bytes).
QUERY_MAX = 1000
_TERMS_MAX = 32
_WORD_MAX = 200
# Letters that must stand before a ``*``: fewer would begin a good part of all words.
PREFIX_MIN = 3
_TERM = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?(?P<open>\*)?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand beside each other, in this order.

    Attributes:
        words: Folded, at least one.
        is_prefix: Whether the last is only the beginning of a word.
        typed: The same as typed, for SQLite, which folds words itself; without quotation marks.
    """

    words: tuple[str, ...]
    is_prefix: bool = False
    typed: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for.

    Attributes:
        groups: Of each one at least one member must stand.
        without: None of these may.
    """

    groups: tuple[tuple[Words, ...], ...]
    without: tuple[Words, ...] = ()

    @property
    def wanted(self) -> tuple[Words, ...]:
        """All that may stand, in order."""
        return tuple(term for group in self.groups for term in group)


def parse_query(text: str) -> Query:
    """Read a query.

    Args:
        text: As typed, whatever it is; a quotation mark that is not closed closes at the end.

    Raises:
        UsageError: It holds no word to look for, only ones to rule out beside ``OR``, or is too long.
    """
    if len(text) > QUERY_MAX:
        raise UsageError(f"the query has {len(text)} characters; {QUERY_MAX} is the most")
    groups: list[list[Words]] = []
    without: list[Words] = []
    joins = False
    for minus, term in _terms(text):
        if term is None:
            joins = bool(groups)
        elif minus:
            if joins:
                raise UsageError(f"{text!r}: OR stands before a word to rule out; leave out one of the two")
            without.append(term)
        elif joins:
            groups[-1].append(term)
            joins = False
        else:
            groups.append([term])
    if not groups and not without:
        raise UsageError(f"{text!r} has no word to look for; give words, or leave it out")
    if len(without) + sum(map(len, groups)) > _TERMS_MAX:
        raise UsageError(f"the query has more than {_TERMS_MAX} words and phrases; leave some out")
    return Query(tuple(map(tuple, groups)), tuple(without))


def words_query(text: str) -> Query:
    """All words of a name, in any order; nothing in it has a meaning of its own.

    Raises:
        UsageError: There is no word in it, or too many.
    """
    words = dict.fromkeys(fold(text[:QUERY_MAX]).split())
    if not 0 < len(words) <= _TERMS_MAX:
        raise UsageError(f"{text[:QUERY_MAX]!r}: give a name of 1 to {_TERMS_MAX} words")
    return Query(tuple((_checked(Words((word,))),) for word in words))


def _terms(text: str) -> Iterable[tuple[bool, Words | None]]:
    """Each term with whether it is ruled out; None stands for ``OR``."""
    for match in _TERM.finditer(text):
        raw = match["word"]
        if raw == "OR" and not match["minus"]:
            yield False, None
            continue
        is_prefix = bool(match["open"] if raw is None else raw.endswith("*"))
        typed = storable(match["phrase"] if raw is None else raw).rstrip("*")
        words = tuple(fold(typed).split())
        if words:
            yield bool(match["minus"]), _checked(Words(words, is_prefix, typed))


def _checked(term: Words) -> Words:
    if len(term.words) > _TERMS_MAX or any(len(word) > _WORD_MAX for word in term.words):
        raise UsageError(f"a word has {_WORD_MAX} letters at most, a phrase {_TERMS_MAX} words; shorten it")
    if term.is_prefix and len(term.words[-1]) < PREFIX_MIN:
        raise UsageError(f"{term.words[-1]}*: give at least {PREFIX_MIN} letters before the *")
    return term


def to_fts5(query: Query, columns: str) -> str:
    """The query for SQLite's FTS5, over some columns (their names with spaces between).

    FTS5 cannot only rule out: of a query that does, this finds what it rules out.
    """
    found = " AND ".join(f"({_any_of(group)})" for group in query.groups)
    if query.groups and query.without:
        found = f"({found}) NOT ({_any_of(query.without)})"
    return f"{{{columns}}} : ({found or _any_of(query.without)})"


def _any_of(terms: Iterable[Words]) -> str:
    return " OR ".join(map(_fts5, terms))


def _fts5(term: Words) -> str:
    typed = (term.typed or " ".join(term.words)).replace('"', " ")
    return f'"{typed}"' + (" *" if term.is_prefix else "")


def to_tsquery(query: Query, weights: str) -> str:
    """The query for PostgreSQL's contents and cues; words of a phrase stand in one part, of these weights."""
    groups = [f"({' | '.join(_tsquery(term, weights) for term in group)})" for group in query.groups]
    ruled_out = [f"!({_tsquery(term, weights)})" for term in query.without]
    return " & ".join((*groups, *ruled_out))


def to_held(query: Query) -> str:
    """The query for PostgreSQL's holders: all words of a name, as they are kept."""
    return " & ".join(f"'{HELD}{word}'" for term in query.wanted for word in term.words)


def _tsquery(term: Words, weights: str) -> str:
    last = len(term.words) - 1
    if not last:
        return f"'{term.words[0]}'{':*' if term.is_prefix else ''}"
    phrases = (
        " <-> ".join(
            f"'{word}':{'*' if term.is_prefix and at == last else ''}{weight}"
            for at, word in enumerate(term.words)
        )
        for weight in weights
    )
    return " | ".join(f"({phrase})" for phrase in phrases)
