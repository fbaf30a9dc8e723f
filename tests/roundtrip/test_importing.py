"""What somebody did in Word comes back into content: in the right place, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.content import read_content
from communique.project import open_project
from communique.word.edits import RowDeletion, TextEdit
from communique.word.importing import plan_import
from communique.word.placing import said_by
from communique.word.tokens import Marked
from communique.writers.docx_base import Mark
from roundtrip.letters import LETTER, result
from roundtrip.returning import changed_lines, sent

if TYPE_CHECKING:
    from folders import Folder


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


def test_a_paragraph_is_found_again_when_others_came_before_it(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[2]", "plain", "simple")
    letter.change("content/letter.yaml", "  # the first\n", "  - A new paragraph.\n\n  # the first\n")
    text = result(letter, document)
    assert "  - simple words\n" in text
    assert "  - A new paragraph.\n" in text


def test_a_change_inside_a_field_goes_to_the_record(letter: Folder) -> None:
    document = sent(letter, "letter")
    document.replace("letter.yaml: body[1]", "Special Representative", "Special Envoy")
    plan = document.imported()
    assert [each.kind for each in plan.planned] == ["record"]
    assert letter.read("content/letter.yaml") == LETTER
    assert "  title: Special Envoy of " in letter.read("content/people.yaml")


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
