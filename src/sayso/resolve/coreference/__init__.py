"""Pronouns and descriptions become figures: the likeliest antecedent by a small linear scorer.

A mention-ranking model (Denis & Baldridge, IJCAI 2007) over features of distance, agreement, grammatical
place and of who holds the attributions around; ``training/holders.py`` fits its weights.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sayso.records import Attribution
from sayso.resolve.coreference.cast import Figure
from sayso.resolve.names.kinds import PLACE, UNKNOWN
from sayso.resolve.names.tokens import Token
from sayso.resolve.people import DOCUMENT, EITHER, GROUP, HE, ORGANISATION, OUTLET, PERSON, SHE, listed

_WEIGHTS = Path(__file__).parents[2] / "resources" / "people" / "antecedents.json"
# Figures looked at for one pronoun, the latest first.
MAX_CANDIDATES = 10
# Tokens between a pronoun and the last mention of a candidate.
MAX_DISTANCE = 400

_DISTANCES = ((0, "s0"), (1, "s1"), (2, "s2"), (4, "s4"), (8, "s8"))


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A pronoun with what surrounds it.

    Attributes:
        at: Index of its token.
        sentence: Number of its sentence.
        pronoun: ``he``, ``she``, ``they`` or ``it``.
        place: ``subject``, ``owner`` or ``object``.
        initial: Whether its sentence begins with it.
        is_source: Whether it is the source of an attribution.
        quoted: Whether it stands in quotation marks.
        outer: Holder of the innermost content around it, where known.
        outer_direct: Whether that content is quoted directly.
        latest: Holder of the attribution whose source came last before it.
        speech: For a source, how its content is said, as :func:`speech_of` tells.
        speech_before: The same of the attribution of ``latest``.
    """

    at: int
    sentence: int
    pronoun: str
    place: str
    initial: bool
    is_source: bool
    quoted: bool
    outer: Figure | None
    outer_direct: bool
    latest: Figure | None
    speech: str = ""
    speech_before: str = ""


