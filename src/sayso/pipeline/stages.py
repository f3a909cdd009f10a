"""An article becomes a reading: this module alone knows the order of the stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.records import Article, Attribution, Entity, Reading, TimeExpression


def read_article(article: Article, *, lens: str | None = None) -> Reading:
    """Read an article that is already loaded.

    Args:
        article: The article.
        lens: Scale that gives words of probability their numbers; without one they have none.

    Raises:
        ModelError: The reader model is missing or changed.
        UsageError: There is no such lens.
    """
    from sayso.extract.attributions import reader_info
    from sayso.lint.findings import find_findings
    from sayso.pipeline.headline import check_title
    from sayso.resolve.times import find_times

    attributions, entities = _whose(article)
    times = find_times(article.text, published=article.published)
    attributions = tuple(_timed(article, item, times, lens) for item in attributions)
    reading = check_title(
        Reading(
            article=_dated(article, times),
            attributions=attributions,
            entities=entities,
            reader=reader_info(),
        )
    )
    return replace(reading, findings=find_findings(reading))


def _whose(article: Article) -> tuple[tuple[Attribution, ...], tuple[Entity, ...]]:
    """Find attributions, their holders and channels, and judge them."""
    from sayso.assess.judgements import judge, projector
    from sayso.extract.attributions import encoder_digest, find_pooled
    from sayso.resolve.channels import find_channels
    from sayso.resolve.holders import resolve_holders
    from sayso.resolve.outlets import find_outlets

    found = find_pooled(article, project=projector(encoder_digest()))
    outlets = find_outlets(article.text)
    attributions, entities = resolve_holders(article, found.attributions, outlets=outlets)
    attributions = find_channels(article, attributions, entities, outlets=outlets)
    return judge(article, attributions, found.pooled), entities


def _timed(
    article: Article, attribution: Attribution, times: Sequence[TimeExpression], lens: str | None
) -> Attribution:
    """Fill in when an attribution falls due, and its words of probability."""
    from sayso.assess.likelihood import find_likelihoods
    from sayso.resolve.due import find_due

    due = find_due(article.text, attribution, times, attribution.kind, published=article.published)
    return replace(attribution, due=due, likelihoods=find_likelihoods(attribution.content, lens=lens))


def _dated(article: Article, times: Sequence[TimeExpression]) -> Article:
    """Where nobody gives the date of publication, say between which days it lies."""
    from sayso.resolve.published import infer_published_range

    if article.published:
        return article
    return replace(article, published_range=infer_published_range(article.text, times))
