"""Strings become hand-built articles, attributions and readings: what all tests are made of.

>>> TEXT = "Mayor Ida Holm said the bridge was safe. Others doubt it."
>>> holm = attribution(TEXT, source="Mayor Ida Holm", cue="said", content="the bridge was safe")
>>> reading(TEXT, [holm], title="Bridge safe").attributions[0].content[0].start
20

A piece must stand in the text exactly once, or the builder raises ``LookupError``. Where it stands
more than once, give more of the text and put the piece in double square brackets:
``cue="the minister [[said]] on"``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sayso.records import Article, Attribution, AttributionId, Identity, Mode, ReaderInfo, Reading, Span

READER = ReaderInfo("sayso-test", "0", "sha256:" + "0" * 64)

Pieces = str | Sequence[str] | None


def span(text: str, piece: str) -> Span:
    """Find the one place of ``piece`` in ``text``; ``[[…]]`` inside it picks a part of it."""
    marked = re.fullmatch(r"(.*?)\[\[(.+?)\]\](.*)", piece, flags=re.DOTALL)
    before, exact, after = marked.groups() if marked else ("", piece, "")
    context = before + exact + after
    at = text.find(context)
    if not exact or at < 0:
        raise LookupError(f"{context!r} does not stand in the text; copy it as the text writes it")
    if text.find(context, at + 1) >= 0:
        raise LookupError(f"{context!r} stands in the text more than once; add context: 'of [[{exact}]] in'")
    return Span.of(text, at + len(before), at + len(before) + len(exact))


def spans(text: str, pieces: Pieces) -> tuple[Span, ...]:
    """Find each piece; a single string is one piece, None or an empty one is none."""
    listed = [pieces] if isinstance(pieces, str) else list(pieces or ())
    return tuple(sorted(span(text, piece) for piece in listed if piece))


def article(text: str, **metadata: Any) -> Article:
    """An article; a ``title`` that the text opens with also gets its ``title_span``."""
    title = metadata.get("title")
    if title and text.startswith(title) and "title_span" not in metadata:
        metadata["title_span"] = Span.of(text, 0, len(title))
    return Article(text=text, **metadata)


def attribution(
    text: str,
    *,
    source: Pieces = None,
    cue: Pieces = None,
    content: Pieces,
    mode: Mode | str = Mode.INDIRECT,
    score: float = 0.9,
    id: str = "a1",
    identity: Identity | str | None = None,
    **others: Any,
) -> Attribution:
    """An attribution whose parts are exact slices of ``text``."""
    return Attribution(
        id=AttributionId(id),
        source=spans(text, source),
        cue=spans(text, cue),
        content=spans(text, content),
        mode=Mode(mode),
        score=score,
        identity=Identity(identity) if identity else None,
        **others,
    )


def linked(attributions: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Put attributions in order of their first character, number them from a1 and fill in ``within``."""
    ordered = sorted(attributions, key=lambda item: (item.start, -item.end))
    numbered = [replace(item, id=AttributionId(f"a{n}")) for n, item in enumerate(ordered, 1)]
    return tuple(replace(item, within=_innermost(item, numbered)) for item in numbered)


def _innermost(inner: Attribution, everyone: Sequence[Attribution]) -> AttributionId | None:
    around = [outer for outer in everyone if outer.id != inner.id and _holds(outer, inner)]
    if not around:
        return None
    return min(around, key=lambda outer: sum(len(piece.exact) for piece in outer.content)).id


def _holds(outer: Attribution, inner: Attribution) -> bool:
    parts = (*inner.source, *inner.cue, *inner.content)
    return all(
        any(own.start <= part.start and part.end <= own.end for own in outer.content) for part in parts
    )


def reading(
    text: str, attributions: Iterable[Attribution] = (), *, link: bool = True, **metadata: Any
) -> Reading:
    """A reading of ``text``.

    Args:
        text: The article's text.
        attributions: What :func:`attribution` made; ordered, numbered and nested unless ``link`` is off.
        link: Whether to renumber and fill in ``within``; off keeps the attributions as they are.
        metadata: Fields of the article (``title``, ``outlet``, ``path`` …), and ``entities``, ``headline``,
            ``findings`` and ``reader`` of the reading.
    """
    own = {key: metadata.pop(key) for key in ("entities", "headline", "findings") if key in metadata}
    reader = metadata.pop("reader", READER)
    listed = linked(attributions) if link else tuple(attributions)
    return Reading(article=article(text, **metadata), attributions=listed, reader=reader, **own)
