"""A text becomes the places where it names outlets, agencies and platforms.

Names come from a gazetteer (:mod:`sayso.resolve.outlets.gazetteer`), from the shape of a name (*Daily X*, *X
Times*, *x.com*) and from what stands around it (*told the website X*). Many outlets are called after
ordinary words; those count only where the words around them speak of reporting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sayso.records import Article, Span
from sayso.resolve.outlets.gazetteer import Entry, Gazetteer, OutletKind, load_gazetteer
from sayso.resolve.outlets.names import bare_name, fullest_names
from sayso.resolve.outlets.patterns import (
    ADDRESSED,
    APPOSED,
    APPOSED_AFTER,
    BRANCH,
    BYLINE_OUTLET,
    CALL_SIGN,
    CAPITAL_BEFORE,
    DOMAIN,
    FOREIGN_ARTICLE,
    GOES_ON,
    IS_TOLD,
    NAME_START,
    NAMED_KIND,
    PERSON_TITLE,
    SPEAKS_AFTER,
    SPEAKS_BEFORE,
    STATION,
    TITLED,
)
from sayso.resolve.outlets.unlisted import unlisted_names
from sayso.resolve.people import first_name_gender, words

# Code points around a name in which the words that speak of reporting are looked for.
_BEFORE_CHARS = 48
_AFTER_CHARS = 40
# Code points at the head of an article in which a byline is looked for.
_BYLINE_CHARS = 600
# These open a name as often as a sentence.
_DAYS_IN_NAMES = frozenset({"Sunday", "Monday"})
# Names that open with one word, at most.
_MAX_ALIKE = 16
_CAPITAL_BEHIND = re.compile(r" ([A-Z][a-z]+)\b")
# A capital inside a word: TarnWatch.
_MIXED_CASE = re.compile(r"[^\W\d]*[a-z][A-Z]\w*\Z")
_SHORT_LINKS = ("pic.twitter", "bit.ly", "t.co", "goo.gl", "youtu.be")


@dataclass(frozen=True, slots=True)
class OutletMention:
    """A place where the text names an outlet.

    Attributes:
        name: The name as written there, without a possessive ending or a small ``the``.
        canonical: The fullest name that the article uses for it.
        span: Where the name stands.
        kind: Outlet, agency or platform.
    """

    name: str
    canonical: str
    span: Span
    kind: OutletKind


class _Found(NamedTuple):
    start: int
    end: int
    kind: OutletKind
    sure: bool


def find_outlets(text: str) -> tuple[OutletMention, ...]:
    """Find where a text names outlets, agencies and platforms.

    Args:
        text: The stored text.

    Returns:
        The mentions in text order, none overlapping.
    """
    gazetteer = load_gazetteer()
    written, text = text, text.replace("\xa0", " ")
    found = _without_overlaps(
        [*_listed(text, gazetteer), *_shaped(text, gazetteer), *_placed(text, gazetteer)]
    )
    known = {bare_name(text[item.start : item.end]) for item in found if item.sure}
    kept = [item for item in found if item.sure or bare_name(text[item.start : item.end]) in known]
    again = _named_again(text, kept, gazetteer)
    kept = _without_overlaps([*kept, *again, *_short_forms(text, kept, gazetteer)])
    names = [text[item.start : item.end] for item in kept]
    fullest = fullest_names(names, gazetteer)
    return tuple(
        OutletMention(name, fullest[bare_name(name)], Span.of(written, item.start, item.end), item.kind)
        for item, name in zip(kept, names, strict=True)
    )


def _listed(text: str, gazetteer: Gazetteer) -> Iterator[_Found]:
    """Names of the gazetteer, the longest that begins at each capital."""
    for match in NAME_START.finditer(text):
        start = match.start()
        for entry in gazetteer.starting_with(match[0]):
            end = start + len(entry.name)
            if text.startswith(entry.name, start) and not text[end : end + 1].isalnum():
                end = _longer(text, end) if entry.kind is not OutletKind.PLATFORM else end
                yield _with_article(
                    text, start, end, entry.kind, sure=_is_certain(text, start, end, entry, gazetteer)
                )
                break


def _longer(text: str, end: int) -> int:
    """Take in the word that makes a known name that of a branch: *Breitbart Texas*, *BBC Radio 4*."""
    match = BRANCH.match(text, end)
    return match.end() if match else end


def _is_certain(text: str, start: int, end: int, entry: Entry, gazetteer: Gazetteer) -> bool:
    if entry.sure:
        return True
    if PERSON_TITLE.search(text[max(0, start - 12) : start]):
        return False
    if _is_told_before_a_name(text, start, end):
        return True
    if GOES_ON.match(text, end) and not SPEAKS_AFTER.match(text, end, min(len(text), end + _AFTER_CHARS)):
        return False
    before = CAPITAL_BEFORE.search(text, max(0, start - 40), start)
    if before and before[1] not in gazetteer.not_a_start and before[1] != "The":
        return False
    if entry.needs_article and text[start - 4 : start - 1].lower() != "the":
        return False
    return _speaks_of_reporting(text, start, end)


def _is_told_before_a_name(text: str, start: int, end: int) -> bool:
    """*told the Mirror Ida would come*: the capital behind the outlet's name begins a clause."""
    before = text[max(0, start - 14) : start].removesuffix("the ").removesuffix("The ")
    behind = _CAPITAL_BEHIND.match(text, end)
    return bool(IS_TOLD.search(before) and behind and first_name_gender(behind[1].lower()))


