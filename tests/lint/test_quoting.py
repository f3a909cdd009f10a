"""Quotations: unclosed ones, those without a holder, holders named late."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.build import attribution, reading
from tests.lint.cases import example, find, found, holder, said

from sayso.records import Identity

DOORS = example("Q103", "Bad")
QUOTE = '"We were told to leave the doors locked every night."'


@pytest.mark.parametrize("code", ["Q101", "Q102"])
def test_page_example_is_found_and_its_better_form_is_not(code: str) -> None:
    assert len(find(code, example(code, "Bad"), [])) == 1
    assert find(code, example(code, "Better"), []) == []


def test_one_finding_a_paragraph_and_the_mark_is_its_place() -> None:
    text = 'It is done," he said. And late," he said.\n\nYes," she said.'
    findings = found("Q102", reading(text))
    assert [one.spans[0].start for one in findings] == [text.index('"'), text.rindex('"')]
    assert findings[0].message == 'a quotation closes here that never opened: "It is done,"'


def test_quote_of_nobody_is_found() -> None:
    stray = attribution(DOORS, source="The inquiry", content="goes on")
    assert find("Q103", DOORS, [stray]) == [
        'nobody is named as saying "We were told to leave the doors locked every night."'
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{QUOTE} The line was Ana Reyes's, told on Monday.",
        'The book "How the Ferry Fire Changed Norland For Ever" sold well.',
        'They call it "the fire of the century" here.',
        f"The sign reads:\n\n{QUOTE}",
    ],
)
def test_titles_slogans_and_words_near_a_verb_of_speech_are_let_be(text: str) -> None:
    first = attribution("Yes, he said.", source="he", cue="said", content="Yes")
    assert find("Q103", text, [first], link=False) == []


def test_text_that_was_not_read_has_no_quotes_of_nobody() -> None:
    assert find("Q103", DOORS, []) == []


def test_held_quote_is_let_be_and_one_judged_to_be_nobodys_is_not() -> None:
    holm = holder(DOORS, "Ana Reyes", (), identity=Identity.NAMED)
    held = said(DOORS, holm, source="The inquiry", content=QUOTE, mode="direct")
    assert find("Q103", DOORS, [held], holm) == []
    nobodys = said(DOORS, content=QUOTE, mode="direct")
    assert len(find("Q103", DOORS, [nobodys])) == 1
    assert find("Q103", DOORS, [replace(nobodys, identity=None)]) == []


def long_quote(n_sentences: int) -> str:
    return (
        '"'
        + " ".join(f"We checked the fire doors on the lower deck in week {n}." for n in range(n_sentences))
        + '"'
    )


@pytest.mark.parametrize(("n_sentences", "n"), [(2, 0), (8, 1)])
def test_holder_named_after_a_long_quote_is_late(n_sentences: int, n: int) -> None:
    quote = long_quote(n_sentences)
    text = f"{quote} said Ana Reyes."
    late = attribution(text, source="Ana Reyes", cue="said", content=quote, mode="direct")
    assert len(find("Q104", text, [late])) == n


def test_holder_named_before_a_long_quote_is_not_late() -> None:
    quote = long_quote(8)
    text = f"Ana Reyes said: {quote}"
    early = attribution(text, source="Ana Reyes", cue="said:", content=quote, mode="direct")
    assert find("Q104", text, [early]) == []
