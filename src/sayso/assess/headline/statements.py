"""A headline with its attributions becomes statements: what is said in it, by whom, and how surely."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sayso.assess.headline.cues import find_cues
from sayso.assess.headline.overlap import weight
from sayso.assess.headline.quotemarks import find_quotations
from sayso.assess.headline.words import Word, words_of
from sayso.records import Attribution, Span

# A statement has this many different words or more that weigh this much: that are not in most articles.
_LEAST_WORDS, _SAYS_SOMETHING = 3, 1.5
# Share of a statement in quotation marks from which the headline keeps its distance.
_QUOTED_SHARE = 0.25
# Share of the longer words with a capital from which a headline is in title case.
_TITLE_CASE_SHARE = 0.6
# Words before a colon that are a tag and no statement, and those that may name a source.
_TAG_WORDS, _SOURCE_WORDS = 5, 3
# Telling words outside an attribution that still let it frame a piece.
_LOOSE_WORDS = 1
# Pieces that are looked at: a text of more is no headline.
_MOST_PIECES = 20
_MODALS = "will|would|can|could|may|might|must|should|is|are|was|were|has|have|had|won't|can't"
# Where one statement ends and the next begins.
_JOINTS = re.compile(
    rf"\s+(?:and|but)\s+(?=(?:{_MODALS})\b)|\s*[;|]\s+|(?<![A-Z.!?])[.!?]+[\"'”’]?\s+(?=\S)|\s+[-–—]+\s*|\s*—\s*|:\s+",
    re.IGNORECASE,
)
_EDGES = " \t\n,;:–—-|.!?()[]"
_HEDGES = frozenset(("reportedly", "modal", "doubt"))
_WILL = frozenset(("will", "shall"))
# Words that may stand between *will* and what it promises, and how far that can be.
_BETWEEN = frozenset(("be", "soon", "never", "not", "now", "also", "finally", "have", "been", "get"))
_PROMISE_REACH = 3


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a headline.

    Attributes:
        span: Where it stands in the headline.
        words: Its words.
        source: Whom the headline names for it, in the headline's words; empty when nobody.
        sourced: Whether the headline ascribes it to anybody, or has a tag such as *report*.
        hedges: Words of the headline that hedge it.
        asks: Whether the headline puts it as a question.
        quoted: Whether part of it stands in quotation marks, a headline's way to keep its distance.
        title_case: Whether the headline writes most of its words with a capital.
        promised: Index into ``words`` of what *will* or *shall* promises, such as that of *ousted* in
            *will be ousted*; None without such a word.
    """

    span: Span
    words: tuple[Word, ...]
    source: str
    sourced: bool
    hedges: tuple[str, ...]
    asks: bool
    quoted: bool
    title_case: bool
    promised: int | None


