"""Paragraphs that stand in Word behind a heading which was moved there, and which the template keeps in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from roundtrip.desk import Desk
from roundtrip.imports import returned

if TYPE_CHECKING:
    from collections.abc import Callable

    from folders import Folder

FILE = "content/minutes.yaml"
FIRST, SECOND, THIRD, FOURTH = (f"minutes.yaml: points[{number}]" for number in range(4))
TOPIC = "minutes.yaml: parts[0].topic"
NEW = "Words that nobody had said."


def opened(meeting: Folder, name: str = "minutes") -> Desk:
    assert meeting.run("build", name, "--format", "docx").exit_code == 0
    return Desk((meeting.root / "build" / f"{name}.docx").read_bytes(), "Rapporteur")


def heading(desk: Desk, text: str) -> str:
    return next(block.bookmark for block in desk.base.blocks if block.text == text)


def said(meeting: Folder, desk: Desk) -> str:
    """Import a file of which not all can be taken, and return what is said, its lines as one."""
    result = meeting.run("import", returned(meeting, desk), "--yes")
    assert result.exit_code == 3, result.output
    return " ".join(result.output.split())


def in_order(text: str, *words: str) -> bool:
    places = [text.index(each) for each in words]
    return places == sorted(places)


def put_in(desk: Desk, behind: str) -> None:
    desk.insert_block(NEW, behind, "Body Text")


def put_in_behind_one_moved_there(desk: Desk, behind: str) -> None:
    desk.move(FOURTH, behind)
    desk.insert_block(NEW, FOURTH, "Body Text")


@pytest.mark.parametrize("what", [put_in, put_in_behind_one_moved_there])
@pytest.mark.parametrize("text", ["Points", "First topic"])
def test_a_new_paragraph_comes_between_those_it_stands_between(
    meeting: Folder, what: Callable[[Desk, str], None], text: str
) -> None:
    desk = opened(meeting)
    desk.move(heading(desk, text), SECOND)
    what(desk, heading(desk, text))
    assert "not taken" in said(meeting, desk), "the heading stays"
    assert in_order(meeting.read(FILE), "A second reading", NEW, "plain words")


def test_a_paragraph_that_is_moved_comes_between_those_it_stands_between(meeting: Folder) -> None:
    desk = opened(meeting)
    desk.move(heading(desk, "Points"), SECOND)
    desk.move(FOURTH, heading(desk, "Points"))
    told = said(meeting, desk)
    assert "to after “The Director General recalled the rules" in told
    assert in_order(meeting.read(FILE), "A second reading", "Costs were", "plain words")


def test_the_second_half_of_a_paragraph_comes_behind_the_first(meeting: Folder) -> None:
    desk = opened(meeting)
    desk.split(SECOND, before="A second")
    desk.move(heading(desk, "Points"), SECOND)
    said(meeting, desk)
    points = meeting.read(FILE).partition("points:")[2]
    assert in_order(points, "Delegations welcomed", "rules[^rules] of procedure", "A second reading", "plain")


def test_what_has_no_place_there_is_told_and_stays(meeting: Folder) -> None:
    desk = opened(meeting, "annex")
    before = meeting.read("content/annex.yaml")
    desk.move(heading(desk, "Aside"), "annex.yaml: aside#2")
    desk.move("annex.yaml: aside#4", heading(desk, "Aside"))
    told = said(meeting, desk)
    assert "Quoted words of somebody." in told.partition("not taken")[2]
    assert meeting.read("content/annex.yaml") == before


def test_a_second_import_of_the_file_brings_nothing_in_again(meeting: Folder) -> None:
    desk = opened(meeting)
    desk.move(heading(desk, "Points"), SECOND)
    desk.move(FOURTH, heading(desk, "Points"))
    put_in(desk, FOURTH)
    said(meeting, desk)
    once = meeting.read(FILE)
    said(meeting, desk)
    assert meeting.read(FILE) == once
