"""Judged gold and readings become scores of holders, judgements, channels and due dates.

Attributions are paired by cue and content (:func:`sayso.evaluate.metrics.pair_up`). Over the pairs:

- ``label/<judgement>``: accuracy; ``macro/<judgement>``: mean F1 of the values that occur in the gold.
- ``holder``: the entity's name is the annotated one, but for case, titles and punctuation, or one holds
  the other's words and last name and the holder is a named person; nobody on both sides is right.
  ``holder/pronoun``: the same where the source is a pronoun.
- ``via``: F1 over the names of channels; ``due``: F1 of due times, right when the words overlap.

``found+<judgement>`` is F1 over all attributions where a pair must also agree on the judgement.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sayso.evaluate.gold import JUDGEMENTS, GoldDocument, Judged, Parts
from sayso.evaluate.metrics import Counts, pair_up
from sayso.records import Attribution, Reading, Role

_PRONOUNS = {"he", "she", "they", "it", "who", "i", "we", "him", "her", "them", "his", "their", "its"}
_PRONOUNS |= {"that", "which", "you", "himself", "herself"}
_TITLE = re.compile(
    r"^(?:the|a|an|mr|mrs|ms|dr|sir|gen|general|sen|senator|rep|president|former president|prof|professor"
    r"|lord|lady|prince|sheikh)\.? "
)


def plain_name(name: str | None) -> str:
    """A name without case, punctuation, article and title."""
    plain = " ".join(re.sub(r"[^\w\s]", " ", (name or "").casefold()).split())
    while shorter := _TITLE.sub("", plain):
        if shorter == plain:
            break
        plain = shorter
    return plain


def same_holder(gold: str | None, found: str | None, *, named_person: bool) -> bool:
    """Whether two names are of one holder; a person's may lack its first names."""
    one, other = plain_name(gold), plain_name(found)
    if one == other:
        return True
    if not (one and other and named_person) or one.split()[-1] != other.split()[-1]:
        return False
    return set(one.split()) <= set(other.split()) or set(other.split()) <= set(one.split())


@dataclass
class Tally:
    """What has been counted over the documents of a set."""

    n_gold: int = 0
    n_found: int = 0
    n_pairs: int = 0
    labels: dict[str, Counter[tuple[str, str | None]]] = field(
        default_factory=lambda: {name: Counter() for name in JUDGEMENTS}
    )
    holder: Counter[bool] = field(default_factory=Counter)
    pronoun: Counter[bool] = field(default_factory=Counter)
    via: Counts = field(default_factory=Counts)
    due: Counts = field(default_factory=Counts)

    def add(self, document: GoldDocument, reading: Reading) -> None:
        """Count one document."""
        found = [_parts(attribution) for attribution in reading.attributions]
        names = {entity.id: entity.name for entity in reading.entities}
        self.n_gold += len(document.attributions)
        self.n_found += len(found)
        for number, partner in pair_up(document.text, document.attributions, found).items():
            self.n_pairs += 1
            judged = document.judgements[partner]
            if judged is not None:
                attribution = reading.attributions[number]
                holder = names.get(attribution.holder) if attribution.holder else None
                self._add_pair(document, document.attributions[partner], judged, attribution, holder)

    def _add_pair(
        self, document: GoldDocument, parts: Parts, gold: Judged, found: Attribution, holder: str | None
    ) -> None:
        for name, counts in self.labels.items():
            value = getattr(found, name)
            counts[gold.labels[name], value.value if value else None] += 1
        named_person = gold.labels["identity"] == "named" and gold.labels["type"] == "person"
        right = same_holder(gold.holder, holder, named_person=named_person)
        self.holder[right] += 1
        source = " ".join(document.text[start:end] for start, end in parts.source)
        if source.casefold().strip() in _PRONOUNS:
            self.pronoun[right] += 1
        one, other = _channel_names(gold.via), _channel_names(found.via)
        self.via += Counts(len(one & other), len(other), len(one))
        words = found.due.span.exact if found.due else None
        both = bool(words and gold.due and (words in gold.due or gold.due in words))
        self.due += Counts(int(both), int(words is not None), int(gold.due is not None))

    @property
    def scores(self) -> dict[str, float]:
        """All scores by name, 0 to 1."""
        scores = {"holder": _share(self.holder), "holder/pronoun": _share(self.pronoun)}
        scores |= {f"label/{name}": _accuracy(counts) for name, counts in self.labels.items()}
        scores |= {f"macro/{name}": _macro_f1(counts) for name, counts in self.labels.items()}
        scores |= {
            "via": self.via.f1,
            "due": self.due.f1,
            "found+holder": self._end_to_end(self.holder[True]),
        }
        return scores | {
            f"found+{name}": self._end_to_end(_n_agreed(counts)) for name, counts in self.labels.items()
        }

    def _end_to_end(self, n_right: int) -> float:
        return Counts(n_right, self.n_found, self.n_gold).f1


def score_judgements(documents: Iterable[GoldDocument], readings: Mapping[str, Reading]) -> Tally:
    """Compare the readings of judged documents, given by document id, with what was annotated."""
    tally = Tally()
    for document in documents:
        if document.judgements:
            tally.add(document, readings[document.id])
    return tally


def _parts(attribution: Attribution) -> Parts:
    spans = {role.value: tuple((span.start, span.end) for span in attribution.spans(role)) for role in Role}
    return Parts(**spans)


def _channel_names(names: Iterable[str]) -> set[str]:
    return {name.casefold().removeprefix("the ") for name in names}


def _share(outcomes: Counter[bool]) -> float:
    return outcomes[True] / outcomes.total() if outcomes else 0.0


def _n_agreed(counts: Counter[tuple[str, str | None]]) -> int:
    return sum(n for (gold, found), n in counts.items() if gold == found)


def _accuracy(counts: Counter[tuple[str, str | None]]) -> float:
    return _n_agreed(counts) / counts.total() if counts else 0.0


def _macro_f1(counts: Counter[tuple[str, str | None]]) -> float:
    values = {gold for gold, _ in counts}
    per_value = [
        Counts(
            counts[value, value],
            sum(n for (_, found), n in counts.items() if found == value),
            sum(n for (gold, _), n in counts.items() if gold == value),
        ).f1
        for value in values
    ]
    return sum(per_value) / len(per_value) if per_value else 0.0
