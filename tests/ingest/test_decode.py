"""Bytes become text under a named encoding, or are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.ingest.decode import decode

STORY = "“No,” said Ida Holm – the café’s owner – on Monday.\nNobody else spoke."


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (STORY.encode("utf-8"), "utf-8"),
        (STORY.encode("utf-8-sig"), "utf-8"),
        (STORY.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + STORY.encode("utf-16-be"), "utf-16-be"),
        (STORY.encode("utf-16-le"), "utf-16-le"),
        (STORY.encode("utf-16-be"), "utf-16-be"),
        (STORY.encode("utf-32"), "utf-32-le"),
        (STORY.encode("cp1252"), "cp1252"),
        (STORY.encode("mac_roman"), "mac_roman"),
    ],
)
def test_encoding_is_detected_and_named(data: bytes, encoding: str) -> None:
    assert decode(data, where="story.txt") == (STORY, encoding)


def test_declared_encoding_comes_before_guesses() -> None:
    data = "Порт закрыт, сказал министр.".encode("koi8-r")
    assert decode(data, where="page", declared="koi8-r").text == "Порт закрыт, сказал министр."


def test_latin_1_means_windows_1252() -> None:
    assert decode("“No”".encode("cp1252"), where="page", declared="ISO-8859-1").encoding == "cp1252"


@pytest.mark.parametrize("declared", ["no-such-encoding", "base64", "", "utf\x008", "undefined"])
def test_unknown_declaration_is_passed_over(declared: str) -> None:
    assert decode(STORY.encode(), where="page", declared=declared).text == STORY


def test_codec_that_is_no_encoding_of_pages_is_passed_over() -> None:
    text = "The path is \\u0041, said Ida Holm."
    assert decode(text.encode(), where="page", declared="unicode_escape").text == text


def test_damaged_utf_8_is_refused_with_the_place() -> None:
    with pytest.raises(InputError, match=r"story\.txt: .*byte 0x92 at offset \d+ \(line 2\)") as caught:
        decode(STORY.encode() + b" It\x92s over.", where="story.txt")
    assert caught.value.code == "undecodable"


def test_byte_order_mark_that_lies_is_refused() -> None:
    with pytest.raises(InputError, match="byte-order mark of utf-8") as caught:
        decode(b"\xef\xbb\xbfabc\xff\xfe", where="story.txt")
    assert caught.value.code == "undecodable"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7 broken", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n....", "a PNG image"),
        (b"\xff\xd8\xff\xe0..JFIF", "a JPEG image"),
        (b"PK\x03\x04.....", "a ZIP archive"),
        (b"RIFF....WEBPVP8 ", "a WebP image"),
        (b"....ftypisom", "MPEG-4 media"),
        (bytes(range(256)) * 20, "control bytes"),
        (b"\x00" * 1000 + b"x", "control bytes"),
    ],
)
def test_binary_data_is_refused_with_what_was_found(data: bytes, found: str) -> None:
    with pytest.raises(InputError, match=found) as caught:
        decode(data, where="x")
    assert caught.value.code == "binary"


@pytest.mark.parametrize("data", [b"", b"  \r\n\t "])
def test_nothing_but_white_space_is_empty(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, where="x")
    assert caught.value.code == "empty"


def test_nul_in_normal_text_is_kept() -> None:
    text = "Ida Holm said\x00 that she would go, and that was that."
    assert decode(text.encode(), where="x").text == text


@given(st.binary(max_size=300))
def test_what_is_decoded_encodes_back_to_the_same_bytes(data: bytes) -> None:
    try:
        text, encoding = decode(data, where="x")
    except InputError as error:
        code, kept = error.code, b""
    else:
        code, kept = "", text.encode(encoding)
    assert code in {"", "empty", "binary", "undecodable"}
    assert data.endswith(kept)
    assert code or len(data) - len(kept) <= 4
