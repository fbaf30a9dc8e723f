"""What somebody did in Word comes back into content: in the right place, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.content import read_content
from communique.project import open_project
from communique.word.conflicts import Conflict, read_conflicts, write_conflicts
from communique.word.edits import (
    BlockRef,
    Insertion,
    Join,
    Move,
    NewBlock,
    NoteDeletion,
    NoteInsertion,
    RowDeletion,
    TextEdit,
)
from communique.word.importing import plan_import
from communique.word.placing import said_by
from communique.word.settling import plan_settling
from communique.word.tokens import Marked
from communique.writers.docx_base import Mark
from roundtrip.returning import changed_lines, sent

if TYPE_CHECKING:
    from communique.word.conflicts import Choice
    from communique.word.importing import Plan
    from folders import Folder
    from roundtrip.returning import Sent


def test_nothing_edited_changes_nothing(example_project: Folder) -> None:
    plan = sent(example_project, "summary").plan()
    assert (plan.planned, plan.conflicts, plan.unplaced, plan.files) == ((), (), (), {})


def test_a_word_changed_in_word_changes_one_line_and_nothing_else(example_project: Folder) -> None:
    before = example_project.read("content/summary.yaml")
    document = sent(example_project, "summary")
    document.replace(
        "summary.yaml: overview[1]", "raise capacity at every level", "build capacity everywhere"
    )
    plan = document.imported()
    assert not plan.unplaced
    assert not plan.conflicts
    assert list(plan.files) == ["content/summary.yaml"]
    assert changed_lines(before, example_project.read("content/summary.yaml")) == [
        "    For {{ event.days | words }} days, the debate turned on how to build capacity everywhere."
    ]


def test_a_title_changed_in_the_summary_changes_the_people_file(example_project: Folder) -> None:
    before = example_project.read("content/people.yaml")
    document = sent(example_project, "summary")
    document.replace(
        "Ms. Laura Thompson, Deputy".replace(" ", "\u00a0", 1), "Deputy Director General", "Deputy Head"
    )
    plan = document.imported()
    assert list(plan.files) == ["content/people.yaml"]
    assert changed_lines(before, example_project.read("content/people.yaml")) == ["  title: Deputy Head"]
    (planned,) = plan.planned
    assert planned.kind == "record"
    assert planned.place == "people.yaml: thompson.title"
    assert planned.remarks
    assert any("Deputy Head" in text for text in document.shown())


TEMPLATE = """{#
content:
  body: [prose]
  aside?: prose
  parts?:
    - topic: line
      lead: line
      paragraphs: [prose]
#}
<h1{{ document.title | source }}>{{ document.title | inline }}</h1>
<h2>Body</h2>
{{ document.body | prose }}
{% if document.aside %}<h2>Aside</h2>
{{ document.aside | prose }}{% endif %}
{% for part in document.parts %}
<h2{{ part.topic | source }}>{{ part.topic | inline }}</h2>
{{ part.lead | prose("lead") }}
{{ part.paragraphs | prose }}
{% endfor %}
"""
LETTER = """# A letter.
template: letter
title: A *short* letter
subject: A letter.

body:
  # the first
  - >-
    One sentence.
    Another sentence, which {{ people.arbour.short }} wrote[^source].
    A third *with emphasis*.

  - >-
    The {{ people.arbour.title }} spoke for {{ event.days | words }} days.

  # the last
  - plain words

aside: |-
  Beside the point.

  - an item
  - another item

  > Quoted words.

footnotes:
  source: >-
    The records of the meeting.

parts:
  - topic: First topic
    lead: A lead.
    paragraphs:
      - Some words.
"""


@pytest.fixture
def letter(records: Folder) -> Folder:
    """A letter with paragraphs, fields, a footnote, a list and a quotation."""
    records.write("templates/letter.html.jinja", TEMPLATE)
    records.write("content/letter.yaml", LETTER)
    return records


def result(letter: Folder, document: Sent) -> str:
    """Import a document, and return its file; nothing may be left over."""
    plan = document.imported()
    assert not plan.unplaced, plan.unplaced
    assert not plan.conflicts, plan.conflicts
    assert not document_plan(letter).files
    return letter.read("content/letter.yaml")


def document_plan(letter: Folder) -> Plan:
    return sent(letter, "letter").plan()


def test_words_typed_in_a_sentence_of_its_own_line(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[0]", "Another sentence", "A new one. The next")
    text = result(letter, document)
    assert text == LETTER.replace("    Another sentence,", "    A new one.\n    The next,")


def test_emphasis_comes_back_as_asterisks(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.mark("letter.yaml: body[2]", "plain", "strong")
    assert result(letter, document) == LETTER.replace("- plain words", "- '**plain** words'")


def test_two_people_may_change_one_sentence(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[0]", "One sentence", "One long sentence")
    letter.change("content/letter.yaml", "A third", "A last")
    text = result(letter, document)
    assert text == LETTER.replace("One sentence", "One long sentence").replace("A third", "A last")


def test_the_same_words_changed_on_both_sides_are_a_conflict_and_nothing_is_written(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[2]", "plain", "simple")
    document.replace("letter.yaml: body[0]", "One", "A")
    letter.change("content/letter.yaml", "plain words", "fine words")
    plan = document.imported()
    (conflict,) = plan.conflicts
    assert (conflict.place, conflict.base, conflict.ours, conflict.theirs) == (
        "letter.yaml: body[2]",
        "plain",
        "fine",
        "simple",
    )
    assert letter.read("content/letter.yaml") == LETTER.replace("plain words", "fine words").replace(
        "    One sentence", "    A sentence"
    )
    (again,) = read_conflicts(write_conflicts(plan.conflicts))
    assert again == conflict


@pytest.mark.parametrize("choice", ["ours", "theirs"])
def test_a_conflict_is_settled_by_choosing(letter: Folder, choice: Choice) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[0]", "One sentence", "Two sentences")
    letter.change("content/letter.yaml", "One sentence", "No sentence")
    plan = document.imported()
    letter.change("content/letter.yaml", "A third", "A last")
    project = open_project(letter.root)
    settled = plan_settling(project, read_content(project), plan.conflicts, choice)
    assert not settled.conflicts
    assert not settled.unplaced
    text = settled.files.get("content/letter.yaml", letter.read("content/letter.yaml").encode()).decode()
    word = "No sentence" if choice == "ours" else "Two sentences"
    assert text == LETTER.replace("One sentence", word).replace("A third", "A last")


@pytest.mark.parametrize(("choice", "title"), [("ours", "Chair"), ("theirs", "Head")])
def test_a_conflict_about_a_record_is_settled_in_its_file(letter: Folder, choice: Choice, title: str) -> None:
    letter.change("content/letter.yaml", "Some words.", "The {{ people.arbour.title }} again.")
    document = sent(letter, "letter")
    former = "Special Representative of the Secretary-General for International Migration"
    document.replace("letter.yaml: body[1]", former, "Chair")
    document.replace("letter.yaml: parts[0].paragraphs[0]", former, "Head")
    conflicts = document.imported().conflicts
    project = open_project(letter.root)
    plan = plan_settling(project, read_content(project), conflicts, choice)
    assert not plan.conflicts
    assert not plan.unplaced
    people = plan.files.get("content/people.yaml", letter.read("content/people.yaml").encode()).decode()
    assert f"  title: {title}\n" in people


@pytest.mark.parametrize("choice", ["ours", "theirs"])
def test_a_deletion_in_conflict_is_settled_with_its_footnote(letter: Folder, choice: Choice) -> None:
    document = sent(letter, "letter")
    document.delete("letter.yaml: body[0]")
    note = document.block("letter.yaml: footnotes.source")
    document.edits.append(NoteDeletion((), "source", note.address, said_by(note)))
    letter.change("content/letter.yaml", "One sentence", "No sentence")
    plan = document.imported()
    assert [(each.place, each.theirs) for each in plan.conflicts] == [("letter.yaml: body[0]", "")]
    assert not plan.unplaced, "the footnote stays with its mark, and there is nothing to tell of it"
    project = open_project(letter.root)
    settled = plan_settling(project, read_content(project), plan.conflicts, choice)
    assert not settled.conflicts
    assert not settled.unplaced
    text = settled.files.get("content/letter.yaml", letter.read("content/letter.yaml").encode()).decode()
    assert ("No sentence" in text, "footnotes:" in text) == ((choice == "ours"),) * 2


def test_a_conflict_whose_words_can_not_be_written_stays_told(letter: Folder) -> None:
    former = "Special Representative of the Secretary-General for International Migration"
    place = "people.yaml: arbour.title"
    conflict = Conflict("letter", place, former, former, "a \u202e b", former, 0)
    project = open_project(letter.root)
    plan = plan_settling(project, read_content(project), [conflict], "theirs")
    assert not plan.files
    assert [each.new for each in plan.unplaced] == ["a \u202e b"]


def test_a_paragraph_is_found_again_when_others_came_before_it(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[2]", "plain", "simple")
    letter.change("content/letter.yaml", "  # the first\n", "  - A new paragraph.\n\n  # the first\n")
    text = result(letter, document)
    assert "  - simple words\n" in text
    assert "  - A new paragraph.\n" in text


def test_an_edit_of_a_paragraph_that_is_gone_is_a_conflict(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[2]", "plain", "simple")
    letter.change("content/letter.yaml", "  # the last\n  - plain words\n", "")
    plan = document.imported()
    (conflict,) = plan.conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == ("plain words", "", "simple words")
    assert not plan.files


def test_a_change_inside_a_field_goes_to_the_record(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[1]", "Special Representative", "Special Envoy")
    plan = document.imported()
    assert [each.kind for each in plan.planned] == ["record"]
    assert letter.read("content/letter.yaml") == LETTER
    assert "  title: Special Envoy of " in letter.read("content/people.yaml")


def test_two_places_that_say_different_things_of_a_record_conflict(letter: Folder) -> None:
    letter.change("content/letter.yaml", "Some words.", "The {{ people.arbour.title }} again.")
    document = sent(letter, "letter")
    title = document.block("letter.yaml: body[1]").text.removeprefix("The ").partition(" spoke")[0]
    document.replace("letter.yaml: body[1]", title, "Chair")
    document.replace("letter.yaml: parts[0].paragraphs[0]", title, "Head")
    plan = document.imported()
    (conflict,) = plan.conflicts
    assert (conflict.place, conflict.ours, conflict.theirs) == ("people.yaml: arbour.title", "Chair", "Head")
    assert "  title: Chair\n" in letter.read("content/people.yaml")


def test_a_computed_figure_is_reported_with_both_texts(letter: Folder) -> None:
    document = sent(letter, "letter")
    figure = document.block("letter.yaml: body[1]").text.partition(" days")[0].rpartition(" ")[2]
    document.replace("letter.yaml: body[1]", f"{figure} days", "ninety days")
    plan = document.imported()
    assert [(each.old, each.new) for each in plan.unplaced] == [(figure, "ninety")]
    assert not plan.files


def test_a_field_deleted_from_a_sentence_goes_with_its_expression(letter: Folder) -> None:
    document = sent(letter, "letter")
    name = document.block("letter.yaml: body[0]").text.partition("which ")[2].partition(" wrote")[0]
    document.replace("letter.yaml: body[0]", f", which {name} wrote", "")
    assert "    Another sentence[^source].\n" in result(letter, document)


def test_typed_braces_are_no_expression(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[2]", "plain", "{{ event.title }} *plain* _and_ # 1. [^x] \\")
    result(letter, document)
    assert document.shown()[4] == "{{ event.title }} *plain* _and_ # 1. [^x] \\ words"


def test_a_no_break_space_of_typography_stays_out_of_content(letter: Folder) -> None:
    letter.change("content/letter.yaml", "plain words", "On 8 October it rained")
    document = sent(letter, "letter")
    assert "8\u00a0October" in document.block("letter.yaml: body[2]").text
    document.replace("letter.yaml: body[2]", "8\u00a0October it", "9\u00a0October\u00a02018 it\u00a0still")
    assert "  - On 9 October\u00a02018 it\u00a0still rained\n" in result(letter, document)


@pytest.mark.parametrize(
    "words", ["“quoted” – and", "كلمة", "移民政策", "🙂 smile", "n\u0303ame", "non\u2011breaking"]
)
def test_words_in_any_script_come_back(letter: Folder, words: str) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[2]", "plain", words)
    assert f"  - {words} words\n" in result(letter, document)


# Whole paragraphs


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


def test_the_deletion_of_a_paragraph_that_content_changed_is_a_conflict(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.delete("letter.yaml: body[2]")
    letter.change("content/letter.yaml", "plain words", "plain new words")
    plan = document.imported()
    (conflict,) = plan.conflicts
    assert (conflict.ours, conflict.theirs) == ("plain new words", "")
    assert not plan.files


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


def test_an_import_done_twice_is_done_once(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[2]", "plain", "simple")
    document.insert("letter.yaml: body[0]", "A new one.")
    document.split("letter.yaml: body[1]", "spoke")
    document.delete("letter.yaml: aside#4")
    first = result(letter, document)
    plan = document.plan()
    assert (plan.files, plan.conflicts, plan.unplaced) == ({}, (), ())
    assert letter.read("content/letter.yaml") == first


def test_line_ends_and_byte_order_mark_stay(letter: Folder) -> None:
    letter.write("content/letter.yaml", b"\xef\xbb\xbf" + LETTER.replace("\n", "\r\n").encode())
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[0]", "One", "A")
    document.imported()
    written = (letter.root / "content/letter.yaml").read_bytes()
    assert written == b"\xef\xbb\xbf" + LETTER.replace("    One", "    A").replace("\n", "\r\n").encode()


def test_edits_that_were_not_confirmed_are_left_out(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.delete("letter.yaml: body[2]")
    document.replace("letter.yaml: body[0]", "One", "A")
    project = open_project(letter.root)
    plan = plan_import(project, read_content(project), document.base, document.edits, skip={0})
    assert plan.files["content/letter.yaml"].decode() == LETTER.replace("    One", "    A")


def test_rows_are_proposals(example_project: Folder) -> None:
    document = sent(example_project, "roster")
    document.edits.append(RowDeletion((), "people.yaml: vitorino", ("Mr. António Vitorino", "IOM", "")))
    plan = document.plan()
    assert [(each.kind, each.place) for each in plan.planned] == [("proposal", "people.yaml: vitorino")]
    assert not plan.files


def test_a_cell_of_the_roster_goes_to_its_person(example_project: Folder) -> None:
    before = example_project.read("content/people.yaml")
    document = sent(example_project, "roster")
    document.replace("people.yaml: vitorino.title", "Director General", "Director General of IOM")
    document.replace("Vitorino", "Vitorino", "Vittorino")
    plan = document.imported()
    assert not plan.unplaced
    assert changed_lines(before, example_project.read("content/people.yaml")) == [
        "  family: Vittorino",
        '  title: Director General of IOM        # "Director-General" once; the form without hyphen stands beside the name',
    ]


def test_words_of_the_template_are_reported(example_project: Folder) -> None:
    document = sent(example_project, "programme")
    heading = next(block for block in document.base.blocks if block.text.startswith("Session\u00a01"))
    document.replace(heading.address or "", "Session", "Part")
    plan = document.imported()
    assert [each.reason for each in plan.unplaced] == ["comes from the template"]
    assert not plan.files


def test_a_face_that_prose_has_not_is_reported_and_the_words_come_back(letter: Folder) -> None:
    document = sent(letter, "letter")
    block = document.block("letter.yaml: body[2]")
    after = Marked("simple words", (Mark("style", 0, 6, "quotation"),))
    document.edits.append(TextEdit((), document.ref("letter.yaml: body[2]"), said_by(block), after))
    plan = document.imported()
    assert [each.new for each in plan.unplaced] == ["quotation: simple"]
    assert letter.read("content/letter.yaml") == LETTER.replace("plain words", "simple words")
