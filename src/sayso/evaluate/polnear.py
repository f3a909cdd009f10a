"""PolNeAR's brat files become gold documents (Newell, Margolin & Ruths, LREC 2018).

A split has ``text/<id>.txt`` and ``attributions/<id>_<annotator>.ann``. An ``E`` line of type
``Attribution`` or ``Attribution-no-source`` names ``T`` lines, by role, with offsets that may be
discontinuous (``3 9;14 20``). Of several annotators the alphabetically first is the reference.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from sayso.errors import InputError
from sayso.evaluate.gold import GoldDocument, Offsets, Parts
from sayso.records import Role

_EVENT_TYPES = ("Attribution", "Attribution-no-source")
_TEXT_BOUND = re.compile(r"(T\d+)\t\S+ ([\d ;]+)(?:\t|$)")
_EVENT = re.compile(r"E\d+\t(.+)")


def load_polnear(root: Path, split: str) -> list[GoldDocument]:
    """Load one split.

    Args:
        root: The directory that holds the splits, or the one above their ``data`` directory.
        split: ``train``, ``dev``, ``test`` or another directory of the same form.

    Raises:
        InputError: There is no such split (``missing_file``), or a text is missing (``bad_gold``).
    """
    folders = [folder for folder in (root / "data" / split, root / split) if folder.is_dir()]
    if not folders:
        message = f"{root}: holds no {split!r}; expected {root / split} or {root / 'data' / split}"
        raise InputError(message, code="missing_file")
    annotations: dict[str, list[Path]] = defaultdict(list)
    for path in (folders[0] / "attributions").glob("*.ann"):
        annotations[path.stem.rpartition("_")[0]].append(path)
    return [
        GoldDocument(stem, _text(folders[0] / "text" / f"{stem}.txt"), read_annotation(min(paths)))
        for stem, paths in annotations.items()
    ]


def _text(path: Path) -> str:
    """The text with its line ends as they are, which offsets count."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path}: cannot be read ({error}); the annotation beside it needs this text"
        raise InputError(message, code="bad_gold") from error


def read_annotation(path: Path) -> tuple[Parts, ...]:
    """The attributions of one ``.ann`` file; those without a cue or without content are dropped."""
    spans: dict[str, list[Offsets]] = {}
    events: list[str] = []
    # A T line whose text has a line break spills onto further lines, which match nothing here.
    for line in path.read_bytes().decode("utf-8").split("\n"):
        if text_bound := _TEXT_BOUND.match(line):
            spans[text_bound[1]] = [_offsets(piece) for piece in text_bound[2].split(";")]
        elif event := _EVENT.match(line):
            events.append(event[1])
    found = (_parts(event, spans) for event in events if event.split(":")[0] in _EVENT_TYPES)
    return tuple(parts for parts in found if parts.cue and parts.content)


def _offsets(piece: str) -> Offsets:
    start, end = piece.split()
    return int(start), int(end)


def _parts(event: str, spans: dict[str, list[Offsets]]) -> Parts:
    pooled: dict[str, list[Offsets]] = {role.value: [] for role in Role}
    for argument in event.split()[1:]:
        name, _, text_bound = argument.partition(":")
        role = name.rstrip("0123456789").lower()
        if role in pooled:
            pooled[role].extend(spans.get(text_bound, ()))
    return Parts(**{role: tuple(sorted(pieces)) for role, pieces in pooled.items()})
