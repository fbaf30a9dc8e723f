"""A document as a sequence of paragraphs and tables, in the order in which Word has them, and back to a tree.

Changes are found between sequences, as paragraphs split, join and move without regard to what encloses
them. Each one remembers its enclosing sections, quotations, lists and items as containers, so that a
sequence that mixes paragraphs of two versions can be made into blocks again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import count, groupby
from typing import TYPE_CHECKING, Literal

from communique.redline.words import words_in
from communique.tree import (
    BlockQuotation,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    RowGroup,
    Section,
    Table,
    direction_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from communique.redline.words import Word
    from communique.tree import Block, Direction, Document, Inline, Row

Kind = Literal["paragraph", "heading", "item", "continued"]
Side = Literal["old", "new"]


@dataclass(frozen=True, slots=True)
class Container:
    """What encloses blocks, emptied of them; its number tells it from others of its side."""

    node: Section | BlockQuotation | ListBlock | ListItem
    side: Side
    number: int


Path = tuple[Container, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What two paragraphs must have in common to be one paragraph before and after."""

    kind: Kind
    role: str
    level: int = 0  # of a heading; of a list item from 1
    ordered: bool = False
    direction: str = "ltr"


@dataclass(frozen=True, slots=True, eq=False)
class Para:
    """A paragraph, heading or list item, and its words."""

    block: Paragraph | Heading
    shape: Shape
    words: tuple[Word, ...]
    path: Path = ()

    @property
    def address(self) -> str:
        """The place in content, without the suffix of a second block from there.

        Empty for the template's own.
        """
        return (self.block.address or "").partition("#")[0]

    @property
    def told(self) -> str:
        """The place in content for readers: that of the list item where the template made it of a record."""
        inside = [each.node.address for each in self.path if isinstance(each.node, ListItem)]
        return self.block.address or next((each for each in reversed(inside) if each), "")


@dataclass(frozen=True, slots=True, eq=False)
class CellItem:
    """A table cell as a sequence of its own."""

    items: tuple[Item, ...]
    columns: int


@dataclass(frozen=True, slots=True, eq=False)
class RowItem:
    """A table row.

    `group` is the number of the group that it heads or belongs to, -1 in the head of the table.
    """

    row: Row
    cells: tuple[CellItem, ...]
    group: int
    heads: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TableItem:
    """A table, and the words of its caption."""

    table: Table
    rows: tuple[RowItem, ...]
    caption: tuple[Word, ...] = ()
    path: Path = ()


Item = Para | TableItem


