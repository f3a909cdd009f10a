"""Inputs become candidates, one for each article: containers are opened, what cannot be read is named."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from sayso.errors import InputError
from sayso.ingest.containers import parts_of
from sayso.ingest.load import MAX_FILE_BYTES
from sayso.ingest.parts import BadPart, Part, ReadyPart
from sayso.pipeline import Source
from sayso.records import Failure

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """Something that holds articles.

    Attributes:
        name: What the user called it.
        source: A file, an address, the bytes of a file, or why there is none of these.
        given: What the user says of its articles.
        places: The parts that are wanted; None for all.
    """

    name: str
    source: Source | Failure
    given: Mapping[str, str] = field(default_factory=dict)
    places: Set[str] | None = None

    @property
    def origin(self) -> str:
        """Where it can be found again: an absolute path, an address, or ``-``."""
        return os.path.abspath(self.source) if isinstance(self.source, Path) else self.name


@dataclass(frozen=True, slots=True)
class Candidate:
    """One article that may be added.

    Attributes:
        input: Where it is from.
        content: A file or address that is an article itself, or a part of a container.
    """

    input: Input
    content: Path | str | Part | ReadyPart | BadPart

    @property
    def place(self) -> str:
        """Which part of the input; empty for all of it."""
        return self.content.place if isinstance(self.content, (Part, ReadyPart, BadPart)) else ""

    @property
    def name(self) -> str:
        """What to call it."""
        return f"{self.input.name}#{self.place}" if self.place else self.input.name

    @property
    def position(self) -> int | None:
        """Bytes of the input that have been used up so far; None for all."""
        content = self.content
        return content.position if isinstance(content, (Part, ReadyPart, BadPart)) else None

    def digest(self) -> str | None:
        """Tells it, with what is said of it, from all others; None where it has to be fetched to know."""
        given = dict(self.input.given)
        if isinstance(self.content, Part):
            return self.content.digest(given)
        if not isinstance(self.content, Path):
            return None
        try:
            with open(self.content, "rb") as file:
                data = file.read(MAX_FILE_BYTES + 1)
        except (OSError, ValueError):
            return None
        return _digest(data, self.content.suffix.lower(), given)


def _digest(data: bytes, suffix: str, given: Mapping[str, str]) -> str:
    digest = hashlib.sha256(repr((suffix, sorted(given.items()))).encode("utf-8", "surrogatepass"))
    digest.update(data)
    return digest.hexdigest()


def candidates_of(input: Input) -> Iterator[Candidate]:
    """The articles of an input, read as they are asked for; what is broken is among them."""
    source = input.source
    if isinstance(source, Failure):
        yield Candidate(input, BadPart("", source.code, source.message))
    elif isinstance(source, str):
        yield Candidate(input, source)
    else:
        yield from _looked_into(input, source)


def _looked_into(input: Input, source: Path | bytes) -> Iterator[Candidate]:
    try:
        if isinstance(source, bytes) and len(source) > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // 1024**2
            raise InputError(f"{input.name}: more than {limit} MiB; name a file instead", code="too_large")
        parts = parts_of(source, name=input.name)
        if parts is None:
            yield Candidate(input, Part("", source) if isinstance(source, bytes) else source)
            return
        for part in parts:
            if input.places is None or part.place in input.places:
                yield Candidate(input, part)
    except InputError as error:
        yield Candidate(input, BadPart("", error.code, error.message))


def all_candidates(inputs: Iterable[Input]) -> Iterator[Candidate]:
    """The articles of all inputs, in their order."""
    for input in inputs:
        yield from candidates_of(input)
