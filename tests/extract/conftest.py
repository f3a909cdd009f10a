"""Fixtures of the extraction tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.extract.tokens import WordPieces


@pytest.fixture(scope="session")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> WordPieces:
    """A WordPiece tokenizer that knows the word *said*, single letters, digits and some marks."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    known = [
        "[PAD]",
        "[UNK]",
        "said",
        *".,:!?\"'\u201c\u201d",
        *letters,
        *(f"##{letter}" for letter in letters),
    ]
    model = models.WordPiece(
        {word: number for number, word in enumerate(known)}, unk_token="[UNK]", max_input_chars_per_word=50
    )
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    path: Path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    tokenizer.save(str(path))
    return WordPieces(path)
