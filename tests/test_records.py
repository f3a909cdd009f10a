"""Records are frozen, slice exactly and survive their own JSON form."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.build import attribution, reading

from sayso.records import (
    Article,
    Attribution,
    AttributionId,
    Channel,
    Credit,
    Due,
    Entity,
    EntityId,
    Failure,
    Finding,
    HolderType,
    Identity,
    Mode,
    ReaderInfo,
    Reading,
    Role,
    Span,
    Stance,
    Why,
)

TEXT = "Ida Holm said the bridge was safe."
ANY_TEXT = st.text(st.characters(), min_size=1, max_size=60)
MAYBE = st.none() | st.text(max_size=10)


@st.composite
def spans_of(draw: st.DrawFn, text: str, *, least: int = 0) -> tuple[Span, ...]:
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(
        lambda place: place[0] != place[1]
    )
    chosen = draw(st.lists(places, min_size=least, max_size=3))
    return tuple(Span.of(text, *sorted(place)) for place in chosen)


@st.composite
def attributions_of(draw: st.DrawFn, text: str) -> Attribution:
    due = st.none() | st.builds(Due, st.just(Span(0, 4, "soon")), st.text(max_size=5), MAYBE, MAYBE)
    return Attribution(
        id=AttributionId(draw(st.text(max_size=4))),
        source=draw(spans_of(text)),
        cue=draw(spans_of(text)),
        content=draw(spans_of(text, least=1)),
        mode=draw(st.sampled_from(Mode)),
        score=draw(st.integers(0, 10_000)) / 10_000,
        within=draw(MAYBE),
        holder=draw(MAYBE),
        channels=tuple(Channel(name, None) for name in draw(st.lists(st.text(max_size=5), max_size=2))),
        identity=draw(st.none() | st.sampled_from(Identity)),
        stance=draw(st.none() | st.sampled_from(Stance)),
        due=draw(due),
        why=tuple(draw(st.lists(st.builds(Why, st.text(), st.text(), st.text()), max_size=2))),
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(ANY_TEXT)
    span = Span.of(text, 0, 1)
    article = Article(
        text=text,
        path=draw(MAYBE),
        title=draw(MAYBE),
        published=draw(MAYBE),
        credits=tuple(
            draw(st.lists(st.builds(Credit, st.text(), st.sampled_from([None, span]), st.text()), max_size=2))
        ),
        title_span=draw(st.sampled_from([None, span])),
        encoding=draw(MAYBE),
        found=draw(st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=2)),
    )
    return Reading(
        article=article,
        attributions=tuple(draw(st.lists(attributions_of(text), max_size=3))),
        reader=ReaderInfo("sayso-test", "0", "sha256:0"),
        entities=(Entity(EntityId("e1"), "x", Identity.UNNAMED, HolderType.GROUP, (span,)),),
        findings=(Finding("H101", "look", (span,)),),
    )


@settings(deadline=None, max_examples=50)
@given(readings())
def test_reading_comes_back_from_its_dict(made: Reading) -> None:
    assert Reading.from_dict(made.to_dict()) == made


@settings(deadline=None, max_examples=50)
@given(readings())
def test_writing_the_dict_twice_changes_nothing(made: Reading) -> None:
    once = made.to_dict()
    assert Reading.from_dict(once).to_dict() == once


@settings(deadline=None, max_examples=50)
@given(readings())
def test_every_span_slices_back(made: Reading) -> None:
    text = made.article.text
    spans = [span for item in made.attributions for role in Role for span in item.spans(role)]
    assert all(text[span.start : span.end] == span.exact for span in spans)
    assert all(item.start < item.end for item in made.attributions)


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(), max_size=40))
def test_any_text_has_an_id_that_only_the_text_decides(text: str) -> None:
    article = Article(text=text, title="One", outlet="Two")
    assert article.id == Article(text=text).id
    assert article.id != Article(text=text + "x").id
    assert len(article.id) == len("sha256:") + 64


def test_keys_keep_the_order_of_the_contract() -> None:
    holm = attribution(TEXT, source="Ida Holm", cue="said", content="the bridge was safe")
    data = reading(TEXT, [holm]).to_dict()
    assert list(data)[:10] == [
        *("schema", "id", "path", "url", "title", "outlet", "byline", "published", "language", "text")
    ]
    assert list(data["attributions"][0])[:5] == ["id", "source", "cue", "content", "mode"]
    assert list(data["attributions"][0]["source"][0]) == ["start", "end", "exact"]


def test_unjudged_keys_are_present_and_null_or_empty() -> None:
    row = attribution(TEXT, source="Ida Holm", cue="said", content="the bridge was safe").to_dict()
    unjudged = ("within", "holder", "identity", "type", "stance", "certainty", "polarity", "kind", "due")
    assert [row[key] for key in unjudged] == [None] * len(unjudged)
    assert (row["via"], row["why"]) == ([], [])


def test_keys_of_later_versions_are_passed_over() -> None:
    holm = attribution(TEXT, source="Ida Holm", cue="said", content="the bridge was safe")
    data = reading(TEXT, [holm]).to_dict()
    data["mood"] = "calm"
    data["attributions"][0]["mood"] = "calm"
    assert Reading.from_dict(data) == reading(TEXT, [holm])


@pytest.mark.parametrize("place", [(3, 3), (5, 2), (-1, 4), (0, len(TEXT) + 1)])
def test_span_outside_the_text_is_refused(place: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="does not lie in a text"):
        Span.of(TEXT, *place)


@pytest.mark.parametrize(
    "record",
    [
        Span.of(TEXT, 0, 3),
        Article(text=TEXT),
        attribution(TEXT, content="Ida Holm"),
        reading(TEXT),
        Failure("a.pdf", "binary", "not text"),
        Why("mode", "rule", "quotes"),
    ],
    ids=lambda record: type(record).__name__,
)
def test_records_are_frozen(record: object) -> None:
    name = dataclasses.fields(record)[0].name  # type: ignore[arg-type]
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, name, None)


def test_attribution_begins_and_ends_with_its_outermost_parts() -> None:
    text = "“A,” Bo said. “B.”"
    bo = attribution(text, source="Bo", cue="said", content=["“A,”", "“B.”"])
    assert (bo.start, bo.end) == (0, len(text))


def test_relays_name_each_credited_outlet_once_in_order() -> None:
    credits = tuple(Credit(name, None, "agency") for name in ("Fjord Radio", "Holm Post", "Fjord Radio"))
    assert Article(text=TEXT, credits=credits).relays == ("Fjord Radio", "Holm Post")


def test_failure_has_the_shape_of_the_contract() -> None:
    assert Failure("a.pdf", "binary", "not text").to_dict() == {
        "schema": "sayso/1",
        "path": "a.pdf",
        "error": {"code": "binary", "message": "not text"},
    }
