"""An article's text becomes its words and marks, with what their writing tells of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from sayso.resolve.people import listed

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|\b(?:Messrs|Mrs?|Ms|Dr|Gen|Sens?|Reps?|Govs?|Lt|Col|Maj|Capt|Sgt|Adm|Cmdr|Prof|Rev|St|Jr|Sr|Hon"
    r"|Pres|Det|Supt|Insp|Brig|Cpl|Pvt|Inc|Corp|Ltd|Co|vs)\."
    r"|(?<!\w)[A-Z]\.(?=\s+[A-Z])"
    r"|\d+(?:[.,]\d+)+(?!\w)"
    r"|[@#]?\w+(?:(?:[-'’&/–]|\.(?=(?i:com|org|net|info|news|tv|fr|de|ru|it|co|uk|me|io|website|web)\b))\w+)*"
    r"|\n|[^\w\s]"
)
_ENDING = re.compile(r"(?<=\w)['’](?:s|ll|ve|re|d|m)$", re.IGNORECASE)
# *Ruth-based* and the like are adjectives, not names.
_COMPOUND = re.compile(
    r"-(?:based|held|led|backed|born|style|controlled|run|linked|owned|wide|old|era|level|like|speaking|friendly|"
    r"leaning|trained|educated|aligned|affiliated|funded|made|built|inspired|year-old|area|funded|themed)$"
)
_CAPITAL, _SMALL = re.compile(r"[A-Z]"), re.compile(r"[a-z]")
_SENTENCE_END = frozenset(".?!\n")
_OPENING = frozenset("\"'“‘«([—–:•*-|>")
# Share of capitals among the letters above which they say nothing; no annotated article has more than .24.
_CAPITALS_SHARE = 0.7
# Share of a line's words that begin with a capital; above it the line is a headline in title case.
_TITLED_SHARE = 0.6
_MIN_TITLED_WORDS = 4
_ENDING_IN_S = listed("names_in_s")


class Token(NamedTuple):
    """A word or mark, with *'s*, *'ll* and the like cut off its end.

    Attributes:
        start: First code point.
        end: One past the last, without the ending.
        text: The characters.
        lower: The same in lower case, without dots at the end.
        capital: Whether it is written like a name.
        initial: Whether a sentence, quotation or line may begin here.
        possessive: Whether ``'s`` follows.
        sentence: Number of its sentence in the text.
    """

    start: int
    end: int
    text: str
    lower: str
    capital: bool
    initial: bool
    possessive: bool
    sentence: int


def tokenize(text: str, cuts: Sequence[int] = ()) -> list[Token]:
    """Cut a text into words, marks and line breaks.

    Args:
        text: The text.
        cuts: Offsets, in order, that no word may run across; where sources begin and end.
    """
    tokens: list[Token] = []
    initial, sentence, low = True, 0, 0
    for high in (*cuts, len(text)):
        for match in _TOKEN.finditer(text, low, high):
            piece = match[0]
            start, end = match.span()
            first = piece[0]
            if not (first.isalnum() or first in "@#"):
                tokens.append(Token(start, end, piece, piece, False, initial, False, sentence))
                if piece in _SENTENCE_END:
                    sentence += not initial
                    initial = True
                elif piece in _OPENING:
                    initial = True
                continue
            possessive = False
            if "'" in piece or "’" in piece:
                ending = _ENDING.search(piece)
                if ending and piece.lower().replace("’", "'") not in _ENDING_IN_S:
                    possessive = ending[0][1:].lower() == "s"
                    end = start + ending.start()
                    piece = piece[: ending.start()]
            lower = piece.lower().rstrip(".") or piece
            capital = (
                first.isupper()
                or (lower != piece and _is_odd_capital(piece))
                or (first == "@" and end - start > 1)
            )
            if capital and (first == "#" or ("-" in piece and _COMPOUND.search(piece))):
                capital = False
            tokens.append(Token(start, end, piece, lower, capital, initial, possessive, sentence))
            initial = False
        low = high
    return tokens


def _is_odd_capital(piece: str) -> bool:
    """Whether a word that begins small is a name: ``iGen``, ``9to5Mac``, ``al-Sabah``."""
    return not piece[0].isdigit() or any(char.islower() for char in piece)


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """A word as names are compared: casefolded, without accents, dots and apostrophes."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in plain if char.isalnum() or char in "-&@")


def in_capitals(text: str) -> bool:
    """Whether a text is written in capitals, so that they say nothing."""
    n_capitals, n_small = len(_CAPITAL.findall(text, 0, 20_000)), len(_SMALL.findall(text, 0, 20_000))
    return n_capitals > _CAPITALS_SHARE * (n_capitals + n_small)


def titled_lines(tokens: Sequence[Token]) -> list[bool]:
    """For each token, whether its line is a headline in title case, where capitals say little."""
    flags: list[bool] = []
    for line in _lines(tokens):
        long_words = [token for token in line if len(token.text) > 3 and token.text[0].isalpha()]
        n_capitals = sum(token.capital for token in long_words)
        ends_sentence = any(token.text == "." for token in line)
        titled = (
            len(long_words) >= _MIN_TITLED_WORDS
            and n_capitals > _TITLED_SHARE * len(long_words)
            and not ends_sentence
        )
        flags.extend([titled] * len(line))
    return flags


def _lines(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    line: list[Token] = []
    for token in tokens:
        line.append(token)
        if token.text == "\n":
            yield line
            line = []
    yield line
