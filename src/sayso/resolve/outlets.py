"""A text becomes the places where it names outlets, agencies and platforms.

Names come from a gazetteer (:mod:`sayso.resolve.outlets_list`), from the shape of a name (*Daily X*, *X
Times*, *x.com*) and from what stands around it (*told the website X*). Many outlets are called after
ordinary words; those count only where the words around them speak of reporting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sayso.records import Article, Span
from sayso.resolve.outlets_list import Entry, Gazetteer, OutletKind, load_gazetteer

# Code points around a name in which the words that speak of reporting are looked for.
_BEFORE_CHARS = 48
_AFTER_CHARS = 40

_CAP = r"[^\W\d_a-z][\w’'&-]{0,30}"
_FIRST = re.compile(r"(?<![\w@#/\\])(?:[^\W_a-z]|[a-z]{1,2}(?=[A-Z0-9]))\w{0,40}")
_MEDIUM = (
    r"(?:news ?papers?|papers?|tabloids?|dail(?:y|ies)|week(?:ly|lies)|magazines?|journals?|web ?sites?|sites?|"
    r"blogs?|portals?|broadcasters?|outlets?|publications?|news agency|news agencies|agency|wire service|"
    r"(?:radio|television|tv|TV) (?:station|channel|network)s?|station|channel|network|podcasts?|broadsheets?)"
)
_APPOSED = re.compile(
    rf"\b{_MEDIUM},? [\"“'‘]?(?P<name>(?:[Tt]he )?{_CAP}(?: (?:of |the |de |di )?{_CAP}){{0,3}}"
    r"(?:\.[a-z]{2,7}\b)?)"
)
_NAMED_KIND = re.compile(
    rf"(?P<name>{_CAP}(?: (?:of |the |de |di )?{_CAP}){{0,3}})[\"”'’]? "
    r"(?:magazine|newspaper|website|news (?:agency|site|website|service|channel|organization)|tabloid|television|"
    r"radio|TV)\b"
)
_DOMAIN = re.compile(
    r"(?<![\w@/.-])(?:www\.)?(?P<name>[A-Za-z0-9][\w-]{1,40}\.(?:com|org|net|info|news|tv|website|example|media|"
    r"press|co\.uk|com\.au|co|io|fr|de|it|ru|es|ca|uk|au|in|rs|me|us)(?:\.[a-z]{2})?)(?![\w@/-]|\.\w)",
    re.IGNORECASE,
)
_MIXED = r"(?:[A-Z][a-z]+[A-Z]\w{0,30}|[A-Z]{2,6}\d{0,3}|[a-z]{1,2}[A-Z]\w{1,30}|\d\w{0,3}[A-Z]\w{1,30})"
_ADDRESSED = re.compile(
    rf"\b(?:told|tells|telling|interview(?:ed)? (?:with|by|on|to|for)|speaking (?:to|with)|spoke (?:to|with)|"
    rf"(?:speaking|appearing|appeared|spoke|interviewed|live) on|"
    rf"(?:according to|per|via)(?: a report (?:in|from|by|on))?) (?:the |The )?(?P<name>{_MIXED})(?!\w)"
)
_REPORTING = (
    r"reports?|reported|reporting|writes|wrote|quotes|quoted|quoting|cites|cited|citing|broke|aired|published|"
    r"broadcast|revealed"
)
_STAFF = (
    r"reporters?|correspondents?|journalists?|editors?|hosts?|anchors?|columnists?|presenters?|contributors?|"
    r"co-hosts?|analysts?|interviewer|readers|viewers|sources?|story|article|interview|website|page|account|"
    r"programme|program|show|podcast|blog|column|moderator|panel"
)
_SPEAKS_BEFORE = re.compile(
    r"(?:\b(?:told|tells?|telling|according to|by|via|per|citing|cit(?:ed|es)|quoting|quot(?:ed|es)|"
    r"courtesy of|issue of|edition of|reach(?:ed|es) out to|contacted|reports? (?:in|from|on|that)|(?:article|story|piece|report|"
    r"column|op-ed|editorial|exclusive|interview|item|essay|letter|post|account|page|video|clip|statement|comments?|"
    r"remarks|email|e-mail|appearances?|appear(?:ed|ing|s)|sp(?:oke|eaks|eaking|oken)|talk(?:ed|ing|s)?|"
    r"wr(?:ote|ites|iting|itten)|published|publish(?:es|ing)|posted|posting|posts?|printed|appeared|aired|broadcast|"
    r"shown|seen|live|said|says|shared|uploaded|reported|interviewed|host|reporter|editor|correspondent|journalist)"
    r"(?: (?!that\b|who\b)[a-z]{1,12}){0,3} (?:in|on|to|with|for|by|from|at|of|via))"
    r"(?: the| The| its| a)?|\b(?:of|from|on|and) [Tt]he|\b(?:rival|newspaper|tabloid|website|magazine|broadcaster|"
    r"network|channel|agency|site|blog)) [\"“‘']?\Z"
)
_SPEAKS_AFTER = re.compile(
    rf"[\"”]?(?:['’]s?)? (?:[a-z]+ly |also |has |had |then |first |later |is |was )?(?:{_REPORTING}|{_STAFF})\b|"
    r"[\"”]?['’]s? [A-Z][\w.]+ [A-Z]|[\"”]?, which (?:cited|reported|published|first|quoted)|"
    r"[\"”]?,? (?:a|an|the) [\w -]{0,30}(?:newspaper|website|site|magazine|channel|broadcaster|agency|tabloid)\b"
)
_FOREIGN_ARTICLE = re.compile(r"(?<![\w-])(?:[Ee]l|[Ll]a|[Ll]e|[Aa]l|[Ii]l) \Z")
_STATION = re.compile(
    rf"(?<![\w.])(?P<name>(?:The )?(?:{_CAP} ){{1,3}}\d{{3,4}}(?:\.\d)? ?(?:AM|FM)\b|"
    rf"\d{{3,4}} ?(?:AM|FM)\b(?: (?:The )?{_CAP})?|(?:AM|FM) \d{{3,4}}\b(?: (?:The )?{_CAP})?)"
)
# Code points at the head of an article in which a byline is looked for.
_BYLINE_CHARS = 600
_BYLINE_OUTLET = re.compile(
    rf"(?:[\w ]{{0,24}}\b)?[Bb][Yy] .{{3,80}}(?:, | for | of )(?P<name>(?:[Tt]he )?{_CAP}(?: {_CAP}){{0,4}})\s*\Z"
)
_IS_TOLD = re.compile(r"\b(?:told|tells|telling) \Z")
_NOT_A_START = frozenset(
    """A An But And When While In On At As For After Before If Although Though Since However Then So Yet Asked Speaking
    Meanwhile Last This That These Those According Mr Mrs Ms Dr Sir Both Some Many Most All Even Only One Two No Not He
    She They It We I You His Her Their Its My Our Your What Who How Why Where Now Also Here There From By With To Of Or
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
    October November December Read More Via Source Photo Image Video Good Bad Fake Breaking Social Real Big Latest
    Old Recent Several Local State Mainstream Every Each Another Other Such Social""".split()
)
_WEEKDAY_NAMES = frozenset({"Sunday", "Monday", "Daily", "Evening"})
_PEOPLE_TITLE = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Mayor|Michael|Dr|Sir|Miss|President|Sen|Gov)\.? )\Z")


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
        text, [*_listed(text, gazetteer), *_shaped(text, gazetteer), *_placed(text, gazetteer)]
    )
    known = {bare_name(text[item.start : item.end]) for item in found if item.sure}
    kept = [item for item in found if item.sure or bare_name(text[item.start : item.end]) in known]
    kept = _without_overlaps(text, [*kept, *_short_forms(text, kept, gazetteer)])
    names = [text[item.start : item.end] for item in kept]
    fullest = _fullest_names(names, gazetteer)
    return tuple(
        OutletMention(name, fullest[bare_name(name)], Span.of(written, item.start, item.end), item.kind)
        for item, name in zip(kept, names, strict=True)
    )


def _listed(text: str, gazetteer: Gazetteer) -> Iterator[_Found]:
    """Names of the gazetteer, the longest that begins at each capital."""
    for match in _FIRST.finditer(text):
        start = match.start()
        for entry in gazetteer.starting_with(match[0]):
            end = start + len(entry.name)
            if text.startswith(entry.name, start) and not text[end : end + 1].isalnum():
                end = _longer(text, end) if entry.kind is not OutletKind.PLATFORM else end
                yield _with_article(text, start, end, entry.kind, sure=_is_certain(text, start, end, entry))
                break


# A capital that follows makes another name of an ordinary word: *State* in *State Department*.
_GOES_ON = re.compile(
    r" (?!(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|"
    r"May|June|July|August|September|October|November|December)\b)[A-Z]"
)
# A capital article inside a sentence belongs to a title.
_TITLED = re.compile(r"[a-z,] The \Z")
# So does one right before it: *Desk* in *Night Desk*.
_CAPITAL_BEFORE = re.compile(r"([^\W\d_a-z][\w’'-]*) (?:The )?\Z")
_LONGER = re.compile(
    r"(?:-[A-Z][\w’'&-]*|(?<=Radio) (?:\d|One|Two|Three|Four|Five)\b|"
    r" (?:News|TV|Television|Radio(?: (?:\d|One|Two|Three|Four|Five))?|Online|International|Magazine|Texas|London|"
    r"Sports?|Latino|America|Business)\b)+"
)


def _longer(text: str, end: int) -> int:
    """Take in the word that makes a known name that of a branch: *Breitbart Texas*, *BBC Radio 4*."""
    match = _LONGER.match(text, end)
    return match.end() if match else end


def _is_certain(text: str, start: int, end: int, entry: Entry) -> bool:
    if entry.sure:
        return True
    if _PEOPLE_TITLE.search(text[max(0, start - 12) : start]):
        return False
    if _GOES_ON.match(text, end) and not _SPEAKS_AFTER.match(text, end, min(len(text), end + _AFTER_CHARS)):
        return False
    before = _CAPITAL_BEFORE.search(text, max(0, start - 40), start)
    if before and before[1] not in _NOT_A_START and before[1] != "The":
        return False
    if entry.needs_article and text[start - 4 : start - 1].lower() != "the":
        return False
    return _speaks_of_reporting(text, start, end)


def _speaks_of_reporting(text: str, start: int, end: int) -> bool:
    if text[max(0, start - 4) : start] in ("The ", "the "):
        before = text[max(0, start - 4 - _BEFORE_CHARS) : start - 4]
    else:
        before = text[max(0, start - _BEFORE_CHARS) : start]
    return bool(
        _SPEAKS_BEFORE.search(before) or _SPEAKS_AFTER.match(text, end, min(len(text), end + _AFTER_CHARS))
    )


def _shaped(text: str, gazetteer: Gazetteer) -> Iterator[_Found]:
    """Names that look like an outlet's, whether or not a list holds them."""
    for match in gazetteer.shape.finditer(text):
        start, end = _trim(text, *match.span())
        words = text[start:end].split()
        if len(words) < 2 or words[-1] in _NOT_A_START:
            continue
        weak = words[-1] not in gazetteer.outlet_words and words[0] not in gazetteer.first_words
        if text.endswith(".", start, end) and not text[start:end].endswith(("U.S.",)):
            end -= 1
        sure = not weak or bool(_TITLED.search(text, max(0, start - 8), start)) or _speaks_of_reporting(text, start, end)
        yield _with_article(text, start, end, OutletKind.OUTLET, sure=sure)
    for match in _STATION.finditer(text):
        yield _Found(*match.span("name"), OutletKind.OUTLET, True)
    for match in _DOMAIN.finditer(text):
        if not match["name"].lower().startswith(("pic.twitter", "bit.ly", "t.co", "goo.gl", "youtu.be")):
            yield _Found(*match.span("name"), OutletKind.OUTLET, True)