class _Headline:
    """A headline with what all its statements share."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words_of(text)
        self.quotations = find_quotations(text)
        self.hedges = tuple(dict.fromkeys(_hedges(self.words)))
        long = [word for word in self.words if len(word.form) > 3]
        self.title_case = sum(text[word.start].isupper() for word in long) > _TITLE_CASE_SHARE * len(long)

    def statement(self, start: int, end: int, source: str, *, sourced: bool) -> Statement | None:
        """The stretch as a statement, without marks at its edges; None when nothing is left of it."""
        piece = self.text[start:end]
        first = start + len(piece) - len(piece.lstrip(_EDGES))
        last = start + len(piece.rstrip(_EDGES))
        if first >= last:
            return None
        words = tuple(word for word in self.words if first <= word.start and word.end <= last)
        inside = sum(max(0, min(last, b) - max(first, a)) for a, b in self.quotations)
        return Statement(
            span=Span.of(self.text, first, last),
            words=words,
            source=source,
            sourced=sourced or _relays(words),
            hedges=self.hedges,
            asks="?" in self.text,
            quoted=inside >= _QUOTED_SHARE * (last - first),
            title_case=self.title_case,
            promised=_promised(words),
        )


def find_statements(headline: str, attributions: Sequence[Attribution]) -> list[Statement]:
    """Split a headline into its statements, in order.

    Args:
        headline: The headline.
        attributions: Its own attributions; those inside others are left to these.

    Returns:
        The headline's pieces between joints, such as a dash or *and will*. Where an attribution is all
        of a piece, only its content is the statement; where it is a part, as in *strike after men complain
        about pay*, or the holder rejects it, the piece stays whole. Tags, such as *Video:* or *- report*,
        and web addresses are no statements; when nothing else is left, the whole headline is one.
    """
    whole = _Headline(headline)
    outer = [item for item in attributions if item.within is None]
    cuts = islice(_cut(whole), _MOST_PIECES)
    pieces = [piece for start, end in cuts if (piece := _piece(whole, start, end, outer))]
    tags = [piece for piece in pieces if _is_tag(whole, piece)]
    found = [piece for piece in pieces if piece not in tags]
    if not found:
        alone = whole.statement(0, len(headline), "", sourced=bool(attributions))
        return [alone] if alone and alone.words else []
    if any(0 < len(tag.words) <= _SOURCE_WORDS or _relays(tag.words) for tag in tags):
        found = [replace(piece, sourced=True) for piece in found]
    return found


def _cut(whole: _Headline) -> Iterator[tuple[int, int]]:
    """Cut a headline at its joints, but never inside quotation marks."""
    position = 0
    for joint in _JOINTS.finditer(whole.text):
        if not any(a <= joint.start() < b for a, b in whole.quotations):
            yield position, joint.start()
            position = joint.end()
    yield position, len(whole.text)


def _piece(whole: _Headline, start: int, end: int, outer: Iterable[Attribution]) -> Statement | None:
    """One piece: the content of the attribution that frames it, or all of it."""
    sourced = False
    for item in outer:
        parts = (*item.source, *item.cue, *item.content)
        outside = {
            word.stem
            for word in whole.words
            if start <= word.start and word.end <= end
            if not any(part.start <= word.start and word.end <= part.end for part in parts)
        }
        inside = [part for part in item.content if part.start < end and start < part.end]
        sourced = sourced or bool(inside)
        loose = sum(weight(stem) >= _SAYS_SOMETHING for stem in outside)
        if inside and loose <= _LOOSE_WORDS and not _rejects(item):
            first, last = max(start, inside[0].start), min(end, inside[-1].end)
            source = " ".join(span.exact for span in item.source)
            return whole.statement(first, last, source, sourced=True)
    return whole.statement(start, end, "", sourced=sourced)


def _rejects(attribution: Attribution) -> bool:
    """Whether the holder says no to the content, as in *doctor denies taking photo*."""
    cue = words_of(" ".join(span.exact for span in attribution.cue))
    return any(found.group in ("deny", "refute", "negation", "weak_negation") for found in find_cues(cue))


def _is_tag(whole: _Headline, piece: Statement) -> bool:
    if "://" in piece.span.exact:
        return True
    if piece.source:
        return False
    stems = {word.stem for word in piece.words}
    if whole.text[piece.span.end :].lstrip()[:1] == ":" and len(piece.words) <= _TAG_WORDS:
        return True
    return sum(weight(stem) >= _SAYS_SOMETHING for stem in stems) < _LEAST_WORDS


def _relays(words: Sequence[Word]) -> bool:
    return any(cue.group in ("report", "source", "reportedly") for cue in find_cues(words))


def _hedges(words: Sequence[Word]) -> list[str]:
    cues = [cue for cue in find_cues(words) if cue.group in _HEDGES]
    return [" ".join(word.form for word in words[cue.at : cue.at + cue.n_words]) for cue in cues]


def _promised(words: Sequence[Word]) -> int | None:
    for index, word in enumerate(words):
        if word.form in _WILL:
            rest = range(index + 1, min(len(words), index + 1 + _PROMISE_REACH))
            return next((at for at in rest if words[at].form not in _BETWEEN), None)
    return None
