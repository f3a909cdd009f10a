"""Readings become a STIX 2.1 bundle (OASIS Standard, 2021): reports, identities, notes and opinions.

An article is a ``report`` of its outlet, each statement in it a ``note`` whose author is the holder. Where
the article endorses or doubts what it relays, the outlet has an ``opinion`` of the note.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sayso.errors import MissingExtra
from sayso.export.addresses import number_in, number_of, web_address
from sayso.export.streams import document
from sayso.records import Attribution, Entity, HolderType, Identity, Stance

if TYPE_CHECKING:
    from sayso.ledger.upheld import Upheld

_CLASSES = {
    HolderType.PERSON: "individual",
    HolderType.ORGANISATION: "organization",
    HolderType.OUTLET: "organization",
    HolderType.GROUP: "group",
}
_OPINIONS = {Stance.ENDORSED: "agree", Stance.DOUBTED: "disagree"}
_JUDGEMENTS = ("identity", "stance", "certainty", "polarity", "kind")
# Characters of a note's content that its abstract has.
_ABSTRACT = 120


def stix_pieces(items: Iterable[Upheld]) -> Iterator[str]:
    """One bundle; people and outlets are in it once.

    Raises:
        MissingExtra: The ``stix2`` library is not installed.
    """
    try:
        import stix2.v21 as stix
    except ModuleNotFoundError:
        raise MissingExtra("export", needed_for="STIX") from None
    head = {"type": "bundle", "id": f"bundle--{number_of('bundle')}"}
    seen: set[UUID] = set()
    made = chain.from_iterable(_Objects(stix, upheld, seen).all() for upheld in items)
    return document(head, "objects", (json.loads(one.serialize()) for one in made))


class _Objects:
    """The objects of one article in the making."""

    def __init__(self, stix: Any, upheld: Upheld, seen: set[UUID]) -> None:
        self.stix = stix
        self.upheld = upheld
        self.seen = seen
        self.article = upheld.reading.article
        read_at = datetime.fromisoformat(upheld.taken.read_at)
        corrected = (one[time] for one in upheld.taken.corrections for time in ("made_at", "undone_at"))
        latest = max((datetime.fromisoformat(time) for time in corrected if time), default=read_at)
        self.times = {"created": read_at, "modified": max(read_at, latest)}
        self.made: list[Any] = []

    def all(self) -> list[Any]:
        """Identities, notes, opinions and the report; nothing where the article has no statements."""
        reading = self.upheld.reading
        if not reading.attributions:
            return []
        outlet = self._named(self.article.outlet, "organization") if self.article.outlet else None
        holders = {entity.id: entity for entity in reading.entities}
        notes = [
            self._note(one, holders.get(one.holder) if one.holder else None, outlet)
            for one in reading.attributions
        ]
        self._report(outlet, notes)
        return self.made

    def _named(self, name: str, class_: str) -> str:
        """An outlet or channel, which goes by its name alone."""
        return self._identity(number_of(f"{class_} {name}"), name, class_)

    def _identity(self, number: UUID, name: str, class_: str, **more: Any) -> str:
        if number not in self.seen:
            self.seen.add(number)
            name = _plain(name)
            self.made.append(
                self.stix.Identity(
                    id=f"identity--{number}", name=name, identity_class=class_, **self.times, **more
                )
            )
        return f"identity--{number}"

    def _holder(self, holder: Entity) -> str:
        class_ = _CLASSES.get(holder.type, "unknown")
        if holder.identity is Identity.UNNAMED:
            more = {"description": "not named in the article"}
        else:
            more = {"description": _plain(holder.role)} if holder.role else {}
        return self._identity(number_in(self.article, holder.id), holder.name, class_, **more)

    def _note(self, one: Attribution, holder: Entity | None, outlet: str | None) -> str:
        """A statement and, where the article takes sides, an opinion of it; the number of the note."""
        content = _plain(" … ".join(span.exact for span in one.content))
        about = [self._holder(holder)] if holder else []
        about += [self._named(name, "organization") for name in one.via]
        report = f"report--{number_in(self.article, 'report')}"
        judged = [f"{name}: {value.value}" for name in _JUDGEMENTS if (value := getattr(one, name))]
        due = one.due and (one.due.latest or one.due.value)
        note = self.stix.Note(
            id=f"note--{number_in(self.article, one.id)}",
            abstract=content if len(content) <= _ABSTRACT else content[: _ABSTRACT - 1] + "…",
            content=content,
            authors=[_plain(holder.name)] if holder else None,
            object_refs=[*dict.fromkeys([report, *about])],
            labels=judged + ([f"due: {_plain(due)}"] if due else []) or None,
            confidence=round(100 * one.score),
            lang=self.article.language,
            **self.times,
        )
        self.made.append(note)
        if one.stance in _OPINIONS:
            self.made.append(
                self.stix.Opinion(
                    id=f"opinion--{number_in(self.article, f'{one.id} opinion')}",
                    opinion=_OPINIONS[one.stance],
                    explanation=f"stance of the article: {one.stance.value}",
                    object_refs=[note.id],
                    created_by_ref=outlet,
                    **self.times,
                )
            )
        return str(note.id)

    def _report(self, outlet: str | None, notes: list[str]) -> None:
        article, taken = self.article, self.upheld.taken
        url = web_address(article.url)
        reference = {"source_name": _plain(article.outlet or "web"), "url": url}
        self.made.append(
            self.stix.Report(
                id=f"report--{number_in(article, 'report')}",
                name=_plain(article.title or article.url or article.path or article.id),
                published=datetime.fromisoformat(
                    f"{article.published}T00:00:00+00:00" if article.published else taken.added_at
                ),
                object_refs=notes,
                created_by_ref=outlet,
                external_references=[reference] if url else None,
                lang=article.language,
                **self.times,
            )
        )


def _plain(text: str) -> str:
    """The text as UTF-8 can hold it."""
    return text.encode("utf-8", "replace").decode()
