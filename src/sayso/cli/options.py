"""The arguments and options of the commands, with what ``--help`` says of each."""

from __future__ import annotations

import math
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

_DETAILS = "What you know of the article"
# The largest number that every database takes for a row, and for how many of them.
LARGEST = 2**31 - 1


class Format(StrEnum):
    """How readings are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"
    BRAT = "brat"


class Lens(StrEnum):
    """Which scale gives words of probability their numbers."""

    NONE = "none"
    ICD203 = "icd203"
    PHIA = "phia"
    SURVEY = "survey"


class Layout(StrEnum):
    """How everything else is shown."""

    TABLE = "table"
    JSON = "json"


class Rows(StrEnum):
    """How rows of a ledger are shown."""

    TABLE = "table"
    JSONL = "jsonl"


def finite(value: float | None) -> float | None:
    """What an option says, but for ``nan``, which every range lets through.

    Raises:
        typer.BadParameter: It is no number.
    """
    if value is not None and not math.isfinite(value):
        raise typer.BadParameter(f"{value} is no number to count with.")
    return value


RowsOption = Annotated[
    Rows | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        show_default="table on a terminal, else jsonl",
        help="table for people, or jsonl, one object a line.",
    ),
]
LayoutOption = Annotated[Layout, typer.Option("--format", "-f", help="For people, or as JSON.")]

InputsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="INPUT",
        show_default=False,
        help="Files, directories, http(s) addresses, or - for standard input.",
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        show_default="table on a terminal, else jsonl",
        help="table for people, json one array, jsonl one object a line, html one page, brat a text"
        " and an annotation file for each article.",
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="PATH",
        show_default="standard output",
        help="File to write, for brat a directory; - for standard output. The file appears only when"
        " everything is written; its suffix chooses the format if --format does not.",
    ),
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", metavar="N", min=1, max=256, show_default="1", help="Processes to read with."
    ),
]
MinScoreOption = Annotated[
    float | None,
    typer.Option(
        "--min-score",
        metavar="SCORE",
        min=0,
        max=1,
        callback=finite,
        show_default="0",
        help="Leave out attributions scored lower than this.",
    ),
]
LensOption = Annotated[
    Lens | None,
    typer.Option(
        "--lens",
        metavar="SCALE",
        show_default="none",
        help="Give words of probability, such as likely, the numbers of a scale: icd203 or phia, of"
        " intelligence services, survey, of 46 readers, or none.",
    ),
]


def chosen_lens(asked: Lens | None, settled: str | None) -> str | None:
    """The lens of the option, which may be none, or else that of the settings."""
    if asked is None:
        return settled
    return asked.value if asked is not Lens.NONE else None


QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary, only errors.")]
PrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Fetch from private, loopback and link-local hosts too.")
]

TitleOption = Annotated[
    str | None, typer.Option("--title", metavar="TEXT", help="Its headline.", rich_help_panel=_DETAILS)
]
OutletOption = Annotated[
    str | None, typer.Option("--outlet", metavar="NAME", help="Who published it.", rich_help_panel=_DETAILS)
]
PublishedOption = Annotated[
    str | None,
    typer.Option("--published", metavar="YYYY-MM-DD", help="When it came out.", rich_help_panel=_DETAILS),
]
UrlOption = Annotated[
    str | None,
    typer.Option("--url", metavar="ADDRESS", help="Its canonical address.", rich_help_panel=_DETAILS),
]
LanguageOption = Annotated[
    str | None,
    typer.Option("--language", metavar="CODE", help="Two letters, such as en.", rich_help_panel=_DETAILS),
]

GoldArgument = Annotated[
    Path,
    typer.Argument(
        metavar="POLNEAR_DIR|GOLD.jsonl",
        help="PolNeAR's directory, or JSON Lines with id, text and attributions.",
    ),
]
SplitOption = Annotated[
    str, typer.Option("--split", metavar="NAME", help="Which part of PolNeAR: train, dev or test.")
]
CheckOption = Annotated[bool, typer.Option("--check", help="Fail when a score is below its floor.")]
UpdateFloorsOption = Annotated[
    bool, typer.Option("--update-floors", help="Make these scores the new floors.")
]
AllowLowerOption = Annotated[
    str | None,
    typer.Option(
        "--allow-lower", metavar="REASON", help="Let --update-floors lower a floor; the reason is kept."
    ),
]
FloorsOption = Annotated[
    Path | None,
    typer.Option(
        "--floors", metavar="FILE", show_default="that of the package", help="Where floors are kept."
    ),
]
