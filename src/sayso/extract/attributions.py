"""Article in, attributions out: tagged words become spans, spans become records, ranked by belief.

The scheme is PolNeAR's (Newell, Margolin & Ruths, LREC 2018), with relations inside a content
annotated as relations of their own.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from sayso.extract.quotes import QuoteIndex, find_quotes
from sayso.extract.spans import Draft, draft_attribution, join_orphan_quotes, quoted_share
from sayso.extract.turns import TURN, find_turns, prefer_turns
from sayso.records import Article, Attribution, AttributionId, Mode, ReaderInfo, Span, Why

if TYPE_CHECKING:
    from sayso.extract.decode import Floats
    from sayso.extract.tagger import Project, Tagged, Tagger
    from sayso.inference import ReaderModel

# Attributions the reader believes in less than this are left out. Chosen for the best lenient F1 on
# PolNeAR dev and rumours-dev together.
KEEP_SCORE = 0.35


@dataclass(frozen=True, slots=True)
class Reader:
    """A loaded model with its tagger."""

    model: ReaderModel
    tagger: Tagger


@lru_cache(maxsize=1)
def load_default_reader() -> Reader:
    """The shipped reader, loaded and checked once per process.

    Raises:
        ModelError: The model is missing or changed.
    """
    from sayso.extract.tagger import Tagger
    from sayso.inference import load_reader

    model = load_reader()
    return Reader(model, Tagger(model))


def reader_info() -> ReaderInfo:
    """Name, version and digest of the reader that :func:`find_attributions` uses."""
    return load_default_reader().model.info


def encoder_digest() -> str:
    """Digest of the encoder that :func:`find_pooled` uses: what makes the rows that it hands on."""
    digest: str = load_default_reader().model.card["files"]["encoder.onnx"]
    return digest


@dataclass(frozen=True, slots=True)
class Found:
    """The attributions of an article with what the encoder saw of each.

    Attributes:
        attributions: In the order of their first character.
        pooled: The row of each attribution that the encoder saw as one; those that a rule made have none.
    """

    attributions: tuple[Attribution, ...]
    pooled: Mapping[AttributionId, Floats]


def find_attributions(article: Article) -> tuple[Attribution, ...]:
    """Find who says what in an article.

    Args:
        article: Any article; an empty text has no attributions.

    Returns:
        Attributions in the order of their first character, the longer first, numbered ``a1``, ``a2`` …

    Raises:
        ModelError: The model is missing or changed.
    """
    return find_pooled(article).attributions


def find_pooled(article: Article, *, project: Project | None = None) -> Found:
    """Find who says what in an article, and keep what the encoder saw of it for the judgements.

    Args:
        article: Any article; an empty text has no attributions.
        project: What to make of the pooled word vectors of each candidate; None keeps none.

    Raises:
        ModelError: The model is missing or changed.
    """
    reader = load_default_reader()
    quotes = QuoteIndex(find_quotes(article.text))
    scored = [
        (draft, reader.model.calibrate(evidence(tagged, draft, quotes, article.text)))
        for tagged in reader.tagger.tag(article.text, quotes, project=project)
        if (draft := draft_attribution(tagged, article.text, quotes)) is not None
    ]
    return assemble_pooled(article.text, scored, quotes, version=reader.model.info.version)


def evidence(tagged: Tagged, draft: Draft, quotes: QuoteIndex, text: str) -> dict[str, float]:
    """What speaks for an attribution, by name, as the calibration on the model card weighs it."""
    share = quoted_share(draft.content, quotes, text)
    return {
        "bias": 1.0,
        "cue_mean": _logit(tagged.belief),
        "cue_weakest": _logit(tagged.weakest),
        "log_roles": max(-12.0, tagged.log_roles),
        "log_filled": math.log(max(1e-6, 1.0 - math.exp(min(0.0, tagged.log_empty)))),
        "log_words": math.log(len(tagged.content)),
        "sourceless": float(not draft.source),
        "quoted": float(share == 1.0),
        "part_quoted": float(0.0 < share < 1.0),
    }


def _logit(probability: float) -> float:
    clipped = min(max(probability, 1e-4), 1.0 - 1e-4)
    return math.log(clipped / (1.0 - clipped))


def assemble(
    text: str,
    scored: Iterable[tuple[Draft, float]],
    quotes: QuoteIndex,
    *,
    version: str,
    keep_score: float = KEEP_SCORE,
) -> tuple[Attribution, ...]:
    """Add the turns of a transcript, keep what is believed, join loose quotes, order, number and nest.

    Args:
        text: The article's text.
        scored: Drafts with their calibrated scores.
        quotes: The text's quotation regions.
        version: Of the model, for ``why``.
        keep_score: Least score of an attribution that is kept.
    """
    return assemble_pooled(text, scored, quotes, version=version, keep_score=keep_score).attributions


def assemble_pooled(
    text: str,
    scored: Iterable[tuple[Draft, float]],
    quotes: QuoteIndex,
    *,
    version: str,
    keep_score: float = KEEP_SCORE,
) -> Found:
    """As :func:`assemble`, with the pooled rows that the drafts carry."""
    everything = prefer_turns(list(scored), find_turns(text))
    kept = [(draft, score) for draft, score in everything if score >= keep_score]
    kept.sort(key=lambda item: (item[0].start, -item[0].end, item[0].cue))
    drafts = join_orphan_quotes([draft for draft, _ in kept], quotes, text)
    records = [
        Attribution(
            id=AttributionId(f"a{number}"),
            source=_spans(text, draft.source),
            cue=_spans(text, draft.cue),
            content=_spans(text, draft.content),
            mode=mode_of(quoted_share(draft.content, quotes, text)),
            score=round(score, 4),
            why=_why(text, draft, version),
        )
        for number, (draft, (_, score)) in enumerate(zip(drafts, kept, strict=True), 1)
    ]
    pooled = {
        record.id: draft.pooled
        for record, draft in zip(records, drafts, strict=True)
        if draft.pooled is not None
    }
    return Found(tuple(nest(records)), pooled)


def _spans(text: str, pairs: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(Span.of(text, start, end) for start, end in pairs)


def mode_of(share: float) -> Mode:
    """How a content is quoted, going by the share of it in quotation marks."""
    if share == 0.0:
        return Mode.INDIRECT
    return Mode.DIRECT if share == 1.0 else Mode.MIXED


def _why(text: str, draft: Draft, version: str) -> tuple[Why, ...]:
    words = " ".join(text[start:end] for start, end in draft.cue)
    reasons = [Why("attribution", "cue", words)]
    if TURN in draft.rules:
        return (*reasons, Why("attribution", "rule", TURN))
    reasons.append(Why("attribution", "model", f"reader {version}"))
    reasons.extend(Why("content", "rule", rule) for rule in draft.rules)
    return tuple(reasons)


def nest(records: Sequence[Attribution]) -> list[Attribution]:
    """Note for each attribution the innermost one whose content holds its cue and its content.

    One sweep through the text: an attribution is looked at only beside those whose content is open there.
    """
    within: dict[AttributionId, AttributionId] = {}
    upcoming = deque(sorted(records, key=lambda record: record.content[0].start))
    still_open: list[Attribution] = []
    for record in sorted(records, key=_core_start):
        here = _core_start(record)
        while upcoming and upcoming[0].content[0].start <= here:
            still_open.append(upcoming.popleft())
        still_open = [other for other in still_open if other.content[-1].end > here]
        holders = [other for other in still_open if other is not record and _holds(other, record)]
        if holders:
            within[record.id] = min(holders, key=_n_content_chars).id
    return [replace(record, within=within.get(record.id)) for record in records]


def _core_start(record: Attribution) -> int:
    return min(record.cue[0].start, record.content[0].start)


def _n_content_chars(record: Attribution) -> int:
    return sum(len(span.exact) for span in record.content)


def _holds(outer: Attribution, inner: Attribution) -> bool:
    if _n_content_chars(outer) <= _n_content_chars(inner):
        return False
    return all(
        any(span.start <= part.start and part.end <= span.end for span in outer.content)
        for part in (*inner.cue, *inner.content)
    )
