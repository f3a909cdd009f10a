"""One attribution, article or source with all that a ledger knows of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, case, func, select

from sayso.errors import NotFound
from sayso.ledger import schema
from sayso.ledger.corrections import Correction, Standing
from sayso.ledger.corrections.history import history
from sayso.ledger.corrections.standing import load_standing
from sayso.ledger.handles import Handle, Kind
from sayso.ledger.hits import Hit, hits_where, load_hits
from sayso.ledger.load import load_reading
from sayso.ledger.merges import Merge, group_of, merges, require
from sayso.ledger.numbers import can_be
from sayso.ledger.places import day_of, start_of
from sayso.ledger.sources import top
from sayso.ledger.tally import What
from sayso.records import Role, Span, Why
from sayso.resolve.chain import Link, chain_of

# Code points of context on each side of an attribution, at most.
CONTEXT_MAX = 400
# Of a source: its latest statements, and the outlets and channels that have most of it.
LATEST = 10
MOST = 5
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n")


_OF_VERSION = (
    "id", "number", "is_latest", "title", "outlet", "byline", "published", "path", "added_at", "text_hash",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Version:
    """One text of an article.

    Attributes:
        id: Its number.
        number: Which version of the article it is, from 1.
        is_latest: Whether searches look at it.
        title: Headline.
        outlet: Who published it.
        byline: Who wrote it, as the article says.
        published: Date, or None.
        path: Where it came from: a file, an address, a record of an archive.
        added_at: When it came in, UTC as ISO 8601.
        text_hash: ``sha256:`` and the digest of the text.
        readers: Who read it, the one that stands first: name and version.
        n_attributions: How many the standing reading has.
    """

    id: int
    number: int
    is_latest: bool
    title: str | None
    outlet: str | None
    byline: str | None
    published: str | None
    path: str | None
    added_at: str
    text_hash: str
    readers: tuple[str, ...]
    n_attributions: int


@dataclass(frozen=True, slots=True)
class AttributionView:
    """An attribution with where it stands and how it came there.

    Attributes:
        hit: It, as searches show it.
        context: The sentences around it, a stretch of the article's text.
        parts: Source, cue and content as they stand.
        chain: From the publisher to the holder.
        why: The reader's reasons.
        corrections: What people said of it, the latest first, undone ones too.
        versions: The article's, the latest first.
    """

    hit: Hit
    context: Span
    parts: Mapping[Role, tuple[Span, ...]]
    chain: tuple[Link, ...]
    why: tuple[Why, ...]
    corrections: tuple[Correction, ...]
    versions: tuple[Version, ...]

    def to_dict(self) -> dict[str, Any]:
        """The attribution as JSON."""
        return {
            **self.hit.to_dict(),
            "context": self.context.to_dict(),
            **{role.value: [span.to_dict() for span in spans] for role, spans in self.parts.items()},
            "chain": [link.to_dict() for link in self.chain],
            "why": [one.to_dict() for one in self.why],
            "corrections": [one.to_dict() for one in self.corrections],
            "versions": list(map(asdict, self.versions)),
        }


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with its versions and what is said in the latest.

    Attributes:
        id: Its number.
        url: Its address, or None.
        added_at: When it came in.
        versions: The latest first.
        credits: Outlets and agencies that the latest version credits.
        hits: Its attributions as they stand, in text order.
        corrections: What people said of them, the latest first.
    """

    id: int
    url: str | None
    added_at: str
    versions: tuple[Version, ...]
    credits: tuple[str, ...]
    hits: tuple[Hit, ...]
    corrections: tuple[Correction, ...]

    def to_dict(self) -> dict[str, Any]:
        """The article as JSON."""
        return {
            "id": f"n{self.id}",
            "url": self.url,
            "added_at": self.added_at,
            "versions": list(map(asdict, self.versions)),
            "credits": list(self.credits),
            "attributions": [hit.to_dict() for hit in self.hits],
            "corrections": [one.to_dict() for one in self.corrections],
        }


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source with how often, where and what it says.

    Attributes:
        id: Number of the source that stands.
        name: Its name.
        type: What it is.
        domain: Of an outlet, or empty.
        also: Names of sources that were merged into it, each with its number.
        n_attributions: How often it speaks.
        n_articles: Articles that it published.
        first: Date of the first article in which it speaks, or None.
        last: Date of the latest.
        kinds: How often it says what kind of thing.
        outlets: Where it speaks most, each with how often.
        latest: Its latest statements.
        merges: In which it had a part, the latest first, undone ones too.
    """

    id: int
    name: str
    type: str
    domain: str
    also: tuple[tuple[int, str], ...]
    n_attributions: int
    n_articles: int
    first: str | None
    last: str | None
    kinds: Mapping[str, int]
    outlets: tuple[tuple[str, int], ...]
    latest: tuple[Hit, ...]
    merges: tuple[Merge, ...]

    def to_dict(self) -> dict[str, Any]:
        """The source as JSON."""
        data = asdict(replace(self, latest=(), merges=()))
        return {
            **data,
            "id": f"s{self.id}",
            "also": [{"id": f"s{number}", "name": name} for number, name in self.also],
            "outlets": [{"name": name, "n_attributions": n} for name, n in self.outlets],
            "latest": [hit.to_dict() for hit in self.latest],
            "merges": [one.to_dict() for one in self.merges],
        }


View = AttributionView | ArticleView | SourceView


def show(connection: Connection, handle: Handle) -> View:
    """All that is known of something.

    Raises:
        NotFound: There is nothing of this number.
    """
    if handle.kind is Kind.ATTRIBUTION:
        return show_attribution(connection, handle.number)
    if handle.kind is Kind.ARTICLE:
        return show_article(connection, handle.number)
    return show_source(connection, handle.number)


def show_attribution(connection: Connection, number: int) -> AttributionView:
    """One attribution, as it stands.

    Raises:
        NotFound: There is none of this number.
    """
    standing = load_standing(connection, number)
    attribution = standing.attribution
    (hit,) = hits_where(connection, schema.attribution.c.id == number)
    return AttributionView(
        hit,
        context_of(standing.text, attribution.start, attribution.end),
        {role: attribution.spans(role) for role in Role},
        _chain(connection, standing),
        attribution.why,
        tuple(history(connection, attribution_id=number)),
        _versions(connection, standing.article_id),
    )


def _chain(connection: Connection, standing: Standing) -> tuple[Link, ...]:
    reading = load_reading(connection, standing.reading_id)
    *links, holder = chain_of(reading, standing.attribution)
    if standing.holder == standing.base["holder"]:
        return (*links, replace(holder, identity=standing.attribution.identity))
    return (*links, replace(holder, name=standing.holder, identity=standing.attribution.identity))


def context_of(text: str, start: int, end: int) -> Span:
    """The sentences that a stretch of text stands in, cut where they are very long.

    Args:
        text: Of the article.
        start: First code point of the stretch.
        end: One past its last.
    """
    before = text[max(0, start - CONTEXT_MAX) : start]
    left = start - len(before)
    for match in _SENTENCE_END.finditer(before):
        left = start - len(before) + match.end()
    # The end of the stretch may be the end of its sentence, with the mark inside.
    after = _SENTENCE_END.search(text, max(start, end - 1), min(len(text), end + CONTEXT_MAX))
    right = after.end() if after else min(len(text), end + CONTEXT_MAX)
    exact = text[left : max(right, end)]
    shift = len(exact) - len(exact.lstrip())
    left = min(left + shift, start)
    return Span.of(text, left, max(end, left + len(text[left : max(right, end)].rstrip())))


def show_article(connection: Connection, number: int) -> ArticleView:
    """One article.

    Raises:
        NotFound: There is none of this number.
    """
    columns = schema.article.c
    asked = select(schema.article).where(columns.id == number)
    row = connection.execute(asked).first() if can_be(number) else None
    if row is None:
        raise NotFound(f"there is no article n{number}; `sayso search` shows them with their numbers")
    versions = _versions(connection, number)
    readings, credits = schema.reading.c, schema.credit.c
    of_latest = select(readings.id).where(readings.version_id == versions[0].id)
    names = connection.execute(
        select(credits.name).where(credits.version_id == versions[0].id).order_by(credits.position)
    ).scalars()
    live = (schema.attribution.c.reading_id.in_(of_latest)) & schema.attribution.c.live
    return ArticleView(
        row.id,
        row.url,
        row.added_at,
        versions,
        tuple(dict.fromkeys(names)),
        tuple(hits_where(connection, live)),
        tuple(history(connection, article_id=number)),
    )


def _versions(connection: Connection, article_id: int) -> tuple[Version, ...]:
    versions, readings = schema.version.c, schema.reading.c
    asked = (
        select(
            *(versions[name] for name in _OF_VERSION),
            readings.reader_name,
            readings.reader_version,
            readings.n_attributions,
        )
        .join_from(schema.version, schema.reading)
        .where(versions.article_id == article_id)
        .order_by(versions.is_latest.desc(), versions.number.desc(), readings.is_current.desc(), readings.id)
    )
    found: dict[int, list[Any]] = {}
    for row in connection.execute(asked):
        found.setdefault(row.id, []).append(row)
    return tuple(_version(rows) for rows in found.values())


def _version(rows: list[Any]) -> Version:
    first = rows[0]
    return Version(
        **{name: getattr(first, name) for name in _OF_VERSION},
        readers=tuple(f"{row.reader_name} {row.reader_version}" for row in rows),
        n_attributions=first.n_attributions,
    )


def show_source(connection: Connection, number: int) -> SourceView:
    """One source; of one that was merged, the one that stands for it.

    Raises:
        NotFound: There is none of this number.
    """
    require(connection, number)
    number = top(connection, number)
    sources, rows = schema.source.c, schema.attribution.c
    group = group_of(connection, number)
    known = {row.id: row for row in connection.execute(select(schema.source).where(sources.id.in_(group)))}
    its = (rows.live, rows.source_id == number)
    # All that is counted of its rows in one go, since it may have many.
    n = func.count().label("n")
    dated = func.min(case((rows.place >= start_of("0001-01-01"), rows.place))).label("first")
    counted = select(rows.kind, n, dated, func.max(rows.place).label("last")).where(*its).group_by(rows.kind)
    kinds = connection.execute(counted.order_by(n.desc(), rows.kind)).all()
    latest = connection.execute(select(rows.place).where(*its).order_by(rows.place.desc()).limit(LATEST))
    source = known[number]
    return SourceView(
        id=number,
        name=source.name,
        type=source.type,
        domain=source.domain,
        also=tuple((one, known[one].name) for one in group[1:]),
        n_attributions=sum(row.n for row in kinds),
        n_articles=_n_articles(connection, number),
        first=day_of(min((row.first for row in kinds if row.first is not None), default=None)),
        last=day_of(max((row.last for row in kinds), default=None)),
        kinds={row.kind or "not judged": row.n for row in kinds},
        outlets=_outlets(connection, number),
        latest=tuple(load_hits(connection, list(latest.scalars()))),
        merges=tuple(merges(connection, source_id=number)),
    )


def _n_articles(connection: Connection, outlet: int) -> int:
    """How many articles, by their latest versions, an outlet has published."""
    counts = schema.tally.c
    asked = select(counts.n).where(counts.what == What.ARTICLE.value, counts.outlet_id == outlet)
    return connection.execute(asked.where(counts.identity == "")).scalar() or 0


def _outlets(connection: Connection, source: int) -> tuple[tuple[str, int], ...]:
    """The outlets that have most of a source."""
    counts, sources = schema.tally.c, schema.source.c
    asked = (
        select(sources.name, counts.n)
        .join(schema.tally, counts.outlet_id == sources.id)
        .where(counts.what == What.VOICE.value, counts.source_id == source, counts.n > 0)
        .order_by(counts.n.desc(), sources.id)
        .limit(MOST)
    )
    return tuple((row.name, row.n) for row in connection.execute(asked))
