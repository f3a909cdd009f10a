"""What robots.txt lets us fetch, as RFC 9309 has it; what is no rule in it is passed over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ingest.robots import CLOSED, OPEN, parse_robots

HOST = "https://tarnpost.example"


@pytest.mark.parametrize(
    ("rule", "path", "allowed"),
    [
        ("Disallow: /", "/", False),
        ("Disallow: /", "/robots.txt", True),
        ("Disallow:", "/a", True),
        ("Disallow: /a", "/a/b", False),
        ("Disallow: /a", "/b/a", True),
        ("Disallow: /a$", "/a", False),
        ("Disallow: /a$", "/a/b", True),
        ("Disallow: /*.php$", "/x/y.php", False),
        ("Disallow: /*.php$", "/x/y.php?q=1", True),
        ("Disallow: /*?s=", "/?s=x", False),
        ("Disallow: /a*b*c", "/axxbxxcxx", False),
        ("Disallow: /a*b*c", "/axxcxxb", True),
        ("Disallow: /a*a$", "/a", True),
        ("Disallow: /caf%c3%a9", "/café", False),
        ("Disallow: /café", "/caf%C3%A9", False),
        ("Disallow: /%7Ejoe", "/~joe", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: /  # all of it", "/a", False),
        ("disallow : /a", "/a", False),
    ],
)  # fmt: skip
def test_a_rule_fits_what_begins_as_it_says(rule: str, path: str, allowed: bool) -> None:
    assert parse_robots(f"User-agent: *\n{rule}\n".encode()).allows(HOST + path) is allowed


@pytest.mark.parametrize("order", [1, -1])
def test_the_longest_rule_decides_and_of_equals_the_kinder(order: int) -> None:
    rules = ["Disallow: /news", "Allow: /news/world", "Disallow: /both", "Allow: /both"][::order]
    robots = parse_robots("\n".join(["User-agent: *", *rules]).encode())
    assert [robots.allows(HOST + path) for path in ("/news/local", "/news/world/1", "/both")] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("file", "allowed"),
    [
        ("User-agent: *\nDisallow: /\nUser-agent: Sayso\nDisallow:\n", True),
        ("User-agent: SAYSO\nDisallow: /\nUser-agent: *\nAllow: /\n", False),
        ("User-agent: Robert\nUser-agent: Sayso\nDisallow: /\n", False),
        ("User-agent: Robert\nDisallow: /\n", True),
        (
            "User-agent: Sayso\nAllow: /b\nUser-agent: Robert\nAllow: /c\nUser-agent: Sayso\nDisallow: /\n",
            False,
        ),
        ("Disallow: /\n", True),
        ("<!doctype html><title>Not found</title>", True),
        ("", True),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
    ],
)
def test_the_groups_for_our_name_count_or_else_those_for_anybody(file: str, allowed: bool) -> None:
    assert parse_robots(file.encode()).allows(f"{HOST}/a") is allowed


def test_a_delay_is_read_where_it_is_a_number() -> None:
    assert parse_robots(b"User-agent: *\nCrawl-delay: 2.5\nCrawl-delay: soon").delay_seconds == 2.5
    assert parse_robots(b"User-agent: *\nCrawl-delay: 1e9").delay_seconds is None


def test_open_hosts_allow_and_closed_ones_do_not() -> None:
    assert OPEN.allows(f"{HOST}/a")
    assert not CLOSED.allows(f"{HOST}/a")


@given(st.binary(max_size=300), st.text(max_size=30))
def test_nothing_in_the_file_or_the_address_is_too_odd(data: bytes, path: str) -> None:
    robots = parse_robots(b"User-agent: *\nDisallow: /*\nAllow: " + data)
    assert robots.allows(f"{HOST}/{path}") in (True, False)


def test_many_wildcards_take_no_time_to_speak_of() -> None:
    robots = parse_robots(b"User-agent: *\nDisallow: /" + b"*a" * 50_000 + b"b$")
    assert robots.allows(f"{HOST}/{'a' * 100_000}")