@lru_cache(maxsize=1)
def load_weights() -> Mapping[str, Mapping[str, float]]:
    """Weights by pronoun group and feature."""
    loaded: dict[str, dict[str, float]] = json.loads(_WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return loaded


def speech_of(item: Attribution) -> str:
    """How a content is said: ``more`` (*he added*), else as its mode says."""
    words = {word for span in item.cue for word in span.exact.lower().strip(":, ").split()}
    return "more" if words & _GOES_ON else item.mode.value


def group_of(pronoun: str) -> str:
    """Which weights a pronoun uses: ``person`` or ``other``."""
    return "person" if pronoun in (HE, SHE) else "other"


def candidates(anaphor: Anaphor, recent: Sequence[Figure]) -> list[Figure]:
    """Figures that can be the antecedent, the latest first.

    Args:
        anaphor: The pronoun.
        recent: Figures in the order of their last mention, the latest first.
    """
    found: list[Figure] = []
    for figure in recent:
        if anaphor.at - figure.last > MAX_DISTANCE or len(found) == MAX_CANDIDATES:
            break
        if agrees(anaphor.pronoun, figure):
            found.append(figure)
    return found


def agrees(pronoun: str, figure: Figure) -> bool:
    """Whether number, gender and kind allow a pronoun to mean a figure."""
    if pronoun in (HE, SHE):
        person = figure.kind == PERSON or (figure.kind == UNKNOWN and figure.named)
        return person and not figure.plural and figure.gender in (EITHER, pronoun)
    if pronoun == "they":
        return (
            figure.plural
            or figure.kind in (GROUP, ORGANISATION, OUTLET)
            or (figure.kind in (PLACE, UNKNOWN) and figure.n_held > 0)
        )
    return not figure.plural and figure.kind in (ORGANISATION, OUTLET, DOCUMENT, PLACE, UNKNOWN)


def distance_name(gap: int) -> str:
    """A distance in sentences, in steps."""
    return next((name for limit, name in _DISTANCES if gap <= limit), "far")


def features(anaphor: Anaphor, figure: Figure, rank: int) -> list[str]:
    """Names of the features that hold of a pronoun and a candidate.

    Args:
        anaphor: The pronoun.
        figure: The candidate.
        rank: How many candidates were mentioned later.
    """
    distance = distance_name(anaphor.sentence - figure.last_sentence)
    is_latest = figure is anaphor.latest
    found = [
        distance,
        f"rank{min(rank, 4)}",
        f"form-{figure.last_form}",
        f"place-{figure.last_place}",
        f"{anaphor.place}-{figure.last_place}",
        f"count{min(3, int(math.log2(figure.n_mentions + 1)))}",
        "gender" if figure.gender != EITHER else "no-gender",
        f"named{min(4, int(math.log2(figure.forms.total() + 1)))}" if figure.forms else "nameless",
        f"{distance}-{anaphor.place}-{figure.last_place}",
        f"kind-{figure.kind}" + ("" if figure.named else "-described"),
    ]
    if anaphor.pronoun not in (HE, SHE):
        number = "plural" if figure.plural else "single"
        found += [f"{anaphor.pronoun}-{number}", f"{anaphor.pronoun}-kind-{figure.kind}"]
    if len(figure.key) == 1 and figure.kind == UNKNOWN and figure.gender == EITHER:
        found.append("one-word-held" if figure.n_held else "one-word")
    if is_latest:
        found += ["latest", f"latest-{distance}"]
    elif anaphor.latest is not None:
        found.append("not-latest")
    if figure.n_held:
        found += ["held", "held-often"] if figure.n_held > 2 else ["held"]
    if anaphor.is_source:
        found += [
            f"source-{distance}",
            "source-held" if figure.n_held else "source-not-held",
            f"source-rank{min(rank, 4)}",
        ]
        if is_latest:
            found += [
                "source-latest",
                f"{anaphor.speech}-latest",
                f"{anaphor.speech_before}-{anaphor.speech}-latest",
            ]
    if anaphor.initial:
        found += [f"initial-{figure.last_place}", f"initial-{distance}"]
        if is_latest:
            found.append("initial-latest")
    found += _outer_features(anaphor, figure)
    return found


def _outer_features(anaphor: Anaphor, figure: Figure) -> list[str]:
    if anaphor.outer is None:
        return ["quoted-alone"] if anaphor.quoted else ["outside"]
    way = "direct" if anaphor.outer_direct or anaphor.quoted else "indirect"
    return [f"{way}-own" if figure is anaphor.outer else f"{way}-other"]


def best_antecedent(anaphor: Anaphor, recent: Sequence[Figure]) -> Figure | None:
    """The likeliest antecedent, or None when no figure agrees."""
    options = candidates(anaphor, recent)
    rows = [features(anaphor, figure, rank) for rank, figure in enumerate(options)]
    return likeliest(group_of(anaphor.pronoun), options, rows)


def likeliest(
    group: str, options: Sequence[Figure], rows: Iterable[Iterable[str]], *, least: float = -math.inf
) -> Figure | None:
    """The figure for which most speaks, of several the first.

    Args:
        group: Which weights count.
        options: The figures.
        rows: For each of them, the names of the features that hold.
        least: What speaks for nobody; None comes back where no figure has more.
    """
    best, most = None, least
    for figure, names in zip(options, rows, strict=True):
        score = score_of(group, names)
        if score > most:
            best, most = figure, score
    return best


def score_of(group: str, names: Iterable[str]) -> float:
    """How much features speak for what they hold of: the sum of their weights."""
    weights = load_weights().get(group, {})
    return sum(weights.get(name, 0.0) for name in names)


def place_of(tokens: Sequence[Token], first: int, last: int) -> str:
    """Grammatical place of a mention by its neighbours: ``subject``, ``owner``, ``object`` or ``other``."""
    if tokens[last].possessive:
        return "owner"
    before = tokens[first - 1].lower if first else ""
    if before in _TAKES_OBJECT:
        return "object"
    after = tokens[last + 1].lower if last + 1 < len(tokens) else ""
    if (
        after in _VERBS
        or (len(after) > 3 and after.endswith("ed"))
        or (tokens[first].initial and after.isalpha())
    ):
        return "subject"
    return "other"


_GOES_ON = listed("goes_on")
_TAKES_OBJECT = listed("takes_object")
_VERBS = listed("verbs")
