"""One hand-built reading that has every shape an export must cope with, for the tests of this folder."""

from __future__ import annotations

from dataclasses import replace

from tests.build import attribution, reading

from sayso.records import AttributionId, Channel, Credit, Reading, Span

TITLE = "Kesh ‘has weeks to live’ and coup is ‘only a matter of time’, insiders claim"

STORY = "\n\n".join(
    [
        TITLE,
        "President Radomir Kesh reportedly collapsed at his lakeside villa last week and may hand over"
        " power by Christmas, The Evening Comet claimed, citing a palace insider who said"
        " “the doctors have given up”.",
        "“He is finished,” a retired general, who asked not to be named, told the Daily Lantern."
        " “If you ask me, nobody will fire a shot.",
        "“They will simply stop answering his telephone.”",
        "It is widely believed that the security chief, Boris Grishanov, would take over. Blogger Mira"
        " Dovzhan wrote that a surgeon had warned her that the operation “cannot wait”.",
        "His spokesman denied it: “Fairy tales.” Analysts fear and generals expect a struggle.",
        "Kesh’s office did not comment. – Additional reporting by Meridian News\n",
    ]
)


def tabloid(**metadata: object) -> Reading:
    """A tabloid story: nested, crossing, discontinuous and sourceless attributions, one without a cue."""
    made = [
        attribution(
            STORY,
            source="insiders",
            cue="insiders [[claim]]",
            content="Kesh ‘has weeks to live’ and coup is ‘only a matter of time’",
            mode="mixed",
            score=0.97,
        ),
        attribution(
            STORY,
            cue="reportedly",
            content=["President Radomir Kesh", "collapsed at his lakeside villa last week"],
            score=0.81,
        ),
        attribution(
            STORY,
            source="The Evening Comet",
            cue="Comet [[claimed]]",
            content=[
                "President Radomir Kesh",
                "collapsed at his lakeside villa last week and may hand over power by Christmas",
            ],
            score=0.93,
        ),
        attribution(
            STORY,
            source="a palace insider who",
            cue="who [[said]] “the",
            content="“the doctors have given up”",
            mode="direct",
            score=0.95,
            channels=(Channel("The Evening Comet", None),),
        ),
        attribution(
            STORY,
            source="a retired general, who asked not to be named,",
            cue="named, [[told]] the",
            content=[
                "“He is finished,”",
                "“If you ask me, nobody will fire a shot.",
                "“They will simply stop answering his telephone.”",
            ],
            mode="direct",
            score=0.99,
        ),
        attribution(
            STORY,
            cue="It is widely believed that",
            content="the security chief, Boris Grishanov, would take over",
            score=0.88,
        ),
        attribution(
            STORY,
            source="Blogger Mira Dovzhan",
            cue="wrote",
            content="that a surgeon had warned her that the operation “cannot wait”",
            mode="mixed",
        ),
        attribution(
            STORY,
            source="a surgeon",
            cue="had warned",
            content="that the operation “cannot wait”",
            mode="mixed",
            score=0.72,
        ),
        attribution(STORY, source="His spokesman", cue="denied", content="[[it]]: “Fairy", score=0.66),
        attribution(STORY, source="His spokesman", content="“Fairy tales.”", mode="direct", score=0.6),
        attribution(STORY, source="Analysts", cue="fear", content="a struggle", score=0.7),
        attribution(STORY, source="generals", cue="expect", content="a struggle", score=0.7),
    ]
    fields = {
        "title": TITLE,
        "outlet": "The Daily Lantern",
        "byline": "Dexter Pryce",
        "published": "2023-05-02",
        "url": "https://lantern.example/kesh",
        "credits": (Credit("Meridian News", None, "contribution"),),
    }
    return reading(STORY, made, **(fields | metadata))


def crossing() -> Reading:
    """Two contents that overlap without either holding the other."""
    text = "Ann says that it rains and Bob says so too."
    first = attribution(text, source="Ann", cue="Ann [[says]]", content="that it rains and Bob")
    second = attribution(text, source="Bob", cue="Bob [[says]]", content=["it rains and", "so too"])
    made = reading(text, [first, second])
    return replace(made, attributions=(made.attributions[0], replace(made.attributions[1], within=None)))


def odd(text: str, *places: tuple[int, int]) -> Reading:
    """A reading of any text whose attributions have cues at ``places`` and the rest as content."""
    made = reading(text)
    listed = []
    for number, (start, end) in enumerate(places, 1):
        rest = Span.of(text, end, len(text)) if end < len(text) else Span.of(text, 0, max(1, start))
        piece = attribution("x y", cue="x", content="y", id=f"a{number}")
        listed.append(
            replace(piece, id=AttributionId(f"a{number}"), cue=(Span.of(text, start, end),), content=(rest,))
        )
    return replace(made, attributions=tuple(listed))
