"""Bytes, text, pages and addresses become articles.

The way in is :func:`load_article`; it loads on first use, so that ``import sayso.ingest`` costs little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso.ingest.files import find_inputs
    from sayso.ingest.load import load_article

__all__ = ["find_inputs", "load_article"]

_HOME = {"find_inputs": "files", "load_article": "load"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sayso.ingest' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"sayso.ingest.{_HOME[name]}"), name)
