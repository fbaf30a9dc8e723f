"""The document tree: what templates produce, and all that writers see.

Nodes are frozen. Blocks stand on their own; inlines stand inside a block. Every block that
came from content carries its `address`, the place it came from (`summary.yaml: overview[1]`);
a second block from the same scalar carries the address with a suffix (`overview[1]#2`).
Roles are the names of the style map, which pairs each with a CSS class and a Word style.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

Direction = Literal["ltr", "rtl"]
Scope = Literal["col", "row", "rowgroup"]
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Inlines of a role (`emphasis`, `strong`, `quotation`, `family-name`, …) or a language of their own."""

    role: str
    children: tuple[Inline, ...]
    language: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink to an absolute URL, or to `#identifier` inside the document."""

    target: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """Text that was not typed here: it comes from a record, or is computed.

    `source` is the address of the record's value (`people.yaml: vitorino.title`), or, for a
    figure, the expression that computed it (`= event.days`).
    """

    source: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class NoteReference:
    """The mark of a footnote. The resolver sets `number`; 0 means unresolved."""

    note: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced line break inside a block."""


Inline = Text | Styled | Link | Field | NoteReference | LineBreak


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Its role follows from its class or from where it stands (`list-item`, `table-text`, `note`, …).
    """

    children: tuple[Inline, ...]
    role: str = "body"
    address: str | None = None
    language: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Level 1 is the document's own title, of which there is one."""

    level: int
    children: tuple[Inline, ...]
    role: str = "heading"
    address: str | None = None
    identifier: str = ""
    number: str = ""
    language: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class BlockQuotation:
    """Quoted blocks, with the source line (role `attribution`) last when there is one."""

    blocks: tuple[Block, ...]
    language: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A bulleted or numbered list. `start` is the number of the first item."""

    items: tuple[ListItem, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item: a paragraph, and what hangs below it; `address` is the record that it shows.

    The address is no part of what the document says, of which its revision is made.
    """

    blocks: tuple[Block, ...]
    address: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head that repeats on every page and rows that never split.

    `columns` are relative widths that add up to 1. Every table has at least one head row.
    """

    columns: tuple[float, ...]
    head: tuple[Row, ...]
    groups: tuple[RowGroup, ...]
    role: str = "table"
    caption: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under an optional heading row, a single header cell of scope `rowgroup` over all columns."""

    rows: tuple[Row, ...]
    heading: Row | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; `address` is the record that it shows."""

    cells: tuple[Cell, ...]
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. `scope` is set on header cells only; `span` counts columns."""

    blocks: tuple[Block, ...]
    scope: Scope | None = None
    span: int = 1
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that belong together: `masthead`, `title-block`, or a plain `section`."""

    blocks: tuple[Block, ...]
    role: str = "section"
    language: str | None = None
    direction: Direction | None = None


Block = Paragraph | Heading | BlockQuotation | ListBlock | Table | Section


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote. After resolving, `number` counts from 1 in the order of the marks."""

    identifier: str
    blocks: tuple[Block, ...]
    number: int = 0
    address: str | None = None


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A heading as the contents list shows it."""

    level: int
    identifier: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Participant:
    """A person of the event, as machine-readable metadata needs it; `address` is that of the record."""

    name: str
    honorific: str = ""
    title: str = ""
    organisation: str = ""
    country: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class EventFacts:
    """The event, as metadata and running matter need it."""

    organisation: str
    organisation_short: str
    series: str
    title: str
    theme: str
    start: date
    end: date
    dates: str
    venue: str
    place: str
    participants: tuple[Participant, ...] = ()


@dataclass(frozen=True, slots=True)
class Meta:
    """What is said about a document rather than in it.

    `running_event` and `running_title` identify a stray page; `marking` is the text shown on
    every page (empty when the document is final); `labels` are the words that writers add
    themselves, in the document's language (`page`, `of`, `contents`, `notes`, …).
    `modified` is a date of the content, or SOURCE_DATE_EPOCH, never the clock.
    """

    name: str
    title: str
    subject: str
    author: str
    event: EventFacts
    running_event: str
    running_title: str
    marking: str
    symbol: str
    modified: datetime
    labels: dict[str, str]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """A reviewer's comment: `place` is the address of a block, or its bookmark, `date` as ISO 8601 has it."""

    place: str
    quoted: str
    text: str
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `identifier` is a UUID that stays the same through all revisions;
    `revision` is a hash of the parsed content, set by the resolver. `comments` are for colleagues who
    edit, and no part of what the document says."""

    meta: Meta
    language: str
    direction: Direction
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    contents: tuple[ContentsEntry, ...] = ()
    identifier: str = ""
    revision: str = ""
    comments: tuple[Comment, ...] = ()


def direction_of(language: str) -> Direction:
    """Return the direction in which a language is written, by its tag."""
    return "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def child_blocks(node: Block | ListItem | Row | Cell | RowGroup | Note) -> tuple[Block, ...]:
    """Return the blocks directly inside a node, table cells included, in reading order."""
    match node:
        case BlockQuotation() | Section() | ListItem() | Cell() | Note():
            return node.blocks
        case ListBlock():
            return tuple(block for item in node.items for block in item.blocks)
        case Row():
            return tuple(block for cell in node.cells for block in cell.blocks)
        case RowGroup():
            rows = (node.heading, *node.rows) if node.heading else node.rows
            return tuple(block for row in rows for block in child_blocks(row))
        case Table():
            parts: tuple[Row | RowGroup, ...] = (*node.head, *node.groups)
            return tuple(block for part in parts for block in child_blocks(part))
        case _:
            return ()


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield every block, outer before inner, in reading order. Notes are not part of it."""
    for block in blocks:
        yield block
        yield from walk(child_blocks(block))


def sources_of(document: Document) -> set[str]:
    """Return the addresses of all values of records that a document shows."""
    found: set[str] = set()
    for block in walk((*document.blocks, *(each for note in document.notes for each in note.blocks))):
        if isinstance(block, Paragraph | Heading):
            found.add(block.address or "")
            found |= {each.source for each in walk_inlines(block.children) if isinstance(each, Field)}
    return found


def walk_inlines(children: tuple[Inline, ...]) -> list[Inline]:
    """Return every inline, outer before inner, in reading order."""
    found: list[Inline] = []
    for child in children:
        found.append(child)
        if isinstance(child, (Styled, Link, Field)):  # a tuple is tested in a third of the time of a union
            found += walk_inlines(child.children)
    return found


def plain_text(children: tuple[Inline, ...]) -> str:
    """Return the characters a reader sees; note marks count for nothing, a line break is a newline."""
    parts = (
        child.text if isinstance(child, Text) else "\n"
        for child in walk_inlines(children)
        if isinstance(child, Text | LineBreak)
    )
    return "".join(parts)
