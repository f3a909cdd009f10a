"""``sayso read`` in this process, with the scripted reader."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from tests.conftest import story
from tests.scripted import CRASH, UNSURE
from typer.testing import CliRunner, Result

from sayso.cli.app import app

Write = Callable[..., list[Path]]

pytestmark = pytest.mark.usefixtures("scripted_reader")


def sayso(*arguments: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def codes(result: Result) -> list[str]:
    """For each row the name of its input, and the error code if it has one."""
    return [
        " ".join([Path(row["path"]).stem, *([row["error"]["code"]] if "error" in row else [])])
        for row in rows(result)
    ]


def test_piped_output_is_json_lines(write_stories: Write) -> None:
    [path] = write_stories(bridge="the bridge is unsafe")
    result = sayso("read", path)
    assert result.exit_code == 0
    [row] = rows(result)
    assert row["schema"] == "sayso/1"
    assert row["path"] == str(path)
    [content] = row["attributions"][0]["content"]
    assert row["text"][content["start"] : content["end"]] == content["exact"] == "the bridge is unsafe"


def test_json_is_one_array(write_stories: Write) -> None:
    for paths in (write_stories(one="it is late"), write_stories(one="it is late", two="it is dark")):
        result = sayso("read", *paths, "--format", "json")
        assert [row["path"] for row in json.loads(result.stdout)] == [str(path) for path in paths]


def test_table_shows_who_and_what(write_stories: Write) -> None:
    result = sayso("read", *write_stories(one="it is late", two="it is dark"), "--format", "table")
    assert result.exit_code == 0
    assert result.stdout.count("Ida Holm") == 2
    assert "\x1b" not in result.stdout


def test_several_articles_share_one_page(write_stories: Write) -> None:
    result = sayso("read", *write_stories(one="it is late", two="it is dark"), "--format", "html")
    assert result.stdout.count("<html") == 1
    assert result.stdout.count("<article") >= 2 or result.stdout.count("<main") == 1
    assert "it is late" in result.stdout
    assert "it is dark" in result.stdout


def test_brat_writes_a_text_and_an_annotation_for_each_article(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "story.txt").write_bytes(story().replace("\n", "\r\n").encode())
    out = tmp_path / "out"
    result = sayso("read", tmp_path / "a", tmp_path / "b", "--format", "brat", "-o", out)
    assert result.exit_code == 0
    names = ["story-2.ann", "story-2.txt", "story.ann", "story.txt"]
    assert sorted(path.name for path in out.iterdir()) == names
    assert (out / "story.txt").read_bytes() == story().replace("\n", "\r\n").encode()
    assert "Ida Holm" in (out / "story.ann").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "start"),
    [("o.json", "["), ("o.jsonl", "{"), ("o.html", "<!"), ("o.txt", "Bridge"), ("o.rows", "{")],
)
def test_suffix_of_the_output_chooses_the_format(
    write_stories: Write, tmp_path: Path, name: str, start: str
) -> None:
    result = sayso("read", *write_stories(one="it is late"), "-o", tmp_path / name)
    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / name).read_text("utf-8").lower().startswith(start.lower())


def test_output_file_keeps_its_permissions_and_links(write_stories: Write, tmp_path: Path) -> None:
    target, link = tmp_path / "rows.jsonl", tmp_path / "link.jsonl"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    assert sayso("read", *write_stories(one="it is late"), "-o", link).exit_code == 0
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert target.read_text("utf-8").startswith("{")


def test_standard_input_is_called_a_dash() -> None:
    [row] = rows(sayso("read", "-", stdin=story()))
    assert row["path"] == "-"
    assert row["attributions"]


def test_failure_of_standard_input_is_called_a_dash_too() -> None:
    result = sayso("read", "-", stdin=b"\x00\x01\x02" * 100)
    assert result.exit_code == 1
    assert codes(result) == ["- binary"]


@pytest.fixture
def server() -> Iterator[str]:
    """Address of a page on a server of this machine."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write(story().encode())

        def log_message(self, *arguments: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/story"
        running.shutdown()


def test_address_is_read_under_its_name(server: str) -> None:
    [row] = rows(sayso("read", "--allow-private", server))
    assert row["path"] == row["url"] == server
    assert row["attributions"]


def test_private_address_is_refused_unless_allowed(server: str) -> None:
    result = sayso("read", server)
    assert result.exit_code == 1
    [row] = rows(result)
    assert (row["path"], row["error"]["code"]) == (server, "fetch_refused")
    assert "not a public address" in row["error"]["message"]


def test_directory_is_read_in_order_of_names(write_stories: Write, tmp_path: Path) -> None:
    write_stories(b="it is late", a="it is dark", c="it is cold")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert codes(sayso("read", tmp_path)) == ["a", "b", "c"]


def test_failures_stand_in_their_place_and_the_others_go_on(write_stories: Write, tmp_path: Path) -> None:
    good, crash, last = write_stories(good="it is late", crash=CRASH, last="it is dark")
    (tmp_path / "none").mkdir()
    blank = tmp_path / "blank.txt"
    blank.write_text(" \n\n ")
    result = sayso("read", good, tmp_path / "missing.txt", crash, tmp_path / "none", blank, last)
    assert result.exit_code == 1
    assert codes(result) == [
        "good",
        "missing missing_file",
        "crash internal",
        "none missing_file",
        "blank empty",
        "last",
    ]
    assert "4 of 6 inputs could not be read" in result.stderr
    assert sayso("read", "--quiet", good, blank).stderr == ""


@pytest.mark.parametrize("format", ["table", "html"])
def test_failures_of_formats_for_people_are_lines_on_standard_error(
    write_stories: Write, format: str
) -> None:
    good, crash = write_stories(good="it is late", crash=CRASH)
    result = sayso("read", good, crash, "missing.txt", "--format", format)
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert len(lines) == 2
    assert lines[0] == f"sayso: {crash}: ZeroDivisionError: the script says so [internal]"
    assert lines[1].startswith("sayso: missing.txt: no such file")
    assert "it is late" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["read"], "nothing to read; name a file"),
        (["read", "missing.txt"], "missing.txt: no such file; check the name"),
        (["read", "missing.txt/deeper"], "no such file"),
        (["read", "x" * 5000], "File name too long"),
        (["read", "nul\0byte"], "embedded null"),
        (["read", "ftp://paper.example/1"], "ftp:// is not fetched; give an http:// or https://"),
        (["read", "file:///etc/passwd"], "file:// is not fetched"),
        (["read", "-", "-"], "standard input (-) is named twice"),
        (["read", "--fromat", "json", "-"], "--format"),
        (["read", "--format", "xml", "-"], "'--format' / '-f': 'xml' is not one of 'table'"),
        (["read", "--jobs", "0", "-"], "--jobs"),
        (["read", "--jobs", "many", "-"], "valid integer"),
        (["read", "--min-score", "2", "-"], "--min-score"),
        (["read", "--min-score", "nan", "-"], "--min-score"),
        (["read", "--lens", "icd204", "-"], "'--lens': 'icd204' is not one of 'none'"),
        (["read", "--published", "last Tuesday", "-"], "give a date as YYYY-MM-DD"),
        (["read", "--published", "20240101", "-"], "give a date as YYYY-MM-DD"),
        (["read", "--language", "English", "-"], "two-letter code"),
        (["read", "--format", "brat", "-"], "add --output DIRECTORY"),
        (["read", "-", "-o", "no/such/place.jsonl"], "make its directory"),
        (["read", "-", "-o", "."], "is a directory; name a file"),
        (["raed"], "no such command"),
    ],
)
def test_misuse_is_one_line_that_helps_and_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = sayso(*arguments, stdin=story())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message.lower() in result.stderr.lower()
    assert result.stderr.startswith("sayso: ")
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_directory_without_articles_alone_is_misuse(tmp_path: Path) -> None:
    result = sayso("read", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "holds no articles" in result.stderr


def test_file_without_permission_alone_is_misuse(
    write_stories: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    [path] = write_stories(secret="it is late")
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may read every file
    result = sayso("read", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "you may not read this file" in result.stderr


def test_article_is_not_overwritten_by_its_reading(write_stories: Write) -> None:
    [path] = write_stories(one="it is late")
    result = sayso("read", path, "-o", path)
    assert result.exit_code == 2
    assert "would overwrite the article" in result.stderr
    assert path.read_text("utf-8") == story(words="it is late")


def test_articles_are_not_overwritten_by_the_texts_that_brat_gets(
    write_stories: Write, tmp_path: Path
) -> None:
    [path] = write_stories(one="it is late")
    path.with_suffix(".html").write_text(f"<html><p>{story()}</p></html>")
    result = sayso("read", path.with_suffix(".html"), "-f", "brat", "-o", tmp_path)
    assert result.exit_code == 2
    assert "might overwrite" in result.stderr
    assert path.read_text("utf-8") == story(words="it is late")


def test_longest_names_are_shortened(write_stories: Write, tmp_path: Path) -> None:
    name = "港" * 83  # 249 bytes, and 253 with the suffix
    result = sayso("read", *write_stories(**{name: "it is late"}), "-f", "brat", "-o", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".ann", ".txt"]
    assert sayso("read", "-", "-o", tmp_path / f"{name}.txt", stdin=story()).exit_code == 0


def test_output_to_a_dash_is_standard_output(
    write_stories: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    paths = write_stories(one="it is late")
    assert codes(sayso("read", *paths, "-o", "-")) == ["one"]
    assert sayso("read", *paths, "-f", "brat", "-o", "-").exit_code == 2
    assert list(tmp_path.iterdir()) == paths


def test_what_the_user_knows_overrides_what_is_found(write_stories: Write) -> None:
    details = {
        "title": "Pier shut",
        "outlet": "Harbour Post",
        "published": "2024-02-29",
        "url": "https://post.example/pier",
        "language": "en",
    }
    options = [word for name, value in details.items() for word in (f"--{name}", value)]
    [row] = rows(sayso("read", *write_stories(one="it is late"), *options))
    assert {name: row[name] for name in details} == details


@pytest.mark.parametrize("option", ["--title", "--url"])
def test_title_and_address_are_for_one_article(write_stories: Write, option: str) -> None:
    result = sayso("read", *write_stories(one="it is late", two="it is dark"), option, "https://a.example")
    assert result.exit_code == 2
    assert f"{option} is for one article, and there are 2" in result.stderr


def test_outlet_holds_for_all_articles(write_stories: Write) -> None:
    result = sayso("read", *write_stories(one="it is late", two="it is dark"), "--outlet", "Harbour Post")
    assert [row["outlet"] for row in rows(result)] == ["Harbour Post"] * 2


def test_min_score_leaves_out_what_the_reader_doubts(write_stories: Write) -> None:
    paths = write_stories(sure="it is late", unsure=f"it is {UNSURE} late")
    assert [len(row["attributions"]) for row in rows(sayso("read", *paths))] == [1, 1]
    kept = rows(sayso("read", *paths, "--min-score", "0.5"))
    assert [len(row["attributions"]) for row in kept] == [1, 0]


LIKELY = "it is likely that the bridge will be closed"


def likelihoods(result: Result) -> list[tuple[str, str | None]]:
    return [
        (one["exact"], one["lens"])
        for row in rows(result)
        for item in row["attributions"]
        for one in item["likelihoods"]
    ]


def test_lens_gives_words_of_probability_their_numbers(write_stories: Write) -> None:
    paths = write_stories(one=LIKELY)
    assert likelihoods(sayso("read", *paths)) == [("likely", None)]
    assert likelihoods(sayso("read", *paths, "--lens", "icd203")) == [("likely", "icd203")]
    table = sayso("read", *paths, "-f", "table", "--lens", "icd203").stdout
    assert "%" in table
    assert "(icd203)" in table
    assert "%" not in sayso("read", *paths, "-f", "table").stdout


def test_lens_of_the_settings_can_be_taken_off(write_stories: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write_stories(one=LIKELY)
    monkeypatch.setenv("SAYSO_LENS", "survey")
    assert likelihoods(sayso("read", *paths)) == [("likely", "survey")]
    assert likelihoods(sayso("read", *paths, "--lens", "none")) == [("likely", None)]


def test_lenses_are_those_that_there_are() -> None:
    from sayso.assess.likelihood import LENSES
    from sayso.cli.options import Lens
    from sayso.settings import LENSES as SETTLED

    assert SETTLED == LENSES
    assert {lens.value for lens in Lens} == {*LENSES, "none"}


def test_settings_come_from_file_then_environment_then_flags(
    write_stories: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [path] = write_stories(unsure=f"it is {UNSURE} late")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sayso.toml").write_text('format = "json"\nmin-score = 0.5\n')
    [row] = json.loads(sayso("read", path).stdout)
    assert row["attributions"] == []
    monkeypatch.setenv("SAYSO_MIN_SCORE", "0")
    [row] = json.loads(sayso("read", path).stdout)
    assert len(row["attributions"]) == 1
    [row] = rows(sayso("read", path, "--format", "jsonl", "--min-score", "0.4"))
    assert row["attributions"] == []


def test_suffix_of_the_output_outranks_the_settings(
    write_stories: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [path] = write_stories(one="it is late")
    monkeypatch.setenv("SAYSO_FORMAT", "table")
    for name, start in (("o.json", "["), ("o.rows", "Bridge")):
        sayso("read", path, "-o", tmp_path / name)
        assert (tmp_path / name).read_text("utf-8").startswith(start)


def test_page_of_nothing_but_failures_says_so(write_stories: Write, tmp_path: Path) -> None:
    [path] = write_stories(crash=CRASH)
    assert sayso("read", path, "-o", tmp_path / "page.html").exit_code == 1
    assert "the script says so" in (tmp_path / "page.html").read_text("utf-8")


def test_messages_cannot_steer_the_terminal() -> None:
    result = sayso("read", "\x1b[2Jnone\n.txt")
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_version_and_bare_command() -> None:
    import sayso as package

    assert sayso("--version").stdout == f"sayso {package.__version__}\n"
    bare = sayso()
    assert bare.exit_code == 2
    assert "read" in bare.output
