"""What is kept comes back as it was, once, and new versions and readings leave the old ones alone."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from tests.build import READER, attribution, reading

from sayso.errors import LedgerError, UsageError
from sayso.ledger import open_ledger, schema
from sayso.ledger.compact import compact, expand
from sayso.ledger.engine import reading_from
from sayso.ledger.ledger import Ledger
from sayso.ledger.store import Outcome
from sayso.records import Channel, Entity, EntityId, HolderType, Identity, ReaderInfo, Reading, Span

TEXT = "Mayor Ida Holm told the Tarn Post the bridge was safe. It is said to be old."
URL = "https://www.example.com/bridge"


def made(text: str = TEXT, **metadata: Any) -> Reading:
    """A reading with a named holder, a channel, and a statement of nobody's."""
    holm = Entity(
        EntityId("e1"), "Ida Holm", Identity.NAMED, HolderType.PERSON, (Span.of(text, 6, 14),), role="Mayor"
    )
    told = replace(
        attribution(
            text, source="Mayor Ida Holm", cue="told", content=re.findall("the bridge was \\w+", text)
        ),
        holder=holm.id,
        identity=Identity.NAMED,
        type=HolderType.PERSON,
        channels=(Channel("Tarn Post", Span.of(text, 24, 33)),),
    )
    said = replace(attribution(text, cue="It is said", content="to be old"), id="a2", identity=Identity.NONE)
    one = reading(text, [told, said], **metadata)
    return replace(one, entities=(holm,), attributions=(told, said))


def counts(ledger: Ledger) -> dict[str, int]:
    tables = ("article", "version", "reading", "entity", "attribution", "channel")
    with reading_from(ledger.engine) as connection:
        return {
            name: connection.execute(
                select(func.count()).select_from(schema.metadata.tables[name])
            ).scalar_one()
            for name in tables
        }


def live(ledger: Ledger) -> list[str]:
    columns = schema.attribution.c
    with reading_from(ledger.engine) as connection:
        return list(
            connection.execute(select(columns.content).where(columns.live).order_by(columns.id)).scalars()
        )


def test_a_reading_comes_back_as_it_was(ledger: Ledger) -> None:
    one = made(title="Bridge safe", outlet="Tarn Post", url=URL, published="2023-05-02")
    added = ledger.add_reading(one)
    assert added.outcome is Outcome.NEW
    assert ledger.reading(added.version_id).to_dict() == one.to_dict()


def test_the_same_text_twice_changes_nothing(ledger: Ledger) -> None:
    first = ledger.add_reading(made(url=URL))
    before = counts(ledger)
    again = ledger.add_reading(made(url=URL))
    assert again == replace(first, outcome=Outcome.KNOWN)
    assert counts(ledger) == before


def test_a_text_without_address_is_known_wherever_it_was_found(ledger: Ledger) -> None:
    first = ledger.add_reading(made(url=URL))
    assert ledger.add_reading(made()) == replace(first, outcome=Outcome.KNOWN)


def test_one_text_at_two_addresses_is_two_articles(ledger: Ledger) -> None:
    first, second = ledger.add_reading(made(url=URL)), ledger.add_reading(made(url=f"{URL}-copy"))
    assert first.article_id != second.article_id
    assert counts(ledger)["article"] == 2


def test_a_changed_text_is_a_new_version_and_searches_look_at_it(ledger: Ledger) -> None:
    first = ledger.add_reading(made(url=URL))
    second = ledger.add_reading(made(TEXT.replace("safe", "sound"), url=URL))
    assert (second.outcome, second.article_id) == (Outcome.VERSION, first.article_id)
    assert live(ledger) == ["the bridge was sound", "to be old"]
    assert ledger.reading(first.version_id).article.text == TEXT


def test_a_text_that_comes_back_is_live_again_without_a_copy(ledger: Ledger) -> None:
    changed = made(TEXT.replace("safe", "sound"), url=URL)
    first = ledger.add_reading(made(url=URL))
    ledger.add_reading(changed)
    back = ledger.add_reading(made(url=URL))
    assert back.version_id == first.version_id
    assert counts(ledger)["version"] == 2
    assert live(ledger) == ["the bridge was safe", "to be old"]


