"""Corrected articles become gold, as ``sayso evaluate`` and ``training/`` read it: one JSON object a line."""

from __future__ import annotations

from typing import Any

from sayso.export.jsonlines import json_line
from sayso.ledger.gold import GoldArticle, GoldAttribution
from sayso.records import JUDGED, Role


def to_gold_line(article: GoldArticle) -> str:
    """Write a version of an article that people corrected as one line, without a line end."""
    return json_line(to_gold(article))


def to_gold(article: GoldArticle) -> dict[str, Any]:
    """A version of an article that people corrected as JSON.

    Attributions that lack a judgement have ``bad_spans``, which keeps them out of what is learned of
    judgements; their spans count.
    """
    about = article.reading.article
    return {
        "id": article.id,
        "url": about.url,
        "title": about.title,
        "outlet": about.outlet,
        "published": about.published,
        "text": about.text,
        "attributions": [_attribution(one) for one in article.attributions],
    }


def _attribution(one: GoldAttribution) -> dict[str, Any]:
    attribution = one.attribution
    judged = {name: getattr(attribution, name) for name in JUDGED}
    row = {
        **{role.value: [[span.start, span.end] for span in attribution.spans(role)] for role in Role},
        "holder": one.holder,
        "via": list(attribution.via),
        **{name: value.value if value else None for name, value in judged.items()},
        "due": attribution.due.span.exact if attribution.due else None,
        "checked": one.is_checked,
    }
    return row if all(judged.values()) else {**row, "bad_spans": True}
