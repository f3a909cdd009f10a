"""One object that a program keeps its readings with; safe to use from several threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Engine

from sayso.ledger import corrections, merges, outlets, people
from sayso.ledger.clock import exact_stamp
from sayso.ledger.engine import reading_from, show, writing_to
from sayso.ledger.filters import Filters
from sayso.ledger.gold import GoldArticle, corrected_articles, gold_of
from sayso.ledger.handles import Kind, handle_of
from sayso.ledger.load import current_reading_id, load_reading
from sayso.ledger.search import Page, search
from sayso.ledger.show import ArticleView, AttributionView, View, show_article, show_attribution
from sayso.ledger.show import show as show_view
from sayso.ledger.store import Added, find_known, write_reading
from sayso.records import Article, Reading

if TYPE_CHECKING:
    from typing import Unpack

    from sayso.ingest.given import GivenFields
    from sayso.pipeline import Source


class Ledger:
    """A ledger that is open. Every call is a transaction of its own.

    Args:
        engine: A database that has the tables.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Ledger {self.name}>"

    @property
    def name(self) -> str:
        """Its file, or its address without the password."""
        return show(self.engine.url)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def add(
        self,
        source: Source,
        *,
        allow_private: bool = False,
        lens: str | None = None,
        **given: Unpack[GivenFields],
    ) -> Added:
        """Read one article and keep it; what is known already is not read again.

        Args:
            source: A path, an http(s) address, the text itself, or the bytes of a file.
            allow_private: Lets an address lead to a private, loopback or link-local host.
            lens: Scale that gives words of probability their numbers, as for :func:`sayso.read`.
            given: ``title``, ``outlet``, ``published``, ``url`` and ``language`` override what is found.

        Raises:
            InputError: The input cannot be read; ``code`` says why.
            LedgerError: The database cannot be written.
        """
        from sayso.ingest.load import load_article

        return self.add_article(load_article(source, allow_private=allow_private, **given), lens=lens)

    def add_article(self, article: Article, *, lens: str | None = None) -> Added:
        """Read an article that is already loaded, unless it is known, and keep it."""
        from sayso.extract.attributions import reader_info
        from sayso.pipeline.stages import read_article

        known = self.find_known(article, reader_info().digest)
        return known or self.add_reading(read_article(article, lens=lens))

    def add_reading(self, reading: Reading) -> Added:
        """Keep a reading.

        Raises:
            LedgerError: A span does not say what stands in the text, or the database cannot be written.
        """
        with writing_to(self.engine) as connection:
            return write_reading(connection, reading, now=exact_stamp())

    def find_known(self, article: Article, reader_digest: str) -> Added | None:
        """What the ledger has of an article that this reader read in this release; None for nothing."""
        with reading_from(self.engine) as connection:
            return find_known(connection, article, reader_digest)

    def reading(self, version_id: int) -> Reading:
        """The current reading of a version, as it was written; corrections are not in it.

        Raises:
            NotFound: There is no such version.
        """
        with reading_from(self.engine) as connection:
            return load_reading(connection, current_reading_id(connection, version_id))

    def search(
        self,
        query: str | None = None,
        *,
        sort: str = "newest",
        limit: int = 20,
        after: str | None = None,
        **filters: Any,
    ) -> Page:
        """Find attributions by words and filters.

        Args:
            query: Words that contents or cues must have: ``gas price``, ``"cold winter"``, ``resign*``,
                ``gas OR oil``, ``-rumour``; None for any.
            sort: ``newest``, ``oldest``, ``match`` or ``due``.
            limit: Hits on a page.
            after: The ``next`` of the page before.
            filters: Such as ``holder="Ida Holm"``, ``since="2023-05-01"``; see
                :class:`sayso.ledger.filters.Filters`.

        Raises:
            UsageError: The query, a filter, the order or the token cannot be.
            NotFound: A filter names a source by a number that there is not.
        """
        with reading_from(self.engine) as connection:
            return search(connection, query, filters=Filters.of(filters), sort=sort, limit=limit, after=after)

    def show(self, name: str) -> View:
        """All that is known of an attribution (``a12``), an article (``n3``) or a source (``s5``).

        Raises:
            NotFound: There is nothing of this number.
            UsageError: It is called otherwise.
        """
        with reading_from(self.engine) as connection:
            return show_view(connection, handle_of(name))

    def attribution(self, number: int) -> AttributionView:
        """An attribution as it stands, with its context, chain and history.

        Raises:
            NotFound: There is none of this number.
        """
        with reading_from(self.engine) as connection:
            return show_attribution(connection, number)

    def article(self, number: int) -> ArticleView:
        """An article with its versions and what is said in the latest.

        Raises:
            NotFound: There is none of this number.
        """
        with reading_from(self.engine) as connection:
            return show_article(connection, number)

    def sources(self, **by: Any) -> list[people.SourceCount]:
        """Who speaks most; see :func:`sayso.ledger.people.count_sources` for what to ask by."""
        with reading_from(self.engine) as connection:
            return people.count_sources(connection, **by)

    def outlets(self, **by: Any) -> list[outlets.OutletCount]:
        """Outlets and what they rely on; see :func:`sayso.ledger.outlets.count_outlets`."""
        with reading_from(self.engine) as connection:
            return outlets.count_outlets(connection, **by)

    def merge_sources(self, source: str, into: str, *, who: str, why: str | None = None) -> merges.Merge:
        """Take one source (``s7``) for another (``s5``), which stands for both from now on.

        Raises:
            NotFound: There is no such source.
            UsageError: They are one already.
        """
        goes, stays = (handle_of(name, Kind.SOURCE).number for name in (source, into))
        with writing_to(self.engine) as connection:
            return merges.merge(connection, goes, stays, who=who, why=why, now=exact_stamp())

    def unmerge_sources(self, merge_id: int) -> merges.Merge:
        """Take a merge back.

        Raises:
            NotFound: There is none of this number.
            UsageError: It was taken back before.
        """
        with writing_to(self.engine) as connection:
            return merges.unmerge(connection, merge_id, now=exact_stamp())

    def merges(self, source: str | None = None) -> list[merges.Merge]:
        """Merges of sources, the latest first, undone ones too; all of them, or those of one source.

        Raises:
            NotFound: There is no such source.
        """
        number = None if source is None else handle_of(source, Kind.SOURCE).number
        with reading_from(self.engine) as connection:
            return merges.merges(connection, source_id=number)

    def correct(self, attribution_id: int, *, who: str, why: str | None = None, **changes: Any) -> list[int]:
        """Put an attribution right; what the reader said stays underneath.

        Args:
            attribution_id: Its number.
            who: Who says so.
            why: Why.
            changes: For each field what stands instead, such as ``holder="Ada Brandt"``; see
                :func:`sayso.ledger.corrections.correct`.

        Returns:
            Numbers of the corrections, one for each field.

        Raises:
            NotFound: There is no such attribution.
            UsageError: A field or a value cannot be.
        """
        return self.correct_all([attribution_id], changes, who=who, why=why)

    def correct_all(
        self, attribution_ids: Iterable[int], changes: Mapping[str, Any], *, who: str, why: str | None = None
    ) -> list[int]:
        """The same for several attributions, all or none, with the changes as a mapping."""
        now = exact_stamp()
        with writing_to(self.engine) as connection:
            return [
                made
                for number in attribution_ids
                for made in corrections.correct(connection, number, changes, who=who, why=why, now=now)
            ]

    def standing(self, attribution_id: int) -> corrections.Standing:
        """An attribution as it stands: what the reader said, and what people put right.

        Raises:
            NotFound: There is none of this number.
        """
        with reading_from(self.engine) as connection:
            return corrections.load_standing(connection, attribution_id)

    def undo(self, correction_id: int, *, who: str) -> corrections.Correction:
        """Take a correction back.

        Raises:
            NotFound: There is none of this number.
            UsageError: It was taken back before.
        """
        return self.undo_all([correction_id], who=who)[0]

    def undo_all(self, correction_ids: Iterable[int], *, who: str) -> list[corrections.Correction]:
        """The same for several corrections, all or none."""
        now = exact_stamp()
        with writing_to(self.engine) as connection:
            return [corrections.undo(connection, number, who=who, now=now) for number in correction_ids]

    def last_corrections(self, *, who: str | None = None) -> list[corrections.Correction]:
        """The corrections in force that were made last, all in one go; of one person, if said."""
        with reading_from(self.engine) as connection:
            return corrections.last_of(connection, who)

    def gold(self) -> Iterator[GoldArticle]:
        """Article by article, the versions that people corrected or accepted something of, as they left them;
        :func:`sayso.export.gold.to_gold_line` writes them."""
        with reading_from(self.engine) as connection:
            numbers = corrected_articles(connection)
        for number in numbers:
            with reading_from(self.engine) as connection:
                found = list(gold_of(connection, number))
            yield from found

    def history(self, **of: Any) -> list[corrections.Correction]:
        """Corrections, the latest first; see :func:`sayso.ledger.corrections.history` for what to ask by."""
        with reading_from(self.engine) as connection:
            return corrections.history(connection, **of)