@dataclass
class Flattening:
    """Makes sequences of one side's blocks.

    `tied` makes a note's identifier that of the other side's same note.
    """

    side: Side
    tied: Callable[[str], str] = str
    links: Callable[[str], str] = str
    _numbers: Iterator[int] = field(default_factory=count)
    _cited: set[str] = field(default_factory=set)

    def items(self, blocks: Sequence[Block], direction: Direction, path: Path = ()) -> tuple[Item, ...]:
        """Return blocks as a sequence."""
        return tuple(self._items(blocks, direction, path))

    def document(self, document: Document) -> tuple[Item, ...]:
        """Return the body of a document as a sequence."""
        return self.items(document.blocks, document.direction)

    def words(self, children: tuple[Inline, ...]) -> tuple[Word, ...]:
        """Return inlines as words."""
        return words_in(children, self.tied, self.links, self._cited)

    def _items(self, blocks: Sequence[Block], direction: Direction, path: Path) -> Iterator[Item]:
        for block in blocks:
            match block:
                case Paragraph():
                    yield self._paragraph(block, direction, path, "paragraph")
                case Heading():
                    turned = _direction(block.language, block.direction, direction)
                    # A number is in the words: it changes when a heading comes before it.
                    shape = Shape("heading", block.role, block.level, bool(block.number), turned)
                    yield Para(block, shape, self.words(block.children), path)
                case BlockQuotation() | Section():
                    turned = _direction(block.language, block.direction, direction)
                    inside = (*path, self._container(replace(block, blocks=())))
                    yield from self._items(block.blocks, turned, inside)
                case ListBlock():
                    yield from self._list(block, direction, path)
                case Table():
                    yield self._table(block, direction, path)

    def _container(self, node: Section | BlockQuotation | ListBlock | ListItem) -> Container:
        return Container(node, self.side, next(self._numbers))

    def _paragraph(self, block: Paragraph, direction: Direction, path: Path, kind: Kind) -> Para:
        lists = [each.node for each in path if isinstance(each.node, ListBlock)]
        shape = Shape(
            kind,
            block.role,
            len(lists),
            bool(lists) and lists[-1].ordered,
            _direction(block.language, block.direction, direction),
        )
        return Para(block, shape, self.words(block.children), path)

    def _list(self, block: ListBlock, direction: Direction, path: Path) -> Iterator[Item]:
        inside = (*path, self._container(replace(block, items=())))
        for item in block.items:
            place = (*inside, self._container(replace(item, blocks=())))
            for number, child in enumerate(item.blocks):
                if isinstance(child, Paragraph):
                    yield self._paragraph(child, direction, place, "continued" if number else "item")
                else:
                    yield from self._items((child,), direction, place)

    def _table(self, table: Table, direction: Direction, path: Path) -> TableItem:
        caption = self.words(table.caption)
        rows = [self._row(row, -1, direction) for row in table.head]
        for number, group in enumerate(table.groups):
            if group.heading:
                rows.append(self._row(group.heading, number, direction, heads=True))
            rows += [self._row(row, number, direction) for row in group.rows]
        return TableItem(table, tuple(rows), caption, path)

    def _row(self, row: Row, group: int, direction: Direction, *, heads: bool = False) -> RowItem:
        cells = tuple(CellItem(self.items(each.blocks, direction), each.span) for each in row.cells)
        return RowItem(row, cells, group, heads)


def _direction(language: str | None, direction: Direction | None, around: Direction) -> Direction:
    """Return the direction of a block, as the writers work it out."""
    return direction or (direction_of(language) if language else around)


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, and what is to enclose it."""

    block: Block
    path: Path = ()


def enclosed(placed: Sequence[Placed]) -> tuple[Block, ...]:
    """Return blocks inside their containers; neighbours in the same container share it."""
    return _enclosed(placed, 0, Counter())


def _enclosed(placed: Sequence[Placed], depth: int, items: Counter[Container]) -> tuple[Block, ...]:
    """Return blocks inside their containers from `depth` on.

    `items` counts those that each list has so far.
    """
    made: list[Block] = []
    for container, group in groupby(placed, key=lambda each: _at(each, depth)):
        members = list(group)
        if container is None:
            made += [each.block for each in members]
        elif isinstance(container.node, ListBlock):
            inside = [
                ListItem(_enclosed(list(each), depth + 2, items))
                for _, each in groupby(members, key=lambda each: _at(each, depth + 1))
            ]
            start = container.node.start + items[container]  # a list that was interrupted goes on
            items[container] += len(inside)
            made.append(replace(container.node, items=tuple(inside), start=start))
        elif isinstance(container.node, Section | BlockQuotation):
            made.append(replace(container.node, blocks=_enclosed(members, depth + 1, items)))
    return tuple(made)


def _at(placed: Placed, depth: int) -> Container | None:
    return placed.path[depth] if len(placed.path) > depth else None


def regrouped(rows: Sequence[tuple[RowItem, Row]], table: Table) -> Table:
    """Return a table with other rows, each with the item that says where it belongs."""
    head = tuple(row for item, row in rows if item.group < 0)
    groups: list[RowGroup] = []
    number: int | None = None
    for item, row in rows:
        if item.group < 0:
            continue
        if item.group != number or item.heads:
            number = item.group
            groups.append(RowGroup((), row if item.heads else None))
        if not item.heads:
            groups[-1] = replace(groups[-1], rows=(*groups[-1].rows, row))
    return replace(table, head=head, groups=tuple(groups))
