"""What was done to tables in Word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from communique.word.compare import compare
from communique.word.edited import (
    Credit,
    EditedBlock,
    EditedCell,
    EditedDocument,
    EditedRow,
    EditedTable,
    Removed,
)
from communique.word.edits import Deletion, RowDeletion, RowInsertion, RowMove, TextEdit, Unplaced
from roundtrip.by_hand import ByHand, marked
from roundtrip.paper import Habits

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD, GROUP, DIALLO, NGUYEN, HADDAD, BOCEK = range(6)


def with_rows(document: EditedDocument, change: Callable[[int, EditedRow], EditedRow]) -> EditedDocument:
    """Return a document with the rows of its table changed."""
    body = (
        EditedTable(tuple(change(number, row) for number, row in enumerate(part.rows)))
        if isinstance(part, EditedTable)
        else part
        for part in document.body
    )
    return replace(document, body=tuple(body))


def cell(text: str) -> EditedCell:
    return EditedCell((EditedBlock("paragraph", "table-text", text),))


def test_a_cell_edited_is_an_edit_of_what_it_shows(word: ByHand) -> None:
    word.replace("nguyen-title", "Mayor", "Deputy Mayor")
    edit = word.only(TextEdit)
    assert edit.block.address == "people.yaml: nguyen.title"
    assert marked(edit.after) in ("{Deputy Mayor}", "Deputy {Mayor}")


def test_a_name_corrected_in_the_roster_is_corrected_in_its_field(word: ByHand) -> None:
    word.replace("haddad-name", "حداد", "الحداد")
    edit = word.only(TextEdit)
    assert edit.block.address is None
    assert marked(edit.after) == "{Ms.}\u00a0{ليلى} <family-name:{الحداد}>"


@pytest.mark.parametrize("habits", [Habits(), Habits(selected="left")])
def test_a_cell_typed_over_is_still_what_it_was(habits: Habits) -> None:
    word = ByHand(habits)
    word.replace("diallo-title", word.text("diallo-title"), "Secretary")
    edit = word.only(TextEdit)
    assert edit.block.address == "people.yaml: diallo.title"
    assert marked(edit.after) == "{Secretary}"


def test_a_cell_emptied_is_a_deletion(word: ByHand) -> None:
    word.replace("diallo-part", "Keynote", "")
    assert word.only(Deletion).block.address == "people.yaml: diallo.part"


def test_a_heading_of_the_table_comes_from_the_template(word: ByHand) -> None:
    word.replace("head-Role", "Role", "Part")
    word.unplaced(TextEdit)


def test_a_group_of_rows_is_renamed(word: ByHand) -> None:
    word.replace("group", "scene", "stage")
    assert marked(word.only(TextEdit).after) == "{Setting the stage}"


@pytest.mark.parametrize(("below", "address"), [(DIALLO, "people.yaml: diallo"), (GROUP, None), (None, None)])
def test_a_new_row_stands_below_the_row_above_it(
    word: ByHand, below: int | None, address: str | None
) -> None:
    word.add_row(below, "Mr. António Vitorino", "Clerk", "Panellist")
    edit = word.only(RowInsertion)
    assert edit.after == address
    assert (edit.below is None) == (below is None)
    assert [[block.content.text for block in each] for each in edit.cells] == [
        ["Mr. António Vitorino"],
        ["Clerk"],
        ["Panellist"],
    ]


def test_a_row_deleted_says_whose_it_was(word: ByHand) -> None:
    word.delete_row(NGUYEN)
    edit = word.only(RowDeletion)
    assert edit.address == "people.yaml: nguyen"
    assert edit.before == ("Mr.\u00a0Văn An Nguyễn", "Mayor\nCity of Huế", "Panellist")


def test_a_row_moved_is_reported_as_the_program_sorts_them(word: ByHand) -> None:
    rows = word.paper.grids()[0].rows
    rows.append(rows.pop(DIALLO))
    reason, edit = word.unplaced(RowMove)
    assert reason == "the program sorts the rows of its tables"
    assert edit.row.address == "people.yaml: diallo"
    assert edit.below
    assert edit.below.address == "people.yaml: boček"


def test_a_row_may_be_moved_and_edited(word: ByHand) -> None:
    word.replace("diallo-unit", "Harbour", "Port")
    rows = word.paper.grids()[0].rows
    rows.append(rows.pop(DIALLO))
    assert {type(edit) for edit in word.edits()} == {Unplaced, TextEdit}


def test_rows_without_bookmarks_are_known_by_their_words(word: ByHand) -> None:
    word.replace("nguyen-title", "Mayor", "Deputy Mayor")
    word.delete_row(DIALLO)

    def bare(_: int, row: EditedRow) -> EditedRow:
        cells = (EditedCell(tuple(replace(block, anchors=()) for block in each.blocks)) for each in row.cells)
        return EditedRow(tuple(cells))

    edits = compare(word.base, with_rows(word.edited(), bare)).edits
    assert sorted(type(edit).__name__ for edit in edits) == ["RowDeletion", "TextEdit"]


def test_a_copy_of_a_row_is_a_new_row(word: ByHand) -> None:
    document = word.edited()
    (table,) = (part for part in document.body if isinstance(part, EditedTable))
    row = table.rows[DIALLO]
    copy = EditedRow(
        tuple(
            EditedCell(
                tuple(
                    replace(block, anchors=tuple(replace(a, name=f"{a.name}_Copy_1") for a in block.anchors))
                    for block in each.blocks
                ),
                tuple(f"{name}_Copy_1" for name in each.anchors),
            )
            for each in row.cells
        )
    )
    rows = (*table.rows[: DIALLO + 1], copy, *table.rows[DIALLO + 1 :])
    body = tuple(EditedTable(rows) if part is table else part for part in document.body)
    (edit,) = compare(word.base, replace(document, body=body)).edits
    assert isinstance(edit, RowInsertion)


def test_a_column_added_is_reported_once_with_its_words(word: ByHand) -> None:
    def wider(number: int, row: EditedRow) -> EditedRow:
        return row if number == GROUP else EditedRow((*row.cells, cell(f"email {number}")))

    word.replace("nguyen-title", "Mayor", "Deputy Mayor")
    edits = compare(word.base, with_rows(word.edited(), wider)).edits
    (column,) = (edit for edit in edits if isinstance(edit, Unplaced))
    assert column.reason == "a column can't be added to a table of the program"
    assert column.after == "email 0\nemail 2\nemail 3\nemail 4\nemail 5"
    assert [type(edit) for edit in edits if edit is not column] == [TextEdit]


def test_a_column_added_in_front_moves_no_cell(word: ByHand) -> None:
    def wider(number: int, row: EditedRow) -> EditedRow:
        return row if number == GROUP else EditedRow((cell(f"No. {number}"), *row.cells))

    (edit,) = compare(word.base, with_rows(word.edited(), wider)).edits
    assert isinstance(edit, Unplaced)
    assert edit.reason == "a column can't be added to a table of the program"


def test_a_column_deleted_is_reported_with_its_words(word: ByHand) -> None:
    def narrower(number: int, row: EditedRow) -> EditedRow:
        return row if number == GROUP else EditedRow((row.cells[0], row.cells[2]))

    (edit,) = compare(word.base, with_rows(word.edited(), narrower)).edits
    assert isinstance(edit, Unplaced)
    assert edit.reason == "a column can't be taken out of a table of the program"
    assert edit.before.startswith("Title\nDirector of Programmes\nHarbour Authority\n")


def test_cells_merged_are_reported_with_their_words(word: ByHand) -> None:
    def merged(number: int, row: EditedRow) -> EditedRow:
        if number != NGUYEN:
            return row
        one, two, three = row.cells
        return EditedRow((one, EditedCell((*two.blocks, *three.blocks), (*two.anchors, *three.anchors), 2)))

    (edit,) = compare(word.base, with_rows(word.edited(), merged)).edits
    assert isinstance(edit, Unplaced)
    assert edit.reason == "cells of this table were merged, divided or moved"
    assert (edit.before, edit.after) == ("Mayor\nCity of Huế\tPanellist", "Mayor\nCity of Huế\nPanellist")


def test_columns_swapped_are_reported_and_no_cell_takes_the_words_of_another(word: ByHand) -> None:
    def swapped(number: int, row: EditedRow) -> EditedRow:
        return row if number == GROUP else EditedRow((row.cells[0], row.cells[2], row.cells[1]))

    edits = compare(word.base, with_rows(word.edited(), swapped)).edits
    assert {type(edit) for edit in edits} == {Unplaced}


def test_a_table_deleted_is_all_its_rows_deleted(word: ByHand) -> None:
    for _ in range(6):
        word.delete_row(0)
    assert [type(edit) for edit in word.edits()] == [RowDeletion] * 6


def test_a_new_table_is_reported_with_its_words(word: ByHand) -> None:
    document = word.edited()
    table = EditedTable((EditedRow((cell("a"), cell("b"))), EditedRow((cell("c"), cell("d")))))
    (edit,) = compare(word.base, replace(document, body=(*document.body, table))).edits
    assert isinstance(edit, Unplaced)
    assert (edit.reason, edit.after) == ("a table can't be made from Word", "a\tb\nc\td")
    assert edit.place
    assert edit.place.address == "s.yaml: disclaimer"


def test_rows_put_in_and_taken_out_name_who_did_it(word: ByHand) -> None:
    word.add_row(NGUYEN, "Mr. António Vitorino", "Clerk", "Panellist")
    word.delete_row(DIALLO)
    ada, bea = Credit("Ada"), Credit("Bea")

    def credited(_: int, row: EditedRow) -> EditedRow:
        return row if row.cells[0].anchors else replace(row, credit=ada)

    document = replace(with_rows(word.edited(), credited), removed=(Removed(("_ccdiallo0",), bea),))
    edits = compare(word.base, document).edits
    assert [(type(edit), edit.credits) for edit in edits] == [(RowDeletion, (bea,)), (RowInsertion, (ada,))]


def test_a_table_without_bookmarks_and_with_its_rows_in_another_order_is_the_same_table() -> None:
    word = ByHand(Habits(dropped=frozenset(range(100))))
    for box in word.paper.boxes():
        box.anchor = ""
    rows = word.paper.grids()[0].rows
    rows.reverse()
    del rows[2]
    kinds = [type(edit.edit if isinstance(edit, Unplaced) else edit) for edit in word.edits()]
    assert set(kinds) == {RowDeletion, RowMove}
