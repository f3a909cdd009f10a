"""Classes of words become phrases: one compiled grammar of the ways in which English news says when.

A rule is a line of word classes; upper case names a class or one of the fragments below, and the rest
is regular expression. Each repetition is bounded, so a phrase costs the same wherever it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sayso.resolve.times.words import Lexicon, Words, load_lexicon

# Fragments that rules are made of; each may use those above it.
FRAGMENTS = {
    "ANYMONTH": "(?:MONTH|MARCH|MON DOT?)",
    "ANYWEEKDAY": "(?:WEEKDAY|WDAY DOT?)",
    "ANYUNIT": "(?:UNIT|UNITS|HOUR|HOURS|QUARTER|WEEKEND|WEEKENDS|SEASON)",
    "MANY": "(?:UNITS|HOURS|WEEKENDS)",
    "FIGURE": "(?:DAY|NUMBER|YEAR)",
    "NUM": "(?:FIGURE (?:FRACTION|CARDINAL)?|FRACTION|CARDINAL(?:HYPHEN? CARDINAL){0,4}"
    "(?:AND CARDINAL(?:HYPHEN? CARDINAL)?)?)(?:AND A HALF)?",
    "RANGE": "(?:NUM (?:(?:OR|TO|HYPHEN) NUM)?)",
    "VAGUE": "(?:A? SEVERAL (?:OF THE?)?)",
    "HALFA": "(?:HALF A)",
    "APPROX": "(?:ABOUT|AT LEAST|MORE THAN)",
    "QTY": "(?:RANGE|VAGUE|HALFA|A)",
    "QUAL": "(?:ADJ|MORE|FISCAL)",
    "WHICH": "(?:LAST|NEXT|THIS|CURRENT|LATEST|THAT|ADJ|AHEAD)",
    "MOD": "(?:EARLY|EARLIER|LATER)",
    "ORD": "(?:ORDINAL|NTH)",
    "YEARS": "(?:YEAR|CARDINAL CARDINAL HYPHEN? CARDINAL|CARDINAL CARDINAL)",
    "CLOCK": "(?:(?:HHMM|DAY) MERIDIEM|HHMM|HOURPM|NOON|(?:DAY|CARDINAL) OCLOCK)(?:ZONE|LOCALE MOMENT)?",
    "MONTHDAY": "(?:ANYMONTH THE? (?:DAY|ORD)(?:COMMA? YEAR)?)",
    "DAYMONTH": "(?:THE? (?:DAY|ORD) OF? ANYMONTH (?:COMMA? YEAR)?)",
    "THEDATE": "(?:MONTHDAY|DAYMONTH|FULLDATE)",
    "DATED": "(?:(?:THIS? (?:LAST|NEXT)? ANYWEEKDAY COMMA? ON? THE?)? THEDATE)",
    "WHICHDAY": "(?:DATED|MOD? DEICTIC|MOD? THIS? (?:LAST|NEXT)? ANYWEEKDAY)",
    "UNITREL": "(?:MOD? THE? (?:THAT|THIS? (?:LAST|NEXT)|THIS|CURRENT|LATEST) ADJ? FISCAL?"
    "(?:UNIT|QUARTER|WEEKEND|SEASON))",
    "FISCALYEAR": "(?:FISCAL UNIT? YEARS)",
    "BIG": "(?:UNITREL|THE? UNIT YEARS|FISCALYEAR|THE? EARLY? HYPHEN? DECADE|ANYMONTH OF? YEARS"
    "|ANYMONTH OF? WHICH UNIT|ANYMONTH|YEARS|THE FISCAL? (?:UNIT|QUARTER|WEEKEND|SEASON))",
}  # fmt: skip

# Name and pattern; the first that fits wins, so the longer stand first.
RULES = (
    ("clock", "MOD? CLOCK (?:COMMA? ON? WHICHDAY (?:PART|PARTS)?)?"),
    ("clock", "WHICHDAY PART? (?:COMMA|HYPHEN)? AT? CLOCK"),
    ("fulldate", "DATED (?:MOD? PART)?"),
    ("stretch", "(?:THE|POSS|MOD)? (?:FISCAL? UNIT (?:OWNS|HYPHEN)?) STRETCH"),
    ("stretch", "(?:THE|A)? EARLY? STRETCH OF BIG"),
    ("halfyear", "(?:THE|POSS|A)? MOD? (?:ORD|LAST|NEXT) HYPHEN? HALF(?: OF BIG)?"),
    ("quartertoken", "QTOKEN (?:OF? YEARS)?|YEARS QTOKEN"),
    ("yearago", "(?:THE|POSS)? UNIT HYPHEN? (?:AGO|EARLIER) ORD? HYPHEN?"
                " (?:QUARTER|PERIOD|NUM ANYUNIT|FISCAL? UNIT)"),
    ("yearago", "THE QUARTER A UNIT (?:AGO|EARLIER)"),
    ("quarter", "UNITREL OWNS FISCAL? ORD HYPHEN? (?:QUARTER|PERIOD)"),
    ("quarter", "(?:THE|POSS|A)? MOD? YEARS? FISCAL? HYPHEN? ADJ? ORD HYPHEN? QUARTER"
                "(?:(?: OF|COMMA)? (?:FISCALYEAR|YEARS|UNITREL))?"),
    ("quarter", "THE YEAR (?:QUARTER|PERIOD)"),
    ("century", "THE? EARLY? HYPHEN? ORD HYPHEN? UNIT"),
    ("age", "NUM HYPHEN ANYUNIT HYPHEN OLD"),
    ("firstn", "(?:THE|POSS) WHICH? (?:ORDINAL|FISCAL) NUM QUAL? ANYUNIT"),
    ("reln", "APPROX? (?:THE|POSS)? WHICH? (?:LAST|NEXT|LATEST|THESE) (?:MORE|ABOUT)? ADJ? (?:RANGE|VAGUE)"
             " HYPHEN? QUAL? ANYUNIT (?:OR SO)?"),
    ("reln", "(?:THE|POSS)? WHICH? (?:LAST|NEXT) QUAL? MANY"),
    ("firstn", "THE RANGE HYPHEN? QUAL? MANY|ORDINAL NUM QUAL? MANY"),
    ("ahead", "THE? ANYUNIT AHEAD"),
    ("recent", "RECENT ANYUNIT (?:AND ANYUNIT)?"),
    ("hence", "APPROX? QTY QUAL? ANYUNIT (?:PREP NOW|OWNS MOMENT)"),
    ("ago", "APPROX? QTY QUAL? ANYUNIT HYPHEN? AGO"),
    ("ago", "ANYUNIT AGO"),
    ("earlier", "APPROX? QTY QUAL? ANYUNIT EARLIER"),
    ("yearago", "UNIT HYPHEN EARLIER"),
    ("monthyear", "(?:THE|A)? MOD? HYPHEN? ANYMONTH (?:COMMA|OF)? YEARS"),
    ("monthyear", "(?:THE|A)? MOD? HYPHEN? ANYMONTH OF? WHICH UNIT"),
    ("seasonyear", "(?:THE|A)? MOD? HYPHEN? SEASON (?:COMMA|OF)? (?:YEARS|SHORTYEAR|UNITREL)"),
    ("seasonrel", "(?:MOD HYPHEN?)? THE? (?:LAST|NEXT|THIS|THAT){1,2} MOD? HYPHEN? SEASON"),
    ("september", "SEPTEMBER"),
    ("decade", "THE? MOD? HYPHEN? DECADE"),
    ("often", "EVERY (?:NUM|ORD|ADJ)? (?:ANYUNIT|ANYWEEKDAY PART?|ANYMONTH|PART)"),
    ("oncea", "(?:ONCE|NUM TIMES) (?:A|EVERY) ANYUNIT"),
    ("weekdays", "WEEKDAYS (?:PARTS|UNITS)?|WEEKDAY (?:PARTS|UNITS)"),
    ("nthday", "ANYWEEKDAY COMMA? THE (?:DAY|NTH)"),
    ("weekday", "MOD? THE? THIS? (?:LAST|NEXT|THIS)? ANYWEEKDAY (?:MOD? PART)?"),
    ("deictic", "THE UNIT (?:AFTER|PREP) DEICTIC"),
    ("deictic", "MOD? DEICTIC (?:MOD? PART)?"),
    ("tonight", "MOD? TONIGHT"),
    ("partrel", "MOD? (?:THIS|LAST|THAT|THE THAT|THE NEXT|THE LAST) (?:PART)"),
    ("monthrel", "MOD? (?:THE|THIS)? (?:LAST|NEXT|THIS|THAT) MOD? HYPHEN? ANYMONTH"),
    ("unitrel", "UNITREL"),
    ("holiday", "(?:THIS|LAST|NEXT)? (?:NEW UNIT|HOLIDAY|DAYOF) OWNS? (?:UNIT|EVE)? (?:OF? COMMA? YEAR)?"),
    ("month", "MOD HYPHEN? ANYMONTH"),
    ("month", "ANYMONTH"),
    ("year", "FISCALYEAR|(?:THE UNIT|THE? MOD)? HYPHEN? YEAR (?:HYPHEN FIGURE)?"
             "(?:(?:AND|OR) (?:BEYOND|LATER))?"),
    ("year", "THE UNIT YEARS"),
    ("theunit", "THE (?:ADJ|FISCAL)? (?:UNIT|QUARTER|WEEKEND|SEASON)|LATEST QUARTER"
                "|(?:THE LATEST|THE THAT) PERIOD"),
    ("season", "MOD? SEASON"),
    ("duration", "APPROX? QTY HYPHEN? QUAL? ANYUNIT"),
    ("duration", "A UNIT OR CARDINAL"),
    ("duration", "MANY (?:OR|AND|TO) MANY|THE? (?:MOD|ADJ)? MANY"),
    ("year", "(?:THE UNIT)? CARDINAL CARDINAL (?:HYPHEN? CARDINAL)?"),
    ("ref", "RIGHT? NOW|THESE UNITS|AT THE MOMENT|FUTURE ANYUNIT|THE NEAR? FUTURE|THE NEAR TERM|THE ADJ TERM"
            "|THE LAST|ANY UNIT|ANY MOMENT (?:NOW|LATER)?|AT THAT MOMENT|RECENT|OFTEN|OVERNIGHT"),
    ("clock", "NOON"),
)  # fmt: skip

_NAME = re.compile(r"[A-Z]+")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled rules.

    Attributes:
        starts: Finds the next word at which a phrase may start.
        phrase: Matches a phrase there; the name of the group that took part tells the rule.
        names: The rule of each group.
    """

    starts: re.Pattern[str]
    phrase: re.Pattern[str]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that say when: a rule's name and the half-open range of word indices that it matched."""

    rule: str
    first: int
    last: int


