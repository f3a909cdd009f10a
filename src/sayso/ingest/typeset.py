"""Text nodes become stored text as a browser would set them, with an anchor from every stretch back.

White space collapses (CSS Text, section 4.1) but for no-break spaces and preformatted text; a line break
stays one, two make a paragraph; paragraphs are a blank line apart. Characters that never print (soft hyphens,
zero-width spaces, control characters) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sayso.ingest.blocks import Cut
from sayso.ingest.page import TextNode, xpaths
from sayso.records import PageAnchor

PARAGRAPH_BREAK = "\n\n"
_UNSEEN = r"\x00-\x08\x0e-\x1f\x7f\xad\u200b\ufeff"
_VISIBLE = rf"[^ \t\n\r\f\v{_UNSEEN}]+"
# Words with single spaces between them are one chunk: nothing collapses in it.
_CHUNK = re.compile(
    rf"(?P<words>{_VISIBLE}(?: {_VISIBLE})*)|(?P<space>[ \t\n\r\f\v]+)|(?P<unseen>[{_UNSEEN}]+)"
)
_BREAKABLE = re.compile(r"[ \t\n\r\f\v]+")


class Typesetter:
    """Sets paragraphs one after the other."""

    def __init__(self, nodes: list[TextNode]) -> None:
        self._nodes = nodes
        self._parts: list[str] = []
        self._length = 0
        # Start in the text, node, and for each character its offset in the node.
        self._anchors: list[tuple[int, int, list[int]]] = []
        # What goes before the next visible character, and the node and offset it was made from.
        self._gap = ""
        self._gap_from: tuple[int, int] | None = None

    @property
    def length(self) -> int:
        """Code points set so far."""
        return self._length

    def new_paragraph(self) -> None:
        """End the paragraph; the next one begins with its first visible character."""
        self._gap, self._gap_from = PARAGRAPH_BREAK, None

    def add_words(self, words: str) -> None:
        """Set words that stand nowhere on the page, as a paragraph of their own."""
        words = _BREAKABLE.sub(" ", words).strip(" ")
        if words:
            self.new_paragraph()
            self._close_gap()
            self._put(words)
        self.new_paragraph()

    def add_run(self, cuts: Iterable[Cut]) -> None:
        """Set a paragraph from pieces of one run's nodes, in order."""
        self.new_paragraph()
        previous: int | None = None
        for cut in cuts:
            if previous is not None:
                self._break_line(sum(node.breaks for node in self._nodes[previous + 1 : cut.index + 1]))
            self._add(cut)
            previous = cut.index
        self.new_paragraph()

    def result(self) -> tuple[str, tuple[PageAnchor, ...]]:
        """The text, and its anchors in text order."""
        paths = xpaths([self._nodes[index].element for _, index, _ in self._anchors])
        anchors = tuple(
            PageAnchor(
                start=start,
                end=start + len(offsets),
                xpath=paths[self._nodes[index].element],
                node=self._nodes[index].node,
                node_offsets=tuple(offsets),
            )
            for start, index, offsets in self._anchors
        )
        return "".join(self._parts), anchors

    def _add(self, cut: Cut) -> None:
        node = self._nodes[cut.index]
        for match in _CHUNK.finditer(node.text, cut.start, cut.end):
            if match["words"]:
                self._close_gap()
                self._put(match[0], index=cut.index, offset=match.start())
            elif match["space"] and not self._gap:
                self._gap = match[0] if node.preserved else " "
                self._gap_from = (cut.index, match.start())

    def _break_line(self, n_breaks: int) -> None:
        if n_breaks > 1:
            self.new_paragraph()
        elif n_breaks == 1 and self._gap != PARAGRAPH_BREAK:
            self._gap, self._gap_from = "\n", None

    def _close_gap(self) -> None:
        if self._gap and self._length:
            index, offset = self._gap_from or (None, 0)
            self._put(self._gap, index=index, offset=offset)
        self._gap, self._gap_from = "", None

    def _put(self, text: str, *, index: int | None = None, offset: int = 0) -> None:
        if index is not None:
            last = self._anchors[-1] if self._anchors else None
            if last is None or last[1] != index or last[0] + len(last[2]) != self._length:
                last = (self._length, index, [])
                self._anchors.append(last)
            last[2].extend(range(offset, offset + len(text)))
        self._parts.append(text)
        self._length += len(text)
