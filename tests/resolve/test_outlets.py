"""Outlets are found under names that lists hold, names that look like an outlet's and in places of one."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.records import Article
from sayso.resolve.outlets import find_outlets, own_outlets
from sayso.resolve.outlets.gazetteer import OutletKind, load_gazetteer
from sayso.resolve.outlets.names import bare_name, is_initials

EXAMPLES = Path(__file__).parents[2] / "examples"
PIECES = [
    *(
        "The Sun",
        "the Times",
        " told ",
        "Daily",
        " Mail",
        "'s ",
        "Reuters",
        " on Twitter",
        ". ",
        "\n",
        "\xa0",
    ),
    *(
        " according to ",
        "tarn.example",
        "@bo",
        "AP",
        " News",
        "Fox",
        "(",
        "“",
        "\ud800",
        "É",
        "the paper",
        " The ",
    ),
]


def found(text: str) -> list[str]:
    return [mention.name for mention in find_outlets(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It is over, he told Alder Question.", ["Alder Question"]),
        ("It is over, Alder Question reported.", ["Alder Question"]),
        ("It is over, reports Alder Question.", ["Alder Question"]),
        ("He wrote for the Alder Fix, a website for anglers, on Monday.", ["Alder Fix"]),
        ("He told Alder Question. In the end Alder Question closed.", ["Alder Question", "Alder Question"]),
        ("It is over, he told WKXT on Monday.", ["WKXT"]),
        ("Ida Holm of Radio Alder left.", ["Radio Alder"]),
        ("It is over, he told Tarn-based NPA News.", ["NPA News"]),
        ("It is over, he told BBC Radio Tarn.", ["BBC Radio Tarn"]),
        ("He told the Mirror Ida would come.", ["Mirror"]),
    ],
)
def test_outlet_that_no_list_holds(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "It is over, he told Mary.",
        "It is over, he told Prime Minister Holm.",
        "Ida Strandberg left. It is over, he told Strandberg.",
        "Ida Strandberg left. It is over, he told Strandbergg.",
        "It is over, he told Congress.",
        "It is over, he told Norway.",
        "It is over, Human Rights Watch reported.",
        "On Sunday Ineter closed.",
        "He told the Independent Commission that it was over.",
        "The new Apple Watch is said to be waterproof, she reported.",
        "An Italian newspaper closed.",
    ],
)
def test_others_that_are_told_something(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("She told the Washington Post that it was over.", "Washington Post"),
        ("She told The Washington Post that it was over.", "The Washington Post"),
        ("It is over, Reuters reported.", "Reuters"),
        ("It is over, the BBC's Bo Lund said.", "BBC"),
        ("She told BBC Radio 4 that it was over.", "BBC Radio 4"),
        ("She told KXTV-TV that it was over.", "KXTV-TV"),
        ("She told Breitbart Texas that it was over.", "Breitbart Texas"),
        ("She wrote on Facebook that it was over.", "Facebook"),
        ("She told el Nuevo Herald that it was over.", "el Nuevo Herald"),
        ("She said on “Meet the Press” that it was over.", "Meet the Press"),
        # Names that no list holds.
        ("She told the Tarn Valley Gazette that it was over.", "Tarn Valley Gazette"),
        ("She told Radio Alder that it was over.", "Radio Alder"),
        ("She told TarnWatch that it was over.", "TarnWatch"),
        ("It is over, according to harbournotes.example.", "harbournotes.example"),
        ("She told the website Shore Chatter that it was over.", "Shore Chatter"),
        ("She told 640AM The Tide that it was over.", "640AM The Tide"),
        ("She told QRN that it was over.", "QRN"),
        # Ordinary words, where the words around them speak of reporting.
        ("It is over, The Sun reported.", "The Sun"),
        ("She told the Guardian that it was over.", "Guardian"),
        ("It is over, according to Time magazine.", "Time magazine"),
        ("It is over, according to the Mirror.", "Mirror"),
        ("She told Fox that it was over.", "Fox"),
    ],
)
def test_outlet_is_found(text: str, name: str) -> None:
    assert found(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "The sun rose over the harbour, and The Sun is a star.",
        "She had a good time. Time was short, and People came.",
        "She looked into the Mirror of Tarn and saw a fox.",
        "She told the FBI that it was over, and told MPs so.",
        "She wrote in a letter to State Department lawyers.",
        "Mr Forbes and Michael Bloomberg said that it was over.",
        "She told Ida Holm that it was over.",
        "She sent a telegram on Monday.",
        "Write to bo@tarnherald.example or see pic.twitter.com/abc.",
        "THE SUN SHINES ON THE POST OFFICE",
    ],
)
def test_ordinary_words_are_no_outlets(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("The Sun", OutletKind.OUTLET),
        ("Reuters", OutletKind.AGENCY),
        ("Telegram", OutletKind.PLATFORM),
        ("YouTube", OutletKind.PLATFORM),
    ],
)
def test_kinds(name: str, kind: OutletKind) -> None:
    assert [mention.kind for mention in find_outlets(f"A video was shared on {name} on Monday.")] == [kind]


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("The Evening Comet had it. She told the Comet so.", ["The Evening Comet", "The Evening Comet"]),
        ("She told Meridian News. She told Meridian.", ["Meridian News", "Meridian News"]),
        ("The Norland Press Agency reported it. She told NPA.", ["The Norland Press Agency"] * 2),
        ("The Associated Press reported it. She told the AP.", ["The Associated Press"] * 2),
        ("She told NBC News. She told NBC.", ["NBC News"] * 2),
        ("The Daily Mail reported it. So did the Daily Mirror.", ["The Daily Mail", "Daily Mirror"]),
    ],
)
def test_short_forms_lead_to_the_fullest_name(text: str, canonical: list[str]) -> None:
    assert [mention.canonical for mention in find_outlets(text)] == canonical


@pytest.mark.parametrize(
    ("file", "names"),
    [
        (
            "tabloid-illness.txt",
            {"The Daily Lantern", "The Evening Comet", "Meridian News", "Tolmark Whispers"},
        ),
        ("stadium-debunk.txt", {"The Plain Ledger", "Shore Chatter", "Tide FM"}),
        ("ferry-rewrite.txt", {"The Alder Mercury", "Norland Press Agency", "Radio Alder"}),
        ("council-quotes.txt", {"Nethersby Courier"}),
        ("senate-speech.txt", set()),
    ],
)
def test_invented_outlets_of_the_examples_are_found(file: str, names: set[str]) -> None:
    mentions = find_outlets((EXAMPLES / file).read_text("utf-8"))
    assert {mention.canonical for mention in mentions} == names


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Harbour closed\n\nBy Ida Holm for The Tarn Herald\n\nIt is over.", ("The Tarn Herald",)),
        ("By Ida Holm, Chief Reporter, The Tarn Herald\n\nIt is over.", ("The Tarn Herald",)),
        ("Fact check by Ida Holm, The Plain Ledger\n\nIt is over.", ("The Plain Ledger",)),
        ("By Ida Holm\n\nIt is over, the Tarn Herald reported.", ()),
        ("It is over, said by many for The Tarn Herald to be true.", ()),
    ],
)
def test_own_outlet_is_read_from_the_byline(text: str, own: tuple[str, ...]) -> None:
    assert own_outlets(Article(text)) == own


def test_own_outlet_is_read_from_the_metadata() -> None:
    assert own_outlets(Article("It is over.", outlet="The Tarn Herald")) == ("The Tarn Herald",)


@pytest.mark.parametrize(
    ("short", "name", "same"),
    [
        ("NPA", "Norland Press Agency", True),
        ("AFP", "Agence France-Presse", False),
        ("T", "Times", False),
        ("TOI", "The Times of India", False),
        ("TI", "The Times of India", True),
    ],
)
def test_initials(short: str, name: str, same: bool) -> None:
    assert is_initials(short, name) is same


def test_gazetteer_holds_its_names_once_and_the_longest_first() -> None:
    entries = load_gazetteer().starting_with("Washington")
    assert "Washington Post" in {entry.name for entry in entries}
    assert len({entry.name for entry in entries}) == len(entries)
    assert all(len(one.name) >= len(two.name) for one, two in pairwise(entries))
    assert load_gazetteer().starting_with("Qwertz") == ()


@settings(deadline=None)  # the first example waits for the list of outlets
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=200))
def test_spans_slice_back_in_order_without_overlap(text: str) -> None:
    mentions = find_outlets(text)
    assert all(text[one.span.start : one.span.end] == one.span.exact for one in mentions)
    assert all(one.span.end <= two.span.start for one, two in pairwise(mentions))
    assert all(bare_name(one.name) for one in mentions)


@settings(deadline=None)  # the first example waits for the list of outlets
@given(st.text(max_size=100))
def test_no_space_that_does_not_break_hides_a_name(rest: str) -> None:
    text = "She told the\xa0Washington\xa0Post. " + rest
    assert text[13:28] in {mention.span.exact for mention in find_outlets(text)}
