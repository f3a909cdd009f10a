"""The words by which an article credits another outlet become credits: datelines, reprint notes, thanks.

Precision comes first: an outlet that the story merely talks about is no channel of its text, so every
form asks for words that only credits use, or for a place where only credits stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sayso.records import Credit, Span

# Credits stand at the head and the foot of an article; code points searched at each end.
_END_CHARS = 20_000
# Code points before "contributed" in which the names are looked for.
_LOOK_BACK_CHARS = 200

_AGENCIES = re.split(
    r",\s+",
    """Associated Press, AP, Thomson Reuters Foundation, Thomson Reuters, Reuters, Agence France-Presse, AFP,
    Press Association, PA Media, PA, Bloomberg News, Bloomberg, United Press International, UPI, ITAR-TASS,
    TASS, Tass, Interfax-Ukraine, Interfax, RIA Novosti, Xinhua, Kyodo News, Kyodo, Yonhap, KCNA,
    Press Trust of India, PTI, ANI, IANS, dpa, DPA, ANSA, EFE, Australian Associated Press, AAP,
    Canadian Press, APA, ANP, Belga, NTB, Ritzau, PAP, Anadolu Agency, Anadolu, Ukrinform, UNIAN, IRNA, KUNA,
    WAM, BNS, SANA, Bernama, VOA, RFE/RL, CNN, NBC News, ABC News, CBS News, Fox News, BBC News, BBC,
    Sky News, Kaiser Health News, KHN, Tribune News Service, McClatchy""",
)
_AGENCY = "|".join(sorted(map(re.escape, _AGENCIES), key=len, reverse=True))
# The last word of a name that marks an outlet rather than a person or a place.
_OUTLET_WORD = (
    "Press|News|Times|Post|Tribune|Herald|Agency|Media|Wire|Newswire|Service|Journal|Gazette|Daily|Mail|"
    "Guardian|Today|Radio|TV|Television|Network|Broadcasting|Observer|Chronicle|Star|Sun|Mirror|Express|"
    "Telegraph|Standard|Courier|Bulletin|Review|Record|Dispatch|Examiner|Monitor|Weekly|Globe|Echo|Argus|"
    "Register|Sentinel|Enquirer|Inquirer|Independent|Magazine|Reporter|Online"
)
_LOOKS_LIKE_OUTLET = re.compile(rf"(?:\b(?:{_OUTLET_WORD})|\.[a-z]{{2,12}})\Z|\A(?:[Tt]he )?(?:{_AGENCY})\Z")
_ACRONYM = re.compile(r"[A-Z]{2,6}\Z")
_NOT_A_NAME = re.compile(
    r"(?:[Tt]he )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|"
    r"\d[\d,]*\b(?! News)|Photos?\b|Images?\b|Videos?\b|Getty|"
    r"UPDATED?\b|VIDEO|PHOTOS?\b|LIVE\b|WATCH\b|USA\b|UK\b|EU\b|UN\b|GOP\b|FILE\b)"
)

_CAPITAL = r"[A-Z0-9][\w'’&/-]*(?:\.(?:com|org|net|info|io|news|tv|example)\b)?"
# Up to seven words, small ones only inside. Every repetition is bounded, so that matching stays linear.
_NAME = rf"(?:[Tt]he )?{_CAPITAL}(?:(?: (?:of the|of|the|&) | ){_CAPITAL}){{0,6}}"
_DOMAIN = r"(?:[a-z0-9][a-z0-9-]{0,40}\.){1,3}[a-z]{2,12}"
_OUTLET = rf"[\"“'‘]?(?:https?://)?(?:www\.)?(?P<name>{_NAME}|{_DOMAIN})"
# Forms are tried on one line at a time.
_LINE = re.compile(r"[^\n\r]+")
_LINE_START = r"\A[ \t\xa0]{0,8}"
_LINE_END = r"[ \t\xa0]{0,8}\Z"
_DASH = r" {0,2}(?:—|–|--?|:)\s"
_PLACE = r"[A-Z][\w.'’-]*(?:[ /,]{1,2}[A-Z0-9][\w.'’-]*){0,7},? {0,2}"
_CAPS_PLACE = r"[A-Z][A-Z.'’-]+(?:[ /,]{1,2}[A-Z0-9][\w.'’-]*){0,7},? {0,2}"
_REPORT = r"(?:article|story|report|piece|post|interview|column|review|dispatch|essay|analysis)"
_WENT_OUT = r"(?:appeared|published|ran|posted|printed|aired|released)"
_AGAIN = r"(?:reproduced|republished|reprinted|re-?posted|syndicated)"


class _Form(NamedTuple):
    how: str
    needs: tuple[str, ...]
    """Words one of which a line must hold; most lines hold none and are done with."""
    pattern: re.Pattern[str]
    outlets_only: bool = False
    """Whether the name has to look like an outlet's, since a person or a place could stand there too."""
    acronyms: bool = True
    """Whether capitals alone look like an outlet here."""


