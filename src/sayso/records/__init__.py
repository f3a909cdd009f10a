"""The records that stages hand to each other, and their JSON form, schema ``sayso/1``.

All records are frozen. Offsets are half-open ``[start, end)`` Unicode code points into
``Article.text``, and ``article.text[span.start:span.end] == span.exact`` always holds.
Attributions follow PARC and PolNeAR (Newell, Margolin & Ruths, LREC 2018).
"""

from sayso.records.article import Article, ArticleId, Credit, PageAnchor
from sayso.records.attribution import (
    JUDGED,
    Attribution,
    AttributionId,
    Certainty,
    Channel,
    Due,
    Kind,
    Likelihood,
    Mode,
    Polarity,
    Stance,
    Why,
)
from sayso.records.entity import Entity, EntityId, HolderType, Identity
from sayso.records.finding import Finding, Severity
from sayso.records.headline import (
    HeadlineCheck,
    HeadlineClaim,
    HeadlineQuote,
    HeadlineStance,
    Match,
    Verdict,
)
from sayso.records.reading import SCHEMA, Failure, ReaderInfo, Reading
from sayso.records.spans import Role, Span
from sayso.records.times import TimeExpression, TimeType

__all__ = [
    "JUDGED",
    "SCHEMA",
    "Article",
    "ArticleId",
    "Attribution",
    "AttributionId",
    "Certainty",
    "Channel",
    "Credit",
    "Due",
    "Entity",
    "EntityId",
    "Failure",
    "Finding",
    "HeadlineCheck",
    "HeadlineClaim",
    "HeadlineQuote",
    "HeadlineStance",
    "HolderType",
    "Identity",
    "Kind",
    "Likelihood",
    "Match",
    "Mode",
    "PageAnchor",
    "Polarity",
    "ReaderInfo",
    "Reading",
    "Role",
    "Severity",
    "Span",
    "Stance",
    "TimeExpression",
    "TimeType",
    "Verdict",
    "Why",
]