def _placed(text: str, gazetteer: Gazetteer) -> Iterator[_Found]:
    """Names that stand where only an outlet's does."""
    for match in _APPOSED.finditer(text):
        start, end = _trim(text, *match.span("name"))
        if start < end and not _is_excluded(text[start:end], gazetteer):
            yield _with_article(text, start, end, OutletKind.OUTLET, sure=True)
    for match in _NAMED_KIND.finditer(text):
        start, end = _trim(text, *match.span("name"))
        if start < end and not _is_excluded(text[start:end], gazetteer):
            sure = _speaks_of_reporting(text, start, match.end())
            yield _with_article(text, start, end, OutletKind.OUTLET, sure=sure)
    for match in _ADDRESSED.finditer(text):
        if not _is_excluded(match["name"], gazetteer):
            yield _Found(*match.span("name"), OutletKind.OUTLET, True)


def _is_excluded(name: str, gazetteer: Gazetteer) -> bool:
    return name in gazetteer.not_outlets or len(name) < 2


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out words at the left that no name begins with: a weekday, *But*, somebody's *'s*."""
    words = list(re.finditer(r"\S+", text[start:end]))
    first = 0
    for index, word in enumerate(words[:-1]):
        bare = word[0].strip("\"“‘'")
        follows = words[index + 1][0]
        if bare in _WEEKDAY_NAMES and follows[:1].isupper() and follows not in _NOT_A_START:
            continue
        if bare in _NOT_A_START or bare.endswith(("'s", "’s", "s'", "s’")) or bare in {"The", "the"}:
            first = index + 1
    return (start + words[first].start(), end) if words else (start, start)


def _with_article(text: str, start: int, end: int, kind: OutletKind, *, sure: bool) -> _Found:
    """A capital ``The`` is part of the name; an ending ``'s`` is not."""
    for ending in (".", "'s", "’s"):
        if text.endswith(ending, start, end):
            end -= len(ending)
    foreign = _FOREIGN_ARTICLE.search(text, max(0, start - 4), start)
    if text[max(0, start - 4) : start] == "The ":
        start -= 4
    elif foreign:
        start = foreign.start()
    if not sure and text.startswith(" magazine", end):
        end += len(" magazine")
        sure = True
    return _Found(start, end, kind, sure)


