"""What a ledger gives out, another takes in whole: versions, readings, corrections, merges; nothing twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.build import READER
from tests.ledger.test_store import TEXT, URL, counts, live, made

from sayso.ledger import open_ledger, schema
from sayso.ledger.check import find_problems
from sayso.ledger.engine import reading_from
from sayso.ledger.imported_article import Brought
from sayso.ledger.imports import bring
from sayso.ledger.ledger import Ledger
from sayso.ledger.sources import top
from sayso.ledger.takeout import Scope, merges, one_state, take
from sayso.records import ReaderInfo, Reading

NOW = "2024-01-01T00:00:00+00:00"
OTHER = ReaderInfo("sayso-test", "1", "sha256:" + "f" * 64)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Ledger]:
    """Another ledger, new and empty."""
    with open_ledger(tmp_path / "other.db") as opened:
        yield opened


def given_out(ledger: Ledger, scope: Scope = Scope.ALL) -> list[dict[str, Any]]:
    """The lines of an export."""
    with one_state(ledger.engine) as connection:
        lines = [taken.to_dict() for taken in take(connection, scope=scope)]
        merged = merges(connection)
    lines += [{"schema": "sayso/1", "merges": merged}] if merged else []
    return list(json.loads(json.dumps(lines)))


def taken_in(ledger: Ledger, lines: list[Any]) -> Brought:
    *_, brought = bring(ledger.engine, "file.jsonl", lines, now=NOW)
    return brought


def without_numbers(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines with numbers of rows replaced by where they lead to."""
    places = {
        line["ledger"]["reading"]: f"{line['id']} {line['reader']['digest']}"
        for line in lines
        if "ledger" in line
    }
    keys = {line["ledger"]["article"]: line["url"] or line["id"] for line in lines if "ledger" in line}

    def place(said: str | None) -> str | None:
        number, _, local = (said or "").partition("/")
        return f"{places[int(number)]} {local}" if said else None

    told = []
    for line in lines:
        if "ledger" in line:
            own = {**line["ledger"], "article": keys[line["ledger"]["article"]], "reading": None}
            corrections = [
                {
                    **one,
                    "number": None,
                    "stands_on": place(one["stands_on"]),
                    "made_on": place(one["made_on"]),
                }
                for one in line["corrections"]
            ]
            line = {**line, "ledger": own, "corrections": corrections}
        told.append(line)
    return told


def source_named(ledger: Ledger, name: str) -> str:
    columns = schema.source.c
    with reading_from(ledger.engine) as connection:
        return f"s{connection.execute(select(columns.id).where(columns.name == name)).scalar_one()}"


def sources(ledger: Ledger) -> list[tuple[Any, ...]]:
    """What each source is called, and what stands for it now."""
    one, other = schema.source.alias(), schema.source.alias()
    asked = select(one.c.name, one.c.type, one.c.domain, other.c.name).outerjoin(
        other, other.c.id == one.c.merged_into
    )
    with reading_from(ledger.engine) as connection:
        return sorted(map(tuple, connection.execute(asked)), key=repr)


def busy(ledger: Ledger) -> None:
    """A life of a ledger: versions, a text that came back, two readers, corrections of every fate, merges."""
    first = ledger.add_reading(made(url=URL, outlet="Tarn Post", published="2023-05-02"))
    ledger.correct(1, who="Ida", why="she said so", holder="Bo Ek", stance="doubted")
    ledger.correct(2, who="Bo", verdict="rejected")
    (undone,) = ledger.correct(1, who="Bo", kind="opinion")
    ledger.undo(undone, who="Ida")
    ledger.add_reading(replace(made(url=URL), reader=OTHER, attributions=made().attributions[:1]))
    ledger.add_reading(made(TEXT.replace("safe", "sound"), url=URL))
    back = ledger.add_reading(made(url=URL))
    assert back.version_id == first.version_id
    ledger.add_reading(made("A ferry sank, Ida Holm said. " + TEXT, title="Ferry \ud800", url=f"{URL}-2"))
    ledger.correct(7, who="Ida", due="old", via=["Radio Tarn"])
    ledger.add_reading(
        made("Nobody saw it. Mayor Ida Holm told the Tarn Post the bridge was gone. It is said to be old.")
    )
    ledger.merge_sources(source_named(ledger, "Bo Ek"), source_named(ledger, "Ida Holm"), who="Ida")


