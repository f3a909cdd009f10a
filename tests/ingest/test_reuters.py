"""Reuters news in SGML: items with dates and titles, and what is broken in its place."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import story

from sayso.ingest.containers import parts_of
from sayso.ingest.parts import BadPart, Part
from sayso.ingest.reuters import MAX_ITEM_BYTES

HEAD = '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n'
COLLECTION = Path(__file__).parents[2] / ".data" / "reuters21578"


def item(text: str, *, number: int = 7, kind: str = "", date: str = " 6-MAR-1987 15:01:01.79") -> str:
    return (
        f'<REUTERS TOPICS="YES" OLDID="5544" NEWID="{number}">\n<DATE>{date}</DATE>\n'
        f"<UNKNOWN>&#5;&#5;C T\n u f</UNKNOWN>\n<TEXT{kind}>&#2;\n{text}</TEXT>\n</REUTERS>\n"
    )


WHOLE = item(
    "<TITLE>TARN BRIDGE\nCLOSED</TITLE>\n<AUTHOR>    By Ida Holm, Reuters</AUTHOR>\n"
    "<DATELINE>    TARN, March 6 - </DATELINE><BODY>Tarn Bridge &lt;TBR> will close,\nthe town said.\n"
    "    It is old.\n Reuter\n&#3;</BODY>"
)


def parts(text: str | bytes, name: str = "news.sgm") -> list[Part | BadPart]:
    found = parts_of(text if isinstance(text, bytes) else text.encode("latin-1"), name=name)
    assert found is not None
    return list(found)  # type: ignore[arg-type]


def test_an_item_is_title_author_place_and_body_with_its_date() -> None:
    [part] = parts(HEAD + WHOLE)
    assert isinstance(part, Part)
    assert part.place == "7"
    assert part.data == (
        "TARN BRIDGE CLOSED\n\nBy Ida Holm, Reuters\n\n"
        "TARN, March 6 - Tarn Bridge <TBR> will close,\nthe town said.\n    It is old.\n"
    )
    assert part.fields == {
        "title": "TARN BRIDGE CLOSED",
        "published": "1987-03-06",
        "outlet": "Reuters",
        "language": "en",
    }


def test_an_article_of_it_knows_all_that() -> None:
    body = story().split("\n\n", 1)[1]
    [part] = parts(HEAD + item(f"<TITLE>BRIDGE</TITLE><BODY>{body} Reuter\n&#3;</BODY>"))
    assert isinstance(part, Part)
    article = part.load(path="news.sgm#7")
    assert (article.title, article.published, article.outlet) == ("BRIDGE", "1987-03-06", "Reuters")
    assert article.text.endswith("the traffic.\n")


def test_a_brief_is_its_title_and_the_unprocessed_stands_as_it_came() -> None:
    brief = item(
        "******<TITLE>TARN SAYS BRIDGE WILL CLOSE\n</TITLE>Blah blah blah.\n&#3;", kind=' TYPE="BRIEF"'
    )
    raw = item("BRIDGE TOLLS - MARCH 6\n Cars...10\n Reuter\n&#3;\n", number=8, kind=' TYPE="UNPROC"')
    assert [part.data for part in parts(HEAD + brief + raw) if isinstance(part, Part)] == [
        "TARN SAYS BRIDGE WILL CLOSE",
        "BRIDGE TOLLS - MARCH 6\n Cars...10",
    ]


def test_it_is_told_by_its_content_also_compressed() -> None:
    data = gzip.compress((HEAD + WHOLE + WHOLE).encode())
    assert len(parts(data, "news.gz")) == len(parts((HEAD + WHOLE + WHOLE).encode(), "news")) == 2


def test_several_items_on_one_line_are_several() -> None:
    lines = HEAD.strip() + "".join(item(f"<TITLE>T{n}</TITLE>", number=n).replace("\n", " ") for n in (1, 2))
    assert [part.place for part in parts(lines)] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (item("&#2;&#3;\n"), ["empty"]),
        (WHOLE + WHOLE[:200], ["", "bad_record"]),
        (item("<BODY>" + "word " * (MAX_ITEM_BYTES // 4) + "</BODY>") + WHOLE, ["bad_record"]),
        (item("<TITLE>T</TITLE>", date="99-MAY-1987"), [""]),
    ],
    ids=["empty", "cut off", "too long", "no such day"],
)
def test_what_is_broken_is_said_in_its_place(text: str, codes: list[str]) -> None:
    assert [part.code if isinstance(part, BadPart) else "" for part in parts(HEAD + text)] == codes


@given(st.binary(max_size=300), st.integers(0, len(WHOLE)))
def test_whatever_stands_in_it_gives_parts(noise: bytes, at: int) -> None:
    data = (HEAD + WHOLE).encode()
    cut = len(HEAD) + at
    for part in parts_of(data[:cut] + noise + data[cut:], name="news.sgm") or ():
        assert isinstance(part, (Part, BadPart))


@pytest.mark.gold
@pytest.mark.skipif(not COLLECTION.is_dir(), reason="Reuters-21578 is not here")
def test_the_whole_collection_has_all_its_items_and_their_dates() -> None:
    found = [
        part for path in sorted(COLLECTION.glob("*.sgm")) for part in parts(path.read_bytes(), path.name)
    ]
    assert len(found) == 21578
    assert sum(isinstance(part, Part) and "published" in part.fields for part in found) == 21577
