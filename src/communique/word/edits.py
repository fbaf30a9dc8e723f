"""Edits: what somebody did to a document in Word, in terms of the content that it came from.

`compare` makes them out of a base and an edited document, `merge` and `patch` bring them into content.
Addresses are those of blocks in the base (`summary.yaml: overview[1]`, a second block of the same scalar
with the suffix `#2`); a block of the template has none, and is named by its bookmark.

Text, role and place are edits of their own: a block that was moved and changed has a Move and a TextEdit,
and the content of the Move is what the block says now. Edits with the same `after` stand behind it in
their order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.word.edited import Credit
    from communique.word.tokens import Marked


@dataclass(frozen=True, slots=True)
class BlockRef:
    """A block of the base: its bookmark, and the address in content where it has one."""

    bookmark: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class NewBlock:
    """A block that was not there: its words, and what it is. `style` is one that no role has."""

    content: Marked
    kind: str
    role: str
    level: int = 0
    ordered: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Something that was done in Word. `credits` are those who did it, where the file says so."""

    credits: tuple[Credit, ...]


@dataclass(frozen=True, slots=True)
class TextEdit(Edit):
    """The words or the marks of one block changed. In both a note's mark has the identifier of the content,
    or `new:` and a key of `NoteInsertion`."""

    block: BlockRef
    before: Marked
    after: Marked


@dataclass(frozen=True, slots=True)
class Split(Edit):
    """One block became several."""

    block: BlockRef
    before: Marked
    parts: tuple[NewBlock, ...]


@dataclass(frozen=True, slots=True)
class Join(Edit):
    """Several blocks became one, in place of the first."""

    blocks: tuple[BlockRef, ...]
    before: tuple[Marked, ...]
    after: Marked


@dataclass(frozen=True, slots=True)
class Insertion(Edit):
    """New blocks, in order, after a block of the base; None is the beginning of the document.

    `within` is the table cell or the note that they stand in, and is `after` too where they come first in
    it. In the body, `after` is the last cell of a table for what comes behind the table.
    """

    after: BlockRef | None
    blocks: tuple[NewBlock, ...]
    within: BlockRef | None = None


@dataclass(frozen=True, slots=True)
class Deletion(Edit):
    """A block is gone."""

    block: BlockRef
    before: Marked


@dataclass(frozen=True, slots=True)
class Move(Edit):
    """A block stands elsewhere: now after `after`, which is what it is for an Insertion."""

    block: BlockRef
    after: BlockRef | None
    content: Marked
    within: BlockRef | None = None


@dataclass(frozen=True, slots=True)
class RoleEdit(Edit):
    """A block is something else now: a heading, a quotation, a list item."""

    block: BlockRef
    before: tuple[str, str, int]  # kind, role, level
    after: tuple[str, str, int]
    content: Marked
    ordered: tuple[bool, bool] = (False, False)  # before and after, for a list item


@dataclass(frozen=True, slots=True)
class RowInsertion(Edit):
    """A new table row after the row of a record (None: the first, or one below a row without a record).

    `below` names the row above by its first cell, and `table` the table by the first cell of its base.
    """

    after: str | None
    cells: tuple[tuple[NewBlock, ...], ...]
    below: BlockRef | None = None
    table: BlockRef | None = None


@dataclass(frozen=True, slots=True)
class RowDeletion(Edit):
    """The table row of a record is gone; `before` is what its cells said."""

    address: str | None
    before: tuple[str, ...]
    row: BlockRef | None = None  # its first cell


@dataclass(frozen=True, slots=True)
class RowMove(Edit):
    """A table row stands elsewhere. Only inside an Unplaced: the program sorts its tables."""

    row: BlockRef
    below: BlockRef | None


@dataclass(frozen=True, slots=True)
class NoteInsertion(Edit):
    """A new footnote; its mark is in the text of a block, as `new:` and this key."""

    key: str
    content: Marked
    rest: tuple[NewBlock, ...] = ()  # the paragraphs after the first
    what: tuple[str, str, int, bool] = (
        "paragraph",
        "note",
        0,
        False,
    )  # the first: kind, role, level, numbered


@dataclass(frozen=True, slots=True)
class NoteDeletion(Edit):
    """A footnote whose marks are all gone."""

    identifier: str
    address: str | None
    before: Marked
    rest: tuple[Marked, ...] = ()  # the paragraphs after the first


@dataclass(frozen=True, slots=True)
class Unplaced(Edit):
    """Something that can't be said in terms of content: what it was, what it is, and why.

    `edit` is what it would be, were there a place for it.
    """

    place: BlockRef | None
    before: str
    after: str
    reason: str
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was done to a document; `untracked` is the part of it that was done with tracking off."""

    edits: tuple[Edit, ...]
    untracked: tuple[Edit, ...] = ()
