"""Pages come out of web archives, whole ones and broken ones, and nothing else does."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ingest import warc
from sayso.ingest.inflate import Stream
from sayso.ingest.parts import BadPart, Part
from sayso.ingest.warc import pages_in

PAGE = b"<html><body><p>Ida Holm said the bridge was safe.</p></body></html>"
URL = "https://tarn-post.example/bridge"
SHARED = Path(__file__).parents[2] / ".data" / "warc"


def http(body: bytes = PAGE, *headers: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def record(
    block: bytes | None = None, *, type: str = "response", url: str = URL, length: str | None = None
) -> bytes:
    block = http() if block is None else block
    length = str(len(block)) if length is None else length
    headers = [
        "WARC/1.0",
        f"WARC-Type: {type}",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2024-05-02T10:00:00Z",
        "Content-Type: application/http; msgtype=response",
        *([f"Content-Length: {length}"] if length else []),
    ]
    return "\r\n".join([*headers, "", ""]).encode() + block + b"\r\n\r\n"


def parts(data: bytes) -> list[Part | BadPart]:
    return list(pages_in(Stream(io.BytesIO(data))))


def pages(data: bytes) -> list[Part]:
    return [part for part in parts(data) if isinstance(part, Part)]


def bad(data: bytes) -> list[str]:
    return [part.code for part in parts(data) if isinstance(part, BadPart)]


def test_a_page_has_its_address_day_and_encoding() -> None:
    [part] = pages(record(http(kind="text/html; charset=windows-1252")))
    assert (part.data, part.address, part.fetched) == (PAGE, URL, "2024-05-02")
    assert part.charset == "windows-1252"


@pytest.mark.parametrize(
    "skipped",
    [
        record(type="request"),
        record(type="revisit"),
        record(type="resource"),
        record(type="metadata"),
        record(http(status="404 Not Found")),
        record(http(status="302 Found")),
        record(http(kind="image/png")),
        record(http(kind="application/json")),
        record(url="dns:tarn-post.example"),
    ],
)
def test_everything_but_pages_is_passed_over(skipped: bytes) -> None:
    assert [type(part) for part in parts(skipped + record())] == [Part]


def test_places_tell_records_apart_whether_compressed_or_not() -> None:
    two = [record(), record(url=f"{URL}-2")]
    plain = pages(b"".join(two))
    assert [part.place for part in plain] == ["0", str(len(two[0]))]
    for packed in (b"".join(map(gzip.compress, two)), gzip.compress(b"".join(two))):
        assert [(part.place, part.address) for part in pages(packed)] == [
            (part.place, part.address) for part in plain
        ]


def test_bodies_are_unchunked_and_decompressed() -> None:
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    for block in (
        http(chunked, "Transfer-Encoding: chunked"),
        http(gzip.compress(PAGE), "Content-Encoding: gzip"),
        http(PAGE, "Content-Encoding: gzip"),
    ):
        assert pages(record(block))[0].data == PAGE


def test_a_page_in_an_encoding_that_is_not_read_is_told_and_the_next_is_read() -> None:
    both = record(http(b"\x0b\x02", "Content-Encoding: br")) + record()
    assert bad(both) == ["bad_record"]
    assert len(pages(both)) == 1


def test_arc_files_are_read() -> None:
    block = http()
    head = f"{URL} 192.0.2.1 20140216050221 text/html {len(block)}\n".encode()
    version = b"1 0 Tarn\nURL IP-address Archive-date Content-type Archive-length\n"
    first = f"filedesc://tarn.arc 127.0.0.1 20140216050221 text/plain {len(version)}\n".encode()
    [part] = pages(first + version + b"\n" + head + block + b"\n")
    assert (part.data, part.address, part.fetched) == (PAGE, URL, "2014-02-16")


def test_after_a_record_that_makes_no_sense_the_search_goes_on() -> None:
    for nonsense in (
        record(length=""),
        record(length="-5"),
        record(length="many"),
        record(length="3"),
        b"what is this\r\nand this\r\n",
    ):
        data = record() + nonsense + record(url=f"{URL}-2")
        assert [part.address for part in pages(data)][-1] == f"{URL}-2"
        assert len(bad(data)) <= 2


def test_an_archive_that_is_cut_off_gives_what_came_before() -> None:
    data = gzip.compress(record()) + gzip.compress(record(url=f"{URL}-2"))[:-20]
    assert len(pages(data)) == 1
    assert bad(data) == ["bad_archive"]


def test_a_page_that_is_too_large_is_told_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MAX_PAGE_BYTES", 100_000)
    monkeypatch.setattr(warc, "MAX_HEADER_BYTES", 10_000)
    for block in (http(b"a" * 300_000), http(gzip.compress(b"a" * 300_000), "Content-Encoding: gzip")):
        data = record(block) + record()
        assert bad(data) == ["too_large"]
        assert len(pages(data)) == 1


def test_headers_without_end_end_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MAX_HEADER_BYTES", 10_000)
    data = record() + b"WARC/1.0\r\n" + b"X-Header: again\r\n" * 10_000 + b"\r\n" + record()
    assert len(pages(data)) == 1
    assert bad(data) == ["too_large"]


def test_a_bomb_among_what_is_passed_over_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "_SUSPICIOUS_BYTES", 10_000_000)
    data = gzip.compress(record(b"\0" * 30_000_000, type="resource")) + gzip.compress(record())
    assert bad(data) == ["too_large"]


def test_a_record_that_claims_more_than_there_is_ends_with_the_file() -> None:
    assert parts(record(type="resource", length=str(10**15))) == []


@given(st.binary(max_size=400))
def test_no_bytes_make_it_crash(data: bytes) -> None:
    parts(data)
    parts(b"WARC/1.0\r\n" + data)
    parts(record() + data)


@given(at=st.integers(0, len(record())), byte=st.integers(0, 255))
def test_no_single_wrong_byte_makes_it_crash(at: int, byte: int) -> None:
    data = bytearray(record() + record())
    data[at] = byte
    parts(bytes(data))


@pytest.mark.gold
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the web archives beside the checkout")
def test_archives_of_other_projects_tests_are_read_broken_ones_too() -> None:
    names = [
        "example.warc",
        "example.warc.gz",
        "example.arc",
        "example.arc.gz",
        "example-wrong-chunks.warc.gz",
    ]
    for name in names:
        assert [part.address for part in pages((SHARED / name).read_bytes())] == ["http://example.com/"]
    for path in SHARED.iterdir():
        parts(path.read_bytes())
