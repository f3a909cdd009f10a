"""A spaCy ``Doc`` becomes one with a reading: ``doc._.sayso``, and its parts as groups of spans.

``nlp.add_pipe("sayso")`` finds :func:`create_component` by an entry point. spaCy imports this module
whenever a pipeline is loaded, whether or not it has the component, so nothing here may fail or load the
reader before it is used. What the document keeps is plain data, so that it can be stored and sent between
processes; ``doc._.sayso`` makes the :class:`~sayso.records.Reading` from it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sayso.errors import InputError, MissingExtra, UsageError
from sayso.records import Article, Attribution, Failure, Reading, Role
from sayso.settings import LENSES

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, SpanGroup

NAME = "sayso"
# Where a document keeps its reading or failure, and what its maker knows of the article.
_KEPT = "sayso"
_ABOUT = "sayso_about"
_ABOUT_FIELDS = frozenset({"title", "outlet", "published", "url", "path"})
# A pipeline of this language reads any; each document's own language is then found out.
_ANY_LANGUAGE = "xx"
# Readings made from what documents keep; dropped with the document.
_readings: WeakKeyDictionary[Doc, tuple[Any, Reading]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class SaysoComponent:
    """Reads each document that comes through a pipeline.

    Attributes:
        language: ISO 639-1 code that all documents are taken to be in, or None to look at each.
        lens: Scale that gives words of probability their numbers, or None.
        spans_key: What the names of the span groups begin with.
    """

    language: str | None = None
    lens: str | None = None
    spans_key: str = NAME

    def __call__(self, doc: Doc) -> Doc:
        """Read a document; one that cannot be read keeps why in ``doc._.sayso_failure``.

        Raises:
            UsageError: ``doc._.sayso_about`` has a field that there is not, or no date in ``published``.
            ModelError: The reader model is missing or changed.
        """
        for role in Role:
            doc.spans[self._key(role)] = []
        try:
            reading = _read(doc.text, language=self.language, lens=self.lens, about=_about(doc))
        except InputError as error:
            failure = Failure("<doc>", error.code, error.message)
            doc.user_data[_KEPT] = failure.to_dict()
            return doc
        doc.user_data[_KEPT] = reading.to_dict()
        for role in Role:
            doc.spans[self._key(role)] = _span_group(doc, reading, role, name=self._key(role))
        return doc

    def _key(self, role: Role) -> str:
        return f"{self.spans_key}.{role.value}"


def create_component(
    nlp: Language,
    name: str = NAME,
    language: str | None = None,
    lens: str | None = None,
    spans_key: str = NAME,
) -> Callable[[Doc], Doc]:
    """Make the component for a pipeline; spaCy calls this for ``nlp.add_pipe("sayso")``.

    Args:
        nlp: The pipeline.
        name: What the pipeline calls the component.
        language: Language of the documents; by default that of the pipeline, and for a pipeline of
            several languages (``xx``) each document's own.
        lens: Scale that gives words of probability their numbers, such as ``icd203``; None for none.
        spans_key: What the names of the span groups begin with.

    Raises:
        MissingExtra: spaCy is not installed.
        UsageError: The language is not one that the reader knows, or there is no such lens.
    """
    if not _registered:
        raise MissingExtra("spacy", needed_for="the spaCy component")
    language = language or (nlp.lang if nlp.lang != _ANY_LANGUAGE else None)
    if language not in (None, "en"):
        raise UsageError(
            f"{name}: the pipeline's language is {language!r}, and the reader knows en;"
            ' if the documents are in English, pass config={"language": "en"}'
        )
    if lens is not None and lens not in LENSES:
        raise UsageError(f"{name}: lens is {lens!r}; give one of {', '.join(LENSES)}")
    return SaysoComponent(language=language, lens=lens, spans_key=spans_key)


def _read(text: str, *, language: str | None, lens: str | None, about: Mapping[str, str]) -> Reading:
    from sayso.ingest.text import article_from_text
    from sayso.pipeline.stages import read_article

    article: Article = article_from_text(text, language=language, **about)
    return read_article(article, lens=lens)


def _about(doc: Doc) -> dict[str, str]:
    about = dict(doc.user_data.get(_ABOUT) or {})
    unknown = sorted(about.keys() - _ABOUT_FIELDS)
    if unknown:
        known = ", ".join(sorted(_ABOUT_FIELDS))
        raise UsageError(f"doc._.sayso_about: {unknown[0]!r} is not a field; there are {known}")
    return about


def _span_group(doc: Doc, reading: Reading, role: Role, *, name: str) -> SpanGroup:
    """The spans of one role in text order of their attributions, labelled with the role.

    Each has the id of its attribution. ``attrs["expanded"]`` of the group lists the places of the
    spans that had to be widened to whole tokens.
    """
    from spacy.tokens import Span, SpanGroup

    # A byte-order mark at the head of a text is no part of the article.
    offset = len(doc.text) - len(reading.article.text)
    aligned = _Aligner([token.idx for token in doc], [token.idx + len(token) for token in doc])
    spans: list[Span] = []
    expanded: list[int] = []
    for attribution in reading.attributions:
        for piece in attribution.spans(role):
            start, end = piece.start + offset, piece.end + offset
            first, last = aligned.tokens(start, end)
            span = Span(doc, first, last, label=role.value.upper(), span_id=attribution.id)
            if (span.start_char, span.end_char) != (start, end):
                expanded.append(len(spans))
            spans.append(span)
    return SpanGroup(doc, name=name, attrs={"expanded": expanded}, spans=spans)


@dataclass(frozen=True, slots=True)
class _Aligner:
    """Leads characters to tokens.

    Attributes:
        starts: First character of each token.
        ends: One past the last character of each token.
    """

    starts: list[int]
    ends: list[int]

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The fewest tokens that hold all of ``[start, end)``, as a half-open range of at least one.

        A space between tokens belongs to none; characters that are nothing else go to the token before.
        """
        first = bisect_right(self.ends, start)
        last = bisect_right(self.starts, end - 1)
        if first < last:
            return first, last
        return max(last - 1, 0), max(last, 1)


