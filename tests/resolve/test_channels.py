"""Statements get the channels that the article names for them, nearest first, and no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.build import attribution, linked, spans

from sayso.records import Article, Attribution, Entity, EntityId, HolderType, Identity, Span
from sayso.resolve.channels import find_channels

Statement = tuple[str | None, str | None, str | Sequence[str], str | None]
"""Source, cue, content and the holder's name."""

OUTLETS = {"Tarn Herald", "Sun", "Harbour News", "Reuters"}
PIECES = [
    *(
        '"It is over," ',
        "she told ",
        "Reuters",
        ". ",
        "\n",
        "He said on Twitter ",
        "The Sun reported that ",
        "it",
    ),
    *(
        " in an interview with ",
        "the Tarn Herald",
        "’s Bo Lund",
        " tweeted",
        ", ",
        "“",
        "”",
        "told the paper",
        "\xa0",
    ),
]


def entity_of(name: str, number: int, text: str) -> Entity:
    kind = HolderType.OUTLET if name in OUTLETS else HolderType.PERSON
    identity = Identity.UNNAMED if name.islower() else Identity.NAMED
    at = max(0, text.casefold().find(name.casefold()))
    mention = Span.of(text, at, min(len(text), at + len(name)))
    return Entity(EntityId(f"e{number}"), name, identity, kind, (mention,))


def read(text: str, statements: Sequence[Statement], **metadata: Any) -> tuple[Attribution, ...]:
    """Find the channels of statements given as source, cue, content and holder."""
    names = list(dict.fromkeys(holder for *_, holder in statements if holder))
    entities = tuple(entity_of(name, number, text) for number, name in enumerate(names, 1))
    ids = {one.name: one.id for one in entities}
    made = linked(
        attribution(text, source=source, cue=cue, content=content, holder=ids.get(holder or ""))
        for source, cue, content, holder in statements
    )
    return find_channels(Article(text, **metadata), made, entities)


def via(text: str, *statements: Statement, **metadata: Any) -> list[list[str]]:
    return [list(item.via) for item in read(text, statements, **metadata)]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "channel"),
    [
        (
            "Ida Holm told the Tarn Herald that it was over.",
            "Ida Holm",
            "told",
            "that it was over",
            "Tarn Herald",
        ),
        ('"It is over," Ida Holm told Reuters.', "Ida Holm", "told", '"It is over,"', "Reuters"),
        ('"It is over," Ida Holm said on Radio Alder.', "Ida Holm", "said", '"It is over,"', "Radio Alder"),
        (
            "In an interview with the Tarn Herald, Ida Holm said it was over.",
            "Ida Holm",
            "said",
            "it was over",
            "Tarn Herald",
        ),
        ("Speaking to Reuters, Ida Holm said it was over.", "Ida Holm", "said", "it was over", "Reuters"),
        ("On Twitter, Ida Holm called it over.", "Ida Holm", "called", "it over", "Twitter"),
        ("Ida Holm tweeted that it was over.", "Ida Holm", "tweeted", "that it was over", "Twitter"),
        (
            "In a Facebook post, Ida Holm wrote that it was over.",
            "Ida Holm",
            "wrote",
            "that it was over",
            "Facebook",
        ),
        (
            "Ida Holm wrote on his Facebook page that it was over.",
            "Ida Holm",
            "wrote",
            "that it was over",
            "Facebook",
        ),
        (
            "In a video shared on Telegram, Ida Holm said it was over.",
            "Ida Holm",
            "said",
            "it was over",
            "Telegram",
        ),
        (
            "Ida Holm was quoted by Reuters as saying it was over.",
            "Ida Holm",
            "saying",
            "it was over",
            "Reuters",
        ),
        (
            "It is over, the Tarn Herald's Ida Holm said.",
            "the Tarn Herald's Ida Holm",
            "said",
            "It is over",
            "Tarn Herald",
        ),
        ("Ida Holm of Reuters said it was over.", "Ida Holm of Reuters", "said", "it was over", "Reuters"),
        (
            "An official who spoke to Reuters said it was over.",
            "An official who spoke to Reuters",
            "said",
            "it was over",
            "Reuters",
        ),
        (
            "It is over, according to documents seen by Reuters.",
            "documents seen by Reuters",
            "according to",
            "It is over",
            "Reuters",
        ),
        (
            "Ida Holm told Fox News host Bo Lund that it was over.",
            "Ida Holm",
            "told",
            "that it was over",
            "Fox News",
        ),
        ("Ida Holm refuted the claim to Reuters.", "Ida Holm", "refuted", "the claim", "Reuters"),
        ("It is over — Ida Holm (@holm) May 3", "Ida Holm (@holm)", "—", "It is over", "Twitter"),
    ],
)
def test_channel_named_beside_a_statement(
    text: str, source: str, cue: str, content: str, channel: str
) -> None:
    assert via(text, (source, cue, content, "Ida Holm")) == [[channel]]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Ida Holm said that Reuters was wrong.", "Ida Holm", "said", "that Reuters was wrong"),
        ("Ida Holm criticised Reuters for the story.", "Ida Holm", "criticised", "Reuters for the story"),
        (
            "Ida Holm, president of Fox News, said it was over.",
            "Ida Holm, president of Fox News,",
            "said",
            "it was over",
        ),
        (
            "Former Reuters reporter Ida Holm said it was over.",
            "Former Reuters reporter Ida Holm",
            "said",
            "it was over",
        ),
        ("Ida Holm told the FBI that it was over.", "Ida Holm", "told", "that it was over"),
        ("Ida Holm told reporters that it was over.", "Ida Holm", "told", "that it was over"),
        ("Reuters left. Ida Holm said it was over.", "Ida Holm", "said", "it was over"),
        ("Ida Holm told him that Reuters was late.", "Ida Holm", "told", "that Reuters was late"),
    ],
)
def test_outlet_that_nothing_came_through_is_no_channel(
    text: str, source: str, cue: str, content: str
) -> None:
    assert via(text, (source, cue, content, "Ida Holm")) == [[]]


