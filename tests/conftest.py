"""Fixtures for all tests: the scripted reader, articles on disk, and databases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from tests import scripted
from tests.databases import address as address
from tests.databases import another_address as another_address
from tests.databases import ledger as ledger
from tests.databases import own_postgresql as own_postgresql
from tests.databases import postgresql as postgresql
from tests.databases import shared_address as shared_address

# A deadline says more of how busy the machine is than of the code.
settings.register_profile("sayso", deadline=None)
settings.load_profile("sayso")


@pytest.fixture
def scripted_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scripted reader in the place of the model."""
    import sayso.extract.attributions

    for stand_in in scripted.STAND_INS:
        monkeypatch.setattr(sayso.extract.attributions, stand_in.__name__, stand_in)


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
