"""What surrounds an outlet's name, and what some names look like, as patterns.

Every repetition in them is bounded, so that searching stays linear.
"""

from __future__ import annotations

import re

_CAP = r"[^\W\d_a-z][\w’'&-]{0,30}"
_CAPS = rf"{_CAP}(?: (?:of |the |de |di )?{_CAP}){{0,3}}"
_MONTHS_AND_DAYS = (
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|"
    r"July|August|"
    r"September|October|November|December"
)
_MEDIUM = (
    r"(?:news ?papers?|papers?|tabloids?|dail(?:y|ies)|week(?:ly|lies)|magazines?|journals?|web ?sites?|"
    r"sites?|blogs?|portals?|broadcasters?|outlets?|publications?|news agency|news agencies|agency|"
    r"wire service|"
    r"(?:radio|television|tv|TV) (?:station|channel|network)s?|station|channel|network|podcasts?|"
    r"broadsheets?)"
)

# Where a word with a capital, or one like iGen, begins.
NAME_START = re.compile(r"(?<![\w@#/\\])(?:[^\W_a-z]|[a-z]{1,2}(?=[A-Z0-9]))\w{0,40}")
# told the website Shore Chatter
APPOSED = re.compile(
    rf"\b{_MEDIUM},? [\"“'‘]?(?P<name>(?:[Tt]he )?(?:{_CAPS}|[a-z]{{1,2}}{_CAP})"
    r"(?:\.[a-z]{2,7}\b)?)"
)
# Shore Chatter, a website for sailors
APPOSED_AFTER = re.compile(
    rf"(?<![\w’'-])(?P<name>(?:The )?{_CAPS})[\"”]?,[\"”]? (?:an?|the) (?:[\w’'-]+ ){{0,4}}"
    r"(?:news ?paper|tabloid|magazine|web ?site|news site|blog|news agency|broadcaster|news outlet|"
    r"news portal|"
    r"(?:radio|television|TV) (?:station|channel|network)|podcast)"
    r"(?=[,.;]| (?:that|which|for|run|based|owned|covering|in|and|of)\b)"
)
# told Alder Question that
TOLD_NAME = re.compile(
    rf"\b(?:told|telling) (?P<name>{_CAP}(?: {_CAP}){{0,2}})"
    r"(?=[.,:](?:\Z|\s(?!(?:an?|the|who)\b))| (?:that|in an?|on|last|this|by|via|about|yesterday|"
    r"today|earlier|"
    r"he|she|they|it|how)\b)"
)
# Shore Chatter magazine
NAMED_KIND = re.compile(
    rf"(?P<name>{_CAPS})[\"”'’]? (?:magazine|newspaper|website|tabloid|television|radio|TV|"
    r"news (?:agency|site|website|service|channel|organization))\b"
)
DOMAIN = re.compile(
    r"(?<![\w@/.-])(?:www\.)?(?P<name>[A-Za-z0-9][\w-]{1,40}\.(?:com|org|net|info|news|tv|website|"
    r"example|media|"
    r"press|co\.uk|com\.au|co|io|fr|de|it|ru|es|ca|uk|au|in|rs|me|us)(?:\.[a-z]{2})?)(?![\w@/-]|\.\w)",
    re.IGNORECASE,
)
# 640AM The Tide · The Tide 640 AM
STATION = re.compile(
    rf"(?<![\w.])(?P<name>(?:The )?(?:{_CAP} ){{1,3}}\d{{3,4}}(?:\.\d)? ?(?:AM|FM)\b|"
    rf"\d{{3,4}} ?(?:AM|FM)\b(?: (?:The )?{_CAP})?|(?:AM|FM) \d{{3,4}}\b(?: (?:The )?{_CAP})?)"
)
# WKXT: the stations of the United States
CALL_SIGN = re.compile(r"(?<![\w@#/.-])[KW][A-Z]{3}(?:-(?:TV|AM|FM|DT))?(?![\w-])")
# told TarnWatch · speaking on QRN
ADDRESSED = re.compile(
    r"\b(?:told|tells|telling|interview(?:ed)? (?:with|by|on|to|for)|speaking (?:to|with)|"
    r"spoke (?:to|with)|"
    r"(?:speaking|appearing|appeared|spoke|interviewed|live) on|"
    r"(?:according to|per|via)(?: a report (?:in|from|by|on))?) (?:the |The )?"
    r"(?P<name>[A-Z][a-z]+[A-Z]\w{0,30}|[A-Z]{2,6}\d{0,3}|[a-z]{1,2}[A-Z]\w{1,30}|"
    r"\d\w{0,3}[A-Z]\w{1,30})(?!\w)"
)
# It is over, reports Shore Question.
REPORTS_NAME = re.compile(rf"\b(?:reports|reported|writes) (?:the )?(?P<name>{_CAPS})(?=\.(?:\s|\Z)|,)")
# It is over, Shore Question reported.
REPORTED = re.compile(r" (?:(?:has |first )?reported|reports)(?=\.(?:\s|\Z))")
# What goes before both.
CLAUSE_BEFORE = re.compile(r"[\"”’a-z0-9)],?[\"”’]? (?:as )?\Z")
NAME_BEFORE = re.compile(rf"[\"”’a-z0-9)],?[\"”’]? (?:the )?(?P<name>{_CAPS})\Z")
IS_TOLD = re.compile(r"\b(?:told|tells|telling) \Z")

