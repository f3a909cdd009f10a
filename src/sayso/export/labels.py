"""An attribution becomes the few words that a table has room for: who, through whom, how sure, when due."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sayso.records import (
    Attribution,
    Channel,
    Due,
    Entity,
    EntityId,
    Identity,
    Likelihood,
    Polarity,
    Reading,
    Stance,
)

NOBODY = "(nobody named)"
_MARKS = {Identity.UNNAMED: "(unnamed)", Identity.NONE: "(nobody’s)"}
_WORD = re.compile(r"\w+")


def holders(reading: Reading) -> dict[EntityId, Entity]:
    """The entities of a reading by their ids."""
    return {entity.id: entity for entity in reading.entities}


def holder_name(attribution: Attribution, entities: Mapping[EntityId, Entity]) -> str | None:
    """The name of the resolved holder, or None while there is none."""
    entity = entities.get(attribution.holder) if attribution.holder else None
    return entity.name if entity else None


def how_sure(attribution: Attribution) -> str:
    """Certainty of the holder and stance of the article, such as ``possible · hedged``."""
    stance = attribution.stance if attribution.stance is not Stance.NEUTRAL else None
    return " · ".join(judgement.value for judgement in (attribution.certainty, stance) if judgement)


def likelihood_label(likelihood: Likelihood) -> str | None:
    """Words of probability with the range that the lens gives them, or None where no lens was asked for.

    A number never stands without the name of its lens.
    """
    words, lens = likelihood.span.exact, likelihood.lens
    if lens is None:
        return None
    if likelihood.low is None or likelihood.high is None:
        return f"“{words}” has no range in {lens}"
    middle = f", median {_percent(likelihood.median)} %" if likelihood.median is not None else ""
    return f"“{words}” {_percent(likelihood.low)}–{_percent(likelihood.high)} %{middle} ({lens})"


def _percent(share: float) -> str:
    return f"{round(100 * share, 1):g}"


def due_label(due: Due, published: str | None) -> str:
    """When it falls due: as dates where there are any, otherwise in the words of the article."""
    return due_days(due, published) or f"“{due.span.exact}”"


def due_days(due: Due, published: str | None, *, write: Callable[[str], str] = str) -> str | None:
    """The days on which it falls due, or None where nothing anchors it.

    Args:
        due: The due time.
        published: When the article was published, which goes without saying as the first day.
        write: How to write a day.
    """
    first, last = due.earliest, due.latest
    if first and first == last:
        return write(first)
    if last and (first is None or first == published):
        return f"by {write(last)}"
    if first:
        return f"{write(first)} to {write(last)}" if last else f"from {write(first)}"
    return None


def identity_mark(attribution: Attribution) -> str:
    """What sets unnamed holders and nobody’s claims apart from people on record, who get no mark."""
    return _MARKS.get(attribution.identity, "") if attribution.identity else ""


def shares_a_word(one: str, other: str) -> bool:
    """Whether two names have a word in common, whatever their case."""
    return not set(_WORD.findall(one.casefold())).isdisjoint(_WORD.findall(other.casefold()))


def channel_label(channel: Channel) -> str:
    """The channel, with a mark where an earlier statement was needed to know it."""
    return f"{channel.name} (inferred)" if channel.inferred else channel.name


def kind_label(attribution: Attribution) -> str:
    """Kind of the content and whether the cue rejects it, such as ``fact · rejected``."""
    kind = attribution.kind.value if attribution.kind else ""
    rejected = "rejected" if attribution.polarity is Polarity.NEGATIVE else ""
    return " · ".join(word for word in (kind, rejected) if word)
