"""The tagger with a scripted scorer: *said* is a cue, what stands before it is source, after it content."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.decode import CONTENT, SOURCE, Floats, Integers
from sayso.extract.quotes import QuoteIndex, find_quotes
from sayso.extract.tagger import Tagged, Tagger
from sayso.extract.tokens import WINDOW_PIECES, Word, WordPieces
from sayso.records import ReaderInfo

SAID = 2  # its id in the hand-made vocabulary


class ScriptedScorer:
    """Knows one cue word and counts the windows it was shown."""

    info = ReaderInfo("scripted", "0", "sha256:0")

    def __init__(self, tokenizer_path: Path) -> None:
        self.tokenizer_path = tokenizer_path
        self.windows: list[int] = []

    def encode(self, ids: Integers, features: Integers, first_piece: Integers) -> tuple[Floats, Floats]:
        assert len(ids) == len(features) <= WINDOW_PIECES
        self.windows.append(len(ids))
        is_cue = ids[first_piece] == SAID
        tags = np.where(is_cue[:, None], [0.0, 9.0, 0.0], [9.0, 0.0, 0.0]).astype(np.float32)
        return is_cue[:, None].astype(np.float32), tags

    def score_roles(
        self, words: Floats, paragraphs: Integers, start: Integers, end: Integers
    ) -> tuple[Floats, Floats]:
        place = np.arange(len(words))
        same = paragraphs[None, :] == paragraphs[start][:, None]
        unary = np.zeros((len(start), len(words), 3), dtype=np.float32)
        unary[:, :, SOURCE] = np.where(same & (place < start[:, None]), 9.0, -9.0)
        unary[:, :, CONTENT] = np.where(same & (place >= end[:, None]), 9.0, -9.0)
        return unary, np.zeros((len(start), len(words), 9), dtype=np.float32)


@pytest.fixture(scope="session")
def scorer(pieces: WordPieces) -> ScriptedScorer:
    return ScriptedScorer(pieces.path)


def tag(scorer: ScriptedScorer, text: str) -> list[Tagged]:
    return list(Tagger(scorer).tag(text, QuoteIndex(find_quotes(text))))


def exact(text: str, words: tuple[Word, ...]) -> str:
    return text[words[0].start : words[-1].end] if words else ""


def triples(scorer: ScriptedScorer, text: str) -> Iterator[tuple[str, str, str]]:
    for tagged in tag(scorer, text):
        yield exact(text, tagged.source), exact(text, tagged.cue), exact(text, tagged.content)


def test_each_cue_gets_the_roles_of_its_own_words(scorer: ScriptedScorer) -> None:
    text = "ann said no\n\nbo said it was late"
    assert list(triples(scorer, text)) == [("ann", "said", "no"), ("bo", "said", "it was late")]


def test_text_without_a_cue_has_no_candidates(scorer: ScriptedScorer) -> None:
    assert tag(scorer, "ann left\nbo stayed") == []
    assert tag(scorer, "") == []


def test_long_text_is_read_in_several_windows_and_comes_out_in_order(scorer: ScriptedScorer) -> None:
    scorer.windows.clear()
    text = "\n".join(f"ann said no to {number} of us" for number in range(300))
    found = tag(scorer, text)
    assert len(scorer.windows) > 5
    assert [exact(text, tagged.content) for tagged in found] == [
        f"no to {number} of us" for number in range(300)
    ]


def test_sure_roles_have_a_probability_near_one_and_are_hardly_empty(scorer: ScriptedScorer) -> None:
    (tagged,) = tag(scorer, "ann said no")
    assert tagged.log_roles == pytest.approx(0.0, abs=1e-2)
    assert tagged.log_empty < -5


@given(
    st.lists(
        st.sampled_from(["ann said no", "bo left", "said", ". . .", "\u201cc said d\u201d"]), max_size=30
    )
)
def test_words_of_a_candidate_stand_in_the_text_in_order(
    scorer: ScriptedScorer, paragraphs: list[str]
) -> None:
    text = "\n".join(paragraphs)
    found = tag(scorer, text)
    assert len(found) == text.count("said")
    for tagged in found:
        for words in (tagged.source, tagged.content):
            assert all(one.end <= other.start for one, other in pairwise(words))
