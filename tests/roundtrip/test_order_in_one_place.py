"""Paragraphs that come to one place stand in the order of Word, whatever ties one of them to a footnote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roundtrip.imports import imported, returned

if TYPE_CHECKING:
    from folders import Folder
    from roundtrip.desk import Desk

FIRST, SECOND, THIRD, FOURTH = (f"minutes.yaml: points[{number}]" for number in range(4))


def order(meeting: Folder, *words: str) -> list[str]:
    """Return words in the order in which the points of the content have them."""
    points = meeting.read("content/minutes.yaml").partition("points:")[2].partition("footnotes:")[0]
    return sorted(words, key=points.index)


def test_a_half_with_a_footnote_stays_before_the_paragraph_behind_it(meeting: Folder, desk: Desk) -> None:
    desk.split(SECOND, before="recalled the rules")
    desk.move(SECOND, THIRD)
    imported(meeting, returned(meeting, desk), "--yes")
    wanted = ["Delegations welcomed", "recalled the rules", "plain words", "vitorino.title", "Costs were"]
    assert order(meeting, *wanted) == wanted


def test_a_new_paragraph_with_a_footnote_stays_before_one_moved_behind_it(
    meeting: Folder, desk: Desk
) -> None:
    new = desk.insert_block("Words that nobody had said.", FIRST, "Body Text")
    desk.add_note("As far as is known.", new, after="nobody")
    desk.move(FOURTH, new)
    imported(meeting, returned(meeting, desk), "--yes")
    wanted = [
        "Delegations welcomed",
        "Words that nobody",
        "Costs were",
        "The {{ people.vitorino",
        "plain words",
    ]
    assert order(meeting, *wanted) == wanted
