"""brat standoff becomes attributions as an annotator left them: places by role, judgements, a note.

The form is that of :mod:`sayso.export.brat`, and of PolNeAR. Format: https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sayso.ledger.corrections.fields import CLOSED
from sayso.records import JUDGED, Role

Places = tuple[tuple[int, int], ...]
_ROLES = {role.value: role for role in Role}
_DIGITS = "0123456789"
# What the note of an attribution says, as the export writes it.
_NOTED = {
    "holder": re.compile(r"(?:^|; )holder: (.*?)(?=; via: |; due: |$)"),
    "via": re.compile(r"(?:^|; )via: (.*?)(?=; due: |$)"),
    "due": re.compile(r"(?:^|; )due: (.*?)(?: \([^()]*\))?$"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One attribution.

    Attributes:
        name: Its name in the file, such as ``E3``.
        places: For each role its pieces, in text order.
        judgements: Values of the contract, by their names.
        noted: What its note says: ``holder``, ``via`` and ``due``, those that it has; the words of a due time
            with the line ends of the text.
    """

    name: str
    places: Mapping[Role, Places]
    judgements: Mapping[str, str] = field(default_factory=dict)
    noted: Mapping[str, str] = field(default_factory=dict)


def parse_events(ann: str, text: str) -> list[Event]:
    """Read an ``.ann`` file; what it has besides attributions is passed over.

    Args:
        ann: Content of the file.
        text: What it annotates.

    Raises:
        ValueError: A line cannot be understood, or points outside the text.
    """
    textbounds: dict[str, Places] = {}
    events: dict[str, dict[str, Any]] = {}
    rest: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(re.split(r"\r?\n", ann), 1):
        name, *fields = line.split("\t")
        if name.startswith("T") and fields:
            textbounds[name] = _places(number, fields[0], text)
        elif name.startswith(("E", "A", "M", "#")) and fields:
            rest.append((number, name, fields))
    for number, name, fields in rest:
        if name.startswith("E"):
            events[name] = {"places": _roles(number, fields[0], textbounds)}
    for number, name, fields in rest:
        if not name.startswith("E"):
            _add(number, name, fields, events)
    return [_event(name, found, text) for name, found in events.items() if Role.CONTENT in found["places"]]


def _places(number: int, said: str, text: str) -> Places:
    _, _, offsets = said.partition(" ")
    try:
        places = sorted((int(start), int(end)) for start, end in (one.split() for one in offsets.split(";")))
    except ValueError:
        raise ValueError(f"line {number}: {said!r} has no offsets") from None
    for start, end in places:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"line {number}: {start}-{end} does not lie in the text of {len(text)}")
    return tuple(places)


def _roles(number: int, said: str, textbounds: Mapping[str, Places]) -> dict[Role, Places]:
    """Arguments by role; brat numbers a second one of a role, ``Content2``."""
    roles: dict[Role, Places] = {}
    for argument in said.split()[1:]:
        label, _, target = argument.partition(":")
        role = _ROLES.get(label.rstrip(_DIGITS).lower())
        if role is None:
            continue
        if target not in textbounds:
            raise ValueError(f"line {number}: {target} is not in the file")
        roles[role] = tuple(sorted({*roles.get(role, ()), *textbounds[target]}))
    return roles


def _add(number: int, name: str, fields: list[str], events: Mapping[str, dict[str, Any]]) -> None:
    """Add a judgement or a note to the attribution that it is of."""
    what, _, rest = fields[0].partition(" ")
    target, _, value = rest.partition(" ")
    if target not in events:
        return
    if name.startswith("#"):
        events[target]["note"] = fields[1] if len(fields) > 1 else ""
    elif what.lower() in JUDGED:
        if value not in CLOSED[what.lower()]:
            raise ValueError(f"line {number}: {what} cannot be {value!r}")
        events[target].setdefault("judgements", {})[what.lower()] = value


def _event(name: str, found: Mapping[str, Any], text: str) -> Event:
    note = found.get("note", "")
    noted = {part: match[1].strip() for part, pattern in _NOTED.items() if (match := pattern.search(note))}
    if noted.get("due"):
        noted["due"] = _as_it_stands(noted["due"], text)
    return Event(name, found["places"], found.get("judgements", {}), noted)


def _as_it_stands(words: str, text: str) -> str:
    """Words of a note, which is one line, with the line ends that they have in the text."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), text)
    return found[0] if found and words not in text else words


def pieces_in_lines(pieces: Iterable[tuple[int, int]], text: str) -> Places:
    """Pieces as brat has them: none crosses a line end or is white space alone."""
    return tuple(
        (start + found.start(), start + found.end())
        for start, end in pieces
        for found in re.finditer(r"[^\r\n]+", text[start:end])
        if found[0].strip()
    )


def joined(pieces: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Pieces with those made one that only line ends, or nothing, part."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if made and not text[made[-1][1] : start].strip("\r\n"):
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
