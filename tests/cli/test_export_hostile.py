"""``sayso export`` of articles that mean harm: files stay in their folder, no page runs their markup."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.build import attribution, reading
from tests.scripted import READER
from typer.testing import CliRunner

from sayso.cli.app import app
from sayso.ledger import open_ledger

MARKUP = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<iframe srcdoc='<b>x'>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "</style><svg onload=alert(1)>",
)
PATHS = (
    "../../../../srv/evil", "/etc/passwd", "..", ".", "a/../../b", "C:\\con\\nul", "-rf", "a\x00b", "\ud800",
    "x" * 400, ".hidden", "\u202egnp", "",
)  # fmt: skip
ODD = st.one_of(st.sampled_from(MARKUP), st.text(st.characters(), min_size=1, max_size=30))
NAMES = st.one_of(st.sampled_from(PATHS), st.text(st.characters(), max_size=30))


class Page(HTMLParser):
    """The tags of a page, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember one."""
        self.tags.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    tags = Page(html).tags
    assert not {tag for tag, _ in tags} & {"img", "iframe", "object", "embed", "base", "form"}
    assert [tag for tag, _ in tags].count("script") <= 1
    for _, attributes in tags:
        assert not [name for name in attributes if name.startswith("on") or name == "srcdoc"]
        for name in ("href", "src"):
            link = (attributes.get(name) or "").strip().lower()
            # The empty address stands for the icon that a page does not have.
            assert ":" not in link.split("/")[0] or link == "data:," or link.startswith(("http:", "https:"))


def fill(path: Path, *odd: str, name: str = "story.txt") -> None:
    """A ledger with one article that has odd words wherever there can be words."""
    words, title, outlet, url = odd
    text = f"{title}\n\nIda said {words}, {words} and the rest."
    made = reading(
        text,
        [attribution(text, content=text)],
        title=title,
        outlet=outlet,
        url=url or None,
        path=name,
        byline=words,
        reader=READER,
    )
    with open_ledger(path) as ledger:
        ledger.add_reading(made)


def export(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["export", "--quiet", *map(str, arguments)])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(odd=st.tuples(ODD, ODD, ODD, ODD), name=NAMES)
def test_no_page_runs_or_shows_markup_of_an_article(
    tmp_path_factory: pytest.TempPathFactory, odd: tuple[str, str, str, str], name: str
) -> None:
    folder = tmp_path_factory.mktemp("pages")
    fill(folder / "sayso.db", *odd, name=name)
    result = export("--as", "html", "-o", folder / "out", "--db", folder / "sayso.db")
    assert result.exit_code == 0, result.stderr
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["article-1.html", "index.html"]
    for path in (folder / "out").iterdir():
        assert_harmless(path.read_text("utf-8"))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES)
def test_no_name_of_an_article_leads_out_of_the_folder(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    folder = tmp_path_factory.mktemp("brat")
    fill(folder / "sayso.db", "it is late", "Late", "Tarn Post", "", name=name)
    result = export("--as", "brat", "-o", folder / "out", "--db", folder / "sayso.db")
    assert result.exit_code == 0, result.stderr
    assert len(list((folder / "out").iterdir())) == 2
    assert {path.suffix for path in (folder / "out").iterdir()} == {".txt", ".ann"}
    assert not [path for path in (folder / "out").iterdir() if path.name.startswith((".", "-"))]
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith("sayso.db")) == ["out"]


def test_lines_of_json_stay_lines(tmp_path: Path) -> None:
    fill(tmp_path / "sayso.db", "a\nb\u2028c", "T\x85\x0bitle", "O\rutlet", "https://a.example/\n{}")
    result = export("--db", tmp_path / "sayso.db")
    [line] = result.stdout.splitlines()
    assert json.loads(line)["outlet"] == "O\rutlet"
