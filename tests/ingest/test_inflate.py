"""Streams give bytes back, gunzipped, and never more of them than was allowed."""

from __future__ import annotations

import gzip
import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ingest.inflate import Stream, StreamError, inflate


def stream(data: bytes) -> Stream:
    return Stream(io.BytesIO(data))


@given(pieces=st.lists(st.binary(max_size=200), min_size=1, max_size=5), padding=st.integers(0, 9))
def test_members_one_after_the_other_are_one_stream(pieces: list[bytes], padding: int) -> None:
    data = b"".join(map(gzip.compress, pieces)) + b"\0" * padding
    assert stream(data).read() == b"".join(pieces)


@given(data=st.binary(max_size=300).filter(lambda data: not data.startswith(b"\x1f\x8b")))
def test_what_is_not_compressed_comes_as_it_is(data: bytes) -> None:
    assert stream(data).read() == data


@given(data=st.binary(max_size=300), compressed=st.booleans())
def test_lines_are_those_of_any_file(data: bytes, compressed: bool) -> None:
    source = stream(gzip.compress(data)) if compressed else Stream(io.BytesIO(b"x\n" + data))
    lines = list(iter(source.readline, b""))
    assert lines == ([] if compressed else [b"x\n"]) + io.BytesIO(data).readlines()


def test_a_large_output_of_little_input_comes_whole() -> None:
    data = b"\0" * 3_000_000
    assert stream(gzip.compress(data)).read() == data


def test_a_member_that_is_cut_off_says_so() -> None:
    whole = gzip.compress(b"the bridge was safe " * 40)
    for end in (3, 12, len(whole) - 9, len(whole) - 1):
        with pytest.raises(StreamError, match="cut off") as raised:
            stream(whole[:end]).read()
        assert raised.value.code == "bad_archive"


def test_damaged_data_says_so() -> None:
    whole = bytearray(gzip.compress(b"the bridge was safe " * 40))
    whole[-6] ^= 255
    with pytest.raises(StreamError, match="damaged"):
        stream(bytes(whole)).read()


def test_no_more_is_given_than_was_allowed() -> None:
    source = stream(gzip.compress(b"a" * 5_000_000))
    source.allow(1_000_000)
    assert source.read(3_000_000) == b"a" * 1_000_000
    with pytest.raises(StreamError) as raised:
        source.read(1)
    assert raised.value.code == "too_large"
    source.allow(None)
    assert len(source.read()) == 4_000_000
    source.allow(0)
    assert source.read() == b""


def test_peeking_takes_nothing() -> None:
    source = stream(gzip.compress(b"WARC/1.0\r\n"))
    assert source.peek(4) == b"WARC"
    assert source.tell() == 0
    assert source.read() == b"WARC/1.0\r\n"


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, lambda data: zlib.compress(data)[2:-4]])
def test_bodies_come_out_of_every_kind_of_deflate(pack) -> None:  # type: ignore[no-untyped-def]
    assert inflate(pack(b"<html>the bridge</html>"), limit=100) == b"<html>the bridge</html>"


def test_a_body_that_is_not_compressed_after_all_stays() -> None:
    assert inflate(b"<html>the bridge</html>", limit=100) == b"<html>the bridge</html>"


def test_a_body_that_is_a_bomb_is_refused() -> None:
    with pytest.raises(StreamError, match="MiB"):
        inflate(gzip.compress(b"\0" * 5_000_000), limit=1024**2)
