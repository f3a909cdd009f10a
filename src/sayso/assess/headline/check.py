"""A headline and a reading become a check of the one against the other."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.assess.headline.case import Case
from sayso.assess.headline.cues import find_cues
from sayso.assess.headline.evidence import Evidence
from sayso.assess.headline.model import combine, load_models
from sayso.assess.headline.overlap import Body, overlap_features, sentence_shares, weights_of
from sayso.assess.headline.quotes import check_quotes
from sayso.assess.headline.sides import body_features, headline_features
from sayso.assess.headline.statements import find_statements
from sayso.assess.headline.verdicts import judge
from sayso.assess.headline.words import Word, words_of
from sayso.records import Attribution, HeadlineCheck, Reading

# Belief from which a headline and a body are taken to be about the same matter; chosen by
# cross-validation over stories.
RELATED_SCORE = 0.5


def check_headline(
    headline: str, reading: Reading, headline_attributions: tuple[Attribution, ...] = ()
) -> HeadlineCheck:
    """Hold a headline against the body of an article.

    Args:
        headline: The headline; one without a word in it yields an empty check.
        reading: The article as read; a title line that repeats the headline is not body.
        headline_attributions: What the reader found in the headline, with spans that count into it.

    Returns:
        Whether both are about the same matter, what the body makes of the headline (None where they
        are not), and the headline's quotations and statements with their verdicts.
    """
    words = words_of(headline)
    if not words:
        return HeadlineCheck()
    skip = _own_title(words, reading)
    body = Body(reading.article.text, skip)
    attributions = tuple(item for item in reading.attributions if item.content[0].start >= skip[1])
    models = load_models()
    shares = sentence_shares(weights_of(words), body)
    cues = find_cues(body.words)
    score = models.related.beliefs(overlap_features(words, body, shares))[1]
    beliefs = combine(
        models.headline.beliefs(headline_features(headline, words)),
        models.body.beliefs(body_features(body, cues, shares)),
    )
    related = score >= RELATED_SCORE
    quotes = tuple(check_quotes(headline, body, attributions))
    case = Case(
        Evidence(body, attributions, cues),
        beliefs,
        {entity.id: entity for entity in reading.entities},
        quotes,
    )
    return HeadlineCheck(
        related=related,
        score=round(score, 4),
        stance=max(beliefs, key=lambda stance: beliefs[stance]) if related else None,
        quotes=quotes,
        claims=tuple(judge(item, case) for item in find_statements(headline, headline_attributions)),
    )


def _own_title(words: Sequence[Word], reading: Reading) -> tuple[int, int]:
    """Where the article's text has the very headline that is checked, half open; empty when nowhere."""
    title = reading.article.title_span
    if title is None or [word.form for word in words_of(title.exact)] != [word.form for word in words]:
        return (0, 0)
    return (title.start, title.end)
