"""Searches find what a look at every row would find, in order, page by page, on both databases."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.stories import fill, story

from sayso.errors import UsageError
from sayso.ledger import open_ledger, walks
from sayso.ledger.engine import reading_from
from sayso.ledger.filters import Filters, conditions
from sayso.ledger.ledger import Ledger
from sayso.ledger.marks import find_marks
from sayso.ledger.query import Query, parse_query
from sayso.ledger.walks import Order, Walk
from sayso.records import Identity


@pytest.fixture(scope="module")
def filled(shared_address: str) -> Iterator[Ledger]:
    """The stories, to read."""
    with open_ledger(shared_address) as ledger:
        fill(ledger)
        yield ledger


@pytest.fixture
def own(ledger: Ledger) -> Ledger:
    """The stories, to write on."""
    fill(ledger)
    return ledger


def ids(ledger: Ledger, query: str | None = None, **asked: Any) -> list[int]:
    return [hit.id for hit in ledger.search(query, **asked).hits]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("gas", [5, 1, 2, 4]),
        ("GAS fall", [1]),
        ('"cold winter"', [4]),
        ('"winter gas"', []),
        ('"winter, cold as"', [4]),
        ('"gas and gas"', [5]),
        ("resign*", [5, 3]),
        ("resign", [3]),
        ("fall OR oil", [3, 1]),
        ("gas -cold", [5, 1, 2]),
        ("gas -cold -resign*", [1, 2]),
        ("-gas", [3]),
        ("denied", [3]),
        ('"said the"', []),
        ("ida", []),
        (None, [5, 3, 1, 2, 4]),
        ("  ", [5, 3, 1, 2, 4]),
    ],
)
def test_words_find_contents_and_cues_newest_first(filled: Ledger, query: str, found: list[int]) -> None:
    assert ids(filled, query) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"holder": "Ida Holm"}, [3, 1]),
        ({"holder": "ida holm"}, [3, 1]),
        ({"holder": "official"}, [4]),
        ({"holder": "senior"}, [4]),
        ({"holder": "Holm"}, [3, 1]),
        ({"holder": "nobody at all"}, []),
        ({"outlet": "quay times"}, [3, 4]),
        ({"outlet": "quay-times.example"}, [3, 4]),
        ({"outlet": "Quay Times Online"}, []),
        ({"outlet": ""}, []),
        ({"identity": "unnamed"}, [2, 4]),
        ({"type": "group"}, [2]),
        ({"stance": "hedged"}, [2]),
        ({"kind": "prediction"}, [5, 1]),
        ({"via": "ferry wire"}, [5, 2]),
        ({"via": "Hill Radio", "holder": "Omar Lind"}, [5]),
        ({"due_before": "2023-05-01"}, [5]),
        ({"due_before": "2023-05-02"}, [5, 1]),
        ({"since": "2023-03-02"}, [5, 3, 1]),
        ({"until": "2023-03-02"}, [1, 2]),
        ({"since": "2023-03-02", "until": "2023-03-31"}, [1]),
        ({"corrected": True}, []),
        ({"corrected": False}, [5, 3, 1, 2, 4]),
        ({"outlet": "Quay Times", "identity": "named"}, [3]),
    ],
)
@pytest.mark.parametrize("few", [0, 2000])
def test_filters_narrow(
    filled: Ledger, monkeypatch: pytest.MonkeyPatch, few: int, filters: dict[str, str], found: list[int]
) -> None:
    monkeypatch.setattr(walks, "FEW", few)
    assert ids(filled, **filters) == found
    with_gas = ids(filled, "gas OR oil", **filters)
    assert with_gas == found


def test_order_of_due_dates_takes_only_what_falls_due(filled: Ledger) -> None:
    assert ids(filled, sort="due") == [5, 1]
    assert ids(filled, "gas", sort="due") == [5, 1]
    assert ids(filled, "fall", sort="due") == [1]


def test_order_by_match_puts_first_what_is_most_about_the_words(filled: Ledger) -> None:
    assert ids(filled, "gas", sort="match") == [2, 5, 1, 4]


def test_hits_carry_what_stands_and_where_the_words_are(filled: Ledger) -> None:
    (hit,) = filled.search('fall "gas price"').hits
    assert (hit.holder, hit.identity, hit.kind, hit.published) == (
        "Ida Holm", "named", "prediction", "2023-03-02",
    )  # fmt: skip
    assert (hit.outlet, hit.due_latest, hit.cue) == ("Tarn Post", "2023-05-01", "said")
    assert hit.snippet.marked("[", "]") == "the [gas price] would [fall] by May"
    with pytest.raises(FrozenInstanceError):
        hit.id = 2  # type: ignore[misc]


def test_a_number_names_a_source_and_an_outlet(filled: Ledger) -> None:
    (hit,) = filled.search("fall").hits
    assert ids(filled, holder=f"s{hit.source_id}") == [3, 1]
    assert ids(filled, outlet=f"S{hit.outlet_id}") == [5, 1, 2]


def test_corrections_are_what_searches_see(own: Ledger) -> None:
    own.correct(2, who="ada", holder="Omar Lind", identity="named", type="person")
    own.correct(4, who="ada", verdict="rejected")
    assert ids(own, holder="Omar Lind") == [5, 2]
    assert ids(own, holder="officials") == []
    assert ids(own, corrected=True) == [2]
    assert ids(own, "winter") == []
    assert ids(own, "winter", superseded=True) == [4]
    assert not own.search("winter", superseded=True).hits[0].live


def test_old_versions_are_found_only_when_asked_for(own: Ledger) -> None:
    own.add_reading(story(6, "Ida Holm", "said", "gas is free", url="https://tarn-post.example/1"))
    assert ids(own, "fall") == []
    assert ids(own, "free") == [6]
    assert ids(own, "fall", superseded=True) == [1]


@pytest.mark.parametrize("sort", ["newest", "oldest", "match", "due"])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_put_together_are_the_whole(filled: Ledger, sort: str, limit: int) -> None:
    whole = ids(filled, "gas", sort=sort, limit=100)
    pages, token = [], None
    for _ in range(len(whole) + 1):
        page = filled.search("gas", sort=sort, limit=limit, after=token)
        pages += [hit.id for hit in page.hits]
        token = page.next
        if token is None:
            break
    assert pages == whole


def test_a_page_goes_on_where_it_ended_when_more_comes_in(own: Ledger) -> None:
    first = own.search("gas", limit=2)
    own.add_reading(story(6, "Ida Holm", "said", "gas is free", published="2023-06-01"))
    assert ids(own, "gas", limit=9, after=first.next) == [2, 4]


@pytest.mark.parametrize(
    "token",
    ["", "x", "é", "W10", "WzFd", "bnVsbA", "eyJhIjoxfQ", "WyJ4IiwxXQ"],
)
def test_a_token_of_no_page_is_refused(filled: Ledger, token: str) -> None:
    with pytest.raises(UsageError, match="token"):
        filled.search("gas", after=token)


def test_a_token_that_somebody_made_is_refused(filled: Ledger) -> None:
    token = filled.search("gas", sort="due", limit=1).next
    assert token
    digest, *_ = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    for made in ("[" * 100_000, *(json.dumps([digest, day, 1]) for day in ("\ud800", "\x00", "ü"))):
        with pytest.raises(UsageError, match="token"):
            filled.search("gas", sort="due", after=base64.urlsafe_b64encode(made.encode()).decode())


def test_a_token_of_another_search_is_refused(filled: Ledger) -> None:
    token = filled.search("gas", limit=1).next
    for asked in ({"query": "oil"}, {"query": "gas", "sort": "due"}, {"query": "gas", "kind": "fact"}):
        with pytest.raises(UsageError, match="token"):
            filled.search(after=token, **asked)


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "rumour"},
        {"identity": ""},
        {"since": "yesterday"},
        {"until": "2023-02-30"},
        {"due_before": "20230201"},
        {"sort": "best"},
        {"sort": "match"},
        {"limit": 0},
        {"limit": 100_000},
        {"colour": "red"},
        {"holder": "!!"},
    ],
)
def test_what_cannot_be_asked_is_refused(filled: Ledger, asked: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        filled.search(**asked)


ODD = st.text(max_size=40) | st.text(alphabet="ag*\"-OR ()|&!:<'\\;%_\x00\ud800", max_size=30)


def test_odd_text_is_looked_for_and_never_run(filled: Ledger) -> None:
    @settings(max_examples=25)
    @given(query=ODD, name=ODD)
    def look(query: str, name: str) -> None:
        for asked in ({"query": query}, {"holder": name}, {"outlet": name}, {"via": name}):
            try:
                found = ids(filled, **asked)
            except UsageError:
                continue
            assert set(found) <= {1, 2, 3, 4, 5}

    look()
    assert ids(filled) == [5, 3, 1, 2, 4]


WORDS = ("gas", "oil", "coal", "wind", "sun")


def fits(query: Query, text: str, cue: str) -> bool:
    """Whether a look at the row itself says that the query fits."""
    stands = {
        term: bool(find_marks(text, one) or find_marks(cue, one))
        for term in (*query.wanted, *query.without)
        for one in [Query(((term,),))]
    }
    return all(any(stands[term] for term in group) for group in query.groups) and not any(
        stands[term] for term in query.without
    )


def test_every_way_to_a_page_gives_what_a_look_at_every_row_gives(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = random.Random(7)
    for number in range(1, 21):
        words = " ".join(numbers.choices(WORDS, k=4))
        ledger.add_reading(
            story(
                number, "Ida Holm" if number % 3 else "Omar Lind",
                numbers.choice(["said", "wind said"]), words,
                published=f"2023-0{numbers.randint(1, 9)}-11", via=("Hill Radio",) if number % 4 == 0 else (),
                due=(words, f"2024-0{numbers.randint(1, 9)}-01") if number % 2 else (None, None),
            )
        )  # fmt: skip
    rows = ledger.search(limit=100).hits
    queries = [
        "gas",
        "gas oil",
        "gas OR sun coal",
        '"oil gas"',
        "coal -gas",
        "-wind",
        "win* -sun",
        '"wind said"',
    ]
    filters: tuple[dict[str, str], ...] = (
        {},
        {"holder": "Omar Lind"},
        {"via": "hill radio"},
        {"holder": "lind"},
    )
    for query, asked, few in product(queries, filters, ((0, 0), (0, 99), (99, 99))):
        for name, value in zip(("FEW", "SORTED"), few, strict=True):
            monkeypatch.setattr(walks, name, value)
        wanted = [hit for hit in rows if fits(parse_query(query), hit.content, hit.cue)]
        if asked.get("via"):
            wanted = [hit for hit in wanted if hit.via]
        elif asked:
            wanted = [hit for hit in wanted if hit.holder == "Omar Lind"]
        assert ids(ledger, query, limit=100, **asked) == [hit.id for hit in wanted]
        assert ids(ledger, query, limit=100, sort="oldest", **asked) == [hit.id for hit in reversed(wanted)]
        due = sorted((hit.due_latest, hit.place, hit.id) for hit in wanted if hit.due_latest)
        assert ids(ledger, query, limit=100, sort="due", **asked) == [number for _, _, number in due]


def test_undated_articles_come_last(filled: Ledger) -> None:
    assert ids(filled)[-1] == 4
    assert ids(filled, sort="oldest")[0] == 4
    assert filled.search("winter").hits[0].identity == Identity.UNNAMED


JUDGED = "ix_attribution_judged"


def plan(ledger: Ledger, walk: Walk) -> str:
    """How the database would look for the next page."""
    with reading_from(ledger.engine) as connection:
        made = walks.statement(connection, walk, 21).compile(connection)
        sqlite = connection.dialect.name == "sqlite"
        if not sqlite:  # a table of five rows is always read whole, unless that is ruled out
            others = ("seqscan", "sort") if walk.said is None else ("seqscan", "indexscan", "indexonlyscan")
            for other in others:
                connection.exec_driver_sql(f"SET LOCAL enable_{other} = off")
        explained = connection.exec_driver_sql(
            f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{made}", made.params if not sqlite else tuple(
                made.params[name] for name in made.positiontup or ()
            )
        )  # fmt: skip
        return "\n".join(str(row[-1]) for row in explained)


@pytest.mark.parametrize(
    ("query", "filters", "order", "sqlite", "postgresql"),
    [
        (None, {}, "newest", JUDGED, JUDGED),
        (None, {"kind": "fact"}, "newest", JUDGED, JUDGED),
        (None, {"kind": "prediction"}, "newest", "ix_attribution_kind", "ix_attribution_kind"),
        (None, {"stance": "hedged"}, "newest", "ix_attribution_stance", "ix_attribution_stance"),
        (None, {"identity": "unnamed", "since": "2023-01-01"}, "oldest", JUDGED, JUDGED),
        (None, {"holder": "Ida Holm"}, "newest", "ix_attribution_source_id", "ix_attribution_source_id"),
        (None, {"outlet": "Tarn Post"}, "newest", "ix_attribution_outlet_id", "ix_attribution_outlet_id"),
        (None, {"via": "Ferry Wire"}, "newest", "ix_channel_folded", "ix_channel_folded"),
        (None, {}, "due", "ix_attribution_due", "ix_attribution_due"),
        (None, {"corrected": True}, "newest", "ix_attribution_corrected", "ix_attribution_corrected"),
        ("gas", {}, "newest", "attribution_text VIRTUAL TABLE", "ix_attribution_words"),
        ("gas", {}, "due", "due_text VIRTUAL TABLE", "ix_attribution_"),
        ("gas", {"since": "2023-01-01"}, "newest", "attribution_text VIRTUAL TABLE", "ix_attribution_words"),
    ],
)  # fmt: skip
def test_main_searches_use_their_indexes(
    filled: Ledger, query: str | None, filters: dict[str, Any], order: str, sqlite: str, postgresql: str
) -> None:
    asked = Filters(**filters)
    with reading_from(filled.engine) as connection:
        where = conditions(connection, asked)
    said = parse_query(query) if query else None
    shown = plan(filled, Walk(where, said, order=Order(order)))
    wanted = sqlite if filled.engine.dialect.name == "sqlite" else postgresql
    assert wanted in shown
    if filled.engine.dialect.name == "sqlite":
        assert ("TEMP B-TREE" in shown) == (query is not None and order == "due")  # a few rows, sorted
        assert "SCAN attribution\n" not in shown
