"""What Word and the content both changed is a conflict, and settled by choosing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.content import read_content
from communique.project import open_project
from communique.word.conflicts import Conflict, read_conflicts, write_conflicts
from communique.word.edits import NoteDeletion
from communique.word.placing import said_by
from communique.word.settling import plan_settling
from roundtrip.letters import LETTER
from roundtrip.returning import sent

if TYPE_CHECKING:
    from communique.word.conflicts import Choice
    from folders import Folder


def test_the_same_words_changed_on_both_sides_are_a_conflict_and_nothing_is_written(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[2]", "plain", "simple")
    document.replace("letter.yaml: body[0]", "One", "A")
    letter.change("content/letter.yaml", "plain words", "fine words")
    plan = document.imported()
    (conflict,) = plan.conflicts
    assert (conflict.place, conflict.base, conflict.ours, conflict.theirs) == (
        "letter.yaml: body[2]",
        "plain",
        "fine",
        "simple",
    )
    assert letter.read("content/letter.yaml") == LETTER.replace("plain words", "fine words").replace(
        "    One sentence", "    A sentence"
    )
    (again,) = read_conflicts(write_conflicts(plan.conflicts))
    assert again == conflict


@pytest.mark.parametrize("choice", ["ours", "theirs"])
def test_a_conflict_is_settled_by_choosing(letter: Folder, choice: Choice) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[0]", "One sentence", "Two sentences")
    letter.change("content/letter.yaml", "One sentence", "No sentence")
    plan = document.imported()
    letter.change("content/letter.yaml", "A third", "A last")
    project = open_project(letter.root)
    settled = plan_settling(project, read_content(project), plan.conflicts, choice)
    assert not settled.conflicts
    assert not settled.unplaced
    text = settled.files.get("content/letter.yaml", letter.read("content/letter.yaml").encode()).decode()
    word = "No sentence" if choice == "ours" else "Two sentences"
    assert text == LETTER.replace("One sentence", word).replace("A third", "A last")


@pytest.mark.parametrize(("choice", "title"), [("ours", "Chair"), ("theirs", "Head")])
def test_a_conflict_about_a_record_is_settled_in_its_file(letter: Folder, choice: Choice, title: str) -> None:
    letter.change("content/letter.yaml", "Some words.", "The {{ people.arbour.title }} again.")
    document = sent(letter, "letter")
    former = "Special Representative of the Secretary-General for International Migration"
    document.replace("letter.yaml: body[1]", former, "Chair")
    document.replace("letter.yaml: parts[0].paragraphs[0]", former, "Head")
    conflicts = document.imported().conflicts
    project = open_project(letter.root)
    plan = plan_settling(project, read_content(project), conflicts, choice)
    assert not plan.conflicts
    assert not plan.unplaced
    people = plan.files.get("content/people.yaml", letter.read("content/people.yaml").encode()).decode()
    assert f"  title: {title}\n" in people


@pytest.mark.parametrize("choice", ["ours", "theirs"])
def test_a_deletion_in_conflict_is_settled_with_its_footnote(letter: Folder, choice: Choice) -> None:
    document = sent(letter, "letter")
    document.delete("letter.yaml: body[0]")
    note = document.block("letter.yaml: footnotes.source")
    document.edits.append(NoteDeletion((), "source", note.address, said_by(note)))
    letter.change("content/letter.yaml", "One sentence", "No sentence")
    plan = document.imported()
    assert [(each.place, each.theirs) for each in plan.conflicts] == [("letter.yaml: body[0]", "")]
    assert not plan.unplaced, "the footnote stays with its mark, and there is nothing to tell of it"
    project = open_project(letter.root)
    settled = plan_settling(project, read_content(project), plan.conflicts, choice)
    assert not settled.conflicts
    assert not settled.unplaced
    text = settled.files.get("content/letter.yaml", letter.read("content/letter.yaml").encode()).decode()
    assert ("No sentence" in text, "footnotes:" in text) == ((choice == "ours"),) * 2


def test_a_conflict_whose_words_can_not_be_written_stays_told(letter: Folder) -> None:
    former = "Special Representative of the Secretary-General for International Migration"
    place = "people.yaml: arbour.title"
    conflict = Conflict("letter", place, former, former, "a \u202e b", former, 0)
    project = open_project(letter.root)
    plan = plan_settling(project, read_content(project), [conflict], "theirs")
    assert not plan.files
    assert [each.new for each in plan.unplaced] == ["a \u202e b"]


def test_an_edit_of_a_paragraph_that_is_gone_is_a_conflict(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[2]", "plain", "simple")
    letter.change("content/letter.yaml", "  # the last\n  - plain words\n", "")
    plan = document.imported()
    (conflict,) = plan.conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == ("plain words", "", "simple words")
    assert not plan.files


def test_two_places_that_say_different_things_of_a_record_conflict(letter: Folder) -> None:
    letter.change("content/letter.yaml", "Some words.", "The {{ people.arbour.title }} again.")
    document = sent(letter, "letter")
    title = document.block("letter.yaml: body[1]").text.removeprefix("The ").partition(" spoke")[0]
    document.replace("letter.yaml: body[1]", title, "Chair")
    document.replace("letter.yaml: parts[0].paragraphs[0]", title, "Head")
    plan = document.imported()
    (conflict,) = plan.conflicts
    assert (conflict.place, conflict.ours, conflict.theirs) == ("people.yaml: arbour.title", "Chair", "Head")
    assert "  title: Chair\n" in letter.read("content/people.yaml")


def test_the_deletion_of_a_paragraph_that_content_changed_is_a_conflict(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.delete("letter.yaml: body[2]")
    letter.change("content/letter.yaml", "plain words", "plain new words")
    plan = document.imported()
    (conflict,) = plan.conflicts
    assert (conflict.ours, conflict.theirs) == ("plain new words", "")
    assert not plan.files
