"""Statements of a headline and the passages that bear on them become verdicts, each with its reason.

A verdict that accuses needs plain evidence: every passage that bears on the statement has to show
the same, and one that does not clears it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sayso.assess.headline.evidence import Evidence, Passage, same_stems, telling_weights
from sayso.assess.headline.holders import holder_name, is_vague, names_differ
from sayso.assess.headline.overlap import Body
from sayso.assess.headline.statements import Statement
from sayso.assess.headline.words import RESOURCES, Word, words_of
from sayso.records import (
    Attribution,
    Entity,
    EntityId,
    HeadlineClaim,
    HeadlineQuote,
    HeadlineStance,
    Match,
    Span,
    Stance,
    Verdict,
)

# Weighted shares of a statement's words, 0 to 1, and beliefs of the stance model; chosen by reading the
# verdicts on pairs marked agree.
_ACCUSES = 0.5
_CLEARS = 0.4
_SCATTERED = 0.6
_SAME_MATTER = 0.2
_DISAGREES, _DISAGREES_WITH_NEGATION = 0.6, 0.4
# Words between a cue and the stretch that it can hedge or refute.
_HEDGE_REACH, _REFUTE_REACH, _MAY_REACH = 4, 8, 3
# Sentences that are looked at for a denial.
_MOST_DENIALS = 12
# Most characters of a passage that a reason repeats.
_LONGEST_QUOTE = 110


@dataclass(frozen=True, slots=True)
class Case:
    """What all statements of one headline are judged by.

    Attributes:
        evidence: The body.
        beliefs: The stance model's belief in each stance of the body towards the headline.
        entities: The article's holders, by id.
        quotes: What became of the headline's quotations.
    """

    evidence: Evidence
    beliefs: Mapping[HeadlineStance, float]
    entities: Mapping[EntityId, Entity]
    quotes: Sequence[HeadlineQuote] = ()


@dataclass(frozen=True, slots=True)
class _Finding:
    verdict: Verdict
    reason: str
    passage: Span | None
    score: float


@lru_cache(maxsize=1)
def _words() -> Mapping[str, frozenset[str]]:
    data: dict[str, Any] = json.loads((RESOURCES / "verdicts.json").read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


def judge(statement: Statement, case: Case) -> HeadlineClaim:
    """Give a statement its verdict.

    Args:
        statement: A statement of the headline.
        case: What it is held against.
    """
    passages = case.evidence.passages(statement)
    support = case.evidence.support(statement)
    finding = (
        _contradicted(statement, passages, case)
        or _unquoted(statement, case)
        or _reattributed(statement, passages, case)
        or _overstated(statement, passages, case)
        or _supported(statement, passages, support, case)
        or _not_found(statement, case)
    )
    around = case.evidence.around(finding.passage) if finding.passage else ()
    return HeadlineClaim(
        words=statement.span,
        verdict=finding.verdict,
        reason=finding.reason,
        support=tuple(dict.fromkeys(item.id for item in [*around, *(item for item, _ in support)])),
        passage=finding.passage,
        score=round(min(1.0, finding.score), 4),
    )


def _contradicted(statement: Statement, passages: Sequence[Passage], case: Case) -> _Finding | None:
    """The body says, near the matter, that it is not so, and the stance model sees it too."""
    belief = case.beliefs[HeadlineStance.DISAGREE]
    if belief < _DISAGREES_WITH_NEGATION or _denies(statement):
        return None
    for passage in passages:
        if passage.share < _CLEARS:
            continue
        refuting = [
            cue
            for cue in passage.cues
            if (cue.group == "refute" and belief >= _DISAGREES)
            or (cue.group == "negation" and passage.share >= _ACCUSES)
            if case.evidence.near(cue, passage, _REFUTE_REACH if cue.group == "refute" else 0)
        ]
        if refuting:
            words = case.evidence.phrase(refuting[0])
            reason = f"the body says “{words}”: {_quote(_around(case, passage))}"
            return _Finding(Verdict.CONTRADICTED, reason, passage.span, belief)
    return None


def _unquoted(statement: Statement, case: Case) -> _Finding | None:
    """Most of the statement is a quotation that is nowhere in the body, nor anything near it."""
    for quote in case.quotes:
        words = quote.words
        inside = statement.span.start <= words.start and words.end <= statement.span.end
        most = 2 * len(words.exact) >= len(statement.span.exact)
        if inside and most and quote.match is Match.NONE and quote.passage is None:
            reason = f"the words in quotation marks, “{words.exact}”, are nowhere in the body"
            return _Finding(Verdict.NOT_FOUND, reason, None, 1.0)
    return None


def _reattributed(statement: Statement, passages: Sequence[Passage], case: Case) -> _Finding | None:
    """The headline names one holder and the body, where it has the matter, another."""
    if not _is_known_name(statement, case):
        return None
    strong = [passage for passage in passages if passage.share >= _ACCUSES]
    others = []
    for passage in strong:
        holders = [holder_name(item, case.entities) for item in passage.inside]
        here = case.evidence.body.text[passage.sentence.start : passage.sentence.end]
        if not holders or not all(
            name is not None and names_differ(statement.source, name, here) for name in holders
        ):
            return None
        others.append((passage, holders[0]))
    if not others:
        return None
    passage, name = others[0]
    reason = f"the headline gives it to {statement.source}, the body to {name}: {_quote(passage.span.exact)}"
    return _Finding(Verdict.REATTRIBUTED, reason, passage.span, passage.share)


def _is_known_name(statement: Statement, case: Case) -> bool:
    """Whether the headline's source is a name: where every word has a capital, the body has to know it."""
    words = words_of(statement.source)
    if not words or any(word.form in _words()["common"] for word in words):
        return False
    if not statement.title_case:
        return True
    body = case.evidence.body
    capitals = {body.words[at].stem for at in body.capitals}
    return all(word.stem in capitals for word in words if len(word.form) > 3)


