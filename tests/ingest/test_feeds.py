"""RSS and Atom of every kind become entries; XML that is made to hurt does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.site import body, item, rss

from sayso.errors import InputError
from sayso.ingest import feeds
from sayso.ingest.containers import parts_of
from sayso.ingest.feeds import Entry, article_from_entry, parse_feed
from sayso.ingest.parts import BadPart, Part

ADDRESS = "https://tarnpost.example/news/rss"
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Tarn &amp;amp; &lt;b&gt;Post&lt;/b&gt;</title>
<entry><id>tag:tarn,1</id><title type="text">5 &lt; 6</title><link href="../a?x=1&amp;y=2"/>
<updated>2024-01-01T23:30:00-05:00</updated><category term="roads" label="Roads"/>
<category term="roads" label="Roads"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">BODY</div></content>
<source><title>The Norland Herald</title></source></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Tarn Post</title></channel>
<item rdf:about="y"><title>Bridge</title><link>https://tarnpost.example/b</link><dc:date>2024-01-02</dc:date></item>
</rdf:RDF>"""


def entries(data: bytes | str) -> tuple[Entry, ...]:
    return parse_feed(data.encode() if isinstance(data, str) else data, address=ADDRESS).entries


def code_of(data: bytes | str) -> str:
    with pytest.raises(InputError) as raised:
        entries(data)
    return raised.value.code


def test_atom_is_read() -> None:
    feed = parse_feed(ATOM.replace("BODY", body("It is so.")).encode(), address=ADDRESS)
    assert feed.title == "Tarn & Post"
    (entry,) = feed.entries
    assert (entry.key, entry.link) == ("tag:tarn,1", "https://tarnpost.example/a?x=1&y=2")
    assert (entry.title, entry.outlet, entry.categories) == ("5 < 6", "The Norland Herald", ("Roads",))
    assert (entry.published, entry.day) == ("2024-01-02T04:30:00+00:00", "2024-01-01")
    assert "It is so." in (entry.content or "")


def test_rdf_is_read() -> None:
    (entry,) = entries(RDF)
    assert (entry.title, entry.link, entry.day) == ("Bridge", "https://tarnpost.example/b", "2024-01-02")


@pytest.mark.parametrize("broken", ["&nbsp;", "&eacute;", "& ", "&#99999999999;", "\x0b"])
def test_a_feed_that_is_not_well_formed_is_mended(broken: str) -> None:
    data = rss("<item><title>Bridge" + broken + "closed</title><link>/b</link></item>", item("/c"))
    assert next(entry.link for entry in entries(data)) == "https://tarnpost.example/b"


def test_an_entry_beyond_mending_does_not_cost_the_others() -> None:
    data = rss("<item><title>Bridge<b>closed</title><link>/b</link></item>", item("/c"))
    assert entries(data)[-1].link == "https://tarnpost.example/c"


def test_a_feed_cut_short_gives_the_entries_it_has() -> None:
    data = rss(item("/a"), item("/b"))
    assert next(entry.link for entry in entries(data[:-40])) == "https://tarnpost.example/a"


@pytest.mark.parametrize(
    "published",
    ["", "soon", "0001-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT", "99999-01-01", "Mon, 99 Foo 2024"],
)
def test_a_date_that_is_none_is_left_out(published: str) -> None:
    (entry,) = entries(rss(item("/a", published=published)))
    assert (entry.published, entry.day) == (None, None)


@pytest.mark.parametrize(
    "published",
    [
        "Tue, 02 Jan 2024 10:00:00 GMT",
        "2024-01-02T10:00:00Z",
        "2024-01-02 10:00:00",
        "2 Jan 2024 10:00 +0000",
    ],
)
def test_dates_are_read_as_people_write_them(published: str) -> None:
    (entry,) = entries(rss(item("/a", published=published)))
    assert (entry.published, entry.day) == ("2024-01-02T10:00:00+00:00", "2024-01-02")


def test_entries_with_neither_link_nor_text_are_none() -> None:
    assert entries(rss(item(title="Nothing"), item("javascript:alert(1)"), item("http://[::1"))) == ()


