"""The headline check becomes rows: a verdict in words, the headline's words, the body's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sayso.export.paragraphs import Paragraph, paragraph_number
from sayso.export.pointers import Pointers
from sayso.export.visible import as_html, shorten
from sayso.records import (
    AttributionId,
    HeadlineCheck,
    HeadlineClaim,
    HeadlineQuote,
    HeadlineStance,
    Match,
    Span,
    Verdict,
)

_WORDS_MAX = 200
_SUPPORT_MAX = 6

# How good, for the style sheet; a sign; what it means.
_VERDICTS: Mapping[Verdict, tuple[str, str, str]] = {
    Verdict.SUPPORTED: ("good", "✓", "Borne out"),
    Verdict.REATTRIBUTED: ("doubtful", "⇄", "Somebody else’s words"),
    Verdict.OVERSTATED: ("doubtful", "↑", "Surer than the body"),
    Verdict.CONTRADICTED: ("bad", "✕", "Contradicted"),
    Verdict.NOT_FOUND: ("bad", "∅", "Not in the body"),
}
_MATCHES: Mapping[Match, tuple[str, str, str]] = {
    Match.EXACT: ("good", "✓", "Quoted word for word"),
    Match.CASE: ("good", "✓", "Quoted, but for capitals"),
    Match.PUNCTUATION: ("good", "✓", "Quoted, but for punctuation"),
    Match.INFLECTION: ("doubtful", "≈", "Quoted in other forms of the words"),
    Match.NONE: ("bad", "∅", "Quote not in the body"),
}
_STANCES: Mapping[HeadlineStance, str] = {
    HeadlineStance.AGREE: "The body says the same.",
    HeadlineStance.DISAGREE: "The body says the opposite.",
    HeadlineStance.DISCUSS: "The body reports it without taking a side.",
}


def headline_html(
    check: HeadlineCheck,
    listed: Sequence[Paragraph],
    numbers: Mapping[AttributionId, int],
    pointers: Pointers,
    *,
    prefix: str,
    level: int,
    findings: str = "",
) -> str:
    """Write the check; an empty string when there is nothing to say of the headline.

    Args:
        check: The check to show.
        listed: The paragraphs of the text.
        numbers: The number of each attribution, by its id.
        pointers: Where the passages of the body get their ids.
        prefix: What the ids of this reading begin with.
        level: Heading level of the section.
        findings: The HTML of findings about the headline.
    """
    writer = _Rows(listed, numbers, pointers, prefix)
    rows = [*map(writer.quote, check.quotes), *map(writer.claim, check.claims)]
    gist = _gist(check)
    if not (rows or gist or findings):
        return ""
    table = f'<ul class="rows">{"".join(rows)}</ul>' if rows else ""
    heading = f'<h{level} id="{prefix}headline-title">The headline, held against the body</h{level}>'
    return (
        f'<section class="panel headline" id="{prefix}headline" aria-labelledby="{prefix}headline-title">'
        f"{heading}{gist}{table}{findings}</section>"
    )


def _gist(check: HeadlineCheck) -> str:
    if check.related is False:
        said = "The body is about something else."
    elif check.stance:
        said = _STANCES[check.stance]
    else:
        return ""
    score = f" <small>score {check.score:.2f}</small>" if check.score is not None else ""
    return f'<p class="gist">{said}{score}</p>'


class _Rows:
    def __init__(
        self,
        listed: Sequence[Paragraph],
        numbers: Mapping[AttributionId, int],
        pointers: Pointers,
        prefix: str,
    ) -> None:
        self._listed = listed
        self._numbers = numbers
        self._pointers = pointers
        self._prefix = prefix

    def quote(self, quote: HeadlineQuote) -> str:
        near = "Nearest: " if quote.match is Match.NONE and quote.passage else ""
        support = (quote.attribution,) if quote.attribution else ()
        body = self._body(quote.passage, support, near)
        return _row(_MATCHES[quote.match], f"“{_words(quote.words)}”", body or "Nothing comes near.")

    def claim(self, claim: HeadlineClaim) -> str:
        reason = f'<span class="reason">{as_html(claim.reason)}</span> ' if claim.reason else ""
        score = f" <small>score {claim.score:.2f}</small>" if claim.score else ""
        body = reason + self._body(claim.passage, claim.support, "") + score
        return _row(_VERDICTS[claim.verdict], _words(claim.words), body)

    def _body(self, passage: Span | None, support: Sequence[AttributionId], near: str) -> str:
        said = ""
        if passage and (place := self._pointers.to(passage)):
            number = paragraph_number(self._listed, passage.start)
            said = (
                f'<span class="passage">{near}<a href="#{place}">“{_words(passage)}”</a> '
                f"<small>¶ {number}</small></span> "
            )
        known = [self._numbers[name] for name in support if name in self._numbers][:_SUPPORT_MAX]
        links = " ".join(f'<a class="chip" href="#{self._prefix}a{number}">{number}</a>' for number in known)
        label = "statement" if len(known) == 1 else "statements"
        return said + (f'<span class="support">{label} {links}</span>' if links else "")


def _words(span: Span) -> str:
    return f"<bdi>{as_html(shorten(span.exact, _WORDS_MAX))}</bdi>"


def _row(verdict: tuple[str, str, str], words: str, body: str) -> str:
    kind, sign, said = verdict
    return (
        f'<li class="row {kind}"><p class="verdict"><span class="sign" aria-hidden="true">{sign}</span>'
        f'{said}</p><p class="words">{words}</p><p class="found">{body}</p></li>'
    )
