"""Annotated files become gold documents: PolNeAR's directories, or JSON Lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from sayso.errors import InputError
from sayso.records import JUDGED, Role

Offsets = tuple[int, int]
JUDGEMENTS = tuple(JUDGED)


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
class Judged:
    """What somebody judged of one attribution.

    Attributes:
        holder: Name of the holder, or None where there is none.
        via: Names of the channels.
        due: Words of the time that a prediction or intention falls due, or None.
        labels: By name (``JUDGEMENTS``), the value.
    """

    holder: str | None
    via: tuple[str, ...]
    due: str | None
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One article as somebody annotated it.

    Attributes:
        id: Unique in its set.
        text: What offsets count into.
        attributions: In the order of the annotation.
        judgements: What was judged of each, in the same order; None for one that should not be judged.
            Empty when the set has no judgements.
    """

    id: str
    text: str
    attributions: tuple[Parts, ...]
    judgements: tuple[Judged | None, ...] = ()


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
        """``sha256:`` and the digest of all texts, spans and judgements, however they were stored."""
        digest = hashlib.sha256()
        for document in self.documents:
            parts = [[item.spans(role) for role in Role] for item in document.attributions]
            row: list[Any] = [document.id, document.text, parts]
            if document.judgements:
                row.append([asdict(item) if item else None for item in document.judgements])
            digest.update(json.dumps(row).encode() + b"\n")
        return f"sha256:{digest.hexdigest()}"


def load_gold(path: Path, *, split: str = "dev") -> GoldSet:
    """Load a gold set.

    Args:
        path: PolNeAR's directory, or that of one split, or a file of JSON Lines: objects with ``id``,
            ``text`` and ``attributions``, whose ``source``, ``cue`` and ``content`` are lists of
            ``[start, end]`` or of spans as a reading has them. Where attributions carry judgements
            (``holder``, ``via``, ``due`` and those of ``JUDGEMENTS``), the set's name ends in ``-judged``;
            one with ``bad_spans`` is not judged.
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
    documents = _in_order(_load_lines(path))
    judged = any(document.judgements for document in documents)
    return GoldSet(f"{path.stem}-judged" if judged else path.stem, documents)


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
    except ValueError as error:
        raise _not_gold(error, where) from error
    return to_document(row, where)


def to_document(row: Any, where: str) -> GoldDocument:
    """One object of a gold file as a document; ``where`` it stands is told with what is wrong of it."""
    try:
        attributions = tuple(_parts(item) for item in row["attributions"])
        names = {entity["id"]: entity["name"] for entity in row.get("entities", ())}
        judgements = tuple(_judged(item, names) for item in row["attributions"])
        judgements = judgements if any(judgements) else ()
        document = GoldDocument(str(row["id"]), str(row["text"]), attributions, judgements)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _not_gold(error, where) from error
    for parts in attributions:
        for start, end in (span for role in Role for span in parts.spans(role)):
            if not 0 <= start < end <= len(document.text):
                message = f"{where}: span [{start}, {end}] does not lie in the text; correct the offsets"
                raise InputError(message, code="bad_gold")
    return document


def _not_gold(error: Exception, where: str) -> InputError:
    reason = f"{type(error).__name__}: {error}"
    message = f'{where}: not a gold document ({reason}); each line needs "id", "text" and "attributions"'
    return InputError(message, code="bad_gold")


def _parts(item: Mapping[str, Sequence[Any]]) -> Parts:
    return Parts(**{role.value: tuple(sorted(map(_offsets, item.get(role.value, ())))) for role in Role})


def _judged(item: Mapping[str, Any], names: Mapping[str, str]) -> Judged | None:
    """Judgements as annotated, or as a reading has them: a holder's id, a due time with its dates."""
    if item.get("bad_spans") or not all(item.get(name) for name in JUDGEMENTS):
        return None
    holder, due = item.get("holder"), item.get("due")
    return Judged(
        holder=names.get(holder, holder) if holder else None,
        via=tuple(item.get("via", ())),
        due=due["text"] if isinstance(due, Mapping) else due,
        labels={name: str(item[name]) for name in JUDGEMENTS},
    )


def _offsets(span: Any) -> Offsets:
    start, end = (span["start"], span["end"]) if isinstance(span, Mapping) else span
    return int(start), int(end)