# A phrase may open with these, but needs a word of time within the next few.
_OPENERS = (
    "THE", "A", "POSS", "ABOUT", "AT", "MORE", "DAY", "NUMBER", "CARDINAL", "FRACTION", "SEVERAL", "HALF",
    "LAST", "NEXT", "THIS", "THAT", "THESE", "CURRENT", "LATEST", "EARLY", "EARLIER", "LATER", "FISCAL",
    "ORDINAL", "NTH", "EVERY", "ONCE", "ANY", "RIGHT", "NEAR", "NEW", "RECENT", "FUTURE", "STRETCH", "DAYOF",
)  # fmt: skip
_CORE = (
    "FULLDATE", "HHMM", "HOURPM", "YEAR", "DECADE", "SEPTEMBER", "QTOKEN", "MERIDIEM", "OCLOCK", "MONTH",
    "MARCH", "MON", "WEEKDAY", "WEEKDAYS", "WDAY", "UNIT", "UNITS", "QUARTER", "HOUR", "HOURS", "WEEKEND",
    "WEEKENDS", "SEASON", "DEICTIC", "TONIGHT", "PART", "PARTS", "NOON", "OVERNIGHT", "OFTEN", "QUARTERLY",
    "HOLIDAY", "NOW", "RECENT", "FUTURE", "CURRENT", "MOMENT", "TERM", "HALF", "PERIOD", "LAST",
)  # fmt: skip


