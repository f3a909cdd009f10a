"""A parsed page becomes the text of its article, cut from the page's own nodes.

trafilatura (Barbaresi, ACL 2021) chooses what belongs to the article. What it returns is a rewriting, so
each of its pieces is placed back on the page by exact comparison, white space and invisible characters
aside: pieces that occur once on the page come first and fix the order, the others are looked for between
them. The stored text is then set from the nodes themselves, as a browser sets them. A piece that
cannot be placed keeps its words and gets no way back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from sayso.ingest.page import ParsedPage, TextNode

# Characters by which the beginning of a node is looked up.
_KEY_CHARS = 16
# A piece at least this long that occurs once on the page fixes the order of the others.
_FIXED_CHARS = 32
# Text nodes that a piece may step over: footnote marks and the like that trafilatura leaves out.
_MAX_SKIPPED = 12
# Text nodes above which a page is not given to trafilatura; the scrapinghub pages have up to 2,400.
_MAX_NODES = 20_000
# Words that make a run prose on such a page.
_PROSE_WORDS = 8
# Nodes looked at when a piece is searched for inside them, as a multiple of the page's nodes.
_SEARCH_BUDGET = 20


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of one text node: ``page.nodes[index].text[start:end]``."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Something trafilatura chose: its words, and where they stand on the page (nowhere when empty)."""

    words: str
    cuts: tuple[Cut, ...]


def visible(text: str) -> str:
    """The characters that print: no white space, no soft hyphens, no zero-width marks."""
    joined = "".join(text.split())
    return joined if joined.isprintable() else "".join(filter(str.isprintable, joined))


def choose_blocks(page: ParsedPage) -> list[Piece]:
    """Let trafilatura choose the article's text and place it on the page.

    trafilatura's time grows faster than the page. A page far larger than articles are is not given to it:
    there, every run that reads like prose and isn't mostly links is chosen.

    Returns:
        The pieces in the order of the article; empty when there are none.
    """
    if len(page.nodes) > _MAX_NODES:
        return list(_prose(page))
    words = list(_chosen_words(page))
    return place(words, page.nodes)


def place(words: Sequence[str], nodes: Sequence[TextNode]) -> list[Piece]:
    """Find each of ``words`` on the page, in order and exactly, visible characters only."""
    finder = _Finder(nodes)
    wanted = [visible(piece) for piece in words]
    fixed = _in_order(_unique(finder, wanted))
    placed: dict[int, list[_Match]] = dict(fixed)
    bounds = [(-1, -1), *((number, matches[0][0]) for number, matches in fixed), (len(wanted), len(nodes))]
    for (before, _), (after, stop) in pairwise(bounds):
        start = placed[before][-1][0] + 1 if before in placed else 0
        for number in range(before + 1, after):
            matches = finder.between(wanted[number], start, stop)
            if matches:
                placed[number] = matches
                start = matches[-1][0] + (1 if finder.is_used_up(matches[-1]) else 0)
    return [
        Piece(piece, tuple(finder.cut(match) for match in placed.get(number, ())))
        for number, piece in enumerate(words)
        if wanted[number]
    ]


# A node's index and the range of its visible characters.
_Match = tuple[int, int, int]


class _Finder:
    """Looks pieces up among the visible characters of the page's nodes."""

    def __init__(self, nodes: Sequence[TextNode]) -> None:
        self._nodes = nodes
        self._texts = [visible(node.text) for node in nodes]
        self._filled = [index for index, text in enumerate(self._texts) if text]
        self._heads: dict[str, list[int]] = {}
        self._budget = _SEARCH_BUDGET * max(1, len(nodes))
        following = ""
        for index in reversed(self._filled):
            text = self._texts[index]
            following = (text[:_KEY_CHARS] + following)[:_KEY_CHARS]
            self._heads.setdefault(following, []).append(index)
            if len(text) < _KEY_CHARS:
                # Short pieces are whole nodes.
                self._heads.setdefault(text, []).append(index)
        for indices in self._heads.values():
            indices.reverse()

    def starts(self, wanted: str) -> list[int]:
        """Nodes at whose beginning ``wanted`` may begin."""
        return self._heads.get(wanted[:_KEY_CHARS], [])

    def between(self, wanted: str, start: int, stop: int) -> list[_Match]:
        """The first place of ``wanted`` among nodes ``start`` to ``stop``, or an empty list."""
        if not wanted:
            return []
        indices = self.starts(wanted)
        for index in indices[bisect_left(indices, start) :]:
            if index >= stop:
                break
            matches = self.match(index, wanted)
            if matches and matches[-1][0] < stop:
                return matches
        return self._inside(wanted, start, stop)

    def match(self, index: int, wanted: str, *, offset: int = 0) -> list[_Match]:
        """Follow ``wanted`` from the node at ``index`` on; nodes may be left out, but not parts of one."""
        matches: list[_Match] = []
        done = n_skipped = 0
        position = bisect_left(self._filled, index)
        while done < len(wanted) and position < len(self._filled):
            at = self._filled[position]
            text = self._texts[at][offset:]
            if wanted.startswith(text, done):
                matches.append((at, offset, offset + len(text)))
                done += len(text)
            elif text.startswith(wanted[done:]):
                matches.append((at, offset, offset + len(wanted) - done))
                done = len(wanted)
            elif not matches or (n_skipped := n_skipped + 1) > _MAX_SKIPPED:
                return []
            position, offset = position + 1, 0
        return matches if done == len(wanted) else []

    def _inside(self, wanted: str, start: int, stop: int) -> list[_Match]:
        """Look for a piece that begins in the middle of a node."""
        for index in range(start, stop):
            self._budget -= 1
            if self._budget < 0:
                return []
            offset = self._texts[index].find(wanted[:_KEY_CHARS])
            if offset >= 0:
                matches = self.match(index, wanted, offset=offset)
                if matches and matches[-1][0] < stop:
                    return matches
        return []

    def is_used_up(self, match: _Match) -> bool:
        return match[2] == len(self._texts[match[0]])

    def cut(self, match: _Match) -> Cut:
        """Turn a range of visible characters into one of the node's own."""
        index, start, end = match
        text = self._nodes[index].text
        if start == 0 and end == len(self._texts[index]):
            return Cut(index, 0, len(text))
        places = [at for at, char in enumerate(text) if not char.isspace() and char.isprintable()]
        return Cut(index, places[start], places[end - 1] + 1)


