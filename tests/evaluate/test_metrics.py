"""Metrics on hand-built attributions, by property, and against the scorer that defines them."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.evaluate.gold import GoldDocument, Parts
from sayso.evaluate.metrics import METRICS, SUBSETS, Counts, count, right_ones, score
from sayso.evaluate.polnear import load_polnear
from sayso.records import Role

ROOT = Path(__file__).parents[2]
SCORER = ROOT.parent / "shared" / "score" / "attributions.py"
POLNEAR = ROOT / ".data" / "polnear"

TEXT = 'Ann said "it is late," and "go home." It is said that Bo won: yes.'


def parts(source: str, cue: str, *content: str) -> Parts:
    def at(piece: str) -> tuple[int, int]:
        start = TEXT.index(piece)
        return start, start + len(piece)

    return Parts((at(source),) if source else (), (at(cue),), tuple(map(at, content)))


ANN = parts("Ann", "said", '"it is late,"', '"go home."')
NOBODY = parts("", "It is said", "that Bo won")
GOLD = [ANN, NOBODY]

offsets = st.lists(
    st.tuples(st.integers(0, len(TEXT)), st.integers(1, 20)).map(
        lambda pair: (pair[0], min(len(TEXT), pair[0] + pair[1]))
    ),
    max_size=3,
).map(tuple)
some_parts = st.lists(st.builds(Parts, source=offsets, cue=offsets, content=offsets), max_size=5)


def right(found: list[Parts], metric: str) -> int:
    return count(TEXT, GOLD, found)[metric].n_right


def test_gold_against_itself_is_all_right() -> None:
    counts = count(TEXT, GOLD, GOLD)
    assert set(counts) == set(METRICS)
    assert {name: one.f1 for name, one in counts.items()} == dict.fromkeys(METRICS, 1.0)


def test_punctuation_at_the_edges_does_not_count() -> None:
    assert right([parts("Ann", "said", "it is late", "go home")], "attr/strict") == 1


def test_half_the_content_is_right_leniently_only() -> None:
    found = [parts("Ann", "said", "it is late")]
    assert (right(found, "attr/strict"), right(found, "attr/lenient")) == (0, 1)
    assert (right(found, "exact/cue"), right(found, "exact/content")) == (1, 0)
    assert right(found, "segment/content") == 1
    assert count(TEXT, GOLD, found)["token/content"] == Counts(3, 3, 8)
    assert right([parts("Ann", "said", "go home")], "attr/lenient") == 0


def test_wrong_source_fails_where_sources_count() -> None:
    found = [parts("Bo", "said", '"it is late,"', '"go home."')]
    assert right(found, "attr/lenient") == right(found, "attr/lenient_nocue") == 0
    assert right(found, "attr/lenient_content") == 1


def test_no_source_equals_only_no_source() -> None:
    assert right([parts("", "said", '"it is late,"', '"go home."')], "attr/lenient") == 0
    assert right([parts("Ann", "It is said", "that Bo won")], "attr/lenient") == 0
    assert right([NOBODY], "attr/lenient") == 1


def test_wrong_cue_fails_where_cues_count() -> None:
    found = [parts("Ann", "won", '"it is late,"', '"go home."')]
    assert (right(found, "attr/lenient"), right(found, "attr/lenient_nocue")) == (0, 1)


def test_saying_it_twice_is_right_once() -> None:
    assert count(TEXT, GOLD, [ANN, ANN, NOBODY])["attr/strict"] == Counts(2, 3, 2)
    assert count(TEXT, GOLD, [ANN, ANN, NOBODY])["attr/lenient"] == Counts(2, 3, 2)
    assert right_ones(TEXT, GOLD, [ANN, ANN]).count(True) == 1


def test_matching_is_largest_and_not_greedy() -> None:
    both = parts("Ann", "said", "it is late", "go home")
    late = parts("Ann", "said", "it is late")
    gold = [both, Parts(ANN.source, ANN.cue, both.content[:1])]
    # The second gold fits the shorter one only; a greedy match would give that to the first.
    assert count(TEXT, gold, [late, both])["attr/lenient"].n_right == 2


def test_nothing_found_and_nothing_there() -> None:
    assert {one.f1 for one in count(TEXT, GOLD, []).values()} == {0.0}
    assert Counts().precision == Counts().recall == Counts().f1 == 0.0
    assert Counts(1, 2, 4).precision == 0.5
    assert Counts(1, 2, 4).recall == 0.25


def test_subsets_divide_the_gold() -> None:
    document = GoldDocument("x", TEXT, tuple(GOLD))
    sizes = {name: score([document], {"x": GOLD}, subset=name)["attr/strict"] for name in SUBSETS}
    assert sizes == {"direct": Counts(1, 1, 1), "mixed": Counts(), "indirect": Counts(1, 1, 1)}


@given(some_parts, some_parts)
def test_counts_are_possible_and_do_not_depend_on_order(gold: list[Parts], found: list[Parts]) -> None:
    counts = count(TEXT, gold, found)
    for one in counts.values():
        assert 0 <= one.n_right <= min(one.n_found, one.n_gold)
    assert count(TEXT, gold[::-1], found[::-1]) == counts
    assert sum(right_ones(TEXT, gold, found)) == counts["attr/lenient"].n_right
    swapped = {name: Counts(one.n_right, one.n_gold, one.n_found) for name, one in counts.items()}
    assert count(TEXT, found, gold) == swapped


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The scorer whose docstring defines the metrics, from beside the checkout."""
    if not SCORER.exists():
        pytest.skip(f"the defining scorer is not at {SCORER}")
    spec = importlib.util.spec_from_file_location("defining_scorer", SCORER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


def as_rows(attributions: list[Parts]) -> list[dict[str, Any]]:
    return [{role.value: [list(span) for span in one.spans(role)] for role in Role} for one in attributions]


def as_tuples(counts: dict[str, Counts]) -> dict[str, tuple[int, int, int]]:
    return {name: (one.n_right, one.n_found, one.n_gold) for name, one in counts.items()}


@given(gold=some_parts, found=some_parts)
def test_counts_equal_those_of_the_defining_scorer(
    scorer: ModuleType, gold: list[Parts], found: list[Parts]
) -> None:
    theirs = scorer.score_document(TEXT, as_rows(gold), as_rows(found))
    assert as_tuples(count(TEXT, gold, found)) == {name: tuple(theirs[name]) for name in METRICS}


def spoil(document: GoldDocument, rng: random.Random) -> list[Parts]:
    """What a middling reader might find: some missed, some doubled, some cut short or moved."""
    found = []
    for one in document.attributions:
        move = rng.choice((0, 0, -9, 7))
        content = tuple((max(0, start + move), max(1, end + move)) for start, end in one.content)
        source = one.source if rng.random() < 0.8 else ()
        found += [Parts(source, one.cue, content)] * rng.choice((0, 1, 1, 1, 2))
    return found


@pytest.mark.gold
def test_scores_on_polnear_equal_those_of_the_defining_scorer(scorer: ModuleType) -> None:
    if not POLNEAR.exists():
        pytest.skip(f"PolNeAR is not at {POLNEAR}")
    documents = load_polnear(POLNEAR, "dev")
    theirs_docs = scorer.load_split(str(POLNEAR), "dev")
    assert {one.id: as_rows(list(one.attributions)) for one in documents} == {
        one.id: [{role.value: one_row[role.value] for role in Role} for one_row in one.attributions]
        for one in theirs_docs
    }
    rng = random.Random(1)
    chosen = {one.id for one in rng.sample(documents, 20)}
    documents = [one for one in documents if one.id in chosen]
    found = {one.id: spoil(one, rng) for one in documents}
    rows = {id: as_rows(attributions) for id, attributions in found.items()}
    for subset in (None, *SUBSETS):
        theirs = scorer.score([one for one in theirs_docs if one.id in chosen], rows, subset or "all")
        expected = {name: (theirs[name].tp, theirs[name].pred, theirs[name].gold) for name in METRICS}
        assert as_tuples(score(documents, found, subset=subset)) == expected
