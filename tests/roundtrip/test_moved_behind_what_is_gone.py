"""A paragraph that was moved in Word behind one that content deleted meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roundtrip.desk import Desk
from roundtrip.imports import returned

if TYPE_CHECKING:
    from folders import Folder

FILE = "content/annex.yaml"
ITEM, SECOND, QUOTED, LAST = (f"annex.yaml: aside{part}" for part in ("#2", "#3", "#4", "#5"))


def opened(meeting: Folder) -> Desk:
    assert meeting.run("build", "annex", "--format", "docx").exit_code == 0
    return Desk((meeting.root / "build" / "annex.docx").read_bytes(), "Rapporteur")


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
