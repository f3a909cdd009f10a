"""The terminal shows who says what, through whom, how surely, at any width, and obeys nothing in the text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.build import attribution, reading, span

from sayso.export.table import render_table
from sayso.records import (
    AttributionId,
    Certainty,
    Channel,
    Due,
    Entity,
    EntityId,
    Finding,
    HeadlineCheck,
    HeadlineClaim,
    HeadlineQuote,
    HolderType,
    Identity,
    Kind,
    Likelihood,
    Match,
    Polarity,
    Reading,
    Span,
    Stance,
    Verdict,
)

TITLE = "Pier ‘will be gone by spring’, council warned"
TEXT = (
    f"{TITLE}\n\nThe pier could be gone by spring, a harbour insider reportedly told The Dock Courier. He"
    " said that two beams had cracked. It is thought that nobody checked them. Mayor Ida Holm denied it.\n"
)
WIDTHS = [20, 40, 60, 80, 89, 90, 100, 120, 160, 250]
PLAIN = [
    attribution(TEXT, source="council", cue="warned", content="Pier ‘will be gone by spring’"),
    attribution(
        TEXT,
        source="a harbour insider",
        cue="reportedly told",
        content="The pier could be gone by spring",
    ),
    attribution(TEXT, source="He", cue="He [[said]]", content="that two beams had cracked"),
    attribution(TEXT, cue="It is thought", content="that nobody checked them"),
    attribution(TEXT, source="Mayor Ida Holm", cue="denied", content="denied [[it]]."),
]
COURIER = Channel("The Dock Courier", span(TEXT, "The Dock Courier"))
NEUTRAL: dict[str, Any] = {"stance": Stance.NEUTRAL, "certainty": Certainty.CERTAIN, "kind": Kind.FACT}
UNNAMED: dict[str, Any] = {"holder": EntityId("e1"), "identity": Identity.UNNAMED}
JUDGEMENTS: list[dict[str, Any]] = [
    {},
    {
        **UNNAMED,
        "channels": (COURIER,),
        "stance": Stance.HEDGED,
        "certainty": Certainty.POSSIBLE,
        "kind": Kind.PREDICTION,
        "due": Due(span(TEXT, "gone [[by spring]], a"), "2024-SP", "2024-03-01", "2024-05-31"),
        "likelihoods": (Likelihood(span(TEXT, "could"), "survey", 0.2, 0.6, 0.4),),
    },
    {**UNNAMED, **NEUTRAL, "channels": (replace(COURIER, inferred=True),)},
    {**NEUTRAL, "identity": Identity.NONE, "certainty": Certainty.PROBABLE},
    {**NEUTRAL, "identity": Identity.NAMED, "holder": EntityId("e2"), "polarity": Polarity.NEGATIVE},
]


def judged(**metadata: Any) -> Reading:
    """A reading with all that the stages can fill in, and a first attribution with nothing of it."""
    made = [replace(item, **judgement) for item, judgement in zip(PLAIN, JUDGEMENTS, strict=True)]
    words = Span.of(TITLE, 6, 28)
    check = HeadlineCheck(
        related=True,
        quotes=(HeadlineQuote(words, Match.NONE, span(TEXT, "could be gone by spring")),),
        claims=(HeadlineClaim(Span.of(TITLE, 0, 10), Verdict.OVERSTATED, "“could” became “will”"),),
    )
    entities = (
        Entity(EntityId("e1"), "a harbour insider", Identity.UNNAMED, HolderType.PERSON, ()),
        Entity(EntityId("e2"), "Ida Holm", Identity.NAMED, HolderType.PERSON, ()),
    )
    findings = (Finding("S101", "no reason for not being named", ()),)
    fields = {"entities": entities, "headline": check, "findings": findings, "title": TITLE}
    return reading(TEXT, made, **(fields | metadata))


def plain(**metadata: Any) -> Reading:
    """The same reading while nothing is resolved or judged."""
    return reading(TEXT, PLAIN, **({"title": TITLE} | metadata))


def shown(made: Reading, width: int) -> str:
    return " ".join(render_table(made, width=width, color=False).split())


def heading(made: Reading, width: int) -> list[str]:
    """The titles of the columns."""
    lines = render_table(made, width=width, color=False).splitlines()
    rule = next((at for at, line in enumerate(lines) if line.startswith("─")), 0)
    return re.split(r" {2,}", lines[rule - 1].strip()) if rule else []


@pytest.mark.parametrize("make", [plain, judged])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(make: Any, width: int) -> None:
    lines = render_table(make(), width=width, color=False).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("width", [40, 80, 90, 120, 250])
def test_every_attribution_shows_who_cue_content_and_where(width: int) -> None:
    made = plain(outlet="Fjord Post", published="2024-02-03")
    seen = shown(made, width)
    for item in made.attributions:
        assert f"{item.start}–{item.end}" in seen
    for words in ("council", "(nobody named)", "Mayor Ida Holm", "warned", "Fjord Post · 2024-02-03"):
        assert words in seen
    assert "5 attributions: 4 with a source, 1 without a source" in seen


@pytest.mark.parametrize("width", [60, 80, 250])
def test_every_judgement_shows(width: int) -> None:
    seen = shown(judged(), width)
    for words in (
        "a harbour insider (unnamed)",
        "possible · hedged",
        "prediction",
        "2024-03-01 to 2024-05-31",
        "probable",
        "fact · rejected",
        "20–60 %",
        "median 40 %",
        "(survey)",
    ):
        # In columns a phrase may be broken over lines with other columns between its words.
        assert words in seen or all(word in seen for word in words.split()), words
    assert "Ida Holm" in seen


@pytest.mark.parametrize("width", [90, 100, 120, 160])
def test_folding_columns_loses_no_judgement(width: int) -> None:
    seen = shown(judged(), width)
    for word in ("Courier", "(unnamed)", "(inferred)", "hedged", "rejected", "2024-05-31", "(survey)"):
        assert word in seen


def test_columns_are_folded_into_one_another_as_the_terminal_narrows() -> None:
    assert heading(judged(), 250) == [
        "Who", "Through", "Cue", "Content", "How sure", "Kind", "Due", "Where"
    ]  # fmt: skip
    assert heading(judged(), 120)[-3:] == ["How sure", "Kind, due", "Where"]
    assert heading(judged(), 90)[0] == "Who, through"
    assert heading(judged(), 89) == []


@pytest.mark.parametrize("width", [90, 120, 250])
def test_columns_that_nothing_fills_are_left_out(width: int) -> None:
    assert heading(plain(), width) == ["Who", "Cue", "Content", "Where"]


@pytest.mark.parametrize("width", [80, 250])
def test_on_record_unnamed_and_nobody_differ_without_color(width: int) -> None:
    seen = shown(judged(), width)
    assert "a harbour insider (unnamed)" in seen
    assert "(nobody named)" in seen
    assert not re.search(r"Ida Holm \((unnamed|nobody)", seen)


def test_holder_stands_where_the_article_has_a_pronoun_and_shows_it() -> None:
    assert "a harbour insider “He” (unnamed)" in shown(judged(), 80)
    assert "Mayor Ida Holm" not in shown(judged(), 80)  # the name says it all


def test_claim_held_by_nobody_with_words_for_a_source_is_marked() -> None:
    text = "Rumours say that it rains."
    made = attribution(text, source="Rumours", cue="say", content="that it rains", identity="none")
    assert "Rumours (nobody’s)" in shown(reading(text, [made]), 80)


def test_chain_runs_from_the_nearest_channel() -> None:
    text = "Bo said it rains, The Comet wrote on Telegram."
    through = (Channel("Telegram", None), Channel("The Comet", None, inferred=True))
    made = attribution(text, source="Bo", cue="said", content="it rains", channels=through)
    assert "via Telegram ← The Comet (inferred)" in shown(reading(text, [made]), 80)


def test_header_sums_up_and_names_what_is_wrong_with_the_headline() -> None:
    lines = render_table(judged(), width=250, color=False).splitlines()
    assert lines[0] == TITLE
    assert lines[1] == (
        "5 attributions: 1 on record by 1 person, 2 unnamed, 1 nobody’s, 1 not resolved; 1 prediction,"
        " 1 dated; headline: 1 quote not in the body, 1 statement surer than the body; 1 finding, see sayso"
        " lint"
    )
    assert lines[2:4] == [
        "! headline: “will be gone by spring” is not in the body; nearest is “could be gone by spring”",
        "! headline: “Pier ‘will” is surer than the body: “could” became “will”",
    ]


def test_quote_inside_a_doubtful_statement_is_not_told_twice() -> None:
    quote = HeadlineQuote(Span.of(TITLE, 6, 28), Match.NONE)
    claim = HeadlineClaim(Span.of(TITLE, 0, 29), Verdict.NOT_FOUND, "the words are nowhere in the body")
    seen = shown(judged(headline=HeadlineCheck(quotes=(quote,), claims=(claim,))), 250)
    assert seen.count("! headline:") == 1
    assert "is not found in the body: the words are nowhere in the body" in seen


def test_long_list_of_headline_problems_is_cut() -> None:
    quotes = (HeadlineQuote(Span.of(TITLE, 0, 4), Match.NONE),) * 9
    seen = shown(judged(headline=HeadlineCheck(quotes=quotes)), 120)
    assert seen.count("! headline: “Pier” is not in the body") == 5
    assert "! headline: and 4 more, see sayso lint" in seen


def test_attributions_come_in_order_with_nested_ones_indented() -> None:
    text = "Ann says that Bob said that it rains."
    made = [
        attribution(text, source="Ann", cue="says", content="that Bob said that it rains"),
        attribution(text, source="Bob", cue="said", content="[[that it]] rains"),
    ]
    assert re.search(r"(?m)^ 1 +Ann .*\n 2 +└ Bob", render_table(reading(text, made), width=120, color=False))
    assert "\n  2 Bob said" in render_table(reading(text, made), width=40, color=False)


def test_numbers_of_long_lists_stay_whole() -> None:
    text = "Bo said so. " * 110
    made = [
        replace(
            attribution("Bo said so.", source="Bo", cue="said", content="so"),
            source=(Span.of(text, at, at + 2),),
            cue=(Span.of(text, at + 3, at + 7),),
            content=(Span.of(text, at + 8, at + 10),),
        )
        for at in range(0, len(text), 12)
    ]
    for width in (80, 120):
        assert "\n110 " in render_table(reading(text, made), width=width, color=False)


def test_long_content_is_shortened_at_a_word() -> None:
    text = "Bo said " + "word " * 500
    made = reading(text, [attribution(text, source="Bo", cue="said", content=text[8:].strip())])
    seen = shown(made, 80)
    assert "word word…" in seen
    assert len(seen) < 500


@pytest.mark.parametrize("width", [40, 120])
def test_only_color_brings_escape_sequences(width: int) -> None:
    assert "\x1b" not in render_table(judged(), width=width, color=False)
    assert "\x1b[1;36m" in render_table(judged(), width=width, color=True)


@pytest.mark.parametrize("width", [40, 90, 120, 250])
def test_color_changes_no_character(width: int) -> None:
    colored = re.sub(r"\x1b\[[\d;]*m", "", render_table(judged(), width=width, color=True))
    plain_lines = render_table(judged(), width=width, color=False).splitlines()
    assert [line.rstrip() for line in colored.splitlines()] == plain_lines


@pytest.mark.parametrize("width", [40, 90, 250])
def test_content_of_nothing_visible_leaves_its_column_empty(width: int) -> None:
    text = "Bo said \n\u2028 there."
    made = attribution(text, source="Bo", cue="said", content=" \n\u2028 ")
    assert "Bo" in shown(reading(text, [made]), width)


def test_reading_without_attributions_says_so() -> None:
    assert render_table(reading("It rains."), width=80, color=False) == (
        "It rains.\n0 attributions\n\nNo attributions found.\n"
    )


def test_holder_that_the_entities_lack_falls_back_to_the_source() -> None:
    assert "Mayor Ida Holm" in shown(judged(entities=()), 80)


@pytest.mark.parametrize("width", [40, 120])
def test_control_and_direction_characters_do_not_reach_the_terminal(width: int) -> None:
    text = "\x1b[2J\x9b31mEvil\x07 \u202eliar\u2066 said [bold]:smile:[/bold] \x00\ud800 now"
    source = "\x1b[2J\x9b31mEvil\x07 \u202eliar\u2066"
    evil = attribution(
        text,
        source=source,
        cue="said",
        content=text[-30:],
        holder=EntityId("e1"),
        channels=(Channel("\x1b[5m\u202e", None),),
        due=Due(Span.of(text, 0, 12), "\x1b"),
        likelihoods=(Likelihood(Span.of(text, 0, 12), "\x1b[lens", 0.1, 0.2),),
    )
    check = HeadlineCheck(quotes=(HeadlineQuote(Span(0, 3, "\x1b[H"), Match.NONE, Span.of(text, 0, 9)),))
    entity = Entity(EntityId("e1"), f"{source} \u2067", Identity.NAMED, HolderType.PERSON, ())
    made = reading(
        text,
        [evil],
        title="\x1b]0;owned\x07",
        outlet="a\nb",
        path="\u202e",
        headline=check,
        entities=[entity],
    )
    seen = render_table(made, width=width, color=False)
    seen.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", seen)
    assert "[bold]:smile:[/bold]" in " ".join(seen.split())
    assert "␛[2J" in seen


def odd(text: str, start: int, end: int) -> Reading:
    """A reading of any text: a cue at a place in it, every other field filled with pieces of it as well."""
    piece, rest = Span.of(text, start, end), Span.of(text, end, len(text))
    made = replace(
        attribution("x y", cue="x", content="y"),
        id=AttributionId("a1"),
        cue=(piece,),
        content=(rest,),
        source=(piece,),
        holder=EntityId("e1"),
        identity=Identity.UNNAMED,
        channels=(Channel(text, piece, inferred=True),),
        due=Due(rest, text),
        likelihoods=(Likelihood(rest, piece.exact, 0.1, 0.9),),
    )
    entity = Entity(EntityId("e1"), rest.exact, Identity.UNNAMED, HolderType.PERSON, (rest,))
    return reading(text, [made], link=False, entities=[entity])


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(), min_size=2, max_size=80), st.integers(1, 260), st.data())
def test_any_text_fits_any_width(text: str, width: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    made = odd(text, start, data.draw(st.integers(start + 1, len(text) - 1)))
    seen = render_table(made, width=width, color=False)
    seen.encode("utf-8")
    assert max(cell_len(line) for line in seen.splitlines()) <= max(width, 20)
