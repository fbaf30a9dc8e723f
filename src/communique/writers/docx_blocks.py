"""Blocks as paragraphs and tables, each inside its hidden bookmark and noted in the base."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from communique import reference_styles as names
from communique.tree import (
    BlockQuotation,
    Heading,
    ListBlock,
    Paragraph,
    Section,
    Table,
    plain_text,
)
from communique.writers import ooxml
from communique.writers.docx_base import BLOCK, CELL, BaseBlock, BaseCell, BaseRow, marked_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.theme import StyleMap
    from communique.tree import Block, Cell, Inline, ListItem, Row
    from communique.writers.docx_base import Anchors
    from communique.writers.docx_inlines import Runs, StyleSheet, Voice
    from communique.writers.ooxml import Element

HEADING_GAP = "\u00a0"  # between a heading's number and its text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: the path of roles above it, the voice there, and how deep in lists."""

    path: str
    voice: Voice
    depth: int = 0
    width: int = 0  # of the column, in twips

    def inside(self, role: str) -> Place:
        """Return the place inside a block of a role."""
        return replace(self, path=f"{self.path}/{role}")


@dataclass
class Blocks:
    """A maker of paragraphs and tables for one story."""

    roles: StyleMap
    styles: StyleSheet
    anchors: Anchors
    runs: Runs
    new_list: Callable[[bool, int, int], int]
    headings: dict[str, str] = field(default_factory=dict)
    title: str = ""  # of the nearest heading, or of the document, for the alternative text of tables

    def make(self, blocks: tuple[Block, ...], place: Place) -> list[Element]:
        """Return the paragraphs and tables of blocks."""
        made: list[Element] = []
        for block in blocks:
            match block:
                case Paragraph():
                    made.append(self._paragraph(block, place))
                case Heading():
                    made.append(self._heading(block, place))
                case BlockQuotation():
                    made += self._quotation(block, place)
                case ListBlock():
                    made += self._list(block, place)
                case Table():
                    made += self._table(block, place)
                case Section():
                    voice = place.voice.speaking(block.language, block.direction)
                    made += self.make(block.blocks, replace(place.inside(block.role), voice=voice))
        return made

    def paragraph_style(self, role: str) -> str:
        """Return the id of the Word style of a paragraph role."""
        entry = self.roles.paragraphs.get(role) or self.roles.paragraphs["body"]
        return self.styles.identifier(entry.word or self.roles.paragraphs["body"].word)

    def anchored(
        self, element: Element, block: BaseBlock, children: tuple[Inline, ...], place: Place
    ) -> Element:
        """Put the bookmark of a block around a paragraph, and note it in the base."""
        key = block.address or self.anchors.ordinal_key(place.path, block.role)
        name = self.anchors.name(BLOCK, key)
        text, marks = marked_text(children)
        self.anchors.blocks.append(replace(block, bookmark=name, text=text, marks=marks))
        self.anchors.enclose([element], name)
        return element

    def _paragraph(
        self,
        block: Paragraph,
        place: Place,
        *,
        style: str = "",
        kind: str = "paragraph",
        numbering: tuple[int, int] | None = None,
        ordered: bool = False,
        keep_next: bool = False,
    ) -> Element:
        voice = place.voice.speaking(block.language, block.direction)
        element = ooxml.paragraph(
            self.styles.identifier(style) if style else self.paragraph_style(block.role),
            self.runs.make(block.children, voice),
            numbering=numbering,
            keep_next=keep_next,
            bidi=voice.direction == "rtl",
        )
        level = numbering[1] if numbering else 0
        base = BaseBlock(
            "", kind, block.role, "", (), block.address, level, "", block.language, block.direction, ordered
        )
        return self.anchored(element, base, block.children, place)

    def _heading(self, block: Heading, place: Place) -> Element:
        voice = place.voice.speaking(block.language, block.direction)
        runs = self.runs.make(block.children, voice)
        if block.number:
            look = replace(self.runs.look(voice), style=self.styles.identifier(names.HEADING_NUMBER))
            runs.insert(0, ooxml.text_run(block.number + HEADING_GAP, look))
        entry = self.roles.headings.get(block.level) or self.roles.headings[max(self.roles.headings)]
        element = ooxml.paragraph(self.styles.identifier(entry.word), runs, bidi=voice.direction == "rtl")
        self.title = plain_text(block.children)
        base = BaseBlock(
            "",
            "heading",
            block.role,
            "",
            (),
            block.address,
            block.level,
            block.number,
            block.language,
            block.direction,
            identifier=block.identifier,
        )
        self.anchored(element, base, block.children, place)
        if block.identifier:
            self.headings[block.identifier] = self.anchors.blocks[-1].bookmark
        return element

    def _quotation(self, block: BlockQuotation, place: Place) -> list[Element]:
        inside = place.inside("quotation")
        inside = replace(inside, voice=place.voice.speaking(block.language, block.direction))
        made: list[Element] = []
        for child, following in zip(block.blocks, (*block.blocks[1:], None), strict=True):
            if isinstance(child, Paragraph):
                sourced = isinstance(following, Paragraph) and following.role == "attribution"
                made.append(self._paragraph(child, inside, keep_next=sourced))
            else:
                made += self.make((child,), inside)
        return made

    # Lists

    def _list(self, block: ListBlock, place: Place) -> list[Element]:
        level = min(place.depth, names.LIST_LEVELS - 1)
        number = self.new_list(block.ordered, level, block.start)
        inside = replace(place.inside("list"), depth=place.depth + 1)
        return [
            each for item in block.items for each in self._item(item, block.ordered, number, level, inside)
        ]

    def _item(self, item: ListItem, ordered: bool, number: int, level: int, place: Place) -> list[Element]:
        style = names.NUMBERS if ordered else names.BULLETS
        continued = names.CONTINUED[min(level, len(names.CONTINUED) - 1)]
        made: list[Element] = []
        for block in item.blocks:
            if not isinstance(block, Paragraph):
                made += self.make((block,), place)
            elif made:
                made.append(self._paragraph(block, place, style=continued, kind="continued"))
            else:
                numbering = (number, level)
                made.append(
                    self._paragraph(
                        block, place, style=style, kind="item", numbering=numbering, ordered=ordered
                    )
                )
        return made

    # Tables

    def _table(self, table: Table, place: Place) -> list[Element]:
        place = place.inside(table.role)
        made: list[Element] = []
        if table.caption:
            made.append(self._caption(table.caption, place))
        widths = column_widths(table.columns, place.width)
        rows = [self._row(row, widths, place.inside("head"), head=True) for row in table.head]
        for group in table.groups:
            if group.heading:
                rows.append(self._row(group.heading, widths, place.inside("group")))
            rows += [self._row(row, widths, place) for row in group.rows]
        columns = [_cell_text(cell) for row in table.head for cell in row.cells]
        title = plain_text(table.caption) or self.title
        element = ooxml.table(
            rows,
            widths,
            style=self.styles.identifier(names.TABLE),
            title=title,
            description="; ".join(filter(None, columns)) or title,
            bidi=place.voice.direction == "rtl",
        )
        return [*made, element]

    def _caption(self, children: tuple[Inline, ...], place: Place) -> Element:
        voice = place.voice
        element = ooxml.paragraph(
            self.styles.identifier(names.CAPTION),
            self.runs.make(children, voice),
            bidi=voice.direction == "rtl",
        )
        return self.anchored(element, BaseBlock("", "caption", "caption", ""), children, place)

    def _row(self, row: Row, widths: list[int], place: Place, *, head: bool = False) -> Element:
        cells: list[Element] = []
        noted: list[BaseCell] = []
        column = 0
        for cell in row.cells:
            span = len(widths) - column if cell.scope == "rowgroup" else max(1, cell.span)
            width = sum(widths[column : column + span])
            column += span
            made, base = self._cell(cell, place)
            cells.append(ooxml.table_cell(made, width, span))
            noted.append(replace(base, span=span))
        self.anchors.rows.append(BaseRow(tuple(noted), row.address))
        return ooxml.table_row(cells, head=head)

    def _cell(self, cell: Cell, place: Place) -> tuple[list[Element], BaseCell]:
        key = cell.address or self.anchors.ordinal_key(place.path, "cell")
        first = len(self.anchors.blocks)
        made = self.make(cell.blocks, place.inside("cell"))
        if not made or made[-1].tag != ooxml.W + "p":  # a cell ends in a paragraph (17.4.65)
            made.append(ooxml.paragraph(self.paragraph_style("table-text"), []))
        name = self.anchors.name(CELL, key)
        self.anchors.enclose(paragraphs_of(made), name)
        blocks = tuple(each.bookmark for each in self.anchors.blocks[first:])
        return made, BaseCell(name, blocks, cell.address)


def paragraphs_of(elements: list[Element]) -> list[Element]:
    """Return the paragraphs among elements, and those in tables among them."""
    return [each for element in elements for each in element.iter(ooxml.W + "p")]


def column_widths(columns: tuple[float, ...], width: int) -> list[int]:
    """Return widths in twips that add up to the width of the text, exactly."""
    edges = [round(width * sum(columns[:count])) for count in range(len(columns))]
    return [right - left for left, right in zip(edges, [*edges[1:], width], strict=True)]


def _cell_text(cell: Cell) -> str:
    return " ".join(
        plain_text(block.children) for block in cell.blocks if isinstance(block, Paragraph | Heading)
    )