def _speaks_of_reporting(text: str, start: int, end: int) -> bool:
    if text[max(0, start - 4) : start] in ("The ", "the "):
        before = text[max(0, start - 4 - _BEFORE_CHARS) : start - 4]
    else:
        before = text[max(0, start - _BEFORE_CHARS) : start]
    return bool(
        SPEAKS_BEFORE.search(before) or SPEAKS_AFTER.match(text, end, min(len(text), end + _AFTER_CHARS))
    )


def _shaped(text: str, gazetteer: Gazetteer) -> Iterator[_Found]:
    """Names that look like an outlet's, whether or not a list holds them."""
    for match in gazetteer.shape.finditer(text):
        start, end = _trim(text, *match.span(), gazetteer)
        if person := _person_of(text[start:end]):
            start += person
            again = gazetteer.shape.match(text, start)
            end = again.end() if again else end
        words = text[start:end].split()
        if words[0] in _DAYS_IN_NAMES and words[-1] not in (
            gazetteer.outlet_words | gazetteer.weak_outlet_words
        ):
            continue
        if (
            len(words) < 2
            or words[-1] in gazetteer.not_a_start
            or " ".join(words[-3:]) in gazetteer.not_outlets
            or " ".join(words[-2:]) in gazetteer.not_outlets
        ):
            continue
        weak = words[-1] not in gazetteer.outlet_words and words[0] not in gazetteer.first_words
        if text.endswith(".", start, end) and not text[start:end].endswith(("U.S.",)):
            end -= 1
        sure = (
            not weak
            or bool(TITLED.search(text, max(0, start - 8), start))
            or _speaks_of_reporting(text, start, end)
        )
        yield _with_article(text, start, end, OutletKind.OUTLET, sure=sure)
    for match in CALL_SIGN.finditer(text):
        yield _Found(*match.span(), OutletKind.OUTLET, _speaks_of_reporting(text, *match.span()))
    for match in STATION.finditer(text):
        yield _Found(*match.span("name"), OutletKind.OUTLET, True)
    for match in DOMAIN.finditer(text):
        if not match["name"].lower().startswith(_SHORT_LINKS):
            yield _Found(*match.span("name"), OutletKind.OUTLET, True)


def _person_of(name: str) -> int:
    """How long the person's name is, with *of*, in *Ida Holm of Radio Alder*."""
    person, of, _ = name.partition(" of ")
    words = person.split()
    is_person = of and len(words) > 1 and first_name_gender(words[0].lower())
    return len(person) + len(of) if is_person else 0


def _placed(text: str, gazetteer: Gazetteer) -> Iterator[_Found]:
    """Names that stand where only an outlet's does."""
    for match in APPOSED.finditer(text):
        start, end = _trim(text, *match.span("name"), gazetteer)
        if start < end and not _is_excluded(text[start:end], gazetteer):
            yield _with_article(text, start, end, OutletKind.OUTLET, sure=True)
    for match in NAMED_KIND.finditer(text):
        start, end = _trim(text, *match.span("name"), gazetteer)
        if (
            start < end
            and not _is_excluded(text[start:end], gazetteer)
            and not _is_nationality(text[start:end])
        ):
            sure = _speaks_of_reporting(text, start, match.end())
            yield _with_article(text, start, end, OutletKind.OUTLET, sure=sure)
    for match in ADDRESSED.finditer(text):
        if not _is_excluded(match["name"], gazetteer):
            yield _Found(*match.span("name"), OutletKind.OUTLET, True)
    for match in APPOSED_AFTER.finditer(text):
        if (
            not _is_excluded(match["name"], gazetteer)
            and match["name"].split()[0] not in gazetteer.not_a_start
        ):
            yield _Found(*match.span("name"), OutletKind.OUTLET, True)
    for start, end in unlisted_names(text, gazetteer):
        yield _Found(start, end, OutletKind.OUTLET, True)


def _is_nationality(name: str) -> bool:
    """*Italian*, *South Korean*: no name of a newspaper."""
    last = name.split()[-1].lower()
    return last in words().demonyms or name.endswith(("’", "'"))


def _is_excluded(name: str, gazetteer: Gazetteer) -> bool:
    return name in gazetteer.not_outlets or len(name) < 2


