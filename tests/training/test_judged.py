"""Judgements reach the words they are about, in articles and in the windows cut from them."""

from __future__ import annotations

import json
import random

import pytest

torch = pytest.importorskip("torch", reason="training needs torch: pip install '.[train]'")

from training.data import Example, cut_rows, to_batch  # noqa: E402
from training.judged import Probe, load_judged, with_judgements  # noqa: E402
from training.labelled import text_digest  # noqa: E402

from sayso.extract.tokens import WordPieces  # noqa: E402
from sayso.inference import default_model_directory  # noqa: E402

TEXT = "Mayor Ilse Brandt denied that the bridge will close. The ferry, she said, may run in May."
DENIED = {
    "source": [[0, 17]], "cue": [[18, 24]], "content": [[25, 51]],
    "stance": "neutral", "certainty": "certain", "polarity": "negative", "kind": "prediction",
}  # fmt: skip
SAID = {
    "source": [[64, 67]], "cue": [[68, 72]], "content": [[53, 62], [74, 88]],
    "stance": "neutral", "certainty": "possible", "polarity": "positive", "kind": "prediction",
}  # fmt: skip


@pytest.fixture(scope="module")
def example() -> Example:
    return Example("one", WordPieces(default_model_directory() / "tokenizer.json").tokenize(TEXT), [[]])


def words_of(example: Example, indices: tuple[int, ...]) -> list[str]:
    words = example.tokenized.words
    return [TEXT[words[at].start : words[at].end] for at in indices]


def test_a_judgement_knows_the_words_of_its_cue_and_content(example: Example) -> None:
    judged = with_judgements(example, {text_digest(TEXT): [DENIED, SAID]}).judged
    assert [words_of(example, one.cue) for one in judged] == [["denied"], ["said"]]
    assert words_of(example, judged[1].content) == ["The", "ferry", "may", "run", "in", "May"]
    assert judged[0].labels == (0, 0, 1, 1)


def test_judgements_of_other_articles_stay_away(example: Example) -> None:
    assert with_judgements(example, {"0" * 64: [DENIED]}) is example


def test_a_window_counts_words_from_its_own_start(example: Example) -> None:
    judged = with_judgements(example, {text_digest(TEXT): [SAID]}).judged[0]
    cue = judged.cue[0]
    assert judged.within(cue, cue + 4).cue == (0,)
    assert judged.within(0, cue) is None


def test_files_with_texts_and_files_with_digests_say_the_same(tmp_path) -> None:
    gold, labels = tmp_path / "gold.jsonl", tmp_path / "labels.jsonl"
    gold.write_text(json.dumps({"text": TEXT, "attributions": [DENIED, {**SAID, "bad_spans": True}]}) + "\n")
    labels.write_text(json.dumps({"article": text_digest(TEXT), "attributions": [DENIED]}) + "\n")
    assert load_judged([gold]) == load_judged([labels]) == {text_digest(TEXT): [DENIED]}


def test_the_probe_learns_what_tells_two_labels_apart(example: Example) -> None:
    judged = with_judgements(example, {text_digest(TEXT): [DENIED, SAID]})
    rows = to_batch(cut_rows(judged, random.Random(0), mask_rate=0.0)).rows
    torch.manual_seed(0)
    words = torch.randn(1, len(example.tokenized.words), 8)
    probe = Probe(8)
    first = probe.loss(words, rows).item()
    optimizer = torch.optim.Adam(probe.parameters(), lr=0.05)
    for _ in range(60):
        optimizer.zero_grad()
        probe.loss(words, rows).backward()
        optimizer.step()
    assert probe.eval().loss(words, rows).item() < 0.2 * first


def test_nothing_judged_costs_nothing(example: Example) -> None:
    rows = to_batch(cut_rows(example, random.Random(0), mask_rate=0.0)).rows
    words = torch.randn(1, len(example.tokenized.words), 8)
    assert Probe(8).loss(words, rows).item() == 0
