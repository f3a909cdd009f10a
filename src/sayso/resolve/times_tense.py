"""Words around a time expression tell whether it lies behind or ahead."""

from __future__ import annotations

from sayso.resolve.times_words import Words, load_lexicon

# Words looked at before and after the expression.
BEFORE, AFTER = 24, 9
AHEAD = frozenset(
    "will ll would shall wo going expected expects expect plan plans planned planning scheduled due set slated"
    " intends intend hopes hope wants payable upcoming aims promised promises vows pledged forecast predicts"
    " predicted predict may might could can should must projected anticipates anticipated poised likely"
    " effective next tomorrow ready prepares preparing".split()
)
BEHIND = frozenset(
    "was were had did been since went came took made began held rose fell got became met gave left won lost"
    " sold bought brought led ran saw knew thought spent paid grew drew sent built found wrote broke spoke"
    " kept felt heard flew shot stood struck threw caught fought taught laid chose hit".split()
)
# They speak of when something was said, which is past; close by they decide, elsewhere they are the last resort.
SAYING = frozenset("said told says announced reported".split())
# Right before the expression they say that it lies ahead.
UNTIL = frozenset("by until till".split())
_PLAIN = frozenset(
    "united hundred speed red bed preferred so-called limited sacred wed unprecedented".split()
)


def tense(words: Words, first: int, last: int) -> int:
    """1 when the words around look ahead, -1 when they look back, 0 when they say nothing.

    What stands before the expression decides, the nearest word first, and only then what stands after it.
    Nothing beyond the sentence is looked at.
    """
    if words.word(first - 1) in UNTIL:
        return 1
    saying = 0
    for index in _back(words, first):
        word = words.word(index)
        if word in SAYING:
            if first - index <= 2:
                return -1
            saying = saying or -1
        elif found := _sign(words, index, word):
            return found
    for index in _forth(words, last):
        word = words.word(index)
        if word in SAYING:
            return saying or -1
        if found := _sign(words, index, word):
            return found
    return saying


def _sign(words: Words, index: int, word: str) -> int:
    before = words.word(index - 1)
    if word == "set" and words.word(index + 1) not in ("to", "for"):
        return -1
    if word in AHEAD or (word in ("to", "be") and before in ("is", "are", "to")):
        return 1
    past = word.endswith("ed") and not word.endswith("eed") and word not in _PLAIN
    if past and before == "be":
        return 1
    return -1 if past or word in BEHIND else 0


def _back(words: Words, first: int) -> list[int]:
    indices = []
    for index in range(first - 1, max(-1, first - 1 - BEFORE), -1):
        if _stops(words, index):
            break
        indices.append(index)
    return indices


def _forth(words: Words, last: int) -> list[int]:
    indices = []
    for index in range(last, min(len(words.starts), last + AFTER)):
        if _stops(words, index):
            break
        indices.append(index)
    return indices


def _stops(words: Words, index: int) -> bool:
    """Whether a mark ends the sentence, and not just a title, an initial or a number."""
    codes = load_lexicon().codes
    if words.classes[index] not in (codes["DOT"], codes["BREAK"]):
        return False
    at = words.ends[index]
    if words.text[at : at + 1] not in (" ", "\n", "", '"', "”"):
        return False
    before = words.word(index - 1)
    return len(before) > 1 and before not in (
        "mr",
        "mrs",
        "ms",
        "dr",
        "inc",
        "corp",
        "co",
        "gen",
        "sen",
        "rep",
        "st",
    )
