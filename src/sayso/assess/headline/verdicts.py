"""Statements of a headline and the passages that bear on them become verdicts, each with its reason.

A verdict that accuses needs plain evidence: every passage that bears on the statement has to show
the same, and one that does not clears it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.assess.headline.case import ACCUSES, Case, Finding, around, denies, quoted, words_for
from sayso.assess.headline.cues import Cue
from sayso.assess.headline.evidence import SAYS_SOMETHING, Passage, telling_weights, wanted_stems
from sayso.assess.headline.holders import holder_name, name_words, names_differ
from sayso.assess.headline.overlap import weight
from sayso.assess.headline.overstated import overstated
from sayso.assess.headline.statements import Statement
from sayso.assess.headline.words import Word, words_of
from sayso.records import Attribution, HeadlineClaim, HeadlineStance, Match, Verdict

# Weighted shares of a statement's words: what clears it or refutes it, what it has scattered over the
# body, and what a denial must be about; the belief of the stance model from which a body can contradict.
# Chosen by reading the verdicts on pairs marked agree.
_CLEARS, _SCATTERED, _SAME_MATTER = 0.4, 0.6, 0.2
_DISAGREES = 0.5
# Words between a refuting word and the stretch that it refutes, and telling words that *not* negates.
_REFUTE_REACH, _NEGATED_WORDS = 8, 2
# Sentences that are looked at for a denial.
_MOST_DENIALS = 12


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
        or _reattributed(statement, passages, support, case)
        or overstated(statement, passages, case)
        or _supported(statement, passages, support, case)
        or _not_found(statement, case)
    )
    around = case.evidence.around(finding.passage) if finding.passage else ()
    return HeadlineClaim(
        words=statement.span,
        verdict=finding.verdict,
        reason=" ".join(finding.reason.split()),
        support=tuple(dict.fromkeys(item.id for item in [*around, *(item for item, _ in support)])),
        passage=finding.passage,
        score=round(min(1.0, finding.score), 4),
    )


def _contradicted(statement: Statement, passages: Sequence[Passage], case: Case) -> Finding | None:
    """The body says, near the matter, that it is not so, and the stance model sees it too."""
    belief = case.beliefs[HeadlineStance.DISAGREE]
    if belief < _DISAGREES or denies(statement):
        return None
    for passage in passages:
        if passage.share < ACCUSES:
            continue
        refuting = [cue for cue in passage.cues if _refutes(cue, passage, statement, case)]
        if refuting:
            words = case.evidence.phrase(refuting[0])
            reason = f"the body says “{words}”: {quoted(around(case, passage, words))}"
            return Finding(Verdict.CONTRADICTED, reason, passage.span, belief)
    return None


def _refutes(cue: Cue, passage: Passage, statement: Statement, case: Case) -> bool:
    """Whether a cue says no to the statement itself: *false* near it, or *not* right before its words."""
    if cue.group == "refute":
        return case.evidence.near(cue, passage, _REFUTE_REACH) and _is_plain(cue, case)
    if cue.group != "negation" or not case.evidence.near(cue, passage, 1):
        return False
    body = case.evidence.body
    rest = body.words[cue.at + cue.n_words : passage.sentence.word_end]
    telling = [word.stem for word in rest if weight(word.stem) >= SAYS_SOMETHING][:_NEGATED_WORDS]
    return any(stem in wanted_stems(statement) for stem in telling)


def _is_plain(cue: Cue, case: Case) -> bool:
    """Whether a refuting word speaks of the statement itself, as *false* does and *myth* may not."""
    return case.evidence.phrase(cue).lower() not in words_for()["soft"]


def _unquoted(statement: Statement, case: Case) -> Finding | None:
    """Most of the statement is a quotation that is nowhere in the body, nor anything near it."""
    for quote in case.quotes:
        words = quote.words
        inside = statement.span.start <= words.start and words.end <= statement.span.end
        most = 2 * len(words.exact) >= len(statement.span.exact)
        if inside and most and quote.match is Match.NONE and quote.passage is None:
            reason = f"the words in quotation marks, “{words.exact}”, are nowhere in the body"
            return Finding(Verdict.NOT_FOUND, reason, None, 1.0)
    return None


def _reattributed(
    statement: Statement,
    passages: Sequence[Passage],
    support: Sequence[tuple[Attribution, float]],
    case: Case,
) -> Finding | None:
    """The headline names one holder and the body, wherever it has the matter, another."""
    strong = [passage for passage in passages if passage.share >= ACCUSES]
    if not strong or not _is_known_name(statement, case):
        return None
    known = " ".join(word for item, _ in support for word in (*item.via, *(s.exact for s in item.source)))
    others: list[str] = []
    for passage in strong:
        names = [holder_name(item, case.entities) for item in passage.inside]
        near = case.evidence.surroundings(passage)
        differing = [
            name for name in names if name and names_differ(statement.source, name, f"{near} {known}")
        ]
        if not names or len(differing) < len(names):
            return None
        others += differing[:1]
    passage = strong[0]
    who = f"the headline gives it to {statement.source}, the body to {others[0]}"
    return Finding(Verdict.REATTRIBUTED, f"{who}: {quoted(passage.span.exact)}", passage.span, passage.share)


def _is_told_of(name: str, statement: Statement) -> bool:
    """Whether a holder is whom the statement is about, as in *Meridian plans a factory, says The Comet*."""
    stems = {word.stem for word in statement.words}
    return any(stem in stems for stem in name_words(name))


def _is_known_name(statement: Statement, case: Case) -> bool:
    """Whether the headline's source is a name: where every word has a capital, the body has to know it."""
    words = words_of(statement.source)
    if not words or any(word.form in words_for()["common"] for word in words):
        return False
    if not statement.title_case:
        return True
    body = case.evidence.body
    capitals = {body.words[at].stem for at in body.capitals}
    return all(word.stem in capitals for word in words if len(word.form) > 3)