def test_an_empty_ledger_becomes_the_same(ledger: Ledger, other: Ledger) -> None:
    busy(ledger)
    lines = given_out(ledger)
    brought = taken_in(other, lines)
    assert not brought.failures
    assert (brought.articles, brought.corrections) == (3, 6)
    assert without_numbers(given_out(other)) == without_numbers(lines)
    assert live(other) == live(ledger)
    assert counts(other) == counts(ledger)
    assert sources(other) == sources(ledger)
    assert not list(find_problems(other.engine))


def test_the_same_goes_from_a_file_to_either_database(other: Ledger, ledger: Ledger) -> None:
    busy(other)
    lines = given_out(other)
    assert not taken_in(ledger, lines).failures
    assert without_numbers(given_out(ledger)) == without_numbers(lines)
    assert not list(find_problems(ledger.engine))


def test_corrections_keep_their_order_across_articles(ledger: Ledger, other: Ledger) -> None:
    busy(ledger)
    taken_in(other, given_out(ledger))
    told = [
        [(one.field, one.who, one.why, one.made_at) for one in each.history()] for each in (ledger, other)
    ]
    assert told[0] == told[1]


def test_twice_is_nothing(ledger: Ledger, other: Ledger) -> None:
    busy(ledger)
    lines = given_out(ledger)
    taken_in(other, lines)
    before = given_out(other)
    again = taken_in(other, lines)
    assert (again.articles, again.versions, again.readings, again.corrections) == (0, 0, 0, 0)
    assert again.known == len(lines) - 1
    assert given_out(other) == before


def test_a_ledger_may_take_in_itself(ledger: Ledger) -> None:
    busy(ledger)
    before = given_out(ledger)
    taken_in(ledger, before)
    assert given_out(ledger) == before


def test_what_stands_comes_with_all_that_corrections_refer_to(ledger: Ledger, other: Ledger) -> None:
    busy(ledger)
    lines = given_out(ledger, Scope.CORRECTED)
    assert sum("ledger" in line for line in lines) < sum("ledger" in line for line in given_out(ledger))
    assert not taken_in(other, lines).failures
    assert live(other) == live(ledger)
    assert len(other.history()) == len(ledger.history())


def later(lines: list[dict[str, Any]], year: str) -> list[dict[str, Any]]:
    """The lines as if they had been written in another year."""
    changed = json.dumps(lines)
    for line in lines:
        for time in ("article_added_at", "added_at", "read_at"):
            changed = changed.replace(line["ledger"][time], f"{year}-01-01T00:00:00+00:00")
    return list(json.loads(changed))


@pytest.mark.parametrize(
    ("year", "stands"), [("2001", "the bridge was sound"), ("2999", "the bridge was safe")]
)
def test_of_two_versions_the_newer_stands(ledger: Ledger, other: Ledger, year: str, stands: str) -> None:
    ledger.add_reading(made(url=URL))
    other.add_reading(made(TEXT.replace("safe", "sound"), url=URL))
    brought = taken_in(other, later(given_out(ledger), year))
    assert (brought.articles, brought.versions) == (0, 1)
    assert live(other) == [stands, "to be old"]
    assert not list(find_problems(other.engine))


def test_corrections_of_both_ledgers_stand_together(ledger: Ledger, other: Ledger) -> None:
    for one in (ledger, other):
        one.add_reading(made(url=URL))
    ledger.correct(1, who="Ida", why="heard it", stance="doubted")
    other.correct(2, who="Bo", kind="opinion")
    brought = taken_in(other, given_out(ledger))
    assert (brought.known, brought.corrections) == (1, 1)
    assert {(one.field, one.who, one.attribution_id) for one in other.history()} == {
        ("stance", "Ida", 1),
        ("kind", "Bo", 2),
    }
    assert not list(find_problems(other.engine))


