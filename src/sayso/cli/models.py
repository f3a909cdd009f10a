"""``sayso models``: which reader models are installed, and whether their files are what they should be."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typer

from sayso.cli.options import Layout, LayoutOption
from sayso.cli.output import print_json
from sayso.cli.terminal import FAILED, complain, wants_color, width_of
from sayso.errors import ModelError


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """One model of the package.

    Attributes:
        language: ISO 639-1 code of the language that it reads.
        name: As in the ``reader`` of a reading, as are ``version`` and ``digest``.
        version: Of the model.
        licence: As the model card tells it.
        size_bytes: Of its files together.
        digest: Over the digests of its files, as the card names them.
        verified: Whether the files have the digests that the card names.
        problem: What is wrong, or None.
        scores: What the card reports.
    """

    language: str
    name: str
    version: str
    licence: str
    size_bytes: int
    digest: str
    verified: bool
    problem: str | None
    scores: Mapping[str, Any]


def models_command(
    format: LayoutOption = Layout.TABLE,
) -> None:
    """List the installed reader models: version, licence, size, digest, scores.

    The files are compared with the digests that the model card names.

    Exit status: 0 all are whole, 1 one is missing or changed.
    """
    installed = installed_models()
    if format is Layout.JSON:
        print_json([asdict(model) for model in installed])
    else:
        _print_models(installed)
    if not installed:
        complain("no reader model is installed; reinstall Sayso with pip's --force-reinstall")
    if not installed or not all(model.verified for model in installed):
        raise typer.Exit(FAILED)


def installed_models(directory: Path | None = None) -> list[InstalledModel]:
    """Look at every model below a directory, by default that of the package."""
    from sayso.inference import default_model_directory

    directory = directory or default_model_directory().parent
    return [_look_at(card.parent) for card in sorted(directory.glob("*/card.json"))]


def _look_at(folder: Path) -> InstalledModel:
    from sayso.inference import model_digest, read_card, verify_files

    card: Mapping[str, Any] = {}
    problem = None
    try:
        card = read_card(folder)
        verify_files(folder, card)
    except ModelError as error:
        problem = error.message
    return InstalledModel(
        language=folder.name,
        name=card.get("name", folder.name),
        version=card.get("version", "unknown"),
        licence=card.get("licence", "unknown"),
        size_bytes=sum(path.stat().st_size for path in folder.iterdir() if path.is_file()),
        digest=model_digest(card.get("files", {})),
        verified=problem is None,
        problem=problem,
        scores=card.get("scores", {}),
    )


def _print_models(installed: list[InstalledModel]) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, no_color=not wants_color(sys.stdout), width=width_of(sys.stdout))
    for model in installed:
        console.print(Text(f"{model.name} {model.version}", style="bold"))
        grid = Table.grid(padding=(0, 2))
        for name, value in _rows(model):
            grid.add_row(Text(name), Text(value, overflow="fold"))
        console.print(Padding(grid, (0, 0, 0, 2)))


def _rows(model: InstalledModel) -> Iterator[tuple[str, str]]:
    yield "language", model.language
    yield "licence", model.licence
    yield "size", f"{model.size_bytes / 1e6:.1f} MB"
    yield "files", "whole" if model.verified else f"NOT USABLE: {model.problem}"
    yield "digest", model.digest
    for name, value in model.scores.items():
        if isinstance(value, Mapping):
            yield name, " · ".join(f"{metric} {score}" for metric, score in value.items())
        else:
            yield name, str(value)
