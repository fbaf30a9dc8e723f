"""`communique import` of what reviewers did: several at once, tracked changes, comments."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import yaml

from communique.writers.docx_package import unzipped
from roundtrip.desk import Desk
from roundtrip.desk_comments import Comments
from roundtrip.imports import everything, imported, returned
from roundtrip.minutes import MINUTES
from roundtrip.word_saves import saved_by_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from folders import Folder

FILE = "content/minutes.yaml"
FIRST, SECOND, SHORT, COSTS = (f"minutes.yaml: points[{number}]" for number in range(4))


# Several reviewers


def test_two_reviewers_edits_in_different_places_are_merged(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    one, two = edit("Rapporteur"), edit("Reviewer")
    one.replace("plain", "simple", SHORT)
    one.replace("welcomed", "praised", FIRST)
    two.replace("shorter", "much shorter", FIRST)
    two.replace("spring", "autumn", SECOND)
    files = [returned(meeting, one, "ann.docx"), returned(meeting, saved_by_word(two.saved(), 2), "bob.docx")]
    imported(meeting, *files)
    expected = MINUTES
    for old, new in (
        ("plain", "simple"),
        ("welcomed", "praised"),
        ("shorter", "much shorter"),
        ("spring", "autumn"),
    ):
        expected = expected.replace(old, new, 1)
    assert meeting.read(FILE) == expected


def test_the_same_words_changed_by_two_are_a_conflict_and_the_rest_is_applied(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    one, two = edit("Rapporteur"), edit("Reviewer")
    one.replace("plain", "simple", SHORT)
    two.replace("plain", "easy", SHORT)
    two.replace("spring", "autumn", SECOND)
    files = [returned(meeting, one, "ann.docx"), returned(meeting, two, "bob.docx")]
    result = imported(meeting, *files, status=3)
    assert re.search(r"sent out: plain\n\s+ours: +simple\n\s+theirs: +easy", result.output)
    expected = MINUTES.replace("plain words", "simple words").replace("the spring", "the autumn")
    assert meeting.read(FILE) == expected
    (kept,) = yaml.safe_load(meeting.read("conflicts.yaml"))
    assert (kept["base"], kept["ours"], kept["theirs"]) == ("plain", "simple", "easy")
    assert kept["author"] == "Reviewer"
    shown = meeting.run("conflicts")
    assert shown.exit_code == 3
    assert "Reviewer" in shown.output


@pytest.mark.parametrize(("choice", "word"), [("--ours", "simple"), ("--theirs", "easy")])
@pytest.mark.parametrize("named", [True, False])
def test_a_conflict_is_settled_by_choosing(
    meeting: Folder, edit: Callable[..., Desk], choice: str, word: str, named: bool
) -> None:
    one, two = edit("Rapporteur"), edit("Reviewer")
    one.replace("plain", "simple", SHORT)
    two.replace("plain", "easy", SHORT)
    imported(meeting, returned(meeting, one, "ann.docx"), returned(meeting, two, "bob.docx"), status=3)
    (waiting,) = json.loads(meeting.run("conflicts", "--json").stdout)
    settled = meeting.run("conflicts", choice, *([waiting["conflict"]] if named else []))
    assert settled.exit_code == 0, settled.output
    assert meeting.read(FILE) == MINUTES.replace("plain words", f"{word} words")
    assert not (meeting.root / "conflicts.yaml").exists(), "the file goes when none is left"
    assert meeting.run("conflicts").exit_code == 0


def test_conflicts_can_be_settled_in_the_same_breath(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit("Reviewer")
    desk.replace("plain", "easy", SHORT)
    meeting.change(FILE, "plain words", "simple words")
    imported(meeting, returned(meeting, desk), "--theirs")
    assert meeting.read(FILE) == MINUTES.replace("plain words", "easy words")
    assert not (meeting.root / "conflicts.yaml").exists()


def test_a_conflict_that_is_not_there_is_refused(meeting: Folder) -> None:
    result = meeting.run("conflicts", "--ours", "abcdef")
    assert result.exit_code == 1
    assert "unknown-conflict" in result.output


def test_a_file_imported_twice_changes_nothing_more(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit("Rapporteur")
    desk.replace("plain", "simple", SHORT)
    desk.insert_block("A new paragraph.", COSTS)
    desk.add_note("A source.", SECOND, after="spring")
    desk.comment("Really?", FIRST, "welcomed")
    path = returned(meeting, desk)
    imported(meeting, path, "--yes")
    first = {name: content for name, content in everything(meeting).items() if "/build/" not in name}
    result = imported(meeting, path, "--yes")
    assert "nothing to write" in result.output
    assert {name: content for name, content in everything(meeting).items() if "/build/" not in name} == first


# Tracked or not, and by whom


def test_tracked_changes_can_be_left_out(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit()
    desk.replace("spring", "autumn", SECOND)
    with desk.tracking("Rapporteur"):
        desk.replace("plain", "simple", SHORT)
    imported(meeting, returned(meeting, desk), "--tracked", "rejected")
    assert meeting.read(FILE) == MINUTES.replace("the spring", "the autumn")


def test_tracked_changes_can_be_kept_as_notes(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit("Rapporteur")
    desk.replace("plain", "simple", SHORT)
    imported(meeting, returned(meeting, desk), "--tracked", "as-is")
    assert meeting.read(FILE) == MINUTES
    (note,) = json.loads(meeting.run("review", "--json").stdout)
    assert note["author"] == "Rapporteur"
    assert note["place"] == SHORT
    assert "simple" in note["text"]


def test_one_reviewer_s_changes_can_be_taken_alone(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit()
    desk.replace("Words that fill", "Sentences that fill", "minutes.yaml: parts[0].paragraphs[1]")
    with desk.tracking("Rapporteur"):
        desk.replace("plain", "simple", SHORT)
    with desk.tracking("Reviewer"):
        desk.replace("spring", "autumn", SECOND)
    path = returned(meeting, desk)
    result = imported(meeting, path, "--author", "Reviewer")
    assert meeting.read(FILE) == MINUTES.replace("the spring", "the autumn")
    assert "passed over" in result.output, "what nobody is named for is not the reviewer's"
    stranger = meeting.run("import", path, "--author", "Chair")
    assert stranger.exit_code == 1
    assert "“Reviewer”, “Rapporteur”" in stranger.output, "in the order of the text"


PARAGRAPH = "minutes.yaml: parts[0].paragraphs[0]"


@pytest.mark.parametrize(
    "does",
    [
        lambda desk: desk.delete(" welcomed", FIRST),
        lambda desk: desk.delete("welcomed ", FIRST),
        lambda desk: desk.delete(" A second reading of the text was planned for the spring.", SECOND),
        lambda desk: desk.delete(" report of the", FIRST),
        lambda desk: desk.insert(" welcomed", FIRST, after="welcomed"),
        lambda desk: desk.style(SHORT, "Quote"),
        lambda desk: desk.replace("Deputy Director General", "Deputy Head", PARAGRAPH),
        lambda desk: desk.delete_block(SHORT),
        lambda desk: desk.join(FIRST),
        lambda desk: desk.remove_note(SECOND),
    ],
    ids=[
        "a word and the blank before it",
        "a word and the blank after it",
        "a sentence and the blank before it",
        "words of which one stands again behind them",
        "a word put in again",
        "a style",
        "a record",
        "a paragraph",
        "two joined",
        "a footnote",
    ],
)
def test_whatever_a_reviewer_tracked_is_told_under_the_name_and_taken_by_it(
    meeting: Folder, edit: Callable[..., Desk], does: Callable[[Desk], None]
) -> None:
    desk = edit()
    desk.replace("modest", "small", COSTS)
    with desk.tracking("Rapporteur"):
        does(desk)
    path = returned(meeting, desk)
    report = meeting.root / "report.json"
    imported(meeting, path, "--dry-run", "--report", str(report))
    changes = json.loads(report.read_text())["changes"]
    named = [each for each in changes if [who["author"] for who in each["credits"]] == ["Rapporteur"]]
    assert len(named) == len(changes) - 1, "all but what was typed with tracking off"
    result = imported(meeting, path, "--author", "Rapporteur", "--yes")
    assert "passed over, since no name stands at it: 1 edit" in result.output
    assert meeting.read(FILE) != MINUTES or "Deputy Head" in meeting.read("content/people.yaml")
    assert "“modest”" in meeting.read(FILE), "nobody is named for this one"


def test_a_style_that_was_tracked_gives_its_author_no_other_words_of_the_paragraph(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    desk.replace("plain", "simple", SHORT)
    with desk.tracking("Rapporteur"):
        desk.style(SHORT, "Quote")
    report = meeting.root / "report.json"
    imported(meeting, returned(meeting, desk), "--tracked", "as-is", "--report", str(report))
    assert meeting.read(FILE) == MINUTES.replace("plain words", "simple words")
    (note,) = json.loads(report.read_text())["notes"]
    assert (note["author"], note["place"]) == ("Rapporteur", SHORT)


def test_edits_that_nobody_is_named_for_are_counted_in_a_file_with_tracked_changes(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    desk.replace("spring", "autumn", SECOND)
    with desk.tracking("Rapporteur"):
        desk.replace("plain", "simple", SHORT)
    result = imported(meeting, returned(meeting, desk))
    assert "made with tracking off, so without a name: 1 edit" in result.output


def test_a_tracked_change_that_is_kept_is_shown_with_the_words_around_it_alone(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    with desk.tracking("Rapporteur"):
        desk.replace("welcomed", "praised", FIRST)
    result = imported(meeting, returned(meeting, desk), "--tracked", "as-is")
    assert "Proposes: Delegations praised the report of the secretariat. …\n" in result.output
    assert "(now: Delegations welcomed the report of the secretariat. …)\n" in result.output
    assert "brief" not in result.output
    [note] = yaml.safe_load(meeting.read("review.yaml"))
    assert "brief" in str(note), "the note has the whole paragraph"


# Comments


def test_a_comment_goes_its_whole_way(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit()
    desk.comment("Is that so?", FIRST, "welcomed", author="Rapporteur")
    imported(meeting, returned(meeting, desk))
    (note,) = json.loads(meeting.run("review", "--json").stdout)
    assert (note["text"], note["quoted"], note["author"], note["place"]) == (
        "Is that so?",
        "welcomed",
        "Rapporteur",
        FIRST,
    )
    assert meeting.read(FILE) == MINUTES

    assert meeting.run("build", "minutes", "--format", "docx").exit_code == 0
    built = meeting.root / "build" / "minutes.docx"
    comments = unzipped(built.read_bytes())["word/comments.xml"].decode()
    assert "Is that so?" in comments, "it is in the margin of the next DOCX"
    assert 'w:author="Rapporteur"' in comments

    desk = Desk(built.read_bytes())
    Comments(desk.roots).resolve("Is that so?")
    imported(meeting, returned(meeting, desk))
    assert json.loads(meeting.run("review", "--json").stdout) == []
    (note,) = json.loads(meeting.run("review", "--all", "--json").stdout)
    assert note["status"] == "resolved"
    assert meeting.run("build", "minutes", "--format", "docx").exit_code == 0
    assert b"Is that so?" not in unzipped(built.read_bytes()).get("word/comments.xml", b"")


def test_an_untouched_comment_is_not_taken_twice(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit()
    desk.comment("Is that so?", FIRST, "welcomed", author="Rapporteur")
    imported(meeting, returned(meeting, desk))
    assert meeting.run("build", "minutes", "--format", "docx").exit_code == 0
    result = imported(meeting, str(meeting.root / "build" / "minutes.docx"))
    assert "nothing to write" in result.output
