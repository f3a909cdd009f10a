"""Words in the headline's quotation marks are looked up in the body: verbatim, nearly, or not at all."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from sayso.assess.headline.overlap import Body, sentence_shares, weight, weights_of
from sayso.assess.headline.quotemarks import find_quotations
from sayso.assess.headline.words import Word, words_of
from sayso.records import Attribution, HeadlineQuote, Match, Span

# The weighted share of a quotation's words that a sentence must hold to be its nearest passage.
_NEAR_SHARE = 0.45
# Most words that two parts of a quotation with an ellipsis may stand apart.
_GAP_WORDS = 60
_ELLIPSIS = re.compile(r"\.{3}|…|\[[^\]]*\]")
_CLOSENESS = (Match.EXACT, Match.CASE, Match.PUNCTUATION, Match.INFLECTION)


def check_quotes(headline: str, body: Body, attributions: Sequence[Attribution]) -> list[HeadlineQuote]:
    """Look each quotation of the headline up in the body.

    Args:
        headline: The headline.
        body: The article's body.
        attributions: The body's attributions, for whose words they are.
    """
    return [_check(headline, start, end, body, attributions) for start, end in find_quotations(headline)]


def _check(
    headline: str, start: int, end: int, body: Body, attributions: Sequence[Attribution]
) -> HeadlineQuote:
    words = Span.of(headline, start, end)
    found = _find(words.exact, body)
    if found is None:
        return HeadlineQuote(words, Match.NONE, _nearest(words.exact, body))
    match, first, last = found
    passage = Span.of(body.text, body.words[first].start, body.words[last].end)
    holder = narrowest(attributions, passage.start, passage.end)
    return HeadlineQuote(words, match, passage, holder.id if holder else None)


def narrowest(attributions: Sequence[Attribution], start: int, end: int) -> Attribution | None:
    """The attribution with the shortest content among those whose content holds all of ``[start, end)``."""
    around = [
        attribution
        for attribution in attributions
        if any(span.start <= start and end <= span.end for span in attribution.content)
        or (attribution.content[0].start <= start and end <= attribution.content[-1].end)
    ]
    return min(around, key=lambda item: sum(len(span.exact) for span in item.content), default=None)


def _find(quotation: str, body: Body) -> tuple[Match, int, int] | None:
    """The closest place of the quotation: how it matches, its first and its last word."""
    parts = [words for piece in _ELLIPSIS.split(quotation) if (words := words_of(piece))]
    if len(parts) < 2:
        places = list(_places(quotation, words_of(quotation), body))
        return min(places, key=lambda place: (_CLOSENESS.index(place[0]), place[1]), default=None)
    first: int | None = None
    last = -1
    closeness = _CLOSENESS.index(Match.PUNCTUATION)
    for words in parts:
        piece = "".join(word.form + " " for word in words)
        after = [p for p in _places(piece, words, body) if first is None or last < p[1] <= last + _GAP_WORDS]
        if not after:
            return None
        match, begin, last = min(after, key=lambda place: (_CLOSENESS.index(place[0]), place[1]))
        closeness = max(closeness, _CLOSENESS.index(match))
        first = begin if first is None else first
    return (_CLOSENESS[closeness], first, last) if first is not None else None


def _places(quotation: str, words: Sequence[Word], body: Body) -> Iterator[tuple[Match, int, int]]:
    """Every place in the body with the same stems in the same order."""
    if not words:
        return
    stems = [word.stem for word in words]
    rarest = min(range(len(stems)), key=lambda index: len(body.where.get(stems[index], ())))
    written = quotation[words[0].start : words[-1].end]
    for at in body.where.get(stems[rarest], ()):
        first = at - rarest
        here = body.words[max(0, first) : first + len(stems)]
        if first >= 0 and [word.stem for word in here] == stems:
            yield _closeness(written, words, body.text, here), first, first + len(stems) - 1


def _closeness(written: str, words: Sequence[Word], text: str, here: Sequence[Word]) -> Match:
    there = text[here[0].start : here[-1].end]
    if there == written:
        return Match.EXACT
    if there.lower() == written.lower():
        return Match.CASE
    if [word.form for word in here] == [word.form for word in words]:
        return Match.PUNCTUATION
    return Match.INFLECTION


def _nearest(quotation: str, body: Body) -> Span | None:
    """The stretch of one sentence that shares most with the quotation, when it shares enough."""
    stems = weights_of(words_of(quotation))
    shares = sentence_shares(stems, body)
    best = max(range(len(shares)), key=lambda index: shares[index], default=None)
    if best is None or shares[best] < _NEAR_SHARE:
        return None
    return shared_stretch(stems, body, best)


def shared_stretch(stems: Container[str], body: Body, sentence: int) -> Span:
    """From the first to the last word of a sentence that says something and is among the stems."""
    where = body.sentences[sentence]
    inside = body.words[where.word_start : where.word_end]
    shared = [word for word in inside if word.stem in stems and weight(word.stem) > 1.0]
    if not shared:
        return Span.of(body.text, where.start, where.end)
    return Span.of(body.text, shared[0].start, shared[-1].end)
