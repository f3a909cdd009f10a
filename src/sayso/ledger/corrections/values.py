"""What the reader said and the corrections over it become what stands, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sayso.ledger.corrections.anchors import Anchor, find_near, pieces_of, place_again, shift_to
from sayso.ledger.corrections.fields import SPANS, VERDICT
from sayso.records import (
    JUDGED,
    Attribution,
    Channel,
    Due,
    HolderType,
    Identity,
    Role,
    Span,
)

Values = Mapping[str, Any]
# A holder that the article's own reading knows: its identity and type.
Known = Mapping[str, tuple[str, str]]
# Characters after a time that may belong to it (*two years* from now).
_TAIL = 14


@dataclass(frozen=True, slots=True)
class Layer:
    """One correction in force.

    Attributes:
        id: Its number.
        field: What it changes.
        new: What it puts there, as the text had it when it was made.
        anchor: What it is about.
    """

    id: int
    field: str
    new: Any
    anchor: Anchor


def read_values(attribution: Attribution, holder: str | None) -> dict[str, Any]:
    """What the reader said, in the form that corrections have."""
    return {
        VERDICT: None,
        **{name: value.value if (value := getattr(attribution, name)) else None for name in JUDGED},
        "holder": holder,
        "via": list(attribution.via),
        "due": attribution.due.span.exact if attribution.due else None,
        **{role.value: pieces_of(attribution.spans(role)) for role in Role},
    }


def placed(layer: Layer, attribution: Attribution, text: str) -> Layer | None:
    """The correction as it stands in this text; None where its words do not."""
    if layer.field in SPANS:
        new = place_again(layer.new, text, shift_to(layer.anchor, attribution))
        return None if new is None else replace(layer, new=new)
    if layer.field == "due" and layer.new and layer.new not in text:
        return None
    return layer


def standing_values(base: Values, layers: Iterable[Layer], known: Known) -> dict[str, Any]:
    """What stands: for each field the last correction of it, else what the reader said.

    A corrected holder brings its identity and type along, unless these are corrected themselves.
    """
    given = {layer.field: layer.new for layer in layers}
    implied = _implied(given["holder"], base, known) if "holder" in given else {}
    return {**base, **implied, **given}


def covered(base: Values, layers: Sequence[Layer], known: Known) -> dict[int, Any]:
    """For each correction what comes back when it alone is taken back: what stands below it."""
    return {
        layer.id: standing_values(base, layers[:place], known)[layer.field]
        for place, layer in enumerate(layers)
    }


def _implied(holder: str | None, base: Values, known: Known) -> dict[str, str | None]:
    if holder is None:
        return {"identity": Identity.NONE.value, "type": HolderType.NONE.value}
    if holder in known:
        return dict(zip(("identity", "type"), known[holder], strict=True))
    named = Identity.NAMED if holder[:1].isupper() else Identity.UNNAMED
    was_nobody = base["identity"] in (None, Identity.NONE.value)
    return {
        "identity": named.value if was_nobody else base["identity"],
        "type": None if base["type"] == HolderType.NONE.value else base["type"],
    }


def to_attribution(original: Attribution, values: Values, text: str, *, published: str | None) -> Attribution:
    """The attribution that says these values; what they leave as it was is the reader's own."""
    judged: dict[str, Any] = {
        name: kind(value) if (value := values[name]) else None for name, kind in JUDGED.items()
    }
    spans: dict[str, Any] = {
        part: tuple(Span.of(text, start, end) for start, end, _ in values[part]) for part in SPANS
    }
    changed = replace(original, **judged, **spans, channels=channels_of(original, values["via"]))
    return replace(changed, due=due_of(changed, values["due"], text, published=published))


def channels_of(attribution: Attribution, names: Iterable[str]) -> tuple[Channel, ...]:
    """The channels that names call: those of an attribution with where they are found, others without."""
    known = {channel.name: channel for channel in attribution.channels}
    return tuple(known.get(name, Channel(name, None)) for name in names)


def due_of(attribution: Attribution, words: str | None, text: str, *, published: str | None) -> Due | None:
    """The due time that words name: in the content of an attribution, else as near to it as they stand."""
    if words is None:
        return None
    if attribution.due and attribution.due.span.exact == words:
        return attribution.due
    inside = [place for span in attribution.content if (place := text.find(words, span.start, span.end)) >= 0]
    at = inside[0] if inside else find_near(words, text, attribution.start)
    return None if at is None else _due_at(text, at, at + len(words), published=published)


def _due_at(text: str, start: int, end: int, *, published: str | None) -> Due:
    """What words say of when something falls due, with dates where they hold a time."""
    from sayso.resolve.times import find_times
    from sayso.resolve.times.deadlines import due_days, taken_forward

    span = Span.of(text, start, end)
    day = date.fromisoformat(published[:10]) if published else None
    for found in find_times(text, published=published):
        if start <= found.start and found.end <= end:
            time = taken_forward(found, day)
            days = due_days(text[start : time.start], time, text[end : end + _TAIL], day)
            return Due(span, time.value, *(one.isoformat() if one else None for one in days))
    return Due(span, "FUTURE_REF")
