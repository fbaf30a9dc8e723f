"""Conflicts that are settled for the file: exactly its words are in the content then, or the conflict stays and is told."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from communique.word.conflicts import Conflict, write_conflicts
from roundtrip.desk import Desk
from roundtrip.imports import returned
from roundtrip.minutes import MINUTES

if TYPE_CHECKING:
    from folders import Folder

FILE = "content/minutes.yaml"
FIRST, SECOND, SHORT, COSTS = (f"minutes.yaml: points[{number}]" for number in range(4))
SUMMARY = "minutes.yaml: summary"
KEPT = "conflicts.yaml"


@pytest.fixture
def meeting(meeting: Folder) -> Folder:
    """The project of the minutes, with its files built."""
    assert meeting.run("build", "annex", "--format", "docx").exit_code == 0
    return meeting


def contradicted(meeting: Folder, desk: Desk, *changes: tuple[str, str]) -> None:
    """Import a file after the content has changed, so that conflicts are kept."""
    for old, new in changes:
        meeting.change(FILE, old, new)
    result = meeting.run("import", returned(meeting, desk), "--yes")
    assert result.exit_code == 3, result.output
    assert (meeting.root / KEPT).exists(), result.output


def settled(meeting: Folder, *names: str) -> None:
    """Settle all conflicts for the file, and none may stay."""
    result = meeting.run("conflicts", "--theirs", "--yes", *names)
    assert result.exit_code == 0, result.output
    assert not (meeting.root / KEPT).exists(), result.output


def waiting(meeting: Folder) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(meeting.run("conflicts", "--json").stdout)
    return found


# Several in one paragraph


def test_all_conflicts_of_a_paragraph_are_settled_together(meeting: Folder, desk: Desk) -> None:
    desk.replace("welcomed", "praised", FIRST)
    desk.replace("promised", "offered long ago", FIRST)
    contradicted(meeting, desk, ("Delegations welcomed", "Delegations noted"), ("had promised", "announced"))
    settled(meeting)
    expected = MINUTES.replace("welcomed", "praised").replace("had promised", "had offered long ago")
    assert meeting.read(FILE).replace("short }} offered", "short }} had offered") == expected


def test_conflicts_of_a_paragraph_are_settled_one_after_the_other(meeting: Folder, desk: Desk) -> None:
    desk.replace("welcomed", "praised at length", FIRST)
    desk.replace("promised", "offered", FIRST)
    contradicted(meeting, desk, ("Delegations welcomed", "Delegations noted"), ("promised", "announced"))
    first, second = (each["conflict"] for each in waiting(meeting))
    assert meeting.run("conflicts", "--theirs", second).exit_code == 3, "one waits"
    assert meeting.read(FILE) == MINUTES.replace("welcomed", "noted").replace("promised", "offered")
    settled(meeting, first)
    assert meeting.read(FILE) == MINUTES.replace("welcomed", "praised at length").replace(
        "promised", "offered"
    )


def test_of_two_conflicts_about_the_same_words_one_is_settled_and_the_other_stays(
    meeting: Folder, desk: Desk
) -> None:
    other = Desk(desk.saved())
    desk.replace("plain", "easy", SHORT)
    other.replace("plain", "light", SHORT)
    meeting.change(FILE, "plain words", "simple words")
    one, two = returned(meeting, desk), returned(meeting, other, "other.docx")
    assert meeting.run("import", one, two, "--yes").exit_code == 3
    assert len(waiting(meeting)) == 2
    result = meeting.run("conflicts", "--theirs")
    assert result.exit_code == 3
    assert "1 conflict settled: theirs" in result.output
    assert "nother conflict about the same words was settled" in result.output
    assert meeting.read(FILE) == MINUTES.replace("plain words", "easy words")
    assert [each["theirs"] for each in waiting(meeting)] == ["light"]


def test_a_paragraph_that_was_divided_is_divided_when_its_conflict_is_settled(
    meeting: Folder, desk: Desk
) -> None:
    second = desk.split(COSTS, before="he said")
    desk.replace("he said", "she said", second)
    contradicted(meeting, desk, ("modest”, he said", "modest”, they said"))
    settled(meeting)
    assert "they said" not in meeting.read(FILE)
    assert meeting.run("build", "minutes", "--format", "docx").exit_code == 0
    shown = Desk((meeting.root / "build" / "minutes.docx").read_bytes())
    assert shown.text(COSTS) == "Costs were “modest”,"
    assert shown.text("minutes.yaml: points[4]") == "she said: see the budget."


def test_a_conflict_is_found_in_the_part_of_a_paragraph_that_the_same_file_divided(
    meeting: Folder, desk: Desk
) -> None:
    second = desk.split(FIRST, before="They asked")
    desk.replace("shorter", "brief", second)
    contradicted(meeting, desk, ("a shorter version", "a longer version"))
    assert "secretariat.\n\n  - " in meeting.read(FILE), "it is divided by now"
    settled(meeting)
    assert "They asked for a brief version" in meeting.read(FILE)


@pytest.mark.parametrize(
    ("old", "new", "words", "theirs"),
    [
        ("plain words", "simple words", "plain", "easy"),
        ("modest”, he", "small”, he", "modest", "high"),
    ],
)
def test_a_conflict_is_found_in_two_paragraphs_that_the_same_file_joined(
    meeting: Folder, desk: Desk, old: str, new: str, words: str, theirs: str
) -> None:
    desk.join(SHORT)
    desk.replace(words, theirs, SHORT)
    contradicted(meeting, desk, (old, new))
    assert "particularCosts" in meeting.read(FILE), "they are joined by now"
    settled(meeting)
    assert old.replace(words, theirs) in meeting.read(FILE)


# What lies on the words


def test_emphasis_and_links_come_with_the_words(meeting: Folder, desk: Desk) -> None:
    desk.replace("plain", "easy", SHORT)
    desk.italic("easy", SHORT)
    desk.replace("the spring", "next autumn", SECOND)
    desk.link("next autumn", SECOND, "https://example.org/autumn")
    contradicted(meeting, desk, ("plain words", "simple words"), ("the spring.", "a winter."))
    shown = meeting.run("conflicts").output
    assert "with emphasis: easy" in shown
    assert "with link to https://example.org/autumn: next autumn" in shown
    settled(meeting)
    text = meeting.read(FILE)
    assert "*easy* words about nothing in particular" in text
    assert "planned for [next autumn](https://example.org/autumn)." in text


def test_words_without_emphasis_do_not_get_that_of_the_content(meeting: Folder, desk: Desk) -> None:
    desk.replace("plain", "easy", SHORT)
    line = "plain words about nothing in particular"
    contradicted(meeting, desk, (line, f'"{line.replace("plain", "**simple**")}"'))
    settled(meeting)
    assert meeting.read(FILE) == MINUTES.replace(line, f'"{line.replace("plain", "easy")}"')


def test_emphasis_that_somebody_typed_without_stays_a_conflict(meeting: Folder, desk: Desk) -> None:
    desk.replace("plain", "easy", SHORT)
    desk.italic("easy", SHORT)
    contradicted(meeting, desk, ("plain words", "simple words"))
    other = Desk((meeting.root / "build" / "annex.docx").read_bytes())
    meeting.change(FILE, "simple words", "easy words")
    meeting.run("import", returned(meeting, other, "annex.docx"), "--yes")
    assert [each["theirs"] for each in waiting(meeting)] == ["easy"]


def test_a_new_footnote_comes_with_the_words_and_the_rest_of_the_paragraph_before(
    meeting: Folder, desk: Desk
) -> None:
    desk.replace("plain", "easy", SHORT)
    desk.add_note("A source of some importance.", SHORT, after="easy")
    desk.replace("particular", "general", SHORT)
    contradicted(meeting, desk, ("plain words", "simple words"))
    assert "  - simple words about nothing in general\n" in meeting.read(FILE)
    assert "A source" not in meeting.read(FILE), "a footnote comes with its mark"
    assert "with footnote: A source of some importance." in meeting.run("conflicts").output
    settled(meeting)
    assert "easy[^a-source-of] words about nothing in general" in meeting.read(FILE)
    assert "  a-source-of: >-\n    A source of some importance.\n" in meeting.read(FILE)


def test_a_footnote_that_went_with_the_words_goes_when_their_conflict_is_settled(
    meeting: Folder, desk: Desk
) -> None:
    desk.remove_note(SECOND)
    desk.replace("rules", "laws", SECOND)
    contradicted(meeting, desk, ("rules[^rules]", "norms[^rules]"))
    assert "norms[^rules] of procedure" in meeting.read(FILE)
    assert "the footnote `rules` gone" in meeting.run("conflicts").output
    settled(meeting)
    assert "recalled the laws of procedure" in meeting.read(FILE)
    assert "rules:" not in meeting.read(FILE)


def test_a_paragraph_with_emphasis_and_a_footnote_is_deleted_when_its_conflict_is_settled(
    meeting: Folder, desk: Desk
) -> None:
    desk.delete_block(FIRST)
    desk.delete_block(SECOND)
    contradicted(
        meeting, desk, ("Delegations welcomed", "Delegations noted"), ("recalled the", "recalled all")
    )
    assert "rules[^rules]" in meeting.read(FILE)
    assert "Delegations noted" in meeting.read(FILE)
    settled(meeting)
    for gone in ("Delegations", "rules", "Rules 12"):
        assert gone not in meeting.read(FILE)


def test_conflicts_of_an_earlier_import_wait_on(meeting: Folder, desk: Desk) -> None:
    other = Desk((meeting.root / "build" / "annex.docx").read_bytes())
    desk.replace("plain", "easy", SHORT)
    other.replace("remembered", "kept", "annex.yaml: motto")
    contradicted(meeting, desk, ("plain words", "simple words"))
    meeting.change("content/annex.yaml", "be remembered", "be known")
    result = meeting.run("import", returned(meeting, other, "annex.docx"), "--yes", "--theirs")
    assert result.exit_code == 0, result.output
    assert "1 conflict settled: theirs" in result.output
    assert "deserves to be kept" in meeting.read("content/annex.yaml")
    assert "simple words" in meeting.read(FILE)
    assert [each["theirs"] for each in waiting(meeting)] == ["easy"]


# What can't be settled


def test_a_conflict_whose_words_can_not_be_written_is_kept_and_told(meeting: Folder) -> None:
    title = "Special Representative of the Secretary-General for International Migration"
    before = meeting.read("content/people.yaml")
    assert f"title: {title}" in before
    place, words = "people.yaml: arbour.title", "a \u202e b"
    meeting.write(KEPT, write_conflicts([Conflict("minutes", place, title, title, words, title, 0)]))
    result = meeting.run("conflicts", "--theirs")
    assert result.exit_code == 3, "as long as there are any"
    assert "no conflict settled" in result.output
    assert "be written into" in result.output
    assert [each["theirs"] for each in waiting(meeting)] == [words]
    assert meeting.read("content/people.yaml") == before


def test_a_conflict_without_which_the_content_is_not_valid_is_kept_while_others_are_settled(
    meeting: Folder, desk: Desk
) -> None:
    desk.delete_block(SUMMARY)
    desk.replace("plain", "easy", SHORT)
    contradicted(meeting, desk, ("the report was adopted", "it was adopted"), ("plain words", "simple words"))
    kept = next(each for each in waiting(meeting) if each["place"] == SUMMARY)
    result = meeting.run("conflicts", "--theirs")
    assert result.exit_code == 3
    assert "1 conflict settled: theirs" in result.output
    assert "wrote content/minutes.yaml" in result.output
    assert re.search("stale now: .*minutes.docx", result.output)
    assert "the content would not be valid" in result.output
    assert waiting(meeting) == [kept], "as it was found"
    assert meeting.read(FILE) == MINUTES.replace("the report was adopted", "it was adopted").replace(
        "plain words", "easy words"
    )


def test_a_conflict_stays_whose_words_are_not_in_the_content_any_more(meeting: Folder, desk: Desk) -> None:
    desk.replace("plain", "easy", SHORT)
    contradicted(meeting, desk, ("plain words", "simple words"))
    before = meeting.read(KEPT)
    meeting.change(FILE, "simple words", "clear words")
    result = meeting.run("conflicts", "--theirs")
    assert result.exit_code == 3
    assert "he words of the conflict are not in the content any more" in result.output
    assert meeting.read(KEPT) == before
    assert "clear words" in meeting.read(FILE)


def test_a_conflict_of_a_document_that_is_no_more_stays(meeting: Folder) -> None:
    meeting.write(KEPT, write_conflicts([Conflict("gone", "gone.yaml: text", "a", "b", "c", "b", 0)]))
    result = meeting.run("conflicts", "--theirs")
    assert result.exit_code == 3
    assert "he document is not in the content any more" in result.output
    assert (meeting.root / KEPT).exists()


def test_a_conflict_that_can_not_be_settled_in_the_same_breath_is_told_and_kept(
    meeting: Folder, desk: Desk
) -> None:
    desk.delete_block(SUMMARY)
    meeting.change(FILE, "the report was adopted", "it was adopted")
    result = meeting.run("import", returned(meeting, desk), "--yes", "--theirs")
    assert result.exit_code == 3
    assert "the content would not be valid" in result.output
    assert [each["place"] for each in waiting(meeting)] == [SUMMARY]
