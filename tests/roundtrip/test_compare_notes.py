"""What was done to footnotes in Word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.word.compare import compare
from communique.word.edited import Credit, EditedBlock, EditedDocument, EditedNote, Touch
from communique.word.edits import Deletion, Insertion, NoteDeletion, NoteInsertion, TextEdit
from communique.writers.docx_base import Mark
from roundtrip.by_hand import ByHand, marked
from roundtrip.paper import Box, Para
from roundtrip.scripts import typed

NOTE = ("paragraph", "note", 0, False)


def renamed(document: EditedDocument, names: dict[str, str]) -> EditedDocument:
    """Return a document whose notes have other keys."""

    def block(each: EditedBlock) -> EditedBlock:
        marks = (replace(m, value=names.get(m.value, m.value)) if m.kind == "note" else m for m in each.marks)
        return replace(each, marks=tuple(marks))

    body = tuple(block(part) if isinstance(part, EditedBlock) else part for part in document.body)
    notes = tuple(replace(note, key=names.get(note.key, note.key)) for note in document.notes)
    return replace(document, body=body, notes=notes)


def without_anchors(document: EditedDocument) -> EditedDocument:
    """Return a document whose notes have no bookmarks."""
    notes = (
        EditedNote(note.key, tuple(replace(block, anchors=()) for block in note.blocks))
        for note in document.notes
    )
    return replace(document, notes=tuple(notes))


def test_the_words_of_a_note_are_an_edit_of_its_block(word: ByHand) -> None:
    word.replace("absent", "Two", "Three")
    edit = word.only(TextEdit)
    assert edit.block.address == "s.yaml: notes.absent"
    assert marked(edit.after) == "Three delegations sent their <emphasis:regrets> and a written statement."


def test_notes_with_other_numbers_and_without_bookmarks_are_the_same_notes(word: ByHand) -> None:
    document = renamed(without_anchors(word.edited()), {"n7": "n8", "n8": "n7"})
    assert compare(word.base, document).edits == ()


def test_notes_without_bookmarks_that_were_edited_are_known_by_their_places(word: ByHand) -> None:
    word.replace(
        "absent", "Two delegations sent their regrets and a written statement.", "Only one was absent."
    )
    word.replace("online", "By video, from the annex.", "By telephone.")
    edits = compare(word.base, renamed(without_anchors(word.edited()), {"n7": "n9"})).edits
    assert [edit.block.bookmark for edit in edits if isinstance(edit, TextEdit)] == ["_cbabsent", "_cbonline"]


def test_a_new_note_is_a_mark_and_an_insertion(word: ByHand) -> None:
    word.add_note("disclaimer", "Or nobody yet.", after="nobody")
    text, note = word.edits()
    assert isinstance(text, TextEdit)
    assert isinstance(note, NoteInsertion)
    assert marked(text.after).startswith(f"This summary binds nobody[new:{note.key}] who")
    assert note.content.text == "Or nobody yet."


def test_a_new_note_before_others_does_not_change_them(word: ByHand) -> None:
    word.add_note("opening", "The Director General.", after="Vitorino")
    assert sorted(type(edit).__name__ for edit in word.edits()) == ["NoteInsertion", "TextEdit"]


def test_a_new_note_may_have_several_paragraphs(word: ByHand) -> None:
    word.add_note("disclaimer", "First.", after="nobody")
    word.paper.notes["added 1"].paras.append(Para(typed("Second."), "paragraph", "note"))
    note = word.edits()[1]
    assert isinstance(note, NoteInsertion)
    assert [block.content.text for block in note.rest] == ["Second."]


def test_a_note_deleted_is_a_mark_gone_and_a_deletion(word: ByHand) -> None:
    word.delete_note("figures", 0)
    text, note = word.edits()
    assert isinstance(text, TextEdit)
    assert isinstance(note, NoteDeletion)
    assert "[online]" in marked(text.before)
    assert "[online]" not in marked(text.after)
    assert (note.identifier, note.address) == ("online", "s.yaml: notes.online")
    assert [each.text for each in note.rest] == ["The recording is kept."]


def test_a_note_cited_twice_stays_until_its_last_mark_is_gone(word: ByHand) -> None:
    word.delete_note("opening")
    assert word.only(TextEdit).block.address == "s.yaml: opening[0]"
    word.delete_note("figures", 1)
    assert sorted(type(edit).__name__ for edit in word.edits()) == ["NoteDeletion", "TextEdit", "TextEdit"]


def test_a_paragraph_deleted_takes_its_note_with_it(word: ByHand) -> None:
    word.delete("figures")
    deletion, note = word.edits()
    assert isinstance(deletion, Deletion)
    assert isinstance(note, NoteDeletion)
    assert note.identifier == "online"


@pytest.mark.parametrize("anchors", [True, False])
def test_a_mark_moved_in_its_paragraph_is_the_same_note(word: ByHand, anchors: bool) -> None:
    word.move_words(
        "figures", ", and many", "figures", after="Over"
    )  # with the mark between “floor” and “and”
    word.replace("figures", " took the floor", "")
    document = word.edited() if anchors else without_anchors(word.edited())
    assert {type(edit) for edit in compare(word.base, document).edits} == {TextEdit}
    word.edits()


@pytest.mark.parametrize("anchors", [True, False])
def test_a_mark_moved_to_another_paragraph_is_the_same_note(word: ByHand, anchors: bool) -> None:
    word.move_words("figures", " speakers took the floor, and", "disclaimer", after="nobody")
    document = word.edited() if anchors else without_anchors(word.edited())
    first, second = compare(word.base, document).edits
    assert isinstance(first, TextEdit)
    assert isinstance(second, TextEdit)
    assert "[online]" not in marked(first.after)
    assert marked(second.after).startswith(
        "This summary binds nobody speakers took the floor[online], and who"
    )


def test_a_copy_of_a_mark_is_a_note_of_its_own(word: ByHand) -> None:
    word.add_note("disclaimer", word.text("absent"), after="nobody")
    assert sorted(type(edit).__name__ for edit in word.edits()) == ["NoteInsertion", "TextEdit"]


def test_a_paragraph_added_to_a_note_knows_its_note(word: ByHand) -> None:
    word.insert("online-two", "Ask the secretariat.", NOTE)
    edit = word.only(Insertion)
    assert edit.within
    assert (edit.within.bookmark, edit.within.address) == ("_cnonline", "s.yaml: notes.online")


def test_the_mark_of_a_note_that_was_emptied_stays(word: ByHand) -> None:
    word.replace("absent", word.text("absent"), "")
    assert word.only(Deletion).block.address == "s.yaml: notes.absent"


def test_notes_in_cells_are_notes(word: ByHand) -> None:
    word.add_note("nguyen-title", "Since 2017.", after="Mayor")
    text, note = word.edits()
    assert isinstance(text, TextEdit)
    assert isinstance(note, NoteInsertion)
    assert text.block.address == "people.yaml: nguyen.title"
    assert marked(text.after) == "{Mayor}[new:added 1]"


def test_a_note_in_a_new_paragraph_is_in_the_insertion(word: ByHand) -> None:
    word.paper.notes["added 1"] = Box("", [Para(typed("See below."), "paragraph", "note")])
    word.insert("opening", "Words that were not there.")
    word.paper.count += 1
    spot = word.spot("opening>")
    para = word.paper.body[spot.part]
    assert isinstance(para, Para)
    para.signs.insert(5, replace(para.signs[0], char="", note="added 1"))
    insertion = word.edits()[0]
    assert isinstance(insertion, Insertion)
    assert marked(insertion.blocks[0].content) == "Words[new:added 1] that were not there."


def test_who_deleted_a_note_is_who_changed_its_paragraph(word: ByHand) -> None:
    word.delete_note("figures", 0)
    document = word.edited()
    body = list(document.body)
    block = body[4]
    assert isinstance(block, EditedBlock)
    place = block.text.index(", and many")
    body[4] = replace(block, touches=(Touch(place, place, Credit("Ada")),))
    edits = compare(word.base, replace(document, body=tuple(body))).edits
    assert [edit.credits for edit in edits] == [(Credit("Ada"),)] * 2


def test_a_mark_whose_note_is_missing_is_a_note_without_words(word: ByHand) -> None:
    document = word.edited()
    body = list(document.body)
    block = body[9]
    assert isinstance(block, EditedBlock)
    body[9] = replace(block, marks=(*block.marks, Mark("note", 4, 4, "nowhere")))
    note = compare(word.base, replace(document, body=tuple(body))).edits[1]
    assert isinstance(note, NoteInsertion)
    assert note.content.text == ""
