"""Labels without text meet their texts again, and are then as good as gold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from training.holders import gold_cases, gold_documents
from training.labelled import to_labels

from sayso.errors import InputError

TEXT = "Ilse Brandt met Ivo Holm at the bridge. She said that it will close."
SAID = {
    "source": [[40, 43]], "cue": [[44, 48]], "content": [[49, 67]], "identity": "named", "type": "person",
    "stance": "neutral", "certainty": "certain", "polarity": "positive", "kind": "prediction",
    "holder": "Ilse Brandt", "via": [], "due": None,
}  # fmt: skip
ARTICLE = {"id": "one", "text": TEXT, "attributions": [SAID]}


def write(path: Path, row: Mapping[str, Any]) -> Path:
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def test_labels_with_their_texts_teach_what_gold_does(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", ARTICLE)
    labels = write(tmp_path / "labels.jsonl", to_labels(ARTICLE))
    texts = write(tmp_path / "texts.jsonl", {"text": TEXT})
    [annotated], [met] = gold_documents(gold, []), gold_documents(labels, [texts])
    assert (met.text, met.attributions, met.judgements) == (
        annotated.text,
        annotated.attributions,
        annotated.judgements,
    )
    [case] = gold_cases([met])
    assert (case.group, any(case.right)) == ("person", True)


def test_labels_whose_texts_are_nowhere_are_told(tmp_path: Path) -> None:
    labels = write(tmp_path / "labels.jsonl", to_labels(ARTICLE))
    other = write(tmp_path / "other.jsonl", {"text": "Nothing."})
    with pytest.raises(InputError, match=r"labels.jsonl: the texts of its 1 articles are nowhere .*--texts"):
        list(gold_documents(labels, [other]))
