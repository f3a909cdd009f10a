"""``sayso export``: what a ledger holds becomes a file or folder in a format that others read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.inputs import STANDARD_INPUT
from sayso.cli.ledgers import DbOption, open_chosen, refuse_ledger
from sayso.cli.options import QuietOption
from sayso.cli.output import BratWriter, make_folder, open_binary, open_output, whole_file
from sayso.cli.progress import progress_bar
from sayso.cli.terminal import complain, exit_on_terminate, is_terminal, number
from sayso.errors import UsageError
from sayso.ingest.given import iso_date

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sayso.ledger.takeout import Choice, Taken
    from sayso.ledger.upheld import Upheld

# One string for each paragraph: the help breaks a line wherever its source does.
EXPORT_HELP = "\n\n".join(
    (
        "Write what a ledger holds in a format that others read.",
        "All formats but [cyan]jsonl[/cyan] say what stands after corrections, and leave out what was"
        " rejected. [cyan]jsonl[/cyan] has the readings as they were made, with the corrections beside them:"
        " [bold]sayso import[/bold] makes the same ledger of it.",
        "[bold]Examples[/bold]",
        "[cyan]sayso export -o year.jsonl[/cyan]\neverything, to import elsewhere",
        "[cyan]sayso export --as xlsx -o minister.xlsx --holder 'Ida Holm' --since 2023-03-01[/cyan]\n"
        "what one person said since March, as a spreadsheet",
        "[cyan]sayso export --as html -o pages --outlet 'Tarn Post'[/cyan]\n"
        "a page for each article of an outlet, and an index",
    )
)


class As(StrEnum):
    """The formats."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    WEBANNOTATION = "webannotation"
    JSONLD = "jsonld"
    PROV = "prov"
    BRAT = "brat"
    HTML = "html"
    STIX = "stix"
    GOLD = "gold"


_OF_SUFFIX = {
    ".jsonl": As.JSONL,
    ".ndjson": As.JSONL,
    ".csv": As.CSV,
    ".xlsx": As.XLSX,
    ".parquet": As.PARQUET,
    ".jsonld": As.JSONLD,
}
# Formats of whole articles; of the others --holder takes only what this holder says.
_WHOLE = (As.JSONL, As.BRAT, As.HTML)

AsOption = Annotated[
    As | None,
    typer.Option(
        "--as",
        metavar="FORMAT",
        show_default="by the suffix of --output, else jsonl",
        help="jsonl readings with corrections, to import again; csv, xlsx or parquet one row an attribution;"
        " webannotation W3C Web Annotations; jsonld schema.org; prov W3C PROV-JSON; brat text and"
        " annotation files; html a page an article, with an index; stix a STIX 2.1 bundle; gold what people"
        " corrected, for sayso evaluate and to train on.",
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="PATH",
        show_default="standard output",
        help="File to write, for brat and html a directory. A file appears only when all is written.",
    ),
]
ArticlesOption = Annotated[
    str | None,
    typer.Option(
        "--outlet", metavar="WHO", help="Only articles of this outlet: a source (s5), a name or a domain."
    ),
]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Only articles of this day or later.")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="Only articles of this day or earlier.")
]
HolderOption = Annotated[
    str | None,
    typer.Option(
        "--holder",
        metavar="WHO",
        help="Only what this source (s5, or a name) says; in jsonl, brat and html articles in which it does.",
    ),
]
VersionsOption = Annotated[
    bool,
    typer.Option(
        "--all-versions",
        help="Earlier versions of articles and superseded readings too (jsonl only).",
    ),
]


