"""What was done to paragraphs in Word, as edits of their blocks."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from communique.word.compare import compare
from communique.word.edited import Credit, EditedBlock, EditedDocument, Touch, Unreadable
from communique.word.edits import (
    Deletion,
    Insertion,
    Join,
    Move,
    RoleEdit,
    Split,
    TextEdit,
    Unplaced,
)
from roundtrip.by_hand import ByHand, marked
from roundtrip.paper import Habits, edited_of, paper_of
from roundtrip.sample_base import sample_base

ENTERS = [Habits(enter="spanning"), Habits(enter="repeated"), Habits(enter="first")]
PASTES = [Habits(pasted="travels"), Habits(pasted="lost"), Habits(pasted="copied")]
EDGES = [Habits(typed="inside"), Habits(typed="outside")]
ALL_LOST = Habits(dropped=frozenset(range(100)))


@pytest.fixture
def word() -> ByHand:
    return ByHand()


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


# Splits and joins


@pytest.mark.parametrize("habits", ENTERS)
def test_enter_in_a_paragraph_is_a_split(habits: Habits) -> None:
    word = ByHand(habits)
    word.split("figures", "and many more")
    edit = word.only(Split)
    assert edit.block.address == "s.yaml: opening[1]"
    assert [marked(part.content) for part in edit.parts] == [
        "Over {two} days, {25} speakers took the floor[online],",
        "and many more listened[absent]. Nobody left early.",
    ]


@pytest.mark.parametrize("habits", ENTERS)
def test_both_halves_of_a_split_may_be_edited(habits: Habits) -> None:
    word = ByHand(habits)
    word.replace("disclaimer", "This summary binds", "This paper does not bind")
    word.replace("disclaimer", "nobody", "anybody")
    word.split("disclaimer", "who took part")
    word.replace("disclaimer>", "took part", "had a part")
    edit = word.only(Split)
    assert [part.content.text for part in edit.parts] == [
        "This paper does not bind anybody",
        "who had a part in the meeting.",
    ]


@pytest.mark.parametrize("habits", ENTERS)
def test_a_paragraph_may_become_three(habits: Habits) -> None:
    word = ByHand(habits)
    word.split("nested", "asked")
    word.split("nested", "the last mile")
    assert len(word.only(Split).parts) == 3


def test_delete_at_the_end_of_a_paragraph_is_a_join(word: ByHand) -> None:
    word.join("opening")
    edit = word.only(Join)
    assert [ref.address for ref in edit.blocks] == ["s.yaml: opening[0]", "s.yaml: opening[1]"]
    assert marked(edit.after) == " ".join(marked(each) for each in edit.before)


def test_a_join_may_be_edited(word: ByHand) -> None:
    word.join("opening", "; over")
    word.replace("opening", "overOver", "over")
    word.replace("opening", "was adopted.", "was adopted")
    edit = word.only(Join)
    assert "was adopted; over {two} days, {25} speakers" in marked(edit.after)


def test_three_paragraphs_may_be_joined(word: ByHand) -> None:
    word.join("opening")
    word.join("opening")
    assert len(word.only(Join).blocks) == 3


@pytest.mark.parametrize("lost", [3, 4])
def test_a_join_is_seen_where_the_bookmark_of_either_block_is_lost(lost: int) -> None:
    word = ByHand(Habits(dropped=frozenset({lost})))
    word.join("opening")
    assert len(word.only(Join).blocks) == 2


def test_the_first_sentence_of_a_paragraph_joined_to_the_one_before_leaves_both_paragraphs(
    word: ByHand,
) -> None:
    word.split("figures", "Nobody left early")
    word.join("opening")
    first, second = word.edits()
    assert isinstance(first, TextEdit)
    assert isinstance(second, TextEdit)
    assert first.after.text.endswith("and many more listened.")
    assert second.after.text == "Nobody left early."


# New paragraphs


@pytest.mark.parametrize(("typed", "before"), list(product(["inside", "outside"], [False, True])))
def test_a_new_paragraph_stands_after_its_predecessor(typed: str, before: bool) -> None:
    word = ByHand(Habits(typed=typed, before=before))  # type: ignore[arg-type]
    word.insert("opening", "There was applause, and then there was none.")
    edit = word.only(Insertion)
    assert edit.after
    assert edit.after.address == "s.yaml: opening[0]"
    assert [block.content.text for block in edit.blocks] == ["There was applause, and then there was none."]


def test_new_paragraphs_one_after_another_are_one_insertion(word: ByHand) -> None:
    word.insert("opening", "Second, something else.", ("item", "list-item", 0, True))
    word.insert("opening", "First, something new.", ("item", "list-item", 0, True))
    edit = word.only(Insertion)
    assert [(block.content.text, block.kind, block.ordered) for block in edit.blocks] == [
        ("First, something new.", "item", True),
        ("Second, something else.", "item", True),
    ]


def test_a_new_paragraph_may_be_the_first(word: ByHand) -> None:
    word.insert(None, "Draft of Tuesday")
    assert word.only(Insertion).after is None


def test_a_new_paragraph_behind_a_table_is_told_from_one_in_its_last_cell(word: ByHand) -> None:
    word.insert("TABLE", "Sources are with the secretariat.")
    edit = word.only(Insertion)
    assert edit.after
    assert (edit.after.bookmark, edit.within) == ("_ccboček2", None)


def test_a_new_paragraph_in_a_cell_knows_its_cell(word: ByHand) -> None:
    word.insert("nguyen-title", "and Chair of the Committee", ("paragraph", "table-text", 0, False))
    edit = word.only(Insertion)
    assert edit.after
    assert edit.within
    assert (edit.after.address, edit.within.bookmark) == ("people.yaml: nguyen.title", "_ccnguyen1")


def test_words_typed_into_an_empty_cell_are_its_first_paragraph(word: ByHand) -> None:
    cell = word.paper.grids()[0].rows[-1][2]
    cell.paras[0].signs = ByHand().paper.grids()[0].rows[2][2].paras[0].signs[1:-1]
    edit = word.only(Insertion)
    assert edit.within
    assert edit.after == edit.within
    assert edit.blocks[0].content.text == "Keynote"


def test_a_copy_of_a_paragraph_is_a_new_one_with_the_same_fields() -> None:
    word = ByHand(Habits(pasted="copied"))
    original = ByHand().paper.body[4]
    word.move("figures", "disclaimer")
    word.paper.body.insert(4, original)
    edit = word.only(Insertion)
    assert "Over {two} days, {25} speakers" in marked(edit.blocks[0].content)


# Deletions


@pytest.mark.parametrize("selected", ["gone", "left"])
def test_a_paragraph_deleted_is_a_deletion(selected: str) -> None:
    word = ByHand(Habits(selected=selected))  # type: ignore[arg-type]
    word.delete("arabic")
    edit = word.only(Deletion)
    assert edit.block.address == "s.yaml: c[0]"


def test_the_bookmark_of_a_deleted_paragraph_does_not_take_words_from_its_neighbour() -> None:
    word = ByHand(Habits(selected="left", typed="outside"))
    word.delete("disclaimer")
    word.write("statistics", " That is all.")
    kinds = [type(edit.edit if isinstance(edit, Unplaced) else edit) for edit in word.edits()]
    assert sorted(kind.__name__ for kind in kinds) == ["Deletion", "TextEdit"]


def test_an_emptied_paragraph_is_a_deletion(word: ByHand) -> None:
    word.replace("arabic", word.text("arabic"), "")
    assert word.only(Deletion).block.address == "s.yaml: c[0]"


# Moves


@pytest.mark.parametrize("habits", PASTES)
def test_a_paragraph_cut_and_pasted_is_a_move(habits: Habits) -> None:
    word = ByHand(habits)
    word.move("figures", "disclaimer")
    edit = word.only(Move)
    assert edit.after
    assert (edit.block.address, edit.after.address) == ("s.yaml: opening[1]", "s.yaml: disclaimer")
    assert "Over {two} days" in marked(edit.content)


@pytest.mark.parametrize("habits", PASTES)
def test_two_paragraphs_swapped_are_one_move(habits: Habits) -> None:
    word = ByHand(habits)
    word.move("arabic", "chinese")
    word.only(Move)


@pytest.mark.parametrize("habits", PASTES)
def test_a_paragraph_may_be_moved_and_edited(habits: Habits) -> None:
    word = ByHand(habits)
    word.replace("figures", "listened", "were heard")
    word.move("figures", "arabic")
    text, move = sorted(word.edits(), key=lambda edit: type(edit).__name__, reverse=True)
    assert isinstance(text, TextEdit)
    assert isinstance(move, Move)
    assert text.block == move.block
    assert text.after == move.content


def test_a_paragraph_may_become_the_first(word: ByHand) -> None:
    word.move("opening", None)
    assert word.only(Move).after is None


def test_a_paragraph_retyped_elsewhere_is_a_move(word: ByHand) -> None:
    word.delete("nested")
    word.insert(
        "chinese",
        "“Who owns the last mile?” asked every delegate, in French, and nobody had an answer to it.",
    )
    kinds = {type(edit) for edit in word.edits()}
    assert kinds == {Move, TextEdit}


def test_a_table_stays_and_paragraphs_move_around_it(word: ByHand) -> None:
    word.move("disclaimer", "caption")
    assert word.only(Move).block.address == "s.yaml: disclaimer"


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


# Who did it


def _touched(document: EditedDocument, number: int, *touches: Touch) -> EditedDocument:
    body = list(document.body)
    block = body[number]
    assert isinstance(block, EditedBlock)
    body[number] = replace(block, touches=touches)
    return replace(document, body=tuple(body))


ADA, BEA = Credit("Ada", "2018-10-09T10:00:00Z"), Credit("Bea", "2018-10-10T10:00:00Z")


def test_an_edit_names_those_whose_tracked_changes_it_is() -> None:
    word = ByHand()
    word.replace("figures", "listened", "were heard")
    place = word.text("figures").index("were heard")
    touches = (Touch(0, 4, BEA), Touch(place, place, ADA), Touch(place, place + 10, ADA))
    (edit,) = compare(word.base, _touched(word.edited(), 4, *touches)).edits
    assert edit.credits == (ADA,)


def test_an_edit_made_with_tracking_off_names_nobody() -> None:
    word = ByHand()
    word.replace("figures", "listened", "were heard")
    (edit,) = compare(word.base, _touched(word.edited(), 4, Touch(0, 4, BEA))).edits
    assert edit.credits == ()


def test_a_deletion_names_who_left_a_gap_between_its_neighbours() -> None:
    word = ByHand()
    word.delete("arabic")
    (edit,) = compare(word.base, _touched(word.edited(), 9, Touch(0, 0, ADA))).edits
    assert isinstance(edit, Deletion)
    assert edit.credits == (ADA,)


def test_a_move_names_who_put_the_whole_paragraph_there() -> None:
    word = ByHand()
    word.move("figures", "nested")
    (edit,) = compare(word.base, _touched(word.edited(), 5, Touch(0, 500, ADA), Touch(3, 4, BEA))).edits
    assert isinstance(edit, Move)
    assert edit.credits == (ADA,)


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
