"""Look a base over that was read back: it comes from outside, and all that reads it trusts what it says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.writers.docx_base import Base, BaseBlock, BaseRow

KINDS = frozenset({"paragraph", "heading", "item", "continued", "caption"})
DIRECTIONS = frozenset({None, "ltr", "rtl"})
DEEPEST_HEADING = 6
DEEPEST_ITEM = 8  # Word has nine levels, from 0
MOST_COLUMNS = 63  # Word's limit


def look_over(base: Base) -> None:
    """Raise ValueError for a base that no build wrote: what it names is missing, or outside its text."""
    fault = next(_faults(base), None)
    if fault is not None:
        raise ValueError(fault)


def _faults(base: Base) -> Iterator[str]:
    notes = {note.identifier for note in base.notes}
    for block in base.blocks:
        yield from _block_faults(block, notes)
    for row in base.rows:
        yield from _row_faults(row)
    known = {block.bookmark for block in base.blocks}
    inside = [name for row in base.rows for cell in row.cells for name in cell.blocks]
    inside += [name for note in base.notes for name in note.blocks]
    yield from (f"there is no block `{name}`" for name in inside if name not in known)
    yield from (f"the block `{name}` is in two places" for name in _repeated(inside))
    yield from (f"two blocks are `{block}`" for block in _repeated(block.bookmark for block in base.blocks))
    yield from (f"two footnotes are `{name}`" for name in _repeated(note.identifier for note in base.notes))


def _block_faults(block: BaseBlock, notes: set[str]) -> Iterator[str]:
    if block.kind not in KINDS:
        yield f"the block `{block.bookmark}` is of no known kind"
    least, most = (1, DEEPEST_HEADING) if block.kind == "heading" else (0, DEEPEST_ITEM)
    if not least <= block.level <= most:
        yield f"the block `{block.bookmark}` is of level {block.level}"
    for mark in block.marks:
        if not 0 <= mark.start <= mark.end <= len(block.text):
            yield f"a mark of the block `{block.bookmark}` is outside of its text"
        if mark.kind == "note" and (mark.start != mark.end or mark.value not in notes):
            yield f"the block `{block.bookmark}` has the mark of a footnote that is not there"
    if not {block.direction, *(mark.direction for mark in block.marks)} <= DIRECTIONS:
        yield f"the block `{block.bookmark}` runs in no known direction"


def _row_faults(row: BaseRow) -> Iterator[str]:
    spans = [cell.span for cell in row.cells]
    if not spans or min(spans) < 1 or sum(spans) > MOST_COLUMNS:
        yield f"a row has {sum(spans)} columns"


def _repeated(names: Iterable[str]) -> Iterator[str]:
    return (name for name, count in Counter(names).items() if count > 1)
