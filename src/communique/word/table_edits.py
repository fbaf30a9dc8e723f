"""The edits of one table: rows put in, taken out and moved, and columns; cells are stories of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.word.block_edits import all_credits, new_blocks
from communique.word.edits import BlockRef, RowDeletion, RowInsertion, RowMove, Unplaced
from communique.word.ordering import unmoved
from communique.word.sides import story_of
from communique.word.table_pairs import Cells, cell_pairs, new_texts, row_pairs, row_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from communique.word.block_edits import Context
    from communique.word.edited import Credit, EditedRow, EditedTable
    from communique.word.edits import Edit
    from communique.word.sides import BaseTable, Story
    from communique.writers.docx_base import BaseBlock, BaseRow

SORTED = "the program sorts the rows of its tables"
NEW_TABLE = "a table can't be made from Word"
NEW_COLUMN = "a column can't be added to a table of the program"
LOST_COLUMN = "a column can't be taken out of a table of the program"
CHANGED_CELLS = "cells of this table were merged, divided or moved"


@dataclass(frozen=True, slots=True)
class TablePair:
    """A table of the base as it is in the file: which row is which, and the cells of each pair of rows."""

    old: BaseTable
    new: EditedTable
    rows: dict[int, int]
    cells: dict[int, Cells]

    def stories(self, blocks: Mapping[str, BaseBlock]) -> Iterator[Story]:
        """Yield the cells that are on both sides."""
        for number, cells in self.cells.items():
            for old, new in cells.pairs:
                cell = self.old.rows[self.rows[number]].cells[old]
                sources = [blocks[name] for name in cell.blocks if name in blocks]
                yield story_of(
                    sources, self.new.rows[number].cells[new].blocks, BlockRef(cell.bookmark, cell.address)
                )


def table_pair(old: BaseTable, new: EditedTable, blocks: Mapping[str, BaseBlock]) -> TablePair:
    """Return a table with its rows and cells paired."""
    rows = row_pairs(old.rows, new.rows, blocks)
    cells = {
        number: cell_pairs(old.rows[rows[number]], new.rows[number], blocks)
        for number in range(len(new.rows))
        if number in rows
    }
    return TablePair(old, new, rows, cells)


def table_edits(pair: TablePair, blocks: Mapping[str, BaseBlock], context: Context) -> Iterator[Edit]:
    """Yield what was done to the rows and columns of a table."""
    order = [pair.rows[number] for number in sorted(pair.rows)]
    kept = unmoved(order, [1] * len(order))
    taken = set(pair.rows.values())
    gone = [row for number, row in enumerate(pair.old.rows) if number not in taken]
    yield from deleted_rows(gone, blocks, context)
    above: BaseRow | None = None
    for number, row in enumerate(pair.new.rows):
        old = pair.rows.get(number)
        if old is None:
            yield _inserted(row, above, pair.old, context)
            continue
        if old not in kept:
            yield _moved(pair.old.rows[old], row, above, blocks)
        above = pair.old.rows[old]
    yield from _changed_cells(pair, blocks)


def deleted_rows(
    rows: Iterable[BaseRow], blocks: Mapping[str, BaseBlock], context: Context
) -> Iterator[RowDeletion]:
    """Yield that rows are gone."""
    for row in rows:
        found = (context.removed.get(cell.bookmark) for cell in row.cells)
        who = tuple(dict.fromkeys(credit for credit in found if credit))
        yield RowDeletion(who, row.address, row_texts(row, blocks), row_ref(row))


def new_table(table: EditedTable, after: BlockRef | None) -> Unplaced:
    """Return that there is a table that there was not."""
    text = "\n".join("\t".join(new_texts(row.cells)) for row in table.rows)
    return Unplaced(_credits(table.rows), after, "", text, NEW_TABLE)


def row_ref(row: BaseRow) -> BlockRef:
    """Return the name of a row: its first cell."""
    return BlockRef(row.cells[0].bookmark if row.cells else "", row.address)


def _credits(rows: Iterable[EditedRow]) -> tuple[Credit, ...]:
    found = [row.credit for row in rows if row.credit is not None]
    blocks = [block for row in rows for cell in row.cells for block in cell.blocks]
    return tuple(dict.fromkeys([*found, *all_credits(blocks)]))


def _inserted(row: EditedRow, above: BaseRow | None, table: BaseTable, context: Context) -> RowInsertion:
    cells = tuple(tuple(new_blocks(cell.blocks, context)) for cell in row.cells)
    below = row_ref(above) if above else None
    return RowInsertion(
        _credits([row]), above.address if above else None, cells, below, row_ref(table.rows[0])
    )


def _moved(old: BaseRow, new: EditedRow, above: BaseRow | None, blocks: Mapping[str, BaseBlock]) -> Unplaced:
    who = (new.credit,) if new.credit else ()
    text = "\t".join(row_texts(old, blocks))
    edit = RowMove(who, row_ref(old), row_ref(above) if above else None)
    return Unplaced(who, row_ref(old), text, "\t".join(new_texts(new.cells)), SORTED, edit)


@dataclass(frozen=True, slots=True)
class _Change:
    """What was done to the cells of a row: which went, which are new, and whether others changed places."""

    gone: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool

    @property
    def reason(self) -> str:
        """Why it can't be done to the content."""
        if self.moved or (self.gone and self.new):
            return CHANGED_CELLS
        return NEW_COLUMN if self.new else LOST_COLUMN


def _changed_cells(pair: TablePair, blocks: Mapping[str, BaseBlock]) -> Iterator[Unplaced]:
    """Yield what was done to columns and cells: the same thing in several rows as one."""
    rows: dict[_Change, list[int]] = {}
    for number, cells in pair.cells.items():
        if cells.gone or cells.new or any(old != new for old, new in cells.pairs):
            rows.setdefault(_Change(cells.gone, cells.new, _moved_cells(cells)), []).append(number)
    for change, numbers in rows.items():
        olds = [pair.old.rows[pair.rows[number]] for number in numbers]
        news = [pair.new.rows[number] for number in numbers]
        before = ["\t".join(_chosen(row_texts(row, blocks), change.gone)) for row in olds]
        after = ["\t".join(_chosen(new_texts(row.cells), change.new)) for row in news]
        place = row_ref(olds[0])
        yield Unplaced(_credits(news), place, "\n".join(before), "\n".join(after), change.reason)


def _moved_cells(cells: Cells) -> bool:
    """Whether cells stand in another order."""
    order = [new for _, new in cells.pairs]
    return order != sorted(order)


def _chosen(texts: tuple[str, ...], numbers: tuple[int, ...]) -> list[str]:
    return [texts[number] for number in numbers]
