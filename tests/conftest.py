"""Fixtures for all tests: the scripted reader, and articles on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests import scripted


@pytest.fixture
def scripted_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scripted reader in the place of the model."""
    import sayso.extract.attributions

    monkeypatch.setattr(sayso.extract.attributions, "find_attributions", scripted.find_attributions)
    monkeypatch.setattr(sayso.extract.attributions, "reader_info", scripted.reader_info)


def story(name: str = "Ida Holm", words: str = "the bridge is unsafe and has to be closed") -> str:
    """An article in which somebody says something, and enough English around it to be known as such."""
    return (
        "Bridge over the Tarn closed\n\n"
        f"{name} said {words}. The council of the town will meet again on Monday evening to talk"
        " about what is to be done with the bridge and with the traffic.\n"
    )


@pytest.fixture
def write_stories(tmp_path: Path) -> Callable[..., list[Path]]:
    """Writes articles, one for each keyword: its words, under its name, and returns their paths."""

    def write(**stories: str) -> list[Path]:
        paths = []
        for name, words in stories.items():
            path = tmp_path / f"{name}.txt"
            path.write_text(story(words=words), "utf-8")
            paths.append(path)
        return paths

    return write
