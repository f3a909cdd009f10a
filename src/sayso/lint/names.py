"""Names and offices (N): one holder, one spelling, one office."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from sayso.lint.rules import Hit, Rule
from sayso.lint.view import View
from sayso.lint.words import excerpt, word_set, words_of
from sayso.records import Entity, HolderType, Identity, Severity, Span

# Letters of a surname; in shorter ones a changed letter often makes another name, longer ones are no names.
_LONG_ENOUGH, _TOO_LONG = 5, 30
_CAPITALISED = re.compile(r"(?<![\w@#/.])[^\W\d_a-z][\w'’-]*[^\W_]")
_NAME = r"[^\W\d_a-z][\w'’-]+"
_BODY = rf"(?:[Tt]he |its )?((?:{_NAME}|[A-Z&])(?: (?:of |and |for |the |in ){{0,2}}{_NAME}){{0,6}})"

# What the third of the patterns below needs; without it that pattern, which is slow, need not run.
_HEADED = ("headed by", "headed up by", "led by", "run by")
# Words for the one at the top; who is head of one body and director of another has two offices.
_SAME_OFFICE = dict.fromkeys(("headed", "led", "run", "chief", "director"), "head")


def _people(view: View) -> list[Entity]:
    named = (one for one in view.reading.entities if one.identity is Identity.NAMED)
    return [one for one in named if one.type is HolderType.PERSON and len(one.name.split()) > 1]


def _two_spellings(view: View) -> Iterator[Hit]:
    """A surname of a holder that stands elsewhere in the text with a letter more, less or changed."""
    people = _people(view)
    places = _capitalised(view.text) if people else {}
    alike = _by_look(places)
    known = {_plain(part) for one in view.reading.entities for part in one.name.split()}
    for person in people:
        parts = [_plain(part) for part in person.name.split()]
        for other in sorted(_near_misses(parts[-1], alike) - known - word_set("time")):
            if not _is_another(view, places[other], parts) and not _is_common(view, other):
                place = places[other][0]
                yield f"{excerpt(place.exact)} is {excerpt(person.name)} elsewhere", (place,)


def _capitalised(text: str) -> dict[str, list[Span]]:
    """The words of a text that may be surnames, without case and possessive, with their places."""
    written: dict[str, list[Span]] = {}
    for match in _CAPITALISED.finditer(text):
        if _LONG_ENOUGH - 1 <= match.end() - match.start() < _TOO_LONG:
            written.setdefault(match[0], []).append(Span(match.start(), match.end(), match[0]))
    found: dict[str, list[Span]] = {}
    for word, places in written.items():
        if (plain := _plain(word)).isalpha():
            found.setdefault(plain, []).extend(places)
    return {plain: sorted(places) for plain, places in found.items()}


def _plain(word: str) -> str:
    return re.sub(r"['’]s?$", "", word).casefold()


def _by_look(found: Iterable[str]) -> dict[tuple[str, int], list[str]]:
    """Words by their first letter and length: a name and its misspelling differ little in these."""
    alike: dict[tuple[str, int], list[str]] = {}
    for word in found:
        alike.setdefault((word[0], len(word)), []).append(word)
    return alike


def _near_misses(name: str, alike: Mapping[tuple[str, int], Sequence[str]]) -> set[str]:
    """Words of the text that differ from a name by one letter after the first, not only by an ending."""
    if len(name) < _LONG_ENOUGH or not name.isalpha():
        return set()
    near = (word for n in (-1, 0, 1) for word in alike.get((name[0], len(name) + n), ()))
    return {
        word for word in near if word != name and _one_letter_apart(name, word) and not _is_ending(name, word)
    }


def _is_common(view: View, word: str) -> bool:
    """Whether the word also stands in small letters, as no name does."""
    return re.search(rf"\b{re.escape(word)}\b", view.text) is not None


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether one change, insertion, deletion or swap of neighbours turns one word into the other."""
    pairs = enumerate(zip(one, other, strict=False))
    start = next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a == b[1:] or a[1:] == b or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _is_ending(one: str, other: str) -> bool:
    """Whether only a plural or another ending makes the difference: ``Muller`` and ``Mullers``."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short)


def _is_another(view: View, places: Sequence[Span], name: Sequence[str]) -> bool:
    """Whether the word is somebody else's: it has another first name before it, or a name after it."""
    for place in places:
        before = re.search(rf"({_NAME})\s$", view.text[max(0, place.start - _TOO_LONG) : place.start])
        after = re.match(rf"\s{_NAME}", view.text[place.end : place.end + _TOO_LONG])
        if after or (before and _plain(before[1]) not in (*name[:-1], *word_set("titles"))):
            return True
    return False


def _two_offices(view: View) -> Iterator[Hit]:
    people = {_plain(person.name.split()[-1]): person for person in _people(view)}
    held: dict[tuple[str, str], dict[str, Span]] = {}
    for name, office, body, place in _offices(view.text) if people else ():
        if name in people:
            held.setdefault((name, office), {}).setdefault(body, place)
    for (name, office), bodies in held.items():
        first, *others = _distinct(list(bodies))
        if others:
            here, there = excerpt(f"{office} of {first}"), excerpt(f"{office} of {others[0]}")
            message = f"{excerpt(people[name].name)} is {here} in one place and {there} in another"
            yield message, (bodies[first], bodies[others[0]])


def _offices(text: str) -> Iterator[tuple[str, str, str, Span]]:
    """Surname, office, body and place wherever the text gives a person an office in an apposition."""
    headed = any(words in text for words in _HEADED)
    for one in _appositions() if headed else _appositions()[:2]:
        for match in one.finditer(text):
            before = text[max(0, match.start("office") - 12) : match.start("office")].lower()
            if not _former().search(before):
                office = match["office"].lower()
                place = Span(match.start(), match.end(), match[0])
                yield _plain(match["name"]), _SAME_OFFICE.get(office, office), match["body"].strip(), place


@lru_cache(maxsize=1)
def _appositions() -> tuple[re.Pattern[str], ...]:
    """``the head of X, Name``, ``Name, the head of X`` and ``X, headed up by Name``."""
    office = "|".join(re.escape(one) for one in sorted(word_set("offices"), key=len, reverse=True))
    body = _BODY.replace("((?:", "(?P<body>(?:", 1)
    held = rf"(?P<office>{office}) (?:of|at) {body}"
    return (
        re.compile(rf"(?<!\w){held}, (?:{_NAME} ){{0,3}}(?P<name>{_NAME})"),
        re.compile(rf"(?P<name>{_NAME}), (?:who is )?(?:the )?{held}"),
        re.compile(rf"{body},? (?P<office>headed|led|run)(?: up)? by (?:{_NAME} ){{0,3}}(?P<name>{_NAME})"),
    )


@lru_cache(maxsize=1)
def _former() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(word_set('former')))})[\s-]*$")


def _distinct(bodies: Sequence[str]) -> list[str]:
    """Bodies that are surely not one: no acronym, no word in common with another."""
    kept: list[str] = []
    for body in bodies:
        if not any(_may_be_same(body, one) for one in kept):
            kept.append(body)
    return kept


def _may_be_same(one: str, other: str) -> bool:
    first, second = ({word for word in words_of(text) if len(word) > 3} for text in (one, other))
    return bool(first & second) or _initials(one) == other or _initials(other) == one


def _initials(words: str) -> str:
    return "".join(word[0] for word in words.split() if word[0].isupper())


RULES = (
    Rule("N101", "two-spellings", "One holder under two spellings", Severity.WARNING, _two_spellings),
    Rule("N102", "two-offices", "One holder with two offices", Severity.WARNING, _two_offices),
)
