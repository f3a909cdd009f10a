"""Counts that are kept are those of the rows, whatever is added, put right, merged and taken back."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text
from tests.build import READER
from tests.ledger.stories import UNNAMED, fill, story

from sayso.errors import UsageError
from sayso.ledger import people_since, schema, voices
from sayso.ledger.check import find_problems
from sayso.ledger.engine import reading_from, writing_to
from sayso.ledger.hits import Hit
from sayso.ledger.ledger import Ledger
from sayso.ledger.outlets import MOST
from sayso.ledger.people import _with_places
from sayso.ledger.show import SourceView
from sayso.ledger.store import write_reading
from sayso.ledger.tally import recount, wrong_counts
from sayso.ledger.upkeep import vacuum
from sayso.ledger.words import fold
from sayso.records import Credit, HolderType, Identity, Reading

HOLDERS = ("Ida Holm", "Omar Lind", "officials", "a senior official", "x" * 3000 + " é", "x" * 399 + "é y")
OUTLETS = ("Tarn Post", "Quay Times", "Hill Radio")
CHANNELS = ("Ferry Wire", "FERRY wire", "Hill Radio", "Quay Times")
DAYS = ("2023-01-05", "2023-03-02", "2023-03-02", "2023-06-01", None)
SINCE = "2023-03-01"


def wrong(ledger: Ledger) -> list[str]:
    with reading_from(ledger.engine) as connection:
        return list(wrong_counts(connection))


class Clerk:
    """Somebody who does all that changes counts, by chance but always the same."""

    def __init__(self, ledger: Ledger, seed: int) -> None:
        self.ledger = ledger
        self.chance = random.Random(seed)
        self.corrections: list[int] = []
        self.merges: list[int] = []

    def step(self) -> None:
        often = (self.add, self.add, self.add, self.correct, self.correct)
        self.chance.choice((*often, self.undo, self.merge, self.unmerge))()

    def add(self) -> None:
        """A new article, or a new or an old text or another reader's reading of one that is there."""
        pick = self.chance.choice
        holder = pick(HOLDERS)
        named = holder.istitle()
        number, outlet = self.chance.randrange(6), pick(OUTLETS)
        made = story(
            number, holder, pick(("said", "denied")), pick(("the gas price would fall", "it was cold")),
            identity=Identity.NAMED if named else UNNAMED,
            type=HolderType.PERSON if named else HolderType.GROUP,
            published=pick(DAYS), outlet=outlet, via=self.chance.sample(CHANNELS, self.chance.randrange(3)),
            url=f"https://{fold(outlet).replace(' ', '-')}.example/{number}",
        )  # fmt: skip
        credits = (Credit(pick(CHANNELS), None, "agency"), Credit(pick(CHANNELS), None, "reprint"))
        made = replace(made, article=replace(made.article, credits=credits[: self.chance.randrange(3)]))
        reader = replace(READER, digest=f"sha256:{self.chance.randrange(2)}")
        self.ledger.add_reading(replace(made, reader=reader))

    def correct(self) -> None:
        with reading_from(self.ledger.engine) as connection:
            numbers = connection.execute(select(schema.attribution.c.id)).scalars().all()
        if numbers:
            changes: dict[str, Any] = self.chance.choice(
                (
                    {"verdict": "rejected"}, {"verdict": "accepted"}, {"holder": None, "identity": "none"},
                    {"holder": "Omar Lind", "identity": "named", "type": "person"}, {"holder": "some"},
                    {"identity": "unnamed"}, {"via": ["Ferry Wire", "Ferry wire"]}, {"via": []},
                )
            )  # fmt: skip
            self.corrections += self.ledger.correct(self.chance.choice(numbers), who="ada", **changes)

    def undo(self) -> None:
        if self.corrections:
            number = self.corrections.pop(self.chance.randrange(len(self.corrections)))
            self.ledger.undo(number, who="ada")

    def merge(self) -> None:
        with reading_from(self.ledger.engine) as connection:
            numbers = connection.execute(select(schema.source.c.id)).scalars().all()
        if len(numbers) > 1:
            source, into = self.chance.sample(numbers, 2)
            try:
                self.merges.append(self.ledger.merge_sources(f"s{source}", f"s{into}", who="ada").id)
            except UsageError:  # they are one already
                return

    def unmerge(self) -> None:
        if self.merges:
            self.ledger.unmerge_sources(self.merges.pop(self.chance.randrange(len(self.merges))))


def rows(ledger: Ledger, since: str | None) -> list[Hit]:
    return list(ledger.search(limit=1000, since=since).hits)


