"""Directories are searched for articles, files are taken as they are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.ingest.files import find_inputs


def write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def test_directory_gives_its_articles_in_name_order(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a.HTML", "c.png", "sub/d.md", "sub/deep/e.htm", ".hidden/f.txt", ".g.txt")
    names = [path.relative_to(tmp_path).as_posix() for path in find_inputs([tmp_path])]
    assert names == ["a.HTML", "b.txt", "sub/d.md", "sub/deep/e.htm"]


def test_files_about_the_folder_are_left_out_unless_named(tmp_path: Path) -> None:
    for name in ("README.md", "LICENSE.txt", "story.md"):
        (tmp_path / name).write_text("words")
    assert list(find_inputs([tmp_path])) == [tmp_path / "story.md"]
    assert list(find_inputs([tmp_path / "README.md"])) == [tmp_path / "README.md"]


def test_files_are_taken_as_they_are(tmp_path: Path) -> None:
    paths = [tmp_path / "missing.txt", tmp_path / "odd.xyz"]
    assert list(find_inputs(paths)) == paths


def test_directory_without_articles_is_named(tmp_path: Path) -> None:
    write(tmp_path, "picture.png")
    with pytest.raises(InputError, match="holds no articles") as caught:
        list(find_inputs([tmp_path]))
    assert caught.value.code == "missing_file"


def test_loop_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "again").symlink_to(tmp_path)
    assert list(find_inputs([tmp_path])) == [tmp_path / "a.txt"]


def test_pipes_are_left_out_and_broken_links_are_not(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    (tmp_path / "c.txt").symlink_to("nowhere")
    assert [path.name for path in find_inputs([tmp_path])] == ["a.txt", "c.txt"]


def test_closed_folder_is_said_after_what_the_others_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "closed/a.txt", "open/b.txt")
    scan = os.scandir

    def closed(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    found = find_inputs([tmp_path])
    assert next(found) == tmp_path / "open" / "b.txt"
    with pytest.raises(InputError, match=r"closed: cannot be listed \(Permission denied\)") as caught:
        next(found)
    assert caught.value.code == "unreadable"
