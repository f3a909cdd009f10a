"""The nouns around a name tell what it is: *golfer Ida Holm*, *Ida Holm, the mayor of Tarn,*."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.resolve.coreference.cast import Figure
from sayso.resolve.mentions import Mention
from sayso.resolve.names import Name
from sayso.resolve.names.kinds import PLACE, UNKNOWN
from sayso.resolve.names.tokens import Token
from sayso.resolve.people import (
    EITHER,
    GROUP,
    HE,
    ORGANISATION,
    OUTLET,
    PERSON,
    SHE,
    compound_noun,
    listed,
    words,
)

_BEFORE_PLACE = frozenset(("in", "near", "outside"))
_DETERMINERS = listed("determiners")
_NOT_BEFORE_NOUN = listed("not_before_noun")
_AFTER_ROLE = listed("after_role")
_AFTER_APPOSITION = frozenset(("who", "said", "says", "told"))
_LONGEST_ROLE = 16  # tokens
_LONGEST_ROLE_CHARS = 90
_MAX_ROLES = 12


def note_context(tokens: Sequence[Token], name: Name, figure: Figure) -> tuple[int, int] | None:
    """Learn about a figure from the nouns around its name: *golfer Ida Holm*, *Ida Holm, the mayor*.

    Returns:
        First and one past the last token of what a comma sets beside the name, or None.
    """
    _note_before(tokens, name, figure)
    return _note_after(tokens, name, figure)


def note_role(figure: Figure, mention: Mention) -> None:
    """Learn what a source says in front of a name: *the association's chairman, Ida Holm*."""
    before = mention.text[: max(0, mention.names[0].full_start - mention.start)]
    role = before.strip(" ,\"“”'‘’—–-")
    last = role.rsplit(" ", 1)[-1].lower()
    found = compound_noun(last)
    if found is not None and not found.plural and len(role) <= _LONGEST_ROLE_CHARS:
        _learn(figure, found.kind, found.gender, role)


def _note_before(tokens: Sequence[Token], name: Name, figure: Figure) -> None:
    first = name.first
    if name.title is not None:
        return
    before = tokens[first - 1] if first else None
    if (
        before is None
        or before.text[0] in "\n.,;"
        or before.possessive
        or tokens[first].start - before.end > 2
    ):
        return
    if before.lower in _BEFORE_PLACE:
        _learn(figure, PLACE, EITHER, None)
    elif before.lower == "the":
        _learn(figure, ORGANISATION, EITHER, None)
    found = compound_noun(before.lower)
    if found and not found.plural and not before.capital:
        _learn(figure, found.kind, found.gender, before.lower)


def _note_after(tokens: Sequence[Token], name: Name, figure: Figure) -> tuple[int, int] | None:
    at = name.last + 1
    if at + 1 >= len(tokens) or tokens[at].text != "," or name.possessive:
        return None
    if tokens[at + 1].text.isdigit() and len(tokens[at + 1].text) < 4:
        _learn(figure, PERSON, EITHER, None)
        at += 2
        if at + 1 >= len(tokens) or tokens[at].text != ",":
            return None
    if tokens[at + 1].lower == "who":
        _learn(figure, PERSON, EITHER, None)
        return None
    return _note_apposition(tokens, at + 1, figure)


def _note_apposition(tokens: Sequence[Token], start: int, figure: Figure) -> tuple[int, int] | None:
    """*, the former vice chief of staff of the Ruthan army,*: from the head noun on, up to a mark."""
    noun_at = None
    for at in range(start, min(start + 8, len(tokens))):
        token = tokens[at]
        if not token.text[0].isalnum() or token.lower in _NOT_BEFORE_NOUN:
            break
        if at > start and token.lower in _DETERMINERS:
            break
        if compound_noun(token.lower) or token.lower in words().titles:
            noun_at = at
    if noun_at is None or tokens[start].lower.endswith(("ing", "ed")):
        return None
    if noun_at + 1 < len(tokens) and tokens[noun_at + 1].lower not in _AFTER_ROLE:
        return None
    found = compound_noun(tokens[noun_at].lower)
    stop = noun_at + 1
    while stop < len(tokens) and stop - start < _LONGEST_ROLE and _goes_on(tokens[stop]):
        stop += 1
    marked = stop == len(tokens) or tokens[stop].text in ",." or tokens[stop].lower in _AFTER_APPOSITION
    if tokens[start].lower not in _DETERMINERS and not marked:
        return None
    role = " ".join(token.text + ("'s" if token.possessive else "") for token in tokens[start:stop])
    _learn(figure, found.kind if found else PERSON, found.gender if found else EITHER, role)
    return start, stop


def _goes_on(token: Token) -> bool:
    return token.text[0].isalnum() and token.lower not in _AFTER_APPOSITION and token.lower != "that"


def _learn(figure: Figure, kind: str, gender: str, role: str | None) -> None:
    if kind in (PERSON, OUTLET, ORGANISATION, PLACE) and figure.kind == UNKNOWN:
        figure.kind = kind
    if kind == OUTLET and figure.kind == ORGANISATION and len(figure.key) == 1:
        figure.kind = OUTLET
    if gender in (HE, SHE) and figure.gender == EITHER and kind == PERSON:
        figure.gender = gender
    if role and role not in figure.roles and len(figure.roles) < _MAX_ROLES and figure.kind not in (GROUP,):
        figure.roles.append(role)
