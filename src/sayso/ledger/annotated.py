"""Folders that people annotated in brat come into a ledger: as corrections, or as a reading of their own.

Where every annotation is of an attribution that the ledger has, the differences are corrections of it. Where
somebody marked what no reader found, all annotations together are a reading by ``brat``, which no machine's
reading takes the place of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from sayso import __version__
from sayso.errors import InputError, LedgerError, UsageError
from sayso.ledger.brat_events import Event, joined, parse_events, pieces_in_lines
from sayso.ledger.corrections import correct
from sayso.ledger.engine import writing_to
from sayso.ledger.hand_reading import reading_by_hand
from sayso.ledger.imported_article import Brought
from sayso.ledger.store import Outcome, put_reading
from sayso.ledger.takeout import taken_of_text
from sayso.ledger.text import in_one_line
from sayso.ledger.upheld import Upheld, uphold
from sayso.records import Article, Attribution, AttributionId, Failure, Role

WHY = "annotated in brat"
# An annotation is of an attribution when they share this much of the characters of their cues and contents.
_SAME = 0.3


def bring_folder(engine: Engine, folder: Path, *, who: str, now: str) -> Brought:
    """Take in a folder of ``.txt`` and ``.ann`` files; each pair is one transaction.

    Args:
        engine: Where to.
        folder: The folder; those inside it are looked into as well.
        who: Who annotated.
        now: UTC time as ISO 8601.
    """
    brought = Brought()
    found = sorted(folder.rglob("*.ann"))
    if not found:
        message = f"{folder}: holds no .ann files; make some with `sayso export --as brat`"
        brought.failures.append(Failure(str(folder), "bad_readings", message))
    for path in found:
        try:
            article, ann = _loaded(path)
            events = parse_events(ann, article.text)
            done = Brought()
            with writing_to(engine) as connection:
                _bring(connection, article, events, done, who=who, now=now)
            brought.add(done)
        except LedgerError:
            raise
        except (OSError, ValueError, InputError, UsageError) as error:
            reason = error.message if isinstance(error, (InputError, UsageError)) else str(error)
            message = f"{path}: cannot be taken in ({in_one_line(reason)[:300]}); mend it in brat"
            brought.failures.append(Failure(str(path), "bad_readings", message))
    return brought


def _loaded(path: Path) -> tuple[Article, str]:
    """The text beside an annotation, to the character, with what it says of itself; and the annotation."""
    from sayso.ingest.load import load_article

    beside = path.with_suffix(".txt")
    if not beside.is_file():
        raise ValueError(f"there is no {beside.name} beside it")
    text = beside.read_bytes().decode("utf-8")
    try:
        article = load_article(beside)
    except InputError:
        article = None
    if article is None or article.text != text:
        article = Article(text=text, path=str(beside))
    return article, path.read_bytes().decode("utf-8")


def _bring(
    connection: Connection,
    article: Article,
    events: Sequence[Event],
    brought: Brought,
    *,
    who: str,
    now: str,
) -> None:
    known = [uphold(connection, taken) for taken in taken_of_text(connection, article.id)]
    if not known:
        reading = reading_by_hand(article, events, {}, digest=_digest(events))
        added = put_reading(connection, reading, now=now)
        brought.articles += added.outcome is Outcome.NEW
        brought.attributions += added.n_attributions
    for upheld in known:
        match = _matched(events, upheld.reading.attributions, article.text)
        if match.added:
            _replace(connection, upheld, events, match, brought, who=who, now=now)
        elif not _correct(connection, upheld, match, brought, who=who, now=now):
            brought.known += 1


@dataclass(frozen=True, slots=True)
class _Match:
    """Annotations beside the attributions that they are of.

    Attributes:
        of: For each annotation, by its name, its attribution.
        added: Annotations of nothing that is there.
        dropped: Attributions that no annotation is of.
    """

    of: Mapping[str, tuple[Event, Attribution]]
    added: Sequence[Event]
    dropped: Sequence[Attribution]


def _matched(events: Sequence[Event], attributions: Sequence[Attribution], text: str) -> _Match:
    """Pair them, the most alike first."""
    marks = {one.id: _marks(_places(one, text)) for one in attributions}
    ranked = []
    for event in events:
        own = _marks(event.places)
        first, last = min(at for _, at in own), max(at for _, at in own)
        for place, one in enumerate(attributions):
            if one.start > last or one.end <= first:
                continue
            share = len(own & marks[one.id]) / max(1, len(own | marks[one.id]))
            if share >= _SAME:
                ranked.append((-share, place, event, one))
    of: dict[str, tuple[Event, Attribution]] = {}
    taken: set[AttributionId] = set()
    for _, _, event, one in sorted(ranked, key=lambda item: item[:2]):
        if event.name not in of and one.id not in taken:
            of[event.name] = (event, one)
            taken.add(one.id)
    return _Match(
        of,
        [event for event in events if event.name not in of],
        [one for one in attributions if one.id not in taken],
    )


def _places(one: Attribution, text: str) -> dict[Role, tuple[tuple[int, int], ...]]:
    pieces = {role: ((span.start, span.end) for span in one.spans(role)) for role in Role}
    return {role: pieces_in_lines(found, text) for role, found in pieces.items()}


def _marks(places: Mapping[Role, Iterable[tuple[int, int]]]) -> set[tuple[Role, int]]:
    """Characters of cue and content."""
    return {
        (role, at)
        for role in (Role.CUE, Role.CONTENT)
        for start, end in places.get(role, ())
        for at in range(start, end)
    }


def _correct(
    connection: Connection, upheld: Upheld, match: _Match, brought: Brought, *, who: str, now: str
) -> bool:
    """Make the differences corrections; whether there were any."""
    n_before = brought.corrections
    for event, one in match.of.values():
        changes = differences(event, one, upheld)
        if changes:
            number = upheld.numbers[one.id]
            brought.corrections += len(correct(connection, number, changes, who=who, why=WHY, now=now))
    for one in match.dropped:
        _reject(connection, upheld, one, brought, who=who, now=now)
    return brought.corrections > n_before


def _reject(
    connection: Connection, upheld: Upheld, one: Attribution, brought: Brought, *, who: str, now: str
) -> None:
    rejected = {"verdict": "rejected"}
    made = correct(connection, upheld.numbers[one.id], rejected, who=who, why=WHY, now=now)
    brought.corrections += len(made)


def differences(event: Event, one: Attribution, upheld: Upheld) -> dict[str, Any]:
    """What an annotator changed of an attribution, in the form of corrections.

    What the annotation leaves out is no change, but for a source that it has no more.
    """
    text = upheld.reading.article.text
    there = _places(one, text)
    changes: dict[str, Any] = {}
    for role in Role:
        pieces = event.places.get(role, ())
        if pieces_in_lines(pieces, text) != there[role] and (pieces or role is Role.SOURCE):
            changes[role.value] = joined(pieces, text)
    for name, value in event.judgements.items():
        judged = getattr(one, name)
        if value != (judged.value if judged else None):
            changes[name] = value
    names = {entity.id: entity.name for entity in upheld.reading.entities}
    stands = {
        "holder": names.get(one.holder) if one.holder else None,
        "via": ", ".join(one.via),
        "due": one.due.span.exact if one.due else None,
    }
    for part, said in event.noted.items():
        if said and in_one_line(said) != in_one_line(stands[part] or ""):
            changes[part] = said.split(", ") if part == "via" else said
    return changes


def _replace(
    connection: Connection,
    upheld: Upheld,
    events: Sequence[Event],
    match: _Match,
    brought: Brought,
    *,
    who: str,
    now: str,
) -> None:
    """Let a reading by hand stand; what people corrected before and dropped now is rejected as well."""
    for one in match.dropped:
        if one.id in upheld.corrected:
            _reject(connection, upheld, one, brought, who=who, now=now)
    reading = reading_by_hand(
        upheld.reading.article,
        events,
        {name: one for name, (_, one) in match.of.items()},
        digest=_digest(events),
        entities=upheld.reading.entities,
    )
    reading = replace(reading, headline=upheld.taken.reading.headline)
    put_reading(connection, reading, now=now)
    brought.readings += 1
    brought.attributions += len(reading.attributions)


def _digest(events: Sequence[Event]) -> str:
    """The same annotations are the same reading."""
    said = [
        (
            sorted((role.value, places) for role, places in event.places.items()),
            sorted(event.judgements.items()),
            sorted(event.noted.items()),
        )
        for event in events
    ]
    return "sha256:" + hashlib.sha256(repr((__version__, said)).encode("utf-8", "replace")).hexdigest()
