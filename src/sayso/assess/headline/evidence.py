"""A statement of the headline and a body become the passages that bear on it, and how each is put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sayso.assess.headline.cues import Cue
from sayso.assess.headline.overlap import PREFIX, Body, Sentence, weights_of
from sayso.assess.headline.quotes import shared_stretch
from sayso.assess.headline.statements import Statement
from sayso.assess.headline.words import RESOURCES, words_of
from sayso.records import Attribution, Span

# The weighted share of a statement's words from which a sentence bears on it, and the least share of
# the best sentence's that another must have.
BEARS, BEARS_BESIDE_BEST = 0.4, 0.5
# The same for an attribution to be listed as support; it must also hold one word of this weight.
SUPPORTS, _RARE = 0.25, 3.0
_MOST_SUPPORT, _MOST_PASSAGES = 5, 6
# Words that weigh less say nothing of the matter: *the*, *will*, *after*.
SAYS_SOMETHING = 1.5


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the body that bears on a statement.

    Attributes:
        span: The stretch of it that shares words with the statement.
        sentence: The sentence.
        share: The weighted share of the statement's words that it holds, 0 to 1.
        inside: The attributions whose content holds most of the stretch, the narrowest first.
        cues: The cues in the sentence.
    """

    span: Span
    sentence: Sentence
    share: float
    inside: tuple[Attribution, ...]
    cues: tuple[Cue, ...]


@lru_cache(maxsize=1)
def _same() -> Mapping[str, tuple[str, ...]]:
    """For each stem that has them, the stems that may stand for it."""
    lines = (RESOURCES / "same.txt").read_text("utf-8").splitlines()
    found: dict[str, dict[str, None]] = {}
    for line in lines:
        stems = [word.stem for word in words_of(line)] if not line.startswith("#") else []
        for one in stems:
            found.setdefault(one, {}).update(dict.fromkeys(other for other in stems if other != one))
    return {one: tuple(others) for one, others in found.items()}


def same_stems(one: str) -> tuple[str, ...]:
    """A stem and those that may stand for it."""
    return (one, *_same().get(one, ()))


def telling_weights(statement: Statement) -> dict[str, float]:
    """The stems of a statement that say something, with their weights; all of them when none does."""
    stems = weights_of(statement.words)
    return {stem: value for stem, value in stems.items() if value >= SAYS_SOMETHING} or stems


