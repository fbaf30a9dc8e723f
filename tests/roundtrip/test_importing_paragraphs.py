"""Whole paragraphs and footnotes that came, went, moved or became others in Word do so in the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.word.edits import (
    BlockRef,
    Insertion,
    Join,
    Move,
    NewBlock,
    NoteDeletion,
    NoteInsertion,
    TextEdit,
)
from communique.word.placing import said_by
from communique.word.tokens import Marked
from communique.writers.docx_base import Mark
from roundtrip.letters import LETTER, result
from roundtrip.returning import sent

if TYPE_CHECKING:
    from folders import Folder


def test_new_paragraphs_become_entries_in_the_style_of_their_neighbours(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.insert("letter.yaml: body[0]", "A new one. Two sentences.", "Another.")
    assert result(letter, document) == LETTER.replace(
        "*with emphasis*.\n",
        "*with emphasis*.\n\n  - >-\n    A new one.\n    Two sentences.\n\n  - >-\n    Another.\n",
    )


def test_a_new_paragraph_below_a_heading_comes_first(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.insert("Body", "At the very beginning.")
    assert "body:\n  - >-\n    At the very beginning.\n\n  # the first\n" in result(letter, document)


def test_a_new_paragraph_in_a_single_text_stands_between_empty_lines(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.insert("letter.yaml: aside", "A second point.")
    assert result(letter, document) == LETTER.replace(
        "  Beside the point.\n", "  Beside the point.\n\n  A second point.\n"
    )


def test_a_new_item_stands_in_the_list(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.insert("letter.yaml: aside#2", "a new item", kind="item", role="list-item")
    assert result(letter, document) == LETTER.replace("  - an item\n", "  - an item\n  - a new item\n")


def test_new_items_after_a_paragraph_are_a_list_of_their_own(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.insert("letter.yaml: body[2]", "one", "two", kind="item", role="list-item")
    assert "  - plain words\n\n  - |-\n    - one\n    - two\n" in result(letter, document)


def test_a_deleted_paragraph_goes_and_its_comment_stays(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.delete("letter.yaml: body[2]")
    assert result(letter, document) == LETTER.replace("  - plain words\n\n", "\n").replace(
        "  # the last\n\n", "  # the last\n\n"
    )


def test_paragraphs_of_a_single_text_can_go(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.delete("letter.yaml: aside#3")
    document.delete("letter.yaml: aside#4")
    assert result(letter, document) == LETTER.replace("  - another item\n\n  > Quoted words.\n", "")


def test_a_text_deleted_as_a_whole_goes_with_its_key(letter: Folder) -> None:
    document = sent(letter, "letter")
    for number in ("", "#2", "#3", "#4"):
        document.delete(f"letter.yaml: aside{number}")
    assert "aside" not in result(letter, document)


def test_a_required_text_is_not_deleted(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.delete("letter.yaml: parts[0].lead")
    document.replace("letter.yaml: body[2]", "plain", "simple")
    plan = document.imported()
    assert [(each.place, each.old) for each in plan.unplaced] == [("letter.yaml: parts[0].lead", "A lead.")]
    assert letter.read("content/letter.yaml") == LETTER.replace("plain words", "simple words")


def test_a_split_paragraph_becomes_two_entries(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.split("letter.yaml: body[0]", "A third")
    assert result(letter, document) == LETTER.replace("    A third *with", "\n  - >-\n    A third *with")


def test_joined_paragraphs_become_one_entry(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.join("letter.yaml: body[1]", "letter.yaml: body[2]")
    text = result(letter, document)
    assert "spoke for {{ event.days | words }} days. plain words\n" in text
    assert "  - plain words" not in text


def test_joined_paragraphs_of_one_text_leave_nothing_behind_when_they_are_moved(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.join("letter.yaml: aside", "letter.yaml: aside#2")
    joined = document.edits[-1]
    assert isinstance(joined, Join)
    ref = document.ref("letter.yaml: aside")
    document.edits.append(Move((), ref, document.ref("letter.yaml: body[2]"), joined.after))
    text = result(letter, document)
    assert "  - Beside the point. an item\n" in text
    assert "\naside: |-\n  - another item\n" in text


def test_a_moved_paragraph_stands_elsewhere_in_its_list_or_in_another(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.move("letter.yaml: body[0]", "letter.yaml: body[2]")
    text = result(letter, document)
    assert text.index("plain words") < text.index("One sentence.")
    assert "    Another sentence, which {{ people.arbour.short }} wrote[^source].\n" in text
    document = sent(letter, "letter")
    document.move("plain words", "letter.yaml: parts[0].paragraphs[0]")
    assert "      - Some words.\n" in result(letter, document)
    assert document.shown()[-2:] == ["plain words", "The records of the meeting."]


def test_a_paragraph_made_a_quotation_or_an_item_gets_its_sign(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.recast("letter.yaml: body[2]", "paragraph", "quotation")
    document.recast("letter.yaml: aside", "item", "list-item")
    text = result(letter, document)
    assert "> plain words" in text
    assert "  - Beside the point.\n" in text


def test_a_quotation_made_a_paragraph_loses_its_sign(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.recast("letter.yaml: aside#4", "paragraph", "body")
    assert result(letter, document) == LETTER.replace("  > Quoted", "  Quoted")


def test_a_paragraph_made_a_heading_is_reported(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.recast("letter.yaml: body[2]", "heading", "heading")
    plan = document.imported()
    assert len(plan.unplaced) == 1
    assert not plan.files


def test_a_new_footnote_gets_a_key_and_its_mark(letter: Folder) -> None:
    document = sent(letter, "letter")
    block = document.block("letter.yaml: body[2]")
    note = Mark("note", 5, 5, "new:7")
    document.edits.append(
        TextEdit((), document.ref("letter.yaml: body[2]"), said_by(block), Marked(block.text, (note,)))
    )
    document.edits.append(NoteInsertion((), "7", Marked("See the annex: page 3.")))
    text = result(letter, document)
    assert "  - plain[^see-the-annex] words\n" in text
    assert "\n  see-the-annex: >-\n    See the annex: page 3.\n" in text


def test_a_footnote_goes_with_its_last_mark_and_the_heading_of_footnotes(letter: Folder) -> None:
    document = sent(letter, "letter")
    block = document.block("letter.yaml: body[0]")
    marks = tuple(mark for mark in block.marks if mark.kind != "note")
    document.edits.append(
        TextEdit((), document.ref("letter.yaml: body[0]"), said_by(block), Marked(block.text, marks))
    )
    note = document.block("letter.yaml: footnotes.source")
    document.edits.append(NoteDeletion((), "source", note.address, said_by(note)))
    text = result(letter, document)
    assert "footnotes" not in text
    assert "wrote.\n" in text


def test_the_words_of_a_footnote_change(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: footnotes.source", "records", "papers")
    assert result(letter, document) == LETTER.replace("The records", "The papers")


def test_a_paragraph_divided_inside_a_field_prints_its_text(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.split("letter.yaml: body[1]", "of the Secretary")
    text = result(letter, document)
    assert "The Special Representative\n" in text
    assert (
        "of the Secretary-General for International Migration spoke for {{ event.days | words }} days."
        in text
    )
    assert "title: Special Representative of the Secretary-General" in letter.read("content/people.yaml")


def test_a_footnote_inside_a_field_makes_typed_text_of_it(letter: Folder) -> None:
    document = sent(letter, "letter")
    block = document.block("letter.yaml: body[1]")
    place = block.text.index(" of the Secretary")
    after = Marked(block.text, (*block.marks, Mark("note", place, place, "new:9")))
    document.edits.append(TextEdit((), document.ref("letter.yaml: body[1]"), said_by(block), after))
    document.edits.append(NoteInsertion((), "9", Marked("Until 2020.")))
    plan = document.imported()
    assert not plan.unplaced
    assert any(each.remarks and each.confirm for each in plan.planned)
    assert "The Special Representative[^until-2020] of the Secretary" in letter.read("content/letter.yaml")


def test_a_paragraph_typed_at_the_beginning_of_a_footnote_stands_there(letter: Folder) -> None:
    document = sent(letter, "letter")
    note = BlockRef(document.base.notes[0].bookmark, document.base.notes[0].address)
    new = NewBlock(Marked("See below."), "paragraph", "note")
    document.edits.append(Insertion((), note, (new,), note))
    document.imported()
    assert document.shown()[-2:] == ["See below.", "The records of the meeting."]


def test_a_title_stays_one_paragraph(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.split("letter.yaml: title", "letter")
    plan = document.imported()
    assert [each.reason for each in plan.unplaced] == ["this key takes a single paragraph"]
    assert not plan.files
