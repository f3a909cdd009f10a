"""A headline and a body, each by itself, become numbers that tell on which side they stand.

Each is for, against or observing. Where either only observes, the body discusses the headline;
where both take the same side it agrees, else it disagrees.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from sayso.assess.headline.cues import Cue, find_cues, groups
from sayso.assess.headline.overlap import Body
from sayso.assess.headline.quotemarks import find_quotations
from sayso.assess.headline.words import Word, words_of

# Words from the top of the body that count as its first lines, and as its opening.
_FIRST_WORDS, _OPENING_WORDS = 50, 150
# Sentences that share most with the headline, and the share of the best from which others count too.
_N_BEST, _N_STRONG, _STRONG_SHARE, _LEAST_SHARE = 3, 8, 0.6, 0.3
_ASKS_FIRST = frozenset({
    "did", "does", "do", "is", "are", "was", "were", "will", "can", "could", "should", "has", "have",
    "why", "what", "how", "who",
})  # fmt: skip
_SAYS_NO_FIRST = frozenset(("no", "sorry", "nope", "fake", "false"))
_BEFORE_COLON = re.compile(r"[^:]{3,60}:\s")
_AFTER_MARK = re.compile(r"(?::|\s[-–—]+|\()\s*([^:–—(-]{2,40})\)?$")
_RELAYS = frozenset(("report", "source", "reportedly"))


def headline_features(headline: str, words: Sequence[Word]) -> dict[str, float]:
    """What a headline's own words say of its side, by name."""
    cues = find_cues(words)
    before, after = _BEFORE_COLON.match(headline), _AFTER_MARK.search(headline)
    tail = words_of(after.group(1)) if after else []
    quotations = find_quotations(headline)
    letters = max(1, len(headline))
    features = {f"cue_{group}": min(2.0, sum(cue.group == group for cue in cues)) for group in groups()}
    return features | {
        "asks": float("?" in headline),
        "asks_first": float(bool(words) and words[0].form in _ASKS_FIRST),
        "says_no_first": float(bool(words) and words[0].form in _SAYS_NO_FIRST),
        "calls": float("!" in headline),
        "colon": float(before is not None),
        "relayed_before": float(before is not None and _relays(words_of(before.group()))),
        "tail": float(0 < len(tail) < 4),
        "relayed_after": float(0 < len(tail) < 4 and _relays(tail)),
        "quotes": float(bool(quotations)),
        "quoted_share": sum(end - start for start, end in quotations) / letters,
        "quotes_lower": float(any(headline[start].islower() for start, _ in quotations)),
        "capitals": float(sum(char.isupper() for char in headline) / letters > 0.6),
    }


def _relays(words: Sequence[Word]) -> bool:
    return any(cue.group in _RELAYS for cue in find_cues(words))


def body_features(body: Body, cues: Sequence[Cue], shares: Sequence[float]) -> dict[str, float]:
    """What a body says of its side, by name: its cues, at the top, in all, and near the matter.

    Args:
        body: The body.
        cues: Its cues, from :func:`find_cues`.
        shares: How much of the matter each sentence holds.
    """
    ranked = sorted(range(len(shares)), key=lambda index: (-shares[index], index))
    best = _words_in(body, ranked[:_N_BEST])
    bar = max(_LEAST_SHARE, _STRONG_SHARE * max(shares, default=1.0))
    strong = _words_in(body, [i for i in ranked[:_N_STRONG] if shares[i] >= bar] or ranked[:_N_BEST])
    n_words = len(body.words)
    features = {"log_words": math.log1p(n_words) / 5, "asks": float("?" in body.text[body.start :][:400])}
    for group, places in _places(cues).items():
        features[f"first_{group}"] = math.log1p(sum(at < _FIRST_WORDS for at in places))
        features[f"opening_{group}"] = math.log1p(sum(at < _OPENING_WORDS for at in places))
        features[f"all_{group}"] = math.log1p(100 * len(places) / max(30, n_words))
        features[f"best_{group}"] = math.log1p(sum(at in best for at in places))
        features[f"strong_{group}"] = 20 * sum(at in strong for at in places) / max(1, len(strong))
    return features


def _places(cues: Sequence[Cue]) -> Mapping[str, list[int]]:
    places: dict[str, list[int]] = {group: [] for group in groups()}
    for cue in cues:
        places[cue.group].append(cue.at)
    return places


def _words_in(body: Body, sentences: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for index in sentences:
        found.update(range(body.sentences[index].word_start, body.sentences[index].word_end))
    return found
