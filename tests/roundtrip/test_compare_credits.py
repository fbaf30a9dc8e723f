"""Who made an edit, as far as tracked changes name somebody, and what no document can have."""

from __future__ import annotations

from dataclasses import replace

from communique.word.compare import compare
from communique.word.edited import Credit, EditedBlock, EditedDocument, Touch, Unreadable
from communique.word.edits import Deletion, Move, TextEdit, Unplaced
from roundtrip.by_hand import ByHand

RAPPORTEUR = Credit("Rapporteur", "2018-10-09T10:00:00Z")
REVIEWER = Credit("Reviewer", "2018-10-10T10:00:00Z")


def _touched(document: EditedDocument, number: int, *touches: Touch) -> EditedDocument:
    body = list(document.body)
    block = body[number]
    assert isinstance(block, EditedBlock)
    body[number] = replace(block, touches=touches)
    return replace(document, body=tuple(body))


def test_an_edit_names_those_whose_tracked_changes_it_is() -> None:
    word = ByHand()
    word.replace("figures", "listened", "were heard")
    place = word.text("figures").index("were heard")
    touches = (Touch(0, 4, REVIEWER), Touch(place, place, RAPPORTEUR), Touch(place, place + 10, RAPPORTEUR))
    (edit,) = compare(word.base, _touched(word.edited(), 4, *touches)).edits
    assert edit.credits == (RAPPORTEUR,)


def test_an_edit_made_with_tracking_off_names_nobody() -> None:
    word = ByHand()
    word.replace("figures", "listened", "were heard")
    (edit,) = compare(word.base, _touched(word.edited(), 4, Touch(0, 4, REVIEWER))).edits
    assert edit.credits == ()


def test_a_deletion_names_who_left_a_gap_between_its_neighbours() -> None:
    word = ByHand()
    word.delete("arabic")
    (edit,) = compare(word.base, _touched(word.edited(), 9, Touch(0, 0, RAPPORTEUR))).edits
    assert isinstance(edit, Deletion)
    assert edit.credits == (RAPPORTEUR,)


def test_a_move_names_who_put_the_whole_paragraph_there() -> None:
    word = ByHand()
    word.move("figures", "nested")
    (edit,) = compare(
        word.base, _touched(word.edited(), 5, Touch(0, 500, RAPPORTEUR), Touch(3, 4, REVIEWER))
    ).edits
    assert isinstance(edit, Move)
    assert edit.credits == (RAPPORTEUR,)


def test_what_differs_without_the_tracked_changes_was_done_with_tracking_off() -> None:
    accepted, rejected = ByHand(), ByHand()
    for word in (accepted, rejected):
        word.replace("figures", "listened", "were heard")
    accepted.replace("opening", "patience", "haste")
    found = compare(accepted.base, accepted.edited(), rejected.edited())
    assert len(found.edits) == 2
    assert [type(edit) for edit in found.untracked] == [TextEdit]
    assert compare(accepted.base, accepted.edited(), ByHand().edited()).untracked == ()


def test_what_no_document_can_have_is_reported() -> None:
    word = ByHand()
    document = replace(word.edited(), unreadable=(Unreadable("text box", "A remark", "_cbfigures"),))
    (edit,) = compare(word.base, document).edits
    assert isinstance(edit, Unplaced)
    assert edit.place
    assert (edit.place.address, edit.after, edit.reason) == (
        "s.yaml: opening[1]",
        "A remark",
        "no document can have this: text box",
    )
