"""The report of an import: as data and as a page."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.word.telling import marked_up
from roundtrip.imports import imported, returned

if TYPE_CHECKING:
    from collections.abc import Callable

    from folders import Folder
    from roundtrip.desk import Desk

REPOSITORY = Path(__file__).resolve().parents[2]
FILE = "content/minutes.yaml"
FIRST, SECOND, SHORT, COSTS = (f"minutes.yaml: points[{number}]" for number in range(4))


@pytest.fixture
def busy(meeting: Folder, edit: Callable[..., Desk]) -> str:
    """A file with something of all that a report tells."""
    desk = edit("Rapporteur")
    desk.replace("welcomed", "praised", FIRST)
    desk.insert_block("A new <paragraph> & more.", SHORT)
    desk.replace("plain", "easy", SHORT)
    desk.replace("three", "thirty", "minutes.yaml: summary")
    desk.comment("Is that so?", SECOND, "recalled", author="Reviewer")
    meeting.change(FILE, "plain words", "simple words")
    return returned(meeting, desk)


def test_the_report_as_json_has_everything(meeting: Folder, busy: str) -> None:
    imported(meeting, busy, "--yes", "--report", str(meeting.root / "report.json"), status=3)
    report = json.loads(meeting.read("report.json"))
    assert [Path(each).name for each in report["files"]] == ["returned.docx"]
    texts = [(each["place"], each["old"], each["new"]) for each in report["changes"]]
    assert any(place == FIRST and "welcomed" in old and "praised" in new for place, old, new in texts)
    assert any("A new <paragraph> & more." in new for _, _, new in texts)
    assert [(each["base"], each["ours"], each["theirs"]) for each in report["conflicts"]] == [
        ("plain", "simple", "easy")
    ]
    assert [(each["old"], each["new"]) for each in report["not_taken"]] == [("three", "thirty")]
    assert [(each["text"], each["author"]) for each in report["notes"]] == [("Is that so?", "Reviewer")]
    assert report["written"] == [FILE]
    assert "Rapporteur" in json.dumps(report["changes"])


def test_a_change_beside_words_that_are_refused_is_told_as_it_is_written(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit("Rapporteur")
    desk.replace("three", "thirty", "minutes.yaml: summary")
    desk.replace("Nobody objected", "Everybody agreed", "minutes.yaml: summary")
    report = meeting.root / "report.json"
    imported(meeting, returned(meeting, desk), "--yes", "--report", str(report), status=3)
    told = json.loads(report.read_text(encoding="utf-8"))
    (change,) = told["changes"]
    assert "three" in change["new"]
    assert "Everybody agreed" in change["new"]
    assert "thirty" not in change["new"]
    assert [each["new"] for each in told["not_taken"]] == ["thirty"]


def test_the_report_as_a_page_has_everything(meeting: Folder, busy: str) -> None:
    imported(meeting, busy, "--yes", "--report", str(meeting.root / "report.html"), status=3)
    page = meeting.read("report.html")
    assert "<del>welcomed</del>" in page
    assert "<ins>praised</ins>" in page
    assert "A new &lt;paragraph&gt; &amp; more." in page
    for words in ("simple", "easy", "thirty", "Is that so?", "Rapporteur", "Reviewer"):
        assert words in page
    assert re.findall(r"<h2>(.*?)</h2>", page) == [
        "Changes (2)",
        "Conflicts (1)",
        "Not taken (1)",
        "Comments (1)",
    ]


def test_the_page_shows_where_paragraphs_were_joined_and_divided() -> None:
    assert marked_up("One.\nTwo.", "One. Two.") == "One.<del>¶</del><ins> </ins>Two."
    assert marked_up("One. Two.", "One.\nTwo.") == "One.<del> </del><ins>¶<br></ins>Two."
    assert marked_up("One.\nTwo.", "One.\nThree.") == "One.<br><del>Two</del><ins>Three</ins>."


def test_the_nu_checker_has_nothing_to_say_about_the_page(meeting: Folder, busy: str) -> None:
    page = meeting.root / "report.html"
    imported(meeting, busy, "--yes", "--report", str(page), status=3)
    jar = REPOSITORY / ".cache" / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss8m", "-jar", str(jar), "--format", "gnu", str(page)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.stdout + said.stderr == ""
    assert said.returncode == 0


def test_a_dry_run_may_write_a_report(meeting: Folder, busy: str) -> None:
    text = meeting.read(FILE)
    imported(meeting, busy, "--dry-run", "--report", str(meeting.root / "report.json"), status=3)
    assert len(json.loads(meeting.read("report.json"))["changes"]) == 2
    assert meeting.read(FILE) == text


def test_another_paragraph_in_the_place_of_one_is_asked_about(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit("Rapporteur")
    desk.insert_block("Observers took the floor last.", SECOND)
    desk.delete_block(SHORT)
    desk.replace("welcomed", "praised", FIRST)
    report = meeting.root / "report.json"
    imported(meeting, returned(meeting, desk), "--dry-run", "--report", str(report))
    told = json.loads(report.read_text(encoding="utf-8"))["changes"]
    asked = {each["new"]: each["confirm"] for each in told}
    assert asked["Observers took the floor last."]
    assert not next(confirm for new, confirm in asked.items() if "praised" in new)
