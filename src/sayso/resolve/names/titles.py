"""Where a title in a run of capitals ends and the name begins: *Prime Minister Ida Holm*."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.resolve.names.tokens import Token
from sayso.resolve.people import PERSON, first_name_gender, words

OPENING_MARKS = frozenset("\"“'‘")


def after_title(tokens: Sequence[Token], start: int, stop: int) -> tuple[int, int] | None:
    """Where the title of a run begins and where the name after it begins, or None when there is no title."""
    title_start = core = None
    at = start
    while at < stop:
        length = 0 if at > start and _is_no_title(tokens, at, stop) else _title_length(tokens, at, stop)
        if length:
            if core != at:
                title_start = at
            core = at + length
            at = core
        else:
            at += 1
    if title_start is None or core is None:
        return None
    if any(tokens[rest].lower in words().organisation_names for rest in range(core, stop)):
        return None
    if core < stop and not tokens[core].capital:
        return None
    return title_start, core


def _is_no_title(tokens: Sequence[Token], at: int, stop: int) -> bool:
    """Whether a word inside a run is a nickname or a surname: *Ivo “Captain” Holm*, *Tim Bishop*."""
    before = tokens[at - 1]
    return (
        before.text in OPENING_MARKS
        or before.text == "&"
        or (at == stop - 1 and first_name_gender(before.lower) is not None)
    )


def _title_length(tokens: Sequence[Token], at: int, stop: int) -> int:
    lists = words()
    for length in (4, 3, 2):
        if at + length <= stop:
            phrase = tuple(token.lower for token in tokens[at : at + length])
            if phrase in lists.title_phrases:
                return length
    word = tokens[at].lower
    if word in lists.titles or (stop - at > 2 and word in lists.nouns and lists.nouns[word][0] == PERSON):
        return 1 if first_name_gender(word) is None or word in lists.titles else 0
    rest = _title_length(tokens, at + 1, stop) if word in lists.title_modifiers and at + 1 < stop else 0
    return 1 + rest if rest else 0
