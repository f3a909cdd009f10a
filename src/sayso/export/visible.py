"""Article text becomes text that a page or a terminal can show without being led astray by it.

Every replacement is one character for one, so offsets stay true.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

# Line feed, carriage return and tab are left for the caller. Other controls that count as white space
# (form feed, next line and the like) show as a space.
_KEPT = "\t\n\r"
_C0 = {code: 0x20 if chr(code).isspace() else 0x2400 + code for code in range(0x20) if chr(code) not in _KEPT}
_C1 = {code: 0x20 if chr(code).isspace() else 0xFFFD for code in range(0x80, 0xA0)}
_CONTROLS = _C0 | {0x7F: 0x2421} | _C1
# Embeddings, overrides and isolates can turn round what follows them on the line.
_BIDI_CONTROLS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
_LINE_ENDS = {0x0A: 0x20, 0x0D: 0x20, 0x09: 0x20, 0x2028: 0x20, 0x2029: 0x20}
_TERMINAL = _CONTROLS | _BIDI_CONTROLS | _LINE_ENDS
_SURROGATES = re.compile("[\ud800-\udfff]")
# All that for_page changes: a search is many times faster than a translation, and rarely finds one.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

# What belongs to the character before it: marks, joiners, variation selectors, skin tones, tags.
_CLINGING = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f"
    "\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)


def for_page(text: str) -> str:
    """Show control characters as pictures (␀, ␛) and characters that UTF-8 cannot hold as U+FFFD."""
    if not _ODD.search(text):
        return text
    return _SURROGATES.sub("\ufffd", text.translate(_CONTROLS))


def as_html(text: str) -> str:
    """Escape text for a page, whatever is in it."""
    return escape(for_page(text))


def for_terminal(text: str) -> str:
    """Make text safe to print on one line: no escape sequence, line end or turn of direction survives."""
    return _SURROGATES.sub("\ufffd", text.translate(_TERMINAL))


def shorten(text: str, limit: int, *, measure: Callable[[str], int] = len) -> str:
    """Join white space and cut the text at a word boundary so that it measures at most ``limit``.

    Args:
        text: Any text; only its beginning is looked at when it is long.
        limit: Largest measure of the result, the ``…`` included; at least 1.
        measure: How wide a string is: code points, or the cells of a terminal.

    Returns:
        The text, with ``…`` in place of what was cut. A first word that is too long is itself cut,
        never between a character and its marks.
    """
    words = " ".join(text[: 8 * limit + 64].split())
    if len(text) <= 8 * limit + 64 and measure(words) <= limit:
        return words
    low, high = 0, min(len(words), limit)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(words[:middle]) < limit else (low, middle - 1)
    return _cut(words, low) + "…"


def _cut(words: str, at: int) -> str:
    at_boundary = at == len(words) or words[at] == " "
    space = at if at_boundary else words.rfind(" ", 0, at)
    if space > 0:
        return words[:space].rstrip(" ,;:–—-")
    while 0 < at < len(words) and (_CLINGING.match(words[at]) or words[at - 1] == "\u200d"):
        at -= 1
    return words[:at]