def export_command(
    format: AsOption = None,
    output: OutputOption = None,
    db: DbOption = None,
    outlet: ArticlesOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    holder: HolderOption = None,
    all_versions: VersionsOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write what the ledger holds."""
    output = None if output == Path(STANDARD_INPUT) else output
    chosen = format or (output and _OF_SUFFIX.get(output.suffix.lower())) or As.JSONL
    if all_versions and chosen is not As.JSONL:
        raise UsageError(f"--all-versions goes with jsonl; {chosen.value} has what stands alone")
    for option, day in (("--since", since), ("--until", until)):
        if day is not None and iso_date(day) is None:
            raise UsageError(f"{option} is {day!r}; give a date as YYYY-MM-DD")
    if since and until and since > until:
        raise UsageError(f"--since ({since}) is after --until ({until}); give the earlier day first")
    with exit_on_terminate(), open_chosen(db) as ledger:
        from sayso.ledger.takeout import Choice, one_state

        refuse_ledger(ledger, output)
        with one_state(ledger.engine) as connection:
            job = _Job(
                connection, Choice(outlet=outlet, since=since, until=until, holder=holder), all_versions
            )
            if chosen is As.JSONL:
                job.write_lines(output, quiet=quiet)
            elif chosen is As.GOLD:
                job.write_gold(output)
            else:
                job.write(chosen, output, quiet=quiet)
        if not quiet and (output or not job.n_readings):
            complain(job.summary(chosen, output))


@dataclass(slots=True)
class _Job:
    """What is to be exported, and how many readings have been."""

    connection: Connection
    choice: Choice
    all_versions: bool
    n_readings: int = 0

    def summary(self, format: As, output: Path | None) -> str:
        """What there is to say at the end."""
        if self.n_readings:
            noun = "reading" if self.all_versions else "article"
            return f"{output}: {number(self.n_readings, noun)} as {format.value}"
        if format is As.GOLD:
            return "nobody has corrected anything there"
        return "no article of the ledger is asked for; choose another outlet, holder or time"

    def write_lines(self, output: Path | None, *, quiet: bool) -> None:
        """Write readings with their corrections, one a line."""
        from sayso.export.jsonlines import json_line
        from sayso.ledger.takeout import Scope, merges

        scope = Scope.ALL if self.all_versions else Scope.CORRECTED
        with open_output(output, for_people=False) as put:
            for taken in self._taken(scope, output, quiet=quiet):
                put(json_line(taken.to_dict()) + "\n")
            merged = merges(self.connection)
            if merged:
                put(json_line({"schema": "sayso/1", "merges": merged}) + "\n")

    def write_gold(self, output: Path | None) -> None:
        """Write the articles that people corrected, one version a line."""
        from sayso.export.gold import to_gold_line
        from sayso.ledger.gold import corrected_articles, gold_of
        from sayso.ledger.takeout import article_numbers

        chosen = article_numbers(self.connection, self.choice)
        with open_output(output, for_people=False) as put:
            for article_id in corrected_articles(self.connection):
                if article_id in chosen:
                    self.n_readings += 1
                    for article in gold_of(self.connection, article_id):
                        put(to_gold_line(article) + "\n")

    def write(self, format: As, output: Path | None, *, quiet: bool) -> None:
        """Write what stands."""
        from sayso.ledger.takeout import Scope

        items = self._upheld(self._taken(Scope.STANDING, output, quiet=quiet), whole=format in _WHOLE)
        if format is As.BRAT:
            _write_brat(items, make_folder(output, "brat"))
        elif format is As.HTML:
            _write_pages(items, make_folder(output, "html"))
        elif format in _BINARY:
            with open_binary(output) as stream:
                _BINARY[format](items, stream)
        else:
            pieces = _TEXT[format](items)
            with open_output(output, for_people=False) as put:
                for piece in pieces:
                    put(piece)

    def _taken(self, scope: Any, output: Path | None, *, quiet: bool) -> Iterator[Taken]:
        from sayso.ledger.takeout import count, take

        wanted = not quiet and is_terminal(sys.stderr) and not (output is None and is_terminal(sys.stdout))
        total = count(self.connection, self.choice, scope=scope) if wanted else 0
        with progress_bar(total, label="Exporting", wanted=wanted) as step:
            for taken in take(self.connection, self.choice, scope=scope):
                yield taken
                self.n_readings += 1
                step()

    def _upheld(self, items: Iterable[Taken], *, whole: bool) -> Iterator[Upheld]:
        from sayso.ledger.upheld import held_by, uphold

        for taken in items:
            upheld = uphold(self.connection, taken)
            holder = self.choice.holder
            yield upheld if whole or not holder else held_by(self.connection, upheld, holder)


def _write_brat(items: Iterable[Upheld], folder: Path) -> None:
    writer = BratWriter(folder)
    for upheld in items:
        writer.write(upheld.reading)


def _write_pages(items: Iterable[Upheld], folder: Path) -> None:
    """A page for each article, and the index last; no name comes from the data."""
    from sayso.export.html import render_page
    from sayso.export.index_html import INDEX, index_entry, render_index

    entries = []
    for upheld in items:
        name = f"article-{upheld.taken.article}.html"
        with whole_file(folder / name) as put:
            put(render_page(upheld.reading, index=INDEX))
        entries.append(index_entry(upheld.reading, name))
    with whole_file(folder / INDEX) as put:
        put(render_index(entries))


def _csv(items: Iterable[Upheld]) -> Iterator[str]:
    from sayso.export.rows_out import csv_pieces

    return csv_pieces(items)


def _webannotation(items: Iterable[Upheld]) -> Iterator[str]:
    from sayso.export.webannotation import annotation_pieces

    return annotation_pieces(items)


def _jsonld(items: Iterable[Upheld]) -> Iterator[str]:
    from sayso.export.jsonld import jsonld_pieces

    return jsonld_pieces(items)


def _prov(items: Iterable[Upheld]) -> Iterator[str]:
    from sayso.export.prov import prov_pieces

    return prov_pieces(items)


def _stix(items: Iterable[Upheld]) -> Iterator[str]:
    from sayso.export.stix import stix_pieces

    return stix_pieces(items)


def _xlsx(items: Iterable[Upheld], stream: Any) -> None:
    from sayso.export.xlsx import write_xlsx

    write_xlsx(items, stream)


def _parquet(items: Iterable[Upheld], stream: Any) -> None:
    from sayso.export.parquet import write_parquet

    write_parquet(items, stream)


_TEXT: dict[As, Callable[[Iterable[Upheld]], Iterator[str]]] = {
    As.CSV: _csv,
    As.WEBANNOTATION: _webannotation,
    As.JSONLD: _jsonld,
    As.PROV: _prov,
    As.STIX: _stix,
}
_BINARY: dict[As, Callable[[Iterable[Upheld], Any], None]] = {As.XLSX: _xlsx, As.PARQUET: _parquet}