def _reading_of(doc: Doc) -> Reading | None:
    """The reading that a document keeps, made anew only when what is kept has changed."""
    kept = doc.user_data.get(_KEPT)
    if kept is None or "error" in kept:
        return None
    known = _readings.get(doc)
    if known is None or known[0] is not kept:
        known = _readings[doc] = (kept, Reading.from_dict(kept))
    return known[1]


def _failure_of(doc: Doc) -> Failure | None:
    kept = doc.user_data.get(_KEPT)
    if kept is None or "error" not in kept:
        return None
    return Failure(kept["path"], kept["error"]["code"], kept["error"]["message"])


def _attribution_of(span: Span) -> Attribution | None:
    """The attribution that a span of one of the groups is a part of."""
    reading = _reading_of(span.doc)
    attributions: Iterable[Attribution] = reading.attributions if reading else ()
    return next((item for item in attributions if item.id == span.id_), None)


def _about_of(doc: Doc) -> dict[str, str]:
    about: dict[str, str] = doc.user_data.setdefault(_ABOUT, {})
    return about


def _set_about(doc: Doc, about: Mapping[str, str]) -> None:
    doc.user_data[_ABOUT] = dict(about)


def _register() -> bool:
    """Make the component and the attributes known to spaCy; False where there is no spaCy."""
    try:
        from spacy.language import Language
        from spacy.tokens import Doc, Span
    except ImportError:
        return False
    Language.factory(
        NAME,
        assigns=["doc._.sayso", "doc._.sayso_failure", "doc.spans"],
        default_config={"language": None, "lens": None, "spans_key": NAME},
        func=create_component,
    )
    Doc.set_extension("sayso", getter=_reading_of, force=True)
    Doc.set_extension("sayso_failure", getter=_failure_of, force=True)
    Doc.set_extension("sayso_about", getter=_about_of, setter=_set_about, force=True)
    Span.set_extension("sayso", getter=_attribution_of, force=True)
    return True


_registered = _register()
