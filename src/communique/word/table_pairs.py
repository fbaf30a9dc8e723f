"""Which table, row and cell of the base each one of an edited file is: by bookmarks first, then by text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.word.alignment import NEARBY, SIMILAR, Gaps, original
from communique.word.sides import blocks_of_row, cell_texts
from communique.word.similarity import resemblance, same_texts, similar_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from communique.word.edited import EditedCell, EditedRow, EditedTable
    from communique.word.sides import BaseTable
    from communique.writers.docx_base import BaseBlock, BaseCell, BaseRow

    Blocks = Mapping[str, BaseBlock]

RELATED = 0.3  # the resemblance of two tables; their rows are compared one by one


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a row: pairs of numbers, and what is left over on both sides."""

    pairs: tuple[tuple[int, int], ...]
    gone: tuple[int, ...] = ()
    new: tuple[int, ...] = ()


def table_pairs(olds: Sequence[BaseTable], news: Sequence[EditedTable], blocks: Blocks) -> dict[int, int]:
    """Return the table of the base that each table of the file is."""
    names = {name: number for number, table in enumerate(olds) for row in table.rows for name in _names(row)}
    votes = [Counter(names[name] for name in _present(table.rows) if name in names) for table in news]
    pairs = _elected(votes)
    found = sorted(
        (-resemblance(_text(old.rows, blocks), _new_text(new.rows)), number, other)
        for other, old in enumerate(olds)
        for number, new in enumerate(news)
        if other not in pairs.values() and number not in pairs
    )
    for score, number, other in found:
        if -score >= RELATED and number not in pairs and other not in pairs.values():
            pairs[number] = other
    return pairs


def row_pairs(olds: Sequence[BaseRow], news: Sequence[EditedRow], blocks: Blocks) -> dict[int, int]:
    """Return the row of the base that each row of a table is."""
    names = {name: number for number, row in enumerate(olds) for name in _names(row)}
    present = set(_present(news))
    seen: set[str] = set()
    votes: list[Counter[int]] = []
    for row in news:
        here = [original(name, present) for name in _present([row])]
        votes.append(Counter(names[name] for name in here if name in names and name not in seen))
        seen.update(here)
    pairs = _elected(votes)
    taken = set(pairs.values())
    lost = {n: _text([row], blocks) for n, row in enumerate(olds) if n not in taken}
    free = {n: _new_text([row]) for n, row in enumerate(news) if n not in pairs}
    if not lost or not free:
        return pairs
    gaps = Gaps({old: new for new, old in pairs.items()}, len(news))
    return pairs | _by_text(lost, free, lambda old, new: NEARBY if gaps.between(old, new) else SIMILAR)


def cell_pairs(old: BaseRow, new: EditedRow, blocks: Blocks) -> Cells:
    """Return which cell is which: by place, unless bookmarks or another number of cells say otherwise."""
    numbers = {cell.bookmark: number for number, cell in enumerate(old.cells)}
    present = {name for cell in new.cells for name in cell.anchors}
    seen: set[str] = set()
    held: list[list[int]] = []
    for cell in new.cells:
        names = [original(name, present) for name in cell.anchors]
        held.append([numbers[name] for name in names if name in numbers and name not in seen])
        seen.update(names)
    if len(old.cells) == len(new.cells) and all(set(each) <= {at} for at, each in enumerate(held)):
        return Cells(tuple((at, at) for at in range(len(held))))
    pairs = {at: each[0] for at, each in enumerate(held) if len(each) == 1}
    merged = {at for at, each in enumerate(held) if len(each) > 1}
    lost = {
        n: text
        for n, cell in enumerate(old.cells)
        if n not in pairs.values() and (text := _cell_text(cell, blocks))
    }
    free = {
        n: text
        for n, cell in enumerate(new.cells)
        if n not in pairs and n not in merged and (text := cell_texts(cell.blocks))
    }
    pairs |= _by_text(lost, free, lambda *_: SIMILAR)
    gone = tuple(n for n in range(len(old.cells)) if n not in pairs.values())
    return Cells(
        tuple(sorted((one, other) for other, one in pairs.items())),
        gone,
        tuple(n for n in range(len(new.cells)) if n not in pairs),
    )


def _elected(votes: Sequence[Counter[int]]) -> dict[int, int]:
    """Return for each voter the number that it has most votes for, each number once."""
    claims = sorted(
        (-count, voter, number) for voter, each in enumerate(votes) for number, count in each.items()
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, voter, number in claims:
        if voter not in pairs and number not in taken:
            pairs[voter] = number
            taken.add(number)
    return pairs


def _by_text(
    lost: Mapping[int, str], free: Mapping[int, str], least: Callable[[int, int], float]
) -> dict[int, int]:
    if not lost or not free:
        return {}
    pairs = same_texts(lost, free)
    taken = set(pairs.values())
    rest = {number: text for number, text in lost.items() if number not in taken}
    others = {number: text for number, text in free.items() if number not in pairs}
    return pairs | similar_texts(rest, others, least)


def _names(row: BaseRow) -> Iterator[str]:
    for cell in row.cells:
        yield cell.bookmark
        yield from cell.blocks


def _present(rows: Iterable[EditedRow]) -> Iterator[str]:
    for row in rows:
        for cell in row.cells:
            yield from cell.anchors
            yield from (anchor.name for block in cell.blocks for anchor in block.anchors)


def _text(rows: Sequence[BaseRow], blocks: Blocks) -> str:
    return "\n".join(cell_texts(list(blocks_of_row(row, blocks))) for row in rows)


def _new_text(rows: Sequence[EditedRow]) -> str:
    return "\n".join(cell_texts([block for cell in row.cells for block in cell.blocks]) for row in rows)


def _cell_text(cell: BaseCell, blocks: Blocks) -> str:
    return cell_texts([blocks[name] for name in cell.blocks if name in blocks])


def row_texts(row: BaseRow, blocks: Blocks) -> tuple[str, ...]:
    """Return what the cells of a row of the base say."""
    return tuple(_cell_text(cell, blocks) for cell in row.cells)


def new_texts(cells: Iterable[EditedCell]) -> tuple[str, ...]:
    """Return what cells of the file say."""
    return tuple(cell_texts(cell.blocks) for cell in cells)
