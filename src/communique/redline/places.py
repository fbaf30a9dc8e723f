"""Where in a document something stands, in words to be read out: “Conclusions, 3. Data, second paragraph”."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.redline.sequence import Para
from communique.tree import Heading, ListBlock, Section, plain_text

if TYPE_CHECKING:
    from communique.redline.sequence import Container, Item, RowItem, TableItem

ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
LONGEST_NAME = 48  # characters of a row's or a table's name
SECTIONS = {"masthead": "masthead", "title-block": "title block"}


def ordinal(number: int) -> str:
    """Return a number from 1 as an ordinal, in words up to ten."""
    if number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def shortened(text: str) -> str:
    """Return the beginning of a text, as a name for what it stands in."""
    words = " ".join(text.split())
    if len(words) <= LONGEST_NAME:
        return words
    return words[:LONGEST_NAME].rpartition(" ")[0].rstrip(" ,;") + " …"


@dataclass
class Places:
    """Tells the places of one version's paragraphs and tables, which are shown to it in their order."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    lists: dict[Container, int] = field(default_factory=dict)  # and how many items each has so far
    roots: list[Container] = field(default_factory=list)  # those that are in no other

    def of(self, item: Item) -> str:
        """Return the place of the next item."""
        if not isinstance(item, Para):
            self.tables += 1
            return self._under_headings(self._table(item))
        if isinstance(item.block, Heading):
            return self._heading(item.block)
        sections = [
            SECTIONS[each.node.role]
            for each in item.path
            if isinstance(each.node, Section) and each.node.role in SECTIONS
        ]
        if sections:
            return sections[0]
        lists = [each for each in item.path if isinstance(each.node, ListBlock)]
        if lists:
            return self._under_headings(self._item(lists, item.shape.kind))
        self.paragraphs += 1
        name = {"quotation": "quotation", "attribution": "source of the quotation"}.get(item.shape.role)
        return self._under_headings(name or f"{ordinal(self.paragraphs)} paragraph")

    def _heading(self, heading: Heading) -> str:
        if heading.level == 1:
            return "title"
        while self.headings and self.headings[-1][0] >= heading.level:
            self.headings.pop()
        self.headings.append((heading.level, f"{heading.number} {plain_text(heading.children)}".strip()))
        self.paragraphs = self.tables = 0
        self.lists, self.roots = {}, []
        return self._under_headings("heading")

    def _item(self, lists: list[Container], kind: str) -> str:
        """Return an item's number in each list it is in, and the list's number where there are several."""
        for depth, each in enumerate(lists):
            if each not in self.lists:
                self.lists[each] = 0
                self.roots += [] if depth else [each]
        if kind == "item":
            self.lists[lists[-1]] += 1
        words = ", ".join(f"{ordinal(max(1, self.lists[each]))} item" for each in lists)
        number = self.roots.index(lists[0]) + 1
        return words if number == 1 else f"{ordinal(number)} list, {words}"

    def _table(self, table: TableItem) -> str:
        caption = plain_text(table.table.caption)
        if caption:
            return f"table “{shortened(caption)}”"
        return "table" if self.tables == 1 else f"{ordinal(self.tables)} table"

    def _under_headings(self, place: str) -> str:
        return ", ".join((*(name for _, name in self.headings), place))


def row_place(table: str, row: RowItem) -> str:
    """Return the place of a row in a table: its first words."""
    texts = (
        plain_text(item.block.children) for cell in row.cells for item in cell.items if isinstance(item, Para)
    )
    return f"{table}, row “{shortened(', '.join(filter(None, texts)))}”"
