"""An article's words become the names in it, found by capitals, titles and word lists.

There is no tagger here: what begins a sentence, a headline or a text in capitals is believed to be a
name only where a list or another place in the text says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.resolve.names.kinds import ACRONYM_CHARS, UNKNOWN, gender_of, kind_of
from sayso.resolve.names.titles import OPENING_MARKS, after_title
from sayso.resolve.names.tokens import Token, fold, titled_lines
from sayso.resolve.people import (
    EITHER,
    ORGANISATION,
    OUTLET,
    PERSON,
    compound_noun,
    first_name_gender,
    listed,
    words,
)

_LONGEST = 14  # tokens in a name
_NAMES_IN_CAPITALS = frozenset(("WHO", "US", "IS"))
_AFTER_NEW = listed("after_new")
_CONNECTORS = listed("connectors")
_NAME_CONNECTORS = listed("name_connectors")
_CLOSING_MARKS = frozenset("\"”'’")
_TAKES_ON = frozenset(("committee", "commission", "council", "subcommittee", "conference", "panel"))


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


class NameFinder:
    """Finds the names among the tokens of one text.

    Args:
        tokens: The words of the text.
        borders: Indices of tokens that no name may run across, where sources begin and end.
        outlets: Pairs of indices, first and one past the last, of what is known to be an outlet's name.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        *,
        borders: frozenset[int] = frozenset(),
        outlets: Mapping[int, int] | None = None,
    ) -> None:
        self._tokens = tokens
        self._borders = borders
        self._outlets = outlets or {}
        self._small = {token.text for token in tokens if not token.capital}
        self._titled_lines = titled_lines(tokens)
        self._inside = {
            token.lower
            for token, titled in zip(tokens, self._titled_lines, strict=True)
            if token.capital and not token.initial and not titled
        }

    def find(self) -> list[Name]:
        """The names in text order, none overlapping."""
        names: list[Name] = []
        at = 0
        while at < len(self._tokens):
            if at in self._outlets:
                stop = self._outlets[at]
                names.append(_name(self._tokens, at, stop, OUTLET))
                at = stop
            elif self._tokens[at].capital or self._opens_with_al(at):
                stop = self._run_end(at)
                names.extend(self._names_of_run(at, stop))
                at = stop
            else:
                at += 1
        return names

    def _opens_with_al(self, at: int) -> bool:
        """Whether a name begins with a small *al* or *el* here: *al Sabaah*."""
        return (
            self._tokens[at].lower in ("al", "el")
            and at + 1 < len(self._tokens)
            and self._tokens[at + 1].capital
            and self._tokens[at + 1].start - self._tokens[at].end == 1
        )

    def forced(self, first: int, stop: int) -> Name | None:
        """The name at the end of a phrase that is likely to hold one, such as a source."""
        start = stop
        while start > first and self._tokens[start - 1].capital and not self._is_small(start - 1):
            if self._tokens[start - 1].possessive and start < stop:
                break
            start -= 1
        if (
            self._tokens[stop - 1].text == "I"
            or start == stop
            or (start == stop - 1 and self._tokens[start].lower in words().demonyms)
        ):
            return None
        last = self._tokens[stop - 1]
        found = compound_noun(last.lower)
        alone = start == stop - 1
        if found is not None and (
            found.plural
            or self._titled_lines[start]
            or (alone and last.lower not in self._inside and (last.initial or last.text.isupper()))
        ):
            return None
        opening = self._tokens[start - 1].lower if start > first else ""
        if (
            alone
            and opening in ("the", "a", "an")
            and (found is not None or last.lower in words().kept_titles)
        ):
            return None
        if (
            alone
            and self._tokens[first].lower in ("a", "an", "another")
            and kind_of([last.lower], last.text) == UNKNOWN
        ):
            return None
        split = after_title(self._tokens, start, stop)
        if split is not None and split[1] >= stop:
            return None
        if split is not None:
            title = _slice(self._tokens, split[0], split[1])
            return _name(self._tokens, split[1], stop, PERSON, start=start, title=title)
        lowers = [token.lower for token in self._tokens[start:stop]]
        return _name(self._tokens, start, stop, kind_of(lowers, self._tokens[start].text))

    def written(self, first: int, stop: int) -> Name:
        """The words from ``first`` to before ``stop`` as the name of somebody, if of no organisation."""
        lowers = [token.lower for token in self._tokens[first:stop]]
        kind = kind_of(lowers, self._tokens[first].text)
        return _name(self._tokens, first, stop, PERSON if kind == UNKNOWN else kind)

    def _is_small(self, at: int) -> bool:
        """Whether a capitalised word is an article or the like, and no part of a name."""
        token = self._tokens[at]
        return token.lower in ("the", "a", "an") or (token.initial and token.lower in words().not_names)

    def _run_end(self, start: int) -> int:
        """One past the last token of the run of capitalised words that begins at ``start``."""
        tokens, at = self._tokens, start + 1
        organised = tokens[start].lower in words().organisation_names
        titled = self._titled_lines[start]
        while (
            at < len(tokens) and at - start < _LONGEST and at not in self._borders and at not in self._outlets
        ):
            token, before = tokens[at], tokens[at - 1]
            if before.possessive or token.start - before.end != 1:
                break
            if not token.text[0].isalnum():
                step = self._ampersand(at) or self._nickname(at)
                if not step:
                    break
                at += step
                continue
            if self._breaks(token, organised):
                break
            if token.capital:
                if titled and not self._goes_on(at, start):
                    break
                organised = organised or token.lower in words().organisation_names
                at += 1
                continue
            step = _connector_length(tokens, at, organised)
            if not step:
                break
            at += step
        return at

    def _ampersand(self, at: int) -> int:
        """Two where *&* goes on with a name: *News & Star*."""
        after = self._tokens[at + 1] if at + 1 < len(self._tokens) else None
        joins = self._tokens[at].text == "&" and after is not None and after.capital
        return 2 if joins and after is not None and after.start - self._tokens[at].end == 1 else 0

    def _nickname(self, at: int) -> int:
        """How long a nickname in quotation marks inside a name is: *Ivo “Sea Wolf” Holm*."""
        if self._tokens[at].text not in OPENING_MARKS:
            return 0
        for end in range(at + 2, min(at + 6, len(self._tokens) - 1)):
            if self._tokens[end].text in _CLOSING_MARKS:
                named = (
                    self._tokens[end + 1].capital and self._tokens[end + 1].start - self._tokens[end].end == 1
                )
                return end + 1 - at if named and self._tokens[end - 1].text[0].isalnum() else 0
            if not self._tokens[end - 1].capital:
                return 0
        return 0

    def _breaks(self, token: Token, organised: bool) -> bool:
        """Whether a small word in capitals ends a name: *Holm To Resign*, but not *Board Of Health*."""
        if not token.capital or token.lower not in words().not_names or token.text in _NAMES_IN_CAPITALS:
            return False
        if len(token.text) == 2 and token.text[1] == ".":
            return False
        return not (organised and token.lower in ("of", "for", "and"))

    def _goes_on(self, at: int, start: int) -> bool:
        """Whether a capitalised word of a headline belongs to the name before it."""
        token = self._tokens[at]
        return (
            token.lower in self._inside
            or token.lower in ("of", "for", "and")
            or token.lower in words().organisation_names
            or (at == start + 1 and first_name_gender(self._tokens[start].lower) is not None)
            or len(token.lower) == 1
        ) and (token.lower not in words().not_names or token.lower in ("of", "for", "and"))

    def _names_of_run(self, start: int, stop: int) -> list[Name]:
        """The names in one run: small words and dates cut off its ends, titles split off."""
        tokens = self._tokens
        start, stop = self._trimmed(start, stop)
        if start >= stop:
            return []
        employer = self._employer_end(start, stop)
        if employer:
            return [*self._names_of_run(start, employer), *self._names_of_run(employer, stop)]
        split = after_title(tokens, start, stop)
        if split is None:
            if stop - start == 1 and not self._believed(start):
                return []
            lowers = [token.lower for token in tokens[start:stop]]
            return [_name(tokens, start, stop, kind_of(lowers, tokens[start].text))]
        title_start, core = split
        if core >= stop:
            return []
        affiliation = None
        if title_start > start:
            before = [token.lower for token in tokens[start:title_start]]
            if kind_of(before, tokens[start].text) in (ORGANISATION, OUTLET):
                affiliation = _slice(tokens, start, title_start)
            else:
                title_start = start
        title = _slice(tokens, title_start, core)
        return [_name(tokens, core, stop, PERSON, start=start, title=title, affiliation=affiliation)]

    def _employer_end(self, start: int, stop: int) -> int | None:
        """Where a name without a title begins behind that of its organisation: *of Orel Ida Holm*."""
        first, second = self._tokens[start].lower, self._tokens[min(start + 1, stop - 1)].lower
        behind_of = start > 0 and self._tokens[start - 1].lower == "of"
        known = first in words().known_organisations or first in words().countries
        person = first_name_gender(second) is not None and first_name_gender(first) is None
        return start + 1 if stop - start == 3 and behind_of and known and person else None

    def _trimmed(self, start: int, stop: int) -> tuple[int, int]:
        tokens, lists = self._tokens, words()
        while start < stop and self._cut_before(start, stop):
            start += 1
        while stop > start and not (
            tokens[stop - 1].capital and tokens[stop - 1].lower not in lists.not_names | lists.dates
        ):
            if tokens[stop - 1].text in _NAMES_IN_CAPITALS:
                break
            stop -= 1
        return start, stop

    def _cut_before(self, at: int, stop: int) -> bool:
        """Whether the word that opens a run is none of the name."""
        token, lists = self._tokens[at], words()
        if token.text in _NAMES_IN_CAPITALS:
            return False
        if token.lower in lists.not_names or (not token.capital and token.lower not in ("al", "el")):
            return True
        if token.lower in lists.dates:
            return not (stop - at > 1 and self._tokens[at + 1].lower in lists.outlet_names)
        return (
            token.initial
            and stop - at > 1
            and (token.lower in self._small or compound_noun(token.lower) is not None)
            and token.lower not in self._inside
            and first_name_gender(token.lower) is None
            and token.lower not in lists.titles
            and self._tokens[at + 1].lower not in lists.organisation_names
            and (token.lower != "new" or self._tokens[at + 1].lower not in _AFTER_NEW)
        )

    def _believed(self, at: int) -> bool:
        """Whether a single capitalised word is a name, not a noun or a word that is also written small."""
        token, lists = self._tokens[at], words()
        word = token.lower
        if len(token.text) == 1 or word in lists.kept_titles:
            return False
        known = (
            first_name_gender(word) is not None
            or word in lists.known_organisations
            or word in lists.known_outlets
            or word in lists.countries
        )
        is_noun = compound_noun(word) is not None
        if token.text.isupper() and len(token.text) <= ACRONYM_CHARS:
            return known or not is_noun
        if self._titled_lines[at]:
            return word in self._inside and (known or not is_noun)
        if not token.initial or word in self._inside:
            return known or not is_noun
        return (known or not is_noun) and word not in self._small


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


def _slice(tokens: Sequence[Token], first: int, stop: int) -> str:
    """The text of a run of tokens that are one space apart or, at marks, none."""
    pieces = []
    for at in range(first, stop):
        if at > first and tokens[at].start > tokens[at - 1].end:
            pieces.append(" ")
        pieces.append(tokens[at].text)
    return "".join(pieces)