def test_another_reader_supersedes_and_overwrites_nothing(ledger: Ledger) -> None:
    first = ledger.add_reading(made(url=URL))
    newer = replace(made(url=URL), reader=ReaderInfo("sayso-test", "1", "sha256:" + "f" * 64))
    newer = replace(newer, attributions=newer.attributions[:1])
    second = ledger.add_reading(newer)
    assert (second.outcome, second.version_id) == (Outcome.REREAD, first.version_id)
    assert ledger.reading(first.version_id).reader == newer.reader
    assert live(ledger) == ["the bridge was safe"]
    assert counts(ledger)["attribution"] == 3


def test_a_span_that_says_something_else_is_refused_and_nothing_is_written(ledger: Ledger) -> None:
    one = made()
    wrong = replace(one.attributions[0], cue=(Span(15, 19, "said"),))
    with pytest.raises(LedgerError, match=r"text\[15:19\]") as raised:
        ledger.add_reading(replace(one, attributions=(wrong,)))
    assert raised.value.code == "span_mismatch"
    assert not any(counts(ledger).values())


def test_texts_that_no_database_takes_come_back_too(ledger: Ledger) -> None:
    text = "Mayor Ida Holm told the Tarn Post the bridge was safe\x00\ud800. It is said to be old\U0001f600."
    one = made(text, title="A \ud800 title")
    assert ledger.reading(ledger.add_reading(one).version_id).to_dict() == one.to_dict()


def test_people_meet_across_articles_by_full_name_only(ledger: Ledger) -> None:
    ledger.add_reading(made(url=URL))
    ledger.add_reading(made(url=f"{URL}-2"))
    lone = made(url=f"{URL}-3")
    ledger.add_reading(replace(lone, entities=(replace(lone.entities[0], name="Holm"),)))
    columns = schema.entity.c
    with reading_from(ledger.engine) as connection:
        rows = connection.execute(select(columns.name, columns.source_id).order_by(columns.id)).all()
    assert [name for name, _ in rows] == ["Ida Holm", "Ida Holm", "Holm"]
    assert rows[0].source_id == rows[1].source_id
    assert rows[0].source_id is not None
    assert rows[2].source_id is None


def test_an_outlet_is_told_by_its_domain_under_any_name(ledger: Ledger) -> None:
    ledger.add_reading(made(url=URL, outlet="Tarn Post"))
    ledger.add_reading(made(url="https://m.example.com/other", outlet="The Tarn Post online"))
    ledger.add_reading(made(TEXT + " Or so.", outlet="Tarn Post"))
    columns = schema.version.c
    with reading_from(ledger.engine) as connection:
        assert len(set(connection.execute(select(columns.outlet_id)).scalars())) == 1


def test_a_ledger_in_a_file_that_is_none_says_so(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dear editor, " * 400)
    with pytest.raises(LedgerError) as raised:
        open_ledger(path)
    assert raised.value.code == "ledger_damaged"


def test_there_is_nothing_to_open_where_nothing_was_made(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="sayso add") as raised:
        open_ledger(tmp_path / "none.db", create=False)
    assert raised.value.code == "no_ledger"
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("address", ["mysql://ida@here/news", "postgresql://ida@here:port/news"])
def test_an_address_that_leads_nowhere_says_so(address: str) -> None:
    with pytest.raises(UsageError, match="postgresql://"):
        open_ledger(address)


JSON = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=5), children, max_size=3)
    ),
    max_leaves=8,
)


@given(text=st.text(min_size=1), data=st.data())
def test_compacting_is_undone_by_expanding(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    value = {"spans": [Span.of(text, start, end).to_dict()], "rest": data.draw(JSON)}
    assert expand(compact(value, text), text) == value


def test_reader_of_the_builders_is_the_one_kept(ledger: Ledger) -> None:
    added = ledger.add_reading(made())
    assert ledger.find_known(made().article, READER.digest) == replace(added, outcome=Outcome.KNOWN)
    assert ledger.find_known(made().article, "sha256:other") is None
