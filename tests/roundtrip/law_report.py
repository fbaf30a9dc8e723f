"""What an import reported, for telling which paragraphs a report explains.

An entry explains a paragraph only when it belongs to it: the paragraph, or what it came from, is what the entry is
about, known by most of its words. That a report has some words of a paragraph explains nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.word.drafts import texts_after
from communique.word.edits import BlockRef, NoteDeletion, NoteInsertion, RowDeletion, RowInsertion, Unplaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.word.drafts import Left, Planned
    from communique.word.edits import Edit
    from communique.writers.docx_base import Base
    from roundtrip.journey import Arrival

TODAY = re.compile(r"(?<=\w)t\d+z\b")  # by which words that content changed meanwhile are known
WORD = re.compile(r"[㐀-鿿]|[^\W㐀-鿿]+")  # Chinese has no blanks between words
BETWEEN = re.compile(r"\n| \| | / ")  # paragraphs, cells, and paragraphs in a cell of a reported row
PARAGRAPH = "\u2029"  # between paragraphs that a conflict is of
FEWEST = 3  # words by which a text is known; any two may stand anywhere
MOST = 2 / 3  # of the words of the shorter text, for two to be one with changes, or one a part of the other
KIND = re.compile(r"[\w -]{0,40}")  # what a paragraph is, before its words
MARK = "\ufffc"


@dataclass(frozen=True)
class Entry:
    """Something reported: what was (in content, and when it was sent out), what came back, and the edits it is of.

    Of a conflict, `around` is all that content says there, and `notes` name the footnotes that would go.
    """

    place: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    edits: tuple[Edit, ...] = ()
    around: str = ""
    notes: tuple[str, ...] = ()

    @property
    def of_style(self) -> bool:
        """Whether it is only of what a paragraph is: its words must be there all the same."""
        old, new = self.old[0].partition(": "), self.new[0].partition(": ")
        named = bool(self.edits and old[1] and KIND.fullmatch(old[0]) and KIND.fullmatch(new[0]))
        return named and old[0] != new[0] and old[2] == new[2]


class Told:
    """What was reported, for telling whether a difference is explained by it."""

    def __init__(self, arrival: Arrival) -> None:
        self.paragraphs: list[list[str]] = []
        self.stretches: list[list[str]] = []
        self.recast: list[list[str]] = []
        found = entries(arrival)
        self.new = plain("\n".join(text for each in found if not each.of_style for text in each.new))
        places = _Places(arrival.returned.base)
        for entry in found:
            if entry.of_style:
                self._add(self.recast, [*entry.new, entry.new[0].partition(": ")[2]])
            else:
                self._add(self.paragraphs, places.texts_of(entry))
                self._add(self.stretches, [*entry.old, *entry.new])

    @staticmethod
    def _add(known: list[list[str]], texts: Iterable[str]) -> None:
        parts = {
            part
            for text in texts
            for whole in BETWEEN.split(text)
            for part in (whole, *whole.split(PARAGRAPH))
        }
        known += [words for words in map(words_in, sorted(parts)) if words]

    def of_style(self, text: str) -> bool:
        """Whether the report says that a paragraph is not what it is in Word."""
        words = words_in(text)
        return self.of(text) or any(_akin(words, each, whole=True) for each in self.recast)

    def of(self, text: str) -> bool:
        """Whether a paragraph is one of whose words or place the report is."""
        words = words_in(text)
        if not words:  # an emoji, or something that nobody sees
            return text.strip() in self.new
        return any(_akin(words, each) for each in self.paragraphs) or any(
            _akin(words, each, whole=True) for each in self.stretches
        )


def entries(arrival: Arrival) -> list[Entry]:
    """Return what is reported as not done."""
    found = [
        Entry(
            each.place,
            (each.base, each.ours),
            (each.theirs, *(part.text for _, parts in each.footnotes for part in parts)),
            around=each.around,
            notes=each.notes,
        )
        for each in arrival.plan.conflicts
    ]
    others: list[Left | Planned] = [*arrival.plan.unplaced]
    others += [each for each in arrival.plan.planned if each.kind == "proposal"]
    for left in others:
        edits = tuple(arrival.returned.edits[number] for number in left.edits)
        found.append(Entry(left.place, (left.old,), (left.new,), edits))
    return found


def words_in(text: str) -> list[str]:
    """Return the words of a text, without what content put in meanwhile."""
    return WORD.findall(TODAY.sub("", plain(text).replace(MARK, "")))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def _akin(words: list[str], other: list[str], *, whole: bool = False) -> bool:
    """Whether two texts are one with changes, or one a part of the other, or the `whole` of it with changes."""
    if words == other:
        return True
    common = (Counter(words) & Counter(other)).total()
    size = max(len(words), len(other)) if whole else min(len(words), len(other))
    return common >= max(FEWEST, MOST * size)


class _Places:
    """The paragraphs of a document as it was sent out, by what reports call them."""

    def __init__(self, base: Base) -> None:
        self.blocks = {block.bookmark: block for block in base.blocks}
        self.named: dict[str, list[str]] = {}
        for block in base.blocks:
            fields = {mark.value for mark in block.marks if mark.kind == "field"}
            fields |= {value.removeprefix("= ") for value in fields}
            for name in {block.bookmark, block.address, *fields} - {None}:
                self.named.setdefault(str(name), []).append(block.bookmark)
        for row in base.rows:
            names = [name for cell in row.cells for name in cell.blocks]
            for cell in row.cells:
                self.named[cell.bookmark] = names
        self.notes = {note.identifier: note.blocks for note in base.notes}

    def texts_of(self, entry: Entry) -> Iterator[str]:
        """Yield the paragraphs that an entry is about, as they were sent out, are in content, and came back."""
        names = list(self.named.get(entry.place, ()))
        if entry.around:  # a conflict has its address of today, when others may have come before it
            yield entry.around
            yield entry.around.replace(entry.old[1] or "\0", entry.new[0])  # what it would be, of a few words
            yield from (self._with_value(name, entry.place, entry.new[0]) for name in names)
            names = self._alike(entry.around) or names
        for edit in entry.edits:
            for text in _texts_in(edit):
                yield text
                if entry.new[0]:  # the rest of the paragraph comes back without it
                    yield text.replace(entry.new[0], entry.old[0])
            names += [name for ref in _refs(edit) for name in self.named.get(ref.bookmark, ())]
        for note in entry.notes:
            yield from (self.blocks[each].text for each in self.notes.get(note, ()))
        for name in names:
            yield self.blocks[name].text
            if (
                not any(entry.new) or entry.new == entry.old
            ):  # footnotes go, move and stay with their paragraph
                yield from self._notes_of(name)

    def _with_value(self, name: str, place: str, value: str) -> str:
        """Return a paragraph with another value of a record that it prints, as it came back with it."""
        text = self.blocks[name].text
        fields = {(mark.start, mark.end) for mark in self.blocks[name].marks if mark.value == place}
        for start, end in sorted(fields, reverse=True):
            text = text[:start] + value + text[end:]
        return text

    def _alike(self, text: str) -> list[str]:
        words = words_in(text)
        return [name for name, each in self.blocks.items() if _akin(words, words_in(each.text), whole=True)]

    def _notes_of(self, name: str) -> Iterator[str]:
        for mark in self.blocks[name].marks:
            if mark.kind == "note":
                yield from (self.blocks[each].text for each in self.notes[mark.value])


def _texts_in(edit: Edit) -> Iterator[str]:
    match edit:
        case Unplaced(edit=inner) if inner is not None:
            yield from _texts_in(inner)
        case NoteInsertion(content=content, rest=rest):
            yield from (content.text, *(each.content.text for each in rest))
        case NoteDeletion(before=before, rest=others):
            yield from (before.text, *(each.text for each in others))
        case RowInsertion(cells=cells):
            yield from (block.content.text for cell in cells for block in cell)
        case RowDeletion(before=texts):
            yield from texts
        case _:
            yield from texts_after(edit)


def _refs(edit: Edit) -> list[BlockRef]:
    """Return the blocks that an edit changes, moves or takes out; what it only stands behind is not touched."""
    match edit:
        case Unplaced(edit=inner) if inner is not None:
            return _refs(inner)
        case Unplaced(place=ref) | RowDeletion(row=ref):
            found: tuple[BlockRef | None, ...] = (ref,)
        case _:
            found = getattr(edit, "blocks", None) or (getattr(edit, "block", None),)
    return [each for each in found if isinstance(each, BlockRef)]


def bookmarks_of(edit: Edit) -> set[str]:
    """Return the blocks that an edit is about, or stands behind."""
    refs = [getattr(edit, name, None) for name in ("block", "after", "within", "below", "row", "place")]
    refs += getattr(edit, "blocks", ())
    inner = edit.edit if isinstance(edit, Unplaced) else None
    return {each.bookmark for each in refs if isinstance(each, BlockRef)} | (
        bookmarks_of(inner) if inner else set()
    )
