"""Compare a file from Word with its base: what was done to the document, as edits of its content.

Stories are aligned first (the body, each table cell), then notes are paired by where their marks stand in
them, then each note is a story too; so the mark of a note has one name on both sides when text is compared.
Everything that an editor saw is in some edit: `tests/roundtrip/replay.py` carries edits out on the base,
and what comes of it must be the edited file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.word.block_edits import Context, all_credits, block_edits, new_blocks, told
from communique.word.edited import EditedBlock, EditedTable
from communique.word.edits import BlockRef, Comparison, NewBlock, NoteDeletion, NoteInsertion, Unplaced
from communique.word.looks import Looks
from communique.word.note_pairs import note_pairs
from communique.word.sides import BaseTable, base_body, edited_body, story_of, table_block
from communique.word.table_edits import TablePair, deleted_rows, new_table, table_edits, table_pair
from communique.word.table_pairs import table_pairs
from communique.word.tokens import Marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.theme import StyleMap
    from communique.word.edited import EditedDocument, EditedNote
    from communique.word.edits import Edit
    from communique.word.sides import Story
    from communique.writers.docx_base import Base, BaseNote

NOT_OURS = "no document can have this"
NEW = "new:"  # how the name of a new note begins in the mark of a text


def compare(
    base: Base, edited: EditedDocument, rejected: EditedDocument | None = None, styles: StyleMap | None = None
) -> Comparison:
    """Return what was done in Word.

    `rejected` is the view without the tracked changes: what differs there was done with tracking off.
    `styles` tells which roles look the same in Word.
    """
    looks = Looks(styles)
    edits = _Compared(base, edited, looks).edits()
    untracked = _Compared(base, rejected, looks).edits() if rejected is not None else []
    return Comparison(tuple(edits), tuple(untracked))


class _Compared:
    """A base and an edited file, aligned."""

    def __init__(self, base: Base, edited: EditedDocument, looks: Looks) -> None:
        self._base = base
        self._edited = edited
        self._blocks = {block.bookmark: block for block in base.blocks}
        self._old_body, self._new_body = base_body(base), edited_body(edited)
        self._old_tables = [part for part in self._old_body if isinstance(part, BaseTable)]
        self._new_tables = [part for part in self._new_body if isinstance(part, EditedTable)]
        self._tables = table_pairs(self._old_tables, self._new_tables, self._blocks)
        self._body = self._aligned_body()
        self._pairs = {
            number: table_pair(self._old_tables[old], self._new_tables[number], self._blocks)
            for number, old in sorted(self._tables.items())
        }
        self._cells = {number: list(pair.stories(self._blocks)) for number, pair in self._pairs.items()}
        self._notes = {note.key: note for note in edited.notes}
        removed = {name: each.credit for each in edited.removed for name in each.names}
        self._context = Context(looks, self._named_notes(looks), removed)

    def _aligned_body(self) -> Story:
        sources = [part.block if isinstance(part, BaseTable) else part for part in self._old_body]
        names = {
            id(table): self._old_tables[self._tables[number]].name
            for number, table in enumerate(self._new_tables)
            if number in self._tables
        }
        targets = [
            part if isinstance(part, EditedBlock) else table_block(names.get(id(part), ""))
            for part in self._new_body
        ]
        return story_of(sources, targets)

    def _named_notes(self, looks: Looks) -> dict[str, str]:
        """Return the names in content of the notes whose marks stand in the file."""
        stories = [self._body, *(story for stories in self._cells.values() for story in stories)]
        cited = self._cited()
        notes = [note for note in self._edited.notes if note.key in cited]
        pairs = note_pairs(self._base.notes, notes, self._blocks, stories, looks)
        return {key: pairs.get(key, NEW + key) for key in cited}

    def _cited(self) -> dict[str, None]:
        """Return the keys of notes in the order of their marks."""
        blocks = [part for part in self._new_body if isinstance(part, EditedBlock)]
        blocks += [
            block
            for table in self._new_tables
            for row in table.rows
            for cell in row.cells
            for block in cell.blocks
        ]
        return dict.fromkeys(mark.value for block in blocks for mark in block.marks if mark.kind == "note")

    # The edits

    def edits(self) -> list[Edit]:
        found = block_edits(self._body, self._context)
        for number, pair in self._pairs.items():
            found += self._of_table(number, pair)
        gone = [table for number, table in enumerate(self._old_tables) if number not in self._tables.values()]
        found += [edit for table in gone for edit in deleted_rows(table.rows, self._blocks, self._context)]
        found += self._new_ones()
        return [*found, *self._of_notes(), *self._unreadable()]

    def _of_table(self, number: int, pair: TablePair) -> Iterator[Edit]:
        yield from table_edits(pair, self._blocks, self._context)
        for story in self._cells[number]:
            yield from block_edits(story, self._context)

    def _new_ones(self) -> Iterator[Edit]:
        """Yield the tables that there were not, each after the block that stands before it."""
        after: BlockRef | None = None
        tables = {id(table): number for number, table in enumerate(self._new_tables)}
        for part, shares in zip(self._new_body, self._body.shares, strict=True):
            if shares:
                after = self._body.ref(shares[0].source)
            elif isinstance(part, EditedTable) and tables[id(part)] not in self._tables:
                yield new_table(part, after)

    def _unreadable(self) -> Iterator[Edit]:
        for each in self._edited.unreadable:
            block = self._blocks.get(each.anchor)
            place = BlockRef(block.bookmark, block.address) if block else None
            yield Unplaced((), place, each.before, each.text, f"{NOT_OURS}: {each.what}")

    def _of_notes(self) -> Iterator[Edit]:
        names = self._context.notes
        old = {note.identifier: note for note in self._base.notes}
        found = set()
        for key, name in names.items():
            note = self._notes.get(key)
            if name in old:
                found.add(name)
                yield from self._changed_note(old[name], note)
            else:
                yield self._new_note(key, note)
        for name, gone in old.items():
            if name not in found:
                yield self._lost_note(gone)

    def _changed_note(self, old: BaseNote, new: EditedNote | None) -> Iterator[Edit]:
        sources = [self._blocks[name] for name in old.blocks if name in self._blocks]
        story = story_of(sources, new.blocks if new else (), BlockRef(old.bookmark, old.address))
        yield from block_edits(story, self._context)

    def _new_note(self, key: str, note: EditedNote | None) -> NoteInsertion:
        blocks = list(new_blocks(note.blocks, self._context)) if note else []
        first = blocks[0] if blocks else NewBlock(Marked(""), "paragraph", "note")
        what = (first.kind, first.role, first.level, first.ordered)
        return NoteInsertion(
            all_credits(note.blocks if note else ()), key, first.content, tuple(blocks[1:]), what
        )

    def _lost_note(self, note: BaseNote) -> NoteDeletion:
        texts = [told(self._blocks[name]) for name in note.blocks if name in self._blocks] or [Marked("")]
        who = self._context.note_credits.get(note.identifier, ())
        return NoteDeletion(who, note.identifier, note.address, texts[0], tuple(texts[1:]))
