"""The headline (H): whether the body bears it out, as the reading's headline check tells.

After clause 1 of the Editors' Code of Practice: no headline that the text does not support.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sayso.lint.rules import Hit, Rule
from sayso.lint.view import View
from sayso.lint.words import excerpt
from sayso.records import Match, Severity, Span, Verdict


def _in_text(view: View, words: Span) -> tuple[Span, ...]:
    """Words of the headline as a place in the text; none where the headline does not stand there."""
    title = view.article.title_span
    if title is None:
        return ()
    start, end = title.start + words.start, title.start + words.end
    same = words.exact and view.text[start:end] == words.exact
    return (Span.of(view.text, start, end),) if same else ()


def _quote_not_in_body(view: View) -> Iterator[Hit]:
    for quote in view.reading.headline.quotes:
        if quote.match is Match.NONE:
            near = f"; the nearest is {excerpt(quote.passage.exact)}" if quote.passage else ""
            message = f"the headline quotes {excerpt(quote.words.exact)}, which the body does not{near}"
            yield message, _in_text(view, quote.words)


def _quote_altered(view: View) -> Iterator[Hit]:
    for quote in view.reading.headline.quotes:
        if quote.match is Match.INFLECTION and quote.passage:
            said = excerpt(quote.passage.exact)
            yield (
                f"the headline quotes {excerpt(quote.words.exact)}; the body has {said}",
                _in_text(view, quote.words),
            )


def _verdict(verdict: Verdict, problem: str) -> Callable[[View], Iterator[Hit]]:
    """A check that finds the statements of the headline with one verdict."""

    def check(view: View) -> Iterator[Hit]:
        for claim in view.reading.headline.claims:
            if claim.verdict is verdict:
                passage = f", against {excerpt(claim.passage.exact)}" if claim.passage else ""
                reason = f": {' '.join(claim.reason.split())}" if claim.reason else ""
                yield f"{problem} {excerpt(claim.words.exact)}{passage}{reason}", _in_text(view, claim.words)

    return check


RULES = (
    Rule(
        "H101",
        "headline-quote-not-in-body",
        "Words quoted in the headline are not in the body",
        Severity.ERROR,
        _quote_not_in_body,
    ),
    Rule(
        "H102",
        "headline-quote-altered",
        "Words quoted in the headline stand otherwise in the body",
        Severity.NOTE,
        _quote_altered,
    ),
    Rule(
        "H103",
        "headline-overstates",
        "The headline is surer than the body",
        Severity.ERROR,
        _verdict(Verdict.OVERSTATED, "the headline is surer than the body:"),
    ),
    Rule(
        "H104",
        "headline-other-holder",
        "The headline gives the words to somebody else",
        Severity.ERROR,
        _verdict(Verdict.REATTRIBUTED, "the body gives this to somebody else than the headline does:"),
    ),
    Rule(
        "H105",
        "headline-contradicted",
        "The body contradicts the headline",
        Severity.ERROR,
        _verdict(Verdict.CONTRADICTED, "the body contradicts the headline:"),
    ),
    Rule(
        "H106",
        "headline-not-in-body",
        "Nothing in the body bears the headline out",
        Severity.NOTE,
        _verdict(Verdict.NOT_FOUND, "nothing in the body bears this out:"),
        default=False,
    ),
)
