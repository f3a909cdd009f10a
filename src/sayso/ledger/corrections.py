"""What people say over what the reader said: rows of their own, shown on top, undone one by one.

A correction is tied to the words it is about. When an article is read again, or comes in a new version, it
goes to the attribution whose cue and content say the same; where these words no longer stand it is orphaned:
kept and listed, but applied to nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from sayso.errors import NotFound, UsageError
from sayso.ledger import schema
from sayso.ledger.columns import JUDGEMENTS, judged_columns, rewrite_channels, words_column
from sayso.ledger.load import load_attribution
from sayso.ledger.sources import source_id, top
from sayso.ledger.text import storable, unpack
from sayso.records import (
    Attribution,
    Certainty,
    Channel,
    Due,
    HolderType,
    Identity,
    Kind,
    Polarity,
    Reading,
    Role,
    Span,
    Stance,
)

VERDICT = "verdict"
VERDICTS = ("accepted", "rejected")
_CLOSED: Mapping[str, tuple[str, ...]] = {
    VERDICT: VERDICTS,
    "identity": tuple(Identity),
    "type": tuple(HolderType),
    "stance": tuple(Stance),
    "certainty": tuple(Certainty),
    "polarity": tuple(Polarity),
    "kind": tuple(Kind),
}
_SPANS = tuple(role.value for role in Role)
FIELDS = (*_CLOSED, "holder", "via", "due", *_SPANS)
# An attribution of another reading is the same when its content shares this much of its words (Jaccard).
_SAME_CONTENT = 0.6


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that somebody put right.

    Attributes:
        id: Its number.
        attribution_id: The attribution it stands on now; None while its words stand nowhere (orphaned).
        article_id: The article.
        field: What it changes: one of :data:`FIELDS`.
        old: What stood before: a word, a list of names, a list of offsets, or None.
        new: What stands instead.
        words: The cue and content it is about.
        who: Who made it.
        why: The reason given, or None.
        made_at: UTC time as ISO 8601.
        undone_at: When it was taken back, or None.
        undone_by: By whom, or None.
    """

    id: int
    attribution_id: int | None
    article_id: int
    field: str
    old: Any
    new: Any
    words: str
    who: str
    why: str | None
    made_at: str
    undone_at: str | None
    undone_by: str | None

    @property
    def is_orphaned(self) -> bool:
        """Whether it is in force but applies to nothing."""
        return self.undone_at is None and self.attribution_id is None


def correct(
    connection: Connection,
    attribution_id: int,
    changes: Mapping[str, Any],
    *,
    who: str,
    why: str | None,
    now: str,
) -> list[int]:
    """Put an attribution right.

    Args:
        connection: In a transaction.
        attribution_id: Its number.
        changes: For each field, what stands instead: a value of the contract for judgements, ``accepted``
            or ``rejected`` for ``verdict``, a name or None for ``holder``, names for ``via``, words of the
            content or None for ``due``, lists of offsets for ``source``, ``cue`` and ``content``.
        who: Who says so.
        why: Why.
        now: UTC time as ISO 8601.

    Returns:
        Numbers of the corrections.

    Raises:
        NotFound: There is no such attribution.
        UsageError: A field or a value cannot be.
    """
    standing = _standing(connection, attribution_id)
    made = []
    for field, value in changes.items():
        new = _checked(field, value, standing)
        row = {
            "article_id": standing.article_id,
            "attribution_id": attribution_id,
            "anchor": json.dumps(_anchor(standing.original)),
            "field": field,
            "old": json.dumps(standing.values()[field]),
            "new": json.dumps(new),
            "who": storable(who),
            "why": None if why is None else storable(why),
            "made_at": now,
        }
        made.append(
            int(
                connection.execute(
                    insert(schema.correction).returning(schema.correction.c.id), row
                ).scalar_one()
            )
        )
    apply(connection, attribution_id)
    return made


def undo(connection: Connection, correction_id: int, *, who: str, now: str) -> Correction:
    """Take a correction back; what it covered stands again.

    Raises:
        NotFound: There is none of this number.
        UsageError: It was taken back before.
    """
    found = history(connection, correction_id=correction_id)
    if not found:
        raise NotFound(f"there is no correction {correction_id}; `sayso history` lists them")
    if found[0].undone_at is not None:
        raise UsageError(f"correction {correction_id} was undone on {found[0].undone_at[:10]} already")
    columns = schema.correction.c
    connection.execute(
        update(schema.correction)
        .where(columns.id == correction_id)
        .values(undone_at=now, undone_by=storable(who))
    )
    if found[0].attribution_id is not None:
        apply(connection, found[0].attribution_id)
    return history(connection, correction_id=correction_id)[0]


def history(
    connection: Connection,
    *,
    attribution_id: int | None = None,
    article_id: int | None = None,
    correction_id: int | None = None,
    orphaned: bool = False,
    limit: int | None = None,
) -> list[Correction]:
    """Corrections, the latest first; all of them, or those of an attribution or article."""
    columns = schema.correction.c
    asked = select(schema.correction).order_by(columns.id.desc())
    for column, value in (
        (columns.attribution_id, attribution_id),
        (columns.article_id, article_id),
        (columns.id, correction_id),
    ):
        if value is not None:
            asked = asked.where(column == value)
    if orphaned:
        asked = asked.where(columns.attribution_id.is_(None), columns.undone_at.is_(None))
    return [_to_correction(row) for row in connection.execute(asked.limit(limit))]


