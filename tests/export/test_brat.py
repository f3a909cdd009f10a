"""Standoff output reads back to the same spans, by our own small parser and by the scorer's."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.build import attribution, reading
from tests.export.rich import enriched
from tests.export.stories import crossing, odd, tabloid

from sayso.export.brat import to_brat
from sayso.records import Attribution, Entity, EntityId, HolderType, Identity, Reading, Role

SCORER = Path(__file__).parents[3] / "shared" / "score" / "attributions.py"


def parsed(ann: str) -> list[dict[str, list[tuple[int, int]]]]:
    """Read events of a standoff file, as offsets by role."""
    textbounds: dict[str, list[tuple[int, int]]] = {}
    events = []
    for line in ann.split("\n")[:-1]:
        name, body, *_ = line.split("\t")
        if name.startswith("T"):
            places = body.split(" ", 1)[1].split(";")
            textbounds[name] = [tuple(map(int, place.split())) for place in places]  # type: ignore[misc]
        elif name.startswith("E"):
            arguments = dict(argument.split(":") for argument in body.split()[1:])
            events.append({role.lower(): textbounds[target] for role, target in arguments.items()})
    return events


def offsets(item: Attribution, text: str) -> dict[str, list[tuple[int, int]]]:
    """The spans of an attribution as brat can hold them: split at line ends."""
    return {
        role.value: [
            (span.start + piece.start(), span.start + piece.end())
            for span in item.spans(role)
            for piece in re.finditer(r"[^\r\n]+", span.exact)
            if piece[0].strip()
        ]
        for role in Role
        if item.spans(role)
    }


@pytest.mark.parametrize("made", [tabloid(), crossing(), enriched()])
def test_spans_read_back(made: Reading) -> None:
    text, ann = to_brat(made)
    assert text == made.article.text
    assert parsed(ann) == [offsets(item, text) for item in made.attributions]


def test_lines_are_those_of_polnear() -> None:
    text = "Bo said it rained. Reportedly, it\r\nrained."
    bo = attribution(text, source="Bo", cue="said", content="it rained")
    hedge = attribution(text, cue="Reportedly", content="it\r\nrained")
    assert to_brat(reading(text, [bo, hedge]))[1].splitlines() == [
        "T1\tSource 0 2\tBo",
        "T2\tCue 3 7\tsaid",
        "T3\tContent 8 17\tit rained",
        "T4\tAttribution 3 7\tsaid",
        "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1",
        "T5\tCue 19 29\tReportedly",
        "T6\tContent 31 33;35 41\tit rained",
        "T7\tAttribution-no-source 19 29\tReportedly",
        "E2\tAttribution-no-source:T7 Content:T6 Cue:T5",
    ]


def test_judgements_are_attributes_and_the_rest_is_a_note() -> None:
    lines = to_brat(enriched())[1].splitlines()
    event = next(line.split("\t")[0] for line in lines if "Comet" in line and line.startswith("#"))[1:]
    assert [line.split("\t")[1] for line in lines if f" E{event} " in line and line.startswith("A")] == [
        f"Identity E{event} named",
        f"Type E{event} outlet",
        f"Stance E{event} hedged",
        f"Certainty E{event} certain",
        f"Polarity E{event} positive",
        f"Kind E{event} prediction",
    ]
    assert (
        "#11\tAnnotatorNotes E11\tholder: Alistair Venn; via: Meridian News; due: by Christmas (2023-12-25)"
        in lines
    )
    names = [line.split("\t")[0] for line in lines]
    assert len(set(names)) == len(names)


def test_note_stays_on_its_line() -> None:
    text = "Bo said it rained."
    bo = attribution(text, source="Bo", cue="said", content="it rained", holder=EntityId("e1"))
    name = Entity(EntityId("e1"), "Bo\nHolm\ud800", Identity.NAMED, HolderType.PERSON, ())
    ann = to_brat(reading(text, [bo], entities=(name,)))[1]
    assert "#1\tAnnotatorNotes E1\tholder: Bo Holm\ufffd\n" in ann


def test_quote_without_a_cue_is_triggered_by_its_source() -> None:
    text = "Bo: “Go.”"
    assert (
        "E1\tAttribution:T3 Content:T2 Source:T1"
        in to_brat(reading(text, [attribution(text, source="Bo", content="“Go.”")]))[1]
    )


def test_span_of_white_space_alone_is_left_out() -> None:
    assert to_brat(odd("\n\n", (0, 1)))[1] == ""


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(), min_size=2, max_size=30), st.data())
def test_any_text_stays_on_its_lines(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    made = odd(text, (start, data.draw(st.integers(start + 1, len(text) - 1))))
    written, ann = to_brat(made)
    (written + ann).encode("utf-8")
    assert len(written) == len(text)
    assert all(re.match(r"[TEA#]\d+\t", line) for line in ann.splitlines())
    assert ann.count("\n") == len(ann.splitlines())


@pytest.mark.gold
def test_the_scorer_reads_the_same_spans(tmp_path: Path) -> None:
    if not SCORER.exists():
        pytest.skip("the scorer is not beside the checkout")
    spec = importlib.util.spec_from_file_location("scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer: Any = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["scorer"] = scorer
    spec.loader.exec_module(scorer)
    made = tabloid()
    text, ann = to_brat(made)
    path = tmp_path / "story_sayso.ann"
    path.write_text(ann, encoding="utf-8", newline="")
    read, n_dropped = scorer.read_ann(str(path))
    with_cue = [item for item in made.attributions if item.cue]
    assert n_dropped == len(made.attributions) - len(with_cue)
    assert [{role.value: item[role.value] for role in Role} for item in read] == [
        {role.value: [list(place) for place in offsets(item, text).get(role.value, [])] for role in Role}
        for item in with_cue
    ]
