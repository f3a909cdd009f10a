"""Wording (W): verbs that judge what they report, in the article's own voice."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.lint.nouns import Sort, sort_of
from sayso.lint.rules import Hit, Rule
from sayso.lint.view import View
from sayso.lint.words import excerpt, loaded_forms, pattern, word_set, words_of
from sayso.records import Attribution, HolderType, Identity, Severity, Span, Stance

# Forms that are nouns as well.
_ALSO_NOUNS = frozenset(
    {"claim", "claims", "rant", "rants", "boast", "boasts", "blast", "blasts", "slam", "slams"}
)


def _loaded_verb(view: View) -> Iterator[Hit]:
    for item in view.own_voice:
        for cue in item.cue:
            form = next((word for word in words_of(cue.exact) if word in loaded_forms()), None)
            if form and item.source and _fits(item, form) and _is_verb(view, cue, form):
                yield f"{excerpt(form)} judges what {excerpt(view.name_of(item))} said", (cue,)


def _fits(item: Attribution, form: str) -> bool:
    """Whether a distance is out of place: it is not in ``the report claims``, of a thing that is false."""
    if not form.startswith("claim"):
        return True
    distant = (HolderType.DOCUMENT, HolderType.OUTLET)
    judged = item.type is not None and item.stance is not None
    return judged and item.type not in distant and item.stance is not Stance.DOUBTED


def _is_verb(view: View, cue: Span, form: str) -> bool:
    """Whether the form is a verb here, not a noun (``his claim that``) or part of a set phrase."""
    around = view.text[cue.start : cue.end + 20]
    if pattern("loaded_exceptions").search(around):
        return False
    if form not in _ALSO_NOUNS:
        return True
    found = words_of(cue.exact)
    before = found[: found.index(form)] or words_of(view.text[max(0, cue.start - 20) : cue.start])[-1:]
    whose = view.text[max(0, cue.start - 3) : cue.start].rstrip()
    after = words_of(view.text[cue.start : cue.end + 20])[len(found) :]
    if (before and before[-1] in word_set("determiners")) or whose.endswith(("'s", "’s", "s'", "s’")):
        return False
    return not (after and after[0] in ("by", "of", "about", "from"))


def _factive_for_unnamed(view: View) -> Iterator[Hit]:
    for item in view.own_voice:
        holder = view.holder_of(item)
        if holder is None or holder.identity is not Identity.UNNAMED or sort_of(holder) is not Sort.SOURCE:
            continue
        for cue in item.cue:
            factive = pattern("factive").search(cue.exact)
            if factive and item.source and " not " not in f" {cue.exact} ":
                message = f"{excerpt(factive[0])} takes the word of {excerpt(view.name_of(item))} as true"
                yield message, (cue,)


RULES = (
    Rule("W101", "loaded-verb", "Loaded verb in the article's own voice", Severity.WARNING, _loaded_verb),
    Rule(
        "W102",
        "factive-for-unnamed",
        'Unnamed source "reveals" or "confirms"',
        Severity.NOTE,
        _factive_for_unnamed,
    ),
)
