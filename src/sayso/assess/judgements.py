"""Attributions become judged: stance, certainty, polarity and kind, each with a score and its words.

The values are those of the annotation guidelines; certainty follows FactBank (Sauri & Pustejovsky,
Language Resources and Evaluation 2009). Nothing is looked up outside the article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sayso.assess.cuewords import WORD, linking_words, word_senses, words_of
from sayso.assess.features import features_of, read_context
from sayso.assess.heads import JUDGEMENTS, Floats, Heads, feature_scale, load_heads, outputs_of
from sayso.records import (
    Article,
    Attribution,
    AttributionId,
    Certainty,
    Kind,
    Polarity,
    Span,
    Stance,
    Why,
)

if TYPE_CHECKING:
    from sayso.assess.features import Context

# A word is named in ``why`` when it adds at least this much to the label's lead over the other labels
# (natural logarithm of odds); at most so many words are named.
_NAMED_LEAD = 0.3
_MOST_NAMED = 3
NO_WORDS = "no words"
# Words that do something on their own are worth naming; others only where they are the cue.
_TELLING_SENSES = frozenset(
    {"modal_possible", "modal_probable", "modal_will", "modal_must", "hedge", "denial", "false", "true"}
    | {"evaluate", "future"}
)
_TELLING_WORDS = frozenset({"whether", "if", "?"})


def projector(encoder: str) -> Callable[[Floats], Floats]:
    """What the tagger makes of each attribution's vectors, for :func:`judge` to read.

    Args:
        encoder: Digest of the encoder that makes the vectors.

    Raises:
        ModelError: The heads are missing, changed, or go with another encoder.
    """
    return load_heads(encoder).project


def judge(
    article: Article,
    attributions: Sequence[Attribution],
    pooled: Mapping[AttributionId, Floats] | None = None,
    *,
    heads: Heads | None = None,
) -> tuple[Attribution, ...]:
    """Judge the attributions of an article.

    Args:
        article: The article.
        attributions: All of its attributions; each one's place among the others counts.
        pooled: What :func:`projector` made of the vectors of each; those without are judged by their
            words alone.
        heads: Weights to use; the shipped ones when None.

    Returns:
        The attributions in the same order, with their judgements, scores and reasons. One without a
        single word in cue and content stays unjudged, with a rule's name as the reason.

    Raises:
        ModelError: The heads are missing or changed.
    """
    weights = load_heads(None) if heads is None else heads
    context = read_context(article.text, attributions)
    seen = pooled or {}
    return tuple(_judge_one(item, context, weights, seen.get(item.id)) for item in attributions)


def _judge_one(
    attribution: Attribution, context: Context, heads: Heads, projected: Floats | None
) -> Attribution:
    spans = (*attribution.cue, *attribution.content)
    if not any(WORD.search(span.exact) for span in spans):
        reasons = tuple(Why(judgement, "rule", NO_WORDS) for judgement in JUDGEMENTS)
        return replace(attribution, why=(*attribution.why, *reasons))
    features = features_of(attribution, context)
    rows = [heads.index[name] for name in features if name in heads.index]
    outputs = heads.score(rows, projected)
    telling = _telling_words(attribution)
    words = {
        heads.index[name]: word
        for name, word in features.items()
        if name in heads.index and (word in telling or _does_something(word))
    }
    scale = feature_scale(len(rows))
    labels: dict[str, str] = {}
    scores: dict[str, float] = {}
    why: list[Why] = []
    for judgement, values in JUDGEMENTS.items():
        part = outputs_of(judgement)
        chosen = int(np.argmax(outputs[part]))
        labels[judgement] = values[chosen]
        scores[judgement] = round(float(heads.calibrated(outputs, judgement)[chosen]), 4)
        deciding = _deciding_words(words, heads.lexical[:, part], scale, chosen)
        exact = [found for word in deciding if (found := _as_written(word, attribution, context.text))]
        named = Why(judgement, "cue", ", ".join(exact))
        why.append(named if exact else Why(judgement, "model", f"judgements {heads.version}"))
    return replace(
        attribution,
        stance=Stance(labels["stance"]),
        certainty=Certainty(labels["certainty"]),
        polarity=Polarity(labels["polarity"]),
        kind=Kind(labels["kind"]),
        scores={**attribution.scores, **scores},
        why=(*attribution.why, *why),
    )


def _telling_words(attribution: Attribution) -> set[str]:
    """The words of the cue but for those that only link."""
    return {word for span in attribution.cue for word in words_of(span.exact[:200])} - linking_words()


def _does_something(word: str) -> bool:
    return word in _TELLING_WORDS or not _TELLING_SENSES.isdisjoint(word_senses(word))


def _deciding_words(words: Mapping[int, str], weights: Floats, scale: float, chosen: int) -> list[str]:
    """The words that speak most for a label, the weightiest first.

    Args:
        words: For each feature, by its row in ``weights``, the word that it came from.
        weights: Of all features for the labels of one judgement. Shape: ``(n_features, n_labels)``.
        scale: What the weights of this attribution's features are multiplied by.
        chosen: The label.
    """
    own = weights[list(words)]
    lead = (own[:, chosen] - own.mean(axis=1)) * scale
    strength: dict[str, float] = {}
    for word, value in zip(words.values(), lead.tolist(), strict=True):
        strength[word] = strength.get(word, 0.0) + value
    ranked = sorted((-value, word) for word, value in strength.items() if value >= _NAMED_LEAD)
    return [word for _, word in ranked[:_MOST_NAMED]]


def _as_written(word: str, attribution: Attribution, text: str) -> str | None:
    """A lower-case word as the cue, the content or the sentence writes it; None if it is none of theirs."""
    for part in _places(attribution, text):
        for match in WORD.finditer(part):
            if match[0].lower().replace("\u2019", "'") == word:
                return match[0]
    return None


def _places(attribution: Attribution, text: str) -> Iterator[str]:
    spans: tuple[Span, ...] = (*attribution.cue, *attribution.content, *attribution.source)
    yield from (span.exact[:1000] for span in spans[:20])
    first, last = min(spans).start, max(span.end for span in spans)
    yield text[max(0, first - 160) : first]
    yield text[last : last + 160]
