"""An article's text becomes its words and the names in it, found by capitals, titles and word lists.

There is no tagger here: what begins a sentence, a headline or a text in capitals is believed to be a
name only where a list or another place in the text says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sayso.resolve.people import (
    EITHER,
    HE,
    ORGANISATION,
    OUTLET,
    PERSON,
    SHE,
    compound_noun,
    first_name_gender,
    words,
)

UNKNOWN, PLACE, DEMONYM = "unknown", "place", "demonym"

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|\b(?:Messrs|Mrs?|Ms|Dr|Gen|Sens?|Reps?|Govs?|Lt|Col|Maj|Capt|Sgt|Adm|Cmdr|Prof|Rev|St|Jr|Sr|Hon"
    r"|Pres|Det|Supt|Insp|Brig|Cpl|Pvt|Inc|Corp|Ltd|Co|vs)\."
    r"|(?<!\w)[A-Z]\.(?=\s+[A-Z])"
    r"|[@#]?\w+(?:(?:[-'’&/–]|\.(?=[^\W\d_]{2,}))\w+)*"
    r"|\n|[^\w\s]"
)
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_SENTENCE_END = frozenset(".?!\n")
_OPENING = frozenset("\"'“‘«([—–:•*-|>")
_CONNECTORS = frozenset("of for and the on in de del della di da du la le van von der den bin ibn al el y e".split())
_NAME_CONNECTORS = frozenset("de del della di da du la le van von der den bin ibn al el y".split())
_TAKES_ON = frozenset(("committee", "commission", "council", "subcommittee", "conference", "panel"))
_ACRONYM_CHARS = 7  # code points; the longest run of capitals taken for an acronym
_CAPITALS_SHARE = 0.7  # of a text's letters; above it capitals say nothing. No normal article of the gold passes .2


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark, with a possessive ending cut off.

    Attributes:
        start: First code point.
        end: One past the last, without a possessive ending.
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


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in the text.

    Attributes:
        start: First code point, title left out.
        end: One past the last.
        text: The name without its title.
        key: Its words, casefolded and without accents; what names are compared by.
        kind: ``person``, ``organisation``, ``outlet``, ``place``, ``demonym`` or ``unknown``.
        gender: ``he``, ``she`` or ``either``.
        title: Title or office that stands before it, as written, or None.
        affiliation: Organisation named before the title, as written, or None.
        full_start: First code point with title and affiliation.
        possessive: Whether ``'s`` follows.
        first: Index of its first token.
        last: Index of its last token.
    """

    start: int
    end: int
    text: str
    key: tuple[str, ...]
    kind: str
    gender: str
    title: str | None
    affiliation: str | None
    full_start: int
    possessive: bool
    first: int
    last: int


def tokenize(text: str) -> list[Token]:
    """Cut a text into words, marks and line breaks."""
    tokens: list[Token] = []
    initial, sentence = True, 0
    for match in _TOKEN.finditer(text):
        piece, end = match.group(), match.end()
        possessive = bool(_POSSESSIVE.search(piece))
        if possessive:
            piece, end = piece[:-2], end - 2
        if not piece:
            continue
        lower = piece.lower().rstrip(".")
        tokens.append(
            Token(match.start(), end, piece, lower or piece, _is_capital(piece), initial, possessive, sentence)
        )
        if piece in _SENTENCE_END:
            sentence += not initial
            initial = True
        elif piece in _OPENING:
            initial = True
        elif piece[0].isalnum():
            initial = False
    return tokens


