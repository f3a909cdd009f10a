"""The names of an article become its cast: one figure for each person, organisation or outlet named.

A short form goes to the fullest name that ends, begins or is abbreviated like it; where several would
do, to the one mentioned last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sayso.resolve.names import Name
from sayso.resolve.names.kinds import DEMONYM, PLACE, UNKNOWN
from sayso.resolve.names.tokens import Token, fold
from sayso.resolve.people import EITHER, ORGANISATION, OUTLET, PERSON, Noun, compound_noun, words

Key = tuple[str, ...]
_MAX_RIVALS = 50  # figures looked at for a short form of their name
_MIN_MISSPELT = 6  # letters of a surname that may be misspelt
_JUNIOR = frozenset(("jr", "sr", "ii", "iii", "iv"))
_NOT_INITIALS = frozenset(("of", "the", "for", "and", "in", "on", "de", "la"))


@dataclass(slots=True, eq=False)
class Figure:
    """Somebody or something that an article speaks of, while its text is walked through.

    Attributes:
        number: Order of making; figures of names come first.
        key: Words of the fullest name so far, folded; empty for what is only described.
        kind: As :attr:`sayso.resolve.names.Name.kind`, or the kind of a description's noun.
        gender: ``he``, ``she`` or ``either``.
        plural: Whether several are meant.
        forms: How often each form of the name stands in the text.
        description: For what is only described, the article's words.
        noun: Head noun of the description.
        modifiers: Other words of descriptions, lower case.
        roles: Titles, offices and appositions, with the words as written.
        affiliations: Organisations named in front of titles.
        mentions: Where the text speaks of it.
        last: Index of the token where it was mentioned last; -1 before that.
        last_sentence: Number of that token's sentence.
        last_form: ``name``, ``pronoun`` or ``description``.
        last_place: ``subject``, ``owner``, ``object`` or ``other``.
        n_mentions: How often it was mentioned so far.
        n_held: How many attributions have led to it so far.
        members: For several together, each; for what belongs to somebody, that one.
        employer: The organisation that an apposition says it works for.
        first: Index of the token where it is first named; -1 for what is only described.
        first_sentence: Number of that token's sentence.
        n_sourced: How many sources name it, in the whole text.
    """

    number: int
    key: Key = ()
    kind: str = UNKNOWN
    gender: str = EITHER
    plural: bool = False
    forms: Counter[str] = field(default_factory=Counter)
    description: str | None = None
    noun: Noun | None = None
    modifiers: frozenset[str] = frozenset()
    roles: list[str] = field(default_factory=list)
    affiliations: list[str] = field(default_factory=list)
    mentions: list[tuple[int, int]] = field(default_factory=list)
    last: int = -1
    last_sentence: int = -1
    last_form: str = "name"
    last_place: str = "other"
    n_mentions: int = 0
    n_held: int = 0
    members: tuple[Figure, ...] = ()
    employer: Figure | None = None
    first: int = -1
    first_sentence: int = -1
    n_sourced: int = 0

    @property
    def named(self) -> bool:
        """Whether the article names it."""
        return self.description is None


class Cast:
    """All figures that the names of one text make, and which figure each name means.

    Args:
        tokens: The words of the text.
        names: Its names.
        fullest: By its first token, the fullest name of what is known to be an outlet.
    """

    def __init__(
        self, tokens: Sequence[Token], names: Sequence[Name], fullest: Mapping[int, str] | None = None
    ) -> None:
        self.figures: list[Figure] = []
        self._tokens = tokens
        self._by_key: dict[Key, Figure] = {}
        self._by_last: dict[str, list[Figure]] = defaultdict(list)
        self._by_first: dict[str, list[Figure]] = defaultdict(list)
        self._by_letters: dict[tuple[str, str], list[Figure]] = defaultdict(list)
        self._fullest = fullest or {}
        self._by_alias: dict[str, Figure] = {}
        self._by_initials: dict[str, list[Figure]] = defaultdict(list)
        self._add_long_names(names)
        self._add_acronyms(names)

    def _add_long_names(self, names: Sequence[Name]) -> None:
        longest_first = sorted(
            {_core(name.key) for name in names if len(_core(name.key)) > 1}, key=len, reverse=True
        )
        kinds: dict[Key, Counter[str]] = defaultdict(Counter)
        for name in names:
            kinds[_core(name.key)][name.kind] += 1
        for key in sorted(longest_first, key=lambda item: (-len(item), item)):
            kind = _best_kind(kinds[key])
            figure = self._same_long(key, kind) or self._new(key, kind)
            self._by_key[key] = figure

    def _same_long(self, key: Key, kind: str) -> Figure | None:
        """A longer name already known that this one shortens: *Ida Holm* for *Ida Maria Holm*."""
        is_person = kind in (PERSON, UNKNOWN)
        for figure in self._by_last.get(key[-1], ())[-_MAX_RIVALS:]:
            if is_person != (figure.kind in (PERSON, UNKNOWN)):
                continue
            if is_person and (set(key) <= set(figure.key) or _is_nickname(key, figure.key)):
                return figure
            if not is_person and _is_suffix(key, figure.key):
                return figure
        return None

    def _new(self, key: Key, kind: str) -> Figure:
        figure = Figure(len(self.figures), key=key, kind=kind)
        self.figures.append(figure)
        self._by_last[key[-1]].append(figure)
        self._by_first[key[0]].append(figure)
        if kind in (PERSON, UNKNOWN) and len(key) > 1:
            self._by_letters[key[-1][0], key[-1][-1]].append(figure)
        initials = "".join(word[0] for word in key if word not in _NOT_INITIALS)
        if kind not in (PERSON,) and len(initials) > 1:
            self._by_initials[initials].append(figure)
        return figure

    def _add_acronyms(self, names: Sequence[Name]) -> None:
        """*(LCC)* right after a name is that name."""
        for before, after in pairwise(names):
            between = self._tokens[before.last + 1 : after.first]
            if len(between) == 1 and between[0].text == "(" and len(after.key) == 1 and after.text.isupper():
                figure = self._by_key.get(_core(before.key))
                if figure is not None and figure.kind != PERSON:
                    self._by_key.setdefault(after.key, figure)

    def figure_of(self, name: Name) -> Figure:
        """The figure that a name means at its place in the text; made when no other will do."""
        key = _core(name.key)
        key = self._fullest_key(name) or key
        other_name = words().aliases.get(" ".join(key)) if name.title is None else None
        figure = self._by_alias.get(other_name or "") or self._by_key.get(key)
        if figure is None or (
            other_name is None and len(key) == 1 and len(self._by_last.get(key[0], ())) > 1
        ):
            figure = self._short(key, name)
        if figure is None:
            figure = self._by_key[key] = self._new(key, name.kind)
        if other_name is not None:
            self._by_alias.setdefault(other_name, figure)
        self._note(figure, name)
        return figure

    def _fullest_key(self, name: Name) -> Key | None:
        """The key of the fullest name of an outlet, where the text has it."""
        fullest = self._fullest.get(name.first)
        key = tuple(fold(word) for word in fullest.split()) if fullest else ()
        return key if key in self._by_key else None

    def _short(self, key: Key, name: Name) -> Figure | None:
        """The fullest name that a single word shortens."""
        if len(key) != 1 or not key[0]:
            return self._suffix(key, name) if len(key) > 1 else None
        word = key[0]
        if name.text.isupper() and word in self._by_initials and name.kind != PERSON:
            return self._by_initials[word][0]
        options = [item for item in self._by_last.get(word, ())[-_MAX_RIVALS:] if _can_shorten(item, name)]
        if not options and name.kind not in (PLACE, DEMONYM):
            options = [item for item in self._by_first.get(word, ())[-_MAX_RIVALS:] if _can_begin(item, name)]
        return _latest(options, name) or self._misspelt(word, name)

    def _misspelt(self, word: str, name: Name) -> Figure | None:
        """Somebody with a surname one slip of the pen away: *Milunovic* for *Miluvonic*."""
        if len(word) < _MIN_MISSPELT or name.kind not in (PERSON, UNKNOWN):
            return None
        options = [
            item
            for item in self._by_letters.get((word[0], word[-1]), ())[-_MAX_RIVALS:]
            if _is_slip(word, item.key[-1]) and _can_shorten(item, name)
        ]
        return _latest(options, name)

    def _suffix(self, key: Key, name: Name) -> Figure | None:
        return _latest(
            [item for item in self._by_last.get(key[-1], ())[-_MAX_RIVALS:] if _is_suffix(key, item.key)],
            name,
        )

    def _note(self, figure: Figure, name: Name) -> None:
        """Keep what a mention tells of its figure."""
        figure.forms[name.text] += 1
        if figure.gender == EITHER and name.gender != EITHER and _tells_gender(figure, name):
            figure.gender = name.gender
        if name.title and figure.kind == UNKNOWN:
            figure.kind = PERSON
        if name.title and name.title not in figure.roles:
            figure.roles.append(name.title)
        if name.affiliation and name.affiliation not in figure.affiliations:
            figure.affiliations.append(name.affiliation)
            figure.employer = figure.employer or self._organisation(name.affiliation)

    def _organisation(self, written: str) -> Figure | None:
        """The figure of an organisation that stands before somebody's title: *NSC Spokeswoman Ida Holm*."""
        key = tuple(word for part in written.split() if (word := fold(part)))
        figure = self._by_key.get(key)
        if figure is None and len(key) == 1 and self._by_initials.get(key[0]):
            figure = self._by_initials[key[0]][0]
        if figure is None and key:
            figure = self._by_key[key] = self._new(key, ORGANISATION)
        if figure is not None:
            figure.forms[written] += 1
        return figure


