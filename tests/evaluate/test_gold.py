"""Gold from PolNeAR's directories and from JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.build import attribution, reading

from sayso.errors import InputError
from sayso.evaluate.gold import GoldDocument, GoldSet, Parts, load_gold

TEXT = "Ann said it is late.\nIt is said that Bo won."
ROW = {"id": "x", "text": TEXT, "attributions": [{"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 19]]}]}
ANNOTATION = """T1\tSource 0 3\tAnn
T2\tCue 4 8\tsaid
T3\tContent 9 19;27 31\tit is late said
T4\tCue 21 31\tIt is said
T5\tContent 32 43\tthat
Bo won
T6\tDiscard 0 3\tAnn
E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3 Content2:T5
E2\tAttribution-no-source:T4 Cue:T4 Content:T5
E3\tAttribution:T2 Source:T1 Cue:T2
E4\tNote:T6 Cue:T2 Content:T3
"""


def write_polnear(root: Path, split: str = "dev", **annotations: str) -> None:
    """One document ``paper_story``, with an annotation for each keyword, its annotator."""
    for folder in ("text", "attributions"):
        (root / split / folder).mkdir(parents=True)
    (root / split / "text" / "paper_story.txt").write_bytes(TEXT.encode())
    for annotator, content in annotations.items():
        path = root / split / "attributions" / f"paper_story_{annotator}.ann"
        path.write_bytes(content.encode())


def write_lines(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.mark.parametrize("nested", ["", "data"])
def test_polnear_pools_roles_and_drops_what_is_malformed(tmp_path: Path, nested: str) -> None:
    write_polnear(tmp_path / nested, ab12=ANNOTATION)
    gold = load_gold(tmp_path)
    assert gold.name == "polnear-dev"
    [document] = gold.documents
    assert document == GoldDocument(
        "paper_story",
        TEXT,
        (
            Parts(((0, 3),), ((4, 8),), ((9, 19), (27, 31), (32, 43))),
            Parts((), ((21, 31),), ((32, 43),)),
        ),
    )


def test_first_annotator_is_the_reference(tmp_path: Path) -> None:
    write_polnear(tmp_path, b="", a=ANNOTATION, c="")
    assert len(load_gold(tmp_path).documents[0].attributions) == 2


def test_directory_of_a_split_will_do(tmp_path: Path) -> None:
    write_polnear(tmp_path, "train", a=ANNOTATION)
    gold = load_gold(tmp_path / "train")
    assert gold.name == "polnear-train"
    assert gold == load_gold(tmp_path, split="train")


def test_offsets_count_line_ends_as_they_are(tmp_path: Path) -> None:
    write_polnear(tmp_path, a=ANNOTATION)
    (tmp_path / "dev" / "text" / "paper_story.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert "\r\n" in load_gold(tmp_path).documents[0].text


def test_lines_may_hold_pairs_or_the_spans_of_a_reading(tmp_path: Path) -> None:
    found = reading(TEXT, [attribution(TEXT, source="Ann", cue="Ann [[said]]", content="it is late")])
    [pairs] = load_gold(write_lines(tmp_path / "pairs.jsonl", ROW)).documents
    [spans] = load_gold(write_lines(tmp_path / "spans.jsonl", {**found.to_dict(), "id": "x"})).documents
    assert pairs == spans


def test_digest_is_of_texts_and_spans_and_not_of_files(tmp_path: Path) -> None:
    one = load_gold(write_lines(tmp_path / "one.jsonl", ROW, {**ROW, "id": "y", "note": 1}))
    two = load_gold(write_lines(tmp_path / "two.jsonl", {**ROW, "split": "dev", "id": "y"}, ROW))
    assert one.digest == two.digest
    assert (one.name, two.name) == ("one", "two")
    moved = {**ROW, "attributions": [{**ROW["attributions"][0], "cue": [[4, 9]]}]}  # type: ignore[dict-item]
    assert load_gold(write_lines(tmp_path / "moved.jsonl", moved)).digest != one.digest
    lone = GoldSet("lone", (GoldDocument("x", "\udc80", ()),))
    assert lone.digest.startswith("sha256:")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "lines.jsonl:2: not a gold document"),
        ("[]", "lines.jsonl:2: not a gold document"),
        ('{"id": "y", "text": "a"}', "KeyError: 'attributions'"),
        ('{"id": "y", "text": "a", "attributions": [{"cue": [[0]]}]}', "not a gold document"),
        (
            '{"id": "y", "text": "a", "attributions": [{"cue": [[0, 2]]}]}',
            "span [0, 2] does not lie in the text",
        ),
        ('{"id": "y", "text": "a", "attributions": [{"cue": [[1, 1]]}]}', "span [1, 1] does not lie"),
        ('{"id": "x", "text": "a", "attributions": []}', "'x' is there twice"),
        ('{"id": "y", "text": "a", "attributions": ["a1"]}', "not a gold document"),
    ],
)
def test_what_is_not_gold_is_told_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps(ROW) + "\n" + line + "\n")
    with pytest.raises(InputError) as caught:
        load_gold(path)
    assert message in caught.value.message
    assert caught.value.code == "bad_gold"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe"])
def test_file_without_documents_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "none.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_gold(path)
    assert caught.value.code == "bad_gold"


def test_missing_data_are_told_with_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or directory; name a PolNeAR directory"):
        load_gold(tmp_path / "none")
    with pytest.raises(InputError, match="holds no 'test'; expected"):
        load_gold(tmp_path, split="test")
    write_polnear(tmp_path, a=ANNOTATION)
    (tmp_path / "dev" / "text" / "paper_story.txt").unlink()
    with pytest.raises(InputError, match="the annotation beside it needs this text"):
        load_gold(tmp_path)


JUDGED = {"identity": "none", "type": "none", "stance": "hedged", "certainty": "certain"}
JUDGED |= {"polarity": "positive", "kind": "fact"}


def test_judgements_are_those_annotated_or_those_of_a_reading(tmp_path: Path) -> None:
    annotated = {**ROW["attributions"][0], **JUDGED, "holder": "Ann", "via": ["X"], "due": "late"}
    read = annotated | {"holder": "e1", "due": {"text": "late", "start": 15, "end": 19}}
    entities = [{"id": "e1", "name": "Ann"}]
    plain = load_gold(write_lines(tmp_path / "a.jsonl", {**ROW, "attributions": [annotated]}))
    reread = load_gold(
        write_lines(tmp_path / "b.jsonl", {**ROW, "attributions": [read], "entities": entities})
    )
    assert plain.name == "a-judged"
    assert plain.documents == reread.documents
    assert plain.digest == reread.digest != load_gold(write_lines(tmp_path / "c.jsonl", ROW)).digest


def test_attribution_with_bad_spans_or_without_judgements_is_not_judged(tmp_path: Path) -> None:
    good = {**ROW["attributions"][0], **JUDGED, "holder": None, "via": [], "due": None}
    rows = [good, {**good, "bad_spans": True}, ROW["attributions"][0]]
    [document] = load_gold(write_lines(tmp_path / "a.jsonl", {**ROW, "attributions": rows})).documents
    assert [item is not None for item in document.judgements] == [True, False, False]
