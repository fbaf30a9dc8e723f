"""A paragraph that was deleted in Word, and rewritten in the content meanwhile: neither side wins by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from roundtrip.imports import returned
from roundtrip.minutes import MINUTES

if TYPE_CHECKING:
    from click.testing import Result

    from folders import Folder
    from roundtrip.desk import Desk

FILE = "content/minutes.yaml"
SECOND, SHORT, COSTS = (f"minutes.yaml: points[{number}]" for number in range(1, 4))
OLD = "  - plain words about nothing in particular\n"
REWRITTEN = "The committee adopted a binding budget of nine million francs."
NEW = f"  - {REWRITTEN}\n"
ENTRY = "\n  - Another entry of today.\n"


def imported(meeting: Folder, desk: Desk, status: int) -> Result:
    result = meeting.run("import", returned(meeting, desk), "--yes")
    assert result.exit_code == status, result.output
    return result


def waiting(meeting: Folder) -> list[tuple[str, str]]:
    found = json.loads(meeting.run("conflicts", "--json").stdout)
    return [(each["ours"], each["theirs"]) for each in found]


def test_it_is_a_conflict_and_settled_for_the_file_the_paragraph_goes(meeting: Folder, desk: Desk) -> None:
    desk.delete_block(SHORT)
    meeting.change(FILE, OLD, NEW)
    imported(meeting, desk, 3)
    assert meeting.read(FILE) == MINUTES.replace(OLD, NEW)
    assert waiting(meeting) == [(REWRITTEN, "")]
    result = meeting.run("conflicts", "--theirs", "--yes")
    assert result.exit_code == 0, result.output
    assert REWRITTEN not in meeting.read(FILE)
    assert MINUTES.partition(OLD)[2].strip() in meeting.read(FILE), "nothing else went"


@pytest.mark.parametrize("now", [NEW + ENTRY, ENTRY[1:] + "\n" + NEW])
def test_beside_a_new_paragraph_somebody_has_to_say_which_of_them_it_has_become(
    meeting: Folder, desk: Desk, now: str
) -> None:
    desk.delete_block(SHORT)
    meeting.change(FILE, OLD, now)
    before = meeting.read(FILE)
    imported(meeting, desk, 3)
    ((ours, theirs),) = waiting(meeting)
    assert REWRITTEN in ours
    assert "Another entry of today." in ours
    assert theirs == ""
    result = meeting.run("conflicts", "--theirs")
    assert result.exit_code == 3
    assert "can’t be told which paragraph it has become" in " ".join(result.output.split())
    assert meeting.read(FILE) == before
    assert len(waiting(meeting)) == 1
    assert meeting.run("conflicts", "--ours").exit_code == 0


def test_a_text_that_is_a_key_of_its_own_is_a_conflict_too(meeting: Folder, desk: Desk) -> None:
    desk.delete_block("minutes.yaml: parts[0].lead")
    meeting.change(FILE, "A lead that says it all.", "Nobody knew how long this debate was going on.")
    imported(meeting, desk, 3)
    assert waiting(meeting) == [("Nobody knew how long this debate was going on.", "")]


def test_what_word_put_in_its_place_is_no_rewriting(meeting: Folder, desk: Desk) -> None:
    desk.insert_block(REWRITTEN, SHORT)
    desk.delete_block(SHORT)
    imported(meeting, desk, 0)
    assert NEW in meeting.read(FILE)
    assert "already in the content\n" in imported(meeting, desk, 0).output
    assert waiting(meeting) == []


def test_a_deletion_that_the_content_has_is_done_whatever_comes_elsewhere(
    meeting: Folder, desk: Desk
) -> None:
    desk.delete_block(SHORT)
    meeting.change(FILE, OLD, "")
    meeting.change(FILE, "points:\n", f"points:\n{ENTRY[1:]}\n")
    assert "1 edit already in the content" in imported(meeting, desk, 0).output
    assert waiting(meeting) == []


def test_of_two_that_are_deleted_one_rewriting_stands_for_one(meeting: Folder, desk: Desk) -> None:
    desk.delete_block(SHORT)
    desk.delete_block(COSTS)
    costs = '  - "Costs were “modest”, he said: see [the budget](https://example.org/budget)."\n'
    meeting.change(FILE, costs, "")
    meeting.change(FILE, OLD, NEW)
    imported(meeting, desk, 3)
    assert waiting(meeting) == [(REWRITTEN, "")]