def test_outlet_passes_on_what_stands_in_its_statement() -> None:
    text = "The Sun reports that an insider told CNN that it was over."
    outer: Statement = ("The Sun", "reports", "that an insider told CNN that it was over", "Sun")
    inner: Statement = ("an insider", "told", "that it was over", "an insider")
    assert via(text, outer, inner) == [[], ["The Sun", "CNN"]]


def test_channel_goes_on_into_what_the_holder_passes_on() -> None:
    text = '"We heard nothing from the ministry," Ida Holm told Reuters.'
    outer: Statement = ("Ida Holm", "told", '"We heard nothing from the ministry,"', "Ida Holm")
    inner: Statement = ("the ministry", "heard", "nothing", "the ministry")
    assert via(text, outer, inner) == [["Reuters"], ["Reuters"]]


def test_cited_source_came_through_the_outlet_that_cites_it() -> None:
    text = "Citing an unnamed source, the Tarn Herald reports that it is over."
    citing: Statement = ("an unnamed source", "Citing", "that it is over", "an unnamed source")
    report: Statement = ("the Tarn Herald", "reports", "that it is over", "Tarn Herald")
    assert sorted(via(text, citing, report)) == [[], ["Tarn Herald"]]


TWO = (
    'Ida Holm told Reuters that it was over. "I am glad," she added. Bo Lund said no. '
    'Ida Holm told the Sun: "No."'
)
TWO_SAID: tuple[Statement, ...] = (
    ("[[Ida Holm]] told Reuters", "[[told]] Reuters", "that it was over", "Ida Holm"),
    ("she", "added", '"I am glad,"', "Ida Holm"),
    ("Bo Lund", "said", "no", "Bo Lund"),
    ("[[Ida Holm]] told the Sun", "[[told]] the Sun", '"No."', "Ida Holm"),
)


def test_channel_carries_on_to_the_same_holder_until_another_is_named() -> None:
    assert via(TWO, *TWO_SAID) == [["Reuters"], ["Reuters"], [], ["Sun"]]