def test_a_correction_undone_elsewhere_is_undone_here(ledger: Ledger, other: Ledger) -> None:
    ledger.add_reading(made(url=URL))
    (number,) = ledger.correct(1, who="Ida", stance="doubted")
    taken_in(other, given_out(ledger))
    ledger.undo(number, who="Bo")
    taken_in(other, given_out(ledger))
    (found,) = other.history()
    assert found.undone_by == "Bo"
    assert other.history(attribution_id=1)[0].old is None


def test_readings_of_the_reader_alone_come_in_as_if_added(ledger: Ledger) -> None:
    brought = taken_in(ledger, [made(url=URL).to_dict(), made(url=URL).to_dict()])
    assert (brought.articles, brought.known) == (1, 1)
    assert live(ledger) == ["the bridge was safe", "to be old"]


def broken(how: str) -> Any:
    """A line that cannot be taken in."""
    line: dict[str, Any] = json.loads(json.dumps(made(url=f"{URL}-{how}").to_dict()))
    line["ledger"] = {"article": 9, "reading": 9}
    anchor = {role: [[0, 5, "Mayor"]] for role in ("source", "cue", "content")}
    correction = {"field": "kind", "old": None, "new": "fact", "anchor": anchor, "who": "x", "made_at": NOW}
    changes: dict[str, Any] = {
        "json": ValueError("no JSON"),
        "list": [],
        "schema": {**line, "schema": "other/1"},
        "text": {**line, "text": TEXT[1:]},
        "missing": {name: value for name, value in line.items() if name != "reader"},
        "day": {**line, "published": "2023-05-02T10:00:00+02:00"},
        "number": {**line, "ledger": {"article": "1; DROP TABLE article"}},
        "huge": {**line, "ledger": {"article": 9, "reading": 9, "version": 10**30}},
        "time": {**line, "ledger": {"read_at": "yesterday"}},
        "long": {**line, "ledger": {"read_at": "2024-01-01T00:00:00.000000000000000000+00:00"}},
        "field": {**line, "corrections": [{**correction, "field": "id"}]},
        "anchor": {
            **line,
            "corrections": [{**correction, "anchor": {"source": [], "cue": [], "content": []}}],
        },
        "lost": {**line, "corrections": [{**correction, "made_on": "8/a1"}]},
        "due": {**line, "attributions": [{**line["attributions"][0], "due": "soon"}]},
    }
    return changes[how]


@pytest.mark.parametrize(
    "how",
    [
        "json",
        "list",
        "schema",
        "text",
        "missing",
        "day",
        "number",
        "huge",
        "time",
        "long",
        "field",
        "anchor",
        "lost",
        "due",
    ],
)
def test_a_bad_line_is_told_and_the_others_come_in(ledger: Ledger, how: str) -> None:
    brought = taken_in(ledger, [made(url=URL).to_dict(), broken(how), made(url=f"{URL}-z").to_dict()])
    (failure,) = brought.failures
    assert failure.code == "bad_readings"
    assert "reading 2" in failure.message
    assert brought.articles == 2
    assert counts(ledger)["article"] == 2
    assert not list(find_problems(ledger.engine))


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("stance", "bogus"),
        ("stance", None),
        ("kind", ["fact"]),
        ("verdict", "maybe"),
        ("content", "abc"),
        ("content", []),
        ("content", [[0, 5]]),
        ("content", [[0, 5, "nothing of five"]]),
        ("via", None),
        ("via", [3]),
        ("holder", 3),
        ("due", ""),
    ],
)
def test_a_correction_to_what_cannot_be_is_told(ledger: Ledger, other: Ledger, field: str, new: Any) -> None:
    busy(ledger)
    lines = given_out(ledger)
    spoilt = next(line for line in lines if line["corrections"])
    spoilt["corrections"][0] |= {"field": field, "new": new}
    (failure,) = taken_in(other, lines).failures
    assert f"a correction of {field} cannot be {new!r}" in failure.message


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": [[0, 5]]},
        {"content": []},
        {"around": 3},
        {"around": ["before", 1]},
        {"also": 3},
        {"also": [{"cue": ["said"]}]},
    ],
    ids=str,
)
def test_an_anchor_that_could_not_be_looked_for_is_told(
    ledger: Ledger, other: Ledger, wrong: dict[str, Any]
) -> None:
    busy(ledger)
    lines = given_out(ledger)
    next(line for line in lines if line["corrections"])["corrections"][0]["anchor"] |= wrong
    (failure,) = taken_in(other, lines).failures
    assert failure.code == "bad_readings"


