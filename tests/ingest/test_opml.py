"""Lists of feeds go out and come in as OPML, whoever wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.ingest.opml import Listed, looks_like_opml, parse_opml, write_opml

FROM_A_READER = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="1.0"><head><title>subscriptions</title></head><body>
  <outline text="Region" title="Region">
    <outline type="rss" text="Tarn Post" xmlUrl="https://tarnpost.example/rss"/>
    <outline text="Roads">
      <outline text="Bridges &amp; Fords" xmlUrl=" https://tarnpost.example/bridges?a=1&amp;b=2 "/>
    </outline>
  </outline>
  <outline TEXT="Caf\xe9" XMLURL="https://cafe.example/rss" category="/Food"/>
  <outline text="Tarn Post again" xmlUrl="https://tarnpost.example/rss"/>
  <outline text="An empty folder"/>
</body></opml>"""


def test_a_list_of_another_reader_comes_in_with_its_folders() -> None:
    assert parse_opml(FROM_A_READER, where="a.opml") == [
        Listed("https://tarnpost.example/rss", "Tarn Post", "Region"),
        Listed("https://tarnpost.example/bridges?a=1&b=2", "Bridges & Fords", "Region/Roads"),
        Listed("https://cafe.example/rss", "Café", "Food"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"Dear editor", "not_a_feed"),
        (b"<opml><body><outline text='none'/></body></opml>", "not_a_feed"),
        (b'<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml/>', "unsafe_xml"),
    ],
)
def test_what_is_no_list_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_opml(data, where="a.opml")
    assert raised.value.code == code


def test_a_broken_list_gives_what_can_be_read() -> None:
    data = FROM_A_READER[: FROM_A_READER.index(b"TEXT=")]
    assert len(parse_opml(data, where="a.opml")) == 2


def test_lists_are_told_from_feeds() -> None:
    assert looks_like_opml(FROM_A_READER)
    assert looks_like_opml("<opml/>".encode("utf-16"))
    assert not looks_like_opml(b"<rss><channel/></rss>")


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z", "Cn"], exclude_characters="/"), min_size=1)


@given(st.dictionaries(WORDS, st.tuples(WORDS, st.none() | WORDS), min_size=1, max_size=5))
def test_what_goes_out_comes_in_again(feeds: dict[str, tuple[str, str | None]]) -> None:
    listed = [Listed(f"https://x.example/{url}", *rest) for url, rest in feeds.items()]
    back = parse_opml(write_opml(listed), where="a.opml")
    assert sorted(back, key=lambda one: one.url) == sorted(listed, key=lambda one: one.url)


def test_characters_that_xml_cannot_write_are_left_out() -> None:
    data = write_opml([Listed("https://x.example/\x00", "a\x1b\ud800b")])
    assert parse_opml(data, where="a.opml") == [Listed("https://x.example/", "ab")]
