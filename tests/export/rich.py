"""The tabloid example with everything that a reading can hold, filled in by hand, for the report's tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.build import attribution, reading, span

from sayso.records import (
    Attribution,
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
    HeadlineStance,
    HolderType,
    Identity,
    Kind,
    Likelihood,
    Match,
    Polarity,
    Reading,
    Severity,
    Span,
    Stance,
    Verdict,
    Why,
)

STORY = (Path(__file__).parents[2] / "examples" / "tabloid-illness.txt").read_text(encoding="utf-8")
TITLE = STORY.split("\n", 1)[0]

_HOLDERS: list[tuple[str, str, str, dict[str, object]]] = [
    (
        "ex-spy",
        "Alistair Venn",
        "named person",
        {
            "aliases": ("Sir Alistair", "ex-spy chief"),
            "role": "Sir",
            "affiliation": "Norland’s foreign intelligence service",
        },
    ),
    ("insider", "an unnamed palace insider", "unnamed person", {"aliases": ("the insider",)}),
    ("comet", "The Evening Comet", "named outlet", {"aliases": ("the Comet", "The paper")}),
    ("social", "social media users", "unnamed group", {}),
    ("expert", "one self-styled body language expert", "unnamed person", {}),
    (
        "guard",
        "a source close to the presidential guard",
        "unnamed person",
        {"access": "close to the presidential guard"},
    ),
    ("mira", "Mira Dovzhan", "named person", {"role": "exiled blogger"}),
    ("general", "a retired general", "unnamed person", {}),
    ("office", "the presidential office", "named organisation", {}),
    (
        "pavel",
        "Pavel Orlenko",
        "named person",
        {"role": "spokesman", "affiliation": "the presidential office", "aliases": ("Mr Orlenko",)},
    ),
    ("analysts", "some analysts", "unnamed group", {}),
    ("quaye", "Helen Quaye", "named person", {"role": "Dr", "affiliation": "Institute for Steppe Studies"}),
    (
        "diplomat",
        "a diplomat from a neighbouring country",
        "unnamed person",
        {
            "reason": "spoke on condition of anonymity",
            "access": "from a neighbouring country",
        },
    ),
    ("ministry", "Norland’s foreign ministry", "named organisation", {}),
]
_IDS = {key: EntityId(f"e{number}") for number, (key, *_) in enumerate(_HOLDERS, 1)}


def _entity(key: str, name: str, sort: str, more: dict[str, object]) -> Entity:
    identity, kind = sort.split()
    spans = {field: span(STORY, str(more[field])) for field in ("reason", "access") if field in more}
    fields = {**more, **spans}
    return Entity(_IDS[key], name, Identity(identity), HolderType(kind), (), **fields)  # type: ignore[arg-type]


_DOUBT = (Likelihood(span(STORY, "I [[doubt]] that"), "survey", 0.1, 0.3, 0.2),)
ENTITIES = tuple(_entity(*row) for row in _HOLDERS)


# Three lines each: holder, judgements, mode, source and cue; content; channel and due time with TIMEX3 value,
# first and last day. ``first words ... last words`` is all from the one to the other.
_ROWS = """\
ex-spy | prediction certain neutral | mixed | ex-spy chief | warns
    Sarvonia's strongman ... coup by Christmas
    - | coup [[by Christmas]] = 2023-12-25 - 2023-12-25
- | fact certain hedged | indirect | - | it has been claimed
    Sarvonian president ... the year
    - | before the end of the year = 2023 - 2023-12-31
- | prediction certain hedged | indirect | - | is [[reportedly]] due
    The 71-year-old strongman, who has ruled for 22 years, is // due to undergo surgery within weeks
    - | within weeks = PXW 2023-05-02 -
comet | prediction certain hedged | indirect | The Evening Comet | according to
    The 71-year-old ... he recovers
    - | -
insider | prediction certain hedged | indirect | an unnamed palace insider | cited
    due to undergo ... while he recovers
    comet | -