def _form(how: str, needs: str, pattern: str, *, outlets_only: bool = False, acronyms: bool = True) -> _Form:
    return _Form(how, tuple(needs.split()), re.compile(pattern), outlets_only, acronyms)


_IN = r"(?:in|on|by|at)"
_FIRST = rf"(?:originally|first|previously) {_WENT_OUT} {_IN}"
_MEDIUM = (
    r"(?:[A-Za-z][\w-]{1,20} ){0,2}"
    r"(?:newspaper|paper|website|site|blog|magazine|tabloid|broadcaster|channel|station|agency|outlet),? "
    rf"{_OUTLET}"
)
_HAD_IT_FIRST = (
    r"[\"”'’]?(?: (?:was|were|had been) (?:the )?first to (?:report|publish|break|carry)\b"
    r"|,? (?:which |who )?(?:had )?first (?:reported|broke|published)\b"
    r"|,? (?:which )?broke the (?:news|story)\b)"
)
_CLOSE = r"[\"”'’]?"
_FORMS = (
    # (Harbour Press) — · HARBOUR TOWN, May 3 (Harbour Press) -
    _form(
        "agency", ")", rf"{_LINE_START}(?:{_CAPS_PLACE})?\((?P<name>{_NAME}|dpa)\){_DASH}", outlets_only=True
    ),
    # London (AP) –
    _form(
        "agency",
        ")",
        rf"{_LINE_START}{_PLACE}\((?P<name>{_NAME}|dpa)\){_DASH}",
        outlets_only=True,
        acronyms=False,
    ),
    # LONDON (AP) The ministry
    _form("agency", ")", rf"{_LINE_START}{_CAPS_PLACE}\((?P<name>{_AGENCY})\)(?=\s)"),
    # © 2020 The Associated Press
    _form(
        "agency",
        "© (c) (C) opyright",
        r"(?<!mage )(?:©|\([cC]\)|[Cc]opyright)(?: ©| \([cC]\))?(?: \d{4})?(?: by)? "
        rf"(?P<name>(?:[Tt]he )?(?:{_AGENCY}))\b(?! (?:[Pp]hoto|PHOTO|[Ii]mage|via))",
    ),
    # This article originally appeared in X · This story was provided by X
    _form(
        "reprint",
        "originally first previously",
        rf"\b[Tt]his {_REPORT}\b[^.\n\r]{{0,100}}?\b{_FIRST} {_OUTLET}",
    ),
    _form(
        "reprint",
        "his",
        rf"\b[Tt]his {_REPORT} (?:was |has been |is )?"
        rf"(?:{_WENT_OUT}|provided|supplied|distributed|produced) {_IN} {_OUTLET}",
        outlets_only=True,
    ),
    # The plan was first reported by X
    _form("first", "first", rf"\b(?:first|originally) reported {_IN} {_OUTLET}", outlets_only=True),
    _form("first", "first", rf"\b(?:first|originally) reported {_IN} (?:the |a )?{_MEDIUM}"),
    _form(
        "first",
        "exclusive",
        rf"\baccording to an exclusive (?:{_REPORT} )?(?:by|in|from) {_OUTLET}",
        outlets_only=True,
    ),
    # X was the first to report · X first reported the plan · X, which first reported · X broke the story
    _form("first", "irst broke", rf"(?:\A|[\s(“\"]){_OUTLET}{_HAD_IT_FIRST}", outlets_only=True),
    # Originally published by X
    _form(
        "reprint",
        "riginally irst",
        rf"(?:{_LINE_START}|[.!?][\"”’]?\s|\()(?:[Oo]riginally|[Ff]irst) {_WENT_OUT} {_IN} {_OUTLET}",
    ),
    # originally appeared in X and has been reproduced with permission
    _form(
        "reprint",
        "and",
        rf"\b{_FIRST} {_OUTLET}(?={_CLOSE},? and (?:has been|have been|is|was|are) {_AGAIN}\b)",
    ),
    _form(
        "reprint",
        "ermission ERMISSION",
        rf"\b(?i:{_AGAIN} (?:here )?(?:with|by) (?:the )?(?:kind )?permission (?:of|from)) {_OUTLET}",
    ),
    _form(
        "reprint", "from", rf"\b(?:[Rr]epublished|[Rr]eprinted|[Rr]eproduced|[Ss]yndicated) from {_OUTLET}"
    ),
    _form(
        "reprint",
        "ead",
        rf"\b[Rr]ead the (?:full |original ){{1,2}}(?:{_REPORT} )?(?:here )?(?:at|on|in) {_OUTLET}",
    ),
    # Source: X · (via X), on their own
    _form(
        "reprint",
        "ource",
        rf"{_LINE_START}[(\[]?(?:[Oo]riginal )?[Ss]ource ?: ?{_OUTLET}{_CLOSE}[)\]]?\.?(?={_LINE_END})",
    ),
    _form(
        "reprint",
        "ia ia: /t /T",
        rf"(?:{_LINE_START}[Vv]ia:? |[(\[][Vv]ia |\b[Hh]/[Tt]:? )"
        rf"{_OUTLET}(?={_CLOSE}(?:[)\]]|\.?{_LINE_END}))",
    ),
    # Additional reporting by NPA.
    _form(
        "contribution",
        "by",
        rf"{_LINE_START}[*(\[]?(?:[Ww]ith|[Aa]dditional|[Ff]urther) (?:additional )?(?:reporting|material) "
        rf"by (?P<name>{_NAME})(?=[.*)\]]{{0,2}}{_LINE_END})",
        outlets_only=True,
    ),
    # With reporting by Reuters
    _form(
        "contribution",
        "by from",
        r"\b(?:[Ww]ith|[Aa]dditional|[Ff]urther) (?:additional )?(?:reporting|reports|files|material) "
        rf"(?:by|from) (?P<name>(?:the )?(?:{_AGENCY}))\b",
    ),
    _form(
        "contribution",
        "from",
        rf"\b[Ww]ith (?:files|material|agencies|reports) from (?P<name>{_NAME})",
        outlets_only=True,
    ),
)
_CONTRIBUTED = re.compile(
    rf" (?:also |each |all )?contributed (?:to (?:this|the) {_REPORT}\b|(?:additional )?reporting\b)"
)
_CLAUSE_START = re.compile(r"[.!?;:()—–*]\s*(?=\S)")
_LIST_BREAK = re.compile(r",? and |, | & ")
_OF = re.compile(r"\b(?:of|from|at|for) (?=(?:[Tt]he )?[A-Z])")
_WHOLE_NAME = re.compile(rf"{_NAME}\Z|{_DOMAIN}\Z")


