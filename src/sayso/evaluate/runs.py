"""A gold set becomes a report: the reader reads each text, and its attributions are scored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sayso.errors import InputError
from sayso.evaluate.calibration import Bin, bins_of, calibration_error
from sayso.evaluate.gold import GoldSet, Parts
from sayso.evaluate.judgements import Tally
from sayso.evaluate.metrics import SUBSETS, Counts, right_ones, score
from sayso.pipeline import read_text
from sayso.records import Attribution, ReaderInfo, Reading

CALIBRATION = "ece"


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader scored on a gold set.

    Attributes:
        gold: Name of the set.
        digest: Of the set.
        n_documents: Documents read.
        reader: Which reader it was.
        counts: By metric, over all attributions.
        subsets: ``attr/lenient`` for direct, mixed and indirect contents.
        bins: How well scores tell which attributions are right, by ``attr/lenient``.
        judgements: Scores of holders, judgements, channels and due dates; empty when the gold has none.
    """

    gold: str
    digest: str
    n_documents: int
    reader: ReaderInfo
    counts: dict[str, Counts]
    subsets: dict[str, Counts]
    bins: tuple[Bin, ...]
    judgements: Mapping[str, float] = field(default_factory=dict)

    @property
    def scores(self) -> dict[str, float]:
        """F1 for each metric, and under ``ece`` the calibration error, for which lower is better."""
        return {
            **{name: counts.f1 for name, counts in self.counts.items()},
            **{f"attr/lenient/{name}": counts.f1 for name, counts in self.subsets.items()},
            CALIBRATION: calibration_error(self.bins),
            **self.judgements,
        }

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON."""
        names = {**self.counts, **{f"attr/lenient/{name}": counts for name, counts in self.subsets.items()}}
        details = {
            name: {"precision": one.precision, "recall": one.recall, "f1": one.f1, **asdict(one)}
            for name, one in names.items()
        }
        return {
            "gold": self.gold,
            "digest": self.digest,
            "n_documents": self.n_documents,
            "reader": self.reader.to_dict(),
            "scores": self.scores,
            "details": details,
            "calibration": [asdict(one) for one in self.bins],
        }


def score_reader(
    gold: GoldSet,
    *,
    read_one: Callable[[str], Reading] | None = None,
    on_document: Callable[[], None] = lambda: None,
) -> Report:
    """Read every document of a gold set and score what was found.

    Args:
        gold: The set; texts are read as English and as they stand.
        read_one: What reads a text; by default the shipped reader.
        on_document: Called after each document.

    Raises:
        InputError: A text cannot be read, or would be stored otherwise, so that offsets do not fit.
        ModelError: The reader model is missing or changed.
    """
    read_one = read_one or (lambda text: read_text(text, language="en"))
    found: dict[str, list[Parts]] = {}
    judged = Tally()
    scored: list[tuple[float, bool]] = []
    for document in gold.documents:
        reading = read_one(document.text)
        if reading.article.text != document.text:
            message = f"gold document {document.id!r}: its text begins with a byte-order mark; remove it"
            raise InputError(message, code="bad_gold")
        found[document.id] = [_parts(attribution) for attribution in reading.attributions]
        outcomes = right_ones(document.text, document.attributions, found[document.id])
        scored += zip((attribution.score for attribution in reading.attributions), outcomes, strict=True)
        if document.judgements:
            judged.add(document, reading)
        on_document()
    return Report(
        gold=gold.name,
        digest=gold.digest,
        n_documents=len(gold.documents),
        reader=reading.reader,
        counts=score(gold.documents, found),
        subsets={name: score(gold.documents, found, subset=name)["attr/lenient"] for name in SUBSETS},
        bins=bins_of(scored),
        judgements=judged.scores if judged.n_gold else {},
    )


def _parts(attribution: Attribution) -> Parts:
    def offsets(spans: Any) -> tuple[tuple[int, int], ...]:
        return tuple((span.start, span.end) for span in spans)

    return Parts(offsets(attribution.source), offsets(attribution.cue), offsets(attribution.content))
