"""Files of JSON, ninjs and NewsML-G2 become articles; what is none of them is left alone or refused."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.build import attribution, reading

from sayso.errors import InputError
from sayso.ingest.containers import parts_of
from sayso.ingest.parts import BadPart, Part, ReadyPart

TEXT = (
    "Ida Holm said the bridge was safe. The council of the town will meet again on Monday evening to talk"
    " about what is to be done with it and with the traffic."
)
ROW = {
    "text": TEXT,
    "url": "https://tarn-post.example/bridge",
    "title": "Bridge safe",
    "published": "2024-05-02T09:00:00Z",
    "outlet": "Tarn Post",
}


def parts(data: bytes | str, name: str = "rows.jsonl") -> list[Part | ReadyPart | BadPart]:
    found = parts_of(data.encode() if isinstance(data, str) else data, name=name)
    assert found is not None
    return list(found)


def lines(*rows: Any) -> str:
    return "\n".join(json.dumps(row) for row in rows) + "\n"


def test_a_line_becomes_an_article_with_what_it_says() -> None:
    [part] = parts(lines(ROW))
    assert isinstance(part, Part)
    article = part.load(path="rows.jsonl#1")
    assert (article.text, article.url, article.title) == (TEXT, ROW["url"], "Bridge safe")
    assert (article.outlet, article.published) == ("Tarn Post", "2024-05-02")


def test_what_the_user_says_wins() -> None:
    [part] = parts(lines(ROW))
    assert isinstance(part, Part)
    article = part.load(path=None, outlet="Tarn Weekly", published="2024-06-01")
    assert (article.outlet, article.published, article.title) == ("Tarn Weekly", "2024-06-01", "Bridge safe")


def test_html_in_a_line_is_a_page() -> None:
    page = f"<html><body><article><h1>Bridge safe</h1><p>{TEXT}</p></article></body></html>"
    [part] = parts(lines({"html": page, "url": ROW["url"]}))
    assert isinstance(part, Part)
    assert part.load(path=None).text == f"Bridge safe\n\n{TEXT}"


@pytest.mark.parametrize(
    "written",
    [
        lines(ROW, ROW),
        json.dumps([ROW, ROW]),
        "\ufeff" + lines(ROW, ROW),
        "\n" + lines(ROW) + "\n\n" + lines(ROW),
        json.dumps([ROW, ROW], indent=1),
    ],
)
def test_lines_and_arrays_are_the_same(written: str) -> None:
    for data in (written.encode(), gzip.compress(written.encode())):
        assert [type(part) for part in parts(data, "rows.json")] == [Part, Part]


def test_one_object_over_several_lines_is_one_article() -> None:
    [part] = parts(json.dumps(ROW, indent=2), "row.json")
    assert (type(part), part.place) == (Part, "")


def test_bad_lines_are_told_and_the_others_read() -> None:
    text = lines(ROW) + "{nonsense\n" + lines({"url": "x"}, ROW, [1], {**ROW, "published": "once"})
    assert [(part.place, getattr(part, "code", "")) for part in parts(text)] == [
        ("1", ""),
        ("2", "bad_record"),
        ("3", "bad_record"),
        ("4", ""),
        ("5", "bad_record"),
        ("6", "bad_record"),
    ]


def test_a_first_line_that_is_none_does_not_hide_the_others() -> None:
    assert [type(part) for part in parts("{nonsense\n" + lines(ROW, ROW))] == [BadPart, Part, Part]


def test_a_reading_comes_back_as_it_was() -> None:
    one = reading(TEXT, [attribution(TEXT, source="Ida Holm", cue="said", content="the bridge was safe")])
    [part] = parts(lines(one.to_dict()))
    assert isinstance(part, ReadyPart)
    assert part.reading == one


def test_a_reading_of_a_dated_article_comes_back_with_what_an_export_says_beside_it() -> None:
    one = reading(TEXT, [attribution(TEXT, source="Ida Holm", cue="said", content="the bridge was safe")])
    one = replace(one, article=replace(one.article, published="2023-05-02", found={"published": "given"}))
    beside = {"ledger": {"version": 1, "latest": True}, "corrections": [{"id": 1, "new": None}]}
    [part] = parts(lines({**one.to_dict(), **beside}))
    assert isinstance(part, ReadyPart)
    assert part.reading == one


@pytest.mark.parametrize(
    "change",
    [
        {"text": 5},
        {"title": ["a"]},
        {"published": "once"},
        {"language": None},
        {"attributions": None},
        {"attributions": [{}]},
        {"reader": {"name": "x"}},
        {"schema": "sayso/2"},
    ],
)
def test_a_reading_that_is_not_one_is_told(change: dict[str, Any]) -> None:
    one = reading(TEXT, [attribution(TEXT, source="Ida Holm", cue="said", content="the bridge was safe")])
    [part] = parts(lines({**one.to_dict(), **change}))
    assert isinstance(part, BadPart)
    assert part.code == "bad_readings"


def test_a_failure_among_readings_stays_one() -> None:
    row = {
        "schema": "sayso/1",
        "path": "a.txt",
        "error": {"code": "empty", "message": "a.txt: holds no text"},
    }
    [part] = parts(lines(row))
    assert isinstance(part, BadPart)
    assert (part.code, part.message) == ("empty", "a.txt: holds no text")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
KEYS = st.sampled_from(["text", "html", "url", "title", "published", "schema", "uri", "bodies", "headlines"])


@given(st.dictionaries(KEYS, JSON, max_size=5))
def test_no_json_makes_it_crash(row: dict[str, Any]) -> None:
    for part in parts(lines(row)):
        assert isinstance(part, (Part, BadPart))


def test_nesting_without_end_is_a_bad_record() -> None:
    first, *_ = parts('{"text": ' + "[" * 100_000 + "\n" + lines(ROW))
    assert isinstance(first, BadPart)
    assert first.code == "bad_record"


def test_ninjs_is_read() -> None:
    row = {
        "uri": "https://tarn-post.example/items/1",
        "versioncreated": "2024-05-02T09:00:00Z",
        "headline": "Bridge safe",
        "language": "en",
        "body_text": TEXT,
    }
    [part] = parts(json.dumps(row, indent=1), "item.json")
    assert isinstance(part, Part)
    article = part.load(path=None)
    assert (article.text, article.title) == (TEXT, "Bridge safe")
    assert (article.url, article.published) == (row["uri"], "2024-05-02")


def test_ninjs_with_several_bodies_is_read() -> None:
    row = {
        "uri": "tag:tarn-post.example,2024:1",
        "headlines": [{"role": "sub", "value": "On"}, {"role": "main", "value": "Bridge safe"}],
        "bodies": [{"contenttype": "text/html", "value": f"<p>{TEXT}</p>"}],
    }
    [part] = parts(lines(row))
    assert isinstance(part, Part)
    article = part.load(path=None)
    assert article.text == f"Bridge safe\n\n{TEXT}"
    assert article.url is None


NEWSML = """<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="https://tarn-post.example/items/1"><itemMeta><provider literal="Tarn Post"/>
<versionCreated>2024-05-02T09:00:00Z</versionCreated></itemMeta>
<contentMeta><headline>Bridge <i>safe</i></headline><language tag="en-GB"/></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
<p>%s</p><p>More on <b>Monday</b>.</p></body></html></inlineXML></contentSet></newsItem>
<newsItem guid="2"><contentSet/></newsItem>
</itemSet></newsMessage>"""


def test_newsml_is_read() -> None:
    first, second = parts(NEWSML % TEXT, "message.xml")
    assert isinstance(first, Part)
    article = first.load(path=None)
    assert article.text == f"{TEXT}\n\nMore on Monday."
    assert (article.title, article.outlet, article.published) == ("Bridge safe", "Tarn Post", "2024-05-02")
    assert article.url == "https://tarn-post.example/items/1"
    assert isinstance(second, BadPart)
    assert second.code == "empty"


def test_newsml_that_declares_entities_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the code is 1234", "utf-8")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'
    data = (NEWSML % "&e;").replace("?>\n", f"?>\n{entity}", 1)
    [part] = parts(data, "message.xml")
    assert isinstance(part, BadPart)
    assert part.code == "bad_record"


def test_an_article_is_no_container(tmp_path: Path) -> None:
    assert parts_of(TEXT.encode(), name="story.txt") is None
    assert parts_of(b"<html><p>x", name="-") is None


def test_a_compressed_article_is_one_part() -> None:
    [part] = parts(gzip.compress(TEXT.encode()), "story.txt.gz")
    assert isinstance(part, Part)
    assert part.load(path="story.txt.gz").text == TEXT


def test_a_compressed_article_that_is_a_bomb_is_refused() -> None:
    [part] = parts(gzip.compress(b"\0" * (65 * 1024**2), compresslevel=1), "story.txt.gz")
    assert isinstance(part, BadPart)
    assert part.code == "too_large"


@pytest.mark.parametrize(
    "magic", [b"PK\x03\x04", b"\x04\x22\x4d\x18", b"\x28\xb5\x2f\xfd", b"BZh9", b"\xfd7zXZ\x00"]
)
def test_other_archives_say_what_to_do(magic: bytes) -> None:
    with pytest.raises(InputError, match=r"unpack|decompress") as raised:
        parts_of(magic + b"\0" * 50, name="crawl.zip")
    assert raised.value.code == "binary"


def test_an_empty_container_says_so() -> None:
    [part] = parts("\n", "rows.jsonl")
    assert isinstance(part, BadPart)
    assert part.code == "empty"
