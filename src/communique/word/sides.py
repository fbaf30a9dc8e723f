"""The two sides of a comparison laid out alike: bodies of blocks and tables, and stories of blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.word.alignment import TABLE, Shares, align, blank
from communique.word.edited import Anchor, EditedBlock, EditedTable
from communique.word.edits import BlockRef
from communique.writers.docx_base import BaseBlock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from communique.word.edited import EditedDocument
    from communique.writers.docx_base import Base, BaseRow


@dataclass(frozen=True, slots=True)
class BaseTable:
    """The rows of a table of the base; of tables that touch, those of all."""

    rows: tuple[BaseRow, ...]

    @property
    def name(self) -> str:
        """What stands for the table in a story: its last cell."""
        return next((cell.bookmark for row in reversed(self.rows) for cell in reversed(row.cells)), "")

    @property
    def block(self) -> BaseBlock:
        """A block in place of the table."""
        return BaseBlock(self.name, TABLE, "", "")


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks of the base, and their paragraphs: one each, or several on one side, or on one alone."""

    sources: tuple[int, ...]
    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Blocks that follow each other: the body's, a cell's or a note's, in the base and in the edited file.

    `origin` is the cell or the note; None is the body.
    """

    sources: tuple[BaseBlock, ...]
    targets: tuple[EditedBlock, ...]
    shares: tuple[Shares, ...]
    origin: BlockRef | None = None

    def ref(self, source: int) -> BlockRef:
        """Return the name of a block."""
        return BlockRef(self.sources[source].bookmark, self.sources[source].address)

    def groups(self) -> list[Group]:
        """Return what became of what, in the order of the paragraphs; empty new ones are left out."""
        groups: list[Group] = []
        for number, shares in enumerate(self.shares):
            sources = tuple(share.source for share in shares)
            if not sources and (blank(self.targets[number]) or self.targets[number].kind == TABLE):
                continue
            if groups and groups[-1].sources == sources:
                groups[-1] = Group(sources, (*groups[-1].targets, number))
            else:
                groups.append(Group(sources, (number,)))
        return groups

    def lost(self) -> list[int]:
        """Return the blocks that are gone; empty ones and tables are left out."""
        found = {share.source for shares in self.shares for share in shares}
        return [
            number
            for number, source in enumerate(self.sources)
            if number not in found and not blank(source) and source.kind != TABLE
        ]


def story_of(
    sources: Sequence[BaseBlock], targets: Sequence[EditedBlock], origin: BlockRef | None = None
) -> Story:
    """Return a story, aligned."""
    return Story(tuple(sources), tuple(targets), align(sources, targets), origin)


def base_body(base: Base) -> list[BaseBlock | BaseTable]:
    """Return the blocks and tables of a base's body. Of a table in a cell, the blocks are the cell's."""
    noted = {name for note in base.notes for name in note.blocks}
    row_of = {
        name: number for number, row in enumerate(base.rows) for cell in row.cells for name in cell.blocks
    }
    outer = set(row_of.values())
    body: list[BaseBlock | list[int]] = []
    seen: set[int] = set()
    for block in base.blocks:
        if block.bookmark in noted:
            continue
        number = row_of.get(block.bookmark)
        if number is None:
            body.append(block)
        elif number not in seen:
            seen.add(number)
            if not body or not isinstance(body[-1], list):
                body.append([])
            body[-1].append(number)  # type: ignore[union-attr]
    _add_empty_rows(base, body, outer)
    return [
        each if isinstance(each, BaseBlock) else BaseTable(tuple(base.rows[number] for number in each))
        for each in body
    ]


def _add_empty_rows(base: Base, body: list[BaseBlock | list[int]], outer: set[int]) -> None:
    """Put rows without a block behind the rows that they follow."""
    tables = [each for each in body if isinstance(each, list)]
    for number, row in enumerate(base.rows):
        if number not in outer and not any(cell.blocks for cell in row.cells):
            table = next((each for each in tables if number - 1 in each), None)
            if table is not None:
                table.insert(table.index(number - 1) + 1, number)


def edited_body(edited: EditedDocument) -> list[EditedBlock | EditedTable]:
    """Return the blocks and tables of an edited file's body; tables that touch are one."""
    body: list[EditedBlock | EditedTable] = []
    for part in edited.body:
        if isinstance(part, EditedBlock) and blank(part) and not part.anchors and not part.touches:
            continue
        last = body[-1] if body else None
        if isinstance(part, EditedTable) and isinstance(last, EditedTable):
            body[-1] = EditedTable((*last.rows, *part.rows))
        else:
            body.append(part)
    return body


def table_block(name: str = "") -> EditedBlock:
    """Return a block in place of a table of the edited file; without a name it is a new one."""
    return EditedBlock(TABLE, "", "", anchors=(Anchor(name, 0, 0),) if name else ())


def cell_texts(blocks: Sequence[BaseBlock] | Sequence[EditedBlock]) -> str:
    """Return what a cell says."""
    return "\n".join(text for block in blocks if (text := block.text.strip()))


def blocks_of_row(row: BaseRow, blocks: Mapping[str, BaseBlock]) -> Iterator[BaseBlock]:
    """Yield the blocks of a row."""
    for cell in row.cells:
        yield from (blocks[name] for name in cell.blocks if name in blocks)
