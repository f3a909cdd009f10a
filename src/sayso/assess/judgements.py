"""Attributions become judged: stance, certainty, polarity and kind, each with a score and its words.

The values are those of the annotation guidelines; certainty follows FactBank (Sauri & Pustejovsky,
Language Resources and Evaluation 2009). Nothing is looked up outside the article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

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
# By the guidelines, *falsely claimed* and the like are always doubted.
_CALLED_FALSE = frozenset({"falsely", "wrongly", "mistakenly", "erroneously", "incorrectly", "untruthfully"})
# Beside the words of the cue, those that do this are worth naming as the reason of a judgement.
_MODAL = frozenset({"modal_possible", "modal_probable", "modal_will", "modal_must"})
_TELLING: Mapping[str, frozenset[str]] = {
    "stance": frozenset({"hedge", "false", "true"}),
    "certainty": _MODAL | {"hedge"},
    "polarity": frozenset(),
    "kind": _MODAL | {"evaluate", "future"},
}
_TELLING_ANYWHERE = frozenset().union(*_TELLING.values())


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
    rows: list[int] = []
    rows_of: dict[str, list[int]] = {}
    for name, word in features_of(attribution, context).items():
        row = heads.index.get(name)
        if row is not None:
            rows.append(row)
            rows_of.setdefault(word, []).append(row)
    outputs = heads.score(rows, projected)
    cue = {word for span in attribution.cue for word in words_of(span.exact[:200])} - linking_words()
    shares = _shares(rows_of, heads, cue, feature_scale(len(rows)))
    labels: dict[str, str] = {}
    scores: dict[str, float] = {}
    why: list[Why] = []
    for judgement, values in JUDGEMENTS.items():
        part = outputs_of(judgement)
        chosen = int(outputs[part].argmax())
        labels[judgement] = values[chosen]
        scores[judgement] = round(heads.calibrated(outputs, judgement)[chosen], 4)
        deciding = _deciding_words(shares, judgement, part.start + chosen, cue)
        exact = [found for word in deciding if (found := _as_written(word, attribution, context.text))]
        named = Why(judgement, "cue", ", ".join(exact))
        why.append(named if exact else Why(judgement, "model", f"judgements {heads.version}"))
    if called := sorted(cue & _CALLED_FALSE):
        labels["stance"] = Stance.DOUBTED
        del scores["stance"]
        why[0] = Why("stance", "cue", _as_written(called[0], attribution, context.text) or called[0])
    return replace(
        attribution,
        stance=Stance(labels["stance"]),
        certainty=Certainty(labels["certainty"]),
        polarity=Polarity(labels["polarity"]),
        kind=Kind(labels["kind"]),
        scores={**attribution.scores, **scores},
        why=(*attribution.why, *why),
    )


def _shares(
    rows_of: Mapping[str, list[int]], heads: Heads, cue: Set[str], scale: float
) -> dict[str, list[float]]:
    """For each word that may be named, how much more than the judgement's others it says for each label."""
    return {
        word: (heads.leads[rows].sum(axis=0) * scale).tolist()
        for word, rows in rows_of.items()
        if word in cue or not _TELLING_ANYWHERE.isdisjoint(word_senses(word))
    }


def _deciding_words(
    shares: Mapping[str, Sequence[float]], judgement: str, output: int, cue: Set[str]
) -> list[str]:
    """The words that speak most for a label, the weightiest first."""
    senses = _TELLING[judgement]
    ranked = sorted(
        (-said[output], word)
        for word, said in shares.items()
        if said[output] >= _NAMED_LEAD and (word in cue or not senses.isdisjoint(word_senses(word)))
    )
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