def _overstated(statement: Statement, passages: Sequence[Passage], case: Case) -> _Finding | None:
    """Every passage hedges, or has it from nobody that is named, and the headline shows nothing of it."""
    if statement.asks or statement.hedges:
        return None
    if promise := _promise(statement, case):
        return promise
    if statement.sourced or statement.quoted or _denies(statement):
        return None
    if not passages or passages[0].share < _ACCUSES:
        return None
    hedges = [_hedge(passage, case) for passage in passages]
    if not all(hedges):
        return None
    passage = passages[0]
    reason = f"the headline states it; the body only with “{hedges[0]}”: {_quote(_around(case, passage))}"
    return _Finding(Verdict.OVERSTATED, reason, passage.span, passage.share)


def _promise(statement: Statement, case: Case) -> _Finding | None:
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
    context = _quote(body.text[sentence.start : sentence.end])
    reason = f"“{wrote}” in the headline is “{said}” in the body: {context}"
    return _Finding(Verdict.OVERSTATED, reason, passage, max(share, 0.5))


def _may_before(body: Body, at: int) -> int | None:
    """Index of *could*, *may* or the like right before a verb, or None."""
    for index in range(at - 1, max(-1, at - 1 - _MAY_REACH), -1):
        word = body.words[index]
        if word.form in _words()["mays"] and not _is_month(word, body.text):
            return index
    return None


def _hedge(passage: Passage, case: Case) -> str:
    """The words by which a passage keeps its distance; empty when it does not."""
    hedge = _first_near(passage, case, _words()["hedges"] | _words()["mays"], _HEDGE_REACH)
    if hedge:
        return hedge
    for attribution in passage.inside:
        cue = " ".join(span.exact for span in attribution.cue)
        source = " ".join(span.exact for span in attribution.source)
        if attribution.stance in (Stance.HEDGED, Stance.DOUBTED) and cue:
            return cue
        hearsay = bool(attribution.source) or not _words()["passive"].isdisjoint(cue.lower().split())
        if hearsay and is_vague(attribution, _words()["vague"]):
            return f"{source} {cue}".strip()
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