insider | prediction certain hedged | direct | the insider | is said to have told
    "The doctors told him that the operation cannot wait any longer," // "The date ... of May."
    told | in the second half of May = 2023-05 2023-05-16 2023-05-31
comet | fact certain endorsed | indirect | The paper | The paper [[admitted]]
    that it had been unable to verify the claims
    - | -
social | opinion possible neutral | indirect | Social media users | speculated
    that his puffy face was a sign of steroid treatment
    - | -
expert | opinion certain doubted | mixed | one self-styled body language expert | insisted
    that he was "a man in constant pain"
    - | -
ex-spy | fact certain neutral | mixed | Sir Alistair Venn, ... until 2011, | has told
    that a coup ... capital, Tolmark
    meridian | -
ex-spy | prediction certain neutral | direct | [[he]] told Meridian's | he [[told]] Meridian's
    "If you ask me, he is finished by Christmas," // "Nobody will ... his telephone."
    meridian again | finished [[by Christmas]] = 2023-12-25 - 2023-12-25
ex-spy | fact certain endorsed | mixed | [[Sir Alistair]] conceded | conceded
    that he had ... everybody else"
    meridian again | -
guard | fact certain neutral | indirect | A source close to the presidential guard | guard [[told]]
    that at ... in doubt
    - | -
guard | opinion certain neutral | direct | [[the source]] said | source [[said]]
    "They do not trust their own shadows at the moment,"
    - | -
mira | fact certain doubted | indirect | [[She]] alleged | alleged
    that a body ... Harvest Parade
    tolmark | -
mira | fact certain neutral | mixed | [[she]] wrote | wrote
    A retired ... already begun"
    tolmark again | -
general | fact certain neutral | mixed | A retired general | had warned
    that "the transition has already begun"
    tolmark again | -
office | fact certain neutral negative | indirect | The presidential office | has repeatedly denied
    that anything is wrong
    - | -
pavel | fact certain neutral | direct | his spokesman, Pavel Orlenko, | Orlenko, [[told]]
    "The president ... a day,"
    - | -
pavel | directive unknown neutral | indirect | [[Mr Orlenko]] declined | declined to
    declined to [[comment]]
    - | -
analysts | prediction probable neutral | indirect | Some analysts | analysts [[believe]]
    that he would be no more than a placeholder
    - | -
quaye | opinion probable neutral | direct | Dr Helen Quaye of the Institute for Steppe Studies | [[said]] Dr
    "Grishanov wants ... a week,"
    - | -
quaye | prediction probable neutral | indirect | [[She]] expects | expects
    parliament to be recalled by 15 June
    - | by 15 June = 2023-06-15 - 2023-06-15
diplomat | opinion certain neutral | indirect | A diplomat ... of anonymity, | cautioned against
    reading too much into the reports
    - | -
diplomat | prediction possible neutral | direct | [[she]] said. "One | she [[said]]. "One
    "We hear that he is dying roughly every six months," // "One day it will be true."
    - | -
ministry | intention certain neutral | indirect | Norland's foreign ministry | ministry [[said]]
    it did not comment on the health of other countries' leaders
    - | -
- | prediction probable hedged | indirect | - | It is thought that
    Kesh will ... 24 May
    - | on 24 May = 2023-05-24 2023-05-24 2023-05-24
