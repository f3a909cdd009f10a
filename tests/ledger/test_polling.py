"""Feeds of a real server become articles, whatever the server does; what went wrong is in the feed's row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from sqlalchemy import select, update
from tests.site import Site, body, item, rss, running_site

from sayso.errors import InputError, ModelError
from sayso.ledger import polling, schema
from sayso.ledger.engine import reading_from, writing_to
from sayso.ledger.failures import open_failures
from sayso.ledger.feeds import MAX_TRIES, FeedRow, add_feed, list_feeds
from sayso.ledger.ledger import Ledger
from sayso.ledger.polled import EntryDone, FeedDone, PollManner
from sayso.ledger.polling import is_due, poll_feeds
from sayso.ledger.store import Added, Outcome
from sayso.records import Failure

pytestmark = pytest.mark.usefixtures("scripted_reader")

QUICK = PollManner(allow_private=True, delay_seconds=0, timeout_seconds=5)
SAYS = "Ida Holm said the bridge is unsafe."
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY ha "ha"><!ENTITY haha "&ha;&ha;&ha;&ha;&ha;&ha;&ha;&ha;">'
    '<!ENTITY laugh "&haha;&haha;&haha;&haha;&haha;&haha;&haha;">]>'
    "<rss version='2.0'><channel><title>&laugh;</title></channel></rss>"
)
READS_FILES = (
    '<!DOCTYPE rss [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    "<rss version='2.0'><channel><title>&secret;</title></channel></rss>"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


@pytest.fixture
def other() -> Iterator[Site]:
    with running_site() as running:
        yield running


def follow(ledger: Ledger, *urls: str) -> None:
    with writing_to(ledger.engine) as connection:
        for url in urls:
            add_feed(connection, url)


def feeds(ledger: Ledger) -> list[FeedRow]:
    with reading_from(ledger.engine) as connection:
        return list_feeds(connection)


def poll(ledger: Ledger, manner: PollManner = QUICK) -> list[EntryDone | FeedDone]:
    done: list[EntryDone | FeedDone] = []
    poll_feeds(ledger, feeds(ledger), done.append, manner)
    return done


def articles(ledger: Ledger) -> list[Any]:
    with reading_from(ledger.engine) as connection:
        return list(connection.execute(select(schema.version).order_by(schema.version.c.id)))


def entries(ledger: Ledger) -> list[Any]:
    with reading_from(ledger.engine) as connection:
        return list(connection.execute(select(schema.feed_entry).order_by(schema.feed_entry.c.id)))


def error_of(ledger: Ledger, url: str) -> str:
    (message,) = (feed.error for feed in feeds(ledger) if feed.url == url)
    assert message is not None
    return message


def test_entries_become_articles_with_what_the_feed_says_of_them(ledger: Ledger, site: Site) -> None:
    link = site.page("/bridge", SAYS, title="Bridge closed")
    entry = item(
        link,
        title="Bridge is closed",
        published="Mon, 01 Jan 2024 23:30:00 -0500",
        categories=("Region", "Roads"),
    )
    follow(ledger, site.feed("/rss", entry))
    done = poll(ledger)
    assert isinstance(done[-1], FeedDone)
    (version,) = articles(ledger)
    assert (version.title, version.published, version.outlet) == ("Bridge closed", "2024-01-01", "Tarn Post")
    (row,) = entries(ledger)
    assert (row.title, row.published, row.categories) == (
        "Bridge is closed",
        "2024-01-02T04:30:00+00:00",
        '["Region", "Roads"]',
    )
    assert row.article_id == version.article_id
    (feed,) = feeds(ledger)
    assert (feed.title, feed.n_entries, feed.n_articles, feed.error) == ("Tarn Post", 1, 1, None)


def test_a_full_text_in_the_feed_is_read_from_there(ledger: Ledger, site: Site) -> None:
    link = site.url + "/never"
    follow(ledger, site.feed("/rss", item(link, title="Bridge closed", content=body(SAYS))))
    poll(ledger)
    (version,) = articles(ledger)
    assert (version.title, version.outlet) == ("Bridge closed", "Tarn Post")
    assert site.count("/never") == 0


@pytest.mark.parametrize("end", ["Read more", "[…]", "Continue reading Bridge closed"])
def test_the_opening_of_a_text_is_not_taken_for_all_of_it(ledger: Ledger, site: Site, end: str) -> None:
    link = site.page("/bridge", SAYS)
    follow(ledger, site.feed("/rss", item(link, content=body("It opens so.") + f"<p>{end}</p>")))
    poll(ledger)
    assert site.count("/bridge") == 1
    assert len(articles(ledger)) == 1


def test_entries_seen_before_are_not_fetched_again(ledger: Ledger, site: Site) -> None:
    one, two = site.page("/one", SAYS), site.page("/two", SAYS, "Bo Lind said it is not.")
    follow(ledger, site.feed("/rss", item(one)))
    poll(ledger)
    site.feed("/rss", item(two), item(one))
    done = poll(ledger)
    assert [one.entry.link for one in done if isinstance(one, EntryDone)] == [two]
    assert (site.count("/one"), site.count("/two")) == (1, 1)
    assert len(articles(ledger)) == 2


def test_an_article_with_another_headline_is_fetched_again(ledger: Ledger, site: Site) -> None:
    link, still = site.page("/bridge", SAYS), site.page("/still", SAYS, "Bo Lind said it is not.")
    follow(ledger, site.feed("/rss", item(link, title="Bridge unsafe"), item(still, title="Mayor speaks")))
    poll(ledger)
    site.page("/bridge", SAYS, "Bo Lind said the bridge is closed.")
    site.feed("/rss", item(link, title="Bridge closed"), item(still, title="MAYOR speaks"))
    outcomes = [one.outcome for one in poll(ledger) if isinstance(one, EntryDone)]
    assert [one.outcome for one in outcomes if isinstance(one, Added)] == [Outcome.VERSION]
    assert (site.count("/bridge"), site.count("/still")) == (2, 1)
    assert [(row.number, row.is_latest) for row in articles(ledger)] == [(1, True), (1, False), (2, True)]
    assert {row.title for row in entries(ledger)} == {"Bridge closed", "Mayor speaks"}
    poll(ledger)
    assert site.count("/bridge") == 2


def test_a_changed_article_that_fails_is_noted_and_what_was_there_stays(ledger: Ledger, site: Site) -> None:
    link = site.page("/bridge", SAYS)
    follow(ledger, site.feed("/rss", item(link, title="Bridge unsafe")))
    poll(ledger)
    site.answers["/bridge"] = (500, {}, b"")
    site.feed("/rss", item(link, title="Bridge closed"))
    assert [type(one.outcome) for one in poll(ledger) if isinstance(one, EntryDone)] == [Failure]
    assert [row.is_latest for row in articles(ledger)] == [True]
    assert [row.article_id for row in entries(ledger)] == [1]
    with reading_from(ledger.engine) as connection:
        assert [one.origin for one in open_failures(connection)] == [link]
    poll(ledger)
    assert site.count("/bridge") == 2


@pytest.mark.parametrize(
    ("error", "code"), [(InputError("odd", code="binary"), "binary"), (KeyError("odd"), "internal")]
)
def test_what_is_wrong_with_a_page_in_a_thread_is_noted(
    ledger: Ledger, site: Site, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    follow(ledger, site.feed("/rss", item(site.page("/bridge", SAYS))))
    monkeypatch.setattr(polling, "page_of", Mock(side_effect=error))
    (outcome,) = (one.outcome for one in poll(ledger) if isinstance(one, EntryDone))
    assert isinstance(outcome, Failure)
    assert outcome.code == code


def test_what_is_wrong_with_the_reader_ends_the_poll(
    ledger: Ledger, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(ledger, site.feed("/rss", item(site.page("/bridge", SAYS))))
    monkeypatch.setattr(polling, "page_of", Mock(side_effect=ModelError("no model", code="missing_model")))
    with pytest.raises(ModelError):
        poll(ledger)


def test_an_article_in_two_feeds_is_fetched_once_and_belongs_to_both(ledger: Ledger, site: Site) -> None:
    link = site.page("/bridge", SAYS)
    follow(ledger, site.feed("/rss", item(link)))
    poll(ledger)
    follow(ledger, site.feed("/roads", item(link)))
    poll(ledger)
    assert site.count("/bridge") == 1
    assert [feed.n_articles for feed in feeds(ledger)] == [1, 1]


def test_a_feed_is_asked_whether_it_has_changed(ledger: Ledger, site: Site) -> None:
    follow(ledger, site.feed("/rss", ETag='"v1"', Last_Modified="Mon, 01 Jan 2024 10:00:00 GMT"))
    poll(ledger)
    site.answers["/rss"] = (304, {}, b"")
    done = poll(ledger)
    assert isinstance(done[-1], FeedDone)
    assert not done[-1].changed
    last = site.headers[-1]
    assert last["if-none-match"] == '"v1"'
    assert last["if-modified-since"] == "Mon, 01 Jan 2024 10:00:00 GMT"
    poll(ledger)
    assert site.headers[-1]["if-none-match"] == '"v1"'


def test_a_feed_that_moved_for_good_is_renamed(ledger: Ledger, site: Site) -> None:
    new = site.feed("/new", ETag='"v1"')
    follow(ledger, site.move("/old", "/new"))
    done = poll(ledger)
    assert isinstance(done[-1], FeedDone)
    assert done[-1].moved_to == new
    assert [feed.url for feed in feeds(ledger)] == [new]
    poll(ledger)
    assert site.count("/old") == 1


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_feed_that_moved_for_now_keeps_its_address(ledger: Ledger, site: Site, status: int) -> None:
    site.feed("/new")
    old = site.move("/old", "/new", status=status)
    follow(ledger, old)
    poll(ledger)
    assert [feed.url for feed in feeds(ledger)] == [old]


def test_a_feed_that_moved_to_an_error_keeps_its_address(ledger: Ledger, site: Site) -> None:
    old = site.move("/old", "/nowhere")
    follow(ledger, old)
    poll(ledger)
    assert "answered 404" in error_of(ledger, old)


def test_a_feed_that_moved_to_another_one_becomes_that(ledger: Ledger, site: Site) -> None:
    new = site.feed("/new")
    follow(ledger, site.move("/old", "/new"), new)
    poll(ledger)
    assert [feed.url for feed in feeds(ledger)] == [new]


def test_feeds_in_error_say_so_and_the_others_go_on(ledger: Ledger, site: Site, other: Site) -> None:
    fine = other.feed("/rss", item(other.page("/bridge", SAYS)))
    html = b"<!doctype html><html><body><p>Welcome to the Tarn Post.</p></body></html>"
    found = html.replace(b"<body>", b'<link rel=alternate type="application/rss+xml" href="/real"><body>')
    site.answers |= {
        "/500": (500, {}, b""),
        "/gone": (410, {}, b""),
        "/stall": site.stall,
        "/nothing": site.nothing,
        "/empty": (200, {}, b""),
        "/circle": (302, {"Location": "/circle"}, b""),
        "/laughs": (200, {}, LAUGHS.encode()),
        "/files": (200, {}, READS_FILES.encode()),
        "/wide": (200, {}, LAUGHS.replace('<?xml version="1.0"?>', "").encode("utf-16")),
        "/image": (200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n" + bytes(100)),
        "/page": (200, {}, html),
        "/found": (200, {}, found),
        "/short": (200, {"Content-Length": "5000"}, rss()),
        "/away": (301, {"Location": "file:///etc/passwd"}, b""),
    }
    follow(ledger, fine, *(site.url + path for path in site.answers))
    poll(ledger, replace(QUICK, timeout_seconds=1))
    said = {feed.url.removeprefix(site.url): feed.error for feed in feeds(ledger)}
    for path, words in {
        "/500": "answered 500",
        "/gone": "gone for good",
        "/stall": "longer than 1 seconds",
        "/nothing": "is larger than",
        "/empty": "holds no text",
        "/circle": "more than 5 redirects",
        "/laughs": "declares entities",
        "/files": "declares entities",
        "/wide": "declares entities",
        "/image": "PNG image",
        "/page": "neither RSS nor Atom",
        "/found": f"its feed is {site.url}/real",
        "/short": "before it was complete",
        "/away": "scheme 'file'",
    }.items():
        assert words in (said[path] or ""), path
    assert said[fine] is None
    assert len(articles(ledger)) == 1


@pytest.mark.parametrize(
    ("encoding", "declared", "served"),
    [
        ("cp1252", "utf-8", "application/xml"),
        ("cp1252", "iso-8859-1", "application/xml; charset=utf-8"),
        ("utf-8", "iso-8859-1", "application/xml; charset=utf-8"),
        ("utf-8", "martian", "application/xml; charset=venusian"),
        ("utf-16", "utf-16", "application/xml"),
    ],
)
def test_a_feed_that_lies_about_its_encoding_is_read_as_what_it_is(
    ledger: Ledger, site: Site, encoding: str, declared: str, served: str
) -> None:
    content = body(SAYS, "Zoé Lefèvre said the café is “closed” for now.")
    data = rss(item(guid="1", title="Café closed", content=content), encoding=encoding, declared=declared)
    site.answers["/rss"] = (200, {"Content-Type": served}, data)
    follow(ledger, f"{site.url}/rss")
    poll(ledger)
    (row,) = entries(ledger)
    assert (row.title, row.error) == ("Café closed", None)


def test_a_feed_in_error_is_left_alone_for_longer_and_longer(ledger: Ledger, site: Site) -> None:
    site.answers["/rss"] = (500, {}, b"")
    follow(ledger, f"{site.url}/rss")
    pauses = []
    for _ in range(12):
        before = datetime.now(UTC)
        poll(ledger)
        (feed,) = feeds(ledger)
        assert not is_due(feed)
        pauses.append(round((datetime.fromisoformat(feed.next_at or "") - before) / timedelta(minutes=1)))
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses[-1] == 24 * 60
    site.feed("/rss")
    poll(ledger)
    (feed,) = feeds(ledger)
    assert (feed.n_errors, feed.error, feed.next_at) == (0, None, None)
    assert is_due(feed)


@pytest.mark.parametrize(("asked", "minutes"), [("7200", 120), ("99999999999", 7 * 24 * 60), ("soon", 5)])
def test_a_host_that_asks_for_a_longer_pause_gets_it(
    ledger: Ledger, site: Site, asked: str, minutes: int
) -> None:
    site.answers["/rss"] = (503, {"Retry-After": asked}, b"")
    follow(ledger, f"{site.url}/rss")
    before = datetime.now(UTC)
    poll(ledger)
    (feed,) = feeds(ledger)
    assert feed.next_at is not None
    assert round((datetime.fromisoformat(feed.next_at) - before) / timedelta(minutes=1)) == minutes


def test_a_page_that_fails_is_tried_at_later_polls_until_it_is_given_up(ledger: Ledger, site: Site) -> None:
    site.answers["/late"] = (503, {}, b"")
    follow(ledger, site.feed("/rss", item(f"{site.url}/late"), ETag='"v1"'))
    poll(ledger)
    site.answers["/rss"] = (304, {}, b"")
    with reading_from(ledger.engine) as connection:
        (failed,) = open_failures(connection)
    assert (failed.origin, failed.code) == (f"{site.url}/late", "fetch_failed")
    site.page("/late", SAYS)
    poll(ledger)
    assert len(articles(ledger)) == 1
    (row,) = entries(ledger)
    assert (row.error, row.article_id is not None) == (None, True)
    with reading_from(ledger.engine) as connection:
        assert open_failures(connection) == []


def test_a_page_that_always_fails_is_given_up(ledger: Ledger, site: Site) -> None:
    site.answers["/never"] = (503, {}, b"")
    follow(ledger, site.feed("/rss", item(f"{site.url}/never")))
    for _ in range(MAX_TRIES + 2):
        poll(ledger)
    assert site.count("/never") == MAX_TRIES


def test_a_page_that_holds_no_article_is_asked_for_once(ledger: Ledger, site: Site) -> None:
    site.answers["/list"] = (
        200,
        {"Content-Type": "text/html"},
        b"<html><body><a href=/>Home</a></body></html>",
    )
    follow(ledger, site.feed("/rss", item(f"{site.url}/list")))
    poll(ledger)
    poll(ledger)
    assert site.count("/list") == 1
    (row,) = entries(ledger)
    assert (row.code, row.article_id) == ("no_article", None)


def test_what_robots_txt_closes_is_not_fetched(ledger: Ledger, site: Site) -> None:
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private/")
    secret = site.page("/private/bridge", SAYS)
    follow(ledger, site.feed("/rss", item(secret)))
    done = poll(ledger)
    assert isinstance(done[0], EntryDone)
    assert isinstance(done[0].outcome, Failure)
    assert (done[0].outcome.code, "robots.txt" in done[0].outcome.message) == ("fetch_refused", True)
    assert (site.count("/private/bridge"), site.count("/robots.txt")) == (0, 1)


def test_private_hosts_are_refused_unless_they_are_allowed(ledger: Ledger, site: Site) -> None:
    url = site.feed("/rss")
    follow(ledger, url)
    poll(ledger, replace(QUICK, allow_private=False))
    assert "not a public address" in error_of(ledger, url)
    assert site.asked == []


def test_links_of_other_schemes_are_not_followed(ledger: Ledger, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(SAYS * 20, "utf-8")
    links = (path.as_uri(), "javascript:alert(1)", "ftp://127.0.0.1/x", "http://[::1")
    follow(ledger, site.feed("/rss", *(item(link) for link in links)))
    poll(ledger)
    assert articles(ledger) == []
    assert {row.code for row in entries(ledger)} == {"fetch_refused"}


def test_a_feed_on_disk_leads_to_files_of_its_folder_only(ledger: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "feeds"
    folder.mkdir()
    text = f"Bridge closed\n\n{SAYS} The council of the town will meet again on Monday to talk about it.\n"
    (folder / "bridge one.txt").write_text(text, "utf-8")
    (tmp_path / "outside.txt").write_text(text, "utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    links = (
        "bridge%20one.txt",
        "../outside.txt",
        "%2e%2e/outside.txt",
        "bridge%00.txt",
        "link.txt",
        "/etc/hostname",
        "file://elsewhere/etc/hostname",
    )
    (folder / "rss.xml").write_bytes(
        rss(*(item(link, published="Tue, 02 Jan 2024 10:00:00 GMT") for link in links))
    )
    follow(ledger, (folder / "rss.xml").as_uri())
    poll(ledger)
    (version,) = articles(ledger)
    assert (version.title, version.outlet, version.published) == ("Bridge closed", "Tarn Post", "2024-01-02")
    assert [row.code for row in entries(ledger)].count("fetch_refused") == 6
    assert poll(ledger) == [FeedDone(feeds(ledger)[0])]


def test_a_poll_that_is_stopped_goes_on_where_it_was(ledger: Ledger, site: Site) -> None:
    links = [site.page(f"/{n}", SAYS, f"Bo Lind said number {n} is it.") for n in range(4)]
    follow(ledger, site.feed("/rss", *map(item, links), ETag='"v1"'))

    def stop(done: EntryDone | FeedDone) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        poll_feeds(ledger, feeds(ledger), stop, QUICK)
    assert len(articles(ledger)) == 1
    (feed,) = feeds(ledger)
    assert (feed.etag, feed.polled_at) == (None, None)
    poll(ledger)
    assert len(articles(ledger)) == 4
    assert site.count("/3") == 1  # the oldest is last in a feed, and was the first to be read


def test_an_odd_article_is_noted_and_the_others_go_on(
    ledger: Ledger, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.scripted import CRASH

    bad, good = site.page("/bad", f"There is {CRASH}."), site.page("/good", SAYS)
    follow(ledger, site.feed("/rss", item(good), item(bad)))
    poll(ledger)
    assert [row.code for row in entries(ledger)] == ["internal", None]


def test_entries_without_a_way_to_tell_them_apart_are_told_by_their_words(ledger: Ledger, site: Site) -> None:
    texts = (body(SAYS), body("Bo Lind said it is safe."))
    url = site.feed("/rss", *(item(title="Same", content=text) for text in texts))
    follow(ledger, url)
    poll(ledger)
    poll(ledger)
    assert len(entries(ledger)) == len(articles(ledger)) == 2


def test_hostile_strings_are_kept_as_data(ledger: Ledger, site: Site) -> None:
    name = "'); DROP TABLE feed; --\ud83d" + "x" * 100_000
    entry = item(guid=name.replace("\ud83d", ""), title="<script>alert(1)</script>'\"", content=body(SAYS))
    follow(ledger, site.feed("/rss", entry))
    poll(ledger)
    (row,) = entries(ledger)
    assert len(row.entry) < 100
    assert row.title == "alert(1)'\""


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause(ledger: Ledger, site: Site) -> None:
    follow(ledger, *(site.feed(f"/{n}") for n in range(4)))
    pauses: list[float] = []

    import sayso.ingest.lanes

    def sleep(self: object, seconds: float) -> None:
        pauses.append(seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sayso.ingest.lanes.Lanes, "sleep", sleep)
        poll(ledger, replace(QUICK, delay_seconds=9))
    assert len(pauses) == 4  # between robots.txt and four feeds
    assert all(0 < seconds <= 9 * (1 + n) for n, seconds in enumerate(pauses))


def test_times_of_rows_compare_as_they_are_written(ledger: Ledger, site: Site) -> None:
    follow(ledger, site.feed("/rss"))
    later = (datetime.now(UTC) + timedelta(seconds=100)).isoformat(timespec="seconds")
    with writing_to(ledger.engine) as connection:
        connection.execute(update(schema.feed).values(next_at=later))
    (feed,) = feeds(ledger)
    assert not is_due(feed)
    assert is_due(feed, now=datetime.now(UTC) + timedelta(seconds=200))
