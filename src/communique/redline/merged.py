"""Two versions of a document as one tree, in which what went and what came are marked.

The nodes are those of the tree, so that the writers need not know them: a change is a styled passage, and a
row that changed is a row. The redline's own makers of runs and rows see what they are.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from communique.redline.changes import (
    FORMER,
    GONE,
    PRESENT,
    Change,
    ChangedRow,
    GoneNote,
    HeadingNumber,
    ParagraphMark,
)
from communique.redline.compare import ComparedTable
from communique.redline.sequence import Container, Para, Path, Placed, enclosed, regrouped
from communique.redline.words import CHANGE, PILCROW, inlines_from
from communique.tree import Heading, ListItem, Section, Text
from communique.word.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.redline.changes import Kind
    from communique.redline.compare import Compared, ComparedNote, ComparedPara, ComparedRow, Comparison
    from communique.redline.differences import Stretch
    from communique.redline.sequence import RowItem
    from communique.redline.words import Word
    from communique.tree import Block, Document, Inline, Note, NoteReference, Row, Table

OLD_GROUPS = 100_000  # where the numbers of groups begin that only the old version has


def merged(comparison: Comparison, *, formers: bool = False) -> Document:
    """Return the new document with the changes in it; it is no other document, and has the same revision.

    With `formers`, an empty paragraph tells what a paragraph was that is something else now.
    """
    merging = _Merging(comparison, formers=formers)
    blocks = merging.blocks(comparison.items)
    notes = tuple(merging.note(each) for each in comparison.notes)
    return replace(comparison.new, blocks=blocks, notes=notes)


class _Merging:
    """Makes blocks of what was compared."""

    def __init__(self, comparison: Comparison, *, formers: bool) -> None:
        self.formers = formers
        self.kept_notes = {each.shown.identifier for each in comparison.notes if each.old and each.new}
        self.tied = comparison.tied
        self.known: dict[Container, Container] = {}

    def blocks(self, items: Sequence[Compared]) -> tuple[Block, ...]:
        """Return compared items as blocks."""
        self._tie(items)
        placed: list[Placed] = []
        coming = [path for item in items if (path := _new_path(item)) is not None]
        for item in items:
            path = _new_path(item)
            if path is not None:
                coming.pop(0)
            else:
                path = self._old_path(item, placed[-1].path if placed else (), coming[0] if coming else ())
            if isinstance(item, ComparedTable):
                placed.append(Placed(self._table(item), path))
            else:
                if item.reshaped and self.formers:
                    placed.append(self._former(item, placed[-1].path if placed else (), path))
                placed += self._paras(item, path)
        return enclosed(placed)

    def _former(self, item: ComparedPara, before: Path, after: Path) -> Placed:
        """Return an empty paragraph that is what a paragraph was."""
        block = replace(item.old[0].block, children=(ParagraphMark(FORMER, ()),))
        if isinstance(block, Heading):
            block = replace(block, identifier="")
        return Placed(block, self._old_path(item, before, after))

    def note(self, note: ComparedNote) -> Note:
        """Return a footnote with the changes in it."""
        blocks = self.blocks(note.items)
        if note.new:
            return replace(note.new, blocks=blocks)
        return GoneNote(_gone_note(note.shown.identifier), blocks, note.shown.number)

    def _tie(self, items: Sequence[Compared]) -> None:
        """Learn which containers of the old version are which of the new."""
        for item in items:
            if not item.old or not item.new or (not isinstance(item, ComparedTable) and item.reshaped):
                continue
            old = item.old if isinstance(item, ComparedTable) else item.old[0]
            new = item.new if isinstance(item, ComparedTable) else item.new[0]
            for before, after in zip(old.path, new.path, strict=False):
                if type(before.node) is not type(after.node) or self.known.get(before, after) != after:
                    break
                self.known[before] = after

    def _old_path(self, item: Compared, before: Path, after: Path) -> Path:
        """Return what is to enclose an item that went: containers of the new version where they are the same.

        `before` and `after` are the paths of its neighbours. Where nothing is known, it stands in the
        sections that both stand in.
        """
        old = item.shown if isinstance(item, ComparedTable) else item.old[0]
        kind = old.shape.kind if isinstance(old, Para) else ""
        if kind == "continued" and before and isinstance(before[-1].node, ListItem):
            return before
        own = len(old.path) - 1 if kind == "item" else -1
        path = tuple(each if at == own else self.known.get(each, each) for at, each in enumerate(old.path))
        if path and (path[0] != old.path[0] or isinstance(path[0].node, Section)):
            return path
        shared = takewhile(lambda two: two[0] == two[1], zip(before, after, strict=False))
        return (*(each for each, _ in shared if isinstance(each.node, Section)), *path)

    def _paras(self, item: ComparedPara, path: Path) -> Iterator[Placed]:
        if not item.changed:
            yield Placed(item.new[0].block, path)
        elif item.reshaped:
            block = item.new[0].block
            yield Placed(replace(block, children=(*block.children, ParagraphMark(PRESENT, ()))), path)
        elif not item.new:
            kind: Kind = "moved-from" if item.move else "deleted"
            yield Placed(self._whole(item.old[0], kind, item.move), path)
        elif not item.old:
            kind = "moved-to" if item.move else "inserted"
            yield Placed(self._whole(item.new[0], kind, item.move), path)
        else:
            parts = list(_divided(item.stretches))
            for number, (para, stretches) in enumerate(zip(item.new, parts, strict=True), start=1):
                children = self.inlines(stretches)
                if number < len(parts):
                    children = (*children, ParagraphMark("inserted", ()))
                yield Placed(self._renumbered(item, para, children), para.path)

    def _whole(self, para: Para, kind: Kind, move: int) -> Block:
        words = self._noted(para.words, kind)
        number: tuple[Inline, ...] = ()
        block = para.block
        if isinstance(block, Heading):
            number = _number(block)
            block = replace(block, number="", identifier="" if kind in GONE else block.identifier)
        children = (*number, *inlines_from(words))
        changes = (Change(kind, children),) if children else ()
        return replace(block, children=(*changes, ParagraphMark(kind, (), whole=True, move=move)))

    @staticmethod
    def _renumbered(item: ComparedPara, para: Para, children: tuple[Inline, ...]) -> Block:
        block = para.block
        if not isinstance(block, Heading) or not item.renumbered:
            return replace(block, children=children)
        was = item.old[0].block
        before = _number(was) if isinstance(was, Heading) else ()
        numbers = (Change("deleted", before), Change("inserted", _number(block)))
        return replace(block, number="", children=(*numbers, *children))

    def inlines(self, stretches: Sequence[Stretch]) -> tuple[Inline, ...]:
        """Return stretches of words as inlines, each change as deep in their styles as all its words are."""
        made: list[Inline] = []
        run: list[Word] = []
        for stretch in stretches:
            for ends, group in groupby(
                self._noted(stretch.words, stretch.change), key=lambda each: each == PILCROW
            ):
                if ends:
                    made += [*inlines_from(run), ParagraphMark("deleted", ())]
                    run = []
                else:
                    run += _layered(list(group), stretch.change)
        return (*made, *inlines_from(run))

    def _noted(self, words: Sequence[Word], change: str) -> tuple[Word, ...]:
        """Let the marks of footnotes that went call the old notes, where these are notes of their own."""
        if change not in GONE:
            return tuple(words)
        return tuple(
            replace(word, reference=self._old_reference(word.reference)) if word.reference else word
            for word in words
        )

    def _old_reference(self, reference: NoteReference) -> NoteReference:
        name = self.tied.get(reference.note, "")
        note = name if name in self.kept_notes else _gone_note(reference.note)
        return replace(reference, note=note)

    # Tables

    def _table(self, item: ComparedTable) -> Table:
        if not item.changed:
            return item.shown.table
        rows = [self._row(*each) for each in _grouped(item)]
        return replace(regrouped(rows, item.shown.table), caption=self._caption(item))

    def _caption(self, item: ComparedTable) -> tuple[Inline, ...]:
        if item.new and all(each.change == "kept" for each in item.caption):
            return item.new.table.caption
        changes = {each.change for each in item.caption}
        if len(changes) != 1:
            return self.inlines(item.caption)
        kind: Kind = "deleted" if changes == {"deleted"} else "inserted"
        return (*self.inlines(item.caption), ParagraphMark(kind, (), whole=True))

    def _row(self, compared: ComparedRow, item: RowItem) -> tuple[RowItem, Row]:
        row = item.row
        if not compared.changed:
            return item, row
        cells = tuple(
            replace(cell, blocks=self.blocks(items))
            for cell, items in zip(row.cells, compared.cells, strict=True)
        )
        if compared.old and compared.new:
            return item, replace(row, cells=cells)
        return item, ChangedRow(cells, row.address, "inserted" if compared.new else "deleted")


def _grouped(item: ComparedTable) -> Iterator[tuple[ComparedRow, RowItem]]:
    """Yield rows with their places in the new table.

    Those that went stay in their group where it is there.
    """
    known = {row.old.group: row.new.group for row in item.rows if row.old and row.new}
    last = -1
    for row in item.rows:
        if row.new:
            last = row.new.group
        elif row.shown.group >= 0:
            last = known.get(row.shown.group, OLD_GROUPS + row.shown.group)
        yield row, replace(row.shown, group=last)


def _new_path(item: Compared) -> Path | None:
    """Return what encloses an item in the new version, or nothing for one that is not there."""
    if isinstance(item, ComparedTable):
        return item.shown.path if item.new else None
    return item.new[0].path if item.new else None


def _gone_note(identifier: str) -> str:
    return f"gone:{identifier}"


def _number(heading: Heading) -> tuple[Inline, ...]:
    return (HeadingNumber("heading-number", (Text(heading.number),)),) if heading.number else ()


def _divided(stretches: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """Divide stretches where a paragraph was split: at the pilcrows that came."""
    part: list[Stretch] = []
    for stretch in stretches:
        if stretch.change == "deleted":
            part.append(stretch)
            continue
        words: list[Word] = []
        for word in stretch.words:
            if word == PILCROW:
                yield [*part, replace(stretch, words=tuple(words))]
                part, words = [], []
            else:
                words.append(word)
        part.append(replace(stretch, words=tuple(words)))
    yield part


def _layered(words: Sequence[Word], change: str) -> Iterator[Word]:
    """Put a change on words, below the layers that they all have and above the others."""
    if change == "kept" or not words:
        yield from words
        return
    depth = 0
    shortest = min(len(each.layers) for each in words)
    while depth < shortest and len({each.layers[depth] for each in words}) == 1:
        depth += 1
    for word in words:
        yield replace(word, layers=(*word.layers[:depth], Layer(CHANGE, change), *word.layers[depth:]))
