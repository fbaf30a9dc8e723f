"""Say where in a document something is, to somebody who has it in hand: by headings and first words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.redline.places import shortened
from communique.word.edits import Insertion, NoteInsertion, RowDeletion, RowInsertion, Unplaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.word.edits import BlockRef, Edit
    from communique.writers.docx_base import Base, BaseBlock

BEHIND = {Insertion: "new, after ", RowInsertion: "after "}


class Whereabouts:
    """The places of a document as it was sent out."""

    def __init__(self, base: Base) -> None:
        self._blocks = {block.bookmark: block for block in base.blocks}
        self._addresses = {block.address: block.bookmark for block in reversed(base.blocks) if block.address}
        self._notes = {name: note.number for note in base.notes for name in note.blocks}
        self._rows = {
            name: " | ".join(self._row(each.blocks for each in row.cells))
            for row in base.rows
            for cell in row.cells
            for name in (cell.bookmark, *cell.blocks)
        }
        self._first = {
            cell.bookmark: cell.blocks[0] for row in base.rows for cell in row.cells if cell.blocks
        }
        self._headings = dict(self._under(base))

    def _under(self, base: Base) -> Iterator[tuple[str, str]]:
        """Yield the heading that each block stands under, for a heading that of a higher level."""
        headings: list[tuple[int, str]] = []
        for block in base.blocks:
            heading = block.kind == "heading" and block.level > 1
            while heading and headings and headings[-1][0] >= block.level:
                headings.pop()
            yield block.bookmark, "" if block.bookmark in self._notes or not headings else headings[-1][1]
            if heading:
                headings.append((block.level, f"{block.number} {block.text}".strip()))

    def _row(self, cells: Iterator[tuple[str, ...]]) -> Iterator[str]:
        for names in cells:
            text = " ".join(self._blocks[name].text for name in names if name in self._blocks)
            if text.strip():
                yield text

    def of(self, place: str, edits: Sequence[Edit] = ()) -> str:
        """Return where something is: what edits are about, first if it has this address or bookmark."""
        first = edits[0] if edits else None
        if isinstance(first, NoteInsertion):
            return "a new footnote"
        if isinstance(first, Insertion) and first.after is None:
            return "new, at the beginning"
        names = [ref.bookmark for each in edits for ref in _refs(each) if self._is_known(ref.bookmark)]
        own = self._addresses.get(place, place)
        name = own if own in names or (not names and self._is_known(own)) else next(iter(names), "")
        behind = BEHIND.get(type(first), "")
        return f"{behind}{self._named(name)}" if name else ""

    def _is_known(self, name: str) -> bool:
        return name in self._blocks or name in self._rows

    def _named(self, name: str) -> str:
        if name in self._rows:
            what = f"the table row “{shortened(self._rows[name])}”"
        else:
            what = _what(self._blocks[name])
        if name in self._notes:
            return f"footnote {self._notes[name]}, {what}"
        heading = self._headings.get(self._first.get(name, name), "")
        return f"{what} under “{shortened(heading)}”" if heading else what


def _what(block: BaseBlock) -> str:
    words = f"“{shortened(block.text)}”" if block.text.strip() else "an empty paragraph"
    if block.kind == "heading":
        return f"the title {words}" if block.level == 1 else f"the heading {words}"
    return words


def _refs(edit: Edit) -> Iterator[BlockRef]:
    """Yield the blocks that an edit is about, or stands after."""
    match edit:
        case Unplaced(place=ref) | Insertion(after=ref) | RowInsertion(below=ref) | RowDeletion(row=ref):
            found = (ref,)
        case _:
            found = getattr(edit, "blocks", None) or (getattr(edit, "block", None),)
    yield from (each for each in found if each is not None)
