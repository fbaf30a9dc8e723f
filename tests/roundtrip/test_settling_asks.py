"""Settling conflicts asks what `import` asks, and says what is left without showing all of it again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from roundtrip.imports import everything, imported, returned

if TYPE_CHECKING:
    from folders import Folder
    from roundtrip.desk import Desk

FILE, PEOPLE = "content/minutes.yaml", "content/people.yaml"
PART = "minutes.yaml: parts[0].paragraphs[0]"
SHORT, COSTS = "minutes.yaml: points[2]", "minutes.yaml: points[3]"
NOBODY = "nobody to ask: add --yes"


@pytest.fixture
def title(meeting: Folder, desk: Desk) -> str:
    """A file in which a title is another one than in the content by now, and words are, too."""
    desk.replace("Deputy Director General", "Deputy Head", PART)
    desk.replace("plain", "easy", SHORT)
    meeting.change(PEOPLE, "title: Deputy Director General\n", "title: Deputy Leader\n")
    meeting.change(FILE, "plain words", "simple words")
    return returned(meeting, desk)


@pytest.fixture
def waiting(meeting: Folder, title: str) -> dict[str, str]:
    """The names of the kept conflicts, by the words that came back."""
    imported(meeting, title, "--yes", status=3)
    found = json.loads(meeting.run("conflicts", "--json").stdout)
    return {each["theirs"].split()[-1]: each["conflict"] for each in found}


def test_a_conflict_is_shown_with_its_place_the_words_around_and_the_record(
    meeting: Folder, waiting: dict[str, str]
) -> None:
    shown = {each.split()[0]: each for each in meeting.run("conflicts").stdout.split("\n\n")}
    title, words = shown[waiting["Head"]], shown[waiting["easy"]]
    assert "“Some words about the first topic of the day. …” under “1. First top" in title
    assert "Deputy [Leader], International Organization" in title
    assert "people.yaml: thompson.title; theirs changes 1 other place" in title
    assert "[simple] words about nothing in particular" in words
    assert "people.yaml" not in words
    found = json.loads(meeting.run("conflicts", "--json").stdout)
    data = {each["theirs"]: (each["record"], each["other_places"], "“" in each["where"]) for each in found}
    assert data == {"Head": ("people.yaml: thompson.title", 1, True), "easy": ("", 0, True)}


def test_an_import_shows_what_stands_around_a_conflict(meeting: Folder, title: str) -> None:
    page, report = meeting.root / "report.html", meeting.root / "report.json"
    result = imported(meeting, title, "--dry-run", "--report", str(page), status=3)
    assert "people.yaml: thompson.title; theirs changes 1 other place" in result.output
    shown = page.read_text(encoding="utf-8")
    assert "Deputy <mark>Leader</mark>, International" in shown
    assert "people.yaml: thompson.title; theirs changes 1 other place" in shown
    imported(meeting, title, "--dry-run", "--report", str(report), status=3)
    found = json.loads(report.read_text(encoding="utf-8"))["conflicts"]
    assert [each["record"] for each in found if each["theirs"] == "Head"] == ["people.yaml: thompson.title"]


def test_a_record_is_not_changed_unasked(meeting: Folder, waiting: dict[str, str]) -> None:
    before = everything(meeting)
    result = meeting.run("conflicts", "--theirs")
    assert result.exit_code == 2, result.output
    assert NOBODY in result.output
    assert everything(meeting) == before


def test_words_need_no_question(meeting: Folder, waiting: dict[str, str]) -> None:
    result = meeting.run("conflicts", "--theirs", waiting["easy"])
    assert "take this change?" not in result.output
    assert "easy words" in meeting.read(FILE)
    assert "Deputy Leader" not in result.output, "the conflict that is left is not shown again"
    assert "1 conflict left; `communique conflicts` shows them" in result.output


def test_a_record_is_changed_when_somebody_agrees(meeting: Folder, waiting: dict[str, str]) -> None:
    result = meeting.run("conflicts", "--theirs", answers="n\n")
    assert "people.yaml: thompson.title: take this change?" in result.output
    assert result.exit_code == 3, result.output
    assert "easy words" in meeting.read(FILE)
    assert "Deputy Leader" in meeting.read(PEOPLE)
    result = meeting.run("conflicts", "--theirs", answers="y\n")
    assert result.exit_code == 0, result.output
    assert "Deputy Leader" not in meeting.read(PEOPLE)
    assert "none left" in result.output


def test_yes_asks_nothing(meeting: Folder, waiting: dict[str, str]) -> None:
    assert meeting.run("conflicts", "--theirs", "--yes").exit_code == 0
    assert "Deputy Leader" not in meeting.read(PEOPLE)


def test_what_the_content_says_is_kept_without_a_question(meeting: Folder, waiting: dict[str, str]) -> None:
    result = meeting.run("conflicts", "--ours")
    assert result.exit_code == 0, result.output
    assert "Deputy Leader" in meeting.read(PEOPLE)


def test_an_import_that_settles_asks_as_well(meeting: Folder, title: str) -> None:
    before = everything(meeting)
    result = meeting.run("import", title, "--theirs")
    assert result.exit_code == 2, result.output
    assert NOBODY in result.output
    assert everything(meeting) == before
