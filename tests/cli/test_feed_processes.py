"""``sayso feed poll`` as a real process with several readers: one of them dies, or all are stopped."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.test_add_processes import counts, wait_for_lines
from tests.cli.test_processes import DEADLINE_SECONDS, alive, eventually, start
from tests.scripted import DIE, WAIT
from tests.site import Site, body, item, running_site

N_ARTICLES = 12


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


@pytest.fixture
def ledger(tmp_path: Path, site: Site) -> Path:
    """A ledger that follows two feeds: one with whole texts, one with links."""
    path = tmp_path / "sayso.db"
    said = [f"Ida Holm said it took {WAIT} of {number}." for number in range(N_ARTICLES)]
    whole = [item(f"{site.url}/whole/{number}", content=body(one)) for number, one in enumerate(said)]
    links = [item(site.page(f"/page/{number}", one, "It rained.")) for number, one in enumerate(said)]
    feeds = (site.feed("/whole", *whole), site.feed("/links", *links))
    assert start("feed", "add", *feeds, "--db", path).wait(DEADLINE_SECONDS) == 0
    return path


def poll(ledger: Path, *more: object) -> list[object]:
    return ["feed", "poll", "--allow-private", "--delay", 0, "--jobs", 2, "--db", ledger, *more]


def test_several_processes_read_what_feeds_bring(ledger: Path, site: Site) -> None:
    site.page("/page/3", f"Ida Holm said {DIE}.")
    process = start(*poll(ledger))
    output, _ = process.communicate(timeout=4 * DEADLINE_SECONDS)
    rows = [json.loads(line) for line in output.splitlines()]
    assert process.returncode == 1
    assert [row["error"]["code"] for row in rows if "error" in row] == ["process_died"]
    assert sum(row.get("outcome") == "new" for row in rows) == 2 * N_ARTICLES - 1
    assert counts(ledger)[0] == 2 * N_ARTICLES - 1
    assert sorted(row["entries"] for row in rows if "entries" in row) == [N_ARTICLES, N_ARTICLES]


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_a_poll_that_is_stopped_leaves_no_process_and_goes_on(ledger: Path, by: signal.Signals) -> None:
    process = start(*poll(ledger))
    wait_for_lines(process, 3)
    process.send_signal(by)
    _, errors = process.communicate(timeout=DEADLINE_SECONDS)
    assert process.returncode == 128 + by
    assert "Traceback" not in errors
    assert eventually(lambda: not alive(process.pid))
    assert 3 <= counts(ledger)[0] < 2 * N_ARTICLES
    assert start(*poll(ledger)).wait(4 * DEADLINE_SECONDS) == 0
    assert counts(ledger)[0] == 2 * N_ARTICLES