def _tells_gender(figure: Figure, name: Name) -> bool:
    """Whether a name's gender is its bearer's, by title or first name, not by a surname: *Clinton*."""
    return name.title is not None or len(figure.key) < 2 or name.key[:1] == figure.key[:1]


def _core(key: Key) -> Key:
    """A key without *Jr* and the like."""
    return key[:-1] if len(key) > 2 and key[-1] in _JUNIOR else key


def _is_suffix(key: Key, longer: Key) -> bool:
    """*Health Department* of *Tarn Health Department*, but not *Tarn Diet* of *Counsel of the Tarn Diet*."""
    return (
        len(longer) > len(key) and longer[-len(key) :] == key and longer[-len(key) - 1] not in _NOT_INITIALS
    )


def _is_slip(word: str, other: str) -> bool:
    """Whether two words differ by one letter more, less or else, or by the order of their letters."""
    if word == other or abs(len(word) - len(other)) > 1 or len(other) < _MIN_MISSPELT:
        return word == other
    if len(word) == len(other):
        return sorted(word) == sorted(other) or sum(a != b for a, b in zip(word, other, strict=True)) == 1
    short, long = sorted((word, other), key=len)
    at = next((at for at, char in enumerate(short) if char != long[at]), len(short))
    return short[at:] == long[at + 1 :]