class Evidence:
    """The body made ready for statements.

    Args:
        body: The article's body.
        attributions: Its attributions.
        cues: Its cues.
    """

    def __init__(self, body: Body, attributions: Sequence[Attribution], cues: Sequence[Cue]) -> None:
        self.body = body
        self.attributions = attributions
        self._cues: dict[int, list[Cue]] = {}
        sentences = body.sentences
        index = 0
        for cue in cues:
            while index < len(sentences) and sentences[index].word_end <= cue.at:
                index += 1
            self._cues.setdefault(index, []).append(cue)
        self._stems = [self._content_stems(attribution) for attribution in attributions]

    def _content_stems(self, attribution: Attribution) -> frozenset[str]:
        first, last = attribution.content[0].start, attribution.content[-1].end
        begin, end = self.body.words_between(first, last)
        inside = self.body.words[begin:end]
        return frozenset(
            word.stem
            for word in inside
            if any(span.start <= word.start and word.end <= span.end for span in attribution.content)
        )

    def shares(self, statement: Statement) -> list[float]:
        """For each sentence, the weighted share of the statement's words that it holds, 0 to 1.

        A single word in common is chance, unless the statement has no other: that counts as 0.
        """
        stems = telling_weights(statement)
        found = [0.0] * len(self.body.sentences)
        n_held = [0] * len(self.body.sentences)
        for stem, value in stems.items():
            held = {index for same in same_stems(stem) for index in self.body.sentences_with(same)}
            for index in held:
                found[index] += value
                n_held[index] += 1
        total = sum(stems.values()) or 1.0
        least = min(2, len(stems))
        return [share / total if n >= least else 0.0 for share, n in zip(found, n_held, strict=True)]

    def passages(self, statement: Statement) -> list[Passage]:
        """The sentences that bear on a statement, best first."""
        shares = self.shares(statement)
        ranked = sorted(range(len(shares)), key=lambda index: (-shares[index], index))[:_MOST_PASSAGES]
        bar = max(BEARS, BEARS_BESIDE_BEST * shares[ranked[0]]) if ranked else BEARS
        return [self.passage(statement, index, shares[index]) for index in ranked if shares[index] >= bar]

    def nearest(self, statement: Statement) -> tuple[Span | None, float]:
        """The stretch that shares most with a statement, and its share."""
        shares = self.shares(statement)
        best = max(range(len(shares)), key=lambda index: shares[index], default=None)
        if best is None or shares[best] == 0.0:
            return None, 0.0
        return shared_stretch(wanted_stems(statement), self.body, best), shares[best]

    def covered(self, statement: Statement) -> float:
        """The weighted share of a statement's words that stand anywhere in the body."""
        stems = telling_weights(statement)
        found = sum(value for stem, value in stems.items() if self.has(stem))
        return found / (sum(stems.values()) or 1.0)

    def has(self, stem: str) -> bool:
        """Whether the body has a stem or one that may stand for it."""
        return any(same in self.body.where for same in same_stems(stem))

    def resembles(self, stem: str) -> bool:
        """Whether the body has a stem, one that may stand for it, or a word that begins alike."""
        return self.has(stem) or stem[:PREFIX] in self.body.prefixes

    def passage(self, statement: Statement, index: int, share: float) -> Passage:
        """One sentence as a passage."""
        sentence = self.body.sentences[index]
        span = shared_stretch(wanted_stems(statement), self.body, index)
        return Passage(span, sentence, share, self.around(span), tuple(self.cues_in(index)))

    def around(self, span: Span) -> tuple[Attribution, ...]:
        """The attributions whose content holds half of a span or more, the narrowest first."""
        found = [
            (sum(len(part.exact) for part in attribution.content), number)
            for number, attribution in enumerate(self.attributions)
            if 2 * _overlap(attribution, span) >= span.end - span.start
        ]
        return tuple(self.attributions[number] for _, number in sorted(found))

    def support(self, statement: Statement) -> list[tuple[Attribution, float]]:
        """The attributions that bear on a statement with the share that they hold, best first."""
        stems = telling_weights(statement)
        total = sum(stems.values()) or 1.0
        found = []
        for number, held in enumerate(self._stems):
            shared = [value for stem, value in stems.items() if not held.isdisjoint(same_stems(stem))]
            enough = len(shared) >= min(2, len(stems)) and max(shared, default=0.0) >= _RARE
            if enough and sum(shared) >= SUPPORTS * total:
                found.append((-sum(shared) / total, number))
        return [(self.attributions[number], -share) for share, number in sorted(found)[:_MOST_SUPPORT]]

    def surroundings(self, passage: Passage) -> str:
        """The passage's sentence with the one before and the one after."""
        index = self.body.sentence_of(passage.sentence.word_start)
        around = self.body.sentences[max(0, index - 1) : index + 2]
        return self.body.text[around[0].start : around[-1].end]

    def cues_in(self, sentence: int) -> Sequence[Cue]:
        """The cues of one sentence, by its index; none past the last."""
        return self._cues.get(sentence, ())

    def phrase(self, cue: Cue) -> str:
        """The words of a cue as the body writes them."""
        words = self.body.words[cue.at : cue.at + cue.n_words]
        return self.body.text[words[0].start : words[-1].end]

    def near(self, cue: Cue, passage: Passage, n_words: int) -> bool:
        """Whether a cue stands inside a passage's stretch or within some words of it."""
        first, last = self.body.words_between(passage.span.start, passage.span.end)
        return first - n_words <= cue.at < last + n_words


def wanted_stems(statement: Statement) -> frozenset[str]:
    """The stems that say something in a statement, and those that may stand for them."""
    return frozenset(same for stem in telling_weights(statement) for same in same_stems(stem))


def _overlap(attribution: Attribution, span: Span) -> int:
    return sum(max(0, min(span.end, part.end) - max(span.start, part.start)) for part in attribution.content)
