"""One attribution becomes named features, each with the word that it came from, where there is one.

Names say where a word was seen: ``c`` in the cue, ``o`` in the content, ``s`` in the source, ``n`` near
by in the sentence, ``f`` in the next one, ``u`` in the cue of the attribution around it, ``i`` in that of
one inside it, ``a`` in the article, ``t`` in its title. A capital letter stands for what the word does
(:mod:`sayso.assess.cuewords`) instead of the word itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.assess.cuewords import base_forms, cue_senses, word_senses, words_of
from sayso.records import Attribution, AttributionId, Span

# A feature and the lower-case word it came from, or an empty string.
Feature = tuple[str, str]

# What decides stands early in a content, close to an attribution and in the first paragraphs.
_CONTENT_WORDS, _CONTENT_CHARS = 60, 500
_CUE_CHARS, _SOURCE_WORDS, _NEAR_CHARS, _NEXT_WORDS = 200, 12, 160, 15
_ARTICLE_CHARS, _TITLE_CHARS = 20_000, 300
_MOST_INNER = 3
_ARTICLE_SENSES = ("hedge", "denial", "false", "true", "question")
# Words of a sense in a thousand words of the article.
_SHARES = (1, 3, 6, 12, 20)
_LENGTHS = (1, 2, 4, 7, 12, 20, 35)
_OPENERS = frozenset({"that", "if", "whether", "how", "to", "for", "about", "of"})
_QUOTATION_MARKS = "\"'\u2018\u201c"
_SENTENCE_END = re.compile(r"[.!?][\"'\u2019\u201d)]*\s|\n")


@dataclass(frozen=True, slots=True)
class Context:
    """What the features know of the article around an attribution.

    Attributes:
        text: The article's text.
        shared: Features of the article as a whole.
        title_end: Where its first line ends.
        by_id: Its attributions.
        inner: For each attribution, the first few of those right inside its content.
    """

    text: str
    shared: tuple[Feature, ...]
    title_end: int
    by_id: Mapping[AttributionId, Attribution]
    inner: Mapping[AttributionId, Sequence[Attribution]]


def read_context(text: str, attributions: Sequence[Attribution]) -> Context:
    """Look once at what all attributions of an article share."""
    inner: dict[AttributionId, list[Attribution]] = {}
    for attribution in attributions:
        if attribution.within is not None:
            inside = inner.setdefault(attribution.within, [])
            if len(inside) < _MOST_INNER:
                inside.append(attribution)
    by_id = {attribution.id: attribution for attribution in attributions}
    title_end = max(0, text.find("\n"))
    shared = (*_article_features(text), *_title_features(text[: min(title_end, _TITLE_CHARS)]))
    return Context(text, shared, title_end, by_id, inner)


def features_of(attribution: Attribution, context: Context) -> dict[str, str]:
    """The features of one attribution, in a fixed order, each with the first word it came from."""
    cue = words_of(_text_of(attribution.cue, _CUE_CHARS))
    content = words_of(_text_of(attribution.content, _CONTENT_CHARS))[:_CONTENT_WORDS]
    found: dict[str, str] = {}
    for part in (
        _cue_features(cue),
        _beside_cue(attribution, context.text),
        _content_features(content),
        _form_features(attribution),
        _joint_features(cue, content),
        _source_features(attribution),
        _near_features(attribution, context.text),
        _place_features(attribution, context),
        context.shared,
    ):
        for name, word in part:
            found.setdefault(name, word)
    return found


def _text_of(spans: Sequence[Span], most_chars: int) -> str:
    """The first characters of some spans, joined."""
    pieces: list[str] = []
    room = most_chars
    for span in spans:
        if room <= 0:
            break
        pieces.append(span.exact[:room])
        room -= len(span.exact) + 1
    return " ".join(pieces)


def _bucket(n: int) -> int:
    return next((length for length in _LENGTHS if n <= length), 99)


def _article_features(text: str) -> Iterator[Feature]:
    words = words_of(text[:_ARTICLE_CHARS])
    counts = dict.fromkeys(_ARTICLE_SENSES, 0)
    telling: set[str] = set()
    for word in words:
        for sense in word_senses(word):
            if sense in counts:
                counts[sense] += 1
            if sense in ("false", "hedge"):
                telling.add(word)
    for sense, count in counts.items():
        share = 1000 * count / max(100, len(words))
        yield from ((f"A:{sense}>{step}", "") for step in _SHARES if share >= step)
    yield from ((f"a:{word}", "") for word in sorted(telling))


def _title_features(title: str) -> Iterator[Feature]:
    for word in words_of(title):
        yield from ((f"T:{sense}", "") for sense in word_senses(word))


def _cue_features(words: Sequence[str]) -> Iterator[Feature]:
    yield "c=" + " ".join(words[:5]), words[0] if len(words) == 1 else ""
    yield f"c#{min(len(words), 6)}", ""
    negated = next((word for word in words if "denial" in word_senses(word)), "")
    for word in words:
        yield f"c:{word}", word
        yield f"cl:{base_forms(word)[-1]}", word
        yield from ((f"C:{sense}", word) for sense in cue_senses(word))
        yield from ((f"CW:{sense}", word) for sense in word_senses(word))
        if len(word) > 5:
            yield f"c~{word[:5]}", word
        if negated:
            yield from ((f"C!:{sense}", negated) for sense in cue_senses(word))
    yield from ((f"c2:{left} {right}", "") for left, right in pairwise(words))
    if words:
        yield f"c<:{words[0]}", words[0]
        yield f"c>:{words[-1]}", words[-1]
        yield f"c$:{words[-1][-3:]}", ""


def _beside_cue(attribution: Attribution, text: str) -> Iterator[Feature]:
    if not attribution.cue:
        yield "c:none", ""
        return
    start, end = attribution.cue[0].start, attribution.cue[-1].end
    before = words_of(text[max(0, start - 40) : start])[-2:]
    after = words_of(text[end : end + 40])[:2]
    yield from ((f"cb:{word}", word) for word in before[-1:])
    yield from ((f"ca:{word}", word) for word in after[:1])
    yield from ((f"cB:{sense}", word) for word in before for sense in word_senses(word))
    yield from ((f"cA:{sense}", word) for word in after for sense in word_senses(word))


def _content_features(words: Sequence[str]) -> Iterator[Feature]:
    yield f"o#{_bucket(len(words))}", ""
    yield "o<:" + " ".join(words[:1]), ""
    yield "o<2:" + " ".join(words[:2]), ""
    yield from ((f"O<:{sense}", word) for word in words[:6] for sense in word_senses(word))
    for word in words:
        yield f"o:{word}", word
        yield from ((f"O:{sense}", word) for sense in word_senses(word))
    yield from ((f"OC:{sense}", word) for word in words[:25] for sense in cue_senses(word))
    yield from ((f"o2:{left} {right}", "") for left, right in pairwise(words[:26]))


def _form_features(attribution: Attribution) -> Iterator[Feature]:
    yield f"O={attribution.mode.value}", ""
    if "?" in attribution.content[-1].exact[-5:]:
        yield "o?", "?"
    if attribution.content[0].exact[:1] in _QUOTATION_MARKS:
        yield "o=quote", ""
    if attribution.cue and attribution.content[0].start < attribution.cue[0].start:
        yield "o=first", ""


def _joint_features(cue: Sequence[str], content: Sequence[str]) -> Iterator[Feature]:
    """What the cue does together with how the content opens and its first modal verb."""
    modal, modal_word = next(
        ((sense, word) for word in content for sense in word_senses(word) if sense.startswith("modal")),
        ("none", ""),
    )
    opening = next((word for word in content if word not in _OPENERS), "")
    person = next((s for word in content[:8] for s in word_senses(word) if s in ("first", "second")), "third")
    yield f"O1:{modal}", modal_word
    yield f"O1:{modal}+{person}", modal_word
    yield f"O1:{modal}+<{opening}", modal_word
    for sense in dict.fromkeys(sense for word in cue for sense in cue_senses(word)):
        yield f"CO:{sense}+{modal}", modal_word
        yield f"CO:{sense}+{person}", ""
        yield from ((f"CO:{sense}+<{word}", "") for word in content[:1])


def _source_features(attribution: Attribution) -> Iterator[Feature]:
    if not attribution.source:
        yield "s=nobody", ""
        return
    words = words_of(_text_of(attribution.source, _CUE_CHARS))
    for word in words[:_SOURCE_WORDS]:
        yield f"s:{word}", word
        yield from ((f"S:{sense}", word) for sense in (*word_senses(word), *cue_senses(word)))
    yield f"s#{_bucket(len(words))}", ""
    yield from ((f"s>:{word}", word) for word in words[-1:])
    if attribution.source[0].exact[:1].isupper():
        yield "s=capital", ""


def _near_features(attribution: Attribution, text: str) -> Iterator[Feature]:
    """Words around the attribution's parts up to the ends of their sentences, and of the next sentence."""
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    parts = sorted((span.start, span.end) for span in spans)
    first, last = parts[0][0], max(end for _, end in parts)
    before = text[max(0, first - _NEAR_CHARS) : first]
    after = text[last : last + _NEAR_CHARS]
    opens = max((match.end() for match in _SENTENCE_END.finditer(before)), default=0)
    end = _SENTENCE_END.search(after)
    outside = [before[opens:], after[: end.start() if end else None]]
    outside += [
        text[left:right] for (_, left), (right, _) in pairwise(parts[:12]) if 0 < right - left < _NEAR_CHARS
    ]
    for word in words_of(" ".join(outside)):
        yield f"n:{word}", word
        yield from ((f"N:{sense}", word) for sense in word_senses(word))
    following = words_of(after[end.end() :])[:_NEXT_WORDS] if end else []
    yield from ((f"f<:{word}", "") for word in following[:1])
    yield from ((f"F:{sense}", "") for word in following for sense in word_senses(word))


def _place_features(attribution: Attribution, context: Context) -> Iterator[Feature]:
    if attribution.start < context.title_end:
        yield "p=title", ""
    yield f"p={int(4 * attribution.start / max(1, len(context.text)))}", ""
    outer = context.by_id.get(attribution.within) if attribution.within else None
    yield ("u=inside" if outer else "u=top"), ""
    for mark, others in (("u", [outer] if outer else []), ("i", context.inner.get(attribution.id, ()))):
        for other in others:
            for word in words_of(_text_of(other.cue, _CUE_CHARS)):
                yield f"{mark}:{word}", ""
                yield from ((f"{mark.upper()}:{sense}", "") for sense in cue_senses(word))