def _is_nickname(key: Key, other: Key) -> bool:
    """*Ken Holm* for *Kenneth Holm*."""
    first, second = sorted((key[0], other[0]), key=len)
    return len(key) == len(other) == 2 and len(first) > 1 and second.startswith(first)


def _best_kind(kinds: Counter[str]) -> str:
    known = [(count, kind) for kind, count in kinds.items() if kind != UNKNOWN]
    return max(known)[1] if known else UNKNOWN


def _can_shorten(figure: Figure, name: Name) -> bool:
    if name.gender != EITHER and name.title and figure.gender not in (EITHER, name.gender):
        return False
    if figure.kind in (PERSON, UNKNOWN):
        return name.kind in (PERSON, UNKNOWN) or name.title is not None
    if name.title is not None or name.kind in (PLACE, DEMONYM, PERSON):
        return False
    last = figure.key[-1]
    return (
        last in words().outlet_names or last in words().organisation_names or compound_noun(last) is not None
    )


def _can_begin(figure: Figure, name: Name) -> bool:
    """Whether a first name, or the first word of an organisation's name, can stand for all of it."""
    if figure.kind in (PERSON, UNKNOWN):
        return name.kind in (PERSON, UNKNOWN)
    last = figure.key[-1]
    return (
        figure.kind in (ORGANISATION, OUTLET)
        and len(figure.key) == 2
        and name.kind in (UNKNOWN, OUTLET)
        and (last in words().outlet_names or compound_noun(last) is not None)
    )


def _latest(options: Sequence[Figure], name: Name) -> Figure | None:
    """The option mentioned last before the name, else the first to come."""
    if not options:
        return None
    before = [item for item in options if 0 <= item.last < name.first]
    if before:
        return max(before, key=lambda item: (item.last, -item.number))
    return min(options, key=lambda item: item.number)
