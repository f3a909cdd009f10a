"""An article becomes a reading: this module alone knows the order of the stages."""

from __future__ import annotations

from sayso.records import Article, Attribution, Entity, Reading


def read_article(article: Article) -> Reading:
    """Read an article that is already loaded.

    Raises:
        ModelError: The reader model is missing or changed.
    """
    from sayso.extract.attributions import find_attributions, reader_info

    attributions, entities = _resolve(article, find_attributions(article))
    return Reading(article=article, attributions=attributions, entities=entities, reader=reader_info())


def _resolve(
    article: Article, attributions: tuple[Attribution, ...]
) -> tuple[tuple[Attribution, ...], tuple[Entity, ...]]:
    """Find holders and channels."""
    from sayso.resolve.channels import find_channels
    from sayso.resolve.holders import resolve_holders

    attributions, entities = resolve_holders(article, attributions)
    return find_channels(article, attributions, entities), entities