def _unique(finder: _Finder, wanted: Sequence[str]) -> Iterator[tuple[int, list[_Match]]]:
    """The long pieces that have one place on the page only."""
    for number, piece in enumerate(wanted):
        if len(piece) >= _FIXED_CHARS and len(finder.starts(piece)) <= 3:
            found = [matches for index in finder.starts(piece) if (matches := finder.match(index, piece))]
            if len(found) == 1:
                yield number, found[0]


def _in_order(places: Iterable[tuple[int, list[_Match]]]) -> list[tuple[int, list[_Match]]]:
    """The longest row of places that goes forward on the page (patience sorting)."""
    items = list(places)
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, matches) in enumerate(items):
        row = bisect_left(ends, matches[0][0])
        before.append(last[row - 1] if row else -1)
        if row == len(ends):
            ends.append(0)
            last.append(0)
        ends[row], last[row] = matches[-1][0], number
    chosen = []
    at = last[-1] if last else -1
    while at >= 0:
        chosen.append(items[at])
        at = before[at]
    return chosen[::-1]


def _prose(page: ParsedPage) -> Iterator[Piece]:
    for _, run in groupby(enumerate(page.nodes), key=lambda item: item[1].run):
        nodes = list(run)
        words = "".join(node.text for _, node in nodes)
        n_linked = sum(len(node.text) for _, node in nodes if node.element.tag == "a")
        if len(words.split()) >= _PROSE_WORDS and 2 * n_linked < len(words):
            yield Piece(words, tuple(Cut(index, 0, len(node.text)) for index, node in nodes))


def _chosen_words(page: ParsedPage) -> Iterator[str]:
    """The text nodes of trafilatura's result, each one piece."""
    from copy import deepcopy

    import trafilatura
    from lxml import etree

    # Comments and instructions would stand in trafilatura's way.
    copy = deepcopy(page.root)
    etree.strip_tags(copy, etree.Comment, etree.ProcessingInstruction)
    result: Any = trafilatura.bare_extraction(copy, include_comments=False)
    if result is None or result.body is None:
        return
    for text in result.body.itertext():
        if text.strip():
            yield text


def complete(pieces: Sequence[Piece], nodes: Sequence[TextNode]) -> list[Piece]:
    """Add what stands between the pieces of one run: the spaces, and inline text that was left out.

    Args:
        pieces: Placed pieces in article order.
        nodes: The page's text nodes.

    Returns:
        The pieces, those of one run joined into one.
    """
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1].cuts if joined else ()
        if piece.cuts and last and nodes[last[-1].index].run == nodes[piece.cuts[0].index].run:
            joined[-1] = Piece(joined[-1].words + piece.words, last + piece.cuts)
        else:
            joined.append(piece)
    return [Piece(piece.words, tuple(_filled(piece.cuts, nodes))) for piece in joined]


def _filled(cuts: Sequence[Cut], nodes: Sequence[TextNode]) -> Iterator[Cut]:
    previous: Cut | None = None
    for cut in cuts:
        if previous is not None:
            for index in range(previous.index + 1, cut.index):
                if nodes[index].run == nodes[cut.index].run:
                    yield Cut(index, 0, len(nodes[index].text))
        yield cut
        previous = cut