def apply(connection: Connection, attribution_id: int) -> None:
    """Make the columns of an attribution say what stands: the reader's word and the corrections over it."""
    standing = _standing(connection, attribution_id)
    attribution = standing.attribution
    row = {
        **judged_columns(attribution),
        **standing.holder_columns(connection),
        "verdict": standing.verdict,
        "corrected": bool(standing.corrections),
        "live": standing.is_current and standing.verdict != "rejected",
    }
    connection.execute(
        update(schema.attribution)
        .where(schema.attribution.c.id == attribution_id)
        .values(**row, **words_column(connection, row))
    )
    rewrite_channels(connection, attribution_id, attribution.channels)


def reapply(connection: Connection, article_id: int, reading_id: int, reading: Reading) -> None:
    """Carry the corrections of an article over to its new reading."""
    columns = schema.correction.c
    asked = (
        select(schema.correction)
        .where(columns.article_id == article_id, columns.undone_at.is_(None))
        .order_by(columns.id)
    )
    rows = connection.execute(asked).all()
    if not rows:
        return
    numbers = connection.execute(
        select(schema.attribution.c.local_id, schema.attribution.c.id).where(
            schema.attribution.c.reading_id == reading_id
        )
    )
    number_of = {row.local_id: row.id for row in numbers}
    touched = set()
    for row in rows:
        found = find_again(json.loads(row.anchor), reading.attributions)
        number = number_of[found.id] if found else None
        connection.execute(
            update(schema.correction).where(columns.id == row.id).values(attribution_id=number)
        )
        touched.add(number)
    for number in sorted(filter(None, touched)):
        apply(connection, number)


def find_again(anchor: Mapping[str, Any], attributions: Sequence[Attribution]) -> Attribution | None:
    """The attribution that an anchor is about, in another reading of its article: the same words as cue, and
    most of the same words as content; of several the one that stands nearest to the old place."""
    content = _bag(piece[2] for piece in anchor["content"])
    start = anchor["cue"][0][0] if anchor["cue"] else anchor["content"][0][0]
    cue = [piece[2] for piece in anchor["cue"]]
    found = []
    for one in attributions:
        other = _bag(span.exact for span in one.content)
        share = len(content & other) / max(1, len(content | other))
        if [span.exact for span in one.cue] == cue and share >= _SAME_CONTENT:
            found.append((abs(one.start - start), one.start, one))
    return min(found, key=lambda item: item[:2])[2] if found else None


def _bag(pieces: Any) -> set[str]:
    return {word for piece in pieces for word in piece.casefold().split()}


def _anchor(attribution: Attribution) -> dict[str, Any]:
    return {
        role.value: [[span.start, span.end, span.exact] for span in attribution.spans(role)] for role in Role
    }


def _to_correction(row: Row[Any]) -> Correction:
    anchor = json.loads(row.anchor)
    return Correction(
        row.id,
        row.attribution_id,
        row.article_id,
        row.field,
        json.loads(row.old) if row.old else None,
        json.loads(row.new) if row.new else None,
        " ".join(piece[2] for role in ("cue", "content") for piece in anchor[role]),
        row.who,
        row.why,
        row.made_at,
        row.undone_at,
        row.undone_by,
    )


@dataclass
class _Standing:
    """An attribution as it stands: what the reader said, and the corrections over it in their order."""

    article_id: int
    text: str
    is_current: bool
    original: Attribution
    attribution: Attribution
    reading_id: int
    holder: str | None
    corrections: list[Row[Any]]
    verdict: str | None = None
    holder_corrected: bool = False

    def values(self) -> dict[str, Any]:
        """What stands, in the form that corrections have."""
        attribution = self.attribution
        return {
            VERDICT: self.verdict,
            **{name: getattr(attribution, name) for name in JUDGEMENTS},
            "holder": self.holder,
            "via": list(attribution.via),
            "due": attribution.due.span.exact if attribution.due else None,
            **{role.value: [[span.start, span.end] for span in attribution.spans(role)] for role in Role},
        }

    def put(self, field: str, value: Any) -> None:
        """Lay one correction over what stands."""
        if field == VERDICT:
            self.verdict = value
        elif field == "holder":
            self.holder, self.holder_corrected = value, True
            if value is None:
                self.attribution = replace(self.attribution, identity=Identity.NONE, type=HolderType.NONE)
        else:
            self.attribution = _LAY[field](self, value)

    def holder_columns(self, connection: Connection) -> dict[str, Any]:
        """The columns that name the holder."""
        if not self.holder:
            return {"holder": None, "entity_id": None, "source_id": None}
        columns = schema.entity.c
        same = select(columns.id, columns.source_id).where(
            columns.reading_id == self.reading_id, columns.name == storable(self.holder)
        )
        found = connection.execute(same.order_by(columns.id)).first()
        source = found.source_id if found else None
        if source is None and self.holder_corrected and self.attribution.identity is Identity.NAMED:
            type_ = self.attribution.type or HolderType.PERSON
            source = top(connection, source_id(connection, storable(self.holder), type_.value, ""))
        return {
            "holder": storable(self.holder),
            "entity_id": found.id if found else None,
            "source_id": source,
        }