def voices_of(hits: Iterable[Hit]) -> list[tuple[Any, ...]]:
    """What :meth:`Ledger.sources` should say of these, in no order."""
    spoken: dict[tuple[Any, ...], list[Hit]] = defaultdict(list)
    for hit in hits:
        untold = (None, (hit.holder or "")[:400] or None, hit.identity)
        spoken[(hit.source_id, None, "named") if hit.source_id else untold].append(hit)
    return sorted(
        (
            (
                *key,
                len(those),
                len({hit.outlet_id for hit in those if hit.outlet_id}),
                min((hit.published for hit in those if hit.published), default=None),
                max((hit.published for hit in those if hit.published), default=None),
                None if key[0] else max(those, key=lambda hit: hit.place).type,
            )
            for key, those in spoken.items()
        ),
        key=str,
    )


def counted_voices(ledger: Ledger, **by: Any) -> list[tuple[Any, ...]]:
    found = ledger.sources(limit=1000, **by)
    n = [one.n_attributions for one in found]
    assert n == sorted(n, reverse=True)
    return sorted(
        (
            (
                one.source_id,
                None if one.source_id else one.name,
                one.identity,
                one.n_attributions,
                one.n_outlets,
                one.first,
                one.last,
                None if one.source_id else one.type,
            )
            for one in found
        ),
        key=str,
    )


def most(counted: Counter[str]) -> list[int]:
    return sorted(counted.values(), reverse=True)[:MOST]


def outlets(ledger: Ledger, since: str | None) -> dict[int | None, tuple[Any, ...]]:
    """What :meth:`Ledger.outlets` should say."""
    hits = rows(ledger, since)
    versions = schema.version.c
    asked = select(versions.id, versions.outlet_id).where(versions.is_latest)
    with reading_from(ledger.engine) as connection:
        latest = connection.execute(asked.where(versions.published >= since) if since else asked).all()
        credits = connection.execute(select(schema.credit)).all()
    found = {}
    for outlet in {row.outlet_id for row in latest}:
        those = [hit for hit in hits if hit.outlet_id == outlet]
        ids = {row.id for row in latest if row.outlet_id == outlet}
        found[outlet] = (
            len(ids),
            len(those),
            sum(hit.identity == "unnamed" for hit in those),
            sum(hit.identity == "none" for hit in those),
            most(Counter(fold(name) for hit in those for name in hit.via)),
            most(Counter(name for _, name in {(row.version_id, row.name) for row in credits} if _ in ids)),
        )
    return found


def counted_outlets(ledger: Ledger, since: str | None) -> dict[int | None, tuple[Any, ...]]:
    return {
        one.outlet_id: (
            one.n_articles,
            one.n_attributions,
            one.n_unnamed,
            one.n_nobody,
            [n for _, n in one.via],
            [n for _, n in one.credits],
        )
        for one in ledger.outlets(since=since, limit=1000)
    }


def look(ledger: Ledger) -> None:
    for since in (None, SINCE):
        hits = rows(ledger, since)
        assert counted_voices(ledger, since=since) == voices_of(hits)
        often = sorted((one[3] for one in voices_of(hits)), reverse=True)
        for limit in (1, 2, 3):
            found = ledger.sources(since=since, limit=limit)
            assert [one.n_attributions for one in found] == often[:limit]
        for identity in ("named", "unnamed", "none"):
            of_it = [one for one in voices_of(hits) if one[2] == identity]
            assert counted_voices(ledger, since=since, identity=identity) == of_it
        for number in {hit.outlet_id for hit in hits if hit.outlet_id}:
            there = voices_of(hit for hit in hits if hit.outlet_id == number)
            assert counted_voices(ledger, since=since, outlet=f"s{number}") == there
        assert counted_outlets(ledger, since) == outlets(ledger, since)
    for name in {hit.source_id for hit in rows(ledger, None) if hit.source_id}:
        those = [hit for hit in rows(ledger, None) if hit.source_id == name]
        view = ledger.show(f"s{name}")
        assert isinstance(view, SourceView)
        assert (view.n_attributions, *voices_of(those)[0][5:7]) == (len(those), view.first, view.last)
        assert view.kinds == Counter(hit.kind or "not judged" for hit in those)
        told = Counter(hit.outlet_id for hit in those if hit.outlet_id)
        assert [n for _, n in view.outlets] == sorted(told.values(), reverse=True)


