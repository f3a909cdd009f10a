"""Voices: the sources of a ledger, and holders of one description who cannot be told across articles.

A voice is the number of a source, or none with a description and an identity; see :mod:`sayso.ledger.tally`,
which counts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, literal_column, select, union_all

from sayso.ledger import schema
from sayso.ledger.tally import EVERYWHERE, NO_SOURCE, What
from sayso.records import Identity

_ROWS = schema.attribution.c
_TALLY = schema.tally.c
_LABEL: ColumnElement[str] = literal_column(schema.VOICE_LABEL)
_IDENTITY: ColumnElement[str] = literal_column(schema.VOICE_IDENTITY)
# Identities of voices; what was not judged has none.
_IDENTITIES = (*(one.value for one in Identity), "")


class Voice(NamedTuple):
    """A voice with how often it speaks, in how many outlets, and its first and last places."""

    source_id: int
    label: str
    identity: str
    n: int
    n_outlets: int
    first: int | None
    last: int | None


def order(voices: Any) -> tuple[ColumnElement[Any], ...]:
    """The most frequent first."""
    return voices.n.desc(), voices.source_id, voices.label, voices.identity


def most(
    outlets: Sequence[int] | None, identity: str | None, limit: int, *, skip: int = 0
) -> Select[tuple[Any, ...]]:
    """The voices that are counted most often, in all outlets or in some, after as many to leave out."""
    scopes = [EVERYWHERE] if outlets is None else list(outlets)
    voice = (_TALLY.source_id, _TALLY.label, _TALLY.identity)
    is_voice = (_TALLY.what == What.VOICE.value, _TALLY.n > 0)
    if len(scopes) > 1:
        n = func.sum(_TALLY.n).label("n")
        every = select(*voice, n).where(*is_voice, _TALLY.outlet_id.in_(scopes)).group_by(*voice)
        if identity is not None:
            every = every.where(_TALLY.identity == identity)
        found = every.subquery()
    else:  # the index gives the most frequent of each identity
        every_first = [
            select(*voice, _TALLY.n)
            .where(*is_voice, _TALLY.outlet_id == scopes[0], _TALLY.identity == one)
            .order_by(*order(_TALLY))
            .limit(skip + limit)
            .subquery()
            for one in (_IDENTITIES if identity is None else (identity,))
        ]
        found = union_all(*map(select, every_first)).subquery()
    return select(found).order_by(*order(found.c)).limit(limit).offset(skip)


def of_rows() -> tuple[ColumnElement[int], ColumnElement[str], ColumnElement[str]]:
    """The voice of a row: source, label and identity."""
    is_told = _ROWS.source_id.is_not(None)
    return (
        func.coalesce(_ROWS.source_id, NO_SOURCE).label("source_id"),
        case((is_told, ""), else_=_LABEL).label("label"),
        case((is_told, Identity.NAMED.value), else_=_IDENTITY).label("identity"),
    )


def of_source(source_id: ColumnElement[int] | int) -> tuple[ColumnElement[bool], ...]:
    """What the rows of a voice are like that is a source."""
    return _ROWS.live, _ROWS.source_id == source_id


def of_description(
    label: ColumnElement[str], identity: ColumnElement[str]
) -> tuple[ColumnElement[bool], ...]:
    """What the rows of a voice are like that is none."""
    # SQLite's index over expressions answers to expressions only: columns want their own kind of value.
    same = (label.concat("") == _LABEL, identity.concat("") == _IDENTITY)
    return _ROWS.live, _ROWS.source_id.is_(None), *same
