"""Pairs of headline and article with their labels become scores, as in the Fake News Challenge (FNC-1)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.errors import InputError
from sayso.records import HeadlineStance

_LABELS: dict[str, HeadlineStance | None] = {stance.value: stance for stance in HeadlineStance}
_LABELS["unrelated"] = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A headline held against an article.

    Attributes:
        headline: The headline.
        article: Id of the article.
        story: Which story the article tells; the article's id when the file names none.
        text: The article's text.
        stance: What the article makes of the headline; None when it is about something else.
    """

    headline: str
    article: str
    story: str
    text: str
    stance: HeadlineStance | None


def load_pairs(pairs: Path, articles: Path) -> list[Pair]:
    """Read pairs and the articles that they name.

    Args:
        pairs: JSON Lines with ``headline``, ``article`` (an id) and ``stance``: ``agree``, ``disagree``,
            ``discuss`` or ``unrelated``.
        articles: JSON Lines with ``id``, ``text`` and, if known, ``story``.

    Raises:
        InputError: A file cannot be read, or a line is not as expected.
    """
    known = {str(item["id"]): item for _, item in _lines(articles, ("id", "text"))}
    found = []
    for number, item in _lines(pairs, ("headline", "article", "stance")):
        article = known.get(str(item["article"]))
        if article is None or item["stance"] not in _LABELS:
            wrong = (
                f"article {item['article']!r} is not in {articles}; add it there or remove the line"
                if article is None
                else f"stance is {item['stance']!r}; give one of {', '.join(_LABELS)}"
            )
            raise InputError(f"{pairs}, line {number}: {wrong}", code="bad_pairs")
        name = str(item["article"])
        story = str(article.get("story", name))
        found.append(Pair(item["headline"], name, story, article["text"], _LABELS[item["stance"]]))
    return found


def _lines(path: Path, keys: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path}: cannot be read ({error}); name a file of JSON Lines in UTF-8", code="bad_pairs"
        ) from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except ValueError as error:
            raise InputError(
                f"{path}, line {number}: not JSON ({error}); write one object a line", code="bad_pairs"
            ) from None
        if not isinstance(item, dict) or not all(key in item for key in keys):
            raise InputError(
                f"{path}, line {number}: expected an object with {', '.join(keys)}", code="bad_pairs"
            )
        yield number, item


def score_pairs(
    pairs: Sequence[Pair], related: Sequence[bool | None], stances: Sequence[HeadlineStance | None]
) -> dict[str, Any]:
    """Compare what was found with the labels.

    Args:
        pairs: The labelled pairs.
        related: For each pair, whether both were taken to be about the same matter.
        stances: For each pair the stance found; looked at only where the label is related.

    Returns:
        ``related_f1`` over all pairs; over the pairs that are related by their label ``stance_macro_f1``,
        ``stance_accuracy`` and the F1 of each stance; and how many pairs there were of either.
    """
    labels = [pair.stance is not None for pair in pairs]
    inside = [
        (pair.stance, found) for pair, found in zip(pairs, stances, strict=True) if pair.stance is not None
    ]
    each = {
        stance: _f1([label is stance for label, _ in inside], [f is stance for _, f in inside])
        for stance in HeadlineStance
    }
    present = [stance for stance in HeadlineStance if any(label is stance for label, _ in inside)]
    return {
        "n_pairs": len(pairs),
        "n_related": len(inside),
        "related_f1": round(_f1(labels, [bool(found) for found in related]), 4),
        "stance_macro_f1": round(sum(each[stance] for stance in present) / max(1, len(present)), 4),
        "stance_accuracy": round(sum(label is found for label, found in inside) / max(1, len(inside)), 4),
        "stance_f1": {stance.value: round(each[stance], 4) for stance in present},
    }


def _f1(labels: Sequence[bool], found: Sequence[bool]) -> float:
    both = sum(label and hit for label, hit in zip(labels, found, strict=True))
    total = sum(labels) + sum(found)
    return 2 * both / total if total else 0.0
