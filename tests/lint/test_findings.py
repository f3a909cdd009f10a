"""All rules together: order, silence where nothing is filled, any text, pages for every rule."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.build import attribution, reading
from tests.export.stories import crossing, tabloid
from tests.lint.cases import holder, said

from sayso.errors import UsageError
from sayso.lint import RULES, RuleChoice, explain, find_findings
from sayso.lint.registry import FAMILIES, family_page
from sayso.records import Attribution, Finding, Identity, Mode, Reading, Span

EVERY = RuleChoice(select=("ALL",))
DOCS = Path(__file__).parents[2] / "docs" / "reference" / "rules"


def test_findings_come_in_text_order_without_doubles() -> None:
    text = 'An insider said yes," and Holm admitted it.'
    insider = holder(text, "an insider", "An insider")
    stated = [
        said(text, insider, source="An insider", cue="said", content="yes"),
        attribution(text, source="Holm", cue="admitted", content="it."),
    ]
    one = reading(text, stated, entities=(insider,))
    findings = find_findings(one)
    assert [finding.rule for finding in findings] == ["S101", "S105", "Q102", "W101"]
    assert find_findings(replace(one, findings=findings)) == findings
    assert all(text[span.start : span.end] == span.exact for finding in findings for span in finding.spans)


@pytest.mark.parametrize("one", [tabloid(), crossing()])
def test_messages_are_one_line_and_spans_are_slices(one: Reading) -> None:
    for finding in find_findings(one, EVERY):
        assert finding.message.isprintable()
        assert Finding.from_dict(finding.to_dict()) == finding
        for span in finding.spans:
            assert one.article.text[span.start : span.end] == span.exact


def test_per_file_ignores_go_by_the_path_of_the_article() -> None:
    one = reading('Yes," he said.', path="wires/a.txt")
    assert find_findings(one) != ()
    assert find_findings(one, RuleChoice(per_file_ignores={"wires/*": ("Q",)})) == ()


PIECES = st.text(alphabet="aB .,\n\"'“”:7é\ud800\u2028", min_size=1, max_size=60)


@st.composite
def odd_readings(draw: st.DrawFn) -> Reading:
    text = draw(PIECES) + " An insider reportedly admitted it is thought " + draw(PIECES)
    cuts = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 20))

    def pieces() -> tuple[Span, ...]:
        found = draw(st.lists(cuts, max_size=2))
        return tuple(sorted(Span.of(text, at, min(len(text), at + n)) for at, n in found))

    insider = holder(text, draw(st.sampled_from(["an insider", "sources", "", "Ida Grishanov"])), ())
    insider = replace(insider, identity=draw(st.sampled_from(Identity)))
    attributions = []
    for _ in range(draw(st.integers(0, 3))):
        source, cue, content = pieces(), pieces(), pieces()
        if source or cue or content:
            made = said(text, insider, content=(), mode=draw(st.sampled_from(Mode)))
            attributions.append(replace(made, source=source, cue=cue, content=content))
    return reading(text, attributions, entities=(insider,))


@settings(max_examples=150, deadline=None)
@given(odd_readings())
def test_odd_readings_give_findings_and_no_errors(one: Reading) -> None:
    for finding in find_findings(one, EVERY):
        assert "\n" not in finding.message
        for span in finding.spans:
            assert one.article.text[span.start : span.end] == span.exact


@pytest.mark.parametrize("text", ["", " ", "\n\n", '"', "“"])
def test_almost_nothing_is_fine(text: str) -> None:
    find_findings(reading(text), EVERY)


def test_many_statements_get_as_many_findings_as_each_alone() -> None:
    unit = 'An insider reportedly admitted it could possibly be so, and it is thought "that it is likely '

    def n_findings(n: int) -> int:
        text = unit * n
        insider = holder(text, "an insider", ())
        attributions: list[Attribution] = []
        for number in range(n):
            at = number * len(unit)
            made = said(text, insider, content=(), id=f"a{number}")
            parts = ((0, 10), (22, 30), (31, 52))
            source, cue, content = ((Span.of(text, at + a, at + b),) for a, b in parts)
            attributions.append(replace(made, source=source, cue=cue, content=content))
        one = reading(text, attributions, link=False, entities=(insider,))
        return sum(finding.rule == "W101" for finding in find_findings(one, EVERY))

    assert n_findings(2000) == 2000 * n_findings(1)


def test_codes_are_letters_of_families_and_three_digits() -> None:
    assert all(re.fullmatch(r"[A-Z]\d{3}", rule.code) for rule in RULES)
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.code[0] == letter for letter, (_, _, rules) in FAMILIES.items() for rule in rules)


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_every_rule_has_a_page_with_reason_examples_and_standard(code: str) -> None:
    page = explain(code.lower())
    assert page.startswith(f"# {code} ")
    for part in ("**Why.** ", "**Bad**\n\n> ", "**Better**\n\n> ", "**Standard.** ", "**Silent where** "):
        assert page.count(part) == 1


def test_unknown_rule_has_no_page() -> None:
    with pytest.raises(UsageError, match="'S999' is not a rule"):
        explain("S999")


@pytest.mark.parametrize("letter", list(FAMILIES))
def test_documentation_has_the_pages_of_each_family(letter: str) -> None:
    """To write one anew, print ``family_page("S")`` into its file."""
    assert (DOCS / f"{FAMILIES[letter][0]}.md").read_text("utf-8") == family_page(letter)


def test_documentation_has_no_page_of_a_family_that_is_gone() -> None:
    assert {path.stem for path in DOCS.glob("*.md")} == {name for name, _, _ in FAMILIES.values()}
