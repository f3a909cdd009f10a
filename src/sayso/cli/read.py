"""``sayso read``: articles in, readings out, in the order in which they were named."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from sayso.cli.inputs import (
    STANDARD_INPUT,
    Input,
    check_given,
    gather_inputs,
    named,
    nothing_to_read,
    refuse_to_overwrite,
)
from sayso.cli.options import (
    FormatOption,
    InputsArgument,
    JobsOption,
    LanguageOption,
    LensOption,
    MinScoreOption,
    OutletOption,
    OutputOption,
    PrivateOption,
    PublishedOption,
    QuietOption,
    TitleOption,
    UrlOption,
    chosen_lens,
)
from sayso.cli.output import Item, choose_format, open_writer
from sayso.cli.progress import progress_bar
from sayso.cli.terminal import FAILED, MISUSE, complain, exit_on_terminate, is_terminal
from sayso.errors import UsageError
from sayso.records import Attribution, AttributionId, Failure, HeadlineCheck, Reading

# One string for each paragraph: the help breaks a line wherever its source does.
READ_HELP = "\n\n".join(
    (
        "Find every attribution in news reports: who says it, in what words, where.",
        "One article is shown as a table on your terminal. Several are read in the order in which you"
        " name them; one that cannot be read does not stop the others.",
        "[bold]Examples[/bold]",
        "[cyan]sayso read story.html[/cyan]\none article, for you to look at",
        "[cyan]sayso read story.html -o page.html[/cyan]\nthe same as a page to read, print or send",
        "[cyan]sayso read articles/ --jobs 4 -o rows.jsonl[/cyan]\na folder, one JSON object an article",
        "[cyan]pdftotext report.pdf - | sayso read -[/cyan]\ntext from another program",
        "Exit status: 0 all was read, 1 some inputs could not be read, 2 nothing could be done as asked.",
    )
)


def read_command(
    inputs: InputsArgument = None,
    format: FormatOption = None,
    output: OutputOption = None,
    jobs: JobsOption = None,
    min_score: MinScoreOption = None,
    lens: LensOption = None,
    quiet: QuietOption = False,
    title: TitleOption = None,
    outlet: OutletOption = None,
    published: PublishedOption = None,
    url: UrlOption = None,
    language: LanguageOption = None,
    allow_private: PrivateOption = False,
) -> None:
    """Read what the arguments name, and exit with a status that tells how it went."""
    from sayso.settings import load_settings

    settings = load_settings(Path.cwd(), os.environ)
    output = None if output == Path(STANDARD_INPUT) else output  # "-o -" is what goes on without it
    layout = choose_format(format and format.value, settings.format, output)
    found = gather_inputs(inputs or [])
    details = _details(
        len(found), title=title, outlet=outlet, published=published, url=url, language=language
    )
    if nothing_to_read(found):
        raise typer.Exit(MISUSE)
    _refuse_to_overwrite(found, output, format=layout)
    with exit_on_terminate():
        n_failed = _read_all(
            found,
            format=layout,
            output=output,
            jobs=jobs or settings.jobs,
            min_score=settings.min_score if min_score is None else min_score,
            quiet=quiet,
            details={
                **details,
                "allow_private": allow_private,
                "lens": chosen_lens(lens, settings.lens),
            },
        )
    if n_failed:
        raise typer.Exit(FAILED)


def _read_all(
    inputs: Sequence[Input],
    *,
    format: str,
    output: Path | None,
    jobs: int,
    min_score: float,
    quiet: bool,
    details: dict[str, Any],
) -> int:
    """Read and write everything; returns how many inputs could not be read."""
    n_failed = 0
    bar_wanted = not quiet and not (output is None and is_terminal(sys.stdout))
    with (
        open_writer(format, output) as writer,
        progress_bar(len(inputs), label="Reading", wanted=bar_wanted) as step,
    ):
        for item in _results(inputs, jobs=jobs, details=details):
            n_failed += isinstance(item, Failure)
            writer.write(_at_least(min_score, item) if isinstance(item, Reading) else item)
            step()
    if n_failed and format in ("json", "jsonl") and not quiet:
        complain(f'{n_failed} of {len(inputs)} inputs could not be read; see "error" in the output')
    return n_failed


def _results(inputs: Sequence[Input], *, jobs: int, details: dict[str, Any]) -> Iterator[Item]:
    """One result for each input, in order, under the name that the user gave."""
    from sayso.pipeline import read_many

    sources = [found.source for found in inputs if not isinstance(found.source, Failure)]
    results = read_many(sources, jobs=min(jobs, len(sources)), **details)
    for found in inputs:
        yield found.source if isinstance(found.source, Failure) else named(next(results), found.name)


def _at_least(min_score: float, reading: Reading) -> Reading:
    """The reading without attributions scored lower; what they held moves up to what held them."""
    if min_score <= 0:
        return reading
    by_id = {attribution.id: attribution for attribution in reading.attributions}

    def holder_kept(attribution: Attribution) -> Attribution:
        outer = by_id.get(attribution.within) if attribution.within else None
        while outer and outer.score < min_score:
            outer = by_id.get(outer.within) if outer.within else None
        return replace(attribution, within=outer.id if outer else None)

    kept = tuple(holder_kept(item) for item in reading.attributions if item.score >= min_score)
    ids = {attribution.id for attribution in kept}
    return replace(reading, attributions=kept, headline=_supported_by(ids, reading.headline))


def _supported_by(ids: Set[AttributionId], check: HeadlineCheck) -> HeadlineCheck:
    """The check of the headline without pointers to attributions that are left out."""
    quotes = (
        quote if quote.attribution in ids else replace(quote, attribution=None) for quote in check.quotes
    )
    claims = (
        replace(claim, support=tuple(one for one in claim.support if one in ids)) for claim in check.claims
    )
    return replace(check, quotes=tuple(quotes), claims=tuple(claims))


def _details(
    n_inputs: int,
    *,
    title: str | None,
    outlet: str | None,
    published: str | None,
    url: str | None,
    language: str | None,
) -> dict[str, Any]:
    """Check what the user says of the article.

    Raises:
        UsageError: It cannot be so, or cannot be so for all of several inputs.
    """
    for option, value in (("--title", title), ("--url", url)):
        if value and n_inputs > 1:
            raise UsageError(f"{option} is for one article, and there are {n_inputs}; leave it out")
    check_given(published=published, language=language)
    return {"title": title, "outlet": outlet, "published": published, "url": url, "language": language}


def _refuse_to_overwrite(inputs: Sequence[Input], output: Path | None, *, format: str) -> None:
    files = refuse_to_overwrite(inputs, output)
    if output is None or not output.exists() or format != "brat":
        return
    if any(folder.samefile(output) for folder in {file.parent for file in files}):
        raise UsageError(f"{output}: holds articles that brat's .txt files might overwrite; choose another")
