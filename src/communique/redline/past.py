"""A base as a document: what an issued DOCX said, as far as its base tells.

A base has the blocks of a document and what is in them, but not what encloses them: sections are not there,
quotations and lists follow from roles and kinds, and tables from rows that stand together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from communique.redline.words import Word, inlines_from
from communique.tree import (
    BlockQuotation,
    Cell,
    Heading,
    Inline,
    ListBlock,
    ListItem,
    Note,
    NoteReference,
    Paragraph,
    Row,
    RowGroup,
    Table,
)
from communique.word.tokens import Marked, tokens_of
from communique.writers.docx_base import BaseBlock, BaseRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.tree import Block, Direction, Document
    from communique.writers.docx_base import Base

QUOTED = frozenset({"quotation", "attribution"})
HEAD = "table-heading"


def document_of(base: Base, new: Document) -> Document:
    """Return the document that a base is of; what a base does not say is taken from the new document."""
    reading = _Reading(base)
    inside = {name for row in base.rows for cell in row.cells for name in cell.blocks}
    in_notes = {name for note in base.notes for name in note.blocks}
    first_rows = {cell.blocks[0]: row for row in base.rows for cell in row.cells if cell.blocks}
    parts: list[BaseBlock | BaseRow] = []
    seen: set[int] = set()
    for block in base.blocks:
        if block.bookmark in in_notes:
            continue
        if block.bookmark not in inside:
            parts.append(block)
            continue
        row = first_rows.get(block.bookmark)
        if row is not None and id(row) not in seen:
            seen.add(id(row))
            parts.append(row)
    notes = tuple(
        Note(
            note.identifier,
            reading.blocks([reading.named[each] for each in note.blocks]),
            note.number,
            note.address,
        )
        for note in base.notes
    )
    return replace(
        new,
        blocks=reading.blocks(parts),
        notes=notes,
        contents=(),
        identifier=base.document,
        revision=base.revision,
    )


@dataclass
class _Reading:
    base: Base

    def __post_init__(self) -> None:
        self.named = {block.bookmark: block for block in self.base.blocks}
        self.numbers = {note.identifier: note.number for note in self.base.notes}

    def blocks(self, parts: Sequence[BaseBlock | BaseRow]) -> tuple[Block, ...]:
        """Return blocks and rows as blocks."""
        made: list[Block] = []
        for kind, group in groupby(parts, key=_kind):
            members = list(group)
            blocks = [each for each in members if isinstance(each, BaseBlock)]
            if kind == "row":
                made.append(self._table([each for each in members if isinstance(each, BaseRow)], made))
            elif kind == "list":
                made += _lists([self._leaf(each) for each in blocks], blocks, 0)
            elif kind == "quotation":
                made.append(BlockQuotation(tuple(self._leaf(each) for each in blocks)))
            else:
                made += [self._leaf(each) for each in blocks]
        return tuple(made)

    def inlines(self, block: BaseBlock) -> tuple[Inline, ...]:
        """Return the text of a block with its marks as inlines; fields are text, as a reader sees them."""
        marks = tuple(each for each in block.marks if each.kind != "field")
        words = [
            Word(token.text, layers=token.layers, reference=self._reference(token.note))
            for token in tokens_of(Marked(block.text, marks))
        ]
        return inlines_from(words)

    def _reference(self, note: str) -> NoteReference | None:
        return NoteReference(note, self.numbers.get(note, 0)) if note else None

    def _leaf(self, block: BaseBlock) -> Paragraph | Heading:
        direction: Direction | None = (
            "rtl" if block.direction == "rtl" else "ltr" if block.direction else None
        )
        children = self.inlines(block)
        if block.kind == "heading":
            return Heading(
                block.level,
                children,
                block.role,
                block.address,
                block.identifier,
                block.number,
                block.language,
                direction,
            )
        return Paragraph(children, block.role, block.address, block.language, direction)

    def _table(self, rows: Sequence[BaseRow], before: list[Block]) -> Table:
        """Return a table of rows; a caption before it is taken from the blocks so far."""
        caption: tuple[Inline, ...] = ()
        if before and isinstance(before[-1], Paragraph) and before[-1].role == "caption":
            caption = before[-1].children
            before.pop()
        columns = max(sum(cell.span for cell in row.cells) for row in rows)
        head: list[Row] = []
        groups: list[RowGroup] = []
        for row in rows:
            made = self._row(row, columns)
            roles = {self.named[name].role for cell in row.cells for name in cell.blocks}
            if not groups and (roles == {HEAD} or not head):
                head.append(made)
            elif len(row.cells) == 1 and columns > 1:
                groups.append(RowGroup((), made))
            else:
                last = groups.pop() if groups else RowGroup(())
                groups.append(replace(last, rows=(*last.rows, made)))
        return Table((1 / columns,) * columns, tuple(head), tuple(groups), caption=caption)

    def _row(self, row: BaseRow, columns: int) -> Row:
        heads = len(row.cells) == 1 and columns > 1
        cells = tuple(
            Cell(
                self.blocks([self.named[name] for name in cell.blocks]),
                "rowgroup" if heads else None,
                cell.span,
                cell.address,
            )
            for cell in row.cells
        )
        return Row(cells, row.address)


def _kind(part: BaseBlock | BaseRow) -> str:
    if isinstance(part, BaseRow):
        return "row"
    if part.kind in ("item", "continued"):
        return "list"
    return "quotation" if part.role in QUOTED else ""


def _is_below(block: BaseBlock, level: int, *, inside: bool) -> bool:
    """Whether a block belongs to a deeper list.

    A paragraph that continues an item follows the one before it.
    """
    return block.level > level if block.kind == "item" else inside


def _lists(leaves: Sequence[Paragraph | Heading], blocks: Sequence[BaseBlock], level: int) -> Iterator[Block]:
    """Yield the lists that items make up, those of a deeper level inside the item before them."""
    items: list[ListItem] = []
    ordered = False
    at = 0
    while at < len(blocks):
        block = blocks[at]
        below = at
        while below < len(blocks) and _is_below(blocks[below], level, inside=below > at):
            below += 1
        if below > at and items:
            inner = tuple(_lists(leaves[at:below], blocks[at:below], level + 1))
            items[-1] = ListItem((*items[-1].blocks, *inner))
            at = below
            continue
        if block.kind == "continued" and items:
            items[-1] = ListItem((*items[-1].blocks, leaves[at]))
        else:
            if items and block.ordered != ordered:
                yield ListBlock(tuple(items), ordered)
                items = []
            ordered = block.ordered
            items.append(ListItem((leaves[at],)))
        at += 1
    yield ListBlock(tuple(items), ordered)
