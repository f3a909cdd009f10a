"""Text and queries become words, the same on every database: lower case, accents off, no stemming."""

from __future__ import annotations

import re
import unicodedata

# Stands before the words of holders where PostgreSQL keeps them together with those of contents and cues.
HELD = "@"
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Words of a text, separated by single spaces, as SQLite's ``unicode61`` tokenizer would have them."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(_WORD.findall(kept))