PEOPLE = {"a": "Ida Holm", "b": "Bo Ek", "c": "Cy Berg", "d": "Eva Lind"}


def merges_line(*told: str) -> dict[str, Any]:
    """A line of merges, such as ``a>b 1-3``: made in the first year of an age and undone in the third."""
    rows = []
    for one in told:
        pair, _, times = one.partition(" ")
        made_at, _, undone_at = times.partition("-")
        source, into = ({"name": PEOPLE[name], "type": "person", "domain": ""} for name in pair.split(">"))
        rows.append(
            {
                **{"source": source, "into": into, "who": "Ida", "why": "the same"},
                **{"made_at": year(made_at), "undone_at": year(undone_at) if undone_at else None},
            }
        )
    return {"schema": "sayso/1", "merges": rows}


def year(number: str) -> str:
    return f"200{number}-01-01T00:00:00+00:00"


def groups(ledger: Ledger) -> list[str]:
    """Who is one, such as ``ab``; those that stand alone are left out."""
    letters = {name: letter for letter, name in PEOPLE.items()}
    columns = schema.source.c
    with reading_from(ledger.engine) as connection:
        tops = {row.id: top(connection, row.id) for row in connection.execute(select(columns.id))}
        names = {row.id: row.name for row in connection.execute(select(columns.id, columns.name))}
    found: dict[int, str] = {}
    for number, stands in tops.items():
        found[stands] = found.get(stands, "") + letters[names[number]]
    return sorted("".join(sorted(group)) for group in found.values() if len(group) > 1)


@pytest.mark.parametrize(
    ("here", "there", "stands"),
    [
        # The same merge, undone there, or here, since.
        (["a>b 1"], ["a>b 1-3"], []),
        (["a>b 1-3"], ["a>b 1"], []),
        # Merged in both: what is said last stands, and which of the two went makes no difference.
        (["a>b 1"], ["a>b 2-3"], []),
        (["a>b 1"], ["b>a 2-3"], []),
        (["a>b 4"], ["a>b 2-3"], ["ab"]),
        (["a>b 2-3"], ["a>b 1"], []),
        (["b>a 2-3"], ["a>b 1"], []),
        (["a>b 2-3"], ["a>b 4"], ["ab"]),
        (["a>b 1"], ["b>a 2"], ["ab"]),
        (["a>b 1"], ["a>b 1-2", "a>b 3"], ["ab"]),
        (["a>b 1"], ["a>b 1-2", "a>c 3"], ["ac"]),
        # Others go on being one.
        (["a>b 1", "c>b 2"], ["a>b 1-3"], ["bc"]),
        (["a>b 1", "b>c 2"], ["b>c 2-3"], ["ab"]),
        (["a>b 1", "c>d 1"], ["a>b 1", "c>d 1-2"], ["ab"]),
        (["a>b 1"], ["a>b 1", "a>c 1"], ["abc"]),
        # What was merged here before stood for one of the two.
        (["b>c 1", "a>b 2"], ["a>b 2-3"], ["bc"]),
        (["a>d 1", "a>b 2"], ["a>b 2-3"], ["ad"]),
    ],
)
def test_of_merges_the_newest_word_stands(
    ledger: Ledger, here: list[str], there: list[str], stands: list[str]
) -> None:
    for told in here:  # one file each, as they come
        taken_in(ledger, [merges_line(told)])
    assert taken_in(ledger, [merges_line(*there)]).failures == []
    assert groups(ledger) == stands
    assert taken_in(ledger, [merges_line(*there)]).merges == 0
    assert groups(ledger) == stands
    assert not list(find_problems(ledger.engine))


