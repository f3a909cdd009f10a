"""Paths, addresses, bytes and texts are told apart, and each failure has its code."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.ingest import load
from sayso.ingest.load import load_article

STORY = "Harbour closed\n\n" + "The harbour of Tarn will be closed for the winter, the mayor said. " * 4
PAGE = "<!doctype html><html><body><h1>Harbour closed</h1>" + f"<p>{STORY[16:]}</p>" * 3 + "</body></html>"


def code_of(source: str | Path | bytes) -> str:
    with pytest.raises(InputError) as caught:
        load_article(source)
    return caught.value.code


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_bytes(STORY.encode("utf-8-sig"))
    return path


def test_path_is_read(story: Path) -> None:
    for source in (story, str(story)):
        article = load_article(source)
        assert (article.text, article.path, article.encoding) == (STORY, str(story), "utf-8")


def test_bytes_are_a_files_content() -> None:
    assert load_article(STORY.encode()).text == STORY


@pytest.mark.parametrize("source", [STORY, STORY[16:], "a" * 300 + " said Ida Holm.", "Ida\x00Holm said no."])
def test_text_is_text(source: str) -> None:
    assert load_article(source, language="en").text == source


def test_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    article = load_article("-")
    assert (article.text, article.path) == (STORY, "-")


@pytest.mark.parametrize(
    "source", [PAGE, PAGE.encode(), PAGE.encode("utf-16"), b"\xef\xbb\xbf" + PAGE.encode()]
)
def test_html_is_recognised(source: str | bytes) -> None:
    article = load_article(source)
    assert article.title == "Harbour closed"
    assert article.anchors


def test_piece_of_html_is_recognised_in_bytes_but_not_in_a_text_file(tmp_path: Path) -> None:
    piece = PAGE.partition("<body>")[2]
    assert load_article(piece.encode()).anchors
    path = tmp_path / "story.txt"
    path.write_text(piece)
    assert load_article(path).text == piece


@pytest.mark.parametrize("comment", ["<!---->", "<!-- - -->\n", "<!--[if IE]> <html> <![endif]-->"])
def test_comments_before_a_page_or_a_text_take_no_time(comment: str) -> None:
    assert load_article((comment * 60 + PAGE).encode()).anchors
    text = comment * 60 + STORY
    assert load_article(text, language="en").text == text


def test_suffix_makes_html(tmp_path: Path) -> None:
    path = tmp_path / "story.htm"
    path.write_text("  " + PAGE.partition("<html>")[2])
    assert load_article(path).anchors


def test_metadata_given_reaches_the_article(story: Path) -> None:
    article = load_article(story, outlet="The Tarn Herald", published="2021-05-03")
    assert (article.outlet, article.published) == ("The Tarn Herald", "2021-05-03")


def test_failures_have_codes(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "french.txt").write_text(
        "Le maire a dit que le port est fermé. Il ne sait pas pourquoi. " * 9
    )
    (tmp_path / "links.html").write_text("<ul>" + "<li><a href=/>Harbour news</a></li>" * 9 + "</ul>")
    assert code_of(tmp_path / "nothing.txt") == "missing_file"
    assert code_of("nothing.txt") == "missing_file"
    assert code_of("ftp://tarnherald.example/1") == "missing_file"
    assert code_of(tmp_path) == "is_directory"
    assert code_of(tmp_path / "empty.txt") == "empty"
    assert code_of(tmp_path / "image.png") == "binary"
    assert code_of(tmp_path / "french.txt") == "language_not_supported"
    assert code_of(tmp_path / "links.html") == "no_article"
    assert code_of(Path("a\x00b")) == "unreadable"
    assert code_of("") == code_of(" \n ") == code_of(b"") == "empty"
    assert code_of(b"Ida \xe2\x80\x9cHolm\xe2\x80\x9d \xff.") == "undecodable"
    assert code_of("http://127.0.0.1:9/") == "fetch_refused"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_unreadable_file_is_said(story: Path) -> None:
    story.chmod(0)
    assert code_of(story) == "unreadable"


def test_file_beyond_the_limit_is_refused(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "MAX_FILE_BYTES", 100)
    assert code_of(story) == code_of(story.read_bytes()) == code_of(STORY) == "too_large"


@pytest.mark.parametrize(
    "text",
    [
        STORY * 4_000,
        "The mayor said that the harbour is closed. " * 25_000,
        "The mayor said no.\n\n" * 100_000,
    ],
    ids=["long", "one line", "many paragraphs"],
)
def test_large_texts_are_stored_whole(text: str) -> None:
    assert load_article(text.encode()).text == text
