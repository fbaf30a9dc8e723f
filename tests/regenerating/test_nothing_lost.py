"""No build overwrites somebody's work."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from communique import files, outputs
from communique.diagnostics import ContentError
from communique.freshness import STATE
from communique.outputs import lock_files
from communique.project import open_project
from regenerating.builds import NEW, OLD, PEOPLE, QUICK, SECONDS, contents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

    from folders import Folder


def edited(folder: Folder, name: str = "roster.docx") -> bytes:
    """Change an output as somebody would who saves it in another program."""
    path = folder.root / "build" / name
    path.write_bytes(path.read_bytes() + b"edited")
    return path.read_bytes()


def test_an_edited_output_stays_the_rest_is_built_and_it_is_said_what_to_do(project: Folder) -> None:
    project.run("build", *QUICK)
    before, mine = contents(project), edited(project)
    project.change(PEOPLE, OLD, NEW)
    result = project.run("build", *QUICK)
    assert result.exit_code == 1
    assert "error[edited-output]: edited since it was built, and left as it is" in result.stderr
    assert "communique import build/roster.docx" in result.stderr
    assert "--replace" in result.stderr
    after = contents(project)
    assert after["roster.docx"] == mine
    assert after["roster.html"] != before["roster.html"]
    assert after["summary.docx"] != before["summary.docx"]


def test_an_edited_output_that_is_not_stale_is_mentioned_and_no_problem(project: Folder) -> None:
    project.run("build", *QUICK)
    mine = edited(project)
    result = project.run("build", *QUICK)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "roster.docx was edited since it was built, and is left as it is" in result.stdout
    assert contents(project)["roster.docx"] == mine


def test_replace_builds_what_was_edited_though_the_content_is_as_it_was(project: Folder) -> None:
    project.run("build", *QUICK)
    page = project.root / "build" / "summary.html"
    built = page.read_bytes()
    page.write_bytes(built.replace(b"</body>", b"<p>By hand.</p></body>"))
    result = project.run("build", *QUICK, "--replace")
    assert result.exit_code == 0, result.stderr
    assert page.read_bytes() == built
    assert [b"By hand." in each.read_bytes() for each in page.parent.glob("summary.2*.html")] == [True]


def test_replace_keeps_a_dated_copy(project: Folder) -> None:
    project.run("build", *QUICK)
    mine = edited(project)
    os.utime(project.root / "build" / "roster.docx", (1e9, 1e9))
    project.change(PEOPLE, OLD, NEW)
    result = project.run("build", *QUICK, "--replace")
    assert result.exit_code == 0
    (copy,) = (project.root / "build").glob("roster.*-*.docx")
    assert copy.name.startswith("roster.2001-09-0")
    assert copy.read_bytes() == mine
    assert f"{copy.name} keeps what was there" in result.stdout
    assert contents(project)["roster.docx"] != mine
    assert project.run("build", *QUICK).exit_code == 0


def test_two_copies_of_one_second_do_not_take_each_others_place(project: Folder) -> None:
    project.run("build", *QUICK)
    works = []
    for number in range(3):
        works.append(edited(project) + str(number).encode())
        path = project.root / "build" / "roster.docx"
        path.write_bytes(works[-1])
        os.utime(path, (1e9, 1e9))
        assert project.run("build", *QUICK, "--replace", "--force").exit_code == 0
    kept = {path.read_bytes() for path in (project.root / "build").glob("roster.2*.docx")}
    assert kept == set(works)


@contextmanager
def _meanwhile(monkeypatch: pytest.MonkeyPatch, output: Path, work: bytes) -> Iterator[None]:
    """Let somebody save a file while a build writes the new one beside it, as late as can be."""
    part = files._part

    def late(path: Path, content: bytes, *, lasting: bool = True) -> str:
        beside = part(path, content, lasting=lasting)
        if path == output:
            output.write_bytes(work)
        return beside

    with monkeypatch.context() as patched:
        patched.setattr(files, "_part", late)
        yield


def _built_while_it_is_saved(
    project: Folder, monkeypatch: pytest.MonkeyPatch, *options: str
) -> tuple[Path, Result]:
    """Build what has changed, and let somebody save one of the files meanwhile; return that file, too."""
    project.run("build", *QUICK)
    path = project.root / "build" / "roster.docx"
    project.change(PEOPLE, OLD, NEW)
    with _meanwhile(monkeypatch, path, b"saved in the meantime"):
        return path, project.run("build", *QUICK, *options)


def test_what_is_saved_while_a_build_runs_stays_the_rest_is_built_and_it_is_said(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, result = _built_while_it_is_saved(project, monkeypatch)
    assert result.exit_code == 1
    assert result.stderr.count("error[edited-output]") == 1
    assert "--> build/roster.docx" in result.stderr
    assert not [line for line in result.stdout.splitlines() if "roster.docx" in line]
    assert path.read_bytes() == b"saved in the meantime"
    assert b"Director-General" in contents(project)["roster.html"]
    assert project.run("build", *QUICK).exit_code == 1
    assert path.read_bytes() == b"saved in the meantime"


def test_what_is_saved_while_a_build_replaces_it_is_what_the_copy_keeps(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, result = _built_while_it_is_saved(project, monkeypatch, "--replace")
    assert result.exit_code == 0
    (copy,) = path.parent.glob("roster.*-*.docx")
    assert copy.read_bytes() == b"saved in the meantime"
    assert project.run("build", *QUICK).exit_code == 0


def test_what_is_saved_just_after_a_build_put_its_file_there_is_not_taken_for_the_builds_own(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, path = files.Beside.put, project.root / "build" / "roster.docx"

    def saved_after(beside: files.Beside, paths: Any) -> None:
        put(beside, paths)
        path.write_bytes(b"saved just after")

    with monkeypatch.context() as patched:
        patched.setattr(files.Beside, "put", saved_after)
        project.run("build", *QUICK)
    project.change(PEOPLE, OLD, NEW)
    assert project.run("build", *QUICK).exit_code == 1
    assert path.read_bytes() == b"saved just after"


@pytest.mark.parametrize("number", [0, 1, 3])
def test_an_output_that_is_open_in_an_editor_stays(number: int, project: Folder) -> None:
    project.run("build", *QUICK)
    before = contents(project)
    lock_files(project.root / "build" / "roster.docx")[number].write_bytes(b"rapporteur")
    project.change(PEOPLE, OLD, NEW)
    result = project.run("build", *QUICK)
    assert result.exit_code == 1
    assert "error[open-output]: open in an editor, and left as it is" in result.stderr
    assert contents(project)["roster.docx"] == before["roster.docx"]
    assert contents(project)["roster.html"] != before["roster.html"]


def test_a_file_that_was_put_in_the_place_of_an_output_stays(project: Folder) -> None:
    project.run("build", *QUICK)
    earlier = contents(project)["roster.docx"]
    project.change(PEOPLE, OLD, NEW)
    project.run("build", *QUICK)
    project.write("build/roster.docx", earlier)  # an issue of last week, whose seal is unbroken
    project.change(PEOPLE, NEW, "title: Head")
    assert project.run("build", *QUICK).exit_code == 1
    assert contents(project)["roster.docx"] == earlier


def test_without_a_manifest_an_unbroken_seal_tells_whose_a_file_is(project: Folder) -> None:
    project.run("build", *QUICK)
    mine = edited(project, "summary.html")
    shutil.rmtree(project.root / "build" / STATE)
    project.change(PEOPLE, OLD, NEW)
    result = project.run("build", *QUICK)
    assert result.exit_code == 1
    assert result.stderr.count("edited-output") == 1
    assert contents(project)["summary.html"] == mine
    assert b"Director-General" in contents(project)["roster.html"]


def test_a_failure_to_write_leaves_all_as_it_was(project: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    project.run("build", *QUICK)
    before = contents(project)
    project.change(PEOPLE, OLD, NEW)
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(project.root / "build" / "summary.html"))
    count = 0

    def part(path: Path, content: bytes, *, lasting: bool = True) -> str:
        nonlocal count
        count += 1
        if count == 5:
            raise full
        return whole(path, content, lasting=lasting)

    whole = files._part
    monkeypatch.setattr(files, "_part", part)
    result = project.run("build", *QUICK)
    assert result.exit_code == 1
    assert "error[not-written]: can't be written: No space left on device" in result.stderr
    assert contents(project) == before
    monkeypatch.undo()
    assert project.run("build", *QUICK).exit_code == 0
    assert b"Director-General" in contents(project)["roster.html"]


def test_a_manifest_that_cannot_be_written_costs_a_rebuild_only(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.run("build", *QUICK)
    project.change(PEOPLE, OLD, NEW)

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "manifest.json")

    monkeypatch.setattr("communique.placing.save_manifest", refuse)
    assert project.run("build", *QUICK).exit_code == 1
    monkeypatch.undo()
    result = project.run("build", *QUICK)
    assert (result.exit_code, result.stderr) == (0, "")
    assert b"Director-General" in contents(project)["roster.html"]


def test_content_that_changes_during_the_build_is_said_and_built_next_time(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = files._part

    def late(path: Path, content: bytes, *, lasting: bool = True) -> str:
        project.change(PEOPLE, OLD, NEW)
        monkeypatch.undo()
        return part(path, content, lasting=lasting)

    monkeypatch.setattr(files, "_part", late)
    result = project.run("build", *QUICK)
    assert result.exit_code == 0
    assert "content/people.yaml: warning" in result.stderr or "warning[changed-meanwhile]" in result.stderr
    assert b"Director-General" not in contents(project)["roster.html"]
    assert project.run("build", *QUICK).exit_code == 0
    assert b"Director-General" in contents(project)["roster.html"]


def test_a_build_waits_for_another_and_says_so_when_it_has_waited_too_long(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_project(project.root)
    monkeypatch.setattr(outputs, "PATIENCE", 0.05)
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with outputs.alone_in(opened.output, opened):
            entered.set()
            leave.wait(SECONDS)

    holder = threading.Thread(target=hold)
    holder.start()
    assert entered.wait(SECONDS)
    with pytest.raises(ContentError) as caught, outputs.alone_in(opened.output, opened):
        pass
    leave.set()
    holder.join(SECONDS)
    assert [each.code for each in caught.value.report.diagnostics] == ["locked"]
    with outputs.alone_in(opened.output, opened):
        pass
