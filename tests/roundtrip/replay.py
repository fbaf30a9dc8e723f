"""Carry edits out on a base: what comes of it is what an editor saw, or the edits lost something."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import TYPE_CHECKING

from communique.word.edits import (
    Deletion,
    Edit,
    Insertion,
    Join,
    Move,
    NewBlock,
    NoteDeletion,
    NoteInsertion,
    RoleEdit,
    RowDeletion,
    RowInsertion,
    RowMove,
    Split,
    TextEdit,
    Unplaced,
)
from communique.word.sides import BaseTable, base_body
from communique.word.tokens import Marked
from roundtrip.shown import Shown, ShownBlock, ShownTable, letters_of, what_it_is

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from communique.word.edits import BlockRef
    from communique.writers.docx_base import Base

Place = tuple[str, str]  # `in` a story or `after` a block, and the bookmark; the body has none


def replay(base: Base, edits: Iterable[Edit]) -> Shown:
    """Return what a reader of the base sees once the edits are carried out."""
    state = _State(base)
    for edit in edits:
        state.apply(edit)
    return state.shown()


@dataclass
class _Block:
    """A block while edits are carried out: what it is, and what it says, in one paragraph, several, or none."""

    what: tuple[str, str, int, bool]
    before: Marked
    parts: list[NewBlock] | None = None
    text: Marked | None = None

    def now(self) -> list[NewBlock]:
        if self.parts is not None:
            return self.parts
        kind, role, level, ordered = self.what
        return [NewBlock(self.text or self.before, kind, role, level, ordered)]


@dataclass
class _State:
    base: Base
    blocks: dict[str, _Block] = field(default_factory=dict)
    behind: dict[Place, list[str | tuple[NewBlock, ...]]] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    rows_gone: set[str] = field(default_factory=set)
    rows_behind: dict[Place, list[str | RowInsertion]] = field(default_factory=dict)
    new_notes: dict[str, tuple[NewBlock, ...]] = field(default_factory=dict)
    gone_notes: set[str] = field(default_factory=set)
    cited: dict[str, tuple[ShownBlock, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.base.blocks:
            what = (each.kind, each.role, each.level, each.ordered)
            self.blocks[each.bookmark] = _Block(what, Marked(each.text, each.marks))
        self.notes = {each.identifier: each for each in self.base.notes}
        self.cells = {cell.bookmark: cell for row in self.base.rows for cell in row.cells}
        self.rows = {row.cells[0].bookmark: row for row in self.base.rows}

    # The edits

    @singledispatchmethod
    def apply(self, edit: Edit) -> None:
        raise TypeError(edit)

    @apply.register
    def _(self, edit: TextEdit) -> None:
        block = self.blocks[edit.block.bookmark]
        assert edit.before == block.before
        assert edit.before != edit.after
        assert block.text is None
        block.text = edit.after

    @apply.register
    def _(self, edit: Split) -> None:
        block = self.blocks[edit.block.bookmark]
        assert edit.before == block.before
        assert len(edit.parts) > 1
        block.parts = list(edit.parts)

    @apply.register
    def _(self, edit: Join) -> None:
        first, *others = [self.blocks[each.bookmark] for each in edit.blocks]
        assert others
        assert edit.before == tuple(each.before for each in (first, *others))
        first.text = edit.after
        for each in others:
            each.parts = []

    @apply.register
    def _(self, edit: Deletion) -> None:
        block = self.blocks[edit.block.bookmark]
        assert edit.before == block.before
        block.parts = []

    @apply.register
    def _(self, edit: RoleEdit) -> None:
        block = self.blocks[edit.block.bookmark]
        assert (*edit.before, edit.ordered[0]) == block.what
        block.what = (*edit.after, edit.ordered[1])

    @apply.register
    def _(self, edit: Insertion) -> None:
        assert edit.blocks
        self.behind.setdefault(_place(edit.after, edit.within), []).append(edit.blocks)

    @apply.register
    def _(self, edit: Move) -> None:
        self.moved.add(edit.block.bookmark)
        self.behind.setdefault(_place(edit.after, edit.within), []).append(edit.block.bookmark)

    @apply.register
    def _(self, edit: RowDeletion) -> None:
        assert edit.row
        assert self.rows[edit.row.bookmark].address == edit.address
        self.rows_gone.add(edit.row.bookmark)

    @apply.register
    def _(self, edit: RowInsertion) -> None:
        assert edit.table
        place = ("after", edit.below.bookmark) if edit.below else ("in", edit.table.bookmark)
        self.rows_behind.setdefault(place, []).append(edit)

    @apply.register
    def _(self, edit: RowMove) -> None:
        table = next(each for each in self._tables() if edit.row.bookmark in self._names(each))
        place = ("after", edit.below.bookmark) if edit.below else ("in", self._names(table)[0])
        self.moved.add(edit.row.bookmark)
        self.rows_behind.setdefault(place, []).append(edit.row.bookmark)

    @apply.register
    def _(self, edit: NoteInsertion) -> None:
        self.new_notes[f"new:{edit.key}"] = (NewBlock(edit.content, *edit.what), *edit.rest)

    @apply.register
    def _(self, edit: NoteDeletion) -> None:
        assert self.notes[edit.identifier].address == edit.address
        self.gone_notes.add(edit.identifier)

    @apply.register
    def _(self, edit: Unplaced) -> None:
        assert edit.edit is not None, edit
        self.apply(edit.edit)

    # The result

    def shown(self) -> Shown:
        result: Shown = []
        body = base_body(self.base)
        tables = {each.name: each for each in body if isinstance(each, BaseTable)}
        names = [each.name if isinstance(each, BaseTable) else each.bookmark for each in body]
        for name in self._story(names, ("in", "")):
            if isinstance(name, str):
                rows = tuple(self._rows(tables[name]))
                last = result[-1] if result else None
                if isinstance(last, ShownTable):
                    result[-1] = ShownTable((*last.rows, *rows))
                elif rows:
                    result.append(ShownTable(rows))
            else:
                result += self._blocks([name])
        assert set(self.cited) == (set(self.notes) - self.gone_notes) | set(self.new_notes)
        assert not self.behind, "edits that stand behind nothing"
        assert not self.rows_behind
        return result

    def _story(self, names: Sequence[str], origin: Place) -> Iterator[NewBlock | str]:
        """Yield the paragraphs of a story in order, and the names of tables."""
        yield from self._behind(origin)
        for name in names:
            if name not in self.moved:
                yield from self._one(name)

    def _one(self, name: str) -> Iterator[NewBlock | str]:
        if name in self.blocks:
            yield from self.blocks[name].now()
        else:
            yield name
        yield from self._behind(("after", name))

    def _behind(self, place: Place) -> Iterator[NewBlock | str]:
        for each in self.behind.pop(place, []):
            if isinstance(each, str):
                yield from self._one(each)
            else:
                yield from each

    def _blocks(self, blocks: Iterable[NewBlock | str]) -> tuple[ShownBlock, ...]:
        made = [
            ShownBlock(
                what_it_is(each.kind, each.role, each.level, each.ordered),
                letters_of(each.content.text, each.content.marks, self._note),
            )
            for each in blocks
            if isinstance(each, NewBlock)
        ]
        return tuple(each for each in made if each.letters)

    def _note(self, name: str) -> tuple[ShownBlock, ...]:
        if name not in self.cited:
            if name in self.new_notes:
                self.cited[name] = self._blocks(self.new_notes[name])
            else:
                note = self.notes[name]
                self.cited[name] = self._blocks(self._story(note.blocks, ("in", note.bookmark)))
        return self.cited[name]

    def _tables(self) -> list[BaseTable]:
        return [each for each in base_body(self.base) if isinstance(each, BaseTable)]

    def _names(self, table: BaseTable) -> list[str]:
        return [row.cells[0].bookmark for row in table.rows]

    def _rows(self, table: BaseTable) -> Iterator[tuple[tuple[ShownBlock, ...], ...]]:
        names = self._names(table)
        yield from self._rows_behind(("in", names[0]))
        for name in names:
            if name not in self.moved:
                yield from self._row(name)

    def _row(self, name: str) -> Iterator[tuple[tuple[ShownBlock, ...], ...]]:
        if name not in self.rows_gone:
            yield tuple(
                self._blocks(self._story(cell.blocks, ("in", cell.bookmark)))
                for cell in self.rows[name].cells
            )
        yield from self._rows_behind(("after", name))

    def _rows_behind(self, place: Place) -> Iterator[tuple[tuple[ShownBlock, ...], ...]]:
        for each in self.rows_behind.pop(place, []):
            if isinstance(each, str):
                yield from self._row(each)
            else:
                yield tuple(self._blocks(cell) for cell in each.cells)


def _place(after: BlockRef | None, within: BlockRef | None) -> Place:
    """Return where something stands: first in a story, or behind a block or a table."""
    if after is None:
        return "in", ""
    if within is not None and after.bookmark == within.bookmark:
        return "in", within.bookmark
    return "after", after.bookmark
