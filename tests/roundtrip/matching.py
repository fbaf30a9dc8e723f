"""Tell whether a view of a DOCX says what its base says, and where it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.word.edited import EditedTable, blocks_of

if TYPE_CHECKING:
    from communique.word.edited import EditedBlock, EditedDocument, EditedNote
    from communique.writers.docx_base import Base, BaseBlock, Mark


def matches(base: Base, edited: EditedDocument) -> list[str]:
    """Return the differences between a base and a view, a line for each; nothing when they say the same.

    How far a bookmark reaches is left open: LibreOffice ends one before the words behind a last link.
    """
    notes = _notes(base, edited)
    found = _blocks(base, edited, notes) + _tables(base, edited)
    found += [f"unreadable: {each}" for each in edited.unreadable]
    found += [f"removed: {each}" for each in edited.removed]
    found += [f"note {note.key}: {each}" for note in edited.notes for each in _note(base, note, notes)]
    return found


def _notes(base: Base, edited: EditedDocument) -> dict[str, str]:
    """Return the identifiers of the base's notes by the keys of the view's, which come in the same order."""
    return {note.key: each.identifier for note, each in zip(edited.notes, base.notes, strict=False)}


def _blocks(base: Base, edited: EditedDocument, notes: dict[str, str]) -> list[str]:
    shown = list(blocks_of(edited))
    found = []
    if len(shown) != len(base.blocks):
        found.append(f"there are {len(shown)} blocks, and not {len(base.blocks)}")
    anchors = [[anchor.name for anchor in block.anchors] for block in shown]
    found += [f"a block has the bookmarks {names}" for names in anchors if len(names) != 1]
    known = {block.bookmark: block for block in base.blocks}
    for block in shown:
        name = next((anchor.name for anchor in block.anchors), "")
        if name in known:
            found += [f"{known[name].address or name}: {each}" for each in _block(known[name], block, notes)]
        else:
            found.append(f"“{block.text}” is no block of the base")
    order = [block.bookmark for block in base.blocks]
    if [name for names in anchors for name in names] != order and not found:
        found.append("the blocks are in another order")
    return found


def _block(base: BaseBlock, block: EditedBlock, notes: dict[str, str]) -> list[str]:
    was = (base.kind, base.role, base.level, base.ordered)
    seen = (block.kind, block.role, block.level, block.ordered)
    found = [f"it is {seen} and not {was}"] if was != seen else []
    if base.text != block.text:
        found.append(f"it says {block.text!r} and not {base.text!r}")
    if [each.start for each in block.anchors] != [0]:
        found.append(f"its bookmark begins late: {block.anchors}")
    marks = [_named(mark, notes) for mark in block.marks]
    if marks != [mark for mark in base.marks if mark.kind != "field"]:
        found.append(f"its marks are {marks} and not {base.marks}")
    if block.touches:
        found.append(f"somebody touched it: {block.touches}")
    return found


def _named(mark: Mark, notes: dict[str, str]) -> Mark:
    return replace(mark, value=notes.get(mark.value, mark.value)) if mark.kind == "note" else mark


def _tables(base: Base, edited: EditedDocument) -> list[str]:
    rows = [row for part in edited.body if isinstance(part, EditedTable) for row in part.rows]
    seen = [
        [
            (cell.anchors, tuple(anchor.name for block in cell.blocks for anchor in block.anchors), cell.span)
            for cell in row.cells
        ]
        for row in rows
    ]
    known = [[((cell.bookmark,), cell.blocks, cell.span) for cell in row.cells] for row in base.rows]
    return [] if seen == known else ["the rows of tables differ"]


def _note(base: Base, note: EditedNote, notes: dict[str, str]) -> list[str]:
    known = {each.identifier: each for each in base.notes}.get(notes.get(note.key, ""))
    if known is None:
        return ["the base has no such note"]
    blocks = tuple(anchor.name for block in note.blocks for anchor in block.anchors)
    same = (note.anchors, blocks) == ((known.bookmark,), known.blocks)
    return [] if same else ["its bookmarks differ"]
