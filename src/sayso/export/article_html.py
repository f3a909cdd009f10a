"""The text of a reading becomes HTML paragraphs in which source, cue and content are marked.

The elements lie side by side, one for each segment, so that spans may overlap in any way. A segment
lists its marks as ``data-a="a1:q a2:s"``: content of a1 and source of a2; and the places pointed at as
``data-x="x1 x3"``. Notes of findings stand after the paragraph with their words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.export.findings_html import Notes
from sayso.export.paragraphs import Paragraph
from sayso.export.plain_words import letters
from sayso.export.pointers import Pointers
from sayso.export.segments import Mark, Segment, lanes, segments
from sayso.export.visible import as_html
from sayso.records import Article, Attribution, Reading, Role

# How data-a and the style sheet call the roles.
LETTERS = {Role.SOURCE: "s", Role.CUE: "c", Role.CONTENT: "q"}
# As many lines as fit below a line of text; deeper contents share lines.
_N_LANES = 4


@dataclass(frozen=True, slots=True)
class ArticleHtml:
    """The article as HTML.

    Attributes:
        title: Its heading, or an empty string.
        text: Everything else.
        ids: For each attribution, by its index, the id of the element that shows it in the text.
    """

    title: str
    text: str
    ids: Mapping[int, str]


def article_html(
    reading: Reading,
    listed: Sequence[Paragraph],
    pointers: Pointers,
    notes: Notes,
    *,
    prefix: str,
    level: int = 1,
) -> ArticleHtml:
    """Write the article with its marks.

    Args:
        reading: The reading to show.
        listed: The paragraphs of its text.
        pointers: The places that the page points at.
        notes: The findings.
        prefix: What the ids of this reading begin with, so that a page may hold several.
        level: Heading level of the title.
    """
    article = reading.article
    grouped = _by_paragraph(reading.attributions, listed, len(article.text), pointers)
    shown = [segment for group in grouped for segment in group]
    writer = _Marks(reading.attributions, shown, pointers, notes, prefix)
    title_at = title_paragraph(article, listed)
    blocks = []
    title = "" if title_at == 0 else _title_html(article, title_at, level)
    for index, (paragraph, group) in enumerate(zip(listed, grouped, strict=True)):
        inner = "".join(writer.html(segment, article.text) for segment in group)
        flow = ' class="flow"' if paragraph.wrapped else ""
        attributes = f'id="{prefix}p{index + 1}" data-start="{paragraph.start}"{flow} dir="auto"'
        if index != title_at:
            blocks.append(f"<p {attributes}>{inner}</p>{notes.by_paragraph.get(index, '')}")
        elif index == 0:
            title = f"<h{level} {attributes}>{inner}</h{level}>"
        else:
            blocks.append(f"<h{level} {attributes}>{inner}</h{level}>")
    kind = ' class="noted"' if notes.by_paragraph else ""
    body = "\n".join([*blocks, writer.strays()])
    text = f'<article id="{prefix}text" lang="{as_html(article.language)}"{kind}>\n{body}\n</article>'
    return ArticleHtml(title, text, writer.ids)


def _text(text: str) -> str:
    return as_html(text.replace("\r\n", "\n").replace("\r", "\n"))


def _by_paragraph(
    attributions: Sequence[Attribution],
    listed: Sequence[Paragraph],
    n_characters: int,
    pointers: Pointers,
) -> list[list[Segment]]:
    starts = [paragraph.start for paragraph in listed]
    cuts = [*starts, *(paragraph.end for paragraph in listed)]
    grouped: list[list[Segment]] = [[] for _ in listed]
    for segment in segments(attributions, 0, n_characters, cuts=cuts, pointed=pointers.places):
        index = bisect_right(starts, segment.start) - 1
        if index >= 0 and segment.start < listed[index].end:
            grouped[index].append(segment)
    return grouped


def title_paragraph(article: Article, listed: Sequence[Paragraph]) -> int | None:
    """Index of the paragraph that is the title, or None when the title does not stand in the text."""
    span = article.title_span
    if span is None:
        return None
    index = bisect_right(listed, span.start, key=lambda paragraph: paragraph.start) - 1
    return index if index >= 0 and span.start < listed[index].end else None


def _title_html(article: Article, title_at: int | None, level: int) -> str:
    if title_at is not None or not article.title:
        return ""
    return f'<h{level} dir="auto">{_text(article.title)}</h{level}>'


def _handle(attribution: Attribution) -> tuple[Role, int]:
    """What links an attribution to its entry: its cue, or else its source, or else its first content.

    Returns:
        The role, and the offset up to which its spans count.
    """
    if attribution.cue or attribution.source:
        role = Role.CUE if attribution.cue else Role.SOURCE
        return role, attribution.spans(role)[-1].end
    return Role.CONTENT, attribution.content[0].end


class _Marks:
    """Writes segments, and knows which of them open an attribution and which carry its number."""

    def __init__(
        self,
        attributions: Sequence[Attribution],
        shown: Iterable[Segment],
        pointers: Pointers,
        notes: Notes,
        prefix: str,
    ) -> None:
        self._prefix = prefix
        self._pointers = pointers
        self._notes = notes
        self._lanes = [lane % _N_LANES for lane in lanes(attributions)]
        self._handles = [_handle(attribution) for attribution in attributions]
        places = pointers.places
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        pointed: dict[int, int] = {}
        flagged: dict[int, int] = {}
        for segment in shown:
            for mark in segment.marks:
                if self._is_handle(mark, segment):
                    first.setdefault(mark.index, segment.start)
                    last[mark.index] = segment.start
            for index in segment.pointers:
                pointed.setdefault(index, segment.start)
                if segment.start < places[index][0].end:
                    flagged[index] = segment.start
        self._opening = _grouped(first)
        self._numbered = _grouped(last)
        self._pointed = _grouped(pointed)
        self._flagged = _grouped(flagged)
        self._strays = [index for index in range(len(places)) if index not in pointed]
        self.ids = {index: f"{prefix}t{index + 1}" for index in first}

    def _is_handle(self, mark: Mark, segment: Segment) -> bool:
        role, end = self._handles[mark.index]
        return mark.role is role and segment.start < end

    def strays(self) -> str:
        """Ids of places of which nothing shows, such as white space between paragraphs."""
        return "".join(f'<span id="{self._pointers.id(index)}"></span>' for index in self._strays)

    def html(self, segment: Segment, text: str) -> str:
        """Write one segment; text without marks stands bare."""
        words = _text(text[segment.start : segment.end])
        if not segment.marks and not segment.pointers:
            return words
        own = [mark.index for mark in segment.marks if self._is_handle(mark, segment)]
        opening = [self.ids[index] for index in self._opening.get(segment.start, ())]
        pointed = [self._pointers.id(index) for index in self._pointed.get(segment.start, ())]
        ids = [*opening, *pointed]
        more = "".join(f'<span id="{name}"></span>' for name in ids[1:])
        attributes = [f'class="{names}"'] if (names := self._classes(segment)) else []
        if segment.marks:
            attributes.append(f'data-a="{self._listed(segment)}"')
        if segment.pointers:
            attributes.append(f'data-x="{self._pointers.ids(segment.pointers)}"')
        if own:
            attributes.append(f'href="#{self._prefix}a{own[-1] + 1}"')
        if ids:
            attributes.append(f'id="{ids[0]}"')
        if numbers := self._numbered.get(segment.start):
            attributes.append(f'data-n="{",".join(str(index + 1) for index in numbers)}"')
        tag = _tag(segment, linked=bool(own))
        return f"{more}<{tag} {' '.join(attributes)}>{words}</{tag}>{self._flags(segment)}"

    def _flags(self, segment: Segment) -> str:
        """Links to the notes of the findings whose first words end here; a letter that is no text."""
        findings = [
            finding
            for place in self._flagged.get(segment.start, ())
            for finding in self._notes.flags.get(self._pointers.id(place), ())
        ]
        return "".join(
            f'<a class="flag" href="#{self._notes.id(index)}" data-f="{letters(index)}" '
            f'aria-label="Finding {letters(index)}"></a>'
            for index in findings
        )

    def _classes(self, segment: Segment) -> str:
        roles = dict.fromkeys(LETTERS[mark.role] for mark in segment.marks)
        contents = [mark.index for mark in segment.marks if mark.role is Role.CONTENT]
        names = [*(["m"] if roles else []), *roles, *dict.fromkeys(f"l{self._lanes[i]}" for i in contents)]
        if any(self._pointers.id(index) in self._notes.flags for index in segment.pointers):
            names.append("f")
        return " ".join(names)

    def _listed(self, segment: Segment) -> str:
        return " ".join(f"{self._prefix}a{mark.index + 1}:{LETTERS[mark.role]}" for mark in segment.marks)


def _tag(segment: Segment, *, linked: bool) -> str:
    roles = {mark.role for mark in segment.marks}
    if linked:
        return "a"
    if not roles:
        return "span"
    return "b" if Role.SOURCE in roles else "i" if Role.CUE in roles else "mark"


def _grouped(places: dict[int, int]) -> dict[int, list[int]]:
    grouped: dict[int, list[int]] = defaultdict(list)
    for index, start in places.items():
        grouped[start].append(index)
    return grouped
