"""`status` tells how the outputs stand: what is current, stale, missing, edited or left over."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from regenerating.builds import NEW, OLD, PEOPLE, QUICK

if TYPE_CHECKING:
    from folders import Folder


def states(project: Folder, *arguments: str) -> dict[str, str]:
    found = json.loads(project.run("status", "--json", *(arguments or QUICK)).stdout)
    return {
        each["file"].rpartition("/")[2]: each["state"] + (", edited" if each["edited"] else "")
        for each in found
    }


def test_status_tells_what_is_missing_current_stale_and_edited(project: Folder) -> None:
    assert set(states(project).values()) == {"missing"}
    project.run("build", *QUICK)
    assert set(states(project).values()) == {"current"}
    project.change(PEOPLE, OLD, NEW)
    (project.root / "build" / "summary.docx").write_bytes(b"edited")
    project.write("build/concept-note.docx", b"edited")
    assert states(project) == {
        "concept-note.docx": "current, edited",
        "concept-note.html": "current",
        "roster.docx": "stale",
        "roster.html": "stale",
        "summary.docx": "stale, edited",
        "summary.html": "stale",
    }


def test_the_columns_of_status_are_apart_and_in_line_whatever_the_states_are(project: Folder) -> None:
    project.write(
        "content/an-annex-with-quite-a-long-name-of-its-own.yaml", project.read("content/summary.yaml")
    )
    project.run("build", *QUICK)
    project.change(PEOPLE, OLD, NEW)
    project.write("build/summary.docx", b"edited")
    project.write("build/concept-note.docx", b"edited")
    lines = project.run("status", *QUICK).stdout.splitlines()
    assert len(lines) == 8
    cells = [re.split(" {2,}", line) for line in lines]
    reason = "the title of people.vitorino changed (content/people.yaml)"
    assert {tuple(each[1:]) for each in cells} == {
        ("current",),
        ("current, edited since it was built",),
        ("stale", reason),
        ("stale, edited since it was built", reason),
        ("stale",),
    }
    assert len({line.index(reason) for line in lines if reason in line}) == 1


def test_reasons_that_are_too_long_for_a_line_of_the_terminal_are_shortened(project: Folder) -> None:
    project.run("build", *QUICK)
    project.change(PEOPLE, OLD, NEW)
    project.change("content/event.yaml", "venue: Conference room", "venue: Assembly hall")
    lines = _on_a_terminal(project, columns=100)
    assert max(len(line) for line in lines) <= 100
    assert any(line.endswith("…") for line in lines)
    assert "…" not in project.run("status", *QUICK).stdout
    assert "…" not in project.run("status", "--json", *QUICK).stdout


def _on_a_terminal(project: Folder, columns: int) -> list[str]:
    """Run `status` with a terminal for what it prints, and return the lines there."""
    ours, theirs = pty.openpty()
    try:
        subprocess.run(
            [sys.executable, "-m", "communique", "status", *QUICK],
            cwd=project.root,
            env=os.environ | {"COLUMNS": str(columns)},
            stdout=theirs,
            check=False,
        )
        os.close(theirs)
        return os.read(ours, 100_000).decode().splitlines()
    finally:
        os.close(ours)


def test_the_exit_status_of_status_is_usable_in_scripts(project: Folder) -> None:
    assert project.run("status", *QUICK).exit_code == 3
    project.run("build", *QUICK)
    assert project.run("status", *QUICK).exit_code == 0
    assert project.run("status", "roster", "-f", "docx").exit_code == 0
    project.change(PEOPLE, OLD, NEW)
    assert project.run("status", *QUICK).exit_code == 3
    assert project.run("status", "concept-note", *QUICK).exit_code == 0
    project.write("build/roster.docx", b"edited")
    assert project.run("status", *QUICK).exit_code == 4
    project.write(PEOPLE, "vitorino: [")
    assert project.run("status", *QUICK).exit_code == 1


def test_outputs_of_a_document_that_is_gone_are_told_as_left_over(project: Folder) -> None:
    project.write("content/annex.yaml", project.read("content/summary.yaml"))
    project.run("build", *QUICK)
    project.remove("content/annex.yaml")
    assert states(project)["annex.docx"] == states(project)["annex.html"] == "left over"
    assert set(states(project, "summary", *QUICK)) == {"summary.docx", "summary.html"}
    assert project.run("status", *QUICK).exit_code == 0
    built = project.run("build", *QUICK, "--force")
    assert "annex.docx is left from a document that is gone" in built.stdout
    project.remove("build/annex.docx")
    project.remove("build/annex.html")
    assert "left" not in project.run("build", *QUICK, "--force").stdout


def test_a_left_over_that_somebody_edited_is_told_as_edited(project: Folder) -> None:
    project.write("content/annex.yaml", project.read("content/summary.yaml"))
    project.run("build", *QUICK)
    project.remove("content/annex.yaml")
    project.write("build/annex.docx", b"edited")
    assert states(project)["annex.docx"] == "left over, edited"
    assert states(project)["annex.html"] == "left over"
    status = project.run("status", *QUICK)
    assert "left over, edited since it was built" in status.stdout
    assert status.exit_code == 4
    said = project.run("build", *QUICK, "--force").stdout
    assert (
        "annex.docx is left from a document that is gone, and was edited since it was built; read it" in said
    )
    assert "annex.html is left from a document that is gone; delete it if nobody needs it" in said


def test_status_writes_nothing(project: Folder) -> None:
    before = {path: path.stat().st_mtime_ns for path in project.root.rglob("*")}
    project.run("status")
    assert {path: path.stat().st_mtime_ns for path in project.root.rglob("*")} == before


def test_the_table_gives_the_reasons(project: Folder) -> None:
    project.run("build", *QUICK)
    project.change(PEOPLE, OLD, NEW)
    lines = project.run("status", *QUICK).stdout.splitlines()
    (line,) = [each for each in lines if "roster.docx" in each]
    assert line.split()[1] == "stale"
    assert "the title of people.vitorino changed (content/people.yaml)" in line


def test_a_reason_that_all_formats_of_a_document_share_is_given_once(project: Folder) -> None:
    reason = "the title of people.vitorino changed (content/people.yaml)"
    project.run("build", *QUICK)
    project.change(PEOPLE, OLD, NEW)
    lines = [each.split(maxsplit=2)[1:] for each in project.run("status", *QUICK).stdout.splitlines()]
    assert lines.count(["stale", reason]) == 2, "for the roster and for the summary"
    assert lines.count(["stale"]) == 2
    project.remove("build/roster.docx")
    left = project.run("status", "roster", *QUICK).stdout.splitlines()
    assert [each.split(maxsplit=1)[1] for each in left] == ["missing", f"stale    {reason}"]
    rows = json.loads(project.run("status", "summary", "--json", *QUICK).stdout)
    assert [each["reasons"] for each in rows] == [[reason], [reason]]
    project.run("build", "roster", "-f", "docx")
    project.run("build", "summary", "-f", "docx")
    assert project.run("status", *QUICK).stdout.count(reason) == 2, "for one format of each"
