"""Quotations (Q): marks without a partner, quotes without a holder, holders far from their quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.lint.quotations import Quotation
from sayso.lint.rules import Hit, Rule
from sayso.lint.view import View, words
from sayso.lint.words import excerpt, pattern, words_of
from sayso.records import Attribution, Identity, Mode, Severity, Span

# Words of a quotation that is surely speech, and not a title, a nickname or a word held at arm's length.
_SPEECH_WORDS = 7
# Code points that a message shows on one side of a mark.
_SHOWN = 60
# Code points that a quotation may run before the reader is told who is speaking: some sixty words.
_FAR = 350
# Sentences that it may run; Reuters asks for the source after the first.
_FAR_SENTENCES = 3
# Code points that are looked at for who is speaking; more would not change the answer.
_LONGEST = 5000
# Code points around a quotation in which a verb of speech makes it somebody's.
_AROUND = 300
# Share of a quotation's words that open with a capital in a title or headline.
_TITLE_SHARE = 0.7
_SENTENCE_END = re.compile(r"[.!?…]['’)]?(?=\s|$)")


def _unclosed(view: View) -> Iterator[Hit]:
    for at in _first_of_paragraph(view, view.marks.unclosed):
        words_after = excerpt(view.text[at + 1 : at + _SHOWN].split("\n")[0])
        yield f"a quotation opens here that is never closed: {words_after}", (Span.of(view.text, at, at + 1),)


def _unopened(view: View) -> Iterator[Hit]:
    for at in _first_of_paragraph(view, view.marks.unopened):
        before = view.text[max(0, at - _SHOWN) : at].split("\n")[-1]
        yield (
            f"a quotation closes here that never opened: {excerpt(before)}",
            (Span.of(view.text, at, at + 1),),
        )


def _first_of_paragraph(view: View, places: Sequence[int]) -> Iterator[int]:
    """One mark a paragraph: after the first, who can tell which of the others are wrong?"""
    last = -1
    for at in places:
        number = view.paragraph_index(at)
        if number != last:
            yield at
        last = number


def _without_holder(view: View) -> Iterator[Hit]:
    for item in view.body:
        said = words(item.content)
        nobodys = item.identity is Identity.NONE and not item.source and not item.within
        if (
            nobodys
            and item.mode is Mode.DIRECT
            and not _cue_names(item)
            and len(words_of(said)) >= _SPEECH_WORDS
        ):
            yield f"nobody is named as saying {excerpt(said)}", (item.content[0],)
    if not view.reading.attributions:
        return
    seen = set()
    for quotation in view.marks.quotations:
        if quotation.first in seen or quotation.start < view.body_start:
            continue
        seen.add(quotation.first)
        if _is_speech(view, quotation) and not _is_held(view, quotation):
            said = view.text[quotation.inner_start : quotation.inner_end]
            yield (
                f"nobody is named as saying {excerpt(said)}",
                (Span.of(view.text, quotation.start, quotation.end),),
            )


def _cue_names(item: Attribution) -> bool:
    """Whether the cue itself names where the words stand: ``hashtags translated as``."""
    return len(words_of(words(item.cue))) > 3


def _is_speech(view: View, quotation: Quotation) -> bool:
    inner = view.text[quotation.inner_start : quotation.inner_end].strip()
    found = re.findall(r"[^\W\d_][\w'’-]*", inner)
    if len(found) < _SPEECH_WORDS or not _SENTENCE_END.search(inner + ("" if inner[-1:] != "," else ".")):
        return False
    return sum(1 for word in found if word[0].isupper()) < _TITLE_SHARE * len(found)


def _is_held(view: View, quotation: Quotation) -> bool:
    """Whether some attribution holds it, or the words around may do so and the reader missed it."""
    if view.in_content(quotation.first, quotation.end) > 0:
        return True
    start, end = max(0, quotation.first - _AROUND), quotation.end + _AROUND
    near = pattern("said").finditer(view.text, start, end)
    if any(view.marks.at(match.start()) is None for match in near):
        return True
    return view.text[start : quotation.first].rstrip().endswith((":", "—", "–"))


def _far_from_quote(view: View) -> Iterator[Hit]:
    for item in view.own_voice:
        anchors = (*item.source, *item.cue)
        if item.mode is not Mode.DIRECT or not anchors or not item.content:
            continue
        told = min(span.start for span in anchors)
        start = item.content[0].start
        stretch = view.text[start : min(told, start + _LONGEST)]
        if told - start > _FAR and len(_SENTENCE_END.findall(stretch)) >= _FAR_SENTENCES:
            who = excerpt(words(item.source or item.cue))
            yield (
                f"{len(words_of(stretch))} words go by before {who} is named as saying them",
                (item.content[0],),
            )


RULES = (
    Rule("Q101", "unclosed-quotation", "Quotation that never closes", Severity.ERROR, _unclosed),
    Rule("Q102", "unopened-quotation", "Quotation that closes and never opened", Severity.ERROR, _unopened),
    Rule("Q103", "quote-without-holder", "Quote that nobody holds", Severity.WARNING, _without_holder),
    Rule("Q104", "late-attribution", "Holder named far from the quote", Severity.NOTE, _far_from_quote),
)
