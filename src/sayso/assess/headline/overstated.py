"""A statement that is surer than the body: it drops a hedge or a source, or turns *could* into *will*."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.assess.headline.case import ACCUSES, Case, Finding, around, denies, quoted, words_for
from sayso.assess.headline.evidence import Passage, same_stems
from sayso.assess.headline.holders import is_vague
from sayso.assess.headline.overlap import Body
from sayso.assess.headline.statements import Statement
from sayso.assess.headline.words import Word
from sayso.records import Span, Stance, Verdict

# Words between a hedge and the stretch that it hedges, and between *could* and its verb.
_HEDGE_REACH, _MAY_REACH = 4, 3


def overstated(statement: Statement, passages: Sequence[Passage], case: Case) -> Finding | None:
    """Every passage hedges, or has it from nobody that is named, and the headline shows nothing of it."""
    if statement.asks or statement.hedges:
        return None
    if promise := _promise(statement, case):
        return promise
    if statement.sourced or statement.quoted or denies(statement):
        return None
    if not passages or passages[0].share < ACCUSES:
        return None
    hedges = [_hedge(passage, case) for passage in passages]
    if not all(hedges):
        return None
    passage = passages[0]
    context = quoted(around(case, passage, hedges[0]))
    reason = f"the headline states it; the body only with “{hedges[0]}”: {context}"
    return Finding(Verdict.OVERSTATED, reason, passage.span, passage.share)


def _promise(statement: Statement, case: Case) -> Finding | None:
    """The headline says that something *will* be, and wherever the body has the verb it says *could*."""
    if statement.promised is None:
        return None
    word = statement.words[statement.promised]
    body = case.evidence.body
    places = sorted({at for same in same_stems(word.stem) for at in body.where.get(same, ())})
    mays = [_may_before(body, at) for at in places]
    if not places or not all(may is not None for may in mays):
        return None
    index = body.sentence_of(places[0])
    share = case.evidence.shares(statement)[index]
    first, last = mays[0] or 0, places[0]
    start = body.words[first].start
    said = body.text[start : body.words[last].end]
    ours = statement.words[statement.promised]
    promise = next(w for w in statement.words if w.form in ("will", "shall"))
    at = promise.start - statement.span.start
    wrote = statement.span.exact[at : ours.end - statement.span.start]
    sentence = body.sentences[index]
    passage = Span.of(body.text, start, body.words[last].end)
    context = quoted(body.text[sentence.start : sentence.end])
    reason = f"“{wrote}” in the headline is “{said}” in the body: {context}"
    return Finding(Verdict.OVERSTATED, reason, passage, max(share, 0.5))


def _may_before(body: Body, at: int) -> int | None:
    """Index of *could*, *may* or the like right before a verb, or None."""
    for index in range(at - 1, max(-1, at - 1 - _MAY_REACH), -1):
        word = body.words[index]
        if word.form in words_for()["mays"] and not _is_month(word, body.text):
            return index
    return None


def _hedge(passage: Passage, case: Case) -> str:
    """The words by which a passage keeps its distance; empty when it does not."""
    hedge = _first_near(passage, case, words_for()["hedges"] | words_for()["mays"], _HEDGE_REACH)
    if hedge:
        return hedge
    for attribution in passage.inside:
        cue = " ".join(span.exact for span in attribution.cue)
        said = " ".join(span.exact for span in sorted((*attribution.source, *attribution.cue)))
        if attribution.stance in (Stance.HEDGED, Stance.DOUBTED) and cue:
            return cue
        hearsay = bool(attribution.source) or not words_for()["passive"].isdisjoint(cue.lower().split())
        if hearsay and is_vague(attribution, words_for()["vague"]):
            return " ".join(said.split())
    return ""


def _first_near(passage: Passage, case: Case, forms: frozenset[str], reach: int) -> str:
    """The first word of a set inside a passage's stretch or near it, as the body writes it; or nothing."""
    body = case.evidence.body
    first, last = body.words_between(passage.span.start, passage.span.end)
    begin = max(passage.sentence.word_start, first - reach)
    end = min(passage.sentence.word_end, last + reach)
    for word in body.words[begin:end]:
        if word.form in forms and not _is_month(word, body.text):
            return body.text[word.start : word.end]
    return ""


def _is_month(word: Word, text: str) -> bool:
    return text[word.start : word.end] == "May" and text[max(0, word.start - 3) : word.start].rstrip()[
        -1:
    ] not in ("", ".", "\n")
