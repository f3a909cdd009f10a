"""Any input becomes a reading: this module alone knows the order of the stages."""

from __future__ import annotations

from pathlib import Path

from sayso.records import Reading


def read(
    source: str | Path | bytes,
    *,
    title: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    url: str | None = None,
    language: str | None = None,
    allow_private: bool = False,
) -> Reading:
    """Read one article.

    Args:
        source: A path, an http(s) address, the text itself, or the bytes of a file.
        title: Overrides the title found; the same for ``outlet``, ``published``, ``url`` and ``language``.
        outlet: Who published it.
        published: ISO 8601 date.
        url: Canonical address.
        language: ISO 639-1 code.
        allow_private: Lets an address lead to a private, loopback or link-local host.

    Returns:
        The reading, with every span an exact slice of ``reading.article.text``.

    Raises:
        InputError: The input cannot be read; ``code`` says why.
        ModelError: The reader model is missing or changed.
    """
    from sayso.extract.attributions import find_attributions, reader_info
    from sayso.ingest.load import load_article

    article = load_article(
        source,
        title=title,
        outlet=outlet,
        published=published,
        url=url,
        language=language,
        allow_private=allow_private,
    )
    return Reading(article=article, attributions=find_attributions(article), reader=reader_info())
