"""Predictions: without a date, or with one that has passed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.build import span
from tests.lint.cases import example, find, holder, said

from sayso.records import Attribution, Certainty, Due, Identity, Kind, Stance

CROWN = "The crown will collapse, said Dr Ines Calder."
CALDER = holder(CROWN, "Ines Calder", "Dr Ines Calder", identity=Identity.NAMED)


def predicted(text: str, content: str, **more: object) -> Attribution:
    fields = {"source": "Dr Ines Calder", "cue": "said", "content": content, "kind": Kind.PREDICTION, **more}
    return said(text, CALDER, **fields)


def test_page_examples() -> None:
    bad, better = example("P101", "Bad"), example("P101", "Better")
    assert find("P101", bad, [predicted(bad, "The crown will collapse")], CALDER) == [
        'no date by which "The crown will collapse" could prove wrong'
    ]
    dated = "The crown will collapse before the end of June"
    assert find("P101", better, [predicted(better, dated)], CALDER) == []


@pytest.mark.parametrize(
    "more",
    [
        {"kind": None},
        {"kind": Kind.FACT},
        {"certainty": Certainty.POSSIBLE},
        {"stance": Stance.DOUBTED},
        {"due": Due(span(CROWN, "collapse"), "P1Y")},
    ],
)
def test_what_is_no_sure_prediction_or_has_a_due_date_is_let_be(more: dict[str, object]) -> None:
    assert find("P101", CROWN, [predicted(CROWN, "The crown will collapse", **more)], CALDER) == []


@pytest.mark.parametrize(
    "content",
    [
        "The crown will collapse if rates rise",
        "People will have to pay more",
        "The crown will soon collapse",
        "The crown collapses",
    ],
)
def test_conditions_times_and_properties_are_let_be(content: str) -> None:
    text = f"{content}, said Dr Ines Calder."
    assert find("P101", text, [predicted(text, content)], CALDER) == []


BRIDGE = "Mayor Ida Holm said the bridge would open by 1 May."
HOLM = holder(BRIDGE, "Ida Holm", "Mayor Ida Holm", identity=Identity.NAMED)
DUE = Due(span(BRIDGE, "by 1 May"), "2031-05-01", earliest=None, latest="2031-05-01")
OPENS = said(
    BRIDGE, HOLM, source="Mayor Ida Holm", cue="said", content="the bridge would open by 1 May", due=DUE
)


@pytest.mark.parametrize(
    ("published", "n"),
    [("2031-06-03", 1), ("2031-06-03T10:00:00Z", 1), ("2031-05-01", 0), ("2031-04-01", 0), (None, 0)],
)
def test_date_past_at_publication(published: str | None, n: int) -> None:
    messages = find("P102", BRIDGE, [OPENS], HOLM, published=published)
    assert len(messages) == n
    if n:
        assert messages[0].startswith('"by 1 May" was over by 2031-05-01, before publication on 2031-06-03')


def test_due_date_that_nothing_anchors_is_let_be() -> None:
    loose = replace(OPENS, due=replace(DUE, latest=None))
    assert find("P102", BRIDGE, [loose], HOLM, published="2031-06-03") == []
