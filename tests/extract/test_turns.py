"""Transcripts: who speaks stands before a colon, in capitals."""

from __future__ import annotations

import pytest

from sayso.extract.spans import Draft
from sayso.extract.turns import TURN_SCORE, find_turns, prefer_turns

INTERVIEW = (
    "Here is what they said.\n\n"
    "TARN: Will you resign?\n\n"
    "IDA HOLM: I will not.\n\n"
    "Nobody has asked me to.\n\n"
    "TARN: And the bridge?\n\n"
    "IDA HOLM (by telephone): It is safe.\n\n"
    "The interview was cut short."
)


def read(text: str) -> list[tuple[str, list[str]]]:
    return [
        (text[slice(*turn.source[0])], [text[start:end] for start, end in turn.content])
        for turn in find_turns(text)
    ]


def test_each_turn_has_its_name_and_its_words() -> None:
    assert read(INTERVIEW) == [
        ("TARN", ["Will you resign?"]),
        ("IDA HOLM", ["I will not.", "Nobody has asked me to."]),
        ("TARN", ["And the bridge?"]),
        ("IDA HOLM", ["It is safe."]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "WARNING: This story upsets.\n\nUPDATE: It is over.\n\nVIDEO: The bridge.",
        "Tarn: Will you resign?\n\nHolm: No.\n\nTarn: Never?",
        "TARN: Will you resign?\n\nTARN: Answer!\n\nHOLM: No.",
        "PHOTOS: One.\n\nPHOTOS: Two.\n\nPHOTOS: Three.",
        "At 10:30 the BBC: said so. 10:45 too.",
        "",
    ],
)
def test_lone_labels_are_no_transcript(text: str) -> None:
    assert find_turns(text) == []


def test_label_among_turns_is_no_turn() -> None:
    text = INTERVIEW.replace("Here is", "VIDEO: Here is")
    assert [name for name, _ in read(text)] == ["TARN", "IDA HOLM", "TARN", "IDA HOLM"]


def test_long_prose_between_two_turns_belongs_to_nobody() -> None:
    prose = "\n\n".join(["It rained."] * 6)
    text = f"TARN: Yes?\n\nHOLM: No.\n\n{prose}\n\nTARN: Why?\n\nHOLM: Because."
    assert read(text)[1] == ("HOLM", ["No."])


def test_turn_takes_the_place_of_what_the_model_made_of_it() -> None:
    turns = find_turns(INTERVIEW)
    of_model = Draft(turns[0].source, (), ((0, 4),))
    other = Draft((), ((0, 4),), ((5, 12),))
    assert prefer_turns([(of_model, 0.9), (other, 0.8)], turns) == [
        (other, 0.8),
        *((turn, TURN_SCORE) for turn in turns),
    ]