def _without_overlaps(text: str, found: list[_Found]) -> list[_Found]:
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


def _short_forms(text: str, found: list[_Found], gazetteer: Gazetteer) -> Iterator[_Found]:
    """*the Comet* once *The Evening Comet* has been named; *told Meridian* once *Meridian News* has."""
    last_words: dict[str, OutletKind] = {}
    first_words: dict[str, OutletKind] = {}
    for item in found:
        words = text[item.start : item.end].removeprefix("The ").split()
        if len(words) >= 2:
            last_words.setdefault(words[-1], item.kind)
            if (
                len(words) == 2
                and words[-1] in gazetteer.outlet_words
                and words[0] not in gazetteer.first_words
            ):
                first_words.setdefault(words[0], item.kind)
    if not last_words:
        return
    for match in _FIRST.finditer(text):
        start, end = match.span()
        name = match[0]
        article = text[max(0, start - 4) : start]
        if name in last_words and article in ("the ", "The ") and _speaks_of_reporting(text, start, end):
            yield _Found(start - 4 if article == "The " else start, end, last_words[name], True)
        elif name in first_words and _IS_TOLD.search(text, max(0, start - 10), start):
            yield _Found(start, end, first_words[name], True)


def _fullest_names(names: list[str], gazetteer: Gazetteer) -> dict[str, str]:
    """For each name without its article the fullest name that the article uses for the same outlet."""
    bare = list(dict.fromkeys(map(bare_name, names)))
    fullest: dict[str, str] = {}
    for name in bare:
        longer = [other for other in bare if other != name and other.endswith(f" {name}")]
        spelled = gazetteer.acronyms.get(name)
        if len(longer) == 1:
            fullest[name] = longer[0]
        elif spelled in bare:
            fullest[name] = spelled
        elif name.isupper() and (full := next((one for one in bare if is_initials(name, one)), None)):
            fullest[name] = full
        else:
            fullest[name] = next((one for one in bare if _is_branch(one, name, gazetteer)), name)
    written = {bare_name(name): name for name in reversed(names)}
    return {name: written.get(full, full) for name, full in fullest.items()}


def _is_branch(longer: str, name: str, gazetteer: Gazetteer) -> bool:
    """Whether ``longer`` is ``name`` with a word behind it that only completes it: *NBC News* for *NBC*."""
    return longer.startswith(f"{name} ") and longer.removeprefix(f"{name} ") in gazetteer.outlet_words


def own_outlets(article: Article) -> tuple[str, ...]:
    """The names under which an article's own outlet may be named in it.

    They are those of its metadata and of its byline (*By Ida Holm for The Tarn Herald*).
    """
    names = [article.outlet] if article.outlet else []
    for line in (article.byline or "", *article.text[:_BYLINE_CHARS].splitlines()):
        match = _BYLINE_OUTLET.match(line)
        if match:
            names.append(match["name"])
    return tuple(names)


def is_initials(short: str, name: str) -> bool:
    """Whether ``short`` is made of the first letters of a name: *NPA* for *Norland Press Agency*."""
    letters = "".join(word[0] for word in bare_name(name).split() if word[0].isupper())
    return len(short) > 1 and letters == short


def bare_name(name: str) -> str:
    """A name without its article, by which two are compared."""
    return name.removeprefix("The ").removeprefix("the ")
