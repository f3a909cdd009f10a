"""Statements get the channels that they came through, nearest to the article first.

A channel is named beside the statement (*told X*), holds the statement that this one stands in (*X
reported that …*), or carries over from an earlier statement of the same holder. What nothing in the
article says is left out: the article's own outlet is no channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.records import Article, Attribution, Entity, Why
from sayso.resolve.channels.beside import name_channels
from sayso.resolve.channels.scene import Named, Scene
from sayso.resolve.channels.spread import spread
from sayso.resolve.outlets import OutletMention


def find_channels(
    article: Article,
    attributions: tuple[Attribution, ...],
    entities: tuple[Entity, ...],
    *,
    outlets: Sequence[OutletMention] | None = None,
) -> tuple[Attribution, ...]:
    """Fill in the channels of each attribution.

    Args:
        article: The article.
        attributions: Its attributions in text order, with holders where they are known.
        entities: What the holders lead to.
        outlets: The outlets that the text names, where they are known already; else they are looked for.

    Returns:
        The same attributions with ``channels``, and a ``why`` for the judgement ``via`` where there are any.
    """
    if not attributions:
        return attributions
    scene = Scene.of(article, attributions, entities, outlets)
    found = spread(scene, name_channels(scene))
    return tuple(_with_channels(item, found.get(item.id, ())) for item in attributions)


def _with_channels(item: Attribution, named: Sequence[Named]) -> Attribution:
    if not named:
        return item
    reasons = (Why("via", one.by, one.words) for one in named)
    return replace(
        item, channels=tuple(one.channel for one in named), why=(*item.why, *dict.fromkeys(reasons))
    )
