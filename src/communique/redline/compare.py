"""Compare two versions of a document: paragraph by paragraph, word by word, row by row, note by note."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.redline.alignment import Group, aligned, aligned_rows, fits, item_words, moves, number_of
from communique.redline.differences import Stretch, stretches
from communique.redline.pairing import Profile
from communique.redline.sequence import Flattening, Para, TableItem
from communique.redline.words import PILCROW, words_in
from communique.tree import Heading, Paragraph, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.redline.sequence import Item, RowItem
    from communique.redline.words import Word
    from communique.tree import Direction, Document, Note


@dataclass(frozen=True, slots=True, eq=False)
class ComparedPara:
    """Paragraphs that are the same, before and after; several before were joined, several after were split.

    `stretches` go through all of them, with a pilcrow where one ends and the next begins. `move` is a number
    that it shares with the same paragraph elsewhere in the other version.
    """

    old: tuple[Para, ...]
    new: tuple[Para, ...]
    stretches: tuple[Stretch, ...]
    move: int = 0

    @property
    def changed(self) -> bool:
        """Whether a reader sees any difference."""
        same = all(each.change == "kept" for each in self.stretches)
        return not self.both or not same or self.renumbered or self.reshaped

    @property
    def both(self) -> bool:
        """Whether it is in both versions."""
        return bool(self.old and self.new)

    @property
    def reshaped(self) -> bool:
        """Whether it is something else now: a heading, a quotation, an item of a list."""
        return self.both and self.old[0].shape != self.new[0].shape

    @property
    def renumbered(self) -> bool:
        """Whether it is a heading that has another number now."""
        return self.both and number_of(self.old[0]) != number_of(self.new[0])


@dataclass(frozen=True, slots=True, eq=False)
class ComparedRow:
    """A table row, before and after, and what is in its cells."""

    shown: RowItem  # the new one where there is one
    old: RowItem | None
    new: RowItem | None
    cells: tuple[tuple[Compared, ...], ...]

    @property
    def changed(self) -> bool:
        """Whether a reader sees any difference."""
        whole = self.old is None or self.new is None
        return whole or any(each.changed for cell in self.cells for each in cell)


@dataclass(frozen=True, slots=True, eq=False)
class ComparedTable:
    """A table, before and after."""

    shown: TableItem  # the new one where there is one
    old: TableItem | None
    new: TableItem | None
    caption: tuple[Stretch, ...]
    rows: tuple[ComparedRow, ...]

    @property
    def changed(self) -> bool:
        """Whether a reader sees any difference."""
        return any(each.change != "kept" for each in self.caption) or any(each.changed for each in self.rows)


Compared = ComparedPara | ComparedTable
BESIDE = ("marking", "symbol", "running_event", "running_title")
"""What stands beside the text of a page, as the facts of a document are called."""


@dataclass(frozen=True, slots=True, eq=False)
class ComparedNote:
    """A footnote, before and after."""

    shown: Note  # the new one where there is one
    old: Note | None
    new: Note | None
    items: tuple[Compared, ...]

    @property
    def changed(self) -> bool:
        """Whether a reader sees any difference."""
        return self.old is None or self.new is None or any(each.changed for each in self.items)


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two versions of a document, and how the one became the other. Without an old one all is new."""

    old: Document | None
    new: Document
    items: tuple[Compared, ...]
    notes: tuple[ComparedNote, ...] = ()
    tied: dict[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether a reader sees any difference, in the text or beside it."""
        return bool(self.beside) or any(each.changed for each in (*self.items, *self.notes))

    @property
    def beside(self) -> dict[str, tuple[str, str]]:
        """What stands on a page beside its text and is another now: what it was, and what it is."""
        if self.old is None:
            return {}
        found = {key: (getattr(self.old.meta, key), getattr(self.new.meta, key)) for key in BESIDE}
        return {key: (was, now) for key, (was, now) in found.items() if was != now}


def compare(old: Document | None, new: Document) -> Comparison:
    """Compare two versions of a document."""
    tied = _tied_notes(old.notes, new.notes) if old else {}
    links = _tied_headings(old, new) if old else {}
    news = Flattening("new")
    olds = Flattening("old", lambda each: tied.get(each, each + "'"), lambda each: links.get(each, each))
    before = olds.document(old) if old else ()
    after = news.document(new)
    items = tuple(_compared(before, after, movable=True))
    kept = {word.note for word in _kept(items) if word.note}
    notes = tuple(_compared_notes(old, new, tied, kept, olds, news))
    return Comparison(old, new, items, notes, tied)


def _compared(old: Sequence[Item], new: Sequence[Item], *, movable: bool = False) -> Iterator[Compared]:
    groups = [Group((0,), (0,))] if not movable and _only(old, new) else aligned(old, new)
    moved = (
        moves([each for at, each in enumerate(groups) if _rests(groups, at, old, new)], old, new)
        if movable
        else {}
    )
    gone = {place: number for number, place in enumerate(moved, start=1)}
    came = {place: gone[was] for was, place in moved.items()}
    for group in groups:
        was = old[group.old[0]] if group.old else None
        now = new[group.new[0]] if group.new else None
        shown = now or was
        if isinstance(shown, TableItem):
            yield _compared_tables(_as_table(was), _as_table(now), shown)
            continue
        paras = _paras(old, group.old), _paras(new, group.new)
        move = 0
        if not group.new:
            move = gone.get(group.old[0], 0)
        elif not group.old:
            move = came.get(group.new[0], 0)
        yield ComparedPara(*paras, tuple(stretches(_words(paras[0]), _words(paras[1]))), move)


def _whole_at_first_note(groups: list[Group], old: Sequence[Item], new: Sequence[Item]) -> list[Group]:
    """Return groups in which the first paragraph with a footnote is neither split nor joined.

    LibreOffice 7.4 loses what is said of the end of that paragraph; `revisions` has a way around it for a
    paragraph that came or went as a whole.
    """
    for at, group in enumerate(groups):
        items = [*(old[each] for each in group.old), *(new[each] for each in group.new)]
        if not any(word.note for item in items for word in item_words(item)):
            continue
        alone = [Group((each,), ()) for each in group.old[1:]] + [
            Group((), (each,)) for each in group.new[1:]
        ]
        return [*groups[:at], Group(group.old[:1], group.new[:1]), *alone, *groups[at + 1 :]]
    return groups


def _only(old: Sequence[Item], new: Sequence[Item]) -> bool:
    """Whether a cell or note has one paragraph in both versions, which then is the same whatever it says."""
    return len(old) == len(new) == 1 and fits(old[0], new[0])


def _rests(groups: Sequence[Group], at: int, old: Sequence[Item], new: Sequence[Item]) -> bool:
    """Whether a paragraph that stayed comes after a group, before any table.

    Where none does, the end of a paragraph can't simply go or come, and so the paragraph can't move. Nor can
    one with a footnote, which would be in two places.
    """
    item = new[groups[at].new[0]] if groups[at].new else old[groups[at].old[0]]
    if isinstance(item, Para) and any(word.note for word in item.words):
        return False
    for group in groups[at + 1 :]:
        item = new[group.new[0]] if group.new else old[group.old[0]]
        if not isinstance(item, Para) or (group.old and group.new):
            return isinstance(item, Para)
    return False


def _as_table(item: Item | None) -> TableItem | None:
    return item if isinstance(item, TableItem) else None


def _paras(items: Sequence[Item], places: tuple[int, ...]) -> tuple[Para, ...]:
    return tuple(item for at in places if isinstance(item := items[at], Para))


def _words(paras: Sequence[Para]) -> list[Word]:
    """Return the words of paragraphs, with a pilcrow between one and the next."""
    words: list[Word] = []
    for number, para in enumerate(paras):
        words += [PILCROW, *para.words] if number else para.words
    return words


def _compared_tables(was: TableItem | None, now: TableItem | None, shown: TableItem) -> ComparedTable:
    caption = stretches(was.caption if was else (), now.caption if now else ())
    rows = _compared_rows(was.rows if was else (), now.rows if now else ())
    return ComparedTable(shown, was, now, tuple(caption), tuple(rows))


def _compared_rows(old: Sequence[RowItem], new: Sequence[RowItem]) -> Iterator[ComparedRow]:
    for group in aligned_rows(old, new):
        was = old[group.old[0]] if group.old else None
        now = new[group.new[0]] if group.new else None
        shown = new[group.new[0]] if group.new else old[group.old[0]]
        cells = (
            tuple(_compared(was.cells[at].items if was else (), now.cells[at].items if now else ()))
            for at in range(len(shown.cells))
        )
        yield ComparedRow(shown, was, now, tuple(cells))


def _kept(items: Sequence[Compared]) -> Iterator[Word]:
    """Yield the words that stayed."""
    for item in items:
        if isinstance(item, ComparedTable):
            rows = (cell for row in item.rows for cell in row.cells)
            stayed = [*item.caption]
            for cell in rows:
                yield from _kept(cell)
        else:
            stayed = [*item.stretches]
        for stretch in stayed:
            if stretch.change == "kept":
                yield from stretch.words


def _compared_notes(
    old: Document | None,
    new: Document,
    tied: dict[str, str],
    kept: set[str],
    flat_old: Flattening,
    flat_new: Flattening,
) -> Iterator[ComparedNote]:
    """Compare the notes whose first marks stayed; the others are new, or gone, as a whole."""
    olds = old.notes if old else ()
    before = {tied[note.identifier]: note for note in olds if tied.get(note.identifier) in kept}
    for note in new.notes:
        was = before.get(note.identifier)
        old_items = flat_old.items(was.blocks, _direction(old)) if was else ()
        items = _compared(old_items, flat_new.items(note.blocks, new.direction))
        yield ComparedNote(note, was, note, tuple(items))
    for note in olds:
        if tied.get(note.identifier) not in before:
            yield ComparedNote(
                note, note, None, tuple(_compared(flat_old.items(note.blocks, _direction(old)), ()))
            )


def _direction(document: Document | None) -> Direction:
    return document.direction if document else "ltr"


def _tied_notes(old: Sequence[Note], new: Sequence[Note]) -> dict[str, str]:
    """Return which old note is which new one: by identifier, or, where that was changed, by text."""
    names = {note.identifier for note in new}
    tied = {note.identifier: note.identifier for note in old if note.identifier in names}
    free = [note for note in new if note.identifier not in tied]
    for note in old:
        if note.identifier in tied:
            continue
        likely = [(_profile(note).alike(_profile(other)), -at, other) for at, other in enumerate(free)]
        score, _, best = max(likely, default=(0.0, 0, None), key=lambda each: each[:2])
        if best is not None and score >= SAME_NOTE:
            tied[note.identifier] = best.identifier
            free.remove(best)
    return tied


SAME_NOTE = 0.6


def _profile(note: Note) -> Profile:
    paragraphs = [each for each in walk(note.blocks) if isinstance(each, Paragraph | Heading)]
    return Profile([word for each in paragraphs for word in words_in(each.children)])


def _tied_headings(old: Document, new: Document) -> dict[str, str]:
    """Return where links to old headings lead now: a heading may have another identifier with other words."""
    there = {each.address: each for each in walk(new.blocks) if isinstance(each, Heading) and each.address}
    known = {each.identifier for each in walk(new.blocks) if isinstance(each, Heading)}
    links = {}
    for heading in walk(old.blocks):
        if isinstance(heading, Heading) and heading.address in there and heading.identifier not in known:
            links[f"#{heading.identifier}"] = f"#{there[heading.address].identifier}"
    return links