def test_carried_channel_is_marked_and_explained() -> None:
    first, second, third, _ = read(TWO, TWO_SAID)
    assert [channel.inferred for channel in (*first.channels, *second.channels)] == [False, True]
    assert [(reason.by, reason.words) for reason in first.why] == [("cue", "told Reuters")]
    assert [reason.judgement for reason in second.why] == ["via"]
    assert third.why == ()
    span = first.channels[0].span
    assert span is not None
    assert TWO[span.start : span.end] == "Reuters"
    assert second.channels[0].span == span


def test_platform_is_left_with_the_post() -> None:
    text = 'Ida Holm tweeted that it was over. "For good," she added. Later she said at home that it was not.'
    said: tuple[Statement, ...] = (
        ("Ida Holm", "tweeted", "that it was over", "Ida Holm"),
        ("[[she]] added", "added", '"For good,"', "Ida Holm"),
        ("[[she]] said", "said", "that it was not", "Ida Holm"),
    )
    assert via(text, *said) == [["Twitter"], ["Twitter"], []]


@pytest.mark.parametrize(
    ("after", "source", "cue"),
    [
        ("In a speech on Monday she said it was over.", "she", "[[said]] it"),
        ("She told supporters it was over.", "She", "She [[told]]"),
        ("She had said it was over.", "She", "had said"),
    ],
)
def test_channel_does_not_carry_on_to_words_said_elsewhere(after: str, source: str, cue: str) -> None:
    text = f"Ida Holm told Reuters that it rained. {after}"
    told: Statement = ("Ida Holm", "Holm [[told]] Reuters", "that it rained", "Ida Holm")
    assert via(text, told, (source, cue, "it was over", "Ida Holm")) == [["Reuters"], []]


def test_debate_that_an_outlet_holds_is_no_channel() -> None:
    text = "Ida Holm said at the CNBC debate that it was over."
    assert via(text, ("Ida Holm", "said", "that it was over", "Ida Holm")) == [[]]


def test_who_asks_the_questions_speaks_there_too() -> None:
    text = 'Ida Holm told Fox News host Bo Lund that it was over. "Really?" Lund asked.'
    told: Statement = ("Ida Holm", "told", "that it was over", "Ida Holm")
    asked: Statement = ("[[Lund]] asked", "asked", '"Really?"', "Bo Lund")
    assert via(text, told, asked) == [["Fox News"], ["Fox News"]]


def test_the_paper_is_the_outlet_named_last() -> None:
    text = 'The Evening Comet had the story. "It is over," Ida Holm told the paper.'
    found = read(text, [("Ida Holm", "told", '"It is over,"', "Ida Holm")])
    assert found[0].via == ("The Evening Comet",)
    assert found[0].channels[0].span == spans(text, "paper")[0]


def test_reporter_stands_for_the_outlet() -> None:
    text = 'The Tarn Herald\'s Bo Lund called. "It is over," Ida Holm told Lund. Per Lund, Eva Strand agreed.'
    told: Statement = ("Ida Holm", "Holm [[told]] Lund", '"It is over,"', "Ida Holm")
    assert via(text, told) == [["The Tarn Herald"]]


def test_former_reporter_stands_for_nothing() -> None:
    text = 'A former Tarn Herald reporter Bo Lund called. "It is over," Ida Holm told Lund.'
    assert via(text, ("Ida Holm", "told", '"It is over,"', "Ida Holm")) == [[]]


@pytest.mark.parametrize(
    ("text", "source", "cue", "channel"),
    [
        ("Ida Holm said in a tweet that it was over.", "Ida Holm", "said", "Twitter"),
        ("Redditor holm77 said that it was over.", "Redditor holm77", "said", "Reddit"),
        ("Ida Holm @holm77 posted that it was over.", "Ida Holm @holm77", "posted", "Twitter"),
        ("A Facebook update said that it was over.", "A Facebook update", "said", "Facebook"),
    ],
)
def test_platform_is_known_by_what_is_written_there(text: str, source: str, cue: str, channel: str) -> None:
    assert via(text, (source, cue, "that it was over", "Ida Holm")) == [[channel]]


