"""What a paragraph is in Word comes back where prose has a sign for it; elsewhere it is told, and the words come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from roundtrip.desk import Desk
from roundtrip.journey import sent_out
from roundtrip.laws import lost, not_as_seen, recast
from roundtrip.minutes import begin_minutes

if TYPE_CHECKING:
    from pathlib import Path

    from roundtrip.journey import Arrival, Journey


@pytest.fixture
def minutes(tmp_path: Path) -> Journey:
    return sent_out(begin_minutes(tmp_path / "meeting"), "minutes")


@pytest.fixture
def annex(tmp_path: Path) -> Journey:
    return sent_out(begin_minutes(tmp_path / "meeting"), "annex")


def arrived(journey: Journey, desk: Desk) -> Arrival:
    """Import what lies on a desk: all words come back, and what a paragraph is comes back or is told."""
    arrival = journey.imported(desk.saved())
    assert [*not_as_seen(arrival), *recast(arrival), *lost(arrival, [])] == []
    return arrival


# Paragraphs that were there


def test_a_paragraph_made_a_numbered_item_gets_its_number(annex: Journey) -> None:
    desk = Desk(annex.issued)
    desk.list_item("annex.yaml: aside#5", ordered=True)
    arrival = arrived(annex, desk)
    assert "\n\n  1. The last word belonged to the chair.\n" in annex.folder.read("content/annex.yaml")
    assert arrival.reported == []


@pytest.mark.parametrize("bookmarks", ["moved", "left"])
@pytest.mark.parametrize("author", ["", "Rapporteur"])
@pytest.mark.parametrize("target", ["annex.yaml: title", "annex.yaml: aside#5"])
def test_a_numbered_item_that_is_moved_keeps_its_number(
    annex: Journey, author: str, bookmarks: str, target: str
) -> None:
    desk = Desk(annex.issued, author)
    desk.move("annex.yaml: aside#3", target, bookmarks=bookmarks)
    arrived(annex, desk)
    text = annex.folder.read("content/annex.yaml")
    assert "  1. another item of the list\n" in text
    assert not [line for line in text.split("\n") if line != line.rstrip()]


def test_a_quotation_that_is_moved_is_one_there(annex: Journey) -> None:
    desk = Desk(annex.issued)
    desk.move("annex.yaml: aside#4", "annex.yaml: aside#5")
    arrival = arrived(annex, desk)
    assert "chair.\n\n  > Quoted words of somebody.\nfootnotes" in annex.folder.read("content/annex.yaml")
    assert arrival.reported == []


# Headings


def test_a_paragraph_moved_below_a_heading_of_the_template_is_told_by_its_words(annex: Journey) -> None:
    desk = Desk(annex.issued)
    heading = next(each.bookmark for each in annex.base.blocks if each.text == "Speakers")
    desk.move("annex.yaml: aside#5", heading)
    arrival = arrived(annex, desk)
    words = "The last word belonged to the chair."
    assert [(each.place, each.new) for each in arrival.plan.unplaced] == [("annex.yaml: aside#5", words)]
    assert arrival.changed == {}


def test_paragraphs_moved_over_a_heading_with_a_key_of_its_own_change_their_part(minutes: Journey) -> None:
    desk = Desk(minutes.issued)
    desk.paragraph("minutes.yaml: parts[0].topic").addprevious(desk.paragraph("minutes.yaml: parts[0].lead"))
    arrival = minutes.imported(desk.saved())
    assert [each.place for each in arrival.plan.unplaced] == ["minutes.yaml: parts[0].lead"]
