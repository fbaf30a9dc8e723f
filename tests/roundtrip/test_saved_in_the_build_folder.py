"""A file of the build folder that was saved in Word: once it was imported, the next build may replace it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.project import open_project
from communique.word.returning import Manner, read_returned
from communique.word.session import Session
from roundtrip.desk import Desk
from roundtrip.word_saves import saved_by_word

if TYPE_CHECKING:
    from pathlib import Path

    from folders import Folder

FILE = "content/minutes.yaml"
SHORT = "minutes.yaml: points[2]"


def build(folder: Folder) -> int:
    return folder.run("build", "minutes", "--format", "docx").exit_code


def built(folder: Folder) -> Path:
    return folder.root / "build" / "minutes.docx"


def save(folder: Folder, desk: Desk) -> bytes:
    """Save a file in Word, where it was built."""
    content = saved_by_word(desk.saved())
    built(folder).write_bytes(content)
    return content


def opened(folder: Folder) -> Desk:
    return Desk(built(folder).read_bytes())


def is_replaced(folder: Folder, saved: bytes) -> bool:
    """Build after a change of the content, and tell whether the file is the new one, with a copy of the old."""
    folder.change(FILE, "Nobody objected", "Nobody at all objected")
    status = build(folder)
    replaced = built(folder).read_bytes() != saved
    copies = [each.read_bytes() for each in built(folder).parent.glob("minutes.*.docx")]
    assert (status, replaced) in {(0, True), (1, False)}
    assert not replaced or copies == [saved], "its last state is kept"
    return replaced


def test_one_without_an_edit_is_replaced_once_it_was_imported(meeting: Folder) -> None:
    saved = save(meeting, opened(meeting))
    meeting.change(FILE, "plain words", "simple words")
    assert build(meeting) == 1, "nobody knows yet that nothing was edited"
    result = meeting.run("import", str(built(meeting)))
    assert result.exit_code == 0, result.output
    assert "nothing was edited" in result.output
    assert is_replaced(meeting, saved)
    assert opened(meeting).text(SHORT) == "simple words about nothing in particular"


def test_one_whose_edits_the_content_has_is_replaced_once_it_was_imported(meeting: Folder) -> None:
    desk = opened(meeting)
    desk.replace("plain", "simple", SHORT)
    saved = save(meeting, desk)
    meeting.change(FILE, "plain words", "simple words")
    result = meeting.run("import", str(built(meeting)))
    assert "nothing to write" in result.output
    assert is_replaced(meeting, saved)


def test_a_dry_run_notes_nothing(meeting: Folder) -> None:
    saved = save(meeting, opened(meeting))
    assert meeting.run("import", str(built(meeting)), "--dry-run").exit_code == 0
    assert not is_replaced(meeting, saved)


def test_one_of_which_something_is_left_over_stays(meeting: Folder) -> None:
    desk = opened(meeting)
    desk.replace("three", "thirty", "minutes.yaml: summary")
    saved = save(meeting, desk)
    assert meeting.run("import", str(built(meeting))).exit_code == 3
    assert not is_replaced(meeting, saved)


def test_one_whose_edits_somebody_did_not_want_stays(meeting: Folder) -> None:
    desk = opened(meeting)
    desk.insert_block("A new paragraph.", SHORT)
    saved = save(meeting, desk)
    result = meeting.run("import", str(built(meeting)), answers="n\n")
    assert "nothing to write" in result.output
    assert not is_replaced(meeting, saved)


def test_one_whose_tracked_changes_were_passed_over_stays(meeting: Folder) -> None:
    desk = opened(meeting)
    with desk.tracking("The Reviewer"):
        desk.replace("plain", "simple", SHORT)
    saved = save(meeting, desk)
    result = meeting.run("import", str(built(meeting)), "--tracked", "rejected")
    assert "nothing to write" in result.output
    assert not is_replaced(meeting, saved)


def test_one_that_is_saved_again_while_it_is_imported_is_kept(meeting: Folder) -> None:
    desk = opened(meeting)
    desk.replace("plain", "simple", SHORT)
    save(meeting, desk)
    project = open_project(meeting.root)
    session = Session.on(project)
    session.add(read_returned(project, session.content, built(meeting), Manner()))
    desk.replace("nothing", "everything", SHORT)
    saved = save(meeting, desk)
    session.write()
    assert not is_replaced(meeting, saved), "its second edit is not in the content"
