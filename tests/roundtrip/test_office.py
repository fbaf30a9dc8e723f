"""LibreOffice does what the tests of the round trip ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from roundtrip.office import Office, Step


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three paragraphs and a table."""
    word = docx.Document()
    for text in ("The meeting lasted two days.", "It closed at noon.", "All agreed."):
        word.add_paragraph(text)
    table = word.add_table(2, 2)
    for place, text in enumerate(("Role", "Name", "Chair", "Ms. Arbour")):
        table.cell(place // 2, place % 2).text = text
    word.add_paragraph("Geneva")
    word.save(str(tmp_path / "file.docx"))
    return tmp_path / "file.docx"


TABLE = "Role\tName\tChair\tMs. Arbour"
BEFORE = ["The meeting lasted two days.", "It closed at noon.", "All agreed.", TABLE, "Geneva"]

STEPS: list[tuple[Step, list[str]]] = [
    (("replace", "two days", "three days"), ["The meeting lasted three days.", *BEFORE[1:]]),
    (("delete", " at noon"), [BEFORE[0], "It closed.", *BEFORE[2:]]),
    (
        ("insert_after", "agreed", " on العربية 会议"),
        [*BEFORE[:2], "All agreed on العربية 会议.", *BEFORE[3:]],
    ),
    (("split_before", "at noon"), [BEFORE[0], "It closed ", "at noon.", *BEFORE[2:]]),
    (("join_with_next", "closed"), [BEFORE[0], "It closed at noon.All agreed.", *BEFORE[3:]]),
    (("paragraph_after", "closed", "Nobody left."), [*BEFORE[:2], "Nobody left.", *BEFORE[2:]]),
    (("delete_paragraph", "closed"), [BEFORE[0], *BEFORE[2:]]),
    (("move_paragraph_after", "lasted", "closed"), [BEFORE[1], BEFORE[0], *BEFORE[2:]]),
    (("replace", "Arbour", "Arbor"), [*BEFORE[:3], TABLE.replace("Arbour", "Arbor"), "Geneva"]),
    (("insert_row_below", "Role"), [*BEFORE[:3], "Role\tName\t\t\tChair\tMs. Arbour", "Geneva"]),
]


@pytest.mark.parametrize(("step", "after"), STEPS, ids=[step[0] for step, _ in STEPS])
def test_a_step_does_what_its_name_says(office: Office, file: Path, step: Step, after: list[str]) -> None:
    *_, shown = office.edit(file, file.with_name("edited.docx"), step, ("paragraphs",))
    assert shown == after


def test_tracked_changes_can_be_taken_back_after_a_save(office: Office, file: Path) -> None:
    edited = file.with_name("edited.docx")
    office.edit(file, edited, ("track", True), ("replace", "two days", "three days"), ("delete", " at noon"))
    _, shown = office.take(edited, ("reject_all",), ("paragraphs",))
    assert shown == BEFORE
    _, shown = office.take(edited, ("accept_all",), ("paragraphs",))
    assert shown == ["The meeting lasted three days.", "It closed.", *BEFORE[2:]]


def test_a_change_carries_the_name_of_its_author(office: Office, file: Path) -> None:
    steps = (("author", "Louise", "Arbour"), ("track", True), ("replace", "noon", "one"), ("changes",))
    *_, changes = office.edit(file, file.with_name("edited.docx"), *steps)
    assert changes == [["Delete", "Louise Arbour"], ["Insert", "Louise Arbour"]]


def test_a_footnote_is_added_and_deleted(office: Office, file: Path) -> None:
    edited = file.with_name("edited.docx")
    *_, notes = office.edit(file, edited, ("footnote_after", "agreed", "By consensus."), ("footnotes",))
    assert notes == ["By consensus."]
    *_, notes = office.take(edited, ("delete_footnote", 1), ("footnotes",))
    assert notes == []
