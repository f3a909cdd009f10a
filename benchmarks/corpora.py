"""Texts to measure on: evaluation data where it lies in ``.data``, the project's own examples where not."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
POLNEAR_DEV = ROOT / ".data" / "polnear" / "dev" / "text"
REUTERS = ROOT / ".data" / "reuters21578"

_ITEM = re.compile(r"<REUTERS\b.*?</REUTERS>", re.DOTALL)
_TITLE = re.compile(r"<TITLE>(.*?)</TITLE>", re.DOTALL)
_BODY = re.compile(r"<BODY>(.*?)</BODY>", re.DOTALL)
# Closes each body: end of text, as the wire sent it.
_END_OF_TEXT = re.compile(r"\s*(?:Reuter)?\s*(?:&#3;|\x03)\s*$", re.IGNORECASE)


def articles(folder: Path | None = None) -> list[Path]:
    """The plain-text articles of a folder: by default PolNeAR's dev part, or the examples in its absence."""
    chosen = folder or (POLNEAR_DEV if POLNEAR_DEV.is_dir() else EXAMPLES)
    found = sorted(chosen.glob("*.txt"))
    if not found:
        raise SystemExit(f"{chosen}: no .txt files to measure on")
    return found


def count_words(text: str) -> int:
    """Words as white space parts them."""
    return len(text.split())


def reuters_items(text: str) -> Iterator[str]:
    """Each item of one SGML file that has a body: a title line, a blank line and the body."""
    for item in _ITEM.findall(text):
        title, body = _TITLE.search(item), _BODY.search(item)
        if body:
            headline = " ".join(html.unescape(title[1]).split()) if title else "Untitled"
            yield f"{headline}\n\n{html.unescape(_END_OF_TEXT.sub('', body[1])).strip()}\n"


def newswire(n_items: int) -> Iterator[bytes]:
    """So many items, one at a time, as the bytes of files: Reuters-21578, or the examples over and over."""
    files = sorted(REUTERS.glob("*.sgm"))
    texts = (
        (item for path in files for item in reuters_items(path.read_text("latin-1")))
        if files
        else (path.read_text("utf-8") for path in cycle(sorted(EXAMPLES.glob("*.txt"))))
    )
    yield from (text.encode("utf-8") for text in islice(texts, n_items))


def newswire_name() -> str:
    """What :func:`newswire` gives."""
    return "Reuters-21578" if any(REUTERS.glob("*.sgm")) else "the examples, repeated"
