"""What a paragraph is in Word comes back where prose has a sign for it; elsewhere it is told, and the words come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from roundtrip.desk import Desk
from roundtrip.journey import sent_out
from roundtrip.minutes import begin_minutes

if TYPE_CHECKING:
    from pathlib import Path

    from roundtrip.journey import Journey


@pytest.fixture
def minutes(tmp_path: Path) -> Journey:
    return sent_out(begin_minutes(tmp_path / "meeting"), "minutes")


@pytest.fixture
def annex(tmp_path: Path) -> Journey:
    return sent_out(begin_minutes(tmp_path / "meeting"), "annex")


# Headings


def test_a_paragraph_moved_below_a_heading_of_the_template_is_told_by_its_words(annex: Journey) -> None:
    desk = Desk(annex.issued)
    heading = next(each.bookmark for each in annex.base.blocks if each.text == "Speakers")
    desk.move("annex.yaml: aside#5", heading)
    arrival = annex.imported(desk.saved())
    words = "The last word belonged to the chair."
    assert [(each.place, each.new) for each in arrival.plan.unplaced] == [("annex.yaml: aside#5", words)]
    assert arrival.changed == {}


def test_paragraphs_moved_over_a_heading_with_a_key_of_its_own_change_their_part(minutes: Journey) -> None:
    desk = Desk(minutes.issued)
    desk.paragraph("minutes.yaml: parts[0].topic").addprevious(desk.paragraph("minutes.yaml: parts[0].lead"))
    arrival = minutes.imported(desk.saved())
    assert [each.place for each in arrival.plan.unplaced] == ["minutes.yaml: parts[0].lead"]
