"""Files are written whole, or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from communique.files import write_whole
from communique.starter import begin_project

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_and_its_folders_are_written(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b" / "file.html", b"content")
    assert (tmp_path / "a" / "b" / "file.html").read_bytes() == b"content"
    assert os.listdir(tmp_path / "a" / "b") == ["file.html"]  # noqa: PTH208


def test_a_file_is_as_readable_as_any_other(tmp_path: Path) -> None:
    write_whole(tmp_path / "ours", b"")
    (tmp_path / "another").touch()
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "another").stat().st_mode


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"old")

    def fail(*arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_in_the_way_stays(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    with pytest.raises(OSError):  # noqa: PT011 - which one depends on the system
        write_whole(tmp_path / "file", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_an_interruption_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "file", b"new")
    assert list(tmp_path.iterdir()) == []


def test_the_starter_is_not_laid_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "event.yaml").write_text("mine")
    with pytest.raises(FileExistsError, match=r"content/event\.yaml"):
        begin_project(tmp_path)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["event.yaml"]
