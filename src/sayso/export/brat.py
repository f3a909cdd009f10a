"""A reading becomes brat standoff: the text and its ``.ann``, laid out as PolNeAR lays out its own.

Each part of an attribution is one ``T`` line, with discontinuous offsets where it has several pieces;
an ``E`` line of type ``Attribution`` or ``Attribution-no-source`` ties the parts together. Judgements
are attributes of it (``A`` lines); holder, channels and due time are a note (``#`` line). Format:
https://brat.nlplab.org/standoff.html; corpus: Newell, Margolin & Ruths, LREC 2018.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sayso.records import Attribution, Reading, Role, Span

_LINE_PIECES = re.compile(r"[^\r\n]+")
_ODD_IN_LINE = re.compile("[\\x00-\\x1f\\x7f\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ATTRIBUTES = ("identity", "type", "stance", "certainty", "polarity", "kind")
_ARGUMENT_ORDER = (Role.CONTENT, Role.CUE, Role.SOURCE)

Offsets = list[tuple[int, int]]


def to_brat(reading: Reading) -> tuple[str, str]:
    """Write a reading as brat standoff.

    brat lets no span cross a line end, so offsets are split there. A quote that was joined to its source
    without a cue has no ``Cue`` argument; its trigger is the source, or else the content.

    Args:
        reading: What to write.

    Returns:
        The text and the ``.ann``. Write both as UTF-8 with ``newline=""``: offsets count the
        text's code points, carriage returns included. Lone surrogates, which UTF-8 cannot hold, are
        U+FFFD in both.
    """
    text = _SURROGATES.sub("\ufffd", reading.article.text)
    lines: list[str] = []
    holders = {entity.id: entity.name for entity in reading.entities}
    n_textbounds = n_events = n_attributes = 0
    for attribution in reading.attributions:
        parts = {role: offsets for role in Role if (offsets := _offsets(attribution.spans(role), text))}
        if not parts:
            continue
        n_events += 1
        kind = "Attribution" if Role.SOURCE in parts else "Attribution-no-source"
        labelled = {**{_label(role): offsets for role, offsets in parts.items()}, kind: _trigger(parts)}
        names = {label: f"T{n_textbounds + index}" for index, label in enumerate(labelled, 1)}
        n_textbounds += len(labelled)
        lines += [_textbound(names[label], label, offsets, text) for label, offsets in labelled.items()]
        arguments = [f"{_label(role)}:{names[_label(role)]}" for role in _ARGUMENT_ORDER if role in parts]
        lines.append(f"E{n_events}\t" + " ".join([f"{kind}:{names[kind]}", *arguments]))
        for judgement in _judgements(attribution):
            n_attributes += 1
            lines.append(f"A{n_attributes}\t{judgement.format(event=f'E{n_events}')}")
        if note := _note(attribution, holders.get(attribution.holder) if attribution.holder else None):
            lines.append(f"#{n_events}\tAnnotatorNotes E{n_events}\t{note}")
    return text, "".join(f"{line}\n" for line in lines)


def _judgements(attribution: Attribution) -> list[str]:
    values = [(name.capitalize(), getattr(attribution, name)) for name in _ATTRIBUTES]
    return [f"{name} {{event}} {value.value}" for name, value in values if value]


def _note(attribution: Attribution, holder: str | None) -> str:
    """What no closed list of values can say, in one line."""
    due = attribution.due
    said = [
        f"holder: {holder}" if holder else "",
        f"via: {', '.join(attribution.via)}" if attribution.channels else "",
        f"due: {due.span.exact} ({due.value})" if due else "",
    ]
    return _SURROGATES.sub("\ufffd", _ODD_IN_LINE.sub(" ", "; ".join(part for part in said if part)))


def _label(role: Role) -> str:
    return role.value.capitalize()


def _trigger(parts: Mapping[Role, Offsets]) -> Offsets:
    return next(parts[role] for role in (Role.CUE, Role.SOURCE, Role.CONTENT) if role in parts)


def _offsets(spans: Iterable[Span], text: str) -> Offsets:
    """Offsets of the pieces, split at line ends; pieces of nothing but white space are left out."""
    return [
        (span.start + piece.start(), span.start + piece.end())
        for span in spans
        for piece in _LINE_PIECES.finditer(text[span.start : span.end])
        if piece[0].strip()
    ]


def _textbound(name: str, label: str, offsets: Offsets, text: str) -> str:
    places = ";".join(f"{start} {end}" for start, end in offsets)
    words = " ".join(text[start:end] for start, end in offsets)
    return f"{name}\t{label} {places}\t{_ODD_IN_LINE.sub(' ', words)}"
