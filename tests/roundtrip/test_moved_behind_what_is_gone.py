"""A paragraph that was moved in Word behind one that content deleted meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roundtrip.desk import Desk
from roundtrip.imports import returned

if TYPE_CHECKING:
    from folders import Folder

FILE = "content/annex.yaml"
ITEM, SECOND, QUOTED, LAST = (f"annex.yaml: aside{part}" for part in ("#2", "#3", "#4", "#5"))


def opened(meeting: Folder, name: str = "annex") -> Desk:
    assert meeting.run("build", name, "--format", "docx").exit_code == 0
    return Desk((meeting.root / "build" / f"{name}.docx").read_bytes(), "Rapporteur")


def test_where_its_neighbour_was_moved_too_it_is_told_and_stays(meeting: Folder) -> None:
    desk = opened(meeting)
    desk.move(LAST, ITEM)
    desk.move(SECOND, QUOTED)
    meeting.change(FILE, "  > Quoted words of somebody.\n\n", "")
    before = meeting.read(FILE)
    result = meeting.run("import", returned(meeting, desk), "--yes")
    assert result.exit_code == 3, result.output
    assert "not taken" in result.output
    assert "another item of the list" in result.output
    assert meeting.read(FILE) == before


def test_a_new_paragraph_behind_it_is_told_too_and_not_put_elsewhere(meeting: Folder) -> None:
    desk = opened(meeting, "minutes")
    first, second, third, fourth = (f"minutes.yaml: points[{number}]" for number in range(4))
    desk.move(fourth, first)
    desk.move(second, third)
    desk.insert_block("Words that nobody had said.", second, "Body Text")
    meeting.change(
        "content/minutes.yaml", "  # a short one\n  - plain words about nothing in particular\n\n", ""
    )
    before = meeting.read("content/minutes.yaml")
    result = meeting.run("import", returned(meeting, desk), "--yes")
    assert result.exit_code == 3, result.output
    assert "Words that nobody had said." in result.output.partition("not taken")[2]
    assert meeting.read("content/minutes.yaml") == before
