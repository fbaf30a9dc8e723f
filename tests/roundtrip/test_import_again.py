"""A file that is imported once more says nothing new: what the content has already is done, whatever came between."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from roundtrip.desk import Desk
from roundtrip.imports import returned
from roundtrip.law_runs import Runs
from roundtrip.law_scripts import Script
from roundtrip.minutes import MINUTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from folders import Folder

FILE = "content/minutes.yaml"
FIRST, SECOND, SHORT, COSTS, GROUPS = (f"minutes.yaml: points[{number}]" for number in range(5))
PART, LAST = (f"minutes.yaml: parts[0].paragraphs[{number}]" for number in range(2))
SCRIPTS = 12


def imported(meeting: Folder, *arguments: str, status: int = 0) -> Result:
    result = meeting.run("import", *arguments, "--yes")
    assert result.exit_code == status, result.output
    return result


def says_nothing_new(meeting: Folder, path: str) -> None:
    """Import a file, of which the content has everything."""
    before = meeting.read(FILE)
    result = imported(meeting, path)
    head, *rest = filter(None, result.output.splitlines())
    assert head.endswith(" already in the content"), result.output
    assert rest == ["nothing to write"], result.output
    assert meeting.read(FILE) == before


def another_paragraph(desk: Desk) -> None:
    desk.insert_block("Nothing else.", SHORT)
    desk.delete_block(SHORT)


EDITS: dict[str, Callable[[Desk], object]] = {
    "words": lambda desk: desk.replace("plain", "simple", SHORT),
    "emphasis": lambda desk: desk.italic("particular", SHORT),
    "a record": lambda desk: desk.replace("Deputy Director General", "Deputy Head", PART),
    "a new paragraph": lambda desk: desk.insert_block("A new paragraph.", SHORT),
    "a paragraph less": lambda desk: desk.delete_block(SHORT),
    "another paragraph": another_paragraph,
    "two for one": lambda desk: desk.split(FIRST, before="They asked"),
    "two for one, the second longer": lambda desk: desk.split(FIRST, before="the report"),
    "one for two": lambda desk: desk.join(FIRST),
    "two items joined": lambda desk: desk.join("minutes.yaml: points[4]#2"),
    "moved in its list": lambda desk: desk.move(SHORT, COSTS),
    "moved to another": lambda desk: desk.move(SHORT, PART),
    "a quotation": lambda desk: desk.style(SHORT, "Quote"),
    "a new footnote": lambda desk: desk.add_note("A source of some importance.", SECOND, after="spring"),
    "a footnote less": lambda desk: desk.remove_note(SECOND),
}


@pytest.mark.parametrize("does", EDITS.values(), ids=EDITS)
def test_an_edit_that_was_imported_is_done(
    meeting: Folder, desk: Desk, does: Callable[[Desk], object]
) -> None:
    does(desk)
    path = returned(meeting, desk)
    imported(meeting, path)
    says_nothing_new(meeting, path)
    assert meeting.run("build", "minutes", "--format", "docx").exit_code == 0
    meeting.change(FILE, "Nobody objected", "Nobody at all objected")
    meeting.change(FILE, "points:\n", "points:\n  - Put in meanwhile.\n\n")
    says_nothing_new(meeting, path)


@pytest.mark.parametrize(
    ("does", "old", "new"),
    [
        (EDITS["words"], "simple words", "simple and short words"),
        (EDITS["a new paragraph"], "A new paragraph.", "A new and short paragraph."),
        (EDITS["a new footnote"], "the spring[^", "the autumn[^"),
        (EDITS["a new footnote"], "source of some importance", "source of no importance"),
        (EDITS["a footnote less"], "recalled the rules", "recalled all rules"),
        (EDITS["two for one"], "They asked for a shorter", "They asked for a much shorter"),
        (EDITS["one for two"], "They asked for a shorter", "They asked for a much shorter"),
        (EDITS["moved to another"], "plain words", "plain and simple words"),
        (EDITS["a quotation"], "plain words", "plain and simple words"),
    ],
)
def test_it_stays_done_when_the_content_goes_on_from_there(
    meeting: Folder, desk: Desk, does: Callable[[Desk], object], old: str, new: str
) -> None:
    does(desk)
    path = returned(meeting, desk)
    imported(meeting, path)
    meeting.change(FILE, old, new)
    says_nothing_new(meeting, path)


def test_a_new_paragraph_of_which_words_were_changed_in_the_content_is_a_conflict_and_comes_in_no_second_time(
    meeting: Folder, desk: Desk
) -> None:
    desk.insert_block("A new paragraph about costs.", SHORT)
    path = returned(meeting, desk)
    imported(meeting, path)
    meeting.change(FILE, "new paragraph about costs", "old paragraph about costs")
    before = meeting.read(FILE)
    imported(meeting, path, status=3)
    assert meeting.read(FILE) == before
    assert waiting(meeting) == [("", "A old paragraph about costs.", "A new paragraph about costs.")]
    assert meeting.run("conflicts", "--theirs").exit_code == 0
    assert meeting.read(FILE) == before.replace("old paragraph", "new paragraph")
    says_nothing_new(meeting, path)


def test_words_beside_those_that_came_in_between_are_done(meeting: Folder, desk: Desk) -> None:
    desk.replace("plain", "simple", SHORT)
    path = returned(meeting, desk)
    meeting.change(FILE, "plain words", "plain and short words")
    imported(meeting, path)
    assert meeting.read(FILE) == MINUTES.replace("plain words", "simple and short words")
    says_nothing_new(meeting, path)


def test_of_two_edits_the_one_that_is_not_in_the_content_is_taken(meeting: Folder, desk: Desk) -> None:
    desk.replace("plain", "simple", SHORT)
    desk.replace("particular", "general", SHORT)
    desk.replace("spring", "autumn", SECOND)
    meeting.change(FILE, "plain words", "simple words")
    result = imported(meeting, returned(meeting, desk))
    assert "2 edits\n" in result.output
    assert meeting.read(FILE) == MINUTES.replace("plain words", "simple words").replace(
        "in particular", "in general"
    ).replace("the spring", "the autumn")
    meeting.change(FILE, "the autumn", "the spring")
    result = imported(meeting, returned(meeting, desk))
    assert "1 edit, 1 edit already in the content\n" in result.output


def test_paragraphs_of_two_reviewers_in_one_place_stay_two(meeting: Folder, desk: Desk) -> None:
    other = Desk(desk.saved())
    desk.insert_block("Said by the one.", SHORT)
    other.insert_block("Said by the other.", SHORT)
    one, two = returned(meeting, desk), returned(meeting, other, "other.docx")
    imported(meeting, one, two)
    for path in (one, two, one):
        says_nothing_new(meeting, path)


def test_a_row_that_was_proposed_and_is_there_now_is_proposed_no_more(meeting: Folder) -> None:
    assert meeting.run("build", "annex", "--format", "docx").exit_code == 0
    desk = Desk((meeting.root / "build" / "annex.docx").read_bytes())
    desk.delete_row("people.yaml: arbour")
    path = returned(meeting, desk)
    imported(meeting, path, status=3)
    people = yaml.safe_load(meeting.read("content/people.yaml"))
    del people["arbour"]
    meeting.write("content/people.yaml", yaml.safe_dump(people, allow_unicode=True, sort_keys=False))
    for file in ("minutes", "annex"):
        text = meeting.read(f"content/{file}.yaml")
        meeting.write(
            f"content/{file}.yaml",
            text.replace("{{ people.arbour.short }}", "she").replace("{{ people.arbour }}", "her"),
        )
    result = meeting.run("import", path, "--yes")
    assert "already in the content" in result.output
    assert "proposal" not in result.output


# Conflicts


@pytest.fixture
def contradicted(meeting: Folder, desk: Desk) -> str:
    """A file with a conflict, which is kept."""
    desk.replace("plain", "easy", SHORT)
    meeting.change(FILE, "plain words", "simple words")
    path = returned(meeting, desk)
    imported(meeting, path, status=3)
    return path


def waiting(meeting: Folder) -> list[tuple[str, str, str]]:
    found = json.loads(meeting.run("conflicts", "--json").stdout)
    return [(each["base"], each["ours"], each["theirs"]) for each in found]


def test_a_conflict_settled_for_the_file_is_not_asked_again(meeting: Folder, contradicted: str) -> None:
    assert meeting.run("conflicts", "--theirs").exit_code == 0
    says_nothing_new(meeting, contradicted)
    meeting.change(FILE, "easy words", "easy and short words")
    says_nothing_new(meeting, contradicted)


def test_one_settled_for_the_content_is_one_again_and_that_is_said(
    meeting: Folder, contradicted: str
) -> None:
    assert meeting.run("conflicts", "--ours").exit_code == 0
    result = imported(meeting, contradicted, status=3)
    assert waiting(meeting) == [("plain", "simple", "easy")]
    assert "A conflict that was settled with --ours is one again" in result.output


def test_a_conflict_that_waits_is_kept_once_though_the_content_went_on(
    meeting: Folder, contradicted: str
) -> None:
    meeting.change(FILE, "simple words", "very simple words")
    imported(meeting, contradicted, status=3)
    assert waiting(meeting) == [("plain", "very simple", "easy")]


def test_a_conflict_that_was_settled_by_hand_waits_no_more(meeting: Folder, contradicted: str) -> None:
    meeting.change(FILE, "simple words", "easy words")
    imported(meeting, contradicted)
    assert waiting(meeting) == []
    says_nothing_new(meeting, contradicted)


# Generated scripts


def test_generated_edits_are_done_once(tmp_path: Path) -> None:
    runs = Runs(tmp_path / "meeting")
    for seed in range(SCRIPTS):
        script = Script(seed)
        _, edited, first = runs.run(script)
        assert first is not None
        second = runs.journey(script).imported(edited.content).plan
        open_before = {(each.base, each.theirs) for each in first.plan.conflicts}
        left_before = {(each.old, each.new) for each in first.plan.unplaced}
        assert [each for each in second.planned if each.kind != "proposal"] == [], edited.done
        assert {(each.base, each.theirs) for each in second.conflicts} <= open_before, edited.done
        assert {(each.old, each.new) for each in second.unplaced} <= left_before, edited.done
        assert second.files == {}, edited.done


def test_a_second_import_counts_the_edits_of_the_first(meeting: Folder, edit: Callable[..., Desk]) -> None:
    desk = edit()
    desk.move(COSTS, FIRST)
    desk.replace("modest", "small", COSTS)  # with its move one edit
    desk.replace("Deputy Director General", "Deputy Head", PART)
    desk.replace("Some words", "A few words", PART)  # with the title two
    desk.insert_block("A new paragraph.", SHORT)
    desk.replace("three", "thirty", "minutes.yaml: summary")
    desk.replace("Nobody objected", "Everybody agreed", "minutes.yaml: summary")  # beside what is not taken
    path, report = returned(meeting, desk), meeting.root / "report.json"
    first = imported(meeting, path, "--report", str(report), status=3)
    assert ": 5 edits, 1 not taken\n" in first.output
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (len(told["changes"]), told["already_there"]) == (5, 0)
    second = imported(meeting, path, "--report", str(report), status=3)
    assert ": no edit taken, 5 edits already in the content, 1 not taken\n" in second.output
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (len(told["changes"]), told["already_there"]) == (0, 5)
    page = report.with_suffix(".html")
    imported(meeting, path, "--report", str(page), status=3)
    assert "Already in the content: 5 edits" in page.read_text(encoding="utf-8")


def test_edits_without_a_name_are_counted_as_those_above_them(
    meeting: Folder, edit: Callable[..., Desk]
) -> None:
    desk = edit()
    desk.move(COSTS, FIRST)
    desk.replace("modest", "small", COSTS)
    desk.replace("Some words", "A few words", PART)
    desk.replace("Deputy Director General", "Deputy Head", PART)
    with desk.tracking("Rapporteur"):
        desk.replace("plain", "simple", SHORT)
    result = imported(meeting, returned(meeting, desk))
    assert ": 4 edits\n" in result.output
    assert "made with tracking off, so without a name: 3 edits\n" in result.output
