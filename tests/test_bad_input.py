"""Broken and hostile input ends in a message with its place, never in a traceback or half a file."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from folders import Folder


def broken_event(root: Path) -> None:
    (root / "content/event.yaml").write_text((root / "content/event.yaml").read_text(), encoding="utf-16")


def bomb_of_aliases(root: Path) -> None:
    (root / "content/sessions.yaml").write_text("a: &a [x, x]\nb: &b [*a, *a]\n")


def folder_for_a_file(root: Path) -> None:
    (root / "content/people.yaml").unlink()
    (root / "content/people.yaml").mkdir()


def pipe_for_a_file(root: Path) -> None:
    (root / "content/people.yaml").unlink()
    os.mkfifo(root / "content/people.yaml")


def link_out_of_the_project(root: Path) -> None:
    outside = root.parent / "people.yaml"
    outside.write_text("")
    (root / "content/people.yaml").unlink()
    (root / "content/people.yaml").symlink_to(outside)


def paragraph_without_end(root: Path) -> None:
    text = "template: concept-note\ntitle: T\nsubject: S.\nbody:\n  - |\n    " + "**a *b " * 50_000
    (root / "content/concept-note.yaml").write_text(text)


def quotation_without_end(root: Path) -> None:
    text = f"template: concept-note\ntitle: T\nsubject: S.\nbody:\n  - '{'> ' * 3000}x'\n"
    (root / "content/concept-note.yaml").write_text(text)


def style_sheet_of_the_network(root: Path) -> None:
    (root / "templates/screen.css").write_text("@import url(https://www.iom.int/x.css);\n")


def word_file_that_is_none(root: Path) -> None:
    (root / "templates/reference.docx").write_text("no")


def word_file_that_unpacks_without_end(root: Path) -> None:
    with zipfile.ZipFile(root / "templates/reference.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 80_000_000)


def folder_in_the_place_of_an_output(root: Path) -> None:
    (root / "build/roster.html").mkdir()


CASES: list[tuple[Callable[[Path], None], str]] = [
    (broken_event, "not-utf-8"),
    (bomb_of_aliases, "yaml-alias"),
    (folder_for_a_file, "unreadable-file"),
    pytest.param(
        pipe_for_a_file, "unreadable-file", marks=pytest.mark.skipif(os.name == "nt", reason="no pipes")
    ),  # type: ignore[list-item]
    (link_out_of_the_project, "outside-project"),
    (paragraph_without_end, "text-too-long"),
    (quotation_without_end, "prose"),
    (style_sheet_of_the_network, "blocked-url"),
    (word_file_that_is_none, "bad-reference"),
    (word_file_that_unpacks_without_end, "bad-reference"),
    (folder_in_the_place_of_an_output, "not-written"),
]


@pytest.mark.parametrize(("breaking", "code"), CASES)
def test_bad_input_is_named_and_earlier_outputs_stay(
    project: Folder, breaking: Callable[[Path], None], code: str
) -> None:
    assert project.run("build", "--format", "docx").exit_code == 0
    before = {path: path.read_bytes() for path in (project.root / "build").glob("*.docx")}
    breaking(project.root)
    result = project.run("build", "--format", "docx,html", "--report", "short")
    assert result.exit_code == 1
    assert f"error[{code}]" in result.stderr
    assert {path: path.read_bytes() for path in (project.root / "build").glob("*.docx")} == before
    assert not list((project.root / "build").rglob("*.part"))


def test_a_full_disk_leaves_every_earlier_file_as_it_was(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert project.run("build", "--format", "html").exit_code == 0
    before = {path: path.read_bytes() for path in (project.root / "build").glob("*.html")}
    project.change("content/concept-note.yaml", "title: Concept note", "title: Another note")
    real, calls = os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    result = project.run("build", "--format", "html", "--report", "short")
    assert result.exit_code == 1
    assert "error[not-written]" in result.stderr
    assert {path: path.read_bytes() for path in (project.root / "build").glob("*.html")} == before
    assert not list((project.root / "build").rglob("*.part"))


@pytest.mark.skipif(os.name == "nt", reason="signals of another kind")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL] if os.name != "nt" else [])
def test_an_interrupted_build_leaves_whole_files(project: Folder, number: int) -> None:
    command = [sys.executable, "-m", "communique", "build"]
    assert project.run("build", "--format", "html,docx").exit_code == 0
    before = {path: path.read_bytes() for path in (project.root / "build").glob("*.*") if path.is_file()}
    running = subprocess.Popen(command, cwd=project.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    time.sleep(0.7)
    running.send_signal(number)
    _, said = running.communicate(timeout=60)
    assert b"Traceback" not in said
    after = {path: path.read_bytes() for path in before}
    assert after == before


def test_a_document_twice_as_long_takes_about_twice_the_work(records: Folder) -> None:
    def looked_at(paragraphs: int) -> int:
        records.letter("\n\n".join(["A word [[[[ ((( **x"] * paragraphs))
        return len(records.run("check", "--report", "short").stderr.splitlines())

    assert looked_at(400) == 2 * looked_at(200)
