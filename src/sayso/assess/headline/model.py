"""Features become beliefs: three small logistic models, trained by ``python -m training.headline``."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sayso.assess.headline.words import RESOURCES
from sayso.records import HeadlineStance

# The sides of a headline and of a body, in the order of the weights.
SIDES = ("against", "for", "observing")


@dataclass(frozen=True, slots=True)
class Logistic:
    """A linear model with a softmax over its classes.

    Attributes:
        names: Names of the features.
        bias: One number for each class.
        weights: For each class, one number for each feature.
    """

    names: tuple[str, ...]
    bias: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Logistic:
        """Read the model from JSON."""
        return cls(tuple(data["names"]), tuple(data["bias"]), tuple(tuple(row) for row in data["weights"]))

    def beliefs(self, features: Mapping[str, float]) -> list[float]:
        """Belief in each class; together they are 1. A feature that is missing counts as 0."""
        values = [features.get(name, 0.0) for name in self.names]
        scores = [
            bias + sum(weight * value for weight, value in zip(row, values, strict=True))
            for bias, row in zip(self.bias, self.weights, strict=True)
        ]
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]


@dataclass(frozen=True, slots=True)
class Models:
    """The trained models: same matter or not, the headline's side, the body's side."""

    related: Logistic
    headline: Logistic
    body: Logistic


@lru_cache(maxsize=1)
def load_models() -> Models:
    """The shipped weights, read once per process."""
    data = json.loads((RESOURCES / "weights.json").read_text("utf-8"))
    return Models(**{name: Logistic.from_dict(data[name]) for name in ("related", "headline", "body")})


def combine(headline: Sequence[float], body: Sequence[float]) -> dict[HeadlineStance, float]:
    """Beliefs in the three stances from beliefs in the sides.

    Args:
        headline: Belief that the headline is against, for, observing.
        body: The same of the body.
    """
    agree = headline[0] * body[0] + headline[1] * body[1]
    disagree = headline[0] * body[1] + headline[1] * body[0]
    return {
        HeadlineStance.AGREE: agree,
        HeadlineStance.DISAGREE: disagree,
        HeadlineStance.DISCUSS: 1.0 - agree - disagree,
    }
