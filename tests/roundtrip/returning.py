"""A document that is sent out, changed as in Word, and imported, without a Word file in between."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.content import read_content
from communique.files import write_all_whole
from communique.project import open_project
from communique.word.edits import (
    BlockRef,
    Deletion,
    Edit,
    Insertion,
    Join,
    Move,
    NewBlock,
    RoleEdit,
    Split,
    TextEdit,
)
from communique.word.importing import Plan, plan_import
from communique.word.placing import said_by, today_of
from communique.word.tokens import Marked
from communique.writers.docx_base import Mark

if TYPE_CHECKING:
    from communique.writers.docx_base import Base, BaseBlock
    from folders import Folder


@dataclass
class Sent:
    """A document as it was sent out, and what somebody does to it."""

    folder: Folder
    name: str
    base: Base
    edits: list[Edit] = field(default_factory=list)

    def block(self, address: str) -> BaseBlock:
        """Return the block at an address, or with a text."""
        found = [block for block in self.base.blocks if block.address == address]
        return found[0] if found else next(block for block in self.base.blocks if address in block.text)

    def ref(self, address: str) -> BlockRef:
        block = self.block(address)
        return BlockRef(block.bookmark, block.address)

    def replace(self, address: str, old: str, new: str) -> None:
        """Type over the one `old` in a block."""
        block = self.block(address)
        assert block.text.count(old) == 1, block.text
        start = block.text.index(old)
        self.edits.append(
            TextEdit((), self.ref(address), said_by(block), typed_over(block, start, start + len(old), new))
        )

    def mark(self, address: str, words: str, role: str) -> None:
        """Put a character style on words."""
        block = self.block(address)
        start = block.text.index(words)
        marks = (*block.marks, Mark("style", start, start + len(words), role))
        marks = tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))
        self.edits.append(TextEdit((), self.ref(address), said_by(block), Marked(block.text, marks)))

    def delete(self, address: str) -> None:
        self.edits.append(Deletion((), self.ref(address), said_by(self.block(address))))

    def insert(self, after: str, *texts: str, kind: str = "paragraph", role: str = "body") -> None:
        blocks = tuple(NewBlock(Marked(text), kind, role) for text in texts)
        self.edits.append(Insertion((), self.ref(after), blocks))

    def split(self, address: str, at: str) -> None:
        """Press Enter before a word."""
        block = self.block(address)
        place = block.text.index(at)
        parts = (part_of(block, 0, len(block.text[:place].rstrip())), part_of(block, place, len(block.text)))
        news = tuple(NewBlock(part, block.kind, block.role) for part in parts)
        self.edits.append(Split((), self.ref(address), said_by(block), news))

    def join(self, first: str, second: str) -> None:
        blocks = [self.block(each) for each in (first, second)]
        after = Marked(" ".join(block.text for block in blocks))
        refs = (self.ref(first), self.ref(second))
        self.edits.append(Join((), refs, tuple(said_by(block) for block in blocks), after))

    def move(self, address: str, after: str) -> None:
        self.edits.append(Move((), self.ref(address), self.ref(after), said_by(self.block(address))))

    def recast(self, address: str, kind: str, role: str) -> None:
        block = self.block(address)
        before, after = (block.kind, block.role, block.level), (kind, role, 0)
        self.edits.append(RoleEdit((), self.ref(address), before, after, said_by(block)))

    def plan(self) -> Plan:
        project = open_project(self.folder.root)
        return plan_import(project, read_content(project), self.base, self.edits)

    def imported(self) -> Plan:
        """Import, write, and see that what was written is what was planned."""
        plan = self.plan()
        write_all_whole({self.folder.root / file: content for file, content in plan.files.items()})
        return plan

    def shown(self) -> list[str]:
        """Return what the document says today, by paragraph."""
        return [block.text for block in sent(self.folder, self.name).base.blocks]


def typed_over(block: BaseBlock, start: int, end: int, new: str) -> Marked:
    """Return a block's text with a stretch replaced; marks around it go on."""
    moved = len(new) - (end - start)

    def place(at: int) -> int:
        return at if at <= start else max(at, end) + moved

    marks = tuple(
        Mark(mark.kind, place(mark.start), place(mark.end), mark.value)
        for mark in block.marks
        if mark.kind != "note" or not start < mark.start < end
    )
    return Marked(block.text[:start] + new + block.text[end:], marks)


def part_of(block: BaseBlock, start: int, end: int) -> Marked:
    """Return a stretch of a block with what lies on it."""
    marks = tuple(
        Mark(mark.kind, max(mark.start, start) - start, min(mark.end, end) - start, mark.value)
        for mark in block.marks
        if mark.start < end and mark.end > start
    )
    return Marked(block.text[start:end], marks)


def sent(folder: Folder, name: str) -> Sent:
    """Send a document out."""
    project = open_project(folder.root)
    return Sent(folder, name, today_of(project, read_content(project), name).base)


def changed_lines(old: str, new: str) -> list[str]:
    """Return the lines of the new text that the old one has not."""
    before = old.split("\n")
    return [line for line in new.split("\n") if line not in before]
