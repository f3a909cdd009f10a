"""Sayso reads news reports and keeps the books on them: who says what, exactly where in the text.

``sayso.read`` reads one article, ``sayso.read_many`` many, ``sayso.open_ledger`` keeps what they say; the
records are in ``sayso.records``. Everything loads on first use, so ``import sayso`` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from sayso.errors import (
        InputError,
        LedgerError,
        MissingExtra,
        ModelError,
        NotFound,
        SaysoError,
        UsageError,
    )
    from sayso.ledger import open_ledger
    from sayso.pipeline import read, read_many
    from sayso.pipeline.headline import check_headline
    from sayso.records import (
        Article,
        Attribution,
        Failure,
        HeadlineCheck,
        Mode,
        Reading,
        Role,
        Span,
        TimeExpression,
        TimeType,
    )
    from sayso.resolve.times import find_times

_HOME = {
    **dict.fromkeys(("read", "read_many"), "pipeline"),
    **dict.fromkeys(("Article", "Attribution", "Failure", "Mode", "Reading", "Role", "Span"), "records"),
    **dict.fromkeys(("HeadlineCheck", "TimeExpression", "TimeType"), "records"),
    "check_headline": "pipeline.headline",
    "find_times": "resolve.times",
    "open_ledger": "ledger",
    **dict.fromkeys(("InputError", "LedgerError", "MissingExtra", "ModelError", "NotFound"), "errors"),
    **dict.fromkeys(("SaysoError", "UsageError"), "errors"),
}

__all__ = [
    "Article",
    "Attribution",
    "Failure",
    "HeadlineCheck",
    "InputError",
    "LedgerError",
    "MissingExtra",
    "Mode",
    "ModelError",
    "NotFound",
    "Reading",
    "Role",
    "SaysoError",
    "Span",
    "TimeExpression",
    "TimeType",
    "UsageError",
    "__version__",
    "check_headline",
    "find_times",
    "open_ledger",
    "read",
    "read_many",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sayso' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"sayso.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
