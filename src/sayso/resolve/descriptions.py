"""Descriptions become figures: *the official* is the one described before, *the mayor* the one so titled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sayso.resolve.coreference_cast import Figure
from sayso.resolve.mentions import Mention
from sayso.resolve.names import Name
from sayso.resolve.names_kinds import DEMONYM, PLACE, UNKNOWN
from sayso.resolve.names_tokens import Token
from sayso.resolve.people import EITHER, GROUP, HE, ORGANISATION, OUTLET, PERSON, SHE, compound_noun, words

_DETERMINERS = frozenset(
    "a an the this that these those his her their its our my another some several many two three four five six seven "
    "eight nine ten one few most other both dozens hundreds thousands".split()
)
_QUANTITIES = frozenset(
    "all most some many several few both rest one half third quarter percent number majority minority handful dozen "
    "others these those themselves none plenty lot lots left right side base masses".split()
)
_NOT_BEFORE_NOUN = frozenset(
    "of for with at in from on by who whom which that to near is are was were be been has have had said says told and "
    "or but as if when while than because it he she they we i you not will would could should may might can must".split()
)
# Nouns for people whom an article leaves unnamed on purpose: *the official* never means somebody named.
_ALWAYS_UNNAMED = frozenset("source official insider spokesperson tipster informant whistleblower witness".split())
# Nouns too general to tell which named person is meant.
_ANYBODY = frozenset(
    "man woman boy girl guy lady gentleman person individual guard customer patient student victim teenager child "
    "caller user driver pilot passenger resident neighbour neighbor friend relative mother father parent employee "
    "worker nurse attacker gunman shooter killer suspect prisoner lawyer attorney reporter journalist interviewer "
    "spokesman spokeswoman rep representative host commentator blogger".split()
)
# Nouns that point to a named organisation, by what they can point to.
_POINTS_TO = {
    **dict.fromkeys(
        "site website paper newspaper magazine tabloid publication outlet broadcaster blog daily weekly journal "
        "network channel agency".split(),
        (OUTLET,),
    ),
    **dict.fromkeys(
        "company firm corporation giant retailer manufacturer maker group organisation organization charity "
        "business nonprofit band team club party agency bureau department ministry institute university school college "
        "federation union commission committee council board court bank church foundation association".split(),
        (ORGANISATION,),
    ),
    **dict.fromkeys("government regime administration country nation state kingdom".split(), (PLACE, ORGANISATION)),
}
# These point only to a name that has the word in it: *the university* to *Ruthan University*.
_NEEDS_WORD = frozenset(
    "agency bureau department ministry institute university school college commission committee council board "
    "court bank church foundation association government administration federation union party".split()
)
_BEFORE_PLACE = frozenset(("in", "near", "outside"))
# Words in the names of organisations that are no company, group or club.
_STATE_WORDS = frozenset("department ministry party senate congress parliament board state states government u.s".split())
_LONGEST_ROLE = 16  # tokens
_SEARCHED = 25  # figures looked at, the latest first


class DescriptionIndex:
    """The figures that are only described, by head noun."""

    def __init__(self, named: Sequence[Figure]) -> None:
        self._by_head: dict[str, list[Figure]] = defaultdict(list)
        self._by_role: dict[str, list[tuple[Figure, frozenset[str]]]] = defaultdict(list)
        self._by_last: dict[str, list[Figure]] = defaultdict(list)
        for figure in named:
            for role in figure.roles:
                role_words = frozenset(role.lower().replace(".", "").split())
                for word in role_words:
                    if compound_noun(word) is not None:
                        self._by_role[word].append((figure, role_words))
            for word in figure.key if figure.kind not in (PERSON, UNKNOWN) else ():
                self._by_last[word].append(figure)

    def add(self, mention: Mention, figure: Figure) -> None:
        """Remember a figure under the head noun of its first description."""
        self._by_head[_head(mention)].append(figure)

    def match(self, mention: Mention, recent: Sequence[Figure], *, source: bool) -> Figure | None:
        """The figure that a description takes up again, or None when it brings in somebody new."""
        again = self._again(mention, source)
        if again is not None:
            return again
        if mention.definite not in ("the", "owned"):
            return self._titled(mention, least_shared=2)
        return (
            self._titled(mention, least_shared=0 if mention.definite == "the" else 1)
            or self._with_words(mention)
            or _by_kind(mention, recent)
            or (_by_prominence(mention, recent) if source else None)
        )

    def _may_be_named(self, mention: Mention) -> bool:
        """Whether a description rather means somebody named than somebody who was only spoken of."""
        noun = mention.noun
        return noun is not None and noun.kind == PERSON and noun.word not in _ANYBODY | _ALWAYS_UNNAMED

    def _titled(self, mention: Mention, *, least_shared: int) -> Figure | None:
        """Somebody named whose title, office or apposition has the head noun; the likest, then the latest."""
        if mention.noun is None or mention.noun.plural or mention.noun.word in _ALWAYS_UNNAMED:
            return None
        own = _content(mention.text.lower().split())
        best: tuple[int, int, Figure] | None = None
        for word in {mention.noun.word, mention.head}:
            for figure, role_words in self._by_role.get(word, ())[:_SEARCHED]:
                shared = len(own & role_words) - 1
                if shared < least_shared or not _gender_fits(mention, figure) or not _kind_fits(mention.noun.kind, figure.kind):
                    continue
                if best is None or (shared, figure.last) > best[:2]:
                    best = (shared, figure.last, figure)
        return best[2] if best else None

    def _with_words(self, mention: Mention) -> Figure | None:
        """An organisation whose name has all words of the description: *the budget office*."""
        own = [word for word in (*mention.modifiers, mention.head) if word not in ("of", "the", "for")]
        if mention.noun is None or mention.noun.kind not in (ORGANISATION, OUTLET) or mention.noun.plural:
            return None
        options = [item for item in self._by_last.get(own[-1], ())[:_SEARCHED] if all(word in item.key for word in own)]
        return max(options, key=lambda item: (item.key[-1] == own[-1], item.last, -item.number)) if options else None

    def _again(self, mention: Mention, source: bool) -> Figure | None:
        """A figure described by the same noun before, with no word that speaks against it."""
        own = frozenset(mention.modifiers)
        plural = bool(mention.noun and mention.noun.plural)
        for figure in reversed(self._by_head.get(_head(mention), ())[-8:]):
            if figure.plural != plural:
                continue
            if not figure.n_held and source and mention.definite == "the" and self._may_be_named(mention):
                continue
            if mention.definite == "bare" and plural and not own and source:
                return figure
            if figure.description and figure.description.lower() == mention.text.lower() and (plural or mention.definite != "new"):
                return figure
            if mention.definite == "the" and _word_set(own) <= _word_set(figure.modifiers | own & figure.modifiers):
                return figure
        return None


def _content(lowers: Sequence[str]) -> frozenset[str]:
    """The words of a description that tell something."""
    return frozenset(word.strip(",.;") for word in lowers) - _DETERMINERS - _NOT_BEFORE_NOUN


def _word_set(modifiers: frozenset[str]) -> frozenset[str]:
    return modifiers - {"this", "that", "these", "those", "same", "two", "three", "unnamed"}


def _head(mention: Mention) -> str:
    return mention.noun.word if mention.noun else mention.head


def _by_kind(mention: Mention, recent: Sequence[Figure]) -> Figure | None:
    """The organisation or outlet mentioned last that *the company* or *the site* can mean."""
    head = _head(mention)
    kinds = _POINTS_TO.get(head, ())
    if not kinds or (mention.noun and mention.noun.plural) or mention.definite != "the" or mention.inner:
        return None
    named = [figure for figure in recent[:_SEARCHED] if figure.named and not figure.members]
    with_word = [figure for figure in named if head in figure.key]
    if with_word:
        return with_word[0]
    if head in _NEEDS_WORD:
        return None
    fitting = [
        (min(figure.n_mentions, 6) - rank, -rank, figure)
        for rank, figure in enumerate(named)
        if figure.kind in kinds and (kinds != (ORGANISATION,) or not _STATE_WORDS & set(figure.key))
    ]
    return max(fitting, key=lambda option: option[:2])[2] if fitting else None


def _by_prominence(mention: Mention, recent: Sequence[Figure]) -> Figure | None:
    """*The candidate*, *the Ruthan leader*: the named person that the article has quoted or named most of late."""
    noun = mention.noun
    if noun is None or noun.kind != PERSON or noun.plural or mention.definite != "the":
        return None
    if noun.word in _ALWAYS_UNNAMED or (noun.word in _ANYBODY and "first" not in mention.modifiers):
        return None
    if any(name.kind not in (DEMONYM, PLACE) for name in mention.inner):
        return None
    options = [
        (figure.n_held > 0, figure.n_mentions > 2, -rank, figure)
        for rank, figure in enumerate(recent[:_SEARCHED])
        if figure.named and figure.kind in (PERSON, UNKNOWN) and not figure.plural and _gender_fits(mention, figure)
    ]
    options = [option for option in options if option[0] or option[1]]
    return max(options, key=lambda option: option[:3])[3] if options else None


def _kind_fits(noun_kind: str, figure_kind: str) -> bool:
    return noun_kind == figure_kind or (noun_kind == PERSON and figure_kind == UNKNOWN)


def _gender_fits(mention: Mention, figure: Figure) -> bool:
    gender = mention.noun.gender if mention.noun else EITHER
    return gender == EITHER or figure.gender in (EITHER, gender)


def starts_description(tokens: Sequence[Token], at: int) -> int | None:
    """Where a description of people begins that ends with the noun at ``at``, or None when none ends there."""
    token = tokens[at]
    if token.capital or len(token.lower) < 3:
        return None
    found = compound_noun(token.lower)
    if found is None or found.kind not in (PERSON, GROUP) or (found.kind == GROUP and token.lower in _QUANTITIES):
        return None
    follower = tokens[at + 1] if at + 1 < len(tokens) else None
    if follower and not follower.capital and (after := compound_noun(follower.lower)) and after.kind == PERSON:
        return None
    for start in range(at - 1, max(-1, at - 6), -1):
        word = tokens[start]
        if word.lower in _DETERMINERS:
            return start
        if not word.text[0].isalnum() or word.lower in _NOT_BEFORE_NOUN:
            return start + 1 if found.plural else None
    return None


def note_context(tokens: Sequence[Token], name: Name, figure: Figure) -> tuple[int, int] | None:
    """Learn about a figure from the nouns around its name: *golfer Ida Holm*, *Ida Holm, the mayor*.

    Returns:
        First and one past the last token of what a comma sets beside the name, or None.
    """
    _note_before(tokens, name, figure)
    return _note_after(tokens, name, figure)


def _note_before(tokens: Sequence[Token], name: Name, figure: Figure) -> None:
    first = name.first
    if name.title is not None:
        return
    before = tokens[first - 1] if first else None
    if before is None or before.text[0] in "\n.,;" or before.possessive or tokens[first].start - before.end > 2:
        return
    if before.lower in _BEFORE_PLACE:
        _learn(figure, PLACE, EITHER, None)
    elif before.lower == "the":
        _learn(figure, ORGANISATION, EITHER, None)
    found = compound_noun(before.lower)
    if found and not found.plural and not before.capital:
        _learn(figure, found.kind, found.gender, before.lower)


def _note_after(tokens: Sequence[Token], name: Name, figure: Figure) -> tuple[int, int] | None:
    at = name.last + 1
    if at + 1 >= len(tokens) or tokens[at].text != "," or name.possessive:
        return None
    if tokens[at + 1].text.isdigit() and len(tokens[at + 1].text) < 4:
        _learn(figure, PERSON, EITHER, None)
        at += 2
        if at + 1 >= len(tokens) or tokens[at].text != ",":
            return None
    if tokens[at + 1].lower == "who":
        _learn(figure, PERSON, EITHER, None)
        return None
    return _note_apposition(tokens, at + 1, figure)


def _note_apposition(tokens: Sequence[Token], start: int, figure: Figure) -> tuple[int, int] | None:
    """*, the former vice chief of staff of the Ruthan army,*: from the head noun on, up to a mark."""
    noun_at = None
    for at in range(start, min(start + 8, len(tokens))):
        token = tokens[at]
        if not token.text[0].isalnum() or token.lower in _NOT_BEFORE_NOUN:
            break
        if compound_noun(token.lower) or token.lower in words().titles:
            noun_at = at
    if noun_at is None:
        return None
    found = compound_noun(tokens[noun_at].lower)
    stop = noun_at + 1
    while stop < len(tokens) and stop - start < _LONGEST_ROLE and _goes_on(tokens[stop]):
        stop += 1
    marked = stop == len(tokens) or tokens[stop].text in ",."
    if tokens[start].lower not in _DETERMINERS and not marked:
        return None
    role = " ".join(token.text + ("'s" if token.possessive else "") for token in tokens[start:stop])
    _learn(figure, found.kind if found else PERSON, found.gender if found else EITHER, role)
    return start, stop


def _goes_on(token: Token) -> bool:
    return token.text[0].isalnum() and token.lower not in ("who", "that", "said", "told")


def _learn(figure: Figure, kind: str, gender: str, role: str | None) -> None:
    if kind in (PERSON, OUTLET, ORGANISATION, PLACE) and figure.kind == UNKNOWN:
        figure.kind = kind
    if kind == OUTLET and figure.kind == ORGANISATION and len(figure.key) == 1:
        figure.kind = OUTLET
    if gender in (HE, SHE) and figure.gender == EITHER and kind == PERSON:
        figure.gender = gender
    if role and role not in figure.roles and len(figure.roles) < 12 and figure.kind not in (GROUP,):
        figure.roles.append(role)
