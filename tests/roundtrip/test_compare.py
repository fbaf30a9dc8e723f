"""What was done to the words and roles of paragraphs in Word, as edits of their blocks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.word.compare import compare
from communique.word.edited import EditedBlock
from communique.word.edits import Deletion, RoleEdit, TextEdit
from roundtrip.by_hand import ByHand, marked
from roundtrip.paper import Habits, edited_of, paper_of
from roundtrip.sample_base import sample_base

EDGES = [Habits(typed="inside"), Habits(typed="outside")]
ALL_LOST = Habits(dropped=frozenset(range(100)))


# Nothing edited


def test_nothing_edited_is_no_edit(word: ByHand) -> None:
    assert word.edits() == []


def test_a_file_without_any_bookmark_but_otherwise_untouched_has_no_edit() -> None:
    assert ByHand(ALL_LOST).edits() == []


def test_empty_paragraphs_and_blanks_at_the_ends_of_paragraphs_are_no_edit(word: ByHand) -> None:
    word.insert("opening", "")
    word.insert("figures", "  ")
    word.write("nested", " ")
    word.write("chinese", "\u00a0")
    assert word.edits() == []


def test_emphasis_on_blanks_alone_is_no_edit(word: ByHand) -> None:
    word.emphasise("figures", " floor", on=False)
    word.emphasise("opening", " patience ")
    assert word.edits() == []


def test_an_address_that_an_editor_spells_anew_is_no_edit() -> None:
    base = sample_base()
    document = edited_of(paper_of(base), Habits())
    body = [
        replace(
            part,
            marks=tuple(
                replace(m, value="https://EXAMPLE.org/programme?a=%31")
                if m.kind == "link" and "programme" in m.value
                else m
                for m in part.marks
            ),
        )
        if isinstance(part, EditedBlock)
        else part
        for part in document.body
    ]
    assert compare(base, replace(document, body=tuple(body))).edits == ()


# Words


def test_a_word_changed_is_one_edit_of_its_block_and_keeps_what_word_does_not_show(word: ByHand) -> None:
    word.replace("nested", "answer", "reply")
    edit = word.only(TextEdit)
    assert edit.block.address == "s.yaml: opening[2]"
    assert edit.before.marks == sample_base().blocks[5].marks
    assert marked(edit.after) == marked(edit.before).replace("answer", "reply")


@pytest.mark.parametrize("habits", EDGES)
def test_words_typed_at_the_ends_of_a_paragraph_belong_to_it(habits: Habits) -> None:
    word = ByHand(habits)
    word.write("disclaimer", " It was agreed.")
    word.put_before("disclaimer", "This", "Nota bene: ")
    assert word.only(TextEdit).after.text == (
        "Nota bene: This summary binds nobody who took part in the meeting. It was agreed."
    )


@pytest.mark.parametrize("selected", ["gone", "left"])
def test_a_paragraph_typed_over_is_the_same_block_where_its_bookmark_is_left_or_its_words_are(
    selected: str,
) -> None:
    word = ByHand(Habits(selected=selected))  # type: ignore[arg-type]
    word.replace("disclaimer", word.text("disclaimer"), "This summary binds no one who took part in it.")
    assert word.only(TextEdit).after.text == "This summary binds no one who took part in it."


def test_emphasis_put_on_and_taken_off_is_an_edit(word: ByHand) -> None:
    word.emphasise("opening", "patience", on=False)
    word.emphasise("opening", "programme", "strong")
    after = marked(word.only(TextEdit).after)
    assert "for patience and <strong:candour>" in after
    assert "the (<strong:programme> of work) was" in after


def test_emphasis_put_on_a_field_lies_around_it(word: ByHand) -> None:
    word.emphasise("figures", "25")
    assert "<emphasis:{25}> speakers" in marked(word.only(TextEdit).after)


def test_emphasis_that_crosses_a_field_is_cut_and_the_field_stays_whole(word: ByHand) -> None:
    word.emphasise("opening", "Director General, opened")
    after = marked(word.only(TextEdit).after)
    assert ", <emphasis:{Director General}>}<emphasis:, opened> the" in after


def test_inner_emphasis_taken_off_leaves_the_outer_role(word: ByHand) -> None:
    word.emphasise("nested", "owns", on=False)
    assert marked(word.only(TextEdit).after).startswith("<quotation:“Who owns the (last mile)?”> asked")


# Fields


@pytest.mark.parametrize(
    ("name", "old", "new", "after"),
    [
        ("opening", "Director General", "Director-General", "{Vitorino}, {Director-General}},"),
        ("opening", "Director", "Deputy", "{Vitorino}, {Deputy General}},"),
        ("opening", "General", "", "{Vitorino}, {Director }},"),
        (
            "opening",
            "António Vitorino",
            "Antonio Vittorino",
            "{{Mr.}\u00a0{Antonio} {Vittorino}, {Director General}},",
        ),
        ("figures", "two", "three", "Over {three} days, {25}"),
        ("figures", "two days", "three weeks", "Over three weeks, {25}"),
        ("figures", "two ", "", "Over days, {25}"),
        ("figures", "25", "26", "days, {26} speakers"),
        ("figures", "25 speakers", "26 speakers", "days, {26} speakers"),
        ("chinese", "李明", "李大明", "，{李大明}主任"),
        ("arabic", "25", "٢٦", "فيها {٢٦} متحدثا"),
    ],
)
def test_a_field_changed_inside_keeps_its_mark(
    word: ByHand, name: str, old: str, new: str, after: str
) -> None:
    word.replace(name, old, new)
    assert after in marked(word.only(TextEdit).after)


@pytest.mark.parametrize(
    ("name", "at", "text", "after"),
    [
        ("figures", "25", " or 26", "{25} or 26 speakers"),
        ("figures", "25", ", it is said,", "{25}, it is said, speakers"),
        ("figures", "25", "0", "{250} speakers"),
        ("opening", "Director General", "’s deputy", "{Director General}}’s deputy,"),
        ("opening", "Director General", " of IOM", "{Director General}} of IOM,"),
        ("opening", "Director", " Deputy", "{Director Deputy General}}"),
        ("opening", "Mr.\u00a0António", " José", "{António} José {Vitorino}"),
        ("chinese", "李明", "副", "，{李明}副主任"),
        ("arabic", "25", " أو 26", "{25} أو 26 متحدثا"),
    ],
)
def test_words_typed_at_the_edge_of_a_field_are_outside_of_it_unless_its_word_grows(
    word: ByHand, name: str, at: str, text: str, after: str
) -> None:
    word.write(name, text, after=at)
    assert after in marked(word.only(TextEdit).after)


def test_a_field_deleted_is_gone_and_its_neighbours_stay(word: ByHand) -> None:
    word.replace("opening", ", Director General", "")
    assert marked(word.only(TextEdit).after).startswith("{{Mr.}\u00a0{António} {Vitorino}}, opened")


def test_a_field_without_text_stays_where_it_was(word: ByHand) -> None:
    word.replace("nested", "every second delegate", "each delegate")
    assert "each delegate>>{}, in" in marked(word.only(TextEdit).after)


# Roles


def test_a_paragraph_made_a_quotation_by_its_style_has_another_role(word: ByHand) -> None:
    word.style("disclaimer", "paragraph", "quotation")
    edit = word.only(RoleEdit)
    assert (edit.before, edit.after) == (("paragraph", "disclaimer", 0), ("paragraph", "quotation", 0))


def test_list_items_change_their_level_and_their_kind_of_list(word: ByHand) -> None:
    word.style("item-two", "item", "list-item", 1, False)
    word.style("step-one", "item", "list-item", 0, False)
    level, numbering = word.edits()
    assert isinstance(level, RoleEdit)
    assert isinstance(numbering, RoleEdit)
    assert (level.before[2], level.after[2]) == (0, 1)
    assert numbering.ordered == (True, False)


def test_a_paragraph_made_a_heading_and_edited_is_two_edits(word: ByHand) -> None:
    word.style("disclaimer", "heading", "heading", 3)
    word.replace("disclaimer", "nobody", "no one")
    assert {type(edit) for edit in word.edits()} == {RoleEdit, TextEdit}


def test_a_style_that_stands_for_no_role_is_reported(word: ByHand) -> None:
    word.style("disclaimer", "paragraph", "")
    reason, edit = word.unplaced(RoleEdit)
    assert reason == "no role has this style"
    assert edit.block.address == "s.yaml: disclaimer"


# What comes from the template


def test_an_edit_of_a_heading_of_the_template_is_reported(word: ByHand) -> None:
    word.replace("overview", "Overview", "Summary")
    reason, edit = word.unplaced(TextEdit)
    assert reason == "this text comes from the template or the language file"
    assert edit.after.text == "Summary"


def test_a_field_in_a_text_of_the_template_can_be_edited(word: ByHand) -> None:
    word.replace("statistics", "25", "26")
    assert marked(word.only(TextEdit).after) == "{26} speakers in {2} sessions."


def test_words_of_the_template_beside_a_field_can_not(word: ByHand) -> None:
    word.replace("statistics", "speakers", "people")
    word.unplaced(TextEdit)


def test_a_heading_of_the_template_that_is_deleted_is_reported(word: ByHand) -> None:
    word.delete("overview")
    word.unplaced(Deletion)


# Several


def test_several_edits_are_told_apart(word: ByHand) -> None:
    word.replace("opening", "patience", "haste")
    word.delete("source")
    word.insert("chinese", "This is a new paragraph.")
    word.move("quotation", "marks")
    word.split("disclaimer", "who took part")
    kinds = sorted(type(edit).__name__ for edit in word.edits())
    assert kinds == ["Deletion", "Insertion", "Move", "Split", "TextEdit"]


@pytest.mark.parametrize("every", [2, 3, 100])
def test_edits_are_found_where_many_bookmarks_are_lost(every: int) -> None:
    lost = frozenset(number for number in range(60) if number % every == 0 or every == 100)
    word = ByHand(Habits(dropped=lost))
    word.replace("opening", "patience", "haste")
    word.replace("chinese", "问题", "议题")
    word.delete("quotation")
    word.insert("marks", "This is a new paragraph.")
    word.split("nested", "and nobody had")
    kinds = sorted(type(edit).__name__ for edit in word.edits())
    assert kinds == ["Deletion", "Insertion", "Split", "TextEdit", "TextEdit"]


def test_a_block_whose_bookmark_never_was_is_found_by_its_text() -> None:
    base = sample_base()
    document = edited_of(paper_of(base), Habits())
    body = tuple(
        replace(part, anchors=()) if isinstance(part, EditedBlock) else part for part in document.body
    )
    assert compare(base, replace(document, body=body)).edits == ()


# Scripts


def test_letters_of_any_script_come_back_as_they_were_typed(word: ByHand) -> None:
    word.replace("arabic", "جنيف", "مدينة نيويورك")
    word.replace("chinese", "最后一程", "最后一公里")
    word.replace("marks", "owners", "propriétaires\u00a0: 12\u202f%")
    word.write("marks", "👩🏽\u200d🚀", after="signed ")
    texts = [edit.after.text for edit in word.edits() if isinstance(edit, TextEdit)]
    assert len(texts) == 3
    assert "مدينة نيويورك" in texts[0]
    assert "最后一公里" in texts[1]
    assert "Cafe\u0301 propriétaires\u00a0: 12\u202f%\u00a0–" in texts[2]
    assert "signed 👩🏽\u200d🚀👍🏽" in texts[2]
