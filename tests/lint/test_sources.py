"""Sources: unnamed ones, nobody's claims, other outlets' insiders."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.build import attribution, reading, span
from tests.lint.cases import example, find, found, holder, said

from sayso.records import AttributionId, Channel, EntityId, HolderType, Identity, Kind, Polarity, Stance

CRANE = example("S101", "Bad")
OFFICIAL = holder(CRANE, "a harbour official", "A harbour official")
STATED = said(
    CRANE, OFFICIAL, source="A harbour official", cue="said", content="the crane had failed two inspections"
)


def test_unnamed_source_without_a_reason_is_found_where_it_first_speaks() -> None:
    (finding,) = found("S101", reading(CRANE, [STATED], entities=(OFFICIAL,)))
    assert finding.message == '"a harbour official" is not named, and no reason is given'
    assert [one.exact for one in finding.spans] == ["A harbour official"]


def test_reason_in_the_sentence_silences() -> None:
    text = example("S101", "Better")
    source = text.split(", said")[0]
    official = holder(text, "a harbour official", source)
    stated = said(
        text,
        official,
        source=source,
        cue="[[said]] the crane",
        content="the crane had failed two inspections",
    )
    assert find("S101", text, [stated], official) == []


def test_reason_that_the_holder_carries_silences() -> None:
    known = replace(OFFICIAL, reason=span(CRANE, "two inspections"))
    assert find("S101", CRANE, [STATED], known) == []


@pytest.mark.parametrize(
    "name",
    [
        "the source",
        "a spokesman for the harbour",
        "harbour officials",
        "a witness",
        "an expert on cranes",
        "his mother",
        "fans",
        "",
    ],
)
def test_descriptions_that_are_no_single_source_are_let_be(name: str) -> None:
    assert find("S101", CRANE, [STATED], replace(OFFICIAL, name=name)) == []


@pytest.mark.parametrize(
    "name",
    [
        "an insider",
        "a person familiar with the matter",
        "one of the aides",
        "a palace source",
        "a friend of the king",
    ],
)
def test_descriptions_of_a_source(name: str) -> None:
    assert len(find("S101", CRANE, [STATED], replace(OFFICIAL, name=name))) == 1


def test_who_keeps_silent_is_no_source() -> None:
    text = "A harbour official declined to comment."
    official = holder(text, "a harbour official", "A harbour official")
    silent = said(text, official, source="A harbour official", cue="declined", content="to comment")
    assert find("S101", text, [silent], official) == []


def test_several_statements_make_one_finding() -> None:
    text = "An insider said it was late. Then the insider said it was over."
    insider = holder(text, "an insider", ["An insider", "the insider"])
    stated = [
        said(text, insider, source="An insider", cue="An insider [[said]]", content="it was late"),
        said(text, insider, source="the insider", cue="the insider [[said]]", content="it was over"),
    ]
    assert find("S101", text, stated, insider) == [
        '"an insider" is not named, and no reason is given (2 statements)'
    ]


def test_everything_is_silent_while_holders_are_unresolved() -> None:
    bare = attribution(
        CRANE, source="A harbour official", cue="said", content="the crane had failed two inspections"
    )
    assert find("S", CRANE, [bare]) == []


LIAR = example("S102", "Bad")
INSIDER = holder(LIAR, "an insider", "an insider")


def test_unnamed_attack_is_found_with_its_word() -> None:
    attack = said(
        LIAR, INSIDER, source="an insider", cue="said", content='"The minister is a liar,"', kind=Kind.OPINION
    )
    assert find("S102", LIAR, [attack], INSIDER) == [
        '"an insider" is not named and attacks ("liar"): "\'The minister is a liar,\'"'
    ]


def test_unnamed_opinion_is_found_and_fact_is_not() -> None:
    text = "The plan is fine, an insider said."
    insider = holder(text, "an insider", "an insider")
    view = said(text, insider, source="an insider", cue="said", content="The plan is fine", kind=Kind.OPINION)
    assert len(find("S102", text, [view], insider)) == 1
    assert find("S102", text, [replace(view, kind=Kind.FACT)], insider) == []
    assert find("S102", text, [replace(view, kind=None)], insider) == []


def test_named_attack_is_let_be() -> None:
    text = example("S102", "Better")
    venn = holder(text, "Orla Venn", "Orla Venn", identity=Identity.NAMED)
    attack = said(
        text,
        venn,
        source="Orla Venn",
        cue="said",
        content='"The minister misled the committee,"',
        kind=Kind.OPINION,
    )
    assert find("S102", text, [attack], venn) == []


RAIL = "Norland is about to sell its railways, a source close to the cabinet said.\n\n{}"


@pytest.mark.parametrize(
    ("second", "n"),
    [
        ("Trains ran late again, Ida Holm said.", 1),
        ("Norland would never sell its railways, Ida Holm said.", 0),
    ],
)
def test_main_claim_on_one_unnamed_source(second: str, n: int) -> None:
    text = RAIL.format(second)
    source = holder(text, "a source close to the cabinet", "a source close to the cabinet")
    holm = holder(text, "Ida Holm", "Ida Holm", id="e2", identity=Identity.NAMED)
    stated = [
        said(
            text,
            source,
            source="a source close to the cabinet",
            cue="cabinet [[said]]",
            content="Norland is about to sell its railways",
        ),
        said(text, holm, source="Ida Holm", cue="Holm [[said]]", content=second.split(", Ida")[0]),
    ]
    assert len(find("S103", text, stated, source, holm)) == n


@pytest.mark.parametrize(
    ("code", "name", "n"),
    [
        ("S104", "sources", 1),
        ("S104", "several unnamed sources", 1),
        ("S104", "sources close to the club", 0),
        ("S104", "government sources", 0),
        ("S104", "a source", 0),
        ("S105", "a source", 1),
        ("S105", "a well-placed source", 1),
        ("S105", "the mirror’s source", 0),
        ("S105", "a palace insider", 0),
        ("S105", "sources", 0),
        ("S108", "a spokeswoman for the harbour", 1),
        ("S108", "spokesmen", 1),
        ("S108", "an insider", 0),
        ("S109", "some experts", 1),
        ("S109", "an expert", 0),
        ("S110", "harbour officials", 1),
        ("S110", "an official", 0),
    ],
)
def test_what_the_description_says(code: str, name: str, n: int) -> None:
    assert len(find(code, CRANE, [STATED], replace(OFFICIAL, name=name))) == n


def test_words_that_tell_how_the_source_knows_describe_it() -> None:
    bare = replace(OFFICIAL, name="a source")
    assert find("S105", CRANE, [STATED], replace(bare, access=span(CRANE, "two inspections"))) == []


THOUGHT = example("S106", "Bad")


def test_nobodys_claim_is_found_at_its_cue() -> None:
    nobodys = said(THOUGHT, cue="It is thought", content="that the bridge will open in May")
    (finding,) = found("S106", reading(THOUGHT, [nobodys]))
    assert [one.exact for one in finding.spans] == ["It is thought"]
    for silent in (
        replace(nobodys, identity=None),
        replace(nobodys, stance=Stance.DOUBTED),
        replace(nobodys, polarity=Polarity.NEGATIVE),
    ):
        assert found("S106", reading(THOUGHT, [silent])) == ()


@pytest.mark.parametrize("cue", ["is expected", "apparently", "it is not known"])
def test_other_claims_without_a_holder_are_let_be(cue: str) -> None:
    text = f"The bridge {cue} to open in May."
    assert find("S106", text, [said(text, cue=cue, content="to open in May")]) == []


@pytest.mark.parametrize("tail", [", according to the builders", ", Ida Holm said"])
def test_somebody_in_the_sentence_answers_for_the_claim(tail: str) -> None:
    text = f"It is thought that the bridge will open in May{tail}."
    holm = holder(text, "Ida Holm", "Ida Holm" if "Holm" in tail else (), identity=Identity.NAMED)
    stated = [said(text, cue="It is thought", content="that the bridge will open in May")]
    if "Holm" in tail:
        stated.append(
            said(text, holm, source="Ida Holm", cue="said", content="that the bridge will open in May")
        )
    assert find("S106", text, stated, holm) == []


KING = example("S107", "Bad")
PALACE = holder(KING, "a palace insider", "A palace insider")


def told(*channels: str) -> list[str]:
    stated = said(
        KING,
        PALACE,
        source="A palace insider",
        cue="told",
        content="that the king would abdicate",
        channels=tuple(Channel(name, None) for name in channels),
    )
    return find("S107", KING, [stated], PALACE, outlet="The Daily Lantern")


def test_another_outlets_source_is_found_with_the_outlet() -> None:
    assert told("The Evening Comet") == [
        '"a palace insider" spoke to "The Evening Comet"; this article passes it on'
    ]


@pytest.mark.parametrize("channel", ["Telegram", "the daily lantern"])
def test_platforms_and_the_own_outlet_pass_nothing_on(channel: str) -> None:
    assert told(channel) == []
    assert told() == []


def test_outlet_that_holds_the_statement_around_is_the_channel() -> None:
    text = "The Evening Comet reported that a palace insider said the king would abdicate."
    comet = holder(
        text,
        "The Evening Comet",
        "The Evening Comet",
        id="e2",
        identity=Identity.NAMED,
        type=HolderType.OUTLET,
    )
    insider = holder(text, "a palace insider", "a palace insider")
    stated = [
        said(
            text,
            comet,
            source="The Evening Comet",
            cue="reported",
            content="that a palace insider said the king would abdicate",
        ),
        said(text, insider, source="a palace insider", cue="said", content="the king would abdicate"),
    ]
    assert len(find("S107", text, stated, comet, insider)) == 1
    assert find("S101", text, stated, comet, insider) == []


def test_outlet_may_be_the_articles_own_while_that_is_not_known() -> None:
    insider = said(
        KING,
        PALACE,
        source="A palace insider",
        cue="told",
        content="that the king would abdicate",
        channels=(Channel("The Evening Comet", None),),
    )
    comet = replace(
        PALACE, id=EntityId("e2"), name="Evening Comet", identity=Identity.NAMED, type=HolderType.OUTLET
    )
    elsewhere = replace(insider, id=AttributionId("a2"), channels=(Channel("Norland Post", None),))
    assert find("S107", KING, [insider], PALACE) == []
    assert len(find("S107", KING, [insider], PALACE, comet)) == 1
    assert len(find("S107", KING, [insider, elsewhere], PALACE)) == 1


def test_experts_with_a_name_among_them_are_let_be() -> None:
    text = "Experts believe the dam could fail.\n\nIt is old, said Ines Calder."
    experts = holder(text, "experts", "Experts", type=HolderType.GROUP)
    calder = holder(text, "Ines Calder", "Ines Calder", id="e2", identity=Identity.NAMED)
    vague = said(text, experts, source="Experts", cue="believe", content="the dam could fail")
    named = said(text, calder, source="Ines Calder", cue="said", content="It is old")
    assert len(find("S109", text, [vague], experts)) == 1
    assert find("S109", text, [vague, named], experts, calder) == []


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("sources", "how many, and in a position to know what?"),
        ("three sources", "in a position to know what?"),
    ],
)
def test_sources_that_are_counted_are_not_asked_for_their_number(name: str, question: str) -> None:
    assert find("S104", CRANE, [STATED], replace(OFFICIAL, name=name)) == [f'"{name}": {question}']
