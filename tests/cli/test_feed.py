"""``sayso feed`` from the command line: feeds are followed, listed, polled, exchanged and left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.site import Site, body, item, rss, running_site
from typer.testing import CliRunner, Result

from sayso.cli.app import app

pytestmark = pytest.mark.usefixtures("scripted_reader")

EXAMPLES = Path(__file__).parents[2] / "examples" / "feeds"
SAYS = "Ida Holm said the bridge is unsafe."


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the ledger is made."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_DB", raising=False)
    return tmp_path


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


def feed(*arguments: str, status: int = 0, input: str | None = None) -> Result:
    result = CliRunner().invoke(app, ["feed", *arguments], input=input)
    assert result.exit_code == status, result.output
    return result


def poll(*arguments: str, status: int = 0) -> Result:
    return feed("poll", "--allow-private", "--delay", "0", *arguments, status=status)


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def listed() -> list[dict[str, Any]]:
    return rows(feed("list", "--format", "jsonl"))


def test_the_examples_are_read_without_a_network() -> None:
    assert "3 feeds added" in feed("import", str(EXAMPLES / "feeds.opml")).output
    assert "3 feeds, 8 articles" in poll("--format", "table").output
    assert [(one["category"], one["title"], one["articles"]) for one in listed()] == [
        ("Agencies", "Norland Press Agency", 3),
        ("Papers", "The Alder Mercury", 3),
        ("Papers", "The Daily Lantern", 2),
    ]
    assert "3 feeds, 0 articles, 0 attributions\n" in poll("--format", "table").output


def test_a_poll_tells_of_every_entry_and_feed(site: Site) -> None:
    link = site.page("/a", SAYS)
    feed("add", site.feed("/rss", item(link, title="Bridge")), "--category", "Region")
    article, of_feed = rows(poll("--format", "jsonl", "--quiet"))
    assert (article["link"], article["title"], article["outcome"]) == (link, "Bridge", "new")
    assert (of_feed["feed"], of_feed["entries"], of_feed["changed"]) == (f"{site.url}/rss", 1, True)


def test_a_feed_in_error_waits_unless_it_is_named(site: Site) -> None:
    site.answers["/rss"] = (500, {}, b"")
    feed("add", f"{site.url}/rss")
    told = poll(status=1)
    assert "answered 500" in told.output
    assert "1 in error" in poll("--format", "table", "1", status=1).output
    assert "1 not due yet" in poll("--format", "table").output
    assert site.count("/rss") == 2
    (row,) = listed()
    assert (row["n_errors"], "answered 500" in row["error"]) == (2, True)
    assert "tried 2×" in feed("list", "--format", "table").output


def test_lists_come_in_and_go_out(here: Path) -> None:
    feed("add", "https://tarnpost.example/rss", "--title", "Tarn & Post", "--category", "Region/Tarn")
    feed("export", "-o", "out.opml")
    text = (here / "out.opml").read_text("utf-8")
    assert feed("export").stdout == text
    feed("import", "out.opml", "--db", "other.db")
    feed("import", "-", "--db", "third.db", input=text)
    for db in ("other.db", "third.db"):
        (row,) = rows(feed("list", "--db", db))
        assert (row["title"], row["category"]) == ("Tarn & Post", "Region/Tarn")
    assert "0 feeds added, 1 already followed" in feed("import", "out.opml").output


def test_a_list_may_name_feeds_beside_it_and_no_others_on_disk(here: Path) -> None:
    folder = here / "lists"
    folder.mkdir()
    urls = (
        "near.xml",
        "../far.xml",
        "/etc/passwd",
        "file:///etc/passwd",
        "ftp://x.example/rss",
        "http://[::1",
    )
    outlines = "".join(f'<outline xmlUrl="{url}"/>' for url in urls)
    (folder / "a.opml").write_text(f"<opml><body>{outlines}</body></opml>", "utf-8")
    told = feed("import", "lists/a.opml")
    assert told.output.count("left out") == 5
    assert [row["url"] for row in listed()] == [(folder / "near.xml").as_uri()]


def test_a_file_that_is_added_is_a_feed_or_refused(here: Path) -> None:
    (here / "a.xml").write_bytes(rss(item("b.txt"), title="Tarn"))
    feed("add", "a.xml")
    (row,) = listed()
    assert (row["title"], row["url"]) == ("Tarn", (here / "a.xml").as_uri())
    (here / "letter.txt").write_text("Dear editor", "utf-8")
    assert "neither RSS nor Atom" in feed("add", "letter.txt", status=2).output


@pytest.mark.parametrize("verb", ["add", "import"])
def test_a_file_that_is_not_there_is_spoken_of_as_a_feed(here: Path, verb: str) -> None:
    told = feed(verb, "none.xml", status=2).stderr
    assert told.startswith("sayso: none.xml: no such file; name a feed")
    assert "article" not in told
    (here / "folder").mkdir()
    assert "name the feeds in it" in feed(verb, "folder", status=2).stderr


@pytest.mark.parametrize(
    "url", ["ftp://x.example/rss", "http://", "http://me:word@x.example/rss", "file://other/a.xml"]
)
def test_an_address_that_cannot_be_a_feed_is_refused(url: str) -> None:
    assert feed("add", url, status=2).output.startswith(f"sayso: {url}")


def test_feeds_are_removed_by_number_address_or_title(here: Path) -> None:
    for name in ("a", "b", "c"):
        feed("add", f"https://{name}.example/rss", "--title", f"Paper {name}")
    feed("remove", "1", "https://b.example/rss", "paper C")
    assert listed() == []
    assert "no feed has this" in feed("remove", "1", status=1).output
    feed("add", "https://a.example/rss")
    assert [row["title"] for row in listed()] == ["Paper a"]


def test_articles_of_a_removed_feed_stay(site: Site) -> None:
    url = site.feed("/rss", item(content=body(SAYS), guid="1"))
    feed("add", url)
    poll()
    feed("remove", url)
    found = CliRunner().invoke(app, ["search", "bridge", "--format", "jsonl"])
    assert len(found.stdout.splitlines()) == 1


def test_titles_cannot_steer_the_terminal(here: Path) -> None:
    feed("add", "https://a.example/rss", "--title", "Tarn\x1b[2J\x07Post")
    assert "\x1b" not in feed("list", "--format", "table").output


def test_there_is_nothing_to_poll_without_feeds(here: Path) -> None:
    assert "sayso add" in feed("poll", status=1).output
    feed("add", "https://a.example/rss")
    feed("remove", "1")
    assert "no feeds yet" in feed("poll", status=2).output


@pytest.mark.parametrize("option", ["--delay", "--timeout"])
@pytest.mark.parametrize("seconds", ["inf", "nan", "-1", "1e308"])
def test_a_pause_has_an_end(here: Path, option: str, seconds: str) -> None:
    feed("add", "https://a.example/rss")
    result = feed("poll", option, seconds, status=2)
    assert option in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_one_title_is_for_one_feed(here: Path) -> None:
    assert (
        "--title is for one feed"
        in feed("add", "http://a.example", "http://b.example", "--title", "x", status=2).output
    )
