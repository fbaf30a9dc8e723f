"""An edited DOCX as one view shows it: what Word displays once each tracked change is accepted or rejected.

The same shape as the base that the file carries (`writers.docx_base`), so that the two can be compared:
flat text with marks beside it, an outer mark before the marks inside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.writers.docx_base import Mark


@dataclass(frozen=True, slots=True)
class Credit:
    """Who made a tracked change, and when, as the file says; either may be empty."""

    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A hidden bookmark of ours, and the stretch of the block's text that lies in it."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Touch:
    """A stretch of the text that a tracked change put there.

    Where both ends are the same, it took text away.
    """

    start: int
    end: int
    credit: Credit


@dataclass(frozen=True, slots=True)
class EditedBlock:
    """A paragraph of the edited file.

    `kind` is one of the kinds of the base's blocks; `role` follows from the paragraph's style by the style
    map, and is empty for a style that no role has. `level` is the level of a heading, or of a list item
    from 0 as in the base. A mark of kind `note` has the key of a note of this document as its value.
    """

    kind: str
    role: str
    text: str
    marks: tuple[Mark, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    style: str = ""
    level: int = 0
    ordered: bool = False
    touches: tuple[Touch, ...] = ()
    restyled: tuple[Credit, ...] = ()  # who made it what it is, where that was tracked


@dataclass(frozen=True, slots=True)
class EditedCell:
    """A table cell. Its anchors are those of cells, not of the blocks in it."""

    blocks: tuple[EditedBlock, ...]
    anchors: tuple[str, ...] = ()
    span: int = 1


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A table row; `credit` says who inserted it, where that was tracked."""

    cells: tuple[EditedCell, ...]
    credit: Credit | None = None


@dataclass(frozen=True, slots=True)
class EditedTable:
    """A table, head rows and all."""

    rows: tuple[EditedRow, ...]


@dataclass(frozen=True, slots=True)
class EditedNote:
    """A footnote. `key` ties it to its marks in this document; it says nothing about the base."""

    key: str
    blocks: tuple[EditedBlock, ...]
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """A reviewer's comment: what it says, and the text that it is about.

    `anchor` is the bookmark of the block that it begins in, and `quoted` the words of that block that it
    spans, from `start` to `end` of the block's text.
    """

    text: str
    credit: Credit
    anchor: str = ""
    quoted: str = ""
    start: int = 0
    end: int = 0
    resolved: bool = False
    key: str = ""
    answers: str = ""  # the key of the comment that it is a reply to


@dataclass(frozen=True, slots=True)
class Removed:
    """Bookmarks of ours that a tracked change emptied: those of a block, or of all cells of a row."""

    names: tuple[str, ...]
    credit: Credit


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that no document of ours can have: what it is, the words in it or under it, and the bookmark
    of the block that it stands in, or behind; `before` is what stood there, where that is known."""

    what: str
    text: str = ""
    anchor: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class EditedDocument:
    """A view of an edited file: its body in order, its notes in the order of marks, and what else it says."""

    body: tuple[EditedBlock | EditedTable, ...]
    notes: tuple[EditedNote, ...] = ()
    comments: tuple[Comment, ...] = ()
    removed: tuple[Removed, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()


def blocks_of(document: EditedDocument) -> Iterator[EditedBlock]:
    """Yield every block: the body's in reading order, those of table cells included, then the notes'."""
    for part in document.body:
        if isinstance(part, EditedBlock):
            yield part
        else:
            for row in part.rows:
                for cell in row.cells:
                    yield from cell.blocks
    for note in document.notes:
        yield from note.blocks
