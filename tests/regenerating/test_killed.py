"""No build that ends too early leaves half of anything, and the next one puts things right."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from communique import files
from communique.build import Request, build
from communique.diagnostics import Report
from communique.freshness import STATE
from communique.manifest import load_manifest, take_snapshot
from communique.project import open_project
from regenerating.builds import NEW, OLD, PEOPLE, QUICK, SECONDS, contents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from folders import Folder


def _build_all(root: Path) -> None:
    report = Report()
    snapshot = take_snapshot(root)
    build(open_project(root), Request(("roster", "summary"), ("docx", "html")), report, snapshot)


def _forked(work: Callable[[], Any], kill_after: float | None = None) -> None:
    """Do some work in a process of its own, and kill it after so many seconds."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.fixture
def two_states(project: Folder) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the outputs of the project in two states of its content; the project is left in the first."""
    states = []
    for old, new in ((OLD, NEW), (NEW, OLD)):
        project.change(PEOPLE, old, new)
        assert project.run("build", *QUICK).exit_code == 0
        states.append(contents(project))
    return states[1], states[0]


def _assert_whole(project: Folder, states: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    for name, content in contents(project).items():
        assert content in {states[0][name], states[1][name]}, name
    manifest = project.root / "build" / STATE / "manifest.json"
    assert json.loads(manifest.read_bytes())["layout"] == 1
    assert load_manifest(project.root / "build").known


def _assert_no_leftovers(project: Folder) -> None:
    assert [path.name for path in (project.root / "build").rglob("*.part")] == []


def test_a_build_killed_at_a_hundred_moments_leaves_whole_files_and_the_next_puts_things_right(
    project: Folder, two_states: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    moments = random.Random(7)  # noqa: S311
    start = time.perf_counter()
    _build_all(project.root)
    project.change(PEOPLE, OLD, NEW)
    _forked(lambda: _build_all(project.root))
    span = time.perf_counter() - start
    now = 1
    for _ in range(100):
        project.change(PEOPLE, (OLD, NEW)[now], (NEW, OLD)[now])
        now = 1 - now
        _forked(lambda: _build_all(project.root), kill_after=moments.uniform(0, span))
        _assert_whole(project, two_states)
        report = Report()
        build(
            open_project(project.root),
            Request(("roster", "summary"), ("docx", "html")),
            report,
            take_snapshot(project.root),
        )
        assert report.diagnostics == []
        assert contents(project) == two_states[now]
        _assert_no_leftovers(project)


def test_a_build_killed_at_each_step_of_its_end_leaves_whole_files(
    project: Folder, two_states: tuple[dict[str, bytes], dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, now = os.replace, 0
    for step in range(1, 40):
        project.change(PEOPLE, (OLD, NEW)[now], (NEW, OLD)[now])
        now = 1 - now
        count = 0

        def dying(old: str, new: str, step: int = step) -> None:
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)
            replace(old, new)

        monkeypatch.setattr(os, "replace", dying)
        _forked(lambda: _build_all(project.root))
        monkeypatch.undo()
        _assert_whole(project, two_states)
        done = contents(project) == two_states[now]
        result = project.run("build", *QUICK)
        assert (result.exit_code, result.stderr) == (0, "")
        assert contents(project) == two_states[now]
        _assert_no_leftovers(project)
    assert step > 8
    assert done


def test_a_build_of_one_document_does_not_forget_what_a_killed_build_left_of_another(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.run("build", *QUICK)
    project.change(PEOPLE, OLD, NEW)
    with monkeypatch.context() as patched:
        patched.setattr("communique.placing.save_manifest", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        _forked(lambda: _build_all(project.root))
    assert b"Director-General" in contents(project)["roster.html"]
    assert project.run("build", "summary", *QUICK).exit_code == 0
    project.change(PEOPLE, NEW, "title: Head")
    result = project.run("build", *QUICK)
    assert (result.exit_code, result.stderr) == (0, "")
    assert b"Head" in contents(project)["roster.html"]


def test_what_a_killed_build_was_about_to_leave_is_nobodys_once_another_build_has_left_its_own(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.change(PEOPLE, OLD, NEW)
    project.run("build", *QUICK)
    issued = contents(project)["roster.html"]
    shutil.rmtree(project.root / "build")
    with monkeypatch.context() as patched:
        patched.setattr(files.Beside, "put", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        _forked(lambda: _build_all(project.root))
    project.change(PEOPLE, NEW, OLD)
    project.run("build", *QUICK)
    project.write("build/roster.html", issued)
    project.change(PEOPLE, OLD, "title: Head")
    assert project.run("build", *QUICK).exit_code == 1
    assert contents(project)["roster.html"] == issued


def test_what_a_killed_build_left_is_deleted_and_nobody_elses_files_beside(project: Folder) -> None:
    project.run("build", "roster", *QUICK)
    others = (".film.part", ".cache/.dl.part", ".bases/.notes.part", "film.html.abcdefgh.part")
    ours = (
        ".roster.docx.abcdefgh.part",
        ".summary.html.abcdefgh~.part",
        ".roster.2026-03-04T171502.docx.abcdefgh.part",
        ".bases/.roster-0123456789ab.xml.abcdefgh.part",
        ".communique/.manifest.json.abcdefgh.part",
    )
    for name in (*others, *ours):
        project.write(f"build/{name}", "left")
    assert project.run("build", "roster", *QUICK, "--force").exit_code == 0
    assert [name for name in others if not (project.root / "build" / name).exists()] == []
    assert [name for name in ours if (project.root / "build" / name).exists()] == []


def test_two_builds_at_once_come_one_after_the_other(
    project: Folder, two_states: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    project.change(PEOPLE, OLD, NEW)
    workers = [
        multiprocessing.get_context("fork").Process(target=_build_all, args=(project.root,)) for _ in "1234"
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(SECONDS)
        assert worker.exitcode == 0
    assert contents(project) == two_states[1]
    assert project.run("build", *QUICK).stdout.startswith("nothing to do")
