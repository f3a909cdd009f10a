"""``sayso doctor``: what of Sayso works on this machine, what is missing, and how to get it."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec

import typer

from sayso.cli.models import installed_models
from sayso.cli.terminal import FAILED, one_line
from sayso.errors import SaysoError

_SENTENCE = 'Mayor Ilse Brandt said the harbour will open again in May. "We are ready," she told reporters.\n'
_OLDEST_PYTHON = (3, 11)
_PACKAGES = (
    "onnxruntime",
    "tokenizers",
    "numpy",
    "lxml",
    "lxml_html_clean",
    "trafilatura",
    "charset-normalizer",
    "py3langid",
    "rich",
    "typer",
)
# For each extra of the package: a module that it brings, and what it is for.
_EXTRAS = {
    "ledger": ("sqlalchemy", "keeping readings in a ledger"),
    "postgresql": ("psycopg", "a ledger in PostgreSQL"),
    "export": ("pyarrow", "exports as xlsx, parquet, prov and stix"),
    "train": ("torch", "training a reader model"),
    "bench": ("textacy", "comparing with other programs"),
    "spacy": ("spacy", "Sayso in a spaCy pipeline"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """What came of one look.

    Attributes:
        state: ``ok``, ``note`` for something optional or cosmetic, ``problem`` for what must be mended.
        name: What was looked at.
        found: What was found and, where that helps, what to do.
    """

    state: str
    name: str
    found: str


def doctor_command() -> None:
    """Check this installation: Python, packages, model, a trial sentence, the terminal.

    Exit status: 0 everything needed works, 1 something must be mended.
    """
    n_problems = 0
    for look in (_python, _packages, _models, _trial, _terminal, _extras):
        for check in look():
            n_problems += check.state == "problem"
            print(f"{check.state:<8} {check.name:<20} {one_line(check.found)}", flush=True)
    if n_problems:
        raise typer.Exit(FAILED)


def _python() -> Iterator[Check]:
    found = f"{platform.python_version()} on {platform.platform()}"
    if sys.version_info < _OLDEST_PYTHON:
        yield Check("problem", "Python", f"{found}; Sayso needs Python 3.11 or newer")
    else:
        yield Check("ok", "Python", found)


def _packages() -> Iterator[Check]:
    for name in _PACKAGES:
        try:
            yield Check("ok", name, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Check("problem", name, f"missing; get it with: pip install {name}")


def _models() -> Iterator[Check]:
    installed = installed_models()
    if not installed:
        found = "none installed; reinstall Sayso with pip's --force-reinstall"
        yield Check("problem", "reader model", found)
    for model in installed:
        name = f"model {model.name}"
        if model.problem:
            yield Check("problem", name, f"{model.problem}; reinstall Sayso with pip's --force-reinstall")
        else:
            yield Check("ok", name, f"{model.version}, files whole, {model.size_bytes / 1e6:.1f} MB")


def _trial() -> Iterator[Check]:
    from sayso.pipeline import read_text

    started = time.perf_counter()
    try:
        reading = read_text(_SENTENCE, language="en")
    except SaysoError as error:
        yield Check("problem", "trial sentence", error.message)
    except Exception as error:  # whatever breaks, the remaining checks are worth seeing
        yield Check("problem", "trial sentence", f"{type(error).__name__}: {error}")
    else:
        elapsed = time.perf_counter() - started
        found = f"{len(reading.attributions)} attributions in {elapsed:.2f} s, loading included"
        yield Check("ok" if reading.attributions else "problem", "trial sentence", found)


def _terminal() -> Iterator[Check]:
    encoding = sys.stdout.encoding or "unknown"
    if encoding.lower().replace("-", "") == "utf8":
        yield Check("ok", "terminal", "shows every character (UTF-8)")
    else:
        found = f"{encoding} cannot show every character; set PYTHONUTF8=1 or a UTF-8 locale"
        yield Check("note", "terminal", found)


def _extras() -> Iterator[Check]:
    for extra, (module, purpose) in _EXTRAS.items():
        if find_spec(module):
            yield Check("ok", f"extra {extra}", f"installed, for {purpose}")
        else:
            found = f"not installed; for {purpose}: pip install '.[{extra}]' in a checkout"
            yield Check("note", f"extra {extra}", found)
