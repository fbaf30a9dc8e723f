"""The file of conflicts: several work with it at once, and people write into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.project import open_project
from communique.word.conflicts import HEAD, Conflict, read_conflicts, without_and_with, write_conflicts
from communique.word.returning import Manner, read_returned
from communique.word.session import Session
from communique.word.tokens import Marked
from communique.writers.docx_base import Mark

if TYPE_CHECKING:
    from pathlib import Path

    from folders import Folder
    from roundtrip.desk import Desk

SHORT, COSTS = "minutes.yaml: points[2]", "minutes.yaml: points[3]"
FILE, KEPT = "content/minutes.yaml", "conflicts.yaml"
ONE = Conflict("minutes", SHORT, "plain", "simple", "easy", "simple words", 0)
OTHER = Conflict("minutes", COSTS, "modest", "small", "high", "Costs were “small”", 12, "The Reviewer")
MARKED = Conflict(
    "minutes",
    COSTS,
    "said",
    "says",
    "told: \u2029 “us”",
    "he says",
    3,
    marks=(Mark("style", 0, 4, "emphasis"), Mark("link", 0, 4, "https://example.org", "fr", "ltr")),
    notes=("rules",),
    footnotes=(("a-note", (Marked("A note."), Marked("More.", (Mark("style", 0, 4, "strong"),)))),),
)


@pytest.fixture
def returned(meeting: Folder, desk: Desk) -> Path:
    """A file with words that the content has changed, too."""
    desk.replace("plain", "easy", SHORT)
    meeting.change(FILE, "plain words", "simple words")
    path = meeting.root.parent / "returned.docx"
    path.write_bytes(desk.saved())
    return path


def planned(meeting: Folder, path: Path) -> Session:
    """Begin an import, as far as its questions."""
    project = open_project(meeting.root)
    session = Session.on(project)
    session.add(read_returned(project, session.content, path, Manner()))
    return session


def kept(meeting: Folder) -> list[str]:
    return [each.theirs for each in read_conflicts(meeting.read(KEPT))]


def test_everything_of_a_conflict_is_kept() -> None:
    assert read_conflicts(write_conflicts([ONE, OTHER, MARKED])) == (ONE, OTHER, MARKED)


def test_a_conflict_that_somebody_else_kept_meanwhile_stays(meeting: Folder, returned: Path) -> None:
    session = planned(meeting, returned)
    meeting.write(KEPT, write_conflicts([OTHER]))
    session.write()
    assert kept(meeting) == ["high", "easy"]
    assert [each.theirs for each in session.conflicts] == ["high", "easy"]


def test_a_conflict_that_somebody_else_settled_meanwhile_does_not_come_back(
    meeting: Folder, returned: Path
) -> None:
    meeting.write(KEPT, write_conflicts([OTHER]))
    session = planned(meeting, returned)
    meeting.remove(KEPT)
    session.write()
    assert kept(meeting) == ["easy"]


def test_settling_one_leaves_those_that_came_meanwhile(meeting: Folder, returned: Path) -> None:
    planned(meeting, returned).write()
    session = Session.on(open_project(meeting.root))
    session.settle("ours", session.conflicts)
    meeting.write(KEPT, meeting.read(KEPT) + write_conflicts([OTHER]).removeprefix(HEAD))
    session.write()
    assert kept(meeting) == ["high"]


def test_the_file_goes_with_its_last_conflict(meeting: Folder, returned: Path) -> None:
    planned(meeting, returned).write()
    assert meeting.run("conflicts", "--ours").exit_code == 0
    assert not (meeting.root / KEPT).exists()


def test_nothing_is_written_when_the_file_was_damaged_meanwhile(meeting: Folder, returned: Path) -> None:
    before = meeting.read(FILE)
    meeting.write(KEPT, "- no conflict\n")
    result = meeting.run("import", str(returned), "--yes")
    assert result.exit_code == 1
    assert "bad-conflicts" in result.output
    assert (meeting.read(FILE), meeting.read(KEPT)) == (before, "- no conflict\n")


def test_what_people_wrote_beside_conflicts_stays() -> None:
    first, second = (write_conflicts([each]).removeprefix(HEAD) for each in (ONE, OTHER))
    second = second.replace("base:", "base:   ")
    text = f"{HEAD}\n# to be asked on Monday\n{first}\n# the chair decides\n{second}# the end\n"
    assert without_and_with(text, [ONE], []) == (
        f"{HEAD}\n# to be asked on Monday\n\n# the chair decides\n{second}# the end\n"
    )
    assert without_and_with(text, [], [MARKED]) == text + write_conflicts([MARKED]).removeprefix(HEAD)
    assert without_and_with(text, [], [OTHER]) == text


def test_a_file_in_another_form_keeps_its_conflicts() -> None:
    text = '[{document: minutes, place: "x.yaml: a", base: b, ours: o, theirs: t}]'
    (inline,) = read_conflicts(text)
    assert read_conflicts(without_and_with(text, [], [ONE])) == (inline, ONE)


@pytest.mark.parametrize(
    "marks",
    [
        "[{kind: style, start: 0, end: 9, value: emphasis}]",
        "[{kind: colour, start: 0, end: 1, value: red}]",
        "[nothing]",
        "[{kind: style, start: a, end: 1, value: emphasis}]",
    ],
)
def test_marks_that_can_not_be_are_refused(meeting: Folder, marks: str) -> None:
    meeting.write(KEPT, write_conflicts([ONE]) + f"  marks: {marks}\n")
    result = meeting.run("conflicts")
    assert result.exit_code == 1
    assert "bad-conflicts" in result.output