"""


def _whole(piece: str) -> str:
    first, _, last = piece.partition(" ... ")
    if not last:
        return piece
    start = STORY.index(first)
    return STORY[start : STORY.index(last, start) + len(last)]


def _channels(given: str) -> tuple[Channel, ...]:
    if given == "-":
        return ()
    key, _, again = given.partition(" ")
    places = {"comet": "The Evening Comet", "told": "told the [[Comet]]", "meridian": "Meridian News"}
    where = span(STORY, places.get(key, "Tolmark Whispers"))
    name = "The Evening Comet" if key == "told" else where.exact
    return (Channel(name, where, inferred=bool(again)),)


def _due(given: str) -> Due | None:
    if given == "-":
        return None
    said, _, rest = given.partition(" = ")
    value, *days = (None if part == "-" else part for part in rest.split())
    return Due(span(STORY, said), value or "", *days)


def _held(lines: Sequence[str]) -> Attribution:
    by, judged, mode, source, cue = lines[0].split(" | ")
    through, when = lines[2].strip().split(" | ")
    entity = next((one for one in ENTITIES if by != "-" and one.id == _IDS[by]), None)
    kind, certainty, stance, *rejected = judged.split()
    return attribution(
        STORY,
        source=None if source == "-" else _whole(source),
        cue=cue,
        content=[_whole(piece) for piece in lines[1].strip().split(" // ")],
        mode=mode,
        identity=entity.identity if entity else "none",
        holder=entity.id if entity else None,
        type=entity.type if entity else HolderType.NONE,
        channels=_channels(through),
        kind=Kind(kind),
        certainty=Certainty(certainty),
        stance=Stance(stance),
        polarity=Polarity.NEGATIVE if rejected else Polarity.POSITIVE,
        due=_due(when),
        likelihoods=_DOUBT if "Grishanov wants" in lines[1] else (),
        scores={"stance": 0.91, "kind": 0.84, "certainty": 0.88},
        why=(
            Why("holder", "rule", "name"),
            Why("stance", "cue", span(STORY, cue).exact),
            Why("kind", "model", "judgements/kind 1.0"),
        ),
    )


def _attributions() -> list[Attribution]:
    lines = _ROWS.splitlines()
    return [_held(lines[at : at + 3]) for at in range(0, len(lines), 3)]


def _headline() -> HeadlineCheck:
    def words(piece: str) -> Span:
        return span(TITLE, piece)

    return HeadlineCheck(
        related=True,
        score=0.98,
        stance=HeadlineStance.DISCUSS,
        quotes=(
            HeadlineQuote(
                words("has just months to live"),
                Match.NONE,
                span(STORY, "he is dying roughly every six months"),
            ),
        ),
        claims=(
            HeadlineClaim(
                words("Sarvonia's strongman 'has just months to live'"),
                Verdict.NOT_FOUND,
                "No statement of the body gives him months to live.",
                support=(AttributionId("a2"),),
                score=0.81,
            ),
            HeadlineClaim(
                words("WILL be ousted in palace coup by Christmas, ex-spy chief warns"),
                Verdict.OVERSTATED,
                "The body says could where the headline says WILL.",
                support=(AttributionId("a11"), AttributionId("a2")),
                passage=span(STORY, "he is finished by Christmas"),
                score=0.77,
            ),
        ),
    )


def _findings() -> tuple[Finding, ...]:
    def found(rule: str, message: str, severity: str, *pieces: str) -> Finding:
        return Finding(
            rule, message, tuple(span(STORY, _whole(piece)) for piece in pieces), Severity(severity)
        )

    return (
        found("H101", "“has just months to live” stands nowhere in the body", "error"),
        found("S105", "it is claimed, but not by whom", "warning", "it has been claimed"),
        found(
            "C301",
            "hedged twice: “reportedly” and “according to”",
            "note",
            "is [[reportedly]] due",
            "according to",
        ),
        found(
            "S106",
            "an unnamed source of The Evening Comet is passed on",
            "warning",
            "an unnamed palace insider",
        ),
        found("W701", "“admitted” takes a side", "note", "The paper [[admitted]]"),
        found(
            "S101",
            "“a source close to the presidential guard” is not named, and no reason is given",
            "warning",
            "A source close to the presidential guard",
        ),
        found("P401", "a prediction without any date", "note", '"Nobody will ... his telephone."'),
        found("S105", "it is thought, but not by whom", "warning", "It is thought that"),
    )


def enriched(**metadata: object) -> Reading:
    """The tabloid example as an editor would judge it."""
    fields = {
        "title": TITLE,
        "outlet": "The Daily Lantern",
        "byline": "Dexter Pryce for The Daily Lantern",
        "published": "2023-05-02",
        "path": "examples/tabloid-illness.txt",
        "entities": ENTITIES,
        "headline": _headline(),
        "findings": _findings(),
    }
    return reading(STORY, _attributions(), **(fields | metadata))