def test_the_same_entry_twice_in_a_feed_comes_once() -> None:
    assert len(entries(rss(item("/a", guid="1"), item("/a", guid="1")))) == 1


def test_an_article_of_an_entry_says_what_the_feed_says() -> None:
    (entry,) = entries(
        rss(item("/a", title="Bridge “closed” & more", content=body("It is “so”."), published="2024-01-02"))
    )
    article = article_from_entry(entry, path="here", outlet="Tarn Post")
    assert article.text.startswith("Bridge “closed” & more\n\nIt is “so”.")
    assert (article.title, article.outlet, article.published) == (
        "Bridge “closed” & more",
        "Tarn Post",
        "2024-01-02",
    )
    assert (article.found["title"] != "feed", article.found["outlet"], article.found["published"]) == (
        True,
        "feed",
        "feed",
    )
    assert article.url == "https://tarnpost.example/a"


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE rss [<!ENTITY a "b">]>',
        '<?xml version="1.0"?><!-- <rss> --><!DOCTYPE rss SYSTEM "x" [<!ENTITY % a SYSTEM "file:///x">%a;]>',
        "<!doctype rss [",
        "<!DOCTYPE rss '",
        "<!DOCTYPE " + "a" * 5000 + ">",
    ],
)
def test_declarations_of_entities_are_refused(prolog: str) -> None:
    assert code_of(prolog + "<rss version='2.0'><channel><title>&a;</title></channel></rss>") == "unsafe_xml"
    assert code_of((prolog + "<rss><channel/></rss>").encode("utf-16")) == "unsafe_xml"


def test_a_document_type_without_declarations_is_fine() -> None:
    netscape = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    assert entries(netscape + "<rss version='0.91'><channel><item><link>/a</link></item></channel></rss>")


@pytest.mark.parametrize("data", ["<html><body>Hello</body></html>", "{}", "plain words", "<", "<?", "<!--"])
def test_what_is_no_feed_is_refused(data: str) -> None:
    assert code_of(data) == "not_a_feed"


def test_a_feed_of_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "_MAX_ELEMENTS", 10)
    assert code_of(rss(*["<item/>"] * 20)) == "too_large"


def test_entries_beyond_the_most_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MAX_ENTRIES", 3)
    assert [entry.link for entry in entries(rss(*(item(f"/{n}") for n in range(9))))] == [
        f"https://tarnpost.example/{n}" for n in range(3)
    ]


PIECES = st.sampled_from(
    ["<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "/a", "&amp;", "&#9", "]]>",
     "<![CDATA[", "<!--", "-->", "<?x", "?>", "<guid>", "<pubDate>", "2024", "<content:encoded>", "&x;",
     "\x00", "<a:b xmlns:a='c'>", "é"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40))
def test_whatever_is_sent_is_read_or_refused(pieces: list[str]) -> None:
    try:
        found = entries("<rss version='2.0'>" + "".join(pieces))
    except InputError:
        return
    assert all(entry.key for entry in found)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_feed_are_refused(data: bytes) -> None:
    assert code_of(data) in {"not_a_feed", "empty", "binary", "undecodable", "unsafe_xml"}


def test_a_feed_in_a_file_holds_the_articles_whose_text_it_has(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(item("/a"), item("https://x.example/b", title="Bridge", content=body("It is so."))))
    (part,) = parts_of(path, name="feed.xml") or ()
    assert isinstance(part, Part)
    article = part.load(path="feed.xml")
    assert (article.url, article.title, article.outlet) == ("https://x.example/b", "Bridge", "Tarn Post")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (rss(item("/a")), "empty"),
        (b"<!DOCTYPE rss SYSTEM 'x'><!-- a --><rss>" + b"</b>" * 9, "empty"),
        (b"<rss version='2.0'>" + b" " * 9_000_000, "too_large"),
    ],
)
def test_a_feed_in_a_file_without_full_texts_is_noted(data: bytes, code: str) -> None:
    (part,) = parts_of(data, name="feed.xml") or ()
    assert isinstance(part, BadPart)
    assert part.code == code
