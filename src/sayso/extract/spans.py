"""Tagged words become character spans: runs joined, edges trimmed, quotations taken in and continued.

The model decides word by word. Two rules add what it cannot see in its window: a quotation that goes
on in the next paragraph, and one without a cue that follows its statement. Each leaves its name in
``Draft.rules``.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sayso.extract.quotes import QuoteIndex, QuoteRegion

if TYPE_CHECKING:
    from sayso.extract.decode import Floats
    from sayso.extract.tagger import Tagged
    from sayso.extract.tokens import Word

Pair = tuple[int, int]

CONTINUED = "quotation continued"
JOINED = "quotation joined"

# A loose quotation shorter than this is a quoted term, not a statement.
_MIN_JOINED_WORDS = 3
# Marks and spaces between a statement and the quotation that joins it.
_MAX_GAP_CHARS = 7
_WORD = re.compile(r"\w+(?:[-'\u2019.]\w+)*")
_NEVER_FIRST = frozenset(" \t\u00a0,;:.!?)]}\u2014\u2013-\u201d\u00bb")
_NEVER_LAST = frozenset(" \t\u00a0,;:([{\u2014\u2013-\u201c\u00ab")


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution before it is numbered: character pairs per role.

    Attributes:
        source: At most one pair.
        cue: One pair.
        content: Pairs in text order, at least one.
        rules: Names of the rules that changed the content.
        pooled: The tagger's row for the judgements, or None.
    """

    source: tuple[Pair, ...]
    cue: tuple[Pair, ...]
    content: tuple[Pair, ...]
    rules: tuple[str, ...] = ()
    pooled: Floats | None = field(default=None, compare=False, repr=False)

    @property
    def start(self) -> int:
        """First code point of any part."""
        return min(start for start, _ in (*self.source, *self.cue, *self.content))

    @property
    def end(self) -> int:
        """One past the last code point of any part."""
        return max(end for _, end in (*self.source, *self.cue, *self.content))


def draft_attribution(tagged: Tagged, text: str, quotes: QuoteIndex) -> Draft | None:
    """Make spans of one tagged cue; None when nothing is left to attribute."""
    cue = (tagged.cue[0].start, tagged.cue[-1].end)
    source = _nearest([_trim(text, run) for run in _runs(tagged.source, text)], cue)
    pieces = [_with_marks(_trim(text, piece), text, quotes) for piece in _runs(tagged.content, text)]
    pieces = [piece for piece in pieces if _WORD.search(text, *piece)]
    if not pieces:
        return None
    return Draft((source,) if source else (), (cue,), tuple(_merge(pieces)), pooled=tagged.pooled)


def _runs(words: Sequence[Word], text: str) -> list[Pair]:
    """Join words of one paragraph with nothing but marks and spaces between them."""
    runs: list[Pair] = []
    paragraph = -1
    for word in words:
        gap_free = (
            bool(runs) and paragraph == word.paragraph and not _WORD.search(text, runs[-1][1], word.start)
        )
        if gap_free:
            runs[-1] = (runs[-1][0], word.end)
        else:
            runs.append((word.start, word.end))
        paragraph = word.paragraph
    return runs


def _nearest(runs: Sequence[Pair], cue: Pair) -> Pair | None:
    """The run closest to the cue: a source is one noun phrase."""
    filled = [run for run in runs if run[0] < run[1]]
    return min(filled, key=lambda run: (max(cue[0] - run[1], run[0] - cue[1]), run[0]), default=None)


def _trim(text: str, pair: Pair) -> Pair:
    start, end = pair
    while start < end and text[start] in _NEVER_FIRST:
        start += 1
    while end > start and text[end - 1] in _NEVER_LAST:
        end -= 1
    return start, end


def _merge(pairs: Sequence[Pair]) -> list[Pair]:
    merged: list[Pair] = []
    for start, end in sorted(pairs):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _with_marks(pair: Pair, text: str, quotes: QuoteIndex) -> Pair:
    """Take in the quotation marks that stand right at a piece's edges."""
    start, end = pair
    if start >= end:
        return pair
    opening = quotes.at(start)
    if opening is not None and opening.inner_start == start:
        start = opening.start
    closing = quotes.at(end - 1)
    if (
        closing is not None
        and closing.closed
        and end <= closing.inner_end
        and not _WORD.search(text, end, closing.inner_end)
    ):
        end = closing.end
    return start, end


def quoted_share(content: Sequence[Pair], quotes: QuoteIndex, text: str) -> float:
    """Share of the content's words that stand in quotation marks, 0 to 1."""
    words = [match.span() for start, end in content for match in _WORD.finditer(text, start, end)]
    if not words:
        return 0.0
    return sum(quotes.covers(start, end) for start, end in words) / len(words)


def join_orphan_quotes(drafts: Sequence[Draft], quotes: QuoteIndex, text: str) -> list[Draft]:
    """Give quotations that no attribution holds to the statement they follow.

    A quotation with no cue of its own belongs to the statement right before it in its paragraph; one
    that goes on from the paragraph before belongs to whoever holds that part.

    Args:
        drafts: In text order.
        quotes: The text's quotation regions.
        text: The article's text.

    Returns:
        The drafts in the same order, some with more content.
    """
    joined = list(drafts)
    index_by_end = {draft.end: index for index, draft in enumerate(drafts)}
    owner_before: int | None = None
    for region, owners in zip(quotes.regions, _owners(drafts, quotes), strict=True):
        if owners:
            owner_before = _owner_by_content(joined, owners, region)
            continue
        owner, rule = owner_before if region.continues else None, CONTINUED
        if owner is None:
            owner, rule = _statement_before(index_by_end, region, text), JOINED
        if owner is not None and not region.single:
            draft = joined[owner]
            content = tuple(_merge([*draft.content, (region.start, region.end)]))
            joined[owner] = replace(draft, content=content, rules=(*draft.rules, rule))
            index_by_end[joined[owner].end] = owner
        owner_before = owner
    return joined


def _owners(drafts: Sequence[Draft], quotes: QuoteIndex) -> Iterator[list[int]]:
    """For each region, the drafts that share a character with it, in one sweep through the text."""
    upcoming = deque(
        sorted(
            (start, end, index)
            for index, draft in enumerate(drafts)
            for start, end in (*draft.source, *draft.cue, *draft.content)
        )
    )
    still_open: list[tuple[int, int, int]] = []
    for region in quotes.regions:
        while upcoming and upcoming[0][0] < region.end:
            still_open.append(upcoming.popleft())
        still_open = [piece for piece in still_open if piece[1] > region.start]
        yield sorted({index for _, _, index in still_open})


def _owner_by_content(drafts: Sequence[Draft], owners: Sequence[int], region: QuoteRegion) -> int | None:
    """The outermost attribution whose content reaches the region's end."""
    holding = [
        index
        for index in owners
        if any(
            start <= region.inner_start and region.inner_end <= end for start, end in drafts[index].content
        )
    ]
    return min(holding, key=lambda index: drafts[index].start, default=None)


def _statement_before(index_by_end: Mapping[int, int], region: QuoteRegion, text: str) -> int | None:
    """The attribution that ends right before a quotation of some words in the same paragraph."""
    if len(_WORD.findall(text, region.inner_start, region.inner_end)) < _MIN_JOINED_WORDS:
        return None
    found = None
    for end in range(region.start - _MAX_GAP_CHARS, region.start + 1):
        gap = text[max(0, end) : region.start]
        if end in index_by_end and "\n" not in gap and not _WORD.search(gap):
            found = index_by_end[end]
    return found
