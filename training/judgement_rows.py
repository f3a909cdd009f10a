"""Judged articles become rows: features and pooled vectors of each attribution, with its labels.

Each judged attribution gives a row with the annotator's spans and, where the reader finds it, one with
the reader's own, paired as ``sayso evaluate`` pairs them. Articles once read are kept on disk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sayso.assess.features import features_of, read_context
from sayso.assess.heads import JUDGEMENTS
from sayso.evaluate.gold import Parts
from sayso.evaluate.metrics import pair_up
from sayso.extract.attributions import encoder_digest as encoder_digest
from sayso.extract.attributions import find_pooled, load_default_reader, mode_of, nest
from sayso.extract.pooling import pool
from sayso.extract.quotes import QuoteIndex, find_quotes
from sayso.extract.spans import quoted_share
from sayso.extract.tokens import cut_windows
from sayso.records import Article, Attribution, AttributionId, Span
from training.labelled import documents, read_lines, text_digest

_OPENING_CHARS = 600


@dataclass(frozen=True)
class Row:
    """One attribution with its labels.

    Attributes:
        set: Name of the set it comes from.
        article: Digest of its article.
        opening: The telling words that its article opens with; articles that share many tell one story.
        found: Whether the spans are the reader's own.
        features: Names of its features.
        pooled: Its pooled vectors, or None.
        labels: One for each judgement, in their order.
    """

    set: str
    article: str
    opening: frozenset[str]
    found: bool
    features: tuple[str, ...]
    pooled: np.ndarray | None
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Read:
    """An article as the reader read it."""

    found: tuple[Attribution, ...]
    rows: Mapping[str, np.ndarray]
    starts: np.ndarray
    ends: np.ndarray
    window: np.ndarray
    vectors: np.ndarray


def telling_words(text: str) -> frozenset[str]:
    """Names and long words among the first of a text."""
    words = re.findall(r"[^\W\d_]{3,}", text[:_OPENING_CHARS])
    return frozenset(word.casefold() for word in words if word[0].isupper() or len(word) > 7)


def gold_rows(path: Path, work: Path) -> Iterator[Row]:
    """Rows of a file of judged articles; attributions with bad spans are left out."""
    for document in read_lines(path):
        read = read_once(document["text"], work)
        judged = [item for item in document["attributions"] if not item.get("bad_spans")]
        yield from _rows(path.stem, document["text"], judged, read, gold=True)


def label_rows(labels: Path, texts: Sequence[Path], work: Path) -> Iterator[Row]:
    """Rows of labels that stand apart from their texts.

    Args:
        labels: As :mod:`training.labelled` has them.
        texts: Where the articles are: JSON Lines with ``text``, or PolNeAR's folder.
        work: Where articles once read are kept.
    """
    for document in documents(labels, texts):
        text = document["text"]
        yield from _rows(labels.stem, text, document["attributions"], read_once(text, work), gold=False)


def _rows(
    name: str, text: str, judged: Sequence[Mapping[str, Any]], read: Read, *, gold: bool
) -> Iterator[Row]:
    article, opening = text_digest(text), telling_words(text)
    labels = [tuple(str(item[judgement]) for judgement in JUDGEMENTS) for item in judged]
    records = _to_records(text, judged)
    context = read_context(text, list(records.values()))
    as_found = {(item.source, item.cue, item.content) for item in read.found}
    for number, record in records.items():
        if gold or (record.source, record.cue, record.content) not in as_found:
            features = tuple(features_of(record, context))
            yield Row(name, article, opening, False, features, _pool_spans(record, read), labels[number])
    context = read_context(text, read.found)
    pairs = pair_up(text, [_parts(item) for item in judged], [_parts(item.to_dict()) for item in read.found])
    for place, number in sorted(pairs.items()):
        record = read.found[place]
        features = tuple(features_of(record, context))
        yield Row(name, article, opening, True, features, read.rows.get(record.id), labels[number])


def _parts(item: Mapping[str, Any]) -> Parts:
    roles = (item["source"], item["cue"], item["content"])
    return Parts(*(tuple(map(_offsets, role)) for role in roles))


def _offsets(span: Any) -> tuple[int, int]:
    return (span["start"], span["end"]) if isinstance(span, dict) else (span[0], span[1])


def _to_records(text: str, judged: Sequence[Mapping[str, Any]]) -> dict[int, Attribution]:
    quotes = QuoteIndex(find_quotes(text))
    records = {}
    for number, item in enumerate(judged):
        source, cue, content = (
            tuple(Span.of(text, start, end) for start, end in sorted(map(tuple, item[role])) if start < end)
            for role in ("source", "cue", "content")
        )
        if cue and content:
            share = quoted_share([(span.start, span.end) for span in content], quotes, text)
            records[number] = Attribution(
                AttributionId(f"a{number}"), source, cue, content, mode_of(share), score=1.0
            )
    return dict(zip(records, nest(list(records.values())), strict=True))


def _pool_spans(record: Attribution, read: Read) -> np.ndarray | None:
    """The pooled vectors of spans that somebody marked, over the window of the cue."""
    cue = _words_in(record.cue, read)
    if not len(cue):
        return None
    window = np.flatnonzero(read.window == read.window[cue[0]])
    content = np.intersect1d(_words_in(record.content, read), window)
    cue = np.intersect1d(cue, window)
    return pool(read.vectors[window].astype(np.float32), cue - window[0], content - window[0])


def _words_in(spans: Sequence[Span], read: Read) -> np.ndarray:
    inside = [np.flatnonzero((read.starts < span.end) & (read.ends > span.start)) for span in spans]
    return np.unique(np.concatenate(inside)) if inside else np.zeros(0, dtype=np.int64)


def read_once(text: str, work: Path) -> Read:
    """Read an article, or take it from the folder where it was kept."""
    work.mkdir(parents=True, exist_ok=True)
    path = work / f"{encoder_digest()[7:19]}-{text_digest(text)[:24]}.npz"
    if not path.exists():
        _read(text, path)
    with np.load(path, allow_pickle=False) as arrays:
        found = tuple(Attribution.from_dict(item) for item in json.loads(bytes(arrays["found"])))
        rows = dict(zip(json.loads(bytes(arrays["row_ids"])), arrays["rows"], strict=True))
        return Read(found, rows, *(arrays[name] for name in ("starts", "ends", "window", "vectors")))


def _read(text: str, path: Path) -> None:
    reader = load_default_reader()
    seen: list[np.ndarray] = []
    encode = reader.model.encode

    def keep(ids: np.ndarray, features: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        words, tags = encode(ids, features, first)
        seen.append(words)
        return words, tags

    reader.model.encode = keep  # type: ignore[method-assign]
    try:
        found = find_pooled(Article(text=text), project=lambda row: row)
    finally:
        del reader.model.encode  # type: ignore[method-assign]
    tokenizer = reader.tagger._pieces
    words, window = [], []
    for section in tokenizer.sections(text, QuoteIndex(find_quotes(text))):
        for one in cut_windows(section):
            window.extend([window[-1] + 1 if window else 0] * (one.last - one.first))
            words.extend(section[one.first : one.last])
    write_read(path, found.attributions, found.pooled, [(w.start, w.end) for w in words], window, seen)


def write_read(
    path: Path,
    found: Sequence[Attribution],
    pooled: Mapping[AttributionId, np.ndarray],
    words: Sequence[tuple[int, int]],
    window: Sequence[int],
    vectors: Sequence[np.ndarray],
) -> None:
    """Keep what the reader saw of an article, in half precision."""
    np.savez(
        path,
        found=np.frombuffer(json.dumps([item.to_dict() for item in found]).encode(), dtype=np.uint8),
        row_ids=np.frombuffer(json.dumps(list(pooled)).encode(), dtype=np.uint8),
        rows=np.array(list(pooled.values()), dtype=np.float16),
        starts=np.array([start for start, _ in words]),
        ends=np.array([end for _, end in words]),
        window=np.array(window),
        vectors=np.concatenate(vectors).astype(np.float16),
    )
