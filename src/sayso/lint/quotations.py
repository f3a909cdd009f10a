"""Text becomes its double quotation marks: which open, which close, and which have no partner.

Only double marks are looked at, since a single one may be an apostrophe. A quotation may stay open at
the end of a paragraph when the next one opens with a mark (the convention of all English style
guides), when a caption or a heading cuts in before that one, or when the line merely breaks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

# A tag that was left in the text is passed over; its marks are not quotation marks.
_MARK = re.compile("<[a-z/!][^<>\n]{0,500}>|[\"“”„‟«»]|``|''", re.IGNORECASE)
# A lone "»" is an arrow: "Read on »".
_WITHOUT_GUILLEMETS = re.compile(_MARK.pattern.replace("«»", ""), re.IGNORECASE)
_OPENING = {"“", "„", "‟", "«", "``"}
_CLOSING = {"”", "»"}
# What may stand before an opening mark, beside white space.
# Paragraphs without any mark that may cut into a quotation.
_LONGEST_CUT = 3
_LEADING = "([{—–-/:>‘'"
_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between two marks, or the part of it that stands in one paragraph.

    Attributes:
        start: The opening mark, or the start of the paragraph that goes on with it.
        end: One past the closing mark, or the end of the paragraph.
        inner_start: First code point of its words.
        inner_end: One past the last.
        first: Where the whole quotation starts, which may be paragraphs before.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    first: int


@dataclass(frozen=True, slots=True)
class Marks:
    """The quotations of a text, and the marks without a partner."""

    quotations: tuple[Quotation, ...]
    unclosed: tuple[int, ...]
    unopened: tuple[int, ...]
    starts: tuple[int, ...]

    def at(self, position: int) -> Quotation | None:
        """The quotation that a code point stands in, or None."""
        index = bisect_right(self.starts, position) - 1
        if index < 0 or position >= self.quotations[index].end:
            return None
        return self.quotations[index]


def find_marks(text: str) -> Marks:
    """Pair the double quotation marks of a text, paragraph by paragraph."""
    pairing = _Pairing(text, _WITHOUT_GUILLEMETS if "«" not in text or "»" not in text else _MARK)
    for line in _LINE.finditer(text):
        if not line[0].isspace():
            pairing.take(line.start(), line.end())
    return pairing.finish()


class _Pairing:
    """Goes through the paragraphs and keeps the mark that is open."""

    def __init__(self, text: str, mark: re.Pattern[str]) -> None:
        self.text = text
        self.mark = mark
        self.found: list[Quotation] = []
        self.unclosed: list[int] = []
        self.unopened: list[int] = []
        self.opened: int | None = None  # where the mark stands that is open
        self.first = 0  # where the whole quotation starts
        self.n_without = 0  # paragraphs without marks since then
        self.sign = ""  # the mark itself
        self.words = 0  # where its words start, in this paragraph
        self.balanced = True  # whether the paragraph opens as many curly marks as it closes
        self.n_inner = 0  # marks that are open inside it

    def take(self, start: int, end: int) -> None:
        """Go through one paragraph."""
        marks = [mark for mark in self.mark.finditer(self.text, start, end) if mark[0][0] != "<"]
        if self.opened is not None:
            if not marks and self.n_without < _LONGEST_CUT:
                self.n_without += 1
                return
            marks = self._carry_over(marks, start)
        signs = [mark[0] for mark in marks]
        self.balanced = signs.count("“") == signs.count("”")
        for mark in marks:
            if self.opened is None:
                self._outside(mark, start)
            else:
                self._inside(mark, start)
        if self.opened is not None and self.words < end:
            self.found.append(Quotation(max(self.opened, start), end, self.words, end, self.first))

    def finish(self) -> Marks:
        """What was found; a quotation that is open at the end of the text is unclosed."""
        self._leave_open()
        found = tuple(self.found)
        return Marks(found, tuple(self.unclosed), tuple(self.unopened), tuple(q.start for q in found))

    def _carry_over(self, marks: list[re.Match[str]], start: int) -> list[re.Match[str]]:
        """Go on with the quotation that the paragraph before left open, or give it up."""
        self.words, self.n_inner = start, 0
        cut, self.n_without = self.n_without > 0, 0
        if marks and not self.text[start : marks[0].start()].strip():
            first = self.first
            self._open(marks[0])
            self.first = first
            return marks[1:]
        if cut or not marks or self._opens(marks[0], start):
            self._leave_open()
        return marks

    def _outside(self, mark: re.Match[str], start: int) -> None:
        at, sign = mark.start(), mark[0]
        if at > start and self.text[at - 1].isdigit() and sign not in _OPENING:
            return  # inches, seconds, or the end of a quotation that opened with a lost mark
        after = self.text[mark.end() : mark.end() + 1]
        leads = sign not in _CLOSING and (after.isalnum() or not self._closes(mark))
        if self._opens(mark, start) or leads:
            self._open(mark)
        else:
            self.unopened.append(at)

    def _inside(self, mark: re.Match[str], start: int) -> None:
        curly, opens = mark[0] not in ('"', "''"), self._opens(mark, start)
        inner = curly and (self.sign in ('"', "''") or self.balanced)
        if inner and opens and mark.start() > self.words:
            self.n_inner += 1
        elif curly and not opens and self.n_inner:
            self.n_inner -= 1
        elif mark.start() > self.words and opens:
            self._leave_open()
            self._open(mark)
        else:
            opened = max(self.opened or 0, start)
            self.found.append(Quotation(opened, mark.end(), self.words, mark.start(), self.first))
            self.opened = None

    def _open(self, mark: re.Match[str]) -> None:
        self.opened, self.words, self.sign, self.n_inner = mark.start(), mark.end(), mark[0], 0
        self.first, self.n_without = mark.start(), 0

    def _leave_open(self) -> None:
        if self.opened is not None:
            self.unclosed.append(self.opened)
        self.opened = None

    def _opens(self, mark: re.Match[str], start: int) -> bool:
        """Whether a mark looks like an opening one, by its form or by what stands around it."""
        at, after = mark.start(), mark.end()
        if mark[0] in _OPENING and after < len(self.text) and not self.text[after].isspace():
            return True
        free = at == start or self.text[at - 1].isspace() or self.text[at - 1] in _LEADING
        return (
            free
            and after < len(self.text)
            and (self.text[after].isalnum() or self.text[after] in "[(….$£€@#'‘")
        )

    def _closes(self, mark: re.Match[str]) -> bool:
        before = self.text[mark.start() - 1 : mark.start()]
        return bool(before) and not before.isspace()