def test_what_was_undone_here_is_not_merged_again(ledger: Ledger) -> None:
    assert taken_in(ledger, [merges_line("b>c 1")]).merges == 1
    assert taken_in(ledger, [merges_line("a>b 2")]).merges == 1
    ledger.unmerge_sources(2)
    assert taken_in(ledger, [merges_line("a>b 2")]).merges == 0
    assert groups(ledger) == ["bc"]


def test_sources_apart_again_have_their_own_again(ledger: Ledger, other: Ledger) -> None:
    busy(ledger)
    taken_in(other, given_out(ledger))
    ledger.unmerge_sources(1)
    brought = taken_in(other, given_out(ledger))
    assert (brought.merges, brought.failures) == (1, [])
    assert without_numbers(given_out(other)) == without_numbers(given_out(ledger))
    assert sources(other) == sources(ledger)
    assert [one.to_dict() for one in other.sources()] == [one.to_dict() for one in ledger.sources()]
    assert not list(find_problems(other.engine))


@pytest.mark.parametrize("made_at", [None, 3, "yesterday", "2024-01-01T00:00:00.000000000000000000+00:00"])
def test_a_merge_at_no_time_is_told_and_the_readings_come_in(ledger: Ledger, made_at: Any) -> None:
    ends = {name: {"name": name, "type": "person", "domain": ""} for name in ("source", "into")}
    merge = {**ends, "who": "Ida", "made_at": made_at}
    brought = taken_in(ledger, [made(url=URL).to_dict(), {"schema": "sayso/1", "merges": [merge]}])
    (failure,) = brought.failures
    assert failure.code == "bad_readings"
    assert brought.articles == 1
    assert not ledger.merges()


def test_failures_in_a_file_stay_failures(ledger: Ledger) -> None:
    error = {"schema": "sayso/1", "path": "x.pdf", "error": {"code": "binary", "message": "x.pdf: is a PDF"}}
    (failure,) = taken_in(ledger, [error, made().to_dict()]).failures
    assert (failure.path, failure.code) == ("x.pdf", "binary")


def test_an_empty_file_says_so(ledger: Ledger) -> None:
    (failure,) = taken_in(ledger, []).failures
    assert "holds no readings" in failure.message


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("add"), st.sampled_from([URL, f"{URL}-2", None]), st.sampled_from("abc"), st.booleans()
        ),
        st.tuples(
            st.just("correct"), st.integers(1, 12), st.sampled_from(["stance", "verdict", "holder", "cue"])
        ),
        st.tuples(st.just("undo"), st.integers(1, 6)),
    ),
    min_size=1,
    max_size=12,
)
VALUES = {"stance": "doubted", "verdict": "rejected", "holder": "Bo Ek", "cue": [[15, 19]]}


def lived(ledger: Ledger, steps: list[Any]) -> None:
    """Do what can be done of some steps."""
    from sayso.errors import SaysoError

    texts = {"a": TEXT, "b": TEXT.replace("safe", "sound"), "c": "Now. " + TEXT}
    for kind, *rest in steps:
        try:
            if kind == "add":
                url, text, again = rest
                one: Reading = made(texts[text], url=url)
                ledger.add_reading(replace(one, reader=OTHER if again else READER))
            elif kind == "correct":
                ledger.correct_all([rest[0]], {rest[1]: VALUES[rest[1]]}, who="Ida")
            else:
                ledger.undo(rest[0], who="Bo")
        except SaysoError:
            continue


@given(steps=STEPS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_ledger_becomes_the_same(steps: list[Any], tmp_path: Path) -> None:
    for name in ("one.db", "two.db"):
        for file in tmp_path.glob(f"{name}*"):
            file.unlink()
    with open_ledger(tmp_path / "one.db") as one, open_ledger(tmp_path / "two.db") as two:
        lived(one, steps)
        lines = given_out(one)
        if lines:
            assert not taken_in(two, lines).failures
            assert without_numbers(given_out(two)) == without_numbers(lines)
            assert live(two) == live(one) or sorted(live(two)) == sorted(live(one))
            assert not list(find_problems(two.engine))
