"""The text of a reading becomes HTML paragraphs in which source, cue and content are marked.

The elements lie side by side, one for each segment, so that spans may overlap in any way. A segment
lists its marks as ``data-a="a1:q a2:s"``: content of a1 and source of a2.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape

from sayso.export.paragraphs import Paragraph
from sayso.export.segments import Mark, Segment, lanes, segments
from sayso.export.summary import byline
from sayso.export.visible import for_page
from sayso.records import Article, Attribution, Reading, Role

# How data-a and the style sheet call the roles.
LETTERS = {Role.SOURCE: "s", Role.CUE: "c", Role.CONTENT: "q"}
# As many lines as fit below a line of text; deeper contents share lines.
_N_LANES = 4


def article_html(
    reading: Reading, listed: Sequence[Paragraph], *, prefix: str, level: int = 1
) -> tuple[str, dict[int, str]]:
    """Write the article with its marks.

    Args:
        reading: The reading to show.
        listed: The paragraphs of its text.
        prefix: What the ids of this reading begin with, so that a page may hold several.
        level: Heading level of the title.

    Returns:
        The HTML, and for each attribution, by its index, the id of the element that shows it in the text.
    """
    article = reading.article
    grouped = _by_paragraph(reading.attributions, listed, len(article.text))
    writer = _Marks(reading.attributions, [segment for group in grouped for segment in group], prefix)
    title_at = _title_paragraph(article, listed)
    blocks = []
    for index, (paragraph, group) in enumerate(zip(listed, grouped, strict=True)):
        inner = "".join(writer.html(segment, article.text) for segment in group)
        tag = f"h{level}" if index == title_at else "p"
        flow = ' class="flow"' if paragraph.wrapped else ""
        attributes = f'id="{prefix}p{index + 1}" data-start="{paragraph.start}"{flow} dir="auto"'
        blocks.append(f"<{tag} {attributes}>{inner}</{tag}>")
    head = blocks.pop(0) if title_at == 0 else _title_html(article, title_at, level)
    authors = byline(article)
    authors_html = f'<p class="byline"><bdi>{_text(authors)}</bdi></p>' if authors else ""
    body = "\n".join([head, authors_html, *blocks])
    return f'<article lang="{_text(article.language)}">\n{body}\n</article>', writer.ids


def _text(text: str) -> str:
    return escape(for_page(text.replace("\r\n", "\n").replace("\r", "\n")))


def _by_paragraph(
    attributions: Sequence[Attribution], listed: Sequence[Paragraph], n_characters: int
) -> list[list[Segment]]:
    starts = [paragraph.start for paragraph in listed]
    cuts = [*starts, *(paragraph.end for paragraph in listed)]
    grouped: list[list[Segment]] = [[] for _ in listed]
    for segment in segments(attributions, 0, n_characters, cuts=cuts):
        index = bisect_right(starts, segment.start) - 1
        if index >= 0 and segment.start < listed[index].end:
            grouped[index].append(segment)
    return grouped


def _title_paragraph(article: Article, listed: Sequence[Paragraph]) -> int | None:
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

    def __init__(self, attributions: Sequence[Attribution], shown: Iterable[Segment], prefix: str) -> None:
        self._prefix = prefix
        self._lanes = [lane % _N_LANES for lane in lanes(attributions)]
        self._handles = [_handle(attribution) for attribution in attributions]
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        for segment in shown:
            for mark in segment.marks:
                if self._is_handle(mark, segment):
                    first.setdefault(mark.index, segment.start)
                    last[mark.index] = segment.start
        self._opening = _grouped(first)
        self._numbered = _grouped(last)
        self.ids = {index: f"{prefix}t{index + 1}" for index in first}

    def _is_handle(self, mark: Mark, segment: Segment) -> bool:
        role, end = self._handles[mark.index]
        return mark.role is role and segment.start < end

    def html(self, segment: Segment, text: str) -> str:
        """Write one segment; text without marks stands bare."""
        words = _text(text[segment.start : segment.end])
        if not segment.marks:
            return words
        own = [mark.index for mark in segment.marks if self._is_handle(mark, segment)]
        opening = [self.ids[index] for index in self._opening.get(segment.start, ())]
        more = "".join(f'<span id="{name}"></span>' for name in opening[1:])
        attributes = [f'class="{self._classes(segment)}"', f'data-a="{self._listed(segment)}"']
        if own:
            attributes.append(f'href="#{self._prefix}a{own[-1] + 1}"')
        if opening:
            attributes.append(f'id="{opening[0]}"')
        if numbers := self._numbered.get(segment.start):
            attributes.append(f'data-n="{",".join(str(index + 1) for index in numbers)}"')
        tag = _tag(segment, linked=bool(own))
        return f"{more}<{tag} {' '.join(attributes)}>{words}</{tag}>"

    def _classes(self, segment: Segment) -> str:
        roles = dict.fromkeys(LETTERS[mark.role] for mark in segment.marks)
        contents = [mark.index for mark in segment.marks if mark.role is Role.CONTENT]
        return " ".join(["m", *roles, *dict.fromkeys(f"l{self._lanes[index]}" for index in contents)])

    def _listed(self, segment: Segment) -> str:
        return " ".join(f"{self._prefix}a{mark.index + 1}:{LETTERS[mark.role]}" for mark in segment.marks)


def _tag(segment: Segment, *, linked: bool) -> str:
    roles = {mark.role for mark in segment.marks}
    if linked:
        return "a"
    return "b" if Role.SOURCE in roles else "i" if Role.CUE in roles else "mark"


def _grouped(places: dict[int, int]) -> dict[int, list[int]]:
    grouped: dict[int, list[int]] = defaultdict(list)
    for index, start in places.items():
        grouped[start].append(index)
    return grouped