@pytest.mark.parametrize("seed", [1, 2])
def test_kept_counts_are_those_of_a_look_at_every_row(
    ledger: Ledger, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_since, "FIRST", 1)
    if seed == 2:  # as where many rows are new
        monkeypatch.setattr(people_since, "FEW", 0)
    clerk = Clerk(ledger, seed)
    for number in range(60):
        clerk.step()
        assert wrong(ledger) == []
        if number % 20 == 19:
            look(ledger)
    assert clerk.corrections


@pytest.mark.parametrize("outlets", [None, [1]])
def test_lists_of_sources_use_the_indexes(ledger: Ledger, outlets: list[int] | None) -> None:
    fill(ledger)
    asked = _with_places(voices.most(outlets, None, 20).subquery("voice"), outlets)
    with reading_from(ledger.engine) as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if not is_sqlite:  # which reads tables of five rows whole, unless that is ruled out
            for other in ("seqscan", "bitmapscan"):
                connection.exec_driver_sql(f"SET LOCAL enable_{other} = off")
        made = str(asked.compile(connection, compile_kwargs={"literal_binds": True}))
        plan = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{made}").all()
    shown = "\n".join(str(row[-1]) for row in plan)
    assert "ix_tally_most" in shown
    assert not re.search("SCAN (attribution|tally)|Seq Scan", shown)
    if is_sqlite:
        assert "ix_attribution_voice" in shown
        assert "ix_attribution_source_id" in shown


def test_an_outlet_of_two_names_is_counted_as_one(ledger: Ledger) -> None:
    fill(ledger)
    with writing_to(ledger.engine) as connection:  # as two outlets of one name on two domains
        renamed = "UPDATE source SET name = 'Tarn Post', folded = 'tarn post' WHERE type = 'outlet'"
        connection.execute(text(renamed))
    assert {one.name: one.n_attributions for one in ledger.sources(outlet="tarn post")} == {
        one.name: one.n_attributions for one in ledger.sources()
    }


def told(number: int, holder: str) -> Reading:
    """An article of an outlet that all articles here are of."""
    url = f"https://tarn-post.example/{number}"
    return story(number, holder, "said", "it was cold", type=HolderType.PERSON, outlet="Tarn Post", url=url)


def test_writers_at_once_count_what_both_wrote(ledger: Ledger) -> None:
    ledger.add_reading(told(0, "Ida Holm"))
    with ThreadPoolExecutor(4) as writers:
        list(writers.map(lambda number: ledger.add_reading(told(number, "Ida Holm")), range(1, 25)))
    assert wrong(ledger) == []
    assert [one.n_attributions for one in ledger.sources(outlet="Tarn Post")] == [25]


def test_a_writer_that_counts_first_and_ends_last_keeps_nobody_waiting(ledger: Ledger) -> None:
    if ledger.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    ledger.add_reading(told(0, "Ida Holm"))
    with ThreadPoolExecutor(1) as other:
        with writing_to(ledger.engine) as connection:
            write_reading(connection, told(1, "Ida Holm"), now="2023-05-01T00:00:00Z")
            other.submit(ledger.add_reading, told(2, "Ida Holm")).result(timeout=20)
            assert [one.n_attributions for one in ledger.sources()] == [2]
        assert [one.n_attributions for one in ledger.sources()] == [3]
    assert wrong(ledger) == []


def test_a_transaction_that_fails_counts_nothing(ledger: Ledger) -> None:
    fill(ledger)
    before = ledger.sources()

    def fail() -> None:
        with writing_to(ledger.engine) as connection:
            connection.execute(text("UPDATE attribution SET live = NOT live"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert ledger.sources() == before
    assert wrong(ledger) == []


def _break(ledger: Ledger) -> None:
    with writing_to(ledger.engine) as connection:
        connection.execute(text("UPDATE tally SET n = n + 1 WHERE what = 'share'"))
        connection.execute(text("DELETE FROM tally WHERE what = 'credit' OR outlet_id = -1"))


def _recount(ledger: Ledger) -> None:
    with writing_to(ledger.engine) as connection:
        recount(connection)


@pytest.mark.parametrize("mend", [_recount, lambda ledger: vacuum(ledger.engine)])
def test_wrong_counts_are_found_and_counted_anew(ledger: Ledger, mend: Callable[[Ledger], None]) -> None:
    fill(ledger)
    before: Sequence[Any] = ledger.sources()
    assert list(find_problems(ledger.engine)) == []
    _break(ledger)
    found = [str(one) for one in find_problems(ledger.engine)]
    assert found
    assert all("counts anew" in one for one in found)
    assert any("share named in outlet" in one for one in found)
    mend(ledger)
    assert list(find_problems(ledger.engine)) == []
    assert ledger.sources() == before