def test_interview_of_before_is_its_outlets() -> None:
    text = 'Ida Holm spoke to Reuters on Monday. "I was not there," Bo Lund said in the interview.'
    assert via(text, ("Bo Lund", "said", '"I was not there,"', "Bo Lund")) == [["Reuters"]]


def test_report_names_no_channel_of_itself() -> None:
    text = "It is over, according to a report in the Tarn Herald."
    said: Statement = ("a report in the Tarn Herald", "according to", "It is over", "a report")
    assert via(text, said) == [[]]


def test_what_an_outlet_says_behind_a_statement_brought_it() -> None:
    text = "It is over, Ida Holm said, according to Reuters."
    said: Statement = ("Ida Holm", "said", "It is over", "Ida Holm")
    report: Statement = ("Reuters", "according to", "It is [[over]]", "Reuters")
    assert via(text, said, report)[0] == ["Reuters"]


def test_whom_an_outlet_interviews_speaks_through_it() -> None:
    text = "The Tarn Herald interviewed the mayor, Ida Holm. Holm said that it was over."
    assert via(text, ("[[Holm]] said", "said", "that it was over", "Ida Holm")) == [["The Tarn Herald"]]


SPOKEN_OF = "Ida Holm lost her job, the Tarn Herald reported. {} that it was over."


@pytest.mark.parametrize(
    ("sentence", "source", "cue", "channels"),
    [
        ("Holm says", "[[Holm]] says", "says", ["Tarn Herald"]),
        ("Ida Holm, a clerk, says", "Ida Holm, a clerk", "says", []),
        ("Last year Holm said", "[[Holm]] said", "said", []),
        ("In a press release Holm said", "[[Holm]] said", "said", []),
    ],
)
def test_whom_a_report_speaks_of_speaks_through_it(
    sentence: str, source: str, cue: str, channels: list[str]
) -> None:
    assert via(SPOKEN_OF.format(sentence), (source, cue, "that it was over", "Ida Holm")) == [channels]


def test_one_official_speaks_where_officials_did() -> None:
    text = "Two officials told Reuters that it was over. One official said that it rained. A driver said no."
    said: tuple[Statement, ...] = (
        ("Two officials", "told", "that it was over", "two officials"),
        ("One official", "[[said]] that it rained", "that it rained", "one official"),
        ("A driver", "[[said]] no", "no", "a driver"),
    )
    assert via(text, *said) == [["Reuters"], ["Reuters"], []]


def test_workplace_is_no_channel_beside_another_one() -> None:
    text = "Reuters' Ida Holm wrote in an essay for the Tarn Herald that it was over."
    said: Statement = ("Reuters' Ida Holm", "wrote", "that it was over", "Ida Holm")
    assert via(text, said) == [["Tarn Herald"]]


@pytest.mark.parametrize("outlet", ["POLITICO", "USA TODAY", "The Huffington Post"])
def test_outlet_that_names_itself_is_no_channel(outlet: str) -> None:
    text = f"Ida Holm told {outlet} that it was over."
    assert via(text, ("Ida Holm", "told", "that it was over", "Ida Holm")) == [[]]


@pytest.mark.parametrize("source", ["Reuters anchor Ida Holm", "A Reuters source"])
def test_who_works_at_an_outlet_may_speak_for_himself(source: str) -> None:
    assert via(f"{source} warned that it was over.", (source, "warned", "that it was over", "Ida Holm")) == [
        []
    ]


def test_platform_that_is_spoken_of_is_no_channel() -> None:
    text = "After the row on Twitter, Ida Holm told Reuters that it was over."
    assert via(text, ("Ida Holm", "told", "that it was over", "Ida Holm")) == [["Reuters"]]


def test_outlet_that_was_told_is_the_channel() -> None:
    text = "The Tarn Herald was told that it was over."
    assert via(text, ("The Tarn Herald", "was told", "that it was over", None)) == [["The Tarn Herald"]]