def _is_capital(piece: str) -> bool:
    """Whether a word is written like a name: ``Holm``, ``iGen``, ``9to5Mac``, ``al-Sabah``."""
    if piece[0].isupper():
        return True
    if not piece[0].isalnum():
        return piece[0] == "@" and len(piece) > 1
    return any(char.isupper() for char in piece[1:]) and not piece[0].isdigit() or (
        piece[0].isdigit() and any(char.isupper() for char in piece) and any(char.islower() for char in piece)
    )


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """A word as names are compared: casefolded, without accents, dots and apostrophes."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in plain if char.isalnum() or char in "-&@")


def in_capitals(text: str) -> bool:
    """Whether a text is written in capitals, so that they say nothing."""
    letters = [char for char in text[:20_000] if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) > _CAPITALS_SHARE * len(letters)


def find_names(tokens: Sequence[Token]) -> list[Name]:
    """Find the names among the tokens of a text, in text order, none overlapping."""
    lower_words = {token.text for token in tokens if not token.capital}
    seen_inside = {token.lower for token in tokens if token.capital and not token.initial}
    names: list[Name] = []
    at = 0
    while at < len(tokens):
        if not tokens[at].capital:
            at += 1
            continue
        stop = _run_end(tokens, at)
        names.extend(_names_of_run(tokens, at, stop, lower_words, seen_inside))
        at = stop
    return names


def _run_end(tokens: Sequence[Token], start: int) -> int:
    """One past the last token of the run of capitalised words that begins at ``start``."""
    at = start + 1
    organised = tokens[start].lower in words().organisation_names
    while at < len(tokens) and at - start < 14:
        token, before = tokens[at], tokens[at - 1]
        if before.possessive or token.start - before.end != 1 or token.text in _SENTENCE_END:
            break
        if token.capital:
            organised = organised or token.lower in words().organisation_names
            at += 1
            continue
        step = _connector_length(tokens, at, organised)
        if not step:
            break
        at += step
    return at


def _connector_length(tokens: Sequence[Token], at: int, organised: bool) -> int:
    """How many small words inside a name stand at ``at``, such as *of the* or *van der*; 0 for none."""
    for length in (1, 2):
        small = [token.lower for token in tokens[at : at + length]]
        if at + length >= len(tokens) or not all(word in _CONNECTORS for word in small):
            return 0
        if any(tokens[at + step].start - tokens[at + step - 1].end != 1 for step in range(length + 1)):
            return 0
        if tokens[at + length].capital:
            own = all(word in _NAME_CONNECTORS for word in small)
            return length if own or _joins(small[0], tokens[at - 1], organised) else 0
    return 0


def _joins(small: str, before: Token, organised: bool) -> bool:
    """Whether a small word goes on with the name before it: *Board of Health*, *Secretary of State*."""
    if small == "of":
        return organised or before.lower in words().titles
    if small == "on":
        return before.lower in _TAKES_ON
    return organised and small in ("for", "and")


def _names_of_run(
    tokens: Sequence[Token], start: int, stop: int, lower_words: set[str], seen_inside: set[str]
) -> list[Name]:
    """The names in one run: small words and dates cut off at its ends, titles split from what they belong to."""
    start, stop = _trimmed(tokens, start, stop, lower_words, seen_inside)
    if start >= stop:
        return []
    split = _after_title(tokens, start, stop)
    if split is None:
        return _plain_name(tokens, start, stop, lower_words, seen_inside)
    title_start, core = split
    if core >= stop:
        return []
    affiliation = None
    if title_start > start:
        affiliation = _slice(tokens, start, title_start)
    title = _slice(tokens, title_start, core)
    return [_name(tokens, core, stop, PERSON, start=start, title=title, affiliation=affiliation)]


def _trimmed(
    tokens: Sequence[Token], start: int, stop: int, lower_words: set[str], seen_inside: set[str]
) -> tuple[int, int]:
    small = words().not_names | words().dates
    while start < stop and (tokens[start].lower in small or tokens[start].lower in _CONNECTORS):
        if tokens[start].text in ("WHO", "US", "IS") and stop - start == 1:
            break
        start += 1
    while stop > start and (tokens[stop - 1].lower in small or not tokens[stop - 1].capital):
        if tokens[stop - 1].text in ("WHO", "US", "IS"):
            break
        stop -= 1
    first = tokens[start] if start < stop else None
    if (
        first
        and first.initial
        and stop - start > 1
        and first.lower in lower_words
        and first.lower not in seen_inside
        and first_name_gender(first.lower) is None
        and first.lower not in words().titles
    ):
        start += 1
    return start, stop


def _after_title(tokens: Sequence[Token], start: int, stop: int) -> tuple[int, int] | None:
    """Where the title of a run begins and where the name after it begins, or None when there is no title."""
    title_start = core = None
    at = start
    while at < stop:
        length = _title_length(tokens, at, stop)
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


def _title_length(tokens: Sequence[Token], at: int, stop: int) -> int:
    lists = words()
    for length in (4, 3, 2):
        if at + length <= stop:
            phrase = tuple(token.lower for token in tokens[at : at + length])
            if phrase in lists.title_phrases:
                return length
    word = tokens[at].lower
    if word in lists.titles:
        return 1
    more = word in lists.title_modifiers and at + 1 < stop
    return 1 + _title_length(tokens, at + 1, stop) if more and _title_length(tokens, at + 1, stop) else 0


def _plain_name(
    tokens: Sequence[Token], start: int, stop: int, lower_words: set[str], seen_inside: set[str]
) -> list[Name]:
    """A run without a title, where it is believed to be a name."""
    if stop - start == 1 and not _believed(tokens[start], lower_words, seen_inside):
        return []
    return [_name(tokens, start, stop, kind_of([token.lower for token in tokens[start:stop]], tokens[start].text))]


def _believed(token: Token, lower_words: set[str], seen_inside: set[str]) -> bool:
    """Whether a single capitalised word is a name: not a noun or a word that the text also writes small."""
    if len(token.text) == 1:
        return False
    lists = words()
    known = (
        first_name_gender(token.lower) is not None
        or token.lower in lists.known_organisations
        or token.lower in lists.known_outlets
        or token.lower in lists.countries
    )
    if token.text.isupper() and len(token.text) <= _ACRONYM_CHARS:
        return True
    if not token.initial:
        return known or compound_noun(token.lower) is None
    if token.lower in seen_inside:
        return compound_noun(token.lower) is None or known
    return (known or compound_noun(token.lower) is None) and token.lower not in lower_words


def kind_of(lowers: Sequence[str], first_text: str) -> str:
    """What the words of a name tell of its kind."""
    lists = words()
    phrase = " ".join(lowers)
    if phrase in lists.outlet_phrases or (len(lowers) == 1 and phrase in lists.known_outlets):
        return OUTLET
    if re.search(r"\.(?:com|org|net|info|fr|de|ru|tv|it|co|uk|me|io)$", phrase):
        return OUTLET
    if phrase in lists.countries:
        return PLACE
    person = first_name_gender(lowers[0]) is not None
    if any(word in lists.organisation_names for word in lowers) and not (person and len(lowers) == 2):
        return ORGANISATION
    if len(lowers) > 1 and lowers[-1] in lists.outlet_names and not person:
        return OUTLET
    if len(lowers) == 1:
        return _kind_of_word(phrase, first_text)
    if person or any(len(word) == 1 for word in lowers[1:]):
        return PERSON
    return UNKNOWN


def _kind_of_word(word: str, written: str) -> str:
    lists = words()
    if word in lists.known_organisations:
        return ORGANISATION
    if word in lists.demonyms or (word.endswith("s") and word[:-1] in lists.demonyms):
        return DEMONYM
    if written.isupper() and 1 < len(written) <= _ACRONYM_CHARS:
        return ORGANISATION
    if first_name_gender(word) is not None:
        return PERSON
    return UNKNOWN


def _name(
    tokens: Sequence[Token],
    first: int,
    stop: int,
    kind: str,
    *,
    start: int | None = None,
    title: str | None = None,
    affiliation: str | None = None,
) -> Name:
    last = stop - 1
    return Name(
        start=tokens[first].start,
        end=tokens[last].end,
        text=_slice(tokens, first, stop),
        key=tuple(word for token in tokens[first:stop] if (word := fold(token.text))),
        kind=kind,
        gender=gender_of(tokens[first].lower, title) if kind in (PERSON, UNKNOWN) else EITHER,
        title=title,
        affiliation=affiliation,
        full_start=tokens[first if start is None else start].start,
        possessive=tokens[last].possessive,
        first=first,
        last=last,
    )


def gender_of(first_word: str, title: str | None) -> str:
    """``he`` or ``she`` by a name's title or first word, else ``either``."""
    lists = words()
    for word in (title or "").lower().replace(".", "").split():
        gender = lists.titles.get(word, EITHER)
        if gender == EITHER:
            known = compound_noun(word)
            gender = known.gender if known else EITHER
        if gender in (HE, SHE):
            return gender
    return lists.kept_titles.get(first_word, first_name_gender(first_word) or EITHER)


def _slice(tokens: Sequence[Token], first: int, stop: int) -> str:
    """The text of a run of tokens that are one space apart."""
    return " ".join(token.text for token in tokens[first:stop])
