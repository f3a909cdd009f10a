"""Words that a correction is about are found again: in another reading of a text, or in another text.

An anchor keeps the words of an attribution with their places and what stands around them, in the manner of
the text quote selector of the W3C Web Annotation Data Model, and all the words that it has had since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any

from sayso.records import Attribution, Role, Span

Anchor = Mapping[str, Any]
# An attribution of another text is the same when its content shares this much of its words (Jaccard).
_SAME_CONTENT = 0.6
# Characters kept of what stands before and after an attribution.
_AROUND = 40


def anchor_of(attribution: Attribution, text: str) -> dict[str, Any]:
    """What to find an attribution by, in JSON."""
    start, end = attribution.start, attribution.end
    return {
        **{role.value: pieces_of(attribution.spans(role)) for role in Role},
        "around": [text[max(0, start - _AROUND) : start], text[end : end + _AROUND]],
        "also": [],
    }


def pieces_of(spans: Iterable[Span]) -> list[list[Any]]:
    """Spans as corrections keep them: start, end and words."""
    return [[span.start, span.end, span.exact] for span in spans]


def with_face(anchor: Anchor, attribution: Attribution) -> Anchor:
    """The anchor, to be found by the words of this attribution as well."""
    face = {part: [span.exact for span in attribution.spans(Role(part))] for part in ("cue", "content")}
    return anchor if face in _faces(anchor) else {**anchor, "also": [*anchor.get("also", ()), face]}


def find_again(
    anchor: Anchor, attributions: Sequence[Attribution], text: str, *, same_text: bool
) -> Attribution | None:
    """The attribution that an anchor is about.

    Args:
        anchor: Made of an attribution of another reading.
        attributions: Those of the reading to look in.
        text: Its text.
        same_text: Whether the anchor was made in this very text: then places decide, else words.

    Returns:
        The attribution that says most nearly the same, of several the one with the same surroundings, then
        the nearest one; None where nothing says nearly the same.
    """
    ranked = []
    for one in attributions:
        share = _share_in_place(anchor, one) if same_text else _share_of_words(anchor, one)
        if share > 0:
            distance = abs(_place(pieces_of(one.cue), pieces_of(one.content)) - _place_of(anchor))
            ranked.append((-share, -_same_around(anchor, one, text), distance, one.start, one))
    return min(ranked, key=lambda item: item[:4])[4] if ranked else None


def shift_to(anchor: Anchor, attribution: Attribution) -> int:
    """By how many characters the words of an anchor have moved to those of an attribution."""
    return _place(pieces_of(attribution.cue), pieces_of(attribution.content)) - _place_of(anchor)


def place_again(pieces: Sequence[Sequence[Any]], text: str, shift: int) -> list[list[Any]] | None:
    """Find the words of pieces in a text, each nearest to where it should be and after the one before.

    Args:
        pieces: Start, end and words, in order.
        text: Where to look.
        shift: By how much they should have moved.

    Returns:
        The pieces with the places that they have now; None where one of them does not stand in the text.
    """
    placed: list[list[Any]] = []
    after = 0
    for start, _, words in pieces:
        at = find_near(words, text, max(0, start + shift), after=after)
        if at is None:
            return None
        after = at + len(words)
        placed.append([at, after, words])
    return placed


def find_near(words: str, text: str, place: int, *, after: int = 0) -> int | None:
    """Where words stand in a text, nearest to a place and not before another; None where they do not."""
    before = text.rfind(words, after, min(len(text), place) + len(words))
    behind = text.find(words, max(after, place))
    found = [at for at in (before, behind) if at >= 0]
    return min(found, key=lambda at: (abs(at - place), at)) if found else None


def _faces(anchor: Anchor) -> list[dict[str, list[str]]]:
    own = {part: [piece[2] for piece in anchor[part]] for part in ("cue", "content")}
    return [own, *anchor.get("also", ())]


def _share_of_words(anchor: Anchor, one: Attribution) -> float:
    """How much of cue and content is the same; 0 where it is too little to be the same statement."""
    cue, content = _bag(span.exact for span in one.cue), _bag(span.exact for span in one.content)
    shares = [0.0]
    for face in _faces(anchor):
        old_cue, old_content = _bag(face["cue"]), _bag(face["content"])
        share = _jaccard(old_content, content)
        if share >= _SAME_CONTENT and (old_cue <= cue or cue <= old_cue) and bool(cue) == bool(old_cue):
            shares.append(share + _jaccard(old_cue, cue))
    return max(shares)


def _share_in_place(anchor: Anchor, one: Attribution) -> float:
    """How much of the characters of cue and content is the same; 0 where the cues share none.

    Where the contents share none, the words decide: people may have moved the content since.
    """
    content = _overlap(anchor["content"], one.content)
    cue = _overlap(anchor["cue"], one.cue) if anchor["cue"] or one.cue else 1.0
    if not cue:
        return 0.0
    return content + cue if content else _share_of_words(anchor, one)


def _overlap(pieces: Sequence[Sequence[Any]], spans: Sequence[Span]) -> float:
    shared: int = sum(
        max(0, min(end, span.end) - max(start, span.start)) for start, end, _ in pieces for span in spans
    )
    total: int = sum(end - start for start, end, _ in pieces) + sum(span.end - span.start for span in spans)
    return shared / max(1, total - shared)


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def _bag(pieces: Iterable[str]) -> set[str]:
    return {word for piece in pieces for word in piece.casefold().split()}


def _place_of(anchor: Anchor) -> int:
    return _place(anchor["cue"], anchor["content"])


def _place(cue: Sequence[Sequence[Any]], content: Sequence[Sequence[Any]]) -> int:
    return int((cue or content)[0][0])


def _same_around(anchor: Anchor, one: Attribution, text: str) -> int:
    """How many characters before and after are the same."""
    before, after = anchor.get("around", ("", ""))
    now = text[max(0, one.start - _AROUND) : one.start]
    return _n_same(before[::-1], now[::-1]) + _n_same(after, text[one.end : one.end + _AROUND])


def _n_same(one: str, other: str) -> int:
    """How many characters two strings begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
