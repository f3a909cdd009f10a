"""The readings of one article are written as another ledger had them; of both, the newest stand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from sayso.ledger import schema
from sayso.ledger.corrections.anchors import find_again
from sayso.ledger.corrections.carry import lock_article, numbers_of
from sayso.ledger.imported_lines import Line
from sayso.ledger.load import load_reading
from sayso.ledger.store import BY_HAND, Outcome, find_known, put_reading
from sayso.records import Failure


@dataclass(slots=True)
class Brought:
    """What came in.

    Attributes:
        articles: Articles that were not there.
        versions: Versions of articles that were there.
        readings: Readings of versions that were there.
        known: Readings that were there.
        attributions: Attributions in readings that were not there.
        corrections: Corrections that were not there.
        merges: Merges of sources that were not there, or that were undone.
        failures: What could not be understood, or does not fit its text.
    """

    articles: int = 0
    versions: int = 0
    readings: int = 0
    known: int = 0
    attributions: int = 0
    corrections: int = 0
    merges: int = 0
    failures: list[Failure] = field(default_factory=list)

    def add(self, more: Brought) -> None:
        """Count what else has come in."""
        for name in ("articles", "versions", "readings", "known", "attributions", "corrections", "merges"):
            setattr(self, name, getattr(self, name) + getattr(more, name))


class ArticleIntake:
    """The readings of one article on their way in, in a transaction of their own."""

    def __init__(self, connection: Connection, lines: Sequence[Line], now: str) -> None:
        self.connection = connection
        self.lines = lines
        self.now = now
        self.brought = Brought()
        self.article_id = 0
        self.is_new = False
        self.corrections: list[dict[str, Any]] = []
        self._attributions: dict[str, int] = {}

    def write(self) -> ArticleIntake:
        """Write what is not there, and let the newest stand: of both ledgers, or of people."""
        key = schema.article.c.key == self.lines[0].key
        found = self.connection.execute(select(schema.article.c.id).where(key)).scalar()
        self.is_new = found is None
        if found is not None:
            lock_article(self.connection, found)
        before = self._standing(found) if found is not None else []
        n_new = sum([self._put(line) for line in self.lines])
        if before and n_new:
            self._restore(before)
        self._resolve()
        return self

    def _restore(self, before: Sequence[Row[Any]]) -> None:
        """Let stand again what stood and is not superseded; what stands for the article comes last."""
        kept = self._kept(before)
        for row in kept:
            reading = load_reading(self.connection, row.id)
            put_reading(self.connection, reading, now=self.now, release=row.release)
        if kept and kept[-1].is_latest:
            return
        for line in self.lines:
            if line.stands:
                put_reading(self.connection, line.reading, now=self.now, release=line.release)

    def _put(self, line: Line) -> bool:
        """Write a reading unless it is there; whether it was not."""
        if line.article is None and self._is_known(line):
            return False
        there = self._find(line)
        is_new = there is None
        if is_new:
            added = put_reading(self.connection, line.reading, now=line.read_at, release=line.release)
            self._stamp(line, added.outcome, added.article_id, added.version_id)
            there = self._find(line)
        else:
            self.brought.known += 1
        if there is None:
            raise LookupError("a reading that was written is not there")
        self.article_id = there.article_id
        if line.reading_number is not None and any(one.corrections for one in self.lines):
            own = numbers_of(self.connection, there.id)
            self._attributions |= {f"{line.reading_number}/{one}": number for one, number in own.items()}
        return is_new

    def _is_known(self, line: Line) -> bool:
        """Whether adding the article would change nothing."""
        known = find_known(self.connection, line.reading.article, line.reading.reader.digest)
        if known:
            self.article_id = known.article_id
            self.brought.known += 1
        return known is not None

    def _find(self, line: Line) -> Row[Any] | None:
        """The row of this very reading."""
        versions, readings = schema.version.c, schema.reading.c
        asked: Select[Any] = (
            select(readings.id, versions.article_id)
            .join_from(schema.article, schema.version)
            .join(schema.reading)
            .where(schema.article.c.key == line.key, versions.text_hash == line.reading.article.id)
            .where(readings.reader_digest == line.reading.reader.digest, readings.release == line.release)
        )
        found: Row[Any] | None = self.connection.execute(asked).first()
        return found

    def _stamp(self, line: Line, outcome: Outcome, article_id: int, version_id: int) -> None:
        """Keep the times, and the numbers of versions where they cannot clash."""
        n_attributions = len(line.reading.attributions)
        self.brought.attributions += n_attributions
        if outcome is Outcome.NEW:
            self.brought.articles += 1
            self.connection.execute(
                update(schema.article)
                .where(schema.article.c.id == article_id)
                .values(added_at=line.article_added_at)
            )
        if outcome is Outcome.VERSION and not self.is_new:
            self.brought.versions += 1
        if outcome is Outcome.REREAD and not self.is_new:
            self.brought.readings += 1
        if outcome is not Outcome.REREAD:
            numbered = {"number": line.version} if self.is_new and line.version else {}
            self.connection.execute(
                update(schema.version)
                .where(schema.version.c.id == version_id)
                .values(added_at=line.added_at, **numbered)
            )

    def _standing(self, article_id: int) -> list[Row[Any]]:
        """The readings that stand for the versions of an article, that of the latest last."""
        versions, readings = schema.version.c, schema.reading.c
        asked = (
            select(
                readings.id,
                readings.release,
                readings.made_at,
                readings.reader_name,
                versions.is_latest,
                versions.text_hash,
            )
            .join_from(schema.version, schema.reading)
            .where(versions.article_id == article_id, readings.is_current)
            .order_by(versions.is_latest, versions.number)
        )
        return list(self.connection.execute(asked))

    def _kept(self, before: Sequence[Row[Any]]) -> list[Row[Any]]:
        """Those that go on standing: unless the file has a newer one, and people made none of them."""
        kept = []
        for row in before:
            rivals = [
                line
                for line in self.lines
                if (line.stands if row.is_latest else line.reading.article.id == row.text_hash)
                and line.current
            ]
            newer = any(
                line.read_at > row.made_at
                and (row.reader_name != BY_HAND or line.reading.reader.name == BY_HAND)
                for line in rivals
            )
            if not newer:
                kept.append(row)
        return kept

    def _resolve(self) -> None:
        """Find the attributions that the corrections refer to."""
        for line in self.lines:
            for one in line.corrections:
                row = {name: value for name, value in one.items() if name not in ("refers_to", "stands_on")}
                stands_on = self._attributions.get(str(one["stands_on"]))
                made_on = self._attributions.get(str(one["refers_to"])) or stands_on or self._again(line, row)
                if made_on is None:
                    raise ValueError(f"a correction of {row['field']} is about words that are not there")
                row |= {"article_id": self.article_id, "attribution_id": stands_on, "made_on": made_on}
                self.corrections.append(row)

    def _again(self, line: Line, row: Mapping[str, Any]) -> int | None:
        """The attribution of a reading without numbers that a correction is about."""
        reading = line.reading
        anchor = json.loads(row["anchor"])
        found = find_again(anchor, reading.attributions, reading.article.text, same_text=True)
        return self._attributions.get(f"{line.reading_number}/{found.id}") if found else None
