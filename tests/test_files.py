"""Files are written whole, or not at all."""

from __future__ import annotations

import builtins
import os
import shlex
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from communique.files import as_typed, write_all_whole, write_whole
from communique.outputs import not_written
from communique.project import open_project
from communique.starter import begin_project

if TYPE_CHECKING:
    from folders import Folder


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
    with pytest.raises(OSError, match="No space left") as caught:
        write_whole(tmp_path / "file", b"new")
    assert caught.value.filename == str(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("failing", [1, 2, 3])
@pytest.mark.parametrize("can_link", [True, False])
def test_when_one_of_several_files_cannot_be_put_there_all_are_as_they_were(
    failing: int, can_link: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "first").write_bytes(b"old")
    (tmp_path / "third").write_bytes(b"old")
    (tmp_path / "third").chmod(0o640)
    before = (tmp_path / "third").stat()
    replace, count = os.replace, 0

    def in_use(old: Any, new: Any) -> None:
        nonlocal count
        count += 1
        if count == failing:
            raise PermissionError(13, "in use", str(new))
        replace(old, new)

    def refuse(*arguments: Any, **named: Any) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "replace", in_use)
    if not can_link:
        monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(PermissionError, match="in use"):
        write_all_whole({tmp_path / name: b"new" for name in ("first", "second", "third")})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"first": b"old", "third": b"old"}
    after = (tmp_path / "third").stat()
    assert (after.st_mode, after.st_mtime_ns) == (before.st_mode, before.st_mtime_ns)


@pytest.mark.parametrize("step", ["open", "replace", "link"])
def test_an_error_of_writing_names_the_file_that_was_asked_for(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("first", "second"):
        (tmp_path / name).write_bytes(b"old")

    def refused(one: Any, other: Any, *more: Any, **named: Any) -> None:
        both = (str(one), None, str(other)) if step == "replace" else (str(one if step == "open" else other),)
        raise PermissionError(13, "Permission denied", *both)

    monkeypatch.setattr(builtins if step == "open" else os, step, refused)
    if step == "link":
        monkeypatch.setattr(shutil, "copy2", refused)
    with pytest.raises(PermissionError) as caught:
        write_all_whole({tmp_path / name: b"new" for name in ("first", "second")})
    monkeypatch.undo()
    assert str(caught.value) == f"[Errno 13] Permission denied: '{tmp_path / 'first'}'"


@pytest.mark.parametrize("place", ["summary.html", ".bases/summary-2c94c0eb5374.xml", ".communique/lock"])
def test_a_file_that_a_build_keeps_out_of_sight_is_told_as_the_folder_that_it_is_in(
    place: str, project: Folder
) -> None:
    opened = open_project(project.root)
    error = PermissionError(13, "Permission denied", str(opened.output / place))
    [told] = not_written(opened, opened.output, error).report.diagnostics
    assert told.span.file == ("build" if place.startswith(".") else "build/summary.html")


def test_several_files_take_their_places_and_a_link_among_them_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"theirs")
    (tmp_path / "first").symlink_to(tmp_path / "elsewhere")
    write_all_whole({tmp_path / name: b"new" for name in ("first", "second")})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "elsewhere": b"theirs",
        "first": b"new",
        "second": b"new",
    }
    assert not (tmp_path / "first").is_symlink()


def test_files_are_written_without_a_change_of_what_the_process_allows_its_new_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seen(mask: int) -> int:
        raise AssertionError("another thread makes a file now, which everybody may write")

    monkeypatch.setattr(os, "umask", seen)
    write_whole(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
def test_a_file_that_is_written_anew_is_as_readable_as_it_was(mode: int, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "file").chmod(mode)
    write_whole(tmp_path / "file", b"new")
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == mode


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


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("a.docx", "a.docx"),
        ("a b.docx", "'a b.docx'"),
        ("the chair's.docx", "'the chair'\"'\"'s.docx'"),
        ("-a", "./-a"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="the shells of Windows quote in another way")
def test_a_name_in_a_command_is_one_word_and_no_option(name: str, typed: str) -> None:
    assert as_typed(name) == typed
    assert Path(shlex.split(typed)[0]) == Path(name)