def _closed(name: str, kind: Callable[[str], Any]) -> Callable[[_Standing, Any], Attribution]:
    def lay(standing: _Standing, value: Any) -> Attribution:
        changed: dict[str, Any] = {name: kind(value)}
        return replace(standing.attribution, **changed)

    return lay


def _lay_via(standing: _Standing, value: Sequence[str]) -> Attribution:
    known = {channel.name: channel for channel in standing.original.channels}
    return replace(
        standing.attribution, channels=tuple(known.get(name, Channel(name, None)) for name in value)
    )


def _lay_due(standing: _Standing, value: str | None) -> Attribution:
    if value is None:
        return replace(standing.attribution, due=None)
    original = standing.original.due
    if original and original.span.exact == value:
        return replace(standing.attribution, due=original)
    for span in standing.attribution.content:
        if (at := standing.text.find(value, span.start, span.end)) >= 0:
            return replace(standing.attribution, due=Due(Span.of(standing.text, at, at + len(value)), ""))
    return standing.attribution


def _lay_spans(name: str) -> Callable[[_Standing, Any], Attribution]:
    def lay(standing: _Standing, value: Sequence[Sequence[int]]) -> Attribution:
        spans = tuple(Span.of(standing.text, start, end) for start, end in value if end <= len(standing.text))
        changed: dict[str, Any] = {name: spans}
        return replace(standing.attribution, **changed)

    return lay


_LAY: dict[str, Callable[[_Standing, Any], Attribution]] = {
    "identity": _closed("identity", Identity),
    "type": _closed("type", HolderType),
    "stance": _closed("stance", Stance),
    "certainty": _closed("certainty", Certainty),
    "polarity": _closed("polarity", Polarity),
    "kind": _closed("kind", Kind),
    "via": _lay_via,
    "due": _lay_due,
    **{name: _lay_spans(name) for name in _SPANS},
}


def _standing(connection: Connection, attribution_id: int) -> _Standing:
    attributions, readings, versions = schema.attribution.c, schema.reading.c, schema.version.c
    row = connection.execute(
        select(
            attributions.detail,
            attributions.reading_id,
            readings.is_current,
            versions.is_latest,
            versions.article_id,
            versions.text,
        )
        .join_from(schema.attribution, schema.reading)
        .join(schema.version)
        .where(attributions.id == attribution_id)
    ).first()
    if row is None:
        raise NotFound(
            f"there is no attribution {attribution_id}; `sayso search` lists them with their numbers"
        )
    text = unpack(row.text)
    original = load_attribution(row.detail, text)
    entities = schema.entity.c
    holder = connection.execute(
        select(entities.name).where(
            entities.reading_id == row.reading_id, entities.local_id == (original.holder or "")
        )
    ).scalar()
    columns = schema.correction.c
    corrections = list(
        connection.execute(
            select(schema.correction)
            .where(columns.attribution_id == attribution_id, columns.undone_at.is_(None))
            .order_by(columns.id)
        )
    )
    current = bool(row.is_current and row.is_latest)
    standing = _Standing(
        row.article_id, text, current, original, original, row.reading_id, holder, corrections
    )
    for one in corrections:
        standing.put(one.field, json.loads(one.new) if one.new else None)
    return standing


def _checked(field: str, value: Any, standing: _Standing) -> Any:
    """The value as a correction keeps it."""
    if field not in FIELDS:
        raise UsageError(f"{field!r} cannot be corrected; there are {', '.join(FIELDS)}")
    if field in _CLOSED:
        if value not in _CLOSED[field]:
            raise UsageError(f"{field} cannot be {value!r}; give one of {', '.join(_CLOSED[field])}")
        return str(value)
    if field == "via":
        names = [value] if isinstance(value, str) else list(value or ())
        return [name.strip() for name in names if name.strip()]
    if field in _SPANS:
        return _checked_spans(field, value, standing.text)
    if value is not None and not (isinstance(value, str) and value.strip()):
        raise UsageError(f"{field} is {value!r}; give words, or nothing for none")
    if field == "due" and value and not any(value in span.exact for span in standing.attribution.content):
        raise UsageError(
            f"due is {value!r}, which does not stand in the content; give its words as they stand there"
        )
    return value


def _checked_spans(field: str, value: Any, text: str) -> list[list[int]]:
    spans = sorted([int(start), int(end)] for start, end in value)
    if not spans and field != Role.SOURCE.value:
        raise UsageError(f"{field} cannot be empty; to drop the attribution, reject it")
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            raise UsageError(f"{field}: {start}-{end} does not lie in the text of {len(text)} characters")
    return spans
