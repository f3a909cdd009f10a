"""Pairs of headline and article are read and scored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.evaluate.headlines import Pair, load_pairs, score_pairs
from sayso.records import HeadlineStance

AGREE, DISAGREE, DISCUSS = HeadlineStance


def write(path: Path, *items: object) -> Path:
    path.write_text("".join(json.dumps(item) + "\n" for item in items), "utf-8")
    return path


def pair(stance: HeadlineStance | None) -> Pair:
    return Pair("Ferry aground", "f1", "ferry", "The ferry ran aground.", stance)


def test_pairs_are_joined_with_their_articles(tmp_path: Path) -> None:
    pairs = write(
        tmp_path / "pairs.jsonl",
        {"headline": "Ferry aground", "article": "f1", "stance": "agree"},
        {"headline": "Lime trees felled", "article": "f1", "stance": "unrelated"},
    )
    articles = write(
        tmp_path / "articles.jsonl", {"id": "f1", "text": "The ferry ran aground.", "story": "ferry"}
    )
    assert load_pairs(pairs, articles) == [
        pair(AGREE),
        Pair("Lime trees felled", "f1", "ferry", "The ferry ran aground.", None),
    ]


def test_article_without_a_story_is_a_story_of_its_own(tmp_path: Path) -> None:
    pairs = write(tmp_path / "p.jsonl", {"headline": "Ferry aground", "article": "f1", "stance": "discuss"})
    articles = write(tmp_path / "a.jsonl", {"id": "f1", "text": "The ferry ran aground."})
    assert load_pairs(pairs, articles)[0].story == "f1"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"headline": "A", "article": "f2", "stance": "agree"}', "article 'f2' is not in"),
        ('{"headline": "A", "article": "f1", "stance": "maybe"}', "stance is 'maybe'; give one of"),
        ('{"headline": "A", "article": "f1"}', "expected an object with headline, article, stance"),
        ("[1]", "expected an object"),
        ("{", "not JSON"),
    ],
)
def test_bad_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text("\n" + line + "\n", "utf-8")
    articles = write(tmp_path / "a.jsonl", {"id": "f1", "text": "The ferry ran aground."})
    with pytest.raises(InputError, match="line 2") as error:
        load_pairs(pairs, articles)
    assert said in error.value.message
    assert error.value.code == "bad_pairs"


def test_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_pairs(tmp_path / "none.jsonl", tmp_path / "none.jsonl")


def test_scores_of_a_small_table() -> None:
    pairs = [pair(AGREE), pair(AGREE), pair(DISCUSS), pair(None), pair(None)]
    scores = score_pairs(pairs, [True, False, True, True, False], [AGREE, DISCUSS, DISCUSS, AGREE, None])
    assert scores["related_f1"] == pytest.approx(2 * 2 / (3 + 3), abs=1e-4)
    assert scores["stance_f1"] == {
        "agree": pytest.approx(2 / 3, abs=1e-4),
        "discuss": pytest.approx(2 / 3, abs=1e-4),
    }
    assert scores["stance_macro_f1"] == pytest.approx(2 / 3, abs=1e-4)
    assert scores["stance_accuracy"] == pytest.approx(2 / 3, abs=1e-4)
    assert (scores["n_pairs"], scores["n_related"]) == (5, 3)


def test_stance_counts_even_where_the_pair_was_thought_unrelated() -> None:
    assert score_pairs([pair(AGREE)], [False], [None])["stance_macro_f1"] == 0.0


def test_nothing_to_score_scores_nothing() -> None:
    assert score_pairs([], [], [])["related_f1"] == 0.0
