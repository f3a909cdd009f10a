"""Annotated files become gold documents: PolNeAR's directories, or JSON Lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from sayso.errors import InputError
from sayso.records import Role

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Parts:
    """One attribution as metrics see it: for each role its spans, half open, as annotated."""

    source: tuple[Offsets, ...]
    cue: tuple[Offsets, ...]
    content: tuple[Offsets, ...]

    def spans(self, role: Role) -> tuple[Offsets, ...]:
        """The spans of one role."""
        return {Role.SOURCE: self.source, Role.CUE: self.cue, Role.CONTENT: self.content}[role]


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One article as somebody annotated it.

    Attributes:
        id: Unique in its set.
        text: What offsets count into.
        attributions: In the order of the annotation.
    """

    id: str
    text: str
    attributions: tuple[Parts, ...]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Documents to score a reader on.

    Attributes:
        name: Under which floors are kept, such as ``polnear-dev``.
        documents: Sorted by id.
    """

    name: str
    documents: tuple[GoldDocument, ...]

    @property
    def digest(self) -> str:
        """``sha256:`` and the digest of all texts and spans, the same however they were stored."""
        digest = hashlib.sha256()
        for document in self.documents:
            parts = [[item.spans(role) for role in Role] for item in document.attributions]
            digest.update(json.dumps([document.id, document.text, parts]).encode() + b"\n")
        return f"sha256:{digest.hexdigest()}"


def load_gold(path: Path, *, split: str = "dev") -> GoldSet:
    """Load a gold set.

    Args:
        path: PolNeAR's directory, or that of one split, or a file of JSON Lines: objects with ``id``,
            ``text`` and ``attributions``, whose ``source``, ``cue`` and ``content`` are lists of
            ``[start, end]`` or of spans as a reading has them.
        split: Which part of PolNeAR; a file has no parts.

    Raises:
        InputError: There is no such data, or it is not of this form (``bad_gold``).
    """
    from sayso.evaluate.polnear import load_polnear

    if (path / "attributions").is_dir():
        path, split = path.resolve().parent, path.resolve().name
    if path.is_dir():
        return GoldSet(f"polnear-{split}", _in_order(load_polnear(path, split)))
    if not path.is_file():
        message = f"{path}: no such file or directory; name a PolNeAR directory or a file of JSON Lines"
        raise InputError(message, code="missing_file")
    return GoldSet(path.stem, _in_order(_load_lines(path)))


def _in_order(documents: Iterable[GoldDocument]) -> tuple[GoldDocument, ...]:
    ordered = tuple(sorted(documents, key=lambda document: document.id))
    for one, next_one in pairwise(ordered):
        if one.id == next_one.id:
            raise InputError(f"gold document {one.id!r} is there twice; ids must differ", code="bad_gold")
    if not ordered:
        raise InputError("the gold data holds no documents; name another file", code="bad_gold")
    return ordered


def _load_lines(path: Path) -> list[GoldDocument]:
    documents = []
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: is not UTF-8 ({error.reason}); save it as UTF-8", code="bad_gold"
        ) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            documents.append(_document(line, f"{path}:{number}"))
    return documents


def _document(line: str, where: str) -> GoldDocument:
    try:
        row = json.loads(line)
        attributions = tuple(_parts(item) for item in row["attributions"])
        document = GoldDocument(str(row["id"]), str(row["text"]), attributions)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
        message = f'{where}: not a gold document ({reason}); each line needs "id", "text" and "attributions"'
        raise InputError(message, code="bad_gold") from error
    for parts in attributions:
        for start, end in (span for role in Role for span in parts.spans(role)):
            if not 0 <= start < end <= len(document.text):
                message = f"{where}: span [{start}, {end}] does not lie in the text; correct the offsets"
                raise InputError(message, code="bad_gold")
    return document


def _parts(item: Mapping[str, Sequence[Any]]) -> Parts:
    return Parts(**{role.value: tuple(sorted(map(_offsets, item.get(role.value, ())))) for role in Role})


def _offsets(span: Any) -> Offsets:
    start, end = (span["start"], span["end"]) if isinstance(span, Mapping) else span
    return int(start), int(end)
