"""A headline and a body become numbers that say how much they share, and which sentences share most.

Words weigh by how rare they are in other news reports (inverse document frequency).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sayso.assess.headline.words import RESOURCES, Word, sentences_of, words_of

# Words from the top of the body that count as its lead.
_LEAD_WORDS = 120
# A body of fewer words counts as one of so many: hardly any in the training data is shorter.
_SHORT_WORDS = 40
# A word shares its beginning with another from this many characters on.
PREFIX = 5


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a body.

    Attributes:
        start: First code point.
        end: One past the last.
        word_start: Index of its first word.
        word_end: One past its last word.
    """

    start: int
    end: int
    word_start: int
    word_end: int


class Body:
    """A text cut into words and sentences, ready to be held against headlines.

    Args:
        text: The article's text.
        skip: Half-open range that is not body, such as the title's; its words are left out.
    """

    def __init__(self, text: str, skip: tuple[int, int] = (0, 0)) -> None:
        self.text = text
        self.start = skip[1] if not text[: skip[0]].strip() else 0
        kept = [word for word in words_of(text) if word.end <= skip[0] or word.start >= skip[1]]
        self.words: Sequence[Word] = kept
        self._starts = [word.start for word in kept]
        self.sentences = tuple(_sentences(text, kept))
        self._sentence_of = [
            index
            for index, sentence in enumerate(self.sentences)
            for _ in range(sentence.word_start, sentence.word_end)
        ]
        self.where: dict[str, list[int]] = {}
        for index, word in enumerate(kept):
            self.where.setdefault(word.stem, []).append(index)
        """Where each stem stands: indices into ``words``, rising."""
        self.prefixes = {stem[:PREFIX] for stem in self.where if len(stem) >= PREFIX}

    def sentence_of(self, word: int) -> int:
        """Index of the sentence that holds a word."""
        return self._sentence_of[word]

    def sentences_with(self, stem: str) -> Iterable[int]:
        """Indices of the sentences that hold a stem, each once."""
        return dict.fromkeys(self._sentence_of[at] for at in self.where.get(stem, ()))

    @property
    def capitals(self) -> Iterator[int]:
        """Indices of the words that begin with a capital though no sentence begins with them."""
        openings = {sentence.word_start for sentence in self.sentences}
        for index, word in enumerate(self.words):
            if self.text[word.start].isupper() and index not in openings:
                yield index

    def words_between(self, start: int, end: int) -> tuple[int, int]:
        """Indices of the words that lie in ``[start, end)`` of the text, half open."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    def stems(self, sentence: Sentence) -> set[str]:
        """The stems of one sentence."""
        return {word.stem for word in self.words[sentence.word_start : sentence.word_end]}


def _sentences(text: str, words: Sequence[Word]) -> Iterable[Sentence]:
    index = 0
    for start, end in sentences_of(text):
        first = index
        while index < len(words) and words[index].start < end:
            index += 1
        if index > first:
            yield Sentence(start, end, first, index)


@lru_cache(maxsize=1)
def _rarity() -> tuple[dict[str, float], float]:
    """The weight of each stem that background texts hold, and that of any other."""
    lines = (RESOURCES / "frequencies.tsv").read_text("utf-8").splitlines()
    total = int(lines[0].split("\t")[1])
    rows = (line.split("\t") for line in lines[1:])
    weights = {stem: math.log((total + 1) / (int(count) + 0.5)) for stem, count in rows}
    return weights, math.log((total + 1) / 1.5)


def weight(stem: str) -> float:
    """How much a stem says: near 0 for *the*, about 7 for a name that no other article has."""
    weights, unknown = _rarity()
    return weights.get(stem, unknown)


def weights_of(words: Iterable[Word]) -> dict[str, float]:
    """Each stem once, with its weight, in order."""
    return {word.stem: weight(word.stem) for word in words}


def topic_weights(body: Body, n_stems: int = 8) -> dict[str, float]:
    """What a body seems to be about, when no headline says so: stems frequent here and rare elsewhere."""
    told = {stem: math.log1p(len(at)) * weight(stem) for stem, at in body.where.items() if len(stem) > 2}
    best = sorted(told, key=lambda stem: (-told[stem], stem))[:n_stems]
    return {stem: weight(stem) for stem in best}


def sentence_shares(stems: dict[str, float], body: Body) -> list[float]:
    """For each sentence of the body, the weighted share of the headline's stems that it holds, 0 to 1."""
    total = sum(stems.values()) or 1.0
    found = [0.0] * len(body.sentences)
    for stem, value in stems.items():
        for index in body.sentences_with(stem):
            found[index] += value
    return [share / total for share in found]


def overlap_features(words: Sequence[Word], body: Body, shares: Sequence[float]) -> dict[str, float]:
    """What headline and body share, by name.

    Args:
        words: The headline's words.
        body: The body.
        shares: From :func:`sentence_shares`.
    """
    stems = weights_of(words)
    total = sum(stems.values()) or 1.0
    found = {stem: value for stem, value in stems.items() if stem in body.where}
    lead = {word.stem for word in body.words[:_LEAD_WORDS]}
    near = sum(value for stem, value in stems.items() if stem in body.where or stem[:PREFIX] in body.prefixes)
    ranked = sorted(stems.values(), reverse=True)
    rare = (
        [stem for stem, value in stems.items() if value >= ranked[min(2, len(ranked) - 1)]] if ranked else []
    )
    pairs = list(pairwise(words))
    best = [*sorted(shares, reverse=True)[:3], 0.0, 0.0, 0.0]
    return {
        "covered": sum(found.values()) / total,
        "near": near / total,
        "lead": sum(stems[stem] for stem in stems if stem in lead) / total,
        "best": best[0],
        "best_three": sum(best[:3]) / 3,
        "best_two_running": max((sum(shares[at : at + 2]) for at in range(len(shares))), default=0.0),
        "rare": sum(stem in body.where for stem in rare) / max(1, len(rare)),
        "sum_found": sum(found.values()) / 20,
        "often": sum(v * math.log1p(len(body.where[s])) for s, v in found.items()) / total,
        "log_often": math.log1p(sum(v * len(body.where[s]) for s, v in found.items() if v > 2)) / 5,
        "pairs": sum(_adjacent(a, b, body) for a, b in pairs) / max(1, len(pairs)),
        "log_words": math.log1p(max(_SHORT_WORDS, len(body.words))) / 7,
        "n_stems": len(stems) / 12,
        "rarest_found": max(found.values(), default=0.0) / 7,
        "rarest_missing": max((v for s, v in stems.items() if s not in found), default=0.0) / 7,
    }


def _adjacent(first: Word, second: Word, body: Body) -> bool:
    following = set(body.where.get(second.stem, ()))
    return bool(following) and any(at + 1 in following for at in body.where.get(first.stem, ()))
