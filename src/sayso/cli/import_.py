"""``sayso import``: what ``sayso export`` wrote, or people annotated in brat, comes into a ledger."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.ledgers import DbOption, current_user, open_chosen
from sayso.cli.options import QuietOption
from sayso.cli.output import complain_of
from sayso.cli.readings import objects_in
from sayso.cli.terminal import FAILED, SHOWN, complain, exit_on_terminate, number
from sayso.errors import InputError

if TYPE_CHECKING:
    from sayso.ledger.imported_article import Brought
    from sayso.ledger.ledger import Ledger

# One string for each paragraph: the help breaks a line wherever its source does.
IMPORT_HELP = "\n\n".join(
    (
        "Take readings and corrections into a ledger: what is there already is passed over.",
        "A file is JSON lines of [bold]sayso export[/bold] or [bold]sayso read[/bold]. A folder is one of"
        " brat: where an annotation differs from the ledger, that becomes corrections; where something was"
        " added, it becomes a reading of its own that stands instead of the machine's.",
        "[bold]Examples[/bold]",
        "[cyan]sayso import year.jsonl --db copy.db[/cyan]\nthe same ledger once more",
        "[cyan]sayso import annotated/ --who Ida[/cyan]\nwhat Ida changed in brat",
        "Exit status: 0 all is in the ledger, 1 some of it could not be taken in.",
    )
)

# How every file of SQLite begins.
_SQLITE = b"SQLite format 3\x00"

FilesArgument = Annotated[
    list[Path],
    typer.Argument(metavar="FILE", help="Files of sayso export or sayso read, or folders of brat."),
]
WhoOption = Annotated[
    str | None,
    typer.Option(
        "--who", metavar="NAME", show_default="your user name", help="Who annotated a folder of brat."
    ),
]


def import_command(
    files: FilesArgument,
    db: DbOption = None,
    who: WhoOption = None,
    quiet: QuietOption = False,
) -> None:
    """Take in what the arguments name."""
    for path in files:
        _check(path)
    n_failed = 0
    with exit_on_terminate(), open_chosen(db, create=True) as ledger:
        for path in files:
            brought = _folder(ledger, path, who or current_user()) if path.is_dir() else _file(ledger, path)
            for failure in brought.failures[:SHOWN]:
                complain_of(failure)
            if len(brought.failures) > SHOWN:
                complain(f"{path}: {len(brought.failures) - SHOWN:,} more lines like these")
            n_failed += len(brought.failures)
            if not quiet:
                typer.echo(f"{path}: {_sentence(brought)}")
    if n_failed:
        raise typer.Exit(FAILED)


def _check(path: Path) -> None:
    """Make sure that a file or folder is there, before a ledger is made for what is in it.

    Raises:
        InputError: It is not, or is something else.
    """
    try:
        mode = path.stat().st_mode
        is_ledger = stat.S_ISREG(mode) and _opening(path) == _SQLITE
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{path}: no such file or folder; check the name", code="missing_file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be opened ({reason}); check the name", code="unreadable") from None
    if is_ledger:
        raise InputError(
            f"{path}: is a ledger itself; import what `sayso export --db {path} -o all.jsonl` writes",
            code="bad_readings",
        )
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISFIFO(mode)):
        raise InputError(f"{path}: is a device or socket; name a file or a folder", code="unreadable")


def _opening(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(len(_SQLITE))


def _file(ledger: Ledger, path: Path) -> Brought:
    from sayso.ledger.clock import stamp
    from sayso.ledger.imports import bring

    *_, brought = bring(ledger.engine, str(path), objects_in(path), now=stamp())
    return brought


def _folder(ledger: Ledger, path: Path, who: str) -> Brought:
    from sayso.ledger.annotated import bring_folder
    from sayso.ledger.clock import exact_stamp

    return bring_folder(ledger.engine, path, who=who, now=exact_stamp())


def _sentence(brought: Brought) -> str:
    """What came in, such as ``3 articles, 12 attributions, 1 known already``."""
    counted: Sequence[tuple[int, str]] = (
        (brought.articles, "article"),
        (brought.versions, "further version"),
        (brought.readings, "further reading"),
        (brought.attributions, "attribution"),
        (brought.corrections, "correction"),
        (brought.merges, "merge"),
    )
    parts = [number(n, noun) for n, noun in counted if n]
    if brought.known:
        parts.append(f"{brought.known:,} known already")
    if brought.failures:
        parts.append(f"{len(brought.failures):,} not taken in")
    return ", ".join(parts) or "nothing"
