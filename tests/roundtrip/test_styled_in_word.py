"""What a paragraph is in Word comes back where prose has a sign for it; elsewhere it is told, and the words come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.writers.ooxml import W
from roundtrip.desk import Desk
from roundtrip.journey import sent_out
from roundtrip.laws import lost, not_as_seen, pieces, recast
from roundtrip.minutes import begin_minutes

if TYPE_CHECKING:
    from pathlib import Path

    from roundtrip.journey import Arrival, Journey

SHORT, LAST = "minutes.yaml: points[2]", "minutes.yaml: parts[0].paragraphs[1]"
DECIDED = "the template decides what this paragraph is"


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


def told(arrival: Arrival) -> list[tuple[str, str]]:
    """Return what is told of what an import did not take: what was there, and what came back."""
    return [(each.old, each.new) for each in arrival.plan.unplaced]


# New paragraphs


@pytest.mark.parametrize("author", ["", "Rapporteur"])
@pytest.mark.parametrize(("style", "role"), [("Aside", "aside"), ("Lead Statement", "lead")])
def test_a_style_for_which_the_template_has_no_place_is_told(
    minutes: Journey, author: str, style: str, role: str
) -> None:
    desk = Desk(minutes.issued, author)
    desk.insert_block("Said so.", LAST, style)
    arrival = arrived(minutes, desk)
    assert "      - Said so.\n" in minutes.folder.read("content/minutes.yaml")
    (left,) = arrival.plan.unplaced
    assert (left.place, left.old, left.new) == (LAST, "body: Said so.", f"{role}: Said so.")
    assert left.reason == DECIDED
    assert [each.author for each in left.credits] == ([author] if author else [])


def test_each_of_several_new_paragraphs_is_told_of_for_itself(minutes: Journey) -> None:
    desk = Desk(minutes.issued)
    new = desk.insert_block("Said so.", LAST, "Aside")
    new = desk.insert_block("Said that.", new, "Body Text")
    desk.insert_block("Said more.", new, "Attribution")
    arrival = arrived(minutes, desk)
    assert [each.new for each in arrival.plan.unplaced] == ["aside: Said so.", "attribution: Said more."]


def test_a_style_that_no_role_has_is_told_by_its_name(minutes: Journey) -> None:
    desk = Desk(minutes.issued)
    desk.insert_block("Said so.", LAST, "footer")
    arrival = arrived(minutes, desk)
    assert [each.new for each in arrival.plan.unplaced] == ["footer: Said so."]


def test_a_paragraph_for_which_nobody_chose_a_style_is_one_of_the_text(minutes: Journey) -> None:
    desk = Desk(minutes.issued)
    new = desk.insert_block("Said so.", LAST)
    for each in new.findall(W + "pPr"):
        new.remove(each)
    arrival = minutes.imported(desk.saved())
    assert "      - Said so.\n" in minutes.folder.read("content/minutes.yaml")
    assert arrival.reported == []


def test_a_new_block_quotation_gets_its_sign(minutes: Journey) -> None:
    desk = Desk(minutes.issued)
    desk.insert_block("Said so.", SHORT, "Quote")
    arrival = arrived(minutes, desk)
    assert "  - >-\n    > Said so.\n" in minutes.folder.read("content/minutes.yaml")
    assert arrival.reported == []


def test_a_new_block_quotation_needs_no_sign_where_the_template_quotes(annex: Journey) -> None:
    desk = Desk(annex.issued)
    desk.insert_block("Said so.", "annex.yaml: motto")
    arrival = arrived(annex, desk)
    assert "\n  Said so.\n" in annex.folder.read("content/annex.yaml")
    assert arrival.reported == []


def test_a_new_paragraph_that_the_template_quotes_is_told(annex: Journey) -> None:
    desk = Desk(annex.issued)
    desk.insert_block("Said so.", "annex.yaml: motto", "Body Text")
    arrival = arrived(annex, desk)
    assert told(arrival) == [("quotation: Said so.", "body: Said so.")]


@pytest.mark.parametrize(("ordered", "sign"), [(True, "1."), (False, "-")])
def test_a_new_item_is_numbered_or_not(annex: Journey, ordered: bool, sign: str) -> None:
    desk = Desk(annex.issued)
    desk.list_item(desk.insert_block("Said so.", "annex.yaml: aside#5"), ordered=ordered)
    arrival = arrived(annex, desk)
    assert f"\n\n  {sign} Said so.\n" in annex.folder.read("content/annex.yaml")
    assert arrival.reported == []


def test_a_style_in_a_new_footnote_is_told(minutes: Journey) -> None:
    desk = Desk(minutes.issued)
    note = desk.add_note("Said so.", SHORT, after="plain")
    desk.style(note, "Quote")
    arrival = arrived(minutes, desk)
    assert told(arrival) == [("note: Said so.", "quotation: Said so.")]


# Paragraphs that were there


def test_the_style_of_a_part_that_was_divided_off_is_told(minutes: Journey) -> None:
    desk = Desk(minutes.issued)
    desk.style(desk.split(SHORT, before="about"), "Aside")
    arrival = arrived(minutes, desk)
    assert "  - about nothing in particular\n" in minutes.folder.read("content/minutes.yaml")
    assert [each.new for each in arrival.plan.unplaced] == ["aside: about nothing in particular"]


@pytest.mark.parametrize("place", [SHORT, "minutes.yaml: parts[0].paragraphs[1]"])
def test_a_part_that_was_divided_off_may_be_a_quotation_or_an_item(minutes: Journey, place: str) -> None:
    desk = Desk(minutes.issued)
    part = desk.split(place, at=desk.text(place).index(" ") + 1)
    other = desk.split(part, at=desk.text(part).index(" ") + 1)
    desk.style(part, "Quote")
    desk.list_item(other, ordered=True)
    arrival = arrived(minutes, desk)
    first, second, third = desk.text(place).strip(), desk.text(part).strip(), desk.text(other)
    texts = [each.text for each in pieces(arrival.says)]
    assert texts[texts.index(first) : texts.index(first) + 3] == [first, second, third]
    assert f"> {second}\n" in minutes.folder.read("content/minutes.yaml")
    assert f"1. {third}\n" in minutes.folder.read("content/minutes.yaml")
    assert arrival.reported == []


def test_a_part_of_a_longer_text_may_be_a_quotation(annex: Journey) -> None:
    desk = Desk(annex.issued)
    desk.style(desk.split("annex.yaml: aside#5", before="belonged"), "Quote")
    arrival = arrived(annex, desk)
    assert "\n\n  The last word\n\n  > belonged to the chair.\n" in annex.folder.read("content/annex.yaml")
    assert arrival.reported == []


def test_a_part_of_an_item_that_can_not_leave_its_list_stays_an_item_and_is_told(annex: Journey) -> None:
    desk = Desk(annex.issued)
    desk.style(desk.split("annex.yaml: aside#2", before="of a list"), "Body Text")
    arrival = arrived(annex, desk)
    assert "\n  1. an item\n  2. of a list\n" in annex.folder.read("content/annex.yaml")
    assert [each.new for each in arrival.plan.unplaced] == ["body: of a list"]


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


def test_a_paragraph_that_becomes_something_else_where_it_is_moved_is_told(annex: Journey) -> None:
    desk = Desk(annex.issued)
    desk.move("annex.yaml: aside#5", "annex.yaml: title")
    arrival = arrived(annex, desk)
    words = "The last word belonged to the chair."
    assert told(arrival) == [(f"quotation: {words}", f"body: {words}")]


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


def test_a_heading_of_the_template_that_was_moved_as_a_tracked_change_is_what_moved(minutes: Journey) -> None:
    desk = Desk(minutes.issued)
    heading = next(each.bookmark for each in minutes.base.blocks if each.text == "Points")
    with desk.tracking("Rapporteur"):
        desk.move(heading, "minutes.yaml: points[2]")
    arrival = arrived(minutes, desk)
    assert [(each.new, each.where) for each in arrival.plan.unplaced] == [("Points", "the heading “Points”")]
    assert arrival.changed == {}


@pytest.mark.parametrize("author", ["", "Rapporteur"])
def test_a_look_or_a_footnote_on_a_heading_of_the_template_is_told(annex: Journey, author: str) -> None:
    aside, speakers = (
        next(each.bookmark for each in annex.base.blocks if each.text == text)
        for text in ("Aside", "Speakers")
    )
    desk = Desk(annex.issued, author)
    desk.italic("Aside", aside)
    desk.add_note("So they say.", speakers, after="Speakers")
    arrival = annex.imported(desk.saved())
    assert [each.old for each in arrival.plan.unplaced] == ["Aside", "Speakers", ""]
    assert arrival.plan.unplaced[-1].new == "So they say."


def test_paragraphs_moved_over_a_heading_with_a_key_of_its_own_change_their_part(minutes: Journey) -> None:
    desk = Desk(minutes.issued)
    desk.paragraph("minutes.yaml: parts[0].topic").addprevious(desk.paragraph("minutes.yaml: parts[0].lead"))
    arrival = minutes.imported(desk.saved())
    assert [each.place for each in arrival.plan.unplaced] == ["minutes.yaml: parts[0].lead"]