def test_two_outlets_joined_by_and_are_both_channels() -> None:
    text = "Ida Holm told Reuters and the Tarn Herald that it was over."
    assert via(text, ("Ida Holm", "told", "that it was over", "Ida Holm")) == [["Reuters", "Tarn Herald"]]


def test_programme_is_part_of_its_outlet() -> None:
    text = 'Ida Holm said on ABC\'s "This Week" that it was over.'
    assert via(text, ("Ida Holm", "said", "that it was over", "Ida Holm")) == [["ABC"]]


@pytest.mark.parametrize(
    "metadata", [{"outlet": "The Tarn Herald"}, {"byline": "By Bo Lund for The Tarn Herald"}]
)
def test_own_outlet_is_no_channel(metadata: dict[str, str]) -> None:
    text = "Ida Holm told the Tarn Herald that it was over."
    assert via(text, ("Ida Holm", "told", "that it was over", "Ida Holm"), **metadata) == [[]]


def test_outlet_is_no_channel_of_its_own_statements() -> None:
    text = "The Tarn Herald said on its site tarn.example that it was over. The Tarn Herald, it said, knew."
    first: Statement = ("[[The Tarn Herald]] said", "[[said]] on", "that it was over", "Tarn Herald")
    second: Statement = ("[[it]] said", "it [[said]]", "knew", "Tarn Herald")
    assert all("Tarn Herald" not in channels for channels in via(text, first, second))


def test_statement_without_known_holder_still_gets_what_stands_beside_it() -> None:
    text = 'Ida Holm told Reuters that it was over. "I am glad," she added.'
    told = attribution(text, source="Ida Holm", cue="told", content="that it was over")
    added = attribution(text, source="she", cue="added", content='"I am glad,"')
    assert [item.via for item in find_channels(Article(text), linked([told, added]), ())] == [
        ("Reuters",),
        (),
    ]


def test_quotation_keeps_the_channel_of_its_frame_out() -> None:
    text = '"The doctors told him it was over," the insider is said to have told Reuters.'
    told = attribution(text, source="The doctors", cue="[[told]] him", content="it was over")
    assert [item.via for item in find_channels(Article(text), (told,), ())] == [()]


def test_nothing_to_do_without_attributions() -> None:
    assert find_channels(Article("Reuters reported it."), (), ()) == ()


@st.composite
def scenes(draw: st.DrawFn) -> tuple[str, tuple[Attribution, ...], tuple[Entity, ...]]:
    """A text of odd pieces with attributions anywhere in it."""
    text = "".join(draw(st.lists(st.sampled_from(PIECES), min_size=4, max_size=30)))
    place = st.integers(0, len(text) - 1)
    entities = tuple(entity_of(name, number, text) for number, name in enumerate(("Ida Holm", "Sun"), 1))
    made = []
    for _ in range(draw(st.integers(1, 6))):
        at = sorted(draw(st.lists(place, min_size=6, max_size=6)))
        pieces = [Span.of(text, low, max(high, low + 1)) for low, high in zip(at[::2], at[1::2], strict=True)]
        order = draw(st.permutations(pieces))
        blank = attribution(text, content=None)
        holder = draw(st.sampled_from([None, *(one.id for one in entities)]))
        made.append(replace(blank, source=(order[0],), cue=(order[1],), content=(order[2],), holder=holder))
    return text, linked(made), entities


@settings(deadline=None)  # the first example waits for the list of outlets
@given(scenes())
def test_spans_slice_back_and_nothing_else_changes(
    scene: tuple[str, tuple[Attribution, ...], tuple[Entity, ...]],
) -> None:
    text, attributions, entities = scene
    found = find_channels(Article(text), attributions, entities)
    for before, after in zip(attributions, found, strict=True):
        assert replace(after, channels=(), why=()) == before
        assert bool(after.channels) == bool(after.why)
        names = [channel.name.casefold().removeprefix("the ") for channel in after.channels]
        assert len(names) == len(set(names))
        for channel in after.channels:
            assert channel.span is not None
            assert text[channel.span.start : channel.span.end] == channel.span.exact
    assert find_channels(Article(text), attributions, entities) == found
