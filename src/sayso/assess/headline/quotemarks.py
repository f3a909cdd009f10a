"""A headline becomes the places of the words that it puts in quotation marks.

Headlines are short and use single marks, so an apostrophe has to be told from a mark by its
neighbours: *Parents' fury as 'evil' nurse walks free* quotes one word.
"""

from __future__ import annotations

import re

_OPENING = {'"': '"”', "“": '”"', "„": "“”", "«": "»", "'": "'’", "‘": "’'", "`": "'’"}
_SINGLE = "'‘`"
_ELISION = re.compile(r"(?:\d0s|em|tis|twas|til|till|cause|bout|n|round)\b", re.IGNORECASE)
# Characters from a mark within which the one that closes it must stand.
_REACH = 200
_TRAILING = " \t,;:.…"


def find_quotations(headline: str) -> list[tuple[int, int]]:
    """Half-open ranges between the marks, in order, without white space or a trailing comma or stop.

    Marks inside other marks are left alone. A mark that nothing closes opens nothing.
    """
    found = []
    position = 0
    while position < len(headline):
        closing = _closing(headline, position) if _opens(headline, position) else None
        if closing is None:
            position += 1
            continue
        inner = headline[position + 1 : closing]
        start = position + 1 + len(inner) - len(inner.lstrip())
        end = position + 1 + len(inner.rstrip(_TRAILING))
        if start < end and any(char.isalnum() for char in headline[start:end]):
            found.append((start, end))
        position = closing + 1
    return found


def _opens(text: str, at: int) -> bool:
    mark = text[at]
    if mark not in _OPENING:
        return False
    if mark not in _SINGLE:
        return True
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if mark == "'" and _ELISION.match(text, at + 1):
        return False
    return not before.isalnum() and not after.isspace() and before not in "'’"


def _closing(text: str, opening: int) -> int | None:
    """Where the mark that closes the one at ``opening`` stands, or None."""
    signs = _OPENING[text[opening]]
    fallback = None
    for at in range(opening + 2, min(len(text), opening + _REACH)):
        if text[opening] not in _SINGLE:
            if text[at] in signs:
                return at
            continue
        if fallback is not None and _opens(text, at):
            break
        after = text[at + 1] if at + 1 < len(text) else " "
        if text[at] not in signs or after.isalnum() or text[at - 1].isspace():
            continue
        if text[at - 1].lower() != "s" or not after.isspace():
            return at
        # A plural possessive looks like a closing mark; a later one is preferred.
        fallback = at if fallback is None else fallback
    return fallback
