"""Chains run from the publisher to the holder, and hold nothing that the article does not say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.build import attribution, reading, span

from sayso.records import Channel, Credit, Entity, EntityId, HolderType, Identity, Reading, Span
from sayso.resolve.chain import Link, LinkKind, chain_of, chains_of

TEXT = (
    'A palace insider told the Comet: "The date has been moved twice." (NPA) Others doubt it, it is thought.'
)
INSIDER = Entity(
    EntityId("e1"), "a palace insider", Identity.UNNAMED, HolderType.PERSON, (span(TEXT, "A palace insider"),)
)
NPA = Credit("NPA", span(TEXT, "NPA"), "agency")


def insider(*channels: str, **metadata: object) -> Reading:
    told = attribution(
        TEXT,
        source="A palace insider",
        cue="told",
        content='"The date has been moved twice."',
        holder=EntityId("e1"),
        identity="unnamed",
        channels=tuple(Channel(name, span(TEXT, "Comet") if name == "Comet" else None) for name in channels),
    )
    return reading(TEXT, [told], entities=(INSIDER,), **metadata)


def names(made: Reading) -> list[tuple[str, str | None]]:
    return [(link.kind.value, link.name) for link in chain_of(made, made.attributions[0])]


def test_all_links_stand_in_order() -> None:
    made = insider("Comet", outlet="The Daily Lantern", credits=(NPA,))
    assert chain_of(made, made.attributions[0]) == (
        Link(LinkKind.PUBLISHER, "The Daily Lantern"),
        Link(LinkKind.RELAY, "NPA", span(TEXT, "NPA")),
        Link(LinkKind.CHANNEL, "Comet", span(TEXT, "Comet")),
        Link(LinkKind.HOLDER, "a palace insider", span(TEXT, "A palace insider"), Identity.UNNAMED),
    )


def test_publisher_is_never_invented() -> None:
    made = insider("Comet", url="https://lantern.example/1", credits=(NPA,))
    assert [kind for kind, _ in names(made)] == ["relay", "channel", "holder"]


def test_an_outlet_stands_in_a_chain_once() -> None:
    made = insider("NPA", "The Comet", outlet="the comet", credits=(NPA,))
    assert names(made) == [("publisher", "the comet"), ("relay", "NPA"), ("holder", "a palace insider")]


def test_help_with_the_reporting_is_no_link() -> None:
    helped = (Credit("NPA", None, "contribution"), Credit("Tarn Herald", None, "first"))
    assert names(insider(credits=helped)) == [("holder", "a palace insider")]


def test_holder_that_is_its_own_channel_stands_last_only() -> None:
    text = "The Comet said that it was true."
    comet = Entity(EntityId("e1"), "Comet", Identity.NAMED, HolderType.OUTLET, (span(text, "The Comet"),))
    said = attribution(
        text,
        source="The Comet",
        cue="said",
        content="that it was true",
        holder=EntityId("e1"),
        channels=(Channel("The Comet", None), Channel("Meridian News", None)),
    )
    made = reading(text, [said], entities=(comet,))
    assert names(made) == [("channel", "Meridian News"), ("holder", "Comet")]


def test_nobody_is_a_holder_without_a_name() -> None:
    thought = attribution(TEXT, cue="it is thought", content="Others doubt it", identity="none")
    made = reading(TEXT, [thought])
    assert chain_of(made, made.attributions[0]) == (Link(LinkKind.HOLDER, None, None, Identity.NONE),)


def test_unresolved_holder_is_given_as_written() -> None:
    told = attribution(TEXT, source="A palace insider", cue="told", content="The date has been moved twice")
    made = reading(TEXT, [told])
    assert names(made) == [("holder", "A palace insider")]
    assert chain_of(made, made.attributions[0])[-1].identity is None


def test_all_chains_at_once() -> None:
    made = insider("Comet", outlet="The Daily Lantern")
    assert chains_of(made) == {item.id: chain_of(made, item) for item in made.attributions}


def test_link_as_json() -> None:
    link = Link(LinkKind.CHANNEL, "Comet", Span(26, 31, "Comet"), inferred=True)
    assert link.to_dict() == {
        "kind": "channel",
        "name": "Comet",
        "span": {"start": 26, "end": 31, "exact": "Comet"},
        "identity": None,
        "inferred": True,
    }


@given(
    st.lists(st.sampled_from(["NPA", "Comet", "The Comet", "Meridian News"]), max_size=5),
    st.sampled_from([None, "The Comet", "NPA"]),
)
def test_holder_stands_last_and_no_name_twice(channels: list[str], outlet: str | None) -> None:
    links = chain_of(made := insider(*channels, outlet=outlet, credits=(NPA,)), made.attributions[0])
    kinds = list(LinkKind)
    assert links[-1].name == "a palace insider"
    assert [kinds.index(link.kind) for link in links] == sorted(kinds.index(link.kind) for link in links)
    bare = [(link.name or "").removeprefix("The ").casefold() for link in links]
    assert len(bare) == len(set(bare))