def _trim(text: str, start: int, end: int, gazetteer: Gazetteer) -> tuple[int, int]:
    """Leave out words at the left that no name begins with: a weekday, *But*, somebody's *'s*."""
    words = list(re.finditer(r"\S+", text[start:end]))
    first = 0
    for index, word in enumerate(words[:-1]):
        bare = word[0].strip("\"“‘'")
        follows = words[index + 1][0]
        if bare in _DAYS_IN_NAMES and follows[:1].isupper() and follows not in gazetteer.not_a_start:
            continue
        if (
            bare in gazetteer.not_a_start
            or bare.endswith(("-based", "'s", "’s", "s'", "s’"))
            or bare in {"The", "the"}
        ):
            first = index + 1
    return (start + words[first].start(), end) if words else (start, start)


def _with_article(text: str, start: int, end: int, kind: OutletKind, *, sure: bool) -> _Found:
    """A capital ``The`` is part of the name; an ending ``'s`` is not."""
    for ending in (".", "'s", "’s"):
        if text.endswith(ending, start, end):
            end -= len(ending)
    foreign = FOREIGN_ARTICLE.search(text, max(0, start - 4), start)
    if text[max(0, start - 4) : start] == "The ":
        start -= 4
    elif foreign:
        start = foreign.start()
    return _Found(start, end, kind, sure)


def _without_overlaps(found: list[_Found]) -> list[_Found]:
    """At each place the name that is sure, then the longest; in text order."""
    kept: list[_Found] = []
    for item in sorted(set(found), key=lambda item: (item.start, not item.sure, -item.end)):
        if kept and item.start < kept[-1].end:
            last = kept[-1]
            if (item.sure, item.end - item.start) > (last.sure, last.end - last.start):
                kept[-1] = item
            continue
        kept.append(item)
    return kept


def _named_again(text: str, found: list[_Found], gazetteer: Gazetteer) -> Iterator[_Found]:
    """The other places of a name that its surroundings gave away once, where it can be nothing else."""
    names = {bare_name(text[item.start : item.end]): item.kind for item in found}
    by_first: dict[str, list[str]] = {}
    for name in names:
        first = NAME_START.match(name)
        if first and _may_stand_alone(name, first[0], gazetteer):
            alike = by_first.setdefault(first[0], [])
            if len(alike) < _MAX_ALIKE:
                alike.append(name)
    if not by_first:
        return
    for match in NAME_START.finditer(text):
        for name in by_first.get(match[0], ()):
            end = match.start() + len(name)
            if text.startswith(name, match.start()) and not text[end : end + 1].isalnum():
                yield _with_article(text, match.start(), end, names[name], sure=True)


def _may_stand_alone(name: str, first: str, gazetteer: Gazetteer) -> bool:
    """Whether a name is no ordinary word, and not one that is found everywhere anyhow."""
    if not (_MIXED_CASE.match(name) or " " in name):
        return False
    return all(entry.name != name or not entry.sure for entry in gazetteer.starting_with(first))


def _short_forms(text: str, found: list[_Found], gazetteer: Gazetteer) -> Iterator[_Found]:
    """*the Comet* once *The Evening Comet* has been named; *told Meridian* once *Meridian News* has."""
    last_words: dict[str, OutletKind] = {}
    first_words: dict[str, OutletKind] = {}
    for item in found:
        words = text[item.start : item.end].removeprefix("The ").split()
        if len(words) >= 2:
            if words[-1] in gazetteer.outlet_words or words[-1] in gazetteer.weak_outlet_words:
                last_words.setdefault(words[-1], item.kind)
            if (
                len(words) == 2
                and words[-1] in gazetteer.outlet_words
                and words[0] not in gazetteer.first_words
            ):
                first_words.setdefault(words[0], item.kind)
    if not last_words:
        return
    for match in NAME_START.finditer(text):
        start, end = match.span()
        name = match[0]
        article = text[max(0, start - 4) : start]
        if name in last_words and article in ("the ", "The ") and _speaks_of_reporting(text, start, end):
            yield _Found(start - 4 if article == "The " else start, end, last_words[name], True)
        elif name in first_words and IS_TOLD.search(text, max(0, start - 10), start):
            yield _Found(start, end, first_words[name], True)


def own_outlets(article: Article) -> tuple[str, ...]:
    """The names under which an article's own outlet may be named in it.

    They are those of its metadata and of its byline (*By Ida Holm for The Tarn Herald*).
    """
    names = [article.outlet] if article.outlet else []
    for line in (article.byline or "", *article.text[:_BYLINE_CHARS].splitlines()):
        match = BYLINE_OUTLET.match(line)
        if match:
            names.append(match["name"])
    return tuple(names)


def speaks_of_itself(mention: OutletMention) -> bool:
    """Whether an outlet is named in the manner in which it names itself: *told POLITICO*, *told The Post*."""
    gazetteer = load_gazetteer()
    return mention.name in gazetteer.own_spellings or bare_name(mention.canonical) in gazetteer.short_for_own
