"""What people corrected comes out as gold that ``sayso evaluate`` and ``training/`` take in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.build import reading, spans
from tests.ledger.test_store import TEXT, URL, made

from sayso.evaluate.gold import load_gold
from sayso.export.gold import to_gold_line
from sayso.ledger import open_ledger
from sayso.ledger.ledger import Ledger
from sayso.records import (
    Certainty,
    Channel,
    HolderType,
    Identity,
    Kind,
    Polarity,
    ReaderInfo,
    Reading,
    Stance,
)

TOLD, SAID = 1, 2
JUDGED: dict[str, Any] = {
    "stance": Stance.NEUTRAL,
    "certainty": Certainty.CERTAIN,
    "polarity": Polarity.POSITIVE,
    "kind": Kind.FACT,
}


def judged(text: str = TEXT, **metadata: Any) -> Reading:
    """A reading whose attributions have all judgements."""
    one = made(text, **metadata)
    told, said = (replace(item, **JUDGED) for item in one.attributions)
    return replace(one, attributions=(told, replace(said, type=HolderType.NONE)))


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with open_ledger(":memory:") as opened:
        opened.add_reading(judged(url=URL))
        yield opened


def gold(ledger: Ledger) -> list[dict[str, Any]]:
    return [json.loads(to_gold_line(article)) for article in ledger.gold()]


def test_nothing_comes_of_what_nobody_looked_at(ledger: Ledger) -> None:
    assert gold(ledger) == []
    ledger.undo_all(ledger.correct(TOLD, who="bo", stance="hedged"), who="bo")
    assert gold(ledger) == []


def test_corrected_articles_come_out_as_they_stand(ledger: Ledger) -> None:
    ledger.correct(
        TOLD,
        who="bo",
        holder="Ada Brandt",
        stance="hedged",
        kind="prediction",
        content=[(38, 53)],
        via=["Wire"],
    )
    ledger.correct(TOLD, who="bo", due="safe")
    [row] = gold(ledger)
    assert row["text"] == TEXT
    told, said = row["attributions"]
    assert told == {
        "source": [[0, 14]],
        "cue": [[15, 19]],
        "content": [[38, 53]],
        "holder": "Ada Brandt",
        "via": ["Wire"],
        "identity": "named",
        "type": "person",
        "stance": "hedged",
        "certainty": "certain",
        "polarity": "positive",
        "kind": "prediction",
        "due": "safe",
        "checked": True,
    }
    assert (said["checked"], said["holder"], said["source"]) == (False, None, [])


def test_accepted_ones_count_and_rejected_ones_are_left_out(ledger: Ledger) -> None:
    ledger.correct(TOLD, who="bo", verdict="accepted")
    ledger.correct(SAID, who="bo", verdict="rejected")
    [row] = gold(ledger)
    [told] = row["attributions"]
    assert told["checked"]
    assert told["holder"] == "Ida Holm"


def test_each_corrected_version_is_a_row(ledger: Ledger) -> None:
    ledger.correct(TOLD, who="bo", stance="hedged")
    ledger.add_reading(judged(f"Updated. {TEXT}", url=URL))
    rows = gold(ledger)
    assert [row["id"] for row in rows] == [f"{URL}#1", f"{URL}#2"]
    assert {row["attributions"][0]["stance"] for row in rows} == {"hedged"}
    ledger.add_reading(reading("Other words.", url=URL))
    assert [row["id"] for row in gold(ledger)] == [f"{URL}#1"]


def test_what_the_current_reader_lacks_is_in_it(ledger: Ledger) -> None:
    ledger.correct(TOLD, who="bo", verdict="accepted")
    other = ReaderInfo("sayso-test", "2", "sha256:" + "2" * 64)
    ledger.add_reading(replace(judged(url=URL), attributions=(), reader=other))
    [row] = gold(ledger)
    assert [item["holder"] for item in row["attributions"]] == ["Ida Holm"]


def write(ledger: Ledger, folder: Path) -> Path:
    path = folder / "corrected.jsonl"
    path.write_text("".join(to_gold_line(article) + "\n" for article in ledger.gold()), "utf-8")
    return path


def test_evaluation_reads_it(ledger: Ledger, tmp_path: Path) -> None:
    odd = judged(f"{TEXT} \u2028 \ud800", url=f"{URL}-odd")
    ledger.add_reading(odd)
    ledger.correct(TOLD, who="bo", holder="Ada Brandt")
    ledger.correct(3, who="bo", via=["Wire"])
    loaded = load_gold(write(ledger, tmp_path))
    assert loaded.name == "corrected-judged"
    plain, other = loaded.documents
    assert other.text == odd.article.text
    told, said = plain.judgements
    assert told is not None
    assert said is not None
    assert (told.holder, told.via, told.labels["stance"]) == ("Ada Brandt", ("Tarn Post",), "neutral")
    assert plain.attributions[0].cue == ((15, 19),)
    assert other.judgements[0] is not None
    assert other.judgements[0].via == ("Wire",)


def test_what_lacks_a_judgement_is_not_judged(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add_reading(made(url=f"{URL}-2"))
    ledger.correct(3, who="bo", stance="hedged")
    [document] = load_gold(write(ledger, tmp_path)).documents
    assert document.judgements == ()
    assert len(document.attributions) == 2


def test_training_takes_it_in(ledger: Ledger, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="training needs torch")
    from training.data import to_examples
    from training.judged import load_judged, with_judgements
    from training.labelled import annotated, text_digest

    from sayso.extract.tokens import WordPieces
    from sayso.inference import default_model_directory

    ledger.correct(TOLD, who="bo", stance="doubted", content=spans_as_offsets("the bridge"))
    ledger.add_reading(made(url=f"{URL}-2"))
    ledger.correct(3, who="bo", holder="Ada Brandt")
    path = write(ledger, tmp_path)
    pieces = WordPieces(default_model_directory() / "tokenizer.json")
    [example, _] = to_examples(annotated(path, []), pieces)
    assert [len(view) for view in example.views] == [2]
    assert len(load_judged([path])[text_digest(TEXT)]) == 2
    assert len(with_judgements(example, load_judged([path])).judged) == 2


def spans_as_offsets(piece: str) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans(TEXT, piece)]


def test_channels_that_people_name_need_no_place(ledger: Ledger) -> None:
    ledger.correct(TOLD, who="bo", via=["Wire", "Tarn Post"])
    attribution = ledger.standing(TOLD).attribution
    assert attribution.channels[0] == Channel("Wire", None)
    assert attribution.channels[1].span is not None
    assert attribution.identity is Identity.NAMED
