"""A document as it lies in an editor: paragraphs of letters and hidden bookmarks that edits push around.

It is made from a base, changed by the operations of `scripts.py`, and gives the document that an import
reads. Editors treat bookmarks differently, and `Habits` says how.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from communique.word.edited import (
    Anchor,
    EditedBlock,
    EditedCell,
    EditedDocument,
    EditedNote,
    EditedRow,
    EditedTable,
)
from communique.word.sides import BaseTable, base_body
from communique.writers.docx_base import Mark
from roundtrip.shown import Look, look_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.writers.docx_base import Base, BaseBlock, BaseRow

PLAIN: Look = frozenset()


@dataclass(frozen=True)
class Habits:
    """What an editor does to bookmarks."""

    enter: Literal["spanning", "repeated", "first"] = "spanning"  # a paragraph divided inside its bookmark
    typed: Literal["inside", "outside"] = "inside"  # text typed at an edge of a bookmark
    selected: Literal["gone", "left"] = "gone"  # the bookmark around text that is typed over or deleted
    pasted: Literal["travels", "lost", "copied"] = "travels"  # the bookmark of a paragraph cut and pasted
    before: bool = False  # whether new paragraphs are typed at the start of the next one, into its bookmark
    dropped: frozenset[int] = frozenset()  # bookmarks of blocks, by their number, that the editor loses


@dataclass(frozen=True)
class Sign:
    """A letter, the mark of a note, or the start or the end of a bookmark."""

    char: str = ""
    look: Look = PLAIN
    note: str = ""
    start: str = ""
    end: str = ""

    @property
    def hidden(self) -> bool:
        return bool(self.start or self.end)


@dataclass
class Para:
    """A paragraph."""

    signs: list[Sign]
    kind: str
    role: str
    level: int = 0
    ordered: bool = False

    @property
    def text(self) -> str:
        return "".join(each.char for each in self.signs)

    def gap(self, at: int) -> tuple[int, int]:
        """Return the places among the signs between two letters, where bookmarks and notes may stand."""
        letters = [number for number, sign in enumerate(self.signs) if sign.char]
        first = letters[at - 1] + 1 if at else 0
        return first, letters[at] if at < len(letters) else len(self.signs)

    def place(self, at: int, habits: Habits) -> int:
        """Return the place among the signs where what is typed at an offset goes."""
        first, last = self.gap(at)
        starts = [number for number in range(first, last) if self.signs[number].start]
        ends = [number for number in range(first, last) if self.signs[number].end]
        if habits.typed == "inside":
            return starts[-1] + 1 if starts else ends[0] if ends else first
        return ends[-1] + 1 if ends else starts[0] if starts else last

    def copy(self) -> Para:
        return self.like(list(self.signs))

    def like(self, signs: list[Sign]) -> Para:
        return Para(signs, self.kind, self.role, self.level, self.ordered)


@dataclass
class Box:
    """A table cell or a note: its bookmark, and its paragraphs."""

    anchor: str
    paras: list[Para]

    def copy(self) -> Box:
        return Box(self.anchor, [para.copy() for para in self.paras])


@dataclass
class Grid:
    """A table."""

    rows: list[list[Box]]

    def copy(self) -> Grid:
        return Grid([[cell.copy() for cell in row] for row in self.rows])


@dataclass
class Paper:
    """A whole document."""

    body: list[Para | Grid]
    notes: dict[str, Box] = field(default_factory=dict)
    count: int = 0  # of the notes that were put in

    def copy(self) -> Paper:
        """Return the same document, to be changed."""
        body = [part.copy() for part in self.body]
        return Paper(body, {key: box.copy() for key, box in self.notes.items()}, self.count)

    def boxes(self) -> list[Box]:
        cells = [cell for part in self.body if isinstance(part, Grid) for row in part.rows for cell in row]
        return [*cells, *(self.notes[key] for key in self.cited() if key in self.notes)]

    def grids(self) -> list[Grid]:
        return [part for part in self.body if isinstance(part, Grid)]

    def cited(self) -> list[str]:
        """Return the keys of the notes in the order of their marks."""
        found: dict[str, None] = {}
        for part in self.body:
            if isinstance(part, Para):
                paras = [part]
            else:
                paras = [para for row in part.rows for cell in row for para in cell.paras]
            for para in paras:
                found.update((sign.note, None) for sign in para.signs if sign.note)
        return list(found)


def paper_of(base: Base) -> Paper:
    """Return a base as an editor has it, folded as Word folds it; the keys of notes are not their identifiers."""
    blocks = {block.bookmark: block for block in base.blocks}
    keys = {note.identifier: f"n{number}" for number, note in enumerate(base.notes, 7)}

    def para(block: BaseBlock) -> Para:
        signs = [Sign(start=block.bookmark)]
        for place in range(len(block.text) + 1):
            marks = [mark for mark in block.marks if mark.kind == "note" and mark.start == place]
            signs += [Sign(note=keys[mark.value]) for mark in marks]
            if place < len(block.text):
                signs.append(Sign(block.text[place], look_at(place, block.marks)))
        signs.append(Sign(end=block.bookmark))
        role = "heading" if block.kind == "heading" else block.role
        return Para(signs, block.kind, role, block.level, block.ordered)

    def grid(rows: Sequence[BaseRow]) -> Grid:
        return Grid(
            [
                [
                    Box(cell.bookmark, [para(blocks[name]) for name in cell.blocks] or [empty()])
                    for cell in row.cells
                ]
                for row in rows
            ]
        )

    body = [grid(part.rows) if isinstance(part, BaseTable) else para(part) for part in base_body(base)]
    notes = {
        keys[note.identifier]: Box(note.bookmark, [para(blocks[name]) for name in note.blocks])
        for note in base.notes
    }
    return Paper(body, notes)


def empty() -> Para:
    """Return a paragraph with nothing in it."""
    return Para([], "paragraph", "table-text")


def edited_of(paper: Paper, habits: Habits, names: Sequence[str] = ()) -> EditedDocument:
    """Return the document that an import reads; `names` are the bookmarks that the editor may drop."""
    dropped = {name for number, name in enumerate(names) if number in habits.dropped}
    reading = _Reading(dropped)
    body: list[EditedBlock | EditedTable] = []
    for part in paper.body:
        if isinstance(part, Para):
            body.append(reading.block(part))
        elif part.rows:
            rows = tuple(
                EditedRow(
                    tuple(
                        EditedCell(reading.blocks(cell), (cell.anchor,) if cell.anchor else ())
                        for cell in row
                    )
                )
                for row in part.rows
            )
            body.append(EditedTable(rows))
    notes = tuple(
        EditedNote(
            key,
            reading.blocks(paper.notes[key]),
            (paper.notes[key].anchor,) if paper.notes[key].anchor else (),
        )
        for key in paper.cited()
    )
    return EditedDocument(tuple(body), notes)


class _Reading:
    """Paragraphs read in order; a bookmark that goes on in the next paragraph is in both."""

    def __init__(self, dropped: set[str]) -> None:
        self._dropped = dropped
        self._open: list[str] = []

    def blocks(self, box: Box) -> tuple[EditedBlock, ...]:
        found = tuple(self.block(para) for para in box.paras)
        self._open = []
        return found

    def block(self, para: Para) -> EditedBlock:
        began = dict.fromkeys(self._open, 0)
        anchors: list[Anchor] = []
        text = ""
        looks: list[Look] = []
        marks: list[Mark] = []
        for sign in para.signs:
            if sign.note:
                marks.append(Mark("note", len(text), len(text), sign.note))
            elif sign.start and sign.start not in self._dropped:
                began[sign.start] = len(text)
            elif sign.end and sign.end in began:
                anchors.append(Anchor(sign.end, began.pop(sign.end), len(text)))
            text += sign.char
            looks += [sign.look] * len(sign.char)
        anchors += [Anchor(name, start, len(text)) for name, start in began.items()]
        self._open = list(began)
        marks = [*_marks(looks), *marks]
        marks.sort(key=lambda mark: (mark.start, -mark.end))
        anchors.sort(key=lambda anchor: anchor.start)
        return EditedBlock(
            para.kind, para.role, text, tuple(marks), tuple(anchors), "", para.level, para.ordered
        )


def _marks(looks: Sequence[Look]) -> list[Mark]:
    """Return looks as marks, each as long as it goes; roles inside links."""
    found: list[Mark] = []
    for layer in sorted({layer for look in looks for layer in look}):
        start = None
        for place, look in enumerate([*looks, PLAIN]):
            if layer in look and start is None:
                start = place
            elif layer not in look and start is not None:
                kind, value = layer
                found.append(Mark(kind, start, place, value))  # type: ignore[arg-type]
                start = None
    return found
