"""A headline and an article, read or not, become a check of the one against the other."""

from __future__ import annotations

from dataclasses import replace

from sayso.records import Article, HeadlineCheck, Reading


def check_headline(headline: str, article: str | Reading) -> HeadlineCheck:
    """Hold a headline against an article.

    To hold many headlines against one article, read it once and pass the reading.

    Args:
        headline: The headline; one without a word in it yields an empty check.
        article: The article's text, never a path or an address; or its reading. A first line that
            repeats the headline is not taken for evidence of it.

    Returns:
        ``related`` with its ``score``, ``stance`` (None where unrelated), and the headline's quotations
        (``quotes``) and statements (``claims``) with what became of them in the body.

    Raises:
        InputError: The article is a text that is empty or not in a language that the reader knows.
        ModelError: The reader model is missing or changed.
    """
    from sayso.assess.headline.check import check_headline as check
    from sayso.extract.attributions import find_attributions
    from sayso.pipeline import read_text

    reading = read_text(article) if isinstance(article, str) else article
    said = find_attributions(Article(text=headline)) if headline.strip() else ()
    return check(headline, reading, said)


def check_title(reading: Reading) -> Reading:
    """Fill in a reading's check of its own headline; a reading without a title stays as it is.

    Raises:
        ModelError: The reader model is missing or changed.
    """
    title = reading.article.title
    return replace(reading, headline=check_headline(title, reading)) if title else reading