_REPORTING = (
    r"reports?|reported|reporting|writes|wrote|quotes|quoted|quoting|cites|cited|citing|broke|aired|"
    r"published|"
    r"broadcast|revealed"
)
_STAFF = (
    r"reporters?|correspondents?|journalists?|editors?|hosts?|anchors?|columnists?|presenters?|"
    r"contributors?|"
    r"co-hosts?|analysts?|interviewer|readers|viewers|sources?|story|article|interview|website|page|"
    r"account|"
    r"programme|program|show|podcast|blog|column|moderator|panel"
)
_SAID_SOMEWHERE = (
    r"article|story|piece|report|column|op-ed|editorial|exclusive|interview|item|essay|letter|post|"
    r"account|page|"
    r"video|clip|statement|comments?|remarks|email|e-mail|appearances?|appear(?:ed|ing|s)|"
    r"sp(?:oke|eaks|eaking|oken)|talk(?:ed|ing|s)?|wr(?:ote|ites|iting|itten)|published|publish(?:es|ing)|"
    r"posted|posting|posts?|printed|aired|broadcast|shown|seen|live|said|says|saying|shared|"
    r"uploaded|reported|"
    r"interviewed|host|reporter|editor|correspondent|journalist"
)
# Words of reporting right before a name, its article aside.
SPEAKS_BEFORE = re.compile(
    r"(?:\b(?:told|tells?|telling|according to|by|via|per|citing|cit(?:ed|es)|quoting|quot(?:ed|es)|"
    r"courtesy of|[Oo]ver at|"
    r"issue of|edition of|reach(?:ed|es) out to|contacted|reports? (?:in|from|on|that)|"
    rf"(?:{_SAID_SOMEWHERE})(?: (?!that\b|who\b)[a-z]{{1,12}}){{0,3}} (?:in|on|to|with|for|by|from|at|"
    rf"of|via))"
    r"(?: the| The| its| a)?|\b(?:of|from|on|and) [Tt]he|"
    r"\b(?:rival|newspaper|tabloid|website|magazine|broadcaster|network|channel|agency|site|"
    r"blog)) [\"“‘']?\Z"
)
# The same right behind it.
SPEAKS_AFTER = re.compile(
    r"[\"”]?(?:['’]s?)? (?:[a-z]{2,15}ly |also |has |had |then |first |later |is |was )?"
    rf"(?:{_REPORTING}|{_STAFF})\b|[\"”]?['’]s? [A-Z][\w.]{{1,30}} [A-Z]|"
    r"[\"”]?, which (?:cited|reported|published|first|quoted)|"
    r"[\"”]?,? (?:a|an|the) [\w -]{0,30}(?:newspaper|website|site|magazine|channel|broadcaster|agency|"
    r"tabloid)\b"
)
# A capital that follows makes another name of an ordinary word: *State* in *State Department*.
GOES_ON = re.compile(rf" (?!(?:{_MONTHS_AND_DAYS})\b)[A-Z]")
# So does one right before it: *Desk* in *Night Desk*.
CAPITAL_BEFORE = re.compile(r"([^\W\d_a-z][\w’'-]*) (?:The )?\Z")
# Words behind a word with a capital: last names, most of them.
SECOND_NAME = re.compile(r"[A-Z][\w.'’-]{0,20} (?=([A-Z](?:[’'][A-Z])?[\w-]{1,30}))")
# A capital article inside a sentence belongs to a title.
TITLED = re.compile(r"[a-z,] The \Z")
PERSON_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Mayor|Michael|Dr|Sir|Miss|President|Sen|Gov)\.? \Z")
FOREIGN_ARTICLE = re.compile(r"(?<![\w-])(?:[Ee]l|[Ll]a|[Ll]e|[Aa]l|[Ii]l) \Z")
# What makes a known name that of a branch: Breitbart Texas, BBC Radio 4, KXTV-TV.
BRANCH = re.compile(
    r"(?:-[A-Z][\w’'&-]{0,30}|(?<=Radio) (?:\d|One|Two|Three|Four|Five|[A-Z][a-z]+(?= (?:that|on|in|"
    r"he|she|the)\b|[.,]))\b|"
    r" (?:News|TV|Television|Radio(?: (?:\d|One|Two|Three|Four|Five|[A-Z][a-z]+(?= (?:that|on|in|he|"
    r"she|the)\b|[.,])))?|Online|"
    r"International|Magazine|Texas|London|Sports?|Latino|America|Business|World|Breakfast|Today|View|Businessweek)\b){1,3}"
)
# By Ida Holm, Chief Reporter, The Tarn Herald
BYLINE_OUTLET = re.compile(
    r"(?:[\w ]{0,24}\b)?[Bb][Yy] .{3,80}(?:, | for | of )"
    rf"(?P<name>(?:[Tt]he )?{_CAP}(?: {_CAP}){{0,4}})\s*\Z"
)
