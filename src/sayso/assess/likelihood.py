"""Words of probability become ranges, but only through a lens that is named with every number.

The words are always kept as said. A lens is a scale that somebody published: ``icd203`` (US Intelligence
Community Directive 203), ``phia`` (the UK's Probability Yardstick), ``survey`` (how 46 readers understood
them: quartiles and median). Words that a scale does not list get no number from it: so *could*, *may* and
*might* never do, nor do words that are negated or compared (*not likely*, *more likely*).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from sayso.errors import UsageError
from sayso.records import Attribution, Likelihood, Span

LENSES = ("icd203", "phia", "survey")
_SCALES = Path(__file__).parent.parent / "resources" / "scales"
# Characters looked at before and after a word, for what it belongs to.
_BESIDE_CHARS = 24
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
# A month, not a verb, unless it opens the content.
_MONTH = "May"


@dataclass(frozen=True, slots=True)
class _Words:
    """The phrases that are looked for, and what hinders a match or a number."""

    pattern: re.Pattern[str]
    stand_for: Mapping[str, str]
    negations: frozenset[str]
    comparisons: frozenset[str]
    never_before: Mapping[str, frozenset[str]]
    never_after: Mapping[str, frozenset[str]]


def read_likelihoods(
    attributions: Sequence[Attribution], *, lens: str | None = None
) -> tuple[Attribution, ...]:
    """Note the words of probability in each attribution's content.

    Args:
        attributions: Of one article.
        lens: As for :func:`find_likelihoods`.

    Raises:
        UsageError: There is no such lens.
    """
    return tuple(
        replace(item, likelihoods=find_likelihoods(item.content, lens=lens)) for item in attributions
    )


def find_likelihoods(content: Sequence[Span], *, lens: str | None = None) -> tuple[Likelihood, ...]:
    """Find words of probability.

    Args:
        content: Spans to look in.
        lens: The scale that gives numbers, one of :data:`LENSES`; None keeps the words alone.

    Returns:
        In text order; the longest phrase wins. ``low``, ``high`` and ``median`` are None, and so is
        ``lens``, where the lens has no number for the words.

    Raises:
        UsageError: There is no such lens.
    """
    terms = _read_lens(lens) if lens is not None else {}
    return tuple(found for span in content for found in _in_span(span, terms, lens))


def lens_notice(lens: str) -> dict[str, str]:
    """Title, source and licence of a lens.

    Raises:
        UsageError: There is no such lens.
    """
    _read_lens(lens)
    data = _load(f"{lens}.json")
    return {name: data[name] for name in ("name", "title", "source", "licence")}


def _in_span(span: Span, terms: Mapping[str, Mapping[str, float]], lens: str | None) -> list[Likelihood]:
    words = _words()
    found = []
    for match in words.pattern.finditer(span.exact):
        said = " ".join(match[0].lower().split())
        before = _beside(span.exact[max(0, match.start() - _BESIDE_CHARS) : match.start()])
        after = _beside(span.exact[match.end() : match.end() + _BESIDE_CHARS])
        if _is_other(match, said, before[-1:], after[:1]):
            continue
        exact = Span(span.start + match.start(), span.start + match.end(), match[0])
        numbers = terms.get(said) or terms.get(words.stand_for.get(said, ""))
        if numbers is None or (before and _is_changed(said, before[-1])):
            found.append(Likelihood(exact))
        else:
            low, high, median = (numbers.get(name) for name in ("low", "high", "median"))
            found.append(Likelihood(exact, lens, low, high, median))
    return found


def _beside(text: str) -> list[str]:
    return [match[0].lower().replace("\u2019", "'") for match in _WORD.finditer(text)]


def _is_other(match: re.Match[str], said: str, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the words mean something else here: a month, a group of voters, a nation's might."""
    words = _words()
    if match[0] == _MONTH and match.start() > 1:
        return True
    return any(word in words.never_before.get(said, ()) for word in after) or any(
        word in words.never_after.get(said, ()) for word in before
    )


def _is_changed(said: str, before: str) -> bool:
    """Whether the word before negates or compares, so that the scale's number no longer fits."""
    words = _words()
    if before in words.negations or before.endswith("n't"):
        return True
    return before in words.comparisons and said not in ("probably", "probably not", "we believe", "we doubt")


@lru_cache(maxsize=8)
def _load(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((_SCALES / name).read_text(encoding="utf-8"))
    return data


def _read_lens(lens: str) -> Mapping[str, Mapping[str, float]]:
    if lens not in LENSES:
        raise UsageError(f"no lens {lens!r}; there are {', '.join(LENSES)}")
    terms: Mapping[str, Mapping[str, float]] = _load(f"{lens}.json")["terms"]
    return terms


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = _load("words.json")
    longest_first = sorted(data["phrases"], key=lambda phrase: (-len(phrase), phrase))
    either = "|".join(re.escape(phrase).replace(r"\ ", r"[ \t\n\u00a0]+") for phrase in longest_first)
    return _Words(
        pattern=re.compile(rf"(?<![\w'\u2019-])(?:{either})(?![\w'\u2019-])", re.IGNORECASE),
        stand_for=data["stand_for"],
        negations=frozenset(data["negations"]),
        comparisons=frozenset(data["comparisons"]),
        never_before={word: frozenset(others) for word, others in data["never_before"].items()},
        never_after={word: frozenset(others) for word, others in data["never_after"].items()},
    )