def _supported(
    statement: Statement,
    passages: Sequence[Passage],
    support: Sequence[tuple[Attribution, float]],
    case: Case,
) -> _Finding | None:
    passage = passages[0] if passages else None
    if _denies(statement) and (denial := _denial(statement, case)):
        said, passage = denial
        reason = f"the body says “{said}” too: {_quote(_around(case, passage))}"
        return _Finding(Verdict.SUPPORTED, reason, passage.span, passage.share)
    if passage is not None:
        by = "the body says so" if not passage.inside else _by(passage.inside, case)
        return _Finding(Verdict.SUPPORTED, f"{by}: {_quote(passage.span.exact)}", passage.span, passage.share)
    if support and support[0][1] >= _CLEARS:
        attribution, share = support[0]
        content = attribution.content[0]
        reason = f"{_by([attribution], case)}: {_quote(content.exact)}"
        return _Finding(Verdict.SUPPORTED, reason, content, share)
    if case.evidence.covered(statement) >= _SCATTERED:
        nearest, share = case.evidence.nearest(statement)
        reason = "its words stand in the body, spread over several sentences"
        return _Finding(Verdict.SUPPORTED, reason, nearest, share)
    return None


def _by(attributions: Sequence[Attribution], case: Case) -> str:
    name = next((name for item in attributions if (name := holder_name(item, case.entities))), None)
    return f"the body has it from {name}" if name else "the body has it, from nobody it names"


def _denies(statement: Statement) -> bool:
    return any(word.form in _words()["negations"] for word in statement.words)


def _denial(statement: Statement, case: Case) -> tuple[str, Passage] | None:
    """A passage that says no near the matter, with the words that say it; the one that shares most."""
    shares = case.evidence.shares(statement)
    for index in sorted(range(len(shares)), key=lambda index: (-shares[index], index))[:_MOST_DENIALS]:
        if shares[index] < _SAME_MATTER:
            break
        passage = case.evidence.passage(statement, index, shares[index])
        for cue in (*passage.cues, *case.evidence.cues_in(index + 1)):
            if cue.group in ("refute", "deny") or (
                cue.group == "negation" and case.evidence.near(cue, passage, 1)
            ):
                return case.evidence.phrase(cue), passage
    return None


def _not_found(statement: Statement, case: Case) -> _Finding:
    passage, share = case.evidence.nearest(statement)
    telling = telling_weights(statement)
    missing = [
        word
        for word in sorted(statement.words, key=lambda word: (-telling.get(word.stem, 0.0), word.start))
        if word.stem in telling and not case.evidence.resembles(word.stem)
    ]
    written = [_written(statement, word) for word in missing[:3]]
    named = ", ".join(f"“{form}”" for form in dict.fromkeys(written))
    reason = "nothing in the body comes near this" + (f"; it never has {named}" if named else "")
    return _Finding(Verdict.NOT_FOUND, reason, passage, 1.0 - share)


def _written(statement: Statement, word: Word) -> str:
    return statement.span.exact[word.start - statement.span.start : word.end - statement.span.start]


def _around(case: Case, passage: Passage) -> str:
    """The passage's sentence, or as much of it from the stretch on as a reason can hold."""
    sentence = case.evidence.body.text[passage.sentence.start : passage.sentence.end]
    if len(sentence) <= _LONGEST_QUOTE:
        return sentence
    return passage.span.exact if len(passage.span.exact) > 40 else sentence


def _quote(text: str) -> str:
    line = " ".join(text.split())
    if len(line) > _LONGEST_QUOTE:
        line = line[: _LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + " …"
    return f"“{line}”"
