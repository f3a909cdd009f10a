"""Tagged words become character spans: runs joined, edges trimmed, quotations taken in and continued.

The model decides word by word. Two rules add what it cannot see in its window: a quotation that goes
on in the next paragraph, and one without a cue that follows its statement. Each leaves its name in
``Draft.rules``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sayso.extract.quotes import QuoteIndex, QuoteRegion

if TYPE_CHECKING:
    from sayso.extract.tagger import Tagged
    from sayso.extract.tokens import Word

Pair = tuple[int, int]

CONTINUED = "quotation continued"
JOINED = "quotation joined"

# A loose quotation shorter than this is a quoted term, not a statement.
_MIN_JOINED_WORDS = 3
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
    """

    source: tuple[Pair, ...]
    cue: tuple[Pair, ...]
    content: tuple[Pair, ...]
    rules: tuple[str, ...] = ()

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
    return Draft((source,) if source else (), (cue,), tuple(_merge(pieces)))


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
    owner_before: int | None = None
    for region in quotes.regions:
        owners = [index for index, draft in enumerate(joined) if _holds_any(draft, region)]
        if owners:
            owner_before = _owner_by_content(joined, owners, region)
            continue
        owner, rule = owner_before if region.continues else None, CONTINUED
        if owner is None:
            owner, rule = _statement_before(joined, region, text), JOINED
        if owner is not None and not region.single:
            draft = joined[owner]
            content = tuple(_merge([*draft.content, (region.start, region.end)]))
            joined[owner] = replace(draft, content=content, rules=(*draft.rules, rule))
        owner_before = owner
    return joined


def _holds_any(draft: Draft, region: QuoteRegion) -> bool:
    return any(
        start < region.end and region.start < end
        for start, end in (*draft.source, *draft.cue, *draft.content)
    )


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


def _statement_before(drafts: Sequence[Draft], region: QuoteRegion, text: str) -> int | None:
    """The attribution that ends right before a quotation of some words in the same paragraph."""
    if len(_WORD.findall(text, region.inner_start, region.inner_end)) < _MIN_JOINED_WORDS:
        return None
    best: int | None = None
    for index, draft in enumerate(drafts):
        gap = text[draft.end : region.start]
        if draft.end <= region.start and len(gap) < 8 and "\n" not in gap and not _WORD.search(gap):
            best = index
    return best