def find_credits(text: str) -> tuple[Credit, ...]:
    """Find the outlets that an article credits as channels of its text.

    Args:
        text: The stored text; of a very long one only the head and the foot are searched.

    Returns:
        One credit for each place, in text order, none overlapping; ``the`` in small letters is no
        part of a name.
    """
    credits: list[Credit] = []
    taken_until = 0
    for start, end, how in sorted(set(_candidates(text))):
        if start >= taken_until:
            article = len("the ") if text.startswith("the ", start, end) else 0
            span = Span.of(text, start + article, end)
            credits.append(Credit(span.exact, span, how))
            taken_until = end
    return tuple(credits)


def _candidates(text: str) -> Iterator[tuple[int, int, str]]:
    for low, high in _ends(text):
        for line in _LINE.finditer(text, low, high):
            for start, end, how in _in_line(line[0]):
                yield line.start() + start, line.start() + end, how


def _in_line(line: str) -> Iterator[tuple[int, int, str]]:
    for form in _FORMS:
        if any(need in line for need in form.needs):
            for match in form.pattern.finditer(line):
                if _believable(match["name"], form):
                    yield match.start("name"), match.end("name"), form.how
    if "contributed" in line:
        for match in _CONTRIBUTED.finditer(line):
            for start, end in _contributors(line, match.start()):
                yield start, end, "contribution"


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """The stretches to search: head and foot, or all of a text of usual length."""
    if len(text) <= 2 * _END_CHARS:
        yield 0, len(text)
        return
    yield 0, _END_CHARS
    # A foot begins behind a line break where there is one, for a line's middle is no line's start.
    foot = len(text) - _END_CHARS
    line_break = text.find("\n", foot)
    yield (line_break + 1 if line_break >= 0 else foot), len(text)


def _believable(name: str, form: _Form) -> bool:
    if _NOT_A_NAME.match(name):
        return False
    if not form.outlets_only:
        return True
    return bool(_LOOKS_LIKE_OUTLET.search(name)) or (form.acronyms and bool(_ACRONYM.match(name)))


def _contributors(line: str, end: int) -> Iterator[tuple[int, int]]:
    """The outlets among the names that stand before ``contributed``; people are passed over."""
    low = max(0, end - _LOOK_BACK_CHARS)
    for clause in _CLAUSE_START.finditer(line, low, end):
        low = clause.end()
    start = low
    for stop in (*_LIST_BREAK.finditer(line, low, end), None):
        name_end = stop.start() if stop else end
        name_start = start
        for of in _OF.finditer(line, start, name_end):
            name_start = of.end()
        name = line[name_start:name_end]
        if _WHOLE_NAME.match(name) and _LOOKS_LIKE_OUTLET.search(name) and not _NOT_A_NAME.match(name):
            yield name_start, name_end
        start = stop.end() if stop else end


def is_agency(name: str) -> bool:
    """Whether ``name`` is that of a news agency or a broadcaster that others reprint."""
    return name.removeprefix("The ").removeprefix("the ") in _AGENCIES