def _supported(
    statement: Statement,
    passages: Sequence[Passage],
    support: Sequence[tuple[Attribution, float]],
    case: Case,
) -> Finding | None:
    passage = passages[0] if passages else None
    if denies(statement) and (denial := _denial(statement, case)):
        said, passage = denial
        reason = f"the body says “{said}” too: {quoted(around(case, passage))}"
        return Finding(Verdict.SUPPORTED, reason, passage.span, passage.share)
    if passage is not None:
        by = "the body says so" if not passage.inside else _by(passage.inside, case)
        return Finding(Verdict.SUPPORTED, f"{by}: {quoted(passage.span.exact)}", passage.span, passage.share)
    if support and support[0][1] >= _CLEARS:
        attribution, share = support[0]
        content = attribution.content[0]
        reason = f"{_by([attribution], case)}: {quoted(content.exact)}"
        return Finding(Verdict.SUPPORTED, reason, content, share)
    if case.evidence.covered(statement) >= _SCATTERED:
        nearest, share = case.evidence.nearest(statement)
        reason = "its words stand in the body, spread over several sentences"
        return Finding(Verdict.SUPPORTED, reason, nearest, share)
    return None


def _by(attributions: Sequence[Attribution], case: Case) -> str:
    name = next((name for item in attributions if (name := holder_name(item, case.entities))), None)
    return f"the body has it from {name}" if name else "the body has it, from nobody it names"


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


def _not_found(statement: Statement, case: Case) -> Finding:
    passage, share = case.evidence.nearest(statement)
    telling = telling_weights(statement)
    missing = [
        word
        for word in sorted(statement.words, key=lambda word: (-telling.get(word.stem, 0.0), word.start))
        if word.stem in telling and not case.evidence.resembles(word.stem)
    ]
    written = [_written(statement, word) for word in missing[:3]]
    named = ", ".join(f"“{form}”" for form in dict.fromkeys(written))
    start = "no passage of the body says all of this" if passage else "nothing in the body comes near this"
    reason = start + (f"; it never has {named}" if named else "")
    return Finding(Verdict.NOT_FOUND, reason, passage, 1.0 - share)


def _written(statement: Statement, word: Word) -> str:
    return statement.span.exact[word.start - statement.span.start : word.end - statement.span.start]
