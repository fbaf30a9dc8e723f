"""Paragraphs that were divided, joined, added, deleted or moved in Word, as edits of their blocks."""

from __future__ import annotations

from itertools import product

import pytest

from communique.word.edits import Deletion, Insertion, Join, Move, Split, TextEdit, Unplaced
from roundtrip.by_hand import ByHand, marked
from roundtrip.paper import Habits

ENTERS = [Habits(enter="spanning"), Habits(enter="repeated"), Habits(enter="first")]
PASTES = [Habits(pasted="travels"), Habits(pasted="lost"), Habits(pasted="copied")]


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
