"""Text becomes words with a class each, as one character per word: what the grammar of times reads.

A text of classes is a fifth as long as the text itself, and patterns over it need no spelling.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LEXICON = Path(__file__).parents[2] / "resources" / "times" / "en.json"
# Classes told by the shape of a word rather than from the lexicon.
SHAPES = (
    "FULLDATE", "HHMM", "HOURPM", "DAY", "YEAR", "NUMBER", "FRACTION", "NTH", "DECADE", "SHORTYEAR", "QTOKEN",
    "SEPTEMBER", "HYPHEN", "COMMA", "DOT", "OPENS", "OWNS", "MONEY", "BREAK", "NAME", "WORD",
)  # fmt: skip
# Code points of a segment, at least; it ends at the next line break, or where twice as much has no break.
SEGMENT = 20_000
# Digits of a number, at most; what is longer counts nothing that lasts.
_LONGEST_NUMBER = 9

_TOKEN = re.compile(
    r"""
      (?P<word>[^\W\d_]{2,})
    | (?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))
    | (?P<slashed>[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{4}|[0-9]{2})(?![0-9/])
                 |[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{4}(?![0-9]))
    | (?P<clock>[0-9]{1,2}[:.][0-9]{2}(?=\s?[ap]\.?m\b)|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:]))
    | (?P<number>[0-9]+(?:[,.][0-9]+)*(?:/[0-9]+)?(?:[^\W\d_]+)?)
    | (?P<mark>[-–—‑,.;:!?$£€%#()"“”/])
    | (?P<quarter>[QqHh][1-4]\b)
    | (?P<meridiem>[AaPp]\.[Mm]\b\.?)
    | (?P<oclock>[Oo]['’][Cc]lock\b)
    | (?P<letter>[^\W\d_])
    | (?P<short>['’‘][0-9][0-9]s?\b)
    | (?P<owns>['’]s\b|(?<=s)['’](?=\s))
    | (?P<gap>\n[ \t]*\n)
    """,
    re.VERBOSE,
)
_MARKS = {
    **dict.fromkeys("-‑–", "HYPHEN"),
    **dict.fromkeys(",", "COMMA"),
    **dict.fromkeys(".", "DOT"),
    **dict.fromkeys(";:!?—", "BREAK"),
    **dict.fromkeys("$£€#", "MONEY"),
    **dict.fromkeys('()"“”', "OPENS"),
    "%": "WORD",
    "/": "WORD",
}
# Words that name months and days only when they are written with a capital.
_CAPITAL = frozenset(("MARCH", "MON", "WDAY"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of the grammar.

    Attributes:
        classes: For each word in lower case, its class.
        meanings: For words whose class means more than one thing, what they mean.
        codes: For each class, the character that stands for it.
        written: For each word and mark as it may be written, in small letters, with a capital or in capitals,
            the character of its class.
    """

    classes: dict[str, str]
    meanings: dict[str, str | int]
    codes: dict[str, str]
    written: dict[str, str]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon, read once."""
    data: dict[str, dict[str, str | int] | list[str]] = json.loads(LEXICON.read_text("utf-8"))
    codes = {name: chr(0x100 + index) for index, name in enumerate((*SHAPES, *data))}
    classes = {word: name for name, words in data.items() for word in words}
    meanings = {word: m for words in data.values() if isinstance(words, dict) for word, m in words.items()}
    written = {mark: codes[name] for mark, name in _MARKS.items()}
    for word, name in classes.items():
        written |= {word.upper(): codes[name], word.capitalize(): codes[name]}
        written[word] = codes["WORD" if name in _CAPITAL else name]
    return Lexicon(classes, meanings, codes, written)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a segment of a text, in order.

    Attributes:
        text: The whole text.
        classes: One character for each word.
        starts: Where each word starts in the text.
        ends: Where each word ends.
    """

    text: str
    classes: str
    starts: list[int]
    ends: list[int]

    def word(self, index: int) -> str:
        """A word in lower case; empty outside the segment."""
        if not 0 <= index < len(self.starts):
            return ""
        return self.text[self.starts[index] : self.ends[index]].lower()


def read_words(text: str) -> Iterator[Words]:
    """Cut a text into segments and each segment into words; memory stays flat for long texts."""
    start = 0
    while start < len(text):
        end = _segment_end(text, start)
        yield _words(text, start, end)
        start = end


def _segment_end(text: str, start: int) -> int:
    least = start + SEGMENT
    if len(text) <= least:
        return len(text)
    at = text.find("\n", least, least + SEGMENT)
    if at < 0:
        at = text.find(" ", least, least + SEGMENT)
    return at + 1 if at >= 0 else min(len(text), least + SEGMENT)


def _words(text: str, start: int, end: int) -> Words:
    lexicon = load_lexicon()
    known, codes = lexicon.written, lexicon.codes
    word, name = codes["WORD"], codes["NAME"]
    classes: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text, start, end):
        exact = match[0]
        code = known.get(exact)
        if code is None:
            kind = match.lastgroup or ""
            if kind in ("word", "letter"):
                code = name if exact[0].isupper() else word
            else:
                code = codes[_shape(kind, exact)]
        classes.append(code)
        spans.append(match.span())
    return Words(text, "".join(classes), [span[0] for span in spans], [span[1] for span in spans])


def _shape(kind: str, exact: str) -> str:
    """The class of a word that is not looked up."""
    if kind == "number":
        return _number_shape(exact)
    if kind == "short":
        return "DECADE" if exact.endswith("s") else "SHORTYEAR"
    return {
        "iso": "FULLDATE",
        "slashed": "FULLDATE",
        "clock": "HHMM",
        "quarter": "QTOKEN",
        "meridiem": "MERIDIEM",
        "oclock": "OCLOCK",
        "owns": "OWNS",
        "gap": "BREAK",
    }[kind]


def _number_shape(exact: str) -> str:
    digits = exact.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    tail = exact[len(digits) :].lower()
    if len(digits) > _LONGEST_NUMBER or not digits.isascii():
        return "WORD"
    if tail:
        return _tailed_shape(digits, tail)
    if "/" in digits:
        return "SEPTEMBER" if exact == "9/11" else "FRACTION"
    if not digits.isdigit():
        return "NUMBER"
    if len(digits) <= 2:
        return "DAY" if 1 <= int(digits) <= 31 else "NUMBER"
    return "YEAR" if len(digits) == 4 and 1300 <= int(digits) < 2200 else "NUMBER"


def _tailed_shape(digits: str, tail: str) -> str:
    if not digits.isdigit():
        return "WORD"
    if tail in ("st", "nd", "rd", "th"):
        return "NTH"
    if tail == "s" and digits[-1] == "0" and (len(digits) == 4 or digits in ("60", "70", "80", "90")):
        return "DECADE"
    if tail in ("am", "pm") and 0 < int(digits) <= 12:
        return "HOURPM"
    return "WORD"