def expand(pattern: str, lexicon: Lexicon) -> str:
    """Write out the names in a pattern."""

    def written(match: re.Match[str]) -> str:
        name = match.group()
        return expand(FRAGMENTS[name], lexicon) if name in FRAGMENTS else lexicon.codes[name]

    return _NAME.sub(written, pattern).replace(" ", "")


@lru_cache(maxsize=1)
def load_grammar() -> Grammar:
    """The grammar, compiled once."""
    lexicon = load_lexicon()
    names = {f"r{index}": name for index, (name, _) in enumerate(RULES)}
    phrase = "|".join(f"(?P<r{index}>{expand(rule, lexicon)})" for index, (_, rule) in enumerate(RULES))
    core, openers = ("".join(lexicon.codes[name] for name in group) for group in (_CORE, _OPENERS))
    spoken = lexicon.codes["CARDINAL"]
    starts = f"[{core}{openers}](?:(?<=[{core}])|(?=.{{0,5}}[{core}])|(?<={spoken})(?={spoken}))"
    return Grammar(re.compile(starts), re.compile(phrase), names)


def next_phrase(words: Words, at: int) -> Phrase | None:
    """The first phrase that starts at a word or after it, or None."""
    grammar = load_grammar()
    while found := grammar.starts.search(words.classes, at):
        at = found.start()
        phrase = phrase_at(words, at, len(words.classes))
        if phrase is not None:
            return phrase
        at += 1
    return None


def phrase_at(words: Words, first: int, end: int) -> Phrase | None:
    """The phrase that starts at a word and ends before another, or None."""
    grammar = load_grammar()
    match = grammar.phrase.match(words.classes, first, end)
    if match is None or match.end() == first:
        return None
    return Phrase(grammar.names[match.lastgroup or ""], first, match.end())
